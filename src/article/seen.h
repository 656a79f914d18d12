/*
 * What has been met already in one file: a hash table in the file's arena from strings to one pointer each.
 * Keeps the stage linear where lists may have hundreds of thousands of members.
 */
#ifndef ARTICLE_SEEN_H
#define ARTICLE_SEEN_H

#include "newsdex/arena.h"

/* All zero is an empty table. */
struct nd_seen {
    struct nd_seen_entry *entries;
    size_t capacity, count; /* capacity is 0 or a power of two */
};

/*
 * Where the pointer for key is kept; the place holds NULL when key is new. Valid until the next call. key is
 * not copied.
 */
void **nd_seen_at(struct nd_seen *seen, struct nd_arena *arena, struct nd_str key);

/* True the first time key comes. */
bool nd_seen_first(struct nd_seen *seen, struct nd_arena *arena, struct nd_str key);

#endif
