/*
 * Text Encoding Initiative, P4 and P5: a text with its header, or a corpus of them; and the XML that
 * trafilatura writes of a page, which has the same elements in it, and its header in attributes.
 */
#include "container/elements.h"
#include "container/people.h"

/* TEI P5, chapter 3, and what trafilatura means by it. */
static const struct nd_xml_rename renames[] = {
    {"head", "h3"},      {"item", "li"},    {"list", "ul"},      {"hi", "em"},         {"lb", "br"},
    {"ab", "p"},         {"quote", "q"},    {"row", "tr"},       {"cell", "td"},       {"code", "pre"},
    {"ref", "a"},        {"graphic", NULL}, {"note", "p"},       {"byline", "p"},      {"dateline", "p"},
    {"figDesc", "p"},    {"lg", "p"},       {"l", "div"},        {"sp", "div"},        {"speaker", "p"},
    {"pb", NULL},        {"cb", NULL},      {"milestone", NULL}, {"fw", NULL},         {"teiHeader", NULL},
    {"@target", "href"}, {"@rend", ""},     {"@type", ""},       {"figure", "figure"}, {NULL, NULL},
};

static const char *const texts[] = {"TEI", "TEI.2", NULL};
static const char *const roots[] = {"TEI", "TEI.2", "teiCorpus", "teiCorpus.2", NULL};
static const char *const pages[] = {"doc", NULL};

static bool sniff(struct nd_str head, bool is_whole) {
    struct nd_feed_tag tag;

    (void)is_whole;
    return nd_elements_first_tag(head, &tag) && nd_elements_is_among(tag.name, roots);
}

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    return nd_elements_open(stream, texts, arena);
}

/* Of several elements of a name the one of a type. */
static const struct nd_xml_node *find_type(const struct nd_xml_node *in, const char *name, const char *type) {
    const struct nd_xml_node *n = nd_xml_find(in, in, name);

    while (n != NULL && !nd_str_eq(nd_xml_attribute(n, "type"), nd_str_from(type)))
        n = nd_xml_find(in, n, name);
    return n;
}

/*
 * When a letter was sent, a diary was written, a parliament sat; when what was printed appeared; else when
 * the edition did (TEI P5, chapter 2). By an attribute or as text.
 */
static void put_dates(struct nd_draft *item, const struct nd_xml_node *header) {
    static const char *const attributes[] = {"when", "when-iso", "value", "from", "notBefore"};
    const struct nd_xml_node *description = nd_xml_child(header, "*:fileDesc"),
                             *source = nd_xml_child(description, "*:sourceDesc"),
                             *profile = nd_xml_child(header, "*:profileDesc"),
                             *sent = find_type(profile, "*:correspAction", "sent"),
                             *creation = nd_xml_child(profile, "*:creation"),
                             *setting = nd_xml_child(profile, "*:settingDesc");
    const struct {
        const char *key;
        const struct nd_xml_node *date;
    } dates[] = {
        {"correspAction/date", nd_xml_find(sent, sent, "*:date")},
        {"creation/date", nd_xml_find(creation, creation, "*:date")},
        {"settingDesc/date", nd_xml_find(setting, setting, "*:date")},
        {"title iso-date", find_type(nd_xml_child(description, "*:titleStmt"), "*:title", "iso-date")},
        {"origDate", nd_xml_find(source, source, "*:origDate")},
        {"sourceDesc/date", nd_xml_find(source, source, "*:date")},
        {"publicationStmt/date", nd_xml_at(description, "*:publicationStmt/*:date")},
        {"edition/date", nd_xml_at(description, "*:editionStmt/*:edition/*:date")}};

    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        for (size_t k = 0; k < sizeof attributes / sizeof *attributes; k++)
            nd_draft_put_attribute(item, dates[i].key, dates[i].date, attributes[k], "date");
        nd_draft_put_node(item, dates[i].key, dates[i].date, "date");
    }
}

/* "N/A" is nobody: so programs fill what must be there. */
static void put_publisher(struct nd_draft *item, const char *key, const struct nd_xml_node *publisher) {
    struct nd_str name = nd_arena_one_line(item->arena, nd_xml_text(publisher, item->arena));

    if (publisher != NULL && !nd_str_eq_nocase(name, ND_STR("n/a")))
        nd_draft_put(item, key, name, "provider", publisher->line);
}

