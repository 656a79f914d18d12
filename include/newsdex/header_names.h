/* What the names of fields above a text say, in many languages: "Published on", "Auteur", "正文". */
#ifndef NEWSDEX_HEADER_NAMES_H
#define NEWSDEX_HEADER_NAMES_H

#include "newsdex/str.h"

/* What says of a text whence it is, of whom or when: two of these make a header without a title. */
bool nd_header_is_known(struct nd_str name);

bool nd_header_names_title(struct nd_str name);

/* Where the article is: "URL". */
bool nd_header_names_address(struct nd_str name);

/* Who published it, or where it is: "Source". */
bool nd_header_names_source(struct nd_str name);

/* "Content", behind which the text itself begins. */
bool nd_header_names_text(struct nd_str name);

/* A name that is known, that of a title, or one of a field that says less. */
bool nd_header_is_field(struct nd_str name);

#endif
