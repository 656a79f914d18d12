/* What holds for every query: printing is a fixpoint, the tree is in normal form, caps and time are kept. */
#include "newsdex/limits.h"
#include "newsdex/query.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>
#include <time.h>

struct shape {
    size_t leaves, height, filters;
};

static bool is_type(const struct nd_query_node *node, enum nd_query_type type) {
    return node->type == type;
}

static void check_node(const struct nd_query_node *node, bool is_root, size_t height, struct shape *shape);

static void check_children(const struct nd_query_node *node, bool is_root, size_t height,
                           struct shape *shape) {
    size_t positives = 0, negatives = 0;

    for (const struct nd_query_node *child = node->first; child != NULL; child = child->next) {
        assert_false(is_type(child, node->type));
        assert_true(!is_type(child, ND_Q_NOT) || is_type(node, ND_Q_AND));
        assert_true(is_type(child, ND_Q_NOT) || negatives == 0);
        *(is_type(child, ND_Q_NOT) ? &negatives : &positives) += 1;
        check_node(child, false, height + 1, shape);
    }
    assert_true(positives > 0 || (is_root && negatives > 0));
    assert_true(positives == 0 || positives + negatives > 1);
}

static void check_node(const struct nd_query_node *node, bool is_root, size_t height, struct shape *shape) {
    shape->height = height > shape->height ? height : shape->height;
    if (is_type(node, ND_Q_NOT)) {
        assert_non_null(node->first);
        assert_null(node->first->next);
        assert_false(is_type(node->first, ND_Q_NOT) || is_type(node->first, ND_Q_OR));
        check_node(node->first, false, height + 1, shape);
    } else if (is_type(node, ND_Q_AND) || is_type(node, ND_Q_OR)) {
        check_children(node, is_root, height, shape);
    } else {
        assert_null(node->first);
        assert_true(node->text.len > 0);
        assert_true(nd_str_find_char(node->text, '"') == SIZE_MAX);
        assert_true(nd_str_find_char(node->text, '\0') == SIZE_MAX);
        shape->leaves++;
    }
}

static bool is_odd(void *context, const struct nd_query_node *leaf) {
    (void)context;
    return leaf->text.ptr[0] % 2 != 0;
}

/* What is left of a pruned tree is a tree that could have been typed. */
static void check_pruned(struct nd_query *query, const struct nd_query_settings *settings,
                         struct nd_arena *arena) {
    struct shape shape = {0, 0, 0};
    struct nd_buf out = {0};

    nd_query_prune(query, is_odd, NULL);
    if (query->root != NULL)
        check_node(query->root, true, 1, &shape);
    assert_true(shape.height <= ND_QUERY_MAX_HEIGHT);
    nd_query_print(query, &out);
    assert_true(nd_query_equal(query, nd_query_parse(nd_buf_str(&out), settings, arena)));
    nd_buf_free(&out);
}

static struct shape check_query(struct nd_str text, bool any, struct nd_arena *arena) {
    struct nd_query_settings settings = {.any = any, .today = {.year = 2023, .month = 8, .day = 31}};
    struct nd_query *query = nd_query_parse(text, &settings, arena), *again;
    struct nd_buf once = {0}, twice = {0};
    struct shape shape = {0, 0, 0};

    if (query->root != NULL) {
        assert_null(query->root->next);
        check_node(query->root, true, 1, &shape);
    }
    for (const struct nd_filter *filter = query->filters; filter != NULL; filter = filter->next)
        shape.filters++;
    assert_true(shape.leaves + shape.filters <= ND_MAX_QUERY_TERMS);
    assert_true(shape.height <= ND_QUERY_MAX_HEIGHT);
    nd_query_print(query, &once);
    assert_true(once.len <= ND_MAX_QUERY);
    settings.any = false;
    again = nd_query_parse(nd_buf_str(&once), &settings, arena);
    assert_true(nd_query_equal(query, again));
    nd_query_print(again, &twice);
    assert_true(nd_str_eq(nd_buf_str(&once), nd_buf_str(&twice)));
    check_pruned(again, &settings, arena);
    nd_buf_free(&once);
    nd_buf_free(&twice);
    return shape;
}

static uint32_t random_below(uint64_t *seed, uint32_t limit) {
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33) % limit;
}

static void random_queries(void **state) {
    static const char *const fragments[] = {
        " ",        " ",      " ",        "a",           "b",           "Qwen-7B",    "OR",       " OR ",
        " AND ",    " NOT ",  "NOT",      "(",           "(",           ")",          ")",        "-(",
        "-",        "--",     "*",        "\"",          "\"a b\"",     "\"~5",       "~",        "|",
        "||",       "title:", "body:(",   "tag:",        "topic:=",     "topic:",     "lang:fr",  "-lang:",
        "after:7d", "until:", "2023-07",  "date:2023..", "before:9999", "..",         ":",        "=",
        "\u201C",   "\u201D", "\u00AB",   "\u00BB",      "\u00A0",      "\u3000",     "\xE2\x80", "\x9C",
        "\xC2",     "\x01",   "path:\"x", "provider:y",  "&",           "don\u2019t",
    };
    struct nd_arena *arena = nd_arena_new();
    struct nd_buf text = {0};
    uint64_t seed = 20230726;

    (void)state;
    for (size_t i = 0; i < 20000; i++) {
        nd_buf_clear(&text);
        for (uint32_t n = random_below(&seed, 24); n > 0; n--)
            nd_buf_add_z(&text, fragments[random_below(&seed, sizeof fragments / sizeof *fragments)]);
        check_query(nd_buf_str(&text), i % 2 == 1, arena);
        nd_arena_reset(arena);
    }
    nd_buf_free(&text);
    nd_arena_free(arena);
}

