/*
 * What the tests that run any query share: a small database of articles in several languages, and one query
 * put through the whole of a search. Whatever was typed, nothing is an error and the answers agree.
 */
#ifndef TESTS_ANY_QUERY_H
#define TESTS_ANY_QUERY_H

#include "newsdex/index.h"
#include "newsdex/limits.h"
#include "newsdex/terms.h"
#include "newsdex/utf8.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const any_query_texts[] = {
    "---\ntitle: Harbour cranes run on power from the quay\ndate: 2023-07-26\ntags: [Ports, AT&T, C++]\n"
    "lang: en\nprovider: Example Shipping News\nurl: https://example.org/cranes?a=1\ntype: article\n---\n"
    "Eleven cranes of the U.S. harbour don't burn oil. The cranes run, they ran, running costs fall.\n",
    "---\ntitle: Open models catch up\ndate: 2023-08-03\nkeywords: [Open Models, Qwen-7B]\nlang: en\n"
    "related:\n  - title: Cranes\n    url: https://example.org/cranes\n  - title: Elsewhere\n    date: "
    "2022\n---\n"
    "Qwen-7B and Llama 2 are open models; GPT-4 is none. The rules on AI come later.\n",
    "L’ironie du sort\n\nL’œuvre n’a pas été achevée à Łódź. Les élèves rentrent chez eux avant la tempête, "
    "et les modèles ouverts de l’atelier n’y changent rien, dit la préfecture.\n",
    "Die Straße ist gesperrt\n\nÜber die Brücke fährt seit Montag kein Zug mehr. Die Häuser am Fluß stehen "
    "leer, und auf der Straße nach Köln warten die Leute auf das Ende der Flut.\n",
    "---\ntitle: 中国的开放模型\nlang: zh\ncategory: "
    "科技\n---\n阿里巴巴发布了开放模型。模型可以读写中文和英文，研究人员说。\n",
    "---\ntitle: 東京都の電車\nlang: ja\n---\n東京都では電車が止まった。カナとかなの混ざった文。\n",
    "---\ntitle: รถไฟหยุดวิ่ง\nlang: th\n---\nรถไฟหยุดวิ่งเพราะน้ำท่วม ประชาชนรอรถที่สถานี\n",
    "The the the of and to in\n\nA a an the of. The words of this text are function words, to be or not.\n",
};

enum { ANY_QUERY_TEXTS = sizeof any_query_texts / sizeof *any_query_texts };

/* The query at hand, to be named when something is not as it should be. */
static struct nd_str any_query_text;

static inline void any_query_require(bool condition, const char *what) {
    if (condition)
        return;
    fprintf(stderr, "not so: %s, for the query ", what);
    for (size_t i = 0; i < any_query_text.len && i < 200; i++)
        fprintf(stderr, any_query_text.ptr[i] < ' ' ? "\\x%02x" : "%c", (unsigned char)any_query_text.ptr[i]);
    fputc('\n', stderr);
    abort();
}

static inline void any_query_put(struct nd_index *index, size_t number, struct nd_arena *arena) {
    struct nd_problems problems;
    struct nd_article article;
    struct nd_index_input input = {.article = &article, .problems = &problems, .encoding = ND_STR("UTF-8")};
    struct nd_error err = ND_ERROR_INIT;
    enum nd_change change;

    nd_problems_init(&problems, arena);
    input.path = nd_arena_printf(arena, "/news/2023/%zu.md", number);
    nd_article_read(nd_str_from(any_query_texts[number]), input.path, arena, NULL, &problems, &article);
    any_query_require(nd_index_put(index, &input, &change, &err) == ND_OK, "an article is put");
}

