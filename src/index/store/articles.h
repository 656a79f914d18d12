/*
 * Rows of one article: those of a file of its own and those of a part of a file. Private to the index stage.
 */
#ifndef INDEX_STORE_ARTICLES_H
#define INDEX_STORE_ARTICLES_H

#include "index/db/statement.h"

/* An id no file and no part has had so far. */
enum nd_status nd_store_next_id(struct nd_index *index, int64_t *id, struct nd_error *err) ND_MUST_CHECK;
/* Adds input->article, of which there is nothing yet. */
enum nd_status nd_store_put_article(struct nd_index *index, int64_t id, int64_t file_id,
                                    const struct nd_index_input *input, struct nd_error *err) ND_MUST_CHECK;
/* What pointed to the article by its URL or key has to be resolved anew. */
enum nd_status nd_store_invalidate_names(struct nd_index *index, int64_t id,
                                         struct nd_error *err) ND_MUST_CHECK;
/* Puts the text of the first article behind *id that answers into the full-text index; ND_END behind the
 * last. */
enum nd_status nd_store_put_next_text(struct nd_index *index, int64_t *id,
                                      struct nd_error *err) ND_MUST_CHECK;
/* Takes an article out of every table but file and part; nothing happens if there is none. */
enum nd_status nd_store_clear_article(struct nd_index *index, int64_t id, struct nd_error *err) ND_MUST_CHECK;
/* The same with its problems; the row of the part stays. */
enum nd_status nd_store_clear_part(struct nd_index *index, int64_t id, struct nd_error *err) ND_MUST_CHECK;
/* Takes all parts of a file away. */
enum nd_status nd_store_clear_parts(struct nd_index *index, int64_t file_id,
                                    struct nd_error *err) ND_MUST_CHECK;
/* Problems of a file, or of one of its parts (0: of the file). */
enum nd_status nd_store_problems(struct nd_index *index, int64_t file_id, int64_t part_id,
                                 const struct nd_problems *problems, struct nd_error *err) ND_MUST_CHECK;
/* files.c: says in the database that a run is under way, until it is finished. */
enum nd_status nd_store_mark_run(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;
/* files.c: finds or makes the row of a file; what it was is taken away, but not its parts if input has such.
 */
enum nd_status nd_store_place_file(struct nd_index *index, const struct nd_index_input *input, int64_t *id,
                                   enum nd_change *change, struct nd_error *err) ND_MUST_CHECK;
/* files.c: writes what input says into the row of the file. */
enum nd_status nd_store_update_file(struct nd_index *index, const struct nd_index_input *input, int64_t id,
                                    struct nd_error *err) ND_MUST_CHECK;

/* Binds the columns of an excerpt: where it stands in the body, or else itself. It must outlive the run of
 * the statement. */
void nd_store_bind_excerpt(sqlite3_stmt *stmt, struct nd_str excerpt, struct nd_str body);

#endif
