/*
 * What reads like a text: found by its best words (nd_index_like), what was published about the same time
 * before what was not. Private to the index stage.
 */
#ifndef INDEX_SEARCH_NEARNESS_H
#define INDEX_SEARCH_NEARNESS_H

#include "index/search/candidates.h"

enum { ND_NEARNESS_REACH = 100 /* articles to be found, so that one that is near in time is among them */ };

/*
 * Raises the score of articles that were published near to text, drops text itself and what is equal to it,
 * and sorts what is left.
 */
enum nd_status nd_nearness_order(struct nd_index *index, const struct nd_text *text,
                                 struct nd_candidates *candidates, struct nd_error *err) ND_MUST_CHECK;

#endif
