#include "newsdex/document.h"

#include "newsdex/limits.h"

/* The length of the blank character at the beginning of s: ASCII, no-break space, U+3000, U+FEFF; or 0. */
static size_t blank_at(struct nd_str s) {
    if (s.len == 0)
        return 0;
    if (nd_char_is_blank(s.ptr[0]))
        return 1;
    if (nd_str_starts(s, ND_STR("\xC2\xA0")))
        return 2;
    return nd_str_starts(s, ND_STR("\xE3\x80\x80")) || nd_str_starts(s, ND_STR("\xEF\xBB\xBF")) ? 3 : 0;
}

static bool ends_in_blank(struct nd_str s, size_t *length) {
    for (*length = 1; *length <= 3 && *length <= s.len; ++*length)
        if (blank_at(nd_str_skip(s, s.len - *length)) == *length)
            return true;
    return false;
}

static struct nd_str trim_line(struct nd_str line) {
    size_t length;

    while ((length = blank_at(line)) > 0)
        line = nd_str_skip(line, length);
    while (ends_in_blank(line, &length))
        line.len -= length;
    return line;
}

/* A paragraph as it is collected: a view of the source while its lines touch, a copy in copy otherwise. */
struct paragraph {
    struct nd_str text;
    struct nd_buf copy;
    uint32_t line;
    bool is_copied;
};

static void add_line(struct paragraph *p, struct nd_str line, uint32_t number) {
    if (p->text.len == 0) {
        p->text = line;
        p->line = number;
        return;
    }
    if (!p->is_copied && p->text.ptr + p->text.len + 1 == line.ptr) {
        p->text.len += 1 + line.len;
        return;
    }
    if (!p->is_copied) {
        nd_buf_clear(&p->copy);
        nd_buf_add(&p->copy, p->text);
        p->is_copied = true;
    }
    nd_buf_add_char(&p->copy, '\n');
    nd_buf_add(&p->copy, line);
}

static void end_paragraph(struct paragraph *p, struct nd_arena *arena, struct nd_blocks *blocks) {
    struct nd_block *block;

    if (p->text.len == 0)
        return;
    block = nd_blocks_add(blocks, arena, ND_PARAGRAPH);
    block->line = p->line;
    block->text = p->is_copied ? nd_arena_str(arena, nd_buf_str(&p->copy)) : p->text;
    p->text = ND_STR("");
    p->is_copied = false;
}

static void add_rest(struct nd_str rest, uint32_t line, struct nd_arena *arena, struct nd_blocks *blocks) {
    struct nd_block *block;

    rest = nd_str_trim(rest);
    if (rest.len == 0)
        return;
    block = nd_blocks_add(blocks, arena, ND_PARAGRAPH);
    block->line = line;
    block->text = rest;
}

/* A first line drawn in, as books begin a paragraph: behind lines that were not. */
static bool begins_paragraph(struct nd_str line, struct nd_str before) {
    return nd_str_starts(line, ND_STR("  ")) && before.len > 0 && !nd_char_is_blank(before.ptr[0]);
}

void nd_blocks_plain(struct nd_str body, uint32_t line, struct nd_arena *arena, struct nd_blocks *blocks) {
    struct paragraph p = {ND_STR(""), {NULL, 0, 0}, 0, false};
    struct nd_str text, source, before = ND_STR("");

    for (; nd_str_next_line(&body, &source); line++, before = source) {
        text = trim_line(source);
        if (blocks->count >= ND_MAX_BLOCKS) {
            add_rest(nd_str_of(text.ptr, (size_t)(body.ptr - text.ptr) + body.len), line, arena, blocks);
            break;
        }
        if (text.len == 0 || begins_paragraph(source, before))
            end_paragraph(&p, arena, blocks);
        if (text.len > 0)
            add_line(&p, text, line);
    }
    end_paragraph(&p, arena, blocks);
    nd_buf_free(&p.copy);
}