static struct shape check_repeated(const char *head, const char *part, size_t count, const char *tail) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_buf text = {0};
    struct shape shape;

    nd_buf_add_z(&text, head);
    for (size_t i = 0; i < count; i++)
        nd_buf_add_z(&text, part);
    nd_buf_add_z(&text, tail);
    shape = check_query(nd_buf_str(&text), false, arena);
    check_query(nd_buf_str(&text), true, arena);
    nd_buf_free(&text);
    nd_arena_free(arena);
    return shape;
}

static void term_limit(void **state) {
    (void)state;
    assert_int_equal(check_repeated("", "x ", ND_MAX_QUERY_TERMS, "").leaves, ND_MAX_QUERY_TERMS);
    assert_int_equal(check_repeated("", "x ", ND_MAX_QUERY_TERMS + 1, "").leaves, ND_MAX_QUERY_TERMS);
    assert_int_equal(check_repeated("", "x|", ND_MAX_QUERY_TERMS, "lang:fr").filters, 0);
    assert_int_equal(check_repeated("", "x -", ND_MAX_QUERY_TERMS - 1, "lang:fr").filters, 1);
    assert_int_equal(check_repeated("", "lang:fr ", ND_MAX_QUERY_TERMS + 1, "").filters, ND_MAX_QUERY_TERMS);
    assert_int_equal(check_repeated("tag:(", "date:2023 x ", ND_MAX_QUERY_TERMS, "").leaves,
                     ND_MAX_QUERY_TERMS / 2);
}

static size_t longest_text(struct nd_str text) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_query *query = nd_query_parse(text, NULL, arena);
    size_t length = query->root == NULL ? 0 : query->root->text.len;

    check_query(text, false, arena);
    nd_arena_free(arena);
    return length;
}

/* Spelled out, excerpt: before each word would take the printed form past the limit. */
static void growth_limit(void **state) {
    (void)state;
    assert_int_equal(check_repeated("summary:(", "twenty-four-bytes-a-word|", ND_MAX_QUERY / 25, "").leaves,
                     1024);
    assert_int_equal(check_repeated("tag:(",
                                    "this-word-is-sixty-four-bytes-long-as-some-in-German-are-too-xyz ",
                                    ND_MAX_QUERY / 65, "")
                         .leaves,
                     (ND_MAX_QUERY + 95) / 96);
}

/* A pasted text without blanks is cut, not lost; a term counts 32 bytes more than its text. */
static void length_limit(void **state) {
    struct nd_buf text = {0};

    (void)state;
    for (size_t i = 0; i < ND_MAX_QUERY - 33; i++)
        nd_buf_add_char(&text, 'x');
    assert_int_equal(longest_text(nd_buf_str(&text)), ND_MAX_QUERY - 33);
    nd_buf_add_char(&text, 'x');
    assert_int_equal(longest_text(nd_buf_str(&text)), ND_MAX_QUERY - 32);
    nd_buf_add_z(&text, "\u6771 y");
    assert_int_equal(longest_text(nd_buf_str(&text)), ND_MAX_QUERY - 32);
    nd_buf_clear(&text);
    for (size_t i = 0; i < ND_MAX_QUERY; i++)
        nd_buf_add_z(&text, "\u6771");
    assert_int_equal(longest_text(nd_buf_str(&text)), (ND_MAX_QUERY - 32) / 3 * 3);
    nd_buf_free(&text);
}

static void depth_limit(void **state) {
    (void)state;
    assert_int_equal(check_repeated("", "a (b OR (", ND_MAX_QUERY_DEPTH / 2, "c").height,
                     ND_MAX_QUERY_DEPTH + 1);
    check_repeated("", "a (b OR (", ND_MAX_QUERY_DEPTH / 2 + 1, "c d");
    check_repeated("", "a -(", ND_MAX_QUERY_DEPTH, "b -c");
    assert_int_equal(check_repeated("", "a -(", ND_MAX_QUERY_DEPTH, "b -c").height, ND_QUERY_MAX_HEIGHT - 2);
    assert_int_equal(check_repeated("", "a -(", ND_MAX_QUERY_DEPTH + 1, "b -c").height,
                     ND_QUERY_MAX_HEIGHT - 2);
    check_repeated("", "x a OR -b OR (", ND_MAX_QUERY_DEPTH, "c d");
    check_repeated("", "x a OR -b OR -(", 30, "c d");
    check_repeated("-", "(", 40000, "a b");
    assert_int_equal(check_repeated("", "(", ND_MAX_QUERY_DEPTH + 2, "a))))b").leaves, 2);
}

/* Each of these is 64 KiB of what could make a parser go over the same text again and again. */
static void hostile_queries(void **state) {
    static const char *const parts[] = {
        "(",         ")",        "-",       "- ",           "-(",
        "*",         "\"",       "\u201C ", "\u00AB\u201E", "OR ",
        "|",         "a OR ",    "NOT ",    "a|-",          "title:",
        "title:(a ", "topic:= ", "lang:\"", "after:",       "date:..",
        ":",         "~",        "\"\"~9 ", "a* ",          "x a OR -b (",
        "-(-(",      "a\u201D",  "\xFF",    "\xE2\x80",     "after:\u201C",
    };
    clock_t start = clock();

    (void)state;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        check_repeated("a ", parts[i], ND_MAX_QUERY / strlen(parts[i]) + 1, "b");
    assert_true((clock() - start) / CLOCKS_PER_SEC < 10);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_queries), cmocka_unit_test(term_limit),  cmocka_unit_test(growth_limit),
        cmocka_unit_test(length_limit),   cmocka_unit_test(depth_limit), cmocka_unit_test(hostile_queries),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
