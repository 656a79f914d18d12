/*
 * How good is the ranking? Runs the queries of a relevance collection against a database of its documents,
 * the way "search --any" does, and prints MAP, nDCG@10 and MRR.
 *
 *     eval DATABASE COLLECTION [NAME=VALUE...]
 *
 * COLLECTION holds queries.tsv (id, text) and qrels.tsv (query, document, grade); the document is the name of
 * its file without ending. NAME is k1, k3, copy, adjacency, likeness, spread, text (b_of_text), or w or b
 * with the first letter of a column (wt, we, wk, wb). nDCG with gains 2^grade - 1 (Burges et al. 2005), MAP
 * over the first 1000, both over queries with a relevant document.
 */
#include "index/search/scorer.h"
#include "read_file.h"

#include "newsdex/alloc.h"
#include "newsdex/index.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH = 1000, TOP = 10 };

struct judgement {
    struct nd_str query, document;
    int grade;
};

struct judgements {
    struct judgement *list;
    size_t count, capacity;
};

struct results {
    struct nd_arena *arena;
    struct nd_str documents[DEPTH];
    size_t count;
};

struct figures {
    double map, ndcg, mrr;
    size_t queries;
};

static struct nd_str next_field(struct nd_str *line) {
    size_t tab = nd_str_find_char(*line, '\t');
    struct nd_str field = nd_str_slice(*line, 0, tab);

    *line = nd_str_skip(*line, tab == SIZE_MAX ? line->len : tab + 1);
    return field;
}

static void read_judgements(const char *folder, struct nd_arena *arena, struct judgements *judgements) {
    struct nd_str rest = read_file(nd_arena_printf(arena, "%s/qrels.tsv", folder).ptr, arena), line;

    while (nd_str_next_line(&rest, &line)) {
        struct judgement j = {.query = next_field(&line)};
        uint64_t grade = 0;
        j.document = nd_article_key(next_field(&line), arena);
        (void)nd_str_to_uint(nd_str_trim(line), &grade);
        j.grade = (int)grade;
        judgements->list =
            nd_alloc_grow(judgements->list, &judgements->capacity, judgements->count + 1, sizeof j);
        judgements->list[judgements->count++] = j;
    }
}

static int grade_of(const struct judgements *judgements, struct nd_str query, struct nd_str document) {
    for (size_t i = 0; i < judgements->count; i++)
        if (nd_str_eq(judgements->list[i].query, query) && nd_str_eq(judgements->list[i].document, document))
            return judgements->list[i].grade;
    return 0;
}

static enum nd_status take_hit(void *context, const struct nd_hit *hit, struct nd_error *err) {
    struct results *results = context;

    (void)err;
    if (results->count < DEPTH)
        results->documents[results->count++] = nd_article_key(hit->path, results->arena);
    return ND_OK;
}

static int descending(const void *a, const void *b) {
    return *(const int *)b - *(const int *)a;
}

static double gain(int grade, size_t rank) {
    return (pow(2, grade) - 1) / log2((double)rank + 2);
}

static void judge(const struct judgements *judgements, struct nd_str query, const struct results *results,
                  struct figures *figures) {
    int *grades = nd_alloc_array(judgements->count + 1, sizeof *grades);
    size_t relevant = 0, found = 0;
    double dcg = 0, ideal = 0, precision = 0, first = 0;

    for (size_t i = 0; i < judgements->count; i++)
        if (nd_str_eq(judgements->list[i].query, query) && judgements->list[i].grade > 0)
            grades[relevant++] = judgements->list[i].grade;
    qsort(grades, relevant, sizeof *grades, descending);
    for (size_t i = 0; i < relevant && i < TOP; i++)
        ideal += gain(grades[i], i);
    for (size_t i = 0; i < results->count; i++) {
        int grade = grade_of(judgements, query, results->documents[i]);
        if (grade <= 0)
            continue;
        precision += (double)++found / (double)(i + 1);
        first = first > 0 ? first : 1.0 / (double)(i + 1);
        if (i < TOP)
            dcg += gain(grade, i);
    }
    free(grades);
    if (relevant == 0)
        return;
    figures->map += precision / (double)relevant;
    figures->ndcg += dcg / ideal;
    figures->mrr += first;
    figures->queries++;
}

