#include "document/data/ziggy.h"

/* ".title = " at the beginning of a line: the length of the name, or 0; *skip is all of it. */
static size_t field_at(struct nd_str line, size_t *skip) {
    size_t begin = 0, end;

    while (begin < line.len && (line.ptr[begin] == ' ' || line.ptr[begin] == '\t'))
        begin++;
    if (begin + 1 >= line.len || line.ptr[begin] != '.' || !nd_char_is_alpha(line.ptr[begin + 1]))
        return 0;
    for (end = begin + 1; end < line.len && (nd_char_is_alpha(line.ptr[end]) ||
                                             nd_char_is_digit(line.ptr[end]) || line.ptr[end] == '_');)
        end++;
    if (!nd_str_starts(nd_str_skip(line, end), ND_STR(" = ")))
        return 0;
    *skip = begin + 1;
    return end - begin - 1;
}

bool nd_ziggy_is(struct nd_str block) {
    struct nd_str line = ND_STR("");
    size_t skip;

    while (nd_str_next_line(&block, &line) && nd_str_trim(line).len == 0)
        ;
    return field_at(line, &skip) > 0;
}

/* The value of a line, without what a literal is called: @date("2024-09-14"). */
static void add_value(struct nd_str line, struct nd_buf *out) {
    bool in_quotes = false, in_literal = false;

    for (size_t i = 0; i < line.len; i++) {
        char c = line.ptr[i];
        if (c == '"' && (i == 0 || line.ptr[i - 1] != '\\'))
            in_quotes = !in_quotes;
        if (!in_quotes && c == '/' && i + 1 < line.len && line.ptr[i + 1] == '/') /* a comment */
            break;
        if (!in_quotes && c == '@') {
            size_t open = nd_str_find_char(nd_str_skip(line, i), '(');
            if (open != SIZE_MAX) {
                in_literal = true;
                i += open;
                continue;
            }
        }
        if (!in_quotes && in_literal && c == ')') {
            in_literal = false;
            continue;
        }
        nd_buf_add_char(out, c);
    }
    nd_buf_add_char(out, '\n');
}

struct nd_str nd_ziggy_to_flow(struct nd_str block, struct nd_arena *arena) {
    struct nd_buf out = {0};
    struct nd_str line;

    nd_buf_add_char(&out, '{');
    while (nd_str_next_line(&block, &line)) {
        size_t skip = 0, name = field_at(line, &skip);
        if (name > 0) {
            nd_buf_addf(&out, "\"%.*s\": ", (int)name, line.ptr + skip);
            line = nd_str_skip(line, skip + name + 3);
        }
        add_value(line, &out);
    }
    nd_buf_add_char(&out, '}');
    return nd_arena_take(arena, &out);
}
