/*
 * What a Kindle keeps of what its reader marks ("My Clippings.txt"), in whatever language it speaks: the
 * title of a book with its author, "- " and where and when it was marked, a blank line, the words, and ten
 * "=". A mark without words is counted.
 */
#include "container/draft.h"
#include "container/format.h"

#include <string.h>

static const struct nd_str end_mark = ND_STR_INIT("==========");

enum { LOOK = 4096 };

struct nd_reader {
    size_t bookmarks;
};

/* A clipping in its lines. */
struct clipping {
    struct nd_str book, place, words;
};

static struct nd_str without_mark(struct nd_str text) {
    return nd_str_skip(text, nd_str_starts(text, ND_STR("\xef\xbb\xbf")) ? 3 : 0);
}

/* False when text does not begin as a clipping does. */
static bool read_clipping(struct nd_str text, struct clipping *clipping) {
    struct nd_str blank = ND_STR("");

    if (!nd_str_next_line(&text, &clipping->book) || !nd_str_next_line(&text, &clipping->place) ||
        !nd_str_starts(clipping->place, ND_STR("- ")) || !nd_str_has_digit(clipping->place))
        return false;
    (void)nd_str_next_line(&text, &blank);
    clipping->book = nd_str_trim(without_mark(clipping->book));
    clipping->place = nd_str_trim(nd_str_skip(clipping->place, 2));
    clipping->words = nd_str_trim(text);
    return clipping->book.len > 0 && nd_str_trim(blank).len == 0;
}

/* Behind the line of "=" that ends the clipping; *length is what stands before it. SIZE_MAX: none is there.
 */
static size_t find_end(struct nd_str text, size_t *length) {
    struct nd_str rest = text, line;

    while (nd_str_next_line(&rest, &line))
        if (nd_str_eq(nd_str_trim_right(line), end_mark)) {
            *length = (size_t)(line.ptr - text.ptr);
            return text.len - rest.len;
        }
    *length = text.len;
    return SIZE_MAX;
}

static bool sniff(struct nd_str head, bool is_whole) {
    struct clipping clipping;
    size_t length;

    (void)is_whole;
    if (!read_clipping(nd_str_slice(head, 0, LOOK), &clipping)) /* as most texts are told by */
        return false;
    return find_end(head, &length) != SIZE_MAX && read_clipping(nd_str_slice(head, 0, length), &clipping) &&
           nd_str_find_char(clipping.place, '|') != SIZE_MAX; /* the day stands behind it */
}

static void report(const struct nd_reader *reader, struct nd_problems *problems) {
    if (reader->bookmarks > 0)
        nd_problems_add(problems, ND_P_LEFT_OUT, 0, 0, "%zu bookmark%s without words left out",
                        reader->bookmarks, reader->bookmarks == 1 ? "" : "s");
}

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    static const struct nd_hooks hooks = {.report = report};

    stream->hooks = &hooks;
    return nd_arena_alloc(arena, 1, sizeof(struct nd_reader));
}

static enum nd_status next(struct nd_reader *reader, struct nd_str rest, bool is_end, struct nd_cut *cut) {
    for (;;) {
        struct nd_str text = nd_str_skip(rest, cut->taken);
        struct clipping clipping;
        size_t length, end = find_end(text, &length);
        if (end == SIZE_MAX && !is_end)
            return ND_TOO_BIG;
        if (end == SIZE_MAX && nd_str_trim(text).len == 0)
            return ND_END;
        cut->from = cut->taken;
        cut->taken += end == SIZE_MAX ? text.len : end;
        text = nd_str_slice(text, 0, length);
        cut->is_cut = end == SIZE_MAX;
        cut->length = nd_str_trim_right(text).len;
        if (!read_clipping(text, &clipping) || clipping.words.len > 0)
            return ND_OK;
        reader->bookmarks++;
    }
}

/* "The Lamp (Stories) (Roe, Jane)": who wrote it stands in the last brackets. */
static void put_book(struct nd_draft *made, struct nd_str book, uint32_t line) {
    size_t open = book.len, depth = 0;

    while (nd_str_ends(book, ND_STR(")")) && open > 0) {
        open--;
        depth += book.ptr[open] == ')';
        depth -= book.ptr[open] == '(';
        if (depth == 0)
            break;
    }
    if (open == 0 || depth > 0 || open == book.len) {
        nd_draft_put(made, "book", book, "title", line);
        return;
    }
    nd_draft_put(made, "book", nd_str_slice(book, 0, open), "title", line);
    nd_draft_put(made, "author", nd_str_slice(book, open + 1, book.len - 1), "bookauthor", line);
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    struct clipping clipping;
    struct nd_draft made;

    (void)reader;
    if (!read_clipping(text, &clipping) || clipping.words.len == 0) {
        nd_problems_add(problems, ND_P_RECORD, record->line, 0, "no clipping, left out");
        return false;
    }
    nd_draft_begin(&made, arena);
    put_book(&made, clipping.book, record->line);
    nd_draft_put(&made, "place", clipping.place, NULL, record->line + 1);
    nd_draft_put(&made, "words", clipping.words, "text/plain", record->line + 3);
    nd_draft_end(&made, item);
    return true;
}

const struct nd_format nd_format_clippings = {.name = "clippings",
                                              .sniff = sniff,
                                              .open = open,
                                              .next = next,
                                              .read = read,
                                              .kind = ND_FORMAT_ARTICLES};