/* Leaves no file behind but what is open: the database is written, opened for reading, and unlinked. */
static inline struct nd_index *any_query_index(void) {
    char path[] = "/tmp/newsdex-query-XXXXXX", other[sizeof path + 4];
    struct nd_arena *arena = nd_arena_new();
    struct nd_error err = ND_ERROR_INIT;
    struct nd_index *index = NULL;

    close(mkstemp(path));
    any_query_require(nd_index_open(path, ND_INDEX_WRITE, 0, &index, &err) == ND_OK, "a database is made");
    any_query_require(nd_index_begin(index, &err) == ND_OK, "a transaction begins");
    for (size_t i = 0; i < ANY_QUERY_TEXTS; i++)
        any_query_put(index, i, arena);
    any_query_require(nd_index_commit(index, &err) == ND_OK && nd_index_finish(index, &err) == ND_OK,
                      "the database is complete");
    nd_index_close(index);
    any_query_require(nd_index_open(path, ND_INDEX_READ, 0, &index, &err) == ND_OK, "it can be read");
    nd_arena_free(arena);
    unlink(path);
    snprintf(other, sizeof other, "%s-wal", path);
    unlink(other);
    snprintf(other, sizeof other, "%s-shm", path);
    unlink(other);
    return index;
}

struct any_query_hits {
    double last_score;
    bool is_ranked;
    uint64_t seen; /* ids of articles, a bit each */
};

static inline enum nd_status any_query_hit(void *context, const struct nd_hit *hit, struct nd_error *err) {
    struct any_query_hits *hits = context;
    uint64_t bit = hit->is_reference ? 0 : (uint64_t)1 << hit->id;

    (void)err;
    any_query_require((hits->seen & bit) == 0, "an article is found once");
    hits->seen |= bit;
    any_query_require(isfinite(hit->score) && hit->score >= 0, "a score is a number");
    any_query_require(!hits->is_ranked || hit->score <= hits->last_score, "the best come first");
    hits->last_score = hit->score;
    any_query_require(nd_utf8_valid(hit->snippet, NULL), "a snippet is UTF-8");
    for (size_t i = 0, end = 0; i < hit->mark_count; end = hit->marks[i++].end)
        any_query_require(hit->marks[i].start >= end && hit->marks[i].start < hit->marks[i].end &&
                              hit->marks[i].end <= hit->snippet.len,
                          "marks are in order and within the snippet");
    return ND_OK;
}

static inline enum nd_status any_query_facet(void *context, const struct nd_facet *facet,
                                             struct nd_error *err) {
    (void)context;
    (void)err;
    any_query_require(facet->count >= 0, "a value has articles, or is a day between others that have");
    return ND_OK;
}

/* A search with everything a person can ask for; the number of hits. */
static inline int64_t any_query_search(struct nd_index *index, struct nd_query *query,
                                       struct nd_search_options *options) {
    struct nd_buf explanation = {0};
    struct nd_error err = ND_ERROR_INIT;
    struct any_query_hits hits = {.last_score = INFINITY, .is_ranked = options->sort == ND_SORT_DEFAULT};
    int64_t count = -1;

    options->explain = &explanation;
    any_query_require(nd_index_search(index, query, options, any_query_hit, &hits, &count, &err) == ND_OK &&
                          count >= 0,
                      "a search succeeds");
    any_query_require(explanation.len > 0, "a search is explained");
    options->explain = NULL;
    nd_buf_free(&explanation);
    return count;
}

/* By language, which an article has one of or none: as many as were found. */
static inline void any_query_tabulate(struct nd_index *index, struct nd_query *query,
                                      const struct nd_search_options *options, struct nd_arena *arena,
                                      int64_t found) {
    struct nd_crosstab_request request = {
        .queries = &query, .query_count = 1, .ranked = 1, .options = options, .field_count = 2};
    struct nd_error err = ND_ERROR_INIT;
    struct nd_crosstab table;
    int64_t sum = 0;

    request.fields[0] = ND_FACET_LANGUAGE;
    request.fields[1] = found % 2 == 0 ? ND_FACET_WEEK : ND_FACET_LENGTH;
    any_query_require(nd_index_crosstab(index, &request, arena, &table, &err) == ND_OK, "it is tabulated");
    for (size_t i = 0; i < table.cell_count; i++)
        sum += table.cells[i].counts[0];
    any_query_require(sum == found, "the cells of a table hold what was found");
}

