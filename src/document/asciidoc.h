/* The document header of AsciiDoc. Private to the document stage. */
#ifndef DOCUMENT_ASCIIDOC_H
#define DOCUMENT_ASCIIDOC_H

#include "newsdex/document.h"

/* ":name: value" or ":name!:" in one line; what is unset keeps its "!". */
bool nd_asciidoc_split_attribute(struct nd_str line, struct nd_str *name, struct nd_str *value);

/* A comment, a directive, or attributes of the block below: nothing of a line is read. */
bool nd_asciidoc_says_nothing(struct nd_str line);

/*
 * "= Title", then one line of authors and one of the revision, or neither; ":name: value" lines, comments and
 * directives around them; down to a blank line. text and the number of its first line are moved behind them.
 * NULL, and both as before, where other lines stand there, for other notations begin so, too; is_sure: it is
 * AsciiDoc, and the header ends above such a line.
 */
struct nd_value *nd_asciidoc_read_header(struct nd_str *text, uint32_t *number, bool is_sure,
                                         struct nd_arena *arena);

/* Returns what is in *out then; as many lines as text has. attributes, of the header, may be NULL. */
struct nd_str nd_asciidoc_to_markdown(struct nd_str text, const struct nd_value *attributes,
                                      struct nd_arena *arena, struct nd_buf *out);

#endif
