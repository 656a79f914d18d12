/* Strings, buffers, arenas, UTF-8, messages and memory that runs out. */
#include "newsdex/alloc.h"
#include "newsdex/arena.h"
#include "newsdex/limits.h"
#include "newsdex/problem.h"
#include "newsdex/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

static void assert_str(struct nd_str s, const char *expected) {
    assert_int_equal(s.len, strlen(expected));
    assert_memory_equal(s.len == 0 ? "" : s.ptr, expected, s.len);
}

static void str_compare(void **state) {
    (void)state;
    assert_true(nd_str_eq(ND_STR_NONE, ND_STR("")));
    assert_false(nd_str_eq(ND_STR("a"), ND_STR("b")));
    assert_true(nd_str_eq_nocase(ND_STR("Le Monde"), ND_STR("lE mONDE")));
    assert_false(nd_str_eq_nocase(ND_STR("\u00C9"), ND_STR("\u00E9")));
    assert_false(nd_str_eq_nocase(ND_STR("@"), ND_STR("`")));
    assert_true(nd_char_is_one_of('-', "+-"));
    assert_false(nd_char_is_one_of('a', "+-"));
    assert_false(nd_char_is_one_of('\0', "+-"));
    assert_true(nd_str_cmp(ND_STR("a"), ND_STR("ab")) < 0);
    assert_true(nd_str_cmp(ND_STR("\xFF"), ND_STR("a")) > 0);
    assert_int_equal(nd_str_cmp(ND_STR_NONE, ND_STR("")), 0);
    assert_true(nd_str_starts(ND_STR("abc"), ND_STR("ab")));
    assert_true(nd_str_starts(ND_STR_NONE, ND_STR("")));
    assert_false(nd_str_starts(ND_STR("a"), ND_STR("ab")));
    assert_true(nd_str_starts_nocase(ND_STR("HTTP://x"), ND_STR("http:")));
    assert_true(nd_str_ends(ND_STR("a.md"), ND_STR(".md")));
    assert_false(nd_str_ends(ND_STR("md"), ND_STR(".md")));
}

static void str_parts(void **state) {
    struct nd_str text = ND_STR("banana");

    (void)state;
    assert_str(nd_str_slice(text, 1, 3), "an");
    assert_str(nd_str_slice(text, 4, 99), "na");
    assert_str(nd_str_slice(text, 9, 2), "");
    assert_str(nd_str_skip(text, 6), "");
    assert_null(nd_str_skip(ND_STR_NONE, 3).ptr);
    assert_int_equal(nd_str_find(text, ND_STR("nan")), 2);
    assert_int_equal(nd_str_find(text, ND_STR("")), 0);
    assert_true(nd_str_find(text, ND_STR("bananas")) == SIZE_MAX);
    assert_true(nd_str_find(ND_STR_NONE, ND_STR("a")) == SIZE_MAX);
    assert_int_equal(nd_str_find_char(text, 'n'), 2);
    assert_int_equal(nd_str_rfind_char(text, 'n'), 4);
    assert_true(nd_str_rfind_char(ND_STR_NONE, 'n') == SIZE_MAX);
    assert_str(nd_str_trim(ND_STR(" \t\r\n\f\va b\n")), "a b");
    assert_str(nd_str_trim(ND_STR(" \n")), "");
    assert_str(nd_str_trim_right(ND_STR(" a ")), " a");
    assert_null(nd_str_trim(ND_STR_NONE).ptr);
    assert_str(nd_str_trim(ND_STR("                  \t\t\t\t\t\t\t\t\t a b \n\n\n\n\n\n\n\n\n        ")),
               "a b");
    assert_int_equal(nd_str_blanks_first(ND_STR("                 a ")), 17);
    assert_int_equal(nd_str_blanks_last(ND_STR("                ")), 16);
}

static void str_lines(void **state) {
    static const char *const lines[] = {"a", "b", "", "c", "", "d"};
    struct nd_str rest = ND_STR("a\nb\r\n\rc\n\nd"), line;
    size_t count = 0;

    (void)state;
    for (; nd_str_next_line(&rest, &line); count++)
        assert_str(line, lines[count]);
    assert_int_equal(count, 6);
    rest = ND_STR("a\r\n");
    assert_true(nd_str_next_line(&rest, &line));
    assert_false(nd_str_next_line(&rest, &line));
    rest = ND_STR_NONE;
    assert_false(nd_str_next_line(&rest, &line));
}

