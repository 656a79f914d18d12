#include "index/search/best_words.h"

#include "index/fulltext/reader.h"
#include "index/search/bm25f.h"
#include "index/search/text_words.h"
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
    COUNTED = 200, /* articles with a word; how many more there are is estimated */
    READ_AT_LEAST = 20000,
    READ_PART = 20, /* postings of all the words, or this part of the articles */
    FEW = 4         /* words that are taken whatever that costs */
};

/* A word of the text, in all its forms. */
struct word {
    struct nd_str stem, text;
    size_t first;   /* its place among the words */
    unsigned times; /* as in nd_best_word */
    bool is_stemmed;
    size_t articles; /* that have it */
    double value;
};

struct gathering {
    struct nd_arena *arena;
    struct nd_map *places; /* of stems */
    struct word words[MAX_WORDS];
    size_t count;
    struct nd_str text; /* being read */
    unsigned weight;    /* of its words */
};

static void take_word(void *context, const struct nd_text_word *word) {
    struct gathering *gathering = context;
    int64_t place;

    if (word->is_function)
        return;
    if (!nd_map_get(gathering->places, word->form, &place)) {
        if (gathering->count == MAX_WORDS)
            return;
        place = (int64_t)gathering->count++;
        nd_map_put(gathering->places, word->form, place);
        gathering->words[place] = (struct word){
            .stem = nd_arena_str(gathering->arena, word->form),
            .text = nd_arena_str(gathering->arena, nd_str_slice(gathering->text, word->start, word->end)),
            .first = (size_t)place,
            .is_stemmed = word->is_stem};
    }
    gathering->words[place].times += gathering->weight;
}

static void read_text(struct nd_index *index, struct gathering *gathering, struct nd_str language,
                      struct nd_str text, unsigned weight, int words) {
    struct nd_buf tagged = {0};

    nd_language_tag(language, &tagged);
    nd_buf_add(&tagged, text);
    gathering->text = nd_buf_str(&tagged);
    gathering->weight = weight;
    (void)nd_text_words_read(index, gathering->text, language, words, take_word, gathering);
    nd_buf_free(&tagged);
}

/* In how many articles a word is, about. */
static enum nd_status count_articles(struct nd_reader *reader, const struct word *word, size_t *count,
                                     struct nd_error *err) {
    char stem[ND_MAX_TOKEN + 1] = {ND_MARK_STEM};
    enum nd_status status = ND_OK;
    size_t plain = 0;

    *count = 0;
    memcpy(stem + 1, word->stem.ptr, word->stem.len);
    if (word->is_stemmed)
        status = nd_reader_count(reader, nd_str_of(stem, word->stem.len + 1), COUNTED, count, err);
    if (status == ND_OK)
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
        word->articles = articles;
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

/*
 * Puts the best first, in the order they stand in. What they cost is reading their postings: where even the
 * best words are frequent, fewer of them have to do.
 */
static size_t choose(struct gathering *gathering, size_t most, size_t all) {
    size_t count = 0, postings = 0, affordable = all / READ_PART + READ_AT_LEAST;

    qsort(gathering->words, gathering->count, sizeof *gathering->words, by_value);
    while (count < gathering->count && count < most && gathering->words[count].value > 0) {
        postings += gathering->words[count].articles;
        if (count >= FEW && postings > affordable)
            break;
        count++;
    }
    qsort(gathering->words, count, sizeof *gathering->words, by_place);
    return count;
}

enum nd_status nd_best_words_find(struct nd_index *index, const struct nd_text *text, size_t most,
                                  struct nd_arena *arena, struct nd_best_word *words, size_t *count,
                                  struct nd_error *err) {
    struct gathering *gathering = nd_alloc_array(1, sizeof *gathering);
    struct nd_reader *reader = NULL;
    enum nd_status status = nd_reader_open(index, &reader, err);

    *gathering = (struct gathering){.arena = arena, .places = nd_map_new(SIZE_MAX)};
    *count = 0;
    if (status == ND_OK) {
        read_text(index, gathering, text->language, text->title, TITLE_WEIGHT, TITLE_WORDS);
        read_text(index, gathering, text->language, text->excerpt, 1, TEXT_WORDS);
        read_text(index, gathering, text->language, text->body, 1, TEXT_WORDS);
        status = weigh(reader, gathering, text->id > 0, err);
        *count = choose(gathering, most, (size_t)nd_reader_documents(reader));
    }
    for (size_t i = 0; i < *count; i++)
        words[i] = (struct nd_best_word){gathering->words[i].text, gathering->words[i].times};
    nd_reader_close(reader);
    nd_map_free(gathering->places);
    free(gathering);
    return status;
}
