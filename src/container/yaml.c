/*
 * A list of articles in YAML, as sites keep their news in files of data: "- title: …", each member of lines
 * below each other, at the beginning of lines or set in below a key. Not every list of maps is one: the first
 * has a title and a day or words besides, which tasks of programs and menus have not; one that is set in has
 * the name of such lists, too. Or one article that is a map and nothing else, "title: …", "date: …", as sites
 * keep advisories and notices.
 */
#include "container/around.h"
#include "container/format.h"
#include "container/json_find.h"

#include "newsdex/document.h"
#include "newsdex/json.h"

enum { LOOKED_AT = 200 /* lines before the first record */, DEEPEST = 8 };

/* A map around the list: its keys stand behind so many blanks. */
struct level {
    size_t column;
    struct nd_around_said said;
};

struct nd_reader {
    size_t indent;     /* of the members of the list, */
    bool is_below_key; /* which has a name */
    bool is_one;       /* a map, all of it one article */
    struct level levels[DEEPEST];
    size_t depth;
    struct nd_arena *arena;
    struct nd_str around; /* as it was written for the record before */
};

static bool is_one_of(struct nd_str key, const char *const *names) {
    for (; *names != NULL; names++)
        if (nd_str_eq_nocase(key, nd_str_from(*names)))
            return true;
    return false;
}

static size_t indent_of(struct nd_str line) {
    size_t indent = 0;

    while (indent < line.len && line.ptr[indent] == ' ')
        indent++;
    return indent;
}

/* Nothing, or a comment. */
static bool is_blank(struct nd_str line) {
    line = nd_str_trim(line);
    return line.len == 0 || line.ptr[0] == '#';
}

static bool is_member(struct nd_str line, size_t indent) {
    return indent_of(line) == indent && nd_str_starts(nd_str_skip(line, indent), ND_STR("- "));
}

/* The key of a line "key: value", behind blanks and the sign of a list; *column where it begins. Absent: it
 * has none. */
static struct nd_str key_of(struct nd_str line, size_t *column, struct nd_str *value) {
    struct nd_str key;
    size_t colon;

    *column = indent_of(line);
    if (nd_str_starts(nd_str_skip(line, *column), ND_STR("- ")))
        *column += 2;
    key = nd_str_skip(line, *column);
    colon = nd_str_find_char(key, ':');
    if (colon == SIZE_MAX || (colon + 1 < key.len && key.ptr[colon + 1] != ' '))
        return ND_STR_NONE;
    *value = nd_str_trim(nd_str_skip(key, colon + 1));
    return nd_str_slice(key, 0, colon);
}

/* Where the member that text begins with ends: at the next one, or where the list does. SIZE_MAX: not in
 * text. */
static size_t end_of(struct nd_str text, size_t indent, bool is_below_key) {
    struct nd_str rest = text, line;

    if (!is_below_key) { /* what stands there besides is part of it */
        size_t at = nd_str_find(text, ND_STR("\n- "));
        return at == SIZE_MAX ? SIZE_MAX : at + 1;
    }
    (void)nd_str_next_line(&rest, &line);
    while (nd_str_next_line(&rest, &line))
        if (!is_blank(line) && indent_of(line) <= indent)
            return (size_t)(line.ptr - text.ptr);
    return SIZE_MAX;
}

enum quality { NO_RECORD, HAS_TITLE, HAS_WORDS, HAS_MORE };

/* What a map has whose keys stand behind indent blanks: a title, a summary, a day or a text. */
static enum quality judge_map(struct nd_str text, size_t indent) {
    static const char *const titles[] = {"title", "headline", "titel", "titre", "titulo", "titolo", NULL};
    static const char *const words[] = {"summary", "excerpt", "abstract", "description", NULL};
    static const char *const others[] = {"date", "published", "pubdate",      "datum",     "fecha", "text",
                                         "body", "content",   "published_at", "announced", NULL};
    bool has_title = false, has_words = false, has_more = false;
    struct nd_str line, value;

    while (nd_str_next_line(&text, &line)) {
        size_t column;
        struct nd_str key = key_of(line, &column, &value);
        if (key.len == 0 || column != indent)
            continue;
        has_title = has_title || is_one_of(key, titles);
        has_words = has_words || is_one_of(key, words);
        has_more = has_more || is_one_of(key, others);
    }
    return !has_title ? NO_RECORD : has_more ? HAS_MORE : has_words ? HAS_WORDS : HAS_TITLE;
}

/* The same of the member that text begins with. */
static enum quality judge(struct nd_str text, size_t indent, bool is_below_key) {
    return judge_map(nd_str_slice(text, 0, end_of(text, indent, is_below_key)), indent + 2);
}

