/* The name of the site a page is of, where metadata do not state it. Private to the article stage. */
#ifndef ARTICLE_PAGE_SITE_NAME_H
#define ARTICLE_PAGE_SITE_NAME_H

#include "article/record.h"

/* Sets the provider, if there is none: what <title> has before or behind the title, if the page shows it as
 * the link to its first page. */
void nd_site_name_set(struct nd_record_builder *builder);

#endif
