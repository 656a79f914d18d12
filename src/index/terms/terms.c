#include "newsdex/terms.h"

#include "index/fulltext/writer.h"
#include "index/search/axis.h"
#include "index/search/evaluate.h"
#include "index/search/match.h"
#include "index/search/search.h"
#include "index/search/searcher.h"
#include "index/terms/keyness.h"
#include "index/terms/phrases.h"
#include "index/terms/spelling.h"
#include "newsdex/alloc.h"
#include "newsdex/utf8.h"

#include <stdlib.h>

enum {
    MOST_IDS = 1 << 28,      /* up to 6 bytes each */
    SAMPLED_WORDS = 6000000, /* of articles in which phrases are looked for; 12 bytes each */
    PHRASES_A_TERM = 2,      /* that are counted for each term that is wanted */
    PHRASES_AT_LEAST = 50
};

struct ids {
    uint32_t *list; /* in order */
    size_t count;
};

/* What is worked on until the terms are there. */
struct work {
    struct nd_index *index;
    const struct nd_terms_request *request;
    struct nd_arena *arena; /* of the outcome */
    struct nd_terms *terms;
    struct nd_reader *reader;
    struct nd_lengths *lengths;
    struct nd_vocabulary_groups groups;
    struct nd_vocabulary vocabulary;
    struct nd_str *periods; /* by group, or NULL */
    struct ids here;
};

/* A word or phrase with its place in the order. */
struct ranked {
    struct nd_spelling_term term;
    struct nd_term_count here, rest;
    struct nd_keyness_table table;
    double g2;
};

struct ranking {
    struct ranked *list;
    size_t count, capacity;
};

static int by_id(const void *a, const void *b) {
    const uint32_t *x = a, *y = b;

    return *x < *y ? -1 : *x > *y;
}

/* Those of files, in order. */
static enum nd_status find_ids(struct work *work, struct nd_query *query, struct ids *ids,
                               struct nd_error *err) {
    struct nd_search_options options = *work->request->options;
    struct nd_searcher *searcher = work->index->searcher;
    enum nd_status status;

    options.references = false;
    nd_evaluation_close(searcher->evaluation); /* of the query before */
    searcher->evaluation = NULL;
    status = nd_search_ids(work->index, query, &options, &ids->list, &ids->count, err);
    if (ids->count > 0)
        qsort(ids->list, ids->count, sizeof *ids->list, by_id);
    if (status == ND_OK && ids->count > 0 && ids->list[ids->count - 1] >= MOST_IDS)
        return nd_error_set(err, ND_TOO_BIG, "the ids of the articles are too high for terms");
    return status;
}

static void make_room(struct nd_vocabulary_groups *groups, const struct ids *ids) {
    size_t limit = ids->count == 0 ? 0 : (size_t)ids->list[ids->count - 1] + 1;

    if (limit <= groups->limit)
        return;
    groups->sides = nd_alloc_resize(groups->sides, limit / 4 + 1, 1);
    for (size_t i = groups->limit == 0 ? 0 : groups->limit / 4 + 1; i < limit / 4 + 1; i++)
        groups->sides[i] = 0;
    groups->limit = limit;
}

/* Of articles that have none. */
static int64_t put_side(struct nd_vocabulary_groups *groups, const struct ids *ids, unsigned side) {
    int64_t count = 0;

    make_room(groups, ids);
    for (size_t i = 0; i < ids->count; i++) {
        uint32_t id = ids->list[i];
        if (nd_vocabulary_side(groups, id) != ND_VOCABULARY_NONE)
            continue;
        groups->sides[id / 4] |= (unsigned char)(side << id % 4 * 2);
        count++;
    }
    return count;
}

/* The matches are the first group; all others, or those of the other query, the second. */
static enum nd_status group_by_query(struct work *work, struct nd_error *err) {
    struct nd_query everything = {0};
    struct ids rest = {0};
    enum nd_status status =
        find_ids(work, work->request->against == NULL ? &everything : work->request->against, &rest, err);

