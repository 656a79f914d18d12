/*
 * Searching by posting lists finds what FTS5's own MATCH finds: random articles, some replaced and removed
 * over several transactions so that the index has several segments with deletions, and random queries.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "index/fulltext/lengths.h"
#include "index/search/bm25f.h"
#include "index/search/match.h"
#include "index/search/search.h"
#include "newsdex/alloc.h"
#include "newsdex/index.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ARTICLES = 400, ROUNDS = 6, QUERIES = 3000 };

static uint32_t seed = 12345;

static uint32_t draw(uint32_t below) {
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % below;
}

/* Frequent words first, one so frequent that its list runs over several pages. */
static const char *const words[] = {
    "the",  "market", "Market’s", "model",    "models",   "modelling", "río",  "rio", "thé",   "running",
    "runs", "東京都", "京都",     "election", "minister", "Straße",    "qwen", "7b",  "don't", "zebra"};

static const char *draw_word(void) {
    uint32_t n = sizeof words / sizeof *words, at = draw(n);

    return words[at < draw(n) ? at : draw(at + 1)];
}

static struct nd_str draw_text(struct nd_arena *arena, uint32_t count) {
    struct nd_buf text = {0};
    struct nd_str copy;

    while (count-- > 0) {
        nd_buf_add_z(&text, draw_word());
        nd_buf_add_char(&text, draw(9) == 0 ? '\n' : ' ');
    }
    copy = nd_arena_str(arena, nd_buf_str(&text));
    nd_buf_free(&text);
    return copy;
}

static void put_article(struct nd_index *index, uint32_t number, struct nd_arena *arena) {
    static const char *const languages[] = {"en", "es", "fr", "ja"};
    struct nd_problems problems;
    struct nd_article article = {.metadata = nd_value_new(arena, ND_MAP)};
    struct nd_index_input input = {.article = &article, .problems = &problems};
    struct nd_error err = ND_ERROR_INIT;
    enum nd_change change;

    nd_problems_init(&problems, arena);
    input.path = nd_arena_printf(arena, "/none/%u.txt", number);
    article.path = input.path;
    article.key = nd_article_key(input.path, arena);
    article.title = draw_text(arena, 1 + draw(6));
    article.excerpt = draw(2) ? draw_text(arena, draw(20)) : ND_STR_NONE;
    article.body = draw_text(arena, draw(10) == 0 ? 3000 : draw(80));
    article.language = nd_str_from(languages[draw(16) / 5]);
    if (draw(5) > 0)
        article.published_at = nd_arena_printf(arena, "20%u-%02u-11", 10 + draw(14), 1 + draw(12));
    assert_int_equal(nd_index_put(index, &input, &change, &err), ND_OK);
}

static struct nd_index *fill(const char *path) {
    struct nd_index *index = NULL;
    struct nd_error err = ND_ERROR_INIT;
    struct nd_arena *arena = nd_arena_new();
    bool removed;

    assert_int_equal(nd_index_open(path, ND_INDEX_WRITE, 0, &index, &err), ND_OK);
    for (int round = 0; round < ROUNDS; round++) {
        assert_int_equal(nd_index_begin(index, &err), ND_OK);
        for (uint32_t i = 0; i < ARTICLES; i++)
            if (round == 0 || draw(8) == 0)
                put_article(index, i, arena);
        for (int i = 0; i < 5; i++) {
            int64_t id = 1 + draw(ARTICLES);
            struct nd_str gone = nd_arena_printf(arena, "/none/%lld.txt", (long long)id - 1);
            assert_int_equal(nd_index_remove(index, id, gone, &removed, &err), ND_OK);
        }
        assert_int_equal(nd_index_commit(index, &err), ND_OK);
        nd_arena_reset(arena);
    }
    assert_int_equal(nd_index_finish(index, &err), ND_OK);
    nd_arena_free(arena);
    return index;
}

