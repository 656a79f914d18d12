/* Lines of articles from press databases, at the limit of how many are told apart and one past it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "container/press_lines.h"
#include "newsdex/limits.h"

static void check(size_t count, bool are_many) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_buf text = {0};
    struct nd_press_lines lines;
    struct nd_problems problems;

    for (size_t i = 1; i <= count; i++)
        nd_buf_addf(&text, "SECTION: a%zu\n\n", i);
    nd_buf_add_z(&text, "BODY: the end");
    nd_problems_init(&problems, arena);
    nd_press_lines_of_text(nd_buf_str(&text), 1, arena, &lines);
    nd_press_report_lines(&lines, 1, &problems);
    assert_int_equal(lines.are_many, are_many);
    assert_int_equal(problems.count, are_many);
    assert_int_equal(lines.count, are_many ? ND_MAX_BLOCKS + 1 : count + 1);
    assert_true(nd_str_ends(lines.items[lines.count - 1].text, ND_STR("BODY: the end"))); /* nothing is cut */
    assert_true(nd_arena_used(arena) < 64 * 1024 * 1024);
    nd_buf_free(&text);
    nd_arena_free(arena);
}

static void limit_of_lines(void **state) {
    (void)state;
    check(1, false);
    check(ND_MAX_BLOCKS - 1, false);
    check(ND_MAX_BLOCKS, true); /* and the end, one more: the last holds what is left */
    check(ND_MAX_BLOCKS + 1, true);
    check(4 * ND_MAX_BLOCKS, true);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limit_of_lines),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
