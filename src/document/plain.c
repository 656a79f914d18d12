#include "newsdex/document.h"

#include "newsdex/limits.h"
#include "newsdex/utf8.h"

#include <utf8proc.h>

enum {
    LONG_LINE = 240, /* bytes; longer lines were not wrapped: each is a paragraph */
    LEAST_LINES = 6, /* that a text without blank lines needs for its lines to be looked at */
    LOOKED_AT = 4096 /* lines */
};

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
    *length = 1;
    if (s.len > 0 && (unsigned char)s.ptr[s.len - 1] < 0x80)
        return nd_char_is_blank(s.ptr[s.len - 1]);
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

/*
 * Pages are often saved as the texts of their elements, a line each, and articles as their paragraphs,
 * without blank lines: true when a line is so long that nobody has wrapped them, and none is blank.
 */
static bool are_lines_paragraphs(struct nd_str body) {
    size_t lines = 0;
    bool is_long = false;
    struct nd_str line;

    body = nd_str_trim(body);
    while (lines < LOOKED_AT && nd_str_next_line(&body, &line)) {
        if (trim_line(line).len == 0)
            return false;
        lines++;
        is_long = is_long || (line.len > LONG_LINE && !nd_str_starts(line, ND_STR("http")));
    }
    return lines >= LEAST_LINES && is_long;
}

/* A line that goes on where the one before ended: an element amid a sentence stood on a line of its own. */
static bool goes_on(struct nd_str line) {
    static const struct nd_str signs[] = {
        ND_STR_INIT(","), ND_STR_INIT("."), ND_STR_INIT(";"),  ND_STR_INIT(":"), ND_STR_INIT(")"),
        ND_STR_INIT("–"), ND_STR_INIT("—"), ND_STR_INIT("- "), ND_STR_INIT("’"), ND_STR_INIT("'s")};
    uint32_t c = 0;

    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (nd_str_starts(line, signs[i]))
            return true;
    (void)nd_utf8_decode(line, &c);
    return utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_LL;
}

void nd_blocks_plain(struct nd_str body, uint32_t line, struct nd_arena *arena, struct nd_blocks *blocks) {
    struct paragraph p = {ND_STR(""), {NULL, 0, 0}, 0, false};
    struct nd_str text, source, before = ND_STR("");
    bool are_apart = are_lines_paragraphs(body);

    for (; nd_str_next_line(&body, &source); line++, before = source) {
        text = trim_line(source);
        if (blocks->count >= ND_MAX_BLOCKS) {
            add_rest(nd_str_of(text.ptr, (size_t)(body.ptr - text.ptr) + body.len), line, arena, blocks);
            break;
        }
        if (text.len == 0 || (are_apart && !goes_on(text)) || begins_paragraph(source, before))
            end_paragraph(&p, arena, blocks);
        if (text.len > 0)
            add_line(&p, text, line);
    }
    end_paragraph(&p, arena, blocks);
    nd_buf_free(&p.copy);
}
