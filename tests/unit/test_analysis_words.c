/* What searches ask of the analysis by the hundred: words from right to left, and whether one is a function
 * word. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsdex/analysis.h"

#include <string.h>

/* A sketch leaves out no function word of its languages, and most of what is none. */
static void sketches_have_all_function_words(void **state) {
    struct nd_str languages[] = {ND_STR_INIT("en"), ND_STR_INIT("de-AT"), ND_STR_INIT("no")};
    struct nd_function_sketch sketch;
    uint32_t others = 0, seed = 1;

    (void)state;
    nd_function_words_sketch(&sketch, languages, 3);
    for (int i = 0; i < 200000; i++) {
        char bytes[5];
        struct nd_str word;
        for (size_t k = 0; k < sizeof bytes; k++)
            bytes[k] = (char)('a' + ((seed = seed * 1664525u + 1013904223u) >> 8) % 26);
        word = nd_str_of(bytes, 1 + (size_t)i % sizeof bytes);
        if (nd_function_words_have(word, languages, 3))
            assert_true(nd_function_words_may_have(&sketch, word));
        others += nd_function_words_may_have(&sketch, word);
    }
    assert_true(others < 200000 / 4);
    assert_true(nd_function_words_may_have(&sketch, ND_STR("whereas")) ==
                nd_function_words_have(ND_STR("whereas"), languages, 3));
    nd_function_words_sketch(&sketch, NULL, 0);
    assert_false(nd_function_words_may_have(&sketch, ND_STR("the")));
}

static enum nd_status keep_reversed(void *context, const struct nd_token *token) {
    if (token->text.ptr[0] == ND_MARK_REVERSED)
        nd_buf_add(context, token->text);
    return ND_OK;
}

/* What is looked for from right to left is what a document has. */
static void reversed_words_are_those_of_documents(void **state) {
    static const char *const words[] = {
        "bundestagswahl", "wahl", "wahlkampfe", "ministerier", "arbeidsmarkedet",
        "verkiezingen",   "haus", "aaaaaaaa",   "aaaaaaa",     ""};
    static const char *const languages[] = {"de", "nl", "sv", "da", "nb", "de-CH"};
    struct nd_analyser *analyser = nd_analyser_new();
    struct nd_buf expected = {0};
    char token[ND_MAX_TOKEN], longest[ND_MAX_TOKEN + 2];

    (void)state;
    memset(longest, 'q', sizeof longest);
    for (size_t i = 0; i < sizeof words / sizeof *words + 3; i++)
        for (size_t k = 0; k < sizeof languages / sizeof *languages; k++) {
            size_t beyond = i - sizeof words / sizeof *words;
            struct nd_str word = i < sizeof words / sizeof *words
                                     ? nd_str_from(words[i])
                                     : nd_str_of(longest, ND_MAX_TOKEN - 2 + beyond);
            nd_buf_clear(&expected);
            assert_int_equal(
                nd_analyse_text(analyser, nd_str_from(languages[k]), word, keep_reversed, &expected), ND_OK);
            assert_true(nd_str_eq(nd_analyse_reversed(analyser, nd_str_from(languages[k]), word, token),
                                  nd_buf_str(&expected)));
        }
    nd_buf_free(&expected);
    nd_analyser_free(analyser);
}

/* The tokens of a document with the beginnings that are wanted. */
struct tokens {
    const bool *wanted;
    struct nd_buf text;
    size_t positions;
};

static enum nd_status keep_wanted(void *context, const struct nd_token *token) {
    struct tokens *tokens = context;

    tokens->positions += !token->is_colocated;
    if (tokens->wanted[nd_analysis_beginning(token->text)])
        nd_buf_addf(&tokens->text, "%zu %zu %zu %d %.*s\n", tokens->positions, token->start, token->end,
                    token->is_colocated, (int)token->text.len, token->text.ptr);
    return ND_OK;
}

/* Words of any letters, with the endings of many languages and what words begin with in some. */
static void add_word(struct nd_buf *text, uint32_t *seed) {
    static const char *const beginnings[] = {"",   "",   "",   "me", "di", "al", "ge",
                                             "un", "d'", "L’", "É",  "I",  "Ü",  "wi-"};
    static const char *const ends[] = {"",
                                       "s",
                                       "ing",
                                       "ungen",
                                       "ernes",
                                       "ations",
                                       "amente",
                                       "ements",
                                       "heiten",
                                       "issime",
                                       "inconstitucionalmente",
                                       "ying",
                                       "ed",
                                       "ies",
                                       "ß",
                                       "é"};
    uint32_t draw = *seed = *seed * 1664525u + 1013904223u;

    nd_buf_add_z(text, beginnings[(draw >> 8) % (sizeof beginnings / sizeof *beginnings)]);
    for (uint32_t i = 0; i < 1 + (draw >> 13) % 7; i++) {
        *seed = *seed * 1664525u + 1013904223u;
        nd_buf_add_char(text,
                        (char)((*seed >> 9) % 9 == 0 ? 'A' + (*seed >> 16) % 26 : 'a' + (*seed >> 16) % 26));
    }
    nd_buf_add_z(text, ends[(draw >> 20) % (sizeof ends / sizeof *ends)]);
    nd_buf_add_char(text, (draw >> 5) % 11 == 0 ? '.' : ' ');
}

/* Who asks for some tokens gets these, at their places, as of the whole analysis, whatever the language. */
static void wanted_tokens_are_those_of_documents(void **state) {
    static const char *const languages[] = {"",   "ar", "az", "ca", "da", "de", "el", "en", "es", "eu", "fi",
                                            "fr", "ga", "hi", "hr", "hu", "hy", "id", "it", "lt", "nb", "ne",
                                            "nl", "nn", "no", "pt", "ro", "ru", "sr", "sv", "ta", "tr", "yi"};
    struct nd_analyser *analyser = nd_analyser_new();
    struct nd_buf text = {0};
    uint32_t seed = 7;

    (void)state;
    for (int round = 0; round < 4000; round++) {
        bool wanted[256] = {false};
        struct tokens all = {.wanted = wanted}, some = {.wanted = wanted};
        nd_buf_clear(&text);
        nd_language_tag(nd_str_from(languages[(size_t)round % (sizeof languages / sizeof *languages)]),
                        &text);
        nd_buf_add_z(&text,
                     round % 7 == 0 ? "skis dying lying tying idly gently ugly early only singly " : "");
        for (int i = 0; i < 40; i++)
            add_word(&text, &seed);
        for (int i = 0; i < 3; i++)
            wanted[i == 2 ? 0xC3 : 'a' + (seed = seed * 1664525u + 1013904223u) % 26] = true;
        assert_int_equal(nd_analyse_document(analyser, nd_buf_str(&text), keep_wanted, &all), ND_OK);
        assert_int_equal(nd_analyse_for(analyser, nd_buf_str(&text), wanted, keep_wanted, &some), ND_OK);
        assert_int_equal(some.positions, all.positions);
        if (!nd_str_eq(nd_buf_str(&some.text), nd_buf_str(&all.text)))
            print_message("%s\n%s---\n%s", text.ptr, all.text.ptr, some.text.ptr);
        assert_true(nd_str_eq(nd_buf_str(&some.text), nd_buf_str(&all.text)));
        nd_buf_free(&all.text);
        nd_buf_free(&some.text);
    }
    nd_buf_free(&text);
    nd_analyser_free(analyser);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sketches_have_all_function_words),
        cmocka_unit_test(reversed_words_are_those_of_documents),
        cmocka_unit_test(wanted_tokens_are_those_of_documents),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
