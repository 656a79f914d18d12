/*
 * Days, weeks, months and years as values that articles are counted by. Private to the index stage.
 */
#ifndef INDEX_SEARCH_PERIOD_H
#define INDEX_SEARCH_PERIOD_H

#include "newsdex/date.h"
#include "newsdex/index.h"

enum { ND_PERIOD_NAME = 48 };

static inline bool nd_period_is(enum nd_facet_field field) {
    return field == ND_FACET_DAY || field == ND_FACET_WEEK || field == ND_FACET_MONTH ||
           field == ND_FACET_YEAR;
}
/*
 * The first day of the period in which a date as the database has it lies; false when it is none, or not so
 * exact: a month alone counts in its month and year, a year alone in its year.
 */
bool nd_period_start(struct nd_str text, enum nd_facet_field field, struct nd_date *start);
/* The first day of the next one. */
void nd_period_step(struct nd_date *start, enum nd_facet_field field);
/* Writes its name, as 2023-W30 for a week; returns the length. */
size_t nd_period_name(const struct nd_date *start, enum nd_facet_field field, char name[ND_PERIOD_NAME]);

#endif