/* Where a list of articles is set in, in text: below a key that is the name of such a list. Absent: nowhere.
 */
static struct nd_str find_inner(struct nd_str text, size_t *indent) {
    struct nd_str line, key = ND_STR_NONE, value = ND_STR_NONE, rest = text;
    size_t column;

    for (size_t lines = 0; lines < LOOKED_AT && nd_str_next_line(&rest, &line);) {
        struct nd_str from = nd_str_skip(text, (size_t)(line.ptr - text.ptr));
        if (is_blank(line))
            continue;
        *indent = indent_of(line);
        if (lines++ > 0 && is_member(line, *indent) && value.len == 0 && nd_json_is_list_name(key) &&
            judge(from, *indent, true) == HAS_MORE)
            return from;
        key = key_of(line, &column, &value);
    }
    return ND_STR_NONE;
}

/* What stands before all: comments, blank lines, the mark of a document. */
static struct nd_str at_first(struct nd_str text) {
    struct nd_str rest = nd_str_skip(text, nd_str_starts(text, ND_STR("\xef\xbb\xbf")) ? 3 : 0), line;

    for (text = rest; nd_str_next_line(&rest, &line); text = rest)
        if (!is_blank(line) && !nd_str_starts(line, ND_STR("---")))
            break;
    return text;
}

/*
 * The first member of a list of articles, and how far it is set in; absent: there is none. Of a list whose
 * members have such a list the first of that.
 */
static struct nd_str find_list(struct nd_str text, size_t *indent, bool *is_below_key) {
    struct nd_str first = at_first(text), rest = first, line = ND_STR_NONE, inner, value;
    bool is_list = nd_str_starts(first, ND_STR("- "));
    size_t column;

    *is_below_key = true;
    (void)nd_str_next_line(&rest, &line);
    inner = is_list || key_of(line, &column, &value).len > 0 ? find_inner(first, indent) : ND_STR_NONE;
    if (inner.ptr != NULL || !is_list)
        return inner;
    *indent = 0;
    *is_below_key = false;
    return judge(first, 0, false) >= HAS_WORDS ? first : ND_STR_NONE;
}

/* Front matter, below which there is a text. */
static bool is_above_text(struct nd_str text) {
    size_t end = nd_str_starts(text, ND_STR("---")) ? nd_str_find(text, ND_STR("\n---\n")) : SIZE_MAX;

    text = nd_str_trim(nd_str_skip(text, end == SIZE_MAX ? text.len : end + 5));
    return text.len > 0 && !nd_str_starts(text, ND_STR("- "));
}

/* The same with nothing below: an article that has lists of others among its fields. */
static bool is_front_matter(struct nd_str text) {
    return nd_str_starts(text, ND_STR("---")) && nd_str_find(text, ND_STR("\n---")) != SIZE_MAX;
}

/* A map of an article, all of it, which has lists, maps or texts of several lines in it: one that has not may
 * be the header of a text as well. */
static bool is_article(struct nd_str text) {
    struct nd_str first = at_first(text), rest = first, line, value = ND_STR_NONE;
    size_t keys = 0, inner = 0, column;

    while (nd_str_next_line(&rest, &line)) {
        if (is_blank(line))
            continue;
        if (indent_of(line) > 0 || line.ptr[0] == '-' || line.ptr[0] == ']') {
            inner++;
            if (keys == 0 || nd_str_starts(line, ND_STR("---")))
                return false;
            continue;
        }
        if (key_of(line, &column, &value).len == 0)
            return false;
        keys++;
    }
    return inner > 0 && judge_map(first, 0) == HAS_MORE;
}

static bool sniff(struct nd_str head, bool is_whole) {
    bool is_below_key;
    size_t indent;

    if (is_whole && is_article(head))
        return true;
    return find_list(head, &indent, &is_below_key).ptr != NULL && !is_above_text(head) &&
           !(is_below_key && is_front_matter(head));
}

/* Without quotes, or a comment behind it. */
static struct nd_str bare(struct nd_str value) {
    char quote = value.len > 1 ? value.ptr[0] : '\0';
    size_t end;

    if (quote != '"' && quote != '\'')
        return nd_str_trim(nd_str_slice(value, 0, nd_str_find(value, ND_STR(" #"))));
    end = nd_str_find_char(nd_str_skip(value, 1), quote);
    return end == SIZE_MAX ? value : nd_str_slice(value, 1, end + 1);
}

