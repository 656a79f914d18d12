/* NewsML 1 (IPTC), 1.0 to 1.2: NewsItems, each of components in components, of which one is the text. */
#include "container/draft.h"
#include "container/elements.h"

static const char *const roots[] = {"NewsML", "NewsItem", NULL};
static const char *const records[] = {"NewsItem", NULL};

enum { MAX_CONTENTS = 200 }; /* of an item, in which its text is looked for */

static bool sniff(struct nd_str head, bool is_whole) {
    struct nd_feed_tag tag;

    (void)is_whole;
    return nd_elements_first_tag(head, &tag) &&
           (nd_elements_is_among(tag.name, roots) || nd_elements_has_inside(head, &tag, records));
}

static struct nd_str text_between(struct nd_str record, const char *open) {
    size_t at = nd_str_find(record, nd_str_from(open));

    if (at == SIZE_MAX)
        return ND_STR_NONE;
    record = nd_str_skip(record, at);
    record = nd_str_skip(record, nd_str_find_char(record, '>') + 1);
    return nd_str_trim(nd_str_slice(record, 0, nd_str_find_char(record, '<')));
}

/* NewsML 1.2, section 5.5.2: provider, day and name identify an item, the revision its version. */
static bool identify(struct nd_str record, const struct nd_feed_tag *tag, struct nd_str *id,
                     struct nd_str *version) {
    (void)tag;
    *id = text_between(record, "<NewsItemId");
    *version = text_between(record, "<RevisionId");
    return true;
}

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    struct nd_reader *reader = nd_elements_open(stream, records, arena);

    reader->is_nested = true;
    reader->identify = identify;
    return reader;
}

static const struct nd_xml_node *first_filled(const struct nd_xml_node *root, const char *name,
                                              struct nd_arena *arena) {
    const struct nd_xml_node *n = nd_xml_find(root, root, name);

    while (n != NULL && nd_xml_text(n, arena).len == 0)
        n = nd_xml_find(root, n, name);
    return n;
}

/* The first <Party FormalName="…"> in an element of that name. */
static struct nd_str party(const struct nd_xml_node *root, const char *name) {
    for (const struct nd_xml_node *n = nd_xml_find(root, root, name); n != NULL;
         n = nd_xml_find(root, n, name)) {
        struct nd_str formal = nd_str_trim(nd_xml_attribute(nd_xml_child(n, "*:Party"), "FormalName"));
        if (formal.len > 0)
            return formal;
    }
    return ND_STR_NONE;
}

static void put_lines(struct nd_draft *item, const struct nd_xml_node *root) {
    static const struct {
        const char *name, *meaning;
    } lines[] = {{"*:HeadLine", "title"},   {"*:SubHeadLine", "abstract"}, {"*:ByLine", "byline"},
                 {"*:DateLine", NULL},      {"*:CreditLine", NULL},        {"*:SlugLine", NULL},
                 {"*:CopyrightLine", NULL}, {"*:SeriesLine", NULL}};

    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        nd_draft_put_node(item, lines[i].name + 2, first_filled(root, lines[i].name, item->arena),
                          lines[i].meaning);
    for (const struct nd_xml_node *n = nd_xml_find(root, root, "*:KeywordLine"); n != NULL;
         n = nd_xml_find(root, n, "*:KeywordLine"))
        nd_draft_add_node(item, "KeywordLine", n, "keywords");
}

/* Names of topics: of a topic's names the one in the language of the item, else English, else the first. */
static struct nd_str topic_name(const struct nd_xml_node *topic, struct nd_str language,
                                struct nd_arena *arena) {
    struct nd_str best = ND_STR_NONE;
    int rank = 0;

    for (const struct nd_xml_node *n = nd_xml_child(topic, "*:Description"); n != NULL;
         n = nd_xml_sibling(n, "*:Description")) {
        struct nd_str tag = nd_xml_attribute(n, "xml:lang"), variant = nd_xml_attribute(n, "Variant");
        int this_rank =
            nd_str_eq_nocase(nd_str_slice(tag, 0, 2), nd_str_slice(language, 0, 2)) && language.len > 0 ? 3
            : nd_str_starts_nocase(tag, ND_STR("en"))                                                   ? 2
                                                                                                        : 1;
        if (variant.len > 0 && !nd_str_eq_nocase(variant, ND_STR("Name")))
            this_rank = 0;
        if (this_rank > rank) {
            rank = this_rank;
            best = nd_xml_text(n, arena);
        }
    }
    return best;
}

static void put_topics(struct nd_draft *item, const struct nd_xml_node *root, struct nd_str language) {
    static const char *const codes[] = {"Subject", "SubjectMatter", "SubjectDetail", "SubjectQualifier",
                                        NULL};

    for (const struct nd_xml_node *n = nd_xml_find(root, root, "*:Topic"); n != NULL;
         n = nd_xml_find(root, n, "*:Topic"))
        nd_draft_add(item, "Topic", topic_name(n, language, item->arena), "topics");
    for (const struct nd_xml_node *n = nd_xml_walk(root, root); n != NULL; n = nd_xml_walk(root, n)) {
        if (n->name.ptr != NULL && nd_elements_is_among(n->name, codes))
            nd_draft_add(item, "SubjectCode", nd_xml_attribute(n, "FormalName"), NULL);
        if (nd_xml_is(n, "*:Property") &&
            nd_str_eq_nocase(nd_xml_attribute(n, "FormalName"), ND_STR("Keyword")))
            nd_draft_add(item, "Keyword", nd_xml_attribute(n, "Value"), "keyword");
        if (nd_xml_is(n, "*:Genre"))
            nd_draft_add(item, "Genre", nd_xml_attribute(n, "FormalName"), NULL);
    }
}

