/* How far two short names are from each other, to suggest the one for the other. */
#ifndef NEWSDEX_SIMILAR_H
#define NEWSDEX_SIMILAR_H

#include "newsdex/str.h"

enum { ND_SIMILAR_LONGEST = 16 };

/*
 * Letters that are missing, too many, wrong or exchanged with the next (optimal string alignment), case
 * ignored; ND_SIMILAR_LONGEST + 1 when one of the names is longer than that.
 */
size_t nd_similar_edits(struct nd_str a, struct nd_str b);

/* True when so many edits make b a likely slip of the pen for a name of that length. */
bool nd_similar_is_close(size_t edits, size_t length);

#endif