static void str_numbers(void **state) {
    uint64_t n = 7;

    (void)state;
    assert_true(nd_str_to_uint(ND_STR("0042"), &n));
    assert_int_equal(n, 42);
    assert_true(nd_str_to_uint(ND_STR("999999999999999999"), &n));
    assert_true(n == 999999999999999999u);
    assert_false(nd_str_to_uint(ND_STR("1000000000000000000"), &n));
    assert_false(nd_str_to_uint(ND_STR(""), &n));
    assert_false(nd_str_to_uint(ND_STR("-1"), &n));
    assert_false(nd_str_to_uint(ND_STR("1 "), &n));
    assert_true(nd_str_hash(ND_STR("a")) != nd_str_hash(ND_STR("b")));
    assert_true(nd_str_hash(ND_STR_NONE) == nd_str_hash(ND_STR("")));
}

static void buffers(void **state) {
    struct nd_buf buf = {0};

    (void)state;
    assert_str(nd_buf_str(&buf), "");
    nd_buf_clear(&buf);
    nd_buf_add(&buf, ND_STR_NONE);
    assert_string_equal(buf.ptr, "");
    for (int i = 0; i < 100; i++)
        nd_buf_add_char(&buf, 'x');
    assert_int_equal(strlen(buf.ptr), 100);
    nd_buf_cut(&buf, 2);
    nd_buf_cut(&buf, 50);
    nd_buf_addf(&buf, "-%d-%s", 42, "y");
    nd_buf_addf(&buf, "%s", "");
    nd_buf_add(&buf, ND_STR("\0z"));
    assert_int_equal(buf.len, 9);
    assert_memory_equal(buf.ptr, "xx-42-y\0z", 10);
    nd_buf_clear(&buf);
    nd_buf_add_z(&buf, "new");
    nd_buf_add_z(&buf, NULL);
    assert_string_equal(buf.ptr, "new");
    nd_buf_free(&buf);
    assert_null(buf.ptr);
    nd_buf_free(&buf);
    nd_buf_free(NULL);
}

static bool is_zero(const unsigned char *bytes, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (bytes[i] != 0)
            return false;
    return true;
}

static void arena_memory(void **state) {
    struct nd_arena *arena = nd_arena_new();
    char *large, *before;

    (void)state;
    for (int round = 0; round < 3; round++) {
        assert_int_equal(nd_arena_used(arena), 0);
        for (size_t i = 1; i < 3000; i++) {
            unsigned char *p;
            memset(nd_arena_bytes(arena, i % 7), 0xAA, i % 7);
            p = nd_arena_alloc(arena, i, 3);
            assert_true((uintptr_t)p % _Alignof(max_align_t) == 0);
            assert_true(is_zero(p, i * 3));
            memset(p, 0xAA, i * 3);
        }
        large = nd_arena_bytes(arena, 8 * 1024 * 1024);
        memset(large, 0xAA, 8 * 1024 * 1024);
        assert_true(nd_arena_used(arena) > 8 * 1024 * 1024);
        nd_arena_reset(arena);
    }
    before = nd_arena_bytes(arena, 0);
    assert_ptr_equal(before, nd_arena_bytes(arena, 1));
    assert_str(nd_arena_str(arena, ND_STR("a\u00E9")), "a\u00E9");
    assert_string_equal(nd_arena_str(arena, ND_STR_NONE).ptr, "");
    assert_str(nd_arena_printf(arena, "%d/%s", 7, "x"), "7/x");
    nd_arena_free(arena);
    nd_arena_free(NULL);
}

static void arena_marks(void **state) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_str kept = nd_arena_str(arena, ND_STR("kept"));

    (void)state;
    for (size_t i = 0; i < 200; i++) {
        struct nd_arena_mark mark = nd_arena_mark(arena);
        size_t used = nd_arena_used(arena);
        for (size_t k = 0; k <= i; k++) {
            struct nd_buf buf = {0};
            memset(nd_arena_alloc(arena, k * 37 % 5000 + 1, 1), 0xAA, k * 37 % 5000 + 1);
            memset(nd_buf_reserve(&buf, k * 3000), 0xAA, k * 3000);
            buf.len = k * 3000;
            memset((char *)(uintptr_t)nd_arena_take(arena, &buf).ptr, 0xBB, k * 3000);
        }
        nd_arena_go_back(arena, mark);
        assert_int_equal(nd_arena_used(arena), used);
        if (i % 7 == 0)
            nd_arena_str(arena, ND_STR("one more"));
        assert_str(kept, "kept");
    }
    nd_arena_reset(arena);
    assert_int_equal(nd_arena_used(arena), 0);
    nd_arena_free(arena);
}

