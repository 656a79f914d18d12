/* What Vespa wants texts and dates to be. Private to the folder. */
#ifndef ENGINE_VESPA_TEXT_H
#define ENGINE_VESPA_TEXT_H

#include "newsdex/str.h"

/*
 * Appends JSON, as newsdex/json.h writes it; control characters but tab and line ends, and code points that
 * are no characters (Unicode, section 23.7), with which Vespa refuses a text, become U+FFFD: true then.
 */
bool nd_vespa_text(struct nd_buf *out, struct nd_str json);

/* A date of the record as a number that sorts like it: 20240305, 20240300 of a month, 20240000 of a year. */
int64_t nd_vespa_date(struct nd_str date);

#endif
