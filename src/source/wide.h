/* UTF-16 and UTF-32 without a byte order mark. Private to the source stage. */
#ifndef SOURCE_WIDE_H
#define SOURCE_WIDE_H

#include "newsdex/str.h"

/* The one whose pattern of zeros bytes have, or NULL: most of every second (UTF-16) or three of four
 * (UTF-32), and hardly anywhere else. */
const char *nd_source_wide_find(struct nd_str bytes);

/*
 * The one in which bytes, some of which are zeros, begin with nothing but letters of Latin and one more
 * script and what stands between them, or NULL.
 */
const char *nd_source_wide_guess(struct nd_str bytes);

#endif
