/*
 * Reference managers' files in which a line is a tag and a value, and what goes on has none: RIS ("TI  - "),
 * which most databases of the press and of journals export, PubMed's ("FAU - "), refer, EndNote's ("%T "),
 * and the Web of Science's ("TI The tide").
 */
#include "container/draft.h"
#include "container/elements.h"
#include "container/press.h"
#include "container/reference.h"

enum { HEAD_LINES = 40 };

enum use { TITLE, AUTHOR, OUTLET, DAY, YEAR, TEXT, SUBJECT, ADDRESS, DOI, KEY, LANGUAGE, NOTHING };

struct tag {
    const char *name;
    enum use use;
};

/* Of those with one use the first that is there counts, but for lists. */
static const struct tag ris_tags[] = {
    {"TI", TITLE},  {"T1", TITLE},    {"CT", TITLE},   {"BT", TITLE},   {"AU", AUTHOR},
    {"A1", AUTHOR}, {"JF", OUTLET},   {"T2", OUTLET},  {"JO", OUTLET},  {"JA", OUTLET},
    {"PB", OUTLET}, {"DA", DAY},      {"Y1", DAY},     {"PY", YEAR},    {"AB", TEXT},
    {"N2", TEXT},   {"KW", SUBJECT},  {"UR", ADDRESS}, {"LK", ADDRESS}, {"L2", ADDRESS},
    {"DO", DOI},    {"LA", LANGUAGE}, {"ID", KEY},     {"AN", KEY},     {NULL, NOTHING},
};
static const struct tag nbib_tags[] = {
    {"TI", TITLE},  {"TT", TITLE},    {"BTI", TITLE}, {"FAU", AUTHOR}, {"CN", AUTHOR},  {"JT", OUTLET},
    {"TA", OUTLET}, {"DP", DAY},      {"AB", TEXT},   {"OT", SUBJECT}, {"MH", SUBJECT}, {"LID", DOI},
    {"AID", DOI},   {"LA", LANGUAGE}, {"PMID", KEY},  {NULL, NOTHING},
};
static const struct tag refer_tags[] = {
    {"T", TITLE}, {"A", AUTHOR},  {"J", OUTLET},  {"B", OUTLET}, {"I", OUTLET},   {"8", DAY}, {"D", YEAR},
    {"X", TEXT},  {"K", SUBJECT}, {"U", ADDRESS}, {"R", DOI},    {"G", LANGUAGE}, {"M", KEY}, {NULL, NOTHING},
};

static const struct tag science_tags[] = {
    {"TI", TITLE},   {"AF", AUTHOR}, {"AU", AUTHOR}, {"SO", OUTLET},   {"PY", YEAR},    {"AB", TEXT},
    {"DE", SUBJECT}, {"DI", DOI},    {"UT", KEY},    {"LA", LANGUAGE}, {NULL, NOTHING},
};

/* A notation: how its records begin and end. */
struct notation {
    const struct tag *tags;
    const char *first, *last; /* last: NULL, a record ends where the next begins */
    const char *end;          /* of the file, or NULL: nothing says so */
    bool is_refer, is_plain;  /* is_plain: nothing but a blank is between tag and value */
};

static const struct notation ris = {.tags = ris_tags, .first = "TY", .last = "ER"},
                             nbib = {.tags = nbib_tags, .first = "PMID"},
                             refer = {.tags = refer_tags, .is_refer = true},
                             science = {.tags = science_tags, .first = "PT", .last = "ER", .is_plain = true},
                             science_headed = {.tags = science_tags,
                                               .first = "PT",
                                               .last = "ER",
                                               .end = "EF",
                                               .is_plain = true};

static bool is_tag_sign(char c) {
    return (c >= 'A' && c <= 'Z') || nd_char_is_digit(c);
}

/* "TI  - The tide": two to four signs, blanks up to the fifth, a dash. */
static bool split_dashed(struct nd_str line, struct nd_str *tag, struct nd_str *value) {
    size_t i = 0, end;

    while (i < line.len && i < 4 && is_tag_sign(line.ptr[i]))
        i++;
    end = i;
    while (i < line.len && i < 5 && line.ptr[i] == ' ')
        i++;
    if (end < 2 || i == line.len || line.ptr[i] != '-' || (end < 4 && i == end) ||
        (i + 1 < line.len && !nd_char_is_blank(line.ptr[i + 1])))
        return false;
    *tag = nd_str_slice(line, 0, end);
    *value = nd_str_trim(nd_str_skip(line, i + 1));
    return true;
}

