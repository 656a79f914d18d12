/*
 * Headers of reStructuredText and its kin: a title and a field list, directives of Tinkerer, the post
 * directive of ABlog, also in markdown.
 */
#include "document/header.h"
#include "newsdex/limits.h"

#define POST ND_STR(".. post::")

/* A line of one sign that may stand above or below a title of this length. */
static bool is_adornment(struct nd_str line, size_t length) {
    line = nd_str_trim_right(line);
    if (line.len < 3 || line.len < length ||
        nd_str_find_char(ND_STR("=-#~^*+\"'`:."), line.ptr[0]) == SIZE_MAX)
        return false;
    for (size_t i = 1; i < line.len; i++)
        if (line.ptr[i] != line.ptr[0])
            return false;
    return true;
}

/* Columns, but for signs that are twice as wide: an upper bound of what the line below may lack. */
static size_t characters(struct nd_str s) {
    size_t count = 0;

    for (size_t i = 0; i < s.len; i++)
        count += ((unsigned char)s.ptr[i] & 0xC0) != 0x80;
    return count;
}

/* ":name: value" of a field list (docutils, reStructuredText Markup Specification). */
static bool add_field(struct nd_str line, struct nd_value *fields, struct nd_value **last,
                      struct nd_arena *arena) {
    struct nd_str text = nd_str_trim(line);
    size_t end;

    if (*last != NULL && line.len > 0 && nd_char_is_blank(line.ptr[0]))
        return nd_header_join(*last, " ", text, arena);
    if (text.len < 3 || line.ptr[0] != ':' || (end = nd_str_find_char(nd_str_skip(text, 1), ':')) == SIZE_MAX)
        return false;
    if (!nd_header_is_name(nd_str_slice(text, 1, 1 + end)) ||
        (end + 2 < text.len && text.ptr[end + 2] != ' '))
        return false;
    *last =
        nd_header_put(fields, nd_str_slice(text, 1, 1 + end), nd_str_trim(nd_str_skip(text, end + 2)), arena);
    return *last != NULL;
}

/*
 * ".. post:: 6 May 2019" of ABlog and its options, ":tags: sea" in lines that are indented. Numbers count
 * what is shown of the text, and say nothing of it.
 */
static bool read_post(struct nd_str directive, struct nd_value *fields, struct nd_str *rest, uint32_t *number,
                      struct nd_arena *arena) {
    struct nd_value *last = NULL, *option;
    struct nd_str line, before = *rest, date = nd_str_trim(nd_str_skip(directive, POST.len));
    uint64_t count;

    if (date.len > 0)
        (void)nd_header_put(fields, ND_STR("date"), date, arena);
    for (int lines = 0; lines < ND_MAX_HEADER_LINES && nd_str_next_line(rest, &line); lines++) {
        if (line.len == 0 || !nd_char_is_blank(line.ptr[0]) || nd_str_trim(line).len == 0)
            break;
        option = nd_value_new(arena, ND_MAP);
        if (line.len > ND_MAX_EXCERPT_CHARS * 4 || !add_field(nd_str_trim(line), option, &last, arena))
            return false;
        last = NULL;
        if (!nd_str_to_uint(option->first->text, &count) &&
            nd_header_put(fields, option->first->key, option->first->text, arena) == NULL)
            return false;
        before = *rest;
        ++*number;
    }
    *rest = before;
    return nd_str_trim(*rest).len > 0;
}

/* The title, the line below it and maybe one above; absent when there are others. */
static struct nd_str read_title(struct nd_str *rest, uint32_t *number) {
    struct nd_str line = ND_STR(""), title, below;

    while (nd_str_next_line(rest, &line) && nd_str_trim(line).len == 0)
        ++*number;
    if (is_adornment(line, 0)) {
        ++*number;
        (void)nd_str_next_line(rest, &line);
    }
    title = nd_str_trim(line);
    if (title.len == 0 || title.len > ND_MAX_EXCERPT_CHARS || !nd_str_next_line(rest, &below) ||
        !is_adornment(below, characters(title)))
        return ND_STR_NONE;
    *number += 2;
    return title;
}

