#include "ingest/known_parts.h"

#include "newsdex/alloc.h"

#include <stdlib.h>
#include <string.h>

/* Orders numbers of known parts by a value of theirs, those alike as they stand. */
static int compare_hashes(const void *a, const void *b, void *items) {
    const struct nd_index_known_part *parts = items;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    int order = memcmp(parts[x].hash, parts[y].hash, ND_HASH_SIZE);

    return order != 0 ? order : (x > y) - (x < y);
}

/* A record is not known again by the key of an article of another, nor the other way. */
static int compare_key(const struct nd_index_known_part *a, const struct nd_index_known_part *b) {
    bool a_is_item = a->item > 0, b_is_item = b->item > 0;

    return a_is_item != b_is_item ? a_is_item - b_is_item : (a->key > b->key) - (a->key < b->key);
}

static int compare_keys(const void *a, const void *b, void *items) {
    const struct nd_index_known_part *parts = items;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    int order = compare_key(&parts[x], &parts[y]);

    return order != 0 ? order : (x > y) - (x < y);
}

static void sort_known(struct nd_known_parts *known, bool by_key) {
    struct nd_known_order *order = &known->orders[by_key];

    order->parts = nd_alloc_array(known->parts.count + 1, sizeof *order->parts);
    order->skip = nd_alloc_array(known->parts.count + 1, sizeof *order->skip);
    for (size_t i = 0; i < known->parts.count; i++)
        order->parts[i] = (uint32_t)i;
    qsort_r(order->parts, known->parts.count, sizeof *order->parts, by_key ? compare_keys : compare_hashes,
            known->parts.items);
}

static int compare_with(const struct nd_index_known_part *part, const struct nd_index_known_part *wanted,
                        bool by_key) {
    return by_key ? compare_key(part, wanted) : memcmp(part->hash, wanted->hash, ND_HASH_SIZE);
}

/* The first part with the hash or key of wanted that is not taken, or SIZE_MAX. */
static size_t find_alike(struct nd_known_parts *known, bool by_key,
                         const struct nd_index_known_part *wanted) {
    struct nd_known_order *order = &known->orders[by_key];
    size_t low = 0, high = known->parts.count, at;

    if (known->parts.count == 0 || (by_key && wanted->key == 0))
        return SIZE_MAX;
    if (order->parts == NULL)
        sort_known(known, by_key);
    if (order->parts == NULL)
        return SIZE_MAX;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_with(&known->parts.items[order->parts[middle]], wanted, by_key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (at = low + (low < known->parts.count ? order->skip[low] : 0); at < known->parts.count; at++) {
        size_t part = order->parts[at];
        if (compare_with(&known->parts.items[part], wanted, by_key) != 0)
            return SIZE_MAX;
        if (!known->is_taken[part]) {
            order->skip[low] = (uint32_t)(at - low); /* those before it are taken for good */
            return part;
        }
    }
    return SIZE_MAX;
}

size_t nd_known_parts_by_hash(struct nd_known_parts *known, const unsigned char hash[ND_HASH_SIZE]) {
    struct nd_index_known_part wanted = {0};

    if (known->next < known->parts.count && !known->is_taken[known->next] &&
        memcmp(known->parts.items[known->next].hash, hash, ND_HASH_SIZE) == 0)
        return known->next;
    memcpy(wanted.hash, hash, ND_HASH_SIZE);
    return find_alike(known, false, &wanted);
}

size_t nd_known_parts_by_key(struct nd_known_parts *known, struct nd_str key) {
    return find_alike(
        known, true,
        &(struct nd_index_known_part){.key = nd_index_part_key(key), .item = known->are_items ? 1 : 0});
}

/* Behind the record with that number and its articles. */
static size_t end_of_record(const struct nd_known_parts *known, size_t i) {
    for (i++; i < known->parts.count && known->parts.items[i].item > 0; i++)
        ;
    return i;
}

void nd_known_parts_take(struct nd_known_parts *known, size_t i) {
    known->is_taken[i] = true;
    known->next = known->are_items ? i + 1 : end_of_record(known, i);
    known->furthest = known->furthest > i ? known->furthest : i + 1;
}

size_t nd_known_parts_keep(struct nd_known_parts *known, size_t i) {
    size_t end = end_of_record(known, i), count = end - i - 1;

    for (; i < end; i++)
        known->is_taken[i] = true;
    return count;
}

struct nd_known_parts nd_known_parts_items(struct nd_known_parts *known, size_t i) {
    struct nd_known_parts items = {.are_items = true};
    size_t count = i == SIZE_MAX ? 0 : end_of_record(known, i) - i - 1;

    if (count > 0) {
        items.parts = (struct nd_index_known_parts){known->parts.items + i + 1, count};
        items.is_taken = known->is_taken + i + 1;
    }
    return items;
}

static void free_orders(struct nd_known_parts *known) {
    for (size_t i = 0; i < 2; i++) {
        free(known->orders[i].parts);
        free(known->orders[i].skip);
    }
}

void nd_known_parts_give_back(struct nd_known_parts *items) {
    free_orders(items);
    *items = (struct nd_known_parts){0};
}

enum nd_status nd_known_parts_load(struct nd_known_parts *known, struct nd_index *index, int64_t file_id,
                                   uint64_t start, struct nd_error *err) {
    enum nd_status status = nd_index_parts(index, file_id, start, &known->parts, err);

    known->is_taken = nd_alloc_array(known->parts.count + 1, sizeof *known->is_taken);
    return status;
}

void nd_known_parts_fini(struct nd_known_parts *known) {
    free_orders(known);
    free(known->parts.items);
    free(known->is_taken);
    *known = (struct nd_known_parts){0};
}
