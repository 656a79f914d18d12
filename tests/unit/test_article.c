/* Records: what texts of every shape become, field by field. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "newsdex/article.h"
#include "newsdex/limits.h"

enum { MAX_PARTS = 9 };

struct record_case {
    const char *path, *text;
    const char *parts[MAX_PARTS]; /* of the JSON record */
};

static void check(const struct record_case *cases, size_t count) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_buf json = {0};

    for (size_t i = 0; i < count; i++) {
        struct nd_problems problems;
        struct nd_article article;
        nd_problems_init(&problems, arena);
        nd_article_read(nd_str_from(cases[i].text), nd_str_from(cases[i].path), arena, NULL, &problems,
                        &article);
        nd_buf_clear(&json);
        nd_article_write_json(&article, ND_STR_NONE, &problems, &json);
        for (size_t k = 0; k < MAX_PARTS && cases[i].parts[k] != NULL; k++)
            if (strstr(json.ptr, cases[i].parts[k]) == NULL)
                fail_msg("%s: no %s in\n%s", cases[i].path, cases[i].parts[k], json.ptr);
        nd_arena_reset(arena);
    }
    nd_buf_free(&json);
    nd_arena_free(arena);
}
#define CHECK(cases) check(cases, sizeof(cases) / sizeof *(cases))

static void test_front_matter(void **state) {
    static const struct record_case cases[] = {
        {"a.md",
         "---\ntitle: \"A `b` c\"\nexcerpt: AT&amp;T <b>up</b>\npublishedDateTime: "
         "2023-07-26T17:01:00+02:00\n"
         "webUrl: https://example.org/a?utm_source=x\nlang: zh_cn\nprovider:\n  name: P\n  domain: p.org\n  "
         "logo: l\n---\n",
         {"\"title\":\"A b c\"", "\"excerpt\":\"AT&T up\"", "\"published_at\":\"2023-07-26T15:01:00Z\"",
          "\"url\":\"https://example.org/a\"", "\"original_url\":\"https://example.org/a?utm_source=x\"",
          "\"language\":\"zh-CN\"", "\"provider\":{\"name\":\"P\",\"domain\":\"p.org\"}",
          "\"metadata\":{\"provider\":{\"logo\":\"l\"}}", "\"title\":\"front-matter:title\""}},
        {"b.md",
         "---\ntitle: T\ndate: 2016-02-01 10:00:28 -0400\ntags: [x, X, y]\ncategories: 'a, \"b, c\", "
         "d'\ndraft: true\n---\n",
         {"\"published_at\":\"2016-02-01T14:00:28Z\"", "\"topics\":[\"x\",\"y\",\"a\",\"b, c\",\"d\"]",
          "\"is_published\":false"}},
        {"c.md",
         "---\ntitle: T\npublished: 2019-01-02\n---\n",
         {"\"published_at\":\"2019-01-02\"", "\"is_published\":null"}},
        {"d.md", "---\ntitle: T\npublished: \"no\"\n---\n", {"\"is_published\":false"}},
        {"e.md",
         "---\ntitle: T\ndate: soon\n---\n",
         {"\"published_at\":null", "\"metadata\":{\"date\":\"soon\"}", "\"code\":\"date\""}},
        {"f.md",
         "---\ntitle: T\nauthor: {name: A, mail: b}\nparams: {x: [1, 2]}\n---\n",
         {"\"metadata\":{\"author\":{\"name\":\"A\",\"mail\":\"b\"},\"params\":{\"x\":[1,2]}}"}},
        {"g.md",
         "---\ntitle: T\nimages: [a.png, {url: /b.png, width: '80', alt: x}, {alt: y}]\n---\n",
         {"\"images\":[{\"url\":\"a.png\"},{\"url\":\"/b.png\",\"width\":80}]",
          "\"metadata\":{\"images\":[{},{\"alt\":\"x\"},{\"alt\":\"y\"}]}"}},
        {"h.md",
         "---\ntitle: T\nwebUrl: https://e.org/h\nrelated:\n- {url: 'https://e.org/1', title: One, tags: "
         "[k]}\n"
         "- https://e.org/1\n- https://e.org/h\n- other.md\n- Some words\n---\n",
         {"\"related\":[{\"url\":\"https://e.org/1\",\"original_url\":\"https://e.org/1\",\"title\":\"One\","
          "\"topics\":[\"k\"]},{\"key\":\"other\"},{\"title\":\"Some words\"}]"}},
        {"i.md",
         "---\nexcerpt: \"See [x](https://e.org/)\"\ntitle: T\n---\n",
         {"\"excerpt\":\"See x\"", "\"metadata\":{\"excerpt\":\"See [x](https://e.org/)\"}"}},
        {"j.md",
         "---\ntitle: T\nsource: https://www.example.org/x\n---\n",
         {"\"provider\":{\"name\":null,\"domain\":\"example.org\"}", "\"url\":\"https://www.example.org/x\"",
          "\"url\":\"front-matter:source\""}},
        {"j2.md",
         "---\ntitle: T\nsource: https://www.example.org/\n---\n",
         {"\"provider\":{\"name\":null,\"domain\":\"example.org\"}",
          "\"metadata\":{\"source\":\"https://www.example.org/\"}", "\"url\":null"}},
        {"posts/2012-03-04-name.md",
         "---\nlayout: post\n---\nText of one line.\n",
         {"\"published_at\":\"2012-03-04\"", "\"published_at\":\"path\"", "\"title\":\"Text of one line.\""}},
        {"k.md",
         "+++\ntitle = \"T\"\npath = \"2024/03/30/k\"\n[taxonomies]\ntags = [\"a\"]\nother = [\"b\"]\n+++\n",
         {"\"published_at\":\"2024-03-30\"", "\"published_at\":\"front-matter:path\"", "\"topics\":[\"a\"]",
          "\"taxonomies\":{\"other\":[\"b\"]}"}},
        {"l.md",
         "---\ntitle: Head\n---\n\n# Head\n\nFirst paragraph here.\n",
         {"\"body\":\"First paragraph here.\""}},
        {"empty.md",
         "---\nlayout: x\n---\n",
         {"\"title\":\"empty\"", "\"title\":\"path\"", "\"code\":\"no-title\""}},
        {"m.md",
         "---\ntitle: T\nbase: &b {name: N}\nprovider: *b\ntopics: [*b, {name: M, id: 1}]\n---\n",
         {"\"topics\":[\"N\",\"M\"]", "\"metadata\":{\"base\":{\"name\":\"N\"},\"topics\":[{\"id\":1}]}"}},
    };

    (void)state;
    CHECK(cases);
}

