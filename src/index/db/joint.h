/*
 * Databases that are searched as if they were one. Each article has, besides the id in its own database, one
 * among all: those of the first are the same, those of the others follow behind them, articles behind
 * articles and references behind references. Private to the index stage.
 */
#ifndef INDEX_DB_JOINT_H
#define INDEX_DB_JOINT_H

#include "index/db/statement.h"

/* Gives the ids among all, which are valid as long as the transactions that are open on each. */
enum nd_status nd_joint_number(struct nd_index *first, struct nd_error *err) ND_MUST_CHECK;
/* Whose article has that id among all; *id becomes the one it has there. */
struct nd_index *nd_joint_owner(struct nd_index *first, int64_t *id);
/* What an id of that database is among all. */
static inline int64_t nd_joint_id(const struct nd_index *own, int64_t id) {
    return id + own->shift[id >= ND_FIRST_REFERENCE];
}

#endif
