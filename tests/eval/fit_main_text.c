/*
 * Fits the weights of src/article/page/main_weights.c and says how good they are.
 *
 *     fit_main_text GOLD.jsonl FOLDER 3 html all > src/article/page/main_weights.c
 *     fit_main_text GOLD.jsonl FOLDER 1.5 text all > src/article/page/plain_weights.c
 *
 * GOLD has one page a line: "file", and in "keep" and "drop" some passages of it that belong to the article
 * or do not. A block with such a passage is a case to learn from. Without "all" only pages whose name has an
 * odd hash are learnt from; the others are for checking. Both looks are logistic regressions with a penalty
 * on the squares of the weights, solved by Newton's method; the second learns from what the first says of
 * pages it has not learnt from. Figures go to stderr: as five-fold cross-validation by page, and for the
 * pages that were kept apart.
 */
#include "article/html_metadata.h"
#include "article/page/main_text.h"
#include "document/front_matter.h"
#include "read_file.h"

#include "newsdex/source.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FOLDS = 5, MAX_PAGES = 2000, ROUNDS = 12, N = ND_MAIN_FEATURES };

struct page {
    struct nd_str name;
    const struct nd_value *keep, *drop;
    struct nd_main_text text;
    struct nd_page found; /* of text without tags */
    signed char *labels;  /* 1 keep, -1 drop, 0 unknown */
    float *case_weights;
    struct nd_str *flat; /* texts of blocks with blanks made single */
    int fold;            /* -1: kept apart */
};

static struct page pages[MAX_PAGES];
static size_t page_count;
static struct nd_arena *arena;
static double penalty = 3;
static bool is_plain; /* text without tags */
static const char *names[ND_MAIN_FEATURES];

static uint32_t hash_of(struct nd_str s) {
    uint32_t hash = 2166136261u;

    for (size_t i = 0; i < s.len; i++)
        hash = (hash ^ (unsigned char)s.ptr[i]) * 16777619;
    return hash ^ hash >> 15;
}

static void label(struct page *page, const struct nd_value *passages, signed char value) {
    for (const struct nd_value *v = passages == NULL ? NULL : passages->first; v != NULL; v = v->next) {
        struct nd_str wanted = nd_text_on_one_line(nd_value_text(v), arena);
        size_t found = 0;
        for (int pass = 0; pass < 2; pass++)
            for (size_t i = 0; i < page->text.count; i++) {
                if (wanted.len == 0 || nd_str_find(page->flat[i], wanted) == SIZE_MAX)
                    continue;
                found += pass == 0;
                if (pass == 1) {
                    page->labels[i] = page->labels[i] == -value ? 0 : value;
                    page->case_weights[i] = 1.0F / (float)found;
                }
            }
    }
}

static void read_page(struct page *page, const char *folder) {
    struct nd_document document;
    size_t i;

    if (!read_document(folder, page->name, arena, &document))
        return;
    if (is_plain ? !nd_page_find(document.blocks.first, arena, &page->found) ||
                       !nd_main_text_look_at_page(&document, &page->found, arena, &page->text)
                 : document.markup != ND_HTML ||
                       !nd_main_text_look(&document, document.title, nd_html_metadata_text(&document), arena,
                                          &page->text))
        return;
    page->labels = nd_arena_alloc(arena, page->text.count, 1);
    page->case_weights = nd_arena_alloc(arena, page->text.count, sizeof(float));
    page->flat = nd_arena_alloc(arena, page->text.count, sizeof *page->flat);
    for (i = 0; i < page->text.count; i++)
        page->flat[i] = nd_text_on_one_line(page->text.blocks[i].paragraph.block->text, arena);
    label(page, page->keep, 1);
    label(page, page->drop, -1);
}

/* ---- The regression ---- */

struct cases {
    float *x; /* rows of N */
    double *y, *w;
    size_t count, dim;
};

static bool is_case(const struct page *page, size_t i) {
    return page->labels != NULL && page->labels[i] != 0;
}

/* Cases of the pages whose fold is neither `without` nor `without_too` nor -1. */
static struct cases gather(bool is_second, int without, int without_too) {
    struct cases cases = {0};
    size_t capacity = 0;

