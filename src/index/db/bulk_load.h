/*
 * A first load writes its pages where they belong, and not into the log first: almost all are new, so that
 * nothing has to be kept of what they were (a rollback journal holds the rest), and each is written once
 * instead of twice. Nobody else can look into the database meanwhile. Therefore the file is watched, and as
 * soon as anybody opens it the load goes on through the log, as every other ingest does from the beginning.
 *
 * Whatever happens, the file holds what was committed last, once the journal beside it is played back; who
 * opens it first does that. Private to the index stage.
 */
#ifndef INDEX_DB_BULK_LOAD_H
#define INDEX_DB_BULK_LOAD_H

#include "index/db/statement.h"

/*
 * Between two transactions: from now on nothing is written to the log. No error, and nothing changes, when
 * somebody uses the database or the file cannot be watched. A second call does nothing.
 */
enum nd_status nd_bulk_load_begin(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;
/* None will begin. */
void nd_bulk_load_rule_out(struct nd_index *index);
/* Whether one may still begin. */
bool nd_bulk_load_is_possible(const struct nd_index *index);
/* Whether somebody has opened the file since it began; asks the system only now and then. */
bool nd_bulk_load_is_disturbed(struct nd_index *index);
/* Between two transactions: goes back to the log if somebody has opened the file. */
enum nd_status nd_bulk_load_yield(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;
/* Between two transactions: goes back to the log, if it is not there, and none begins any more. */
enum nd_status nd_bulk_load_end(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;
/* The first thing when it is written to: one whose load was ended by force goes back to the log. */
enum nd_status nd_bulk_load_mend(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;

#endif