static struct nd_str draw_query(struct nd_arena *arena) {
    static const char *const patterns[] = {
        "%s",           "%s %s",        "\"%s %s\"",     "%s OR %s",       "%s -%s",        "title:%s",
        "(%s | %s) %s", "\"%s %s\"~4",  "body:\"%s\"",   "%s -(%s OR %s)", "%s -\"%s %s\"", "%.4s*",
        "%s-%s",        "\"%s %s %s\"", "excerpt:%s %s", "-%s (%s OR %s)", "-%s",           "-%s -\"%s %s\""};
    const char *pattern = patterns[draw(sizeof patterns / sizeof *patterns)];
    char text[256];

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
#pragma GCC diagnostic ignored "-Wformat-security"
    snprintf(text, sizeof text, pattern, draw_word(), draw_word(), draw_word());
#pragma GCC diagnostic pop
    return nd_arena_str(arena, nd_str_from(text));
}

static size_t count_rows(struct nd_index *index, const char *sql, struct nd_str match) {
    struct nd_error err = ND_ERROR_INIT;
    sqlite3_stmt *stmt = nd_sql_prepare(index, nd_str_from(sql), &err);
    size_t count = 0;

    assert_non_null(stmt);
    sqlite3_bind_text64(stmt, 1, match.ptr, match.len, SQLITE_STATIC, SQLITE_UTF8);
    while (nd_sql_step(index, stmt, &err) == ND_OK)
        count++;
    sqlite3_finalize(stmt);
    return count;
}

/* How many articles FTS5 finds; of a query of nothing but exclusions, how many it leaves. */
static size_t count_match(struct nd_index *index, struct nd_str query_text, struct nd_arena *arena) {
    static const char find[] = "SELECT rowid FROM article_fts WHERE article_fts MATCH ?1";
    struct nd_query *query = nd_query_parse(query_text, NULL, arena);
    struct nd_match match;
    struct nd_error err = ND_ERROR_INIT;

    assert_int_equal(nd_match_prune(index, query, arena, &err), ND_OK);
    nd_match_build(index, query, arena, &match);
    if (match.wanted.ptr != NULL)
        return count_rows(index, find, match.wanted);
    if (match.excluded.ptr != NULL)
        return count_rows(index, "SELECT id FROM article WHERE ?1 <> ''", match.excluded) -
               count_rows(index, find, match.excluded);
    return 0;
}

static void same_as_match(void **state) {
    char path[] = "/tmp/newsdex-search-XXXXXX";
    int fd = mkstemp(path);
    struct nd_index *index;
    struct nd_arena *arena = nd_arena_new();
    struct nd_error err = ND_ERROR_INIT;
    struct nd_search_options options = {.references = true};
    size_t found = 0;

    (void)state;
    assert_true(fd >= 0);
    close(fd);
    index = fill(path);
    for (int i = 0; i < QUERIES; i++) {
        struct nd_str text = draw_query(arena);
        size_t expected = count_match(index, text, arena);
        int64_t count = 0;
        assert_int_equal(
            nd_index_search_count(index, nd_query_parse(text, NULL, arena), &options, &count, &err), ND_OK);
        if ((size_t)count != expected)
            print_message("query %s\n", text.ptr);
        assert_int_equal(count, expected);
        found += expected > 0;
        nd_arena_reset(arena);
    }
    assert_true(found > QUERIES / 2);
    nd_index_close(index);
    nd_arena_free(arena);
    unlink(path);
}

enum { TOP = 100 };

struct top {
    int64_t ids[TOP];
    double scores[TOP];
    size_t count;
};

static enum nd_status take_hit(void *context, const struct nd_hit *hit, struct nd_error *err) {
    struct top *top = context;

    (void)err;
    if (top->count < TOP) {
        top->ids[top->count] = hit->id;
        top->scores[top->count++] = hit->score;
    }
    return ND_OK;
}

/* Words with operators between them, most often OR: "a OR b AND c OR (d e)". */
static struct nd_str draw_operators(struct nd_arena *arena, uint32_t count) {
    static const char *const joints[] = {" OR ", " OR ", " | ", " AND ", " ", " OR (market models) OR ",
                                         " -"};
    struct nd_buf text = {0};
    struct nd_str copy;

    for (nd_buf_add_z(&text, draw_word()); count > 0; count--) {
        nd_buf_add_z(&text, joints[draw(sizeof joints / sizeof *joints)]);
        nd_buf_add_z(&text, draw_word());
    }
    copy = nd_arena_str(arena, nd_buf_str(&text));
    nd_buf_free(&text);
    return copy;
}

