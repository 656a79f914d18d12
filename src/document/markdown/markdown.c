#include "document/markdown/markdown.h"

#include "document/html/html.h"
#include "document/markdown/cleaner.h"
#include "document/markdown/markdown_pieces.h"
#include "newsdex/alloc.h"
#include "newsdex/limits.h"

#include <stdlib.h>

/* An open list. */
struct list {
    int next;           /* the number of its next item; 0: not ordered */
    bool is_item_begun; /* the open item has had its first paragraph */
};

struct reader {
    struct nd_block_builder builder;
    struct nd_inline in;
    struct nd_arena *arena;
    struct nd_problems *problems;
    struct nd_blocks *blocks;
    uint32_t line; /* of the file on which the piece begins */
    size_t before; /* lines libcmark saw in front of the piece */
    int carried;   /* the number of the item the piece begins with, or 0 */
    int quotes;
    size_t depth; /* open lists */
    struct list lists[ND_MAX_MARKDOWN_DEPTH];
    struct nd_str *lines; /* of the piece, if there may be tables */
    size_t line_count, line_capacity;
};

/* The index of the line of the piece on which a node begins. */
static size_t line_index(const struct reader *reader, cmark_node *node) {
    size_t line = (size_t)cmark_node_get_start_line(node);

    return line > reader->before ? line - reader->before - 1 : 0;
}

static uint32_t line_of(const struct reader *reader, cmark_node *node) {
    return reader->line + (uint32_t)line_index(reader, node);
}

/* The index of the line behind the node's last one. */
static size_t end_index(const struct reader *reader, cmark_node *node) {
    size_t end = (size_t)cmark_node_get_end_line(node);

    return end > reader->before ? end - reader->before : 0;
}

/* The scan keeps lists from being nested more deeply than there is room; if it errs, the innermost share.
 */
static struct list *open_list(struct reader *reader) {
    size_t top = reader->depth > ND_MAX_MARKDOWN_DEPTH ? ND_MAX_MARKDOWN_DEPTH : reader->depth;

    return &reader->lists[top - 1];
}

static void enter_list(struct reader *reader, cmark_node *node) {
    reader->depth++;
    *open_list(reader) = (struct list){0, false};
    if (cmark_node_get_list_type(node) == CMARK_ORDERED_LIST)
        open_list(reader)->next = cmark_node_get_list_start(node);
    if (cmark_node_get_list_type(node) == CMARK_ORDERED_LIST && open_list(reader)->next == 0)
        open_list(reader)->next = 1;
    if (reader->carried > 0)
        open_list(reader)->next = reader->carried;
    reader->carried = 0;
}

static void leave_item(struct reader *reader) {
    struct list *list = open_list(reader);

    list->next += list->next > 0;
    list->is_item_begun = false;
}

/* What a paragraph is depends on what it is in. */
static enum nd_block_type paragraph_type(struct reader *reader, cmark_node *node) {
    cmark_node_type parent = cmark_node_get_type(cmark_node_parent(node));

    if (parent == CMARK_NODE_ITEM && !open_list(reader)->is_item_begun)
        return ND_LIST_ITEM;
    return parent == CMARK_NODE_BLOCK_QUOTE ? ND_QUOTE : ND_PARAGRAPH;
}

/*
 * Without the mark that makes a quotation an alert on GitHub, GitLab and Hugo sites, "[!NOTE]", or a callout
 * in notes: "[!tip]- Bring boots".
 */
static struct nd_str without_alert(struct nd_str text) {
    size_t end = 2;

    if (!nd_str_starts(text, ND_STR("[!")))
        return text;
    while (end < text.len && (nd_char_is_alpha(text.ptr[end]) || nd_char_is_one_of(text.ptr[end], "-_|")))
        end++;
    if (end == 2 || end == text.len || text.ptr[end] != ']')
        return text;
    end++;
    if (end < text.len && (text.ptr[end] == '-' || text.ptr[end] == '+'))
        end++;
    return nd_str_trim(nd_str_skip(text, end));
}

static void finish_paragraph(struct reader *reader, cmark_node *node) {
    enum nd_block_type type = paragraph_type(reader, node);
    struct nd_block *block = nd_block_builder_finish(&reader->builder, reader->blocks, type);

    if (type == ND_LIST_ITEM)
        open_list(reader)->is_item_begun = true;
    if (block == NULL)
        return;
    block->line = line_of(reader, node);
    if (type == ND_QUOTE)
        block->level = reader->quotes;
    if (type == ND_QUOTE && cmark_node_previous(node) == NULL)
        block->text = without_alert(block->text);
    if (type != ND_LIST_ITEM)
        return;
    block->level = (int)reader->depth;
    block->ordinal = open_list(reader)->next;
}

static void finish_heading(struct reader *reader, cmark_node *node) {
    struct nd_block *block = nd_block_builder_finish(&reader->builder, reader->blocks, ND_HEADING);

    if (block == NULL)
        return;
    block->line = line_of(reader, node);
    block->level = cmark_node_get_heading_level(node);
}

