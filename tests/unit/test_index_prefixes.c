/*
 * Words with a beginning (a*) against a computation that looks at every word of every article: the same
 * articles, whatever else the query has; and where a query's prefixes stand for more than one query may read,
 * fewer of them, and a note.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "write_index.h"

enum { ARTICLES = 400, WORDS = 250, LETTERS = 9, SAME = 90, LONGEST = LETTERS + SAME + 1, ROUNDS = 300 };

/* Words of two letters begin alike most of the time. The first is that of the title. */
struct text {
    char words[WORDS][LONGEST];
};

static struct text texts[ARTICLES];
static char same[SAME + 1];
static bool is_found[ARTICLES];
static char path[64];

/* Begins with so many letters that are the same. */
static void make_word(char *word, size_t length) {
    size_t end = length + 1 + draw(LETTERS);

    memset(word, 'x', length);
    while (length < end)
        word[length++] = "xz"[draw(2)];
    word[length] = '\0';
}

static int build(void **state) {
    struct nd_error err = ND_ERROR_INIT;
    struct nd_arena *arena = nd_arena_new();
    struct nd_index *index;

    (void)state;
    draw_state = 20231;
    memset(same, 'x', SAME);
    new_path(path);
    index = open_index(path, ND_INDEX_WRITE);
    for (size_t i = 0; i < ARTICLES; i++) {
        struct nd_article article = {.path = nd_arena_printf(arena, "/n/%zu.txt", i),
                                     .metadata = nd_value_new(arena, ND_MAP)};
        struct nd_buf body = {0};
        if (i % 90 == 0) /* several segments */
            check_ok(nd_index_begin(index, &err), &err);
        for (size_t k = 0; k < WORDS; k++) {
            make_word(texts[i].words[k], draw(4) > 0 ? SAME : 0);
            if (k > 0)
                nd_buf_addf(&body, "%s ", texts[i].words[k]);
        }
        article.title = nd_arena_printf(arena, "%s", texts[i].words[0]);
        article.body = nd_arena_str(arena, nd_buf_str(&body));
        put_article(index, &article, NULL, arena);
        nd_buf_free(&body);
        if (i % 90 == 89 || i + 1 == ARTICLES)
            check_ok(nd_index_commit(index, &err), &err);
    }
    check_ok(nd_index_finish(index, &err), &err);
    nd_index_close(index);
    nd_arena_free(arena);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    remove_database(path);
    return 0;
}

static bool has_prefix(const struct text *text, const char *prefix, bool title_only) {
    for (size_t i = 0; i < (title_only ? 1 : WORDS); i++)
        if (strncmp(text->words[i], prefix, strlen(prefix)) == 0)
            return true;
    return false;
}

static enum nd_status take_hit(void *context, const struct nd_hit *hit, struct nd_error *err) {
    (void)context;
    (void)err;
    is_found[strtoul(hit->path.ptr + 3, NULL, 10)] = true;
    return ND_OK;
}

/* Marks what is found; returns how much. */
static int64_t find(struct nd_index *index, const char *text) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_query_settings settings = {.any = false};
    struct nd_search_options options = {.limit = 0};
    struct nd_error err = ND_ERROR_INIT;
    int64_t count = 0, counted = 0;

    memset(is_found, 0, sizeof is_found);
    check_ok(nd_index_search(index, nd_query_parse(nd_str_from(text), &settings, arena), &options, take_hit,
                             NULL, &count, &err),
             &err);
    check_ok(nd_index_search_count(index, nd_query_parse(nd_str_from(text), &settings, arena), &options,
                                   &counted, &err),
             &err);
    assert_int_equal(count, counted);
    nd_arena_free(arena);
    return count;
}

static void any_prefixes(void **state) {
    struct nd_index *index = open_index(path, ND_INDEX_READ);

    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        static const char *const forms[][3] = {{"", "* ", "*"},        {"", "* OR ", "*"},
                                               {"", "* -", "*"},       {"title:", "* ", "*"},
                                               {"title:", "* -", "*"}, {"-(", "* OR -", "*)"}};
        char a[LONGEST], b[LONGEST];
        struct nd_buf query = {0};
        int form = (int)draw(6);
        make_word(a, draw(2) * SAME);
        make_word(b, 0);
        nd_buf_addf(&query, "%s%s%s%s%s", forms[form][0], a, forms[form][1], b, forms[form][2]);
        (void)find(index, query.ptr);
        assert_false(nd_index_is_cut(index));
        for (size_t i = 0; i < ARTICLES; i++) {
            bool has_a = has_prefix(&texts[i], a, form == 3 || form == 4),
                 has_b = has_prefix(&texts[i], b, false);
            bool is_hit = form == 1                ? has_a || has_b
                          : form == 2 || form == 4 ? has_a && !has_b
                          : form == 5              ? !has_a && has_b
                                                   : has_a && has_b;
            if (is_hit != is_found[i])
                fail_msg("%s: article %zu is %s", query.ptr, i, is_found[i] ? "found" : "not found");
        }
        nd_buf_free(&query);
    }
    nd_index_close(index);
}

/* The words of a query stand for more than one may read: what is found is told to be not all, or not only. */
static void too_many(void **state) {
    struct nd_index *index = open_index(path, ND_INDEX_READ);
    struct nd_buf query = {0};

    (void)state;
    for (int length = SAME; length > 0; length--)
        nd_buf_addf(&query, "%s%.*s*", length == SAME ? "" : " OR ", length, same);
    nd_buf_add_z(&query, " OR z*");
    (void)find(index, query.ptr);
    assert_true(nd_index_is_cut(index));
    for (size_t i = 0; i < ARTICLES; i++) {
        bool is_hit = has_prefix(&texts[i], "x", false) || has_prefix(&texts[i], "z", false);
        assert_true(is_hit || !is_found[i]);
    }
    nd_buf_free(&query);
    (void)find(index, "z*"); /* the next query has a budget of its own */
    assert_false(nd_index_is_cut(index));
    nd_index_close(index);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(any_prefixes), cmocka_unit_test(too_many)};

    return cmocka_run_group_tests(tests, build, tear_down);
}
