#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsdex/analysis.h"
#include "newsdex/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The columns of NormalizationTest.txt (UAX #15): source, NFC, NFD, NFKC, NFKD. */
enum { COLUMN_COUNT = 5 };

static enum nd_status add_token(void *context, const struct nd_token *token) {
    nd_buf_add_char(context, token->is_colocated ? '/' : ' ');
    nd_buf_add(context, token->text);
    return ND_OK;
}

/* One column: code points in hexadecimal, apart by blanks. They are put between letters: marks need a base.
 */
static void read_column(struct nd_str column, struct nd_buf *text) {
    nd_buf_clear(text);
    nd_buf_add_z(text, "so e");
    while (column.len > 0) {
        size_t end = nd_str_find_char(column, ' ');
        struct nd_str hex = nd_str_slice(column, 0, end);
        char digits[16] = "";
        memcpy(digits, hex.ptr, hex.len < 15 ? hex.len : 15);
        nd_utf8_add(text, (uint32_t)strtoul(digits, NULL, 16));
        column = nd_str_skip(column, hex.len + (end != SIZE_MAX));
    }
    nd_buf_add_z(text, "x it");
}

/* Columns are analysed behind letters and behind a blank; returns false at the first difference. */
static bool columns_agree(struct nd_analyser *analyser, struct nd_str line,
                          struct nd_buf tokens[COLUMN_COUNT]) {
    struct nd_buf text = {NULL, 0, 0};
    bool agree = true;

    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        size_t end = nd_str_find_char(line, ';');
        nd_buf_clear(&tokens[i]);
        read_column(nd_str_slice(line, 0, end), &text);
        agree =
            agree && nd_analyse_document(analyser, nd_buf_str(&text), add_token, &tokens[i]) == ND_OK &&
            nd_analyse_document(analyser, nd_str_skip(nd_buf_str(&text), 4), add_token, &tokens[i]) == ND_OK;
        line = nd_str_skip(line, end + 1);
    }
    for (size_t i = 1; i < COLUMN_COUNT; i++)
        agree = agree && (i == 3 || nd_str_eq(nd_buf_str(&tokens[i]), nd_buf_str(&tokens[i - 1])));
    nd_buf_free(&text);
    return agree;
}

static void canonical_equivalents_give_the_same_tokens(void **state) {
    const char *path = getenv("ND_NORMALIZATION_TEST");
    FILE *file = path == NULL ? NULL : fopen(path, "r");
    struct nd_analyser *analyser = nd_analyser_new();
    struct nd_buf tokens[COLUMN_COUNT] = {{NULL, 0, 0}};
    size_t differing = 0;
    char line[4096];

    (void)state;
    if (file == NULL)
        print_message("# ND_NORMALIZATION_TEST names no file: nothing to compare\n");
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        if (strchr("#@\n", line[0]) != NULL || columns_agree(analyser, nd_str_from(line), tokens))
            continue;
        if (differing++ < 20)
            print_message("# differs: %s", line);
    }
    if (file != NULL)
        (void)fclose(file);
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        nd_buf_free(&tokens[i]);
    nd_analyser_free(analyser);
    assert_int_equal(differing, 0);
}

/* Marks without end, marks out of order, runs without end: time must stay linear. */
static void torture_ends_soon(void **state) {
    static const char *const pieces[] = {"\xCC\x81",
                                         "\xCC\x81\xCC\xA3",
                                         "\xE6\x9D\xB1\xE3\x82\x99",
                                         "\xE2\x84\xA2",
                                         "a'",
                                         "\xE1\x84\x80",
                                         "\xE0\xB8\x81\xE0\xB9\x88\xE0\xB8\xB8"};
    struct nd_analyser *analyser = nd_analyser_new();

    (void)state;
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        struct nd_buf text = {NULL, 0, 0}, tokens = {NULL, 0, 0};
        nd_buf_add_z(&text, "a");
        while (text.len < 1 << 20)
            nd_buf_add_z(&text, pieces[i]);
        assert_int_equal(nd_analyse_document(analyser, nd_buf_str(&text), add_token, &tokens), ND_OK);
        assert_true(tokens.len > 0);
        nd_buf_free(&text);
        nd_buf_free(&tokens);
    }
    nd_analyser_free(analyser);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(canonical_equivalents_give_the_same_tokens),
        cmocka_unit_test(torture_ends_soon),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
