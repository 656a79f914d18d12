/*
 * Which stretches of three and of five bytes (grams) occur in paths of files and in addresses of articles:
 * the table gram, a row for every ND_GRAM_BLOCK ids. Where a text is looked for that may begin anywhere, only
 * files and articles of the rows that have all its grams are looked at. Rows are made anew when what they
 * tell of has changed: SQLite says so of every row of the two tables, whoever writes it. ASCII letters count
 * as small ones. Private to the index stage.
 *
 * A row has a bit for each hash of a gram (Bloom, "Space/time trade-offs in hash coding with allowable
 * errors", 1970, with one hash), a power of two of them. An empty one says nothing.
 */
#ifndef INDEX_DB_GRAMS_H
#define INDEX_DB_GRAMS_H

#include "index/db/statement.h"

enum { ND_GRAM_BLOCK = 128 };

/* Notes from now on what changes in the database, which is open for writing. */
struct nd_grams *nd_grams_open(sqlite3 *db);
void nd_grams_close(struct nd_grams *grams);
/* Makes the rows anew. Belongs before every commit. */
enum nd_status nd_grams_flush(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;
/* All rows are to be made anew; within a transaction. */
enum nd_status nd_grams_renew(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;
/* Whether every path and address is found by its row. */
enum nd_status nd_grams_verify(struct nd_index *index, nd_fault_sink *sink, void *context,
                               struct nd_error *err) ND_MUST_CHECK;
/* What changed was rolled back. */
void nd_grams_discard(struct nd_grams *grams);
/* Whether a text with that part may be among those of the row. */
bool nd_grams_may_have(struct nd_str bits, struct nd_str part);

#endif
