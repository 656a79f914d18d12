/*
 * Other ways to write a word of a query, any of which may stand in a document instead. As texts, whose words
 * follow one another:
 *
 *   wi-fi            wifi       what joined.h joins
 *   covid19          covid 19   (covid-19) where letters and digits meet once
 *   10000            10 000     (10,000 10.000), and by twos as in India; and the other way round
 *   2.14.3           v2 14 3    (v2.14.3); and the other way round
 *   half-space       a blank    in Persian
 *
 * A hyphen, comma, point or blank is the same to a document: it ends a word. Private to the analysis.
 */
#ifndef ANALYSIS_SPELLINGS_H
#define ANALYSIS_SPELLINGS_H

#include "newsdex/analysis.h"

enum { ND_SPELLINGS = 6 };

/* The ways to write the text that gives these positions, in the arena; returns how many. */
size_t nd_spellings_find(const struct nd_query_position *first, struct nd_str text, struct nd_arena *arena,
                         struct nd_str spellings[ND_SPELLINGS]);

#endif
