/*
 * Posting lists in memory: what was read of the full-text index, joined and decoded. Private to the index
 * stage.
 */
#ifndef INDEX_FULLTEXT_POSTINGS_H
#define INDEX_FULLTEXT_POSTINGS_H

#include "newsdex/index.h"

/* The documents that have a term, in order of id, and where the term stands in each. All zero is empty. */
struct nd_postings {
    uint32_t *docs;   /* article ids */
    uint32_t *starts; /* of the position list in bytes; count + 1 entries once finished */
    size_t count, capacity;
    struct nd_buf bytes; /* position lists as FTS5 writes them: varints, 1 and a column, or 2 + the step */
};

void nd_postings_free(struct nd_postings *postings);
void nd_postings_clear(struct nd_postings *postings);
/* Begins a document; what is then appended to bytes is its position list. Ids must ascend. */
void nd_postings_add(struct nd_postings *postings, uint32_t doc);
/* Ends the last document. */
void nd_postings_finish(struct nd_postings *postings);

/*
 * Makes one list of two states of the same term: the postings from number newer on were appended to those of
 * an older state, and of a document in both they alone hold.
 */
void nd_postings_replace_older(struct nd_postings *postings, size_t newer);
/* Takes out documents without a place: what FTS5 leaves where something was deleted. */
void nd_postings_drop_deleted(struct nd_postings *postings);
/* Adds the documents and places of another term. */
void nd_postings_unite(struct nd_postings *postings, struct nd_postings *other);

/* The position list of posting number at. */
struct nd_str nd_postings_list(const struct nd_postings *postings, size_t at);
/*
 * Decodes the places of posting number at, in order, into places (grown to fit, *capacity its size); returns
 * how many.
 */
size_t nd_postings_places(const struct nd_postings *postings, size_t at, uint32_t **places, size_t *capacity);
/*
 * Decodes a position list into article << 32 | place, in order; returns how many, at most a place for each of
 * its bytes.
 */
size_t nd_postings_decode(struct nd_str positions, uint32_t article, uint64_t *places);
/* How often the term stands in each column; does not decode more than it must. */
void nd_postings_counts(const struct nd_postings *postings, size_t at, uint32_t counts[ND_COLUMNS]);
/* The number of the posting of doc, looking from number from on; count when there is none there. */
size_t nd_postings_find(const struct nd_postings *postings, uint32_t doc, size_t from);
/* Appends places (in order) as a position list. */
void nd_postings_encode(const uint32_t *places, size_t count, struct nd_buf *bytes);

#endif
