/*
 * A sample of the matches that does not depend on what else is there. Private to the index stage.
 */
#ifndef INDEX_SEARCH_SAMPLE_H
#define INDEX_SEARCH_SAMPLE_H

#include "index/search/candidates.h"

/*
 * Keeps options->sample of the matches, or so many of each period, in their order: those whose XXH3 (64 bits)
 * of "SEED:UID" is least. Who is in a sample leaves it only for one that came later and has a lower number.
 */
enum nd_status nd_sample_keep(struct nd_index *index, const struct nd_search_options *options,
                              struct nd_candidates *found, struct nd_error *err) ND_MUST_CHECK;

#endif
