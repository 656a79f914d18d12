/*
 * The full-text index from the writing side: what FTS5 needs besides rows, and how it stays compact.
 *
 * FTS5 gathers tokens in memory until a transaction ends. A statement that SQLite may have to take back alone
 * (one that changes several rows and can fail, such as INSERT ... SELECT) opens a savepoint, and every
 * savepoint makes FTS5 write out what it has gathered. Hence no statement run between begin and commit may
 * be of that kind. Private to the index stage.
 */
#ifndef INDEX_FULL_TEXT_H
#define INDEX_FULL_TEXT_H

#include "index/statement.h"

/*
 * Indexes the columns of an article; tokens are their recordings, absent ones are made. title_is_copy: see
 * nd_norms_put.
 */
enum nd_status nd_full_text_put(struct nd_index *index, int64_t id, const struct nd_str columns[ND_COLUMNS],
                                const struct nd_str tokens[ND_COLUMNS], bool title_is_copy,
                                struct nd_error *err) ND_MUST_CHECK;
/* Takes an article out; its row and topics must still be there. Nothing happens if there is no such article.
 */
enum nd_status nd_full_text_forget(struct nd_index *index, int64_t id, struct nd_error *err) ND_MUST_CHECK;
/* Settings for writing, kept in the database; written when they differ. */
enum nd_status nd_full_text_configure(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;

#endif
