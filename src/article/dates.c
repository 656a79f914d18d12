/* When it was published: dates of fields, of names and addresses, and which of two days a date may be. */
#include "article/fields.h"
#include "article/page/page.h"

#include <string.h>

/* Of print; what lies outside is of another calendar, or a program's way to say that it does not know. */
enum { FIRST_YEAR = 1500, LAST_YEAR = 2200 };

static int message_length(struct nd_str text) {
    return (int)nd_utf8_floor(text, text.len < 80 ? text.len : 80);
}

static void report(struct nd_record_builder *builder, const struct nd_value *value, const char *what) {
    struct nd_str text = nd_str_trim(nd_value_text(value));

    nd_problems_add(builder->problems, ND_P_DATE, value->line, value->column, "\"%.*s\" %s",
                    message_length(text), text.ptr, what);
}

static void put_date(struct nd_record_builder *builder, const struct nd_date *date) {
    char out[ND_DATE_MAX];

    builder->article->published_at = nd_arena_str(builder->arena, nd_str_of(out, nd_date_format(date, out)));
}

/* Midnight of 1 January 1970 is Unix time zero. */
static bool is_zero(const struct nd_date *date) {
    return date->year == 1970 && date->month == 1 && date->day == 1 && date->hour == 0 && date->minute == 0;
}

/* What stands alone in brackets, as links do in notes: [[2024-03-05]] is a list of a list. */
static const struct nd_value *only_member(const struct nd_value *value) {
    while (value->type == ND_LIST && value->count == 1)
        value = value->first;
    return value;
}

/* Of "date: {created: …, updated: …}", as blogs of MkDocs have it, and of what programs write in the place of
 * a date: {"date": "2024-03-05 10:11:12.000000", "timezone": …}, {"seconds": 1709633472, "nanoseconds": 0}.
 */
static const struct nd_value *first_day(const struct nd_value *value) {
    static const struct nd_str names[] = {
        ND_STR_INIT("published"), ND_STR_INIT("created"), ND_STR_INIT("date"),     ND_STR_INIT("datetime"),
        ND_STR_INIT("iso"),       ND_STR_INIT("seconds"), ND_STR_INIT("_seconds"), ND_STR_INIT("value")};

    for (size_t i = 0; i < sizeof names / sizeof *names && value->type == ND_MAP; i++)
        if (nd_value_text(nd_value_get(value, names[i])).len > 0)
            return nd_value_get(value, names[i]);
    return value;
}

/* "/Date(1709633472000)/", as .NET writes it in JSON: the number. */
static struct nd_str without_call(struct nd_str text) {
    static const struct nd_str call = ND_STR_INIT("/Date(");

    if (!nd_str_starts(text, call) || !nd_str_ends(text, ND_STR(")/")))
        return text;
    text = nd_str_slice(text, call.len, text.len - 2);
    return nd_str_slice(text, 0, nd_str_find_char(text, '+'));
}

/* "Published: March 5, 2024", "Publié le 5 mars 2024 à 10h11": what stands behind the words for it, which may
 * be no others; the text itself when it has none. */
static struct nd_str without_label(struct nd_str text) {
    enum { MAX_LABEL = 40 }; /* bytes */
    struct nd_date_reading reading;
    struct nd_str where, label, rest;

    if (text.len > ND_DATE_TEXT_MAX || nd_dateline_is_update(text) || nd_dateline_is_of_reader(text) ||
        !(nd_date_read_first(text, true, &reading, &where) ||
          nd_date_read_first(text, false, &reading, &where)))
        return text;
    label = nd_str_slice(text, 0, (size_t)(where.ptr - text.ptr));
    rest = nd_str_skip(text, label.len);
    for (size_t i = 0; i < label.len; i++)
        if (nd_char_is_digit(label.ptr[i]))
            return text;
    return label.len > 0 && label.len <= MAX_LABEL && nd_date_read(rest, &reading) && !reading.has_rest
               ? rest
               : text;
}

