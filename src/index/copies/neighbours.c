#include "index/copies/neighbours.h"

#include "index/fulltext/number_sort.h"
#include "newsdex/alloc.h"
#include "newsdex/copies.h"

#include <stdlib.h>

/* Of the keys that copies of these lengths would share at the least, on the average, three tenths. */
static const double least_share = 0.3;

void nd_neighbours_free(struct nd_neighbours *neighbours) {
    free(neighbours->list);
    free(neighbours->working.list);
    free(neighbours->ids.list);
    *neighbours = (struct nd_neighbours){.list = NULL};
}

static void count_ids(struct nd_neighbours *neighbours, int64_t text_id) {
    struct nd_key_entries *ids = &neighbours->ids;

    neighbours->count = 0;
    nd_number_sort_bag(ids->list, ids->count);
    for (size_t from = 0, to; from < ids->count; from = to) {
        for (to = from; to < ids->count && ids->list[to] == ids->list[from];)
            to++;
        if ((int64_t)ids->list[from] == text_id)
            continue;
        neighbours->list = nd_alloc_grow(neighbours->list, &neighbours->capacity, neighbours->count + 1,
                                         sizeof *neighbours->list);
        neighbours->list[neighbours->count++] = (struct nd_neighbour){(int64_t)ids->list[from], to - from};
    }
}

bool nd_neighbours_in(const struct nd_key_groups *groups, int64_t text_id, struct nd_neighbours *neighbours) {
    bool is_there;

    neighbours->ids.count = 0;
    is_there = nd_key_groups_find(groups, text_id, &neighbours->ids);
    count_ids(neighbours, text_id);
    return is_there;
}

enum nd_status nd_neighbours_find(struct nd_index *index, int64_t text_id, const struct nd_sketch *sketch,
                                  struct nd_neighbours *neighbours, struct nd_error *err) {
    enum nd_status status = ND_OK;

    neighbours->ids.count = neighbours->working.count = 0;
    for (uint32_t i = 0; i < sketch->count && status == ND_OK; i++) {
        struct nd_key_span span;
        status = nd_key_index_find(index, sketch->keys[i], &neighbours->working, &span, err);
        for (size_t k = 0; k < span.count && span.count <= ND_COPIES_COMMON; k++)
            nd_key_entries_add(&neighbours->ids, (uint64_t)nd_key_entry_id(span.list[k]));
    }
    count_ids(neighbours, text_id);
    return status;
}

/* In words, as near as the ranking knows them. */
static uint32_t length_of(struct nd_lengths *lengths, int64_t id) {
    const unsigned char *codes = nd_lengths_get(lengths, (uint32_t)id);
    uint32_t length = nd_lengths_length(codes[ND_COLUMN_BODY]);

    if (length < ND_TEXT_WORDS && codes[ND_COLUMN_TITLE] != ND_LENGTH_DERIVED_TITLE)
        length += nd_lengths_length(codes[ND_COLUMN_TITLE]) + nd_lengths_length(codes[ND_COLUMN_EXCERPT]);
    return length;
}

/* Of the keys of the longer text as many lie in the shorter as it is a part of it. */
bool nd_neighbours_are_likely(struct nd_lengths *lengths, int64_t text_id,
                              const struct nd_neighbour *neighbour) {
    uint32_t a = length_of(lengths, text_id), b = length_of(lengths, neighbour->text_id);
    uint32_t shorter = a < b ? a : b, longer = a < b ? b : a;
    double share = longer == 0 ? 1 : (double)shorter / longer;

    return (double)neighbour->shared + 1 > nd_sketch_keys(longer) * share * least_share;
}
