#include "index/stories/clusters.h"

#include "newsdex/alloc.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NEAR = 8 /* clusters that are remembered as the nearest of one */ };

struct neighbour {
    uint32_t item; /* one of the cluster */
    float likeness;
};

struct cluster {
    struct nd_story_entry *sum; /* of the vectors of its items, by word */
    size_t words;
    uint32_t items, lowest; /* how many, and the first of them */
    uint32_t last;          /* of the list of its items */
    int64_t from, until;    /* days; both ND_STORY_UNDATED when none is dated */
    struct neighbour near[NEAR];
    size_t near_count;
    float beyond; /* no other is nearer */
    bool is_new, is_alone, is_active;
};

/* Postings of a word, and what it weighs in a cluster. */
struct span {
    size_t from, until;
    float weight;
};

struct clustering {
    const struct nd_story_vectors *vectors;
    const struct nd_story_tuning *tuning;
    struct cluster *clusters;
    uint32_t *home;                  /* the cluster of each item */
    uint32_t *next;                  /* item of the same cluster, or itself */
    size_t *starts;                  /* in postings, of each word */
    struct nd_story_entry *postings; /* items, where those are words */
    size_t dated;                    /* how many items are; they come first */
    double *fades;                   /* by days, up to */
    int64_t horizon;                 /* days beyond which nothing is near enough */
    float *scores;                   /* of the cluster at hand with each */
    uint32_t *touched;
    size_t touched_count;
    bool *is_touched;
    struct span *spans;
    size_t span_count, span_capacity;
    uint32_t *active; /* clusters that may be merged */
    size_t active_count;
    uint32_t *nearest; /* of each of them at the last round, */
    bool *is_changed;  /* in which these were merged */
};

static double fade(const struct nd_story_tuning *tuning, double days) {
    return (1 - tuning->lasting) * exp(-days / tuning->fast) + tuning->lasting * exp(-days / tuning->slow);
}

/* What is left of the likeness of two clusters when time is considered. */
static double nearness(const struct clustering *c, const struct cluster *a, const struct cluster *b) {
    int64_t gap;

    if ((a->from == ND_STORY_UNDATED) != (b->from == ND_STORY_UNDATED))
        return c->tuning->undated;
    if (a->from == ND_STORY_UNDATED)
        return 1;
    gap = a->from > b->until ? a->from - b->until : b->from - a->until;
    return gap <= 0 ? 1 : gap > c->horizon ? 0 : c->fades[gap];
}

static void invert(struct clustering *c) {
    const struct nd_story_vectors *vectors = c->vectors;
    size_t total = 0;

    c->starts = nd_alloc_array(vectors->word_count + 2, sizeof *c->starts);
    for (size_t i = 0; i < vectors->item_count; i++)
        for (size_t k = 0; k < vectors->items[i].count; k++, total++)
            c->starts[vectors->items[i].entries[k].word + 2]++;
    for (size_t i = 2; i < vectors->word_count + 2; i++)
        c->starts[i] += c->starts[i - 1];
    c->postings = nd_alloc_array(total + 1, sizeof *c->postings);
    for (size_t i = 0; i < vectors->item_count; i++)
        for (size_t k = 0; k < vectors->items[i].count; k++) {
            const struct nd_story_entry *entry = &vectors->items[i].entries[k];
            c->postings[c->starts[entry->word + 1]++] = (struct nd_story_entry){(uint32_t)i, entry->weight};
        }
}

static void activate(struct clustering *c, uint32_t number) {
    if (!c->clusters[number].is_active)
        c->active[c->active_count++] = number;
    c->clusters[number].is_active = true;
}

