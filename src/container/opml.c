/*
 * OPML 1 and 2: lists of feeds, and outlines of anything. The file is one article: feeds and links in it are
 * what it refers to; an outline without any is its text.
 */
#include "container/feed_scan.h"
#include "container/whole.h"
#include "container/xml.h"

#include "newsdex/map.h"
#include "newsdex/source.h"

enum { MAX_FOLDERS = 16 };

static bool sniff(struct nd_str head, bool is_whole) {
    struct nd_feed_scan scan = {.text = head, .is_end = is_whole};
    struct nd_feed_tag tag;
    struct nd_str before;

    if (nd_str_starts(head, ND_STR("\xef\xbb\xbf")))
        scan.at = 3;
    before = nd_str_trim(nd_str_skip(head, scan.at));
    return nd_str_starts(before, ND_STR("<")) && nd_feed_scan_next(&scan, &tag) == ND_OK &&
           tag.kind == ND_FEED_START && nd_str_eq_nocase(tag.name, ND_STR("opml"));
}

struct outline {
    struct nd_arena *arena;
    struct nd_value *related;
    struct nd_map *pages; /* that some feed is of */
    struct nd_buf text;
    size_t level; /* lists that are open in it */
};

static struct nd_str attribute(const struct nd_xml_node *node, const char *name) {
    return nd_str_trim(nd_xml_attribute(node, name));
}

static void put(struct outline *outline, struct nd_value *map, const char *key, struct nd_str text) {
    if (text.len > 0)
        nd_value_put(map, nd_str_from(key),
                     nd_value_string(outline->arena, nd_arena_str(outline->arena, text)));
}

/* Its name: some write text, some title, most both. */
static struct nd_str name_of(const struct nd_xml_node *node) {
    struct nd_str text = attribute(node, "title");

    return text.len > 0 ? text : attribute(node, "text");
}

/* The folders around a feed, from the outermost on. */
static struct nd_str folders_of(const struct outline *outline, const struct nd_xml_node *node) {
    struct nd_str path = ND_STR_NONE;
    int depth = 0;

    for (node = node->parent; depth < MAX_FOLDERS && nd_xml_is(node, "outline");
         node = node->parent, depth++) {
        struct nd_str name = name_of(node);
        if (name.len > 0)
            path = path.len == 0 ? name
                                 : nd_arena_printf(outline->arena, "%.*s/%.*s", (int)name.len, name.ptr,
                                                   (int)path.len, path.ptr);
    }
    return path;
}

static void add_link(struct outline *outline, const struct nd_xml_node *node) {
    struct nd_value *map;
    struct nd_str page = attribute(node, "htmlUrl"), feed = attribute(node, "xmlUrl");
    int64_t times;

    if (nd_value_is_full(outline->related))
        return;
    map = nd_value_new(outline->arena, ND_MAP);
    if (feed.len == 0)
        feed = attribute(node, "xmlurl");
    if (page.len == 0)
        page = attribute(node, "url");
    if (page.len == 0 ||
        (feed.len > 0 && nd_map_get(outline->pages, page, &times))) /* one of several of a page */
        page = feed;
    nd_map_put(outline->pages, page, 1);
    put(outline, map, "title", name_of(node));
    put(outline, map, "url", page);
    put(outline, map, "feed", feed);
    put(outline, map, "description", attribute(node, "description"));
    put(outline, map, "language", attribute(node, "language"));
    put(outline, map, "category", folders_of(outline, node));
    put(outline, map, "tags", attribute(node, "category"));
    map->line = node->line;
    nd_value_add(outline->related, map);
}

static bool has_address(const struct nd_xml_node *node) {
    return attribute(node, "xmlUrl").len + attribute(node, "xmlurl").len + attribute(node, "htmlUrl").len +
               attribute(node, "url").len >
           0;
}

/* Lists are opened and closed until as many are open as there are levels. */
static void go_to_level(struct outline *outline, size_t level) {
    for (; outline->level < level; outline->level++)
        nd_buf_add_z(&outline->text, "<ul>");
    for (; outline->level > level; outline->level--)
        nd_buf_add_z(&outline->text, "</ul>");
}

/* An outline's text may have HTML in it. */
static void add_line(struct outline *outline, const struct nd_xml_node *node) {
    struct nd_str text = attribute(node, "text"), note = attribute(node, "_note");
    size_t level = 1;

    if (text.len == 0)
        return;
    for (const struct nd_xml_node *n = node->parent; level < MAX_FOLDERS && nd_xml_is(n, "outline");
         n = n->parent)
        level++;
    go_to_level(outline, level);
    nd_buf_add_z(&outline->text, "<li>");
    nd_buf_add(&outline->text, text);
    if (note.len > 0) {
        nd_buf_add_z(&outline->text, "<br>");
        nd_buf_add(&outline->text, note);
    }
}

static void put_text(struct nd_value *map, const struct nd_xml_node *head, const char *element,
                     const char *key, struct nd_arena *arena) {
    const struct nd_xml_node *node = nd_xml_child(head, element);
    struct nd_str text = nd_xml_text(node, arena);
    struct nd_value *value;

    if (text.len == 0)
        return;
    value = nd_value_string(arena, nd_arena_str(arena, text));
    value->line = node->line;
    nd_value_put(map, nd_str_from(key), value);
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    struct outline outline = {
        .arena = arena, .related = nd_value_new(arena, ND_LIST), .pages = nd_map_new(SIZE_MAX)};
    struct nd_value *map = nd_value_new(arena, ND_MAP);
    struct nd_arena *tree = nd_arena_new(); /* dropped before its many texts are read as references */
    struct nd_buf decoded = {0};
    const struct nd_xml_node *root, *head, *body;

    (void)reader;
    if (nd_source_decode_view(text, &decoded, &text, &item->encoding, problems) != ND_OK)
        text = ND_STR("");
    root = nd_xml_read(text, record->line, tree, problems);
    nd_buf_free(&decoded);
    head = nd_xml_child(root, "head");
    body = nd_xml_child(root, "body");
    put_text(map, head, "title", "title", arena);
    put_text(map, head, "ownerName", "author", arena);
    put_text(map, head, "dateCreated", "dateCreated", arena);
    put_text(map, head, "dateModified", "dateModified", arena);
    put_text(map, head, "ownerEmail", "ownerEmail", arena);
    for (const struct nd_xml_node *n = nd_xml_find(body, body, "outline"); n != NULL;
         n = nd_xml_find(body, n, "outline"))
        if (has_address(n))
            add_link(&outline, n);
        else
            add_line(&outline, n);
    if (outline.related->count > 0) { /* the day a list was written says nothing of what is in it */
        nd_value_put(map, ND_STR("related"), outline.related);
        item->aliases = nd_arena_alloc(arena, 1, sizeof *item->aliases);
        *(struct nd_item_alias *)(uintptr_t)item->aliases =
            (struct nd_item_alias){ND_STR("dateCreated"), ND_STR("")};
        item->alias_count = 1;
    } else if (outline.text.len > 0)
        nd_value_put(map, ND_STR("text"), nd_value_string(arena, nd_arena_take(arena, &outline.text)));
    nd_buf_free(&outline.text);
    nd_map_free(outline.pages);
    nd_arena_free(tree);
    item->fields = map;
    return map->count > 0;
}

const struct nd_format nd_format_opml = {"opml", sniff, nd_whole_open,   nd_whole_next,
                                         read,   NULL,  ND_FORMAT_SINGLE};