/* "%T The tide" */
static bool split_percent(struct nd_str line, struct nd_str *tag, struct nd_str *value) {
    if (line.len < 2 || line.ptr[0] != '%' || line.ptr[1] <= ' ' || line.ptr[1] == '%' ||
        (line.len > 2 && line.ptr[2] != ' '))
        return false;
    *tag = nd_str_slice(line, 1, 2);
    *value = nd_str_trim(nd_str_skip(line, 2));
    return true;
}

/* "TI The tide" */
static bool split_plain(struct nd_str line, struct nd_str *tag, struct nd_str *value) {
    if (line.len < 2 || !nd_char_is_alpha(line.ptr[0]) || !is_tag_sign(line.ptr[0]) ||
        !is_tag_sign(line.ptr[1]) || (line.len > 2 && line.ptr[2] != ' '))
        return false;
    *tag = nd_str_slice(line, 0, 2);
    *value = nd_str_trim(nd_str_skip(line, 2));
    return true;
}

static bool split(const struct notation *notation, struct nd_str line, struct nd_str *tag,
                  struct nd_str *value) {
    if (nd_str_starts(line, ND_STR("\xef\xbb\xbf")))
        line = nd_str_skip(line, 3);
    while (line.len > 0 && line.ptr[0] == '\0') /* a hole in the file */
        line = nd_str_skip(line, 1);
    return notation->is_refer   ? split_percent(line, tag, value)
           : notation->is_plain ? split_plain(line, tag, value)
                                : split_dashed(line, tag, value);
}

static bool begins(const struct notation *notation, struct nd_str line, bool is_behind_blank) {
    struct nd_str tag, value;

    if (!split(notation, line, &tag, &value))
        return false;
    return notation->first == NULL ? is_behind_blank : nd_str_eq(tag, nd_str_from(notation->first));
}

/* The lines of a head, but for its last, of which there may be more. */
static bool has_record(const struct notation *notation, struct nd_str head, bool is_whole) {
    struct nd_str line, tag, value;
    bool is_blank = true, has_begun = false, has_title = false;
    size_t tagged = 0;

    if (!is_whole)
        head = nd_str_slice(head, 0, nd_str_rfind_char(head, '\n'));
    for (int i = 0; i < HEAD_LINES && nd_str_next_line(&head, &line); i++) {
        bool is_tagged = split(notation, line, &tag, &value);
        has_begun = has_begun || begins(notation, line, is_blank);
        if (notation->is_refer && !has_begun && nd_str_trim(line).len > 0)
            return false;
        is_blank = nd_str_trim(line).len == 0;
        tagged += is_tagged && has_begun;
        for (const struct tag *t = notation->tags; is_tagged && t->name != NULL; t++)
            has_title = has_title || (t->use == TITLE && nd_str_eq(tag, nd_str_from(t->name)));
    }
    return has_begun && tagged >= 2 && (!notation->is_refer || has_title);
}

static bool sniff_ris(struct nd_str head, bool is_whole) {
    return has_record(&ris, head, is_whole);
}

static bool sniff_nbib(struct nd_str head, bool is_whole) {
    return has_record(&nbib, head, is_whole);
}

static bool sniff_refer(struct nd_str head, bool is_whole) {
    return has_record(&refer, head, is_whole);
}

static bool sniff_science(struct nd_str head, bool is_whole) {
    struct nd_str text = nd_str_skip(head, nd_str_starts(head, ND_STR("\xef\xbb\xbf")) ? 3 : 0);

    return nd_str_starts(text, ND_STR("FN ")) && nd_str_find(text, ND_STR("\nPT ")) != SIZE_MAX &&
           has_record(&science, head, is_whole);
}

static size_t offset(struct nd_str text, struct nd_str line) {
    return (size_t)(line.ptr - text.ptr);
}

