/*
 * The uid of every article (nd_uid_of_article), a row of the table identity each. Those that would have the
 * same have none for a time, and are told apart in order of path before an ingest is finished. Private to the
 * index stage.
 */
#ifndef INDEX_STORE_IDENTITY_H
#define INDEX_STORE_IDENTITY_H

#include "index/db/statement.h"

/* Before anything else here: tells SQLite of the function newsdex_uid. */
enum nd_status nd_identity_open(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;
/* Gives article id its uid, unless another has it. */
enum nd_status nd_identity_put(struct nd_index *index, int64_t id, struct nd_str uid,
                               struct nd_error *err) ND_MUST_CHECK;
/* Takes it away, together with those of the articles that would have the same. */
enum nd_status nd_identity_drop(struct nd_index *index, int64_t id, struct nd_error *err) ND_MUST_CHECK;
/*
 * Makes the indexes that a new database or one of an older version lacks: those of the tables
 * (nd_migrate_indexes), and the unique one of all uids. In transactions of their own if there is none.
 */
enum nd_status nd_identity_make_indexes(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;
/* *is_left: some have no uid. */
enum nd_status nd_identity_is_left(struct nd_index *index, bool *is_left, struct nd_error *err) ND_MUST_CHECK;
/* Takes the uids from all that would have the same as one that has none. */
enum nd_status nd_identity_release_alike(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;
/* Tells apart those that have no uid, what answers (versions.h) first; within a transaction. */
enum nd_status nd_identity_number(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;

#endif