static const char digest[] =
    "# __A Title__, from ([20230819](https://e.org/p/20230819).)\n\n__[External "
    "link](https://x.org/2023/08/01/a)__\n\n"
    "## Keywords\n\n* one\n* two\n\n## Themes\n\n* three\n\n## Other\n\n* Category: science\n* Type: news\n* "
    "Odd: thing\n\n"
    "## Summary\n\nWhat it says.\n\n## Signals\n\n| name | value |\n|---|---|\n| a | 1 |\n\n## Closest\n\n"
    "* [Itself](self)\n* [Other](other)\n* [Other](other)\n\n## Signals\n\n| name | value |\n|---|---|\n| b "
    "| 2 |\n";

static void test_digest(void **state) {
    static const struct record_case cases[] = {
        {"self.md",
         digest,
         {"\"shape\":\"digest\"", "\"title\":\"A Title\"", "\"url\":\"https://x.org/2023/08/01/a\"",
          "\"published_at\":\"2023-08-01\"", "\"keywords\":[\"one\",\"two\"],\"themes\":[\"three\"]",
          "\"related\":[{\"key\":\"other\",\"title\":\"Other\"}]",
          "\"Signals\":[{\"name\":\"a\",\"value\":\"1\"},{\"name\":\"b\",\"value\":\"2\"}]",
          "\"category\":\"section:Category\"", "\"Odd\":\"thing\""}},
        {"any.txt",
         digest,
         {"\"shape\":\"digest\"", "\"excerpt\":\"What it says.\"", "\"date\":\"2023-08-19\""}},
    };

    (void)state;
    CHECK(cases);
}

static void test_markdown(void **state) {
    static const struct record_case cases[] = {
        {"a.md",
         "# The *title*\n\nA paragraph of [text](https://e.org/), **long** enough.\n\n## Part\n\n- a\n- b\n",
         {"\"shape\":\"markdown\"", "\"title\":\"The title\"", "\"title\":\"heading\"",
          "\"body\":\"A paragraph"}},
        {"b.md", "## Part\n\n```sh\n# no title\n```\n\n## Next\n\n- x\n- y\n", {"\"title\":\"Part\""}},
        {"c.html",
         "<!DOCTYPE html><html><head><title>T | "
         "S</title></head><body><h1>Head</h1><p>Text.</p></body></html>",
         {"\"shape\":\"html\"", "\"title\":\"Head\"", "\"excerpt\":\"Text.\""}},
    };

    (void)state;
    CHECK(cases);
}

static void test_plain_text(void **state) {
    static const struct record_case cases[] = {
        {"a.txt",
         "Short title\n\nFirst paragraph. It goes on.\n\nSecond.\n",
         {"\"shape\":\"text\"", "\"title\":\"Short title\"", "\"title\":\"first-line\"",
          "\"excerpt\":\"First paragraph. It goes on.\"", "\"furniture\":null", "\"published_at\":null"}},
        {"b.txt",
         "A whole sentence. And another one.\n",
         {"\"title\":\"A whole sentence.\"", "\"title\":\"first-sentence\""}},
        {"c.txt", "word\n", {"\"title\":\"word\"", "\"body\":\"word\""}},
        {"d.txt",
         "Title of it\n\nBy X | 3 May 2021\n\nThe first paragraph of the text.\n",
         {"\"excerpt\":\"The first paragraph", "\"published_at\":\"2021-05-03\"",
          "\"published_at\":\"dateline\"", "\"body\":\"By X | 3 May 2021"}},
        {"e.txt",
         "A paragraph that was wrapped at a width of some\nforty columns, and goes on here. Then ends.\n",
         {"\"title\":\"A paragraph that was wrapped at a width of some forty columns, and goes on here.\""}},
        {"mail.txt",
         "From: a@example.org\nSubject: The subject\nDate: Fri, 21 Nov 1997 09:55:06 -0600\n\nThe text.\n",
         {"\"title\":\"The subject\"", "\"title\":\"header:Subject\"",
          "\"published_at\":\"1997-11-21T15:55:06Z\"", "\"body\":\"The text.\"",
          "\"metadata\":{\"From\":\"a@example.org\"}"}},
        {"f.txt", "", {"\"title\":\"f\"", "\"code\":\"no-title\""}},
    };

    (void)state;
    CHECK(cases);
}

