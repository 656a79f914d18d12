/*
 * Fits the weights of src/article/page/title_weights.c and says how good they are.
 *
 *     fit_title GOLD.jsonl FOLDER [all] > src/article/page/title_weights.c
 *
 * GOLD has one page a line: "file" and, where it is known, "title". Learnt from is the first half of the
 * pages, the others are for checking; with "all" it is learnt from all. Which candidate of a page is its
 * title is a choice among them (McFadden's conditional logit) with a penalty on the squares of the weights,
 * climbed by gradient with steps of their own for each weight (RPROP: Riedmiller and Braun 1993). Figures go
 * to stderr.
 */
#include "article/html_metadata.h"
#include "document/front_matter.h"
#include "read_file.h"

#include "newsdex/source.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

enum { MAX_PAGES = 2000, ROUNDS = 400, N = ND_TITLE_FEATURES, LEARN_FROM = 250, FOLDS = 5 };

struct page {
    float *x; /* rows of N, one a candidate */
    bool *is_right;
    size_t count, number;
    bool is_solvable;
    struct nd_str name;
    struct nd_titles titles;
};

static struct page pages[MAX_PAGES];
static size_t page_count, dim;
static struct nd_arena *arena;
static const char *names[N];
static double prior[N];

/* What is rare among the pages learnt from, and sure nevertheless: weights are drawn towards these. */
static const struct {
    const char *name;
    double weight;
} sure[] = {{"site", -2},
            {"host", -2},
            {"links home", -2},
            {"label", -2},
            {"line, unlike stated", -2},
            {"line, sentence", -1},
            {"links to itself", 1},
            {"linked", -1},
            {"in nav", -1},
            {"in <nav>", -1},
            {"in comment", -1},
            {"near comment", -1},
            {"in <footer>", -1},
            {"piece", -2},
            {"last piece", -0.5},
            {"shared with stated", 1},
            {"end of path", 1}};
static const double penalty = 0.7;

static struct nd_str lower(struct nd_str s) {
    struct nd_buf out = {0};
    char bytes[4];

    s = nd_text_on_one_line(nd_str_trim(s), arena);
    for (size_t i = 0; i < s.len;) {
        uint32_t c;
        i += nd_utf8_decode(nd_str_skip(s, i), &c);
        if (c != 0xAD && c != 0x200B && c != 0xFEFF)
            nd_buf_add(&out,
                       nd_str_of(bytes, nd_utf8_encode(
                                            c == 0xA0 ? ' ' : (uint32_t)utf8proc_tolower((utf8proc_int32_t)c),
                                            bytes)));
    }
    return nd_arena_take(arena, &out);
}

static void read_page(struct page *page, const char *folder, struct nd_str title) {
    struct nd_document document;
    struct nd_problems problems;
    struct nd_article article = {0};
    struct nd_record_builder builder = {
        .arena = arena, .problems = &problems, .document = &document, .article = &article};
    struct nd_title_evidence evidence;

    nd_problems_init(&problems, arena);
    if (!read_document(folder, page->name, arena, &document) || document.markup != ND_HTML)
        return;
    builder.main = nd_main_text_read(&document, nd_html_metadata_text(&document), ND_STR_NONE, arena);
    nd_html_title_evidence(&builder, &evidence);
    nd_titles_gather(&evidence, arena, &page->titles);
    page->count = page->titles.count;
    page->x = calloc(page->count + 1, N * sizeof *page->x);
    page->is_right = calloc(page->count + 1, sizeof *page->is_right);
    for (size_t i = 0; i < page->count; i++) {
        dim = nd_title_features(&page->titles, i, page->x + i * N, names);
        page->is_right[i] = nd_str_eq(lower(page->titles.candidates[i].text), lower(title));
        page->is_solvable = page->is_solvable || page->is_right[i];
    }
}

static double score(const struct page *page, size_t i, const double *w) {
    double sum = 0;

    for (size_t k = 0; k < dim; k++)
        sum += w[k] * (double)page->x[i * N + k];
    return sum;
}

/* Adds the gradient of the logarithm of the odds that a right one is chosen. */
static void climb(const struct page *page, const double *w, double *gradient) {
    double *p = calloc(page->count, sizeof *p), all = 0, right = 0, most = -1e9;

    for (size_t i = 0; i < page->count; i++) {
        p[i] = score(page, i, w);
        most = p[i] > most ? p[i] : most;
    }
    for (size_t i = 0; i < page->count; i++) {
        p[i] = exp(p[i] - most);
        all += p[i];
        right += page->is_right[i] ? p[i] : 0;
    }
    for (size_t i = 0; i < page->count; i++)
        for (size_t k = 0; k < dim; k++)
            gradient[k] +=
                (double)page->x[i * N + k] * ((page->is_right[i] ? p[i] / (right + 1e-12) : 0) - p[i] / all);
    free(p);
}

