#include "index/search/evaluation.h"

#include "index/fulltext/writer.h"
#include "index/search/compounds.h"
#include "index/search/conjunction.h"
#include "index/search/match.h"
#include "index/search/rewrite.h"
#include "index/search/searcher.h"
#include "index/search/topk.h"
#include "newsdex/alloc.h"
#include "newsdex/analysis.h"

#include <stdlib.h>
#include <string.h>

static const struct nd_scored_list none; /* excluded */

/* Compounds are looked for once, as long as the index stays as it is. */
static enum nd_status open_compounds(struct nd_index *index, struct nd_reader *reader, struct nd_error *err) {
    struct nd_searcher *searcher = index->searcher;
    bool is_as_before = false;
    enum nd_status status = nd_searcher_is_as_before(index, &is_as_before, err);

    if (status != ND_OK)
        return status;
    if (!is_as_before || searcher->kept_compounds == NULL) {
        nd_compounds_free(searcher->kept_compounds);
        searcher->kept_compounds = nd_compounds_new(reader, nd_fulltext_analyser(index), searcher->languages,
                                                    searcher->language_count);
    } else {
        nd_compounds_read_by(searcher->kept_compounds, reader);
    }
    searcher->compounds = searcher->kept_compounds;
    return ND_OK;
}

enum nd_status nd_evaluation_open(struct nd_index *index, const struct nd_bm25f *ranking,
                                  struct nd_evaluation **out, struct nd_error *err) {
    struct nd_evaluation *evaluation = nd_alloc_array(1, sizeof *evaluation);
    enum nd_status status = nd_reader_open(index, &evaluation->reader, err);

    evaluation->index = index;
    evaluation->arena = nd_arena_new();
    if (status == ND_OK)
        status = open_compounds(index, evaluation->reader, err);
    if (status == ND_OK) {
        evaluation->norms = nd_lengths_open(index);
        nd_scorer_init(&evaluation->ranker, ranking, evaluation->reader, evaluation->norms);
    } else {
        nd_evaluation_close(evaluation);
        evaluation = NULL;
    }
    *out = evaluation;
    return status;
}

static void drop_leaves(struct nd_evaluation *evaluation) {
    for (size_t i = 0; i < evaluation->terms_count; i++)
        nd_term_postings_fini(&evaluation->leaves[i]);
    evaluation->terms_count = 0;
}

void nd_evaluation_close(struct nd_evaluation *evaluation) {
    struct nd_searcher *searcher;

    if (evaluation == NULL)
        return;
    searcher = evaluation->index->searcher;
    searcher->compounds = NULL; /* they are looked for by the reader, which goes */
    drop_leaves(evaluation);
    free(evaluation->leaves);
    nd_buf_free(&evaluation->left_out);
    nd_lengths_close(evaluation->norms);
    nd_reader_close(evaluation->reader);
    nd_arena_free(evaluation->arena);
    free(evaluation);
}

static bool is_leaf(const struct nd_query_node *node) {
    return node->type == ND_Q_WORD || node->type == ND_Q_PHRASE;
}

static void add_leaves(struct nd_evaluation *evaluation, const struct nd_query_node *node,
                       const struct nd_query_node *parent) {
    static const int columns[] = {[ND_F_ANY] = -1,
                                  [ND_F_TITLE] = ND_COLUMN_TITLE,
                                  [ND_F_EXCERPT] = ND_COLUMN_EXCERPT,
                                  [ND_F_TOPIC] = ND_COLUMN_TOPICS,
                                  [ND_F_BODY] = ND_COLUMN_BODY};
    struct nd_term_postings *leaf;

    if (!is_leaf(node)) {
        for (const struct nd_query_node *child = node->first; child != NULL; child = child->next)
            add_leaves(evaluation, child, node);
        return;
    }
    evaluation->leaves = nd_alloc_grow(evaluation->leaves, &evaluation->leaf_capacity,
                                       evaluation->terms_count + 1, sizeof *evaluation->leaves);
    leaf = &evaluation->leaves[evaluation->terms_count++];
    *leaf = (struct nd_term_postings){
        .node = node, .parent = parent, .column = columns[node->field], .weight = 1 + node->repeats};
    leaf->positions = nd_match_positions(evaluation->index, node, evaluation->arena);
}

