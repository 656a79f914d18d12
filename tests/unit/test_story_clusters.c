/* Stories as clusters of vectors: exact average linkage on random ones, whatever their order; time; limits.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "index/stories/clusters.h"
#include "newsdex/alloc.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ITEMS = 60, WORDS = 40, PER_ITEM = 8 };

struct sample {
    struct nd_story_item items[ITEMS];
    struct nd_story_entry entries[ITEMS][PER_ITEM];
    struct nd_story_vectors vectors;
};

static uint64_t state;

static unsigned draw(unsigned below) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(state >> 33) % below;
}

static int by_word(const void *a, const void *b) {
    const struct nd_story_entry *x = a, *y = b;

    return x->word < y->word ? -1 : x->word > y->word;
}

/* Items around a few themes, so that there is something to merge. */
static void make(struct sample *sample, size_t count, int64_t days) {
    *sample = (struct sample){.vectors = {.items = sample->items, .item_count = count, .word_count = WORDS}};
    for (size_t i = 0; i < count; i++) {
        unsigned theme = draw(8) * 5;
        double sum = 0;
        size_t words = 0;
        for (unsigned k = 0; k < PER_ITEM; k++) {
            uint32_t word = k < 5 ? theme + k : draw(WORDS);
            size_t at = 0;
            while (at < words && sample->entries[i][at].word != word)
                at++;
            if (at == words)
                sample->entries[i][words++] = (struct nd_story_entry){word, (float)(1 + draw(9))};
        }
        qsort(sample->entries[i], words, sizeof(struct nd_story_entry), by_word);
        for (size_t k = 0; k < words; k++)
            sum += (double)(sample->entries[i][k].weight * sample->entries[i][k].weight);
        for (size_t k = 0; k < words; k++)
            sample->entries[i][k].weight /= (float)sqrt(sum);
        sample->items[i] = (struct nd_story_item){.day = days > 0 ? (int64_t)i * days / (int64_t)count : 0,
                                                  .entries = sample->entries[i],
                                                  .count = words,
                                                  .articles = 1};
    }
}

static double product(const struct nd_story_item *a, const struct nd_story_item *b) {
    double sum = 0;

    for (size_t i = 0, k = 0; i < a->count && k < b->count;)
        if (a->entries[i].word == b->entries[k].word)
            sum += (double)(a->entries[i++].weight * b->entries[k++].weight);
        else
            a->entries[i].word < b->entries[k].word ? i++ : k++;
    return sum;
}

/* The mean likeness of two clusters of the expected grouping. */
static double mean(const struct sample *sample, const uint32_t *of, uint32_t a, uint32_t b) {
    double sum = 0;
    size_t pairs = 0;

    for (size_t i = 0; i < sample->vectors.item_count; i++)
        for (size_t k = 0; k < sample->vectors.item_count; k++)
            if (of[i] == a && of[k] == b) {
                sum += product(&sample->items[i], &sample->items[k]);
                pairs++;
            }
    return pairs == 0 ? 0 : sum / (double)pairs;
}

/* Average linkage as it is defined: the nearest pair of all, again and again. */
static void expect(const struct sample *sample, double threshold, uint32_t *of) {
    size_t count = sample->vectors.item_count;

    for (size_t i = 0; i < count; i++)
        of[i] = (uint32_t)i;
    for (;;) {
        double best = threshold;
        uint32_t x = 0, y = 0;
        for (uint32_t a = 0; a < count; a++)
            for (uint32_t b = a + 1; b < count; b++) {
                double likeness = mean(sample, of, a, b);
                if (likeness > best) {
                    best = likeness;
                    x = a;
                    y = b;
                }
            }
        if (x == y)
            return;
        for (size_t i = 0; i < count; i++)
            if (of[i] == y)
                of[i] = x;
    }
}

static void assert_same(const uint32_t *a, const uint32_t *b, size_t count) {
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < i; k++)
            assert_int_equal(a[i] == a[k], b[i] == b[k]);
}

static void test_average_linkage(void **unused) {
    struct sample *sample = nd_alloc_array(1, sizeof *sample);
    uint32_t expected[ITEMS] = {0};
    size_t merged = 0;

    (void)unused;
    for (uint64_t seed = 1; seed <= 12; seed++) {
        struct nd_story_tuning tuning = nd_story_tuning_default;
        uint32_t *found;
        state = seed;
        make(sample, ITEMS, 0);
        tuning.threshold = 0.2 + 0.05 * (double)(seed % 8);
        expect(sample, tuning.threshold, expected);
        found = nd_story_clusters_find(&sample->vectors, &tuning);
        assert_same(found, expected, ITEMS);
        for (size_t i = 0; i < ITEMS; i++)
            merged += found[i] != i;
        free(found);
    }
    assert_in_range(merged, 12 * ITEMS / 4, 12 * ITEMS);
    free(sample);
}

/* Two items of the same words, so many days apart. */
static bool are_one(int64_t first, int64_t second) {
    struct sample *sample = nd_alloc_array(1, sizeof *sample);
    uint32_t *found;
    bool are;

    state = 1;
    make(sample, 1, 0);
    sample->items[1] = sample->items[0];
    sample->items[0].day = first;
    sample->items[1].day = second;
    sample->vectors.item_count = 2;
    found = nd_story_clusters_find(&sample->vectors, &nd_story_tuning_default);
    are = found[0] == found[1];
    free(found);
    free(sample);
    return are;
}

static void test_time(void **unused) {
    (void)unused;
    assert_true(are_one(100, 100));
    assert_true(are_one(100, 114));
    assert_false(are_one(100, 200));
    assert_false(are_one(100, 465));
    assert_true(are_one(ND_STORY_UNDATED, ND_STORY_UNDATED));
    assert_true(are_one(100, ND_STORY_UNDATED));
}

/* A story goes on as long as its articles follow one another. */
static void test_long_story(void **unused) {
    struct sample *sample = nd_alloc_array(1, sizeof *sample);
    uint32_t *found;

    (void)unused;
    state = 1;
    make(sample, 1, 0);
    for (size_t i = 1; i < ITEMS; i++) {
        sample->items[i] = sample->items[0];
        sample->items[i].day = (int64_t)i * 5;
    }
    sample->vectors.item_count = ITEMS;
    found = nd_story_clusters_find(&sample->vectors, &nd_story_tuning_default);
    for (size_t i = 1; i < ITEMS; i++)
        assert_int_equal(found[i], found[0]);
    free(found);
    free(sample);
}

static void test_nothing(void **unused) {
    struct sample *sample = nd_alloc_array(1, sizeof *sample);
    uint32_t *found;

    (void)unused;
    found = nd_story_clusters_find(&sample->vectors, &nd_story_tuning_default);
    free(found);
    sample->vectors = (struct nd_story_vectors){.items = sample->items, .item_count = 2};
    found = nd_story_clusters_find(&sample->vectors, &nd_story_tuning_default);
    assert_true(found[0] != found[1]);
    free(found);
    free(sample);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_average_linkage), cmocka_unit_test(test_time),
                                       cmocka_unit_test(test_long_story), cmocka_unit_test(test_nothing)};

    return cmocka_run_group_tests_name("story clusters", tests, NULL, NULL);
}
