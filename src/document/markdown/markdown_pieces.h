/*
 * Long markdown in pieces. libcmark's tree takes many times the memory of its text; a long text is therefore
 * handed to it piece by piece, in such a way that the trees together hold the blocks of the whole.
 */
#ifndef DOCUMENT_MARKDOWN_MARKDOWN_PIECES_H
#define DOCUMENT_MARKDOWN_MARKDOWN_PIECES_H

#include "document/markdown/cmark_arena.h"

/* A walk over the pieces of a text. What is not said to be the walk's own may be read. */
struct nd_pieces {
    struct nd_str text;  /* the present piece, whole lines */
    cmark_node *tree;    /* its blocks; NULL between pieces */
    size_t line;         /* of the whole text on which it begins, from 0 */
    size_t before;       /* lines the tree has in front of it, in which there is no block */
    bool is_within_list; /* it begins with a later item of the list the piece before ended with */
    bool is_refused;     /* the walk has ended before a block that would take too much memory */

    /* The walk's own: */
    struct nd_cmark_arena memory;
    struct nd_str rest;  /* from the present piece to the end */
    size_t size;         /* of a usual piece */
    bool is_list_cut;    /* the present piece ends between two items of a list */
    struct nd_buf front; /* what is put in front of a piece, and how many lines that is */
    size_t front_lines;
    bool is_asking; /* for definitions */
};

/*
 * Begins a walk over text in pieces of about size bytes; a text that is not longer is one piece. Definitions
 * of links hold for the whole text, wherever they are; only those whose label goes over several lines, or
 * that are too many, hold for their own piece alone.
 */
void nd_pieces_init(struct nd_pieces *pieces, struct nd_str text, size_t size);
/* Frees the present piece, parses the next one. False at the end, or when is_refused. */
bool nd_pieces_next(struct nd_pieces *pieces);
void nd_pieces_fini(struct nd_pieces *pieces);

#endif
