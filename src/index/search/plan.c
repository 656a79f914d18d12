#include "index/search/plan.h"

#include "index/search/evaluate.h"
#include "index/search/feedback.h"
#include "index/search/filter.h"
#include "index/search/finder.h"
#include "index/search/fts5_match.h"
#include "index/search/nearness.h"
#include "index/search/searcher.h"
#include "index/search/united.h"
#include "index/search/ways.h"
#include "newsdex/alloc.h"

#include <stdlib.h>

/* Of so many articles one: what is rarer is looked up article by article. */
enum { FEW = 16, FEW_AT_LEAST = 100 };

static size_t lookup_limit(const struct nd_finder *f) {
    return nd_evaluation_documents(f->index->searcher->evaluation) / FEW + FEW_AT_LEAST;
}

static enum nd_status evaluate(const struct nd_finder *f, const struct nd_query_node *root, size_t wanted,
                               const struct nd_id_set *allowed, struct nd_scored_list *scored) {
    struct nd_evaluation_options how = {.id_limit = nd_finder_id_limit(f),
                                        .any = f->options->any,
                                        .wanted = wanted,
                                        .ranked = f->sort == ND_SORT_RELEVANCE,
                                        .allowed = allowed};

    return nd_evaluation_run(f->index->searcher->evaluation, root, &how, scored, f->err);
}

/* Replaces what was found. */
static enum nd_status find_words(const struct nd_finder *f, size_t wanted, const struct nd_id_set *allowed,
                                 size_t *total) {
    struct nd_scored_list scored = {0};
    enum nd_status status = evaluate(f, f->words, wanted, allowed, &scored);

    if (status == ND_OK)
        nd_candidates_set(f->found, &scored);
    if (total != NULL)
        *total = scored.total;
    free(scored.items);
    return status;
}

/* Keeps what is in the set. */
static void keep(struct nd_candidates *found, const struct nd_id_set *set) {
    size_t kept = 0;

    for (size_t i = 0; i < found->count; i++)
        if (nd_id_set_has(set, (uint32_t)found->list[i].id))
            found->list[kept++] = found->list[i];
    found->count = kept;
}

static bool is_quickly_checked(const struct nd_finder *f, size_t matches) {
    return nd_filter_is_for_each(f->query->filters, matches,
                                 nd_evaluation_documents(f->index->searcher->evaluation));
}

/* All matches are looked at, of which there are about total. */
static enum nd_status filter_all(const struct nd_finder *f, size_t total) {
    struct nd_id_set set = {0};
    enum nd_status status = ND_OK;
    bool is_whole, is_checked = is_quickly_checked(f, total);

    if (!is_checked)
        status = nd_filter_select(f->index, f->query->filters, 0, &set, &is_whole, f->err);
    if (status == ND_OK)
        status = is_checked ? find_words(f, 0, NULL, NULL) : find_words(f, f->limit, &set, NULL);
    nd_candidates_sort(f->found, f->sort);
    nd_id_set_fini(&set);
    return status == ND_OK && is_checked ? nd_finder_check(f, f->limit) : status;
}

/* All matches are there. */
static enum nd_status filter_found(const struct nd_finder *f) {
    struct nd_id_set set = {0};
    enum nd_status status;
    bool is_whole;

    if (is_quickly_checked(f, f->found->count))
        return nd_finder_check(f, f->limit);
    status = nd_filter_select(f->index, f->query->filters, 0, &set, &is_whole, f->err);
    keep(f->found, &set);
    nd_id_set_fini(&set);
    return status;
}

/*
 * Filters beside words. Where few articles pass, only those are scored. Where many do, the best matches are
 * found without regard to the filters, some more than wanted, and looked at in order. Only where that was not
 * enough, all matches have to be.
 */
static enum nd_status find_filtered(const struct nd_finder *f) {
    size_t wanted = f->limit == 0 ? 0 : f->limit * FEW / 2 + FEW_AT_LEAST, total = 0;
    struct nd_id_set set = {0};
    bool is_whole = false;
    enum nd_status status = ND_OK;

    if (nd_filter_is_quick(f->query->filters, nd_evaluation_documents(f->index->searcher->evaluation)))
        status = nd_filter_select(f->index, f->query->filters, lookup_limit(f), &set, &is_whole, f->err);
    if (status == ND_OK)
        status = find_words(f, is_whole ? f->limit : wanted, is_whole ? &set : NULL, &total);
    nd_candidates_sort(f->found, f->sort);
    nd_id_set_fini(&set);
    if (status != ND_OK || is_whole)
        return status;
    if (total <= f->found->count)
        return filter_found(f);
    status = nd_finder_check(f, f->limit);
    return status != ND_OK || f->found->count >= f->limit ? status : filter_all(f, total);
}

/* By relevance, or in no order at all. */
static enum nd_status find_by_words(const struct nd_finder *f) {
    enum nd_status status;

    if (f->query->filters != NULL)
        return find_filtered(f);
    status = find_words(f, f->limit, NULL, NULL);
    nd_candidates_sort(f->found, f->sort);
    return status;
}

/* In order of date: few are looked up and sorted, many are met along the index of dates. */
static enum nd_status find_by_date(const struct nd_finder *f) {
    const struct nd_query_node *root = f->words != NULL ? f->words : f->excluded;
    struct nd_scored_list scored = {0};
    struct nd_id_set matches = {0};
    enum nd_status status = root == NULL ? ND_OK : evaluate(f, root, 0, NULL, &scored);

