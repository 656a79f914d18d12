/* Org as markdown, and what stands above it. Private to the document stage. */
#ifndef DOCUMENT_ORG_H
#define DOCUMENT_ORG_H

#include "newsdex/document.h"

/* Returns what is in *out then; as many lines as text has. */
struct nd_str nd_org_to_markdown(struct nd_str text, struct nd_buf *out);

/*
 * The "#+NAME: value" lines at the beginning of text, a title among them; drawers and comments between them
 * are passed over. text and the number of its first line are moved behind them. NULL, and both as before,
 * where there are none.
 */
struct nd_value *nd_org_read_header(struct nd_str *text, uint32_t *number, struct nd_arena *arena);

#endif
