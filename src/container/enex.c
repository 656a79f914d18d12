/*
 * Evernote's export (ENEX): a <note> for each, whose text is a document of its own, in CDATA: <en-note> of
 * XHTML. A note with an address is a page that was kept: the day it was made is that of keeping it.
 */
#include "container/draft.h"
#include "container/elements.h"

static const char *const records[] = {"note", NULL};

static bool sniff(struct nd_str head, bool is_whole) {
    struct nd_feed_tag tag;

    (void)is_whole;
    return nd_elements_first_tag(head, &tag) && nd_str_eq(tag.name, ND_STR("en-export"));
}

static size_t pass(struct nd_reader *reader, struct nd_str piece, struct nd_pass *state) {
    (void)reader;
    return nd_pass_element(ND_STR("note"), piece, state);
}

static const struct nd_hooks hooks = {.pass = pass};

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    stream->hooks = &hooks;
    return nd_elements_open(stream, records, arena);
}

/*
 * The text as HTML: pictures and boxes to tick are elements without an end, which HTML does not have; what is
 * encrypted is no text. *hidden: how many such passages there were.
 */
static struct nd_str as_html(struct nd_str note, size_t *hidden, struct nd_arena *arena) {
    struct nd_feed_scan scan = {.text = note, .is_end = true};
    struct nd_buf out = {0};
    struct nd_feed_tag tag;
    size_t from = 0;
    bool is_hidden = false;

    nd_buf_add_z(&out, "<div>");
    while (nd_feed_scan_next(&scan, &tag) == ND_OK) {
        if (!nd_str_starts(tag.name, ND_STR("en-")))
            continue;
        if (!is_hidden)
            nd_buf_add(&out, nd_str_slice(note, from, tag.from));
        if (nd_str_eq(tag.name, ND_STR("en-note")) && tag.kind == ND_FEED_START)
            nd_buf_cut(&out, nd_str_from("<div>").len); /* what stands before it is declarations */
        is_hidden = nd_str_eq(tag.name, ND_STR("en-crypt")) && tag.kind == ND_FEED_START;
        *hidden += is_hidden;
        from = tag.to;
    }
    if (!is_hidden)
        nd_buf_add(&out, nd_str_skip(note, from));
    nd_buf_add_z(&out, "</div>");
    return nd_arena_take(arena, &out);
}

static void put_text(struct nd_draft *item, const struct nd_xml_node *content, struct nd_problems *problems) {
    struct nd_str text = nd_xml_text(content, item->arena);
    size_t hidden = 0;

    if (text.len == 0)
        return;
    nd_draft_put(item, "content", as_html(text, &hidden, item->arena), "content", content->line);
    if (hidden > 0)
        nd_problems_add(problems, ND_P_LEFT_OUT, content->line, 0, "%zu encrypted passage%s left out", hidden,
                        hidden == 1 ? "" : "s");
}

static void put_attributes(struct nd_draft *item, const struct nd_xml_node *attributes) {
    for (const struct nd_xml_node *n = attributes == NULL ? NULL : attributes->first; n != NULL;
         n = n->next) {
        struct nd_str name = nd_xml_local_name(n->name);
        if (name.ptr == NULL || nd_xml_has_elements(n))
            continue;
        nd_draft_put_node(item, nd_arena_str(item->arena, name).ptr, n,
                          nd_str_eq(name, ND_STR("source-url")) ? "sourceurl"
                          : nd_str_eq(name, ND_STR("author"))   ? "author"
                                                                : NULL);
    }
}

static void count_resources(const struct nd_xml_node *root, struct nd_problems *problems) {
    size_t count = 0;

    for (const struct nd_xml_node *n = nd_xml_child(root, "resource"); n != NULL;
         n = nd_xml_sibling(n, "resource"))
        count++;
    if (count > 0)
        nd_problems_add(problems, ND_P_ATTACHMENT, root->line, 0, "%zu file%s of the note not read", count,
                        count == 1 ? "" : "s");
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    const struct nd_xml_node *root = nd_xml_read(text, record->line, arena, problems);
    struct nd_draft made;

    (void)reader;
    if (root == NULL)
        return false;
    nd_draft_begin(&made, arena);
    nd_draft_put_node(&made, "title", nd_xml_child(root, "title"), "title");
    put_attributes(&made, nd_xml_child(root, "note-attributes"));
    nd_draft_put_node(&made, "created", nd_xml_child(root, "created"),
                      nd_draft_has(&made, "sourceurl") ? NULL : "created");
    nd_draft_put_node(&made, "updated", nd_xml_child(root, "updated"), NULL);
    for (const struct nd_xml_node *n = nd_xml_child(root, "tag"); n != NULL; n = nd_xml_sibling(n, "tag"))
        nd_draft_add_node(&made, "tag", n, "tags");
    put_text(&made, nd_xml_child(root, "content"), problems);
    count_resources(root, problems);
    nd_draft_end(&made, item);
    item->key = nd_xml_text(nd_xml_child(root, "guid"), arena);
    if (item->key.len == 0)
        item->key = ND_STR_NONE;
    return made.fields->count > 0;
}

const struct nd_format nd_format_enex = {.name = "enex",
                                         .sniff = sniff,
                                         .open = open,
                                         .next = nd_elements_next,
                                         .read = read,
                                         .kind = ND_FORMAT_ARTICLES};