/* What a component is for: that of the nearest around a content. */
static struct nd_str role_of(const struct nd_xml_node *content) {
    struct nd_str role = ND_STR_NONE;

    for (const struct nd_xml_node *n = content; n != NULL && role.len == 0; n = n->parent)
        role = nd_xml_attribute(nd_xml_child(n, "*:Role"), "FormalName");
    return role;
}

/* The text: what is called so, otherwise the longest. *others: how many more are called so. */
static const struct nd_xml_node *find_text(const struct nd_xml_node *root, size_t *others) {
    const struct nd_xml_node *best = NULL, *n = nd_xml_find(root, root, "*:ContentItem");
    size_t most = 0, bodies = 0;

    for (int looked_at = 0; n != NULL && looked_at < MAX_CONTENTS; looked_at++) {
        const struct nd_xml_node *encoded = nd_xml_child(n, "*:Encoding"),
                                 *data = nd_xml_child(encoded == NULL ? n : encoded, "*:DataContent");
        struct nd_str notation = nd_xml_attribute(encoded, "Notation");
        size_t length = notation.len > 0 ? 0 : nd_xml_text_length(data);
        bool is_body = length > 0 && nd_str_eq_nocase(role_of(n), ND_STR("Body"));
        bodies += is_body;
        if (bodies <= 1 && (is_body || (bodies == 0 && length > most))) {
            most = length;
            best = data;
        }
        n = nd_xml_find(root, n, "*:ContentItem");
    }
    *others = bodies > 1 ? bodies - 1 : 0;
    return best;
}

static void put_content(struct nd_draft *item, const struct nd_xml_node *root, struct nd_problems *problems) {
    size_t others;
    const struct nd_xml_node *content = find_text(root, &others),
                             *nitf = nd_xml_find(content, content, "*:nitf"),
                             *body = nd_xml_find(content, content, "*:body.content");

    if (others > 0)
        nd_problems_add(problems, ND_P_RECORD, root->line, 0,
                        "an item with %zu texts, as for several languages; only the first was read",
                        others + 1);
    if (nitf != NULL)
        nd_nitf_put(item, nitf);
    if (content != NULL && nd_draft_has(item, "body"))
        content = NULL;
    if (body == NULL)
        body = nd_xml_find(content, content, "*:body");
    if (content != NULL)
        nd_draft_put_body(item, "DataContent", body == NULL ? content : body, NULL, "body");
    for (const struct nd_xml_node *n = nd_xml_find(root, root, "*:ContentItem"); n != NULL;
         n = nd_xml_find(root, n, "*:ContentItem"))
        nd_draft_add(item, "ContentItem", nd_xml_attribute(n, "Href"), NULL);
}

static void put_management(struct nd_draft *item, const struct nd_xml_node *root) {
    const struct nd_xml_node *management = nd_xml_child(root, "*:NewsManagement");

    nd_draft_put_node(item, "FirstCreated", nd_xml_child(management, "*:FirstCreated"), "date");
    nd_draft_put_node(item, "ThisRevisionCreated", nd_xml_child(management, "*:ThisRevisionCreated"), "date");
    nd_draft_put_attribute(item, "Status", nd_xml_child(management, "*:Status"), "FormalName",
                           "is_published");
    nd_draft_put_attribute(item, "Urgency", nd_xml_child(management, "*:Urgency"), "FormalName", NULL);
    nd_draft_put_attribute(item, "NewsItemType", nd_xml_child(management, "*:NewsItemType"), "FormalName",
                           NULL);
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    const struct nd_xml_node *root = nd_xml_read(text, record->line, arena, problems),
                             *id = nd_xml_at(root, "*:Identification/*:NewsIdentifier");
    struct nd_str language = nd_xml_attribute(nd_xml_find(root, root, "*:Language"), "FormalName");
    struct nd_draft made;

    (void)reader;
    if (root == NULL)
        return false;
    nd_draft_begin(&made, arena);
    nd_draft_put_node(&made, "PublicIdentifier", nd_xml_child(id, "*:PublicIdentifier"), "uri");
    nd_draft_put_node(&made, "NewsItemId", nd_xml_child(id, "*:NewsItemId"), NULL);
    nd_draft_put_node(&made, "RevisionId", nd_xml_child(id, "*:RevisionId"), NULL);
    put_lines(&made, root);
    put_management(&made, root);
    nd_draft_put_node(&made, "DateId", nd_xml_child(id, "*:DateId"), "date");
    nd_draft_put(&made, "Language", language, "language", root->line);
    for (const struct nd_xml_node *n = root; n != NULL; n = nd_xml_find(root, n, "*:NewsComponent"))
        nd_draft_put(&made, "xml:lang", nd_xml_attribute(n, "xml:lang"), "language", n->line);
    nd_draft_put(&made, "Provider", party(root, "*:Provider"), "provider", root->line);
    nd_draft_put(&made, "Source", party(root, "*:Source"), "provider", root->line);
    nd_draft_put_node(&made, "ProviderId", nd_xml_child(id, "*:ProviderId"), "provider");
    nd_draft_put(&made, "Creator", party(root, "*:Creator"), NULL, root->line);
    put_topics(&made, root, language);
    put_content(&made, root, problems);
    nd_draft_put_node(&made, "NameLabel", first_filled(root, "*:NameLabel", arena), "title");
    nd_draft_end(&made, item);
    item->key = nd_xml_text(nd_xml_child(id, "*:NewsItemId"), arena);
    return true;
}

const struct nd_format nd_format_newsml = {.name = "newsml",
                                           .sniff = sniff,
                                           .open = open,
                                           .next = nd_elements_next,
                                           .read = read,
                                           .kind = ND_FORMAT_ARTICLES};