static jmp_buf exhausted;

static void leave(const char *file) {
    (void)file;
    longjmp(exhausted, 1);
}

/* Asks for what cannot be had, in one of nine ways. */
static void ask_too_much(int way, struct nd_arena *arena, struct nd_buf *buf) {
    volatile size_t huge = SIZE_MAX;
    size_t capacity = 0;

    switch (way) {
    case 0:
        free(nd_alloc_array(huge / 2, 3));
        break;
    case 1:
        free(nd_alloc_array(huge, 1));
        break;
    case 2:
        free(nd_alloc_resize(NULL, huge / 4 + 1, 8));
        break;
    case 3:
        free(nd_alloc_grow(NULL, &capacity, huge / 16, 32));
        break;
    case 4:
        nd_buf_reserve(buf, huge - 1);
        break;
    case 5:
        nd_arena_bytes(arena, huge);
        break;
    case 6:
        nd_arena_bytes(arena, huge - 8);
        break;
    case 7:
        nd_arena_alloc(arena, huge / 2, 3);
        break;
    default:
        nd_arena_alloc(arena, huge - 20, 1);
        break;
    }
}

static bool runs_out(int way, struct nd_arena *arena, struct nd_buf *buf) {
    if (setjmp(exhausted) != 0)
        return true;
    ask_too_much(way, arena, buf);
    return false;
}

/* Sizes that overflow end in the handler, never in a block that is too small. */
static void memory_runs_out(void **state) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_buf buf = {0};

    (void)state;
    nd_alloc_on_failure(leave);
    for (int way = 0; way < 9; way++)
        assert_true(runs_out(way, arena, &buf));
    nd_alloc_on_failure(NULL);
    assert_str(nd_arena_str(arena, ND_STR("still there")), "still there");
    nd_arena_free(arena);
    nd_buf_free(&buf);
}

static void utf8_characters(void **state) {
    static const uint32_t characters[] = {0,      0x7F,   0x80,   0x7FF,   0x800,   0xD7FF,
                                          0xE000, 0xFFFD, 0xFFFF, 0x10000, 0x1F600, 0x10FFFF};

    (void)state;
    for (size_t i = 0; i < sizeof characters / sizeof *characters; i++) {
        char bytes[4];
        uint32_t c = 1;
        size_t length = nd_utf8_encode(characters[i], bytes);
        assert_int_equal(nd_utf8_decode(nd_str_of(bytes, length), &c), length);
        assert_int_equal(c, characters[i]);
        assert_true(nd_utf8_valid(nd_str_of(bytes, length), NULL));
        for (size_t cut = 1; cut < length; cut++)
            assert_int_equal(nd_utf8_decode(nd_str_of(bytes, cut), &c), cut);
    }
}