static bool is_learnt_from(const struct page *page, bool all, int fold) {
    return (all || page->number < LEARN_FROM) && (fold < 0 || (int)(page->number % FOLDS) != fold);
}

static void fit(bool all, int fold, double *w) {
    double step[N], before[N] = {0};

    memcpy(w, prior, sizeof prior);
    for (size_t k = 0; k < N; k++)
        step[k] = 0.1;
    for (int round = 0; round < ROUNDS; round++) {
        double gradient[N] = {0};
        for (size_t i = 0; i < page_count; i++)
            if (pages[i].is_solvable && is_learnt_from(&pages[i], all, fold))
                climb(&pages[i], w, gradient);
        for (size_t k = 0; k < dim; k++) {
            gradient[k] -= penalty * (w[k] - prior[k]);
            step[k] *= gradient[k] * before[k] > 0 ? 1.2 : gradient[k] * before[k] < 0 ? 0.5 : 1;
            step[k] = step[k] > 1 ? 1 : step[k];
            w[k] += gradient[k] > 0 ? step[k] : gradient[k] < 0 ? -step[k] : 0;
            before[k] = gradient[k];
        }
    }
}

static bool is_chosen_right(const struct page *page, const double *w) {
    size_t best = 0;

    for (size_t i = 1; i < page->count; i++)
        best = score(page, i, w) > score(page, best, w) ? i : best;
    return page->count > 0 && page->is_right[best];
}

static void say(const char *what, size_t right, size_t solvable, size_t count) {
    fprintf(stderr, "%-16s pages %zu with the title among the candidates %zu right %zu\n", what, count,
            solvable, right);
}

static void check(bool is_learnt, const double *w) {
    size_t right = 0, solvable = 0, count = 0;

    for (size_t i = 0; i < page_count; i++) {
        if ((pages[i].number < LEARN_FROM) != is_learnt)
            continue;
        count++;
        solvable += pages[i].is_solvable;
        right += is_chosen_right(&pages[i], w);
    }
    say(is_learnt ? "learnt from" : "kept apart", right, solvable, count);
}

static void cross(bool all) {
    size_t right = 0, count = 0, solvable = 0;
    double w[N];

    for (int fold = 0; fold < FOLDS; fold++) {
        fit(all, fold, w);
        for (size_t i = 0; i < page_count; i++) {
            if ((int)(pages[i].number % FOLDS) != fold || (!all && pages[i].number >= LEARN_FROM))
                continue;
            count++;
            solvable += pages[i].is_solvable;
            right += is_chosen_right(&pages[i], w);
        }
    }
    say("cross-validation", right, solvable, count);
}

int main(int argc, char **argv) {
    struct nd_str gold, line, title;
    struct nd_problems problems;
    double w[N];
    size_t number = 0;
    bool all = argc > 3 && strcmp(argv[3], "all") == 0;

    if (argc < 3)
        return 2;
    arena = nd_arena_new();
    for (gold = read_file(argv[1], arena); page_count < MAX_PAGES && nd_str_next_line(&gold, &line);
         number++) {
        const struct nd_value *v;
        nd_problems_init(&problems, arena);
        v = nd_yaml_read(line, 1, NULL, arena, &problems);
        title = v == NULL ? ND_STR_NONE : nd_value_text(nd_value_get(v, ND_STR("title")));
        if (title.len == 0)
            continue;
        pages[page_count].number = number;
        pages[page_count].name = nd_value_text(nd_value_get(v, ND_STR("file")));
        read_page(&pages[page_count++], argv[2], title);
    }
    for (size_t i = 0; i < sizeof sure / sizeof *sure; i++)
        for (size_t k = 0; k < dim; k++)
            prior[k] = strcmp(names[k], sure[i].name) == 0 ? sure[i].weight : prior[k];
    cross(all);
    fit(all, -1, w);
    check(true, w);
    check(false, w);
    puts("#include \"article/page/title.h\"\n\n/* Written by tests/eval/fit_title.c, which says how. */\n"
         "const float nd_title_weights[ND_TITLE_FEATURES] = {");
    for (size_t k = 0; k < dim; k++)
        printf("    %.3fF, /* %s */\n", w[k], names[k]);
    puts("};");
    return 0;
}