    if (status == ND_OK && f->words != NULL && scored.count <= lookup_limit(f)) {
        nd_candidates_set(f->found, &scored);
        status = nd_finder_check(f, 0);
        nd_candidates_sort(f->found, f->sort);
    } else if (status == ND_OK) {
        for (size_t i = 0; i < scored.count; i++)
            nd_id_set_add(&matches, scored.items[i].id);
        nd_id_set_seal(&matches);
        status = nd_ways_walk(f, root == NULL ? NULL : &matches);
    }
    nd_id_set_fini(&matches);
    free(scored.items);
    return status;
}

/* What the NOTs of the query exclude, as one tree; NULL when words are asked for, too. */
static const struct nd_query_node *excluded_by(const struct nd_query_node *root, struct nd_arena *arena) {
    struct nd_query_node *any, **next;

    if (root == NULL || root->type != ND_Q_AND || root->first->type != ND_Q_NOT)
        return NULL;
    if (root->first->next == NULL)
        return root->first->first;
    any = nd_arena_alloc(arena, 1, sizeof *any);
    any->type = ND_Q_OR;
    next = &any->first;
    for (const struct nd_query_node *child = root->first; child != NULL; child = child->next) {
        *next = nd_arena_alloc(arena, 1, sizeof **next);
        **next = *child->first;
        (*next)->next = NULL;
        next = &(*next)->next;
    }
    return any;
}

/* Articles are compared where any word is enough: where all must be there, few are left to choose from. */
static bool has_feedback(const struct nd_finder *f) {
    return f->options->any && f->options->like == NULL && f->sort == ND_SORT_RELEVANCE && f->words != NULL &&
           f->words->type != ND_Q_WORD && f->words->type != ND_Q_PHRASE;
}

static enum nd_status open_evaluation(const struct nd_finder *f) {
    const struct nd_bm25f *ranking = f->options->ranking;

    if (f->index->searcher->evaluation != NULL)
        return ND_OK;
    return nd_evaluation_open(f->index, ranking == NULL ? &nd_bm25f_default : ranking,
                              &f->index->searcher->evaluation, f->err);
}

/* With the vocabulary of the index, if it can be read: find says so if it cannot. */
static enum nd_status unite_words(const struct nd_finder *f, struct nd_query *query) {
    enum nd_status status = query->root == NULL ? ND_OK : open_evaluation(f);

    if (query->root != NULL && (status == ND_OK || status == ND_NOT_FOUND))
        nd_united_find(f->index, query);
    return status == ND_NOT_FOUND ? ND_OK : status;
}

static enum nd_status find(const struct nd_finder *f) {
    struct nd_search_options sorted = *f->options;
    enum nd_status status = ND_OK;

    if (f->words != NULL || f->excluded != NULL)
        status = open_evaluation(f);
    if (status == ND_NOT_FOUND && f->index->beside != NULL)
        return nd_error_set(
            f->err, ND_DB,
            "the full-text index of one of the databases has a form that cannot be read word by"
            " word; newsdex optimize --rebuild makes it anew");
    if (status == ND_NOT_FOUND) {
        sorted.sort = f->sort;
        status = nd_fts5_match_find(f->index, f->query, &sorted, f->found, f->err);
    } else if (status == ND_OK) {
        bool by_words = f->words != NULL && (f->sort == ND_SORT_RELEVANCE || f->sort == ND_SORT_NONE);
        status = by_words ? find_by_words(f) : find_by_date(f);
        if (status == ND_OK && f->has_feedback)
            status = nd_feedback_raise(f->index, f->options->ranking, f->found, f->err);
        if (status == ND_OK && f->options->like != NULL)
            status = nd_nearness_order(f->index, f->options->like, f->found, f->err);
    }
    if (status != ND_OK || f->sort != ND_SORT_RELEVANCE || f->found->count == 0)
        return status;
    return nd_candidates_order_ties(f->index, f->found, f->limit > 0 ? f->limit : f->found->count, f->err);
}

enum nd_status nd_plan_run(struct nd_index *index, struct nd_query *query,
                           const struct nd_search_options *options, struct nd_candidates *found,
                           struct nd_error *err) {
    struct nd_finder f = {.index = index,
                          .query = query,
                          .options = options,
                          .sort = options->sort,
                          .limit = options->limit > 0 ? (size_t)options->limit : 0,
                          .found = found,
                          .err = err};
    enum nd_status status;

    nd_arena_reset(index->scratch);
    status = nd_match_prune(index, query, index->scratch, err);
    if (status == ND_OK)
        status = unite_words(&f, query);
    if (status == ND_OK && query->filters != NULL)
        status = nd_filter_open(index, err);
    if (status != ND_OK || ((query->is_emptied || options->like != NULL) && query->root == NULL))
        return status;
    f.excluded = excluded_by(query->root, index->scratch);
    f.words = f.excluded == NULL ? query->root : NULL;
    if (f.sort == ND_SORT_DEFAULT || (f.words == NULL && f.sort == ND_SORT_RELEVANCE))
        f.sort = f.words != NULL ? ND_SORT_RELEVANCE : ND_SORT_NEWEST;
    f.has_feedback = has_feedback(&f);
    if (f.has_feedback && f.limit > 0 && f.limit < ND_FEEDBACK_REACH)
        f.limit = ND_FEEDBACK_REACH;
    if (options->like != NULL && f.limit > 0)
        f.limit += ND_NEARNESS_REACH;
    return find(&f);
}
