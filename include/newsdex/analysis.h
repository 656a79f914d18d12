/*
 * The analysis stage: text in, index tokens out. One analysis serves all languages, documents and queries.
 *
 * A document word gives, at one position: its folded form (Unicode words, NFKC case folding, marks stripped,
 * ø ł ß œ æ đ ı and the like spelled out, decimal digits as ASCII); its accented form, marked, when it
 * carries accents; its stem, marked, when that differs from the folded form. Marked forms begin with a byte
 * that no word begins with, so the three never collide. Words of digits have no stem.
 *
 * An elided article (l', d', qu', dell' ...) is a further token at the position of the word it belongs to, so
 * that phrases read the same with and without it. English 's 'll 're 've 'm 'd are dropped; any other
 * apostrophe joins (don't is dont, O'Reilly oreilly), the parts being further tokens of the position. So does
 * the half-space of Persian. Words that a hyphen or a sign of gender parts (wi-fi, Lehrer:innen) have a
 * further token at the position of the first: all of them in one.
 *
 * Runs of Han, Kana, Hangul and Bopomofo become overlapping pairs, of Thai, Lao, Khmer and Burmese
 * overlapping triples of characters; at the position of the last one stand its shorter endings (東京都: 東京,
 * then 京都 with 都), so that a query shorter than a pair or triple finds any character as a prefix. A run
 * too short is one token. Pictographs are tokens; two regional indicators make one.
 *
 * The language of a text is carried in front of it as invisible tag characters (nd_language_tag), so that the
 * tokens are a function of the column text alone.
 */
#ifndef NEWSDEX_ANALYSIS_H
#define NEWSDEX_ANALYSIS_H

#include "newsdex/arena.h"
#include "newsdex/limits.h"
#include "newsdex/str.h"

/* Raised when the tokens of a document become others: the full-text index is made anew then. */
enum { ND_ANALYSIS = 6 };

enum {
    ND_MARK_ACCENTED = 0x02, /* first byte of an accented form */
    ND_MARK_STEM = 0x01,     /* first byte of a stem */
    ND_MARK_REVERSED = 0x05  /* first byte of a stem, or a word that is its own, from right to left */
};

/*
 * A token: 1 to ND_MAX_TOKEN bytes of UTF-8, mark included, valid during the call only. start and end are
 * byte offsets of the word in the input, tag included; those of the first tokens of positions never fall.
 */
struct nd_token {
    struct nd_str text;
    size_t start, end;
    bool is_colocated; /* at the position of the token before it */
    /* Room for the sink to note what it knows of the text; comes back with the same text as long as the
     * analyser remembers the word. 0 at first; NULL for tokens of words that are not remembered. */
    uint32_t *note;
};

/* Receives tokens in order; a status other than ND_OK ends the analysis and is returned. */
typedef enum nd_status nd_token_sink(void *context, const struct nd_token *token);

/* Scratch space, stemmers and a cache of words; one per thread. Pages of it are touched as needed only. */
struct nd_analyser;

struct nd_analyser *nd_analyser_new(void);
void nd_analyser_free(struct nd_analyser *analyser);

/*
 * Tells of notes of the sink's own that tokens will bring along soon, if there is no change until then: it
 * may ask for the memory they speak of. foresee NULL: it does not want to know.
 */
typedef void nd_note_sink(void *context, uint32_t note);
void nd_analyser_foresee(struct nd_analyser *analyser, nd_note_sink *foresee, void *context);

/*
 * The tokens of a document's text (UTF-8, language tag optional). Ill-formed bytes separate words. ND_TOO_BIG
 * for 4 GB and more, otherwise only what the sink returns.
 */
enum nd_status nd_analyse_document(struct nd_analyser *analyser, struct nd_str text, nd_token_sink *sink,
                                   void *context) ND_MUST_CHECK;

/*
 * The tokens that text has behind the tag of a language (BCP 47, a primary subtag), without the copy. Offsets
 * may be those of either.
 */
enum nd_status nd_analyse_text(struct nd_analyser *analyser, struct nd_str language, struct nd_str text,
                               nd_token_sink *sink, void *context) ND_MUST_CHECK;

/*
 * The same for who looks for certain tokens: wanted is true for nd_analysis_beginning of each. Words that
 * cannot have one of them are handed out in their folded form only, which is most of the work saved.
 */
