#include "container/json_find.h"

#include "container/format.h"
#include "newsdex/header_names.h"
#include "newsdex/json.h"

#include <string.h>

enum { LOOKED_AT = 200, DEEPEST = 4 };

/* Members whose array is one of kinds of articles, each with a list of these. */
static bool is_kind_list_name(struct nd_str name) {
    return nd_str_eq(name, ND_STR("zone")) || nd_str_eq(name, ND_STR("category")) ||
           nd_str_eq(name, ND_STR("groups")) || nd_str_eq(name, ND_STR("sections"));
}

/* {"en": "…": the object at at is a text in several languages. */
static bool is_in_languages(struct nd_str text, size_t at) {
    struct nd_str key = ND_STR_NONE;
    size_t value = nd_json_pass_key(text, nd_json_pass(text, at + 1), &key);

    return value != SIZE_MAX && nd_json_is_language(key) && nd_json_sign_at(text, value) == '"';
}

/* True when the object at at is one of objects alone, two at least. */
static bool has_objects_only(struct nd_str text, size_t at, bool is_whole) {
    size_t count = 0;
    struct nd_str key = ND_STR_NONE;

    for (at = nd_json_pass(text, at + 1); at < text.len && text.ptr[at] != '}' && count < LOOKED_AT;
         at = nd_json_pass(text, at)) {
        size_t value = nd_json_pass_key(text, at, &key), length;
        if (value == SIZE_MAX)
            return !is_whole && count > 1;
        if (nd_json_sign_at(text, value) != '{' || is_in_languages(text, value))
            return false;
        length = nd_json_skip(nd_str_skip(text, value));
        if (length == SIZE_MAX)
            return !is_whole && count > 1;
        at = value + length;
        count++;
    }
    return count > 1;
}

static bool is_title_name(struct nd_str name) {
    return nd_str_eq_nocase(name, ND_STR("title")) || nd_str_eq_nocase(name, ND_STR("headline"));
}

/* True when the object at at, or one that is wrapped in it, has a string by a name that is_wanted. */
static bool has_string(struct nd_str text, size_t at, int wrappers_left,
                       bool (*is_wanted)(struct nd_str name)) {
    size_t count, value, length;
    const struct nd_str *names = nd_json_wrappers(&count);
    struct nd_str key = ND_STR_NONE;

    for (at = nd_json_pass(text, at + 1); nd_json_sign_at(text, at) == '"';
         at = nd_json_pass(text, value + length)) {
        value = nd_json_pass_key(text, at, &key);
        if (value == SIZE_MAX)
            return false;
        if (is_wanted(key) && (nd_json_sign_at(text, value) == '"' ||
                               (nd_json_sign_at(text, value) == '[' && nd_str_eq(key, ND_STR("text")))))
            return true;
        for (size_t i = 0; i < count && wrappers_left > 0 && nd_json_sign_at(text, value) == '{'; i++)
            if (nd_str_eq(names[i], key) && has_string(text, value, wrappers_left - 1, is_wanted))
                return true;
        length = nd_json_skip(nd_str_skip(text, value));
        if (length == SIZE_MAX)
            return false;
    }
    return false;
}

static bool is_word_name(struct nd_str name) {
    return is_title_name(name) || nd_json_is_text_name(name);
}

bool nd_json_has_words(struct nd_str text, size_t at, int wrappers_left) {
    return has_string(text, at, wrappers_left, is_word_name);
}

/* Whether it is there for the list, and no article of which the list is a part: paragraphs have no titles. */
bool nd_json_is_list_in(struct nd_str text, size_t at, size_t list) {
    size_t first = nd_json_pass(text, list + 1);

    return !has_string(text, at, 0, nd_json_is_text_name) &&
           (has_string(text, first, 1, is_title_name) ||
            (!has_string(text, at, 0, is_title_name) && nd_json_has_words(text, first, 1)));
}

static size_t find_list(struct nd_str text, size_t at, int depth, enum nd_json_shape *shape);

/* {"title": …, "content": [{"text": …}, …]}: the list called key is the text of the object at at, in pieces
 * that have no titles. */
static bool is_text_in_pieces(struct nd_str text, struct nd_str key, size_t at, size_t list) {
    size_t first = nd_json_pass(text, list + 1);

    return nd_json_is_text_name(key) && has_string(text, at, 0, is_title_name) &&
           !has_string(text, first, 1, is_title_name) && has_string(text, first, 0, nd_json_is_text_name);
}

