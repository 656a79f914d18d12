/* Hits and the versions of articles that do not answer. Private to the folder. */
#ifndef INDEX_SEARCH_VERSION_HITS_H
#define INDEX_SEARCH_VERSION_HITS_H

#include "index/search/candidates.h"
#include "index/search/id_set.h"

/* Puts the other versions of each article behind it, in order of path. */
enum nd_status nd_version_hits_add(struct nd_index *index, struct nd_candidates *found,
                                   struct nd_error *err) ND_MUST_CHECK;
/* All that are no hits because another version answers. */
enum nd_status nd_version_hits_hidden(struct nd_index *index, struct nd_id_set *hidden,
                                      struct nd_error *err) ND_MUST_CHECK;

#endif
