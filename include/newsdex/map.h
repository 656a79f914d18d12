/*
 * A bounded memory of names and numbers: string key to 64-bit integer. When it is full it forgets everything,
 * so it is for what can be looked up again elsewhere.
 */
#ifndef NEWSDEX_MAP_H
#define NEWSDEX_MAP_H

#include "newsdex/arena.h"

struct nd_map;

/* At most limit entries are held at a time. */
struct nd_map *nd_map_new(size_t limit);
void nd_map_free(struct nd_map *map);
/* True and *value when key is known. */
bool nd_map_get(const struct nd_map *map, struct nd_str key, int64_t *value);
/* Sets or replaces; key, of less than 4 GiB, is copied. */
void nd_map_put(struct nd_map *map, struct nd_str key, int64_t value);
void nd_map_clear(struct nd_map *map);

#endif