/* <resp>transcribed by</resp><persName>…</persName>, in either order; the one who wrote it may be said so. */
static void put_responsible(struct nd_draft *item, const struct nd_xml_node *statement) {
    struct nd_str role =
        nd_arena_one_line(item->arena, nd_xml_text(nd_xml_child(statement, "*:resp"), item->arena));
    bool is_author = nd_people_is_author(role) && !nd_draft_has(item, "author");

    for (const struct nd_xml_node *n = statement->first; n != NULL; n = n->next)
        if (n->name.ptr != NULL && !nd_xml_is(n, "*:resp") && !nd_xml_is(n, "*:note"))
            nd_people_add(item, "author", "author", nd_people_name(n, item->arena),
                          role.len > 0 && !is_author ? role
                          : is_author                ? ND_STR("")
                                                     : ND_STR("respStmt"));
}

/* Who edited, transcribed or paid for it: <editor>, <respStmt>, <principal> (TEI P5, chapter 2). */
static void put_others(struct nd_draft *item, const struct nd_xml_node *titles) {
    for (const struct nd_xml_node *n = titles == NULL ? NULL : titles->first; n != NULL; n = n->next) {
        struct nd_str role = nd_people_role(n, item->arena);
        if (nd_xml_is(n, "*:editor") || nd_xml_is(n, "*:principal") || nd_xml_is(n, "*:sponsor"))
            nd_people_add(item, "author", "author", nd_people_name(n, item->arena),
                          nd_people_is_author(role) || role.len == 0 ? nd_xml_local_name(n->name) : role);
        else if (nd_xml_is(n, "*:respStmt"))
            put_responsible(item, n);
    }
}

static void put_header(struct nd_draft *item, const struct nd_xml_node *header) {
    const struct nd_xml_node *description = nd_xml_child(header, "*:fileDesc"),
                             *titles = nd_xml_child(description, "*:titleStmt"),
                             *publication = nd_xml_child(description, "*:publicationStmt"),
                             *source = nd_xml_child(description, "*:sourceDesc"),
                             *bibl = nd_xml_child(source, "*:bibl"),
                             *profile = nd_xml_child(header, "*:profileDesc");

    nd_draft_put_node(item, "title", nd_xml_child(titles, "*:title"), "title");
    for (const struct nd_xml_node *n = nd_xml_child(titles, "*:author"); n != NULL;
         n = nd_xml_sibling(n, "*:author"))
        nd_draft_add(item, "author", nd_people_name(n, item->arena), "author");
    for (const struct nd_xml_node *n = nd_xml_child(bibl, "*:author");
         n != NULL && !nd_draft_has(item, "author"); n = nd_xml_sibling(n, "*:author"))
        nd_draft_add(item, "bibl/author", nd_people_name(n, item->arena), "author");
    put_others(item, titles);
    put_dates(item, header);
    put_publisher(item, "sourceDesc/publisher", nd_xml_find(source, source, "*:publisher"));
    put_publisher(item, "publisher", nd_xml_child(publication, "*:publisher"));
    for (const struct nd_xml_node *n = nd_xml_child(publication, "*:idno"); n != NULL;
         n = nd_xml_sibling(n, "*:idno"))
        nd_draft_add_node(item, "idno", n, NULL);
    nd_draft_put_node(item, "bibl", bibl, NULL);
    nd_draft_put_attribute(item, "ptr", nd_xml_find(source, source, "*:ptr"), "target", "url");
    nd_draft_put_attribute(item, "ref", nd_xml_find(source, source, "*:ref"), "target", "url");
    nd_draft_put_node(item, "abstract", nd_xml_child(profile, "*:abstract"), "abstract");
    nd_draft_put_attribute(item, "language", nd_xml_at(profile, "*:langUsage/*:language"), "ident",
                           "language");
    for (const struct nd_xml_node *n = nd_xml_find(profile, profile, "*:term"); n != NULL;
         n = nd_xml_find(profile, n, "*:term"))
        nd_draft_add_node(item, "term", n, "topics");
}

