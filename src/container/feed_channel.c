/* What a feed says of itself, around its records: namespaces, title, address, language, who writes. */
#include "container/feed.h"

#include "newsdex/source.h"

/* Namespaces by the prefixes that everybody uses; "" is that of the format itself. */
static const struct {
    const char *uri, *usual;
} namespaces[] = {
    {"http://purl.org/rss/1.0/modules/content", "content"},
    {"http://purl.org/dc/elements/1.1", "dc"},
    {"http://purl.org/dc/terms", "dcterms"},
    {"http://www.w3.org/2005/atom", "atom"},
    {"http://purl.org/atom/ns#", "atom"},
    {"http://search.yahoo.com/mrss", "media"},
    {"http://www.itunes.com/dtds/podcast-1.0.dtd", "itunes"},
    {"http://purl.org/rss/1.0/modules/slash", "slash"},
    {"http://rssnamespace.org/feedburner/ext/1.0", "feedburner"},
    {"http://schemas.google.com/blogger/2018", "blogger"},
    {"http://www.w3.org/2007/app", "app"},
    {"http://purl.org/syndication/thread/1.0", "thr"},
    {"http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf"},
    {"http://www.w3.org/1999/xhtml", "xhtml"},
    {"http://purl.org/rss/1.0", ""},
    {"http://my.netscape.com/rdf/simple/0.9", ""},
    {"http://channel.netscape.com/rdf/simple/0.9", ""},
};

static struct nd_str usual_prefix(struct nd_str uri, enum nd_feed_kind kind) {
    bool is_atom = kind == ND_FEED_ATOM || kind == ND_FEED_BLOGGER;

    uri = nd_str_trim(uri);
    if (nd_str_ends(uri, ND_STR("/")))
        uri.len--;
    if (nd_str_starts_nocase(uri, ND_STR("http://wordpress.org/export/")))
        return nd_str_ends(uri, ND_STR("excerpt")) ? ND_STR("excerpt") : ND_STR("wp");
    if (nd_str_starts_nocase(uri, ND_STR("http://prismstandard.org/namespaces")))
        return ND_STR("prism");
    for (size_t i = 0; i < sizeof namespaces / sizeof *namespaces; i++)
        if (nd_str_eq_nocase(uri, nd_str_from(namespaces[i].uri))) {
            struct nd_str usual = nd_str_from(namespaces[i].usual);
            return is_atom && nd_str_eq(usual, ND_STR("atom")) ? ND_STR("") : usual;
        }
    return ND_STR_NONE;
}

static const struct nd_feed_prefix *add_prefix(struct nd_str attribute, struct nd_str uri,
                                               enum nd_feed_kind kind, const struct nd_feed_prefix *known,
                                               struct nd_arena *arena) {
    struct nd_feed_prefix *prefix;
    struct nd_str usual = ND_STR_NONE;

    if (nd_str_starts(attribute, ND_STR("xmlns:")))
        usual = usual_prefix(uri, kind);
    if (usual.ptr == NULL)
        return known;
    prefix = nd_arena_alloc(arena, 1, sizeof *prefix);
    *prefix = (struct nd_feed_prefix){nd_arena_str(arena, nd_str_skip(attribute, 6)), usual, known};
    return prefix;
}

const struct nd_feed_prefix *nd_feed_prefixes(struct nd_str attributes, enum nd_feed_kind kind,
                                              const struct nd_feed_prefix *known, struct nd_arena *arena) {
    struct nd_str name, value;

    for (int i = 0; i < 100 && nd_feed_scan_attribute(&attributes, &name, &value); i++)
        known = add_prefix(name, value, kind, known, arena);
    return known;
}

/* What a prefix stands for by the declarations of node and of those around it; absent when by none. */
static struct nd_str declared_prefix(const struct nd_reader *reader, const struct nd_xml_node *node,
                                     struct nd_str prefix) {
    for (int depth = 0; node != NULL && depth < 3; node = node->parent, depth++)
        for (const struct nd_xml_attribute *a = node->attributes; a != NULL; a = a->next)
            if (nd_str_starts(a->name, ND_STR("xmlns:")) && nd_str_eq(nd_str_skip(a->name, 6), prefix))
                return usual_prefix(a->value, reader->kind);
    for (const struct nd_feed_prefix *p = reader->prefixes; p != NULL; p = p->next)
        if (nd_str_eq(p->written, prefix))
            return p->usual;
    return ND_STR_NONE;
}