static enum nd_status search(struct nd_index *index, struct nd_str text, const struct nd_bm25f *ranking,
                             int64_t limit, struct results *results, struct nd_error *err) {
    struct nd_query_settings settings = {.any = true};
    struct nd_search_options options = {.any = true, .limit = limit, .ranking = ranking};
    struct nd_query *query = nd_query_parse(text, &settings, results->arena);
    int64_t count;

    results->count = 0;
    return nd_index_search(index, query, &options, take_hit, results, &count, err);
}

static void set(struct nd_bm25f *ranking, const char *assignment) {
    static const char columns[] = "tekb";
    double value = strtod(strchr(assignment, '=') + 1, NULL);
    const char *column = strchr(columns, assignment[1]);

    if (strncmp(assignment, "k1=", 3) == 0)
        ranking->k1 = value;
    else if (strncmp(assignment, "adjacency=", 10) == 0)
        ranking->adjacency = value;
    else if (strncmp(assignment, "k3=", 3) == 0)
        ranking->k3 = value;
    else if (strncmp(assignment, "copy=", 5) == 0)
        ranking->derived_title_weight = value;
    else if (strncmp(assignment, "likeness=", 9) == 0)
        ranking->feedback = value;
    else if (strncmp(assignment, "spread=", 7) == 0)
        ranking->feedback_spread = value;
    else if (strncmp(assignment, "text=", 5) == 0)
        ranking->b_of_text = value;
    else if (strncmp(assignment, "b=", 2) == 0)
        for (int i = 0; i < ND_COLUMNS; i++)
            ranking->b[i] = value;
    else if (column != NULL && assignment[0] == 'w')
        ranking->weights[column - columns] = value;
    else if (column != NULL && assignment[0] == 'b')
        ranking->b[column - columns] = value;
}

int main(int argc, char **argv) {
    struct nd_bm25f ranking = nd_bm25f_default;
    struct nd_arena *arena = nd_arena_new(), *scratch = nd_arena_new();
    struct judgements judgements = {0};
    struct figures figures = {0};
    struct nd_error err = ND_ERROR_INIT;
    struct nd_index *index = NULL;
    struct results *deep = nd_alloc_array(1, sizeof *deep), *top = nd_alloc_array(1, sizeof *top);
    struct nd_str queries, line;

    if (argc < 3)
        return fprintf(stderr, "usage: eval DATABASE COLLECTION [NAME=VALUE...]\n"), 2;
    for (int i = 3; i < argc; i++)
        set(&ranking, argv[i]);
    read_judgements(argv[2], arena, &judgements);
    queries = read_file(nd_arena_printf(arena, "%s/queries.tsv", argv[2]).ptr, arena);
    if (nd_index_open(argv[1], ND_INDEX_READ, 0, &index, &err) != ND_OK)
        return fprintf(stderr, "eval: %s\n", err.message), 2;
    deep->arena = top->arena = scratch;
    while (nd_str_next_line(&queries, &line)) {
        struct nd_str id = next_field(&line);
        struct figures before = figures;
        nd_arena_reset(scratch);
        if (search(index, line, &ranking, DEPTH, deep, &err) != ND_OK ||
            search(index, line, &ranking, TOP, top, &err) != ND_OK)
            return fprintf(stderr, "eval: %s\n", err.message), 2;
        judge(&judgements, id, deep, &figures);
        before.map = figures.map; /* precision over a thousand, the rest as a person sees it: the first ten */
        judge(&judgements, id, top, &before);
        figures.ndcg = before.ndcg;
        figures.mrr = before.mrr;
    }
    printf("%s\tq=%zu\tMAP=%.4f\tnDCG@10=%.4f\tMRR=%.4f\n", argv[2], figures.queries,
           figures.map / (double)figures.queries, figures.ndcg / (double)figures.queries,
           figures.mrr / (double)figures.queries);
    nd_index_close(index);
    free(judgements.list);
    free(deep);
    free(top);
    nd_arena_free(arena);
    nd_arena_free(scratch);
    return 0;
}
