#include "index/search/rewrite.h"

#include "index/search/searcher.h"
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

/*
 * Where one of the words is enough, one part of a word is: Qwen-7B asks for qwen or 7b, a run of Chinese for
 * any of its pairs of characters. That words stand together is rewarded by nd_topk_adjacency.
 */
static void split_words(struct nd_evaluation *evaluation) {
    struct nd_term_postings *parts = NULL;
    size_t count = 0, capacity = 0;

    for (size_t i = 0; i < evaluation->terms_count; i++) {
        const struct nd_term_postings *leaf = &evaluation->leaves[i];
        bool is_whole = leaf->node->type == ND_Q_PHRASE || leaf->node->is_prefix || !leaf->is_alternative;
        for (struct nd_query_position *p = leaf->positions; p != NULL; p = p->next) {
            parts = nd_alloc_grow(parts, &capacity, count + 1, sizeof *parts);
            parts[count] = *leaf;
            if (is_whole) {
                count++;
                break;
            }
            parts[count].positions = nd_arena_alloc(evaluation->arena, 1, sizeof *p);
            *parts[count].positions = *p;
            parts[count++].positions->next = NULL;
        }
    }
    free(evaluation->leaves);
    evaluation->leaves = parts;
    evaluation->terms_count = count;
    evaluation->leaf_capacity = capacity;
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
        if (!evaluation->leaves[i].is_function)
            evaluation->leaves[kept++] = evaluation->leaves[i];
        else
            nd_buf_addf(&evaluation->left_out, " %.*s", (int)evaluation->leaves[i].positions->forms[0].len,
                        evaluation->leaves[i].positions->forms[0].ptr);
    evaluation->terms_count = kept;
}

void nd_rewrite_any_words(struct nd_evaluation *evaluation) {
    if (evaluation->options->any)
        split_words(evaluation);
    merge_repeats(evaluation);
    if (evaluation->options->any)
        drop_function_words(evaluation);
}
