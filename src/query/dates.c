#include "newsdex/query.h"

/* Days since 1970-01-01: the first of a span, and the one after its last. */
struct span {
    int64_t first, after;
};

static int64_t month_start(int64_t month) {
    return nd_date_to_days((int)(month / 12), (int)(month % 12) + 1, 1);
}

/* 2023 or 2023-07. Months are counted from year 0. */
static bool read_months(struct nd_str text, struct span *span) {
    uint64_t year, month = 1;
    bool is_year = text.len == 4;
    int64_t start;

    if (!is_year && (text.len < 6 || text.len > 7 || (text.ptr[4] != '-' && text.ptr[4] != '/') ||
                     !nd_str_to_uint(nd_str_skip(text, 5), &month)))
        return false;
    if (!nd_str_to_uint(nd_str_slice(text, 0, 4), &year) || year < 1 || month < 1 || month > 12)
        return false;
    start = (int64_t)year * 12 + (int64_t)month - 1;
    *span = (struct span){month_start(start), month_start(start + (is_year ? 12 : 1))};
    return true;
}

/* The same day of an earlier month, or its last day when the month is shorter; not before year 1. */
static int64_t months_before(const struct nd_date *today, int64_t months) {
    int64_t month = (int64_t)today->year * 12 + today->month - 1 - months;
    int day = today->day;

    if (month < 12)
        return nd_date_to_days(1, 1, 1);
    while (!nd_date_is_real((int)(month / 12), (int)(month % 12) + 1, day))
        day--;
    return month_start(month) + day - 1;
}

/* today, yesterday, 7d, 3w, 2m, 1y */
static bool read_relative(struct nd_str text, const struct nd_date *today, int64_t *day) {
    const int64_t start = nd_date_to_days(1, 1, 1);
    uint64_t number = nd_str_eq_nocase(text, ND_STR("yesterday"));
    char unit = 'd';
    int64_t now;

    if (today == NULL || !nd_date_is_real(today->year, today->month, today->day))
        return false;
    if (number == 0 && !nd_str_eq_nocase(text, ND_STR("today"))) {
        if (text.len < 2 || text.len > 8 || !nd_str_to_uint(nd_str_slice(text, 0, text.len - 1), &number))
            return false;
        unit = nd_char_lower(text.ptr[text.len - 1]);
    }
    now = nd_date_to_days(today->year, today->month, today->day);
    if (unit == 'd' || unit == 'w')
        *day = now - (int64_t)number * (unit == 'w' ? 7 : 1);
    else if (unit == 'm' || unit == 'y')
        *day = months_before(today, (int64_t)number * (unit == 'y' ? 12 : 1));
    else
        return false;
    *day = *day < start ? start : *day;
    return true;
}

static bool read_span(struct nd_str text, const struct nd_date *today, struct span *span) {
    struct nd_date_reading reading;
    struct nd_date date;
    bool has_month;

    if (read_months(text, span))
        return true;
    if (!read_relative(text, today, &span->first)) {
        if (!nd_date_read(text, &reading) || reading.has_rest || reading.other.year != 0 ||
            (reading.date.day == 0 && !nd_str_has_letter(text)))
            return false;
        date = reading.date;
        has_month = date.month != 0;
        if (date.day == 0) { /* "March 2024" */
            int64_t start = (int64_t)date.year * 12 + (has_month ? date.month - 1 : 0);
            *span = (struct span){month_start(start), month_start(start + (has_month ? 1 : 12))};
            return true;
        }
        span->first = nd_date_to_days(date.year, date.month, date.day);
    }
    span->after = span->first + 1;
    return true;
}

static void write_day(int64_t day, char out[ND_DATE_MAX]) {
    struct nd_date date = {0};

    nd_date_from_days(day, &date);
    if (date.year <= 9999)
        nd_date_format(&date, out);
}

/* ">=2023-07", "<2024": from a span on, behind it, up to it or before it. */
static bool read_comparison(struct nd_str text, const struct nd_date *today, char from[ND_DATE_MAX],
                            char until[ND_DATE_MAX]) {
    bool is_less = text.ptr[0] == '<', has_equals = text.len > 1 && text.ptr[1] == '=';
    struct span span;

    if (!read_span(nd_str_trim(nd_str_skip(text, has_equals ? 2 : 1)), today, &span))
        return false;
    write_day(is_less == has_equals ? span.after : span.first, is_less ? until : from);
    return from[0] != '\0' || until[0] != '\0';
}

bool nd_query_dates(struct nd_str text, const struct nd_date *today, char from[ND_DATE_MAX],
                    char until[ND_DATE_MAX]) {
    size_t dots = nd_str_find(text, ND_STR(".."));
    struct nd_str left = nd_str_trim(nd_str_slice(text, 0, dots)), right = left;
    struct span first, last;

    from[0] = until[0] = '\0';
    if (left.len > 0 && dots == SIZE_MAX && (left.ptr[0] == '<' || left.ptr[0] == '>'))
        return read_comparison(left, today, from, until);
    if (dots != SIZE_MAX)
        right = nd_str_trim(nd_str_skip(text, dots + 2));
    if ((left.len > 0 && !read_span(left, today, &first)) ||
        (right.len > 0 && !read_span(right, today, &last)))
        return false;
    if (left.len > 0 && right.len > 0 && first.first >= last.after) {
        struct span swapped = first;
        first = last;
        last = swapped;
    }
    if (left.len > 0)
        write_day(first.first, from);
    if (right.len > 0)
        write_day(last.after, until);
    return from[0] != '\0' || until[0] != '\0';
}