/*
 * The list of articles in the first object of the array at at, a member called key. What is called as kinds
 * are is one of such; in an array of any other name the objects are there for their lists, and these have
 * titles.
 */
static size_t find_in_kinds(struct nd_str text, struct nd_str key, size_t at, int depth,
                            enum nd_json_shape *shape) {
    size_t first = nd_json_pass(text, at + 1), found;

    if (nd_json_sign_at(text, first) != '{' || nd_json_are_blocks(text, at))
        return SIZE_MAX;
    found = find_list(text, first, depth - 1, shape);
    if (found == SIZE_MAX || is_kind_list_name(key))
        return found;
    return *shape == ND_JSON_ARRAY && !nd_json_is_text_name(key) && nd_json_is_list_in(text, first, found) &&
                   has_string(text, nd_json_pass(text, found + 1), 1, is_title_name)
               ? found
               : SIZE_MAX;
}

/* The array of objects in the object at at, or the object of objects, which *shape tells: offset of its
 * bracket, or SIZE_MAX. */
static size_t find_list(struct nd_str text, size_t at, int depth, enum nd_json_shape *shape) {
    struct nd_str key = ND_STR_NONE;
    size_t object = at;

    for (at = nd_json_pass(text, at + 1); at < text.len && text.ptr[at] != '}'; at = nd_json_pass(text, at)) {
        size_t value = nd_json_pass_key(text, at, &key), length, found = SIZE_MAX;
        if (value == SIZE_MAX || value >= text.len)
            return SIZE_MAX;
        if ((nd_json_is_list_name(key) || nd_str_eq(key, ND_STR("result"))) && text.ptr[value] == '[' &&
            nd_json_sign_at(text, nd_json_pass(text, value + 1)) == '{' && !nd_json_are_blocks(text, value) &&
            !is_text_in_pieces(text, key, object, value)) {
            size_t first = nd_json_pass(text, value + 1);
            found = depth > 0 ? find_list(text, first, depth - 1, shape) : SIZE_MAX;
            if (found == SIZE_MAX || (*shape == ND_JSON_ARRAY && has_string(text, first, 0, is_word_name) &&
                                      !nd_json_is_list_in(text, first, found)))
                return value;
            return found;
        }
        if ((nd_json_is_list_name(key) || nd_str_eq(key, ND_STR("log")) ||
             nd_str_eq(key, ND_STR("resultList")) || nd_str_eq(key, ND_STR("result"))) &&
            text.ptr[value] == '{' && depth > 0)
            found = find_list(text, value, depth - 1, shape);
        if (nd_json_is_list_name(key) && text.ptr[value] == '{' && found == SIZE_MAX &&
            has_objects_only(text, value, false)) {
            *shape = ND_JSON_MEMBERS;
            found = value;
        }
        if (found != SIZE_MAX)
            return found;
        if (depth > 0 && text.ptr[value] == '[' &&
            (found = find_in_kinds(text, key, value, depth, shape)) != SIZE_MAX)
            return found;
        length = nd_json_skip(nd_str_skip(text, value));
        if (length == SIZE_MAX)
            return SIZE_MAX;
        at = value + length;
    }
    return SIZE_MAX;
}

size_t nd_json_find_list(struct nd_str text, size_t at, enum nd_json_shape *shape) {
    return find_list(text, at, DEEPEST, shape);
}

/* True when the object at at and the one at other begin with the same key, as records do. */
static bool begin_alike(struct nd_str text, size_t at, size_t other) {
    struct nd_str a = ND_STR_NONE, b = ND_STR_NONE;

    return nd_json_pass_key(text, nd_json_pass(text, at + 1), &a) != SIZE_MAX &&
           nd_json_pass_key(text, nd_json_pass(text, other + 1), &b) != SIZE_MAX && nd_str_eq(a, b);
}

