/* The statements about what recurs, copies and lines; NULL for all others. Private to the folder. */
#ifndef INDEX_DB_STATEMENT_RECURRING_H
#define INDEX_DB_STATEMENT_RECURRING_H

#include "index/db/statement.h"

const char *nd_statement_recurring(enum nd_sql which);

#endif
