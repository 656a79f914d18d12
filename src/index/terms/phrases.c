#include "index/terms/phrases.h"

#include "index/terms/keyness.h"
#include "newsdex/alloc.h"

#include <stdlib.h>
#include <string.h>

/* A pair of words in the sample. */
struct pair {
    uint64_t words; /* the first above the second, plus 1; 0: the place in the table is free */
    uint32_t count, articles, last;
};

/* Open addressing; slots is a power of 2. */
struct pairs {
    struct pair *list;
    size_t slots, used;
};

static struct pair *find_pair(const struct pairs *pairs, uint64_t words) {
    uint64_t hash = words * UINT64_C(0x9e3779b97f4a7c15);
    size_t at = (size_t)(hash ^ hash >> 29) & (pairs->slots - 1);

    while (pairs->list[at].words != 0 && pairs->list[at].words != words)
        at = (at + 1) & (pairs->slots - 1);
    return &pairs->list[at];
}

static void grow(struct pairs *pairs) {
    struct pairs bigger = {NULL, pairs->slots == 0 ? 1 << 16 : pairs->slots * 2, pairs->used};

    bigger.list = nd_alloc_array(bigger.slots, sizeof *bigger.list);
    for (size_t i = 0; i < pairs->slots; i++)
        if (pairs->list[i].words != 0)
            *find_pair(&bigger, pairs->list[i].words) = pairs->list[i];
    free(pairs->list);
    *pairs = bigger;
}

static void add_pair(struct pairs *pairs, uint32_t first, uint32_t second, uint32_t article) {
    uint64_t words = ((uint64_t)first << 32 | second) + 1;
    struct pair *pair;

    if (pairs->used * 2 >= pairs->slots)
        grow(pairs);
    pair = find_pair(pairs, words);
    pairs->used += pair->words == 0;
    pair->words = words;
    pair->count++;
    pair->articles += pair->last != article + 1;
    pair->last = article + 1;
}

/* The places article by article, each in the order of the text. */
static int by_place(const void *a, const void *b) {
    const struct nd_vocabulary_place *x = a, *y = b;

    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    return x->word < y->word ? -1 : x->word > y->word;
}

/* For each article of the sample where its places begin; one more behind the last. */
static size_t *by_article(const struct nd_phrases_source *source, struct nd_vocabulary_place *sorted) {
    const struct nd_vocabulary *v = source->vocabulary;
    size_t *starts = nd_alloc_array(source->sampled + 2, sizeof *starts);

    for (size_t i = 0; i < v->place_count; i++)
        starts[v->places[i].article + 2]++;
    for (size_t i = 2; i < source->sampled + 2; i++)
        starts[i] += starts[i - 1];
    for (size_t i = 0; i < v->place_count; i++)
        sorted[starts[v->places[i].article + 1]++] = v->places[i];
    return starts;
}

/* The words at one place of an article, and where those of the next begin. */
struct here {
    const struct nd_vocabulary_place *places, *next;
    size_t count, next_count;
};

static size_t count_at(const struct nd_vocabulary_place *places, size_t count) {
    size_t n = 0;

    while (n < count && places[n].place == places[0].place)
        n++;
    return n;
}

/* wifi, which stands where wi does, before fi. */
static bool is_joined(const struct nd_vocabulary *v, const struct here *here, struct nd_str term) {
    for (size_t i = 0; i < here->count; i++) {
        struct nd_str first = v->words[here->places[i].word].term;
        if (first.len >= term.len || !nd_str_starts(term, first))
            continue;
        for (size_t k = 0; k < here->next_count; k++)
            if (nd_str_starts(nd_str_skip(term, first.len), v->words[here->next[k].word].term))
                return true;
    }
    return false;
}

/* Of the words at one place (don't and its parts, l'été and its article) the longest is meant. */
static uint32_t word_at(const struct nd_vocabulary *v, const struct here *here) {
    uint32_t longest = here->places[0].word;
    bool is_first = true;

    for (size_t i = 0; i < here->count && here->count > 1; i++) {
        struct nd_str term = v->words[here->places[i].word].term;
        if (is_joined(v, here, term) || (!is_first && term.len <= v->words[longest].term.len))
            continue;
        longest = here->places[i].word;
        is_first = false;
    }
    return longest;
}

static void add_article(const struct nd_vocabulary *v, const struct nd_vocabulary_place *places, size_t count,
                        struct pairs *pairs) {
    uint32_t word, last_word = 0, last_place = UINT32_MAX - 1;

    for (size_t i = 0; i < count;) {
        size_t n = count_at(places + i, count - i);
        bool has_next = i + n < count && places[i + n].place == places[i].place + 1;
        const struct here here = {places + i, places + i + n, n,
                                  has_next ? count_at(places + i + n, count - i - n) : 0};
        word = word_at(v, &here);
        if (places[i].place == last_place + 1)
            add_pair(pairs, last_word, word, places[0].article);
        last_word = word;
        last_place = places[i].place;
        i += n;
    }
}

static void add_all(const struct nd_phrases_source *source, struct pairs *pairs) {
    const struct nd_vocabulary *v = source->vocabulary;
    struct nd_vocabulary_place *sorted = nd_alloc_array(v->place_count + 1, sizeof *sorted);
    size_t *starts = by_article(source, sorted);

    for (size_t i = 0; i < source->sampled; i++) {
        size_t count = starts[i + 1] - starts[i];
        qsort(sorted + starts[i], count, sizeof *sorted, by_place);
        add_article(v, sorted + starts[i], count, pairs);
    }
    free(starts);
    free(sorted);
}

