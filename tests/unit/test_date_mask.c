#include "newsdex/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* A line, and what is left of it without its dates; the same when there is none. */
static const char *const lines[][2] = {
    {"Posted on 4 May 2024 by the desk", "Posted on … by the desk"},
    {"Monday, March 5, 2024 | News", "… | News"},
    {"Updated: 05.03.2024, 10:30", "Updated: …"},
    {"Stand: 5. März 2024", "Stand: …"},
    {"2024-03-05T10:11:12Z", "…Z"},
    {"Ruby 2.7.1 has been released.", "Ruby 2.7.1 has been released."},
    {"12 comments, 3 of them new", "12 comments, 3 of them new"},
    {"The index closed at 12345 points", "The index closed at 12345 points"},
    {"Of May and of the sea", "Of May and of the sea"},
    {"掲載: 2024年3月5日 本社", "掲載: …日 本社"},
    {"", ""},
};

static void test_dates_of_lines(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct nd_buf out = {0};
        bool is_found = nd_date_mask(nd_str_from(lines[i][0]), &out);
        assert_string_equal(out.ptr == NULL ? "" : out.ptr, lines[i][1]);
        assert_int_equal(is_found, !nd_str_eq(nd_str_from(lines[i][0]), nd_str_from(lines[i][1])));
        nd_buf_free(&out);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_dates_of_lines)};

    return cmocka_run_group_tests_name("date_mask", tests, NULL, NULL);
}
