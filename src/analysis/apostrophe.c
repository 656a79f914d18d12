#include "analysis/apostrophe.h"

#include <string.h>

/* French, Occitan, Catalan, Italian and Irish articles, pronouns, prepositions and numerals without their
 * vowel. */
static const char *const elided[] = {
    "agl",    "alcun",  "all",     "altr",     "anc",    "anch",  "bell",    "buon",    "c",
    "cent",   "ch",     "ciascun", "cinquant", "coll",   "com",   "cos",     "d",       "dagl",
    "dall",   "degl",   "dell",    "dov",      "gl",     "grand", "j",       "jusqu",   "l",
    "lorsqu", "m",      "mezz",    "n",        "negl",   "nell",  "nessun",  "nient",   "novant",
    "null",   "ottant", "parc",    "presqu",   "puisqu", "qu",    "qualcun", "quand",   "quarant",
    "quell",  "quelqu", "quest",   "quoiqu",   "s",      "sant",  "senz",    "sessant", "settant",
    "sott",   "sugl",   "sull",    "t",        "trent",  "tutt",  "un",      "v",       "vent"};

static const char *const enclitics[] = {"s", "ll", "re", "ve", "m", "d"};

static const size_t elided_count = sizeof elided / sizeof elided[0];

bool nd_apostrophe_is_elided(struct nd_str word) {
    if (word.len == 0 || word.len > ND_ELIDED_MAX)
        return false;
    for (size_t i = 0; i < elided_count; i++)
        if (elided[i][0] == nd_char_lower(word.ptr[0]) && nd_str_eq_nocase(word, nd_str_from(elided[i])))
            return true;
    return false;
}

bool nd_apostrophe_is_enclitic(struct nd_str word) {
    for (size_t i = 0; i < sizeof enclitics / sizeof enclitics[0]; i++)
        if (nd_str_eq_nocase(word, nd_str_from(enclitics[i])))
            return true;
    return false;
}