/* Some weights of a ranking; feedback, which depends on how many are compared, is left as it is. */
static struct nd_bm25f draw_ranking(void) {
    struct nd_bm25f ranking = nd_bm25f_default;

    ranking.k1 = 0.5 + draw(20) / 10.0;
    ranking.adjacency = draw(3) / 10.0;
    for (int i = 0; i < ND_COLUMNS; i++) {
        ranking.weights[i] = 0.5 + draw(10) / 2.0;
        ranking.b[i] = draw(10) / 10.0;
    }
    return ranking;
}

/* The best by upper bounds are the first of all, whatever the weights and filters, and all are what counting
 * finds. */
static void best_are_best(void **state) {
    char path[] = "/tmp/newsdex-search-XXXXXX";
    int fd = mkstemp(path);
    struct nd_index *index;
    struct nd_arena *arena = nd_arena_new();
    struct nd_error err = ND_ERROR_INIT;

    (void)state;
    assert_true(fd >= 0);
    close(fd);
    index = fill(path);
    for (int i = 0; i < 600; i++) {
        struct nd_query_settings settings = {.any = i % 2 == 0};
        struct nd_bm25f ranking = draw_ranking();
        int64_t limit = i % 5 == 0 ? TOP : 10;
        struct nd_search_options options = {.any = settings.any, .limit = limit, .ranking = &ranking};
        struct nd_str text = i % 3 == 0 ? draw_text(arena, 3 + draw(12)) : draw_operators(arena, draw(9));
        struct top few = {.count = 0}, all = {.count = 0};
        int64_t count, counted;
        if (i % 4 == 0)
            text = nd_arena_printf(arena, "%s %s", text.ptr, i % 8 == 0 ? "lang:en" : "after:2016");
        assert_int_equal(nd_index_search(index, nd_query_parse(text, &settings, arena), &options, take_hit,
                                         &few, &count, &err),
                         ND_OK);
        options.limit = 0;
        assert_int_equal(nd_index_search(index, nd_query_parse(text, &settings, arena), &options, take_hit,
                                         &all, &count, &err),
                         ND_OK);
        assert_int_equal(few.count, count < limit ? count : limit);
        assert_int_equal(
            nd_index_search_count(index, nd_query_parse(text, &settings, arena), &options, &counted, &err),
            ND_OK);
        assert_int_equal(counted, count);
        for (size_t k = 0; k < few.count; k++)
            assert_true(few.scores[k] > all.scores[k] - 0.0001 && few.scores[k] < all.scores[k] + 0.0001);
        nd_arena_reset(arena);
    }
    nd_index_close(index);
    nd_arena_free(arena);
    unlink(path);
}

/* Scores to the last digit, and articles, are those of a search that scores every match: nothing is skipped
 * that belongs to the best. */
static void skipping_changes_nothing(void **state) {
    static const char *const filters[] = {"", "", "", " lang:en", " after:2016", " lang:ja before:2020"};
    char path[] = "/tmp/newsdex-search-XXXXXX";
    int fd = mkstemp(path);
    struct nd_index *index;
    struct nd_arena *arena = nd_arena_new();
    struct nd_error err = ND_ERROR_INIT;

    (void)state;
    assert_true(fd >= 0);
    close(fd);
    index = fill(path);
    for (int i = 0; i < 800; i++) {
        struct nd_query_settings settings = {.any = draw(3) == 0};
        struct nd_bm25f ranking = draw_ranking();
        struct nd_search_options options = {
            .any = settings.any, .limit = 1 + draw(12), .ranking = &ranking, .sort = ND_SORT_RELEVANCE};
        struct nd_str text = draw(2) == 0 ? draw_query(arena) : draw_operators(arena, draw(5));
        struct top few = {.count = 0}, all = {.count = 0};
        int64_t count;
        ranking.adjacency = ranking.feedback = 0; /* which depend on how many are compared */
        text = nd_arena_printf(arena, "%s%s", text.ptr, filters[draw(6)]);
        assert_int_equal(nd_index_search(index, nd_query_parse(text, &settings, arena), &options, take_hit,
                                         &few, &count, &err),
                         ND_OK);
        options.limit = 0;
        assert_int_equal(nd_index_search(index, nd_query_parse(text, &settings, arena), &options, take_hit,
                                         &all, &count, &err),
                         ND_OK);
        assert_true(few.count <= all.count);
        for (size_t k = 0; k < few.count; k++) {
            if (few.ids[k] != all.ids[k] || memcmp(&few.scores[k], &all.scores[k], sizeof *few.scores) != 0)
                fail_msg("query %s, place %zu: %lld %.9g, not %lld %.9g", text.ptr, k, (long long)few.ids[k],
                         few.scores[k], (long long)all.ids[k], all.scores[k]);
        }
        nd_arena_reset(arena);
    }
    nd_index_close(index);
    nd_arena_free(arena);
    unlink(path);
}

