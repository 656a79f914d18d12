#include "index/copies/shingle_cache.h"

#include "index/copies/id_map.h"
#include "newsdex/alloc.h"
#include "newsdex/unnamed_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CHUNK = 1024 * 1024, CHUNKS = 4 }; /* bytes in memory */

/* What stands before the hashes of a text. */
struct head {
    struct nd_sketch sketch;
    size_t shingles, words, numbers;
};

/* One that is at hand. */
struct text {
    int64_t id; /* 0: none */
    struct nd_shingles shingles;
};

struct nd_shingle_cache {
    struct nd_index *index;
    struct text texts[2];
    struct nd_id_map known; /* the number of its place, from 1 on */
    uint64_t *places;       /* in chunks; from CHUNK * CHUNKS on in the file */
    size_t count, capacity;
    char *chunks[CHUNKS];
    size_t in_memory;
    uint64_t in_file;
    int file;     /* -1: none */
    bool is_full; /* nothing more can be written */
};

struct nd_shingle_cache *nd_shingle_cache_new(struct nd_index *index) {
    struct nd_shingle_cache *cache = nd_alloc_array(1, sizeof *cache);

    cache->index = index;
    cache->file = -1;
    return cache;
}

void nd_shingle_cache_free(struct nd_shingle_cache *cache) {
    if (cache == NULL)
        return;
    for (size_t i = 0; i < CHUNKS; i++)
        free(cache->chunks[i]);
    for (size_t i = 0; i < 2; i++)
        nd_shingles_free(&cache->texts[i].shingles);
    if (cache->file >= 0)
        close(cache->file);
    nd_id_map_free(&cache->known);
    free(cache->places);
    free(cache);
}

static bool write_memory(struct nd_shingle_cache *cache, const struct head *head, struct nd_str hashes,
                         uint64_t *at) {
    size_t size = sizeof *head + hashes.len;
    char **chunk;

    if (size > CHUNK)
        return false;
    if (cache->in_memory % CHUNK + size > CHUNK) /* none lies across two */
        cache->in_memory += CHUNK - cache->in_memory % CHUNK;
    if (cache->in_memory >= (size_t)CHUNK * CHUNKS)
        return false;
    chunk = &cache->chunks[cache->in_memory / CHUNK];
    if (*chunk == NULL)
        *chunk = nd_alloc_resize(NULL, CHUNK, 1);
    memcpy(*chunk + cache->in_memory % CHUNK, head, sizeof *head);
    memcpy(*chunk + cache->in_memory % CHUNK + sizeof *head, hashes.ptr, hashes.len);
    *at = cache->in_memory;
    cache->in_memory += (size + 7) / 8 * 8;
    return true;
}

static bool write_file(struct nd_shingle_cache *cache, const struct head *head, struct nd_str hashes,
                       uint64_t *at) {
    if (cache->file < 0 && !cache->is_full)
        cache->file = nd_unnamed_file_open();
    cache->is_full =
        cache->is_full || cache->file < 0 ||
        !nd_unnamed_file_write(cache->file, nd_str_of((const char *)head, sizeof *head), cache->in_file) ||
        !nd_unnamed_file_write(cache->file, hashes, cache->in_file + sizeof *head);
    *at = cache->in_file + (uint64_t)CHUNK * CHUNKS;
    cache->in_file += cache->is_full ? 0 : sizeof *head + hashes.len;
    return !cache->is_full;
}

static void put_aside(struct nd_shingle_cache *cache, const struct text *text) {
    const struct nd_shingles *shingles = &text->shingles;
    struct head head = {.sketch = shingles->sketch,
                        .shingles = shingles->shingles.count,
                        .words = shingles->words.count,
                        .numbers = shingles->numbers.count};
    struct nd_str hashes = nd_str_of((const char *)shingles->space,
                                     (head.shingles + head.words + head.numbers) * sizeof *shingles->space);
    uint64_t at;

    if (!write_memory(cache, &head, hashes, &at) && !write_file(cache, &head, hashes, &at))
        return;
    cache->places = nd_alloc_grow(cache->places, &cache->capacity, cache->count + 1, sizeof *cache->places);
    cache->places[cache->count++] = at;
    nd_id_map_put(&cache->known, text->id, (uint32_t)cache->count);
}

static bool read_file(const struct nd_shingle_cache *cache, uint64_t at, void *out, size_t size) {
    char *to = out;

    while (size > 0) {
        ssize_t got = pread(cache->file, to, size, (off_t)at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        to += got;
        at += (uint64_t)got;
        size -= (size_t)got;
    }
    return true;
}

static bool read_bytes(const struct nd_shingle_cache *cache, uint64_t at, void *out, size_t size) {
    if (at >= (uint64_t)CHUNK * CHUNKS)
        return read_file(cache, at - (uint64_t)CHUNK * CHUNKS, out, size);
    memcpy(out, cache->chunks[at / CHUNK] + at % CHUNK, size);
    return true;
}

/* False when it was not put aside, or cannot be read again. */
static bool take(const struct nd_shingle_cache *cache, int64_t id, struct nd_shingles *shingles) {
    uint32_t place = nd_id_map_get(&cache->known, id);
    struct head head;

    if (place == 0 || !read_bytes(cache, cache->places[place - 1], &head, sizeof head))
        return false;
    nd_shingles_reserve(shingles, head.shingles, head.words, head.numbers);
    shingles->sketch = head.sketch;
    return read_bytes(cache, cache->places[place - 1] + sizeof head, shingles->space,
                      (head.shingles + head.words + head.numbers) * sizeof *shingles->space);
}

static enum nd_status load(struct nd_shingle_cache *cache, int64_t id, struct text *text,
                           struct nd_error *err) {
    enum nd_status status = ND_OK;

    if (text->id == id)
        return ND_OK;
    text->id = id;
    if (!take(cache, id, &text->shingles)) {
        status = nd_shingles_read(cache->index, id, &text->shingles, err);
        if (status == ND_OK)
            put_aside(cache, text);
    }
    if (status != ND_OK)
        text->id = 0;
    return status;
}

enum nd_status nd_shingle_cache_get(struct nd_shingle_cache *cache, int64_t a, int64_t b,
                                    const struct nd_shingles *texts[2], struct nd_error *err) {
    enum nd_status status = load(cache, a, &cache->texts[0], err);

    texts[0] = texts[1] = NULL;
    if (status == ND_OK && b != 0)
        status = load(cache, b, &cache->texts[1], err);
    if (status != ND_OK)
        return status;
    texts[0] = &cache->texts[0].shingles;
    texts[1] = b != 0 ? &cache->texts[1].shingles : NULL;
    return ND_OK;
}
