#include "index/search/topk.h"

#include "newsdex/alloc.h"
#include "newsdex/analysis.h"

#include <float.h>
#include <stdlib.h>
#include <string.h>

/*
 * Sums of scores, one for every article id below the highest that occurs; references behind the files. Where
 * these are many more than there are articles, which a damaged database can bring about, one for every id.
 */
struct sums {
    float *scores;
    uint32_t *ids; /* in order, when there is one for every id, of which there are */
    size_t id_count;
    uint32_t files, references; /* how many places each has */
    uint32_t *touched;          /* places with a sum */
    size_t touched_count;
    size_t passed; /* postings of articles without a sum that cannot be among the best */
};

static int by_number(const void *a, const void *b) {
    const uint32_t *x = a, *y = b;

    return *x < *y ? -1 : *x > *y;
}

static uint32_t place_of(const struct sums *sums, uint32_t id) {
    if (sums->ids != NULL) {
        const uint32_t *at = bsearch(&id, sums->ids, sums->id_count, sizeof id, by_number);
        return at == NULL ? 0 : (uint32_t)(at - sums->ids);
    }
    return id < ND_FIRST_REFERENCE ? id : sums->files + (id - ND_FIRST_REFERENCE);
}

static uint32_t id_of(const struct sums *sums, uint32_t place) {
    if (sums->ids != NULL)
        return sums->ids[place];
    return place < sums->files ? place : ND_FIRST_REFERENCE + (place - sums->files);
}

static size_t usable(const struct nd_term_postings *leaf, uint32_t id_limit) {
    size_t count = leaf->postings.count;

    return id_limit == UINT32_MAX || count == 0 ? count : nd_postings_find(&leaf->postings, id_limit, 0);
}

/* Makes room for an id. */
static void reach_id(struct sums *sums, uint32_t id) {
    if (id < ND_FIRST_REFERENCE && id >= sums->files)
        sums->files = id + 1;
    else if (id >= ND_FIRST_REFERENCE && id - ND_FIRST_REFERENCE >= sums->references)
        sums->references = id - ND_FIRST_REFERENCE + 1;
}

enum { DENSE = 16, DENSE_AT_LEAST = 1 << 20 }; /* places for each id */

static void list_ids(struct sums *sums, struct nd_term_postings *const *leaves, size_t count,
                     uint32_t id_limit, const struct nd_scored_list *list, size_t total) {
    size_t kept = 0;

    sums->ids = nd_alloc_array(total + 1, sizeof *sums->ids);
    for (size_t i = 0; i < list->count; i++)
        sums->ids[sums->id_count++] = list->items[i].id;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0, n = usable(leaves[i], id_limit); k < n; k++)
            sums->ids[sums->id_count++] = leaves[i]->postings.docs[k];
    qsort(sums->ids, sums->id_count, sizeof *sums->ids, by_number);
    for (size_t i = 0; i < sums->id_count; i++)
        if (kept == 0 || sums->ids[kept - 1] != sums->ids[i])
            sums->ids[kept++] = sums->ids[i];
    sums->id_count = kept;
    sums->files = (uint32_t)kept;
    sums->references = 0;
}

static void size_sums(struct sums *sums, struct nd_term_postings *const *leaves, size_t count,
                      uint32_t id_limit, const struct nd_scored_list *list) {
    size_t total = list->count;

    for (size_t i = 0; i < list->count; i++)
        reach_id(sums, list->items[i].id);
    for (size_t i = 0; i < count; i++) {
        size_t n = usable(leaves[i], id_limit),
               files = nd_postings_find(&leaves[i]->postings, ND_FIRST_REFERENCE, 0);
        total += n;
        if (n > 0)
            reach_id(sums, leaves[i]->postings.docs[n - 1]);
        if (files > 0 && files < n)
            reach_id(sums, leaves[i]->postings.docs[files - 1]);
    }
    if ((size_t)sums->files + sums->references > total * DENSE + DENSE_AT_LEAST)
        list_ids(sums, leaves, count, id_limit, list, total);
    if (total > (size_t)sums->files + sums->references)
        total = (size_t)sums->files + sums->references;
    sums->scores = nd_alloc_array((size_t)sums->files + sums->references, sizeof *sums->scores);
    sums->touched = nd_alloc_resize(NULL, total, sizeof *sums->touched);
}

static int by_weight(const void *a, const void *b) {
    const struct nd_term_postings *const *x = a, *const *y = b;
    double wx = (*x)->idf * (*x)->weight, wy = (*y)->idf * (*y)->weight;

    return wx > wy ? -1 : wx < wy;
}

