/* Spans of days as people write them, seen from 2024-03-31. */
#include "newsdex/query.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static const struct nd_date today = {.year = 2024, .month = 3, .day = 31};

static void spans(void **state) {
    static const struct {
        const char *text, *from, *until;
    } examples[] = {
        {"2023", "2023-01-01", "2024-01-01"},
        {"2023-07", "2023-07-01", "2023-08-01"},
        {"2023-12", "2023-12-01", "2024-01-01"},
        {"2023/7", "2023-07-01", "2023-08-01"},
        {"2023-07-26", "2023-07-26", "2023-07-27"},
        {"2023-7-6", "2023-07-06", "2023-07-07"},
        {"2024-02-28", "2024-02-28", "2024-02-29"},
        {"26 July 2023", "2023-07-26", "2023-07-27"},
        {"July 26, 2023", "2023-07-26", "2023-07-27"},
        {"2023-07-26T23:30:00-02:00", "2023-07-27", "2023-07-28"},
        {"today", "2024-03-31", "2024-04-01"},
        {"Yesterday", "2024-03-30", "2024-03-31"},
        {"0d", "2024-03-31", "2024-04-01"},
        {"31D", "2024-02-29", "2024-03-01"},
        {"3w", "2024-03-10", "2024-03-11"},
        {"1m", "2024-02-29", "2024-03-01"},
        {"13m", "2023-02-28", "2023-03-01"},
        {"3m", "2023-12-31", "2024-01-01"},
        {"1y", "2023-03-31", "2023-04-01"},
        {"9999999y", "0001-01-01", "0001-01-02"},
        {"9999999w", "0001-01-01", "0001-01-02"},
        {"2023-07..2023-08", "2023-07-01", "2023-09-01"},
        {"2023-08..2023-07", "2023-07-01", "2023-09-01"},
        {"2023-07..2023", "2023-07-01", "2024-01-01"},
        {"2023-07-26..2023-07-26", "2023-07-26", "2023-07-27"},
        {"2023..", "2023-01-01", ""},
        {"..2023", "", "2024-01-01"},
        {" 1y .. today ", "2023-03-31", "2024-04-01"},
        {"0001", "0001-01-01", "0002-01-01"},
        {">=2023-07", "2023-07-01", ""},
        {">2023-07", "2023-08-01", ""},
        {"<=2023-07-26", "", "2023-07-27"},
        {"< 2023-07-26", "", "2023-07-26"},
        {">7d", "2024-03-25", ""},
        {"9999", "9999-01-01", ""},
        {"9999-12-31", "9999-12-31", ""},
    };
    char from[ND_DATE_MAX], until[ND_DATE_MAX];

    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        assert_true(nd_query_dates(nd_str_from(examples[i].text), &today, from, until));
        assert_string_equal(from, examples[i].from);
        assert_string_equal(until, examples[i].until);
    }
}

static void no_spans(void **state) {
    static const char *const examples[] = {
        "",         "..",      "...",     "someday", "0000",       "2023-00",    "2023-13",   "2023-02-29",
        "20230",    "23",      "2023-",   "-2023",   "2023-07-",   "2023-07-32", "7",         "d",
        "7x",       "-7d",     "7 d",     "1.5y",    "2023..soon", "soon..2023", "..9999",    "99999999d",
        "tomorrow", "2023:07", "2023-7x", "\xFF",    "2023\x01",   "a..b",       "2023..7..", "7d.",
    };
    char from[ND_DATE_MAX], until[ND_DATE_MAX];

    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++)
        assert_false(nd_query_dates(nd_str_from(examples[i]), &today, from, until));
    assert_false(nd_query_dates(ND_STR_NONE, &today, from, until));
}

/* Without a clock only what does not count from today is a date. */
static void no_today(void **state) {
    struct nd_date unknown = {0};
    char from[ND_DATE_MAX], until[ND_DATE_MAX];

    (void)state;
    assert_false(nd_query_dates(ND_STR("today"), NULL, from, until));
    assert_false(nd_query_dates(ND_STR("7d"), &unknown, from, until));
    assert_true(nd_query_dates(ND_STR("2023"), NULL, from, until));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spans),
        cmocka_unit_test(no_spans),
        cmocka_unit_test(no_today),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
