/*
 * The object that a list of records is in, where it is one of several: a section of a newsletter, a day of a
 * diary. What it is called and when it was hold for its records, wherever it says so, before its list or
 * behind.
 */
#include "container/json_find.h"

#include "container/format.h"
#include "newsdex/date.h"
#include "newsdex/json.h"

enum { DEEPEST = 32 };

static bool is_one_of(struct nd_str key, const struct nd_str *names, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (nd_str_eq_nocase(names[i], key))
            return true;
    return false;
}

static bool names_section(struct nd_str key) {
    static const struct nd_str names[] = {
        ND_STR_INIT("title"),    ND_STR_INIT("name"),     ND_STR_INIT("heading"), ND_STR_INIT("section"),
        ND_STR_INIT("category"), ND_STR_INIT("headline"), ND_STR_INIT("label"),   ND_STR_INIT("topic")};

    return is_one_of(key, names, sizeof names / sizeof *names);
}

static bool names_day(struct nd_str key) {
    static const struct nd_str names[] = {ND_STR_INIT("date"), ND_STR_INIT("day"), ND_STR_INIT("published"),
                                          ND_STR_INIT("published_at"), ND_STR_INIT("pubDate")};

    return is_one_of(key, names, sizeof names / sizeof *names);
}

/* Where the object begins that the list at list is a member of, if that is one of an array; SIZE_MAX: it is
 * not. */
static size_t find_object(struct nd_str text, size_t from, size_t list) {
    size_t open[DEEPEST], depth = 0, before;
    bool in_quotes = false;

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
            depth -= depth > 0;
        }
    }
    if (depth == 0 || text.ptr[open[depth - 1]] != '{')
        return SIZE_MAX;
    for (before = open[depth - 1]; before > from && nd_char_is_blank(text.ptr[before - 1]);)
        before--;
    return before > from && (text.ptr[before - 1] == '[' || text.ptr[before - 1] == ',') ? open[depth - 1]
                                                                                         : SIZE_MAX;
}

struct nd_str nd_json_group(struct nd_str text, size_t from, size_t list, struct nd_arena *arena) {
    struct nd_str section = ND_STR_NONE, day = ND_STR_NONE, key = ND_STR_NONE;
    size_t at = find_object(text, from, list);
    struct nd_date date;
    struct nd_buf out = {0};
    struct nd_json json = {.out = &out};

    if (at == SIZE_MAX)
        return ND_STR_NONE;
    text = nd_str_slice(text, 0, list + ND_JSON_GROUP < text.len ? list + ND_JSON_GROUP : text.len);
    for (at = nd_json_pass(text, at + 1); at < text.len && text.ptr[at] == '"'; at = nd_json_pass(text, at)) {
        size_t value = nd_json_pass_key(text, at, &key);
        size_t length = value == SIZE_MAX ? SIZE_MAX : nd_json_skip(nd_str_skip(text, value));
        if (length == SIZE_MAX)
            break;
        if (text.ptr[value] == '"' && length > 2) {
            struct nd_str said = nd_str_slice(text, value + 1, value + length - 1);
            if (section.len == 0 && names_section(key))
                section = nd_str_slice(text, value, value + length);
            else if (day.len == 0 && names_day(key) && nd_date_parse(said, &date))
                day = said;
        }
        at = value + length;
    }
    if (section.len == 0 && day.len == 0)
        return ND_STR_NONE;
    nd_json_open(&json, '{');
    if (section.len > 0) {
        nd_json_key(&json, ND_STR("section"));
        nd_json_raw(&json, section);
    }
    if (day.len > 0) {
        nd_json_key(&json, ND_STR("date"));
        nd_json_string(&json, day);
    }
    nd_json_close(&json, '}');
    return nd_arena_take(arena, &out);
}

static bool says_when(struct nd_str key) {
    static const struct nd_str parts[] = {ND_STR_INIT("date"), ND_STR_INIT("time"), ND_STR_INIT("publish"),
                                          ND_STR_INIT("created"), ND_STR_INIT("issued")};

    for (size_t at = 0; at < key.len; at++)
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
            if (nd_str_starts_nocase(nd_str_skip(key, at), parts[i]))
                return true;
    return nd_str_eq_nocase(key, ND_STR("ts"));
}

void nd_json_put_group(struct nd_str group, struct nd_value *map, struct nd_arena *arena,
                       struct nd_item *item) {
    size_t length, count = item->alias_count;
    bool is_repaired, has_section = false, has_day = false;
    const struct nd_value *said = nd_json_read(group, 0, arena, &length, &is_repaired);
    struct nd_item_alias *aliases;

    if (said == NULL)
        return;
    for (const struct nd_value *v = map->first; v != NULL; v = v->next) {
        has_section = has_section || nd_str_eq_nocase(v->key, ND_STR("section")) ||
                      nd_str_eq_nocase(v->key, ND_STR("category"));
        has_day = has_day || (v->type != ND_NULL && says_when(v->key));
    }
    aliases = nd_arena_alloc(arena, count + 2, sizeof *aliases);
    for (size_t i = 0; i < count; i++)
        aliases[i] = item->aliases[i];
    for (const struct nd_value *v = said->first; v != NULL; v = v->next) {
        struct nd_str key = nd_arena_printf(arena, "list.%.*s", (int)v->key.len, v->key.ptr);
        if (nd_str_eq(v->key, ND_STR("date")) ? has_day : has_section)
            continue;
        nd_value_put(map, key, nd_value_string(arena, v->text));
        aliases[count++] = (struct nd_item_alias){key, v->key};
    }
    item->aliases = aliases;
    item->alias_count = count;
}
