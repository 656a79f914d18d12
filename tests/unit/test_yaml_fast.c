/*
 * The fast reader of regular YAML against libyaml: whatever it does not hand back must be the same tree, node
 * for node, with the same places and the same reports.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "document/data/yaml.h"
#include "document/data/yaml_fast.h"
#include "newsdex/limits.h"
#include "newsdex/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_LINE = 2, MUTANTS = 60000 };

static const char regular[] = "# a comment\n"
                              "category: news\n"
                              "title: \"He said \\\"no\\\"\\n\\\\ twice\"\n"
                              "quoted: 'it''s'\n"
                              "url: https://example.org/a:b?c=#d\n"
                              "empty:\n"
                              "number: 37\n"
                              "real: -1.5e3   \n"
                              "published: false\n"
                              "provider:\n"
                              "  name: Associated Press – Zürich\n"
                              "  domain: apnews.com\n"
                              "\n"
                              "topics:\n"
                              "  - Azure\n"
                              "  - \"AI: now\"\n"
                              "flat:\n"
                              "- one\n"
                              "- -two\n"
                              "related:\n"
                              "  - title: First\n"
                              "    images:\n"
                              "      - url: x\n"
                              "        width: 700\n"
                              "  # between\n"
                              "  -   title: Second\n"
                              "      title: again\n"
                              "number: 38\n"
                              "last: null\n";

static bool is_same(const struct nd_value *a, const struct nd_value *b) {
    const struct nd_value *x = a->first, *y = b->first;

    if (a->type != b->type || a->line != b->line || a->column != b->column || a->count != b->count ||
        !nd_str_eq(a->key, b->key))
        return false;
    /* Of a map it is the lines, which only one of the readers notes. */
    if (a->type != ND_MAP && (!nd_str_eq(a->text, b->text) || (a->text.ptr == NULL) != (b->text.ptr == NULL)))
        return false;
    if ((a->type == ND_INT || a->type == ND_REAL) && a->as.integer != b->as.integer)
        return false;
    if (a->type == ND_BOOL && a->as.boolean != b->as.boolean)
        return false;
    for (; x != NULL && y != NULL; x = x->next, y = y->next)
        if (!is_same(x, y))
            return false;
    return x == NULL && y == NULL;
}

static bool are_same_problems(const struct nd_problem *a, const struct nd_problem *b) {
    for (; a != NULL && b != NULL; a = a->next, b = b->next)
        if (a->code != b->code || a->line != b->line || a->column != b->column ||
            !nd_str_eq(a->message, b->message))
            return false;
    return a == NULL && b == NULL;
}

/* True when the fast reader took the block; it must then agree with libyaml. */
static bool compare(struct nd_str block, struct nd_arena *arena) {
    struct nd_problems fast, slow;
    struct nd_yaml_result result;
    struct nd_value *map;

    nd_arena_reset(arena);
    nd_problems_init(&fast, arena);
    nd_problems_init(&slow, arena);
    map = nd_yaml_read_fast(block, FIRST_LINE, NULL, arena, &fast);
    if (map == NULL) {
        assert_null(fast.first);
        return false;
    }
    nd_yaml_parse(block, FIRST_LINE, arena, &slow, &result);
    if (result.why != NULL || result.root == NULL || !is_same(map, result.root) ||
        !are_same_problems(fast.first, slow.first))
        fail_msg("libyaml differs (%s):\n%.*s", result.why == NULL ? "another tree" : result.why,
                 (int)block.len, block.ptr);
    return true;
}

static void takes_regular_blocks(void **state) {
    static const char *const blocks[] = {
        regular,
        "a: 1",
        "a:",
        "a:\n- b\n",
        "a:\n  b:\n    c: d\ne: f",
        "a: b  \n\n\nc: 'd'\n",
        "a:\n# c\n  b: c\n",
        "a: ''\nb: \"\"\n",
        "a: ~\nb: x#y\nc: d - e\nd: (f) [g]\n",
        "a:\n- b: c\n  d:\n  - e\n  - f\n",
    };
    struct nd_arena *arena = nd_arena_new();

    (void)state;
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        if (!compare(nd_str_from(blocks[i]), arena))
            fail_msg("handed back:\n%s", blocks[i]);
    nd_arena_free(arena);
}