/* From where the last record ended: no record is known by what came before it. */
static enum nd_status cut_record(const struct notation *notation, struct nd_str text, bool is_end,
                                 struct nd_cut *cut) {
    struct nd_str rest = text, line, tag, value;
    size_t from = SIZE_MAX, end = SIZE_MAX, behind = text.len;
    bool is_blank = true, is_closed = false;

    while (end == SIZE_MAX && nd_str_next_line(&rest, &line)) {
        if (!is_end && rest.len == 0)
            return ND_TOO_BIG; /* the line may go on */
        if (begins(notation, line, is_blank)) {
            if (from != SIZE_MAX)
                end = behind = offset(text, line);
            else
                from = offset(text, line);
        } else if (from != SIZE_MAX && notation->last != NULL && split(notation, line, &tag, &value) &&
                   nd_str_eq(tag, nd_str_from(notation->last))) {
            end = offset(text, line) + line.len;
            behind = text.len - rest.len;
            is_closed = true;
        }
        is_blank = nd_str_trim(line).len == 0;
    }
    if (end == SIZE_MAX && !is_end)
        return ND_TOO_BIG;
    if (from == SIZE_MAX) {
        cut->is_open = notation->end != NULL && !nd_str_starts(nd_str_trim(text), nd_str_from(notation->end));
        return ND_END;
    }
    cut->from = from;
    cut->length = nd_str_trim_right(nd_str_slice(text, from, end)).len;
    cut->taken = behind;
    cut->is_cut = end == SIZE_MAX && notation->last != NULL && !is_closed;
    return ND_OK;
}

static struct nd_reader *open_with(const struct notation *notation, struct nd_arena *arena) {
    struct nd_reader *reader = nd_arena_alloc(arena, 1, sizeof *reader);

    reader->around = notation;
    return reader;
}

static struct nd_reader *open_ris(struct nd_stream *stream, struct nd_arena *arena) {
    (void)stream;
    return open_with(&ris, arena);
}

static struct nd_reader *open_nbib(struct nd_stream *stream, struct nd_arena *arena) {
    (void)stream;
    return open_with(&nbib, arena);
}

static struct nd_reader *open_refer(struct nd_stream *stream, struct nd_arena *arena) {
    (void)stream;
    return open_with(&refer, arena);
}

static struct nd_reader *open_science(struct nd_stream *stream, struct nd_arena *arena) {
    return open_with(nd_str_starts(nd_stream_rest(stream), ND_STR("FN ")) ? &science_headed : &science,
                     arena);
}

static enum nd_status next(struct nd_reader *reader, struct nd_str rest, bool is_end, struct nd_cut *cut) {
    return cut_record(reader->around, rest, is_end, cut);
}

struct reading {
    struct nd_draft item;
    const struct notation *notation;
    struct nd_str year, doi, key;
    struct nd_str date, date_tag;
    uint32_t date_line;
    bool has_full_names;                  /* in a field of their own */
    const char *author_tag, *subject_tag; /* the first that has any; those of others are with them */
};

/* Lines without the blanks around them, by which they are moved in. */
static struct nd_str without_indent(struct nd_str text, struct nd_arena *arena) {
    struct nd_buf out = {0};
    struct nd_str line;

    while (nd_str_next_line(&text, &line)) {
        nd_buf_add(&out, nd_str_trim(line));
        nd_buf_add_char(&out, '\n');
    }
    return nd_str_trim(nd_arena_take(arena, &out));
}

static enum use use_of(const struct notation *notation, struct nd_str tag) {
    const struct tag *t = notation->tags;

    while (t->name != NULL && !nd_str_eq(tag, nd_str_from(t->name)))
        t++;
    return t->use;
}

/* A line or what is between semicolons is one; PubMed marks the important ones with stars. */
static void add_subjects(struct reading *reading, const char *tag, struct nd_str value) {
    while (value.len > 0) {
        size_t end = 0;
        while (end < value.len && value.ptr[end] != '\n' && value.ptr[end] != ';')
            end++;
        nd_draft_add(&reading->item, tag, nd_str_slice(value, 0, end), "keywords");
        value = nd_str_skip(value, end + 1);
    }
}

