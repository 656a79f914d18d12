/*
 * Cuts text into units: words, n-grams, pictographs. Documents and queries are cut by the same scanner; what
 * they make of a unit differs.
 *
 * Apostrophes (' ` U+2018 U+2019 U+02BB U+02BC U+05F3 U+FF07) between letters are judged without regard to
 * language, because a query's language is unknown:
 *   - an elided article or pronoun before it (l' d' qu' dell' ...) is set apart and handed over with the word
 *     that follows;
 *   - an English enclitic behind it ('s 'll 're 've 'm 'd) is dropped: Meta's gives meta, we'll gives we;
 *   - otherwise it joins: don't gives dont, O'Reilly oreilly, Qur'an quran. The parts of such a word come
 * after it, as further tokens of the same position, so that Türkiye finds Türkiye'nin.
 * The half-space of Persian (U+200C between letters of Arabic script) joins in the same way.
 */
#ifndef ANALYSIS_SCAN_H
#define ANALYSIS_SCAN_H

#include "analysis/chars.h"
#include "analysis/fold.h"
#include "newsdex/str.h"

enum nd_unit_kind {
    ND_UNIT_WORD,
    ND_UNIT_PART,   /* of the word before it */
    ND_UNIT_JOINED, /* the word before it with those behind, as others write them: in one (joined.h) */
    ND_UNIT_NGRAM,  /* a pair or triple */
    ND_UNIT_SHORT,  /* a whole run too short for one */
    ND_UNIT_TAIL,   /* the end of the n-gram before it: shorter, so that a query of one character finds it */
    ND_UNIT_SYMBOL
};

/* WORD, PART and JOINED carry raw text as nd_words_find wants it, the others their token. Offsets are bytes
 * of the text. */
struct nd_unit {
    enum nd_unit_kind kind;
    bool has_parts; /* a WORD that PARTs or a JOINED follow */
    bool is_ascii;  /* a WORD of ASCII letters and digits */
    bool is_simple; /* such a one without parts and article, of at most ND_SIMPLE_WORD bytes, zeros behind */
    struct nd_str text;
    size_t start, end;
    struct nd_str article; /* elided, before a WORD; otherwise empty */
    size_t article_start, article_end;
};

typedef enum nd_status nd_unit_sink(void *context, const struct nd_unit *unit);

enum { ND_SCAN_ARTICLE = 16, ND_SCAN_PIECES = 4, ND_SIMPLE_WORD = 16 /* bytes */ };

/* A part of a word that apostrophes join: offsets in the text and in the word buffer. */
struct nd_scan_piece {
    size_t start, end, at, length;
};

/* What a scanner keeps between texts. All zero is ready for use. */
struct nd_scanner {
    struct nd_chars chars;
    char word[ND_FOLD_WORD + 16], part[ND_FOLD_WORD + 16], article[ND_SCAN_ARTICLE + 16];
    struct nd_buf normal; /* a normalised stretch of text */
    uint32_t *origins;    /* for each of its bytes: start and end of the bytes it came from */
    size_t origin_capacity;
};

void nd_scanner_fini(struct nd_scanner *scanner);

/*
 * Hands every unit from byte from on to the sink, in order; a status other than ND_OK ends the scan and is
 * returned. keep_case leaves ASCII capitals in the raw text. ND_TOO_BIG for text of 4 GB and more.
 */
enum nd_status nd_scan(struct nd_scanner *scanner, struct nd_str text, size_t from, bool keep_case,
                       nd_unit_sink *sink, void *context) ND_MUST_CHECK;

#endif