/* A line that stands around the records. */
static void pass_line(struct nd_reader *reader, struct nd_str line) {
    size_t column, indent = indent_of(line);
    struct nd_str value = ND_STR_NONE, key = key_of(line, &column, &value), *place;
    struct nd_buf text = {0};
    struct nd_json json = {.out = &text};

    if (is_blank(line) || key.len == 0)
        return;
    while (reader->depth > 0 && reader->levels[reader->depth - 1].column + (column > indent) > column)
        reader->depth--;
    if (reader->depth == 0 || reader->levels[reader->depth - 1].column < column) {
        if (reader->depth == DEEPEST)
            return;
        reader->levels[reader->depth++] = (struct level){.column = column};
    }
    place = nd_around_place(&reader->levels[reader->depth - 1].said, key, bare(value), column > 0);
    if (place == NULL)
        return;
    nd_json_string(&json, bare(value));
    *place = nd_arena_take(reader->arena, &text);
}

/* Goes up to the next member of a list that is set in; *at is where it begins, or where what was passed ends.
 */
static bool pass(struct nd_reader *reader, struct nd_str rest, bool is_end, size_t *at) {
    struct nd_str left = rest, line;
    struct nd_around_said said = {{{NULL, 0}}};
    bool is_found = false;

    *at = 0;
    while (!is_found && nd_str_next_line(&left, &line) && (is_end || left.len > 0)) {
        *at = (size_t)(line.ptr - rest.ptr);
        is_found = is_member(line, reader->indent) &&
                   judge(nd_str_skip(rest, *at), reader->indent, true) != NO_RECORD;
        if (is_found)
            break;
        pass_line(reader, line);
        *at = rest.len - left.len;
    }
    if (!is_found)
        return false;
    if (*at > 0 || reader->around.ptr == NULL) {
        for (size_t i = reader->depth; i > 0; i--)
            if (reader->levels[i - 1].column <= reader->indent)
                nd_around_inherit(&said, &reader->levels[i - 1].said);
        reader->around = nd_around_write(&said, reader->arena);
    }
    return true;
}

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    struct nd_reader *reader = nd_arena_alloc(arena, 1, sizeof *reader);
    struct nd_str head = nd_stream_rest(stream), list;

    list = find_list(head, &reader->indent, &reader->is_below_key);
    reader->is_one = list.ptr == NULL && is_article(head);
    if (list.ptr == NULL && !reader->is_one)
        return NULL;
    reader->arena = arena;
    if (!reader->is_below_key && !reader->is_one)
        nd_stream_take(stream, (size_t)(list.ptr - head.ptr));
    return reader;
}

static enum nd_status next(struct nd_reader *reader, struct nd_str rest, bool is_end, struct nd_cut *cut) {
    size_t end, at = 0;

    if (nd_str_trim(rest).len == 0)
        return is_end ? ND_END : ND_TOO_BIG;
    if (reader->is_one) {
        if (!is_end)
            return ND_TOO_BIG;
        cut->taken = rest.len;
        cut->length = nd_str_trim_right(rest).len;
        return ND_OK;
    }
    if (reader->is_below_key && !pass(reader, rest, is_end, &at)) {
        cut->taken = at;
        return is_end ? ND_END : ND_TOO_BIG;
    }
    end = end_of(nd_str_skip(rest, at), reader->indent, reader->is_below_key);
    if (end == SIZE_MAX && !is_end)
        return ND_TOO_BIG;
    cut->from = at;
    cut->taken = end == SIZE_MAX ? rest.len : at + end;
    cut->length = nd_str_trim_right(nd_str_slice(rest, at, cut->taken)).len;
    cut->around = reader->around;
    return ND_OK;
}

/* The member as a map of its own, at the beginning of its lines. */
static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    size_t most = reader->is_one ? 0 : reader->indent + 2;
    struct nd_buf map = {0};
    const struct nd_value *fields;
    struct nd_str line;

    while (nd_str_next_line(&text, &line)) {
        size_t indent = 0;
        while (indent < line.len && indent < most &&
               (line.ptr[indent] == ' ' || (indent == reader->indent && line.ptr[indent] == '-')))
            indent++;
        nd_buf_add(&map, nd_str_skip(line, indent));
        nd_buf_add_char(&map, '\n');
    }
    fields = nd_document_read_fields(nd_arena_take(arena, &map), arena, problems);
    if (fields != NULL && record->around.len > 0) {
        struct nd_value *own = nd_value_copy(arena, fields);
        nd_around_put(record->around, own, arena, item);
        fields = own;
    }
    item->fields = fields;
    return fields != NULL;
}

const struct nd_format nd_format_yaml = {"yaml", sniff, open, next, read, NULL, ND_FORMAT_TEXT};
