/*
 * Reuters-21578 (D. Lewis, README.txt of the collection): <REUTERS> elements of SGML, many in a file, of
 * which TOPICS, PLACES … hold a <D> for each name. Control characters of the wire are written as &#3;.
 */
#include "container/press.h"

struct nd_reader {
    char unused;
};

static bool sniff(struct nd_str head, bool is_whole) {
    (void)is_whole;
    return nd_markup_begins_with(head, "REUTERS");
}

static size_t pass(struct nd_reader *reader, struct nd_str piece, struct nd_pass *state) {
    (void)reader;
    return nd_pass_element(ND_STR("REUTERS"), piece, state);
}

static const struct nd_hooks hooks = {.pass = pass};

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    stream->hooks = &hooks;
    return nd_arena_alloc(arena, 1, sizeof(struct nd_reader));
}

static enum nd_status next(struct nd_reader *reader, struct nd_str rest, bool is_end, struct nd_cut *cut) {
    (void)reader;
    return nd_markup_cut("REUTERS", rest, is_end, cut);
}

/* The length of a reference to a control character ("&#3;") at the beginning of s, or 0. */
static size_t control_length(struct nd_str s) {
    size_t digits = 2;
    unsigned number = 0;

    if (!nd_str_starts(s, ND_STR("&#")))
        return 0;
    while (digits < s.len && digits < 5 && nd_char_is_digit(s.ptr[digits]))
        number = number * 10 + (unsigned)(s.ptr[digits++] - '0');
    return digits > 2 && digits < s.len && s.ptr[digits] == ';' && number < 32 ? digits + 1 : 0;
}

static struct nd_str without_controls(struct nd_str text, struct nd_arena *arena) {
    struct nd_buf out = {0};
    size_t at = 0, sign;

    while ((sign = nd_str_find_char(nd_str_skip(text, at), '&')) != SIZE_MAX) {
        size_t length = control_length(nd_str_skip(text, at + sign));
        nd_buf_add(&out, nd_str_slice(text, at, at + sign + (length == 0)));
        at += sign + (length == 0 ? 1 : length);
    }
    nd_buf_add(&out, nd_str_skip(text, at));
    return nd_arena_take(arena, &out);
}

/* <D>grain</D><D>wheat</D> */
static void put_names(struct nd_value *fields, struct nd_str key, struct nd_str inner,
                      struct nd_arena *arena) {
    struct nd_value *list = nd_value_new(arena, ND_LIST);
    struct nd_markup_element name;

    for (size_t at = 0; nd_markup_find(inner, at, "D", &name); at = name.end)
        nd_value_add(list, nd_value_string(arena, nd_markup_text(name.inner, arena)));
    if (list->count > 0)
        nd_value_put(fields, key, list);
}

struct story {
    struct nd_value *fields;
    struct nd_arena *arena;
    struct nd_press_place place;
    struct nd_str dateline, body;
};

static void put(struct story *story, struct nd_str key, struct nd_str inner) {
    nd_press_put(story->fields, key, nd_markup_text(inner, story->arena),
                 nd_press_line(&story->place, inner.ptr), story->arena);
}

/* What is no field of the record: nobody else will look for references in it. */
static void keep(struct story *story, struct nd_str key, struct nd_str inner) {
    nd_press_put(story->fields, key, nd_markup_decode(nd_markup_text(inner, story->arena), story->arena),
                 nd_press_line(&story->place, inner.ptr), story->arena);
}

/* "    By A. WRITER, Reuters": the agency is no author. */
static void put_author(struct story *story, struct nd_str inner) {
    size_t comma = nd_str_rfind_char(inner, ',');
    struct nd_str behind = comma == SIZE_MAX ? ND_STR_NONE : nd_str_trim(nd_str_skip(inner, comma + 1));

    if (nd_str_starts_nocase(behind, ND_STR("reuter"))) {
        put(story, ND_STR("source"), behind);
        inner = nd_str_slice(inner, 0, comma);
    }
    put(story, ND_STR("AUTHOR"), inner);
}

