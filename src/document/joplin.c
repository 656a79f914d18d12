/*
 * A note of Joplin's raw export: its title, its text, and below them what the program knows of it, "name:
 * value" lines from "id:" with 32 digits to "type_:".
 */
#include "document/front_matter.h"
#include "newsdex/limits.h"

enum { ID = 32, MOST_LINES = 60, MOST_BYTES = 16 * 1024 };

/* Of these lines a reader has something. */
static bool is_told(struct nd_str name) {
    static const struct nd_str names[] = {ND_STR_INIT("author"), ND_STR_INIT("source_url"), ND_STR_INIT("id"),
                                          ND_STR_INIT("user_created_time"), ND_STR_INIT("user_updated_time")};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (nd_str_eq(name, names[i]))
            return true;
    return false;
}

static bool is_id(struct nd_str name, struct nd_str value) {
    size_t digits = 0;

    while (digits < value.len &&
           (nd_char_is_digit(value.ptr[digits]) || (value.ptr[digits] >= 'a' && value.ptr[digits] <= 'f')))
        digits++;
    return nd_str_eq(name, ND_STR("id")) && digits == ID && value.len == ID;
}

static bool split_line(struct nd_str line, struct nd_str *name, struct nd_str *value) {
    size_t colon = nd_str_find_char(line, ':');

    *name = nd_str_slice(line, 0, colon);
    *value = colon == SIZE_MAX ? ND_STR_NONE : nd_str_trim(nd_str_skip(line, colon + 1));
    for (size_t i = 0; i < name->len; i++)
        if (name->ptr[i] != '_' && !(name->ptr[i] >= 'a' && name->ptr[i] <= 'z'))
            return false;
    return colon != SIZE_MAX && name->len > 0;
}

/* Where the lines begin, if such end the text. */
static size_t find_lines(struct nd_str text) {
    size_t end = text.len, least = text.len > MOST_BYTES ? text.len - MOST_BYTES : 0;
    struct nd_str name = ND_STR_NONE, value = ND_STR_NONE;

    for (int lines = 0; lines < MOST_LINES && end > least; lines++) {
        size_t before = nd_str_rfind_char(nd_str_slice(text, least, end), '\n');
        size_t begin = before == SIZE_MAX ? least : least + before + 1;
        if (!split_line(nd_str_trim(nd_str_slice(text, begin, end)), &name, &value) ||
            (lines == 0 && !nd_str_eq(name, ND_STR("type_"))))
            return SIZE_MAX;
        if (is_id(name, value))
            return begin;
        end = begin == 0 ? 0 : begin - 1;
    }
    return SIZE_MAX;
}

struct nd_value *nd_joplin_read(struct nd_str *text, uint32_t *number, struct nd_arena *arena) {
    struct nd_str whole = nd_str_trim_right(*text), rest, line, name, value, title = ND_STR_NONE;
    struct nd_value *fields;
    size_t begin = nd_str_find(nd_str_skip(whole, whole.len > 16 ? whole.len - 16 : 0), ND_STR("type_:"));

    begin = begin == SIZE_MAX ? SIZE_MAX : find_lines(whole);
    if (begin == SIZE_MAX)
        return NULL;
    rest = nd_str_slice(whole, 0, begin);
    if (!nd_str_next_line(&rest, &title) || title.len == 0 || title.len > ND_MAX_EXCERPT_CHARS ||
        nd_str_trim(rest).len == 0)
        return NULL;
    fields = nd_value_new(arena, ND_MAP);
    (void)nd_header_put(fields, ND_STR("title"), nd_str_trim(title), arena);
    *text = rest;
    ++*number;
    for (rest = nd_str_skip(whole, begin); nd_str_next_line(&rest, &line);)
        if (split_line(nd_str_trim(line), &name, &value) && is_told(name) && value.len > 0)
            (void)nd_header_put(fields, name, value, arena);
    return fields;
}
