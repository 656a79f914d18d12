#include "index/evaluate.h"

#include "index/leaf.h"
#include "index/match.h"
#include "index/topk.h"
#include "newsdex/alloc.h"
#include "newsdex/analysis.h"

#include <stdlib.h>
#include <string.h>

struct nd_evaluation {
    struct nd_index *index;
    struct nd_reader *reader;
    struct nd_norms *norms;
    struct nd_ranker ranker;
    struct nd_arena *arena;
    struct nd_leaf *leaves; /* of the query at hand, in the order of the tree */
    size_t leaf_count, leaf_capacity;
    struct nd_buf left_out; /* function words that were not looked for */
    const struct nd_evaluation_options *options;
};

enum nd_status nd_evaluation_open(struct nd_index *index, const struct nd_ranking *ranking,
                                  struct nd_evaluation **out, struct nd_error *err) {
    struct nd_evaluation *evaluation = nd_alloc_array(1, sizeof *evaluation);
    enum nd_status status = nd_reader_open(index, &evaluation->reader, err);

    evaluation->index = index;
    evaluation->arena = nd_arena_new();
    if (status == ND_OK) {
        evaluation->norms = nd_norms_open(index);
        nd_ranker_init(&evaluation->ranker, ranking, evaluation->reader, evaluation->norms);
    } else {
        nd_evaluation_close(evaluation);
        evaluation = NULL;
    }
    *out = evaluation;
    return status;
}

static void drop_leaves(struct nd_evaluation *evaluation) {
    for (size_t i = 0; i < evaluation->leaf_count; i++)
        nd_leaf_fini(&evaluation->leaves[i]);
    evaluation->leaf_count = 0;
}

void nd_evaluation_close(struct nd_evaluation *evaluation) {
    if (evaluation == NULL)
        return;
    drop_leaves(evaluation);
    free(evaluation->leaves);
    nd_buf_free(&evaluation->left_out);
    nd_norms_close(evaluation->norms);
    nd_reader_close(evaluation->reader);
    nd_arena_free(evaluation->arena);
    free(evaluation);
}

static bool is_leaf(const struct nd_query_node *node) {
    return node->type == ND_Q_WORD || node->type == ND_Q_PHRASE;
}

static void add_leaves(struct nd_evaluation *evaluation, const struct nd_query_node *node) {
    struct nd_leaf *leaf;

    if (!is_leaf(node)) {
        for (const struct nd_query_node *child = node->first; child != NULL; child = child->next)
            add_leaves(evaluation, child);
        return;
    }
    evaluation->leaves = nd_alloc_grow(evaluation->leaves, &evaluation->leaf_capacity,
                                       evaluation->leaf_count + 1, sizeof *evaluation->leaves);
    leaf = &evaluation->leaves[evaluation->leaf_count++];
    *leaf = (struct nd_leaf){.node = node, .column = (int)node->field - ND_F_TITLE, .weight = 1};
    leaf->positions = nd_match_positions(evaluation->index, node, evaluation->arena);
}

/* Every leaf of the tree has been added. */
static struct nd_leaf *leaf_of(struct nd_evaluation *evaluation, const struct nd_query_node *node) {
    struct nd_leaf *leaf = evaluation->leaves;

    while (leaf->node != node)
        leaf++;
    return leaf;
}

static enum nd_status read_leaf(struct nd_evaluation *evaluation, struct nd_leaf *leaf,
                                struct nd_error *err) {
    enum nd_status status = nd_leaf_read(evaluation->reader, leaf, err);

    leaf->idf = nd_ranker_idf(&evaluation->ranker, leaf->postings.count);
    return status;
}

static void add_item(struct nd_scored_list *list, uint32_t id, float score) {
    list->items = nd_alloc_grow(list->items, &list->capacity, list->count + 1, sizeof *list->items);
    list->items[list->count++] = (struct nd_scored){id, score};
}

static float score_posting(struct nd_evaluation *evaluation, const struct nd_leaf *leaf, size_t at) {
    uint32_t counts[ND_COLUMNS];

    if (!evaluation->options->ranked)
        return 0;
    nd_postings_counts(&leaf->postings, at, counts);
    return nd_ranker_score(&evaluation->ranker, leaf->idf * leaf->weight,
                           nd_ranker_frequency(&evaluation->ranker, leaf->postings.docs[at], counts));
}

static void list_leaf(struct nd_evaluation *evaluation, const struct nd_leaf *leaf,
                      struct nd_scored_list *list) {
    for (size_t i = 0; i < leaf->postings.count && leaf->postings.docs[i] < evaluation->options->until; i++)
        add_item(list, leaf->postings.docs[i], score_posting(evaluation, leaf, i));
}

