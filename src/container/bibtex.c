/*
 * BibTeX and BibLaTeX. Names for texts (@string) and entries others refer to (crossref) may stand anywhere,
 * so that the file is looked through before its first entry is given.
 */
#include "container/bibtex.h"
#include "container/draft.h"
#include "container/elements.h"

#include "container/latex.h"
#include "container/press.h"
#include "container/reference.h"
#include "newsdex/utf8.h"

#include <stdlib.h>
#include <string.h>

enum {
    LOOKED_THROUGH = 32 * 1024 * 1024, /* bytes, for names and references */
    MAX_TEXT = 1000,                   /* bytes that a name stands for, or that a field takes over */
    MAX_EXPANDED = 64 * 1024,          /* bytes of an entry that names stand for */
    HEAD_LINES = 200
};

/* A name and what it stands for; or an entry by its key, and its fields. Sorted. */
struct pair {
    struct nd_str key, value;
};

struct table {
    struct pair *pairs;
    size_t count;
};

/* What of the file every entry may need. */
struct names {
    struct table strings, parents;
};

static bool is_type(const struct nd_bibtex_entry *entry, const char *type) {
    return nd_str_eq_nocase(entry->type, nd_str_from(type));
}

static bool is_record(const struct nd_bibtex_entry *entry) {
    return entry->key.ptr != NULL;
}

/* Blanks and lines that begin with a percent sign may stand before the first entry. */
static bool sniff(struct nd_str head, bool is_whole) {
    struct nd_bibtex_entry entry = {0};
    struct nd_bibtex_field field;
    struct nd_str rest = head, line;
    size_t from = 0;

    for (int i = 0; i < HEAD_LINES && nd_str_next_line(&rest, &line); i++) {
        if (nd_str_starts(line, ND_STR("\xef\xbb\xbf")))
            line = nd_str_skip(line, 3);
        line = nd_str_trim(line);
        if (line.len > 0 && line.ptr[0] == '@')
            break;
        if (line.len > 0 && line.ptr[0] != '%')
            return false;
        from = (size_t)(rest.ptr - head.ptr);
    }
    while (nd_bibtex_next(head, from, true, &entry) == ND_OK) {
        struct nd_str fields = entry.fields;
        if (is_record(&entry) || is_type(&entry, "string"))
            return nd_bibtex_field(&fields, &field) && field.name.len > 0 && field.name.len < 40 &&
                   field.value.len > 0 && nd_str_find_char(field.name, '\n') == SIZE_MAX &&
                   (!entry.is_open || !is_whole);
        from = entry.end;
    }
    return false;
}

static struct nd_str shorten(struct nd_str text, size_t most) {
    return nd_str_slice(text, 0, text.len > most ? nd_utf8_floor(text, most) : text.len);
}

static struct nd_str lower(struct nd_str text, struct nd_arena *arena) {
    char *out = nd_arena_bytes(arena, text.len + 1);

    for (size_t i = 0; i < text.len; i++)
        out[i] = nd_char_lower(text.ptr[i]);
    return nd_str_of(out, text.len);
}

static int by_key(const void *a, const void *b) {
    return nd_str_cmp(((const struct pair *)a)->key, ((const struct pair *)b)->key);
}

static const struct pair *find(const struct table *table, struct nd_str key, struct nd_arena *arena) {
    const struct pair wanted = {.key = lower(key, arena)};

    return table->count == 0 ? NULL : bsearch(&wanted, table->pairs, table->count, sizeof wanted, by_key);
}

static void add_pair(struct nd_buf *pairs, struct nd_str key, struct nd_str value, struct nd_arena *arena) {
    const struct pair pair = {lower(key, arena), nd_arena_str(arena, value)};

    nd_buf_add(pairs, nd_str_of((const char *)&pair, sizeof pair));
}

static struct table make_table(struct nd_buf *pairs, struct nd_arena *arena) {
    struct table table = {.count = pairs->len / sizeof(struct pair)};

    table.pairs = nd_arena_alloc(arena, table.count + 1, sizeof *table.pairs);
    if (table.count > 0) {
        memcpy(table.pairs, pairs->ptr, pairs->len);
        qsort(table.pairs, table.count, sizeof *table.pairs, by_key);
    }
    nd_buf_free(pairs);
    return table;
}

/* "mar", "Mar", "march": what styles of BibTeX call the months; a number else stays one. */
static struct nd_str month_of(struct nd_str word, struct nd_arena *arena) {
    static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    struct nd_str key = lower(nd_str_slice(word, 0, 3), arena);

    for (unsigned i = 0; key.len == 3 && i < 12; i++)
        if (memcmp(months + 3 * i, key.ptr, 3) == 0)
            return nd_arena_printf(arena, "%02u", i + 1);
    return ND_STR_NONE;
}

