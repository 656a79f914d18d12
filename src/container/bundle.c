/*
 * Lines of several texts about the same each, parted by "|||||", as Multi-News has them: each text is an
 * article of its own.
 */
#include "container/draft.h"
#include "container/format.h"

#include <string.h>

struct nd_reader {
    char none;
};

static const struct nd_str part_mark = ND_STR_INIT("|||||"), end_mark = ND_STR_INIT("NEWLINE_CHAR");

/* Where the next part begins that is neither the beginning nor the end of more bars; SIZE_MAX: nowhere. */
static size_t find_mark(struct nd_str line) {
    size_t at = 0, next;

    while ((next = nd_str_find(nd_str_skip(line, at), part_mark)) != SIZE_MAX) {
        size_t end = at + next + part_mark.len, begin = at + next;
        while (end < line.len && line.ptr[end] == '|')
            end++;
        if (end - begin == part_mark.len)
            return begin;
        at = end;
    }
    return SIZE_MAX;
}

/* Texts of sentences, not cells: every one that is followed by another, or ends there. */
static bool has_texts(struct nd_str line) {
    enum { SHORTEST = 60 };
    size_t mark = find_mark(line), count = 0;

    for (; mark != SIZE_MAX; mark = find_mark(line), count++) {
        if (nd_str_trim(nd_str_slice(line, 0, mark)).len < SHORTEST)
            return false;
        line = nd_str_skip(line, mark + part_mark.len);
    }
    line = nd_str_trim(line);
    return count > 0 && (line.len == 0 || line.len >= SHORTEST);
}

/* The first line has several texts, and so have half of all. */
static bool sniff(struct nd_str head, bool is_whole) {
    struct nd_str line = ND_STR_NONE;
    size_t lines = 0, marked = 0;

    (void)is_whole;
    if (head.len == 0 || nd_char_is_one_of(head.ptr[0], "{[<\"|") || nd_str_find(head, part_mark) == SIZE_MAX)
        return false;
    while (nd_str_next_line(&head, &line)) {
        lines += nd_str_trim(line).len > 0;
        marked += has_texts(line);
        if (marked == 0 && lines > 0)
            return false;
    }
    return marked * 2 >= lines;
}

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    (void)stream;
    return nd_arena_alloc(arena, 1, sizeof(struct nd_reader));
}

static enum nd_status next(struct nd_reader *reader, struct nd_str rest, bool is_end, struct nd_cut *cut) {
    size_t at = 0;

    (void)reader;
    while (at < rest.len) {
        struct nd_str line = nd_str_skip(rest, at), text;
        size_t length = nd_str_find_char(line, '\n'), mark;
        if (length == SIZE_MAX && !is_end)
            return ND_TOO_BIG;
        line = nd_str_slice(line, 0, length);
        mark = find_mark(line);
        text = nd_str_slice(line, 0, mark);
        cut->from = at + (size_t)(nd_str_trim(text).len == 0 ? 0 : nd_str_trim(text).ptr - text.ptr);
        cut->length = nd_str_trim(text).len;
        at += mark != SIZE_MAX ? mark + part_mark.len : line.len + (length != SIZE_MAX);
        cut->taken = at;
        if (cut->length > 0)
            return ND_OK;
    }
    return is_end ? ND_END : ND_TOO_BIG;
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    struct nd_draft made;
    struct nd_buf out = {0};
    size_t at;

    (void)reader, (void)problems;
    while ((at = nd_str_find(text, end_mark)) != SIZE_MAX) {
        nd_buf_add(&out, nd_str_slice(text, 0, at));
        nd_buf_add_char(&out, '\n');
        text = nd_str_trim(nd_str_skip(text, at + end_mark.len));
    }
    nd_buf_add(&out, text);
    nd_draft_begin(&made, arena);
    nd_draft_put(&made, "text", nd_arena_take(arena, &out), "text/plain", record->line);
    nd_draft_end(&made, item);
    return made.fields->count > 0;
}

const struct nd_format nd_format_bundle = {
    .name = "bundle", .sniff = sniff, .open = open, .next = next, .read = read, .kind = ND_FORMAT_ARTICLES};