enum nd_status nd_analyse_for(struct nd_analyser *analyser, struct nd_str text, const bool wanted[256],
                              nd_token_sink *sink, void *context) ND_MUST_CHECK;

/* The first byte of the words in small letters that may have the token. */
unsigned char nd_analysis_beginning(struct nd_str token);

/*
 * The tokens of nd_analyse_document that are not at the place of the one before them, with or without what
 * else is at their places. Takes half the time where words were not met before.
 */
enum nd_status nd_analyse_words(struct nd_analyser *analyser, struct nd_str text, nd_token_sink *sink,
                                void *context) ND_MUST_CHECK;

/*
 * The token of a word of plain small letters that begins with ND_MARK_REVERSED, as a document in the language
 * (one of nd_stem_has_compounds) has it; empty when there is none.
 */
struct nd_str nd_analyse_reversed(struct nd_analyser *analyser, struct nd_str language, struct nd_str word,
                                  char token[ND_MAX_TOKEN]);

/* One position of a query: the forms any of which may stand there. The first is the main one. */
struct nd_query_position {
    struct nd_str *forms;
    size_t count;
    bool is_prefix;    /* last in the query and shorter than an n-gram: the forms are beginnings of tokens */
    size_t start, end; /* of the word in the query text */
    struct nd_query_position *next;
    struct nd_query_position *instead; /* of the first: another way to write the whole */
};

struct nd_query_options {
    bool is_exact;                  /* a quoted phrase: no stems */
    const struct nd_str *languages; /* stem in each of these (BCP 47) */
    size_t language_count;
};

/*
 * The positions of a query word or phrase, in the arena; NULL when the text has no token. A word typed
 * without accents matches with and without them, one typed with accents matches its accented form (and
 * stems). Elided articles are dropped when a word follows. As a phrase, the positions match a document in
 * which the same words stand side by side; or as those that the first names instead: wifi for wi-fi, 10 000
 * for 10000, v2 14 3 for 2.14.3, サーバ for サーバー, unless is_exact. So are Mueller and Müller forms of one
 * word.
 */
struct nd_query_position *nd_analyse_query(struct nd_analyser *analyser, struct nd_str text,
                                           const struct nd_query_options *options, struct nd_arena *arena);

/*
 * Writes the tag of a BCP 47 code into out (U+E0001, then one tag character a letter, digit or hyphen, at
 * most 11); nothing for an empty code. nd_language_tag_skip returns the text behind the tag and stores the
 * code (up to 11 characters and NUL).
 */
void nd_language_tag(struct nd_str code, struct nd_buf *out);
struct nd_str nd_language_tag_skip(struct nd_str text, char code[12]);

/*
 * NFKC_Casefold of a name (Unicode, section 3.13, R5): what makes two spellings of a topic the same topic. In
 * the arena, or name itself.
 */
struct nd_str nd_casefold(struct nd_str name, struct nd_arena *arena);

/* True when the folded form is a piece of a text without spaces (Han, Kana, Hangul, Thai ...), rather than a
 * word. */
bool nd_analyser_is_ngram(struct nd_analyser *analyser, struct nd_str folded);

/* True when the language writes words of several words in one, which ND_MARK_REVERSED is for. */
bool nd_stem_has_compounds(struct nd_str code);

/* True when the language has a stemmer. */
bool nd_stem_has_language(struct nd_str code);

/* True for the function words ("the", "of", "dans", "der") of any supported language; folded form expected.
 */
bool nd_function_words_have(struct nd_str folded, const struct nd_str *languages, size_t language_count);

/*
 * The function words of some languages, for who asks for hundreds of words: false for most words that are
 * none of them, true for all that are, so that nd_function_words_have is asked for few.
 */
struct nd_function_sketch {
    uint64_t bits[256];
};
void nd_function_words_sketch(struct nd_function_sketch *sketch, const struct nd_str *languages,
                              size_t language_count);
bool nd_function_words_may_have(const struct nd_function_sketch *sketch, struct nd_str folded);

/*
 * How many characters of a token are such as hold Chinese sentences and questions together (的, 是, 什, 么);
 * SIZE_MAX for a token with Kana, since Japanese uses the same characters otherwise.
 */
size_t nd_function_words_characters(struct nd_str token);

#endif