/* A value without braces and quotes around its pieces, and names in it for what they stand for. */
static struct nd_str text_of(const struct table *strings, struct nd_str value, size_t *expanded,
                             struct nd_arena *arena) {
    struct nd_buf out = {0};
    struct nd_str piece;
    bool is_word;

    while (nd_bibtex_piece(&value, &piece, &is_word)) {
        const struct pair *pair = is_word ? find(strings, piece, arena) : NULL;
        if (pair != NULL && *expanded + pair->value.len <= MAX_EXPANDED) {
            *expanded += pair->value.len;
            piece = pair->value;
        }
        nd_buf_add(&out, piece);
    }
    return nd_arena_take(arena, &out);
}

/* Names in the order they are given: one may stand for another with something behind it. */
static struct table read_strings(struct nd_str text, struct nd_arena *arena) {
    struct nd_bibtex_entry entry = {0};
    struct nd_bibtex_field field;
    struct nd_buf pairs = {0};

    while (nd_bibtex_next(text, entry.end, true, &entry) == ND_OK) {
        struct nd_str fields = entry.fields;
        size_t expanded = 0;
        if (is_type(&entry, "string") && nd_bibtex_field(&fields, &field))
            add_pair(&pairs, field.name,
                     shorten(text_of(&(struct table){0}, field.value, &expanded, arena), MAX_TEXT), arena);
    }
    return make_table(&pairs, arena);
}

/* Entries that another one refers to, of which only the beginnings are kept. */
static struct table read_parents(struct nd_str text, struct nd_arena *arena) {
    struct nd_bibtex_entry entry = {0};
    struct nd_bibtex_field field;
    struct nd_buf keys = {0}, pairs = {0};
    struct table wanted;

    while (nd_bibtex_next(text, entry.end, true, &entry) == ND_OK) {
        struct nd_str fields = entry.fields;
        size_t expanded = 0;
        while (is_record(&entry) && nd_bibtex_field(&fields, &field))
            if (nd_str_eq_nocase(field.name, ND_STR("crossref")))
                add_pair(&keys, text_of(&(struct table){0}, field.value, &expanded, arena), ND_STR(""),
                         arena);
    }
    wanted = make_table(&keys, arena);
    entry = (struct nd_bibtex_entry){0};
    while (wanted.count > 0 && nd_bibtex_next(text, entry.end, true, &entry) == ND_OK)
        if (is_record(&entry) && find(&wanted, entry.key, arena) != NULL)
            add_pair(&pairs, entry.key, shorten(entry.fields, 8 * MAX_TEXT), arena);
    return make_table(&pairs, arena);
}

static struct nd_str context_of(const struct names *names, struct nd_arena *arena) {
    const struct table *const tables[] = {&names->strings, &names->parents};
    struct nd_buf text = {0};

    for (size_t i = 0; i < 2; i++)
        for (size_t k = 0; k < tables[i]->count; k++)
            nd_buf_addf(&text, "%.*s=%.*s\n", (int)tables[i]->pairs[k].key.len, tables[i]->pairs[k].key.ptr,
                        (int)tables[i]->pairs[k].value.len, tables[i]->pairs[k].value.ptr);
    return nd_arena_take(arena, &text);
}

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    struct nd_reader *reader = nd_arena_alloc(arena, 1, sizeof *reader);
    struct names *names = nd_arena_alloc(arena, 1, sizeof *names);

    while (nd_stream_rest(stream).len < LOOKED_THROUGH && nd_stream_more(stream))
        ;
    names->strings = read_strings(nd_stream_rest(stream), arena);
    names->parents = read_parents(nd_stream_rest(stream), arena);
    stream->context = context_of(names, arena);
    reader->around = names;
    if (!stream->is_end && !nd_stream_is_glimpse(stream))
        reader->remark = nd_arena_printf(arena,
                                         "names (@string) and entries referred to were looked for in the "
                                         "first %d MB only",
                                         LOOKED_THROUGH / 1024 / 1024);
    return reader;
}

static enum nd_status next(struct nd_reader *reader, struct nd_str rest, bool is_end, struct nd_cut *cut) {
    struct nd_bibtex_entry entry = {0};
    enum nd_status status;

    while ((status = nd_bibtex_next(rest, entry.end, is_end, &entry)) == ND_OK && !is_record(&entry))
        cut->taken = entry.end;
    if (status != ND_OK)
        return status;
    cut->from = entry.from;
    cut->length = nd_str_trim_right(nd_str_slice(rest, entry.from, entry.end)).len;
    cut->taken = entry.end;
    cut->is_cut = entry.is_open && entry.end == rest.len;
    cut->remark = reader->remark;
    reader->remark = ND_STR_NONE;
    return ND_OK;
}

