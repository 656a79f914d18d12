/* The log-likelihood ratio against the figures of Dunning's paper, and the effect sizes against their
 * definitions. */
#include "index/terms/keyness.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

/* Bigrams with the largest ratios (Dunning 1993, table 2): the four cells, as the words of two sets of texts.
 */
static void g2_is_that_of_the_paper(void **state) {
    static const struct {
        double g2;
        int64_t cells[4];
    } rows[] = {{270.72, {110, 2442, 111, 29114}}, {263.90, {29, 13, 123, 31612}},
                {256.84, {31, 23, 139, 31584}},    {167.23, {10, 0, 3, 31764}},
                {157.21, {76, 104, 2476, 29121}},  {157.03, {16, 16, 51, 31694}},
                {146.80, {9, 0, 5, 31763}}};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const int64_t *k = rows[i].cells;
        const struct nd_keyness_table table = {k[0], k[0] + k[1], k[2], k[2] + k[3]};
        const struct nd_keyness_table turned = {table.b, table.d, table.a, table.c};
        assert_true(fabs(nd_keyness_g2(&table) - rows[i].g2) < 0.01);
        assert_true(fabs(nd_keyness_g2(&turned) + rows[i].g2) < 0.01);
    }
}

static void effect_sizes_are_as_defined(void **state) {
    const struct nd_keyness_table table = {60, 10000, 20, 10000}, unknown = {8, 1000, 0, 2000};

    (void)state;
    assert_true(fabs(nd_keyness_diff(&table) - 200) < 1e-9);
    assert_true(fabs(nd_keyness_log_ratio(&table) - log2(3)) < 1e-9);
    assert_true(fabs(nd_keyness_log_ratio(&unknown) - 5) < 1e-9); /* 8 in 1000 to half a word in 2000 */
}

static void nothing_is_no_difference(void **state) {
    const struct nd_keyness_table same = {5, 100, 50, 1000}, none = {0, 0, 0, 0}, all = {7, 7, 0, 0};

    (void)state;
    assert_true(nd_keyness_g2(&same) < 1e-9 && nd_keyness_g2(&same) > -1e-9);
    assert_true(fabs(nd_keyness_g2(&none)) < 1e-9);
    assert_true(fabs(nd_keyness_g2(&all)) < 1e-9);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(g2_is_that_of_the_paper),
                                       cmocka_unit_test(effect_sizes_are_as_defined),
                                       cmocka_unit_test(nothing_is_no_difference)};

    return cmocka_run_group_tests_name("keyness", tests, NULL, NULL);
}
