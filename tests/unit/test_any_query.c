/*
 * Any query runs: strings known to make programs stumble (the naughty strings among the corpora, when they
 * are there) and ten thousand drawn from bytes and from the pieces of the query language.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../any_query.h"

enum { QUERIES = 10000, MAX_PIECES = 12 };

static uint32_t seed = 20230826;

static uint32_t draw(uint32_t below) {
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % below;
}

static const char *const pieces[] = {"(",
                                     ")",
                                     "\"",
                                     "-",
                                     "|",
                                     " OR ",
                                     " AND ",
                                     " NOT ",
                                     "*",
                                     "~3",
                                     "title:",
                                     "topic:=",
                                     "topic:",
                                     "lang:",
                                     "date:",
                                     "after:",
                                     "2023-07",
                                     "..",
                                     "7d",
                                     "path:",
                                     "provider:",
                                     "“",
                                     "”",
                                     "«",
                                     " ",
                                     "  ",
                                     "\t",
                                     "+",
                                     "cranes",
                                     "crane",
                                     "Open Model",
                                     "œuvre",
                                     "lodz",
                                     "模型",
                                     "東京都",
                                     "รถไฟ",
                                     "don't",
                                     "Qwen-7B",
                                     "AT&T",
                                     "C++",
                                     "U.S.",
                                     "the",
                                     "l’atelier",
                                     "Straße",
                                     "%",
                                     "_",
                                     "'",
                                     ";",
                                     "\\",
                                     "\xff",
                                     "\xc3",
                                     "\xf3\xa0\x80\x81",
                                     "\xe2\x80\x8f",
                                     "article_fts MATCH",
                                     "{a b} : c",
                                     "NEAR(a b, 2)",
                                     "^run",
                                     "url:",
                                     "example.org",
                                     "type:x",
                                     "category:科技",
                                     "before:today"};

/* A program that runs the tests under it is slow. */
static int count_queries(void) {
    const char *under = getenv("UNDER");

    return under == NULL || *under == '\0' ? QUERIES : QUERIES / 50;
}

static void add_piece(struct nd_buf *query) {
    if (draw(5) > 0) {
        nd_buf_add_z(query, pieces[draw(sizeof pieces / sizeof *pieces)]);
        return;
    }
    for (uint32_t i = draw(6); i > 0; i--)
        nd_buf_add_char(query, (char)draw(256));
}

static void drawn_queries(void **state) {
    struct nd_index *index = any_query_index();
    struct nd_buf query = {0};

    (void)state;
    for (int i = 0; i < count_queries(); i++) {
        nd_buf_clear(&query);
        for (uint32_t count = draw(MAX_PIECES); count > 0; count--)
            add_piece(&query);
        any_query_ask(index, nd_buf_str(&query), draw(2) == 1, draw(2) == 1);
    }
    nd_buf_free(&query);
    nd_index_close(index);
}

static void long_queries(void **state) {
    static const char *const repeated[] = {"(",
                                           "-(",
                                           "a ",
                                           "a-",
                                           "\"a ",
                                           "a OR ",
                                           "模",
                                           "-a ",
                                           "a* ",
                                           "lang:fr ",
                                           "-lang:fr ",
                                           "path:x ",
                                           "topic:=\"a b\" ",
                                           "-provider:x ",
                                           "date:2023 ",
                                           "-date:2023..2024 "};
    struct nd_index *index = any_query_index();
    struct nd_buf query = {0};

    (void)state;
    for (size_t i = 0; i < sizeof repeated / sizeof *repeated; i++) {
        nd_buf_clear(&query);
        while (query.len <= ND_MAX_QUERY)
            nd_buf_add_z(&query, repeated[i]);
        any_query_ask(index, nd_buf_str(&query), i % 2 == 0, false);
    }
    nd_buf_free(&query);
    nd_index_close(index);
}

static void naughty_strings(void **state) {
    FILE *file = popen("xz -dc ../shared/corpora/torture.tar.xz 2> /dev/null |"
                       " tar -xO torture/naughty-strings/blns.txt 2> /dev/null",
                       "r");
    struct nd_index *index = any_query_index();
    struct nd_buf text = {0};
    struct nd_str rest, line;
    char bytes[4096];
    size_t got, count = 0;

    (void)state;
    assert_non_null(file);
    while ((got = fread(bytes, 1, sizeof bytes, file)) > 0)
        nd_buf_add(&text, nd_str_of(bytes, got));
    pclose(file);
    for (rest = nd_buf_str(&text); nd_str_next_line(&rest, &line); count++)
        for (int any = 0; any < 2; any++)
            any_query_ask(index, line, any == 1, any == 0);
    if (count == 0)
        printf("# no naughty strings: ../shared/corpora/torture.tar.xz is not there\n");
    else
        assert_true(count > 500);
    nd_buf_free(&text);
    nd_index_close(index);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(drawn_queries), cmocka_unit_test(long_queries),
                                       cmocka_unit_test(naughty_strings)};

    return cmocka_run_group_tests_name("any query", tests, NULL, NULL);
}
