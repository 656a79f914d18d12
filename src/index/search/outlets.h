/* Who has published the articles that one hit stands for: a few names, and that there are more. Private to
 * the index stage. */
#ifndef INDEX_SEARCH_OUTLETS_H
#define INDEX_SEARCH_OUTLETS_H

#include "newsdex/arena.h"

enum { ND_OUTLETS_NAMED = 3 };

/* All zero is empty. */
struct nd_outlets {
    struct nd_str names[ND_OUTLETS_NAMED + 1]; /* the last only tells that there are more */
    size_t count;
};

/* Notes a name, if there is one and it is another; false once no more are of use. */
bool nd_outlets_add(struct nd_outlets *outlets, struct nd_str name);
/* "A, B, C …" in the arena; empty when nobody is known. */
struct nd_str nd_outlets_text(const struct nd_outlets *outlets, struct nd_arena *arena);

#endif
