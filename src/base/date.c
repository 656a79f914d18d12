#include "newsdex/date.h"

#include <stdio.h>

static const char month_names[12][10] = {"january",   "february", "march",    "april",
                                         "may",       "june",     "july",     "august",
                                         "september", "october",  "november", "december"};

static bool is_leap(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

bool nd_date_is_real(int year, int month, int day) {
    static const int days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1)
        return false;
    return day <= days[month - 1] + (month == 2 && is_leap(year));
}

/* Days from civil date; H. Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2014), eras of 400 years.
 */
int64_t nd_date_to_days(int year, int month, int day) {
    int64_t y = year - (month <= 2);
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

    return era * 146097 + day_of_era - 719468;
}

void nd_date_from_days(int64_t days, struct nd_date *date) {
    int64_t z = days + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t day_of_era = z - era * 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted_month = (5 * day_of_year + 2) / 153;

    date->day = (int)(day_of_year - (153 * shifted_month + 2) / 5 + 1);
    date->month = (int)(shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
    date->year = (int)(year_of_era + era * 400 + (date->month <= 2));
}

/* Reads 1 to max digits; returns how many, 0 for none or more than max. */
static size_t take_number(struct nd_str *s, size_t max, int *value) {
    size_t n = 0;

    *value = 0;
    while (n < s->len && n < max && nd_char_is_digit(s->ptr[n]))
        *value = *value * 10 + (s->ptr[n++] - '0');
    if (n == 0 || (n < s->len && nd_char_is_digit(s->ptr[n])))
        return 0;
    *s = nd_str_skip(*s, n);
    return n;
}

static bool take_char(struct nd_str *s, char c) {
    if (s->len == 0 || s->ptr[0] != c)
        return false;
    *s = nd_str_skip(*s, 1);
    return true;
}

static void skip_blanks(struct nd_str *s) {
    while (s->len > 0 && (nd_char_is_blank(s->ptr[0]) || s->ptr[0] == ','))
        *s = nd_str_skip(*s, 1);
}

static struct nd_str take_word(struct nd_str *s) {
    size_t n = 0;
    struct nd_str word;

    while (n < s->len && nd_char_is_alpha(s->ptr[n]))
        n++;
    word = nd_str_slice(*s, 0, n);
    *s = nd_str_skip(*s, n);
    return word;
}

/* The zones of RFC 5322 section 4.3, and those that need no table there. */
static bool named_zone(struct nd_str name, int *minutes) {
    static const struct {
        char name[4];
        int hours;
    } zones[] = {{"Z", 0},    {"UTC", 0},  {"GMT", 0},  {"UT", 0},   {"EDT", -4}, {"EST", -5},
                 {"CDT", -5}, {"CST", -6}, {"MDT", -6}, {"MST", -7}, {"PDT", -7}, {"PST", -8}};

    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++)
        if (nd_str_eq_nocase(name, nd_str_from(zones[i].name))) {
            *minutes = zones[i].hours * 60;
            return true;
        }
    return false;
}

/* The offset in minutes; false when what follows is no zone. Nothing at all is UTC. */
static bool take_zone(struct nd_str *s, int *minutes) {
    int hours, rest = 0, sign;
    size_t digits;

    *minutes = 0;
    if (s->len == 0)
        return true;
    if (nd_char_is_alpha(s->ptr[0]))
        return named_zone(take_word(s), minutes);
    if (s->ptr[0] != '+' && s->ptr[0] != '-')
        return false;
    sign = s->ptr[0] == '-' ? -1 : 1;
    *s = nd_str_skip(*s, 1);
    digits = take_number(s, 4, &hours);
    if (digits == 4) {
        rest = hours % 100;
        hours /= 100;
    } else if (digits == 0 || digits == 3 || (take_char(s, ':') && take_number(s, 2, &rest) == 0)) {
        return false;
    }
    *minutes = sign * (hours * 60 + rest);
    return hours <= 23 && rest <= 59;
}

