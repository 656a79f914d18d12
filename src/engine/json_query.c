#include "engine/json_query.h"

#include "engine/json_article.h"
#include "engine/positions.h"
#include "newsdex/analysis.h"
#include "newsdex/utf8.h"

void nd_json_query_open(struct nd_json_query *query, const char *name, const char *field) {
    nd_json_open(&query->json, '{');
    nd_json_key(&query->json, nd_str_from(name));
    nd_json_open(&query->json, '{');
    nd_json_key(&query->json, nd_str_from(field));
}

static void close_twice(struct nd_json *json) {
    nd_json_close(json, '}');
    nd_json_close(json, '}');
}

void nd_json_query_open_any(struct nd_json_query *query) {
    nd_json_query_open(query, "bool", "should");
    nd_json_open(&query->json, '[');
}

void nd_json_query_close_any(struct nd_json_query *query) {
    nd_json_close(&query->json, ']');
    close_twice(&query->json);
}

struct nd_str nd_json_query_positions(const struct nd_json_query *query, const struct nd_engine_way *way) {
    const struct nd_query_position *position = way->first;
    struct nd_buf out = {0};

    for (size_t i = 0; i < way->count; i++, position = position->next)
        for (size_t k = 0; k < position->count; k++) {
            if (k > 0 || i > 0)
                nd_buf_add_char(&out, k > 0 ? '|' : ' ');
            nd_positions_add_word(&out, position->forms[k]);
        }
    return nd_arena_take(query->translation->arena, &out);
}

static void add_leaf(struct nd_json_query *query, const struct nd_query_node *leaf) {
    const struct nd_query_position *first = nd_query_parts_meaning(query->translation, leaf);

    if (first->instead != NULL)
        nd_json_query_open_any(query);
    for (const struct nd_query_position *p = first; p != NULL; p = p->instead) {
        struct nd_engine_way way = nd_query_parts_way(leaf, p);
        query->add_way(query, &way, nd_query_parts_column(leaf));
    }
    if (first->instead != NULL)
        nd_json_query_close_any(query);
}

static void add_node(struct nd_json_query *query, const struct nd_query_node *node);

/* The children that are asked for, or those that are not. */
static void add_children(struct nd_json_query *query, const struct nd_query_node *node, bool is_excluded) {
    for (const struct nd_query_node *child = node->first; child != NULL; child = child->next)
        if ((child->type == ND_Q_NOT) == is_excluded)
            add_node(query, is_excluded ? child->first : child);
}

static void add_node(struct nd_json_query *query, const struct nd_query_node *node) {
    struct nd_json *json = &query->json;

    if (node->type == ND_Q_OR) {
        nd_json_query_open_any(query);
        add_children(query, node, false);
        nd_json_query_close_any(query);
    } else if (node->type == ND_Q_AND) {
        nd_json_query_open(query, "bool", "must");
        nd_json_open(json, '[');
        add_children(query, node, false);
        nd_json_close(json, ']');
        nd_json_key(json, ND_STR("must_not"));
        nd_json_open(json, '[');
        add_children(query, node, true);
        nd_json_close(json, ']');
        close_twice(json);
    } else {
        add_leaf(query, node);
    }
}

const struct nd_json_field *nd_json_query_field(const struct nd_filter *filter) {
    static const struct nd_json_field fields[] = {
        [ND_FILTER_PROVIDER] = {"provider_key", ND_JSON_CONTAINS, true},
        [ND_FILTER_LANGUAGE] = {"language", ND_JSON_RANGE, false},
        [ND_FILTER_TOPIC] = {"topic_keys", ND_JSON_IS, false},
        [ND_FILTER_AUTHOR] = {"author_keys", ND_JSON_CONTAINS, true},
        [ND_FILTER_TYPE] = {"type_key", ND_JSON_IS, true},
        [ND_FILTER_CATEGORY] = {"category_key", ND_JSON_IS, true},
        [ND_FILTER_PATH] = {"path_keys", ND_JSON_CONTAINS, true},
        [ND_FILTER_URL] = {"url_key", ND_JSON_CONTAINS, true},
        [ND_FILTER_TAG] = {"tag_keys", ND_JSON_IS, false},
        [ND_FILTER_NOTE] = {NULL, ND_JSON_CONTAINS, false},
        [ND_FILTER_DATE] = {"date", ND_JSON_RANGE, false}};
    _Static_assert(ND_FILTER_TYPES == 12, "a new filter has its row above, or nd_query_parts_is_unknown");

    return &fields[filter->type];
}

struct nd_str nd_json_query_from(const struct nd_filter *filter, struct nd_str text) {
    return filter->type == ND_FILTER_DATE ? nd_filter_from(filter) : text;
}

