/*
 * An item of a feed while its elements are read. Private to the readers of feeds.
 */
#ifndef CONTAINER_FEED_ITEM_H
#define CONTAINER_FEED_ITEM_H

#include "container/feed.h"

enum { ND_FEED_NAMES = 200, ND_FEED_ALIASES = 12 };

struct nd_feed_item {
    const struct nd_reader *reader;
    struct nd_arena *arena;
    struct nd_item *item;
    struct nd_value *map;
    /* the members of map, which become lists when their names are repeated */
    struct nd_value *members[ND_FEED_NAMES];
    bool is_list[ND_FEED_NAMES];
    size_t count, dropped;
    struct nd_str link, key_name, changed; /* the page; the name of its identity, of its last change */
    const struct nd_xml_node *link_node;
    bool link_is_page, key_is_address, has_plain_content, has_date, has_author;
    int depth;
    struct nd_item_alias *aliases;
};

/* feed_item.c: what an element of the item says. */
void nd_feed_use(struct nd_feed_item *item, const struct nd_xml_node *node);

/* feed_values.c: adds a member; of a name that is there already it becomes a list. node: where it stands. */
void nd_feed_put(struct nd_feed_item *item, struct nd_str name, struct nd_value *value,
                 const struct nd_xml_node *node);
/* Always as a member of a list. */
void nd_feed_put_listed(struct nd_feed_item *item, struct nd_str name, struct nd_value *value,
                        const struct nd_xml_node *node);
/* The attributes of an element, and its elements, as maps of texts; addresses are resolved. */
struct nd_value *nd_feed_attributes(struct nd_feed_item *item, const struct nd_xml_node *node);
struct nd_value *nd_feed_members(struct nd_feed_item *item, const struct nd_xml_node *node);
/* A text, or a map of what is inside. */
struct nd_value *nd_feed_value(struct nd_feed_item *item, const struct nd_xml_node *node, int depth);
/* Somebody by name, or by the login that an export has for him. */
struct nd_value *nd_feed_person(struct nd_feed_item *item, struct nd_str name);
void nd_feed_category(struct nd_feed_item *item, struct nd_str name, const struct nd_xml_node *node);
void nd_feed_wordpress_meta(struct nd_feed_item *item, struct nd_str name, const struct nd_xml_node *node);
/* An address as seen from node. */
struct nd_str nd_feed_address(struct nd_feed_item *item, struct nd_str address,
                              const struct nd_xml_node *node);

/* feed_text.c: what may be markup as that, so that nobody has to guess; WordPress' own notations undone. */
struct nd_str nd_feed_markup(const struct nd_feed_item *item, struct nd_str text);
/* A title, which is read as markup: what is none is escaped. */
struct nd_str nd_feed_title(struct nd_str text, bool has_markup, struct nd_arena *arena);

#endif
