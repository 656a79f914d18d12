/* Front matter: where it begins and ends, and what the YAML reader makes of good and of broken blocks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsdex/field_words.h"
#include "newsdex/source.h"
#include "read_front_matter.h"

static void test_delimiters(void **state) {
    static const struct expected cases[] = {
        {"---\na: b\n---\nbody\n", "{\"a\":\"b\"}", "body\n", ""},
        {"\n \n---\na: b\n---\nbody", "{\"a\":\"b\"}", "body", ""},
        {"--- \t\na: b\n---  \nbody", "{\"a\":\"b\"}", "body", ""},
        {"---\r\na: b\r\n---\r\nbody", "{\"a\":\"b\"}", "body", ""},
        {"---yaml\na: b\n---\nbody", "{\"a\":\"b\"}", "body", ""},
        {"---\na: b\n...\nbody", "{\"a\":\"b\"}", "body", ""},
        {"---\na: b\n---", "{\"a\":\"b\"}", "", ""},
        {"---\n---\nbody", "{}", "body", ""},
        {"---\n\n \n---\nbody", "{}", "body", ""},
        {"---\na: b\n---\none\n---\ntwo", "{\"a\":\"b\"}", "one\n---\ntwo", ""},
        {"---\na: |\n  x\n  ---\n  y\n---\nbody", "{\"a\":\"x\\n---\\ny\\n\"}", "body", ""},
        {"---toml\na = 1\n---\nbody", "{\"a\":1}", "body", ""},
        {"+++\na = 1\n+++\nbody", "{\"a\":1}", "body", ""},
        {"+++\n[a]\n+++\nbody", "{\"a\":{}}", "body", ""},
        {"{\"a\": [1, {\"b\": \"}\\\"\"}]}\nbody", "{\"a\":[1,{\"b\":\"}\\\"\"}]}", "body", ""},
        {"\n{\n  \"a\": 1,\n\t\"b\": null\n}\n\nbody", "{\"a\":1,\"b\":null}", "\nbody", ""},
        {"{\"a\": 1}", "{\"a\":1}", "", ""},
        {"---\n- a: b\n- c: d\n---\nbody", "{\"a\":\"b\",\"c\":\"d\"}", "body", "front-matter-type 2:0"},
        {"---\n- a\n- b\n---\nbody", "{\"list\":[\"a\",\"b\"]}", "body", "front-matter-type 2:0"},
    };

    (void)state;
    CHECK(cases);
}

static void test_text_without_front_matter(void **state) {
    static const char *const texts[] = {
        "",
        "\n\n",
        "body",
        "body\n---\na: b\n---\n",
        "----\na: b\n----\n",
        "-- -\na: b\n---\n",
        " ---\na: b\n---\n",
        "---\n",
        "---",
        "---\n\nA rule, then prose.\n",
        "---\nNo key here\n---\nbody",
        "---\n- We were there early.\n- It rained.\n---\nbody",
        "---\njust a scalar\n---\nbody",
        "---\n# A heading between rules\n---\nbody",
        "---\nDear Sir: it is with regret\nthat we write to you today\nand have to inform you\n---\nbody",
        "+++\nno toml at all\n+++\nbody",
        "{% include head.html %}\nbody",
        "{\"a\": 1} and more text\nbody",
        "{\"a\": 1\nbody",
        "{curly} text",
        "{",
    };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct expected nothing = {texts[i], NULL, texts[i], ""};
        check(&nothing, 1);
    }
}

static void test_open_block(void **state) {
    static const struct expected cases[] = {
        {"---\ntitle: x\ntags:\n- a\n  b\n\nbody\n", "{\"title\":\"x\",\"tags\":[\"a b\"]}", "\nbody\n",
         "front-matter-open 1:1"},
        {"\n---\ntitle: x\nBody without a blank line.", "{\"title\":\"x\"}", "Body without a blank line.",
         "front-matter-open 2:1"},
        {"---\ntitle: x", "{\"title\":\"x\"}", "", "front-matter-open 1:1"},
        {"+++\na = 1\n\nbody", "{\"a\":1}", "\nbody", "front-matter-open 1:1"},
        {"---\nno key\ntitle: x\n", NULL, "---\nno key\ntitle: x\n", ""},
        {"---\na: b\n+++\nbody", "{\"a\":\"b\"}", "+++\nbody", "front-matter-open 1:1"},
    };

    (void)state;
    CHECK(cases);
}

static void test_lines(void **state) {
    struct read_result result;

    (void)state;
    read_text(ND_STR("\n---\n# c\na: b\n\nc:\n  - d\n---\n\nbody"), &result);
    assert_int_equal(result.parts.line, 3);
    assert_int_equal(result.parts.rest_line, 9);
    assert_int_equal(nd_value_get(result.value, ND_STR("a"))->line, 4);
    assert_int_equal(nd_value_get(result.value, ND_STR("a"))->column, 4);
    assert_int_equal(nd_value_get(result.value, ND_STR("c"))->line, 7);
    free_result(&result);
    read_text(ND_STR("\n{\n\"a\":\n 1}\nbody"), &result);
    assert_int_equal(result.parts.rest_line, 5);
    assert_int_equal(nd_value_get(result.value, ND_STR("a"))->line, 4);
    free_result(&result);
    read_text(ND_STR("+++\n\xC3\xA9 = [\n 'x', \xC3\xA9]\n+++\nbody"), &result);
    assert_int_equal(result.parts.rest_line, 5);
    assert_string_equal(result.listing.ptr, "toml-syntax 3:7");
    free_result(&result);
}

/* The decoder stands before: a BOM and CR never reach the splitter. */
static void test_decoded_text(void **state) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_problems problems;
    struct nd_buf text = {0};
    struct nd_str encoding;
    struct read_result result;

    (void)state;
    nd_problems_init(&problems, arena);
    assert_int_equal(
        nd_source_decode(ND_STR("\xEF\xBB\xBF---\r\ntitle: x\r\nb: |\r\n  1\r\n  2\r\n---\r\nbody"), &text,
                         &encoding, &problems),
        ND_OK);
    read_text(nd_buf_str(&text), &result);
    assert_string_equal(result.json.ptr, "{\"title\":\"x\",\"b\":\"1\\n2\\n\"}");
    assert_true(nd_str_eq(result.parts.rest, ND_STR("body")));
    assert_null(problems.first);
    free_result(&result);
    nd_buf_free(&text);
    nd_arena_free(arena);
}

