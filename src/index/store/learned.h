/*
 * Learned boilerplate (newsdex/boilerplate.h) cut out of the articles that are stored, and put back. Private
 * to the folder.
 */
#ifndef INDEX_STORE_LEARNED_H
#define INDEX_STORE_LEARNED_H

#include "index/db/statement.h"

/* Notes the articles of an older database, whose lines were never counted; in a transaction of its own. */
enum nd_status nd_learned_prepare(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;
/* Notes those with ids above after, which were stored without it; within a transaction. */
enum nd_status nd_learned_note(struct nd_index *index, int64_t after, struct nd_error *err) ND_MUST_CHECK;
/* Learns, and writes the articles again of which now other lines are boilerplate; within a transaction, once
 * it is decided which articles answer. */
enum nd_status nd_learned_apply(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;
/* The body of an article that does not answer any more is what it was. */
enum nd_status nd_learned_restore(struct nd_index *index, int64_t id, struct nd_error *err) ND_MUST_CHECK;

#endif