static void put(struct reading *reading, struct nd_str name, struct nd_str value, uint32_t line) {
    static const char *const meanings[] = {[TITLE] = "title",
                                           [OUTLET] = "provider",
                                           [TEXT] = "body",
                                           [ADDRESS] = "url",
                                           [LANGUAGE] = "language"};
    struct nd_arena *arena = reading->item.arena;
    enum use use = use_of(reading->notation, name);
    const char *tag = nd_arena_str(arena, name).ptr;

    value = without_indent(value, arena);
    if (reading->has_full_names && nd_str_eq(name, ND_STR("AU")))
        use = NOTHING;
    if (use == AUTHOR && reading->author_tag == NULL)
        reading->author_tag = tag;
    if (use == SUBJECT && reading->subject_tag == NULL)
        reading->subject_tag = tag;
    if (use == AUTHOR && reading->notation->is_plain) { /* a line each */
        struct nd_str one;
        while (nd_str_next_line(&value, &one))
            nd_draft_add(&reading->item, reading->author_tag, nd_reference_name(nd_str_trim(one), arena),
                         "authors");
    } else if (use == AUTHOR) {
        nd_draft_add(&reading->item, reading->author_tag,
                     nd_reference_name(nd_arena_one_line(arena, value), arena), "authors");
    } else if (use == SUBJECT) {
        add_subjects(reading, reading->subject_tag, value);
    } else if (use == YEAR) {
        reading->year = value;
    } else if (use == DAY && reading->date.len == 0) {
        reading->date = value;
        reading->date_tag = nd_str_from(tag);
        reading->date_line = line;
    } else if (use != NOTHING && use != DAY && use != KEY && use != DOI &&
               !nd_draft_has(&reading->item, meanings[use])) {
        nd_draft_put(&reading->item, tag, use == TEXT ? value : nd_arena_one_line(arena, value),
                     meanings[use], line);
    } else {
        nd_press_put(reading->item.fields, nd_str_from(tag), value, line, arena);
    }
    if (use == DOI && reading->doi.len == 0)
        reading->doi = nd_reference_doi(value, arena);
    if (use == KEY && reading->key.len == 0)
        reading->key = value;
}

/* What is known only when all of the record was seen. */
static void finish(struct reading *reading, struct nd_item *item) {
    struct nd_draft *made = &reading->item;
    const char *tag = reading->date_tag.len > 0 ? reading->date_tag.ptr : "year";

    nd_draft_put(made, tag, nd_reference_date(reading->date, reading->year, made->arena), "date",
                 reading->date_line);
    if (!nd_draft_has(made, "url"))
        nd_draft_put(made, "address of DOI", reading->doi, "url", 0);
    nd_draft_end(made, item);
    if (reading->key.len > 0)
        item->key = reading->key;
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    struct reading reading = {.notation = reader->around,
                              .has_full_names = nd_str_find(text, ND_STR("\nAF ")) != SIZE_MAX};
    struct nd_str rest = text, line, tag, value, name = ND_STR_NONE, all = ND_STR_NONE;
    uint32_t number = record->line, first = number;

    nd_draft_begin(&reading.item, arena);
    for (; nd_str_next_line(&rest, &line); number++) {
        if (split(reading.notation, line, &tag, &value)) {
            if (name.len > 0)
                put(&reading, name, all, first);
            name = tag;
            all = value;
            first = number;
        } else if (name.len > 0) {
            if (all.len == 0)
                all.ptr = line.ptr;
            all.len = (size_t)(line.ptr + line.len - all.ptr);
        }
    }
    if (name.len > 0)
        put(&reading, name, all, first);
    finish(&reading, item);
    return nd_press_finish(item->fields, item->aliases, item->alias_count, record, problems, item);
}

const struct nd_format nd_format_science = {"web-of-science",  sniff_science, open_science, next, read, NULL,
                                            ND_FORMAT_ARTICLES};
const struct nd_format nd_format_ris = {"ris", sniff_ris, open_ris, next, read, NULL, ND_FORMAT_ARTICLES};
const struct nd_format nd_format_nbib = {"nbib", sniff_nbib, open_nbib, next, read, NULL, ND_FORMAT_ARTICLES};
const struct nd_format nd_format_refer = {"refer", sniff_refer, open_refer,        next,
                                          read,    NULL,        ND_FORMAT_ARTICLES};
