/*
 * Posting lists in memory: what was read of the full-text index, joined and decoded. Private to the index
 * stage.
 */
#ifndef INDEX_FULLTEXT_POSTINGS_H
#define INDEX_FULLTEXT_POSTINGS_H

#include "newsdex/index.h"

/* Two lists in which the places of a document stand. */
struct nd_postings_pair {
    uint32_t first, second;
};

/* The documents that have a term, in order of id, and where the term stands in each. All zero is empty. */
struct nd_postings {
    uint32_t *docs;   /* article ids */
    uint32_t *starts; /* of the position list in bytes, or behind these the number of a pair */
    size_t count, capacity;
    size_t emptied; /* of these are without a place */
    /* Position lists as FTS5 writes them: twice their length, then varints, 1 and a column, or 2 + the step.
     */
    struct nd_buf bytes;
    struct nd_postings_pair *pairs; /* of documents that two united lists have, each in its way */
    size_t pair_count, pair_capacity;
};

void nd_postings_free(struct nd_postings *postings);
/* Makes room for so many more documents. */
void nd_postings_reserve(struct nd_postings *postings, size_t more);
/* Begins a document; so many bytes are then to be appended to bytes as its position list. Ids must ascend. */
void nd_postings_begin(struct nd_postings *postings, uint32_t doc, uint64_t length);
/* Adds a document with its position list. */
void nd_postings_add(struct nd_postings *postings, uint32_t doc, struct nd_str positions);

/*
 * Makes one list of two states of the same term: the postings from number newer on were appended to those of
 * an older state, and of a document in both they alone hold.
 */
void nd_postings_replace_older(struct nd_postings *postings, size_t newer);
/* Takes out documents without a place: what FTS5 leaves where something was deleted. */
void nd_postings_drop_deleted(struct nd_postings *postings);
/*
 * Adds the documents and places of another term, which is left empty or with what is freed. What both have of
 * a document is put together when someone asks for it.
 */
void nd_postings_unite(struct nd_postings *postings, struct nd_postings *other);

/* The position list of posting number at, of postings that were not united. */
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
/* How often a term can stand in a document at most, as the size of the list tells, and where: ND_COLUMN_BODY
 * alone, another column and those behind it, or ND_COLUMNS, which is anywhere. */
struct nd_postings_most {
    uint32_t times;
    unsigned columns;
};
struct nd_postings_most nd_postings_most(const struct nd_postings *postings, size_t at);
/* The number of the posting of doc, looking from number from on; count when there is none there. */
size_t nd_postings_find(const struct nd_postings *postings, uint32_t doc, size_t from);
/*
 * The number of the next posting, from number from up to until, in which the term can stand as often as least
 * says for where it stands, and its most; until when there is none.
 */
size_t nd_postings_find_long(const struct nd_postings *postings, size_t from, size_t until,
                             const uint32_t least[ND_COLUMNS + 1], struct nd_postings_most *most);
/* Appends places (in order) as a position list. */
void nd_postings_encode(const uint32_t *places, size_t count, struct nd_buf *bytes);

/* Takes a posting; positions, of an article that was deleted none, may move afterwards. */
typedef void nd_posting_sink(void *context, uint32_t article, struct nd_str positions);

#endif
