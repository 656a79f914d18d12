/*
 * Copies while articles are written (newsdex/copies.h): what is put and forgotten is noted, and clusters are
 * made anew where that matters when the ingest is finished. Private to the index stage.
 */
#ifndef INDEX_COPIES_COPIES_H
#define INDEX_COPIES_COPIES_H

#include "index/db/statement.h"

struct nd_sketch;

/* An article was put. */
void nd_copies_put(struct nd_index *index, int64_t id, const struct nd_sketch *sketch);
/* An article is about to go, or to become another; sketch is that of what it was. */
enum nd_status nd_copies_forget(struct nd_index *index, int64_t id, const struct nd_sketch *sketch,
                                struct nd_error *err) ND_MUST_CHECK;
/* Articles that have no uid now are told apart anew, and may come in another order then: whoever is in a
 * cluster with one is looked at by the finish. */
enum nd_status nd_copies_reorder(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;
/* Writes down what was noted. Belongs before every commit. */
enum nd_status nd_copies_flush(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;
/* Forgets all there is, so that all articles can be put again; within a transaction. */
enum nd_status nd_copies_clear(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;
/*
 * Takes over what another database knows of its copies, whose articles and rows of the table copy are here
 * already with ids higher by shift: its sketches, and which of its texts are equal to texts that were here.
 * What else is a copy across is looked for at the finish. Within a transaction.
 */
enum nd_status nd_copies_take_over(struct nd_index *index, struct nd_index *other, int64_t shift,
                                   struct nd_error *err) ND_MUST_CHECK;
/* Whether there are articles of an older database whose sketches are to be made, and behind which. */
enum nd_status nd_copies_are_missing(struct nd_index *index, bool *are, int64_t *id,
                                     struct nd_error *err) ND_MUST_CHECK;
/* Makes the sketches of articles of an older database; in transactions of its own. */
enum nd_status nd_copies_prepare(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;
/*
 * Brings the clusters up to date; within a transaction, every article having its uid. Of very many articles
 * it does so for some of them at a time: with is_left it is to be called again, in another transaction.
 */
enum nd_status nd_copies_finish(struct nd_index *index, bool *is_left, struct nd_error *err) ND_MUST_CHECK;

#endif