/* Every leaf of the tree has been added. */
static struct nd_term_postings *terms_of(struct nd_evaluation *evaluation, const struct nd_query_node *node) {
    struct nd_term_postings *leaf = evaluation->leaves;

    while (leaf->node != node)
        leaf++;
    return leaf;
}

static bool is_same_position(const struct nd_query_position *a, const struct nd_query_position *b) {
    if (a->count != b->count || a->is_prefix != b->is_prefix)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (!nd_str_eq(a->forms[i], b->forms[i]))
            return false;
    return true;
}

static bool are_same_positions(const struct nd_query_position *a, const struct nd_query_position *b) {
    for (; a != NULL && b != NULL && is_same_position(a, b); a = a->next, b = b->next)
        ;
    return a == NULL && b == NULL;
}

static bool is_same_leaf(const struct nd_term_postings *a, const struct nd_term_postings *b) {
    const struct nd_query_position *p = a->positions, *q = b->positions;

    if (a->column != b->column || a->node->type != b->node->type ||
        a->node->is_prefix != b->node->is_prefix || a->node->distance != b->node->distance)
        return false;
    for (; p != NULL && q != NULL && are_same_positions(p, q); p = p->instead, q = q->instead)
        ;
    return p == NULL && q == NULL;
}

/* One that has been read and asks for the same, or NULL. */
static struct nd_term_postings *find_same(struct nd_evaluation *evaluation,
                                          const struct nd_term_postings *leaf) {
    for (size_t i = 0; i < evaluation->terms_count; i++) {
        struct nd_term_postings *other = &evaluation->leaves[i];
        if (other->is_read && !other->is_borrowed && other != leaf && is_same_leaf(other, leaf))
            return other;
    }
    return NULL;
}

static enum nd_status read_leaf(struct nd_evaluation *evaluation, struct nd_term_postings *leaf,
                                struct nd_error *err) {
    const struct nd_term_postings *same = find_same(evaluation, leaf);
    enum nd_status status = ND_OK;

    if (same != NULL) {
        leaf->postings = same->postings;
        leaf->is_borrowed = true;
    } else {
        status = nd_term_postings_read(evaluation->reader, leaf, err);
    }
    leaf->is_read = status == ND_OK;
    leaf->idf = nd_scorer_idf(&evaluation->ranker, leaf->postings.count);
    return status;
}

static enum nd_status evaluate(struct nd_evaluation *evaluation, const struct nd_query_node *node,
                               struct nd_scored_list *list, struct nd_error *err);

/* One of the first count leaves that has the postings of the next: what it adds is added once more. */
static struct nd_term_postings *find_beside(struct nd_term_postings *const *leaves, size_t count) {
    for (size_t i = 0; i < count && leaves[count]->postings.count > 0; i++)
        if (leaves[i]->postings.docs == leaves[count]->postings.docs)
            return leaves[i];
    return NULL;
}

/* Lists the leaves among the children; of those that have the same postings one. */
static enum nd_status read_leaves(struct nd_evaluation *evaluation, const struct nd_query_node *node,
                                  struct nd_term_postings **leaves, size_t *count, struct nd_error *err) {
    enum nd_status status = ND_OK;

    for (const struct nd_query_node *child = node->first; child != NULL && status == ND_OK;
         child = child->next)
        if (is_leaf(child)) {
            struct nd_term_postings *first;
            leaves[*count] = terms_of(evaluation, child);
            status = read_leaf(evaluation, leaves[*count], err);
            first = find_beside(leaves, *count);
            if (first == NULL)
                ++*count;
            else
                first->repeats++;
        }
    return status;
}

/* What the NOTs among the children exclude; without scores. */
static enum nd_status evaluate_nots(struct nd_evaluation *evaluation, const struct nd_query_node *node,
                                    struct nd_scored_list *excluded, struct nd_error *err) {
    const struct nd_evaluation_options *options = evaluation->options;
    struct nd_evaluation_options *unranked = nd_arena_alloc(evaluation->arena, 1, sizeof *unranked);
    enum nd_status status = ND_OK;

    *unranked = *options;
    unranked->ranked = false;
    evaluation->options = unranked;
    for (const struct nd_query_node *child = node->first; child != NULL && status == ND_OK;
         child = child->next) {
        struct nd_scored_list other = {0};
        if (child->type != ND_Q_NOT)
            continue;
        status = evaluate(evaluation, child->first, &other, err);
        nd_scored_unite(excluded, &other);
        free(other.items);
    }
    evaluation->options = options;
    return status;
}

