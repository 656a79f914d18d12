/*
 * Memory for libcmark, whose trees are made of a great many small pieces: these come from an arena, only
 * large ones from the heap. libcmark hands its allocator no context, hence one arena a thread.
 */
#ifndef DOCUMENT_MARKDOWN_CMARK_ARENA_H
#define DOCUMENT_MARKDOWN_CMARK_ARENA_H

#include "newsdex/arena.h"

#include <cmark.h>

/* Of one document, or several one after the other. All zero at first. */
struct nd_cmark_arena {
    struct nd_arena *pieces, *before; /* before: of the document that was open already */
};

/*
 * Parses front, which is empty or ends in a line end, and text behind it, as cmark_parse_document() does.
 * Documents may be nested: the last one opened is closed first.
 */
cmark_node *nd_cmark_arena_open(struct nd_cmark_arena *arena, struct nd_str front, struct nd_str text);
/* Frees the document, which must be the last that was opened in this thread, and everything made of it. */
void nd_cmark_arena_close(struct nd_cmark_arena *arena, cmark_node *document);
/* Gives back what was kept for the next document. */
void nd_cmark_arena_fini(struct nd_cmark_arena *arena);

#endif