/* What may begin or end a phrase. */
static bool is_content(const struct nd_phrases_source *source, struct nd_str term) {
    return !nd_function_words_have(term, source->languages, source->language_count) &&
           !nd_analyser_is_ngram(source->analyser, term);
}

/*
 * The G2 a pair would have if its words kept together in the rest as they do here. It is that of the word
 * which sets the two sets of articles apart the most.
 */
static double estimate(const struct nd_phrases_source *source, const struct pair *pair,
                       const uint32_t words[2]) {
    const struct nd_vocabulary *v = source->vocabulary;
    double here = pair->count / source->share, rest = -1;
    struct nd_keyness_table table = {(int64_t)here, v->occurrences[0], 0, v->occurrences[1]};

    for (int i = 0; i < 2; i++) {
        const struct nd_vocabulary_word *word = &v->words[words[i]];
        double expected = here * (double)word->rest.occurrences / (double)word->here.occurrences;
        rest = rest < 0 || expected < rest ? expected : rest;
    }
    table.b = (int64_t)rest;
    return nd_keyness_g2(&table);
}

static int by_weight(const void *a, const void *b) {
    const struct nd_phrase *x = a, *y = b;

    if (x->weight != y->weight)
        return x->weight > y->weight ? -1 : 1;
    if (x->words[0] != y->words[0])
        return x->words[0] < y->words[0] ? -1 : 1;
    return x->words[1] < y->words[1] ? -1 : x->words[1] > y->words[1];
}

size_t nd_phrases_find(const struct nd_phrases_source *source, size_t limit, struct nd_phrase **phrases) {
    double needed = (double)source->min_articles * source->share;
    struct pairs pairs = {0};
    size_t count = 0, capacity = 0, kept = 0;

    *phrases = NULL;
    add_all(source, &pairs);
    for (size_t i = 0; i < pairs.slots; i++) {
        const struct pair *pair = &pairs.list[i];
        struct nd_phrase phrase = {
            .words = {(uint32_t)((pair->words - 1) >> 32), (uint32_t)(pair->words - 1)}};
        if (pair->words == 0 || pair->articles < needed)
            continue;
        phrase.weight = estimate(source, pair, phrase.words);
        if (phrase.weight <= 0)
            continue;
        *phrases = nd_alloc_grow(*phrases, &capacity, count + 1, sizeof **phrases);
        (*phrases)[count++] = phrase;
    }
    free(pairs.list);
    if (count > 0)
        qsort(*phrases, count, sizeof **phrases, by_weight);
    for (size_t i = 0; i < count && kept < limit; i++)
        if (is_content(source, source->vocabulary->words[(*phrases)[i].words[0]].term) &&
            is_content(source, source->vocabulary->words[(*phrases)[i].words[1]].term))
            (*phrases)[kept++] = (*phrases)[i];
    return kept;
}

/* The places of both words in one article. */
struct both {
    uint32_t *places[2];
    size_t capacities[2], counts[2];
};

/* How often the second word stands right behind the first. */
static int64_t count_together(const struct both *both, bool has_own_title) {
    int64_t count = 0;

    for (size_t i = 0, k = 0; i < both->counts[0] && k < both->counts[1]; i++) {
        uint32_t next = both->places[0][i] + 1;
        while (k < both->counts[1] && both->places[1][k] < next)
            k++;
        count +=
            k < both->counts[1] && both->places[1][k] == next && nd_vocabulary_is_text(next, has_own_title);
    }
    return count;
}

static void count_lists(const struct nd_phrases_source *source, const struct nd_postings lists[2],
                        struct nd_phrase *phrase) {
    struct nd_term_count *counts[] = {&phrase->here, &phrase->rest};
    struct both both = {0};

    for (size_t i = 0, k = 0; i < lists[0].count; i++) {
        uint32_t article = lists[0].docs[i];
        unsigned side = nd_vocabulary_side(source->groups, article);
        int64_t count;
        k = nd_postings_find(&lists[1], article, k);
        if (k >= lists[1].count)
            break;
        if (lists[1].docs[k] != article || side == ND_VOCABULARY_NONE)
            continue;
        both.counts[0] = nd_postings_places(&lists[0], i, &both.places[0], &both.capacities[0]);
        both.counts[1] = nd_postings_places(&lists[1], k, &both.places[1], &both.capacities[1]);
        count = count_together(&both, nd_vocabulary_has_own_title(source->groups, article));
        counts[side - ND_VOCABULARY_HERE]->articles += count > 0;
        counts[side - ND_VOCABULARY_HERE]->occurrences += count;
    }
    free(both.places[0]);
    free(both.places[1]);
}

enum nd_status nd_phrases_count(const struct nd_phrases_source *source, struct nd_reader *reader,
                                struct nd_phrase *phrase, struct nd_error *err) {
    struct nd_postings lists[2] = {{0}, {0}};
    enum nd_status status = ND_OK;

    phrase->here = phrase->rest = (struct nd_term_count){0};
    for (int i = 0; i < 2 && status == ND_OK; i++)
        status = nd_reader_read(reader, &source->vocabulary->words[phrase->words[i]].term, 1, false,
                                &lists[i], err);
    if (status == ND_OK)
        count_lists(source, lists, phrase);
    nd_postings_free(&lists[0]);
    nd_postings_free(&lists[1]);
    return status;
}