    for (size_t p = 0; p < page_count; p++)
        for (size_t i = 0; pages[p].labels != NULL && i < pages[p].text.count; i++)
            capacity += is_case(&pages[p], i);
    cases.x = calloc(capacity + 1, N * sizeof *cases.x);
    cases.y = calloc(capacity + 1, sizeof *cases.y);
    cases.w = calloc(capacity + 1, sizeof *cases.w);
    for (size_t p = 0; p < page_count; p++)
        for (size_t i = 0; pages[p].labels != NULL && i < pages[p].text.count; i++) {
            if (pages[p].fold < 0 || pages[p].fold == without || pages[p].fold == without_too ||
                !is_case(&pages[p], i))
                continue;
            cases.dim = nd_main_features(&pages[p].text, i, is_second, cases.x + cases.count * N, names);
            cases.y[cases.count] = pages[p].labels[i] > 0;
            cases.w[cases.count++] = pages[p].case_weights[i];
        }
    return cases;
}

static void solve(double *a, double *b, size_t n) { /* Cholesky; a symmetric, positive; the result is in b */
    for (size_t j = 0; j < n; j++) {
        for (size_t k = 0; k < j; k++)
            a[j * N + j] -= a[j * N + k] * a[j * N + k];
        a[j * N + j] = sqrt(a[j * N + j]);
        for (size_t i = j + 1; i < n; i++) {
            for (size_t k = 0; k < j; k++)
                a[i * N + j] -= a[i * N + k] * a[j * N + k];
            a[i * N + j] /= a[j * N + j];
        }
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < i; k++)
            b[i] -= a[i * N + k] * b[k];
        b[i] /= a[i * N + i];
    }
    for (size_t i = n; i-- > 0;) {
        for (size_t k = i + 1; k < n; k++)
            b[i] -= a[k * N + i] * b[k];
        b[i] /= a[i * N + i];
    }
}

static void fit(const struct cases *cases, float *weights) {
    static double h[N * N], g[N], beta[N];
    size_t n = cases->dim;

    memset(beta, 0, sizeof beta);
    for (int round = 0; round < ROUNDS; round++) {
        memset(h, 0, sizeof h);
        for (size_t i = 0; i < n; i++) {
            double l = i == 0 ? 0.01 : penalty;
            h[i * N + i] = l;
            g[i] = -l * beta[i];
        }
        for (size_t c = 0; c < cases->count; c++) {
            const float *x = cases->x + c * N;
            double z = 0, p, w;
            for (size_t i = 0; i < n; i++)
                z += beta[i] * x[i];
            p = 1 / (1 + exp(-z));
            w = cases->w[c] * (p * (1 - p) + 1e-6);
            for (size_t i = 0; i < n; i++) {
                if (x[i] == 0)
                    continue;
                g[i] += cases->w[c] * (cases->y[c] - p) * x[i];
                for (size_t k = 0; k <= i; k++)
                    h[i * N + k] += w * x[i] * x[k];
            }
        }
        solve(h, g, n);
        for (size_t i = 0; i < n; i++)
            beta[i] += g[i];
    }
    for (size_t i = 0; i < N; i++)
        weights[i] = i < n ? (float)beta[i] : 0;
}

static void fit_look(bool is_second, int without, int without_too, float *weights) {
    struct cases cases = gather(is_second, without, without_too);

    fit(&cases, weights);
    free(cases.x);
    free(cases.y);
    free(cases.w);
}

/* Both looks from all pages but those of a fold. */
static void fit_both(int without, float weights[2][N]) {
    for (int fold = 0; fold < FOLDS; fold++) {
        if (fold == without)
            continue;
        fit_look(false, without, fold, weights[0]);
        memset(weights[1], 0, sizeof weights[1]);
        for (size_t p = 0; p < page_count; p++)
            if (pages[p].fold == fold && pages[p].labels != NULL)
                nd_main_text_score(&pages[p].text, (const float(*)[N])weights);
    }
    fit_look(true, without, without, weights[1]);
    fit_look(false, without, without, weights[0]);
}

/* ---- What comes of it ---- */

struct counts {
    size_t tp, fn, fp, tn, pages, empty;
};