/* Every maximal subpart becomes one U+FFFD, here shown as a #. */
static void utf8_repairs(void **state) {
    static const struct {
        const char *bytes, *repaired;
    } examples[] = {
        {"plain \u00E9\u6771", "plain \u00E9\u6771"},
        {"\uFFFD", "\uFFFD"},
        {"\x80", "#"},
        {"\x80\xBF\x80", "###"},
        {"\xC3", "#"},
        {"\xC3(", "#("},
        {"\xC0\xAF", "##"},
        {"\xC1\xBF", "##"},
        {"\xE0\x80\xAF", "###"},
        {"\xE0\x9F\xBF", "###"},
        {"\xE0\xA0", "#"},
        {"\xE2\x82x", "#x"},
        {"\xED\x9F\xBF", "\uD7FF"},
        {"\xED\xA0\x80\xED\xB0\x80", "######"},
        {"\xEF\xBF", "#"},
        {"\xF0\x8F\xBF\xBF", "####"},
        {"\xF0\x9F\x98", "#"},
        {"\xF0\x9F\x98\x80\xF0\x9F", "\U0001F600#"},
        {"\xF1\x80\x80\xE1\x80\xC2z", "###z"},
        {"\xF4\x90\x80\x80", "####"},
        {"\xF5\xF8\xFC\xFE\xFF", "#####"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        struct nd_buf expected = {0}, out = {0};
        struct nd_str bytes = nd_str_from(examples[i].bytes);
        size_t bad = 0, first = nd_str_find_char(nd_str_from(examples[i].repaired), '#');
        for (const char *p = examples[i].repaired; *p != '\0'; p++) {
            bad += *p == '#';
            nd_buf_add(&expected, *p == '#' ? ND_STR("\uFFFD") : nd_str_of(p, 1));
        }
        assert_int_equal(nd_utf8_repair(bytes, &out), bad);
        assert_string_equal(nd_buf_str(&out).ptr, expected.ptr);
        assert_true(nd_utf8_valid(nd_buf_str(&out), NULL));
        assert_int_equal(nd_utf8_valid(bytes, &first), bad == 0);
        if (bad > 0)
            assert_int_equal(first, nd_str_find_char(nd_str_from(examples[i].repaired), '#'));
        nd_buf_free(&expected);
        nd_buf_free(&out);
    }
}

static void utf8_cutting(void **state) {
    struct nd_str text = ND_STR("\u00E9t\u00E9 \u6771\u4EAC");
    bool cut = true;

    (void)state;
    assert_int_equal(nd_utf8_count(text), 6);
    assert_int_equal(nd_utf8_floor(text, 1), 0);
    assert_int_equal(nd_utf8_floor(text, 2), 2);
    assert_int_equal(nd_utf8_floor(text, 8), 6);
    assert_int_equal(nd_utf8_floor(text, 99), text.len);
    assert_str(nd_utf8_shorten(text, 6, &cut), text.ptr);
    assert_false(cut);
    assert_str(nd_utf8_shorten(text, 5, &cut), "\u00E9t\u00E9");
    assert_true(cut);
    assert_str(nd_utf8_shorten(ND_STR("one two, three"), 8, &cut), "one two");
    assert_str(nd_utf8_shorten(ND_STR("one two, three"), 7, &cut), "one two");
    assert_str(nd_utf8_shorten(ND_STR("a verylongword"), 10, &cut), "a verylong");
    assert_str(nd_utf8_shorten(ND_STR("abc"), 0, &cut), "");
    assert_true(cut);
    assert_str(nd_utf8_shorten(ND_STR(""), 0, &cut), "");
    assert_false(cut);
}

static void messages(void **state) {
    struct nd_error err = ND_ERROR_INIT;
    struct nd_buf text = {0};

    (void)state;
    assert_int_equal(nd_error_set(NULL, ND_IO, "x"), ND_IO);
    assert_int_equal(nd_error_set(&err, ND_BUSY, "a\nb\x1B[1m %s \u00E9 \xC2\x9B \xFF\xC3.", "c"), ND_BUSY);
    assert_int_equal(err.status, ND_BUSY);
    assert_string_equal(err.message, "a?b?[1m c \u00E9 ?? ??.");
    while (text.len < 2 * ND_ERROR_MAX)
        nd_buf_add_z(&text, "\u6771");
    assert_int_equal(nd_error_set(&err, ND_IO, "x%s", text.ptr), ND_IO);
    assert_int_equal(strlen(err.message), ND_ERROR_MAX - 1);
    assert_true(nd_utf8_valid(nd_str_from(err.message), NULL));
    nd_buf_free(&text);
}

static void problems(void **state) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_problems list;

    (void)state;
    nd_problems_init(&list, arena);
    for (uint32_t i = 0; i < ND_MAX_PROBLEMS; i++)
        nd_problems_add(&list, ND_P_DATE, i + 1, 2, "no date: \"%s\"", "x\n\xFF");
    assert_int_equal(list.count, ND_MAX_PROBLEMS);
    assert_int_equal(list.dropped, 0);
    nd_problems_add(&list, ND_P_EMPTY, 0, 0, "nothing");
    assert_int_equal(list.count, ND_MAX_PROBLEMS);
    assert_int_equal(list.dropped, 1);
    assert_int_equal(list.last->line, ND_MAX_PROBLEMS);
    assert_str(list.first->message, "no date: \"x??\"");
    assert_int_equal(list.first->level, ND_WARNING);
    for (int code = 0; code < ND_PROBLEM_CODES; code++)
        assert_non_null(nd_problem_name((enum nd_problem_code)code));
    assert_string_equal(nd_level_name(ND_ERROR), "error");
    nd_arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(str_compare),  cmocka_unit_test(str_parts),       cmocka_unit_test(str_lines),
        cmocka_unit_test(str_numbers),  cmocka_unit_test(buffers),         cmocka_unit_test(arena_memory),
        cmocka_unit_test(arena_marks),  cmocka_unit_test(memory_runs_out), cmocka_unit_test(utf8_characters),
        cmocka_unit_test(utf8_repairs), cmocka_unit_test(utf8_cutting),    cmocka_unit_test(messages),
        cmocka_unit_test(problems),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
