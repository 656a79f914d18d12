/*
 * NewsML-G2 (IPTC): a newsItem alone, or a message with several. Packages are lists of items, and articles
 * only where a message brings no others; concepts, knowledge and planning are none.
 */
#include "container/draft.h"
#include "container/elements.h"

static const char *const roots[] = {"newsMessage",  "newsItem",      "packageItem",
                                    "contentSet",   "knowledgeItem", "conceptItem",
                                    "planningItem", "catalogItem",   NULL};
static const char *const records[] = {"newsItem", "packageItem", "contentSet", NULL};
static const char *const items[] = {"newsItem", NULL};
static const char *const packages[] = {"packageItem", NULL};

static bool sniff(struct nd_str head, bool is_whole) {
    struct nd_feed_tag tag;

    (void)is_whole;
    return nd_elements_first_tag(head, &tag) &&
           (nd_elements_is_among(tag.name, roots) || nd_elements_has_inside(head, &tag, items));
}

static bool identify(struct nd_str record, const struct nd_feed_tag *tag, struct nd_str *id,
                     struct nd_str *version) {
    struct nd_str inner = tag->inner, name, value;

    (void)record;
    while (nd_feed_scan_attribute(&inner, &name, &value))
        if (nd_str_eq(name, ND_STR("guid")))
            *id = value;
        else if (nd_str_eq(name, ND_STR("version")))
            *version = value;
    return true;
}

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    struct nd_reader *reader = nd_elements_open(stream, records, arena);
    struct nd_feed_tag root;

    reader->identify = identify;
    reader->spare = packages;
    reader->is_empty = stream->is_end && nd_elements_first_tag(nd_stream_rest(stream), &root) &&
                       !nd_elements_is_among(root.name, records) &&
                       !nd_elements_has_inside(nd_stream_rest(stream), &root, records);
    return reader;
}

static struct nd_str note(const struct nd_reader *reader) {
    return reader->is_empty ? ND_STR("a news agency's file without an article: concepts, plans or nothing")
                            : ND_STR_NONE;
}

/* What a concept is called: in the language of the item, if there is one among its names, or as it is given.
 */
static struct nd_str name_of(const struct nd_xml_node *concept, struct nd_str language,
                             struct nd_arena *arena) {
    const struct nd_xml_node *first = nd_xml_child(concept, "*:name");
    struct nd_str wanted = nd_str_slice(language, 0, 2), text;

    for (const struct nd_xml_node *n = first; n != NULL && wanted.len > 0; n = nd_xml_sibling(n, "*:name"))
        if (nd_str_starts_nocase(nd_xml_attribute(n, "xml:lang"), wanted))
            return nd_xml_text(n, arena);
    text = nd_xml_text(first, arena);
    return text.len > 0 ? text : nd_xml_attribute(concept, "literal");
}

/* "stat:usable": what stands behind the name of the list. */
static struct nd_str without_alias(struct nd_str qcode) {
    return nd_xml_local_name(qcode);
}

static bool is_of_kind(const struct nd_xml_node *subject, const char *const *kinds) {
    return nd_elements_is_among(nd_xml_attribute(subject, "type"), kinds);
}

static void put_subjects(struct nd_draft *item, const struct nd_xml_node *meta, struct nd_str language) {
    static const char *const named[] = {"person", "organisation", "organization", "geoArea",
                                        "poi",    "object",       "event",        NULL};

    for (const struct nd_xml_node *n = nd_xml_child(meta, "*:subject"); n != NULL;
         n = nd_xml_sibling(n, "*:subject")) {
        struct nd_str name = name_of(n, language, item->arena);
        if (is_of_kind(n, named))
            nd_draft_add(item, "subject", name, "keywords");
        else if (nd_xml_child(n, "*:name") != NULL)
            nd_draft_add(item, "subject/name", name, "topics");
        else
            nd_draft_add(item, "subject@literal", name, NULL);
        nd_draft_add(item, "subject@qcode", nd_xml_attribute(n, "qcode"), NULL);
    }
    for (const struct nd_xml_node *n = nd_xml_child(meta, "*:keyword"); n != NULL;
         n = nd_xml_sibling(n, "*:keyword"))
        nd_draft_add_node(item, "keyword", n, "newskeywords");
    for (const struct nd_xml_node *n = nd_xml_child(meta, "*:genre"); n != NULL;
         n = nd_xml_sibling(n, "*:genre"))
        nd_draft_add(item, "genre", name_of(n, language, item->arena), NULL);
    for (const struct nd_xml_node *n = nd_xml_child(meta, "*:located"); n != NULL;
         n = nd_xml_sibling(n, "*:located"))
        nd_draft_add(item, "located", name_of(n, language, item->arena), NULL);
}

