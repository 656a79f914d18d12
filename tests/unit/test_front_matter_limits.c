/* Front matter at the limits, one past them, and where readers were seen to need quadratic time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsdex/limits.h"
#include "read_front_matter.h"

#include <time.h>

static void add_times(struct nd_buf *buf, const char *unit, size_t times) {
    for (size_t i = 0; i < times; i++)
        nd_buf_add_z(buf, unit);
}

/* depth collections in all, the document's own map included. */
static void check_depth(const char *head, const char *open, const char *close, size_t depth,
                        const char *problem) {
    struct nd_buf text = {0};
    struct read_result result;

    nd_buf_add_z(&text, head);
    add_times(&text, open, depth - 1);
    add_times(&text, close, depth - 1);
    nd_buf_addf(&text, "\n%.3s\nbody", head);
    read_text(nd_buf_str(&text), &result);
    assert_non_null(result.value);
    assert_string_equal(nd_buf_str(&result.listing).ptr, problem);
    assert_true(nd_str_eq(result.parts.rest, ND_STR("body")));
    free_result(&result);
    nd_buf_free(&text);
}

static void test_depth_limit(void **state) {
    (void)state;
    check_depth("---\nk: ", "[", "]", ND_MAX_YAML_DEPTH, "");
    check_depth("---\nk: ", "[", "]", ND_MAX_YAML_DEPTH + 1, "yaml-limit 2:67");
    check_depth("---\nk: ", "{a: ", "}", ND_MAX_YAML_DEPTH, "");
    check_depth("---\nk:\n ", "- ", "", ND_MAX_YAML_DEPTH, "");
    check_depth("---\nk:\n ", "- ", "", ND_MAX_YAML_DEPTH + 1, "yaml-limit 3:128");
    check_depth("+++\nk = ", "[", "]", ND_MAX_YAML_DEPTH, "");
    check_depth("+++\nk = ", "[", "]", ND_MAX_YAML_DEPTH + 1, "yaml-limit 2:68");
    check_depth("+++\n", "a.", "b = 1", 2, "");
}

/* Anchors that nest by reference must not get past the cap on depth either. */
static void test_depth_by_alias(void **state) {
    struct nd_buf text = {0};
    struct read_result result;

    (void)state;
    nd_buf_add_z(&text, "---\na0: &a0 []\n");
    for (int i = 1; i < ND_MAX_YAML_DEPTH + 2; i++)
        nd_buf_addf(&text, "a%d: &a%d [*a%d]\n", i, i, i - 1);
    nd_buf_add_z(&text, "---\nbody");
    read_text(nd_buf_str(&text), &result);
    assert_string_equal(nd_buf_str(&result.listing).ptr, "yaml-limit 65:12");
    free_result(&result);
    nd_buf_free(&text);
}

static void test_alias_loops(void **state) {
    static const struct expected cases[] = {
        {"---\na: &x [*x]\nb: c\n---\n", "{\"a\":\"&x [*x]\",\"b\":\"c\"}", "", "yaml-syntax 2:8"},
        {"---\na: &x {k: {l: *x}}\nb: c\n---\n", "{\"a\":\"&x {k: {l: *x}}\",\"b\":\"c\"}", "",
         "yaml-syntax 2:15"},
        {"---\na: &x {<<: *x}\n---\n", "{\"a\":\"&x {<<: *x}\"}", "", "yaml-syntax 2:12"},
    };

    (void)state;
    CHECK(cases);
}

/* Repeats unit up to size bytes of front matter: must be read, or refused, in time and space that suit size.
 */
static void check_cost(const char *head, const char *unit, size_t size) {
    struct nd_buf text = {0};
    struct read_result result;
    clock_t start;

    nd_buf_add_z(&text, head);
    add_times(&text, unit, size / strlen(unit));
    nd_buf_addf(&text, "\n%.3s\nbody", head);
    start = clock();
    read_text(nd_buf_str(&text), &result);
    if (clock() - start > 5 * CLOCKS_PER_SEC)
        print_error("too slow: %s%s...\n", head, unit);
    assert_true(clock() - start <= 5 * CLOCKS_PER_SEC);
    assert_true(nd_arena_used(result.arena) < 128u << 20);
    assert_true(result.problems.count <= ND_MAX_PROBLEMS);
    free_result(&result);
    nd_buf_free(&text);
}

