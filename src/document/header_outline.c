/* What Logseq writes below the first item of an outline: "tags:: harbour", "date:: 2024-03-05". */
#include "document/header.h"

/* A line "name:: value", perhaps behind the mark of an item. */
static bool split_property(struct nd_str line, bool is_item, struct nd_str *name, struct nd_str *value) {
    struct nd_str text = nd_str_trim(nd_str_skip(nd_str_trim(line), is_item));
    size_t sign = nd_str_find(text, ND_STR("::"));

    if (sign == SIZE_MAX || sign == 0 || (!is_item && !nd_char_is_blank(line.ptr[0])))
        return false;
    *name = nd_str_slice(text, 0, sign);
    *value = nd_str_skip(text, sign + 2);
    if (value->len > 0 && !nd_char_is_blank(value->ptr[0]))
        return false;
    *value = nd_str_trim(*value);
    return nd_header_is_name(*name);
}

/* Of whose items programs keep that they are folded, and by what they are known. */
static bool has_marks(struct nd_str text) {
    return nd_str_find(text, ND_STR("  collapsed:: true")) != SIZE_MAX ||
           nd_str_find(text, ND_STR("\tcollapsed:: true")) != SIZE_MAX ||
           nd_str_find(text, ND_STR("  id:: ")) != SIZE_MAX;
}

/* Several items of that form are a list of terms, which is the text. */
static bool is_list_of_terms(struct nd_str text) {
    struct nd_str line = ND_STR_NONE, name, value;
    size_t terms = 0;

    while (nd_str_next_line(&text, &line))
        terms += nd_str_starts(nd_str_trim(line), ND_STR("- ")) && split_property(line, true, &name, &value);
    return terms > 1;
}

struct nd_value *nd_header_read_outline(struct nd_str *text, struct nd_arena *arena) {
    struct nd_str rest = *text, line, name, value;
    struct nd_value *fields = nd_value_new(arena, ND_MAP);
    struct nd_buf out = {0};
    bool is_first = true, has_item = false;

    if (!nd_str_starts(nd_str_trim(rest), ND_STR("- ")) || nd_str_find(rest, ND_STR(":: ")) == SIZE_MAX ||
        is_list_of_terms(rest))
        return NULL;
    while (nd_str_next_line(&rest, &line)) {
        bool is_item = nd_str_starts(nd_str_trim(line), ND_STR("- "));
        is_first = is_first && (!is_item || !has_item);
        has_item = has_item || is_item;
        if (is_first && split_property(line, is_item, &name, &value) && value.len > 0 &&
            nd_value_get(fields, name) == NULL)
            nd_value_put(fields, name, nd_value_string(arena, nd_header_unlinked(value, arena)));
        else
            nd_buf_addf(&out, "%.*s\n", (int)line.len, line.ptr);
    }
    if (fields->count == 0 && !has_marks(*text)) {
        nd_buf_free(&out);
        return NULL;
    }
    *text = nd_arena_take(arena, &out);
    return fields;
}
