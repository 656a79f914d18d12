/* Names of news agencies, as their texts begin with them. Private to the article stage. */
#ifndef ARTICLE_PAGE_AGENCY_NAMES_H
#define ARTICLE_PAGE_AGENCY_NAMES_H

#include "newsdex/str.h"

/* Bytes of the agency s begins with, its whole word, or 0. */
size_t nd_agency_name_length(struct nd_str s);
/* The agency that s ends with, of those in scripts without blanks; absent where there is none. */
struct nd_str nd_agency_name_at_end(struct nd_str s);

#endif
