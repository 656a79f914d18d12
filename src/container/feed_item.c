/*
 * One item of RSS or entry of Atom: its elements become fields under their own names. Two names that mean the
 * same in a feed, or mean something only there, are told by aliases: the description that is all the text
 * there is, the day of the last change where there is no other.
 */
#include "container/feed_item.h"

#include "newsdex/date.h"

struct rule {
    const char *name;
    void (*use)(struct nd_feed_item *item, struct nd_str name, const struct nd_xml_node *node);
};

static void use_markup(struct nd_feed_item *item, struct nd_str name, const struct nd_xml_node *node) {
    struct nd_str text = nd_feed_markup(item, nd_xml_markup(node, NULL, item->arena));

    if (nd_str_trim(text).len > 0)
        nd_feed_put(item, name, nd_value_string(item->arena, text), node);
}

/* Atom: type="text", or none, is no markup; MIME types other than text are no text at all. */
static void use_atom_text(struct nd_feed_item *item, struct nd_str name, const struct nd_xml_node *node) {
    struct nd_str type = nd_str_trim(nd_xml_attribute(node, "type"));
    bool is_plain = type.len == 0 || nd_str_eq_nocase(type, ND_STR("text")) ||
                    nd_str_eq_nocase(type, ND_STR("text/plain"));
    bool has_slash = nd_str_find_char(type, '/') != SIZE_MAX;

    if (has_slash && !nd_str_starts_nocase(type, ND_STR("text/")) && !nd_str_ends(type, ND_STR("xml")))
        return;
    if (is_plain && nd_str_eq(name, ND_STR("content")) && !nd_xml_has_elements(node))
        item->has_plain_content = true;
    if (is_plain && !nd_xml_has_elements(node)) {
        struct nd_str text = nd_xml_text(node, item->arena);
        if (text.len > 0)
            nd_feed_put(item, name, nd_value_string(item->arena, text), node);
        return;
    }
    use_markup(item, name, node);
}

static void use_title(struct nd_feed_item *item, struct nd_str name, const struct nd_xml_node *node) {
    bool is_atom = item->reader->kind == ND_FEED_ATOM || item->reader->kind == ND_FEED_BLOGGER;
    bool has_markup = !is_atom || nd_str_find(nd_xml_attribute(node, "type"), ND_STR("html")) != SIZE_MAX;
    struct nd_str text = nd_feed_title(nd_xml_markup(node, NULL, item->arena), has_markup, item->arena);

    if (text.len > 0)
        nd_feed_put(item, name, nd_value_string(item->arena, text), node);
}

static bool is_page(struct nd_str type) {
    return type.len == 0 || nd_str_find(type, ND_STR("html")) != SIZE_MAX;
}

/* The page of the article goes to its link, whatever else is linked to stays what it is. */
static void use_link(struct nd_feed_item *item, struct nd_str name, const struct nd_xml_node *node) {
    struct nd_str text = nd_xml_text(node, item->arena), rel = nd_str_trim(nd_xml_attribute(node, "rel"));
    struct nd_str address = text.len > 0 ? text : nd_xml_attribute(node, "href");
    bool is_alternate = rel.len == 0 || nd_str_eq_nocase(rel, ND_STR("alternate"));

    if (nd_str_trim(address).len == 0)
        return;
    address = nd_feed_address(item, address, node);
    if (is_alternate &&
        (item->link.len == 0 || (!item->link_is_page && is_page(nd_xml_attribute(node, "type"))))) {
        item->link = address;
        item->link_is_page = is_page(nd_xml_attribute(node, "type"));
        item->link_node = node;
        return;
    }
    if (nd_str_eq_nocase(rel, ND_STR("enclosure")))
        nd_feed_put(item, ND_STR("enclosure"), nd_feed_attributes(item, node), node);
    else if (!nd_str_eq(address, item->link))
        nd_feed_put(item, nd_str_eq(name, ND_STR("link")) ? ND_STR("links") : name,
                    nd_feed_attributes(item, node), node);
}

static void use_identity(struct nd_feed_item *item, struct nd_str name, const struct nd_xml_node *node) {
    struct nd_str text = nd_xml_text(node, item->arena);
    bool is_permalink =
        !nd_str_eq_nocase(nd_str_trim(nd_xml_attribute(node, "isPermaLink")), ND_STR("false"));

    if (text.len == 0 || item->item->key.len > 0)
        return;
    item->item->key = text;
    item->key_name = name;
    item->key_is_address =
        is_permalink && (nd_str_starts_nocase(text, ND_STR("http://")) ||
                         nd_str_starts_nocase(text, ND_STR("https://")) || nd_str_starts(text, ND_STR("/")));
    nd_feed_put(item, name,
                nd_value_string(item->arena, item->key_is_address ? nd_feed_address(item, text, node) : text),
                node);
}

/* Days that stand for none: WordPress' 0000-00-00, and what it makes of it. */
static void use_date(struct nd_feed_item *item, struct nd_str name, const struct nd_xml_node *node) {
    struct nd_str text = nd_xml_text(node, item->arena);
    struct nd_date_reading reading;

    if (text.len == 0 || nd_str_starts(text, ND_STR("0000-00-00")) ||
        nd_str_find(text, ND_STR(" -0001 ")) != SIZE_MAX || nd_str_starts(text, ND_STR("-0001")))
        return;
    item->has_date = item->has_date || nd_date_read(text, &reading);
    nd_feed_put(item, name, nd_value_string(item->arena, text), node);
}

