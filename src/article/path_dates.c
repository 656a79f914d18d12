/* The days that names of files and folders say, and addresses. */
#include "article/fields.h"
#include "article/issue.h"

#include <string.h>

enum { LAST_YEAR = 2200 };

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

/* "year=2024", "m03", "5日": the number, as tables in parts and archives have it. */
static struct nd_str bare(struct nd_str folder) {
    static const struct nd_str ends[] = {ND_STR_INIT("年"), ND_STR_INIT("月"), ND_STR_INIT("日"),
                                         ND_STR_INIT("년"), ND_STR_INIT("월"), ND_STR_INIT("일")};
    size_t equals = nd_str_find_char(folder, '=');

    if (equals != SIZE_MAX)
        return nd_str_skip(folder, equals + 1);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (nd_str_ends(folder, ends[i]))
            return nd_str_slice(folder, 0, folder.len - ends[i].len);
    if (folder.len > 1 && nd_char_is_one_of(folder.ptr[0], "ymd") && nd_char_is_digit(folder.ptr[1]))
        return nd_str_skip(folder, 1);
    return folder;
}

/* One digit is enough where it is said of what. */
static int part_of(struct nd_str folder, int most) {
    struct nd_str number = bare(folder);
    bool is_said = number.len < folder.len && number.len == 1;

    return number_of(number, is_said ? 1 : 2, 1, most);
}

/* ".../2024/03/05", ".../2024/March/05", ".../2024/0305" or ".../2024/03". */
static bool read_folders(struct nd_str folders, struct nd_date *date) {
    struct nd_str last = cut_last(&folders), before = cut_last(&folders), first = bare(cut_last(&folders));
    int year = number_of(bare(before), 4, 1900, LAST_YEAR);
    struct nd_date d = {
        .year = number_of(first, 4, 1900, LAST_YEAR), .month = part_of(before, 12), .day = part_of(last, 31)};

    if (d.month == 0 && d.year != 0)
        d.month = month_of(before);
    if (last.len == 4 && year != 0)
        d = (struct nd_date){.year = year,
                             .month = number_of(nd_str_slice(last, 0, 2), 2, 1, 12),
                             .day = number_of(nd_str_skip(last, 2), 2, 1, 31)};
    if (d.year == 0 || d.month == 0 || d.day == 0)
        d = (struct nd_date){.year = year, .month = part_of(last, 12)};
    if (d.month == 0 && d.year != 0)
        d.month = month_of(last);
    *date = d;
    return d.year != 0 && d.month != 0 && (d.day == 0 || nd_date_is_real(d.year, d.month, d.day));
}

/* A folder that is named by a day or month and nothing else; of numbers 20240305 only, others may be ids. */
static bool read_folder(struct nd_str folder, struct nd_date *date) {
    struct nd_date_reading reading;
    uint64_t number;

    folder = nd_str_skip(folder, nd_str_find_char(folder, '=') + 1);
    if (folder.len == 8 && folder.ptr[4] == '-') /* "2024-012": the 12th of that year, of whatever */
        return false;
    if (folder.len < 7 || (nd_str_to_uint(folder, &number) && folder.len != 8) ||
        !nd_date_read(folder, &reading) || reading.has_rest || reading.other.year != 0 ||
        reading.date.month == 0 || reading.date.has_time || reading.date.year < 1900 ||
        reading.date.year > LAST_YEAR)
        return false;
    *date = reading.date;
    return true;
}

/* The nearest folders that say a day or month: those of a day may be sorted by subject. */
static bool read_nearest(struct nd_str folders, struct nd_date *date) {
    enum { LEVELS = 3 };

    for (int level = 0; level < LEVELS && folders.len > 0; level++) {
        struct nd_str above = folders, last = cut_last(&above);
        if (read_folder(last, date) || read_folders(folders, date))
            return true;
        folders = above;
    }
    return false;
}

/* The nearest folder on the way to a file that is called by a year; absent when there is none. */
static struct nd_str year_of_path(struct nd_str path) {
    enum { LEVELS = 4, FIRST = 1900 };

    (void)cut_last(&path);
    for (int level = 0; level < LEVELS && path.len > 0; level++) {
        struct nd_str folder = cut_last(&path);
        if (number_of(folder, 4, FIRST, LAST_YEAR) != 0)
            return folder;
    }
    return ND_STR_NONE;
}

/* What issues are called in names of files, beside what they call themselves. */
static bool is_issue(struct nd_str name) {
    static const struct nd_str words[] = {
        ND_STR_INIT("issue"),   ND_STR_INIT("edition"),  ND_STR_INIT("edición"), ND_STR_INIT("edicion"),
        ND_STR_INIT("ausgabe"), ND_STR_INIT("bulletin"), ND_STR_INIT("boletin"), ND_STR_INIT("numero"),
        ND_STR_INIT("numéro"),  ND_STR_INIT("número"),   ND_STR_INIT("monthly"), ND_STR_INIT("uitgave"),
        ND_STR_INIT("выпуск"),  ND_STR_INIT("Выпуск"),   ND_STR_INIT("номер"),   ND_STR_INIT("Номер"),
        ND_STR_INIT("wydanie"), ND_STR_INIT("bulten"),   ND_STR_INIT("號"),      ND_STR_INIT("号"),
        ND_STR_INIT("月刊"),    ND_STR_INIT("호")};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        for (size_t at = 0; at + words[i].len <= name.len; at++)
            if (nd_str_starts_nocase(nd_str_skip(name, at), words[i]))
                return true;
    return nd_issue_is_named(name);
}

