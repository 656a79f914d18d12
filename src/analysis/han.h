/* Traditional and simplified Chinese as one. Private to analysis. */
#ifndef ANALYSIS_HAN_H
#define ANALYSIS_HAN_H

#include "newsdex/str.h"

/* To be called before the other, of any thread. */
void nd_han_prepare(void);

/*
 * The UTF-8 text with simplified characters in place of traditional ones, byte for byte as long: text itself
 * where there are none, otherwise written into out, which has room for it.
 */
struct nd_str nd_han_simplify(struct nd_str text, char *out);

#endif
