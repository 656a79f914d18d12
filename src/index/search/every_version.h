/* Hits with all their versions. Private to the folder. */
#ifndef INDEX_SEARCH_EVERY_VERSION_H
#define INDEX_SEARCH_EVERY_VERSION_H

#include "index/search/candidates.h"

/* Puts the other versions of each article behind it, in order of path. */
enum nd_status nd_every_version_add(struct nd_index *index, struct nd_candidates *found,
                                    struct nd_error *err) ND_MUST_CHECK;

#endif
