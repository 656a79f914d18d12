/*
 * The words that say best what a text is about: those it says often, in its title above all, and few articles
 * of the index have. Private to the index stage.
 */
#ifndef INDEX_SEARCH_BEST_WORDS_H
#define INDEX_SEARCH_BEST_WORDS_H

#include "index/db/statement.h"

struct nd_best_word {
    struct nd_str text; /* as it is written where it stands first */
    unsigned times;     /* in the text, those in the title more than once each */
};

/*
 * At most `most` of them, in the order they stand in, into words; returns how many. Of a long text the
 * beginning is read. Between nd_search_begin and nd_search_end; ND_NOT_FOUND when the full-text index has a
 * form that cannot be read.
 */
enum nd_status nd_best_words_find(struct nd_index *index, const struct nd_text *text, size_t most,
                                  struct nd_arena *arena, struct nd_best_word *words, size_t *count,
                                  struct nd_error *err) ND_MUST_CHECK;

#endif
