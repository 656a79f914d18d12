/*
 * The words of a text, each in the one form that stands for it: its stem, or where that does not differ the
 * word itself, folded. Private to the index stage.
 */
#ifndef INDEX_SEARCH_TEXT_WORDS_H
#define INDEX_SEARCH_TEXT_WORDS_H

#include "index/db/statement.h"

struct nd_text_word {
    struct nd_str form; /* without a mark; as long as the call */
    bool is_stem;
    bool is_function;  /* a function word of the language asked for */
    size_t start, end; /* in the text */
};

typedef void nd_text_word_sink(void *context, const struct nd_text_word *word);

/*
 * Hands out the first `most` words of a text, which may begin with the tag of its language. language is that
 * of function words, and may be absent. Returns how many more there could have been.
 */
int nd_text_words_read(struct nd_index *index, struct nd_str text, struct nd_str language, int most,
                       nd_text_word_sink *sink, void *context);
/* The same of a text without a tag, in a language, for who does not ask for function words. */
int nd_text_words_read_in(struct nd_index *index, struct nd_str language, struct nd_str text, int most,
                          nd_text_word_sink *sink, void *context);

#endif
