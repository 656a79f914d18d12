/*
 * The full-text index, written: which articles were put into it and taken out of it in this transaction is
 * gathered in memory, and becomes one more segment when the transaction is committed. FTS5 itself is not
 * asked to: its own way there costs several times as much and cannot be shared among threads. What is written
 * is what it would write, and its integrity check holds.
 *
 * FTS5 remembers the segments it has seen in a connection, so a connection that writes must leave its MATCH
 * and its commands alone. Private to the index stage.
 */
#ifndef INDEX_FULLTEXT_WRITER_H
#define INDEX_FULLTEXT_WRITER_H

#include "index/db/statement.h"

struct nd_fulltext;

struct nd_fulltext *nd_fulltext_new(void);
void nd_fulltext_free(struct nd_fulltext *text);

/* The analyser of the index, made when first needed. */
struct nd_analyser *nd_fulltext_analyser(struct nd_index *index);

/*
 * The run whose articles nd_fulltext_put_inverted speaks of from now on; its storage is taken over. NULL: of
 * the last one there is no more to come.
 */
void nd_fulltext_take(struct nd_index *index, struct nd_run *run);
/* Article number of that run has got that id. The words in its columns are lengths. */
enum nd_status nd_fulltext_put_inverted(struct nd_index *index, int64_t id, uint32_t number,
                                        const uint32_t lengths[ND_COLUMNS],
                                        struct nd_error *err) ND_MUST_CHECK;
/* Puts an article that is in no run; lengths receives the words in its columns. */
enum nd_status nd_fulltext_put(struct nd_index *index, int64_t id, const struct nd_columns *columns,
                               uint32_t lengths[ND_COLUMNS], struct nd_error *err) ND_MUST_CHECK;
/* Takes an article out; its row and its topics must still be there. Nothing happens if there is none. */
enum nd_status nd_fulltext_forget(struct nd_index *index, int64_t id, struct nd_error *err) ND_MUST_CHECK;

/* The sketch of the article put or forgotten latest, until the next one is; NULL when there was none to
 * forget. */
const struct nd_sketch *nd_fulltext_sketch(const struct nd_index *index);

/* True when so much was gathered that the transaction should be committed. */
bool nd_fulltext_is_full(const struct nd_fulltext *text);
/* So much waits that more is likely to come. */
bool nd_fulltext_is_large(const struct nd_fulltext *text);
/* Writes what was gathered. Belongs before every commit. */
enum nd_status nd_fulltext_flush(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;
/* Forgets what was gathered, the transaction having been rolled back. */
void nd_fulltext_discard(struct nd_fulltext *text);
/*
 * Empties the index and the lengths, whatever was in them, so that all articles can be put again; within a
 * transaction.
 */
enum nd_status nd_fulltext_clear(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;
/* True when another program has written the index in a form that cannot be added to. */
enum nd_status nd_fulltext_is_foreign(struct nd_index *index, bool *is_foreign,
                                      struct nd_error *err) ND_MUST_CHECK;
/* True when the index was made of other tokens than the analysis gives today. */
enum nd_status nd_fulltext_is_outdated(struct nd_index *index, bool *is_outdated,
                                       struct nd_error *err) ND_MUST_CHECK;
/* Merges all segments into one, in transactions of its own. Nothing may wait to be flushed. */
enum nd_status nd_fulltext_merge_all(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;
/* The same with those that have become many; there may be more of them while others are coming. */
enum nd_status nd_fulltext_merge_newest(struct nd_index *index, bool is_loading,
                                        struct nd_error *err) ND_MUST_CHECK;

#endif
