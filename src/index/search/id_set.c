#include "index/search/id_set.h"

#include "newsdex/alloc.h"

#include <stdlib.h>
#include <string.h>

enum { WORD_BITS = 64 };

void nd_id_set_fini(struct nd_id_set *set) {
    free(set->files.words);
    free(set->references.words);
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
    if (id < ND_FIRST_REFERENCE)
        set_bit(&set->files, id);
    else
        set_bit(&set->references, id - ND_FIRST_REFERENCE);
}

bool nd_id_set_has(const struct nd_id_set *set, uint32_t id) {
    return id < ND_FIRST_REFERENCE ? has_bit(&set->files, id)
                                   : has_bit(&set->references, id - ND_FIRST_REFERENCE);
}