static void put_images(struct nd_draft *item, const struct nd_xml_node *body) {
    for (const struct nd_xml_node *n = nd_xml_find(body, body, "*:graphic"); n != NULL;
         n = nd_xml_find(body, n, "*:graphic")) {
        nd_draft_add(item, "graphic", nd_xml_attribute(n, "url"), "images");
        nd_draft_add(item, "graphic", nd_xml_attribute(n, "src"), "images");
    }
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    const struct nd_xml_node *root = nd_xml_read(text, record->line, arena, problems),
                             *whole = nd_xml_child(root, "*:text"), *body = nd_xml_child(whole, "*:body");
    struct nd_draft made;

    (void)reader;
    if (root == NULL)
        return false;
    nd_draft_begin(&made, arena);
    put_header(&made, nd_xml_child(root, "*:teiHeader"));
    nd_draft_put_attribute(&made, "xml:lang", root, "xml:lang", "language");
    nd_draft_put_attribute(&made, "xml:lang", whole, "xml:lang", "language");
    nd_draft_put_attribute(&made, "lang", whole, "lang", "language");
    nd_draft_put_attribute(&made, "xml:id", root, "xml:id", NULL);
    if (body == NULL)
        body = whole;
    put_images(&made, body);
    nd_draft_put_body(&made, "text", body, renames, "body");
    nd_draft_end(&made, item);
    item->key = nd_xml_attribute(root, "xml:id");
    return true;
}

const struct nd_format nd_format_tei = {.name = "tei",
                                        .sniff = sniff,
                                        .open = open,
                                        .next = nd_elements_next,
                                        .read = read,
                                        .kind = ND_FORMAT_ARTICLES};

/* <doc title="…" …><main>, alone or in an element around several. */
static bool sniff_pages(struct nd_str head, bool is_whole) {
    struct nd_feed_tag tag;

    (void)is_whole;
    return nd_elements_first_tag(head, &tag) &&
           (nd_str_eq(tag.name, ND_STR("doc")) || (nd_str_eq_nocase(tag.name, ND_STR("corpus")) &&
                                                   nd_str_find(head, ND_STR("<doc ")) != SIZE_MAX)) &&
           nd_str_find(head, ND_STR("<main")) != SIZE_MAX;
}

static struct nd_reader *open_pages(struct nd_stream *stream, struct nd_arena *arena) {
    return nd_elements_open(stream, pages, arena);
}

static const struct {
    const char *name, *meaning;
} page_attributes[] = {
    {"title", "title"},     {"author", "author"},       {"date", "date"},
    {"source", "url"},      {"sitename", "provider"},   {"hostname", "provider"},
    {"excerpt", "excerpt"}, {"description", "excerpt"}, {"categories", "categories"},
    {"tags", "tags"},       {"language", "language"},   {"image", "images"},
};

static const char *meaning_of(struct nd_str name) {
    for (size_t i = 0; i < sizeof page_attributes / sizeof *page_attributes; i++)
        if (nd_str_eq(name, nd_str_from(page_attributes[i].name)))
            return page_attributes[i].meaning;
    return NULL;
}

static bool read_page(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                      struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    enum { MAX_ATTRIBUTES = 100 };
    const struct nd_xml_node *root = nd_xml_read(text, record->line, arena, problems),
                             *body = nd_xml_child(root, "*:main");
    struct nd_draft made;
    int count = 0;

    (void)reader;
    if (root == NULL)
        return false;
    nd_draft_begin(&made, arena);
    for (const struct nd_xml_attribute *a = root->attributes; a != NULL && count < MAX_ATTRIBUTES;
         a = a->next, count++)
        nd_draft_put(&made, a->name.ptr, a->value, meaning_of(a->name), root->line);
    put_images(&made, body);
    nd_draft_put_body(&made, "main", body, renames, "body");
    nd_draft_put_node(&made, "comments", nd_xml_child(root, "*:comments"), NULL);
    nd_draft_end(&made, item);
    item->key = nd_xml_attribute(root, "id");
    return true;
}

const struct nd_format nd_format_trafilatura = {.name = "trafilatura",
                                                .sniff = sniff_pages,
                                                .open = open_pages,
                                                .next = nd_elements_next,
                                                .read = read_page,
                                                .kind = ND_FORMAT_ARTICLES};
