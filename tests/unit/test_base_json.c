/* Value trees and the JSON written from them. */
#include "newsdex/json.h"
#include "newsdex/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <locale.h>
#include <math.h>
#include <string.h>
#include <time.h>

static void scalars(void **state) {
    struct nd_buf out = {0};
    struct nd_json json = {.out = &out};

    (void)state;
    nd_json_open(&json, '[');
    nd_json_string(&json, ND_STR("a\"\\/\b\f\n\r\t\x01\x7F\0\u00E9\u2028"));
    nd_json_string(&json, ND_STR(""));
    nd_json_string(&json, ND_STR_NONE);
    nd_json_string(&json, ND_STR("\xFFx\xC3"));
    nd_json_integer(&json, INT64_MIN);
    nd_json_boolean(&json, true);
    nd_json_null(&json);
    nd_json_raw(&json, ND_STR("{\"a\":1}"));
    nd_json_raw(&json, ND_STR_NONE);
    nd_json_close(&json, ']');
    assert_string_equal(out.ptr, "[\"a\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u007f\\u0000\u00E9\u2028\",\"\",null,"
                                 "\"\uFFFDx\uFFFD\",-9223372036854775808,true,null,{\"a\":1},null]");
    nd_buf_free(&out);
}

static void check_reals(void) {
    static const struct {
        double real;
        const char *text;
    } examples[] = {
        {0, "0"},
        {0.1, "0.1"},
        {-2.5, "-2.5"},
        {1.0 / 3, "0.3333333333333333"},
        {1e21, "1e+21"},
        {5e-324, "4.94065645841247e-324"},
        {NAN, "null"},
        {-INFINITY, "null"},
        {123456789, "123456789"},
    };

    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        struct nd_buf out = {0};
        struct nd_json json = {.out = &out};
        nd_json_real(&json, examples[i].real);
        assert_string_equal(out.ptr, examples[i].text);
        nd_buf_free(&out);
    }
}

/* Also where the decimal point is a comma, if such a locale is installed. */
static void reals(void **state) {
    static const char *const locales[] = {"C", "de_DE.UTF-8", "fr_FR.UTF-8", "de_DE", "ps_AF.UTF-8"};

    (void)state;
    for (size_t i = 0; i < sizeof locales / sizeof *locales; i++)
        if (setlocale(LC_NUMERIC, locales[i]) != NULL)
            check_reals();
    setlocale(LC_NUMERIC, "C");
}

static void trees(void **state) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_value *map = nd_value_new(arena, ND_MAP), *list = nd_value_new(arena, ND_LIST);
    struct nd_buf out = {0};
    struct nd_json json = {.out = &out};

    (void)state;
    nd_value_put(map, ND_STR("a"), nd_value_integer(arena, 1));
    nd_value_put(map, ND_STR("list"), list);
    nd_value_put(map, ND_STR("a"), nd_value_string(arena, ND_STR("two")));
    nd_value_put(map, ND_STR("A"), nd_value_new(arena, ND_NULL));
    nd_value_put(map, ND_STR(""), nd_value_new(arena, ND_MAP));
    nd_value_add(list, nd_value_string(arena, ND_STR_NONE));
    nd_value_add(list, nd_value_new(arena, ND_LIST));
    nd_value_add(list, nd_value_new(arena, ND_BOOL));
    assert_int_equal(map->count, 5);
    assert_true(nd_str_eq(nd_value_text(nd_value_get(map, ND_STR("a"))), ND_STR("two")));
    nd_value_drop_repeats(map, NULL);
    nd_json_value(&json, map);
    assert_string_equal(out.ptr, "{\"list\":[\"\",[],false],\"a\":\"two\",\"A\":null,\"\":{}}");
    assert_int_equal(map->count, 4);
    assert_true(nd_str_eq(nd_value_text(nd_value_get(map, ND_STR("a"))), ND_STR("two")));
    assert_null(nd_value_get(map, ND_STR("b")));
    assert_null(nd_value_get(list, ND_STR("a")));
    assert_null(nd_value_get(NULL, ND_STR("a")));
    assert_null(nd_value_text(list).ptr);
    assert_null(nd_value_text(NULL).ptr);
    assert_false(nd_value_is_scalar(nd_value_get(map, ND_STR("A"))));
    nd_buf_clear(&out);
    json.needs_comma = false;
    nd_json_value(&json, NULL);
    assert_string_equal(out.ptr, "null");
    nd_buf_free(&out);
    nd_arena_free(arena);
}

