/*
 * From the text of a record to its item. A record that is no XML is read element by element, each for itself:
 * what is wrong with one of them is taken for text that has tags in it, which it mostly is.
 */
#include "container/feed_item.h"

#include "newsdex/utf8.h"

/* The element that begins with tag, for which there is no XML: its text, whatever is in it. */
static struct nd_xml_node *make_node(const struct nd_feed_tag *tag, struct nd_str inner,
                                     struct nd_arena *arena) {
    struct nd_xml_node *node = nd_arena_alloc(arena, 1, sizeof *node), *text;
    const struct nd_xml_attribute **end = &node->attributes;
    struct nd_str attributes = tag->inner, name, value;

    node->name = tag->name;
    while (nd_feed_scan_attribute(&attributes, &name, &value)) {
        struct nd_xml_attribute *attribute = nd_arena_alloc(arena, 1, sizeof *attribute);
        *attribute = (struct nd_xml_attribute){.name = name, .value = nd_feed_scan_text(value, arena)};
        *end = attribute;
        end = &attribute->next;
    }
    text = nd_arena_alloc(arena, 1, sizeof *text);
    text->text = nd_feed_scan_text(inner, arena);
    text->parent = node;
    if (text->text.len > 0)
        node->first = node->last = text;
    return node;
}

/* What stands in the element that scan has just begun; it is moved behind it. Without an end it ends at a
 * tag. */
static struct nd_str inner_of(struct nd_feed_scan *scan, const struct nd_feed_tag *start, int *unended) {
    enum { PATIENCE = 16 };
    size_t from = scan->at;
    struct nd_feed_tag tag;

    while (*unended < PATIENCE && nd_feed_scan_next(scan, &tag) == ND_OK)
        if (tag.kind == ND_FEED_END && nd_str_eq(tag.name, start->name))
            return nd_str_slice(scan->text, from, tag.from);
    ++*unended;
    scan->at = from;
    if (nd_feed_scan_next(scan, &tag) != ND_OK)
        return nd_str_skip(scan->text, from);
    scan->at = tag.from;
    return nd_str_slice(scan->text, from, tag.from);
}

static void use_elements(struct nd_feed_item *item, struct nd_str text, uint32_t line,
                         struct nd_problems *told) {
    enum { MAX_ELEMENTS = 2000 }; /* each costs a parser */
    struct nd_feed_scan scan = {.text = text, .is_end = true};
    struct nd_problems problems;
    struct nd_feed_tag tag;
    size_t counted = 0, count = 0;
    int unended = 0;

    if (nd_feed_scan_next(&scan, &tag) != ND_OK)
        return;
    while (nd_feed_scan_next(&scan, &tag) == ND_OK) {
        struct nd_arena_mark mark = nd_arena_mark(item->arena);
        struct nd_str inner = ND_STR_NONE;
        struct nd_xml_node *node;
        if (tag.kind == ND_FEED_END)
            continue;
        if (count++ == MAX_ELEMENTS) {
            nd_problems_add(told, ND_P_XML_LIMIT, line, 0,
                            "more than %d elements that are no well-formed XML; the rest is not read",
                            (int)MAX_ELEMENTS);
            return;
        }
        for (; counted < tag.from; counted++)
            line += text.ptr[counted] == '\n';
        if (tag.kind == ND_FEED_START)
            inner = inner_of(&scan, &tag, &unended);
        nd_problems_init(&problems, item->arena);
        node = nd_xml_read(nd_str_slice(text, tag.from, scan.at), line, item->arena, &problems);
        if (node == NULL || node->is_cut || problems.count > 0) {
            nd_arena_go_back(item->arena, mark);
            node = make_node(&tag, inner, item->arena);
        }
        node->line = line;
        nd_feed_use(item, node);
    }
}

static void add_alias(struct nd_feed_item *item, struct nd_str key, struct nd_str meaning) {
    item->aliases[item->item->alias_count++] = (struct nd_item_alias){key, meaning};
}

static struct nd_str text_of(const struct nd_feed_item *item, const char *name) {
    const struct nd_value *value = nd_value_get(item->map, nd_str_from(name));

    if (value != NULL && value->type == ND_LIST)
        value = value->first;
    return nd_str_trim(nd_value_text(value));
}

