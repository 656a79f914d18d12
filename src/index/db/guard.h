/*
 * A file from a stranger is input like any other: what a connection may do, how long a statement may take,
 * and whether the values of a row have the types their columns were declared with. Private to the index
 * stage.
 */
#ifndef INDEX_GUARD_H
#define INDEX_GUARD_H

#include "newsdex/index.h"

#include <sqlite3.h>

enum { ND_GUARD_COLUMNS = 32 };   /* of a row that are looked at; no statement has more */
enum { ND_GUARD_STATEMENTS = 4 }; /* that take turns */

/* Part of an open index. */
struct nd_guard {
    const char *path; /* of the file */
    sqlite3 *db;
    uint64_t steps, limit; /* of SQLite's machine since nd_guard_begin; limit 0: not worked out yet */
    bool is_exhausted;     /* a statement was ended because of it */
    sqlite3_stmt *known[ND_GUARD_STATEMENTS]; /* whose columns types describes; NULL: nobody's */
    unsigned char types[ND_GUARD_STATEMENTS][ND_GUARD_COLUMNS];
    unsigned next; /* of these that gives way */
};

/*
 * To be called before anything of the file is read. Triggers never run; until nd_guard_trust_schema, views
 * and the like call harmless functions only; and unless it is opened for writing, no value is longer than the
 * file.
 */
enum nd_status nd_guard_open(struct nd_guard *guard, sqlite3 *db, const char *path, enum nd_index_mode mode,
                             struct nd_error *err) ND_MUST_CHECK;
/*
 * The schema has been found to be newsdex's own. Its views use JSON, whose functions SQLite 3.40 does not
 * count among those that are harmless in a view.
 */
void nd_guard_trust_schema(struct nd_guard *guard);
/* A command begins: steps are counted from here. */
void nd_guard_begin(struct nd_guard *guard);
/* A statement is about to be made, perhaps in the place of one that is gone. */
void nd_guard_forget(struct nd_guard *guard);
/* ND_DB when a value of the row at hand is not NULL and not of the type of its column in a STRICT table. */
enum nd_status nd_guard_row(struct nd_guard *guard, sqlite3_stmt *stmt, struct nd_error *err) ND_MUST_CHECK;

#endif
