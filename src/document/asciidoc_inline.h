/* What stands within a line of AsciiDoc, as markdown. Private to the document stage. */
#ifndef DOCUMENT_ASCIIDOC_INLINE_H
#define DOCUMENT_ASCIIDOC_INLINE_H

#include "newsdex/document.h"

struct nd_asciidoc_inline {
    const struct nd_value *header; /* a map of what {name} stands for; NULL: nothing */
    struct nd_value *own;          /* the same of the text itself, which comes first */
    size_t budget;          /* bytes that these may still add to the text, and that may be looked for */
    struct nd_buf expanded; /* working space, to be freed */
};

/* Adds a line without its end: links, pictures, references and attributes are written as markdown has them.
 */
void nd_asciidoc_write_inline(struct nd_asciidoc_inline *inlined, struct nd_str line, struct nd_buf *out);

/* "target[alt, …]" behind "image:"; returns its length, or 0 when that is something else. */
size_t nd_asciidoc_write_image(struct nd_str rest, struct nd_buf *out);

#endif
