/* Dates in every spelling that date.h promises, and what is none. */
#include "newsdex/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

struct example {
    const char *text, *date; /* RFC 3339 */
};

static void check(const struct example *examples, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct nd_date date;
        char out[ND_DATE_MAX];
        size_t length;
        if (!nd_date_parse(nd_str_from(examples[i].text), &date))
            fail_msg("no date: %s", examples[i].text);
        length = nd_date_format(&date, out);
        assert_int_equal(length, strlen(out));
        assert_string_equal(out, examples[i].date);
        assert_true(nd_date_parse(nd_str_from(out), &date));
    }
}

/* Lines of pages that were saved as text, where nothing parts a year from what is shown behind it. */
static void years_glued(void **state) {
    static const struct example examples[] = {
        {"3. April 20223. April 2022   by  mady", "2022-04-03"},
        {"1. November 20161. November 2016 uferblog", "2016-11-01"},
        {"Politique 20 janvier 202020 janvier 2020débats", "2020-01-20"},
        {"3 de mayo de 202221:25", "2022-05-03"},
        {"March 12, 20239:05 am", "2023-03-12"},
        {"16.05.201916.05.2019", "2019-05-16"},
    };
    static const char *const none[] = {"3. April 20223", "May 3, 202199", "5. Mai 20211 Stimmen",
                                       "1.5.202299.5"};

    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        struct nd_date date;
        char out[ND_DATE_MAX];
        if (!nd_date_read_in(nd_str_from(examples[i].text), &date))
            fail_msg("no date: %s", examples[i].text);
        nd_date_format(&date, out);
        assert_string_equal(out, examples[i].date);
    }
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        struct nd_date date;
        if (nd_date_read_in(nd_str_from(none[i]), &date))
            fail_msg("a date: %s", none[i]);
    }
}

static void days(void **state) {
    static const struct example examples[] = {
        {"2023-07-26", "2023-07-26"},
        {" 2023-7-6\n", "2023-07-06"},
        {"2023/7/26", "2023-07-26"},
        {"2023.07.26", "2023-07-26"},
        {"26 July 2023", "2023-07-26"},
        {"July 26, 2023", "2023-07-26"},
        {"Jul 6 2023", "2023-07-06"},
        {"6 Sept. 2023", "2023-09-06"},
        {"SEPTEMBER 6, 2023", "2023-09-06"},
        {"Wed, 26 Jul 2023", "2023-07-26"},
        {"Wednesday, July 26, 2023", "2023-07-26"},
        {"2024-02-29", "2024-02-29"},
        {"2000-02-29", "2000-02-29"},
        {"0001-01-01", "0001-01-01"},
        {"9999-12-31", "9999-12-31"},
        {"1 Mar 2023", "2023-03-01"},
        {"2 May 2023", "2023-05-02"},
        {"Mon, 1 May 2023", "2023-05-01"},
    };

    (void)state;
    check(examples, sizeof examples / sizeof *examples);
}

static void times(void **state) {
    static const struct example examples[] = {
        {"2023-07-26T15:01:00Z", "2023-07-26T15:01:00Z"},
        {"2023-07-26t15:01:00z", "2023-07-26T15:01:00Z"},
        {"2023-07-26 15:01", "2023-07-26T15:01:00Z"},
        {"2023-07-26 5:01:09", "2023-07-26T05:01:09Z"},
        {"2016-02-01 10:00:28 -0400", "2016-02-01T14:00:28Z"},
        {"2023-07-26T15:01:00+01:00", "2023-07-26T14:01:00Z"},
        {"2023-07-26T15:01:00.123456+01", "2023-07-26T14:01:00Z"},
        {"2023-07-26T15:01:00.5 UTC", "2023-07-26T15:01:00Z"},
        {"2023-07-26 15:01:00 GMT", "2023-07-26T15:01:00Z"},
        {"2023-12-31T23:30:00-01:30", "2024-01-01T01:00:00Z"},
        {"2024-03-01T00:15:00+0530", "2024-02-29T18:45:00Z"},
        {"2023-07-26T24:00:00Z", "2023-07-27T00:00:00Z"},
        {"2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"},
        {"Wed, 26 Jul 2023 15:01:00 +0000", "2023-07-26T15:01:00Z"},
        {"26 Jul 2023 15:01 GMT", "2023-07-26T15:01:00Z"},
        {"Wed, 26 Jul 2023 15:01:00 EDT", "2023-07-26T19:01:00Z"},
        {"Wed, 26 Jul 2023 15:01:00 -0700 (PDT)", "2023-07-26T22:01:00Z"},
        {"July 26, 2023 3:01 PM", "2023-07-26T15:01:00Z"},
        {"July 26, 2023, 12:01am", "2023-07-26T00:01:00Z"},
        {"2023-07-26 12:00 pm PST", "2023-07-26T20:00:00Z"},
        {"0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"},
    };

    (void)state;
    check(examples, sizeof examples / sizeof *examples);
}

