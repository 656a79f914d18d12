/*
 * Does a search slow down as the database grows? Takes words that stand in 0.5 to 2 % of the articles of the
 * larger database, two at a time, searches both databases for them (top 10, in process, warm), and prints the
 * time for each article that matched, and how many times it is in the larger one.
 *
 *     pairs SMALL.db LARGE.db < WORDS      a word a line
 */
#include "newsdex/index.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MAX_WORDS = 200, REPEATS = 3, TOP = 10 };

struct cost {
    double seconds;
    int64_t matches;
};

static double seconds(void) {
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static struct nd_index *open_index(const char *path) {
    struct nd_error err = ND_ERROR_INIT;
    struct nd_index *index;

    if (nd_index_open(path, ND_INDEX_READ, 0, &index, &err) == ND_OK)
        return index;
    fprintf(stderr, "pairs: %s\n", err.message);
    exit(2);
}

static enum nd_status take_hit(void *context, const struct nd_hit *hit, struct nd_error *err) {
    (void)context;
    (void)hit;
    (void)err;
    return ND_OK;
}

static int64_t count(struct nd_index *index, const char *text) {
    struct nd_search_options options = {.limit = TOP};
    struct nd_arena *arena = nd_arena_new();
    struct nd_error err = ND_ERROR_INIT;
    int64_t matches = 0;

    if (nd_index_search_count(index, nd_query_parse(nd_str_from(text), NULL, arena), &options, &matches,
                              &err) != ND_OK)
        exit(2);
    nd_arena_free(arena);
    return matches;
}

/* The best of some searches. */
static double search(struct nd_index *index, const char *text) {
    struct nd_search_options options = {.limit = TOP};
    double best = 1e9;

    for (int i = 0; i < REPEATS; i++) {
        struct nd_arena *arena = nd_arena_new();
        struct nd_error err = ND_ERROR_INIT;
        int64_t found;
        double start = seconds();
        if (nd_index_search(index, nd_query_parse(nd_str_from(text), NULL, arena), &options, take_hit, NULL,
                            &found, &err) != ND_OK)
            exit(2);
        best = seconds() - start < best ? seconds() - start : best;
        nd_arena_free(arena);
    }
    return best;
}

static void measure(struct nd_index *index, const char *text, struct cost *cost) {
    cost->seconds += search(index, text);
    cost->matches += count(index, text);
}

int main(int argc, char **argv) {
    struct nd_index *indexes[2];
    struct cost costs[2] = {{0, 0}, {0, 0}};
    char word[64], first[64] = "", pair[160];
    struct nd_error err = ND_ERROR_INIT;
    struct nd_index_totals totals;
    int pairs = 0;

    if (argc != 3)
        return fprintf(stderr, "usage: pairs SMALL.db LARGE.db < WORDS\n"), 2;
    for (int i = 0; i < 2; i++)
        indexes[i] = open_index(argv[i + 1]);
    if (nd_index_count_all(indexes[1], &totals, &err) != ND_OK)
        return 2;
    while (pairs < MAX_WORDS / 2 && scanf("%63s", word) == 1) {
        int64_t matches = count(indexes[1], word);
        if (matches * 200 < totals.articles || matches * 50 > totals.articles)
            continue;
        if (first[0] == '\0') {
            memcpy(first, word, sizeof first);
            continue;
        }
        snprintf(pair, sizeof pair, "%s %s", first, word);
        for (int i = 0; i < 2; i++)
            measure(indexes[i], pair, &costs[i]);
        first[0] = '\0';
        pairs++;
    }
    for (int i = 0; i < 2; i++)
        printf("  %s: %d searches for two words, %.2f ms and %lld articles each, %.2f us an article\n",
               argv[i + 1], pairs, costs[i].seconds * 1e3 / pairs, (long long)(costs[i].matches / pairs),
               costs[i].seconds * 1e6 / (double)costs[i].matches);
    printf("  an article that matches costs %.2f times as much in the larger one\n",
           costs[1].seconds / (double)costs[1].matches / (costs[0].seconds / (double)costs[0].matches));
    for (int i = 0; i < 2; i++)
        nd_index_close(indexes[i]);
    return 0;
}
