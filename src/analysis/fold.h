/*
 * A word's normal forms. The word is decomposed (NFKD), case-folded and brought into canonical order once;
 * the forms are then read off the same code points:
 *
 *   plain     NFC of that, what stemmers expect
 *   accented  letters without a decomposition spelled out (ø o, œ oe, ...), vowel points dropped, accents
 * kept folded    as accented, without accents
 *
 * Accents are the nonspacing marks of Latin, Greek and Cyrillic and the general ones. Signs of the Indic and
 * other scripts, and the Japanese voicing marks, are letters in all but name and stay. So do those of the
 * Cyrillic letters й ї ў ѓ ќ; ё becomes е even in the accented form, since most Russian texts write it so.
 * The dot below of Devanagari is dropped, and its nasals before consonants of their row are written as a dot
 * above.
 */
#ifndef ANALYSIS_FOLD_H
#define ANALYSIS_FOLD_H

#include "newsdex/str.h"

enum {
    ND_FOLD_WORD = 512,  /* bytes of a word that are looked at */
    ND_FOLD_CHARS = 1024 /* code points of its decomposition that are looked at */
};

struct nd_folding {
    int32_t chars[ND_FOLD_CHARS];
    size_t count;
};

/*
 * Decomposes at most ND_FOLD_WORD bytes of word. With is_turkic, I becomes ı before case folding. Default
 * ignorable characters must have been left out.
 */
void nd_fold_word(struct nd_folding *folding, struct nd_str word, bool is_turkic);

/* Each appends one form to out, at most ND_MAX_TOKEN bytes, cut between characters. */
void nd_fold_plain(const struct nd_folding *folding, struct nd_buf *out);
void nd_fold_accented(const struct nd_folding *folding, struct nd_buf *out);
void nd_fold_folded(const struct nd_folding *folding, struct nd_buf *out);

/* Sorts marks by combining class (canonical ordering), looking back at most 64 marks. */
void nd_fold_order(int32_t *chars, size_t count);

#endif
