/*
 * Files of answers of an interface, each with a list of articles in it: an array of such, as a thread of
 * Reddit is, or one behind the other, as crawlers keep the pages of a search.
 */
#include "container/json_find.h"

#include "container/format.h"
#include "newsdex/json.h"

static char sign_at(struct nd_str text, size_t at) {
    return at < text.len ? text.ptr[at] : '\0';
}

/* What an article has, and an answer has not. */
static bool is_word_name(struct nd_str key) {
    return nd_str_eq_nocase(key, ND_STR("title")) || nd_str_eq_nocase(key, ND_STR("headline")) ||
           nd_json_is_text_name(key);
}

/* True when the object at at, or one that is wrapped in it, has a string by such a name. */
static bool has_words(struct nd_str text, size_t at, int wrappers) {
    size_t count, value, length;
    const struct nd_str *names = nd_json_wrappers(&count);
    struct nd_str key = ND_STR_NONE;

    for (at = nd_json_pass(text, at + 1); sign_at(text, at) == '"'; at = nd_json_pass(text, value + length)) {
        value = nd_json_pass_key(text, at, &key);
        if (value == SIZE_MAX)
            return false;
        if (sign_at(text, value) == '"' && is_word_name(key))
            return true;
        for (size_t i = 0; i < count && wrappers > 0 && sign_at(text, value) == '{'; i++)
            if (nd_str_eq(names[i], key) && has_words(text, value, wrappers - 1))
                return true;
        length = nd_json_skip(nd_str_skip(text, value));
        if (length == SIZE_MAX)
            return false;
    }
    return false;
}

/* The list that the object at at is there for, whose members have a title or a text; SIZE_MAX: none. */
static size_t find_page(struct nd_str text, size_t at) {
    enum nd_json_shape shape = ND_JSON_ARRAY;
    size_t list = has_words(text, at, 0) ? SIZE_MAX : nd_json_find_list(text, at, &shape);

    return list != SIZE_MAX && shape == ND_JSON_ARRAY && has_words(text, nd_json_pass(text, list + 1), 1)
               ? list
               : SIZE_MAX;
}

size_t nd_json_find_records(struct nd_str text, bool is_whole, enum nd_json_shape *shape) {
    size_t at = nd_json_blanks(text), first = at + (sign_at(text, at) == '[');
    size_t page = SIZE_MAX;

    first = nd_json_pass(text, first);
    if (sign_at(text, first) == '{')
        page = find_page(text, first);
    if (page != SIZE_MAX && first == at && /* what follows the object is more, or not yet seen */
        !nd_json_has_values(text, at) && (is_whole || nd_json_skip(nd_str_skip(text, at)) != SIZE_MAX))
        page = SIZE_MAX;
    *shape = ND_JSON_PAGES;
    return page != SIZE_MAX ? page : nd_json_find_in_file(text, is_whole, shape);
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

size_t nd_json_next_page(struct nd_str text, size_t at, size_t *depth) {
    struct nd_str key = ND_STR_NONE;

    for (at = nd_json_pass(text, at); at < text.len; at = nd_json_pass(text, at)) {
        size_t value = text.ptr[at] == '"' ? nd_json_pass_key(text, at, &key) : at, list, length;
        if (text.ptr[at] == '}' || text.ptr[at] == ']') {
            at++;
            *depth -= *depth > 0;
            continue;
        }
        /* behind a key it is none: what an answer has beside its list */
        list = text.ptr[at] == '{' ? find_page(text, at) : SIZE_MAX;
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
