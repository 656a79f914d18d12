/*
 * Files of many articles that hold none: a feed without entries, names of columns without a row, an empty
 * list. What was known of the file before goes, or stays, as that of records that are gone. Only what stands
 * around the records can tell, so all of the file must be there.
 */
#include "container/csv.h"
#include "container/feed_scan.h"
#include "container/format.h"
#include "container/json_find.h"

#include "newsdex/header_names.h"
#include "newsdex/json.h"

enum { DEEPEST = 4, MOST_COLUMNS = 40, LONGEST_ENVELOPE = 200 };

struct nd_reader {
    char none;
};

static struct nd_str without_mark(struct nd_str text) {
    return nd_str_trim(nd_str_skip(text, nd_str_starts(text, ND_STR("\xef\xbb\xbf")) ? 3 : 0));
}

/* Of a format in XML: none of its records begins. */
static const char *find_in_tags(struct nd_str head, bool is_page) {
    struct nd_feed_scan scan = {.text = head, .is_end = true};
    struct nd_feed_tag tag;
    struct nd_str root = ND_STR_NONE;
    bool is_closed = false, is_feed;

    is_feed = nd_format_feed.sniff(head, true) && !nd_format_zotero.sniff(head, true);
    if (!is_feed && !nd_format_opml.sniff(head, true) && !(is_page && nd_format_bookmarks.sniff(head, true)))
        return NULL;
    while (nd_feed_scan_next(&scan, &tag) == ND_OK) {
        struct nd_str local = nd_feed_scan_local(tag.name);
        if (nd_str_eq_nocase(local, ND_STR("item")) || nd_str_eq_nocase(local, ND_STR("entry")) ||
            nd_str_eq_nocase(local, ND_STR("outline")) || (is_page && nd_str_eq_nocase(local, ND_STR("a"))))
            return NULL;
        root = root.ptr == NULL ? tag.name : root;
        is_closed = is_closed || (tag.kind != ND_FEED_START && nd_str_eq(tag.name, root));
    }
    if (is_feed)
        return is_closed ? "a feed without entries" : "a feed that breaks off before its first entry";
    return is_page ? "a list of bookmarks without one" : "a list of feeds without one";
}

