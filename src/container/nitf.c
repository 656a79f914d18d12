/* News Industry Text Format (IPTC), 2.5 to 3.6; the New York Times' annotated corpus is written in it. */
#include "container/draft.h"
#include "container/elements.h"

static const char *const records[] = {"nitf", NULL};

enum { MAX_METAS = 200 }; /* of an article */

/* What has another name in HTML; references to images and the like go into the field of images. */
static const struct nd_xml_rename renames[] = {
    {"hl1", "h2"},
    {"hl2", "h3"},
    {"block", "div"},
    {"bq", "blockquote"},
    {"credit", "p"},
    {"datasource", "p"},
    {"fn", "p"},
    {"note", "div"},
    {"media", "figure"},
    {"media-caption", "figcaption"},
    {"media-producer", "p"},
    {"media-reference", NULL},
    {"media-metadata", NULL},
    {"media-object", NULL},
    {"nitf-table", ""},
    {"nitf-table-metadata", NULL},
    {NULL, NULL},
};

static bool sniff(struct nd_str head, bool is_whole) {
    struct nd_feed_tag tag;

    (void)is_whole;
    return nd_elements_first_tag(head, &tag) &&
           (nd_elements_is_among(tag.name, records) || nd_elements_has_inside(head, &tag, records));
}

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    return nd_elements_open(stream, records, arena);
}

/* "19870101T000000" without a zone is a day: the format has room for no less than a time. */
static struct nd_str day_or_time(struct nd_str norm) {
    struct nd_str midnight = ND_STR("T000000");

    return norm.len == 8 + midnight.len && nd_str_ends(norm, midnight) ? nd_str_slice(norm, 0, 8) : norm;
}

static void put_date(struct nd_draft *item, const char *key, const struct nd_xml_node *node,
                     const char *attribute) {
    if (node != NULL)
        nd_draft_put(item, key, day_or_time(nd_xml_attribute(node, attribute)), "date", node->line);
}

/* <meta name="publication_year" content="2007"/> and its like: the corpus has the day in parts. */
static void put_metas(struct nd_draft *item, const struct nd_xml_node *head) {
    struct nd_str year = ND_STR_NONE, month = ND_STR_NONE, day = ND_STR_NONE;
    const struct nd_xml_node *n = nd_xml_child(head, "*:meta");
    uint64_t y, m, d;

    for (int count = 0; n != NULL && count < MAX_METAS; count++, n = nd_xml_sibling(n, "*:meta")) {
        struct nd_str name = nd_xml_attribute(n, "name"), content = nd_xml_attribute(n, "content");
        struct nd_str *part = nd_str_eq(name, ND_STR("publication_year"))           ? &year
                              : nd_str_eq(name, ND_STR("publication_month"))        ? &month
                              : nd_str_eq(name, ND_STR("publication_day_of_month")) ? &day
                                                                                    : NULL;
        if (part != NULL)
            *part = content;
        if (name.len > 0)
            nd_draft_put(item, nd_arena_printf(item->arena, "meta:%.*s", (int)name.len, name.ptr).ptr,
                         content, NULL, n->line);
    }
    if (nd_str_to_uint(year, &y) && nd_str_to_uint(month, &m) && nd_str_to_uint(day, &d) && y < 10000 &&
        m < 13 && d < 32)
        nd_draft_put(item, "publication_date",
                     nd_arena_printf(item->arena, "%04d-%02d-%02d", (int)y, (int)m, (int)d), "date", 0);
}

/* IPTC's subjects: by name where names are given, otherwise by number. */
static void put_subjects(struct nd_draft *item, const struct nd_xml_node *tobject) {
    static const char *const levels[] = {"tobject.subject.type", "tobject.subject.matter",
                                         "tobject.subject.detail"};

    nd_draft_put_attribute(item, "tobject.type", tobject, "tobject.type", NULL);
    for (const struct nd_xml_node *n = nd_xml_child(tobject, "*:tobject.subject"); n != NULL;
         n = nd_xml_sibling(n, "*:tobject.subject")) {
        for (size_t i = 0; i < 3; i++)
            nd_draft_add(item, "tobject.subject", nd_xml_attribute(n, levels[i]), "topics");
        nd_draft_add(item, "tobject.subject.refnum", nd_xml_attribute(n, "tobject.subject.refnum"), NULL);
    }
    for (const struct nd_xml_node *n = nd_xml_child(tobject, "*:tobject.property"); n != NULL;
         n = nd_xml_sibling(n, "*:tobject.property"))
        nd_draft_add(item, "tobject.property", nd_xml_attribute(n, "tobject.property.type"), NULL);
}