/* The text of the article: what is meant to be all of it, otherwise what says the most, by far. */
static void settle_body(struct nd_feed_item *item) {
    static const char *const full[] = {"content:encoded", "content", "atom:content",
                                       "xhtml:body",      "body",    "yandex:full-text",
                                       "turbo:content"};
    static const char *const shorter[] = {"description",    "summary",           "atom:summary",
                                          "itunes:summary", "media:description", "excerpt:encoded"};
    struct nd_str body = ND_STR_NONE;
    const char *name = NULL;

    if (item->has_plain_content)
        add_alias(item, ND_STR("content"), ND_STR("text/plain"));
    for (size_t i = 0; i < sizeof full / sizeof *full && body.len == 0; i++)
        if ((body = text_of(item, full[i])).len > 0 && i > 1)
            add_alias(item, nd_str_from(full[i]), ND_STR("content"));
    for (size_t i = 0; i < sizeof shorter / sizeof *shorter && (body.len == 0 || name != NULL); i++) {
        struct nd_str text = text_of(item, shorter[i]);
        if (text.len * 2 <= body.len * 3)
            continue;
        body = text;
        name = shorter[i];
    }
    if (name != NULL)
        add_alias(item, nd_str_from(name), ND_STR("content"));
}

static size_t find_last(struct nd_str text, struct nd_str what) {
    size_t found = SIZE_MAX, at;

    for (size_t from = 0; (at = nd_str_find(nd_str_skip(text, from), what)) != SIZE_MAX; from = found + 1)
        found = from + at;
    return found;
}

/*
 * "The post X appeared first on Y", in whatever language: a last paragraph that leads to the article itself
 * and to where it appeared. It is kept apart from the text.
 */
static void cut_footer(struct nd_feed_item *item, struct nd_value *text) {
    enum { LONGEST = 2000 };
    struct nd_str site = item->reader->channel.link, link = item->link, footer;
    size_t at = text->type == ND_STRING ? find_last(text->text, ND_STR("<p")) : SIZE_MAX,
           host = nd_str_find(site, ND_STR("://"));

    if (host != SIZE_MAX) /* the feed may be of a section of it */
        site = nd_str_slice(site, 0,
                            host + 3 +
                                nd_str_slice(nd_str_skip(site, host + 3), 0,
                                             nd_str_find_char(nd_str_skip(site, host + 3), '/'))
                                    .len);
    if (at == SIZE_MAX || site.len == 0 || !nd_str_starts(link, site) || link.len < site.len + 2)
        return;
    link = nd_str_slice(link, 0, nd_str_find_char(link, '?')); /* what counts visits is not in the text */
    footer = nd_str_skip(text->text, at);
    if (footer.len > LONGEST || nd_str_find(footer, link) == SIZE_MAX ||
        (nd_str_find(footer, nd_arena_printf(item->arena, "\"%.*s\"", (int)site.len, site.ptr)) == SIZE_MAX &&
         nd_str_find(footer, nd_arena_printf(item->arena, "\"%.*s/\"", (int)site.len, site.ptr)) == SIZE_MAX))
        return;
    text->text = nd_str_slice(text->text, 0, at);
    if (nd_value_get(item->map, ND_STR("footer")) == NULL)
        nd_feed_put(item, ND_STR("footer"), nd_value_string(item->arena, footer), NULL);
}

static void cut_footers(struct nd_feed_item *item) {
    for (struct nd_value *v = item->map->first; v != NULL; v = v->next)
        if (nd_str_eq(v->key, ND_STR("content:encoded")) || nd_str_eq(v->key, ND_STR("description")))
            cut_footer(item, v);
}

static void put_text(struct nd_feed_item *item, const char *name, struct nd_str text) {
    nd_feed_put(item, nd_str_from(name), nd_value_string(item->arena, text), NULL);
}

static void put_people(struct nd_feed_item *item, const struct nd_feed_author *people) {
    struct nd_value *list;

    if (people->next == NULL) {
        put_text(item, "author", people->name);
        return;
    }
    list = nd_value_new(item->arena, ND_LIST);
    for (; people != NULL; people = people->next)
        nd_value_add(list, nd_value_string(item->arena, people->name));
    nd_feed_put(item, ND_STR("author"), list, NULL);
}