struct nd_str nd_feed_name(const struct nd_reader *reader, struct nd_str written,
                           const struct nd_xml_node *node, struct nd_arena *arena) {
    size_t colon = nd_str_find_char(written, ':');
    struct nd_str prefix = nd_str_slice(written, 0, colon), usual;

    if (colon == SIZE_MAX)
        return written;
    usual = declared_prefix(reader, node, prefix);
    if (usual.ptr == NULL || nd_str_eq(usual, prefix))
        return written;
    if (usual.len == 0)
        return nd_str_skip(written, colon + 1);
    return nd_arena_printf(arena, "%.*s%.*s", (int)usual.len, usual.ptr, (int)(written.len - colon),
                           written.ptr + colon);
}

/* "http://host" of an address, with what stands before the first '/' of its path. */
static size_t origin_length(struct nd_str url) {
    size_t colon = nd_str_find(url, ND_STR("://")), slash;

    if (colon == SIZE_MAX)
        return SIZE_MAX;
    slash = nd_str_find_char(nd_str_skip(url, colon + 3), '/');
    return slash == SIZE_MAX ? url.len : colon + 3 + slash;
}

static bool has_scheme(struct nd_str s) {
    size_t i = 0;

    while (i < s.len && (nd_char_is_alpha(s.ptr[i]) || (i > 0 && nd_char_is_digit(s.ptr[i])) ||
                         (i > 0 && (s.ptr[i] == '+' || s.ptr[i] == '-' || s.ptr[i] == '.'))))
        i++;
    return i > 0 && i < s.len && s.ptr[i] == ':';
}

struct nd_str nd_feed_resolve(struct nd_str base, struct nd_str reference, struct nd_arena *arena) {
    size_t origin, slash;

    base = nd_str_trim(base);
    reference = nd_str_trim(reference);
    origin = origin_length(base);
    if (reference.len == 0 || origin == SIZE_MAX || has_scheme(reference))
        return reference;
    base = nd_str_slice(base, 0, nd_str_find_char(base, '#'));
    base = nd_str_slice(base, 0, nd_str_find_char(base, '?'));
    if (nd_str_starts(reference, ND_STR("//")))
        base = nd_str_slice(base, 0, nd_str_find(base, ND_STR("//")));
    else if (reference.ptr[0] == '/')
        base = nd_str_slice(base, 0, origin);
    else if (reference.ptr[0] != '?' && reference.ptr[0] != '#')
        base = nd_str_slice(base, 0,
                            (slash = nd_str_rfind_char(base, '/')) >= origin && slash != SIZE_MAX ? slash + 1
                                                                                                  : origin);
    return nd_arena_printf(arena, "%.*s%s%.*s", (int)base.len, base.ptr,
                           base.len == origin && reference.ptr[0] != '/' ? "/" : "", (int)reference.len,
                           reference.ptr);
}

/* text without its records, so that what stands before and behind them can be read as one. */
static struct nd_str without_records(const struct nd_reader *reader, struct nd_str text,
                                     struct nd_arena *arena) {
    struct nd_feed_scan scan = {.text = text, .record = reader->record};
    struct nd_buf rest = {0};
    struct nd_feed_tag tag;
    size_t from = 0;
    bool is_inside = false;

    while (nd_feed_scan_next(&scan, &tag) == ND_OK) {
        if (!nd_str_eq(tag.name, reader->record))
            continue;
        if (!is_inside)
            nd_buf_add(&rest, nd_str_slice(text, from, tag.from));
        is_inside = tag.kind == ND_FEED_START;
        from = tag.to;
    }
    if (!is_inside)
        nd_buf_add(&rest, nd_str_slice(text, from, scan.at));
    return nd_arena_take(arena, &rest);
}

/* In UTF-8, by what the head of the file is written in. */
static struct nd_str decode(struct nd_str text, struct nd_str head, struct nd_arena *arena) {
    struct nd_problems problems;
    struct nd_buf decoded = {0};
    struct nd_str encoding = ND_STR_NONE;
    enum nd_status status;