/* Whose list a member is, even where the object around it has a title, as a feed has. */
static bool is_list_of_articles(struct nd_str name) {
    static const char *const names[] = {"items",    "articles", "entries", "posts",
                                        "messages", "stories",  "news",    "orderedItems"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (nd_str_eq(name, nd_str_from(names[i])))
            return true;
    return false;
}

/* True when the list of records in the object at at is empty, whatever is around it. */
static bool has_empty_list(struct nd_str text, size_t at, int depth) {
    bool has_title = nd_json_has_words(text, at, 0);
    struct nd_str key = ND_STR_NONE;

    for (at = nd_json_pass(text, at + 1); nd_json_sign_at(text, at) == '"';) {
        size_t value = nd_json_pass_key(text, at, &key), length, first;
        char sign = value == SIZE_MAX ? '\0' : nd_json_sign_at(text, value);
        if (sign == '\0')
            return false;
        first = nd_json_pass(text, value + 1);
        if (sign == '[' && nd_json_sign_at(text, first) == ']' &&
            (is_list_of_articles(key) || (!has_title && nd_json_is_list_name(key))))
            return true;
        first = sign == '[' ? first : value;
        if (depth > 0 && nd_json_is_list_name(key) && nd_json_sign_at(text, first) == '{' &&
            has_empty_list(text, first, depth - 1))
            return true;
        length = nd_json_skip(nd_str_skip(text, value));
        if (length == SIZE_MAX)
            return false;
        at = nd_json_pass(text, value + length);
    }
    return false;
}

static const char *find_in_json(struct nd_str text) {
    enum nd_json_shape shape;
    size_t length = nd_json_skip(text);

    if (length != text.len)
        return NULL;
    if (text.ptr[0] == '[')
        return nd_json_sign_at(text, nd_json_pass(text, 1)) == ']' ? "an empty list" : NULL;
    return nd_json_find_records(text, true, &shape) == SIZE_MAX && has_empty_list(text, 0, DEEPEST)
               ? "JSON whose list of articles is empty"
               : NULL;
}

/* One line of short names, one of which is that of a title or a text, without blanks behind what parts them.
 */
static bool is_row_of_names(struct nd_str line, char delimiter, struct nd_arena *arena) {
    struct nd_str cells[MOST_COLUMNS];
    size_t count = 0, named = 0, at = 0;

    for (; at <= line.len && count < MOST_COLUMNS; count++) {
        struct nd_csv_field field;
        nd_csv_field(nd_str_skip(line, at), delimiter, &field);
        cells[count] = nd_csv_text(&field, arena);
        if (field.is_open || (cells[count].len > 0 && nd_char_is_blank(cells[count].ptr[0])))
            return false;
        named += nd_header_names_title(cells[count]) || nd_header_names_text(cells[count]);
        at += field.end + 1;
    }
    return count > 1 && named > 0 && nd_csv_is_header(cells, 1, count);
}

static const char *find_in_line(struct nd_str text) {
    static const char delimiters[] = {',', ';', '\t', '|'};
    struct nd_arena *arena;
    const char *what = NULL;

    if (nd_str_find_char(text, '\n') != SIZE_MAX || text.len > ND_CONTAINER_HEAD / 16)
        return NULL;
    arena = nd_arena_new();
    for (size_t i = 0; i < sizeof delimiters && what == NULL; i++)
        if (nd_str_find_char(text, delimiters[i]) != SIZE_MAX && is_row_of_names(text, delimiters[i], arena))
            what = "a table with names of its columns and no row";
    nd_arena_free(arena);
    return what;
}

/* "10:00:00" */
static bool has_time(struct nd_str text) {
    for (; text.len >= 8; text = nd_str_skip(text, 1))
        if (text.ptr[2] == ':' && text.ptr[5] == ':' && nd_char_is_digit(text.ptr[1]) &&
            nd_char_is_digit(text.ptr[3]) && nd_char_is_digit(text.ptr[7]))
            return true;
    return false;
}

/* "From jane@harbour.example Tue Mar  5 10:00:00 2024" */
static bool is_envelope(struct nd_str text) {
    size_t digits = 0;

    while (digits < text.len && nd_char_is_digit(text.ptr[text.len - 1 - digits]))
        digits++;
    return nd_str_starts(text, ND_STR("From ")) && text.len < LONGEST_ENVELOPE && digits == 4 &&
           nd_str_find_char(text, '\n') == SIZE_MAX && has_time(text);
}

/* "WARC/1.0" and nothing else on its line. */
static bool is_version_of_warc(struct nd_str text) {
    struct nd_str line = ND_STR_NONE;

    (void)nd_str_next_line(&text, &line);
    line = nd_str_trim(line);
    return (nd_str_starts(line, ND_STR("WARC/0.")) || nd_str_starts(line, ND_STR("WARC/1."))) &&
           line.len <= ND_STR("WARC/1.00").len && nd_char_is_digit(line.ptr[line.len - 1]);
}

/* What text is, all of a file; NULL: it is not empty, or not known to be. */
static const char *find(struct nd_str text) {
    text = without_mark(text);
    if (text.len == 0)
        return NULL;
    if (text.ptr[0] == '<')
        return find_in_tags(text, nd_format_bookmarks.sniff(text, true));
    if (text.ptr[0] == '[' || text.ptr[0] == '{')
        return find_in_json(text);
    if (is_envelope(text))
        return "a mailbox without a mail";
    if (is_version_of_warc(text) && nd_str_find(text, ND_STR("\n\n")) == SIZE_MAX &&
        nd_str_find(text, ND_STR("\n\r\n")) == SIZE_MAX)
        return "an archive of pages (WARC) that breaks off before its first record";
    return find_in_line(text);
}

static bool sniff(struct nd_str head, bool is_whole) {
    return is_whole && find(head) != NULL;
}

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    stream->none = find(nd_stream_rest(stream));
    return stream->none == NULL ? NULL : nd_arena_alloc(arena, 1, sizeof(struct nd_reader));
}

static enum nd_status next(struct nd_reader *reader, struct nd_str rest, bool is_end, struct nd_cut *cut) {
    (void)reader;
    (void)is_end;
    cut->taken = rest.len;
    return ND_END;
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    (void)reader, (void)text, (void)record, (void)arena, (void)problems, (void)item;
    return false;
}

const struct nd_format nd_format_empty = {"empty", sniff, open, next, read, NULL, ND_FORMAT_ARTICLES};
