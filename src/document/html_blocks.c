#include "document/html_blocks.h"

#include "newsdex/alloc.h"
#include "newsdex/limits.h"

#include <stdlib.h>
#include <string.h>

void nd_html_blocks_init(struct nd_html_blocks *writer, struct nd_arena *arena, struct nd_blocks *blocks,
                         uint32_t line) {
    *writer = (struct nd_html_blocks){.blocks = blocks, .line = line, .block_line = line};
    nd_block_builder_init(&writer->builder, arena);
}

static enum nd_block_type block_type(const struct nd_html_blocks *writer) {
    if (writer->pre > 0)
        return ND_CODE;
    if (writer->heading > 0)
        return ND_HEADING;
    if (writer->is_item_pending)
        return ND_LIST_ITEM;
    return writer->quotes > 0 ? ND_QUOTE : ND_PARAGRAPH;
}

static void set_place(struct nd_html_blocks *writer, struct nd_block *block) {
    block->line = writer->block_line;
    block->element = writer->block_element;
    if (block->type == ND_HEADING) {
        block->level = writer->heading;
        block->kicker = writer->kicker < block->text.len ? writer->kicker : 0;
    } else if (block->type == ND_QUOTE) {
        block->level = writer->quotes;
    }
    if (block->type != ND_LIST_ITEM || block->text.len == 0)
        return;
    block->level = writer->lists > 0 ? writer->lists : 1;
    block->ordinal = writer->ordinal;
    writer->is_item_pending = false;
}

/* What is being read begins a block. */
static void begin_block(struct nd_html_blocks *writer) {
    writer->block_line = writer->line;
    writer->block_element = writer->element;
}

static void finish_block(struct nd_html_blocks *writer) {
    struct nd_block *block = nd_block_builder_finish(&writer->builder, writer->blocks, block_type(writer));

    if (block != NULL) {
        set_place(writer, block);
        block->buttons = writer->buttons > 1 ? writer->button_bytes : 0;
    }
    writer->kicker = writer->link_end = 0;
    writer->buttons = writer->button = writer->button_bytes = 0;
}

/* Ends the open block. A link that was just opened belongs to the next one. */
static void end_block(struct nd_html_blocks *writer) {
    struct nd_block_builder *builder = &writer->builder;

    writer->breaks = 0;
    if (writer->blocks->count >= ND_MAX_BLOCKS)
        nd_block_builder_gap(builder, ND_GAP_LINE);
    else if (builder->link_url.ptr == NULL || builder->text.len > 0 || builder->links != NULL)
        finish_block(writer);
}

static void add_cell(struct nd_html_blocks *writer) {
    writer->cells =
        nd_alloc_grow(writer->cells, &writer->cell_capacity, writer->cell_count + 1, sizeof *writer->cells);
    nd_block_builder_link_close(&writer->builder);
    writer->cells[writer->cell_count++] = nd_block_builder_take_text(&writer->builder);
}

