/*
 * Collections in the form of TREC: <DOC> elements of SGML, many in a file, with <DOCNO> and whatever names
 * the newspaper or agency gave to the rest (AP, WSJ, LA Times, Financial Times, FBIS, CLEF, AQUAINT), <DOC
 * id=…> of Gigaword and NTCIR, and web pages behind a <DOCHDR>.
 */
#include "container/press.h"

#include "newsdex/date.h"

#include <stdio.h>

enum { DEEPEST = 4, MAX_PARTS = 500 };

struct nd_reader {
    char unused;
};

static bool sniff(struct nd_str head, bool is_whole) {
    struct nd_markup_element doc;

    (void)is_whole;
    if (!nd_markup_begins_with(head, "DOC") || !nd_markup_find(head, 0, "DOC", &doc))
        return false;
    return nd_str_find(head, ND_STR("<DOCNO>")) != SIZE_MAX ||
           nd_str_find(head, ND_STR("<docno>")) != SIZE_MAX ||
           (nd_markup_attribute(&doc.tag, "id").len > 0 && nd_str_find(head, ND_STR("<TEXT")) != SIZE_MAX);
}

static size_t pass(struct nd_reader *reader, struct nd_str piece, struct nd_pass *state) {
    (void)reader;
    return nd_pass_element(ND_STR("DOC"), piece, state);
}

static const struct nd_hooks hooks = {.pass = pass};

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    stream->hooks = &hooks;
    return nd_arena_alloc(arena, 1, sizeof(struct nd_reader));
}

static enum nd_status next(struct nd_reader *reader, struct nd_str rest, bool is_end, struct nd_cut *cut) {
    (void)reader;
    return nd_markup_cut("DOC", rest, is_end, cut);
}

/* What an element is. */
enum kind {
    OTHER,   /* kept under its name */
    GROUP,   /* elements of the record stand in it */
    TITLE,   /* the first is the title */
    HEADING, /* of the Wall Street Journal: title, a line of dashes, the author */
    DATE,    /* the first that is one */
    SECTION,
    SUBJECT, /* names between semicolons */
    SOURCE,  /* "WALL STREET JOURNAL (J), PAGE A1" */
    TEXT,    /* pieces of the body, in order */
    PAGE     /* what follows is a page of HTML */
};

static const struct {
    const char *name;
    enum kind kind;
} elements[] = {
    {"HEADER", GROUP},   {"BODY", GROUP},      {"H3", GROUP},        {"HEADLINE", TITLE},
    {"HEAD", TITLE},     {"TITLE", TITLE},     {"TI", TITLE},        {"HL", HEADING},
    {"DATE", DATE},      {"DD", DATE},         {"PUBDATE", DATE},    {"DATE1", DATE},
    {"DATE_TIME", DATE}, {"SECTION", SECTION}, {"SUBJECT", SUBJECT}, {"DESCRIPT", SUBJECT},
    {"SO", SOURCE},      {"PUB", SOURCE},      {"NAME", SOURCE},     {"JOURNAL", SOURCE},
    {"LP", TEXT},        {"LEADPARA", TEXT},   {"LEAD", TEXT},       {"TEXT", TEXT},
    {"DOCHDR", PAGE},
};

static enum kind kind_of(struct nd_str name) {
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
        if (nd_str_eq_nocase(name, nd_str_from(elements[i].name)))
            return elements[i].kind;
    return OTHER;
}

struct reading {
    struct nd_value *fields;
    struct nd_arena *arena;
    struct nd_press_place place;
    struct nd_buf body;
    const char *body_begin;
    bool has_title, has_date;
    size_t parts;
    struct nd_str page;
};

static uint32_t line_of(struct reading *reading, struct nd_str inner) {
    return nd_press_line(&reading->place, inner.ptr);
}

static void put(struct reading *reading, struct nd_str key, struct nd_str text, uint32_t line) {
    nd_press_put(reading->fields, key, text, line, reading->arena);
}

/* Six digits are year, month, day of the century past. */
static struct nd_str spelled_out(struct nd_str text, struct nd_arena *arena) {
    size_t digits = 0;

    text = nd_str_trim(text);
    while (digits < text.len && nd_char_is_digit(text.ptr[digits]))
        digits++;
    if (digits != 6 || (text.len > 6 && !nd_char_is_blank(text.ptr[6]) && text.ptr[6] != '.'))
        return text;
    return nd_arena_printf(arena, "19%.2s-%.2s-%.2s", text.ptr, text.ptr + 2, text.ptr + 4);
}