/* The last change is a day of the article where no other is known. */
static void use_change(struct nd_feed_item *item, struct nd_str name, const struct nd_xml_node *node) {
    struct nd_str text = nd_xml_text(node, item->arena);

    if (text.len == 0)
        return;
    if (item->changed.len == 0)
        item->changed = name;
    nd_feed_put(item, name, nd_value_string(item->arena, text), node);
}

/* A name, or elements with name, address and page. */
static void use_person(struct nd_feed_item *item, struct nd_str name, const struct nd_xml_node *node) {
    struct nd_str text = nd_xml_text(node, item->arena);

    if (text.len == 0)
        return;
    item->has_author = item->has_author || !nd_str_eq(name, ND_STR("itunes:author"));
    if (nd_xml_has_elements(node))
        nd_feed_put(item, name, nd_feed_members(item, node), node);
    else
        nd_feed_put(item, name, nd_feed_person(item, text), node);
}

static void use_attributes(struct nd_feed_item *item, struct nd_str name, const struct nd_xml_node *node) {
    struct nd_value *map = nd_feed_attributes(item, node);
    struct nd_str text = nd_xml_text(node, item->arena);

    if (text.len > 0 && !nd_xml_has_elements(node))
        nd_value_put(map, ND_STR("text"), nd_value_string(item->arena, text));
    for (const struct nd_xml_node *n = node->first; n != NULL;
         n = n->next) /* <media:description>, <media:credit> */
        if (n->name.len > 0 && nd_value_get(map, nd_xml_local_name(n->name)) == NULL &&
            (text = nd_xml_text(n, item->arena)).len > 0)
            nd_value_put(map, nd_xml_local_name(n->name), nd_value_string(item->arena, text));
    if (map->count > 0)
        nd_feed_put(item, name, map, node);
}

/* Another feed from which this was taken: <source url="…">Name</source>, or Atom's with elements. */
static void use_source(struct nd_feed_item *item, struct nd_str name, const struct nd_xml_node *node) {
    struct nd_value *map =
        nd_xml_has_elements(node) ? nd_feed_members(item, node) : nd_feed_attributes(item, node);
    struct nd_str text = nd_xml_text(node, item->arena);

    if (!nd_xml_has_elements(node) && text.len > 0)
        nd_value_put(map, ND_STR("title"), nd_value_string(item->arena, text));
    if (map->count > 0)
        nd_feed_put(item, name, map, node);
}

static void use_group(struct nd_feed_item *item, struct nd_str name, const struct nd_xml_node *node) {
    (void)name;
    if (item->depth++ < 3)
        for (const struct nd_xml_node *n = node->first; n != NULL; n = n->next)
            nd_feed_use(item, n);
    item->depth--;
}

/* Atom Publishing Protocol (RFC 5023, section 13.1.1): <app:control><app:draft>yes</app:draft></app:control>.
 */
static void use_control(struct nd_feed_item *item, struct nd_str name, const struct nd_xml_node *node) {
    const struct nd_xml_node *draft = nd_xml_child(node, "*:draft");

    (void)name;
    if (draft != NULL)
        nd_feed_put(item, ND_STR("draft"), nd_value_string(item->arena, nd_xml_text(draft, item->arena)),
                    draft);
}

static void ignore(struct nd_feed_item *item, struct nd_str name, const struct nd_xml_node *node) {
    (void)item, (void)name, (void)node;
}

static const struct rule rules[] = {
    {"title", use_title},
    {"link", use_link},
    {"atom:link", use_link},
    {"guid", use_identity},
    {"id", use_identity},
    {"description", use_markup},
    {"content:encoded", use_markup},
    {"excerpt:encoded", use_markup},
    {"xhtml:body", use_markup},
    {"body", use_markup},
    {"itunes:summary", use_markup},
    {"media:description", use_markup},
    {"summary", use_atom_text},
    {"content", use_atom_text},
    {"atom:summary", use_atom_text},
    {"atom:content", use_atom_text},
    {"pubDate", use_date},
    {"pubdate", use_date},
    {"dc:date", use_date},
    {"published", use_date},
    {"atom:published", use_date},
    {"issued", use_date},
    {"created", use_date},
    {"date", use_date},
    {"dcterms:issued", use_date},
    {"dcterms:created", use_date},
    {"prism:publicationDate", use_date},
    {"wp:post_date", use_date},
    {"wp:post_date_gmt", use_date},
    {"blogger:created", use_change},
    {"updated", use_change},
    {"atom:updated", use_change},
    {"modified", use_change},
    {"dcterms:modified", use_change},
    {"author", use_person},
    {"atom:author", use_person},
    {"dc:creator", use_person},
    {"itunes:author", use_person},
    {"category", nd_feed_category},
    {"atom:category", nd_feed_category},
    {"dc:subject", nd_feed_category},
    {"categories", use_group},
    {"enclosure", use_attributes},
    {"media:content", use_attributes},
    {"media:thumbnail", use_attributes},
    {"itunes:image", use_attributes},
    {"media:group", use_group},
    {"source", use_source},
    {"atom:source", use_source},
    {"app:control", use_control},
    {"wp:postmeta", nd_feed_wordpress_meta},
    {"wp:comment", ignore},
};

void nd_feed_use(struct nd_feed_item *item, const struct nd_xml_node *node) {
    struct nd_value *value;
    struct nd_str name;

    if (node->name.ptr == NULL)
        return;
    name = nd_feed_name(item->reader, node->name, node, item->arena);
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (nd_str_eq(name, nd_str_from(rules[i].name))) {
            rules[i].use(item, name, node);
            return;
        }
    value = nd_feed_value(item, node, 0);
    if (value->count > 0 || value->text.len > 0)
        nd_feed_put(item, name, value, node);
}
