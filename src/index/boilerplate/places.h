/*
 * What has lines that are compared with each other: the table place, a row a provider, file of many or
 * folder. Private to the folder.
 */
#ifndef INDEX_BOILERPLATE_PLACES_H
#define INDEX_BOILERPLATE_PLACES_H

#include "index/db/statement.h"

/* How many articles there are of a scope. */
enum nd_status nd_place_count(struct nd_index *index, uint64_t scope, int64_t *articles,
                              struct nd_error *err) ND_MUST_CHECK;
/* Sets that; id is one of them, which tells what the scope is. 0: none is known, and nothing is written of a
 * scope that was not there. */
enum nd_status nd_place_put(struct nd_index *index, uint64_t scope, int64_t articles, int64_t id,
                            struct nd_error *err) ND_MUST_CHECK;

#endif