/* A line of a heading without the sign that continues it; true at the line of dashes that ends the title. */
static bool cut_line(struct nd_str *rest, struct nd_str *line, bool *is_dashes) {
    if (!nd_str_next_line(rest, line))
        return false;
    *line = nd_str_trim(*line);
    if (nd_str_starts(*line, ND_STR("@")))
        *line = nd_str_trim(nd_str_skip(*line, 1));
    *is_dashes = nd_str_starts(*line, ND_STR("---"));
    return true;
}

/* "Title:\n@  More of it\n@  ----\n@  By A. Writer". */
static void put_heading(struct reading *reading, struct nd_str inner, uint32_t line) {
    struct nd_buf title = {0};
    struct nd_str rest = nd_str_trim(inner), part;
    bool is_below = false, is_dashes;

    while (cut_line(&rest, &part, &is_dashes)) {
        struct nd_str text = nd_markup_text(part, reading->arena);
        if (is_dashes)
            is_below = true;
        else if (!is_below)
            nd_buf_addf(&title, "%s%.*s", title.len > 0 ? " " : "", (int)text.len, text.ptr);
        else
            put(reading, nd_str_starts_nocase(text, ND_STR("by ")) ? ND_STR("BYLINE") : ND_STR("HL below"),
                text, line);
    }
    put(reading, ND_STR("HL"), nd_arena_take(reading->arena, &title), line);
    reading->has_title = true;
}

static struct nd_str before(struct nd_str text, const char *sign) {
    return nd_str_slice(text, 0, nd_str_find(text, nd_str_from(sign)));
}

static void add_text(struct reading *reading, struct nd_str inner) {
    if (nd_str_trim(inner).len == 0)
        return;
    if (reading->body.len > 0)
        nd_buf_add(&reading->body, ND_STR("\n\n"));
    else
        reading->body_begin = inner.ptr;
    nd_buf_add(&reading->body, inner);
}

static void put_element(struct reading *reading, const struct nd_markup_element *element) {
    struct nd_str name = element->tag.name, text = nd_markup_text(element->inner, reading->arena);
    uint32_t line = line_of(reading, element->inner);
    enum kind kind = kind_of(name);

    if (kind == OTHER && !nd_str_eq_nocase(name, ND_STR("BYLINE")))
        put(reading, name, nd_markup_decode(text, reading->arena), line);
    else if (kind == TEXT)
        add_text(reading, element->inner);
    else if (kind == HEADING && !reading->has_title)
        put_heading(reading, element->inner, line);
    else if (kind == SECTION)
        nd_press_put_section(reading->fields, name, text, line, reading->arena);
    else if (kind == SUBJECT)
        nd_press_put_list(reading->fields, name, text, ';', reading->arena);
    else if (kind == SOURCE)
        put(reading, name, before(before(text, " ("), ", PAGE"), line);
    else if (kind == DATE && !reading->has_date)
        reading->has_date =
            nd_press_put_date(reading->fields, name, spelled_out(text, reading->arena), line, reading->arena);
    else
        put(reading, name, text, line);
}

/* The answer of a server; GOV2 has the address above it. */
static void put_page_header(struct reading *reading, struct nd_str inner) {
    struct nd_str rest = nd_str_trim(inner), line = ND_STR("");

    if (nd_str_starts(rest, ND_STR("http")) && nd_str_next_line(&rest, &line))
        put(reading, ND_STR("url"), line, line_of(reading, line));
    put(reading, ND_STR("DOCHDR"), nd_markup_text(rest, reading->arena), line_of(reading, inner));
}

static bool has_elements(struct nd_str inner) {
    struct nd_markup_tag tag;

    return nd_markup_next(inner, 0, &tag);
}

/* The elements of one level, and of groups among them; text between them belongs to the body. */
static void read_elements(struct reading *reading, struct nd_str inner, int depth) {
    struct nd_markup_tag tag;
    struct nd_markup_element element;
    size_t at = 0;

    for (; nd_markup_next(inner, at, &tag) && reading->parts < MAX_PARTS; at = element.end) {
        add_text(reading, nd_str_trim(nd_str_slice(inner, at, tag.from)));
        if (tag.is_end) { /* of nothing that began */
            element.end = tag.end;
            continue;
        }
        reading->parts++;
        nd_markup_element(inner, &tag, &element);
        if (kind_of(tag.name) == PAGE) {
            put_page_header(reading, element.inner);
            reading->page = nd_str_skip(inner, element.end);
            return;
        }
        if (kind_of(tag.name) == GROUP && depth < DEEPEST && has_elements(element.inner))
            read_elements(reading, element.inner, depth + 1);
        else
            put_element(reading, &element);
    }
    add_text(reading, nd_str_trim(nd_str_skip(inner, at)));
}

