#include "index/search/conjunction.h"

#include "newsdex/alloc.h"

#include <stdlib.h>

enum { MOST_TIMES = 1 << 20 /* that are told apart */ };

/* The terms, where each stands, and the scores that are the best by now: a binary heap, the least on top. */
struct conjunction {
    struct nd_scorer *ranker;
    struct nd_term_postings **leaves;
    size_t count, *at;
    const struct nd_evaluation_options *options;
    const struct nd_scored_list *excluded;
    size_t excluded_at;
    float *best;
    size_t best_count, wanted; /* 0: all */
    /* How often the first term must stand by now, by where it does; the frequency it must have if there is no
     * other; and what it has at most in the article at hand. */
    uint32_t least[ND_COLUMNS + 1];
    float needed;
    struct nd_postings_most first;
};

/* Moves all terms to the article; false when one does not have it. */
static bool find_article(struct conjunction *c, uint32_t id) {
    for (size_t i = 0; i < c->count; i++) {
        const struct nd_postings *postings = &c->leaves[i]->postings;
        size_t at = c->at[i];
        if (at < postings->count && postings->docs[at] < id)
            at = c->at[i] = nd_postings_find(postings, id, at);
        if (at >= postings->count || postings->docs[at] != id)
            return false;
    }
    return true;
}

static bool is_excluded(struct conjunction *c, uint32_t id) {
    while (c->excluded_at < c->excluded->count && c->excluded->items[c->excluded_at].id < id)
        c->excluded_at++;
    return c->excluded_at < c->excluded->count && c->excluded->items[c->excluded_at].id == id;
}

static float score_term(struct conjunction *c, size_t number, uint32_t id) {
    const struct nd_term_postings *leaf = c->leaves[number];
    uint32_t counts[ND_COLUMNS];
    float score, sum;

    nd_postings_counts(&leaf->postings, c->at[number], counts);
    score = nd_scorer_score(c->ranker, leaf->idf * leaf->weight, nd_scorer_frequency(c->ranker, id, counts));
    sum = score;
    for (size_t i = 0; i < leaf->repeats; i++)
        sum += score;
    return sum;
}

/* What a term adds at most where it has that frequency at most. */
static float term_most(const struct conjunction *c, size_t number, float frequency) {
    const struct nd_term_postings *leaf = c->leaves[number];

    return nd_scorer_score(c->ranker, leaf->idf * leaf->weight, frequency) * (float)(1 + leaf->repeats);
}

/* True when the article at hand cannot be among the best, as the sizes of its lists and its length tell. */
static bool is_hopeless(const struct conjunction *c, uint32_t id) {
    float sum = 0;

    if (c->wanted == 0 || c->best_count < c->wanted)
        return false;
    if (c->count == 1)
        return nd_scorer_most(c->ranker, id, c->first) < c->needed;
    for (size_t i = 0; i < c->count; i++) {
        struct nd_postings_most most =
            i == 0 ? c->first : nd_postings_most(&c->leaves[i]->postings, c->at[i]);
        sum += term_most(c, i, nd_scorer_most(c->ranker, id, most));
    }
    return nd_scorer_is_below(sum, c->best[0]);
}

static void sift_down(float *heap, size_t count, size_t at) {
    float moved = heap[at];

    for (size_t child; (child = 2 * at + 1) < count; at = child) {
        if (child + 1 < count && heap[child + 1] < heap[child])
            child++;
        if (heap[child] >= moved)
            break;
        heap[at] = heap[child];
    }
    heap[at] = moved;
}

