#include "index/search/period.h"

#include <stdio.h>

/* Monday is 0; 1970-01-01 was a Thursday. */
static int64_t weekday(int64_t days) {
    return ((days + 3) % 7 + 7) % 7;
}

static void start_of(struct nd_date *date, enum nd_facet_field field) {
    int64_t days = nd_date_to_days(date->year, date->month, date->day);

    if (field == ND_FACET_WEEK)
        nd_date_from_days(days - weekday(days), date);
    else if (field != ND_FACET_DAY)
        date->day = 1;
    if (field == ND_FACET_YEAR)
        date->month = 1;
}

void nd_period_step(struct nd_date *date, enum nd_facet_field field) {
    int64_t days = nd_date_to_days(date->year, date->month, date->day);

    if (field == ND_FACET_DAY || field == ND_FACET_WEEK) {
        nd_date_from_days(days + (field == ND_FACET_DAY ? 1 : 7), date);
    } else if (field == ND_FACET_YEAR || date->month == 12) {
        date->year++;
        date->month = 1;
    } else {
        date->month++;
    }
}

/* The year of a week is that of its Thursday (ISO 8601, section 5.5). */
static size_t week_name(const struct nd_date *monday, char *out, size_t size) {
    int64_t days = nd_date_to_days(monday->year, monday->month, monday->day) + 3;
    struct nd_date thursday = {0};
    int64_t week;

    nd_date_from_days(days, &thursday);
    week = (days - nd_date_to_days(thursday.year, 1, 1)) / 7 + 1;
    return (size_t)snprintf(out, size, "%04d-W%02d", thursday.year, (int)week);
}

size_t nd_period_name(const struct nd_date *d, enum nd_facet_field field, char name[ND_PERIOD_NAME]) {
    if (field == ND_FACET_WEEK)
        return week_name(d, name, ND_PERIOD_NAME);
    if (field == ND_FACET_YEAR)
        return (size_t)snprintf(name, ND_PERIOD_NAME, "%04d", d->year);
    if (field == ND_FACET_MONTH)
        return (size_t)snprintf(name, ND_PERIOD_NAME, "%04d-%02d", d->year, d->month);
    return (size_t)snprintf(name, ND_PERIOD_NAME, "%04d-%02d-%02d", d->year, d->month, d->day);
}

bool nd_period_start(struct nd_str text, enum nd_facet_field field, struct nd_date *start) {
    struct nd_date_reading reading;

    if (!nd_date_read(text, &reading))
        return false;
    *start = reading.date;
    if ((start->month == 0 && field != ND_FACET_YEAR) ||
        (start->day == 0 && field != ND_FACET_YEAR && field != ND_FACET_MONTH))
        return false;
    start->month += start->month == 0;
    start->day += start->day == 0;
    start_of(start, field);
    return true;
}
