/*
 * What a character is to the analysis: part of a word, of a run of n-grams, or between words.
 *
 * Classes follow from the Unicode properties that utf8proc knows, and for the scripts written without spaces
 * from the blocks of those scripts. They are worked out a page of 256 characters at a time, when a text first
 * needs that page, so that a short query pays for one or two pages and a long text for each page once.
 */
#ifndef ANALYSIS_CHARS_H
#define ANALYSIS_CHARS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum nd_class {
    ND_CLASS_UNKNOWN,      /* not worked out yet; never returned */
    ND_CLASS_SEPARATOR,    /* between words */
    ND_CLASS_WORD,         /* letters, numbers, private use */
    ND_CLASS_MARK,         /* belongs to what stands before it; alone it is nothing */
    ND_CLASS_IGNORED,      /* default ignorable: joiners, soft hyphen, variation selectors */
    ND_CLASS_APOSTROPHE,   /* may join or split words */
    ND_CLASS_BIGRAM,       /* Han, Kana, Hangul, Bopomofo, in normal form */
    ND_CLASS_BIGRAM_RAW,   /* Hangul jamo, which compose with their neighbours */
    ND_CLASS_TRIGRAM,      /* Thai, Lao, Khmer, Burmese */
    ND_CLASS_TRIGRAM_MARK, /* of these scripts, with a combining class: order may need mending */
    ND_CLASS_SYMBOL,       /* pictographs, a token each */
    ND_CLASS_EXPANDING     /* its compatibility decomposition falls into other classes: normalise first */
};

enum { ND_CHARS_PAGES = 0x1100, ND_CHARS_PAGE = 256 };

/* All zero is ready for use. */
struct nd_chars {
    unsigned char *pages[ND_CHARS_PAGES];
};

void nd_chars_fini(struct nd_chars *chars);

/* Works out the page of c and returns it. */
const unsigned char *nd_chars_load(struct nd_chars *chars, uint32_t c);

/* The class of a scalar value. */
static inline enum nd_class nd_chars_class(struct nd_chars *chars, uint32_t c) {
    const unsigned char *page = chars->pages[c / ND_CHARS_PAGE];

    if (page == NULL)
        page = nd_chars_load(chars, c);
    return (enum nd_class)page[c % ND_CHARS_PAGE];
}

/* General category M. */
bool nd_chars_is_mark(uint32_t c);

#endif