/* The rest of a time behind its zone: nothing, or the zone again as a comment, "-0700 (PDT)". */
static bool is_end_of_time(struct nd_str s) {
    s = nd_str_trim(s);
    return s.len == 0 || (s.ptr[0] == '(' && nd_str_find_char(s, ')') == s.len - 1);
}

/* True unless s goes on with am or pm and the hour is none of a twelve-hour clock. */
static bool take_half_of_day(struct nd_str *s, int *hour) {
    struct nd_str rest = *s, word = take_word(&rest);
    bool is_pm = nd_str_eq_nocase(word, ND_STR("pm"));

    if (!is_pm && !nd_str_eq_nocase(word, ND_STR("am")))
        return true;
    if (*hour < 1 || *hour > 12)
        return false;
    *hour = *hour % 12 + (is_pm ? 12 : 0);
    *s = rest;
    skip_blanks(s);
    return true;
}

static void shift_to_utc(struct nd_date *date, int offset_minutes) {
    int64_t days = nd_date_to_days(date->year, date->month, date->day);
    int64_t minutes = days * 1440 + date->hour * 60 + date->minute - offset_minutes;
    int64_t day = minutes / 1440 - (minutes % 1440 < 0);

    nd_date_from_days(day, date);
    date->hour = (int)((minutes - day * 1440) / 60);
    date->minute = (int)((minutes - day * 1440) % 60);
}

/* hh:mm[:ss[.fraction]] [am|pm] [zone], the whole of s. */
static bool parse_time(struct nd_str s, struct nd_date *date) {
    int offset;

    if (take_number(&s, 2, &date->hour) == 0 || !take_char(&s, ':') || take_number(&s, 2, &date->minute) != 2)
        return false;
    if (take_char(&s, ':') && take_number(&s, 2, &date->second) != 2)
        return false;
    if (take_char(&s, '.'))
        while (s.len > 0 && nd_char_is_digit(s.ptr[0]))
            s = nd_str_skip(s, 1);
    skip_blanks(&s);
    if (!take_half_of_day(&s, &date->hour) || !take_zone(&s, &offset) || !is_end_of_time(s))
        return false;
    if (date->hour > 24 || date->minute > 59 || date->second > 60)
        return false;
    if (date->hour == 24 && (date->minute > 0 || date->second > 0))
        return false;
    if (date->second == 60)
        date->second = 59;
    date->has_time = true;
    shift_to_utc(date, offset);
    return date->year >= 1 && date->year <= 9999;
}

static bool take_month_name(struct nd_str *s, int *month) {
    struct nd_str word = take_word(s);

    if (word.len < 3)
        return false;
    take_char(s, '.');
    for (int i = 0; i < 12; i++)
        if (nd_str_starts_nocase(nd_str_from(month_names[i]), word)) {
            *month = i + 1;
            return true;
        }
    return false;
}

/* "Wed, 26 Jul 2023", "26 July 2023" or "July 26, 2023"; leaves the time, if any, in *s. */
static bool take_named_day(struct nd_str *s, struct nd_date *date) {
    struct nd_str before = *s;

    if (s->len > 3 && nd_char_is_alpha(s->ptr[0])) {
        struct nd_str word = take_word(s);
        char head[3];
        for (size_t i = 0; i < 3; i++)
            head[i] = i < word.len ? nd_char_lower(word.ptr[i]) : ' ';
        if (nd_str_find(ND_STR("mon tue wed thu fri sat sun"), nd_str_of(head, 3)) % 4 != 0 || word.len < 3)
            *s = before;
        skip_blanks(s);
    }
    if (s->len > 0 && nd_char_is_digit(s->ptr[0])) {
        if (take_number(s, 2, &date->day) == 0)
            return false;
        skip_blanks(s);
        if (!take_month_name(s, &date->month))
            return false;
    } else {
        if (!take_month_name(s, &date->month))
            return false;
        skip_blanks(s);
        if (take_number(s, 2, &date->day) == 0)
            return false;
    }
    skip_blanks(s);
    return take_number(s, 4, &date->year) == 4;
}