static void add_code(struct reader *reader, cmark_node *node) {
    struct nd_str text = nd_str_trim_right(nd_str_from(cmark_node_get_literal(node)));
    struct nd_block *block;

    if (text.len == 0)
        return;
    block = nd_blocks_add(reader->blocks, reader->arena, ND_CODE);
    block->line = line_of(reader, node);
    block->text = nd_arena_str(reader->arena, text);
}

/* Only tables and styles need the tree of the document. */
static bool needs_tree(struct nd_str html) {
    return nd_str_find(html, ND_STR("style=")) != SIZE_MAX ||
           nd_str_find(html, ND_STR("hidden")) != SIZE_MAX ||
           nd_str_find(html, ND_STR("<table")) != SIZE_MAX || nd_str_find(html, ND_STR("<TABLE")) != SIZE_MAX;
}

static void add_html(struct reader *reader, cmark_node *node) {
    struct nd_str html = nd_str_from(cmark_node_get_literal(node));
    uint32_t line = line_of(reader, node);

    if (needs_tree(html))
        nd_blocks_html(html, line, reader->arena, reader->problems, reader->blocks, NULL);
    else
        nd_blocks_html_flat(html, line, reader->arena, reader->blocks, NULL);
}

static void add_rule(struct reader *reader, cmark_node *node) {
    nd_blocks_add(reader->blocks, reader->arena, ND_RULE)->line = line_of(reader, node);
}

/* Without the markers and blanks that put the line into quotations and lists. */
static struct nd_str line_content(const struct reader *reader, cmark_node *paragraph, size_t index) {
    struct nd_str line = reader->lines[index];
    int column = cmark_node_get_start_column(paragraph) - 1;

    if (index == line_index(reader, paragraph))
        return nd_str_trim(nd_str_skip(line, (size_t)column));
    line = nd_str_trim(line);
    for (int i = 0; i < reader->quotes && nd_str_starts(line, ND_STR(">")); i++)
        line = nd_str_trim(nd_str_skip(line, 1));
    return line;
}

/* Where a table's header is in a paragraph, as an index of lines; false when there is no table. */
static bool find_header(const struct reader *reader, cmark_node *paragraph, size_t *header, size_t *columns) {
    size_t first = line_index(reader, paragraph), end = end_index(reader, paragraph);

    for (size_t i = first + 1; i < end && i < reader->line_count; i++) {
        struct nd_str above;
        if (!nd_table_is_delimiter(line_content(reader, paragraph, i), columns))
            continue;
        above = line_content(reader, paragraph, i - 1);
        if (nd_str_find_char(above, '|') == SIZE_MAX)
            continue;
        *header = i - 1;
        return *columns > 1 ? nd_table_count_cells(above) > 1 : nd_table_count_cells(above) == 1;
    }
    return false;
}

/* Writes the paragraph's text up to its break number count. */
static void add_lines(struct reader *reader, cmark_node *paragraph, size_t count) {
    cmark_iter *iter = cmark_iter_new(paragraph);
    cmark_event_type event;

    while (count > 0 && (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(node);
        count -= type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK;
        if (type != CMARK_NODE_PARAGRAPH)
            nd_inline_event(&reader->in, event, node);
    }
    cmark_iter_free(iter);
}

static void add_table(struct reader *reader, cmark_node *paragraph, size_t header, size_t columns) {
    size_t first = line_index(reader, paragraph), end = end_index(reader, paragraph), count = 0;
    struct nd_str *rows;
    struct nd_block *table;

    add_lines(reader, paragraph, header - first);
    finish_paragraph(reader, paragraph);
    if (end > reader->line_count)
        end = reader->line_count;
    rows = nd_alloc_array(end - header, sizeof *rows);
    for (size_t i = header; i < end; i++)
        if (i != header + 1)
            rows[count++] = line_content(reader, paragraph, i);
    table = nd_table_read(rows, count, columns, reader->arena, reader->blocks);
    table->line = reader->line + (uint32_t)header;
    free(rows);
}

/* True when the paragraph was a table, or had one at its end. */
static bool read_table(struct reader *reader, cmark_node *paragraph) {
    size_t header, columns;

    if (reader->line_count == 0 || !find_header(reader, paragraph, &header, &columns))
        return false;
    add_table(reader, paragraph, header, columns);
    return true;
}

static void enter_block(struct reader *reader, cmark_node *node) {
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_BLOCK_QUOTE:
        reader->quotes++;
        break;
    case CMARK_NODE_LIST:
        enter_list(reader, node);
        break;
    case CMARK_NODE_CODE_BLOCK:
        add_code(reader, node);
        break;
    case CMARK_NODE_HTML_BLOCK:
        add_html(reader, node);
        break;
    case CMARK_NODE_THEMATIC_BREAK:
        add_rule(reader, node);
        break;
    default:
        break;
    }
}

static void leave_block(struct reader *reader, cmark_node *node) {
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_BLOCK_QUOTE:
        reader->quotes--;
        break;
    case CMARK_NODE_LIST:
        reader->depth--;
        break;
    case CMARK_NODE_ITEM:
        leave_item(reader);
        break;
    case CMARK_NODE_PARAGRAPH:
        finish_paragraph(reader, node);
        break;
    case CMARK_NODE_HEADING:
        finish_heading(reader, node);
        break;
    default:
        break;
    }
}

