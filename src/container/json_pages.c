/*
 * Files of answers of an interface, each with a list of articles in it: an array of such, as a thread of
 * Reddit is, or one behind the other, as crawlers keep the pages of a search.
 */
#include "container/json_find.h"

#include "container/format.h"
#include "newsdex/json.h"

/* The list that the object at at is there for, whose members have a title or a text; SIZE_MAX: none. */
static size_t find_page(struct nd_str text, size_t at) {
    enum nd_json_shape shape = ND_JSON_ARRAY;
    size_t list = nd_json_find_list(text, at, &shape);

    return list != SIZE_MAX && shape == ND_JSON_ARRAY && nd_json_is_list_in(text, at, list) ? list : SIZE_MAX;
}

size_t nd_json_find_records(struct nd_str text, bool is_whole, enum nd_json_shape *shape) {
    size_t at = nd_json_blanks(text), first = at + (nd_json_sign_at(text, at) == '[');
    size_t page = SIZE_MAX;

    first = nd_json_pass(text, first);
    if (nd_json_sign_at(text, first) == '{' && !(first > at && nd_json_are_blocks(text, at)))
        page = find_page(text, first);
    if (page != SIZE_MAX && first == at && /* what follows the object is more, or not yet seen */
        !nd_json_has_values(text, at) && (is_whole || nd_json_skip(nd_str_skip(text, at)) != SIZE_MAX))
        page = SIZE_MAX;
    *shape = ND_JSON_PAGES;
    if (page != SIZE_MAX)
        return page;
    page = nd_json_find_in_file(text, is_whole, shape);
    if (page != SIZE_MAX && *shape == ND_JSON_ARRAY && nd_json_sign_at(text, at) == '{' && page > at)
        *shape =
            ND_JSON_PAGES; /* others like it may be beside it, or in objects beside that which it is in */
    return page;
}

size_t nd_json_depth(struct nd_str text, size_t at) {
    size_t depth = 0;
    bool in_quotes = false;

    for (size_t i = 0; i < at; i++) {
        char c = text.ptr[i];
        if (in_quotes && c == '\\')
            i++;
        else if (c == '"')
            in_quotes = !in_quotes;
        else if (!in_quotes && (c == '{' || c == '['))
            depth++;
        else if (!in_quotes && (c == '}' || c == ']') && depth > 0)
            depth--;
    }
    return depth;
}

/* A list beside another whose records begin with such a key. */
static bool is_alike(struct nd_str text, size_t list, struct nd_str first_key) {
    size_t first = nd_json_pass(text, list + 1);
    struct nd_str key = ND_STR_NONE;

    return nd_json_sign_at(text, list) == '[' && nd_json_sign_at(text, first) == '{' &&
           nd_json_pass_key(text, nd_json_pass(text, first + 1), &key) != SIZE_MAX &&
           nd_str_eq(key, first_key) && nd_json_has_words(text, first, 1);
}

size_t nd_json_next_page(struct nd_str text, size_t at, struct nd_str first_key, size_t *depth) {
    struct nd_str key = ND_STR_NONE;

    for (at = nd_json_pass(text, at); at < text.len; at = nd_json_pass(text, at)) {
        size_t value = text.ptr[at] == '"' ? nd_json_pass_key(text, at, &key) : at, list, length;
        if (text.ptr[at] == '}' || text.ptr[at] == ']') {
            at++;
            *depth -= *depth > 0;
            continue;
        }
        list = text.ptr[at] == '{' ? find_page(text, at) : SIZE_MAX;
        if (list == SIZE_MAX && value != SIZE_MAX && is_alike(text, value, first_key))
            list = value;
        if (list != SIZE_MAX)
            return list;
        length = value == SIZE_MAX ? SIZE_MAX : nd_json_skip(nd_str_skip(text, value));
        if (length == SIZE_MAX || length == 0) {
            ++*depth; /* it is cut */
            return SIZE_MAX;
        }
        at = value + length;
    }
    return SIZE_MAX;
}

void nd_json_pass_behind(struct nd_json_behind *behind, struct nd_str piece) {
    for (size_t i = 0; i < piece.len; i++) {
        char c = piece.ptr[i];
        bool is_sign = nd_char_is_blank(c) || c == ',' || c == ';' || c == ')';
        behind->left += behind->left > 0 || (behind->depth == 0 && !is_sign);
        if (behind->in_quotes) {
            behind->in_quotes = behind->is_escaped || c != '"';
            behind->is_escaped = !behind->is_escaped && c == '\\';
        } else {
            behind->in_quotes = c == '"';
            behind->depth += c == '{' || c == '[';
            behind->depth -= behind->depth > 0 && (c == '}' || c == ']');
        }
    }
}