/* Unprocessed text has no parts, and begins with what serves as its title. */
static void read_unprocessed(struct story *story, struct nd_str inner) {
    struct nd_str rest = inner, line = ND_STR("");

    while (nd_str_trim(line).len == 0 && nd_str_next_line(&rest, &line))
        ;
    put(story, ND_STR("first line"), line);
    story->body = inner;
}

/* What stands in <TEXT>: its parts. A brief has only a title, what is behind it would be its text. */
static void read_text(struct story *story, struct nd_str inner) {
    struct nd_markup_element part;
    size_t at = 0;

    for (; nd_markup_find(inner, at, NULL, &part); at = part.end) {
        if (nd_markup_is(&part.tag, "AUTHOR"))
            put_author(story, part.inner);
        else if (nd_markup_is(&part.tag, "DATELINE"))
            story->dateline = part.inner;
        else if (nd_markup_is(&part.tag, "BODY"))
            story->body = part.inner;
        else
            put(story, part.tag.name, part.inner);
    }
    if (at == 0)
        read_unprocessed(story, inner);
    else if (story->body.len == 0)
        story->body = nd_str_skip(inner, at);
}

/* The dateline is how the first sentence begins. */
static void put_body(struct story *story) {
    struct nd_buf body = {0};

    keep(story, ND_STR("DATELINE"), story->dateline);
    if (nd_str_trim(story->body).len == 0)
        return;
    if (nd_str_trim(story->dateline).len > 0) {
        nd_buf_add(&body, nd_str_trim_right(story->dateline));
        nd_buf_add_char(&body, ' ');
    }
    nd_buf_add(&body, story->body);
    nd_press_put_body(story->fields, ND_STR("BODY"), nd_arena_take(story->arena, &body),
                      nd_press_line(&story->place, story->body.ptr), story->arena);
}

static void read_attributes(struct story *story, const struct nd_markup_tag *tag, struct nd_item *item) {
    static const char *const names[] = {"NEWID", "OLDID", "LEWISSPLIT", "CGISPLIT"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        nd_press_put(story->fields, nd_str_from(names[i]), nd_markup_attribute(tag, names[i]),
                     story->place.first, story->arena);
    item->key = nd_str_trim(nd_markup_attribute(tag, "NEWID"));
    if (item->key.len == 0)
        item->key = ND_STR_NONE;
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    static const struct nd_item_alias aliases[] = {
        {ND_STR_INIT("first line"), ND_STR_INIT("title")},
        {ND_STR_INIT("PLACES"), ND_STR_INIT("press places")},
        {ND_STR_INIT("PEOPLE"), ND_STR_INIT("press people")},
        {ND_STR_INIT("ORGS"), ND_STR_INIT("press organisations")},
        {ND_STR_INIT("COMPANIES"), ND_STR_INIT("press companies")}};
    struct story story = {.fields = nd_value_new(arena, ND_MAP), .arena = arena};
    struct nd_markup_element story_element, part;

    (void)reader;
    text = without_controls(text, arena);
    story.place = nd_press_place(text, record->line);
    if (!nd_markup_find(text, 0, "REUTERS", &story_element))
        return false;
    read_attributes(&story, &story_element.tag, item);
    for (size_t at = 0; nd_markup_find(story_element.inner, at, NULL, &part); at = part.end) {
        struct nd_str name = part.tag.name;
        if (nd_str_eq_nocase(name, ND_STR("TEXT")))
            read_text(&story, part.inner);
        else if (nd_str_find(part.inner, ND_STR("<D>")) != SIZE_MAX)
            put_names(story.fields, name, part.inner, arena);
        else if (nd_str_eq_nocase(name, ND_STR("DATE")))
            put(&story, name, part.inner);
        else
            keep(&story, name, part.inner);
    }
    put_body(&story);
    return nd_press_finish(story.fields, aliases, sizeof aliases / sizeof *aliases, record, problems, item);
}

const struct nd_format nd_format_reuters = {"reuters", sniff, open, next, read, NULL, ND_FORMAT_TEXT};
