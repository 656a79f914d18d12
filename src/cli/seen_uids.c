#include "cli/seen_uids.h"

#include "newsdex/alloc.h"

#include <stdlib.h>
#include <xxhash.h>

enum { FIRST_SIZE = 1024 };

void nd_seen_uids_free(struct nd_seen_uids *seen) {
    free(seen->hashes);
    nd_map_free(seen->times);
    *seen = (struct nd_seen_uids){0};
}

/* Where it is, or would be; size is a power of two. */
static size_t place_of(const uint64_t *hashes, size_t size, uint64_t hash) {
    size_t at = (size_t)hash & (size - 1);

    while (hashes[at] != 0 && hashes[at] != hash)
        at = (at + 1) & (size - 1);
    return at;
}

static void grow(struct nd_seen_uids *seen) {
    size_t size = seen->size == 0 ? FIRST_SIZE : 2 * seen->size;
    uint64_t *hashes = nd_alloc_array(size, sizeof *hashes);

    for (size_t i = 0; i < seen->size; i++)
        if (seen->hashes[i] != 0)
            hashes[place_of(hashes, size, seen->hashes[i])] = seen->hashes[i];
    free(seen->hashes);
    seen->hashes = hashes;
    seen->size = size;
}

int64_t nd_seen_uids_add(struct nd_seen_uids *seen, struct nd_str uid) {
    uint64_t hash = XXH3_64bits(uid.ptr, uid.len) | 1;
    int64_t times = 1;
    size_t at;

    if (seen->used >= seen->size / 4 * 3)
        grow(seen);
    at = place_of(seen->hashes, seen->size, hash);
    if (seen->hashes[at] == 0) {
        seen->hashes[at] = hash;
        seen->used++;
        return 0;
    }
    if (seen->times == NULL)
        seen->times = nd_map_new(SIZE_MAX);
    (void)nd_map_get(seen->times, uid, &times);
    nd_map_put(seen->times, uid, times + 1);
    return times;
}
