/* What elements of a feed become: members of the map of an item. */
#include "container/feed_item.h"

#include <string.h>

/* The member of that name; count of all when there is none. */
static size_t find(const struct nd_feed_item *item, struct nd_str name) {
    size_t i = 0;

    while (i < item->count && !nd_str_eq(item->members[i]->key, name))
        i++;
    return i;
}

/* What was one value becomes the first of a list, in its place. */
static void make_list(struct nd_feed_item *item, size_t i) {
    struct nd_value *member = item->members[i], *first;

    if (item->is_list[i])
        return;
    first = nd_value_new(item->arena, member->type);
    *first = *member;
    first->key = ND_STR_NONE;
    first->next = NULL;
    *member =
        (struct nd_value){.type = ND_LIST, .line = first->line, .key = member->key, .next = member->next};
    nd_value_add(member, first);
    item->is_list[i] = true;
}

void nd_feed_put(struct nd_feed_item *item, struct nd_str name, struct nd_value *value,
                 const struct nd_xml_node *node) {
    size_t i = find(item, name);

    value->line = node == NULL ? 0 : node->line;
    if (i < item->count) {
        make_list(item, i);
        nd_value_add(item->members[i], value);
        return;
    }
    if (i == ND_FEED_NAMES) {
        item->dropped++;
        return;
    }
    nd_value_put(item->map, name, value);
    item->members[item->count++] = value;
}

void nd_feed_put_listed(struct nd_feed_item *item, struct nd_str name, struct nd_value *value,
                        const struct nd_xml_node *node) {
    size_t i;

    nd_feed_put(item, name, value, node);
    i = find(item, name);
    if (i < item->count)
        make_list(item, i);
}

struct nd_str nd_feed_address(struct nd_feed_item *item, struct nd_str address,
                              const struct nd_xml_node *node) {
    struct nd_str base = ND_STR_NONE;

    for (int depth = 0; node != NULL && depth < 3 && base.len == 0; node = node->parent, depth++)
        base = nd_str_trim(nd_xml_attribute(node, "xml:base"));
    base = nd_feed_resolve(item->reader->channel.base, base, item->arena);
    return nd_feed_resolve(base.len == 0 ? item->reader->channel.base : base, address, item->arena);
}

struct nd_value *nd_feed_attributes(struct nd_feed_item *item, const struct nd_xml_node *node) {
    struct nd_value *map = nd_value_new(item->arena, ND_MAP);

    for (const struct nd_xml_attribute *a = node->attributes; a != NULL; a = a->next) {
        struct nd_str value = nd_str_trim(a->value);
        if (value.len == 0 || nd_str_starts(a->name, ND_STR("xmlns")) ||
            nd_str_eq(a->name, ND_STR("xml:base")))
            continue;
        if (nd_str_eq(a->name, ND_STR("url")) || nd_str_eq(a->name, ND_STR("href")))
            value = nd_feed_address(item, value, node);
        nd_value_put(map, a->name, nd_value_string(item->arena, value));
    }
    return map;
}

struct nd_value *nd_feed_members(struct nd_feed_item *item, const struct nd_xml_node *node) {
    struct nd_value *map = nd_value_new(item->arena, ND_MAP);
    enum { MOST = 100 };

    for (const struct nd_xml_node *n = node->first; n != NULL && map->count < MOST; n = n->next) {
        struct nd_str name = n->name, text = nd_xml_text(n, item->arena);
        if (name.ptr == NULL)
            continue;
        name = nd_xml_local_name(name);
        if (text.len == 0)
            text = nd_xml_attribute(n, "href");
        if (nd_str_eq(name, ND_STR("url")) || nd_str_eq(name, ND_STR("link")))
            text = nd_feed_address(item, text, n);
        if (text.len > 0 && nd_value_get(map, name) == NULL)
            nd_value_put(map, name, nd_value_string(item->arena, text));
    }
    return map;
}

struct nd_value *nd_feed_value(struct nd_feed_item *item, const struct nd_xml_node *node, int depth) {
    struct nd_value *map;
    struct nd_str text;

    if (nd_xml_has_elements(node) && depth == 0)
        return nd_feed_members(item, node);
    text = nd_xml_text(node, item->arena);
    map = nd_feed_attributes(item, node);
    if (map->count == 0)
        return nd_value_string(item->arena, text);
    if (text.len > 0)
        nd_value_put(map, ND_STR("text"), nd_value_string(item->arena, text));
    return map;
}

struct nd_value *nd_feed_person(struct nd_feed_item *item, struct nd_str name) {
    struct nd_value *map;

    for (const struct nd_feed_author *a = item->reader->channel.authors; a != NULL; a = a->next)
        if (nd_str_eq(a->login, name) && !nd_str_eq(a->name, name)) {
            map = nd_value_new(item->arena, ND_MAP);
            nd_value_put(map, ND_STR("name"), nd_value_string(item->arena, a->name));
            nd_value_put(map, ND_STR("login"), nd_value_string(item->arena, name));
            return map;
        }
    return nd_value_string(item->arena, name);
}

/* An address or a number is no name where there is a label beside it. */
static bool is_name(struct nd_str term) {
    uint64_t number;

    return term.len > 0 && nd_str_find(term, ND_STR("://")) == SIZE_MAX && !nd_str_to_uint(term, &number);
}

/* Taxonomies of WordPress that say something else than what an article is about. */
static struct nd_str name_of_domain(struct nd_str domain) {
    static const char *const forms[] = {"post_format", "nav_menu", "wp_theme", "wp_template_part_area"};

    if (nd_str_eq(domain, ND_STR("author")))
        return ND_STR("author");
    if (nd_str_eq(domain, ND_STR("language")))
        return ND_STR("category:language");
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (nd_str_eq(domain, nd_str_from(forms[i])))
            return domain;
    return ND_STR("category");
}

void nd_feed_category(struct nd_feed_item *item, struct nd_str name, const struct nd_xml_node *node) {
    struct nd_str text = nd_xml_text(node, item->arena), term = nd_str_trim(nd_xml_attribute(node, "term"));
    struct nd_str label = nd_str_trim(nd_xml_attribute(node, "label"));
    struct nd_str domain = nd_str_trim(nd_xml_attribute(node, "domain"));

    if (nd_str_ends(nd_xml_attribute(node, "scheme"), ND_STR("g/2005#kind")))
        return;
    if (text.len == 0)
        text = is_name(term) || label.len == 0 ? term : label;
    if (text.len == 0)
        return;
    if (item->reader->kind == ND_FEED_WXR)
        name = name_of_domain(domain);
    if (nd_str_eq(name, ND_STR("author"))) {
        item->has_author = true;
        nd_feed_put(item, ND_STR("category:author"), nd_value_string(item->arena, text), node);
    } else if (nd_str_eq(name, ND_STR("dc:subject"))) {
        nd_feed_put(item, name, nd_value_string(item->arena, text), node);
    } else {
        nd_feed_put_listed(item, name, nd_value_string(item->arena, text), node);
    }
}

void nd_feed_wordpress_meta(struct nd_feed_item *item, struct nd_str name, const struct nd_xml_node *node) {
    struct nd_str key = nd_xml_text(nd_xml_child(node, "*:meta_key"), item->arena);
    struct nd_str text = nd_xml_text(nd_xml_child(node, "*:meta_value"), item->arena);
    struct nd_value *value;

    if (key.len == 0 || text.len == 0)
        return;
    value = nd_value_new(item->arena, ND_MAP);
    nd_value_put(value, key, nd_value_string(item->arena, text));
    nd_feed_put_listed(item, name, value, node);
}
