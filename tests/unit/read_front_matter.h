/* What the tests of front matter share: read a text, compare what came out. Include it behind cmocka.h. */
#ifndef TESTS_READ_FRONT_MATTER_H
#define TESTS_READ_FRONT_MATTER_H

#include "document/front_matter.h"
#include "newsdex/json.h"

#include <string.h>

/* What a text must give. problems: "code line:column", separated by "; ". json NULL: no front matter. */
struct expected {
    const char *text, *json, *rest, *problems;
};

struct read_result {
    struct nd_arena *arena;
    struct nd_front_matter parts;
    struct nd_problems problems;
    const struct nd_value *value;
    struct nd_buf json, listing;
};

static inline void list_problems(struct read_result *result) {
    for (const struct nd_problem *p = result->problems.first; p != NULL; p = p->next)
        nd_buf_addf(&result->listing, "%s%s %u:%u", p == result->problems.first ? "" : "; ",
                    nd_problem_name(p->code), p->line, p->column);
}

static inline void read_text(struct nd_str text, struct read_result *result) {
    struct nd_json json = {&result->json, false};

    memset(result, 0, sizeof *result);
    json.out = &result->json;
    result->arena = nd_arena_new();
    nd_problems_init(&result->problems, result->arena);
    nd_front_matter_split(text, &result->problems, &result->parts);
    if (result->parts.notation == ND_TOML)
        result->value =
            nd_toml_read(result->parts.block, result->parts.line, result->arena, &result->problems);
    else if (result->parts.notation != ND_NO_FRONT_MATTER)
        result->value =
            nd_yaml_read(result->parts.block, result->parts.line, NULL, result->arena, &result->problems);
    if (result->value != NULL)
        nd_json_value(&json, result->value);
    list_problems(result);
}

static inline void free_result(struct read_result *result) {
    nd_buf_free(&result->json);
    nd_buf_free(&result->listing);
    nd_arena_free(result->arena);
}

static inline void assert_text(struct nd_buf *actual, const char *expected, const char *input) {
    if (strcmp(nd_buf_str(actual).ptr, expected) != 0)
        print_error("in: %s\n", input);
    assert_string_equal(nd_buf_str(actual).ptr, expected);
}

static inline void check(const struct expected *cases, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct read_result result;
        struct nd_buf rest = {0};
        read_text(nd_str_from(cases[i].text), &result);
        nd_buf_add(&rest, result.parts.rest);
        assert_text(&result.json, cases[i].json == NULL ? "" : cases[i].json, cases[i].text);
        assert_text(&rest, cases[i].rest, cases[i].text);
        assert_text(&result.listing, cases[i].problems, cases[i].text);
        nd_buf_free(&rest);
        free_result(&result);
    }
}

#define CHECK(cases) check(cases, sizeof(cases) / sizeof *(cases))

#endif
