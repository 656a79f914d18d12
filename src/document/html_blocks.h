/*
 * Turns elements and text of HTML, as they come by in reading order, into blocks. It is fed by the walk over
 * a parsed tree, and by the plain scan over tags that takes its place when a document is too unruly to be
 * parsed; hence it trusts nobody to close what was opened.
 */
#ifndef DOCUMENT_HTML_BLOCKS_H
#define DOCUMENT_HTML_BLOCKS_H

#include "document/block_builder.h"
#include "document/html/tag.h"

enum { ND_HTML_BLOCKS_LISTS = 32 };

/* The attributes a writer needs to know; all may be ND_STR_NONE. They must outlive the writer's blocks. */
struct nd_html_blocks_attributes {
    struct nd_str href, src, alt;
    int start; /* of <ol>, <li value>: the number; otherwise 0 */
};

struct nd_html_blocks {
    struct nd_block_builder builder;
    struct nd_blocks *blocks;
    uint32_t line;                    /* of what is being read; 0 when unknown */
    const struct nd_element *element; /* around what is being read, or NULL */
    uint32_t block_line;              /* where the open block began */
    const struct nd_element *block_element;
    int heading;     /* its level, 0 outside headings */
    size_t link_end; /* where a link ended in the open block; 0 if none did */
    size_t buttons, button,
        button_bytes; /* in the open block: how many, where the last began, of their texts */
    size_t kicker;    /* of the open heading: bytes that are none of it */
    int quotes, pre;  /* how many are open */
    int lists;        /* nested lists, also beyond ND_HTML_BLOCKS_LISTS */
    int ordinals[ND_HTML_BLOCKS_LISTS]; /* by nesting: the next number, 0 in unordered lists */
    bool is_item_pending;               /* the next block is the beginning of a list item */
    int ordinal;                        /* of that item */
    unsigned breaks;                    /* <br> in a row */
    struct nd_block *table;             /* the data table being filled, or NULL */
    struct nd_table_row *last_row;
    struct nd_str *cells; /* of the open row; heap */
    size_t cell_count, cell_capacity;
};

void nd_html_blocks_init(struct nd_html_blocks *writer, struct nd_arena *arena, struct nd_blocks *blocks,
                         uint32_t line);
/* Writes what is pending and frees what the writer holds; the blocks stay. */
void nd_html_blocks_fini(struct nd_html_blocks *writer);

void nd_html_blocks_text(struct nd_html_blocks *writer, struct nd_str text);
void nd_html_blocks_open(struct nd_html_blocks *writer, GumboTag tag,
                         const struct nd_html_blocks_attributes *attributes);
void nd_html_blocks_close(struct nd_html_blocks *writer, GumboTag tag);

/* Between these two, table rows and cells are collected into one block of rows. Not nested. */
void nd_html_blocks_table_begin(struct nd_html_blocks *writer);
void nd_html_blocks_table_end(struct nd_html_blocks *writer);

#endif