/* Descriptors are what it is about; paths of a taxonomy and types of material are not names of topics. */
static void put_identified(struct nd_draft *item, const struct nd_xml_node *identified) {
    for (const struct nd_xml_node *n = identified == NULL ? NULL : identified->first; n != NULL;
         n = n->next) {
        struct nd_str type = nd_xml_attribute(n, "type"), text = nd_xml_text(n, item->arena);
        if (n->name.ptr == NULL)
            continue;
        if (text.len == 0)
            text = nd_xml_attribute(n, "value");
        if (!nd_xml_is(n, "*:classifier"))
            nd_draft_add(item, "identified-content", text, "keywords");
        else if (nd_str_ends(type, ND_STR("descriptor")) || type.len == 0)
            nd_draft_add(item, "classifier", text, "topic");
        else
            nd_draft_add(item, "taxonomic_classifier", text, NULL);
    }
}

static void put_docdata(struct nd_draft *item, const struct nd_xml_node *docdata) {
    const struct nd_xml_node *list = nd_xml_child(docdata, "*:key-list");

    nd_draft_put_attribute(item, "doc-id", nd_xml_child(docdata, "*:doc-id"), "id-string", "uri");
    put_date(item, "date.issue", nd_xml_child(docdata, "*:date.issue"), "norm");
    put_date(item, "date.release", nd_xml_child(docdata, "*:date.release"), "norm");
    nd_draft_put_attribute(item, "date.expire", nd_xml_child(docdata, "*:date.expire"), "norm", NULL);
    nd_draft_put_attribute(item, "management-status", docdata, "management-status", "is_published");
    nd_draft_put_attribute(item, "urgency", nd_xml_child(docdata, "*:urgency"), "ed-urg", NULL);
    nd_draft_put_attribute(item, "du-key", nd_xml_child(docdata, "*:du-key"), "key", NULL);
    nd_draft_put_attribute(item, "du-key.version", nd_xml_child(docdata, "*:du-key"), "version", NULL);
    nd_draft_put_attribute(item, "fixture", nd_xml_child(docdata, "*:fixture"), "fix-id", NULL);
    nd_draft_put_attribute(item, "series", nd_xml_child(docdata, "*:series"), "series.name", NULL);
    nd_draft_put_attribute(item, "ed-msg", nd_xml_child(docdata, "*:ed-msg"), "info", NULL);
    nd_draft_put_attribute(item, "evloc", nd_xml_child(docdata, "*:evloc"), "city", NULL);
    for (const struct nd_xml_node *n = nd_xml_child(list, "*:keyword"); n != NULL;
         n = nd_xml_sibling(n, "*:keyword"))
        nd_draft_add(item, "keyword", nd_xml_attribute(n, "key"), "keyword");
    put_identified(item, nd_xml_child(docdata, "*:identified-content"));
}

/* Who published it, from the surest to what only holds the rights. */
static void put_provider(struct nd_draft *item, const struct nd_xml_node *head,
                         const struct nd_xml_node *body_head) {
    const struct nd_xml_node *docdata = nd_xml_child(head, "*:docdata");

    nd_draft_put_attribute(item, "pubdata.name", nd_xml_child(head, "*:pubdata"), "name", "provider");
    nd_draft_put_node(item, "distributor", nd_xml_child(body_head, "*:distributor"), "provider");
    nd_draft_put_attribute(item, "doc.copyright", nd_xml_child(docdata, "*:doc.copyright"), "holder",
                           "provider");
    nd_draft_put_node(item, "rights.owner", nd_xml_at(body_head, "*:rights/*:rights.owner"), "provider");
    nd_draft_put_attribute(item, "regsrc", nd_xml_child(docdata, "*:doc-id"), "regsrc", "provider");
}

/* Without the title of the person, unless there is nothing else; of two, the one that was printed. */
static void put_byline(struct nd_draft *item, const struct nd_xml_node *body_head) {
    for (const struct nd_xml_node *n = nd_xml_child(body_head, "*:byline"); n != NULL;
         n = nd_xml_sibling(n, "*:byline")) {
        struct nd_buf text = {0};
        for (const struct nd_xml_node *c = n->first; c != NULL; c = c->next)
            if (!nd_xml_is(c, "*:byttl")) {
                nd_buf_add(&text, nd_xml_has_elements(c) || c->name.ptr != NULL ? nd_xml_text(c, item->arena)
                                                                                : c->text);
                nd_buf_add_char(&text, ' ');
            }
        if (nd_str_eq(nd_xml_attribute(n, "class"), ND_STR("normalized_byline")))
            nd_draft_put(item, "normalized_byline", nd_arena_str(item->arena, nd_buf_str(&text)), NULL,
                         n->line);
        else if (nd_str_trim(nd_buf_str(&text)).len > 0)
            nd_draft_add(item, "byline", nd_arena_str(item->arena, nd_buf_str(&text)), "byline");
        else
            nd_draft_add_node(item, "byline", n, "byline");
        nd_draft_put_node(item, "byttl", nd_xml_child(n, "*:byttl"), NULL);
        nd_buf_free(&text);
    }
}

