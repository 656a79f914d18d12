#include "index/copies/shingle_cache.h"

#include "newsdex/alloc.h"

#include <stdlib.h>

/* A text has one place; another one that has the same takes it. */
enum { PLACES = 4096, LARGEST = 16 * 1024 * 1024 }; /* hashes held, about */

struct nd_shingle_cache {
    struct nd_index *index;
    int64_t ids[PLACES]; /* 0: free */
    struct nd_shingles texts[PLACES];
    size_t held;
};

struct nd_shingle_cache *nd_shingle_cache_new(struct nd_index *index) {
    struct nd_shingle_cache *cache = nd_alloc_array(1, sizeof *cache);

    cache->index = index;
    return cache;
}

static size_t size_of(const struct nd_shingles *text) {
    return text->shingles.capacity + text->words.capacity + text->numbers.capacity;
}

static void drop(struct nd_shingle_cache *cache, size_t place) {
    cache->held -= size_of(&cache->texts[place]);
    nd_shingles_free(&cache->texts[place]);
    cache->ids[place] = 0;
}

void nd_shingle_cache_free(struct nd_shingle_cache *cache) {
    for (size_t i = 0; cache != NULL && i < PLACES; i++)
        drop(cache, i);
    free(cache);
}

/* Beside the one at the place that is kept. */
static enum nd_status load(struct nd_shingle_cache *cache, int64_t id, size_t kept, size_t *at,
                           struct nd_error *err) {
    size_t place = (size_t)id % PLACES;
    enum nd_status status = ND_OK;

    if (place == kept && cache->ids[place] != id)
        place = (place + 1) % PLACES;
    *at = place;
    if (cache->ids[place] == id)
        return ND_OK;
    for (size_t i = 0; cache->held > LARGEST && i < PLACES; i++)
        if (i != kept)
            drop(cache, i);
    drop(cache, place);
    status = nd_shingles_read(cache->index, id, &cache->texts[place], err);
    cache->held += size_of(&cache->texts[place]);
    cache->ids[place] = status == ND_OK ? id : 0;
    return status;
}

enum nd_status nd_shingle_cache_get(struct nd_shingle_cache *cache, int64_t a, int64_t b,
                                    const struct nd_shingles *texts[2], struct nd_error *err) {
    size_t first = PLACES, second = PLACES;
    enum nd_status status = load(cache, a, PLACES, &first, err);

    texts[0] = texts[1] = NULL;
    if (status == ND_OK && b != 0)
        status = load(cache, b, first, &second, err);
    if (status != ND_OK)
        return status;
    texts[0] = &cache->texts[first];
    texts[1] = second < PLACES ? &cache->texts[second] : NULL;
    return ND_OK;
}
