/* Records read with a memory of earlier ones: the same as without. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "newsdex/article.h"

/* Reads text and writes the record into json; the hash of its first related entry is returned. */
static struct nd_lines_hash read_text(struct nd_str text, struct nd_reference_cache *memory,
                                      struct nd_buf *json) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_problems problems;
    struct nd_article article;
    struct nd_lines_hash lines = {0, 0};

    nd_problems_init(&problems, arena);
    nd_article_read(text, ND_STR("x.md"), arena, memory, &problems, &article);
    nd_buf_clear(json);
    nd_article_write_json(&article, ND_STR_NONE, &problems, json);
    if (article.related != NULL)
        lines = article.related->lines;
    nd_arena_free(arena);
    return lines;
}

/* The hash, after the record was found to be the same with and without the memory. */
static struct nd_lines_hash check(struct nd_str text, struct nd_reference_cache *memory) {
    struct nd_buf with = {0}, without = {0};
    struct nd_lines_hash lines = read_text(text, memory, &with);

    (void)read_text(text, NULL, &without);
    assert_string_equal(with.ptr, without.ptr);
    nd_buf_free(&with);
    nd_buf_free(&without);
    return lines;
}

static bool is_same(struct nd_lines_hash a, struct nd_lines_hash b) {
    return a.high == b.high && a.low == b.low;
}

#define ENTRY                                                                                                \
    "- title: Other\n  url: https://example.org/o?utm_source=x\n  excerpt: Said <b>there</b>\n"              \
    "  publishedDateTime: 2023-01-02\n  quality: 7\n  tags:\n  - One\n  - Two\n"                             \
    "  provider:\n    name: P\n    domain: p.org\n    logo: l\n  images:\n  - url: i.png\n    width: 10\n"   \
    "  more:\n    deep: x\n"

static void test_repeated_entries(void **state) {
    struct nd_reference_cache *memory = nd_reference_cache_new();
    struct nd_lines_hash first = check(ND_STR("---\ntitle: A\nrelated:\n" ENTRY "author: Me\n---\n"), memory);
    struct nd_lines_hash again = check(ND_STR("---\nrelated:\n" ENTRY "- title: B\n---\nBody"), memory);

    (void)state;
    assert_true(first.low != 0);
    assert_true(is_same(first, again));
    nd_reference_cache_free(memory);
}

/* The same lines behind dashes in different columns. */
static void test_columns(void **state) {
    struct nd_reference_cache *memory = nd_reference_cache_new();
    struct nd_lines_hash below =
        check(ND_STR("---\nrelated:\n- title: One\n  provider:\n    name: P\n---\n"), memory);
    struct nd_lines_hash beside =
        check(ND_STR("---\nrelated:\n  - title: One\n    provider:\n    name: P\n---\n"), memory);

    (void)state;
    assert_false(is_same(below, beside));
    (void)check(ND_STR("---\nrelated:\n- provider:\n    title: P\n---\n"), memory);
    (void)check(ND_STR("---\nrelated:\n  - provider:\n    title: P\n---\n"), memory);
    nd_reference_cache_free(memory);
}

/* A problem is told each time, with the line of the time. */
static void test_problems(void **state) {
    struct nd_reference_cache *memory = nd_reference_cache_new();
    const struct nd_str texts[] = {
        ND_STR("---\nrelated:\n- title: One\n  published_at: someday\n---\n"),
        ND_STR("---\nauthor: Me\nrelated:\n- title: One\n  published_at: someday\n---\n")};

    (void)state;
    for (int i = 0; i < 4; i++)
        (void)check(texts[i % 2], memory);
    nd_reference_cache_free(memory);
}

/* Known entries where another list, or none, is the one that is read; what is left over goes to the metadata.
 */
static void test_other_lists(void **state) {
    static const struct nd_str texts[] = {
        ND_STR_INIT("---\nrelated:\n" ENTRY "---\n"), /* from here on it is known */
        ND_STR_INIT("---\nrelated:\n" ENTRY "related_posts:\n" ENTRY "Related:\n" ENTRY "---\n"),
        ND_STR_INIT("---\nrelated: one\nRelated:\n" ENTRY "---\n"),
        ND_STR_INIT("---\nRelated: one\nrelated:\n" ENTRY "---\n"),
        ND_STR_INIT("---\nrelated:\n" ENTRY "related: one\n---\n"),
        ND_STR_INIT("---\nrelated:\n" ENTRY "related:\n" ENTRY "---\n"),
        ND_STR_INIT("---\nauthors:\n" ENTRY "images:\n" ENTRY "tags:\n" ENTRY "---\n"),
        ND_STR_INIT("---\nnews:\n  related:\n  " ENTRY "---\n"),
        ND_STR_INIT("---\nrelated:\n" ENTRY "\n# said\n" ENTRY "- title: [Left]\n---\n"),
        ND_STR_INIT("---\nrelated:\n" ENTRY " odd: 1\n---\n"),
        ND_STR_INIT("---\nrelated:\n" ENTRY "date: someday\n---\n"),
        ND_STR_INIT("---\nrelated:\n" ENTRY)};
    struct nd_reference_cache *memory = nd_reference_cache_new();

    (void)state;
    for (size_t i = 0; i < 2 * (sizeof texts / sizeof *texts); i++)
        (void)check(texts[i / 2], memory);
    nd_reference_cache_free(memory);
}

/* What is said twice in one entry is reported each time. */
static void test_repeated_keys(void **state) {
    struct nd_reference_cache *memory = nd_reference_cache_new();
    const struct nd_str text =
        ND_STR("---\nrelated:\n- title: One\n  title: Two\n- title: Three\n  a:\n    b: 1\n    b: 2\n---\n");

    (void)state;
    for (int i = 0; i < 3; i++)
        (void)check(text, memory);
    nd_reference_cache_free(memory);
}

/* More entries than are remembered, each met twice. */
static void test_forgetting(void **state) {
    struct nd_reference_cache *memory = nd_reference_cache_new();
    struct nd_buf text = {0};

    (void)state;
    for (int from = 0; from < 12000; from += 500) {
        nd_buf_clear(&text);
        nd_buf_add_z(&text, "---\ntitle: Many\nrelated:\n");
        for (int i = 0; i < 500; i++)
            nd_buf_addf(&text, "- title: T%d\n  note: n%d\n", from + i / 2 * 2, i / 2);
        nd_buf_add_z(&text, "---\n");
        (void)check(nd_buf_str(&text), memory);
        (void)check(nd_buf_str(&text), memory);
    }
    nd_buf_clear(&text);
    nd_buf_add_z(&text, "---\nrelated:\n- title: Long\n  note: ");
    for (int i = 0; i < 5000; i++)
        nd_buf_add_char(&text, 'x');
    nd_buf_add_z(&text, "\n---\n");
    (void)check(nd_buf_str(&text), memory);
    (void)check(nd_buf_str(&text), memory);
    nd_buf_free(&text);
    nd_reference_cache_free(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_repeated_entries), cmocka_unit_test(test_columns),
        cmocka_unit_test(test_problems),         cmocka_unit_test(test_other_lists),
        cmocka_unit_test(test_repeated_keys),    cmocka_unit_test(test_forgetting)};

    return cmocka_run_group_tests_name("article memory", tests, NULL, NULL);
}