/* Keeps of list what the leaf has, too. */
static void intersect_leaf(struct nd_evaluation *evaluation, const struct nd_leaf *leaf,
                           struct nd_scored_list *list) {
    size_t kept = 0, at = 0;

    for (size_t i = 0; i < list->count; i++) {
        at = nd_postings_find(&leaf->postings, list->items[i].id, at);
        if (at == leaf->postings.count)
            break;
        if (leaf->postings.docs[at] != list->items[i].id)
            continue;
        list->items[kept] = list->items[i];
        list->items[kept++].score += score_posting(evaluation, leaf, at);
    }
    list->count = kept;
}

static void intersect(struct nd_scored_list *list, const struct nd_scored_list *other) {
    size_t kept = 0, k = 0;

    for (size_t i = 0; i < list->count; i++) {
        while (k < other->count && other->items[k].id < list->items[i].id)
            k++;
        if (k == other->count || other->items[k].id != list->items[i].id)
            continue;
        list->items[kept] = list->items[i];
        list->items[kept++].score += other->items[k].score;
    }
    list->count = kept;
}

static void take_away(struct nd_scored_list *list, const struct nd_scored_list *other) {
    size_t kept = 0, k = 0;

    for (size_t i = 0; i < list->count; i++) {
        while (k < other->count && other->items[k].id < list->items[i].id)
            k++;
        if (k == other->count || other->items[k].id != list->items[i].id)
            list->items[kept++] = list->items[i];
    }
    list->count = kept;
}

static void unite(struct nd_scored_list *list, const struct nd_scored_list *other) {
    struct nd_scored_list both = {0};
    size_t i = 0, k = 0;

    while (i < list->count || k < other->count) {
        bool has_first = i < list->count && (k == other->count || list->items[i].id <= other->items[k].id);
        bool has_second = k < other->count && (i == list->count || other->items[k].id <= list->items[i].id);
        uint32_t id = has_first ? list->items[i].id : other->items[k].id;
        float score = (has_first ? list->items[i].score : 0) + (has_second ? other->items[k].score : 0);
        add_item(&both, id, score);
        i += has_first;
        k += has_second;
    }
    free(list->items);
    *list = both;
}

static enum nd_status evaluate(struct nd_evaluation *evaluation, const struct nd_query_node *node,
                               struct nd_scored_list *list, struct nd_error *err);

static int by_size(const void *a, const void *b) {
    const struct nd_leaf *const *x = a, *const *y = b;

    return (*x)->postings.count < (*y)->postings.count ? -1 : (*x)->postings.count > (*y)->postings.count;
}

/* Intersects the leaves among the children, the rarest first; false when there are none. */
static enum nd_status evaluate_leaves(struct nd_evaluation *evaluation, const struct nd_query_node *node,
                                      struct nd_scored_list *list, bool *any, struct nd_error *err) {
    struct nd_leaf **leaves = nd_alloc_array(evaluation->leaf_count + 1, sizeof *leaves);
    enum nd_status status = ND_OK;
    size_t count = 0;

    for (const struct nd_query_node *child = node->first; child != NULL && status == ND_OK;
         child = child->next)
        if (is_leaf(child)) {
            leaves[count] = leaf_of(evaluation, child);
            status = read_leaf(evaluation, leaves[count++], err);
        }
    qsort(leaves, count, sizeof(struct nd_leaf *), by_size);
    for (size_t i = 0; i < count && status == ND_OK; i++)
        if (i == 0)
            list_leaf(evaluation, leaves[i], list);
        else
            intersect_leaf(evaluation, leaves[i], list);
    *any = count > 0;
    free(leaves);
    return status;
}

static enum nd_status evaluate_and(struct nd_evaluation *evaluation, const struct nd_query_node *node,
                                   struct nd_scored_list *list, struct nd_error *err) {
    bool any = false;
    enum nd_status status = evaluate_leaves(evaluation, node, list, &any, err);

    for (const struct nd_query_node *child = node->first; child != NULL && status == ND_OK;
         child = child->next) {
        struct nd_scored_list other = {0};
        if (is_leaf(child) || (any && list->count == 0))
            continue;
        status = evaluate(evaluation, child->type == ND_Q_NOT ? child->first : child, &other, err);
        if (child->type == ND_Q_NOT)
            take_away(list, &other);
        else if (any)
            intersect(list, &other);
        else
            unite(list, &other);
        any = true;
        free(other.items);
    }
    return status;
}

static enum nd_status evaluate_or(struct nd_evaluation *evaluation, const struct nd_query_node *node,
                                  struct nd_scored_list *list, struct nd_error *err) {
    enum nd_status status = ND_OK;

    for (const struct nd_query_node *child = node->first; child != NULL && status == ND_OK;
         child = child->next) {
        struct nd_scored_list other = {0};
        status = evaluate(evaluation, child, &other, err);
        unite(list, &other);
        free(other.items);
    }
    return status;
}

