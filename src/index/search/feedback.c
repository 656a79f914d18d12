#include "index/search/feedback.h"

#include "index/db/joint.h"
#include "index/search/passage.h"
#include "index/search/searcher.h"
#include "index/search/text_words.h"
#include "newsdex/alloc.h"
#include "newsdex/limits.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    LEADERS = 10,     /* articles that raise others */
    TITLE_WORDS = 20, /* words of a title that are looked at */
    TEXT_WORDS = 80,  /* words of excerpt and body that are looked at */
    TITLE_WEIGHT = 2, /* of a word in the title, in words of the text */
    SLOTS = 1 << 13,  /* of the table of words: a power of two, more than twice as many as there can be */
    MAX_WORDS = ND_FEEDBACK_POOL * (TITLE_WORDS + TEXT_WORDS)
};

_Static_assert(SLOTS >= 2 * MAX_WORDS, "the table of words never fills");

struct word {
    struct nd_str text;
    uint32_t articles; /* how many have it */
    size_t at;         /* its place among the entries of the last of these */
};

/* A word of an article: how often it is there, and later what that weighs. */
struct entry {
    uint32_t word;
    float value;
};

/* The articles as vectors of words: entries begins[i] up to begins[i + 1] are those of article i. */
struct vectors {
    struct nd_arena *arena;
    struct word *words;
    uint32_t *slots; /* number of a word, plus one */
    struct entry *entries;
    size_t word_count, entry_count, count;
    size_t begins[ND_FEEDBACK_POOL + 1];
};

/* A text being read, and what a word of it weighs. */
struct reading {
    struct vectors *vectors;
    struct nd_str language;
    float weight;
};

static uint32_t word_number(struct vectors *vectors, struct nd_str text) {
    size_t slot = (size_t)nd_str_hash(text) & (SLOTS - 1);

    while (vectors->slots[slot] != 0) {
        uint32_t number = vectors->slots[slot] - 1;
        if (nd_str_eq(vectors->words[number].text, text))
            return number;
        slot = (slot + 1) & (SLOTS - 1);
    }
    vectors->words[vectors->word_count] = (struct word){.text = nd_arena_str(vectors->arena, text)};
    vectors->slots[slot] = (uint32_t)++vectors->word_count;
    return vectors->slots[slot] - 1;
}

static void take_word(void *context, const struct nd_text_word *text_word) {
    struct reading *reading = context;
    struct vectors *vectors = reading->vectors;
    uint32_t number = word_number(vectors, text_word->form);
    struct word *word = &vectors->words[number];

    if (word->articles == 0 || word->at < vectors->begins[vectors->count]) {
        word->articles++;
        word->at = vectors->entry_count++;
        vectors->entries[word->at] = (struct entry){number, 0};
    }
    vectors->entries[word->at].value += reading->weight;
}

/* Returns how many more words could have been read. */
static int read_text(struct nd_index *index, struct reading *reading, struct nd_str text, float weight,
                     int words) {
    reading->weight = weight;
    return nd_text_words_read_in(index, reading->language, text, words, take_word, reading);
}

/* What begins amid a text, without what is left of the word it begins in. */
static struct nd_str from_next_word(struct nd_str text) {
    size_t blank = nd_str_find_char(text, ' ');

    return blank < ND_MAX_TOKEN ? nd_str_skip(text, blank) : text;
}

static enum nd_status read_article(struct nd_index *index, struct vectors *vectors, int64_t id,
                                   struct nd_error *err) {
    struct nd_evaluation *evaluation = index->searcher->evaluation;
    int64_t from = evaluation == NULL ? 0 : nd_passage_find(evaluation, (uint32_t)id);
    struct nd_index *own = nd_joint_owner(index, &id);
    struct reading reading = {.vectors = vectors};
    sqlite3_stmt *stmt = nd_sql(own, ND_SQL_BEGINNING, err);
    struct nd_str body;
    enum nd_status status;
    int left;

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":id", id);
    nd_sql_bind_int(stmt, ":millionths", from);
    status = nd_sql_step(own, stmt, err);
    if (status == ND_OK) {
        body = nd_sql_str(stmt, 3, vectors->arena);
        reading.language = nd_sql_str(stmt, 0, vectors->arena);
        (void)read_text(index, &reading, nd_sql_str(stmt, 1, vectors->arena), TITLE_WEIGHT, TITLE_WORDS);
        left = read_text(index, &reading, nd_sql_str(stmt, 2, vectors->arena), 1, TEXT_WORDS);
        (void)read_text(index, &reading, from > 0 ? from_next_word(body) : body, 1, left);
    }
    sqlite3_reset(stmt);
    vectors->begins[++vectors->count] = vectors->entry_count;
    return status == ND_END ? ND_OK : status;
}