    if (status == ND_OK) {
        put_side(&work->groups, &work->here, ND_VOCABULARY_HERE);
        work->terms->rest.articles = put_side(&work->groups, &rest, ND_VOCABULARY_REST);
        work->groups.count = 2;
    }
    free(rest.list);
    return status;
}

/* Articles without a date have no side. */
static void put_periods(struct work *work, const struct nd_axis *axis, const size_t *places) {
    struct nd_vocabulary_groups *groups = &work->groups;
    struct ids dated = {nd_alloc_array(axis->pair_count + 1, sizeof *dated.list), 0};

    groups->periods =
        nd_alloc_array((size_t)work->here.list[work->here.count - 1] + 1, sizeof *groups->periods);
    for (size_t i = 0; i < axis->pair_count; i++) {
        const struct nd_axis_pair *pair = &axis->pairs[i];
        if (axis->values[pair->value].name.ptr == NULL)
            continue;
        groups->periods[pair->id] = (uint16_t)places[pair->value];
        dated.list[dated.count++] = pair->id;
    }
    put_side(groups, &dated, ND_VOCABULARY_HERE);
    work->terms->undated = (int64_t)(work->here.count - dated.count);
    free(dated.list);
}

/* Each period of the matches is a group. */
static enum nd_status group_by_period(struct work *work, struct nd_error *err) {
    struct nd_axis axis = {0};
    struct nd_id_set set = {0};
    size_t *places;
    enum nd_status status;

    for (size_t i = 0; i < work->here.count; i++)
        nd_id_set_add(&set, work->here.list[i]);
    nd_id_set_seal(&set);
    status = nd_axis_read(work->index, work->request->period, ND_STR_NONE, &set, &axis, err);
    if (status == ND_OK) {
        places = nd_axis_order(&axis, work->arena, &work->periods, &work->groups.count);
        if (work->groups.count > UINT16_MAX)
            status = nd_error_set(err, ND_TOO_BIG, "%zu periods are too many for terms", work->groups.count);
        else
            put_periods(work, &axis, places);
        free(places);
    }
    nd_axis_fini(&axis);
    nd_id_set_fini(&set);
    return status;
}

/* Of the matches as many, evenly over them, as have SAMPLED_WORDS words. */
static void take_sample(struct work *work) {
    uint64_t words = 0;
    size_t step;

    for (size_t i = 0; i < work->here.count; i++) {
        const unsigned char *codes = nd_lengths_get(work->lengths, work->here.list[i]);
        words += nd_lengths_length(codes[ND_COLUMN_BODY]) + nd_lengths_length(codes[ND_COLUMN_EXCERPT]);
    }
    step = (size_t)(words / SAMPLED_WORDS) + 1;
    work->groups.sampled = nd_alloc_array(work->groups.limit + 1, sizeof *work->groups.sampled);
    for (size_t i = 0; i < work->here.count; i += step)
        work->groups.sampled[work->here.list[i]] = (uint32_t)++work->terms->sampled;
}

static int by_g2(const void *a, const void *b) {
    const struct ranked *x = a, *y = b;
    int order;

    if (x->term.group != y->term.group)
        return x->term.group < y->term.group ? -1 : 1;
    if (x->g2 < y->g2 || x->g2 > y->g2)
        return x->g2 > y->g2 ? -1 : 1;
    order = nd_str_cmp(x->term.words[0], y->term.words[0]);
    return order != 0 ? order : nd_str_cmp(x->term.words[1], y->term.words[1]);
}