static void end_row(struct nd_html_blocks *writer) {
    struct nd_arena *arena = writer->builder.arena;
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

void nd_html_blocks_table_begin(struct nd_html_blocks *writer) {
    end_block(writer);
    writer->table = nd_blocks_add(writer->blocks, writer->builder.arena, ND_TABLE);
    writer->table->line = writer->line;
    writer->table->element = writer->element;
    writer->last_row = NULL;
    writer->cell_count = 0;
}

void nd_html_blocks_table_end(struct nd_html_blocks *writer) {
    struct nd_block_builder *builder = &writer->builder;

    nd_block_builder_link_close(builder);
    if (builder->text.len > 0)
        add_cell(writer);
    end_row(writer);
    writer->table->links = builder->links;
    builder->links = builder->last_link = NULL;
    nd_block_builder_take_text(builder);
    writer->table = NULL;
}

void nd_html_blocks_fini(struct nd_html_blocks *writer) {
    if (writer->table != NULL)
        nd_html_blocks_table_end(writer);
    finish_block(writer);
    nd_block_builder_fini(&writer->builder);
    free(writer->cells);
}

void nd_html_blocks_text(struct nd_html_blocks *writer, struct nd_str text) {
    if (writer->builder.text.len == 0)
        begin_block(writer);
    if (writer->pre > 0 && writer->table == NULL) {
        nd_block_builder_add(&writer->builder, text);
        return;
    }
    nd_block_builder_add_flow(&writer->builder, text);
    if (writer->builder.gap == ND_GAP_NONE)
        writer->breaks = 0;
}

static void open_list(struct nd_html_blocks *writer, int start) {
    if (writer->lists < ND_HTML_BLOCKS_LISTS)
        writer->ordinals[writer->lists] = start;
    writer->lists++;
    writer->is_item_pending = false;
}

static void open_item(struct nd_html_blocks *writer, int value) {
    int *next;

    writer->is_item_pending = true;
    writer->ordinal = 0;
    if (writer->lists == 0 || writer->lists > ND_HTML_BLOCKS_LISTS)
        return;
    next = &writer->ordinals[writer->lists - 1];
    if (*next == 0)
        return;
    writer->ordinal = value > 0 ? value : *next;
    *next = writer->ordinal < INT32_MAX ? writer->ordinal + 1 : 1;
}

static void add_image(struct nd_html_blocks *writer, const struct nd_html_blocks_attributes *attributes) {
    struct nd_str alt;
    struct nd_block_builder cleaned;

    if (attributes->src.len == 0)
        return;
    nd_block_builder_init(&cleaned, writer->builder.arena);
    nd_block_builder_add_flow(&cleaned, attributes->alt);
    alt = nd_block_builder_take_text(&cleaned);
    nd_block_builder_fini(&cleaned);
    if (nd_block_builder_is_empty(&writer->builder))
        begin_block(writer);
    nd_block_builder_link_add(&writer->builder, attributes->src, alt, true);
}

/* One <br> breaks the line, several in a row begin a new paragraph. */
static void add_break(struct nd_html_blocks *writer) {
    writer->breaks++;
    if (writer->table != NULL)
        nd_block_builder_gap(&writer->builder, ND_GAP_SPACE);
    else if (writer->pre > 0)
        nd_block_builder_add(&writer->builder, ND_STR("\n"));
    else if (writer->breaks > 1 && writer->heading == 0)
        end_block(writer);
    else
        nd_block_builder_gap(&writer->builder, ND_GAP_LINE);
}

static void add_rule(struct nd_html_blocks *writer) {
    if (writer->blocks->count < ND_MAX_BLOCKS)
        nd_blocks_add(writer->blocks, writer->builder.arena, ND_RULE)->line = writer->line;
}

/* Two links without anything between are parted by styles. */
static void open_link(struct nd_html_blocks *writer, struct nd_str url) {
    if (writer->link_end > 0 && writer->link_end == writer->builder.text.len)
        nd_block_builder_gap(&writer->builder, ND_GAP_SPACE);
    nd_block_builder_link_open(&writer->builder, url);
}

/* Buttons are parted by styles from what is beside them. */
static void open_button(struct nd_html_blocks *writer) {
    nd_block_builder_gap(&writer->builder, ND_GAP_SPACE);
    writer->button = writer->builder.text.len;
}

static void close_button(struct nd_html_blocks *writer) {
    struct nd_block_builder *builder = &writer->builder;

    writer->buttons += builder->text.len > writer->button;
    writer->button_bytes += builder->text.len - writer->button;
    nd_block_builder_gap(builder, ND_GAP_SPACE);
}

/* What an inline element does. */
static void open_inline(struct nd_html_blocks *writer, GumboTag tag,
                        const struct nd_html_blocks_attributes *attributes) {
    if (tag == GUMBO_TAG_BR)
        add_break(writer);
    else if (tag == GUMBO_TAG_IMG)
        add_image(writer, attributes);
    else if (tag == GUMBO_TAG_A && attributes->href.len > 0)
        open_link(writer, attributes->href);
    else if (tag == GUMBO_TAG_BUTTON)
        open_button(writer);
    else if ((nd_tag_traits(tag) & ND_TAG_STRONG) != 0)
        nd_block_builder_strong_open(&writer->builder);
}

static void open_block(struct nd_html_blocks *writer, GumboTag tag,
                       const struct nd_html_blocks_attributes *attributes) {
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

void nd_html_blocks_open(struct nd_html_blocks *writer, GumboTag tag,
                         const struct nd_html_blocks_attributes *attributes) {
    if ((nd_tag_traits(tag) & ND_TAG_BLOCK) == 0)
        open_inline(writer, tag, attributes);
    else if (writer->table == NULL)
        open_block(writer, tag, attributes);
    else
        nd_block_builder_gap(&writer->builder, ND_GAP_SPACE);
}

static void close_block(struct nd_html_blocks *writer, GumboTag tag) {
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

void nd_html_blocks_close(struct nd_html_blocks *writer, GumboTag tag) {
    if (tag == GUMBO_TAG_A) {
        nd_block_builder_link_close(&writer->builder);
        writer->link_end = writer->builder.text.len;
    }
    if (tag == GUMBO_TAG_BUTTON && writer->button <= writer->builder.text.len)
        close_button(writer);
    if ((nd_tag_traits(tag) & ND_TAG_STRONG) != 0)
        nd_block_builder_strong_close(&writer->builder);
    else if ((nd_tag_traits(tag) & ND_TAG_BLOCK) == 0)
        return;
    else if (writer->table == NULL)
        close_block(writer, tag);
    else if (tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH)
        add_cell(writer);
    else if (tag == GUMBO_TAG_TR)
        end_row(writer);
    else
        nd_block_builder_gap(&writer->builder, ND_GAP_SPACE);
}
