/*
 * A list of articles in YAML, as sites keep their news in files of data: "- title: …", each member of lines
 * below each other. Not every list of maps is one: the first has a title and a day or words besides, which
 * tasks of programs and menus have not.
 */
#include "container/format.h"

#include "newsdex/document.h"

struct nd_reader {
    char none;
};

static bool is_one_of(struct nd_str key, const char *const *names) {
    for (; *names != NULL; names++)
        if (nd_str_eq_nocase(key, nd_str_from(*names)))
            return true;
    return false;
}

/* What stands before the first member: comments, blank lines, the mark of a document. */
static struct nd_str at_list(struct nd_str text) {
    struct nd_str rest = text, line;

    while (nd_str_next_line(&text, &line)) {
        if (nd_str_starts(line, ND_STR("- ")))
            return rest;
        if (nd_str_trim(line).len > 0 && line.ptr[0] != '#' && !nd_str_starts(line, ND_STR("---")) &&
            !nd_str_starts(line, ND_STR("\xef\xbb\xbf")))
            return ND_STR_NONE;
        rest = text;
    }
    return ND_STR_NONE;
}

/* Where the member that text begins with ends: at the next one. */
static size_t end_of(struct nd_str text) {
    size_t at = nd_str_find(text, ND_STR("\n- "));

    return at == SIZE_MAX ? SIZE_MAX : at + 1;
}

/* Front matter, below which there is a text. */
static bool is_above_text(struct nd_str text) {
    size_t end = nd_str_starts(text, ND_STR("---")) ? nd_str_find(text, ND_STR("\n---\n")) : SIZE_MAX;

    text = nd_str_trim(nd_str_skip(text, end == SIZE_MAX ? text.len : end + 5));
    return text.len > 0 && !nd_str_starts(text, ND_STR("- "));
}

static bool sniff(struct nd_str head, bool is_whole) {
    static const char *const titles[] = {"title", "headline", "titel", "titre", "titulo", "titolo", NULL};
    static const char *const others[] = {"date",     "published",   "pubdate", "datum",   "fecha",
                                         "text",     "body",        "content", "summary", "excerpt",
                                         "abstract", "description", NULL};
    struct nd_str text = at_list(head), line;
    bool has_title = false, has_more = false;

    (void)is_whole;
    text = nd_str_slice(text, 0, end_of(text));
    while (nd_str_next_line(&text, &line)) {
        size_t indent = 0, colon;
        while (indent < line.len && (line.ptr[indent] == ' ' || line.ptr[indent] == '-'))
            indent++;
        line = nd_str_skip(line, indent);
        colon = nd_str_find_char(line, ':');
        if (indent != 2 || colon == SIZE_MAX)
            continue;
        has_title = has_title || is_one_of(nd_str_slice(line, 0, colon), titles);
        has_more = has_more || is_one_of(nd_str_slice(line, 0, colon), others);
    }
    return has_title && has_more && !is_above_text(head);
}

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    struct nd_str head = nd_stream_rest(stream), list = at_list(head);

    if (list.ptr == NULL)
        return NULL;
    nd_stream_take(stream, head.len - list.len);
    return nd_arena_alloc(arena, 1, sizeof(struct nd_reader));
}

static enum nd_status next(struct nd_reader *reader, struct nd_str rest, bool is_end, struct nd_cut *cut) {
    size_t end = end_of(rest);

    (void)reader;
    if (nd_str_trim(rest).len == 0)
        return is_end ? ND_END : ND_TOO_BIG;
    if (end == SIZE_MAX && !is_end)
        return ND_TOO_BIG;
    cut->taken = end == SIZE_MAX ? rest.len : end;
    cut->length = nd_str_trim_right(nd_str_slice(rest, 0, cut->taken)).len;
    return ND_OK;
}

/* The member as a map of its own, at the beginning of its lines. */
static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    struct nd_buf map = {0};
    struct nd_str line;

    (void)reader, (void)record;
    while (nd_str_next_line(&text, &line)) {
        size_t indent = 0;
        while (indent < line.len && indent < 2 &&
               (line.ptr[indent] == ' ' || (indent == 0 && line.ptr[0] == '-')))
            indent++;
        nd_buf_add(&map, nd_str_skip(line, indent));
        nd_buf_add_char(&map, '\n');
    }
    item->fields = nd_document_read_fields(nd_arena_take(arena, &map), arena, problems);
    return item->fields != NULL;
}

const struct nd_format nd_format_yaml = {"yaml", sniff, open, next, read, NULL, ND_FORMAT_TEXT};
