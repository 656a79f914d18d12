/* Runs of combining marks: divided where text is read, nowhere slow, and no word is lost by that. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsdex/analysis.h"
#include "newsdex/limits.h"
#include "newsdex/source.h"
#include "newsdex/stream_safe.h"
#include "newsdex/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <utf8proc.h>

enum { MOST = 30, JOINER = 0x034F };

static uint32_t random_below(uint64_t *seed, uint32_t limit) {
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33) % limit;
}

/* Marks of several classes, what composes with the one before it, what decomposes, Jamo, plain letters. */
static const uint32_t characters[] = {
    'a',    'e',    'o',    ' ',    '\n',   0x0301, 0x0308,  0x0323,  0x0327, 0x0345, 0x0344,  0x1F82,
    0x1FB2, 0x0F73, 0x0F75, 0x0F81, 0x0F71, 0x1100, 0x1161,  0x11A8,  0xAC00, 0xD4CC, 0x09C7,  0x09BE,
    0x09CB, 0x0E01, 0x0E38, 0x0915, 0x094D, 0xFB1D, 0x05B4,  0xF900,  0x3042, 0x3099, 0xFF76,  0xFF9E,
    0x2126, 0x212B, 0xE9,   0x1E9B, 0xFDFA, 0x4E2D, 0x1D15E, 0x1D165, 0x2ADC, 0x0338, 0x1D160, 0x200D,
};

/* Text with at most most marks in a row, counted generously. */
static void random_text(uint64_t *seed, uint32_t length, size_t most, struct nd_buf *out) {
    size_t run = 0;

    nd_buf_clear(out);
    for (uint32_t i = 0; i < length; i++) {
        uint32_t c = characters[random_below(seed, sizeof characters / sizeof *characters)];
        bool is_mark = utf8proc_get_property((utf8proc_int32_t)c)->combining_class != 0 || c == 0x0F73 ||
                       c == 0x0F75 || c == 0x0F81;
        if (random_below(seed, 8) != 0 && most > MOST)
            c = 0x0301 + random_below(seed, 0x40), is_mark = true;
        if (is_mark && (run += 2) > most)
            continue;
        run = is_mark ? run : 0;
        nd_utf8_add(out, c);
    }
}

static void decode(struct nd_str text, struct nd_buf *out, size_t *problems) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_problems list;
    struct nd_str encoding;

    nd_problems_init(&list, arena);
    assert_int_equal(nd_source_decode(text, out, &encoding, &list), ND_OK);
    *problems = list.count;
    nd_arena_free(arena);
}

/* Stretch by stretch is the same as all at once. */
static void test_normal_form(void **state) {
    struct nd_buf text = {0}, out = {0};
    uint64_t seed = 11;
    size_t problems;

    (void)state;
    for (int i = 0; i < 3000; i++) {
        utf8proc_uint8_t *whole = NULL;
        utf8proc_ssize_t length;
        random_text(&seed, i % 10 == 0 ? 4000 : 60, MOST, &text);
        decode(nd_buf_str(&text), &out, &problems);
        length = utf8proc_map((const utf8proc_uint8_t *)text.ptr, (utf8proc_ssize_t)text.len, &whole,
                              UTF8PROC_STABLE | UTF8PROC_COMPOSE);
        assert_int_equal(out.len, length);
        assert_memory_equal(out.ptr, whole, out.len);
        assert_int_equal(problems, 0);
        free(whole);
    }
    nd_buf_free(&text);
    nd_buf_free(&out);
}

/* The most characters in a row, fully decomposed, that are no starters. */
static size_t longest_run(struct nd_str text) {
    utf8proc_int32_t *parts = calloc(text.len * 18 + 1, sizeof *parts);
    utf8proc_ssize_t count =
        utf8proc_decompose((const utf8proc_uint8_t *)text.ptr, (utf8proc_ssize_t)text.len, parts,
                           (utf8proc_ssize_t)text.len * 18, UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE);
    size_t run = 0, longest = 0;

    assert_true(count >= 0);
    for (utf8proc_ssize_t i = 0; i < count; i++) {
        run = utf8proc_get_property(parts[i])->combining_class != 0 ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    free(parts);
    return longest;
}

static void test_long_runs(void **state) {
    struct nd_buf text = {0}, once = {0}, twice = {0};
    uint64_t seed = 5;
    size_t problems, divided = 0;

    (void)state;
    for (int i = 0; i < 1000; i++) {
        random_text(&seed, 300, SIZE_MAX, &text);
        decode(nd_buf_str(&text), &once, &problems);
        divided += problems;
        assert_int_equal(problems > 0, longest_run(nd_buf_str(&text)) > MOST);
        assert_true(longest_run(nd_buf_str(&once)) <= MOST);
        decode(nd_buf_str(&once), &twice, &problems);
        assert_true(nd_str_eq(nd_buf_str(&once), nd_buf_str(&twice)));
        assert_int_equal(problems, 0);
    }
    assert_true(divided > 100);
    nd_buf_free(&text);
    nd_buf_free(&once);
    nd_buf_free(&twice);
}

/* 30 are left alone, the 31st is not. */
static void test_limit(void **state) {
    struct nd_buf text = {0};
    size_t length;

    (void)state;
    nd_buf_add_char(&text, 'a');
    for (size_t i = 0; i < MOST; i++)
        nd_utf8_add(&text, 0x0301);
    length = text.len;
    assert_int_equal(nd_stream_safe_length(nd_buf_str(&text)), length);
    nd_buf_add_char(&text, 'b');
    nd_utf8_add(&text, 0x0301);
    assert_int_equal(nd_stream_safe_length(nd_buf_str(&text)), text.len);
    nd_buf_cut(&text, length);
    nd_utf8_add(&text, 0x0323);
    assert_int_equal(nd_stream_safe_length(nd_buf_str(&text)), length);
    nd_buf_free(&text);
}

static enum nd_status add_token(void *context, const struct nd_token *token) {
    nd_buf_add(context, token->text);
    nd_buf_add_char(context, token->is_colocated ? '/' : ' ');
    return ND_OK;
}

/* What is read from a file gives the words that somebody gives who types it. */
static void test_words(void **state) {
    struct nd_analyser *analyser = nd_analyser_new();
    struct nd_buf text = {0}, read = {0}, a = {0}, b = {0};
    uint64_t seed = 3;
    size_t problems;

    (void)state;
    for (int i = 0; i < 1000; i++) {
        nd_buf_clear(&text);
        nd_buf_add_z(&text, "word");
        for (uint32_t n = random_below(&seed, 60); n > 0; n--)
            nd_utf8_add(&text, 0x0300 + random_below(&seed, 0x40));
        nd_buf_add_z(&text, "end of it");
        decode(nd_buf_str(&text), &read, &problems);
        nd_buf_clear(&a);
        nd_buf_clear(&b);
        assert_int_equal(nd_analyse_document(analyser, nd_buf_str(&text), add_token, &a), ND_OK);
        assert_int_equal(nd_analyse_document(analyser, nd_buf_str(&read), add_token, &b), ND_OK);
        assert_string_equal(a.ptr, b.ptr);
    }
    nd_analyser_free(analyser);
    nd_buf_free(&text);
    nd_buf_free(&read);
    nd_buf_free(&a);
    nd_buf_free(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_normal_form),
        cmocka_unit_test(test_long_runs),
        cmocka_unit_test(test_limit),
        cmocka_unit_test(test_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