static void begin(struct clustering *c, const struct nd_story_vectors *vectors,
                  const struct nd_story_tuning *tuning) {
    size_t count = vectors->item_count;

    *c = (struct clustering){.vectors = vectors, .tuning = tuning};
    c->clusters = nd_alloc_array(count + 1, sizeof *c->clusters);
    c->home = nd_alloc_array(count + 1, sizeof *c->home);
    c->next = nd_alloc_array(count + 1, sizeof *c->next);
    c->scores = nd_alloc_array(count + 1, sizeof *c->scores);
    c->touched = nd_alloc_array(count + 1, sizeof *c->touched);
    c->is_touched = nd_alloc_array(count + 1, sizeof *c->is_touched);
    c->active = nd_alloc_array(count + 1, sizeof *c->active);
    c->nearest = nd_alloc_array(count + 1, sizeof *c->nearest);
    c->is_changed = nd_alloc_array(count + 1, sizeof *c->is_changed);
    while (fade(tuning, (double)c->horizon + 1) >= tuning->threshold)
        c->horizon++;
    c->fades = nd_alloc_array((size_t)c->horizon + 1, sizeof *c->fades);
    for (int64_t i = 0; i <= c->horizon; i++)
        c->fades[i] = fade(tuning, (double)i);
    for (size_t i = 0; i < count; i++) {
        const struct nd_story_item *item = &vectors->items[i];
        struct cluster *cluster = &c->clusters[i];
        c->home[i] = c->next[i] = cluster->last = cluster->lowest = (uint32_t)i;
        cluster->items = 1;
        cluster->from = cluster->until = item->day;
        cluster->sum = nd_alloc_array(item->count, sizeof *cluster->sum);
        cluster->words = item->count;
        if (item->count > 0)
            memcpy(cluster->sum, item->entries, item->count * sizeof *cluster->sum);
        cluster->is_new = true;
        activate(c, (uint32_t)i);
        c->dated += item->day != ND_STORY_UNDATED;
    }
    invert(c);
}

static void end(struct clustering *c) {
    for (size_t i = 0; i < c->vectors->item_count; i++)
        free(c->clusters[i].sum);
    free(c->clusters);
    free(c->next);
    free(c->starts);
    free(c->postings);
    free(c->scores);
    free(c->touched);
    free(c->is_touched);
    free(c->spans);
    free(c->fades);
    free(c->active);
    free(c->nearest);
    free(c->is_changed);
}

/* The first of the dated items that is of that day or later. */
static uint32_t find_day(const struct clustering *c, int64_t day) {
    size_t low = 0, high = c->dated;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (c->vectors->items[middle].day < day)
            low = middle + 1;
        else
            high = middle;
    }
    return (uint32_t)low;
}

