/*
 * When articles came into the database, which is not when they changed or moved: a row of the table arrival
 * for the ids given in one transaction. Private to the index stage.
 */
#ifndef INDEX_STORE_ARRIVALS_H
#define INDEX_STORE_ARRIVALS_H

#include "index/db/statement.h"

/* Before the article is written whose file or part was there: if that gave none so far, it comes now. */
enum nd_status nd_arrivals_note(struct nd_index *index, int64_t id, struct nd_error *err) ND_MUST_CHECK;
/* At the end of a transaction. */
enum nd_status nd_arrivals_flush(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;

#endif