static const struct {
    const char *text, *json;
} plain_scalars[] = {
    {"NO", "\"NO\""},
    {"on", "\"on\""},
    {"yes", "\"yes\""},
    {"y", "\"y\""},
    {"true", "true"},
    {"True", "true"},
    {"tRUE", "\"tRUE\""},
    {"FALSE", "false"},
    {"~", "null"},
    {"Null", "null"},
    {"nULL", "\"nULL\""},
    {"", "null"},
    {"\"\"", "\"\""},
    {"'null'", "\"null\""},
    {"010", "10"},
    {"0o10", "8"},
    {"0o8", "\"0o8\""},
    {"0x1F", "31"},
    {"-0x1F", "\"-0x1F\""},
    {"0x", "\"0x\""},
    {"0x0x1", "\"0x0x1\""},
    {"1_000", "\"1_000\""},
    {"+12", "12"},
    {"-", "[null]"},
    {"+", "\"+\""},
    {"9223372036854775807", "9223372036854775807"},
    {"-9223372036854775808", "-9223372036854775808"},
    {"9223372036854775808", "9.223372036854776e+18"},
    {".5", "0.5"},
    {"5.", "5"},
    {".", "\".\""},
    {"-.", "\"-.\""},
    {"1e3", "1000"},
    {"1e", "\"1e\""},
    {".e1", "\".e1\""},
    {"1.2.3", "\"1.2.3\""},
    {".inf", "\".inf\""},
    {"-.INF", "\"-.INF\""},
    {"+.inf", "\"+.inf\""},
    {".nan", "\".nan\""},
    {".NaN", "\".NaN\""},
    {"inf", "\"inf\""},
    {"12:30", "\"12:30\""},
    {"2020-01-01", "\"2020-01-01\""},
    {"2020-01-01 10:00:28 -0400", "\"2020-01-01 10:00:28 -0400\""},
    {"\"42\"", "\"42\""},
    {"'4.5'", "\"4.5\""},
    {"!!str 42", "\"42\""},
    {"C# rocks #1", "\"C# rocks\""},
    {"http://example.org/#x", "\"http://example.org/#x\""},
    {"\"a\\0b\"", "\"a\xEF\xBF\xBD"
                  "b\""},
};