/* Counts of a term among all words of its group, and among those of the rest. */
static void add_ranked(const struct work *work, struct ranking *ranking, struct ranked ranked) {
    const int64_t *occurrences = work->vocabulary.occurrences;

    ranked.table = (struct nd_keyness_table){ranked.here.occurrences, occurrences[ranked.term.group],
                                             ranked.rest.occurrences, work->terms->rest.occurrences};
    if (work->periods != NULL)
        ranked.table.d = work->terms->here.occurrences - ranked.table.c;
    ranked.g2 = nd_keyness_g2(&ranked.table);
    if (ranked.g2 <= 0 || ranked.here.articles < work->request->min_articles)
        return;
    ranking->list =
        nd_alloc_grow(ranking->list, &ranking->capacity, ranking->count + 1, sizeof *ranking->list);
    ranking->list[ranking->count++] = ranked;
}

static void rank_words(const struct work *work, struct ranking *ranking) {
    const struct nd_vocabulary *v = &work->vocabulary;

    for (size_t i = 0; i < v->count; i++)
        add_ranked(work, ranking,
                   (struct ranked){.term = {{v->words[i].term, ND_STR_NONE}, v->words[i].group},
                                   .here = v->words[i].here,
                                   .rest = v->words[i].rest});
}

static enum nd_status rank_phrases(const struct work *work, struct ranking *ranking, struct nd_error *err) {
    const struct nd_vocabulary *v = &work->vocabulary;
    const struct nd_phrases_source source = {.groups = &work->groups,
                                             .vocabulary = v,
                                             .sampled = work->terms->sampled,
                                             .share = (double)work->terms->sampled / (double)work->here.count,
                                             .min_articles = work->request->min_articles,
                                             .analyser = nd_fulltext_analyser(work->index),
                                             .languages = work->index->searcher->languages,
                                             .language_count = work->index->searcher->language_count};
    struct nd_phrase *phrases;
    enum nd_status status = ND_OK;
    size_t limit = (size_t)work->request->limit, count;

    limit = limit == 0 ? v->count : limit * PHRASES_A_TERM + PHRASES_AT_LEAST;
    count = nd_phrases_find(&source, limit, &phrases);
    for (size_t i = 0; i < count && status == ND_OK; i++) {
        status = nd_phrases_count(&source, work->reader, &phrases[i], err);
        if (status == ND_OK)
            add_ranked(
                work, ranking,
                (struct ranked){
                    .term = {{v->words[phrases[i].words[0]].term, v->words[phrases[i].words[1]].term}, 0},
                    .here = phrases[i].here,
                    .rest = phrases[i].rest});
    }
    free(phrases);
    return status;
}

/* What says little by itself: function words, numbers, and lone characters of a text without spaces. */
static bool is_filling(const struct work *work, struct nd_str word) {
    const struct nd_searcher *searcher = work->index->searcher;
    size_t digits = 0;

    while (digits < word.len && nd_char_is_digit(word.ptr[digits]))
        digits++;
    return digits == word.len ||
           nd_function_words_have(word, searcher->languages, searcher->language_count) ||
           (nd_utf8_count(word) == 1 && nd_analyser_is_ngram(nd_fulltext_analyser(work->index), word));
}

static bool is_wanted(const struct work *work, const struct ranked *ranked) {
    return work->request->has_function_words || ranked->term.words[1].ptr != NULL ||
           !is_filling(work, ranked->term.words[0]);
}

static void add_term(struct work *work, const struct ranked *ranked, struct nd_str text) {
    struct nd_term *term = &work->terms->list[work->terms->count++];

    *term =
        (struct nd_term){.text = text,
                         .period = work->periods == NULL ? ND_STR_NONE : work->periods[ranked->term.group],
                         .is_phrase = ranked->term.words[1].ptr != NULL,
                         .here = ranked->here,
                         .rest = ranked->rest,
                         .g2 = ranked->g2,
                         .log_ratio = nd_keyness_log_ratio(&ranked->table)};
    if (ranked->rest.occurrences > 0)
        term->diff = nd_keyness_diff(&ranked->table);
}

/* What is written as a word that is there already: wi-fi is one word and two. */
static bool is_there(const struct nd_terms *terms, int64_t taken, struct nd_str text) {
    for (size_t i = terms->count - (size_t)taken; i < terms->count; i++)
        if (nd_str_eq(terms->list[i].text, text))
            return true;
    return false;
}

