#include "article/seen.h"

enum { FIRST_CAPACITY = 16 };

struct nd_seen_entry {
    struct nd_str key; /* ptr is NULL when the entry is free */
    uint64_t hash;
    void *value;
};

/* The entry of key, or the free one where it belongs. */
static struct nd_seen_entry *find(const struct nd_seen *seen, struct nd_str key, uint64_t hash) {
    size_t at = (size_t)hash & (seen->capacity - 1);

    while (seen->entries[at].key.ptr != NULL &&
           (seen->entries[at].hash != hash || !nd_str_eq(seen->entries[at].key, key)))
        at = (at + 1) & (seen->capacity - 1);
    return &seen->entries[at];
}

static void grow(struct nd_seen *seen, struct nd_arena *arena) {
    const struct nd_seen old = *seen;

    seen->capacity = old.capacity == 0 ? FIRST_CAPACITY : old.capacity * 2;
    seen->entries = nd_arena_alloc(arena, seen->capacity, sizeof *seen->entries);
    for (size_t i = 0; i < old.capacity; i++)
        if (old.entries[i].key.ptr != NULL)
            *find(seen, old.entries[i].key, old.entries[i].hash) = old.entries[i];
}

void **nd_seen_at(struct nd_seen *seen, struct nd_arena *arena, struct nd_str key) {
    struct nd_seen_entry *entry;
    uint64_t hash;

    if (key.ptr == NULL)
        key = ND_STR("");
    if ((seen->count + 1) * 2 > seen->capacity)
        grow(seen, arena);
    hash = nd_str_hash(key);
    entry = find(seen, key, hash);
    if (entry->key.ptr == NULL) {
        entry->key = key;
        entry->hash = hash;
        seen->count++;
    }
    return &entry->value;
}

bool nd_seen_first(struct nd_seen *seen, struct nd_arena *arena, struct nd_str key) {
    void **value = nd_seen_at(seen, arena, key);

    if (*value != NULL)
        return false;
    *value = seen;
    return true;
}