/* What the whole feed says holds for those that do not say otherwise. */
static void settle_channel(struct nd_feed_item *item) {
    const struct nd_feed_channel *channel = &item->reader->channel;
    struct nd_value *map = nd_value_new(item->arena, ND_MAP);

    if (channel->title.len > 0)
        nd_value_put(map, ND_STR("title"), nd_value_string(item->arena, channel->title));
    if (channel->link.len > 0)
        nd_value_put(map, ND_STR("url"), nd_value_string(item->arena, channel->link));
    if (map->count > 0)
        nd_feed_put(item, ND_STR("channel"), map, NULL);
    if (channel->language.len > 0 && nd_value_get(item->map, ND_STR("dc:language")) == NULL &&
        nd_value_get(item->map, ND_STR("language")) == NULL) {
        put_text(item, "language", channel->language);
        add_alias(item, ND_STR("language"), ND_STR("sitelanguage"));
    }
    if (channel->people != NULL && !item->has_author)
        put_people(item, channel->people);
}

static void settle(struct nd_feed_item *item) {
    bool is_known = item->link.len > 0;

    if (is_known)
        nd_feed_put(item, ND_STR("link"), nd_value_string(item->arena, item->link), item->link_node);
    else if (item->key_is_address)
        add_alias(item, item->key_name, ND_STR("link"));
    if (!item->has_date && item->changed.len > 0)
        add_alias(item, item->changed, ND_STR("date"));
    if (!item->has_author)
        add_alias(item, ND_STR("itunes:author"), ND_STR("author"));
    cut_footers(item);
    settle_body(item);
    settle_channel(item);
}

/* As XML, with the entities that the file declares. */
static const struct nd_xml_node *read_xml(struct nd_feed_item *item, struct nd_str text, uint32_t line,
                                          struct nd_problems *problems) {
    struct nd_str before = item->reader->declarations;
    uint32_t lines = 0;

    if (before.len == 0)
        return nd_xml_read(text, line, item->arena, problems);
    for (size_t i = 0; i < before.len; i++)
        lines += before.ptr[i] == '\n';
    text = nd_arena_printf(item->arena, "%.*s%.*s", (int)before.len, before.ptr, (int)text.len, text.ptr);
    return nd_xml_read(text, line > lines ? line - lines : 1, item->arena, problems);
}

static void read_elements(struct nd_feed_item *item, struct nd_str text, uint32_t line,
                          struct nd_problems *problems) {
    struct nd_arena_mark mark = nd_arena_mark(item->arena);
    struct nd_problems inner;
    const struct nd_xml_node *root;
    uint32_t bad_line = 0, bad_column = 0;

    nd_problems_init(&inner, item->arena);
    root = read_xml(item, text, line, &inner);
    if (root != NULL && !root->is_cut) {
        for (const struct nd_problem *p = inner.first; p != NULL; p = p->next)
            nd_problems_add(problems, p->code, p->line, p->column, "%.*s", (int)p->message.len,
                            p->message.ptr);
        if (item->reader->kind != ND_FEED_WXR)
            item->item->key = nd_str_trim(nd_xml_attribute(root, "rdf:about"));
        for (const struct nd_xml_node *n = root->first; n != NULL; n = n->next)
            nd_feed_use(item, n);
        return;
    }
    if (inner.first != NULL) {
        bad_line = inner.first->line;
        bad_column = inner.first->column;
    }
    nd_arena_go_back(item->arena, mark); /* what could be read of it may be all there is, once more */
    if (bad_line > 0)
        nd_problems_add(problems, ND_P_XML_SYNTAX, bad_line, bad_column,
                        "no well-formed XML; read element by element");
    use_elements(item, text, line, problems);
}

/* Some look at records before it is known what they are written in. */
static struct nd_str as_utf8(struct nd_str text, struct nd_arena *arena) {
    struct nd_buf repaired = {0};

    if (nd_utf8_valid(text, NULL))
        return text;
    (void)nd_utf8_repair(text, &repaired);
    return nd_arena_take(arena, &repaired);
}

bool nd_feed_item_read(const struct nd_reader *reader, struct nd_str text, uint32_t line,
                       struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    struct nd_feed_item reading = {.reader = reader, .arena = arena, .item = item};

    reading.map = nd_value_new(arena, ND_MAP);
    reading.aliases = nd_arena_alloc(arena, ND_FEED_ALIASES, sizeof *reading.aliases);
    read_elements(&reading, as_utf8(text, arena), line, problems);
    if (reading.map->count == 0 && reading.link.len == 0) {
        nd_problems_add(problems, ND_P_RECORD, line, 0, "an item in which there is nothing, left out");
        return false;
    }
    if (reading.dropped > 0)
        nd_problems_add(problems, ND_P_RECORD, line, 0,
                        "%zu elements beyond %d of different names are not read", reading.dropped,
                        ND_FEED_NAMES);
    settle(&reading);
    item->fields = reading.map;
    item->aliases = reading.aliases;
    return true;
}
