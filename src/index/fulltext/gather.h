/*
 * The postings of very many terms as those of one: all words with a beginning. Private to the index stage.
 */
#ifndef INDEX_FULLTEXT_GATHER_H
#define INDEX_FULLTEXT_GATHER_H

#include "index/fulltext/postings.h"

enum { ND_GATHER_RUNS = 16 };

/* All zero is empty. */
struct nd_gather {
    uint64_t *places, *room; /* article << 32 | place, in any order; and as much room to sort them in */
    size_t count, capacity;
    struct nd_postings runs[ND_GATHER_RUNS]; /* what was sorted so far; so many become one */
    size_t run_count;
};

/* Adds a posting: where a term stands in an article, as FTS5 writes it. Returns how many places that are. */
size_t nd_gather_add(struct nd_gather *gather, uint32_t article, struct nd_str positions);
/* Moves the postings out; gather is empty again. */
void nd_gather_finish(struct nd_gather *gather, struct nd_postings *postings);

#endif
