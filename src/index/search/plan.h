/*
 * Finding: the articles a query asks for, in the order they are shown. Private to the index stage.
 */
#ifndef INDEX_SEARCH_PLAN_H
#define INDEX_SEARCH_PLAN_H

#include "index/search/candidates.h"

/*
 * Between nd_search_begin and nd_search_end. Nothing is found when the words of the query have no token. With
 * options->limit > 0 the first so many are in their places, and there may be more behind them.
 */
enum nd_status nd_plan_run(struct nd_index *index, struct nd_query *query,
                           const struct nd_search_options *options, struct nd_candidates *found,
                           struct nd_error *err) ND_MUST_CHECK;

#endif
