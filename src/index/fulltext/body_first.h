/*
 * The full-text index of a database of version 6 or before, whose columns were title, excerpt, topics and
 * body: the last becomes the first, in all lists, sums and lengths. Nothing is analysed again. Private to the
 * index stage.
 */
#ifndef INDEX_FULLTEXT_BODY_FIRST_H
#define INDEX_FULLTEXT_BODY_FIRST_H

#include "index/db/statement.h"

/* Within a transaction. Where the lists are of a form this program does not know, or damaged, FTS5 makes them
 * anew. */
enum nd_status nd_body_first(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;

#endif
