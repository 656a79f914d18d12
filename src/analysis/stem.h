/*
 * Snowball stemmers by language. A language is a small number, 0 for none or one without a stemmer, so that
 * it can be part of a cache key.
 */
#ifndef ANALYSIS_STEM_H
#define ANALYSIS_STEM_H

#include "newsdex/str.h"

enum { ND_STEM_LANGUAGES = 40 };

struct sb_stemmer;

/* The stemmers opened so far. All zero is ready for use; not to be shared between threads. */
struct nd_stemmers {
    struct sb_stemmer *open[ND_STEM_LANGUAGES];
};

void nd_stemmers_fini(struct nd_stemmers *stemmers);

/* The number of a BCP 47 code, of which only the primary subtag counts. */
unsigned nd_stem_language(struct nd_str code);

/* True when there is a stemmer for it. */
bool nd_stem_has_algorithm(unsigned language);

/* True for languages that write dotless i. */
bool nd_stem_is_turkic(unsigned language);

/* True for languages whose stems begin with the letter that the word, in small letters, begins with. */
bool nd_stem_keeps_beginning(unsigned language);

/* True for languages in which a word has the same accents, if any, in all its forms. */
bool nd_stem_keeps_accents(unsigned language);

/*
 * The stem of a word given in lower case and NFC; word may be changed on the way. The result is borrowed
 * until the next call; empty when there is no stemmer or it leaves nothing.
 */
struct nd_str nd_stem(struct nd_stemmers *stemmers, unsigned language, struct nd_buf *word);

#endif