static bool is_group(const struct nd_query_node *node) {
    return node->type == ND_Q_AND || node->type == ND_Q_OR;
}

/* Intersects what the groups among the children find with the list, which is that of the leaves if there are
 * any. */
static enum nd_status evaluate_groups(struct nd_evaluation *evaluation, const struct nd_query_node *node,
                                      struct nd_scored_list *list, bool any, struct nd_error *err) {
    enum nd_status status = ND_OK;

    for (const struct nd_query_node *child = node->first; child != NULL && status == ND_OK;
         child = child->next) {
        struct nd_scored_list other = {0};
        if (!is_group(child) || (any && list->count == 0))
            continue;
        status = evaluate(evaluation, child, &other, err);
        if (any)
            nd_scored_intersect(list, &other);
        else
            nd_scored_unite(list, &other);
        any = true;
        free(other.items);
    }
    return status;
}

/* Only the best are wanted where the leaves alone say which they are: the words of groups add to the scores.
 */
static enum nd_status evaluate_and(struct nd_evaluation *evaluation, const struct nd_query_node *node,
                                   struct nd_scored_list *list, struct nd_error *err) {
    struct nd_term_postings **leaves = nd_alloc_array(evaluation->terms_count + 1, sizeof *leaves);
    struct nd_evaluation_options options = *evaluation->options;
    struct nd_scored_list excluded = {0};
    size_t count = 0;
    enum nd_status status = read_leaves(evaluation, node, leaves, &count, err);

    if (node != evaluation->root)
        options.wanted = 0;
    for (const struct nd_query_node *child = node->first; child != NULL; child = child->next)
        if (is_group(child))
            options.wanted = 0;
    options.wanted = nd_topk_reach(options.wanted);
    if (status == ND_OK)
        status = evaluate_nots(evaluation, node, &excluded, err);
    if (status == ND_OK && count > 0)
        nd_conjunction_run(&evaluation->ranker, leaves, count, &options, &excluded, list);
    if (status == ND_OK)
        status = evaluate_groups(evaluation, node, list, count > 0, err);
    if (count == 0)
        nd_scored_take_away(list, &excluded);
    free(excluded.items);
    free(leaves);
    return status;
}

/* Unites the children that are no words. */
static enum nd_status unite_groups(struct nd_evaluation *evaluation, const struct nd_query_node *node,
                                   struct nd_scored_list *list, struct nd_error *err) {
    struct nd_scored_list *lists = NULL;
    size_t count = 0, capacity = 0;
    enum nd_status status = ND_OK;

    for (const struct nd_query_node *child = node->first; child != NULL && status == ND_OK;
         child = child->next) {
        if (is_leaf(child))
            continue;
        lists = nd_alloc_grow(lists, &capacity, count + 1, sizeof *lists);
        lists[count] = (struct nd_scored_list){0};
        status = evaluate(evaluation, child, &lists[count++], err);
    }
    nd_scored_unite_all(lists, count);
    if (count > 0)
        *list = lists[0];
    free(lists);
    return status;
}

/* Without scores. */
static void unite_leaves(struct nd_evaluation *evaluation, struct nd_term_postings **leaves, size_t count,
                         struct nd_scored_list *list) {
    struct nd_scored_list *lists = nd_alloc_array(count + 1, sizeof *lists);

    lists[0] = *list;
    for (size_t i = 0; i < count; i++)
        nd_conjunction_run(&evaluation->ranker, &leaves[i], 1, evaluation->options, &none, &lists[i + 1]);
    nd_scored_unite_all(lists, count + 1);
    *list = lists[0];
    free(lists);
}

