/* When it was published: dates of fields, of names and addresses, and which of two days a date may be. */
#include "article/fields.h"

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

bool nd_field_date(struct nd_record_builder *builder, const struct nd_value *value,
                   struct nd_value **leftover) {
    const struct nd_value *whole = value;
    struct nd_str text;
    struct nd_date_reading reading;

    value = first_day(only_member(value));
    text = without_call(nd_str_trim(nd_value_text(value)));
    if (text.len == 0 || value->type == ND_BOOL)
        return false;
    if (!nd_date_read(text, &reading)) {
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

bool nd_field_date_quietly(struct nd_record_builder *builder, const struct nd_value *value,
                           struct nd_value **leftover) {
    struct nd_date_reading reading;

    return nd_date_read(nd_str_trim(nd_value_text(first_day(only_member(value)))), &reading) &&
           !reading.has_rest && reading.date.year >= FIRST_YEAR && reading.date.year <= LAST_YEAR &&
           !is_zero(&reading.date) && nd_field_date(builder, value, leftover);
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

void nd_record_replace_date(struct nd_record_builder *builder, const struct nd_date *date,
                            const char *source) {
    struct nd_provenance *p = builder->article->provenance;

    while (p != NULL && strcmp(p->field, "published_at") != 0)
        p = p->next;
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

/* The last folder of path, which is cut off; absent when there is none. */
static struct nd_str cut_last(struct nd_str *path) {
    size_t slash = nd_str_rfind_char(*path, '/');
    struct nd_str last = slash == SIZE_MAX ? *path : nd_str_skip(*path, slash + 1);

    *path = slash == SIZE_MAX ? ND_STR_NONE : nd_str_slice(*path, 0, slash);
    return last;
}

static int number_of(struct nd_str text, size_t digits, int least, int most) {
    uint64_t number;

    if (text.len != digits || !nd_str_to_uint(text, &number) || number < (uint64_t)least ||
        number > (uint64_t)most)
        return 0;
    return (int)number;
}

/* "03", "March", "mar", "03-March": the number of a month, or 0. */
static int month_of(struct nd_str folder) {
    static const char year[] = {' ', '2', '0', '0', '0'}; /* some */
    int number = number_of(nd_str_slice(folder, 0, 2), 2, 1, 12);
    struct nd_date_reading reading;
    char text[64];

    if (folder.len < 3 || folder.len + sizeof year > sizeof text)
        return folder.len == 2 ? number : 0;
    if (number > 0)
        folder = nd_str_trim(nd_str_skip(folder, 3));
    memcpy(text, folder.ptr, folder.len);
    memcpy(text + folder.len, year, sizeof year);
    if (!nd_date_read(nd_str_of(text, folder.len + sizeof year), &reading) || reading.has_rest ||
        reading.date.day != 0 || (number > 0 && number != reading.date.month))
        return 0;
    return reading.date.month;
}

/* ".../2024/03/05/", ".../2024/March/05/", ".../2024/0305/" or ".../2024/03/". */
static bool read_folders(struct nd_str folders, struct nd_date *date) {
    struct nd_str last = cut_last(&folders), before = cut_last(&folders);
    struct nd_date d = {.year = number_of(cut_last(&folders), 4, 1900, LAST_YEAR),
                        .month = month_of(before),
                        .day = number_of(last, 2, 1, 31)};

    if (last.len == 4 && number_of(before, 4, 1900, LAST_YEAR) != 0)
        d = (struct nd_date){.year = number_of(before, 4, 1900, LAST_YEAR),
                             .month = number_of(nd_str_slice(last, 0, 2), 2, 1, 12),
                             .day = number_of(nd_str_skip(last, 2), 2, 1, 31)};
    if (d.year == 0 || d.month == 0 || d.day == 0)
        d = (struct nd_date){.year = number_of(before, 4, 1900, LAST_YEAR), .month = month_of(last)};
    *date = d;
    return d.year != 0 && d.month != 0 && (d.day == 0 || nd_date_is_real(d.year, d.month, d.day));
}

/* "2025-10.md", "october-2025.md", "2025-10-october.md", "2025-03-letter.md"; the 10 of "2025-10-tips.md" may
 * be no month. */
static bool read_month(struct nd_str name, struct nd_date *date) {
    struct nd_str month = nd_str_skip(name, name.len < 8 ? name.len : 8);
    struct nd_date_reading reading;
    char text[64];

    if (nd_date_read(name, &reading) && !reading.has_rest && reading.date.day == 0 &&
        reading.date.month != 0) {
        *date = reading.date;
        return true;
    }
    if (month.len == 0 || name.ptr[4] != '-' || name.ptr[7] != '-' || nd_char_is_digit(month.ptr[0]))
        return false;
    *date = (struct nd_date){.year = number_of(nd_str_slice(name, 0, 4), 4, 1900, LAST_YEAR),
                             .month = number_of(nd_str_slice(name, 5, 7), 2, 1, 12)};
    if (date->year == 0 || date->month == 0 || name.ptr[5] == '0')
        return date->year != 0 && date->month != 0;
    month = nd_str_slice(month, 0, nd_str_find_char(month, '-'));
    if (month.len + 5 > sizeof text)
        return false;
    memcpy(text, month.ptr, month.len);
    text[month.len] = ' ';
    memcpy(text + month.len + 1, name.ptr, 4);
    return nd_date_read(nd_str_of(text, month.len + 5), &reading) && reading.date.month == date->month;
}

/* A file whose folder has the name it would have itself. */
static bool is_index(struct nd_str name) {
    static const struct nd_str names[] = {
        ND_STR_INIT("index"), ND_STR_INIT("_index"),  ND_STR_INIT("readme"), ND_STR_INIT("article"),
        ND_STR_INIT("post"),  ND_STR_INIT("content"), ND_STR_INIT("text"),   ND_STR_INIT("page")};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (nd_str_eq_nocase(nd_str_slice(name, 0, nd_str_find_char(name, '.')), names[i]))
            return true;
    return false;
}

static bool read_path(struct nd_str path, struct nd_str key, struct nd_date *date) {
    struct nd_str folders = path, name = cut_last(&folders), folder = folders;

    if (nd_date_find(name, date) || nd_date_read_in(name, date))
        return true;
    folder = cut_last(&folder);
    if (is_index(name) && folder.len > 11 && nd_date_find(folder, date))
        return true;
    return read_month(key, date) || read_folders(folders, date) ||
           (is_index(name) && read_folders(nd_str_slice(folders, 0, nd_str_rfind_char(folders, '/')), date));
}

/* ".../2021/mar/09/..." */
static bool read_url_named(struct nd_str url, struct nd_arena *arena, struct nd_date *date) {
    struct nd_str folders = nd_str_slice(url, 0, nd_str_find_char(url, '?'));

    for (; folders.len > 0; (void)cut_last(&folders)) {
        struct nd_str before = folders, day = cut_last(&before), month = cut_last(&before),
                      year = cut_last(&before);
        struct nd_str text;
        if (month.len != 3 || number_of(year, 4, 1900, LAST_YEAR) == 0 || day.len == 0 || day.len > 2)
            continue;
        text = nd_arena_printf(arena, "%.*s %.*s %.*s", (int)day.len, day.ptr, (int)month.len, month.ptr,
                               (int)year.len, year.ptr);
        if (nd_date_parse(text, date))
            return true;
    }
    return false;
}

/* ".../2024/03/..." of a URL that does not go on with the day. */
static bool read_url_month(struct nd_str url, struct nd_date *date) {
    for (size_t at = 0; at + 9 < url.len; at++) {
        if (url.ptr[at] != '/' || url.ptr[at + 5] != '/' || url.ptr[at + 8] != '/')
            continue;
        *date = (struct nd_date){.year = number_of(nd_str_slice(url, at + 1, at + 5), 4, 1900, LAST_YEAR),
                                 .month = number_of(nd_str_slice(url, at + 6, at + 8), 2, 1, 12)};
        if (date->year != 0 && date->month != 0)
            return true;
    }
    return false;
}

/* Zola's "path", Jekyll's permalink and slug often carry the date that is nowhere else. */
void nd_record_date_from_addresses(struct nd_record_builder *builder) {
    static const struct nd_str keys[] = {ND_STR_INIT("path"), ND_STR_INIT("permalink"), ND_STR_INIT("slug")};
    const struct nd_value *front_matter = builder->document->front_matter;
    const struct nd_article *article = builder->article;
    struct nd_date date;

    if (article->published_at.ptr != NULL)
        return;
    for (size_t i = 0; i < sizeof keys / sizeof *keys && front_matter != NULL; i++) {
        char source[32] = "front-matter:";
        for (size_t k = 0; k < keys[i].len; k++)
            source[13 + k] = keys[i].ptr[k];
        nd_record_date_from(builder, nd_value_text(nd_value_get(front_matter, keys[i])), source);
    }
    if (read_path(article->path, article->key, &date) && date.day != 0)
        nd_record_set_date(builder, &date, "path");
    nd_record_date_from(builder, article->url, "url");
    if (article->published_at.ptr == NULL && read_url_named(article->url, builder->arena, &date))
        nd_record_set_date(builder, &date, "url");
    if (article->published_at.ptr == NULL && read_url_month(article->url, &date))
        nd_record_set_date(builder, &date, "url");
    if (article->published_at.ptr == NULL && read_path(article->path, article->key, &date))
        nd_record_set_date(builder, &date, "path");
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

/* "3/5/2024 8:00 AM": what letters there are name no month. */
static bool begins_with_numbers(struct nd_str text) {
    size_t digits = 0;

    while (digits < text.len && nd_char_is_digit(text.ptr[digits]))
        digits++;
    return digits > 0 && digits + 1 < text.len && strchr("./-", text.ptr[digits]) != NULL &&
           nd_char_is_digit(text.ptr[digits + 1]);
}

void nd_record_settle_date(struct nd_record_builder *builder) {
    const struct nd_value *value = builder->doubtful;
    bool is_named;
    int choice;

    if (value == NULL || builder->article->published_at.ptr != NULL)
        return;
    is_named = !begins_with_numbers(nd_str_trim(nd_value_text(only_member(value))));
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