static enum nd_status evaluate(struct nd_evaluation *evaluation, const struct nd_query_node *node,
                               struct nd_scored_list *list, struct nd_error *err) {
    struct nd_leaf *leaf;
    enum nd_status status;

    switch (node->type) {
    case ND_Q_AND:
        return evaluate_and(evaluation, node, list, err);
    case ND_Q_OR:
        return evaluate_or(evaluation, node, list, err);
    default:
        leaf = leaf_of(evaluation, node);
        status = read_leaf(evaluation, leaf, err);
        list_leaf(evaluation, leaf, list);
        return status;
    }
}

static bool is_or_of_leaves(const struct nd_query_node *node) {
    if (node->type != ND_Q_OR)
        return false;
    for (const struct nd_query_node *child = node->first; child != NULL; child = child->next)
        if (!is_leaf(child))
            return false;
    return true;
}

/* Words of the same main form; phrases are never taken for repeats. */
static bool is_same_word(const struct nd_leaf *a, const struct nd_leaf *b) {
    return a->positions != NULL && b->positions != NULL && a->positions->next == NULL &&
           b->positions->next == NULL && a->column == b->column && a->node->is_prefix == b->node->is_prefix &&
           a->node->type == b->node->type && nd_str_eq(a->positions->forms[0], b->positions->forms[0]);
}

/*
 * Where one of the words is enough, one part of a word is: Qwen-7B asks for qwen or 7b, a run of Chinese for
 * any of its pairs of characters. That they stand together is rewarded by nd_topk_adjacency.
 */
