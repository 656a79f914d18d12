#include "index/search/best_words.h"

#include "index/fulltext/reader.h"
#include "index/fulltext/writer.h"
#include "index/search/bm25f.h"
#include "newsdex/alloc.h"
#include "newsdex/analysis.h"
#include "newsdex/limits.h"
#include "newsdex/map.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    TITLE_WORDS = 40, /* words of a title that are looked at */
    TEXT_WORDS = 200, /* words of excerpt and body that are looked at */
    TITLE_WEIGHT = 3, /* of a word in the title, in words of the text */
    MAX_WORDS = TITLE_WORDS + 2 * TEXT_WORDS,
    COUNTED = 2000 /* articles with a word; beyond it one word is as frequent as the other */
};

/* A word of the text, in all its forms. */
struct word {
    struct nd_str stem, text;
    size_t first;   /* its place among the words */
    unsigned times; /* as in nd_best_word */
    bool is_stemmed;
    double value;
};

struct gathering {
    struct nd_arena *arena;
    struct nd_map *places; /* of stems */
    struct word words[MAX_WORDS];
    size_t count;
    struct nd_str language;
    /* The text being read. */
    struct nd_str text;
    char stem[ND_MAX_TOKEN];
    size_t length, start, end;
    unsigned weight;
    int left; /* words that may still come */
    bool is_stemmed, is_function;
};

static void take_word(struct gathering *gathering) {
    struct nd_str stem = nd_str_of(gathering->stem, gathering->length);
    int64_t place;

    if (gathering->length == 0 || gathering->is_function)
        return;
    if (!nd_map_get(gathering->places, stem, &place)) {
        if (gathering->count == MAX_WORDS)
            return;
        place = (int64_t)gathering->count++;
        nd_map_put(gathering->places, stem, place);
        gathering->words[place] = (struct word){
            .stem = nd_arena_str(gathering->arena, stem),
            .text = nd_arena_str(gathering->arena,
                                 nd_str_slice(gathering->text, gathering->start, gathering->end)),
            .first = (size_t)place,
            .is_stemmed = gathering->is_stemmed};
    }
    gathering->words[place].times += gathering->weight;
}

static enum nd_status take_token(void *context, const struct nd_token *token) {
    struct gathering *gathering = context;
    struct nd_str form = token->text;
    bool is_stem = form.ptr[0] == ND_MARK_STEM;

    if (token->is_colocated && !is_stem)
        return ND_OK;
    if (!token->is_colocated) {
        take_word(gathering);
        gathering->length = 0;
        if (gathering->left-- == 0)
            return ND_END;
        gathering->start = token->start;
        gathering->end = token->end;
        gathering->is_function = nd_function_words_have(form, &gathering->language, 1);
    }
    form = nd_str_skip(form, is_stem);
    memcpy(gathering->stem, form.ptr, form.len);
    gathering->length = form.len;
    gathering->is_stemmed = is_stem;
    return ND_OK;
}

static void read_text(struct nd_index *index, struct gathering *gathering, struct nd_str text,
                      unsigned weight, int words) {
    struct nd_buf tagged = {0};

    nd_language_tag(gathering->language, &tagged);
    nd_buf_add(&tagged, text);
    gathering->text = nd_buf_str(&tagged);
    gathering->weight = weight;
    gathering->left = words;
    gathering->length = 0;
    if (nd_analyse_document(nd_fulltext_analyser(index), gathering->text, take_token, gathering) == ND_OK)
        take_word(gathering);
    nd_buf_free(&tagged);
}

/* In how many articles a word is, about; no more than COUNTED of them are looked for. */
static enum nd_status count_articles(struct nd_reader *reader, const struct word *word, size_t *count,
                                     struct nd_error *err) {
    char stem[ND_MAX_TOKEN + 1] = {ND_MARK_STEM};
    enum nd_status status = ND_OK;
    size_t plain = 0;

    *count = 0;
    memcpy(stem + 1, word->stem.ptr, word->stem.len);
    if (word->is_stemmed)
        status = nd_reader_count(reader, nd_str_of(stem, word->stem.len + 1), COUNTED, count, err);
    if (status == ND_OK && *count < COUNTED)
        status = nd_reader_count(reader, word->stem, COUNTED, &plain, err);
    *count += plain;
    return status;
}

/* A word that stands in no other article leads to none. */
static enum nd_status weigh(struct nd_reader *reader, struct gathering *gathering, bool is_stored,
                            struct nd_error *err) {
    double all = (double)nd_reader_documents(reader);
    enum nd_status status = ND_OK;

    for (size_t i = 0; i < gathering->count && status == ND_OK; i++) {
        struct word *word = &gathering->words[i];
        size_t articles = 0;
        status = count_articles(reader, word, &articles, err);
        if (articles > is_stored)
            word->value = (1 + log(word->times)) * nd_bm25f_idf(all, (double)articles);
    }
    return status;
}

static int by_value(const void *a, const void *b) {
    const struct word *x = a, *y = b;

    if (x->value < y->value || x->value > y->value)
        return x->value > y->value ? -1 : 1;
    return x->first < y->first ? -1 : 1;
}

static int by_place(const void *a, const void *b) {
    const struct word *x = a, *y = b;

    return x->first < y->first ? -1 : 1;
}

/* Puts the best first, the better ones in the order they stand in. */
static size_t choose(struct gathering *gathering, size_t most) {
    size_t count = 0;

    qsort(gathering->words, gathering->count, sizeof *gathering->words, by_value);
    while (count < gathering->count && count < most && gathering->words[count].value > 0)
        count++;
    qsort(gathering->words, count, sizeof *gathering->words, by_place);
    return count;
}

enum nd_status nd_best_words_find(struct nd_index *index, const struct nd_text *text, size_t most,
                                  struct nd_arena *arena, struct nd_best_word *words, size_t *count,
                                  struct nd_error *err) {
    struct gathering *gathering = nd_alloc_array(1, sizeof *gathering);
    struct nd_reader *reader = NULL;
    enum nd_status status = nd_reader_open(index, &reader, err);

    *gathering =
        (struct gathering){.arena = arena, .places = nd_map_new(SIZE_MAX), .language = text->language};
    *count = 0;
    if (status == ND_OK) {
        read_text(index, gathering, text->title, TITLE_WEIGHT, TITLE_WORDS);
        read_text(index, gathering, text->excerpt, 1, TEXT_WORDS);
        read_text(index, gathering, text->body, 1, TEXT_WORDS);
        status = weigh(reader, gathering, text->id > 0, err);
        *count = choose(gathering, most);
    }
    for (size_t i = 0; i < *count; i++)
        words[i] = (struct nd_best_word){gathering->words[i].text, gathering->words[i].times};
    nd_reader_close(reader);
    nd_map_free(gathering->places);
    free(gathering);
    return status;
}