/* "AP880212-0001", "APW19980601.0002", "LEMONDE94-000001-19940101": a day in the number of the record. */
static bool read_day(struct nd_str id, struct nd_date *date) {
    for (size_t i = 0, digits; i<id.len; i += digits> 0 ? digits : 1) {
        struct nd_str rest = nd_str_skip(id, i);
        char text[16];
        for (digits = 0; digits < rest.len && nd_char_is_digit(rest.ptr[digits]);)
            digits++;
        if (digits != 6 && digits != 8)
            continue;
        (void)snprintf(text, sizeof text, "%s%.*s", digits == 6 ? "19" : "", (int)digits, rest.ptr);
        if (nd_date_find(nd_str_of(text, 8), date))
            return true;
    }
    return false;
}

static void complete(struct reading *reading, struct nd_str id) {
    struct nd_date date;
    char out[ND_DATE_MAX];
    struct nd_str body = nd_arena_take(reading->arena, &reading->body);

    if (!reading->has_date && read_day(id, &date))
        nd_press_put(reading->fields, ND_STR("date in DOCNO"),
                     nd_arena_str(reading->arena, nd_str_of(out, nd_date_format(&date, out))),
                     reading->place.first, reading->arena);
    if (body.len > 0)
        nd_press_put_body(reading->fields, ND_STR("TEXT"), body,
                          nd_press_line(&reading->place, reading->body_begin), reading->arena);
}

/* "WEB-0002 </DOCNO>" and the like still say what they are. */
static struct nd_str identity(const struct reading *reading, const struct nd_markup_tag *doc) {
    struct nd_str id = nd_value_text(nd_value_get(reading->fields, ND_STR("DOCNO")));

    if (id.len == 0)
        id = nd_value_text(nd_value_get(reading->fields, ND_STR("docno")));
    if (id.len == 0)
        id = nd_str_trim(nd_markup_attribute(doc, "id"));
    return id.len == 0 ? ND_STR_NONE : id;
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    static const struct nd_item_alias aliases[] = {{ND_STR_INIT("HL"), ND_STR_INIT("title")},
                                                   {ND_STR_INIT("HEADLINE"), ND_STR_INIT("title")},
                                                   {ND_STR_INIT("HEAD"), ND_STR_INIT("headline")},
                                                   {ND_STR_INIT("TI"), ND_STR_INIT("headline")},
                                                   {ND_STR_INIT("DD"), ND_STR_INIT("date")},
                                                   {ND_STR_INIT("DATE1"), ND_STR_INIT("date")},
                                                   {ND_STR_INIT("DATE_TIME"), ND_STR_INIT("date")},
                                                   {ND_STR_INIT("SO"), ND_STR_INIT("source")},
                                                   {ND_STR_INIT("PUB"), ND_STR_INIT("source")},
                                                   {ND_STR_INIT("NAME"), ND_STR_INIT("source")},
                                                   {ND_STR_INIT("JOURNAL"), ND_STR_INIT("source")},
                                                   {ND_STR_INIT("AU"), ND_STR_INIT("author")},
                                                   {ND_STR_INIT("TYPE"), ND_STR_INIT("type")},
                                                   {ND_STR_INIT("SUBJECT"), ND_STR_INIT("topics")},
                                                   {ND_STR_INIT("DESCRIPT"), ND_STR_INIT("topics")},
                                                   {ND_STR_INIT("date in DOCNO"), ND_STR_INIT("date")}};
    struct reading reading = {
        .fields = nd_value_new(arena, ND_MAP), .arena = arena, .place = nd_press_place(text, record->line)};
    struct nd_markup_element doc;

    (void)reader;
    if (!nd_markup_find(text, 0, "DOC", &doc))
        return false;
    nd_press_put(reading.fields, ND_STR("type"), nd_markup_attribute(&doc.tag, "type"), record->line, arena);
    read_elements(&reading, doc.inner, 0);
    item->key = identity(&reading, &doc.tag);
    complete(&reading, item->key);
    item->document = nd_str_trim(reading.page).len > 0 ? reading.page : ND_STR_NONE;
    return nd_press_finish(reading.fields, aliases, sizeof aliases / sizeof *aliases, record, problems,
                           item) ||
           item->document.ptr != NULL;
}

const struct nd_format nd_format_trec = {"trec", sniff, open, next, read, NULL, ND_FORMAT_TEXT};