/* Words count by how few of the articles have them; one that no other has says nothing about likeness. */
static void weigh(struct vectors *vectors) {
    for (size_t i = 0; i < vectors->count; i++) {
        double sum = 0;
        for (size_t k = vectors->begins[i]; k < vectors->begins[i + 1]; k++) {
            struct entry *entry = &vectors->entries[k];
            uint32_t articles = vectors->words[entry->word].articles;
            double rarity = articles < 2 ? 0 : log((double)(vectors->count + 1) / articles);
            entry->value = (float)((1 + log((double)entry->value)) * rarity);
            sum += (double)entry->value * (double)entry->value;
        }
        for (size_t k = vectors->begins[i]; k < vectors->begins[i + 1] && sum > 0; k++)
            vectors->entries[k].value /= (float)sqrt(sum);
    }
}

static double product(const struct vectors *vectors, size_t article, const float *other) {
    double sum = 0;

    for (size_t k = vectors->begins[article]; k < vectors->begins[article + 1]; k++)
        sum += (double)(vectors->entries[k].value * other[vectors->entries[k].word]);
    return sum;
}

/*
 * The mean cosine to the leaders but itself, in parts of the best score. Rounded, so that articles of equal
 * text and score stay equal whatever order they are summed in.
 */
static void compare(const struct vectors *vectors, const struct nd_bm25f *ranking,
                    struct nd_candidate *articles) {
    float *leader = nd_alloc_array(vectors->word_count + 1, sizeof *leader);
    double weights[ND_FEEDBACK_POOL] = {0};

    for (size_t i = 0; i < vectors->count && i < LEADERS; i++) {
        double weight = exp((articles[i].score - articles[0].score) / ranking->feedback_spread);
        for (size_t k = vectors->begins[i]; k < vectors->begins[i + 1]; k++)
            leader[vectors->entries[k].word] = vectors->entries[k].value;
        for (size_t other = 0; other < vectors->count; other++)
            if (other != i) {
                articles[other].feedback += weight * product(vectors, other, leader);
                weights[other] += weight;
            }
        for (size_t k = vectors->begins[i]; k < vectors->begins[i + 1]; k++)
            leader[vectors->entries[k].word] = 0;
    }
    for (size_t i = 0; i < vectors->count; i++) {
        double mean = weights[i] > 0 ? articles[i].feedback / weights[i] : 0;
        articles[i].feedback = round(mean * ranking->feedback * articles[0].score * 1000) / 1000;
    }
    free(leader);
}

static enum nd_status measure(struct nd_index *index, const struct nd_bm25f *ranking,
                              struct nd_candidate *articles, size_t count, struct nd_error *err) {
    struct vectors vectors = {.arena = nd_arena_new()};
    enum nd_status status = ND_OK;

    vectors.words = nd_alloc_array(MAX_WORDS, sizeof *vectors.words);
    vectors.slots = nd_alloc_array(SLOTS, sizeof *vectors.slots);
    vectors.entries = nd_alloc_array(MAX_WORDS, sizeof *vectors.entries);
    for (size_t i = 0; i < count && status == ND_OK; i++)
        status = read_article(index, &vectors, articles[i].id, err);
    if (status == ND_OK) {
        weigh(&vectors);
        compare(&vectors, ranking, articles);
    }
    free(vectors.words);
    free(vectors.slots);
    free(vectors.entries);
    nd_arena_free(vectors.arena);
    return status;
}

enum nd_status nd_feedback_raise(struct nd_index *index, const struct nd_bm25f *ranking,
                                 struct nd_candidates *candidates, struct nd_error *err) {
    struct nd_candidate *list = candidates->list;
    size_t count = candidates->count < ND_FEEDBACK_POOL ? candidates->count : ND_FEEDBACK_POOL;
    enum nd_status status;

    while (count > 0 && count < candidates->count && !(list[count - 1].score > list[count].score))
        count--;
    if (count < 2)
        return ND_OK;
    status = measure(index, ranking == NULL ? &nd_bm25f_default : ranking, list, count, err);
    for (size_t i = 0; i < count && status == ND_OK; i++)
        list[i].score += list[i].feedback;
    if (status == ND_OK)
        nd_candidates_sort(candidates, ND_SORT_RELEVANCE);
    return status;
}