/* Adds what has any of the words directly below node (NULL: the whole query); the best if they are ranked. */
static enum nd_status add_words(struct nd_evaluation *evaluation, const struct nd_query_node *node,
                                size_t wanted, struct nd_scored_list *list, struct nd_error *err) {
    struct nd_term_postings **leaves = nd_alloc_array(evaluation->terms_count + 1, sizeof *leaves);
    struct nd_evaluation_options options = *evaluation->options;
    enum nd_status status = ND_OK;
    size_t count = 0;

    options.wanted = wanted;
    for (size_t i = 0; i < evaluation->terms_count && status == ND_OK; i++) {
        if (evaluation->leaves[i].parent != node)
            continue;
        leaves[count++] = &evaluation->leaves[i];
        status = read_leaf(evaluation, &evaluation->leaves[i], err);
    }
    if (status == ND_OK && options.ranked && count == 1 && list->count == 0) {
        options.wanted = nd_topk_reach(wanted);
        nd_conjunction_run(&evaluation->ranker, leaves, count, &options, &none, list);
    } else if (status == ND_OK && options.ranked) {
        nd_topk_run(&evaluation->ranker, leaves, count, &options, list);
    } else if (status == ND_OK) {
        unite_leaves(evaluation, leaves, count, list);
    }
    free(leaves);
    return status;
}

static enum nd_status evaluate_or(struct nd_evaluation *evaluation, const struct nd_query_node *node,
                                  struct nd_scored_list *list, struct nd_error *err) {
    enum nd_status status = unite_groups(evaluation, node, list, err);

    return status == ND_OK ? add_words(evaluation, node, 0, list, err) : status;
}

static enum nd_status evaluate(struct nd_evaluation *evaluation, const struct nd_query_node *node,
                               struct nd_scored_list *list, struct nd_error *err) {
    struct nd_evaluation_options options = *evaluation->options;
    struct nd_term_postings *leaf;
    enum nd_status status;

    switch (node->type) {
    case ND_Q_AND:
        return evaluate_and(evaluation, node, list, err);
    case ND_Q_OR:
        return evaluate_or(evaluation, node, list, err);
    default:
        leaf = terms_of(evaluation, node);
        status = read_leaf(evaluation, leaf, err);
        options.wanted = node == evaluation->root ? nd_topk_reach(options.wanted) : 0;
        if (status == ND_OK)
            nd_conjunction_run(&evaluation->ranker, &leaf, 1, &options, &none, list);
        return status;
    }
}

/* The query is satisfied by any of several words and groups: the best of them by the shortest way. */
static enum nd_status run_any(struct nd_evaluation *evaluation, const struct nd_query_node *root,
                              struct nd_scored_list *list, struct nd_error *err) {
    const struct nd_query_node *parent = root->type == ND_Q_OR ? root : NULL;
    enum nd_status status = ND_OK;

    for (size_t i = 0; i < evaluation->terms_count; i++)
        evaluation->leaves[i].is_alternative = evaluation->leaves[i].parent == parent;
    nd_rewrite_any_words(evaluation);
    if (evaluation->options->any)
        nd_scorer_begin(&evaluation->ranker, evaluation->terms_count);
    if (parent != NULL)
        status = unite_groups(evaluation, root, list, err);
    return status == ND_OK ? add_words(evaluation, parent, evaluation->options->wanted, list, err) : status;
}

enum nd_status nd_evaluation_run(struct nd_evaluation *evaluation, const struct nd_query_node *root,
                                 const struct nd_evaluation_options *options, struct nd_scored_list *list,
                                 struct nd_error *err) {
    enum nd_status status = nd_match_languages(evaluation->index, err);

    if (status != ND_OK)
        return status;
    nd_arena_reset(evaluation->arena);
    drop_leaves(evaluation);
    nd_buf_clear(&evaluation->left_out);
    free(list->items);
    *list = (struct nd_scored_list){0};
    evaluation->options = options;
    evaluation->any = options->any;
    evaluation->root = root;
    nd_reader_begin(evaluation->reader);
    nd_scorer_begin(&evaluation->ranker, 0);
    add_leaves(evaluation, root, NULL);
    if (root->type == ND_Q_OR || (options->any && is_leaf(root)))
        status = run_any(evaluation, root, list, err);
    else
        status = evaluate(evaluation, root, list, err);
    evaluation->index->searcher->is_cut |= nd_reader_is_cut(evaluation->reader);
    if (list->total < list->count)
        list->total = list->count;
    if (status == ND_OK && options->ranked)
        nd_topk_adjacency(&evaluation->ranker, evaluation->leaves, evaluation->terms_count, options->wanted,
                          list);
    if (status == ND_OK)
        nd_topk_keep_best(list, options->wanted);
    return status == ND_OK ? nd_lengths_status(evaluation->norms, err) : status;
}

size_t nd_evaluation_documents(const struct nd_evaluation *evaluation) {
    return (size_t)nd_reader_documents(evaluation->reader);
}