/* The number of the first posting from a place on whose item is not before one. */
static size_t find_posting(const struct clustering *c, size_t low, size_t high, uint32_t item) {
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (c->postings[middle].word < item)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void add_scores(struct clustering *c, float weight, size_t from, size_t until) {
    for (size_t i = from; i < until; i++) {
        uint32_t home = c->home[c->postings[i].word];
        if (!c->is_touched[home]) {
            c->is_touched[home] = true;
            c->touched[c->touched_count++] = home;
        }
        c->scores[home] += weight * c->postings[i].weight;
    }
}

static int by_length(const void *a, const void *b) {
    const struct span *x = a, *y = b;

    if (x->until - x->from != y->until - y->from)
        return x->until - x->from < y->until - y->from ? -1 : 1;
    return x->from < y->from ? -1 : x->from > y->from;
}

static void add_span(struct clustering *c, float weight, size_t from, size_t until) {
    if (from < until)
        c->spans[c->span_count++] = (struct span){from, until, weight};
}

/* Lists the postings of the words of a cluster, of items that it can be near to. */
static void list_spans(struct clustering *c, const struct cluster *cluster) {
    bool is_dated = cluster->from != ND_STORY_UNDATED;
    uint32_t from = is_dated ? find_day(c, cluster->from - c->horizon) : 0;
    uint32_t until = is_dated ? find_day(c, cluster->until + c->horizon + 1) : (uint32_t)c->dated;

    c->spans = nd_alloc_grow(c->spans, &c->span_capacity, cluster->words * 2 + 1, sizeof *c->spans);
    c->span_count = 0;
    for (size_t i = 0; i < cluster->words; i++) {
        const struct nd_story_entry *entry = &cluster->sum[i];
        size_t begins = c->starts[entry->word], ends = c->starts[entry->word + 1];
        size_t first = find_posting(c, begins, ends, from), last = find_posting(c, first, ends, until);
        size_t undated = find_posting(c, last, ends, (uint32_t)c->dated);
        add_span(c, entry->weight, first, last);
        add_span(c, entry->weight, undated, ends);
    }
}

/* Sums up the likeness of a cluster to every item that it can be near to, by its rarest words; false when
 * there was more to sum up. */
static bool score_all(struct clustering *c, const struct cluster *cluster) {
    size_t most = c->tuning->work * (cluster->items + 1), done = 0;

    list_spans(c, cluster);
    qsort(c->spans, c->span_count, sizeof *c->spans, by_length);
    for (size_t i = 0; i < c->span_count; i++) {
        const struct span *span = &c->spans[i];
        done += span->until - span->from;
        if (done > most)
            return false;
        add_scores(c, span->weight, span->from, span->until);
    }
    return true;
}

static float mean(const struct clustering *c, const struct cluster *a, const struct cluster *b,
                  double score) {
    return (float)(score * nearness(c, a, b) / ((double)a->items * (double)b->items));
}

static bool is_nearer(const struct clustering *c, const struct neighbour *a, const struct neighbour *b) {
    if (a->likeness > b->likeness || a->likeness < b->likeness)
        return a->likeness > b->likeness;
    return c->clusters[c->home[a->item]].lowest < c->clusters[c->home[b->item]].lowest;
}

/* Of the last of the nearest; 0 as long as there is room. */
static float last_likeness(const struct cluster *cluster) {
    return cluster->near_count < NEAR ? 0 : cluster->near[NEAR - 1].likeness;
}

/* Puts a neighbour in its place among the nearest. */
static void offer(const struct clustering *c, struct cluster *cluster, struct neighbour neighbour) {
    size_t at;

    if (cluster->near_count == NEAR) {
        if (!is_nearer(c, &neighbour, &cluster->near[NEAR - 1])) {
            if (neighbour.likeness > cluster->beyond)
                cluster->beyond = neighbour.likeness;
            return;
        }
        cluster->beyond = cluster->near[NEAR - 1].likeness;
        cluster->near_count--;
    }
    for (at = cluster->near_count++; at > 0 && is_nearer(c, &neighbour, &cluster->near[at - 1]); at--)
        cluster->near[at] = cluster->near[at - 1];
    cluster->near[at] = neighbour;
}

static float compare(const struct clustering *c, const struct cluster *a, const struct cluster *b) {
    const struct cluster *few = a->words < b->words ? a : b, *many = few == a ? b : a;
    size_t at = 0;
    double score = 0;

    for (size_t i = 0; i < few->words && at < many->words; i++) {
        size_t high = many->words;
        uint32_t word = few->sum[i].word;
        while (at < high) {
            size_t middle = at + (high - at) / 2;
            if (many->sum[middle].word < word)
                at = middle + 1;
            else
                high = middle;
        }
        if (at < many->words && many->sum[at].word == word)
            score += (double)(few->sum[i].weight * many->sum[at].weight);
    }
    return mean(c, a, b, score);
}

/* Collects the nearest by the scores, and clears these. */
static void collect(struct clustering *c, uint32_t number, float least) {
    struct cluster *cluster = &c->clusters[number];

    cluster->near_count = 0;
    for (size_t i = 0; i < c->touched_count; i++) {
        uint32_t home = c->touched[i];
        const struct cluster *other = &c->clusters[home];
        float likeness = home == number ? 0 : mean(c, cluster, other, (double)c->scores[home]);
        c->scores[home] = 0;
        c->is_touched[home] = false;
        if (home != number && likeness >= least && likeness >= last_likeness(cluster))
            offer(c, cluster, (struct neighbour){other->lowest, likeness});
    }
    cluster->beyond = last_likeness(cluster);
    c->touched_count = 0;
}

/* Compares a cluster anew with those that were nearest; they may have been merged. */
static void compare_near(struct clustering *c, uint32_t number) {
    struct cluster *cluster = &c->clusters[number];
    struct neighbour old[NEAR];
    size_t count = cluster->near_count;

    memcpy(old, cluster->near, sizeof old);
    cluster->near_count = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t home = c->home[old[i].item];
        size_t k = 0;
        while (k < i && c->home[old[k].item] != home)
            k++;
        if (k == i && home != number) {
            struct neighbour neighbour = {old[i].item, compare(c, cluster, &c->clusters[home])};
            if (neighbour.likeness >= (float)c->tuning->threshold)
                offer(c, cluster, neighbour);
        }
    }
}

/* Finds the nearest of a cluster among all. What had none so far learns of it, too. */
static void search(struct clustering *c, uint32_t number) {
    struct cluster *cluster = &c->clusters[number];
    bool is_exact = score_all(c, cluster);

    collect(c, number, is_exact ? (float)c->tuning->threshold : 0);
    if (!is_exact)
        compare_near(c, number);
    cluster->is_alone = cluster->near_count == 0;
    cluster->is_new = false;
    for (size_t i = 0; i < cluster->near_count; i++) {
        uint32_t home = c->home[cluster->near[i].item];
        struct cluster *other = &c->clusters[home];
        if (other->is_alone) {
            offer(c, other, (struct neighbour){cluster->lowest, cluster->near[i].likeness});
            other->is_alone = false;
            activate(c, home);
        }
    }
}