/* YAML 1.2.2, section 10.3.2: what a plain scalar is. */
static void test_yaml_types(void **state) {

    (void)state;
    for (size_t i = 0; i < sizeof plain_scalars / sizeof *plain_scalars; i++) {
        struct nd_buf text = {0}, json = {0};
        struct expected expected;
        nd_buf_addf(&text, "---\nk:%s%s\n---\n",
                    plain_scalars[i].text[0] == '-' && plain_scalars[i].text[1] == '\0' ? "\n" : " ",
                    plain_scalars[i].text);
        nd_buf_addf(&json, "{\"k\":%s}", plain_scalars[i].json);
        expected = (struct expected){text.ptr, json.ptr, "", ""};
        check(&expected, 1);
        nd_buf_free(&text);
        nd_buf_free(&json);
    }
}

static void test_yaml_structure(void **state) {
    static const struct expected cases[] = {
        {"---\na: 1\nb: 2\na: 3\n---\n", "{\"b\":2,\"a\":3}", "", "yaml-duplicate-key 2:4"},
        {"---\na: {b: 1, b: 2}\n---\n", "{\"a\":{\"b\":2}}", "", "yaml-duplicate-key 2:8"},
        {"---\na: &x {b: [1]}\nc: *x\nd: [*x, *x]\n---\n",
         "{\"a\":{\"b\":[1]},\"c\":{\"b\":[1]},\"d\":[{\"b\":[1]},{\"b\":[1]}]}", "", ""},
        {"---\na: &x 1\nb: &x 2\nc: *x\n---\n", "{\"a\":1,\"b\":2,\"c\":2}", "", ""},
        {"---\n&x key: 1\nb: *x\n*x : 2\n---\n", "{\"b\":\"key\",\"key\":2}", "", "yaml-duplicate-key 2:9"},
        {"---\nd: &d {a: 1, b: 2}\np:\n  b: 3\n  <<: *d\n  c: 4\n---\n",
         "{\"d\":{\"a\":1,\"b\":2},\"p\":{\"a\":1,\"b\":3,\"c\":4}}", "", ""},
        {"---\np:\n  <<: [{a: 1}, {a: 2, b: 2}]\n---\n", "{\"p\":{\"b\":2,\"a\":1}}", "", ""},
        {"---\n<<: text\n---\n", "{\"<<\":\"text\"}", "", ""},
        {"---\n1: x\n~: y\n? [a]\n: z\n---\n", "{\"1\":\"x\",\"~\":\"y\",\"?\":\"z\"}", "", ""},
        {"---\ntags: [\na,\nb,\nc\n]\n---\n", "{\"tags\":[\"a\",\"b\",\"c\"]}", "", ""},
        {"---\na: b # c\n# c\n---\n", "{\"a\":\"b\"}", "", ""},
        {"---\na: >-\n  x\n  y\nb: 'it''s'\n---\n", "{\"a\":\"x y\",\"b\":\"it's\"}", "", ""},
        {"{\"a\":\"\\ud83d\\ude00 \\u00e9\",\"b\":\"\\ud83d\",\"c\":\"\\\\ud83d\\/\"}\n",
         "{\"a\":\"\xF0\x9F\x98\x80 \xC3\xA9\",\"b\":\"\xEF\xBF\xBD\",\"c\":\"\\\\ud83d/\"}", "", ""},
    };

    (void)state;
    CHECK(cases);
}