/* The wanted-th largest of values, which are reordered (Hoare's selection). */
static float select_largest(float *values, size_t count, size_t wanted) {
    size_t low = 0, high = count - 1, target = wanted - 1;

    while (low < high) {
        float pivot = values[low + (high - low) / 2];
        size_t i = low, k = high;
        for (;;) {
            while (values[i] > pivot)
                i++;
            while (values[k] < pivot)
                k--;
            if (i >= k)
                break;
            float swap = values[i];
            values[i++] = values[k];
            values[k--] = swap;
        }
        if (target <= k && k < high)
            high = k;
        else if (target > k)
            low = k + 1;
        else
            return values[target];
    }
    return values[target];
}

/* The score an article must beat, as far as the sums tell by now; 0 while there are fewer than wanted. */
static float threshold(const struct sums *sums, size_t wanted, float *room) {
    if (wanted == 0 || sums->touched_count < wanted)
        return 0;
    for (size_t i = 0; i < sums->touched_count; i++)
        room[i] = sums->scores[sums->touched[i]];
    return select_largest(room, sums->touched_count, wanted);
}

static void touch(struct sums *sums, uint32_t id, float score) {
    float *sum = &sums->scores[place_of(sums, id)];

    if (!(*sum > 0))
        sums->touched[sums->touched_count++] = place_of(sums, id);
    *sum += score > 0 ? score : FLT_MIN;
}

/* What a term adds at most to the score of the article of a posting, as the size of its list tells. */
static float most_of(const struct nd_scorer *ranker, const struct nd_term_postings *leaf, size_t at) {
    struct nd_postings_most most = nd_postings_most(&leaf->postings, at);

    return nd_scorer_score(ranker, leaf->idf * leaf->weight, (float)most.times * ranker->peaks[most.columns]);
}

/* Adds what a term gives, highest at most, to the articles that have it; those that do not come to what later
 * terms leave missing are passed. */
static void add_leaf(struct nd_scorer *ranker, const struct nd_term_postings *leaf,
                     const struct nd_evaluation_options *options, float highest, float missing,
                     struct sums *sums) {
    size_t count = usable(leaf, options->id_limit);
    double idf = leaf->idf * leaf->weight;

    for (size_t i = 0; i < count; i++) {
        uint32_t id = leaf->postings.docs[i], counts[ND_COLUMNS];
        float sum = sums->scores[place_of(sums, id)];

        if (options->allowed != NULL && !nd_id_set_has(options->allowed, id))
            continue;
        if (missing > 0 &&
            (sum + highest <= missing || nd_scorer_is_below(sum + most_of(ranker, leaf, i), missing))) {
            sums->passed += !(sum > 0);
            continue;
        }
        nd_postings_counts(&leaf->postings, i, counts);
        touch(sums, id, nd_scorer_score(ranker, idf, nd_scorer_frequency(ranker, id, counts)));
    }
}

static void collect(const struct sums *sums, float least, struct nd_scored_list *list) {
    size_t kept = 0;

    for (size_t i = 0; i < sums->touched_count; i++)
        if (sums->scores[sums->touched[i]] >= least)
            sums->touched[kept++] = sums->touched[i];
    if (kept > 0)
        qsort(sums->touched, kept, sizeof *sums->touched, by_number);
    list->items = nd_alloc_grow(list->items, &list->capacity, kept + 1, sizeof *list->items);
    for (size_t i = 0; i < kept; i++)
        list->items[list->count++] =
            (struct nd_scored){id_of(sums, sums->touched[i]), sums->scores[sums->touched[i]]};
}

size_t nd_topk_reach(size_t wanted) {
    return wanted == 0 ? 0 : wanted * 3 + 20;
}

void nd_topk_run(struct nd_scorer *ranker, struct nd_term_postings **leaves, size_t count,
                 const struct nd_evaluation_options *options, struct nd_scored_list *list) {
    struct sums sums = {0};
    float *room = NULL, least = 0;
    double rest = 0, top = ranker->ranking->k1 + 1;
    size_t wanted = nd_topk_reach(options->wanted);

    size_sums(&sums, leaves, count, options->id_limit, list);
    for (size_t i = 0; i < list->count; i++)
        touch(&sums, list->items[i].id, list->items[i].score);
    for (size_t i = 0; i < count; i++)
        rest += leaves[i]->idf * leaves[i]->weight * top;
    qsort(leaves, count, sizeof(struct nd_term_postings *), by_weight);
    if (wanted > 0)
        room = nd_alloc_resize(NULL, (size_t)sums.files + sums.references, sizeof *room);
    for (size_t i = 0; i < count; i++) {
        double highest = leaves[i]->idf * leaves[i]->weight * top;
        rest -= highest;
        least = threshold(&sums, wanted, room);
        add_leaf(ranker, leaves[i], options, (float)highest, least > 0 ? (float)(least - rest) : 0, &sums);
    }
    list->count = 0;
    list->total = sums.touched_count + sums.passed;
    collect(&sums, threshold(&sums, wanted, room), list);
    free(room);
    free(sums.scores);
    free(sums.ids);
    free(sums.touched);
}

