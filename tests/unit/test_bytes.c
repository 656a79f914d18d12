/* What looks at several bytes at a time must say the same as a look at each of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsdex/arena.h"
#include "newsdex/bytes.h"
#include "newsdex/json.h"
#include "newsdex/utf8.h"
#include "source/scan.h"

#include <stdlib.h>
#include <string.h>

static uint32_t next_random(void) {
    static uint64_t state = 88172645463325252u;

    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)(state >> 32);
}

/* Text of a few kinds of characters, so that every order of them comes up. */
static size_t make_text(char *out, size_t size) {
    static const struct nd_str parts[] = {
        ND_STR_INIT("a"),       ND_STR_INIT("b c"),          ND_STR_INIT("longer words in a row"),
        ND_STR_INIT(" "),       ND_STR_INIT("\n"),           ND_STR_INIT("\r\n"),
        ND_STR_INIT("\""),      ND_STR_INIT("\\"),           ND_STR_INIT("\x01"),
        ND_STR_INIT("\x7f"),    ND_STR_INIT("\t"),           ND_STR_INIT("\u00E9"),
        ND_STR_INIT("\u4E2D"),  ND_STR_INIT("\uFFFD"),       ND_STR_INIT("\U0001F600"),
        ND_STR_INIT("e\u0301"), ND_STR_INIT("\u1100\u1161"), ND_STR_INIT("\u0E01\u0E49"),
        ND_STR_INIT("\xC3"),    ND_STR_INIT("\xE4\xB8"),     ND_STR_INIT("\xFF"),
    };
    size_t length = 0, kinds = next_random() % 3 == 0 ? sizeof parts / sizeof *parts : 5 + next_random() % 13;
    struct nd_str part;

    while (length + (part = parts[next_random() % kinds]).len <= size) {
        memcpy(out + length, part.ptr, part.len);
        length += part.len;
        if (next_random() % 16 == 0)
            break;
    }
    return length;
}

static bool is_plain(unsigned char c) {
    return (c >= 0x20 && c < 0x7f) || c == '\n';
}

static void words(void **state) {
    char word[8], block[ND_BYTES_BLOCK];

    (void)state;
    for (unsigned at = 0; at < 8; at++)
        for (unsigned c = 0; c < 256; c++)
            for (unsigned other = 0; other < 256; other += 3) {
                memset(word, 'x', sizeof word);
                word[at] = (char)c;
                word[(at + 1) % 8] = (char)other;
                assert_int_equal(nd_bytes_are_ascii(word), c < 0x80 && other < 0x80);
                assert_int_equal(nd_bytes_are_plain(word),
                                 is_plain((unsigned char)c) && is_plain((unsigned char)other));
            }
    for (unsigned c = 0; c < 256; c++)
        for (size_t at = 0; at < ND_BYTES_BLOCK; at++) {
            memset(block, 'x', sizeof block);
            block[at] = (char)c;
            assert_int_equal(nd_bytes_are_plain_block(block), is_plain((unsigned char)c));
        }
}

/* Every sequence of one to four bytes, by the table of the standard (Unicode 15, Table 3-7). */
static bool is_well_formed(const unsigned char *b, size_t left, size_t *length) {
    *length = b[0] < 0x80 ? 1 : b[0] < 0xC2 ? 0 : b[0] < 0xE0 ? 2 : b[0] < 0xF0 ? 3 : b[0] < 0xF5 ? 4 : 0;
    if (*length == 0 || *length > left)
        return false;
    if ((b[0] == 0xE0 && b[1] < 0xA0) || (b[0] == 0xED && b[1] > 0x9F) || (b[0] == 0xF0 && b[1] < 0x90) ||
        (b[0] == 0xF4 && b[1] > 0x8F))
        return false;
    for (size_t i = 1; i < *length; i++)
        if (b[i] < 0x80 || b[i] > 0xBF)
            return false;
    return true;
}

static void characters(void **state) {
    static const unsigned char tails[] = {0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF};
    unsigned char bytes[4];
    char again[4];
    uint32_t c;

    (void)state;
    for (unsigned first = 0; first < 256; first++)
        for (unsigned second = 0; second < 256; second++)
            for (unsigned i = 0; i < sizeof tails * sizeof tails * 4; i++) {
                size_t left = 1 + i % 4, expected;
                bytes[0] = (unsigned char)first;
                bytes[1] = (unsigned char)second;
                bytes[2] = tails[i / 4 % sizeof tails];
                bytes[3] = tails[i / 4 / sizeof tails];
                if (!is_well_formed(bytes, left, &expected))
                    expected = 0;
                assert_int_equal(nd_utf8_read((const char *)bytes, left, &c), expected);
                if (expected > 0) {
                    assert_int_equal(nd_utf8_encode(c, again), expected);
                    assert_memory_equal(again, bytes, expected);
                }
            }
}

static void counting(void **state) {
    char text[200];

    (void)state;
    for (int round = 0; round < 20000; round++) {
        size_t length = make_text(text, sizeof text), count = 0;
        for (size_t i = 0; i < length; i++)
            count += ((unsigned char)text[i] & 0xC0) != 0x80;
        assert_int_equal(nd_utf8_count(nd_str_of(text, length)), count);
    }
}