/* Names that babel, a package of LaTeX, has for languages and no one else. */
static struct nd_str language_of(struct nd_str babel) {
    static const struct {
        struct nd_str babel, name;
    } names[] = {{ND_STR_INIT("ngerman"), ND_STR_INIT("german")},
                 {ND_STR_INIT("naustrian"), ND_STR_INIT("german")},
                 {ND_STR_INIT("nswissgerman"), ND_STR_INIT("german")},
                 {ND_STR_INIT("american"), ND_STR_INIT("english")},
                 {ND_STR_INIT("british"), ND_STR_INIT("english")},
                 {ND_STR_INIT("usenglish"), ND_STR_INIT("english")},
                 {ND_STR_INIT("ukenglish"), ND_STR_INIT("english")},
                 {ND_STR_INIT("brazilian"), ND_STR_INIT("portuguese")},
                 {ND_STR_INIT("portuges"), ND_STR_INIT("portuguese")},
                 {ND_STR_INIT("frenchb"), ND_STR_INIT("french")}};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (nd_str_eq_nocase(babel, names[i].babel))
            return names[i].name;
    return babel;
}

enum use { TITLE, AUTHOR, OUTLET, TEXT, SUBJECT, ADDRESS, LANGUAGE, YEAR, MONTH, DAY, DATE, DOI, OTHER };

/* A field, and whether an entry has it of the one it refers to; of those with one use the first counts. */
static const struct {
    const char *name;
    enum use use;
    bool is_taken_over;
} known[] = {
    {"title", TITLE, false},        {"author", AUTHOR, false},   {"journaltitle", OUTLET, true},
    {"journal", OUTLET, true},      {"booktitle", OUTLET, true}, {"publisher", OUTLET, true},
    {"organization", OUTLET, true}, {"abstract", TEXT, false},   {"keywords", SUBJECT, false},
    {"keyword", SUBJECT, false},    {"url", ADDRESS, false},     {"langid", LANGUAGE, true},
    {"language", LANGUAGE, true},   {"date", DATE, true},        {"year", YEAR, true},
    {"month", MONTH, true},         {"day", DAY, true},          {"doi", DOI, false},
};

struct reading {
    struct nd_draft item;
    const struct names *names;
    struct nd_press_place place;
    struct nd_str date[3], doi; /* date: year, month, day */
    size_t expanded;
};

/* "A and B and {The Board}": what is in braces as a whole has no parts. */
static void add_authors(struct reading *reading, const char *key, struct nd_str value) {
    struct nd_arena *arena = reading->item.arena;
    struct nd_str and = ND_STR(" and ");
    size_t depth = 0, from = 0;

    for (size_t i = 0; i <= value.len; i++) {
        bool is_end = i == value.len;
        if (!is_end && value.ptr[i] == '{')
            depth++;
        else if (!is_end && value.ptr[i] == '}' && depth > 0)
            depth--;
        if (is_end || (depth == 0 && nd_char_is_blank(value.ptr[i]) && value.len - i >= and.len &&
                       nd_str_starts_nocase(nd_str_skip(value, i + 1), ND_STR("and")) &&
                       nd_char_is_blank(value.ptr[i + 4]))) {
            struct nd_str name = nd_str_trim(nd_str_slice(value, from, i));
            bool is_whole = nd_str_starts(name, ND_STR("{")) && nd_str_ends(name, ND_STR("}"));
            name = nd_arena_one_line(arena, nd_latex_text(name, arena));
            if (!nd_str_eq_nocase(name, ND_STR("others")))
                nd_draft_add(&reading->item, key, is_whole ? name : nd_reference_name(name, arena),
                             "authors");
            from = i + and.len;
        }
    }
}

static void put_known(struct reading *reading, const char *key, enum use use, struct nd_str value,
                      uint32_t line) {
    static const char *const meanings[] = {
        [TITLE] = "title", [OUTLET] = "provider",   [TEXT] = "body", [SUBJECT] = "keywords",
        [ADDRESS] = "url", [LANGUAGE] = "language", [DATE] = "date"};
    struct nd_arena *arena = reading->item.arena;
    struct nd_str text = use == ADDRESS    ? value
                         : use == LANGUAGE ? language_of(nd_str_trim(value))
                                           : nd_latex_text(value, arena);

    if (use == AUTHOR)
        add_authors(reading, key, value);
    else if (use >= YEAR && use <= DAY && reading->date[use - YEAR].len == 0)
        reading->date[use - YEAR] = nd_str_trim(text);
    else if (use == DATE) /* of an interval the first day */
        nd_draft_put(&reading->item, key, nd_str_slice(text, 0, nd_str_find_char(text, '/')), meanings[use],
                     line);
    else if (use < AUTHOR || (use > AUTHOR && use < YEAR))
        nd_draft_put(&reading->item, key, use == TEXT ? text : nd_arena_one_line(arena, text),
                     nd_draft_has(&reading->item, meanings[use]) ? NULL : meanings[use], line);
    if (use == DOI)
        reading->doi = nd_reference_doi(value, arena);
}

