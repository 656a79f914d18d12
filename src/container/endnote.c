/* EndNote's XML, which Mendeley, Zotero and RefWorks write as well: a <record> for each reference. */
#include "container/draft.h"
#include "container/elements.h"
#include "container/reference.h"

static const char *const records[] = {"record", NULL};

static bool sniff(struct nd_str head, bool is_whole) {
    struct nd_feed_tag tag;

    (void)is_whole;
    return nd_elements_first_tag(head, &tag) &&
           (nd_str_eq(tag.name, ND_STR("xml")) || nd_str_eq(tag.name, ND_STR("records"))) &&
           nd_str_find(head, ND_STR("<record>")) != SIZE_MAX &&
           nd_str_find(head, ND_STR("<ref-type")) != SIZE_MAX;
}

static size_t pass(struct nd_reader *reader, struct nd_str piece, struct nd_pass *state) {
    (void)reader;
    return nd_pass_element(ND_STR("record"), piece, state);
}

static const struct nd_hooks hooks = {.pass = pass};

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    stream->hooks = &hooks;
    return nd_elements_open(stream, records, arena);
}

static void put_lists(struct nd_draft *item, const struct nd_xml_node *root) {
    const struct nd_xml_node *authors = nd_xml_at(root, "contributors/authors"),
                             *keywords = nd_xml_child(root, "keywords");

    for (const struct nd_xml_node *n = nd_xml_child(authors, "author"); n != NULL;
         n = nd_xml_sibling(n, "author"))
        nd_draft_add(item, "author", nd_reference_name(nd_xml_text(n, item->arena), item->arena), "authors");
    for (const struct nd_xml_node *n = nd_xml_child(keywords, "keyword"); n != NULL;
         n = nd_xml_sibling(n, "keyword"))
        nd_draft_add_node(item, "keyword", n, "keywords");
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    static const struct {
        const char *path, *meaning;
    } fields[] = {
        {"titles/title", "title"},
        {"periodical/full-title", "provider"},
        {"titles/secondary-title", "provider"},
        {"publisher", "provider"},
        {"abstract", "body"},
        {"urls/related-urls/url", "url"},
        {"urls/web-urls/url", "url"},
        {"language", "language"},
        {"ref-type", NULL},
        {"pages", NULL},
        {"volume", NULL},
        {"number", NULL},
        {"section", NULL},
        {"isbn", NULL},
        {"notes", NULL},
        {"electronic-resource-num", NULL},
        {"accession-num", NULL},
        {"remote-database-name", NULL},
    };
    const struct nd_xml_node *root = nd_xml_read(text, record->line, arena, problems);
    struct nd_draft made;
    struct nd_str year, doi;

    (void)reader;
    if (root == NULL)
        return false;
    nd_draft_begin(&made, arena);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        nd_draft_put_node(&made, fields[i].path, nd_xml_at(root, fields[i].path), fields[i].meaning);
    put_lists(&made, root);
    year = nd_xml_text(nd_xml_at(root, "dates/year"), arena);
    nd_draft_put(&made, "dates",
                 nd_reference_date(nd_xml_text(nd_xml_at(root, "dates/pub-dates/date"), arena), year, arena),
                 "date", root->line);
    doi = nd_xml_text(nd_xml_child(root, "electronic-resource-num"), arena);
    if (!nd_draft_has(&made, "url"))
        nd_draft_put(&made, "address of DOI", nd_reference_doi(doi, arena), "url", 0);
    nd_draft_put_attribute(&made, "kind", nd_xml_child(root, "ref-type"), "name", NULL);
    nd_draft_end(&made, item);
    return made.fields->count > 0;
}

const struct nd_format nd_format_endnote = {"endnote",         sniff, open, nd_elements_next, read, NULL,
                                            ND_FORMAT_ARTICLES};
