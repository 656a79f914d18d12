/*
 * What changed when: each transaction that changes an article, as export shows it, has a number, one higher
 * than the one before. Rows of identity carry that of the latest change, tombstones that of the deletion, the
 * row "revision" of state the highest. What is not written with the article itself (its path, its place in
 * the file, what its links point to) is watched by temporary triggers of the connection that writes, so that
 * no other file has to think of it. Private to the folder.
 */
#ifndef INDEX_STORE_REVISION_H
#define INDEX_STORE_REVISION_H

#include "index/db/statement.h"

struct nd_revision {
    int64_t current;   /* of the transaction that is open; 0: nothing has changed in it yet */
    int64_t first;     /* of the run; 0: nothing has changed in it */
    bool is_lost;      /* what watches may have been rolled back */
    bool is_forgetful; /* a run before this one was interrupted, and what it watched is lost */
};

/*
 * Before anything is written: tells SQLite of newsdex_revision(), which gives the number of the open
 * transaction. What is filled for the first time is not watched.
 */
enum nd_status nd_revision_open(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;
/* From here on; what nd_revision_open did not do. */
enum nd_status nd_revision_watch(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;
/* In the last transaction of a run. */
enum nd_status nd_revision_finish(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;

#endif
