/*
 * XML of libraries of journals: PubMed's <PubmedArticle>, of which the abstract is the text, and dblp's
 * records, which have none.
 */
#include "container/draft.h"
#include "container/elements.h"
#include "container/reference.h"

static const char *const pubmed_records[] = {"PubmedArticle", "PubmedBookArticle", NULL};
static const char *const dblp_records[] = {
    "article",   "inproceedings", "proceedings", "book", "incollection",
    "phdthesis", "mastersthesis", "www",         "data", NULL};

static bool sniff_pubmed(struct nd_str head, bool is_whole) {
    struct nd_feed_tag tag;

    (void)is_whole;
    return nd_elements_first_tag(head, &tag) && (nd_str_eq(tag.name, ND_STR("PubmedArticleSet")) ||
                                                 nd_elements_is_among(tag.name, pubmed_records));
}

static bool sniff_dblp(struct nd_str head, bool is_whole) {
    struct nd_feed_tag tag;

    (void)is_whole;
    return nd_elements_first_tag(head, &tag) && nd_str_eq(tag.name, ND_STR("dblp"));
}

static struct nd_reader *open_pubmed(struct nd_stream *stream, struct nd_arena *arena) {
    return nd_elements_open(stream, pubmed_records, arena);
}

static struct nd_reader *open_dblp(struct nd_stream *stream, struct nd_arena *arena) {
    return nd_elements_open(stream, dblp_records, arena);
}

/* The first of these that is somewhere in root. */
static const struct nd_xml_node *first_of(const struct nd_xml_node *root, const char *const *names) {
    const struct nd_xml_node *node = NULL;

    for (; node == NULL && *names != NULL; names++)
        node = nd_xml_find(root, root, *names);
    return node;
}

/* Parts of an abstract with their labels, a paragraph each. */
static void put_abstract(struct nd_draft *item, const struct nd_xml_node *abstract) {
    struct nd_buf text = {0};

    for (const struct nd_xml_node *n = nd_xml_child(abstract, "AbstractText"); n != NULL;
         n = nd_xml_sibling(n, "AbstractText")) {
        struct nd_str label = nd_xml_attribute(n, "Label"), part = nd_xml_text(n, item->arena);
        nd_buf_addf(&text, "%s%.*s%s%.*s", text.len > 0 ? "\n\n" : "", (int)label.len, label.ptr,
                    label.len > 0 ? ": " : "", (int)part.len, part.ptr);
    }
    nd_draft_put(item, "AbstractText", nd_arena_take(item->arena, &text), "body",
                 abstract == NULL ? 0 : abstract->line);
}

/* <Year>2019</Year><Month>Mar</Month><Day>5</Day>, or <MedlineDate>2019 Mar-Apr</MedlineDate>. */
static void put_date(struct nd_draft *item, const struct nd_xml_node *date) {
    struct nd_str year = nd_xml_text(nd_xml_child(date, "Year"), item->arena),
                  month = nd_xml_text(nd_xml_child(date, "Month"), item->arena),
                  day = nd_xml_text(nd_xml_child(date, "Day"), item->arena);
    uint64_t number;

    if (date == NULL)
        return;
    if (year.len == 0)
        year = nd_str_slice(nd_xml_text(nd_xml_child(date, "MedlineDate"), item->arena), 0, 4);
    if (month.len > 0 && nd_str_to_uint(month, &number))
        year = nd_arena_printf(item->arena, "%.*s-%02u%s%.*s", (int)year.len, year.ptr, (unsigned)number,
                               day.len == 0   ? ""
                               : day.len == 1 ? "-0"
                                              : "-",
                               (int)day.len, day.ptr);
    else if (month.len > 0)
        year = nd_arena_printf(item->arena, "%.*s%s%.*s %.*s", (int)day.len, day.ptr, day.len > 0 ? " " : "",
                               (int)month.len, month.ptr, (int)year.len, year.ptr);
    nd_draft_put(item, "PubDate", year, "date", date->line);
}