static void hands_back_the_rest(void **state) {
    static const char *const blocks[] = {
        "",
        "- a",
        "a",
        " a: b",
        "a: b: c",
        "a: |\n  b",
        "a: >\n  b",
        "a: &x b",
        "a: *x",
        "a: !t b",
        "a: {b: c}",
        "a: [b]",
        "a: b\n  c",
        "a: \"b\n  c\"",
        "a: \"b\" c",
        "a: 'b' # c",
        "a: b # c",
        "a: \"\\x41\"",
        "a: \"b",
        "a:\tb",
        "a: b\n---\nc: d",
        "? a\n: b",
        "a:\n    b: c\n  d: e",
        "a:\n  - b\n  c: d",
        "a:\n- b\n - c",
        "a: b\n...\n",
        "%YAML 1.1\n",
        "a: @b",
        "a: b\r\nc: d",
        "a: \xC2\x85",
        "a: \xE2\x80\xA8",
        "a: \xEF\xBB\xBF"
        "b",
        "a: - b",
        "- - a",
        "a:\n  - - b\n",
    };
    struct nd_arena *arena = nd_arena_new();

    (void)state;
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        if (compare(nd_str_from(blocks[i]), arena))
            fail_msg("taken:\n%s", blocks[i]);
    nd_arena_free(arena);
}

static void hands_back_what_is_too_deep(void **state) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_buf block = {0};

    (void)state;
    for (int depth = 1; depth <= ND_MAX_YAML_DEPTH + 1; depth++) {
        for (int i = 1; i < depth; i++)
            nd_buf_add_char(&block, ' ');
        nd_buf_add_z(&block, "a:\n");
        assert_int_equal(compare(nd_buf_str(&block), arena), depth <= ND_MAX_YAML_DEPTH);
    }
    nd_buf_free(&block);
    nd_arena_free(arena);
}

static uint64_t draw(uint64_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state >> 11;
}

/* Up to three times a piece put in and a few bytes taken out, between characters. */
static void mutate(struct nd_buf *text, uint64_t *state) {
    static const char *const pieces[] = {"- ",
                                         ":",
                                         " ",
                                         "\n",
                                         "  ",
                                         "\"",
                                         "'",
                                         "#",
                                         " #",
                                         ": ",
                                         "k: ",
                                         "[",
                                         "]",
                                         "{",
                                         "&a ",
                                         "*a",
                                         "|",
                                         "-",
                                         "\t",
                                         "\\",
                                         "\\\"",
                                         "\\n",
                                         "---",
                                         "...",
                                         "? ",
                                         "%",
                                         "@",
                                         "!",
                                         "null",
                                         "~",
                                         "12",
                                         "é",
                                         "中",
                                         "''",
                                         "\n- ",
                                         "\n\n",
                                         "\n  - ",
                                         "\nkey:",
                                         "\n a: b",
                                         "\r",
                                         "<<",
                                         "0x1f",
                                         "\xC2\x85",
                                         "\xE2\x80\xA8",
                                         "\xE2\x80\x99",
                                         "\n  a: b",
                                         "\n- a: b\n  c: d"};

    for (uint64_t n = 1 + draw(state) % 3; n > 0; n--) {
        struct nd_str old = nd_buf_str(text), rest;
        struct nd_buf fresh = {0};
        size_t at = nd_utf8_floor(old, old.len == 0 ? 0 : draw(state) % old.len);

        nd_buf_add(&fresh, nd_str_slice(old, 0, at));
        nd_buf_add_z(&fresh, pieces[draw(state) % (sizeof pieces / sizeof *pieces)]);
        rest = nd_str_skip(old, at);
        if (draw(state) % 2 == 0 && rest.len > 9)
            rest = nd_str_skip(rest, nd_utf8_floor(rest, draw(state) % 9));
        nd_buf_add(&fresh, rest);
        nd_buf_free(text);
        *text = fresh;
    }
}

static void agrees_on_mutants(void **state) {
    struct nd_arena *arena = nd_arena_new();
    uint64_t seed = 88172645463325252u;
    size_t taken = 0;

    (void)state;
    for (int i = 0; i < MUTANTS; i++) {
        struct nd_buf text = {0};
        size_t from = 0;

        nd_buf_add_z(&text, regular);
        if (i % 2 == 0) { /* from some top-level key on */
            from = draw(&seed) % text.len;
            while (from > 0 && (text.ptr[from - 1] != '\n' || text.ptr[from] == ' ' || text.ptr[from] == '-'))
                from--;
            memmove(text.ptr, text.ptr + from, text.len - from);
            nd_buf_cut(&text, text.len - from);
        }
        mutate(&text, &seed);
        taken += compare(nd_buf_str(&text), arena);
        nd_buf_free(&text);
    }
    assert_true(taken > MUTANTS / 10);
    nd_arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_regular_blocks),
        cmocka_unit_test(hands_back_the_rest),
        cmocka_unit_test(hands_back_what_is_too_deep),
        cmocka_unit_test(agrees_on_mutants),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
