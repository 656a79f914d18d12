/*
 * Articles of journals in JATS and its ancestor NLM (ANSI/NISO Z39.96): <article> of front, body and back,
 * one in a file or several. What is cited in the back is no text.
 */
#include "container/elements.h"
#include "container/people.h"
#include "container/reference.h"

static const char *const records[] = {"article", NULL};

static bool sniff(struct nd_str head, bool is_whole) {
    struct nd_feed_tag tag;

    (void)is_whole;
    return nd_elements_first_tag(head, &tag) && !nd_elements_is_page(tag.name) &&
           nd_str_find(head, ND_STR("<article-meta")) != SIZE_MAX;
}

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    return nd_elements_open(stream, records, arena);
}

/* What a group of people did is said of all of them: <contrib-group content-type="editors">. */
static struct nd_str role_of(const struct nd_xml_node *contrib, struct nd_arena *arena) {
    struct nd_str role = nd_people_role(contrib, arena),
                  group = nd_xml_attribute(contrib->parent, "content-type");

    return role.len == 0 && nd_str_find(group, ND_STR("edit")) != SIZE_MAX ? ND_STR("editor") : role;
}

/* Who is in a group that has a name stands in the element of that name, and is no author beside it. */
static void put_people(struct nd_draft *item, const struct nd_xml_node *meta) {
    for (const struct nd_xml_node *n = nd_xml_find(meta, meta, "contrib"); n != NULL;
         n = nd_xml_find(meta, n, "contrib"))
        if (!nd_xml_is(n->parent->parent, "collab"))
            nd_people_add(item, "contrib", "authors", nd_people_name(n, item->arena),
                          role_of(n, item->arena));
}

/* Of the dates the one that says most: an issue has a month, the page a day. */
static void put_date(struct nd_draft *item, const struct nd_xml_node *meta) {
    struct nd_str best = ND_STR_NONE;
    uint32_t line = 0;

    for (const struct nd_xml_node *n = nd_xml_child(meta, "pub-date"); n != NULL;
         n = nd_xml_sibling(n, "pub-date")) {
        struct nd_str year = nd_xml_text(nd_xml_child(n, "year"), item->arena),
                      month = nd_xml_text(nd_xml_child(n, "month"), item->arena),
                      day = nd_xml_text(nd_xml_child(n, "day"), item->arena),
                      date = nd_arena_printf(item->arena, "%.*s/%.*s/%.*s", (int)year.len, year.ptr,
                                             (int)month.len, month.ptr, (int)day.len, day.ptr);
        date = nd_reference_date(date, ND_STR_NONE, item->arena);
        if (date.len > best.len) {
            best = date;
            line = n->line;
        }
    }
    nd_draft_put(item, "pub-date", best, "date", line);
}

/* Without the signs that lead to notes: <xref>*</xref>, <fn>…</fn>. */
static void put_title(struct nd_draft *item, const struct nd_xml_node *title) {
    struct nd_buf out = {0};

    for (const struct nd_xml_node *n = title; n != NULL; n = nd_xml_walk(title, n)) {
        const struct nd_xml_node *in = n;
        while (in != title && !nd_xml_is(in, "xref") && !nd_xml_is(in, "fn"))
            in = in->parent;
        if (in == title)
            nd_buf_add(&out, n->text);
    }
    if (title != NULL)
        nd_draft_put(item, "article-title", nd_arena_take(item->arena, &out), "title", title->line);
}

static void put_body(struct nd_draft *item, const struct nd_xml_node *root, const struct nd_xml_node *meta) {
    static const struct nd_xml_rename renames[] = {{"title", "h2"},
                                                   {"sec", "section"},
                                                   {"italic", "i"},
                                                   {"bold", "b"},
                                                   {"list", "ul"},
                                                   {"list-item", "li"},
                                                   {"disp-quote", "blockquote"},
                                                   {"fig", NULL},
                                                   {"xref", ""},
                                                   {"ext-link", "a"},
                                                   {"@href", "href"},
                                                   {"label", NULL},
                                                   {NULL, NULL}};
    static const struct nd_xml_rename untitled[] = {
        {"title", NULL},   {"italic", "i"}, {"bold", "b"},       {"xref", ""},    {"ext-link", "a"},
        {"@href", "href"}, {"list", "ul"},  {"list-item", "li"}, {"label", NULL}, {NULL, NULL}};
    const struct nd_xml_node *body = nd_xml_child(root, "body"), *abstract = nd_xml_child(meta, "abstract");

    nd_draft_put_body(item, "body", body, renames, "body");
    /* "Abstract" is what it is; in one with sections they have titles. */
    nd_draft_put_body(item, "abstract", abstract, nd_xml_child(abstract, "sec") == NULL ? untitled : renames,
                      nd_draft_has(item, "body") ? "excerpt" : "body");
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    const struct nd_xml_node *root = nd_xml_read(text, record->line, arena, problems),
                             *meta = nd_xml_at(root, "front/article-meta");
    struct nd_draft made;

    (void)reader;
    if (root == NULL)
        return false;
    nd_draft_begin(&made, arena);
    put_title(&made, nd_xml_at(meta, "title-group/article-title"));
    nd_draft_put_node(&made, "subtitle", nd_xml_at(meta, "title-group/subtitle"), NULL);
    put_people(&made, meta);
    put_date(&made, meta);
    nd_draft_put_node(&made, "journal-title", nd_xml_find(root, root, "journal-title"), "provider");
    nd_draft_put_attribute(&made, "xml:lang", root, "xml:lang", "language");
    for (const struct nd_xml_node *n = nd_xml_find(meta, meta, "kwd"); n != NULL;
         n = nd_xml_find(meta, n, "kwd"))
        nd_draft_add_node(&made, "kwd", n, "keywords");
    for (const struct nd_xml_node *n = nd_xml_child(meta, "article-id"); n != NULL;
         n = nd_xml_sibling(n, "article-id"))
        if (nd_str_eq(nd_xml_attribute(n, "pub-id-type"), ND_STR("doi"))) {
            item->key = nd_xml_text(n, arena);
            nd_draft_put(&made, "article-id", nd_reference_doi(item->key, arena), "url", n->line);
        }
    put_body(&made, root, meta);
    nd_draft_end(&made, item);
    return true;
}

const struct nd_format nd_format_jats = {
    "jats", sniff, open, nd_elements_next, read, NULL, ND_FORMAT_ARTICLES};