struct nd_str nd_json_query_until(const struct nd_filter *filter, struct nd_str text,
                                  struct nd_arena *arena) {
    return filter->type == ND_FILTER_DATE ? nd_filter_until(filter)
                                          : nd_arena_printf(arena, "%.*s.", (int)text.len, text.ptr);
}

void nd_json_query_range(struct nd_json_query *query, const struct nd_filter *filter, struct nd_str text) {
    struct nd_str from = nd_json_query_from(filter, text),
                  until = nd_json_query_until(filter, text, query->translation->arena);
    struct nd_json *json = &query->json;

    nd_json_open(json, '{');
    if (from.len > 0) {
        nd_json_key(json, ND_STR("gte"));
        nd_json_string(json, from);
    }
    if (until.len > 0) {
        nd_json_key(json, ND_STR("lt"));
        nd_json_string(json, until);
    }
    nd_json_close(json, '}');
}

struct nd_str nd_json_query_wildcard(struct nd_str text, struct nd_arena *arena) {
    struct nd_buf pattern = {0};

    nd_buf_add_char(&pattern, '*');
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '*' || text.ptr[i] == '?' || text.ptr[i] == '\\')
            nd_buf_add_char(&pattern, '\\');
        nd_buf_add_char(&pattern, text.ptr[i]);
    }
    nd_buf_add_char(&pattern, '*');
    return nd_arena_take(arena, &pattern);
}

/* Any sign of ASCII may mean something. */
struct nd_str nd_json_query_pattern(struct nd_str text, struct nd_arena *arena) {
    struct nd_buf pattern = {0};

    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if ((unsigned char)c < 0x80 && !nd_char_is_alpha(c) && !nd_char_is_digit(c))
            nd_buf_add_char(&pattern, '\\');
        nd_buf_add_char(&pattern, c);
    }
    return nd_arena_take(arena, &pattern);
}

struct nd_str nd_json_query_text(const struct nd_engine_translation *translation,
                                 const struct nd_filter *filter) {
    struct nd_str text = nd_filter_text(filter, translation->arena);

    if (!nd_utf8_valid(text, NULL))
        nd_buf_addf(translation->notes, "a filter has bytes that are no UTF-8: %.*s\n", (int)text.len,
                    text.ptr);
    if (nd_json_query_field(filter)->is_lower)
        text = nd_json_article_lower(text, translation->arena);
    return text;
}

static void add_filter(struct nd_json_query *query, const struct nd_filter *filter) {
    struct nd_str text = nd_json_query_text(query->translation, filter);

    if (nd_query_parts_is_unknown(query->translation, filter))
        nd_json_raw(&query->json, nd_str_from(filter->is_excluded ? query->nothing : query->everything));
    else
        query->add_filter(query, filter, text);
}

/* Dates all have to hold, and of each other type one filter. */
static void add_wanted_filters(struct nd_json_query *query) {
    const struct nd_filter *filters = query->translation->query->filters;

    nd_json_raw(&query->json, nd_str_from(query->files));
    for (int type = 0; type <= ND_FILTER_DATE; type++) {
        bool is_first = true;
        for (const struct nd_filter *f = filters; f != NULL; f = f->next) {
            if ((int)f->type != type || f->is_excluded)
                continue;
            if (is_first && type != ND_FILTER_DATE)
                nd_json_query_open_any(query);
            is_first = false;
            add_filter(query, f);
        }
        if (!is_first && type != ND_FILTER_DATE)
            nd_json_query_close_any(query);
    }
}

static void add_excluded_filters(struct nd_json_query *query) {
    for (const struct nd_filter *f = query->translation->query->filters; f != NULL; f = f->next)
        if (f->is_excluded)
            add_filter(query, f);
}

void nd_json_query_add(struct nd_json_query *query) {
    const struct nd_query *asked = query->translation->query;
    const struct nd_query_node *root = asked->root;
    bool is_and = root != NULL && root->type == ND_Q_AND;
    struct nd_json *json = &query->json;

    nd_json_query_open(query, "bool", "must");
    nd_json_open(json, '[');
    if (is_and)
        add_children(query, root, false);
    else if (root != NULL)
        add_node(query, root);
    else if (asked->is_emptied)
        nd_json_raw(json, nd_str_from(query->nothing));
    nd_json_close(json, ']');
    nd_json_key(json, ND_STR("filter"));
    nd_json_open(json, '[');
    add_wanted_filters(query);
    nd_json_close(json, ']');
    nd_json_key(json, ND_STR("must_not"));
    nd_json_open(json, '[');
    if (is_and)
        add_children(query, root, true);
    add_excluded_filters(query);
    nd_json_close(json, ']');
    close_twice(json);
}
