/*
 * Calendar dates and times as front matter, file names and queries write them.
 *
 * A date without a time stays a date: nothing is shifted into another day by a time zone that nobody wrote. A
 * time with an offset becomes UTC; a time without one is taken as UTC. Proleptic Gregorian calendar, years
 * 1 to 9999 (RFC 3339 section 1).
 */
#ifndef NEWSDEX_DATE_H
#define NEWSDEX_DATE_H

#include "newsdex/str.h"

struct nd_date {
    int year, month, day;     /* 1..9999, 1..12, 1..31 */
    bool has_time;            /* hour, minute, second are meaningful, in UTC */
    int hour, minute, second; /* a leap second is read as 59 */
};

enum { ND_DATE_MAX = 32 };

/*
 * Reads 2023-07-26, 2023/7/26, 2023-07-26T15:01:00Z, "2016-02-01 10:00:28 -0400", one-digit hours, a trailing
 * zone as Z, UTC, GMT, +01:00, +0100 or +01, fractions of a second (dropped), am and pm, RFC 5322 dates with
 * their named zones, and a month by its English name ("26 July 2023", "July 26, 2023"). False when s is
 * nothing of the kind or no such day exists.
 */
bool nd_date_parse(struct nd_str s, struct nd_date *date);
/* Finds YYYY-MM-DD, YYYY/MM/DD or YYYYMMDD in a file name or URL path, first match that is a real day. */
bool nd_date_find(struct nd_str text, struct nd_date *date);
/* RFC 3339: "2023-07-26" or "2023-07-26T15:01:00Z", NUL-terminated; returns its length. */
size_t nd_date_format(const struct nd_date *date, char out[ND_DATE_MAX]);
bool nd_date_is_real(int year, int month, int day);
/* Days since 1970-01-01, negative before; and back. */
int64_t nd_date_to_days(int year, int month, int day);
void nd_date_from_days(int64_t days, struct nd_date *date);

#endif
