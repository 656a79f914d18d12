/*
 * What readers of feeds keep and export: items as Google's Reader had them, which FreshRSS, Inoreader,
 * The Old Reader and Feedly still give; and messages of Slack.
 */
#include "container/format.h"

enum { MAX_ALIASES = 4 };

/* {"content": "<p>…", "direction": "ltr"} becomes what is in it. */
static bool settle_text(struct nd_value *value) {
    struct nd_str text = nd_value_text_of(value, "content");

    if (text.len == 0)
        return false;
    value->type = ND_STRING;
    value->text = text;
    value->first = value->last = NULL;
    value->count = 0;
    return true;
}

/* [{"href": "…", "type": "text/html"}] */
static struct nd_str first_address(const struct nd_value *map, const char *key) {
    const struct nd_value *list = nd_value_find(map, key);

    return list == NULL || list->type != ND_LIST ? ND_STR_NONE : nd_value_text_of(list->first, "href");
}

/* "user/1005/label/News" is a name its reader gave, "user/-/state/com.google/read" none at all. */
static void settle_categories(struct nd_value *map, struct nd_arena *arena) {
    struct nd_value *list = nd_value_find(map, "categories"), *names = nd_value_new(arena, ND_LIST);

    if (list == NULL || list->type != ND_LIST)
        return;
    for (const struct nd_value *v = list->first; v != NULL; v = v->next) {
        struct nd_str name = nd_value_text(v), label = ND_STR("/label/");
        size_t at = nd_str_find(name, label);
        if (v->type == ND_MAP)
            name = nd_value_text_of(v, "label");
        else if (nd_str_starts(name, ND_STR("user/")))
            name = at == SIZE_MAX ? ND_STR_NONE : nd_str_skip(name, at + label.len);
        if (name.len > 0)
            nd_value_add(names, nd_value_string(arena, name));
    }
    list->first = names->first;
    list->last = names->last;
    list->count = names->count;
}

static size_t read_item(struct nd_value *map, struct nd_arena *arena, struct nd_item_alias *aliases) {
    struct nd_value *content = nd_value_find(map, "content"), *summary = nd_value_find(map, "summary");
    struct nd_str origin = nd_value_text_of(nd_value_find(map, "origin"), "title"),
                  address = first_address(map, "canonical");
    size_t count = 0;

    if (content != NULL)
        (void)settle_text(content);
    if (summary != NULL && settle_text(summary) && content == NULL)
        aliases[count++] = (struct nd_item_alias){ND_STR("summary"), ND_STR("content")};
    if (address.len == 0)
        address = first_address(map, "alternate");
    if (address.len > 0 && nd_value_find(map, "canonicalUrl") == NULL)
        nd_value_put(map, ND_STR("url"), nd_value_string(arena, address));
    if (origin.len > 0)
        nd_value_put(map, ND_STR("origin title"), nd_value_string(arena, origin));
    aliases[count++] = (struct nd_item_alias){ND_STR("origin title"), ND_STR("provider")};
    settle_categories(map, arena);
    return count;
}

/* "<https://…|the words>", "<@U02…>", "&amp;": the words, the address where there are none, names as they
 * are. */
static struct nd_str without_marks(struct nd_str text, struct nd_arena *arena) {
    struct nd_buf out = {0};

    while (text.len > 0) {
        size_t open = nd_str_find_char(text, '<'), close, bar;
        struct nd_str inner;
        nd_buf_add(&out, nd_str_slice(text, 0, open));
        text = nd_str_skip(text, open == SIZE_MAX ? text.len : open);
        close = text.len == 0 ? SIZE_MAX : nd_str_find_char(text, '>');
        if (close == SIZE_MAX)
            break;
        inner = nd_str_slice(text, 1, close);
        bar = nd_str_find_char(inner, '|');
        nd_buf_add(&out, bar == SIZE_MAX ? inner : nd_str_skip(inner, bar + 1));
        if (bar != SIZE_MAX && !nd_str_eq(nd_str_slice(inner, 0, bar), nd_str_skip(inner, bar + 1)))
            nd_buf_addf(&out, " (%.*s)", (int)bar, inner.ptr);
        text = nd_str_skip(text, close + 1);
    }
    nd_buf_add(&out, text);
    return nd_json_without_references(nd_arena_take(arena, &out), arena);
}

/* {"type": "message", "user": "U02…", "ts": "1614592800.000200", "user_profile": {"real_name": …}} */
static size_t read_message(struct nd_value *map, struct nd_arena *arena, struct nd_item_alias *aliases) {
    const struct nd_value *profile = nd_value_find(map, "user_profile");
    struct nd_str name = nd_value_text_of(profile, "real_name");
    struct nd_value *text = nd_value_find(map, "text");
    size_t count = 0;

    if (text != NULL && text->type == ND_STRING && nd_str_find_char(text->text, '<') != SIZE_MAX) {
        text->text = without_marks(text->text, arena);
        aliases[count++] = (struct nd_item_alias){ND_STR("text"), ND_STR("text/plain")};
    } else if (text != NULL && text->type == ND_STRING) {
        text->text = nd_json_without_references(text->text, arena);
    }
    if (name.len == 0)
        name = nd_value_text_of(profile, "display_name");
    if (name.len > 0) {
        nd_value_put(map, ND_STR("user name"), nd_value_string(arena, name));
        aliases[count++] = (struct nd_item_alias){ND_STR("user name"), ND_STR("authors")};
        aliases[count++] = (struct nd_item_alias){ND_STR("user"), ND_STR("")};
    }
    return count;
}

bool nd_json_reading(struct nd_value *map, struct nd_arena *arena, struct nd_item *item) {
    struct nd_item_alias *aliases = nd_arena_alloc(arena, MAX_ALIASES, sizeof *aliases);
    const struct nd_value *origin = nd_value_find(map, "origin");

    if (nd_value_find(map, "title") != NULL && origin != NULL && origin->type == ND_MAP &&
        (first_address(map, "alternate").len > 0 || first_address(map, "canonical").len > 0 ||
         nd_value_find(origin, "streamId") != NULL))
        item->alias_count = read_item(map, arena, aliases);
    else if (nd_str_eq(nd_value_text_of(map, "type"), ND_STR("message")) &&
             nd_value_text_of(map, "ts").len > 0)
        item->alias_count = read_message(map, arena, aliases);
    item->aliases = aliases;
    return item->alias_count > 0;
}
