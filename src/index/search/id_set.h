/*
 * Sets of article ids, a bit each; references, whose ids begin far above the others, apart. Ids far above all
 * that are given in practice, which a damaged database may have, are kept one by one. Private to the index
 * stage.
 */
#ifndef INDEX_SEARCH_ID_SET_H
#define INDEX_SEARCH_ID_SET_H

#include "newsdex/index.h"

struct nd_bits {
    uint64_t *words;
    size_t count, capacity;
};

/* All zero is empty. */
struct nd_id_set {
    struct nd_bits files, references;
    uint32_t *others;
    size_t other_count, other_capacity;
};

void nd_id_set_fini(struct nd_id_set *set);
void nd_id_set_add(struct nd_id_set *set, uint32_t id);
/* To be called when all are added, before the first question. */
void nd_id_set_seal(struct nd_id_set *set);
/* Calls sink with every one of them. */
void nd_id_set_each(const struct nd_id_set *set, void (*sink)(void *context, uint32_t id), void *context);
bool nd_id_set_has(const struct nd_id_set *set, uint32_t id);

#endif
