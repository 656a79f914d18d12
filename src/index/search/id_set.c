#include "index/search/id_set.h"

#include "newsdex/alloc.h"

#include <stdlib.h>
#include <string.h>

enum { WORD_BITS = 64, MOST_BITS = 1 << 26 /* 8 MB of them */ };

void nd_id_set_fini(struct nd_id_set *set) {
    free(set->files.words);
    free(set->references.words);
    free(set->others);
    *set = (struct nd_id_set){0};
}

static void set_bit(struct nd_bits *bits, size_t at) {
    size_t needed = at / WORD_BITS + 1;

    if (needed > bits->count) {
        bits->words = nd_alloc_grow(bits->words, &bits->capacity, needed, sizeof *bits->words);
        memset(bits->words + bits->count, 0, (bits->capacity - bits->count) * sizeof *bits->words);
        bits->count = bits->capacity;
    }
    bits->words[at / WORD_BITS] |= UINT64_C(1) << at % WORD_BITS;
}

static bool has_bit(const struct nd_bits *bits, size_t at) {
    return at / WORD_BITS < bits->count && (bits->words[at / WORD_BITS] >> at % WORD_BITS & 1) != 0;
}

void nd_id_set_add(struct nd_id_set *set, uint32_t id) {
    uint32_t at = id < ND_FIRST_REFERENCE ? id : id - ND_FIRST_REFERENCE;

    if (at >= MOST_BITS) {
        set->others =
            nd_alloc_grow(set->others, &set->other_capacity, set->other_count + 1, sizeof *set->others);
        set->others[set->other_count++] = id;
        return;
    }
    set_bit(id < ND_FIRST_REFERENCE ? &set->files : &set->references, at);
}

static int by_id(const void *a, const void *b) {
    const uint32_t *x = a, *y = b;

    return *x < *y ? -1 : *x > *y;
}

void nd_id_set_seal(struct nd_id_set *set) {
    if (set->other_count > 0)
        qsort(set->others, set->other_count, sizeof *set->others, by_id);
}

static void each_bit(const struct nd_bits *bits, uint32_t first, void (*sink)(void *, uint32_t),
                     void *context) {
    for (size_t i = 0; i < bits->count; i++)
        for (uint64_t word = bits->words[i]; word != 0; word &= word - 1)
            sink(context, first + (uint32_t)(i * WORD_BITS) + (uint32_t)__builtin_ctzll(word));
}

void nd_id_set_each(const struct nd_id_set *set, void (*sink)(void *context, uint32_t id), void *context) {
    each_bit(&set->files, 0, sink, context);
    each_bit(&set->references, ND_FIRST_REFERENCE, sink, context);
    for (size_t i = 0; i < set->other_count; i++)
        sink(context, set->others[i]);
}

bool nd_id_set_has(const struct nd_id_set *set, uint32_t id) {
    uint32_t at = id < ND_FIRST_REFERENCE ? id : id - ND_FIRST_REFERENCE;

    if (at >= MOST_BITS)
        return set->other_count > 0 &&
               bsearch(&id, set->others, set->other_count, sizeof *set->others, by_id) != NULL;
    return has_bit(id < ND_FIRST_REFERENCE ? &set->files : &set->references, at);
}
