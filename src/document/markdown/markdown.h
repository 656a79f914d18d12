/* The parts of the reader of markdown. */
#ifndef DOCUMENT_MARKDOWN_MARKDOWN_H
#define DOCUMENT_MARKDOWN_MARKDOWN_H

#include "document/block_builder.h"

#include <cmark.h>

/* What one look at the source lines tells before anything is parsed. */
struct nd_markdown_scan {
    const char *reason; /* why libcmark must not see it, or NULL */
    uint32_t line;      /* where, counted from 1 in the body */
    bool has_tables;    /* some line looks like the line under a table's header */
    uint64_t work;      /* roughly the nanoseconds that parsing takes, and the bytes of the tree */
};

struct nd_markdown_scan nd_markdown_scan(struct nd_str body);

/* As nd_blocks_markdown, in pieces of about this many bytes. The blocks are the same for any size. */
void nd_blocks_markdown_in_pieces(struct nd_str body, size_t piece, uint32_t line, struct nd_arena *arena,
                                  struct nd_problems *problems, struct nd_blocks *blocks);

/* Writes inline content into a builder, one event of an iterator after the other. */
struct nd_inline {
    struct nd_block_builder *builder;
    bool is_one_line;  /* line breaks become blanks */
    int images;        /* how many are open; their content is alternative text */
    struct nd_buf alt; /* of the outermost open image */
    int unseen;        /* the GumboTag of an open HTML element whose content is not shown, or -1 */
};

void nd_inline_init(struct nd_inline *in, struct nd_block_builder *builder);
void nd_inline_fini(struct nd_inline *in);
void nd_inline_event(struct nd_inline *in, cmark_event_type event, cmark_node *node);

/* True for "=> target words", a link of gemtext; the words may be none. */
bool nd_dialect_is_arrow(struct nd_str line, struct nd_str *target, struct nd_str *words);
/* True for the line under a table's header, such as "| --- | :---: |"; *columns receives how many it has. */
bool nd_table_is_delimiter(struct nd_str line, size_t *columns);
/* The number of cells of a row. */
size_t nd_table_count_cells(struct nd_str line);
/*
 * Reads rows, one a line in lines (without the delimiter row and the markers of quotations and lists), as a
 * table; rows with fewer cells than columns are filled up (unless that is most of the table), more are kept.
 * Cells that refer to link definitions elsewhere are read without them.
 */
struct nd_block *nd_table_read(const struct nd_str *lines, size_t count, size_t columns,
                               struct nd_arena *arena, struct nd_blocks *blocks);

#endif
