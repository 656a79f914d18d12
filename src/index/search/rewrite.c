#include "index/search/rewrite.h"

#include "index/search/searcher.h"
#include "index/search/united.h"
#include "newsdex/alloc.h"
#include "newsdex/analysis.h"

#include <stdlib.h>

/* Words of the same main form; phrases are never taken for repeats. */
static bool is_same_word(const struct nd_term_postings *a, const struct nd_term_postings *b) {
    return a->is_alternative && b->is_alternative && a->positions != NULL && b->positions != NULL &&
           a->positions->next == NULL && b->positions->next == NULL && a->column == b->column &&
           a->node->is_prefix == b->node->is_prefix && a->node->type == b->node->type &&
           nd_str_eq(a->positions->forms[0], b->positions->forms[0]);
}

/* The leaves that a query is taken apart into. */
struct parts {
    struct nd_term_postings *list;
    size_t count, capacity;
};

/* Adds what asks for the positions from first on (all of them, or the first alone) as the leaf does. */
static void add_part(struct parts *parts, const struct nd_term_postings *leaf,
                     struct nd_query_position *first) {
    parts->list = nd_alloc_grow(parts->list, &parts->capacity, parts->count + 1, sizeof *parts->list);
    parts->list[parts->count] = *leaf;
    parts->list[parts->count++].positions = first;
}

static void add_forms(struct nd_query_position *position, const struct nd_query_position *other) {
    for (size_t i = 0; i < other->count; i++)
        position->forms[position->count++] = other->forms[i];
}

/*
 * A copy of one position, with the forms of the ways to write all of them in one word, if it stands for
 * these, and of the word that it is with what is behind it (NULL: none).
 */
static struct nd_query_position *alone(const struct nd_query_position *position,
                                       const struct nd_query_position *united, struct nd_arena *arena) {
    struct nd_query_position *copy = nd_arena_alloc(arena, 1, sizeof *copy);
    size_t most = position->count + (united == NULL ? 0 : united->count);

    for (const struct nd_query_position *way = position->instead; way != NULL; way = way->instead)
        most += way->count;
    *copy = *position;
    copy->next = NULL;
    copy->count = 0;
    copy->forms = nd_arena_alloc(arena, most, sizeof *copy->forms);
    add_forms(copy, position);
    if (united != NULL) {
        add_forms(copy, united);
        return copy;
    }
    copy->instead = NULL;
    for (const struct nd_query_position *way = position->instead; way != NULL; way = way->instead)
        if (way->next == NULL)
            add_forms(copy, way);
    return copy;
}

static void add_parts_of(struct nd_evaluation *evaluation, const struct nd_term_postings *leaf,
                         struct parts *parts) {
    struct nd_query_position *p = leaf->positions, *united = NULL;
    bool is_whole = leaf->node->type == ND_Q_PHRASE || leaf->node->is_prefix || !leaf->is_alternative;

    if (p != NULL && !is_whole && p->next == NULL && leaf->node->next != NULL)
        united = nd_united_with_next(evaluation->index, leaf->node, evaluation->arena);
    if (p != NULL && (is_whole || (p->next == NULL && united == NULL))) {
        add_part(parts, leaf, p);
        return;
    }
    for (; p != NULL; p = p->next) {
        struct nd_query_position *copy = alone(p, united, evaluation->arena);
        add_part(parts, leaf, copy);
        if (copy->count > p->count)
            parts->list[parts->count - 1].own_forms = p->count;
    }
}

/*
 * Where one of the words is enough, one part of a word is: Qwen-7B asks for qwen or 7b, a run of Chinese for
 * any of its pairs of characters. An article that writes all in one (qwen7b) counts as if it had the first
 * part, where the index has that of an article that writes both ways at once (Qwen-7B). That words stand
 * together is rewarded by nd_topk_adjacency.
 */
static void split_words(struct nd_evaluation *evaluation) {
    struct parts parts = {0};

    for (size_t i = 0; i < evaluation->terms_count; i++)
        add_parts_of(evaluation, &evaluation->leaves[i], &parts);
    free(evaluation->leaves);
    evaluation->leaves = parts.list;
    evaluation->terms_count = parts.count;
    evaluation->leaf_capacity = parts.capacity;
}

