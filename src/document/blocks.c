#include "newsdex/document.h"

struct nd_block *nd_blocks_add(struct nd_blocks *blocks, struct nd_arena *arena, enum nd_block_type type) {
    struct nd_block *block = nd_arena_alloc(arena, 1, sizeof *block);

    block->type = type;
    block->text = ND_STR("");
    nd_blocks_append(blocks, block);
    return block;
}

void nd_blocks_append(struct nd_blocks *blocks, struct nd_block *block) {
    block->next = NULL;
    if (blocks->last == NULL)
        blocks->first = block;
    else
        blocks->last->next = block;
    blocks->last = block;
    blocks->count++;
}

static void add_row(const struct nd_table_row *row, struct nd_buf *out) {
    for (size_t i = 0; i < row->count; i++) {
        if (i > 0)
            nd_buf_add_z(out, " | ");
        nd_buf_add(out, row->cells[i]);
    }
}

/* Pictures in the cells of a table leave nothing to read. */
static bool is_empty_row(const struct nd_table_row *row) {
    for (size_t i = 0; i < row->count; i++)
        if (row->cells[i].len > 0)
            return false;
    return true;
}

static void add_table(const struct nd_block *table, struct nd_buf *out) {
    bool is_first = true;

    for (const struct nd_table_row *row = table->rows; row != NULL; row = row->next) {
        if (is_empty_row(row))
            continue;
        if (!is_first)
            nd_buf_add_char(out, '\n');
        is_first = false;
        add_row(row, out);
    }
}

static bool has_text(const struct nd_block *block) {
    const struct nd_table_row *row = block->rows;

    if (block->type != ND_TABLE)
        return block->text.len > 0;
    while (row != NULL && is_empty_row(row))
        row = row->next;
    return row != NULL;
}

static void add_separator(const struct nd_block *before, const struct nd_block *block, struct nd_buf *out) {
    if (before == NULL)
        return;
    nd_buf_add_z(out, before->type == ND_LIST_ITEM && block->type == ND_LIST_ITEM ? "\n" : "\n\n");
}

void nd_blocks_text(const struct nd_block *first, const struct nd_block *end, struct nd_buf *out) {
    const struct nd_block *before = NULL;
    size_t length = 0;

    for (const struct nd_block *block = first; block != NULL && block != end; block = block->next)
        length += block->text.len + 2;
    nd_buf_reserve(out, length); /* tables and list items may want more */
    for (const struct nd_block *block = first; block != NULL && block != end; block = block->next) {
        if (!has_text(block))
            continue;
        add_separator(before, block, out);
        if (block->type == ND_LIST_ITEM && block->ordinal > 0)
            nd_buf_addf(out, "%d. ", block->ordinal);
        else if (block->type == ND_LIST_ITEM)
            nd_buf_add_z(out, "- ");
        if (block->type == ND_TABLE)
            add_table(block, out);
        else
            nd_buf_add(out, block->text);
        before = block;
    }
}
