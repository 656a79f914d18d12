/* Articles in DocBook 4 and 5 (OASIS), one in a file: what stands in <info>, and the text. */
#include "container/elements.h"
#include "container/people.h"

static const char *const records[] = {"article", NULL};

static bool sniff(struct nd_str head, bool is_whole) {
    struct nd_feed_tag tag;

    (void)is_whole;
    return nd_elements_first_tag(head, &tag) && nd_elements_is_among(tag.name, records) &&
           (nd_str_find(tag.inner, ND_STR("docbook.org/ns")) != SIZE_MAX ||
            nd_str_find(head, ND_STR("//DTD DocBook")) != SIZE_MAX ||
            (nd_str_find(head, ND_STR("<para>")) != SIZE_MAX &&
             (nd_str_find(head, ND_STR("<articleinfo")) != SIZE_MAX ||
              nd_str_find(head, ND_STR("<info>")) != SIZE_MAX)));
}

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    struct nd_reader *reader = nd_elements_open(stream, records, arena);

    reader->is_nested = true;
    return reader;
}

static void put_people(struct nd_draft *made, const struct nd_xml_node *info) {
    static const char *const others[] = {"*:editor", "*:othercredit"};

    for (const struct nd_xml_node *n = nd_xml_find(info, info, "*:author"); n != NULL;
         n = nd_xml_find(info, n, "*:author"))
        nd_people_add(made, "author", "authors", nd_people_name(n, made->arena), ND_STR(""));
    for (const struct nd_xml_node *n = nd_xml_find(info, info, "*:collab"); n != NULL;
         n = nd_xml_find(info, n, "*:collab"))
        nd_people_add(made, "author", "authors", nd_people_name(n, made->arena), ND_STR(""));
    for (size_t i = 0; i < 2; i++)
        for (const struct nd_xml_node *n = nd_xml_find(info, info, others[i]); n != NULL;
             n = nd_xml_find(info, n, others[i])) {
            struct nd_str role = nd_people_role(n, made->arena);
            nd_people_add(made, "author", "authors", nd_people_name(n, made->arena),
                          role.len == 0 || i == 0 ? nd_str_from(others[i] + 2) : role);
        }
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    static const struct nd_xml_rename renames[] = {{"info", NULL},
                                                   {"articleinfo", NULL},
                                                   {"sect1", "section"},
                                                   {"sect2", "section"},
                                                   {"sect3", "section"},
                                                   {"sect4", "section"},
                                                   {"title", "h2"},
                                                   {"para", "p"},
                                                   {"simpara", "p"},
                                                   {"itemizedlist", "ul"},
                                                   {"orderedlist", "ol"},
                                                   {"listitem", "li"},
                                                   {"emphasis", "em"},
                                                   {"blockquote", "blockquote"},
                                                   {"ulink", "a"},
                                                   {"link", "a"},
                                                   {"@url", "href"},
                                                   {"@xlink:href", "href"},
                                                   {"programlisting", "pre"},
                                                   {"screen", "pre"},
                                                   {"literal", "code"},
                                                   {"indexterm", NULL},
                                                   {"footnote", NULL},
                                                   {"row", "tr"},
                                                   {"entry", "td"},
                                                   {"informaltable", "table"},
                                                   {"mediaobject", NULL},
                                                   {NULL, NULL}};
    const struct nd_xml_node *root = nd_xml_read(text, record->line, arena, problems), *info, *title;
    struct nd_draft made;

    (void)reader;
    if (root == NULL)
        return false;
    info = nd_xml_child(root, "*:info");
    info = info == NULL ? nd_xml_child(root, "*:articleinfo") : info;
    title = nd_xml_child(info, "*:title");
    nd_draft_begin(&made, arena);
    nd_draft_put_node(&made, "title", title == NULL ? nd_xml_child(root, "*:title") : title, "title");
    put_people(&made, info);
    nd_draft_put_node(&made, "pubdate", nd_xml_child(info, "*:pubdate"), "date");
    nd_draft_put_node(&made, "date", nd_xml_child(info, "*:date"), "date");
    nd_draft_put_node(&made, "publishername", nd_xml_find(info, info, "*:publishername"), "provider");
    nd_draft_put_attribute(&made, "lang", root, "xml:lang", "language");
    nd_draft_put_attribute(&made, "lang", root, "lang", "language");
    nd_draft_put_node(&made, "abstract", nd_xml_child(info, "*:abstract"), "excerpt");
    for (const struct nd_xml_node *n = nd_xml_find(info, info, "*:keyword"); n != NULL;
         n = nd_xml_find(info, n, "*:keyword"))
        nd_draft_add_node(&made, "keyword", n, "keywords");
    nd_draft_put_body(&made, "article", root, renames, "body");
    nd_draft_end(&made, item);
    return true;
}

const struct nd_format nd_format_docbook = {"docbook",         sniff, open, nd_elements_next, read, NULL,
                                            ND_FORMAT_ARTICLES};
