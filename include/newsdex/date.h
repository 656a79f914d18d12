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
    int year, month, day;     /* 1..9999, 1..12, 1..31; of what was read month or day may be 0, not said */
    bool has_time;            /* hour, minute, second are meaningful, in UTC */
    int hour, minute, second; /* a leap second is read as 59 */
};

enum { ND_DATE_MAX = 32 };

struct nd_date_reading {
    struct nd_date date;
    struct nd_date other; /* what it may be as well ("12/03/2019"); year 0 when there is no doubt */
    bool has_rest;        /* the day was read, but not all that stands behind it */
};

enum { ND_DATE_TEXT_MAX = 160 /* bytes; what is longer is no date */ };

/*
 * Reads s as a date: ISO 8601 in all its forms (weeks, days of the year, basic), RFC 5322 and its ancestors,
 * JavaScript's, Unix seconds and milliseconds, 2024:03:05, 5.3.2024, months by their names in some ninety
 * languages (CLDR), digits of any script, am and pm, named zones, years of Japan, Taiwan, Thailand and Iran.
 * A month or year alone stays one. False when s is nothing of the kind or no such day exists.
 */
bool nd_date_read(struct nd_str s, struct nd_date_reading *reading);
/* The same for a whole day that leaves no doubt and no rest. */
bool nd_date_parse(struct nd_str s, struct nd_date *date);
/* The first day in a line of text that cannot be anything else, of the years 1900 to 2100; without its time.
 */
bool nd_date_read_in(struct nd_str line, struct nd_date *date);
/* The first day in such a line of those that are certain, or of those that may be another as well
 * ("02/10/2020"), and where it stands. */
bool nd_date_read_first(struct nd_str line, bool is_certain, struct nd_date_reading *reading,
                        struct nd_str *where);
/* Finds YYYY-MM-DD, YYYY/MM/DD or YYYYMMDD in a file name or URL path, first match that is a real day. */
bool nd_date_find(struct nd_str text, struct nd_date *date);
/* Appends a line of text with "…" in place of dates and times of day, their months named or not; false when
 * there are none. Beyond some fifty words nothing is looked for. */
bool nd_date_mask(struct nd_str line, struct nd_buf *out);
/* RFC 3339: "2023-07-26" or "2023-07-26T15:01:00Z", else "2023-07" or "2023"; NUL-terminated; returns its
 * length. */
size_t nd_date_format(const struct nd_date *date, char out[ND_DATE_MAX]);
bool nd_date_is_real(int year, int month, int day);
/* Days since 1970-01-01, negative before; and back. */
int64_t nd_date_to_days(int year, int month, int day);
void nd_date_from_days(int64_t days, struct nd_date *date);

#endif