/* What people write and YAML refuses: the value survives as meant, the other keys untouched. */
static void test_yaml_salvage(void **state) {
    static const struct {
        const char *text, *json, *place;
    } cases[] = {
        {"title: Foo: bar", "\"Foo: bar\"", "2:11"},
        {"title: \"Foo\" bar", "\"\\\"Foo\\\" bar\"", "2:14"},
        {"title: [Exclusive] Foo", "\"[Exclusive] Foo\"", "2:20"},
        {"title: @bob", "\"@bob\"", "2:8"},
        {"title: `x`", "\"`x`\"", "2:8"},
        {"title: %foo", "\"%foo\"", "2:8"},
        {"title: - b", "\"- b\"", "2:8"},
        {"title: **Bold** text", "\"**Bold** text\"", "2:9"},
        {"title: *unknown", "\"*unknown\"", "2:8"},
        {"title: \"never closed", "\"\\\"never closed\"", "2:8"},
        {"title: 'It's here'", "\"It's here\"", "2:12"},
        {"title: It's: \"here\"", "\"It's: \\\"here\\\"\"", "2:12"},
        {"title: x\n\tsub: y", "\"x\",\"sub\":\"y\"", "3:1"},
        {"title:\n- a: b: c\n- d: \"e\" f", "[{\"a\":\"b: c\"},{\"d\":\"\\\"e\\\" f\"}]", "3:7"},
        {"title:\n- a: 'It's'\n- b: \"C:\\d\"\n- c: \"a\\tb\"",
         "[{\"a\":\"It's\"},{\"b\":\"C:\\\\d\"},{\"c\":\"a\\tb\"}]", "3:10"},
        {"title: \"C:\\dir\"", "\"C:\\\\dir\"", "2:11"},
        {"title:\n\t- a\n\t- b", "[\"a\",\"b\"]", "3:1"},
        {"title:\n  - x: |\n      k: v: w\n    y: @z", "[{\"x\":\"k: v: w\\n\",\"y\":\"@z\"}]", "5:8"},
        {"title: x\nstray words", "\"x\\nstray words\"", "4:1"},
        {"title: a\xC2\x92z", "\"a\xC2\x92z\"", "2:9"},
        {"title: [a, b", "\"[a, b\"", "3:5"},
        {"title: {{ page }}: x", "\"{{ page }}: x\"", "2:18"},
        {"title: | x", "\"| x\"", "2:10"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct nd_buf text = {0}, json = {0}, problem = {0};
        struct expected expected;
        nd_buf_addf(&text, "---\n%s\ndate: 2020-01-01\ntags: [a, b]\n---\nbody", cases[i].text);
        nd_buf_addf(&json, "{\"title\":%s,\"date\":\"2020-01-01\",\"tags\":[\"a\",\"b\"]}", cases[i].json);
        nd_buf_addf(&problem, "yaml-syntax %s", cases[i].place);
        expected = (struct expected){text.ptr, json.ptr, "body", problem.ptr};
        check(&expected, 1);
        nd_buf_free(&text);
        nd_buf_free(&json);
        nd_buf_free(&problem);
    }
}

static void test_json_salvage(void **state) {
    static const struct expected cases[] = {
        {"{\n  \"a\": 1,\n  \"b\": \"x\" y,\n  \"c\": [\n    1,\n    2\n  ],\n  \"d\": {\"e\": 3}\n}\nbody",
         "{\"a\":1,\"c\":[1,2],\"d\":{\"e\":3}}", "body", "json-syntax 3:12"},
        {"{\"a\": 1, \"b\": 2,}\nbody", "{\"a\":1,\"b\":2}", "body", ""},
    };

    (void)state;
    CHECK(cases);
}

/* The first and the last word of the lists, and one of a list in between: none is beyond the table's end. */
static void test_words_of_fields(void **state) {
    char out[ND_FIELD_NAME];

    (void)state;
    assert_true(nd_str_eq(nd_field_word(nd_field_word_fold(ND_STR("Titre"), out)), ND_STR("fulltitle")));
    assert_true(
        nd_str_eq(nd_field_word(nd_field_word_fold(ND_STR("Erschienen am"), out)), ND_STR("published")));
    assert_true(nd_str_eq(nd_field_word(nd_field_word_fold(ND_STR("언어"), out)), ND_STR("metalang")));
    assert_null(nd_field_word(nd_field_word_fold(ND_STR("Nobody"), out)).ptr);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_delimiters),
        cmocka_unit_test(test_words_of_fields),
        cmocka_unit_test(test_text_without_front_matter),
        cmocka_unit_test(test_open_block),
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_decoded_text),
        cmocka_unit_test(test_yaml_types),
        cmocka_unit_test(test_yaml_structure),
        cmocka_unit_test(test_yaml_salvage),
        cmocka_unit_test(test_json_salvage),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