/* Typical words of what was found: no more than there are, each more frequent than in the rest. */
static inline void any_query_terms(struct nd_index *index, struct nd_query *query,
                                   const struct nd_search_options *options, struct nd_arena *arena) {
    const struct nd_terms_request request = {.query = query,
                                             .options = options,
                                             .has_period = query->filters != NULL,
                                             .period = ND_FACET_MONTH,
                                             .has_function_words = options->any,
                                             .has_phrases = true,
                                             .limit = 5,
                                             .min_articles = 1};
    struct nd_error err = ND_ERROR_INIT;
    struct nd_terms terms;

    any_query_require(nd_index_terms(index, &request, arena, &terms, &err) == ND_OK, "it has its words");
    any_query_require(terms.here.articles + terms.rest.articles <= ANY_QUERY_TEXTS,
                      "articles are counted once");
    for (size_t i = 0; i < terms.count; i++) {
        const struct nd_term *term = &terms.list[i];
        any_query_require(term->g2 > 0 && isfinite(term->log_ratio) && term->text.len > 0 &&
                              nd_utf8_valid(term->text, NULL) && term->here.articles > 0 &&
                              term->here.occurrences >= term->here.articles &&
                              term->here.occurrences <= terms.here.occurrences,
                          "a term is one");
    }
}

/* The same query serves for all of it: searching changes no meaning. */
static inline void any_query_ask(struct nd_index *index, struct nd_str text, bool any, bool references) {
    struct nd_query_settings settings = {.any = any, .today = {.year = 2023, .month = 8, .day = 31}};
    struct nd_search_options options = {
        .any = any, .references = references, .snippets = true, .context = (int)(1 + text.len % 40)};
    struct nd_arena *arena = nd_arena_new();
    struct nd_facet_receiver receiver = {.take = any_query_facet};
    struct nd_buf printed = {0}, advice = {0};
    struct nd_error err = ND_ERROR_INIT;
    struct nd_query *query = nd_query_parse(text, &settings, arena), *again;
    int64_t count = -1, found;

    any_query_text = text;
    nd_query_print(query, &printed);
    settings.any = false;
    again = nd_query_parse(nd_buf_str(&printed), &settings, arena);
    any_query_require(printed.len <= ND_MAX_QUERY && nd_query_equal(query, again),
                      "a query printed and parsed again is the same");
    found = any_query_search(index, query, &options);
    any_query_require(any_query_search(index, again, &options) == found, "its printed form finds as many");
    options.sort = text.len % 2 == 0 ? ND_SORT_NEWEST : ND_SORT_OLDEST;
    any_query_require(any_query_search(index, query, &options) == found, "in any order it finds as many");
    any_query_terms(index, query, &options, arena);
    options.sort = ND_SORT_ID;
    options.occurrences = (int)(1 + text.len % 7);
    options.in_sentence = text.len % 2 == 0;
    any_query_require(any_query_search(index, query, &options) == found, "with occurrences it finds as many");
    options.sort = ND_SORT_DEFAULT;
    options.occurrences = 0;
    any_query_require(nd_index_search_count(index, query, &options, &count, &err) == ND_OK && count == found,
                      "counting agrees with finding");
    any_query_require(nd_index_facets(index, query, &options, (enum nd_facet_field)(text.len % ND_FACETS),
                                      &receiver, &err) == ND_OK &&
                          receiver.matches == found,
                      "counting by a field agrees with finding");
    any_query_tabulate(index, query, &options, arena, found);
    any_query_require(nd_index_advise(index, query, &options, &advice, &err) == ND_OK &&
                          nd_utf8_valid(nd_buf_str(&advice), NULL),
                      "there is advice");
    nd_buf_free(&printed);
    nd_buf_free(&advice);
    nd_arena_free(arena);
}

#endif