static void put_people(struct nd_draft *item, const struct nd_xml_node *root) {
    for (const struct nd_xml_node *n = nd_xml_find(root, root, "Author"); n != NULL;
         n = nd_xml_find(root, n, "Author")) {
        struct nd_str last = nd_xml_text(nd_xml_child(n, "LastName"), item->arena),
                      first = nd_xml_text(nd_xml_child(n, "ForeName"), item->arena);
        if (last.len > 0)
            last = nd_arena_printf(item->arena, "%.*s%s%.*s", (int)first.len, first.ptr,
                                   first.len > 0 ? " " : "", (int)last.len, last.ptr);
        else
            last = nd_xml_text(nd_xml_child(n, "CollectiveName"), item->arena);
        nd_draft_add(item, "Author", last, "authors");
    }
}

static void put_names(struct nd_draft *item, const struct nd_xml_node *root, const char *name,
                      const char *meaning) {
    for (const struct nd_xml_node *n = nd_xml_find(root, root, name); n != NULL;
         n = nd_xml_find(root, n, name))
        nd_draft_add_node(item, name, n, meaning);
}

static bool read_pubmed(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                        struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    static const char *const titles[] = {"ArticleTitle", "BookTitle", NULL};
    static const char *const dates[] = {"PubDate", "ArticleDate", NULL};
    const struct nd_xml_node *root = nd_xml_read(text, record->line, arena, problems);
    struct nd_draft made;

    (void)reader;
    if (root == NULL)
        return false;
    nd_draft_begin(&made, arena);
    nd_draft_put_node(&made, "ArticleTitle", first_of(root, titles), "title");
    put_abstract(&made, nd_xml_find(root, root, "Abstract"));
    put_date(&made, first_of(root, dates));
    put_people(&made, nd_xml_find(root, root, "AuthorList"));
    nd_draft_put_node(&made, "Journal", nd_xml_child(nd_xml_find(root, root, "Journal"), "Title"),
                      "provider");
    nd_draft_put_node(&made, "Language", nd_xml_find(root, root, "Language"), "language");
    put_names(&made, root, "Keyword", "keywords");
    for (const struct nd_xml_node *n = nd_xml_at(root, "PubmedData/ArticleIdList/ArticleId"); n != NULL;
         n = nd_xml_sibling(n, "ArticleId"))
        if (nd_str_eq(nd_xml_attribute(n, "IdType"), ND_STR("doi")) && !nd_draft_has(&made, "url"))
            nd_draft_put(&made, "DOI", nd_reference_doi(nd_xml_text(n, arena), arena), "url", n->line);
    nd_draft_end(&made, item);
    item->key = nd_xml_text(nd_xml_find(root, root, "PMID"), arena);
    return true;
}

static bool read_dblp(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                      struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    static const char *const outlets[] = {"journal", "booktitle", "publisher", "school", NULL};
    const struct nd_xml_node *root = nd_xml_read(text, record->line, arena, problems);
    struct nd_draft made;

    (void)reader;
    if (root == NULL)
        return false;
    nd_draft_begin(&made, arena);
    nd_draft_put_node(&made, "title", nd_xml_child(root, "title"), "title");
    for (const struct nd_xml_node *n = nd_xml_child(root, "author"); n != NULL;
         n = nd_xml_sibling(n, "author"))
        nd_draft_add_node(&made, "author", n, "authors");
    nd_draft_put_node(&made, "year", nd_xml_child(root, "year"), "date");
    nd_draft_put_node(&made, "outlet", first_of(root, outlets), "provider");
    nd_draft_put_node(&made, "ee", nd_xml_child(root, "ee"), "url");
    nd_draft_put(&made, "kind", root->name, NULL, root->line);
    nd_draft_end(&made, item);
    item->key = nd_xml_attribute(root, "key");
    return true;
}

const struct nd_format nd_format_pubmed = {"pubmed",    sniff_pubmed, open_pubmed,       nd_elements_next,
                                           read_pubmed, NULL,         ND_FORMAT_ARTICLES};
const struct nd_format nd_format_dblp = {"dblp",    sniff_dblp, open_dblp,         nd_elements_next,
                                         read_dblp, NULL,       ND_FORMAT_ARTICLES};
