/* Inline markdown in what ought to be a plain line: titles and excerpts of front matter. */
#include "article/record.h"
#include "newsdex/bytes.h"

/* The length of the run of c at offset at. */
static size_t run_at(struct nd_str s, size_t at, char c) {
    size_t end = at;

    while (end < s.len && s.ptr[end] == c)
        end++;
    return end - at;
}

static bool is_outside(struct nd_str s, size_t at) {
    return at >= s.len || !(nd_char_is_alpha(s.ptr[at]) || nd_char_is_digit(s.ptr[at]));
}

/* The offset of the mark that closes the one of this length at offset at, or SIZE_MAX. */
static size_t find_closer(struct nd_str s, size_t at, size_t length) {
    char mark = s.ptr[at];
    size_t i = at + length;

    if (i >= s.len || (mark != '`' && nd_char_is_blank(s.ptr[i])))
        return SIZE_MAX;
    if (mark != '`' && at > 0 && !is_outside(s, at - 1))
        return SIZE_MAX;
    while (i < s.len) {
        size_t run = run_at(s, i, mark);
        if (run == length && i > at + length &&
            (mark == '`' || (!nd_char_is_blank(s.ptr[i - 1]) && is_outside(s, i + run))))
            return i;
        i += run > 0 ? run : 1;
    }
    return SIZE_MAX;
}

/* "[text](address)" at offset at: where the text ends and where the whole ends. */
static bool find_link(struct nd_str s, size_t at, size_t *text_end, size_t *end) {
    size_t close = nd_str_find(nd_str_skip(s, at), ND_STR("](")), paren;

    if (close == SIZE_MAX || nd_str_find_char(nd_str_slice(s, at + 1, at + close), '[') != SIZE_MAX)
        return false;
    *text_end = at + close;
    paren = nd_str_find_char(nd_str_skip(s, *text_end), ')');
    if (paren == SIZE_MAX)
        return false;
    *end = *text_end + paren + 1;
    return true;
}

enum {
    MAX_MARKED = 4096, /* longer text is no line; also bounds the search for closing marks */
    MAX_NESTED = 4
};

static void add_unmarked(struct nd_buf *out, struct nd_str s, int depth);

/* Appends what the marks or the link at offset at enclose; returns its whole length, or 0 when there is none.
 */
static size_t add_enclosed(struct nd_buf *out, struct nd_str s, size_t at, int depth) {
    char c = s.ptr[at];
    size_t run = run_at(s, at, c), text_end = SIZE_MAX, end = 0;

    if (depth == MAX_NESTED)
        return 0;
    if (c == '[') {
        if (!find_link(s, at, &text_end, &end))
            return 0;
        add_unmarked(out, nd_str_slice(s, at + 1, text_end), depth + 1);
        return end - at;
    }
    if (c == '`' || c == '*' || (c == '_' && run == 2))
        text_end = find_closer(s, at, run);
    if (text_end == SIZE_MAX)
        return 0;
    if (c == '`')
        nd_buf_add(out, nd_str_slice(s, at + run, text_end));
    else
        add_unmarked(out, nd_str_slice(s, at + run, text_end), depth + 1);
    return text_end + run - at;
}

static void add_unmarked(struct nd_buf *out, struct nd_str s, int depth) {
    for (size_t i = 0; i < s.len;) {
        size_t length = add_enclosed(out, s, i, depth), run = run_at(s, i, s.ptr[i]);
        if (length == 0)
            nd_buf_add(out, nd_str_slice(s, i, i + run));
        i += length > 0 ? length : run;
    }
}

/* True when one of eight bytes is, or might be, one that marks begin with. */
static bool has_mark(const char *at) {
    uint64_t low = nd_bytes_low(nd_bytes_load(at));

    return (~(nd_bytes_differ(low, '`') & nd_bytes_differ(low, '*') & nd_bytes_differ(low, '[') &
              nd_bytes_differ(low, '_')) &
            ND_BYTES_OF(0x80)) != 0;
}

struct nd_str nd_text_unmarked(struct nd_str s, struct nd_arena *arena) {
    struct nd_buf out = {0};
    bool any = false;
    size_t i = 0;

    while (i < s.len && !any) {
        if (s.len - i >= sizeof(uint64_t) && !has_mark(s.ptr + i)) {
            i += sizeof(uint64_t);
            continue;
        }
        any = s.ptr[i] == '`' || s.ptr[i] == '*' || s.ptr[i] == '[' || s.ptr[i] == '_';
        i++;
    }
    if (!any || s.len > MAX_MARKED)
        return s;
    add_unmarked(&out, s, 0);
    s = nd_text_on_one_line(nd_arena_str(arena, nd_buf_str(&out)), arena);
    nd_buf_free(&out);
    return s;
}
