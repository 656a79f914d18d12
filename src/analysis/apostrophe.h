/* The short words that an apostrophe cuts off: elided ones in front of it, English enclitics behind it. */
#ifndef ANALYSIS_APOSTROPHE_H
#define ANALYSIS_APOSTROPHE_H

#include "newsdex/str.h"

enum { ND_ELIDED_MAX = 9 };

/* Case of ASCII letters does not matter. */
bool nd_apostrophe_is_elided(struct nd_str word);
bool nd_apostrophe_is_enclitic(struct nd_str word);

#endif