/* The nearest of a cluster where what was nearest has changed. */
static void refresh(struct clustering *c, uint32_t number) {
    struct cluster *cluster = &c->clusters[number];

    compare_near(c, number);
    if (cluster->near_count > 0 && cluster->near[0].likeness >= cluster->beyond)
        return;
    if (cluster->beyond >= (float)c->tuning->threshold)
        search(c, number);
    else
        cluster->is_alone = cluster->near_count == 0;
}

static void add_sum(struct cluster *a, const struct cluster *b) {
    struct nd_story_entry *sum = nd_alloc_array(a->words + b->words, sizeof *sum);
    size_t i = 0, k = 0, count = 0;

    while (i < a->words || k < b->words) {
        if (k == b->words || (i < a->words && a->sum[i].word < b->sum[k].word)) {
            sum[count++] = a->sum[i++];
        } else if (i == a->words || b->sum[k].word < a->sum[i].word) {
            sum[count++] = b->sum[k++];
        } else {
            sum[count] = a->sum[i++];
            sum[count++].weight += b->sum[k++].weight;
        }
    }
    free(a->sum);
    a->sum = nd_alloc_resize(sum, count, sizeof *sum);
    a->words = count;
}

/* The larger one takes the other in. */
static void merge(struct clustering *c, uint32_t x, uint32_t y) {
    bool is_first =
        c->clusters[x].items > c->clusters[y].items ||
        (c->clusters[x].items == c->clusters[y].items && c->clusters[x].lowest < c->clusters[y].lowest);
    struct cluster *a = &c->clusters[is_first ? x : y], *b = &c->clusters[is_first ? y : x];
    uint32_t home = c->home[a->lowest], item = b->lowest;

    for (;; item = c->next[item]) {
        c->home[item] = home;
        if (c->next[item] == item)
            break;
    }
    add_sum(a, b);
    if (a->lowest < b->lowest) {
        c->next[a->last] = b->lowest;
        a->last = b->last;
    } else {
        c->next[b->last] = a->lowest;
        a->lowest = b->lowest;
    }
    a->items += b->items;
    if (a->from == ND_STORY_UNDATED || (b->from != ND_STORY_UNDATED && b->from < a->from))
        a->from = b->from;
    if (b->until > a->until)
        a->until = b->until;
    a->is_new = true;
    activate(c, home);
    free(b->sum);
    b->sum = NULL;
    b->items = 0;
    b->words = 0;
}

/* Looks for the nearest of what is new and of what was near to that, and leaves out what has none. */
static void update(struct clustering *c) {
    size_t count = c->active_count, kept = 0;

    for (size_t i = 0; i < count; i++) {
        uint32_t number = c->active[i];
        struct cluster *cluster = &c->clusters[number];
        if (cluster->is_new && cluster->items > 0)
            search(c, number);
        else if (cluster->items > 0 && c->is_changed[c->nearest[number]])
            refresh(c, number);
    }
    for (size_t i = 0; i < c->active_count; i++) {
        uint32_t number = c->active[i];
        struct cluster *cluster = &c->clusters[number];
        cluster->is_active = cluster->items > 0 && !cluster->is_alone;
        if (cluster->is_active)
            c->active[kept++] = number;
    }
    c->active_count = kept;
}

/* Merges all pairs that are each other's nearest, or else the nearest pair. */
static void merge_pairs(struct clustering *c) {
    uint32_t best = c->active[0];
    size_t merged = 0;

    memset(c->is_changed, 0, c->vectors->item_count * sizeof *c->is_changed);
    for (size_t i = 0; i < c->active_count; i++) {
        uint32_t number = c->active[i];
        const struct cluster *cluster = &c->clusters[number];
        c->nearest[number] = c->home[cluster->near[0].item];
        if (is_nearer(c, &cluster->near[0], &c->clusters[best].near[0]))
            best = number;
    }
    for (size_t i = 0; i < c->active_count; i++) {
        uint32_t number = c->active[i], other = c->nearest[number];
        if (c->nearest[other] != number || number > other)
            continue;
        c->is_changed[number] = c->is_changed[other] = true;
        merge(c, number, other);
        merged++;
    }
    if (merged == 0) {
        c->is_changed[best] = c->is_changed[c->nearest[best]] = true;
        merge(c, best, c->nearest[best]);
    }
}

uint32_t *nd_story_clusters_find(const struct nd_story_vectors *vectors,
                                 const struct nd_story_tuning *tuning) {
    struct clustering clustering;

    begin(&clustering, vectors, tuning);
    for (update(&clustering); clustering.active_count > 0; update(&clustering))
        merge_pairs(&clustering);
    end(&clustering);
    return clustering.home;
}
