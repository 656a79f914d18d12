/* Copies folded: of the matches in one cluster (newsdex/copies.h) one stays. Private to the index stage. */
#ifndef INDEX_SEARCH_COLLAPSE_H
#define INDEX_SEARCH_COLLAPSE_H

#include "index/search/candidates.h"

/*
 * Keeps of each cluster the match that comes first; where they are in no order, the lead, or the one that
 * comes first in the order of leads.
 */
enum nd_status nd_collapse_keep(struct nd_index *index, bool is_ordered, struct nd_candidates *found,
                                struct nd_error *err) ND_MUST_CHECK;
/* How many copies of a hit there are, and who has published them; in the arena. */
enum nd_status nd_collapse_describe(struct nd_index *index, struct nd_hit *hit, struct nd_arena *arena,
                                    struct nd_error *err) ND_MUST_CHECK;

#endif
