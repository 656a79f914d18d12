#include "analysis/analyser.h"

#include "analysis/han.h"
#include "newsdex/alloc.h"
#include "newsdex/limits.h"
#include "newsdex/utf8.h"

#include <stdlib.h>
#include <string.h>

/* Where the tokens of a document go. */
struct document {
    struct nd_analyser *analyser;
    unsigned language;
    bool has_compounds; /* the language writes them in one */
    bool is_simplified; /* characters of Chinese are simplified as well: not in Japanese and Korean */
    const bool *wanted; /* by first byte, in a language that stems no beginning away; NULL: all are */
    bool may_wait;      /* plain words */
    bool tells_repeats; /* the present position has tokens of more than one word */
    nd_token_sink *sink;
    void *context;
};

struct nd_analyser *nd_analyser_new(void) {
    struct nd_analyser *analyser = nd_alloc_array(1, sizeof *analyser);

    nd_han_prepare();
    analyser->words = nd_words_new();
    return analyser;
}

void nd_analyser_free(struct nd_analyser *analyser) {
    if (analyser == NULL)
        return;
    nd_scanner_fini(&analyser->scanner);
    nd_words_free(analyser->words);
    nd_buf_free(&analyser->group);
    free(analyser);
}

void nd_analyser_foresee(struct nd_analyser *analyser, nd_note_sink *foresee, void *context) {
    analyser->foresee = foresee;
    analyser->foresee_context = context;
}

/* The group is the tokens of a position, each behind one byte of length. */
static bool is_repeated(struct nd_buf *group, struct nd_str token) {
    for (size_t i = 0; i < group->len; i += 1 + (unsigned char)group->ptr[i])
        if (nd_str_eq(nd_str_slice(nd_buf_str(group), i + 1, i + 1 + (unsigned char)group->ptr[i]), token))
            return true;
    nd_buf_add_char(group, (char)token.len);
    nd_buf_add(group, token);
    return false;
}

static size_t at_most(size_t a, size_t b) {
    return a < b ? a : b;
}

static enum nd_status emit_noted(struct document *document, struct nd_str text, uint32_t *note,
                                 const struct nd_unit *unit, bool is_colocated) {
    struct nd_token token = {text, unit->start, unit->end, is_colocated, note};

    if (text.len == 0 || (document->tells_repeats && is_repeated(&document->analyser->group, text)))
        return ND_OK;
    return document->sink(document->context, &token);
}

static enum nd_status emit(struct document *document, struct nd_str text, const struct nd_unit *unit,
                           bool is_colocated) {
    return emit_noted(document, text, NULL, unit, is_colocated);
}

/* A long word by its end, so that a part there is the beginning of a token: only plain letters. Returns its
 * length, 0 when there is none. */
static size_t reverse(const struct nd_word *word, char token[ND_MAX_TOKEN]) {
    enum { SHORTEST = 8 };
    struct nd_str stem = word->stem.len > 0 ? nd_str_skip(word->stem, 1) : word->folded;

    if (stem.len < SHORTEST || stem.len >= ND_MAX_TOKEN)
        return 0;
    token[0] = ND_MARK_REVERSED;
    for (size_t i = 0; i < stem.len; i++) {
        if (stem.ptr[i] < 'a' || stem.ptr[i] > 'z')
            return 0;
        token[stem.len - i] = stem.ptr[i];
    }
    return stem.len + 1;
}

static enum nd_status emit_reversed(struct document *document, const struct nd_word *word,
                                    const struct nd_unit *unit) {
    char token[ND_MAX_TOKEN];

    return emit(document, nd_str_of(token, reverse(word, token)), unit, true);
}

static bool is_wanted(const struct document *document, struct nd_str word) {
    return document->wanted == NULL || word.len == 0 || document->wanted[(unsigned char)word.ptr[0]];
}

static enum nd_status emit_forms(struct document *document, struct nd_word word, const struct nd_unit *unit,
                                 bool is_colocated) {
    enum nd_status status = emit_noted(document, word.folded, word.note_of_folded, unit, is_colocated);

    if (word.folded.len > 0 && word.accented.len > 0 && status == ND_OK)
        status = emit(document, word.accented, unit, true);
    if (word.folded.len > 0 && word.stem.len > 0 && status == ND_OK)
        status = emit_noted(document, word.stem, word.note_of_stem, unit, true);
    if (document->has_compounds && status == ND_OK)
        status = emit_reversed(document, &word, unit);
    return status;
}

