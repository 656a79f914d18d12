/* The pieces of text records are made of: sentences, titles, dates, labels, languages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "article/page/boilerplate.h"
#include "article/page/page.h"

struct pair {
    const char *given, *expected;
};

static void check(const struct pair *pair, struct nd_str got) {
    if (!nd_str_eq(got, nd_str_from(pair->expected)))
        fail_msg("\"%s\" gives \"%.*s\"", pair->given, (int)got.len, got.ptr == NULL ? "" : got.ptr);
}

static void test_first_sentence(void **state) {
    static const struct pair cases[] = {
        {"One. Two.", "One."},
        {"One! Two.", "One!"},
        {"No end", "No end"},
        {"It rose 3.5 per cent. Then it fell.", "It rose 3.5 per cent."},
        {"Mr. Smith met Dr. Jones. They spoke.", "Mr. Smith met Dr. Jones."},
        {"The U.S. Senate voted. It passed.", "The U.S. Senate voted."},
        {"J. R. Smith left. So did we.", "J. R. Smith left."},
        {"Er kam am 3. Oktober an. Es regnete.", "Er kam am 3. Oktober an."},
        {"Shares, e.g. of banks, fell. Oil rose.", "Shares, e.g. of banks, fell."},
        {"\"Why?\" he asked. Nobody knew.", "\"Why?\" he asked."},
        {"He said \"Go.\" Then he went.", "He said \"Go.\""},
        {"written small. all of it.", "written small."},
        {"\xE4\xBB\x8A\xE5\xA4\xA9\xE3\x80\x82\xE6\x98\x8E\xE5\xA4\xA9\xE3\x80\x82",
         "\xE4\xBB\x8A\xE5\xA4\xA9\xE3\x80\x82"},
        {"यह एक वाक्य है। यह दूसरा है।", "यह एक वाक्य है।"},
        {"هل هذا سؤال؟ نعم.", "هل هذا سؤال؟"},
        {"First line\n\nsecond paragraph. End.", "First line"},
        {"", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check(&cases[i], nd_text_first_sentence(nd_str_from(cases[i].given)));
}

static void test_unmarked(void **state) {
    static const struct pair cases[] = {
        {"plain", "plain"},
        {"Use `async fn` now", "Use async fn now"},
        {"``a`b`` c", "a`b c"},
        {"**Bold** and *soft*", "Bold and soft"},
        {"__Strong__ snake_case_name", "Strong snake_case_name"},
        {"See [the site](https://example.org/) now", "See the site now"},
        {"[**x**](y)", "x"},
        {"5 * 3 * 2", "5 * 3 * 2"},
        {"*args and **kwargs", "*args and **kwargs"},
        {"[Exclusive] news", "[Exclusive] news"},
        {"C* and `", "C* and `"},
    };
    struct nd_arena *arena = nd_arena_new();

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check(&cases[i], nd_text_unmarked(nd_str_from(cases[i].given), arena));
    nd_arena_free(arena);
}

static void test_one_line_and_shorten(void **state) {
    static const struct pair lines[] = {
        {"  a\n b\t\tc ", "a b c"},
        {"a\xC2\xA0"
         "b",
         "a b"},
        {"end\xE2\x80\x8B", "end"},
        {"\xE3\x80\x80x", "x"},
        {"", ""},
    };
    struct nd_arena *arena = nd_arena_new();

    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        check(&lines[i], nd_text_on_one_line(nd_str_from(lines[i].given), arena));
    assert_true(nd_str_eq(nd_text_shorten(ND_STR("one two three"), 13, arena), ND_STR("one two three")));
    assert_true(nd_str_eq(nd_text_shorten(ND_STR("one two three"), 9, arena), ND_STR("one two…")));
    nd_arena_free(arena);
}

static void test_dates(void **state) {
    static const struct pair cases[] = {
        {"Redaktion - 31. Januar 2022", "2022-01-31"},
        {"By X | 3 May 2021", "2021-05-03"},
        {"Published: 10:00am, 20 Jan, 2020", "2020-01-20"},
        {"March 3rd, 2021", "2021-03-03"},
        {"Von: Jemand | 31.10.23", "2023-10-31"},
        {"31/10/2023", "2023-10-31"},
        {"10/31/2023", "2023-10-31"},
        {"03/04/2023", NULL}, /* nobody can tell */
        {"Miércoles, 4 de Mayo de 2022 a las 07:46hrs.", "2022-05-04"},
        {"le 1er août 2021", "2021-08-01"},
        {"12 września 2021", "2021-09-12"},
        {"5 июня 2020 г.", "2020-06-05"},
        {"2021\xE5\xB9\xB4"
         "3\xE6\x9C\x88"
         "5\xE6\x97\xA5",
         "2021-03-05"},
        {"2022-02-30", NULL},
        {"Room 31.10", NULL},
        {"12345678", NULL},
        {"no date", NULL},
    };
    struct nd_date date;
    char out[ND_DATE_MAX];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool found = nd_dateline_find(nd_str_from(cases[i].given), &date);
        check(&cases[i], found ? nd_str_of(out, nd_date_format(&date, out)) : ND_STR_NONE);
    }
    assert_true(nd_dateline_is(ND_STR("Redaktion - 31. Januar 2022")));
    assert_true(nd_dateline_is(ND_STR("By Jane Doe")));
    assert_false(nd_dateline_is(ND_STR("By Tuesday the river had risen by a metre.")));
    assert_false(nd_dateline_is(ND_STR("The treaty of 3 May 2021 was signed in Rome.")));
}

