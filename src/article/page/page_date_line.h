/* What one line of a page says of days, wherever it stands. Private to the article stage. */
#ifndef ARTICLE_PAGE_DATE_LINE_H
#define ARTICLE_PAGE_DATE_LINE_H

#include "newsdex/date.h"

/* Nothing but a date on a line of its own. */
bool nd_date_line_is_alone(struct nd_str line);
/* "Minutes of the council meeting of 3 May 2021": what stands amid words may be a date of anything. */
bool nd_date_line_is_amid_words(struct nd_str line);
/* "3 May 2021 – The harbour …", "(3.5.2021) Der Hafen …": a text that begins with its date. */
bool nd_date_line_begins(struct nd_str text, struct nd_date *date);
/*
 * The day in a line whose year has two digits: "2.11.22", "Oslo, 14 May 20", and if is_dated, in what is made
 * for dates or a byline, behind any words: "Kultur, 2.11.22". Absent where there is none.
 */
struct nd_str nd_date_line_short(struct nd_str line, bool is_dated);
/* False where a year has two digits, if there is one. */
bool nd_date_line_has_long_year(struct nd_str line);
/* Reads such a day; in some languages the first of its numbers is the year. Without its time. False when it
 * is none there. */
bool nd_date_line_read_short(struct nd_str where, struct nd_str language, struct nd_date_reading *reading);
/* Whether a word close before a date, at the end of before, says what is. */
bool nd_date_line_says(struct nd_str before, bool (*is)(struct nd_str));

#endif
