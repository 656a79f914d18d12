/*
 * The words of an article as the full-text index has them, for engines that are to find the same. Private
 * names of the analysis (newsdex/analysis.h) are words like any other.
 */
#ifndef NEWSDEX_WORDS_H
#define NEWSDEX_WORDS_H

#include "newsdex/index.h"
#include "newsdex/inverter.h"

/* A place is column << ND_WORD_COLUMN | position; so it is in the index. */
enum { ND_WORD_COLUMN = 28, ND_WORD_POSITION = (1 << ND_WORD_COLUMN) - 1 };

struct nd_word {
    struct nd_str text;
    const uint32_t *places; /* in order */
    size_t count;
};

/* Everything holds until the next article. */
struct nd_word_list {
    const struct nd_word *words; /* in byte order of the texts, each once */
    size_t count;
    uint32_t lengths[ND_COLUMNS]; /* positions */
};

/* Working space, for one thread. */
struct nd_word_lister;

struct nd_word_lister *nd_word_lister_new(void);
void nd_word_lister_free(struct nd_word_lister *lister);
/* All words of an article; ND_IO when there is no room for those of a very long one. */
enum nd_status nd_word_lister_read(struct nd_word_lister *lister, const struct nd_stored_article *stored,
                                   struct nd_word_list *list, struct nd_error *err) ND_MUST_CHECK;

#endif