/* The first headline that is none below or beside another. */
static void put_headlines(struct nd_draft *item, const struct nd_xml_node *meta) {
    const struct nd_xml_node *main = NULL;

    for (const struct nd_xml_node *n = nd_xml_child(meta, "*:headline"); n != NULL;
         n = nd_xml_sibling(n, "*:headline")) {
        struct nd_str role = nd_xml_local_name(nd_xml_attribute(n, "role"));
        if (main == NULL && nd_xml_text(n, item->arena).len > 0 &&
            (role.len == 0 || nd_str_find(role, ND_STR("sub")) == SIZE_MAX))
            main = n;
        else if (n != main)
            nd_draft_add_node(item, "headline@role", n, NULL);
    }
    nd_draft_put_node(item, "headline", main, "title");
}

/* Names of people only: most creators are agencies, by a code or a literal. */
static void put_authors(struct nd_draft *item, const struct nd_xml_node *meta, struct nd_str language) {
    for (const struct nd_xml_node *n = nd_xml_child(meta, "*:by"); n != NULL; n = nd_xml_sibling(n, "*:by"))
        nd_draft_add_node(item, "by", n, "byline");
    for (const struct nd_xml_node *n = nd_xml_child(meta, "*:creator"); n != NULL;
         n = nd_xml_sibling(n, "*:creator"))
        nd_draft_add(item, "creator", name_of(n, language, item->arena),
                     nd_draft_has(item, "byline") || nd_xml_child(n, "*:name") == NULL ? NULL : "byline");
    for (const struct nd_xml_node *n = nd_xml_child(meta, "*:contributor"); n != NULL;
         n = nd_xml_sibling(n, "*:contributor"))
        nd_draft_add(item, "contributor", name_of(n, language, item->arena), NULL);
}

static void put_provider(struct nd_draft *item, const struct nd_xml_node *record,
                         const struct nd_xml_node *item_meta, struct nd_str language) {
    const struct nd_xml_node *provider = nd_xml_child(item_meta, "*:provider"),
                             *holder = nd_xml_at(record, "*:rightsInfo/*:copyrightHolder");

    if (provider != NULL) {
        nd_draft_put(item, "provider", name_of(provider, language, item->arena), "provider", provider->line);
        nd_draft_put(item, "provider@qcode", without_alias(nd_xml_attribute(provider, "qcode")), "provider",
                     provider->line);
        nd_draft_put_attribute(item, "provider@uri", provider, "uri", "provider");
    }
    if (holder != NULL)
        nd_draft_put(item, "copyrightHolder", name_of(holder, language, item->arena), "provider",
                     holder->line);
    nd_draft_put_node(item, "copyrightNotice", nd_xml_at(record, "*:rightsInfo/*:copyrightNotice"), NULL);
    nd_draft_put_node(item, "usageTerms", nd_xml_at(record, "*:rightsInfo/*:usageTerms"), NULL);
}

static void put_item_meta(struct nd_draft *item, const struct nd_xml_node *meta) {
    const struct nd_xml_node *status = nd_xml_child(meta, "*:pubStatus"),
                             *class = nd_xml_child(meta, "*:itemClass");

    nd_draft_put_node(item, "versionCreated", nd_xml_child(meta, "*:versionCreated"), "date");
    nd_draft_put_node(item, "firstCreated", nd_xml_child(meta, "*:firstCreated"), "date");
    nd_draft_put_node(item, "embargoed", nd_xml_child(meta, "*:embargoed"), NULL);
    if (status != NULL)
        nd_draft_put(item, "pubStatus", without_alias(nd_xml_attribute(status, "qcode")), "is_published",
                     status->line);
    if (class != NULL)
        nd_draft_put(item, "itemClass", without_alias(nd_xml_attribute(class, "qcode")), NULL, class->line);
    nd_draft_put_node(item, "itemMeta/title", nd_xml_child(meta, "*:title"), "title");
    nd_draft_put_node(item, "fileName", nd_xml_child(meta, "*:fileName"), NULL);
    for (const struct nd_xml_node *n = nd_xml_child(meta, "*:edNote"); n != NULL;
         n = nd_xml_sibling(n, "*:edNote"))
        nd_draft_add_node(item, "edNote", n, NULL);
    for (const struct nd_xml_node *n = nd_xml_child(meta, "*:link"); n != NULL;
         n = nd_xml_sibling(n, "*:link"))
        nd_draft_add(item, "link@href", nd_xml_attribute(n, "href"), NULL);
}

static void put_content_meta(struct nd_draft *item, const struct nd_xml_node *meta, struct nd_str language) {
    put_headlines(item, meta);
    nd_draft_put_node(item, "contentCreated", nd_xml_child(meta, "*:contentCreated"), "date");
    nd_draft_put_node(item, "contentModified", nd_xml_child(meta, "*:contentModified"), NULL);
    put_authors(item, meta, language);
    put_subjects(item, meta, language);
    nd_draft_put_attribute(item, "language", nd_xml_child(meta, "*:language"), "tag", "language");
    for (const struct nd_xml_node *n = nd_xml_child(meta, "*:description"); n != NULL;
         n = nd_xml_sibling(n, "*:description"))
        nd_draft_put_node(item, nd_draft_has(item, "abstract") ? "description@role" : "description", n,
                          "abstract");
    nd_draft_put_node(item, "dateline", nd_xml_child(meta, "*:dateline"), NULL);
    nd_draft_put_node(item, "creditline", nd_xml_child(meta, "*:creditline"), NULL);
    nd_draft_put_node(item, "urgency", nd_xml_child(meta, "*:urgency"), NULL);
}

