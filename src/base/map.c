#include "newsdex/map.h"

#include "newsdex/alloc.h"

#include <stdlib.h>
#include <string.h>

/* Tables of millions are most of what a program needs: 24 bytes. */
struct slot {
    const char *key; /* NULL: an empty slot */
    uint32_t length, hash;
    int64_t value;
};

struct nd_map {
    struct nd_arena *keys;
    struct slot *slots;
    size_t slot_count, used, limit; /* slot_count is a power of two */
};

enum { FIRST_SLOTS = 64 };

struct nd_map *nd_map_new(size_t limit) {
    struct nd_map *map = nd_alloc_array(1, sizeof *map);

    map->keys = nd_arena_new();
    map->limit = limit;
    map->slot_count = FIRST_SLOTS;
    map->slots = nd_alloc_array(map->slot_count, sizeof *map->slots);
    return map;
}

void nd_map_free(struct nd_map *map) {
    if (map == NULL)
        return;
    nd_arena_free(map->keys);
    free(map->slots);
    free(map);
}

void nd_map_clear(struct nd_map *map) {
    nd_arena_reset(map->keys);
    memset(map->slots, 0, map->slot_count * sizeof *map->slots);
    map->used = 0;
}

static struct nd_str key_of(const struct slot *slot) {
    return nd_str_of(slot->key, slot->length);
}

/* The slot of key, or the empty one where it would go. */
static struct slot *find(const struct nd_map *map, struct nd_str key, uint64_t hash) {
    size_t at = (size_t)hash & (map->slot_count - 1);

    while (map->slots[at].key != NULL &&
           (map->slots[at].hash != (uint32_t)(hash >> 32) || !nd_str_eq(key_of(&map->slots[at]), key)))
        at = (at + 1) & (map->slot_count - 1);
    return &map->slots[at];
}

bool nd_map_get(const struct nd_map *map, struct nd_str key, int64_t *value) {
    const struct slot *slot = find(map, key, nd_str_hash(key));

    if (slot->key == NULL)
        return false;
    *value = slot->value;
    return true;
}

static void grow(struct nd_map *map) {
    struct slot *old = map->slots;
    size_t count = map->slot_count;

    map->slot_count *= 2;
    map->slots = nd_alloc_array(map->slot_count, sizeof *map->slots);
    for (size_t i = 0; i < count; i++)
        if (old[i].key != NULL)
            *find(map, key_of(&old[i]), nd_str_hash(key_of(&old[i]))) = old[i];
    free(old);
}

void nd_map_put(struct nd_map *map, struct nd_str key, int64_t value) {
    uint64_t hash = nd_str_hash(key);
    struct slot *slot = find(map, key, hash);

    if (slot->key == NULL) {
        if (map->used == map->limit)
            nd_map_clear(map);
        if ((map->used + 1) * 2 > map->slot_count)
            grow(map);
        slot = find(map, key, hash);
        slot->key = nd_arena_str(map->keys, key).ptr;
        slot->length = (uint32_t)key.len;
        slot->hash = (uint32_t)(hash >> 32);
        map->used++;
    }
    slot->value = value;
}
