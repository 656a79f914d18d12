/*
 * How a word or phrase of the index is written: read off the texts of some articles that have it. Private to
 * the index stage.
 */
#ifndef INDEX_TERMS_SPELLING_H
#define INDEX_TERMS_SPELLING_H

#include "index/terms/vocabulary.h"

/* The articles that are looked at: some of a group, over all of it. */
enum { ND_SPELLING_ARTICLES = 12 };

struct nd_spelling_term {
    struct nd_str words[2]; /* as in the index; the second is absent when it is no phrase */
    size_t group;           /* from 0 on */
};

/*
 * The most frequent way of writing it, case and accents included, the least in byte order of several; in the
 * arena. Absent when it is none: two words that mostly have a mark of punctuation between them are no phrase.
 */
enum nd_status nd_spelling_find(struct nd_index *index, struct nd_reader *reader,
                                const struct nd_vocabulary_groups *groups,
                                const struct nd_spelling_term *term, struct nd_arena *arena,
                                struct nd_str *written, struct nd_error *err) ND_MUST_CHECK;

#endif