/* Whose text is longest: renditions of one article stand beside each other, or languages, which is said. */
static const struct nd_xml_node *longest(const struct nd_xml_node *set, const char *name,
                                         struct nd_problems *problems) {
    const struct nd_xml_node *best = NULL;
    size_t most = 0, count = 0;

    for (const struct nd_xml_node *n = nd_xml_child(set, name); n != NULL; n = nd_xml_sibling(n, name)) {
        size_t length = nd_xml_attribute(n, "encoding").len > 0 ? 0 : nd_xml_text_length(n);
        count += length > 0;
        if (length > most) {
            most = length;
            best = n;
        }
    }
    if (count > 1)
        nd_problems_add(problems, ND_P_LEFT_OUT, set->line, 0,
                        "an item with %zu renditions of its text; only the longest was read", count);
    return best;
}

static void put_content(struct nd_draft *item, const struct nd_xml_node *set, struct nd_problems *problems) {
    const struct nd_xml_node *xml = longest(set, "*:inlineXML", problems),
                             *data = longest(set, "*:inlineData", problems), *content = xml, *nitf, *body;

    for (const struct nd_xml_node *n = nd_xml_child(set, "*:remoteContent"); n != NULL;
         n = nd_xml_sibling(n, "*:remoteContent"))
        nd_draft_add(item, "remoteContent", nd_xml_attribute(n, "href"),
                     nd_str_starts(nd_xml_attribute(n, "contenttype"), ND_STR("image/")) ? "images" : NULL);
    for (const struct nd_xml_node *n = nd_xml_child(set, "*:inlineData"); n != NULL;
         n = nd_xml_sibling(n, "*:inlineData"))
        if (nd_xml_attribute(n, "encoding").len > 0)
            nd_problems_add(problems, ND_P_RECORD, n->line, 0,
                            "inlineData that is encoded, no text; it was left out");
    if (content == NULL)
        content = data;
    if (content == NULL)
        return;
    nitf = nd_xml_find(content, content, "*:nitf");
    if (nitf != NULL)
        nd_nitf_put(item, nitf);
    body = nd_xml_find(content, content, "*:body");
    if (nitf == NULL)
        nd_draft_put_body(item, content == data ? "inlineData" : "inlineXML", body == NULL ? content : body,
                          NULL, "body");
}

/* The items of a package, as references to articles. */
static void put_references(struct nd_draft *item, const struct nd_xml_node *record) {
    struct nd_value *list = nd_value_new(item->arena, ND_LIST);

    for (const struct nd_xml_node *n = nd_xml_find(record, record, "*:itemRef"); n != NULL;
         n = nd_xml_find(record, n, "*:itemRef")) {
        struct nd_draft reference;
        nd_draft_begin(&reference, item->arena);
        nd_draft_put_node(&reference, "headline", nd_xml_child(n, "*:headline"), NULL);
        nd_draft_put_node(&reference, "title", nd_xml_child(n, "*:title"), NULL);
        nd_draft_put_attribute(&reference, "url", n, "href", NULL);
        nd_draft_put_attribute(&reference, "residref", n, "residref", NULL);
        reference.fields->line = n->line;
        nd_value_add(list, reference.fields);
    }
    if (list->count > 0)
        nd_value_put(item->fields, ND_STR("related"), list);
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    const struct nd_xml_node *root = nd_xml_read(text, record->line, arena, problems);
    const struct nd_xml_node *meta = nd_xml_child(root, "*:contentMeta"),
                             *item_meta = nd_xml_child(root, "*:itemMeta"),
                             *set =
                                 nd_xml_is(root, "*:contentSet") ? root : nd_xml_child(root, "*:contentSet");
    struct nd_str language = nd_xml_attribute(nd_xml_child(meta, "*:language"), "tag");
    struct nd_draft made;

    (void)reader;
    if (root == NULL || root->first == NULL) /* a mention of an item */
        return false;
    if (language.len == 0)
        language = nd_xml_attribute(root, "xml:lang");
    nd_draft_begin(&made, arena);
    nd_draft_put_attribute(&made, "guid", root, "guid", "uri");
    nd_draft_put_attribute(&made, "version", root, "version", NULL);
    put_content_meta(&made, meta, language);
    put_item_meta(&made, item_meta);
    put_provider(&made, root, item_meta, language);
    put_content(&made, set, problems);
    nd_draft_put(&made, "xml:lang", nd_xml_attribute(root, "xml:lang"), "language", root->line);
    nd_draft_put_node(&made, "slugline", nd_xml_child(meta, "*:slugline"), "title");
    put_references(&made, root);
    nd_draft_end(&made, item);
    item->key = nd_xml_attribute(root, "guid");
    return true;
}

const struct nd_format nd_format_newsml_g2 = {.name = "newsml-g2",
                                              .sniff = sniff,
                                              .open = open,
                                              .next = nd_elements_next,
                                              .read = read,
                                              .note = note,
                                              .kind = ND_FORMAT_ARTICLES};
