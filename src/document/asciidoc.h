/* The document header of AsciiDoc. Private to the document stage. */
#ifndef DOCUMENT_ASCIIDOC_H
#define DOCUMENT_ASCIIDOC_H

#include "newsdex/document.h"

/*
 * "= Title", then one line of authors and one of the revision, or neither; ":name: value" lines and comments
 * around them; down to a blank line. text and the number of its first line are moved behind them. NULL, and
 * both as before, where other lines stand there: other notations begin so, too.
 */
struct nd_value *nd_asciidoc_read_header(struct nd_str *text, uint32_t *number, struct nd_arena *arena);

#endif
