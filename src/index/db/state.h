/*
 * The rows of the table state: one value of a kind there is one of. "unfinished" is there while an ingest has
 * not come to its end, "sketches" and "lines" while those of an older database are to be made. Private to the
 * index stage.
 */
#ifndef INDEX_DB_STATE_H
#define INDEX_DB_STATE_H

#include "index/db/statement.h"

/* Whether there is a value of that name. */
enum nd_status nd_state_has(struct nd_index *index, const char *name, bool *has,
                            struct nd_error *err) ND_MUST_CHECK;
/* The value as a number; ND_END when there is none. */
enum nd_status nd_state_get(struct nd_index *index, const char *name, int64_t *number,
                            struct nd_error *err) ND_MUST_CHECK;
enum nd_status nd_state_put(struct nd_index *index, struct nd_str name, struct nd_str value,
                            struct nd_error *err) ND_MUST_CHECK;
enum nd_status nd_state_put_number(struct nd_index *index, const char *name, int64_t number,
                                   struct nd_error *err) ND_MUST_CHECK;
enum nd_status nd_state_drop(struct nd_index *index, struct nd_str name, struct nd_error *err) ND_MUST_CHECK;

#endif