static void test_furniture(void **state) {
    static const struct {
        const char *line;
        enum nd_boilerplate strong, on_page;
    } cases[] = {
        {"Related Posts", ND_BOILERPLATE_RELATED, ND_BOILERPLATE_RELATED},
        {"  \xE2\x80\xA2 Related Posts:", ND_BOILERPLATE_RELATED, ND_BOILERPLATE_RELATED},
        {"Leave a Reply to Jane", ND_BOILERPLATE_END, ND_BOILERPLATE_END},
        {"LAISSER UN COMMENTAIRE", ND_BOILERPLATE_END, ND_BOILERPLATE_END},
        {"Ähnliche Beiträge", ND_BOILERPLATE_RELATED, ND_BOILERPLATE_RELATED},
        {"Articoli correlati", ND_BOILERPLATE_RELATED, ND_BOILERPLATE_RELATED},
        {"Noticias relacionadas", ND_BOILERPLATE_RELATED, ND_BOILERPLATE_RELATED},
        {"Похожие записи", ND_BOILERPLATE_RELATED, ND_BOILERPLATE_RELATED},
        {"\xE7\x9B\xB8\xE5\x85\xB3\xE6\x96\x87\xE7\xAB\xA0", ND_BOILERPLATE_RELATED, ND_BOILERPLATE_RELATED},
        {"Continue reading", ND_BOILERPLATE_MORE, ND_BOILERPLATE_MORE},
        {"Comments (12)", ND_BOILERPLATE_NONE, ND_BOILERPLATE_END},
        {"12 Kommentare", ND_BOILERPLATE_NONE, ND_BOILERPLATE_END},
        {"Share", ND_BOILERPLATE_NONE, ND_BOILERPLATE_TOOL},
        {"Foto: Jemand", ND_BOILERPLATE_NONE, ND_BOILERPLATE_TOOL},
        {"Kommentar hinzufügen", ND_BOILERPLATE_NONE, ND_BOILERPLATE_END},
        {"11 responses to “The harbour”", ND_BOILERPLATE_NONE, ND_BOILERPLATE_END},
        {"Etiquetas: puerto, ciudad", ND_BOILERPLATE_NONE, ND_BOILERPLATE_TOOL},
        {"Метки: порт", ND_BOILERPLATE_NONE, ND_BOILERPLATE_TOOL},
        {"关键词：港口", ND_BOILERPLATE_NONE, ND_BOILERPLATE_TOOL},
        {"ये भी पढ़ें", ND_BOILERPLATE_NONE, ND_BOILERPLATE_RELATED},
        {"إقرأ أيضا: الميناء", ND_BOILERPLATE_NONE, ND_BOILERPLATE_MORE},
        {"À lire aussi » Le port", ND_BOILERPLATE_NONE, ND_BOILERPLATE_MORE},
        {"MIRA: El puerto cierra", ND_BOILERPLATE_NONE, ND_BOILERPLATE_MORE},
        {"Tümünü kabul et", ND_BOILERPLATE_NONE, ND_BOILERPLATE_TOOL},
        {"Comments were few at the meeting.", ND_BOILERPLATE_NONE, ND_BOILERPLATE_NONE},
        {"", ND_BOILERPLATE_NONE, ND_BOILERPLATE_NONE},
        {"x", ND_BOILERPLATE_NONE, ND_BOILERPLATE_NONE},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (nd_boilerplate_find(nd_str_from(cases[i].line)) != cases[i].strong ||
            nd_boilerplate_find_on_page(nd_str_from(cases[i].line)) != cases[i].on_page)
            fail_msg("%s", cases[i].line);
    }
    assert_true(nd_boilerplate_is_notice(ND_STR("This website uses cookies to improve service.")));
    assert_true(nd_boilerplate_is_notice(ND_STR("Alle Rechte vorbehalten")));
    assert_false(nd_boilerplate_is_notice(ND_STR("The minister spoke of cookies and cake.")));
}

static void check_sorted(const struct nd_labels *table) {
    for (size_t i = 0; i < table->count; i++) {
        assert_true(table->labels[i].text.len >= 2);
        if (i > 0 && nd_str_cmp(table->labels[i - 1].text, table->labels[i].text) >= 0)
            fail_msg("\"%s\" is out of order", table->labels[i].text.ptr);
    }
}