static enum nd_status emit_word(struct document *document, const struct nd_unit *unit, bool is_colocated) {
    if (unit->is_ascii && (document->language == 0 || !is_wanted(document, unit->text)))
        return emit(document, nd_str_of(unit->text.ptr, at_most(unit->text.len, ND_MAX_TOKEN)), unit,
                    is_colocated);
    return emit_forms(document, nd_words_find(document->analyser->words, unit->text, document->language),
                      unit, is_colocated);
}

static struct nd_waiting_word *waiting_at(struct nd_analyser *analyser, size_t i) {
    return &analyser->waiting[(analyser->first_waiting + i) % ND_WAITING];
}

static enum nd_status emit_first_waiting(struct document *document) {
    struct nd_analyser *analyser = document->analyser;
    struct nd_waiting_word *first = waiting_at(analyser, 0);

    analyser->first_waiting++;
    analyser->waiting_count--;
    document->tells_repeats = false;
    return emit_forms(
        document, nd_words_find_hashed(analyser->words, first->unit.text, document->language, first->hash),
        &first->unit, false);
}

static enum nd_status emit_waiting(struct document *document) {
    enum nd_status status = ND_OK;

    while (document->analyser->waiting_count > 0 && status == ND_OK)
        status = emit_first_waiting(document);
    return status;
}

/* Of a word whose forms should have come from memory by now. */
static void foresee(struct document *document, const struct nd_waiting_word *word) {
    struct nd_analyser *analyser = document->analyser;
    const uint32_t *notes = nd_words_notes(analyser->words, word->unit.text, document->language, word->hash);

    for (size_t i = 0; notes != NULL && i < 2; i++)
        if (notes[i] != 0)
            analyser->foresee(analyser->foresee_context, notes[i]);
}

static enum nd_status wait(struct document *document, const struct nd_unit *unit) {
    struct nd_analyser *analyser = document->analyser;
    struct nd_waiting_word *last = waiting_at(analyser, analyser->waiting_count++);

    memcpy(last->text, unit->text.ptr, sizeof last->text);
    last->unit = *unit;
    last->unit.text.ptr = last->text;
    last->hash = nd_words_hash(analyser->words, last->unit.text, document->language);
    if (analyser->foresee != NULL && analyser->waiting_count > ND_WAITING / 2)
        foresee(document, waiting_at(analyser, analyser->waiting_count - 1 - ND_WAITING / 2));
    return analyser->waiting_count == ND_WAITING ? emit_first_waiting(document) : ND_OK;
}

/* The article shares the position of its word, so that a phrase reads the same with and without it;
 * alone there when nothing is left of the word. */
static enum nd_status emit_article(struct document *document, const struct nd_unit *unit, bool has_main) {
    struct nd_unit article = {
        .kind = ND_UNIT_WORD, .text = unit->article, .start = unit->article_start, .end = unit->article_end};
    struct nd_word word = nd_words_find(document->analyser->words, article.text, document->language);

    return emit(document, word.folded, &article, has_main);
}

/* What is written, and in its place the simplified form of what has one. */
static enum nd_status emit_run(struct document *document, const struct nd_unit *unit) {
    char room[ND_MAX_TOKEN];
    struct nd_str simplified = document->is_simplified ? nd_han_simplify(unit->text, room) : unit->text;
    enum nd_status status = emit(document, unit->text, unit, unit->kind == ND_UNIT_TAIL);

    return status == ND_OK && simplified.ptr == room ? emit(document, simplified, unit, true) : status;
}

static enum nd_status take_unit(void *context, const struct nd_unit *unit) {
    struct document *document = context;
    enum nd_status status;

    if (unit->is_simple && document->may_wait)
        return wait(document, unit);
    status = emit_waiting(document);
    if (status != ND_OK)
        return status;
    switch (unit->kind) {
    case ND_UNIT_WORD:
        document->tells_repeats = unit->has_parts || unit->article.len > 0;
        if (document->tells_repeats)
            nd_buf_clear(&document->analyser->group);
        status = emit_word(document, unit, false);
        if (status == ND_OK && unit->article.len > 0)
            status = emit_article(document, unit, document->analyser->group.len > 0);
        return status;
    case ND_UNIT_PART:
    case ND_UNIT_JOINED:
        return emit_word(document, unit, true);
    default:
        document->tells_repeats = false;
        return emit_run(document, unit);
    }
}