/* The survey, character by character. */
static void survey(void **state) {
    char text[200];

    (void)state;
    for (int round = 0; round < 20000; round++) {
        size_t length = make_text(text, sizeof text), size;
        struct nd_source_scan found = nd_source_scan_bytes(nd_str_of(text, length)),
                              expected = {length, length, length};
        for (size_t i = 0; i < length; i += size) {
            uint32_t c;
            size = nd_utf8_read(text + i, length - i, &c);
            if (size == 0) {
                expected.bad = i;
                break;
            }
            if (c < 0x80 && !is_plain((unsigned char)c) && c != '\t' && expected.control == length)
                expected.control = i;
            if ((c == 0x301 || c == 0xE49 || (c >= 0x1100 && c < 0x1200)) && expected.unstable == length)
                expected.unstable = i;
        }
        assert_int_equal(found.bad, expected.bad);
        assert_int_equal(found.control, expected.control);
        assert_int_equal(found.unstable, expected.unstable);
        if (found.bad == length)
            assert_int_equal(nd_source_scan_next_unstable(nd_str_of(text, length), 0), found.unstable);
    }
}

static void write_slowly(struct nd_buf *out, struct nd_str s) {
    struct nd_buf repaired = {0};

    nd_utf8_repair(s, &repaired);
    nd_buf_add_char(out, '"');
    for (size_t i = 0; i < repaired.len; i++) {
        char c = repaired.ptr[i];
        const char *named = strchr("\"\"\\\\\bb\ff\nn\rr\tt", c);
        if (named != NULL && strchr("\"\\\b\f\n\r\t", c) != NULL)
            nd_buf_addf(out, "\\%c", named[1]);
        else if ((unsigned char)c < 0x20 || c == 0x7f)
            nd_buf_addf(out, "\\u%04x", (unsigned char)c);
        else
            nd_buf_add_char(out, c);
    }
    nd_buf_add_char(out, '"');
    nd_buf_free(&repaired);
}

static void check_json(struct nd_str s) {
    struct nd_buf out = {0}, expected = {0};
    struct nd_json json = {.out = &out};

    nd_json_string(&json, s);
    write_slowly(&expected, s);
    assert_int_equal(out.len, expected.len);
    assert_memory_equal(out.ptr, expected.ptr, expected.len);
    nd_buf_free(&out);
    nd_buf_free(&expected);
}

static void json(void **state) {
    enum { LONG = 9000 };
    char text[200], *longer = malloc(LONG);

    (void)state;
    assert_non_null(longer);
    for (int round = 0; round < 20000; round++)
        check_json(nd_str_of(text, make_text(text, sizeof text)));
    memset(longer, '\1', LONG);
    for (size_t length = 4090; length < 4100; length++)
        check_json(nd_str_of(longer, length));
    check_json(nd_str_of(longer, LONG));
    free(longer);
}

/* More false beginnings than the first way of searching puts up with. */
static void find(void **state) {
    char text[64];
    struct nd_str s = {text, sizeof text}, needle = ND_STR("ab");

    (void)state;
    for (int round = 0; round < 20000; round++) {
        size_t expected = SIZE_MAX;
        for (size_t i = 0; i < sizeof text; i++)
            text[i] = next_random() % 12 == 0 ? 'b' : next_random() % 3 == 0 ? 'x' : 'a';
        s.len = next_random() % (sizeof text + 1);
        needle = next_random() % 2 == 0 ? ND_STR("ab") : ND_STR("aab");
        for (size_t i = 0; i + needle.len <= s.len && expected == SIZE_MAX; i++)
            if (memcmp(text + i, needle.ptr, needle.len) == 0)
                expected = i;
        assert_int_equal(nd_str_find(s, needle), expected);
    }
}

/* Short contents are copied, long ones stay where they are; both live until the arena is reset. */
static void taking(void **state) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_buf buf = {0};
    struct nd_str text;
    const char *where;

    (void)state;
    for (size_t size = 1; size < (size_t)1 << 21; size = size * 5 + 3) {
        nd_buf_clear(&buf);
        memset(nd_buf_reserve(&buf, size), 'x', size);
        buf.len = size;
        where = buf.ptr;
        text = nd_arena_take(arena, &buf);
        assert_null(buf.ptr);
        assert_int_equal(text.len, size);
        assert_int_equal(text.ptr[size - 1], 'x');
        assert_int_equal(text.ptr == where, size >= 65536);
        if (size > 100000)
            nd_arena_reset(arena);
    }
    text = nd_arena_take(arena, &buf);
    assert_int_equal(text.len, 0);
    nd_arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words),  cmocka_unit_test(characters), cmocka_unit_test(counting),
        cmocka_unit_test(survey), cmocka_unit_test(json),       cmocka_unit_test(find),
        cmocka_unit_test(taking),
    };

    return cmocka_run_group_tests_name("bytes", tests, NULL, NULL);
}
