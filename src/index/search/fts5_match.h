/*
 * The way out when the full-text index has a format that postings.h does not know: FTS5's own MATCH and
 * ranking, in one statement. Private to the index stage.
 */
#ifndef INDEX_SEARCH_FTS5_MATCH_H
#define INDEX_SEARCH_FTS5_MATCH_H

#include "index/search/candidates.h"
#include "index/search/match.h"

enum nd_status nd_fts5_match_find(struct nd_index *index, const struct nd_query *query,
                                  const struct nd_search_options *options, struct nd_candidates *found,
                                  struct nd_error *err) ND_MUST_CHECK;

#endif
