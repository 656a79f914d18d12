/*
 * How good are stories? Groups all articles of a database and compares that with what people say.
 *
 *     stories DATABASE CLUSTERS [NAME=VALUE...]
 *
 * CLUSTERS has lines of cluster, tab, path; paths count from docs/ on, and articles that are not in it are
 * left out. Printed are precision, recall and F1 over pairs of articles. NAME is a field of struct
 * nd_story_tuning.
 */
#include "index/stories/clusters.h"
#include "newsdex/alloc.h"
#include "newsdex/map.h"
#include "newsdex/source.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct tuned {
    const char *name;
    size_t offset;
    char type; /* i, d or z */
};
#define TUNED(field, type)                                                                                   \
    { #field, offsetof(struct nd_story_tuning, field), type }
static const struct tuned tuned[] = {TUNED(words, 'i'),     TUNED(title_words, 'i'), TUNED(best, 'i'),
                                     TUNED(few, 'i'),       TUNED(title, 'd'),       TUNED(saturation, 'd'),
                                     TUNED(names, 'd'),     TUNED(numbers, 'd'),     TUNED(background, 'd'),
                                     TUNED(singles, 'd'),   TUNED(commons, 'd'),     TUNED(fast, 'd'),
                                     TUNED(slow, 'd'),      TUNED(lasting, 'd'),     TUNED(undated, 'd'),
                                     TUNED(threshold, 'd'), TUNED(work, 'z')};

static void set(struct nd_story_tuning *tuning, const char *assignment) {
    const char *equals = strchr(assignment, '=');

    for (size_t i = 0; equals != NULL && i < sizeof tuned / sizeof *tuned; i++) {
        char *field = (char *)tuning + tuned[i].offset;
        if (strncmp(tuned[i].name, assignment, (size_t)(equals - assignment)) != 0 ||
            strlen(tuned[i].name) != (size_t)(equals - assignment))
            continue;
        if (tuned[i].type == 'i')
            *(int *)(void *)field = atoi(equals + 1);
        else if (tuned[i].type == 'z')
            *(size_t *)(void *)field = (size_t)atol(equals + 1);
        else
            *(double *)(void *)field = strtod(equals + 1, NULL);
        return;
    }
    fprintf(stderr, "stories: no such number: %s\n", assignment);
    exit(2);
}

/* The number of each cluster by the path of an article. */
static struct nd_map *read_gold(const char *path, struct nd_arena *arena) {
    struct nd_map *clusters = nd_map_new(SIZE_MAX), *numbers = nd_map_new(SIZE_MAX);
    struct nd_buf bytes = {0};
    struct nd_file_stamp stamp;
    struct nd_error err = ND_ERROR_INIT;
    struct nd_str rest, line;
    int64_t count = 0;

    if (nd_source_read(path, 1u << 30, &bytes, &stamp, &err) != ND_OK) {
        fprintf(stderr, "stories: %s: %s\n", path, err.message);
        exit(2);
    }
    rest = nd_arena_str(arena, nd_buf_str(&bytes));
    while (nd_str_next_line(&rest, &line)) {
        size_t tab = nd_str_find_char(line, '\t');
        struct nd_str name = nd_str_slice(line, 0, tab);
        int64_t number;
        if (tab == SIZE_MAX)
            continue;
        if (!nd_map_get(numbers, name, &number)) {
            number = count++;
            nd_map_put(numbers, name, number);
        }
        nd_map_put(clusters, nd_str_skip(line, tab + 1), number);
    }
    nd_map_free(numbers);
    nd_buf_free(&bytes);
    return clusters;
}

struct pair {
    int64_t gold, found;
};

static int by_both(const void *a, const void *b) {
    const struct pair *x = a, *y = b;

    if (x->gold != y->gold)
        return x->gold < y->gold ? -1 : 1;
    return x->found < y->found ? -1 : x->found > y->found;
}

static int by_found(const void *a, const void *b) {
    const struct pair *x = a, *y = b;

    return x->found < y->found ? -1 : x->found > y->found;
}

/* How many pairs of articles are the same by a comparison, the list being in its order. */
static double count_pairs(struct pair *pairs, size_t count, int (*compare)(const void *, const void *)) {
    double sum = 0;
    size_t run = 0;

    qsort(pairs, count, sizeof *pairs, compare);
    for (size_t i = 1; i < count; i++) {
        run = compare(&pairs[i - 1], &pairs[i]) == 0 ? run + 1 : 0;
        sum += (double)run;
    }
    return sum;
}

static int by_gold(const void *a, const void *b) {
    const struct pair *x = a, *y = b;

    return x->gold < y->gold ? -1 : x->gold > y->gold;
}

static void judge(struct pair *pairs, size_t count) {
    double same = count_pairs(pairs, count, by_both), found = count_pairs(pairs, count, by_found),
           gold = count_pairs(pairs, count, by_gold), precision = found > 0 ? same / found : 0,
           recall = gold > 0 ? same / gold : 0;

    printf("P %.4f R %.4f F1 %.4f of %zu articles\n", precision, recall,
           precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0, count);
}

static int fail(const struct nd_error *err) {
    fprintf(stderr, "stories: %s\n", err->message);
    return 2;
}

int main(int argc, char **argv) {
    struct nd_story_tuning tuning = nd_story_tuning_default;
    struct nd_arena *arena = nd_arena_new();
    struct nd_story_vectors vectors = {0};
    struct nd_error err = ND_ERROR_INIT;
    struct nd_index *index = NULL;
    struct nd_map *gold;
    struct pair *pairs;
    int64_t *ids = NULL;
    uint32_t *clusters;
    size_t count = 0, capacity = 0, judged = 0;
    sqlite3_stmt *stmt;

    if (argc < 3)
        return fprintf(stderr, "usage: stories DATABASE CLUSTERS [NAME=VALUE...]\n"), 2;
    for (int i = 3; i < argc; i++)
        set(&tuning, argv[i]);
    gold = read_gold(argv[2], arena);
    if (nd_index_open(argv[1], ND_INDEX_READ, 0, &index, &err) != ND_OK)
        return fail(&err);
    stmt = nd_sql_prepare(index, ND_STR("SELECT id FROM article WHERE file_id IS NOT NULL"), &err);
    while (stmt != NULL && nd_sql_step(index, stmt, &err) == ND_OK) {
        ids = nd_alloc_grow(ids, &capacity, count + 1, sizeof *ids);
        ids[count++] = sqlite3_column_int64(stmt, 0);
    }
    sqlite3_finalize(stmt);
    if (stmt == NULL || nd_story_vectors_read(index, ids, count, &tuning, &vectors, &err) != ND_OK)
        return fail(&err);
    clusters = nd_story_clusters_find(&vectors, &tuning);
    pairs = nd_alloc_array(count + 1, sizeof *pairs);
    stmt = nd_sql_prepare(
        index, ND_STR("SELECT path FROM file JOIN article ON file.id = file_id WHERE article.id = ?1"), &err);
    for (size_t i = 0; stmt != NULL && i < vectors.article_count; i++) {
        const char *path;
        sqlite3_reset(stmt);
        sqlite3_bind_int64(stmt, 1, vectors.articles[i].id);
        if (nd_sql_step(index, stmt, &err) != ND_OK)
            return fail(&err);
        path = strstr((const char *)sqlite3_column_text(stmt, 0), "docs/");
        if (path != NULL && nd_map_get(gold, nd_str_from(path), &pairs[judged].gold))
            pairs[judged++].found = clusters[vectors.articles[i].item];
    }
    sqlite3_finalize(stmt);
    judge(pairs, judged);
    free(pairs);
    free(clusters);
    free(ids);
    nd_story_vectors_fini(&vectors);
    nd_map_free(gold);
    nd_index_close(index);
    nd_arena_free(arena);
    return 0;
}