static bool is_kept(const struct page *page, struct nd_str passage) {
    for (size_t i = 0; i < page->text.count; i++)
        if (page->text.blocks[i].score > 0 && nd_str_find(page->flat[i], passage) != SIZE_MAX)
            return true;
    return false;
}

static void count_page(const struct page *page, struct counts *counts) {
    const struct nd_value *v;
    bool is_empty = true;

    counts->pages++;
    for (size_t i = 0; page->labels != NULL && i < page->text.count; i++)
        is_empty = is_empty && page->text.blocks[i].score <= 0;
    counts->empty += is_empty;
    for (v = page->keep == NULL ? NULL : page->keep->first; v != NULL; v = v->next) {
        bool kept = page->labels != NULL && is_kept(page, nd_text_on_one_line(nd_value_text(v), arena));
        counts->tp += kept;
        counts->fn += !kept;
    }
    for (v = page->drop == NULL ? NULL : page->drop->first; v != NULL; v = v->next) {
        bool kept = page->labels != NULL && is_kept(page, nd_text_on_one_line(nd_value_text(v), arena));
        counts->fp += kept;
        counts->tn += !kept;
    }
}

static void say(const char *what, const struct counts *c) {
    double precision = (double)c->tp / (double)(c->tp + c->fp),
           recall = (double)c->tp / (double)(c->tp + c->fn);

    fprintf(stderr, "%-16s pages %zu precision %.4f recall %.4f F1 %.4f empty %zu\n", what, c->pages,
            precision, recall, 2 * precision * recall / (precision + recall), c->empty);
}

static void check(int fold, float weights[2][N], struct counts *counts) {
    for (size_t p = 0; p < page_count; p++) {
        if (pages[p].fold != fold)
            continue;
        if (pages[p].labels != NULL)
            nd_main_text_score(&pages[p].text, (const float(*)[N])weights);
        count_page(&pages[p], counts);
    }
}

static void print_weights(float weights[2][N]) {
    printf(
        "#include \"article/page/main_text.h\"\n\n/* Written by tests/eval/fit_main_text.c, which says how. "
        "First look, second look. */\nconst float nd_%s_weights[2][ND_MAIN_FEATURES] = {\n",
        is_plain ? "plain" : "main");
    for (int look = 0; look < 2; look++) {
        puts("    {");
        for (size_t i = 0; i < N && names[i] != NULL; i++)
            printf("        %.3fF, /* %s */\n", (double)weights[look][i], names[i]);
        puts("    },");
    }
    puts("};");
}

int main(int argc, char **argv) {
    static float weights[2][N];
    struct counts cross = {0}, apart = {0}, learnt = {0};
    struct nd_str gold, line;
    struct nd_problems problems;

    if (argc < 3)
        return 2;
    if (argc > 3)
        penalty = strtod(argv[3], NULL);
    is_plain = argc > 4 && strcmp(argv[4], "text") == 0;
    arena = nd_arena_new();
    gold = read_file(argv[1], arena);
    while (page_count < MAX_PAGES && nd_str_next_line(&gold, &line)) {
        struct page *page = &pages[page_count];
        const struct nd_value *v;
        uint32_t hash;
        nd_problems_init(&problems, arena);
        v = nd_yaml_read(line, 1, NULL, arena, &problems);
        if (v == NULL)
            continue;
        page->name = nd_value_text(nd_value_get(v, ND_STR("file")));
        page->keep = nd_value_get(v, ND_STR("keep"));
        page->drop = nd_value_get(v, ND_STR("drop"));
        hash = hash_of(page->name);
        page->fold = hash % 2 == 0 ? -1 : (int)(hash / 2 % FOLDS);
        if (argc > 5)
            page->fold = (int)(hash / 2 % FOLDS);
        read_page(page, argv[2]);
        page_count++;
    }
    for (int fold = 0; fold < FOLDS; fold++) {
        fit_both(fold, weights);
        check(fold, weights, &cross);
    }
    say("cross-validation", &cross);
    fit_both(FOLDS, weights);
    for (int fold = 0; fold < FOLDS; fold++)
        check(fold, weights, &learnt);
    say("learnt from", &learnt);
    check(-1, weights, &apart);
    say("kept apart", &apart);
    print_weights(weights);
    return 0;
}