struct wanted {
    struct nd_arena *arena;
    struct nd_hit hits[ARTICLES + 10];
    size_t count;
};

static enum nd_status keep_hit(void *context, const struct nd_hit *hit, struct nd_error *err) {
    struct wanted *wanted = context;
    struct nd_hit *kept = &wanted->hits[wanted->count++];

    (void)err;
    *kept = *hit;
    kept->language = nd_arena_str(wanted->arena, hit->language);
    kept->path = nd_arena_str(wanted->arena, hit->path);
    kept->published_at = nd_arena_str(wanted->arena, hit->published_at);
    return ND_OK;
}

static bool passes(const struct nd_hit *hit, int filter) {
    switch (filter) {
    case 0:
        return nd_str_eq(hit->language, ND_STR("en"));
    case 1:
        return nd_str_eq(hit->language, ND_STR("ja")) || nd_str_eq(hit->language, ND_STR("fr"));
    case 2:
        return hit->published_at.len > 0 && nd_str_cmp(hit->published_at, ND_STR("2023-06")) >= 0;
    case 3:
        return hit->published_at.len > 0 && nd_str_cmp(hit->published_at, ND_STR("2012")) >= 0;
    case 4:
        return nd_str_find(hit->path, ND_STR("7.txt")) != SIZE_MAX;
    default:
        return !nd_str_eq(hit->language, ND_STR("en")) && nd_str_find(hit->path, ND_STR("3")) != SIZE_MAX;
    }
}

/* Filters take away and change nothing else: in every order, however many are wanted. */
static void filters_take_away(void **state) {
    static const char *const filters[] = {"lang:EN",    "lang:ja lang:fr", "after:2023-06",
                                          "after:2012", "path:7.TXT",      "-lang:en path:3"};
    char path[] = "/tmp/newsdex-search-XXXXXX";
    int fd = mkstemp(path);
    struct nd_arena *arena = nd_arena_new();
    struct wanted *all = nd_alloc_array(1, sizeof *all), *few = nd_alloc_array(1, sizeof *few);
    struct nd_error err = ND_ERROR_INIT;
    struct nd_bm25f plain = nd_bm25f_default;
    struct nd_index *index;
    int64_t count;

    (void)state;
    assert_true(fd >= 0);
    close(fd);
    index = fill(path);
    plain.feedback = 0; /* what is raised depends on what else is there */
    for (int i = 0; i < 1200; i++) {
        int filter = (int)draw(6);
        struct nd_query_settings settings = {.any = draw(3) == 0};
        struct nd_search_options options = {
            .any = settings.any, .sort = (enum nd_sort)draw(4), .ranking = &plain};
        struct nd_str text = draw(6) > 0   ? draw_query(arena)
                             : draw(2) > 0 ? ND_STR("-market -qwen")
                                           : ND_STR("");
        struct nd_str filtered = nd_arena_printf(arena, "%s %s", text.ptr, filters[filter]);
        size_t kept = 0;
        all->arena = few->arena = arena;
        all->count = few->count = 0;
        assert_int_equal(nd_index_search(index, nd_query_parse(text, &settings, arena), &options, keep_hit,
                                         all, &count, &err),
                         ND_OK);
        options.limit = draw(3) == 0 ? 0 : 1 + draw(15);
        assert_int_equal(nd_index_search(index, nd_query_parse(filtered, &settings, arena), &options,
                                         keep_hit, few, &count, &err),
                         ND_OK);
        for (size_t k = 0; k < all->count; k++) {
            if (!passes(&all->hits[k], filter))
                continue;
            if (kept < few->count && few->hits[kept].id != all->hits[k].id)
                print_message("query %s, sort %d\n", filtered.ptr, options.sort);
            if (kept < few->count)
                assert_int_equal(few->hits[kept].id, all->hits[k].id);
            kept++;
        }
        assert_int_equal(few->count,
                         options.limit > 0 && (size_t)options.limit < kept ? (size_t)options.limit : kept);
        assert_int_equal(
            nd_index_search_count(index, nd_query_parse(filtered, &settings, arena), &options, &count, &err),
            ND_OK);
        assert_int_equal(count, kept);
        nd_arena_reset(arena);
    }
    nd_index_close(index);
    nd_arena_free(arena);
    free(all);
    free(few);
    unlink(path);
}

