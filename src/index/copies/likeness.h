/*
 * Texts as their sets of shingles, read from the articles as they are stored, and how much two of them have
 * in common (newsdex/copies.h). Private to the folder.
 */
#ifndef INDEX_COPIES_LIKENESS_H
#define INDEX_COPIES_LIKENESS_H

#include "index/db/statement.h"
#include "index/fulltext/sketch.h"
#include "newsdex/copies.h"

/* A set, or a bag: hashes in order, borrowed. Of 32 bits: of texts of 10,000 words one in a hundred pairs has
 * one too many in common. */
struct nd_hashes {
    const uint32_t *list;
    size_t count;
};

struct nd_shingles {
    struct nd_sketch sketch;
    struct nd_hashes shingles;       /* each once */
    struct nd_hashes words, numbers; /* of a short text, as often as they occur */
    uint32_t *space;                 /* all of them, one behind the other */
    size_t capacity;
};

/* ND_END when there is no such article. Fill and free what is all zero or was freed. */
enum nd_status nd_shingles_read(struct nd_index *index, int64_t id, struct nd_shingles *text,
                                struct nd_error *err) ND_MUST_CHECK;
/* Makes room for so many hashes of each kind: space is to be filled. */
void nd_shingles_reserve(struct nd_shingles *text, size_t shingles, size_t words, size_t numbers);
/* The sketch alone, which costs half. */
enum nd_status nd_shingles_sketch(struct nd_index *index, int64_t id, struct nd_sketch *sketch,
                                  struct nd_error *err) ND_MUST_CHECK;
void nd_shingles_free(struct nd_shingles *text);

struct nd_likeness {
    enum nd_copy_kind kind; /* of the second, the first being its lead; ND_COPY_NONE: it is no copy */
    double resemblance;     /* shingles in both to those in either */
    double similarity;      /* as in struct nd_copy */
};
struct nd_likeness nd_likeness_of(const struct nd_shingles *lead, const struct nd_shingles *text);

#endif