/* ".. author:: Mira Holt" of Tinkerer, a line each; what is said without a value is about the page. */
static bool add_directive(struct nd_str line, struct nd_value *fields, struct nd_arena *arena) {
    size_t sign = nd_str_find(line, ND_STR(":: "));
    struct nd_str name = nd_str_slice(line, 3, sign), value;

    line = nd_str_trim(line);
    if (sign == SIZE_MAX)
        return nd_str_ends(line, ND_STR("::")) && nd_header_is_name(nd_str_slice(line, 3, line.len - 2));
    value = nd_str_trim(nd_str_skip(line, sign + 3));
    return nd_header_is_field(name) && nd_header_put(fields, name, value, arena) != NULL;
}

bool nd_header_read_fenced_post(struct nd_value *fields, struct nd_str *rest, uint32_t *number,
                                struct nd_arena *arena) {
    struct nd_str line = ND_STR(""), fence = ND_STR("```{post}");
    struct nd_value *last = NULL;

    if (!nd_str_next_line(rest, &line) || !nd_str_starts(line, fence))
        return false;
    line = nd_str_trim(nd_str_skip(line, fence.len));
    if (line.len > 0)
        (void)nd_header_put(fields, ND_STR("date"), line, arena);
    for (int lines = 0; lines < ND_MAX_HEADER_LINES && nd_str_next_line(rest, &line); lines++) {
        *number += 1;
        if (nd_str_eq(nd_str_trim(line), ND_STR("```"))) {
            *number += 1;
            return nd_str_trim(*rest).len > 0;
        }
        if (nd_str_trim(line).len > 0 && !add_field(line, fields, &last, arena))
            return false;
    }
    return false;
}

/* A title, then a field list or a post directive. */
static struct nd_value *read_titled(struct nd_str *rest, uint32_t *number, struct nd_arena *arena) {
    struct nd_value *fields = nd_value_new(arena, ND_MAP), *last = NULL;
    struct nd_str line, title = read_title(rest, number);
    size_t lines = 0;

    if (title.ptr == NULL)
        return NULL;
    (void)nd_header_put(fields, ND_STR("title"), title, arena);
    for (; nd_str_next_line(rest, &line); lines++, ++*number) {
        if (nd_str_trim(line).len == 0 && fields->count == 1)
            continue;
        if (fields->count == 1 && nd_str_starts(line, POST))
            return read_post(line, fields, rest, number, arena) ? fields : NULL;
        if (nd_str_starts(line, ND_STR(".. ")) && add_directive(line, fields, arena))
            continue;
        if (nd_str_trim(line).len == 0)
            return nd_str_trim(*rest).len > 0 ? fields : NULL;
        if (lines == ND_MAX_HEADER_LINES || line.len > ND_MAX_EXCERPT_CHARS * 4 ||
            !add_field(line, fields, &last, arena))
            return NULL;
    }
    return NULL;
}

/* A post directive, then the title. */
static struct nd_value *read_posted(struct nd_str *rest, uint32_t *number, struct nd_arena *arena) {
    struct nd_value *fields = nd_value_new(arena, ND_MAP);
    struct nd_str line = ND_STR(""), title;

    while (nd_str_next_line(rest, &line) && nd_str_trim(line).len == 0)
        ++*number;
    if (!read_post(line, fields, rest, number, arena))
        return NULL;
    title = read_title(rest, number);
    if (title.ptr == NULL || nd_str_trim(*rest).len == 0)
        return NULL;
    (void)nd_header_put(fields, ND_STR("title"), title, arena);
    return fields;
}

struct nd_value *nd_header_read_rest(struct nd_str *rest, uint32_t *number, struct nd_arena *arena) {
    return (nd_str_starts(*rest, POST) ? read_posted : read_titled)(rest, number, arena);
}
