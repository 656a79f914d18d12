/*
 * From a word to its tokens: folded form, accented form, stem; remembered in a cache of fixed size, since few
 * different words make up most of a text.
 */
#ifndef ANALYSIS_WORDS_H
#define ANALYSIS_WORDS_H

#include "analysis/fold.h"
#include "analysis/stem.h"

/* The forms of a word, empty where equal to the folded one; accented and stem begin with their mark. */
struct nd_word {
    struct nd_str folded, accented, stem;
    /* See struct nd_token; NULL for a word that is not in the cache. */
    uint32_t *note_of_folded, *note_of_stem;
};

struct nd_words;

struct nd_words *nd_words_new(void);
void nd_words_free(struct nd_words *words);

/*
 * The forms of key, a word's bytes without ignorable characters, with ASCII letters in lower case unless the
 * language is Turkic. Zeros must follow key up to a multiple of eight bytes. The result is borrowed until the
 * next call. folded is empty when nothing of the word is left.
 */
struct nd_word nd_words_find(struct nd_words *words, struct nd_str key, unsigned language);

/*
 * The same in steps, for who has several words at hand: most of what a word takes is waiting for the memory
 * its forms are in. _hash asks for that memory, _notes gives what was noted of the word if it is remembered
 * (NULL otherwise; valid until the next word is found), _find_hashed finds it.
 */
uint64_t nd_words_hash(struct nd_words *words, struct nd_str key, unsigned language);
const uint32_t *nd_words_notes(struct nd_words *words, struct nd_str key, unsigned language, uint64_t hash);
struct nd_word nd_words_find_hashed(struct nd_words *words, struct nd_str key, unsigned language,
                                    uint64_t hash);

/*
 * False when the stem of a word (raw, as for nd_words_find) is known to be no word's own stem, since it stems
 * to something else. Only asked of languages whose words keep their accents when inflected: in Spanish
 * frances would stem to franc, and yet is all that francés and franceses have in common.
 */
bool nd_words_stem_settles(struct nd_words *words, struct nd_str raw, unsigned language);

#endif
