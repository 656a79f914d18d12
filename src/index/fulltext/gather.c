#include "index/fulltext/gather.h"

#include "index/fulltext/number_sort.h"
#include "newsdex/alloc.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_PLACES = 1 << 21 };

static void sort_places(struct nd_gather *gather) {
    uint64_t *sorted = nd_number_sort(gather->places, gather->room, gather->count);

    if (sorted == gather->room) {
        gather->room = gather->places;
        gather->places = sorted;
    }
}

/* The sorted places as postings, each once. */
static void encode(const struct nd_gather *gather, struct nd_postings *postings) {
    uint32_t *places = nd_alloc_array(gather->count, sizeof *places);
    size_t i = 0;

    while (i < gather->count) {
        uint64_t article = gather->places[i] >> 32;
        size_t count = 0;
        for (; i < gather->count && gather->places[i] >> 32 == article; i++)
            if (count == 0 || places[count - 1] != (uint32_t)gather->places[i])
                places[count++] = (uint32_t)gather->places[i];
        nd_postings_add(postings, (uint32_t)article);
        nd_postings_encode(places, count, &postings->bytes);
    }
    nd_postings_finish(postings);
    free(places);
}

static void unite(struct nd_postings *postings, struct nd_postings *other) {
    nd_postings_unite(postings, other);
    nd_postings_free(other);
}

/*
 * What has come together goes to the postings. Those of about a size are united, so that each is so only as
 * often as the number of all has binary digits.
 */
static void flush(struct nd_gather *gather) {
    struct nd_postings postings = {0};
    size_t at = 0;

    if (gather->count == 0)
        return;
    sort_places(gather);
    encode(gather, &postings);
    gather->count = 0;
    while (gather->levels[at].count > 0) {
        unite(&postings, &gather->levels[at]);
        at += at + 1 < ND_GATHER_LEVELS;
    }
    gather->levels[at] = postings;
}

static void reserve(struct nd_gather *gather, size_t more) {
    size_t capacity = gather->capacity;

    if (gather->count + more <= gather->capacity)
        return;
    gather->places = nd_alloc_grow(gather->places, &capacity, gather->count + more, sizeof *gather->places);
    free(gather->room);
    gather->room = nd_alloc_array(capacity, sizeof *gather->room);
    gather->capacity = capacity;
}

size_t nd_gather_add(struct nd_gather *gather, uint32_t article, struct nd_str positions) {
    size_t before;

    if (gather->count + positions.len > MOST_PLACES)
        flush(gather);
    reserve(gather, positions.len + 1);
    before = gather->count;
    gather->count += nd_postings_decode(positions, article, gather->places + gather->count);
    return gather->count - before;
}

void nd_gather_finish(struct nd_gather *gather, struct nd_postings *postings) {
    flush(gather);
    *postings = gather->levels[0];
    for (size_t i = 1; i < ND_GATHER_LEVELS; i++)
        unite(postings, &gather->levels[i]);
    free(gather->places);
    free(gather->room);
    *gather = (struct nd_gather){0};
}