/* True when further objects follow the one at at, and nothing else to speak of. */
bool nd_json_has_values(struct nd_str text, size_t at) {
    size_t objects = 0, others = 0, first = at;
    bool are_alike = false, needs_more;

    while (at < text.len && objects + others < LOOKED_AT) {
        size_t length = nd_json_torn(text, at, nd_json_pass_value(text, at), true, &needs_more);
        if (length == SIZE_MAX) { /* a long one, of which only the beginning is here */
            size_t key = at + 1 + nd_json_blanks(nd_str_skip(text, at + 1));
            objects += text.ptr[at] == '{' && nd_json_sign_at(text, key) == '"';
            break;
        }
        if (text.ptr[at] == '{' && ++objects == 2)
            are_alike = begin_alike(text, first, at);
        else if (text.ptr[at] != '{')
            others++;
        at += length;
        at = nd_json_pass(text, at);
    }
    return objects > 1 &&
           (objects >= 19 * others || (others == 1 && objects > 2) || (are_alike && 2 * objects > others));
}

/* The object at at holds a text that is long enough to be that of an article. */
static bool has_long_text(struct nd_str text, size_t at) {
    struct nd_str key = ND_STR_NONE;

    for (at = nd_json_pass(text, at + 1); nd_json_sign_at(text, at) == '"'; at = nd_json_pass(text, at)) {
        size_t value = nd_json_pass_key(text, at, &key);
        size_t length = value == SIZE_MAX ? SIZE_MAX : nd_json_skip(nd_str_skip(text, value));
        if (length == SIZE_MAX)
            return false;
        if (length > ND_JSON_LONG_TEXT && text.ptr[value] == '"' && nd_json_is_text_name(key))
            return true;
        at = value + length;
    }
    return false;
}

/* True when the object at at, behind which nothing follows, has its text in it. */
static bool is_article(struct nd_str text, size_t at, int depth) {
    size_t length = nd_json_skip(nd_str_skip(text, at));
    bool has_title = false, has_inner = false;
    struct nd_str key = ND_STR_NONE;

    if (depth == 0 && length != SIZE_MAX && nd_json_pass(text, at + length) < text.len)
        return false;
    for (at = nd_json_pass(text, at + 1); at < text.len && text.ptr[at] != '}'; at = nd_json_pass(text, at)) {
        size_t value = nd_json_pass_key(text, at, &key);
        if (value == SIZE_MAX || value >= text.len)
            return false;
        if (nd_json_is_text_name(key) && text.ptr[value] != 'n' &&
            !nd_str_starts(nd_str_skip(text, value), ND_STR("\"\"")))
            return true;
        if (nd_str_eq(key, ND_STR("contents")) && text.ptr[value] == '[' && nd_json_are_blocks(text, value))
            return true; /* of pieces, as the Washington Post has them, and no list of articles */
        if (depth == 0 && nd_json_is_wrapper(key) && text.ptr[value] == '{' && is_article(text, value, 1))
            return true;
        has_title = has_title || is_title_name(key);
        has_inner = has_inner || (depth == 0 && text.ptr[value] == '{' && has_long_text(text, value));
        length = nd_json_skip(nd_str_skip(text, value));
        if (length == SIZE_MAX)
            return false;
        at = value + length;
    }
    return has_title && has_inner;
}

/* A list of objects that begin alike, or a row of names above such rows; of one, the other kind is not seen.
 */
static bool is_list(struct nd_str text, size_t at, enum nd_json_shape *shape) {
    size_t first = nd_json_pass(text, at + 1), length = nd_json_skip(nd_str_skip(text, first)), second;
    char sign = nd_json_sign_at(text, first);

    if (nd_json_sign_at(text, at) != '[' || (sign != '{' && sign != '[') || length == SIZE_MAX)
        return false;
    second = nd_json_pass(text, first + length);
    *shape = sign == '{' ? ND_JSON_ARRAY : ND_JSON_ROWS;
    return nd_json_sign_at(text, second) == sign && (sign == '[' || begin_alike(text, first, second));
}

/* The member that the object at at is mostly made of: where its value begins. SIZE_MAX: there is none. */
static size_t find_most(struct nd_str text, size_t at, bool *has_title) {
    size_t begin = at, end = at, most = 0, found = SIZE_MAX;
    struct nd_str key = ND_STR_NONE;

    for (at = nd_json_pass(text, at + 1); at < text.len && text.ptr[at] != '}'; at = nd_json_pass(text, at)) {
        size_t value = nd_json_pass_key(text, at, &key), length;
        if (value == SIZE_MAX || value >= text.len)
            return SIZE_MAX;
        *has_title = *has_title || is_title_name(key);
        length = nd_json_skip(nd_str_skip(text, value));
        end = length == SIZE_MAX ? text.len : value + length;
        if (end - value > most) {
            most = end - value;
            found = value;
        }
        at = end;
    }
    return most * 3 > (end - begin) * 2 ? found : SIZE_MAX;
}