/* The fields of an entry, or, when it is one referred to, those that are taken over. */
static void put_fields(struct reading *reading, struct nd_str fields, bool is_parent) {
    struct nd_arena *arena = reading->item.arena;
    struct nd_bibtex_field field;

    while (nd_bibtex_field(&fields, &field)) {
        struct nd_str name = lower(field.name, arena),
                      value = text_of(&reading->names->strings, field.value, &reading->expanded, arena);
        uint32_t line = is_parent ? 0 : nd_press_line(&reading->place, field.name.ptr);
        bool is_title = is_parent && nd_str_eq(name, ND_STR("title")), is_known, is_repeated;
        size_t i = 0;
        while (i < sizeof known / sizeof *known && !nd_str_eq(name, nd_str_from(known[i].name)))
            i++;
        is_known = i < sizeof known / sizeof *known && (!is_parent || known[i].is_taken_over);
        is_repeated = is_known && !is_parent && known[i].use != AUTHOR &&
                      nd_value_get(reading->item.fields, name) != NULL;
        if (is_title) /* of a book or a paper what is in it is a part */
            put_known(reading, "booktitle", OUTLET, shorten(value, MAX_TEXT), 0);
        else if (is_known && !is_repeated)
            put_known(reading, known[i].name, known[i].use, is_parent ? shorten(value, MAX_TEXT) : value,
                      line);
        else if (!is_parent)
            nd_press_put(reading->item.fields, nd_arena_str(arena, name), nd_latex_text(value, arena), line,
                         arena);
    }
}

/* Year, month and day are fields of their own. */
static void put_date(struct reading *reading) {
    struct nd_arena *arena = reading->item.arena;
    struct nd_str month = month_of(reading->date[1], arena), date = reading->date[0];
    uint64_t number;

    if (month.len == 0 && nd_str_to_uint(reading->date[1], &number) && number >= 1 && number <= 12)
        month = nd_arena_printf(arena, "%02u", (unsigned)number);
    if (date.len > 0 && month.len > 0) {
        date = nd_arena_printf(arena, "%.*s-%.*s", (int)date.len, date.ptr, (int)month.len, month.ptr);
        if (nd_str_to_uint(reading->date[2], &number) && number >= 1 && number <= 31)
            date = nd_arena_printf(arena, "%.*s-%02u", (int)date.len, date.ptr, (unsigned)number);
    } else if (reading->date[1].len > 0) { /* "5~" # may */
        date = nd_reference_date(reading->date[1], date, arena);
    }
    nd_draft_put(&reading->item, "year", date, nd_draft_has(&reading->item, "date") ? NULL : "date", 0);
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    struct reading reading = {.names = reader->around, .place = nd_press_place(text, record->line)};
    struct nd_bibtex_entry entry;
    struct nd_bibtex_field field;
    struct nd_str fields;
    size_t expanded = 0;

    if (nd_bibtex_next(text, 0, true, &entry) != ND_OK)
        return false;
    if (entry.is_open && !record->is_cut)
        nd_problems_add(problems, ND_P_RECORD, record->line, 0,
                        "the entry \"%.*s\" is not closed; it was read up to the next one",
                        (int)entry.key.len, entry.key.ptr);
    nd_draft_begin(&reading.item, arena);
    entry.fields = nd_draft_bounded(entry.fields, record->line, problems);
    put_fields(&reading, entry.fields, false);
    for (fields = entry.fields; nd_bibtex_field(&fields, &field);)
        if (nd_str_eq_nocase(field.name, ND_STR("crossref"))) {
            const struct pair *parent = find(
                &reading.names->parents, text_of(&(struct table){0}, field.value, &expanded, arena), arena);
            if (parent != NULL)
                put_fields(&reading, parent->value, true);
        }
    put_date(&reading);
    if (!nd_draft_has(&reading.item, "url"))
        nd_draft_put(&reading.item, "address of doi", reading.doi, "url", 0);
    nd_draft_put(&reading.item, "entry type", entry.type, NULL, 0);
    nd_draft_end(&reading.item, item);
    if (entry.key.len > 0)
        item->key = entry.key;
    return nd_press_finish(item->fields, item->aliases, item->alias_count, record, problems, item);
}

const struct nd_format nd_format_bibtex = {"bibtex", sniff, open, next, read, NULL, ND_FORMAT_ARTICLES};
