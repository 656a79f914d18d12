/* Encodings that look like ASCII: what they are known by, and that nothing else is taken for them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "source/seven_bit.h"
#include "source/wide.h"

#include <string.h>

static void check(struct nd_str text, const char *encoding) {
    const char *found = nd_source_seven_bit_find(text);

    if (encoding == NULL)
        assert_null(found);
    else
        assert_non_null(found);
    if (found != NULL)
        assert_string_equal(found, encoding);
}

static void test_escapes(void **state) {
    (void)state;
    check(ND_STR("\x1b$B;T$O\x1b(B\n"), "ISO-2022-JP");
    check(ND_STR("\x1b$B;T$"), "ISO-2022-JP");
    check(ND_STR("\x1b$(D0!\x1b(B\n"), "ISO-2022-JP");
    check(ND_STR("\x1b$B;T\x1b$A1!\x1b(B\n"), "ISO-2022-JP-2");
    check(ND_STR("\x1b$)C\x0e=C4B\x0f\n"), "ISO-2022-KR");
    check(ND_STR("\x1b[31mred\x1b[0m\x1b(B\n"), NULL);
    check(ND_STR("costs \x1b$B\x1b(B\n"), NULL);
    check(ND_STR("\x1b$B;\x1b(B\n"), NULL);
    check(ND_STR("\x1b$B;T$O\x1b(B caf\xC3\xA9\n"), NULL);
}

static void test_hz(void **state) {
    (void)state;
    check(ND_STR("~{JPU~8.=+~}\n"), "HZ-GB-2312");
    check(ND_STR("x ~{JPU~8.=+P"), "HZ-GB-2312");
    check(ND_STR("~{JP~}\n"), NULL);
    check(ND_STR("~{JPU~8.=~}\n"), NULL);
    check(ND_STR("~{foo.bar.baz~}\n"), NULL);
    check(ND_STR("%{ if x ~}\n~{JPU ~8.=+~}\n"), NULL);
}

static void test_utf_7(void **state) {
    (void)state;
    check(ND_STR("B+APw-rger w+AOQ-hlen, 2 +- 3\n"), "UTF-7");
    check(ND_STR("+bi8wbmcdXgI-\n+MExRjZWL-\n"), "UTF-7");
    check(ND_STR("B+APw-rger\n"), NULL);
    check(ND_STR("B+APw-rger w+AOQ-hlen, 2 + 3\n"), NULL);
    check(ND_STR("B+APw-rger w+AOQ-hlen ~\n"), NULL);
    check(ND_STR("+43 1 23 45 67, +49-30-12\n"), NULL);
    check(ND_STR("the +100-metre and the +120-metre line\n"), NULL);
    check(ND_STR("mira+news@example.org and a+b+c\n"), NULL);
    check(ND_STR("a+ANY-b+ANY-c\n"), NULL);
    check(ND_STR("1+-1, 2+-2\n"), NULL);
    check(ND_STR("Disney+, Google+Facebook and +telegram\n"), NULL);
}

#define CHECK_GUESS(bytes, name)                                                                             \
    do {                                                                                                     \
        const char *guess = nd_source_wide_guess(nd_str_of((bytes), sizeof(bytes) - 1));                     \
        if ((name) == NULL)                                                                                  \
            assert_null(guess);                                                                              \
        else                                                                                                 \
            assert_string_equal(guess == NULL ? "none" : guess, (name) == NULL ? "" : (name));               \
    } while (0)

/* Without a mark, and without a zero in every second byte. */
static void test_guess(void **state) {
    (void)state;
    CHECK_GUESS("\x13\x04\x3E\x04\x40\x04\x3E\x04\x34\x04\x0A\x00", "UTF-16LE");
    CHECK_GUESS("\x04\x13\x04\x3E\x04\x40\x04\x3E\x04\x34\x00\x0A", "UTF-16BE");
    CHECK_GUESS("\x13\x04\0\0\x3E\x04\0\0\x40\x04\0\0\x3E\x04\0\0\x0A\0\0\0", "UTF-32LE");
    CHECK_GUESS("\x13\x04\x3E\x04\x40\x04\x0A\x00", NULL);                         /* too few */
    CHECK_GUESS("\x13\x04\x3E\x04\x40\x04\x3E\x4E\x34\x04\x0A\x00", NULL);         /* two scripts */
    CHECK_GUESS("\x13\x04\x3E\x04\x40\x04\x3E\x04\x34\x04\x01\x00\x0A\x00", NULL); /* a control */
    CHECK_GUESS("\x13\x04\x3E\x04\x40\x04\x3E\x04\x34\x04\x0A\x00\x0A", NULL);     /* half a unit */
    CHECK_GUESS("Bush hid the facts\n ", NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_escapes),
        cmocka_unit_test(test_hz),
        cmocka_unit_test(test_utf_7),
        cmocka_unit_test(test_guess),
    };

    return cmocka_run_group_tests_name("seven_bit", tests, NULL, NULL);
}
