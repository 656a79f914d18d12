#include "document/front_matter.h"

#include "document/data/yaml.h"
#include "document/data/yaml_fast.h"
#include "newsdex/utf8.h"

/* The four digits of \uXXXX at s, which begins with a backslash, or 0 when they are no half of a pair. */
static uint32_t surrogate_at(struct nd_str s) {
    uint32_t unit = 0;

    if (s.len < 6 || s.ptr[0] != '\\' || s.ptr[1] != 'u')
        return 0;
    for (size_t i = 2; i < 6; i++) {
        char c = nd_char_lower(s.ptr[i]);
        if (!nd_char_is_digit(c) && (c < 'a' || c > 'f'))
            return 0;
        unit = unit << 4 | (uint32_t)(nd_char_is_digit(c) ? c - '0' : c - 'a' + 10);
    }
    return unit >= 0xD800 && unit < 0xE000 ? unit : 0;
}

/* JSON writes characters beyond U+FFFF as two escapes (RFC 8259, section 7), which YAML has no notion of. */
static struct nd_str join_surrogates(struct nd_str block, struct nd_arena *arena) {
    struct nd_buf text = {0};
    struct nd_str joined;

    if (nd_str_find(block, ND_STR("\\ud")) == SIZE_MAX && nd_str_find(block, ND_STR("\\uD")) == SIZE_MAX)
        return block;
    while (block.len > 0) {
        uint32_t high = surrogate_at(block), low = high == 0 ? 0 : surrogate_at(nd_str_skip(block, 6));
        size_t used = block.ptr[0] == '\\' ? 2 : 1;

        if (high == 0) {
            nd_buf_add(&text, nd_str_slice(block, 0, used));
        } else if (high < 0xDC00 && low >= 0xDC00) {
            nd_utf8_add(&text, 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00));
            used = 12;
        } else {
            nd_utf8_add(&text, ND_UTF8_BAD);
            used = 6;
        }
        block = nd_str_skip(block, used);
    }
    joined = nd_arena_str(arena, nd_buf_str(&text));
    nd_buf_free(&text);
    return joined;
}

/* A list where a map was meant: what its members say, as one map; what they are that are none. */
static const struct nd_value *join_members(const struct nd_value *list, struct nd_arena *arena,
                                           struct nd_problems *problems) {
    struct nd_value *map = nd_value_new(arena, ND_MAP), *others = nd_value_new(arena, ND_LIST);

    map->line = list->line;
    for (const struct nd_value *member = list->first; member != NULL; member = member->next) {
        if (member->type != ND_MAP)
            nd_value_add(others, nd_value_copy(arena, member));
        for (const struct nd_value *v = member->type == ND_MAP ? member->first : NULL; v != NULL; v = v->next)
            nd_value_put(map, v->key, nd_value_copy(arena, v));
    }
    nd_value_keep_first(map);
    if (others->count > 0)
        nd_value_put(map, ND_STR("list"), others);
    nd_problems_add(problems, ND_P_FRONT_MATTER_TYPE, list->line, 0,
                    "front matter is a list instead of a map of keys; its members were read as one");
    return map;
}

const struct nd_value *nd_yaml_read(struct nd_str block, uint32_t first_line,
                                    const struct nd_known_entries *known, struct nd_arena *arena,
                                    struct nd_problems *problems) {
    bool is_json = nd_str_starts(block, ND_STR("{"));
    struct nd_str text = is_json ? join_surrogates(block, arena) : block;
    struct nd_yaml_result result;
    struct nd_value *map = is_json ? NULL : nd_yaml_read_fast(block, first_line, known, arena, problems);

    if (map != NULL)
        return map;
    nd_yaml_parse(text, first_line, arena, problems, &result);
    if (result.root != NULL && result.root->type == ND_MAP)
        return result.root;
    if (result.root != NULL && result.root->type == ND_LIST && result.why == NULL && !is_json)
        return join_members(result.root, arena, problems);
    if (result.why == NULL && result.root == NULL)
        return nd_value_new(arena, ND_MAP);
    nd_problems_add(problems,
                    result.is_limit ? ND_P_YAML_LIMIT
                    : is_json       ? ND_P_JSON_SYNTAX
                                    : ND_P_YAML_SYNTAX,
                    result.line, result.column, "%s: %s; every key that could be read on its own was kept",
                    is_json ? "JSON" : "YAML", result.why == NULL ? "not a map of keys" : result.why);
    map = nd_yaml_salvage(text, first_line, arena);
    nd_value_drop_repeats(map, problems);
    return map;
}
