#include "container/press_lines.h"

#include "newsdex/limits.h"

/* Room for one line more, in an array that grows by half. */
static struct nd_press_line *add_line(struct nd_press_lines *lines, size_t *room, struct nd_arena *arena) {
    if (lines->count == *room) {
        size_t more = *room + *room / 2 + 64;
        struct nd_press_line *items = nd_arena_alloc(arena, more, sizeof *items);
        for (size_t i = 0; i < lines->count; i++)
            items[i] = lines->items[i];
        lines->items = items;
        *room = more;
    }
    return &lines->items[lines->count++];
}

static void add_lines(struct nd_press_lines *lines, size_t *room, struct nd_str text, uint32_t line,
                      bool begins, struct nd_arena *arena) {
    struct nd_str raw, from = text;

    for (; nd_str_next_line(&text, &raw); line++, from = text) {
        struct nd_str trimmed;
        if (lines->count >= ND_MAX_BLOCKS) { /* all the rest is one */
            lines->are_many = true;
            raw = from;
            text = ND_STR_NONE;
        }
        trimmed = nd_str_trim(raw);
        if (trimmed.len == 0) {
            begins = true;
            continue;
        }
        *add_line(lines, room, arena) =
            (struct nd_press_line){.raw = raw, .text = trimmed, .line = line, .begins = begins};
        begins = false;
    }
}

void nd_press_lines_of_text(struct nd_str text, uint32_t line, struct nd_arena *arena,
                            struct nd_press_lines *lines) {
    size_t room = 0;

    *lines = (struct nd_press_lines){0};
    add_lines(lines, &room, text, line, true, arena);
}

void nd_press_report_lines(const struct nd_press_lines *lines, uint32_t line, struct nd_problems *problems) {
    if (lines->are_many)
        nd_problems_add(problems, ND_P_RECORD, line, 0,
                        "an article of more than %d lines; what follows is read as text, whatever it is",
                        (int)ND_MAX_BLOCKS);
}

void nd_press_lines_of_html(struct nd_str html, uint32_t line, struct nd_arena *arena,
                            struct nd_problems *problems, struct nd_press_lines *lines) {
    struct nd_blocks blocks = {0};
    size_t room = 0;

    *lines = (struct nd_press_lines){.is_html = true};
    nd_blocks_html(html, line, arena, problems, &blocks, NULL);
    for (const struct nd_block *block = blocks.first; block != NULL; block = block->next) {
        struct nd_buf text = {0};
        size_t before = lines->count;
        nd_blocks_text(block, block->next, &text);
        add_lines(lines, &room, nd_arena_take(arena, &text), block->line, true, arena);
        if (lines->count > before)
            lines->items[before].emphasised = nd_str_trim(block->emphasised);
    }
    for (size_t i = 0; i < lines->count; i++) /* lines inside a block have no numbers of their own */
        if (!lines->items[i].begins && i > 0)
            lines->items[i].line = lines->items[i - 1].line;
}

struct nd_str nd_press_joined(const struct nd_press_lines *lines, size_t from, size_t to,
                              struct nd_arena *arena) {
    struct nd_buf out = {0};

    if (to == from + 1)
        return lines->items[from].text;
    for (size_t i = from; i < to; i++) {
        if (out.len > 0)
            nd_buf_add_char(&out, ' ');
        nd_buf_add(&out, lines->items[i].text);
    }
    return nd_arena_take(arena, &out);
}

static void add_escaped(struct nd_buf *out, struct nd_str text) {
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] == '<')
            nd_buf_add(out, ND_STR("&lt;"));
        else if (text.ptr[i] == '&')
            nd_buf_add(out, ND_STR("&amp;"));
        else
            nd_buf_add_char(out, text.ptr[i]);
}

/* What was HTML stays HTML: then nobody looks for markdown in it. */
static void add_to_body(struct nd_buf *body, const struct nd_press_line *line, bool is_html) {
    if (body->len > 0)
        nd_buf_add(body, !line->begins ? (is_html ? ND_STR("<br>\n") : ND_STR("\n"))
                         : is_html     ? ND_STR("</p>\n<p>")
                                       : ND_STR("\n\n"));
    else if (is_html)
        nd_buf_add(body, ND_STR("<p>"));
    if (is_html)
        add_escaped(body, line->text);
    else
        nd_buf_add(body, nd_str_trim_right(line->raw));
}

void nd_press_put_lines(struct nd_value *fields, struct nd_str key, const struct nd_press_lines *lines,
                        size_t from, size_t to, struct nd_arena *arena) {
    struct nd_buf body = {0};
    struct nd_value *value;

    if (from >= to)
        return;
    for (size_t i = from; i < to; i++)
        add_to_body(&body, &lines->items[i], lines->is_html);
    if (lines->is_html)
        nd_buf_add(&body, ND_STR("</p>"));
    value = nd_value_string(arena, nd_arena_take(arena, &body));
    value->line = lines->items[from].line;
    nd_value_put(fields, key, value);
}