#define PROSE                                                                                                \
    "This is a paragraph of the article, with enough words in it to be taken for prose, and it ends here."

static void test_furniture(void **state) {
    static const struct record_case cases[] = {
        {"a.txt",
         "Title\n\n" PROSE "\n\n" PROSE "\n\n" PROSE
         "\n\nRelated Posts\n\nOne teaser\n\nIts text…\n\nContinue reading\n\nLeave a Reply\n",
         {"\"title\":\"Title\"", "\"related\":[{\"title\":\"One teaser\",\"excerpt\":\"Its text…\"}]",
          "\"furniture\":\"Related Posts"}},
        {"b.txt",
         "The storm of the year - Example News\n\nHome\n\nWorld\n\nSport\n\nLogin\n\nThe storm of the "
         "year\n\n31. Januar 2022\n\n" PROSE "\n\nA heading\n\n" PROSE
         "\n\nShare\n\nComments (3)\n\nI do not believe a word of what is written above, says this "
         "reader.\n\nImprint\n",
         {"\"title\":\"The storm of the year\"", "\"title\":\"repeated-line\"",
          "\"published_at\":\"2022-01-31\"", "\"body\":\"" PROSE "\\n\\nA heading\\n\\n" PROSE "\"",
          "\"furniture\":\"The storm of the year - Example News\\n\\nHome\\n\\nWorld", "I do not believe",
          "\"furniture\":\"layout\"", "\"excerpt\":\"" PROSE "\""}},
        {"poem.txt",
         "A poem\n\nOne line\n\nAnother line\n\nA third\n\nA fourth\n\nA fifth\n\nA sixth\n\nA "
         "seventh\n\nThe last\n",
         {"\"furniture\":null"}},
        {"results.txt",
         "Cup results\n\nOld Park\n\nTuesday\n\nReferee\n\nHome side\n\nAway side\n\n" PROSE
         "\n\n16th\n\nWinners\n\nTwice\n\nSecond\n\nThird\n",
         {"\"furniture\":null"}},
    };

    (void)state;
    CHECK(cases);
}

/* Lists of any length take time in proportion: these would take minutes if every member met every other. */
static void test_long_lists(void **state) {
    static const struct {
        const char *head, *format;
    } lists[] = {
        {"---\nrelated:\n", "- a%zu\n"},
        {"---\nkeywords:\n", "- k%zu\n"},
        {"---\n", "key%zu: v\n"},
        {"# T\n\n## Summary\n\nS.\n\n## Keywords\n\n", "\n## N%zu\n\n|a|b|\n|---|---|\n|1|2|\n"},
        {"Title\n\n", "share\n\nline %zu\n\n"},
    };
    struct nd_arena *arena = nd_arena_new();
    struct nd_buf text = {0};

    (void)state;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        struct nd_problems problems;
        struct nd_article article;
        nd_buf_clear(&text);
        nd_buf_add_z(&text, lists[i].head);
        for (size_t k = 0; k < 60000; k++) {
            char line[64];
            snprintf(line, sizeof line, "%zu", k);
            const char *mark = strstr(lists[i].format, "%zu");
            nd_buf_add(&text, nd_str_of(lists[i].format, (size_t)(mark - lists[i].format)));
            nd_buf_add_z(&text, line);
            nd_buf_add_z(&text, mark + 3);
        }
        if (i < 3)
            nd_buf_add_z(&text, "---\n");
        nd_problems_init(&problems, arena);
        nd_article_read(nd_buf_str(&text), ND_STR("x"), arena, NULL, &problems, &article);
        assert_true(i != 0 || article.related_count == 60000);
        assert_true(i != 1 || article.names[ND_KEYWORD].count == ND_MAX_NAMES);
        assert_true(i != 2 || article.metadata->count == 60000);
        nd_arena_reset(arena);
    }
    nd_buf_free(&text);
    nd_arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_front_matter), cmocka_unit_test(test_digest),
        cmocka_unit_test(test_markdown),     cmocka_unit_test(test_plain_text),
        cmocka_unit_test(test_furniture),    cmocka_unit_test(test_long_lists),
    };

    return cmocka_run_group_tests_name("article", tests, NULL, NULL);
}
