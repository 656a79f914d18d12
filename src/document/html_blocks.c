#include "document/html_blocks.h"

#include "newsdex/alloc.h"
#include "newsdex/limits.h"

#include <stdlib.h>
#include <string.h>

void nd_writer_init(struct nd_writer *writer, struct nd_arena *arena, struct nd_blocks *blocks,
                    uint32_t line) {
    *writer = (struct nd_writer){.blocks = blocks, .line = line, .block_line = line};
    nd_draft_init(&writer->draft, arena);
}

static enum nd_block_type block_type(const struct nd_writer *writer) {
    if (writer->pre > 0)
        return ND_CODE;
    if (writer->heading > 0)
        return ND_HEADING;
    if (writer->is_item_pending)
        return ND_LIST_ITEM;
    return writer->quotes > 0 ? ND_QUOTE : ND_PARAGRAPH;
}

static void set_place(struct nd_writer *writer, struct nd_block *block) {
    block->line = writer->block_line;
    if (block->type == ND_HEADING)
        block->level = writer->heading;
    else if (block->type == ND_QUOTE)
        block->level = writer->quotes;
    if (block->type != ND_LIST_ITEM || block->text.len == 0)
        return;
    block->level = writer->lists > 0 ? writer->lists : 1;
    block->ordinal = writer->ordinal;
    writer->is_item_pending = false;
}

static void finish_block(struct nd_writer *writer) {
    struct nd_block *block = nd_draft_finish(&writer->draft, writer->blocks, block_type(writer));

    if (block != NULL)
        set_place(writer, block);
}

/* Ends the open block. A link that was just opened belongs to the next one. */
static void end_block(struct nd_writer *writer) {
    struct nd_draft *draft = &writer->draft;

    writer->breaks = 0;
    if (writer->blocks->count >= ND_MAX_BLOCKS)
        nd_draft_gap(draft, ND_GAP_LINE);
    else if (draft->link_url.ptr == NULL || draft->text.len > 0 || draft->links != NULL)
        finish_block(writer);
}

static void add_cell(struct nd_writer *writer) {
    writer->cells =
        nd_alloc_grow(writer->cells, &writer->cell_capacity, writer->cell_count + 1, sizeof *writer->cells);
    nd_draft_link_close(&writer->draft);
    writer->cells[writer->cell_count++] = nd_draft_take_text(&writer->draft);
}

static void end_row(struct nd_writer *writer) {
    struct nd_arena *arena = writer->draft.arena;
    struct nd_table_row *row;

    if (writer->cell_count == 0)
        return;
    row = nd_arena_alloc(arena, 1, sizeof *row);
    row->count = writer->cell_count;
    row->cells = nd_arena_alloc(arena, row->count, sizeof *row->cells);
    memcpy(row->cells, writer->cells, row->count * sizeof *row->cells);
    if (writer->last_row == NULL)
        writer->table->rows = row;
    else
        writer->last_row->next = row;
    writer->last_row = row;
    writer->cell_count = 0;
}

void nd_writer_table_begin(struct nd_writer *writer) {
    end_block(writer);
    writer->table = nd_blocks_add(writer->blocks, writer->draft.arena, ND_TABLE);
    writer->table->line = writer->line;
    writer->last_row = NULL;
    writer->cell_count = 0;
}

void nd_writer_table_end(struct nd_writer *writer) {
    struct nd_draft *draft = &writer->draft;

    nd_draft_link_close(draft);
    if (draft->text.len > 0)
        add_cell(writer);
    end_row(writer);
    writer->table->links = draft->links;
    draft->links = draft->last_link = NULL;
    nd_draft_take_text(draft);
    writer->table = NULL;
}

void nd_writer_fini(struct nd_writer *writer) {
    if (writer->table != NULL)
        nd_writer_table_end(writer);
    finish_block(writer);
    nd_draft_fini(&writer->draft);
    free(writer->cells);
}

void nd_writer_text(struct nd_writer *writer, struct nd_str text) {
    if (writer->draft.text.len == 0)
        writer->block_line = writer->line;
    if (writer->pre > 0 && writer->table == NULL) {
        nd_draft_add(&writer->draft, text);
        return;
    }
    nd_draft_add_flow(&writer->draft, text);
    if (writer->draft.gap == ND_GAP_NONE)
        writer->breaks = 0;
}

static void open_list(struct nd_writer *writer, int start) {
    if (writer->lists < ND_WRITER_LISTS)
        writer->ordinals[writer->lists] = start;
    writer->lists++;
    writer->is_item_pending = false;
}

