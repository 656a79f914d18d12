/* The statements about what recurs, copies and lines; all others are NULL. Private to the folder. */
#ifndef INDEX_DB_STATEMENT_RECURRING_H
#define INDEX_DB_STATEMENT_RECURRING_H

#include "index/db/statement.h"

extern const char *const nd_statement_recurring[ND_SQL_COUNT];

#endif