/*
 * The first of several lists of articles in the object at at, which are alike: by section, by day. Of a long
 * one the beginning is enough.
 */
static size_t find_lists(struct nd_str text, size_t at, bool is_whole, int depth) {
    size_t first = SIZE_MAX, begin = at;
    struct nd_str key = ND_STR_NONE;

    for (at = nd_json_pass(text, at + 1); at < text.len && text.ptr[at] != '}'; at = nd_json_pass(text, at)) {
        size_t value = nd_json_pass_key(text, at, &key), length, found;
        size_t member = value == SIZE_MAX ? SIZE_MAX : nd_json_pass(text, value + 1);
        if (value == SIZE_MAX || value >= text.len)
            break;
        length = nd_json_skip(nd_str_skip(text, value));
        if (text.ptr[value] == '{' && first == SIZE_MAX && depth > 0 &&
            (found = find_lists(text, value, is_whole, depth - 1)) != SIZE_MAX)
            return found;
        if (text.ptr[value] == '[' && nd_json_sign_at(text, member) == '{' &&
            has_string(text, member, 1, is_title_name)) {
            if (first != SIZE_MAX && begin_alike(text, nd_json_pass(text, first + 1), member))
                return first;
            first = first == SIZE_MAX ? value : first;
        }
        if (length == SIZE_MAX)
            return !is_whole && !has_string(text, begin, 0, is_word_name) ? first : SIZE_MAX;
        at = value + length;
    }
    return SIZE_MAX;
}

/* The list that the object at at is there for, whatever it is called: most of it is that. */
static size_t find_main_list(struct nd_str text, size_t at, bool *has_title, enum nd_json_shape *shape) {
    for (int depth = 0; depth < DEEPEST && nd_json_sign_at(text, at) == '{'; depth++) {
        at = find_most(text, at, has_title);
        if (at != SIZE_MAX && is_list(text, at, shape))
            return at;
    }
    return SIZE_MAX;
}

/* True when the first object of the list at at has a text of its own. */
static bool begins_with_article(struct nd_str text, size_t at) {
    return is_article(text, nd_json_pass(text, at + 1), 1);
}

/* "news_title", "articleText": what such a name says of an article is in what is left. */
static struct nd_str without_kind(struct nd_str name) {
    static const struct nd_str kinds[] = {ND_STR_INIT("article"), ND_STR_INIT("news"), ND_STR_INIT("story"),
                                          ND_STR_INIT("post"), ND_STR_INIT("page")};

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (nd_str_starts_nocase(name, kinds[i]) && name.len > kinds[i].len)
            return nd_str_skip(name, kinds[i].len);
    return name;
}

/* {"content": {"html": "…"}}: what a text is below its name. */
static bool is_form_name(struct nd_str name) {
    return nd_str_eq(name, ND_STR("html")) || nd_str_eq(name, ND_STR("rendered")) ||
           nd_str_eq(name, ND_STR("value")) || nd_str_eq(name, ND_STR("text"));
}

/* Which of the two that make an article the object at at has, or one that is wrapped in it: a title and a
 * text, in the words of any language. */
static void look_for_words(struct nd_str text, size_t at, int wrappers_left, bool *has_title,
                           bool *has_text) {
    struct nd_str key = ND_STR_NONE;

    for (at = nd_json_pass(text, at + 1); nd_json_sign_at(text, at) == '"';) {
        size_t value = nd_json_pass_key(text, at, &key), length;
        char sign = value == SIZE_MAX ? '\0' : nd_json_sign_at(text, value);
        if (sign == '[')
            sign = nd_json_sign_at(text, nd_json_pass(text, value + 1));
        if (sign == '"') {
            *has_title = *has_title || nd_header_names_title(without_kind(key));
            *has_text = *has_text || nd_header_names_text(without_kind(key));
        } else if (sign == '{' && wrappers_left > 0 && nd_json_is_wrapper(key)) {
            look_for_words(text, value, wrappers_left - 1, has_title, has_text);
        } else if (sign == '{' && nd_header_names_text(without_kind(key))) {
            *has_text = *has_text || has_string(text, value, 0, is_form_name);
        }
        length = value == SIZE_MAX ? SIZE_MAX : nd_json_skip(nd_str_skip(text, value));
        if (length == SIZE_MAX)
            return;
        at = nd_json_pass(text, value + length);
    }
}