/* What the other terms cannot make up for, however often they stand in an article. */
static void require(struct conjunction *c) {
    const struct nd_term_postings *first = c->leaves[0];
    float others = 0;

    c->needed =
        nd_scorer_needed(c->ranker, first->idf * first->weight * (double)(1 + first->repeats), c->best[0]);
    for (size_t i = 1; i < c->count; i++)
        others += term_most(c, i, 1e9f);
    for (int columns = 0; columns <= ND_COLUMNS; columns++) {
        uint32_t few = 0, enough = MOST_TIMES;
        while (few < enough) {
            uint32_t middle = (few + enough) / 2;
            float sum = others + term_most(c, 0, (float)middle * c->ranker->peaks[columns]);
            if (nd_scorer_is_below(sum, c->best[0]))
                few = middle + 1;
            else
                enough = middle;
        }
        c->least[columns] = few;
    }
}

/* Keeps the score if it is one of the best. */
static void note(struct conjunction *c, float score) {
    if (c->best_count < c->wanted) {
        c->best[c->best_count++] = score;
        if (c->best_count < c->wanted)
            return;
        for (size_t i = c->wanted / 2; i-- > 0;)
            sift_down(c->best, c->wanted, i);
        require(c);
    } else if (c->wanted > 0 && score > c->best[0]) {
        c->best[0] = score;
        sift_down(c->best, c->wanted, 0);
        require(c);
    }
}

static void take(struct conjunction *c, uint32_t id, struct nd_scored_list *list) {
    float score = 0;

    list->total++;
    if (!c->options->ranked) {
        nd_scored_add(list, id, 0);
        return;
    }
    if (is_hopeless(c, id))
        return;
    for (size_t i = 0; i < c->count; i++)
        score = i == 0 ? score_term(c, i, id) : score + score_term(c, i, id);
    if (c->best_count == c->wanted && c->wanted > 0 && score < c->best[0])
        return;
    note(c, score);
    nd_scored_add(list, id, score);
}

/* Drops what was among the best when it was met and is no more. */
static void finish(struct conjunction *c, struct nd_scored_list *list) {
    size_t kept = 0;

    for (size_t i = 0; i < list->count && c->wanted > 0; i++)
        if (c->best_count < c->wanted || list->items[i].score >= c->best[0])
            list->items[kept++] = list->items[i];
    if (c->wanted > 0)
        list->count = kept;
    else
        list->total = list->count;
    free(c->at);
    free(c->best);
}

static int by_size(const void *a, const void *b) {
    const struct nd_term_postings *const *x = a, *const *y = b;

    return (*x)->postings.count < (*y)->postings.count ? -1 : (*x)->postings.count > (*y)->postings.count;
}

/* The next article of the first term, up to the last, that may be among the best; those passed are counted.
 */
static size_t next(struct conjunction *c, size_t from, size_t last, struct nd_scored_list *list) {
    size_t at = from;

    if (c->wanted > 0 && c->best_count == c->wanted)
        at = nd_postings_find_long(&c->leaves[0]->postings, from, last, c->least, &c->first);
    list->total += at - from;
    return at;
}

void nd_conjunction_run(struct nd_scorer *ranker, struct nd_term_postings **leaves, size_t count,
                        const struct nd_evaluation_options *options, const struct nd_scored_list *excluded,
                        struct nd_scored_list *list) {
    struct conjunction c = {
        .ranker = ranker, .leaves = leaves, .count = count, .options = options, .excluded = excluded};
    const struct nd_postings *rarest;
    size_t last;

    qsort(leaves, count, sizeof(struct nd_term_postings *), by_size);
    rarest = &leaves[0]->postings;
    last = options->id_limit == UINT32_MAX ? rarest->count : nd_postings_find(rarest, options->id_limit, 0);
    c.at = nd_alloc_array(count, sizeof *c.at);
    c.wanted = options->ranked && options->wanted < last ? options->wanted : 0;
    c.best = nd_alloc_array(c.wanted, sizeof *c.best);
    for (size_t i = 0; (i = next(&c, i, last, list)) < last; i++) {
        uint32_t id = rarest->docs[i];
        c.at[0] = i;
        if (find_article(&c, id) && !is_excluded(&c, id) &&
            (options->allowed == NULL || nd_id_set_has(options->allowed, id)))
            take(&c, id, list);
    }
    finish(&c, list);
}
