/* reStructuredText as markdown. Private to the document stage. */
#ifndef DOCUMENT_REST_H
#define DOCUMENT_REST_H

#include "newsdex/document.h"

/* Returns what is in *out then; as many lines as text has. */
struct nd_str nd_rest_to_markdown(struct nd_str text, struct nd_buf *out);

/* True when a text without a header has what only reStructuredText has, twice or as a link. */
bool nd_rest_is_likely(struct nd_str text);

#endif
