#include "base/date_words.h"

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

/* ISO 8601, section 5.2.3: weeks begin on Monday, the first has 4 January in it; 1970-01-01 was a Thursday.
 */
bool nd_date_from_week(int year, int64_t week, int64_t day, struct nd_date *date) {
    int64_t first;

    if (week < 1 || week > 53 || day < 1 || day > 7 || year < 1 || year > 9998)
        return false;
    first = nd_date_to_days(year, 1, 4);
    nd_date_from_days(first - ((first + 3) % 7 + 7) % 7 + (week - 1) * 7 + day - 1, date);
    return true;
}

bool nd_date_from_unix(int64_t seconds, struct nd_date *date) {
    const int64_t first = 100000000, end = nd_date_to_days(2100, 1, 1) * 86400;

    if (seconds < first || seconds >= end)
        return false;
    nd_date_from_days(seconds / 86400, date);
    date->has_time = true;
    date->hour = (int)(seconds % 86400 / 3600);
    date->minute = (int)(seconds % 3600 / 60);
    date->second = (int)(seconds % 60);
    return true;
}

bool nd_date_from_compact(int64_t number, int digits, struct nd_date *date) {
    int64_t day, time;

    if (digits > 8) /* to seconds */
        number = digits == 12 ? number * 100 : digits == 17 ? number / 1000 : number;
    day = digits > 8 ? number / 1000000 : number;
    time = number % 1000000;
    *date = (struct nd_date){
        .year = (int)(day / 10000), .month = (int)(day / 100 % 100), .day = (int)(day % 100)};
    if (!nd_date_is_real(date->year, date->month, date->day) || date->year < 1500)
        return false;
    if (digits == 8)
        return true;
    date->has_time = true;
    date->hour = (int)(time / 10000);
    date->minute = (int)(time / 100 % 100);
    date->second = (int)(time % 100);
    return date->hour < 24 && date->minute < 60 && date->second < 60;
}

/*
 * Leap years of the 33-year cycle, which agrees with the calendar as observed from 1178 to 1633 (1799 to
 * 2254); K. M. Borkowski, "The Persian calendar for 3000 years" (1996).
 */
void nd_date_from_persian(struct nd_date *date) {
    const int first = 1304; /* began on 21 March 1925 */
    int64_t days = date->month <= 7 ? (date->month - 1) * 31 : 186 + (date->month - 7) * 30;

    for (int year = first; year < date->year; year++)
        days += 365 + ((year * 8 + 29) % 33 < 8);
    for (int year = date->year; year < first; year++)
        days -= 365 + ((year * 8 + 29) % 33 < 8);
    nd_date_from_days(nd_date_to_days(1925, 3, 21) + days + date->day - 1, date);
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

static bool is_at(struct nd_str s, size_t at, const char *set) {
    return at < s.len && nd_str_find_char(nd_str_from(set), s.ptr[at]) != SIZE_MAX;
}

/* "Z", "+01:00", "-0400", or nothing, which is UTC: all of s from at on. */
static bool iso_zone(struct nd_str s, size_t at, int *minutes) {
    bool has_colon;
    int hours, rest;

    *minutes = 0;
    if (at == s.len || (at + 1 == s.len && is_at(s, at, "Zz")))
        return true;
    has_colon = is_at(s, at + 3, ":");
    if (!is_at(s, at, "+-") || s.len != at + 5 + has_colon || !digits_at(s, at + 1, 2, &hours) ||
        !digits_at(s, at + 3 + has_colon, 2, &rest) || hours > 23 || rest > 59)
        return false;
    *minutes = (s.ptr[at] == '-' ? -1 : 1) * (hours * 60 + rest);
    return true;
}

/* "T15:01:00+01:00", " 10:00:28 -0400": the commonest times, all of s from at on. */
static bool iso_time(struct nd_str s, size_t at, struct nd_date *date) {
    struct nd_date utc = *date;
    int64_t minutes, day;
    int offset;

    if (!is_at(s, at, "Tt ") || !digits_at(s, at + 1, 2, &utc.hour) || !is_at(s, at + 3, ":") ||
        !digits_at(s, at + 4, 2, &utc.minute) || !is_at(s, at + 6, ":") ||
        !digits_at(s, at + 7, 2, &utc.second))
        return false;
    at += 9;
    if (is_at(s, at, " "))
        at++;
    if (utc.hour > 23 || utc.minute > 59 || utc.second > 59 || !iso_zone(s, at, &offset))
        return false;
    minutes = nd_date_to_days(utc.year, utc.month, utc.day) * 1440 + utc.hour * 60 + utc.minute - offset;
    day = minutes / 1440 - (minutes % 1440 < 0);
    nd_date_from_days(day, &utc);
    utc.has_time = true;
    utc.hour = (int)((minutes - day * 1440) / 60);
    utc.minute = (int)((minutes - day * 1440) % 60);
    if (utc.year < 1 || utc.year > 9999)
        return false;
    *date = utc;
    return true;
}

bool nd_date_parse_iso(struct nd_str s, struct nd_date *date) {
    struct nd_date d = {0};

    if (s.len < 10 || !digits_at(s, 0, 4, &d.year) || !is_at(s, 4, "-/.") || s.ptr[7] != s.ptr[4] ||
        !digits_at(s, 5, 2, &d.month) || !digits_at(s, 8, 2, &d.day) ||
        !nd_date_is_real(d.year, d.month, d.day))
        return false;
    if (s.len > 10 && !iso_time(s, 10, &d))
        return false;
    *date = d;
    return true;
}

static bool day_at(struct nd_str s, size_t at, struct nd_date *date) {
    enum { FIRST_YEAR = 1900, FIRST_OF_PRINT = 1500, LAST_YEAR = 2199 };
    struct nd_date d = {0};
    size_t gap, end;

    if (!digits_at(s, at, 4, &d.year) || at + 4 >= s.len || d.year > LAST_YEAR ||
        d.year < (s.ptr[at + 4] == '-' ? FIRST_OF_PRINT : FIRST_YEAR)) /* others may be numbers */
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

    to = write_two(to, date->year % 100, date->month == 0 ? '\0' : '-');
    if (date->month != 0)
        to = write_two(to, date->month, date->day == 0 ? '\0' : '-');
    if (date->day != 0)
        to = write_two(to, date->day, date->has_time ? 'T' : '\0');
    if (date->has_time) {
        to = write_two(to, date->hour, ':');
        to = write_two(to, date->minute, ':');
        to = write_two(to, date->second, 'Z');
        *to++ = '\0';
    }
    return (size_t)(to - out) - 1;
}
