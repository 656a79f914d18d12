/*
 * How long each column of each article is, in words, for the ranking: four bytes an article, in blocks of
 * articles, so that a search needs one row for what FTS5 keeps in a thousand. Lengths up to 31 are
 * exact, longer ones within 1/32. Private to the index stage.
 */
#ifndef INDEX_FULLTEXT_LENGTHS_H
#define INDEX_FULLTEXT_LENGTHS_H

#include "index/db/statement.h"

enum {
    ND_LENGTHS_BLOCK = 1024,      /* articles of a row of the table norm */
    ND_LENGTH_DERIVED_TITLE = 255 /* the code of a title cut from the body: its length is not used */
};

/* The block being written; one for an index that is open for writing, freed with free(). */
struct nd_lengths_writer;
struct nd_lengths_writer *nd_lengths_writer_new(void);
/* Forgets what was put since the last flush, the transaction having been rolled back. */
void nd_lengths_writer_discard(struct nd_lengths_writer *writer);

/*
 * Sets the lengths of an article. A title that was cut from the body (title_is_copy) can be searched, but its
 * words count as those of a first sentence do (bm25f.h).
 */
enum nd_status nd_lengths_put(struct nd_index *index, int64_t id, const uint32_t lengths[ND_COLUMNS],
                              bool title_is_copy, struct nd_error *err) ND_MUST_CHECK;
/* Writes what was put. Belongs before every commit. */
enum nd_status nd_lengths_flush(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;

struct nd_lengths;

struct nd_lengths *nd_lengths_open(struct nd_index *index);
void nd_lengths_close(struct nd_lengths *norms);
/* The four codes of an article; zeros when they cannot be had. Valid until the next call. */
const unsigned char *nd_lengths_get(struct nd_lengths *norms, uint32_t id);
/* An error when some that were asked for could not be had. */
enum nd_status nd_lengths_status(const struct nd_lengths *norms, struct nd_error *err) ND_MUST_CHECK;
/* What a code stands for. */
uint32_t nd_lengths_length(unsigned char code);
unsigned char nd_lengths_code(uint64_t length);

#endif
