/* Reuters Corpus Volume 1: an item a file, or several in one; the same with other languages is RCV2. */
#include "container/draft.h"
#include "container/elements.h"

static const char *const records[] = {"newsitem", NULL};

static bool sniff(struct nd_str head, bool is_whole) {
    struct nd_feed_tag tag;

    (void)is_whole;
    return nd_elements_first_tag(head, &tag) && nd_str_find(head, ND_STR("<newsitem ")) != SIZE_MAX &&
           nd_str_find(head, ND_STR("itemid=")) != SIZE_MAX;
}

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    return nd_elements_open(stream, records, arena);
}

/* Codes of topics, countries and industries: "bip:topics:1.0". */
static void put_codes(struct nd_draft *item, const struct nd_xml_node *metadata) {
    for (const struct nd_xml_node *n = nd_xml_child(metadata, "codes"); n != NULL;
         n = nd_xml_sibling(n, "codes")) {
        struct nd_str class = nd_xml_attribute(n, "class");
        bool is_topic = nd_str_find(class, ND_STR("topics")) != SIZE_MAX;
        for (const struct nd_xml_node *code = nd_xml_child(n, "code"); code != NULL;
             code = nd_xml_sibling(code, "code"))
            nd_draft_add(item,
                         is_topic        ? "topics"
                         : class.len > 0 ? class.ptr
                                         : "codes",
                         nd_xml_attribute(code, "code"), is_topic ? "topics" : NULL);
    }
}

static void put_dublin_core(struct nd_draft *item, const struct nd_xml_node *metadata) {
    enum { MOST = 100 };
    const struct nd_xml_node *n = nd_xml_child(metadata, "dc");

    for (int count = 0; n != NULL && count < MOST; count++, n = nd_xml_sibling(n, "dc")) {
        struct nd_str element = nd_xml_attribute(n, "element");
        if (element.len > 0)
            nd_draft_put(item, element.ptr, nd_xml_attribute(n, "value"),
                         nd_str_eq(element, ND_STR("dc.publisher"))        ? "provider"
                         : nd_str_eq(element, ND_STR("dc.date.published")) ? "date"
                                                                           : NULL,
                         n->line);
    }
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    const struct nd_xml_node *root = nd_xml_read(text, record->line, arena, problems),
                             *metadata = nd_xml_child(root, "metadata"), *body = nd_xml_child(root, "text");
    struct nd_draft made;

    (void)reader;
    if (root == NULL)
        return false;
    nd_draft_begin(&made, arena);
    nd_draft_put_node(&made, "headline", nd_xml_child(root, "headline"), "title");
    nd_draft_put_node(&made, "title", nd_xml_child(root, "title"), "title");
    nd_draft_put_node(&made, "byline", nd_xml_child(root, "byline"), "byline");
    nd_draft_put_node(&made, "dateline", nd_xml_child(root, "dateline"), NULL);
    nd_draft_put_attribute(&made, "date", root, "date", "date");
    nd_draft_put_attribute(&made, "itemid", root, "itemid", NULL);
    nd_draft_put_attribute(&made, "xml:lang", root, "xml:lang", "language");
    put_dublin_core(&made, metadata);
    put_codes(&made, metadata);
    nd_draft_put_node(&made, "copyright", nd_xml_child(root, "copyright"), NULL);
    nd_draft_put_body(&made, "text", body, NULL, "body");
    nd_draft_end(&made, item);
    item->key = nd_xml_attribute(root, "itemid");
    return true;
}

const struct nd_format nd_format_rcv1 = {.name = "rcv1",
                                         .sniff = sniff,
                                         .open = open,
                                         .next = nd_elements_next,
                                         .read = read,
                                         .kind = ND_FORMAT_ARTICLES};