static void test_hostile_blocks(void **state) {
    static const char *const units[][2] = {
        {"---\nk: ", "["},
        {"---\nk: ", "[{a: "},
        {"---\nk: [", "[],"},
        {"---\nk: [", "a, "},
        {"---\nk: {", "? "},
        {"---\n", "- "},
        {"---\nk:\n ", "- ? "},
        {"---\nk: v\n", "? "},
        {"---\nk: v\n", "k: v\n"},
        {"---\nk: ", "a: "},
        {"---\nk: ", "&a "},
        {"---\na: &a v\nk: [", "*a, "},
        {"---\na: &a [x,x,x,x,x,x,x,x,x,x]\nk: [", "*a, "},
        {"---\na: b: c\n", "k: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\n"},
        {"---\na: b: c\n", "k: \"v\n"},
        {"---\na: b: c\n", "k:\n - x: y: z\n"},
        {"---\nk: v\n", "%TAG !a! b\n"},
        {"+++\na = ", "["},
        {"+++\n", "a.b.c.d = [1]\n"},
        {"+++\n", "[[a]]\n"},
        {"+++\n", "a = \"\"\"\n"},
        {"+++\n", "a = ['''\n"},
        {"+++\na = [", "{b = 1}, "},
        {"{\"a\": ", "[{\"b\": "},
    };

    (void)state;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        check_cost(units[i][0], units[i][1], 1000000);
}

static void test_bombs(void **state) {
    struct nd_buf text = {0};
    struct read_result result;

    (void)state;
    nd_buf_add_z(&text, "---\na0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 30; i++) {
        nd_buf_addf(&text, "a%d: &a%d [", i, i);
        for (int j = 0; j < 10; j++)
            nd_buf_addf(&text, "*a%d,", i - 1);
        nd_buf_add_z(&text, "]\n");
    }
    nd_buf_add_z(&text, "title: x\n---\nbody");
    read_text(nd_buf_str(&text), &result);
    assert_string_equal(nd_buf_str(&result.listing).ptr, "yaml-limit 5:34");
    assert_true(nd_str_eq(nd_value_text(nd_value_get(result.value, ND_STR("title"))), ND_STR("x")));
    assert_true(nd_arena_used(result.arena) < 1u << 20);
    free_result(&result);
    nd_buf_free(&text);
}

static void check_anchors(size_t count, const char *problem) {
    struct nd_buf text = {0};
    struct read_result result;

    nd_buf_add_z(&text, "---\n");
    for (size_t i = 0; i < count; i++)
        nd_buf_addf(&text, "k%zu: &a%zu v\n", i, i);
    nd_buf_addf(&text, "l: *a%zu\n---\n", count - 1);
    read_text(nd_buf_str(&text), &result);
    assert_string_equal(nd_buf_str(&result.listing).ptr, problem);
    free_result(&result);
    nd_buf_free(&text);
}

static void test_counts_at_their_limits(void **state) {
    struct nd_buf text = {0};
    struct read_result result;

    (void)state;
    check_anchors(ND_MAX_YAML_ANCHORS, "");
    check_anchors(ND_MAX_YAML_ANCHORS + 1, "yaml-limit 1002:8");
    for (size_t more = 0; more < 2; more++) { /* the map, its key, the list and its members */
        nd_buf_clear(&text);
        nd_buf_add_z(&text, "---\nk: [");
        add_times(&text, "1,", ND_MAX_YAML_NODES - 3 + more);
        nd_buf_add_z(&text, "]\n---\n");
        read_text(nd_buf_str(&text), &result);
        assert_int_equal(result.problems.count, more);
        assert_true(more == 0 || result.problems.first->code == ND_P_YAML_LIMIT);
        free_result(&result);
    }
    for (size_t more = 0; more < 2; more++) {
        nd_buf_clear(&text);
        nd_buf_add_z(&text, "---\na: \"");
        add_times(&text, "x", ND_MAX_FRONT_MATTER - 6 + more);
        nd_buf_add_z(&text, "\"\n---\nbody");
        read_text(nd_buf_str(&text), &result);
        assert_int_equal(result.parts.notation, more == 0 ? ND_YAML : ND_NO_FRONT_MATTER);
        assert_int_equal(result.parts.rest.len, more == 0 ? 4 : text.len);
        free_result(&result);
    }
    nd_buf_free(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_depth_limit), cmocka_unit_test(test_depth_by_alias),
        cmocka_unit_test(test_alias_loops), cmocka_unit_test(test_hostile_blocks),
        cmocka_unit_test(test_bombs),       cmocka_unit_test(test_counts_at_their_limits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