/* A word the query says twice counts more, but is looked up once. */
static void merge_repeats(struct nd_evaluation *evaluation) {
    size_t kept = 0;

    for (size_t i = 0; i < evaluation->terms_count; i++) {
        size_t k = 0;
        while (k < kept && !is_same_word(&evaluation->leaves[k], &evaluation->leaves[i]))
            k++;
        if (k < kept)
            evaluation->leaves[k].weight += evaluation->leaves[i].weight;
        else
            evaluation->leaves[kept++] = evaluation->leaves[i];
    }
    evaluation->terms_count = kept;
    for (size_t i = 0; i < kept; i++)
        evaluation->leaves[i].weight =
            nd_bm25f_repeated(evaluation->ranker.ranking, evaluation->leaves[i].weight);
}

/* The language the query seems to be in: the one most of its words are function words of. */
static size_t guess_language(const struct nd_evaluation *evaluation) {
    const struct nd_index *index = evaluation->index;
    size_t best = 0, most = 0;

    for (size_t language = 0; language < index->searcher->language_count; language++) {
        size_t count = 0;
        for (size_t i = 0; i < evaluation->terms_count; i++) {
            const struct nd_query_position *p = evaluation->leaves[i].positions;
            count += evaluation->leaves[i].is_alternative && p != NULL && p->next == NULL &&
                     nd_function_words_have(p->forms[0], &index->searcher->languages[language], 1);
        }
        if (count > most) {
            most = count;
            best = language;
        }
    }
    return best;
}

/* True when there is a word left that it was the beginning of: re-election, reelection. */
static bool leave_out(struct nd_evaluation *evaluation, struct nd_term_postings *leaf) {
    struct nd_query_position *position = leaf->positions;

    nd_buf_addf(&evaluation->left_out, " %.*s", (int)position->forms[0].len, position->forms[0].ptr);
    if (leaf->own_forms == 0)
        return false;
    position->forms += leaf->own_forms;
    position->count -= leaf->own_forms;
    leaf->own_forms = 0;
    return true;
}

/*
 * Leaves function words out of ORed queries, unless there is nothing else: they cost most of the time and, in
 * long questions, most of the relevance.
 */
static void drop_function_words(struct nd_evaluation *evaluation) {
    const struct nd_index *index = evaluation->index;
    size_t language = guess_language(evaluation), kept = 0, function_words = 0, alternatives = 0;

    if (index->searcher->language_count == 0)
        return;
    for (size_t i = 0; i < evaluation->terms_count; i++) {
        struct nd_term_postings *leaf = &evaluation->leaves[i];
        const struct nd_query_position *p = leaf->positions;
        leaf->is_function = leaf->is_alternative && leaf->node->type == ND_Q_WORD && !leaf->node->is_prefix &&
                            p != NULL && p->next == NULL &&
                            nd_function_words_have(p->forms[0], &index->searcher->languages[language], 1);
        function_words += leaf->is_function;
        alternatives += leaf->is_alternative;
    }
    if (function_words == alternatives)
        return;
    for (size_t i = 0; i < evaluation->terms_count; i++)
        if (!evaluation->leaves[i].is_function || leave_out(evaluation, &evaluation->leaves[i]))
            evaluation->leaves[kept++] = evaluation->leaves[i];
    evaluation->terms_count = kept;
}

/*
 * Pairs of Chinese characters one of which holds sentences together (业是) are half a word at most, and those
 * of two (是什) none. Not where Kana show that the query is Japanese.
 */
static void weigh_pairs(struct nd_evaluation *evaluation) {
    static const double weights[] = {1, 0.5, 0.2};
    size_t *counts = nd_alloc_array(evaluation->terms_count + 1, sizeof *counts);
    bool is_japanese = false;

    for (size_t i = 0; i < evaluation->terms_count; i++) {
        const struct nd_query_position *p = evaluation->leaves[i].positions;
        if (p == NULL || p->next != NULL || !evaluation->leaves[i].is_alternative)
            continue;
        counts[i] = nd_function_words_characters(p->forms[0]);
        is_japanese = is_japanese || counts[i] == SIZE_MAX;
    }
    for (size_t i = 0; i < evaluation->terms_count && !is_japanese; i++)
        evaluation->leaves[i].weight *= weights[counts[i] > 2 ? 2 : counts[i]];
    free(counts);
}

void nd_rewrite_any_words(struct nd_evaluation *evaluation) {
    if (evaluation->options->any)
        split_words(evaluation);
    merge_repeats(evaluation);
    if (!evaluation->options->any)
        return;
    weigh_pairs(evaluation);
    drop_function_words(evaluation);
}