bool nd_field_date(struct nd_record_builder *builder, const struct nd_value *value,
                   struct nd_value **leftover) {
    const struct nd_value *whole = value;
    struct nd_str text;
    struct nd_date_reading reading;

    value = first_day(only_member(value));
    if (value->type == ND_MAP && nd_field_date_of_parts(value, builder->arena, &reading.date) != NULL) {
        put_date(builder, &reading.date);
        *leftover = value->count > 3 ? nd_field_copy(builder, value) : NULL;
        return true;
    }
    text = without_call(nd_str_trim(nd_value_text(value)));
    if (text.len == 0 || value->type == ND_BOOL)
        return false;
    if (!nd_date_read(text, &reading) && !nd_date_read(without_label(text), &reading)) {
        report(builder, value, "is no date; kept as metadata");
        return false;
    }
    if (reading.date.year < FIRST_YEAR || reading.date.year > LAST_YEAR || is_zero(&reading.date)) {
        report(builder, value, "is no date of our calendar, or stands for none; kept as metadata");
        return false;
    }
    if (reading.other.year != 0) {
        if (builder->is_reference)
            report(builder, value, "may be two different days; kept as metadata");
        else if (builder->doubtful == NULL) {
            builder->doubt = reading;
            builder->doubtful = value;
        }
        return false;
    }
    put_date(builder, &reading.date);
    if (whole->type == ND_MAP && whole->count > 1)
        *leftover = nd_field_copy(builder, whole);
    if (reading.has_rest) {
        nd_problems_add(builder->problems, ND_P_DATE, value->line, value->column,
                        "the time in \"%.*s\" cannot be read; only the day was kept", message_length(text),
                        text.ptr);
        *leftover = nd_field_copy(builder, value);
    }
    return true;
}

void nd_field_read_parts_of_day(struct nd_record_builder *builder, const struct nd_value *map) {
    struct nd_date date;
    const struct nd_value *year;

    if (builder->article->published_at.ptr != NULL || builder->doubtful != NULL)
        return;
    year = nd_field_date_of_parts(map, builder->arena, &date);
    if (year == NULL)
        return;
    put_date(builder, &date);
    nd_record_source_key(builder, "published_at", year->key);
}

bool nd_field_date_quietly(struct nd_record_builder *builder, const struct nd_value *value,
                           struct nd_value **leftover) {
    struct nd_date_reading reading = {.has_rest = false};
    const struct nd_value *day = first_day(only_member(value));

    if (day->type == ND_MAP)
        return nd_field_date_of_parts(day, builder->arena, &reading.date) != NULL &&
               nd_field_date(builder, value, leftover);
    return nd_date_read(nd_str_trim(nd_value_text(day)), &reading) && !reading.has_rest &&
           reading.date.year >= FIRST_YEAR && reading.date.year <= LAST_YEAR && !is_zero(&reading.date) &&
           nd_field_date(builder, value, leftover);
}

/* What has several digits is meant as a date, and is reported when it is none. */
bool nd_field_date_or_flag(struct nd_record_builder *builder, const struct nd_value *value,
                           struct nd_value **leftover) {
    enum { LEAST_DIGITS = 3 };
    struct nd_str text = nd_value_text(value);
    int digits = 0;

    for (size_t i = 0; i < text.len; i++)
        digits += nd_char_is_digit(text.ptr[i]);
    return digits >= LEAST_DIGITS ? nd_field_date(builder, value, leftover)
                                  : nd_field_date_quietly(builder, value, leftover);
}

bool nd_field_day_of_page(struct nd_record_builder *builder, const struct nd_value *value,
                          struct nd_value **leftover) {
    struct nd_str text = nd_str_trim(nd_value_text(only_member(value)));
    struct nd_date_reading reading;
    struct nd_date day;

    if (!nd_field_date_quietly(builder, value, leftover))
        return false;
    if (nd_date_read(text, &reading) && reading.date.has_time && nd_date_find(text, &day) &&
        day.day != reading.date.day) {
        put_date(builder, &day);
        *leftover = nd_field_copy(builder, value);
    }
    return true;
}

/* Clippers write when a page was saved, beside the address it came from and the day it was published, which
 * may be empty; reading lists, beside how far it was read or whether it is a favourite. */
static bool is_clipping(struct nd_record_builder *builder) {
    static const struct nd_str keys[] = {ND_STR_INIT("is_archived"), ND_STR_INIT("is_starred"),
                                         ND_STR_INIT("favorite"), ND_STR_INIT("readingProgress")};
    const struct nd_value *source = nd_value_get(builder->fields, ND_STR("source"));

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (nd_value_get(builder->fields, keys[i]) != NULL)
            return true;
    for (size_t i = 0; builder->item != NULL && i < builder->item->name_count; i++)
        if (nd_str_eq_nocase(builder->item->names[i], ND_STR("selection"))) /* of what was saved */
            return true;
    return nd_value_get(builder->fields, ND_STR("published")) != NULL ||
           nd_url_canonical(nd_str_trim(nd_value_text(source)), builder->arena).ptr != NULL;
}

bool nd_field_created(struct nd_record_builder *builder, const struct nd_value *value,
                      struct nd_value **leftover) {
    builder->is_creation = !is_clipping(builder) && nd_field_date(builder, value, leftover);
    return builder->is_creation;
}

void nd_record_set_date(struct nd_record_builder *builder, const struct nd_date *date, const char *source) {
    if (builder->article->published_at.ptr != NULL)
        return;
    put_date(builder, date);
    nd_record_source(builder, "published_at", "%s", source);
}