    nd_problems_init(&problems, arena);
    status = nd_source_decode(nd_str_slice(head, 0, ND_CONTAINER_HEAD), &decoded, &encoding, &problems);
    nd_buf_clear(&decoded);
    nd_buf_add(&decoded, text);
    if (status != ND_OK || nd_str_eq(encoding, ND_STR("UTF-8")))
        encoding = ND_STR_NONE;
    if (encoding.ptr != NULL)
        encoding = nd_arena_str(arena, encoding);
    if (nd_source_decode_piece(&decoded, encoding, &encoding, &problems) != ND_OK)
        nd_buf_clear(&decoded);
    return nd_arena_take(arena, &decoded);
}

/* <wp:author> of WordPress: the name that its articles have, and the one that is shown. */
static void add_author(struct nd_reader *reader, const struct nd_xml_node *node, struct nd_arena *arena) {
    struct nd_feed_author *author = nd_arena_alloc(arena, 1, sizeof *author);

    author->login = nd_xml_text(nd_xml_child(node, "*:author_login"), arena);
    author->name = nd_xml_text(nd_xml_child(node, "*:author_display_name"), arena);
    if (author->login.len == 0 || author->name.len == 0)
        return;
    author->next = reader->channel.authors;
    reader->channel.authors = author;
}

/* RFC 4287, section 4.2.1: an author of the feed is one of every entry that names none. */
static void add_person(struct nd_feed_channel *channel, struct nd_str name, struct nd_arena *arena) {
    struct nd_feed_author *person;

    if (name.len == 0)
        return;
    person = nd_arena_alloc(arena, 1, sizeof *person);
    person->name = name;
    if (channel->people == NULL)
        channel->people = person;
    else
        channel->last_person->next = person;
    channel->last_person = person;
}

static void set(struct nd_str *field, struct nd_str text) {
    if (field->len == 0 && text.len > 0)
        *field = text;
}

/* Atom: the page that the feed is of, not the feed. */
static bool is_alternate(const struct nd_xml_node *link) {
    struct nd_str rel = nd_xml_attribute(link, "rel");

    return rel.len == 0 || nd_str_eq_nocase(rel, ND_STR("alternate"));
}

static void read_member(struct nd_reader *reader, const struct nd_xml_node *node, struct nd_arena *arena) {
    struct nd_feed_channel *channel = &reader->channel;
    struct nd_str name = nd_feed_name(reader, node->name, node, arena), text = nd_xml_text(node, arena);

    if (nd_str_eq(name, ND_STR("title")))
        set(&channel->title, text);
    else if ((nd_str_eq(name, ND_STR("link")) && text.len > 0) || nd_str_eq(name, ND_STR("wp:base_blog_url")))
        set(&channel->link, text);
    else if ((nd_str_eq(name, ND_STR("link")) || nd_str_eq(name, ND_STR("atom:link"))) && is_alternate(node))
        set(&channel->link, nd_xml_attribute(node, "href"));
    else if (nd_str_eq(name, ND_STR("language")) || nd_str_eq(name, ND_STR("dc:language")))
        set(&channel->language, text);
    else if (nd_str_eq(name, ND_STR("author")) && reader->kind == ND_FEED_ATOM)
        add_person(channel, nd_xml_text(nd_xml_child(node, "*:name"), arena), arena);
    else if (nd_str_eq(name, ND_STR("wp:author")))
        add_author(reader, node, arena);
}

void nd_feed_channel_read(struct nd_reader *reader, struct nd_str text, struct nd_arena *arena) {
    struct nd_problems problems;
    const struct nd_xml_node *root, *channel;

    if (nd_str_eq(reader->root, reader->record))
        return;
    nd_problems_init(&problems, arena); /* of a text that is not all there */
    root = nd_xml_read(decode(without_records(reader, text, arena), text, arena), 1, arena, &problems);
    if (root == NULL)
        return;
    channel = nd_xml_child(root, "*:channel");
    if (channel == NULL)
        channel = root;
    for (const struct nd_xml_node *node = channel->first; node != NULL; node = node->next)
        if (node->name.len > 0)
            read_member(reader, node, arena);
    set(&reader->channel.language, nd_xml_attribute(root, "xml:lang"));
    set(&reader->channel.base, nd_xml_attribute(root, "xml:base"));
    set(&reader->channel.base, nd_xml_attribute(channel, "xml:base"));
    reader->channel.link = nd_feed_resolve(reader->channel.base, reader->channel.link, arena);
    set(&reader->channel.base, reader->channel.link);
}
