/* Queries with a name. Private to the folder. */
#ifndef INDEX_STORE_SAVED_H
#define INDEX_STORE_SAVED_H

#include "index/db/statement.h"

/* As nd_index_save_query, within a transaction. */
enum nd_status nd_saved_put(struct nd_index *index, struct nd_str name, struct nd_str query,
                            struct nd_error *err) ND_MUST_CHECK;

#endif