/* "Newsletter March 2024", "issue-2024-03", "2023年7月号": a month and a year side by side. */
static bool read_issue(struct nd_str name, struct nd_date *date) {
    struct nd_date_reading reading;
    struct nd_str before = ND_STR_NONE;

    if (!is_issue(name))
        return false;
    while (name.len > 0) {
        size_t end = 0, digits = 0;
        struct nd_str word, pair;
        while (end < name.len && !nd_char_is_one_of(name.ptr[end], " -_.,"))
            digits += nd_char_is_digit(name.ptr[end++]);
        word = nd_str_slice(name, 0, end);
        name = nd_str_skip(name, end + (end < name.len));
        pair = before.len > 0 ? nd_str_of(before.ptr, (size_t)(word.ptr - before.ptr) + end) : word;
        before = word;
        if (digits == 0 && pair.ptr == word.ptr)
            continue;
        for (int i = 0; i < 2; i++) {
            struct nd_str text = i == 0 ? pair : word;
            if (nd_date_read(text, &reading) && reading.date.month != 0 && reading.date.day == 0 &&
                reading.date.year >= 1900 && reading.date.year <= LAST_YEAR &&
                (!reading.has_rest || nd_str_find(text, ND_STR("月")) != SIZE_MAX)) {
                *date = reading.date;
                return true;
            }
        }
    }
    return false;
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

/* "202403051011 Low water.md", "20240305101112.md": a day and a time, as note keepers name what they write.
 */
static bool read_stamp(struct nd_str name, struct nd_date *date) {
    size_t digits = 0;
    uint64_t time;

    while (digits < name.len && nd_char_is_digit(name.ptr[digits]))
        digits++;
    if ((digits != 12 && digits != 14) || !nd_str_to_uint(nd_str_slice(name, 8, 12), &time) || time >= 2400 ||
        time % 100 >= 60)
        return false;
    *date = (struct nd_date){.year = number_of(nd_str_slice(name, 0, 4), 4, 1900, LAST_YEAR),
                             .month = number_of(nd_str_slice(name, 4, 6), 2, 1, 12),
                             .day = number_of(nd_str_slice(name, 6, 8), 2, 1, 31)};
    return date->year != 0 && date->month != 0 && nd_date_is_real(date->year, date->month, date->day);
}

static bool read_path(struct nd_str path, struct nd_str key, struct nd_date *date) {
    struct nd_str folders = path, name = cut_last(&folders), folder = folders;

    if (nd_date_find(name, date) || nd_date_read_in(name, date) || read_stamp(name, date))
        return true;
    folder = cut_last(&folder);
    if (is_index(name) && folder.len > 11 && nd_date_find(folder, date))
        return true;
    return read_month(key, date) || read_issue(nd_str_slice(name, 0, nd_str_rfind_char(name, '.')), date) ||
           read_nearest(folders, date);
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

/*
 * The day without a year that the text begins with, "March 5", "5. März": of the year or the month that is
 * known, if it lies in that; otherwise it is reported.
 */
static void settle_day(struct nd_record_builder *builder) {
    enum { MONTH_LENGTH = 7 };
    struct nd_str day = builder->day_without_year, known = builder->article->published_at;
    struct nd_date date;
    char text[ND_DATE_MAX];

    if (day.len == 0 || known.len > MONTH_LENGTH || builder->doubtful != NULL)
        return;
    if (known.len == 0)
        known = year_of_path(builder->article->path);
    if (!nd_date_parse(nd_arena_printf(builder->arena, "%.*s %.4s", (int)day.len, day.ptr,
                                       known.len > 0 ? known.ptr : "2000"),
                       &date))
        return;
    if (known.len == 0)
        nd_problems_add(builder->problems, ND_P_YEAR, 0, 0, "\"%.*s\", with which it begins, has no year",
                        (int)day.len, day.ptr);
    else if (nd_str_starts(nd_str_of(text, nd_date_format(&date, text)), known))
        nd_record_refine_date(builder, &date, "dateline");
}

/* Zola's "path", Jekyll's permalink and slug often carry the date that is nowhere else. */
void nd_record_date_from_addresses(struct nd_record_builder *builder) {
    static const struct nd_str keys[] = {ND_STR_INIT("path"), ND_STR_INIT("permalink"), ND_STR_INIT("slug")};
    const struct nd_value *front_matter = builder->document->front_matter;
    const struct nd_article *article = builder->article;
    struct nd_date date, named;
    bool has_date;

    if (article->published_at.ptr != NULL) {
        settle_day(builder);
        return;
    }
    if (builder->day_beside.year != 0) {
        char day[ND_DATE_MAX];
        size_t length = nd_date_format(&builder->day_beside, day);
        builder->article->published_at = nd_arena_str(builder->arena, nd_str_of(day, length));
        nd_record_source_key(builder, "published_at", builder->day_key);
        return;
    }
    for (size_t i = 0; i < sizeof keys / sizeof *keys && front_matter != NULL; i++) {
        char source[32] = "front-matter:";
        for (size_t k = 0; k < keys[i].len; k++)
            source[13 + k] = keys[i].ptr[k];
        nd_record_date_from(builder, nd_value_text(nd_value_get(front_matter, keys[i])), source);
    }
    has_date = read_path(article->path, article->key, &named);
    if (has_date && named.day != 0)
        nd_record_set_date(builder, &named, "path");
    nd_record_date_from(builder, article->url, "url");
    if (article->published_at.ptr == NULL && read_url_named(article->url, builder->arena, &date))
        nd_record_set_date(builder, &date, "url");
    if (article->published_at.ptr == NULL && read_url_month(article->url, &date))
        nd_record_set_date(builder, &date, "url");
    if (has_date)
        nd_record_set_date(builder, &named, "path");
    settle_day(builder);
}
