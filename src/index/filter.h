/*
 * The filters of a query as conditions on the tables article (a) and provider. Private to the index stage.
 * The text is put together from constant pieces; what the user wrote is bound.
 */
#ifndef INDEX_FILTER_H
#define INDEX_FILTER_H

#include "index/statement.h"

/* Appends " AND (...)" for every kind of filter in the list. */
void nd_filter_conditions(const struct nd_filter *filters, struct nd_buf *sql);
/* Binds what the conditions ask for, in the same order; the texts must outlive the statement's run. */
void nd_filter_bind(sqlite3_stmt *stmt, const struct nd_filter *filters, struct nd_arena *arena);

#endif