static void open_item(struct nd_writer *writer, int value) {
    int *next;

    writer->is_item_pending = true;
    writer->ordinal = 0;
    if (writer->lists == 0 || writer->lists > ND_WRITER_LISTS)
        return;
    next = &writer->ordinals[writer->lists - 1];
    if (*next == 0)
        return;
    writer->ordinal = value > 0 ? value : *next;
    *next = writer->ordinal < INT32_MAX ? writer->ordinal + 1 : 1;
}

static void add_image(struct nd_writer *writer, const struct nd_writer_attributes *attributes) {
    struct nd_str alt;
    struct nd_draft cleaned;

    if (attributes->src.len == 0)
        return;
    nd_draft_init(&cleaned, writer->draft.arena);
    nd_draft_add_flow(&cleaned, attributes->alt);
    alt = nd_draft_take_text(&cleaned);
    nd_draft_fini(&cleaned);
    if (nd_draft_is_empty(&writer->draft))
        writer->block_line = writer->line;
    nd_draft_link_add(&writer->draft, attributes->src, alt, true);
}

/* One <br> breaks the line, several in a row begin a new paragraph. */
static void add_break(struct nd_writer *writer) {
    writer->breaks++;
    if (writer->table != NULL)
        nd_draft_gap(&writer->draft, ND_GAP_SPACE);
    else if (writer->pre > 0)
        nd_draft_add(&writer->draft, ND_STR("\n"));
    else if (writer->breaks > 1 && writer->heading == 0)
        end_block(writer);
    else
        nd_draft_gap(&writer->draft, ND_GAP_LINE);
}

static void add_rule(struct nd_writer *writer) {
    if (writer->blocks->count < ND_MAX_BLOCKS)
        nd_blocks_add(writer->blocks, writer->draft.arena, ND_RULE)->line = writer->line;
}

/* What an inline element does. */
static void open_inline(struct nd_writer *writer, GumboTag tag,
                        const struct nd_writer_attributes *attributes) {
    if (tag == GUMBO_TAG_BR)
        add_break(writer);
    else if (tag == GUMBO_TAG_IMG)
        add_image(writer, attributes);
    else if (tag == GUMBO_TAG_A && attributes->href.len > 0)
        nd_draft_link_open(&writer->draft, attributes->href);
    else if ((nd_tag_traits(tag) & ND_TAG_STRONG) != 0)
        nd_draft_strong_open(&writer->draft);
}

static void open_block(struct nd_writer *writer, GumboTag tag,
                       const struct nd_writer_attributes *attributes) {
    end_block(writer);
    if (tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6)
        writer->heading = 1 + (int)(tag - GUMBO_TAG_H1);
    else if (tag == GUMBO_TAG_BLOCKQUOTE)
        writer->quotes++;
    else if (tag == GUMBO_TAG_PRE || tag == GUMBO_TAG_LISTING)
        writer->pre++;
    else if (tag == GUMBO_TAG_UL)
        open_list(writer, 0);
    else if (tag == GUMBO_TAG_OL)
        open_list(writer, attributes->start > 0 ? attributes->start : 1);
    else if (tag == GUMBO_TAG_LI)
        open_item(writer, attributes->start);
    else if (tag == GUMBO_TAG_HR)
        add_rule(writer);
}

void nd_writer_open(struct nd_writer *writer, GumboTag tag, const struct nd_writer_attributes *attributes) {
    if ((nd_tag_traits(tag) & ND_TAG_BLOCK) == 0)
        open_inline(writer, tag, attributes);
    else if (writer->table == NULL)
        open_block(writer, tag, attributes);
    else
        nd_draft_gap(&writer->draft, ND_GAP_SPACE);
}

static void close_block(struct nd_writer *writer, GumboTag tag) {
    end_block(writer);
    if (tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6)
        writer->heading = 0;
    else if (tag == GUMBO_TAG_BLOCKQUOTE && writer->quotes > 0)
        writer->quotes--;
    else if ((tag == GUMBO_TAG_PRE || tag == GUMBO_TAG_LISTING) && writer->pre > 0)
        writer->pre--;
    else if ((tag == GUMBO_TAG_UL || tag == GUMBO_TAG_OL) && writer->lists > 0)
        writer->lists--;
    else if (tag == GUMBO_TAG_LI)
        writer->is_item_pending = false;
}

void nd_writer_close(struct nd_writer *writer, GumboTag tag) {
    if (tag == GUMBO_TAG_A)
        nd_draft_link_close(&writer->draft);
    else if ((nd_tag_traits(tag) & ND_TAG_STRONG) != 0)
        nd_draft_strong_close(&writer->draft);
    else if ((nd_tag_traits(tag) & ND_TAG_BLOCK) == 0)
        return;
    else if (writer->table == NULL)
        close_block(writer, tag);
    else if (tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH)
        add_cell(writer);
    else if (tag == GUMBO_TAG_TR)
        end_row(writer);
    else
        nd_draft_gap(&writer->draft, ND_GAP_SPACE);
}