/* One article alone, by a title and a text; nothing follows behind it. */
static bool has_both(struct nd_str text, size_t at) {
    size_t length = nd_json_skip(nd_str_skip(text, at));
    bool has_title = false, has_text = false;

    if (length != SIZE_MAX && nd_json_pass(text, at + length) < text.len)
        return false;
    look_for_words(text, at, DEEPEST, &has_title, &has_text);
    return has_title && has_text;
}

static size_t find_in_object(struct nd_str text, size_t at, bool is_whole, enum nd_json_shape *shape) {
    bool has_title = false;
    size_t list;

    *shape = ND_JSON_ARRAY;
    list = find_list(text, at, DEEPEST, shape);
    if (list == SIZE_MAX) {
        *shape = ND_JSON_ARRAY;
        list = has_string(text, at, 0, is_word_name) ? SIZE_MAX : find_lists(text, at, is_whole, DEEPEST);
    }
    if (list != SIZE_MAX)
        return list;
    *shape = ND_JSON_MEMBERS;
    if (has_objects_only(text, at, is_whole))
        return at;
    if (!is_article(text, at, 0) && !has_both(text, at)) {
        list = find_main_list(text, at, &has_title, shape);
        return list != SIZE_MAX && has_title && !begins_with_article(text, list) ? SIZE_MAX : list;
    }
    /* A line that is longer than what is there of the file may be the first of many. */
    *shape = !is_whole && nd_str_find_char(nd_str_skip(text, at), '\n') == SIZE_MAX ? ND_JSON_VALUES
                                                                                    : ND_JSON_SINGLE;
    return at;
}

size_t nd_json_find_in_file(struct nd_str text, bool is_whole, enum nd_json_shape *shape) {
    size_t wrapping = nd_json_wrapping(text), at = wrapping + nd_json_blanks(nd_str_skip(text, wrapping)),
           first;

    if (nd_json_sign_at(text, at) == '[') {
        *shape = nd_json_are_blocks(text, at) ? ND_JSON_SINGLE : ND_JSON_ARRAY;
        if (*shape == ND_JSON_SINGLE)
            return at;
        first = nd_json_pass(text, at + 1);
        if (wrapping == 0 && nd_json_are_row_lines(text, at)) {
            *shape = ND_JSON_LINES;
            return at;
        }
        return nd_json_sign_at(text, first) == '{' || is_list(text, at, shape) ? at : SIZE_MAX;
    }
    first = at + nd_json_blanks(nd_str_skip(text, at)) + 1;
    if (nd_json_sign_at(text, at) != '{' ||
        (first = nd_json_pass(text, first), nd_json_sign_at(text, first) != '"'))
        return SIZE_MAX;
    *shape = ND_JSON_VALUES;
    if (wrapping == 0 && nd_json_has_values(text, at))
        return at;
    if (wrapping > 0) {
        *shape = ND_JSON_ARRAY;
        return find_list(text, at, DEEPEST, shape);
    }
    return find_in_object(text, at, is_whole, shape);
}

bool nd_json_is_mostly_list(struct nd_str text, size_t *count) {
    size_t at = nd_json_blanks(text), list;
    enum nd_json_shape shape = ND_JSON_ARRAY;
    bool has_title = false;
    struct nd_str key = ND_STR_NONE;

    list = is_list(text, at, &shape) ? at : find_main_list(text, at, &has_title, &shape);
    if (list == SIZE_MAX &&
        has_objects_only(text, at, true)) { /* columns of a table, or rows by their names */
        list = at;
        has_title = false;
    }
    if (list == SIZE_MAX || has_title)
        return false;
    for (at = nd_json_pass(text, list + 1); at < text.len && text.ptr[at] != ']' && text.ptr[at] != '}';
         at = nd_json_pass(text, at)) {
        size_t value = text.ptr[list] == '{' ? nd_json_pass_key(text, at, &key) : at;
        size_t length = value == SIZE_MAX ? SIZE_MAX : nd_json_pass_value(text, value);
        ++*count;
        if (length == SIZE_MAX)
            break;
        at = value + length;
    }
    return *count > 1;
}