static void test_labels_are_sorted(void **state) {
    (void)state;
    check_sorted(&nd_boilerplate_ends);
    check_sorted(&nd_boilerplate_languages);
    check_sorted(&nd_boilerplate_scripts);
    check_sorted(&nd_boilerplate_tools);
}

static void test_language(void **state) {
    static const struct pair tags[] = {
        {"en", "en"},         {"zh_cn", "zh-CN"},
        {"ZH-cn", "zh-CN"},   {"fr_FR.UTF-8", "fr-FR"},
        {"de-AT", "de-AT"},   {"zh-hant", "zh-Hant"},
        {"es-419", "es-419"}, {"english language", NULL},
        {"", NULL},           {"x", NULL},
        {"12", NULL},         {"jp", "ja"},
        {"cz", "cs"},         {"iw", "he"},
        {"en-EN", "en"},      {"ja_JA", "ja"},
        {"en-UK", "en-GB"},   {"zh-CHS", "zh-Hans"},
        {"sr-SP", "sr"},      {"fra-CA", "fr-CA"},
        {"en-zh", NULL},      {"zz", NULL},
        {"und", NULL},        {"en-", NULL},
        {"en--GB", NULL},     {"sr-Latn-RS", "sr-Latn-RS"},
        {"yue", "yue"},       {"français", "fr"},
    };
    static const struct pair texts[] = {
        {"The government said on Thursday that it would raise taxes next year.", "en"},
        {"Le gouvernement a annoncé jeudi une hausse des impôts pour l'année prochaine.", "fr"},
        {"Il governo ha annunciato giovedì un aumento delle tasse per il prossimo anno.", "it"},
        {"Die Regierung kündigte am Donnerstag höhere Steuern für das nächste Jahr an.", "de"},
        {"政府周四宣布明年将提高税收。", "zh"},
        {"政府は木曜日に、来年の増税を発表しました。", "ja"},
        {"정부는 목요일에 내년 세금 인상을 발표했다.", "ko"},
        {"รัฐบาลประกาศเมื่อวันพฤหัสบดีว่าจะขึ้นภาษีในปีหน้า", "th"},
        {"https://example.org/a 4f3e2d1c 12345", NULL},
        {"", NULL},
        /* too short for words to tell: the script does, where it is that of one language */
        {"שלום עולם", "he"},
        {"אונדזער װעלט", "yi"},
        {"মাঝি ফিরেছে", "bn"},
        {"መብራቱ ጠፋ", "am"},
        {"ብርሃን ጠፊኡ ቐዳም", "ti"},
        {"ხომალდი მიდის", "ka"},
        {"நாளை கப்பல்", "ta"},
        {"Windows ראש", NULL},
        {"π r²", NULL},
    };
    /* Over and over, until there are words enough to tell English by the commonest of them. */
    static const struct pair long_texts[] = {
        {"The ferry was late and the mayor said that it would not be the last time this winter. ", "en"},
        {"De veerboot was te laat en de burgemeester zei dat het niet de laatste keer van deze winter was. ",
         "nl"},
        {"Færgen var forsinket, og borgmesteren sagde, at det ikke ville være sidste gang for her er is. ",
         "da"},
        {"Die veerboot was laat en die burgemeester het gesê dit is nie die laaste keer in die winter nie. ",
         "af"},
        {"渡轮晚点了，市长说这不会是今年冬天的最后一次，请大家耐心等待。The ferry was late and the mayor "
         "said that "
         "it would not be the last. ",
         "zh"},
    };
    struct nd_arena *arena = nd_arena_new();

    (void)state;
    for (size_t i = 0; i < sizeof long_texts / sizeof *long_texts; i++) {
        struct nd_buf text = {0};
        for (int k = 0; k < 20; k++)
            nd_buf_add_z(&text, long_texts[i].given);
        check(&long_texts[i], nd_language_detect(nd_buf_str(&text)));
        nd_buf_free(&text);
    }
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        check(&tags[i], nd_language_normalise(nd_str_from(tags[i].given), arena));
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        check(&texts[i], nd_language_detect(nd_str_from(texts[i].given)));
    nd_arena_free(arena);
}

static void test_keys(void **state) {
    static const struct pair cases[] = {
        {"a/b/c.md", "c"},
        {"c.md#part", "c"},
        {"a/b/", "b"},
        {".hidden", ".hidden"},
        {"x.verylongend", "x.verylongend"},
        {"#", NULL},
    };
    struct nd_arena *arena = nd_arena_new();

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check(&cases[i], nd_article_key(nd_str_from(cases[i].given), arena));
    nd_arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_first_sentence),
        cmocka_unit_test(test_unmarked),
        cmocka_unit_test(test_one_line_and_shorten),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_furniture),
        cmocka_unit_test(test_labels_are_sorted),
        cmocka_unit_test(test_language),
        cmocka_unit_test(test_keys),
    };

    return cmocka_run_group_tests_name("article text", tests, NULL, NULL);
}