static void no_dates(void **state) {
    static const char *const examples[] = {
        "",
        " ",
        "-",
        "2023",
        "2023-07",
        "23-07-26",
        "2023-07/26",
        "2023-02-29",
        "1900-02-29",
        "2023-04-31",
        "2023-13-01",
        "2023-00-10",
        "2023-07-00",
        "0000-01-01",
        "12023-07-26",
        "2023-07-26x",
        "2023-07-26 soon",
        "2023-07-26T25:00:00Z",
        "2023-07-26T24:00:01Z",
        "2023-07-26T15:60:00Z",
        "2023-07-26T15:01:61Z",
        "2023-07-26T15",
        "2023-07-26T15:1",
        "2023-07-26T15:01:00 XYZ",
        "2023-07-26T15:01:00+24:00",
        "2023-07-26T15:01:00+0160",
        "2023-07-26T15:01:00+123",
        "2023-07-26T15:01:00+",
        "2023-07-26T15:01:00Z (",
        "2023-07-26 13:00 pm",
        "2023-07-26 0:30 am",
        "2021-02-08 16:30-:00+16:30",
        "0001-01-01T00:00:00+01:00",
        "9999-12-31T23:59:00-01:00",
        "Ju 26 2023",
        "July 2023",
        "32 July 2023",
        "Wed",
        "Monday",
    };

    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        struct nd_date date;
        if (nd_date_parse(nd_str_from(examples[i]), &date))
            fail_msg("taken for a date: %s", examples[i]);
    }
    assert_false(nd_date_parse(ND_STR_NONE, &(struct nd_date){0}));
}

static void found_in_names(void **state) {
    static const struct example examples[] = {
        {"_posts/2023-07-26-qwen.md", "2023-07-26"},
        {"https://x.com/2023/08/19/a.html", "2023-08-19"},
        {"20230819.md", "2023-08-19"},
        {"a_2023_08_19", "2023-08-19"},
        {"id-20231399-20230819", "2023-08-19"},
        {"2023-02-30/2023-03-01", "2023-03-01"},
        {"x19991231", "1999-12-31"},
    };
    static const char *const others[] = {"",          "2023",      "2023-07",     "2023-7-26",
                                         "120230819", "202308191", "18991231",    "2023-08/19",
                                         "2023-0819", "20230832",  "2023-08-190", "22000101"};
    struct nd_date date;
    char out[ND_DATE_MAX];

    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        assert_true(nd_date_find(nd_str_from(examples[i].text), &date));
        nd_date_format(&date, out);
        assert_string_equal(out, examples[i].date);
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (nd_date_find(nd_str_from(others[i]), &date))
            fail_msg("found in %s", others[i]);
}

static void day_numbers(void **state) {
    const int64_t first = nd_date_to_days(1, 1, 1), last = nd_date_to_days(9999, 12, 31);
    struct nd_date previous, date = {0};

    (void)state;
    assert_int_equal(nd_date_to_days(1970, 1, 1), 0);
    assert_int_equal(nd_date_to_days(2000, 3, 1), 11017);
    assert_int_equal(first, -719162);
    assert_int_equal(last, 2932896);
    nd_date_from_days(first, &previous);
    for (int64_t day = first + 1; day <= last; day++) {
        nd_date_from_days(day, &date);
        assert_true(nd_date_is_real(date.year, date.month, date.day));
        assert_true(nd_date_to_days(date.year, date.month, date.day) == day);
        assert_true(date.day == previous.day + 1 || date.day == 1);
        previous = date;
    }
    assert_false(nd_date_is_real(2100, 2, 29));
    assert_false(nd_date_is_real(10000, 1, 1));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days),     cmocka_unit_test(years_glued),    cmocka_unit_test(times),
        cmocka_unit_test(no_dates), cmocka_unit_test(found_in_names), cmocka_unit_test(day_numbers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
