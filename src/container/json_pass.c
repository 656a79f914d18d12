/* Over the values of JSON without making any. */
#include "container/format.h"
#include "container/json_find.h"
#include "newsdex/json.h"

size_t nd_json_pass(struct nd_str text, size_t at) {
    for (;;) {
        at += nd_json_blanks(nd_str_skip(text, at));
        if (at >= text.len || text.ptr[at] != ',')
            return at < text.len ? at : text.len;
        at++;
    }
}

size_t nd_json_pass_key(struct nd_str text, size_t at, struct nd_str *key) {
    size_t length = nd_json_sign_at(text, at) == '"' ? nd_json_skip(nd_str_skip(text, at)) : SIZE_MAX;

    if (length == SIZE_MAX)
        return SIZE_MAX;
    *key = nd_str_slice(text, at + 1, at + length - 1);
    at += length;
    at += nd_json_blanks(nd_str_skip(text, at));
    if (nd_json_sign_at(text, at) != ':')
        return SIZE_MAX;
    at++;
    return at + nd_json_blanks(nd_str_skip(text, at));
}

size_t nd_json_pass_value(struct nd_str text, size_t at) {
    struct nd_str rest = nd_str_skip(text, at);
    char sign = nd_json_sign_at(text, at);
    size_t end;

    if (sign == '{' || sign == '[' || sign == '"')
        return nd_json_skip(rest);
    end = nd_str_find_char(rest, '\n');
    return end == SIZE_MAX ? rest.len : end;
}

/* How many strings the list at at is made of; 0: not of these alone. */
static size_t count_strings(struct nd_str text, size_t at) {
    size_t count = 0;

    for (at = nd_json_pass(text, at + 1); nd_json_sign_at(text, at) == '"'; count++) {
        size_t length = nd_json_skip(nd_str_skip(text, at));
        if (length == SIZE_MAX)
            return 0;
        at = nd_json_pass(text, at + length);
    }
    return nd_json_sign_at(text, at) == ']' ? count : 0;
}

bool nd_json_are_row_lines(struct nd_str text, size_t at) {
    size_t length = nd_json_skip(nd_str_skip(text, at)), next;

    if (length == SIZE_MAX || count_strings(text, at) < 2)
        return false;
    next = at + length + nd_json_blanks(nd_str_skip(text, at + length));
    return nd_json_sign_at(text, next) == '[';
}