/* The best of each group, as they are written. */
static enum nd_status spell(struct work *work, const struct ranking *ranking, struct nd_error *err) {
    int64_t limit = work->request->limit == 0 ? INT64_MAX : work->request->limit, taken = 0;
    enum nd_status status = ND_OK;

    work->terms->list = nd_arena_alloc(work->arena, ranking->count + 1, sizeof *work->terms->list);
    for (size_t i = 0; i < ranking->count && status == ND_OK; i++) {
        const struct ranked *ranked = &ranking->list[i];
        struct nd_str text;
        if (i > 0 && ranked->term.group != ranking->list[i - 1].term.group)
            taken = 0;
        if (taken >= limit || !is_wanted(work, ranked))
            continue;
        status = nd_spelling_find(work->index, work->reader, &work->groups, &ranked->term, work->arena, &text,
                                  err);
        if (status != ND_OK || text.ptr == NULL || is_there(work->terms, taken, text))
            continue;
        add_term(work, ranked, text);
        taken++;
    }
    return status;
}

/* Without a rest, or without words there, the frequencies have nothing to be beside. */
static enum nd_status count_and_rank(struct work *work, struct nd_error *err) {
    const struct nd_terms_request *request = work->request;
    struct ranking ranking = {0};
    enum nd_status status =
        nd_vocabulary_read(work->reader, &work->groups, request->min_articles, &work->vocabulary, err);

    for (size_t i = 0; i < work->groups.count && status == ND_OK; i++)
        if (work->periods == NULL && i == 1)
            work->terms->rest.occurrences += work->vocabulary.occurrences[i];
        else
            work->terms->here.occurrences += work->vocabulary.occurrences[i];
    if (status == ND_OK)
        rank_words(work, &ranking);
    if (status == ND_OK && work->groups.sampled != NULL)
        status = rank_phrases(work, &ranking, err);
    if (ranking.count > 0)
        qsort(ranking.list, ranking.count, sizeof *ranking.list, by_g2);
    if (status == ND_OK)
        status = spell(work, &ranking, err);
    free(ranking.list);
    return status;
}

static enum nd_status make_terms(struct work *work, struct nd_error *err) {
    enum nd_status status = find_ids(work, work->request->query, &work->here, err);

    work->terms->here.articles = (int64_t)work->here.count;
    if (status == ND_OK && work->here.count > 0)
        status = nd_match_languages(work->index, err);
    if (status == ND_OK && work->here.count > 0)
        status = work->request->has_period ? group_by_period(work, err) : group_by_query(work, err);
    if (status == ND_OK && work->here.count > 0)
        status = nd_reader_open(work->index, &work->reader, err);
    if (status != ND_OK || work->here.count == 0)
        return status;
    work->lengths = nd_lengths_open(work->index);
    status = nd_vocabulary_read_titles(work->lengths, &work->groups, err);
    if (status != ND_OK)
        return status;
    if (work->request->has_phrases && !work->request->has_period)
        take_sample(work);
    return count_and_rank(work, err);
}

enum nd_status nd_index_terms(struct nd_index *index, const struct nd_terms_request *request,
                              struct nd_arena *arena, struct nd_terms *terms, struct nd_error *err) {
    struct work work = {.index = index, .request = request, .arena = arena, .terms = terms};
    enum nd_status status = nd_search_begin(index, err);

    *terms = (struct nd_terms){0};
    if (status == ND_OK)
        status = make_terms(&work, err);
    nd_search_end(index);
    nd_vocabulary_fini(&work.vocabulary);
    nd_lengths_close(work.lengths);
    nd_reader_close(work.reader);
    free(work.groups.sides);
    free(work.groups.titles);
    free(work.groups.periods);
    free(work.groups.sampled);
    free(work.here.list);
    return status;
}
