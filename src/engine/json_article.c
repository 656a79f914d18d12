#include "engine/json_article.h"

#include <string.h>

static void add_names(struct nd_json *json, const struct nd_names *names) {
    nd_json_open(json, '[');
    for (const struct nd_name *name = names->first; name != NULL; name = name->next)
        nd_json_string(json, name->text);
    nd_json_close(json, ']');
}

static void add_value(struct nd_json *json, const struct nd_engine_value *value) {
    if (value->type != ND_ENGINE_NAMES && value->text.ptr == NULL)
        return;
    nd_json_key(json, nd_str_from(value->name));
    if (value->type == ND_ENGINE_NAMES)
        add_names(json, value->names);
    else if (value->type == ND_ENGINE_TEXT)
        nd_json_string(json, value->text);
    else
        nd_json_raw(json, value->text);
}

const struct nd_engine_value *nd_json_article_value(const struct nd_engine_article *article,
                                                    const char *name) {
    for (size_t i = 0; i < article->count; i++)
        if (strcmp(article->values[i].name, name) == 0)
            return &article->values[i];
    return NULL;
}

struct nd_str nd_json_article_lower(struct nd_str text, struct nd_arena *arena) {
    struct nd_buf lower = {0};

    for (size_t i = 0; i < text.len; i++)
        nd_buf_add_char(&lower, nd_char_lower(text.ptr[i]));
    return nd_arena_take(arena, &lower);
}

static struct nd_str text_of(const struct nd_engine_article *article, const char *name) {
    const struct nd_engine_value *value = nd_json_article_value(article, name);

    return value == NULL ? ND_STR_NONE : value->text;
}

static void add_provider(struct nd_json *json, const struct nd_engine_article *article,
                         struct nd_arena *arena) {
    struct nd_str name = text_of(article, "provider_name"), domain = text_of(article, "provider_domain");

    if (name.ptr == NULL && domain.ptr == NULL)
        return;
    nd_json_key(json, ND_STR("provider_key"));
    nd_json_string(json, nd_json_article_lower(nd_arena_printf(arena, "%.*s %.*s", (int)name.len,
                                                               name.len > 0 ? name.ptr : "", (int)domain.len,
                                                               domain.len > 0 ? domain.ptr : ""),
                                               arena));
}

static void add_paths(struct nd_json *json, const struct nd_engine_article *article, struct nd_arena *arena) {
    const struct nd_engine_value *versions = nd_json_article_value(article, "version_paths");
    struct nd_str path = text_of(article, "path");

    nd_json_key(json, ND_STR("path_keys"));
    nd_json_open(json, '[');
    if (path.ptr != NULL)
        nd_json_string(json, nd_json_article_lower(path, arena));
    for (const struct nd_name *name = versions->names->first; name != NULL; name = name->next)
        nd_json_string(json, nd_json_article_lower(name->text, arena));
    nd_json_close(json, ']');
}

void nd_json_article(struct nd_json *json, const struct nd_engine_article *article, struct nd_arena *arena) {
    static const char *const keys[][2] = {
        {"type", "type_key"}, {"category", "category_key"}, {"url", "url_key"}};

    nd_json_key(json, ND_STR("uid"));
    nd_json_string(json, article->uid);
    nd_json_key(json, ND_STR("revision"));
    nd_json_integer(json, article->revision);
    for (size_t i = 0; i < article->count; i++)
        add_value(json, &article->values[i]);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        struct nd_str text = text_of(article, keys[i][0]);
        if (text.ptr == NULL)
            continue;
        nd_json_key(json, nd_str_from(keys[i][1]));
        nd_json_string(json, nd_json_article_lower(text, arena));
    }
    add_provider(json, article, arena);
    add_paths(json, article, arena);
}
