/*
 * Learned boilerplate (newsdex/boilerplate.h) cut out of the articles that are stored, and put back. Private
 * to the folder.
 */
#ifndef INDEX_STORE_LEARNED_H
#define INDEX_STORE_LEARNED_H

#include "index/db/statement.h"

/* Whether the database was of an older version: its lines were not counted, or otherwise. */
enum nd_status nd_learned_are_missing(struct nd_index *index, bool *are_missing,
                                      struct nd_error *err) ND_MUST_CHECK;
/* Then notes all its articles, in a transaction of its own; they count once nd_learned_apply has been there.
 */
enum nd_status nd_learned_prepare(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;
/* Notes those with ids above after, which were stored without it; within a transaction. */
enum nd_status nd_learned_note(struct nd_index *index, int64_t after, struct nd_error *err) ND_MUST_CHECK;
/* Learns, and writes the articles again of which now other lines are boilerplate; within a transaction, once
 * it is decided which articles answer. */
enum nd_status nd_learned_apply(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;
/* The body of an article that does not answer any more is what it was. */
enum nd_status nd_learned_restore(struct nd_index *index, int64_t id, struct nd_error *err) ND_MUST_CHECK;

#endif