static void put_text(struct nd_index *index, const char *text, struct nd_arena *arena) {
    struct nd_problems problems;
    struct nd_article article = {.metadata = nd_value_new(arena, ND_MAP)};
    struct nd_index_input input = {.article = &article, .problems = &problems};
    struct nd_error err = ND_ERROR_INIT;
    enum nd_change change;

    nd_problems_init(&problems, arena);
    input.path = nd_arena_printf(arena, "/none/%s.txt", text);
    article.path = input.path;
    article.key = nd_article_key(input.path, arena);
    article.title = article.body = nd_str_from(text);
    article.language = ND_STR("de");
    assert_int_equal(nd_index_begin(index, &err), ND_OK);
    assert_int_equal(nd_index_put(index, &input, &change, &err), ND_OK);
    assert_int_equal(nd_index_commit(index, &err), ND_OK);
}

static int64_t count_found(struct nd_index *index, const char *text, struct nd_arena *arena) {
    struct nd_search_options options = {.references = true};
    struct nd_error err = ND_ERROR_INIT;
    int64_t count = -1;

    assert_int_equal(
        nd_index_search_count(index, nd_query_parse(nd_str_from(text), NULL, arena), &options, &count, &err),
        ND_OK);
    return count;
}

/* What a handle has learned about compounds holds as long as nobody writes: neither another nor itself. */
static void compounds_are_of_now(void **state) {
    char path[] = "/tmp/newsdex-search-XXXXXX";
    int fd = mkstemp(path);
    struct nd_index *writer, *reader;
    struct nd_arena *arena = nd_arena_new();
    struct nd_error err = ND_ERROR_INIT;

    (void)state;
    assert_true(fd >= 0);
    close(fd);
    assert_int_equal(nd_index_open(path, ND_INDEX_WRITE, 0, &writer, &err), ND_OK);
    put_text(writer, "Wahl Kampf Bundestag", arena);
    assert_int_equal(nd_index_open(path, ND_INDEX_READ, 0, &reader, &err), ND_OK);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(count_found(reader, "Wahl", arena), 1);
        assert_int_equal(count_found(writer, "Wahl", arena), 1);
    }
    put_text(writer, "Wahlkampf", arena);
    assert_int_equal(count_found(reader, "Wahl", arena), 2);
    assert_int_equal(count_found(writer, "Wahl", arena), 2);
    put_text(writer, "Bundestagswahl", arena);
    assert_int_equal(count_found(writer, "Wahl", arena), 3);
    assert_int_equal(count_found(reader, "Wahl", arena), 3);
    nd_index_close(reader);
    nd_index_close(writer);
    nd_arena_free(arena);
    unlink(path);
}

static void norm_codes(void **state) {
    (void)state;
    for (uint32_t n = 0; n < 400000; n += 1 + n / 40) {
        uint32_t back = nd_lengths_length(nd_lengths_code(n));
        assert_true(back <= n && n - back <= n / 16);
        assert_true(n >= 32 || back == n);
    }
    assert_int_not_equal(nd_lengths_code(UINT64_MAX), ND_LENGTH_DERIVED_TITLE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_as_match),
        cmocka_unit_test(best_are_best),
        cmocka_unit_test(skipping_changes_nothing),
        cmocka_unit_test(filters_take_away),
        cmocka_unit_test(compounds_are_of_now),
        cmocka_unit_test(norm_codes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
