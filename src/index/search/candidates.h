/*
 * Matches before they are looked up, and their orders. Private to the index stage.
 */
#ifndef INDEX_SEARCH_CANDIDATES_H
#define INDEX_SEARCH_CANDIDATES_H

#include "index/db/statement.h"
#include "index/search/scored.h"

struct nd_candidate {
    int64_t id;
    double score;
    double feedback, nearness;  /* parts of it */
    struct nd_str published_at; /* where dates decide about the order */
};

/* All zero is empty; free(list) when done. */
struct nd_candidates {
    struct nd_candidate *list;
    size_t count, capacity;
};

void nd_candidates_add(struct nd_candidates *candidates, int64_t id, double score);
/* Replaces what there is. */
void nd_candidates_set(struct nd_candidates *candidates, const struct nd_scored_list *scored);
/* By score, by the dates they have, or by id; equal ones by id. */
void nd_candidates_sort(struct nd_candidates *candidates, enum nd_sort sort);
/* Best first; puts runs of equal scores that reach into the first wanted places in order of date. */
enum nd_status nd_candidates_order_ties(struct nd_index *index, struct nd_candidates *candidates,
                                        size_t wanted, struct nd_error *err) ND_MUST_CHECK;

#endif