static bool take_numeric_day(struct nd_str *s, struct nd_date *date) {
    char separator;

    if (take_number(s, 4, &date->year) != 4 || s->len == 0)
        return false;
    separator = s->ptr[0];
    if (separator != '-' && separator != '/' && separator != '.')
        return false;
    *s = nd_str_skip(*s, 1);
    return take_number(s, 2, &date->month) != 0 && take_char(s, separator) &&
           take_number(s, 2, &date->day) != 0;
}

bool nd_date_parse(struct nd_str s, struct nd_date *date) {
    struct nd_str rest;
    struct nd_date result = {0};

    s = nd_str_trim(s);
    rest = s;
    if (!take_numeric_day(&rest, &result)) {
        rest = s;
        result = (struct nd_date){0};
        if (!take_named_day(&rest, &result))
            return false;
    }
    if (!nd_date_is_real(result.year, result.month, result.day))
        return false;
    if (rest.len > 0) {
        if (rest.ptr[0] != 'T' && rest.ptr[0] != 't' && !nd_char_is_blank(rest.ptr[0]) && rest.ptr[0] != ',')
            return false;
        rest = nd_str_skip(rest, 1);
        skip_blanks(&rest);
        if (rest.len > 0 && !parse_time(rest, &result))
            return false;
    }
    *date = result;
    return true;
}

static bool digits_at(struct nd_str s, size_t at, size_t count, int *value) {
    *value = 0;
    if (at + count > s.len)
        return false;
    for (size_t i = at; i < at + count; i++) {
        if (!nd_char_is_digit(s.ptr[i]))
            return false;
        *value = *value * 10 + (s.ptr[i] - '0');
    }
    return true;
}

static bool day_at(struct nd_str s, size_t at, struct nd_date *date) {
    struct nd_date d = {0};
    size_t gap, end;

    if (!digits_at(s, at, 4, &d.year) || at + 4 >= s.len || d.year < 1900 || d.year > 2199)
        return false;
    gap = s.ptr[at + 4] == '-' || s.ptr[at + 4] == '/' || s.ptr[at + 4] == '_';
    end = at + 8 + 2 * gap;
    if (!digits_at(s, at + 4 + gap, 2, &d.month) || !digits_at(s, at + 6 + 2 * gap, 2, &d.day))
        return false;
    if (gap && s.ptr[at + 7] != s.ptr[at + 4])
        return false;
    if (end < s.len && nd_char_is_digit(s.ptr[end]))
        return false;
    if (!nd_date_is_real(d.year, d.month, d.day))
        return false;
    *date = d;
    return true;
}

bool nd_date_find(struct nd_str text, struct nd_date *date) {
    for (size_t i = 0; i + 8 <= text.len; i++)
        if ((i == 0 || !nd_char_is_digit(text.ptr[i - 1])) && day_at(text, i, date))
            return true;
    return false;
}

/* Two digits of number and the character behind them. */
static char *write_two(char *to, int number, char after) {
    *to++ = (char)('0' + (unsigned)number / 10 % 10);
    *to++ = (char)('0' + (unsigned)number % 10);
    *to++ = after;
    return to;
}

size_t nd_date_format(const struct nd_date *date, char out[ND_DATE_MAX]) {
    char *to = write_two(out, date->year / 100, '\0') - 1;

    to = write_two(to, date->year % 100, '-');
    to = write_two(to, date->month, '-');
    to = write_two(to, date->day, date->has_time ? 'T' : '\0');
    if (date->has_time) {
        to = write_two(to, date->hour, ':');
        to = write_two(to, date->minute, ':');
        to = write_two(to, date->second, 'Z');
        *to++ = '\0';
    }
    return (size_t)(to - out) - 1;
}
