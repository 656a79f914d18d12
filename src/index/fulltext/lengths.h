/*
 * How long each column of each article is, in words, for the ranking: four bytes an article, in blocks of
 * 1024 articles, so that a search needs one row for what FTS5 keeps in a thousand. Lengths up to 31 are
 * exact, longer ones within 1/32. Private to the index stage.
 */
#ifndef INDEX_NORMS_H
#define INDEX_NORMS_H

#include "index/db/statement.h"

enum { ND_NORM_COPY = 255 }; /* the code of a title cut from the body: its length is not used */

/* The block being written; one for an index that is open for writing, freed with free(). */
struct nd_norm_writer;
struct nd_norm_writer *nd_norm_writer_new(void);
/* Forgets what was put since the last flush, the transaction having been rolled back. */
void nd_norm_writer_discard(struct nd_norm_writer *writer);

/*
 * Sets the lengths of an article. A title that was cut from the body (title_is_copy) can be searched, but its
 * words count as those of a first sentence do (bm25f.h).
 */
enum nd_status nd_norms_put(struct nd_index *index, int64_t id, const uint32_t lengths[ND_COLUMNS],
                            bool title_is_copy, struct nd_error *err) ND_MUST_CHECK;
/* Writes what was put. Belongs before every commit. */
enum nd_status nd_norms_flush(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;

struct nd_norms;

struct nd_norms *nd_norms_open(struct nd_index *index);
void nd_norms_close(struct nd_norms *norms);
/* The four codes of an article; zeros when they are missing. Valid until the next call. */
const unsigned char *nd_norms_get(struct nd_norms *norms, uint32_t id);
/* What a code stands for. */
uint32_t nd_norms_length(unsigned char code);
unsigned char nd_norms_code(uint64_t length);

#endif