/* Half a million keys, each of them twice: finding the last of each must not be quadratic. */
static void large_map(void **state) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_value *map = nd_value_new(arena, ND_MAP);
    struct nd_buf out = {0};
    struct nd_json json = {.out = &out};
    size_t commas = 0;
    clock_t start = clock();

    (void)state;
    for (int i = 0; i < 500000; i++)
        nd_value_put(map, nd_arena_printf(arena, "%d", i / 2), nd_value_new(arena, ND_NULL));
    nd_value_drop_repeats(map, NULL);
    nd_json_value(&json, map);
    for (size_t i = 0; i < out.len; i++)
        commas += out.ptr[i] == ',';
    assert_int_equal(commas, 249999);
    assert_true((clock() - start) / CLOCKS_PER_SEC < 5);
    nd_buf_free(&out);
    nd_arena_free(arena);
}

/* Members as text: unescaped, nested, absent, and out of text that is no JSON. */
static void members(void **state) {
    static const struct {
        const char *object, *key, *value; /* NULL: none */
    } cases[] = {
        {"{\"a\":\"x\"}", "a", "x"},
        {"{ \"b\" : [1, {\"a\":2}] , \"a\" : -1.50 }", "a", "-1.50"},
        {"{\"b\":[1,{\"a\":\"}]\"}],\"a\":true}", "b", "[1,{\"a\":\"}]\"}]"},
        {"{\"a\":{\"b\":{\"c\":\"deep\"}}}", "a.b.c", "deep"},
        {"{\"a.b\":1,\"a\":{\"b\":2}}", "a.b", "1"},
        {"{\"a\":null,\"b\":\"\"}", "a", NULL},
        {"{\"a\":null,\"b\":\"\"}", "b", ""},
        {"{\"a\":1}", "c", NULL},
        {"{\"a\":1}", "a.b", NULL},
        {"{\"a\\\"b\":1}", "a\"b", "1"},
        {"{\"a\":\"\\u00e9\\ud83d\\ude00\\n\\t\\\\\\/\"}", "a", "\xC3\xA9\xF0\x9F\x98\x80\n\t\\/"},
        {"{\"a\":\"\\ud83d\"}", "a", "\xEF\xBF\xBD"},
        {"", "a", NULL},
        {"[1]", "a", NULL},
        {"{\"a\"", "a", NULL},
        {"{\"a\":", "a", NULL},
        {"{\"a\":\"x", "a", "x"},
        {"{\"a\":\"x\\", "a", "x\\"},
        {"{\"b\":[[[,\"a\":1}", "a", NULL},
    };
    struct nd_buf out = {0};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        nd_buf_clear(&out);
        assert_int_equal(nd_json_member(nd_str_from(cases[i].object), nd_str_from(cases[i].key), &out),
                         cases[i].value != NULL);
        assert_true(nd_str_eq(nd_buf_str(&out), nd_str_from(cases[i].value == NULL ? "" : cases[i].value)));
    }
    nd_buf_free(&out);
}

static void fill(struct nd_buf *text, const char *head, const char *unit, const char *end) {
    nd_buf_clear(text);
    nd_buf_add_z(text, head);
    for (int i = 0; i < ND_MAX_JSON_NODES + 10; i++)
        nd_buf_add_z(text, unit);
    nd_buf_add_z(text, end);
}

/* What is left of a list or a map stays as it is written, and what stands behind it is there. */
static void too_many_values(void **state) {
    static const struct {
        const char *head, *unit, *end;
        bool is_map;
    } cases[] = {
        {"{\"a\": [", "1,", "{\"b\": [2]}, \"]\"], \"c\": 3} rest", false},
        {"{\"a\": {", "\"k\":1,", "\"x\": {\"b\": [2]}}, \"c\": 3} rest", true},
    };
    struct nd_arena *arena = nd_arena_new();
    struct nd_buf text = {0};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t length = 0;
        bool is_repaired = false;
        struct nd_value *map;
        const struct nd_value *a, *left;
        fill(&text, cases[i].head, cases[i].unit, cases[i].end);
        map = nd_json_read(nd_buf_str(&text), 1, arena, &length, &is_repaired);
        assert_int_equal(length, text.len - strlen(" rest"));
        assert_true(is_repaired);
        a = nd_value_get(map, ND_STR("a"));
        assert_int_equal(a->count, ND_MAX_JSON_NODES + 1);
        assert_int_equal(a->last->type, ND_STRING);
        assert_true(nd_str_find(a->last->text, ND_STR("{\"b\": [2]}")) != SIZE_MAX);
        assert_true(!cases[i].is_map || nd_str_eq(a->last->key, ND_STR("…")));
        left = nd_value_get(map, ND_STR("…"));
        assert_non_null(left);
        assert_true(nd_str_eq(left->text, ND_STR("\"c\": 3")));
    }
    nd_buf_free(&text);
    nd_arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scalars),   cmocka_unit_test(reals),   cmocka_unit_test(trees),
        cmocka_unit_test(large_map), cmocka_unit_test(members), cmocka_unit_test(too_many_values),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