static void put_images(struct nd_draft *item, const struct nd_xml_node *content) {
    for (const struct nd_xml_node *n = nd_xml_find(content, content, "*:media-reference"); n != NULL;
         n = nd_xml_find(content, n, "*:media-reference"))
        nd_draft_add(item, "media-reference", nd_xml_attribute(n, "source"), "images");
}

/* The corpus of the New York Times gives the first paragraph twice: alone, and with the rest. */
static const struct nd_xml_node *full_text(const struct nd_xml_node *content) {
    for (const struct nd_xml_node *n = nd_xml_child(content, "*:block"); n != NULL;
         n = nd_xml_sibling(n, "*:block"))
        if (nd_str_eq(nd_xml_attribute(n, "class"), ND_STR("full_text")))
            return n;
    return content;
}

static void put_body(struct nd_draft *item, const struct nd_xml_node *body) {
    const struct nd_xml_node *content = nd_xml_child(body, "*:body.content");

    if (content != NULL && !nd_draft_has(item, "body")) {
        content = full_text(content);
        nd_draft_put_body(item, "body.content", content, renames, "body");
        put_images(item, content);
    }
    nd_draft_put_node(item, "tagline", nd_xml_at(body, "*:body.end/*:tagline"), NULL);
}

void nd_nitf_put(struct nd_draft *item, const struct nd_xml_node *nitf) {
    const struct nd_xml_node *head = nd_xml_child(nitf, "*:head"), *body = nd_xml_child(nitf, "*:body"),
                             *body_head = nd_xml_child(body, "*:body.head"),
                             *hedline = nd_xml_child(body_head, "*:hedline");

    nd_draft_put_node(item, "hl1", nd_xml_child(hedline, "*:hl1"), "title");
    if (!nd_xml_has_elements(hedline))
        nd_draft_put_node(item, "hedline", hedline, "title");
    nd_draft_put_node(item, "title", nd_xml_child(head, "*:title"), "title");
    nd_draft_put_node(item, "hl2", nd_xml_child(hedline, "*:hl2"), "title");
    put_byline(item, body_head);
    nd_draft_put_node(item, "abstract", nd_xml_child(body_head, "*:abstract"), "abstract");
    put_docdata(item, nd_xml_child(head, "*:docdata"));
    put_date(item, "story.date", nd_xml_at(body_head, "*:dateline/*:story.date"), "norm");
    put_date(item, "date.publication", nd_xml_child(head, "*:pubdata"), "date.publication");
    put_metas(item, head);
    nd_draft_put_attribute(item, "ex-ref", nd_xml_child(head, "*:pubdata"), "ex-ref", "url");
    put_provider(item, head, body_head);
    nd_draft_put_attribute(item, "baselang", nitf, "baselang", "language");
    nd_draft_put_attribute(item, "xml:lang", nitf, "xml:lang", "language");
    put_subjects(item, nd_xml_child(head, "*:tobject"));
    if (nd_xml_child(nd_xml_child(body_head, "*:dateline"), "*:story.date") == NULL)
        nd_draft_put_node(item, "dateline", nd_xml_child(body_head, "*:dateline"), NULL);
    put_body(item, body);
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    const struct nd_xml_node *nitf = nd_xml_read(text, record->line, arena, problems);
    struct nd_draft made;

    (void)reader;
    if (nitf == NULL)
        return false;
    nd_draft_begin(&made, arena);
    nd_nitf_put(&made, nitf);
    nd_draft_end(&made, item);
    item->key = nd_xml_attribute(nd_xml_at(nitf, "*:head/*:docdata/*:doc-id"), "id-string");
    if (item->key.len == 0)
        item->key = ND_STR_NONE;
    return true;
}

const struct nd_format nd_format_nitf = {.name = "nitf",
                                         .sniff = sniff,
                                         .open = open,
                                         .next = nd_elements_next,
                                         .read = read,
                                         .kind = ND_FORMAT_ARTICLES};