void nd_record_doubt_date(struct nd_record_builder *builder, const struct nd_date_reading *reading,
                          struct nd_str text, const char *source) {
    struct nd_value *value = nd_value_string(builder->arena, nd_arena_str(builder->arena, text));

    if (builder->doubtful != NULL || builder->article->published_at.ptr != NULL)
        return;
    value->key = nd_str_from(source);
    builder->doubt = *reading;
    builder->doubtful = value;
    builder->is_doubt_shown = true;
}

static struct nd_provenance *source_of_date(const struct nd_record_builder *builder) {
    struct nd_provenance *p = builder->article->provenance;

    while (p != NULL && strcmp(p->field, "published_at") != 0)
        p = p->next;
    return p;
}

void nd_record_replace_date(struct nd_record_builder *builder, const struct nd_date *date,
                            const char *source) {
    struct nd_provenance *p = source_of_date(builder);

    if (p == NULL)
        return;
    nd_value_put(builder->article->metadata, nd_str_skip(p->source, nd_str_find_char(p->source, ':') + 1),
                 nd_value_string(builder->arena, builder->article->published_at));
    put_date(builder, date);
    p->source = nd_str_from(source);
}

void nd_record_date_from(struct nd_record_builder *builder, struct nd_str text, const char *source) {
    struct nd_date date;

    if (builder->article->published_at.ptr == NULL && text.len > 0 && nd_date_find(text, &date))
        nd_record_set_date(builder, &date, source);
}

static bool is_among(struct nd_str language, const char *const *codes, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (nd_str_starts_nocase(language, nd_str_from(codes[i])))
            return true;
    return false;
}

/* Which of the two it is by the custom of the language; -1 when that does not decide. */
static int choose(struct nd_str language, bool is_named) {
    static const char *const croatian[] = {"hr", "bs", "sr", "sh"};
    static const char *const month_first[] = {"en-US", "en-PH"};
    static const char *const day_first[] = {"en-GB", "en-IE", "en-AU", "en-NZ", "en-IN", "en-ZA"};
    static const char *const unsure[] = {"en", "zh", "ja", "ko", "hu", "lt", "mn", "fil", "sv", "eu"};
#define AMONG(list) is_among(language, list, sizeof(list) / sizeof *(list))

    if (language.ptr == NULL)
        return -1;
    if (is_named)
        return AMONG(croatian);
    if (AMONG(month_first) || AMONG(day_first))
        return AMONG(month_first);
    return AMONG(unsure) ? -1 : 0;
#undef AMONG
}

/* "3/5/2024 8:00 AM", "17:34 03/05/2024": what letters there are name no month. */
static bool begins_with_numbers(struct nd_str text) {
    size_t digits = 0, time = 0;

    while (time < text.len && (nd_char_is_digit(text.ptr[time]) || text.ptr[time] == ':'))
        time++;
    if (time < text.len && text.ptr[time] == ' ' &&
        nd_str_find_char(nd_str_slice(text, 0, time), ':') != SIZE_MAX)
        text = nd_str_skip(text, time + 1);
    while (digits < text.len && nd_char_is_digit(text.ptr[digits]))
        digits++;
    return digits > 0 && digits + 1 < text.len && nd_char_is_one_of(text.ptr[digits], "./-") &&
           nd_char_is_digit(text.ptr[digits + 1]);
}

void nd_record_refine_date(struct nd_record_builder *builder, const struct nd_date *date,
                           const char *source) {
    struct nd_provenance *p = source_of_date(builder);

    put_date(builder, date);
    if (p == NULL)
        nd_record_source(builder, "published_at", "path, %s", source);
    else
        p->source = nd_arena_printf(builder->arena, "%.*s, %s", (int)p->source.len, p->source.ptr, source);
}

void nd_record_settle_date(struct nd_record_builder *builder) {
    const struct nd_value *value = builder->doubtful;
    bool is_named;
    int choice;

    if (value == NULL || builder->article->published_at.ptr != NULL)
        return;
    is_named = !begins_with_numbers(without_label(nd_str_trim(nd_value_text(only_member(value)))));
    choice = builder->item != NULL && builder->item->date_order != ND_ORDER_UNKNOWN
                 ? builder->item->date_order == ND_MONTH_FIRST
                 : choose(builder->article->language, is_named);
    if (choice < 0) {
        report(builder, value, "may be two different days; kept as metadata");
        if (builder->is_doubt_shown)
            nd_value_put(builder->article->metadata, value->key, nd_field_copy(builder, value));
        return;
    }
    put_date(builder, choice == 0 ? &builder->doubt.date : &builder->doubt.other);
    if (builder->is_doubt_shown || builder->article->shape == ND_SHAPE_HTML) /* the key says where already */
        nd_record_source(builder, "published_at", "%.*s", (int)value->key.len, value->key.ptr);
    else
        nd_record_source_key(builder, "published_at", value->key);
}
