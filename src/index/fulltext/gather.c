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

static void make_room(struct nd_gather *gather, size_t more) {
    size_t capacity = gather->capacity;

    if (gather->count + more <= gather->capacity)
        return;
    gather->places = nd_alloc_grow(gather->places, &capacity, gather->count + more, sizeof *gather->places);
    free(gather->room);
    gather->room = nd_alloc_array(capacity, sizeof *gather->room);
    gather->capacity = capacity;
}

/* Places of one article on their way into postings. */
struct parcel {
    uint32_t *places;
    size_t count, capacity;
    struct nd_buf list;
};

/* Adds the places of an article, sorted, each once. */
static void add_article(struct parcel *parcel, const uint64_t *sorted, size_t count,
                        struct nd_postings *postings) {
    parcel->places = nd_alloc_grow(parcel->places, &parcel->capacity, count, sizeof *parcel->places);
    parcel->count = 0;
    for (size_t i = 0; i < count; i++)
        if (i == 0 || sorted[i] != sorted[i - 1])
            parcel->places[parcel->count++] = (uint32_t)sorted[i];
    nd_buf_clear(&parcel->list);
    nd_postings_encode(parcel->places, parcel->count, &parcel->list);
    nd_postings_add(postings, (uint32_t)(sorted[0] >> 32), nd_buf_str(&parcel->list));
}

/* The sorted places as postings, each once. */
static void encode(const struct nd_gather *gather, struct nd_postings *postings) {
    struct parcel parcel = {0};

    for (size_t i = 0, end; i < gather->count; i = end) {
        for (end = i + 1; end < gather->count && gather->places[end] >> 32 == gather->places[i] >> 32; end++)
            ;
        add_article(&parcel, gather->places + i, end - i, postings);
    }
    free(parcel.places);
    nd_buf_free(&parcel.list);
}

/* The lowest article that a run is at; UINT64_MAX when all are at their end. */
static uint64_t lowest_article(const struct nd_gather *gather, const size_t *at) {
    uint64_t lowest = UINT64_MAX;

    for (size_t i = 0; i < gather->run_count; i++)
        if (at[i] < gather->runs[i].count && gather->runs[i].docs[at[i]] < lowest)
            lowest = gather->runs[i].docs[at[i]];
    return lowest;
}

/* Makes one run of all, each article being put together once. */
static void unite_runs(struct nd_gather *gather) {
    struct nd_postings united = {0};
    struct parcel parcel = {0};
    size_t at[ND_GATHER_RUNS] = {0};
    uint64_t article;

    if (gather->run_count < 2)
        return;
    while ((article = lowest_article(gather, at)) != UINT64_MAX) {
        gather->count = 0;
        for (size_t i = 0; i < gather->run_count; i++) {
            struct nd_postings *run = &gather->runs[i];
            if (at[i] == run->count || run->docs[at[i]] != article)
                continue;
            struct nd_str list = nd_postings_list(run, at[i]++);
            make_room(gather, list.len + 1);
            gather->count += nd_postings_decode(list, (uint32_t)article, gather->places + gather->count);
        }
        gather->count = nd_number_sort_set(gather->places, gather->count);
        add_article(&parcel, gather->places, gather->count, &united);
    }
    free(parcel.places);
    nd_buf_free(&parcel.list);
    for (size_t i = 0; i < gather->run_count; i++)
        nd_postings_free(&gather->runs[i]);
    gather->runs[0] = united;
    gather->run_count = 1;
    gather->count = 0;
}

/* What has come together becomes a run. */
static void flush(struct nd_gather *gather) {
    if (gather->count == 0)
        return;
    sort_places(gather);
    encode(gather, &gather->runs[gather->run_count++]);
    gather->count = 0;
    if (gather->run_count == ND_GATHER_RUNS)
        unite_runs(gather);
}

size_t nd_gather_add(struct nd_gather *gather, uint32_t article, struct nd_str positions) {
    size_t before;

    if (gather->count + positions.len > MOST_PLACES)
        flush(gather);
    make_room(gather, positions.len + 1);
    before = gather->count;
    gather->count += nd_postings_decode(positions, article, gather->places + gather->count);
    return gather->count - before;
}

void nd_gather_finish(struct nd_gather *gather, struct nd_postings *postings) {
    flush(gather);
    unite_runs(gather);
    *postings = gather->runs[0];
    free(gather->places);
    free(gather->room);
    *gather = (struct nd_gather){0};
}
