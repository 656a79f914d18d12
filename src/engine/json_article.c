#include "engine/json_article.h"

#include "engine/positions.h"

#include <string.h>

/* What of an article is written at the moment. */
struct writer {
    struct nd_json *json;
    struct nd_engine_feed *feed;
    const struct nd_engine_article *article;
    size_t longest;
};

static bool is_short(const struct writer *writer, const char *name, struct nd_str key) {
    struct nd_buf what = {0};

    if (key.len <= writer->longest)
        return true;
    nd_buf_addf(&what, "%s: longer than %zu bytes, no filter finds it", name, writer->longest);
    nd_engine_note(writer->feed, writer->article->uid, what.ptr);
    nd_buf_free(&what);
    return false;
}

/* is_key: what filters compare with. */
static void add_names(const struct writer *writer, const char *name, const struct nd_names *names,
                      bool is_key) {
    for (const struct nd_name *n = names->first; n != NULL; n = n->next)
        if (!is_key || is_short(writer, name, n->text))
            nd_json_string(writer->json, n->text);
}

static void add_value(const struct writer *writer, const struct nd_engine_value *value) {
    struct nd_json *json = writer->json;

    if (value->type != ND_ENGINE_NAMES && value->text.ptr == NULL)
        return;
    nd_json_key(json, nd_str_from(value->name));
    if (value->type == ND_ENGINE_NAMES) {
        nd_json_open(json, '[');
        add_names(writer, value->name, value->names, nd_str_ends(nd_str_from(value->name), ND_STR("_keys")));
        nd_json_close(json, ']');
    } else if (value->type == ND_ENGINE_TEXT) {
        nd_json_string(json, value->text);
    } else {
        nd_json_raw(json, value->text);
    }
}

/* Of a field that all articles have a place for. */
static const struct nd_engine_value *find_value(const struct nd_engine_article *article, const char *name) {
    const struct nd_engine_value *value = article->values;

    while (strcmp(value->name, name) != 0)
        value++;
    return value;
}

struct nd_str nd_json_article_lower(struct nd_str text, struct nd_arena *arena) {
    struct nd_buf lower = {0};

    for (size_t i = 0; i < text.len; i++)
        nd_buf_add_char(&lower, nd_char_lower(text.ptr[i]));
    return nd_arena_take(arena, &lower);
}

static struct nd_str text_of(const struct writer *writer, const char *name) {
    return find_value(writer->article, name)->text;
}

static void add_key(const struct writer *writer, const char *name, struct nd_str text) {
    if (text.ptr == NULL || !is_short(writer, name, text))
        return;
    nd_json_key(writer->json, nd_str_from(name));
    nd_json_string(writer->json, nd_json_article_lower(text, writer->feed->arena));
}

/* Name and domain, a blank between them. */
static void add_provider(const struct writer *writer) {
    struct nd_str name = text_of(writer, "provider_name"), domain = text_of(writer, "provider_domain");
    struct nd_buf both = {0};

    nd_buf_add(&both, name);
    nd_buf_add_char(&both, ' ');
    nd_buf_add(&both, domain);
    if (both.len > 1)
        add_key(writer, "provider_key", nd_buf_str(&both));
    nd_buf_free(&both);
}

static void add_paths(const struct writer *writer) {
    struct nd_json *json = writer->json;
    struct nd_name own = {.text = text_of(writer, "path"),
                          .next = find_value(writer->article, "version_paths")->names->first};
    nd_json_key(json, ND_STR("path_keys"));
    nd_json_open(json, '[');
    for (const struct nd_name *n = own.text.ptr == NULL ? own.next : &own; n != NULL; n = n->next)
        if (is_short(writer, "path_keys", n->text))
            nd_json_string(json, nd_json_article_lower(n->text, writer->feed->arena));
    nd_json_close(json, ']');
}

void nd_json_article(struct nd_json *json, struct nd_engine_feed *feed,
                     const struct nd_engine_article *article, size_t longest) {
    const struct writer writer = {json, feed, article, longest};

    nd_json_key(json, ND_STR("uid"));
    nd_json_string(json, article->uid);
    nd_json_key(json, ND_STR("revision"));
    nd_json_integer(json, article->revision);
    for (size_t i = 0; i < article->count; i++)
        add_value(&writer, &article->values[i]);
    add_key(&writer, "type_key", text_of(&writer, "type"));
    add_key(&writer, "category_key", text_of(&writer, "category"));
    add_key(&writer, "url_key", text_of(&writer, "url"));
    add_provider(&writer);
    add_paths(&writer);
}

void nd_json_article_words(struct nd_json *json, const struct nd_word_list *words) {
    struct nd_positions positions = {0};
    struct nd_buf text = {0};

    nd_positions_read(&positions, words);
    for (int column = 0; column < ND_WORDS_COLUMNS; column++) {
        nd_buf_clear(&text);
        nd_positions_add(&positions, column, &text);
        if (text.len == 0)
            continue;
        nd_json_key(json, nd_str_from(nd_positions_fields[column]));
        nd_json_string(json, nd_buf_str(&text));
    }
    nd_positions_free(&positions);
    nd_buf_free(&text);
}
