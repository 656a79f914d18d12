/*
 * What stands around a list of records and holds for all of them: the object it is a member of, a section of
 * a newsletter or a day of a diary where it is one of several, and those around that: when it was, what it is
 * called, whose it is, in which language. Wherever they say so, before the list or behind it.
 */
#include "container/json_find.h"

#include "container/format.h"

#include "newsdex/date.h"
#include "newsdex/json.h"

enum { DEEPEST = 32 };

/* Members that are there for what they say of the whole. */
static bool is_head(struct nd_str key) {
    static const struct nd_str heads[] = {
        ND_STR_INIT("meta"),  ND_STR_INIT("metadata"), ND_STR_INIT("info"),        ND_STR_INIT("header"),
        ND_STR_INIT("issue"), ND_STR_INIT("edition"),  ND_STR_INIT("publication"), ND_STR_INIT("newsletter")};

    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (nd_str_eq_nocase(heads[i], key))
            return true;
    return false;
}

/* Where the objects begin that are open around the list at list, the outermost first, as far as they begin
 * behind from; SIZE_MAX: too many, or what it is in is none. */
static size_t find_objects(struct nd_str text, size_t from, size_t list, size_t objects[DEEPEST],
                           bool *has_left) {
    size_t open[DEEPEST], depth = 0, count = 0;
    bool in_quotes = false;

    *has_left = false;

    for (size_t i = from; i < list; i++) {
        char c = text.ptr[i];
        if (in_quotes && c == '\\') {
            i++;
        } else if (c == '"') {
            in_quotes = !in_quotes;
        } else if (!in_quotes && (c == '{' || c == '[')) {
            if (depth == DEEPEST)
                return SIZE_MAX;
            open[depth++] = i;
        } else if (!in_quotes && (c == '}' || c == ']')) {
            *has_left = *has_left || depth == 0;
            depth -= depth > 0;
        }
    }
    if (depth > 0 && text.ptr[open[depth - 1]] != '{')
        return SIZE_MAX;
    for (size_t i = 0; i < depth; i++)
        if (text.ptr[open[i]] == '{')
            objects[count++] = open[i];
    return count;
}

/* One of several: a member of an array. */
static bool is_element(struct nd_str text, size_t from, size_t object) {
    while (object > from && nd_char_is_blank(text.ptr[object - 1]))
        object--;
    return object > from && (text.ptr[object - 1] == '[' || text.ptr[object - 1] == ',');
}

/* What the object at object says, where nothing is said yet; is_group: it is the one of several that the list
 * is of. */
static void look_at(struct nd_str text, size_t object, bool is_group, int levels,
                    struct nd_around_said *said) {
    struct nd_str key = ND_STR_NONE, *place;

    for (size_t at = nd_json_pass(text, object + 1); at < text.len && text.ptr[at] == '"';
         at = nd_json_pass(text, at)) {
        size_t value = nd_json_pass_key(text, at, &key);
        size_t length = value == SIZE_MAX ? SIZE_MAX : nd_json_skip(nd_str_skip(text, value));
        if (length == SIZE_MAX)
            return;
        at = value + length;
        if (text.ptr[value] == '{' && levels > 0 && is_head(key))
            look_at(nd_str_slice(text, 0, at), value, false, levels - 1, said);
        if (text.ptr[value] != '"')
            continue;
        place = nd_around_place(said, key, nd_str_slice(text, value + 1, at - 1), is_group);
        if (place != NULL)
            *place = nd_str_slice(text, value, at);
    }
}

/* {"2024-03-05": […], "2024-03-06": […]} */
static void day_of_list(struct nd_str text, size_t list, struct nd_around_said *said) {
    size_t end = list, begin;
    struct nd_date day;

    while (end > 0 && (nd_char_is_blank(text.ptr[end - 1]) || text.ptr[end - 1] == ':'))
        end--;
    if (end < 2 || text.ptr[end - 1] != '"')
        return;
    for (begin = end - 1; begin > 0 && text.ptr[begin - 1] != '"';)
        begin--;
    if (begin > 0 && nd_date_parse(nd_str_slice(text, begin, end - 1), &day))
        said->of[ND_AROUND_DAY] = nd_str_slice(text, begin - 1, end);
}

struct nd_str nd_json_group(struct nd_str text, size_t from, size_t list, struct nd_json_around *around,
                            struct nd_arena *arena) {
    struct nd_around_said said = {{{NULL, 0}}}, outer = said, own = said;
    bool is_group, has_left;
    size_t objects[DEEPEST], count = find_objects(text, from, list, objects, &has_left);

    if (count == SIZE_MAX)
        return ND_STR_NONE;
    day_of_list(text, list, &own);
    if (count == 0) { /* beside the list before it, or behind the object that was in */
        nd_around_inherit(&own, has_left ? &around->outer : &around->inner);
        return nd_around_write(&own, arena);
    }
    text = nd_str_slice(text, 0, list + ND_JSON_GROUP < text.len ? list + ND_JSON_GROUP : text.len);
    is_group = is_element(text, from, objects[count - 1]);
    look_at(text, objects[count - 1], is_group, 1, &said);
    for (size_t i = count - 1; i > 0; i--)
        look_at(text, objects[i - 1], false, 1, &outer);
    if (count > 1) {
        nd_around_inherit(&outer, &around->root);
        around->outer = nd_around_keep(&outer, arena);
        if (!around->is_known && !is_element(text, from, objects[0])) {
            struct nd_around_said root = {{{NULL, 0}}};
            look_at(text, objects[0], false, 1, &root);
            around->root = nd_around_keep(&root, arena);
        }
    }
    around->is_known = true;
    nd_around_inherit(&said, &around->outer);
    around->inner = nd_around_keep(&said, arena);
    nd_around_inherit(&own, &said);
    return nd_around_write(&own, arena);
}