static struct document begin(struct nd_analyser *analyser, struct nd_str language, nd_token_sink *sink,
                             void *context) {
    return (struct document){.analyser = analyser,
                             .language = nd_stem_language(language),
                             .has_compounds = nd_stem_has_compounds(language),
                             .is_simplified = !nd_str_starts(language, ND_STR("ja")) &&
                                              !nd_str_starts(language, ND_STR("ko")),
                             .sink = sink,
                             .context = context};
}

static enum nd_status run(struct document *document, struct nd_str text, size_t from) {
    enum nd_status status;

    document->analyser->waiting_count = 0;
    status = nd_scan(&document->analyser->scanner, text, from, nd_stem_is_turkic(document->language),
                     take_unit, document);
    return status == ND_OK ? emit_waiting(document) : status;
}

static enum nd_status analyse(struct nd_analyser *analyser, struct nd_str language, struct nd_str text,
                              size_t from, nd_token_sink *sink, void *context) {
    struct document document = begin(analyser, language, sink, context);

    document.may_wait = document.language != 0;
    return run(&document, text, from);
}

enum nd_status nd_analyse_document(struct nd_analyser *analyser, struct nd_str text, nd_token_sink *sink,
                                   void *context) {
    char code[12];
    struct nd_str rest = nd_language_tag_skip(text, code);

    return analyse(analyser, nd_str_from(code), text, text.len - rest.len, sink, context);
}

unsigned char nd_analysis_beginning(struct nd_str token) {
    bool is_marked = token.len > 1 && (token.ptr[0] == ND_MARK_ACCENTED || token.ptr[0] == ND_MARK_STEM);

    if (token.len > 0 && token.ptr[0] == ND_MARK_REVERSED)
        return (unsigned char)token.ptr[token.len - 1];
    return token.len == 0 ? 0 : (unsigned char)token.ptr[is_marked];
}

enum nd_status nd_analyse_for(struct nd_analyser *analyser, struct nd_str text, const bool wanted[256],
                              nd_token_sink *sink, void *context) {
    char code[12];
    struct nd_str rest = nd_language_tag_skip(text, code);
    struct document document = begin(analyser, nd_str_from(code), sink, context);

    document.wanted = nd_stem_keeps_beginning(document.language) ? wanted : NULL;
    return run(&document, text, text.len - rest.len);
}

enum nd_status nd_analyse_words(struct nd_analyser *analyser, struct nd_str text, nd_token_sink *sink,
                                void *context) {
    char code[12];
    struct nd_str rest = nd_language_tag_skip(text, code), language = nd_str_from(code);

    /* A language tells how to stem, and with those of Turkey how to fold. */
    if (!nd_stem_is_turkic(nd_stem_language(language)))
        language = ND_STR("");
    return analyse(analyser, language, text, text.len - rest.len, sink, context);
}

enum nd_status nd_analyse_text(struct nd_analyser *analyser, struct nd_str language, struct nd_str text,
                               nd_token_sink *sink, void *context) {
    enum { TAG_BYTE = 0xF3 }; /* all tag characters begin with it: such a text may lengthen the tag */
    struct nd_buf tagged = {0};
    enum nd_status status;

    if (text.len == 0 || (unsigned char)text.ptr[0] != TAG_BYTE)
        return analyse(analyser, language, text, 0, sink, context);
    nd_language_tag(language, &tagged);
    nd_buf_add(&tagged, text);
    status = nd_analyse_document(analyser, nd_buf_str(&tagged), sink, context);
    nd_buf_free(&tagged);
    return status;
}

struct nd_str nd_analyse_reversed(struct nd_analyser *analyser, struct nd_str language, struct nd_str word,
                                  char token[ND_MAX_TOKEN]) {
    char key[ND_MAX_TOKEN + 8] = {0}; /* zeros behind the word */
    struct nd_word found;

    if (word.len > ND_MAX_TOKEN)
        return ND_STR("");
    memcpy(key, word.ptr, word.len);
    found = nd_words_find(analyser->words, nd_str_of(key, word.len), nd_stem_language(language));
    return nd_str_of(token, reverse(&found, token));
}

bool nd_analyser_is_ngram(struct nd_analyser *analyser, struct nd_str folded) {
    enum nd_class class;
    uint32_t c = 0;

    if (folded.len == 0)
        return false;
    nd_utf8_decode(folded, &c);
    class = nd_chars_class(&analyser->scanner.chars, c);
    return class == ND_CLASS_BIGRAM || class == ND_CLASS_BIGRAM_RAW || class == ND_CLASS_TRIGRAM ||
           class == ND_CLASS_TRIGRAM_MARK;
}