static void walk(struct reader *reader, cmark_node *document) {
    cmark_iter *iter = cmark_iter_new(document);
    cmark_event_type event;

    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(node);
        if (type > CMARK_NODE_LAST_BLOCK)
            nd_inline_event(&reader->in, event, node);
        else if (event == CMARK_EVENT_EXIT)
            leave_block(reader, node);
        else if (type == CMARK_NODE_PARAGRAPH && read_table(reader, node)) {
            cmark_iter_reset(iter, node, CMARK_EVENT_EXIT);
        } else
            enter_block(reader, node);
    }
    cmark_iter_free(iter);
}

/* Without a byte order mark at the beginning of all that libcmark sees: it counts columns from behind it. */
static void split_lines(struct reader *reader, struct nd_str text) {
    const struct nd_str mark = ND_STR("\xEF\xBB\xBF");
    struct nd_str line;

    if (reader->before == 0 && nd_str_starts(text, mark))
        text = nd_str_skip(text, mark.len);
    reader->line_count = 0;
    while (nd_str_next_line(&text, &line)) {
        reader->lines =
            nd_alloc_grow(reader->lines, &reader->line_capacity, reader->line_count + 1, sizeof line);
        reader->lines[reader->line_count++] = line;
    }
}

/* False when a block was too long. */
static bool read_pieces(struct reader *reader, struct nd_str text, size_t piece, bool has_tables) {
    const uint32_t first_line = reader->line;
    struct nd_pieces pieces;

    nd_pieces_init(&pieces, text, piece);
    nd_block_builder_init(&reader->builder, reader->arena);
    nd_inline_init(&reader->in, &reader->builder);
    while (nd_pieces_next(&pieces)) {
        reader->line = first_line + (uint32_t)pieces.line;
        reader->before = pieces.before;
        reader->carried = pieces.is_within_list ? reader->lists[0].next : 0;
        if (has_tables)
            split_lines(reader, pieces.text);
        walk(reader, pieces.tree);
    }
    nd_pieces_fini(&pieces);
    nd_inline_fini(&reader->in);
    nd_block_builder_fini(&reader->builder);
    free(reader->lines);
    reader->line = first_line + (uint32_t)pieces.line;
    return !pieces.is_refused;
}

static void read_plain(struct nd_str body, uint32_t line, const char *reason, uint32_t where,
                       struct reader *reader) {
    nd_problems_add(reader->problems, ND_P_MARKDOWN_LIMIT, where, 0, "markdown read as plain text: %s",
                    reason);
    nd_blocks_plain(body, line, reader->arena, reader->blocks);
}

/* Takes the blocks behind last off again. */
static void take_back(struct nd_blocks *blocks, struct nd_blocks before) {
    *blocks = before;
    if (blocks->last != NULL)
        blocks->last->next = NULL;
}

/* Whether there is something to take out; of a text that is too long, that it stays is told. */
static bool is_to_be_cleaned(struct nd_str body, uint32_t line, struct nd_problems *problems) {
    if (!nd_clean_is_likely(body, ND_MARKDOWN))
        return false;
    if (body.len <= ND_MAX_NOTATION)
        return true;
    nd_problems_add(problems, ND_P_MARKDOWN_LIMIT, line, 0,
                    "a text of more than %d bytes: tags of templates and marks of dialects in it are kept as "
                    "they are",
                    (int)ND_MAX_NOTATION);
    return false;
}

void nd_blocks_markdown_in_pieces(struct nd_str body, size_t piece, uint32_t line, struct nd_arena *arena,
                                  struct nd_problems *problems, struct nd_blocks *blocks) {
    struct reader reader = {.arena = arena, .problems = problems, .blocks = blocks, .line = line};
    const struct nd_blocks before = *blocks;
    struct nd_markdown_scan scan;
    struct nd_buf cleaned = {NULL, 0, 0};
    struct nd_str text = body;

    if (is_to_be_cleaned(body, line, problems))
        text = nd_clean_text(body, ND_MARKDOWN, arena, &blocks->tags, &cleaned);
    if (blocks->tags != NULL && blocks->tags->count > ND_MAX_TAGS)
        nd_problems_add(problems, ND_P_METADATA_LIMIT, 0, 0,
                        "more than %d tags in the text: the others only stand there", ND_MAX_TAGS);
    scan = nd_markdown_scan(text);
    if (scan.reason != NULL) {
        read_plain(body, line, scan.reason, line + scan.line - 1, &reader);
    } else if (!read_pieces(&reader, text, piece, scan.has_tables)) {
        take_back(blocks, before);
        read_plain(body, line, "a block of it is too long", reader.line, &reader);
    }
    nd_buf_free(&cleaned);
}

void nd_blocks_markdown(struct nd_str body, uint32_t line, struct nd_arena *arena,
                        struct nd_problems *problems, struct nd_blocks *blocks) {
    nd_blocks_markdown_in_pieces(body, ND_MARKDOWN_PIECE, line, arena, problems, blocks);
}
