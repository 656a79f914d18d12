/*
 * Values that stand in a string, because a table has no other place for them: lists and maps of JSON, and as
 * Python writes them.
 */
#include "article/fields.h"
#include "newsdex/json.h"

#include <string.h>

/* Behind the string in quotes at the beginning of s, where its quote is followed by what ends a member. */
static size_t quoted_length(struct nd_str s) {
    for (size_t i = 1; i < s.len; i++) {
        struct nd_str rest = nd_str_trim(nd_str_skip(s, i + 1));
        if (s.ptr[i] == '\\')
            i++;
        else if (s.ptr[i] == s.ptr[0] && (rest.len == 0 || rest.ptr[0] == ','))
            return i + 1;
    }
    return SIZE_MAX;
}

/* Words between commas in brackets, in quotes or bare. */
static const struct nd_value *read_words(struct nd_str rest, struct nd_arena *arena) {
    struct nd_value *list = nd_value_new(arena, ND_LIST);

    for (rest = nd_str_trim(nd_str_slice(rest, 1, rest.len - 1)); rest.len > 0;) {
        bool is_quoted = rest.ptr[0] == '"' || rest.ptr[0] == '\'';
        size_t end = is_quoted ? quoted_length(rest) : nd_str_find_char(rest, ',');
        struct nd_str member;
        if (end == SIZE_MAX)
            end = rest.len;
        member = nd_str_trim(nd_str_slice(rest, 0, end));
        if (is_quoted && member.len >= 2)
            member = nd_str_slice(member, 1, member.len - 1);
        if (member.len > 0)
            nd_value_add(list, nd_value_string(arena, member));
        rest = nd_str_trim(nd_str_skip(rest, end));
        if (nd_str_starts(rest, ND_STR(",")))
            rest = nd_str_trim(nd_str_skip(rest, 1));
    }
    return list;
}

/* Python's names of what JSON calls otherwise; how long the one at the beginning of s is, 0: it is none. */
static size_t add_constant(struct nd_str s, struct nd_buf *out) {
    static const struct {
        struct nd_str name;
        const char *json;
    } constants[] = {
        {ND_STR_INIT("None"), "null"}, {ND_STR_INIT("True"), "true"}, {ND_STR_INIT("False"), "false"}};

    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++)
        if (nd_str_starts(s, constants[i].name)) {
            nd_buf_add_z(out, constants[i].json);
            return constants[i].name.len;
        }
    return 0;
}

/* A string in either quotes, which ends at s[length - 1], in those of JSON. */
static void add_string(struct nd_str s, size_t length, struct nd_buf *out) {
    nd_buf_add_char(out, '"');
    for (size_t i = 1; i + 1 < length; i++) {
        bool is_escape = s.ptr[i] == '\\' && i + 2 < length;
        if (is_escape && s.ptr[i + 1] == '\'')
            continue;
        if (s.ptr[i] == '"')
            nd_buf_add_char(out, '\\');
        nd_buf_add_char(out, s.ptr[i]);
        if (is_escape)
            nd_buf_add_char(out, s.ptr[++i]);
    }
    nd_buf_add_char(out, '"');
}

static size_t string_length(struct nd_str s) {
    for (size_t i = 1; i < s.len; i++) {
        if (s.ptr[i] == '\\')
            i++;
        else if (s.ptr[i] == s.ptr[0])
            return i + 1;
    }
    return SIZE_MAX;
}

/* Maps, alone or in a list: NULL when text is none of JSON or Python. */
static const struct nd_value *read_maps(struct nd_str text, struct nd_arena *arena) {
    struct nd_buf json = {0};
    const struct nd_value *value;
    struct nd_str all;
    size_t length;
    bool is_repaired;

    for (size_t i = 0, step; i < text.len; i += step) {
        struct nd_str rest = nd_str_skip(text, i);
        bool is_string = rest.ptr[0] == '"' || rest.ptr[0] == '\'';
        step = is_string ? string_length(rest) : add_constant(rest, &json);
        if (step == SIZE_MAX) {
            nd_buf_free(&json);
            return NULL;
        }
        if (is_string)
            add_string(rest, step, &json);
        else if (step == 0)
            nd_buf_add_char(&json, rest.ptr[0]);
        step += step == 0;
    }
    all = nd_arena_take(arena, &json);
    value = nd_json_read(all, 1, arena, &length, &is_repaired);
    return value == NULL || is_repaired || nd_str_trim(nd_str_skip(all, length)).len > 0 ? NULL : value;
}

const struct nd_value *nd_field_as_value(struct nd_record_builder *builder, const struct nd_value *value) {
    struct nd_str text = nd_str_trim(nd_value_text(value)), inner;
    const struct nd_value *maps = NULL;

    if (builder->item == NULL || value->type != ND_STRING || text.len < 2 ||
        !((text.ptr[0] == '[' && nd_str_ends(text, ND_STR("]"))) ||
          (text.ptr[0] == '{' && nd_str_ends(text, ND_STR("}")))))
        return value;
    inner = nd_str_trim(nd_str_slice(text, 1, text.len - 1));
    if (text.ptr[0] == '{' || nd_str_starts(inner, ND_STR("{")))
        maps = read_maps(text, builder->arena);
    if (maps != NULL || text.ptr[0] == '{')
        return maps != NULL && (maps->type == ND_MAP || maps->type == ND_LIST) ? maps : value;
    return read_words(text, builder->arena);
}
