#include "analysis/stem.h"

#include "newsdex/alloc.h"
#include "newsdex/analysis.h"

#include <libstemmer.h>
#include <limits.h>
#include <string.h>

struct language {
    char code[3];          /* of two letters */
    const char *algorithm; /* NULL: no stemmer, but a casing of its own */
};

/* The Serbian stemmer reads both alphabets and both standard pronunciations, hence Bosnian and Croatian. */
static const struct language languages[] = {
    {"ar", "arabic"},     {"az", NULL},       {"bs", "serbian"},    {"ca", "catalan"},   {"da", "danish"},
    {"de", "german"},     {"el", "greek"},    {"en", "english"},    {"es", "spanish"},   {"eu", "basque"},
    {"fi", "finnish"},    {"fr", "french"},   {"ga", "irish"},      {"hi", "hindi"},     {"hr", "serbian"},
    {"hu", "hungarian"},  {"hy", "armenian"}, {"id", "indonesian"}, {"it", "italian"},   {"lt", "lithuanian"},
    {"nb", "norwegian"},  {"ne", "nepali"},   {"nl", "dutch"},      {"nn", "norwegian"}, {"no", "norwegian"},
    {"pt", "portuguese"}, {"ro", "romanian"}, {"ru", "russian"},    {"sh", "serbian"},   {"sr", "serbian"},
    {"sv", "swedish"},    {"ta", "tamil"},    {"tr", "turkish"},    {"yi", "yiddish"},
};

enum { LANGUAGE_COUNT = sizeof languages / sizeof languages[0] };

_Static_assert((int)LANGUAGE_COUNT < (int)ND_STEM_LANGUAGES, "every language has a slot, and 0 is none");

unsigned nd_stem_language(struct nd_str code) {
    size_t end = 0;

    while (end < code.len && end < 3 && nd_char_is_alpha(code.ptr[end]))
        end++;
    if (end != 2)
        return 0; /* none of the table has three letters */
    for (unsigned i = 0; i < LANGUAGE_COUNT; i++)
        if (nd_char_lower(code.ptr[0]) == languages[i].code[0] &&
            nd_char_lower(code.ptr[1]) == languages[i].code[1])
            return i + 1;
    return 0;
}

static bool is_language(unsigned language, const char *code) {
    return language > 0 && language <= LANGUAGE_COUNT && strcmp(languages[language - 1].code, code) == 0;
}

bool nd_stem_is_turkic(unsigned language) {
    return is_language(language, "tr") || is_language(language, "az");
}

/* Arabic, Indonesian, Irish, Tamil and Yiddish have prefixes and mutations, Turkic letters are cased in
 * another way, and of the rest little is known. */
bool nd_stem_keeps_beginning(unsigned language) {
    static const char *const codes[] = {"ca", "da", "de", "en", "es", "fi", "fr", "hu", "it",
                                        "nb", "nl", "nn", "no", "pt", "ro", "ru", "sv"};

    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (is_language(language, codes[i]))
            return true;
    return false;
}

bool nd_stem_keeps_accents(unsigned language) {
    return is_language(language, "en") || is_language(language, "id");
}

bool nd_stem_has_compounds(struct nd_str code) {
    static const char *const codes[] = {"da", "de", "nb", "nl", "nn", "no", "sv"};
    unsigned language = nd_stem_language(code);

    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (is_language(language, codes[i]))
            return true;
    return false;
}

bool nd_stem_has_algorithm(unsigned language) {
    return language > 0 && languages[language - 1].algorithm != NULL;
}

bool nd_stem_has_language(struct nd_str code) {
    return nd_stem_has_algorithm(nd_stem_language(code));
}

/* The Romanian algorithm knows the older spelling, with cedillas, only; comma below takes as many bytes. */
static void write_cedillas(struct nd_buf *word) {
    for (size_t i = 0; i + 1 < word->len; i++) {
        if ((unsigned char)word->ptr[i] != 0xC8)
            continue;
        if ((unsigned char)word->ptr[i + 1] == 0x99) {
            word->ptr[i] = (char)0xC5;
            word->ptr[i + 1] = (char)0x9F;
        } else if ((unsigned char)word->ptr[i + 1] == 0x9B) {
            word->ptr[i] = (char)0xC5;
            word->ptr[i + 1] = (char)0xA3;
        }
    }
}

struct nd_str nd_stem(struct nd_stemmers *stemmers, unsigned language, struct nd_buf *word) {
    struct sb_stemmer **slot = &stemmers->open[language];
    const sb_symbol *stem;
    int length;

    if (!nd_stem_has_algorithm(language) || word->len > INT_MAX)
        return ND_STR_NONE;
    if (*slot == NULL)
        *slot = sb_stemmer_new(languages[language - 1].algorithm, "UTF_8");
    if (*slot == NULL)
        nd_alloc_exhausted();
    if (is_language(language, "ro"))
        write_cedillas(word);
    stem = sb_stemmer_stem(*slot, (const sb_symbol *)word->ptr, (int)word->len);
    if (stem == NULL)
        nd_alloc_exhausted();
    length = sb_stemmer_length(*slot);
    return length <= 0 ? ND_STR_NONE : nd_str_of((const char *)stem, (size_t)length);
}

void nd_stemmers_fini(struct nd_stemmers *stemmers) {
    for (size_t i = 0; i < ND_STEM_LANGUAGES; i++)
        if (stemmers->open[i] != NULL)
            sb_stemmer_delete(stemmers->open[i]);
}