/* Two neighbours of the query and where they are looked for. */
struct pair {
    const struct nd_term_postings *a, *b;
    double bonus;
    size_t repeats;    /* more pairs that ask for the same */
    size_t a_at, b_at; /* where the article before this one was looked for */
    uint32_t *a_places, *b_places;
    size_t a_capacity, b_capacity;
};

static bool is_plain_word(const struct nd_term_postings *leaf) {
    return leaf->positions != NULL && leaf->positions->next == NULL && leaf->column < 0;
}

/* Articles are looked at in order of id. */
static bool has_article(const struct nd_postings *postings, uint32_t id, size_t *at) {
    *at = nd_postings_find(postings, id, *at);
    return *at < postings->count && postings->docs[*at] == id;
}

static bool is_adjacent(struct pair *pair, uint32_t id) {
    size_t a_count, b_count, at = 0;

    if (!has_article(&pair->a->postings, id, &pair->a_at) ||
        !has_article(&pair->b->postings, id, &pair->b_at))
        return false;
    a_count = nd_postings_places(&pair->a->postings, pair->a_at, &pair->a_places, &pair->a_capacity);
    b_count = nd_postings_places(&pair->b->postings, pair->b_at, &pair->b_places, &pair->b_capacity);
    for (size_t i = 0; i < a_count; i++) {
        while (at < b_count && pair->b_places[at] <= pair->a_places[i])
            at++;
        if (at < b_count && pair->b_places[at] - pair->a_places[i] <= 2)
            return true;
    }
    return false;
}

/* Pieces of one run of Chinese or Thai: that both occur already says that they stand together. */
static bool do_overlap(const struct nd_term_postings *a, const struct nd_term_postings *b) {
    return a->node == b->node && a->positions->end > b->positions->start;
}

static struct pair *find_pair(struct pair *pairs, size_t count, const struct nd_term_postings *a,
                              const struct nd_term_postings *b) {
    for (size_t i = 0; i < count; i++)
        if (pairs[i].a->postings.docs == a->postings.docs && pairs[i].b->postings.docs == b->postings.docs)
            return &pairs[i];
    return NULL;
}

static size_t find_pairs(const struct nd_scorer *ranker, const struct nd_term_postings *leaves, size_t count,
                         struct pair *pairs) {
    size_t found = 0;

    for (size_t i = 0; i + 1 < count; i++) {
        const struct nd_term_postings *a = &leaves[i], *b = &leaves[i + 1];
        struct pair *same;
        if (!is_plain_word(a) || !is_plain_word(b) || do_overlap(a, b) || a->postings.count == 0 ||
            b->postings.count == 0)
            continue;
        same = find_pair(pairs, found, a, b);
        if (same != NULL)
            same->repeats++;
        else
            pairs[found++] = (struct pair){
                .a = a, .b = b, .bonus = ranker->ranking->adjacency * (a->idf < b->idf ? a->idf : b->idf)};
    }
    return found;
}

void nd_topk_adjacency(struct nd_scorer *ranker, const struct nd_term_postings *leaves, size_t count,
                       size_t wanted, struct nd_scored_list *list) {
    struct pair *pairs = nd_alloc_array(count + 1, sizeof *pairs);
    size_t pair_count = find_pairs(ranker, leaves, count, pairs);
    size_t looked_at = wanted == 0 ? 500 : nd_topk_reach(wanted);
    float least = 0;

    if (pair_count > 0 && list->count > looked_at) {
        float *room = nd_alloc_array(list->count, sizeof *room);
        for (size_t i = 0; i < list->count; i++)
            room[i] = list->items[i].score;
        least = select_largest(room, list->count, looked_at);
        free(room);
    }
    for (size_t i = 0; i < list->count && pair_count > 0; i++) {
        if (list->items[i].score < least)
            continue;
        for (size_t k = 0; k < pair_count; k++)
            if (is_adjacent(&pairs[k], list->items[i].id))
                for (size_t times = 0; times <= pairs[k].repeats; times++)
                    list->items[i].score += (float)pairs[k].bonus;
    }
    for (size_t i = 0; i < pair_count; i++) {
        free(pairs[i].a_places);
        free(pairs[i].b_places);
    }
    free(pairs);
}

void nd_topk_keep_best(struct nd_scored_list *list, size_t wanted) {
    size_t kept = 0;
    float *room, least;

    if (wanted == 0 || list->count <= wanted)
        return;
    room = nd_alloc_array(list->count, sizeof *room);
    for (size_t i = 0; i < list->count; i++)
        room[i] = list->items[i].score;
    least = select_largest(room, list->count, wanted);
    free(room);
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].score >= least)
            list->items[kept++] = list->items[i];
    list->count = kept;
}
