/* Tags of site generators, which are meant for programs and not for readers. */
#ifndef DOCUMENT_MARKDOWN_TEMPLATE_H
#define DOCUMENT_MARKDOWN_TEMPLATE_H

#include "newsdex/document.h"

/* True when s may contain such tags; cheap. */
bool nd_template_is_likely(struct nd_str s);
/*
 * Takes Liquid and Hugo tags, and in markdown the attribute lists of kramdown, out of body. The number of
 * lines stays, code is not touched. Returns what is in *out then.
 */
struct nd_str nd_template_clean(struct nd_str body, enum nd_markup markup, struct nd_buf *out);

#endif