static void split_words(struct nd_evaluation *evaluation) {
    struct nd_leaf *parts = NULL;
    size_t count = 0, capacity = 0;

    for (size_t i = 0; i < evaluation->leaf_count; i++) {
        const struct nd_leaf *leaf = &evaluation->leaves[i];
        bool is_whole = leaf->node->type == ND_Q_PHRASE || leaf->node->is_prefix;
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
    evaluation->leaf_count = count;
    evaluation->leaf_capacity = capacity;
}

/* A word the query says twice counts twice, but is looked up once. */
static void merge_repeats(struct nd_evaluation *evaluation) {
    size_t kept = 0;

    for (size_t i = 0; i < evaluation->leaf_count; i++) {
        size_t k = 0;
        while (k < kept && !is_same_word(&evaluation->leaves[k], &evaluation->leaves[i]))
            k++;
        if (k < kept)
            evaluation->leaves[k].weight += 1;
        else
            evaluation->leaves[kept++] = evaluation->leaves[i];
    }
    evaluation->leaf_count = kept;
}

/* The language the query seems to be in: the one most of its words are function words of. */
static size_t guess_language(const struct nd_evaluation *evaluation) {
    const struct nd_index *index = evaluation->index;
    size_t best = 0, most = 0;

    for (size_t language = 0; language < index->language_count; language++) {
        size_t count = 0;
        for (size_t i = 0; i < evaluation->leaf_count; i++) {
            const struct nd_query_position *p = evaluation->leaves[i].positions;
            count += p != NULL && p->next == NULL &&
                     nd_is_function_word(p->forms[0], &index->languages[language], 1);
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
    size_t language = guess_language(evaluation), kept = 0, function_words = 0;

    if (index->language_count == 0)
        return;
    for (size_t i = 0; i < evaluation->leaf_count; i++) {
        struct nd_leaf *leaf = &evaluation->leaves[i];
        const struct nd_query_position *p = leaf->positions;
        leaf->is_function = leaf->node->type == ND_Q_WORD && !leaf->node->is_prefix && p != NULL &&
                            p->next == NULL &&
                            nd_is_function_word(p->forms[0], &index->languages[language], 1);
        function_words += leaf->is_function;
    }
    if (function_words == evaluation->leaf_count)
        return;
    for (size_t i = 0; i < evaluation->leaf_count; i++)
        if (!evaluation->leaves[i].is_function)
            evaluation->leaves[kept++] = evaluation->leaves[i];
        else
            nd_buf_addf(&evaluation->left_out, " %.*s", (int)evaluation->leaves[i].positions->forms[0].len,
                        evaluation->leaves[i].positions->forms[0].ptr);
    evaluation->leaf_count = kept;
}

static enum nd_status run_any(struct nd_evaluation *evaluation, struct nd_scored_list *list,
                              struct nd_error *err) {
    enum nd_status status = ND_OK;

    if (evaluation->options->any)
        split_words(evaluation);
    merge_repeats(evaluation);
    if (evaluation->options->any)
        drop_function_words(evaluation);
    for (size_t i = 0; i < evaluation->leaf_count && status == ND_OK; i++)
        status = read_leaf(evaluation, &evaluation->leaves[i], err);
    if (status == ND_OK)
        nd_topk_run(&evaluation->ranker, evaluation->leaves, evaluation->leaf_count, evaluation->options,
                    list);
    for (size_t i = 0; i < list->count && !evaluation->options->ranked; i++)
        list->items[i].score = 0;
    return status;
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
    list->count = 0;
    evaluation->options = options;
    add_leaves(evaluation, root);
    if ((is_or_of_leaves(root) && (options->ranked || options->any)) || (options->any && is_leaf(root)))
        status = run_any(evaluation, list, err);
    else
        status = evaluate(evaluation, root, list, err);
    if (status == ND_OK && options->ranked)
        nd_topk_adjacency(&evaluation->ranker, evaluation->leaves, evaluation->leaf_count, options->wanted,
                          list);
    if (status == ND_OK)
        nd_topk_keep_best(list, options->wanted);
    return status;
}

void nd_evaluation_spread(const struct nd_evaluation *evaluation, uint32_t id, int words[ND_COLUMNS]) {
    for (int column = 0; column < ND_COLUMNS; column++)
        words[column] = 0;
    for (size_t i = 0; i < evaluation->leaf_count; i++) {
        const struct nd_leaf *leaf = &evaluation->leaves[i];
        size_t at = nd_postings_find(&leaf->postings, id, 0);
        uint32_t counts[ND_COLUMNS];
        int length = 0;

        if (at == leaf->postings.count || leaf->postings.docs[at] != id)
            continue;
        for (const struct nd_query_position *p = leaf->positions; p != NULL; p = p->next)
            length++;
        nd_postings_counts(&leaf->postings, at, counts);
        for (int column = 0; column < ND_COLUMNS; column++)
            words[column] += counts[column] > 0 ? length : 0;
    }
}

/* A form as people can read it: stems with ~, accented forms with ´ before them. */
static void add_form(struct nd_buf *out, struct nd_str form) {
    nd_buf_add_char(out, ' ');
    if (form.len > 0 && (form.ptr[0] == ND_MARK_STEM || form.ptr[0] == ND_MARK_ACCENTED)) {
        nd_buf_add_z(out, form.ptr[0] == ND_MARK_STEM ? "~" : "´");
        form = nd_str_skip(form, 1);
    }
    nd_buf_add(out, form);
}

void nd_evaluation_explain(const struct nd_evaluation *evaluation, struct nd_buf *out) {
    for (size_t i = 0; i < evaluation->leaf_count; i++) {
        const struct nd_leaf *leaf = &evaluation->leaves[i];
        nd_buf_addf(out, "  %zu articles, weight %.3f:", leaf->postings.count, leaf->idf * leaf->weight);
        for (const struct nd_query_position *p = leaf->positions; p != NULL; p = p->next) {
            for (size_t k = 0; k < p->count; k++)
                add_form(out, p->forms[k]);
            nd_buf_add_z(out, p->next != NULL ? " +" : "");
        }
        nd_buf_add_z(out, leaf->node->is_prefix ? " *\n" : "\n");
    }
    if (evaluation->left_out.len > 0)
        nd_buf_addf(out, "  left out as function words:%s\n", evaluation->left_out.ptr);
}

void nd_evaluation_explain_hit(struct nd_evaluation *evaluation, uint32_t id, struct nd_buf *out) {
    static const char *const columns[ND_COLUMNS] = {"title", "excerpt", "topics", "body"};

    for (size_t i = 0; i < evaluation->leaf_count; i++) {
        const struct nd_leaf *leaf = &evaluation->leaves[i];
        size_t at = nd_postings_find(&leaf->postings, id, 0);
        uint32_t counts[ND_COLUMNS];

        if (at == leaf->postings.count || leaf->postings.docs[at] != id)
            continue;
        nd_postings_counts(&leaf->postings, at, counts);
        nd_buf_addf(out, "%s%.*s %.3f (", out->len > 0 ? " + " : "", (int)leaf->node->text.len,
                    leaf->node->text.ptr,
                    (double)nd_ranker_score(&evaluation->ranker, leaf->idf * leaf->weight,
                                            nd_ranker_frequency(&evaluation->ranker, id, counts)));
        for (int column = 0, first = 1; column < ND_COLUMNS; column++)
            if (counts[column] > 0) {
                nd_buf_addf(out, "%s%s %u", first ? "" : ", ", columns[column], counts[column]);
                first = 0;
            }
        nd_buf_add_char(out, ')');
    }
}
