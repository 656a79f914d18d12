#include "document/markdown/cmark_arena.h"

#include "newsdex/alloc.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { LARGE = 4096 };

/* In front of every piece. */
struct header {
    alignas(max_align_t) size_t size;
};

static _Thread_local struct nd_arena *current; /* of the document opened last */

static void *take(size_t size) {
    size_t whole = size > SIZE_MAX - sizeof(struct header) ? SIZE_MAX : size + sizeof(struct header);
    struct header *header = size < LARGE ? nd_arena_alloc(current, 1, whole) : nd_alloc_array(whole, 1);

    header->size = size;
    return header + 1;
}

static void *take_array(size_t count, size_t size) {
    return take(size != 0 && count > SIZE_MAX / size ? SIZE_MAX : count * size);
}

/* What is not large goes when the document does. */
static void give_back(void *piece) {
    struct header *header = piece;

    if (header != NULL && header[-1].size >= LARGE)
        free(header - 1);
}

static void *resize(void *piece, size_t size) {
    struct header *header = piece;
    size_t old = header == NULL ? 0 : header[-1].size;
    void *other;

    if (size <= old)
        return piece;
    if (old >= LARGE && size <= SIZE_MAX - sizeof *header) {
        header = nd_alloc_resize(header - 1, size + sizeof *header, 1);
        header->size = size;
        return header + 1;
    }
    other = take(size);
    if (old > 0)
        memcpy(other, piece, old);
    give_back(piece);
    return other;
}

cmark_node *nd_cmark_arena_open(struct nd_cmark_arena *arena, struct nd_str front, struct nd_str text) {
    static cmark_mem memory = {take_array, resize, give_back};
    cmark_parser *parser;
    cmark_node *document;

    if (arena->pieces == NULL)
        arena->pieces = nd_arena_new();
    arena->before = current;
    current = arena->pieces;
    parser = cmark_parser_new_with_mem(CMARK_OPT_DEFAULT, &memory);
    if (front.len > 0)
        cmark_parser_feed(parser, front.ptr, front.len);
    cmark_parser_feed(parser, text.ptr, text.len);
    document = cmark_parser_finish(parser);
    cmark_parser_free(parser);
    return document;
}

void nd_cmark_arena_close(struct nd_cmark_arena *arena, cmark_node *document) {
    cmark_node_free(document);
    nd_arena_reset(arena->pieces);
    current = arena->before;
}

void nd_cmark_arena_fini(struct nd_cmark_arena *arena) {
    nd_arena_free(arena->pieces);
}
