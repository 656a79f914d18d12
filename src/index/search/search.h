/*
 * What other readings of the index share with the search. Private to the index stage.
 */
#ifndef INDEX_SEARCH_SEARCH_H
#define INDEX_SEARCH_SEARCH_H

#include "index/search/candidates.h"

/* All that is read in between is of one moment. */
enum nd_status nd_search_begin(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;
void nd_search_end(struct nd_index *index);

/* The ids of all matches, in no order, for the caller to free. Between nd_search_begin and nd_search_end. */
enum nd_status nd_search_ids(struct nd_index *index, struct nd_query *query,
                             const struct nd_search_options *options, uint32_t **ids, size_t *count,
                             struct nd_error *err) ND_MUST_CHECK;

/* Who takes hits, and how many were taken. */
struct nd_delivery {
    nd_hit_sink *take;
    void *context;
    int64_t count;
};
/* Hands over what was found in its order, as far as the limit, with what options want to know of each. */
enum nd_status nd_search_deliver(struct nd_index *index, const struct nd_query *query,
                                 const struct nd_search_options *options, const struct nd_candidates *found,
                                 struct nd_delivery *delivery, struct nd_error *err) ND_MUST_CHECK;
/* What is shown of an article, in the arena. */
enum nd_status nd_search_fetch(struct nd_index *index, const struct nd_candidate *candidate,
                               struct nd_arena *arena, struct nd_hit *hit,
                               struct nd_error *err) ND_MUST_CHECK;
/* After a search: how the query was read, and the words that were looked for. */
void nd_search_explain(const struct nd_index *index, const struct nd_query *query, struct nd_buf *out);

#endif
