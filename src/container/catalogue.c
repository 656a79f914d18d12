/*
 * XML of catalogues: records of Dublin Core, as OAI-PMH hands them out, MODS and MARCXML of the Library of
 * Congress. A description or abstract is the text; a record of OAI-PMH that was deleted is counted.
 */
#include "container/draft.h"
#include "container/elements.h"

static const char *const oai_records[] = {"record", NULL};
static const char *const mods_records[] = {"mods", NULL};
static const char *const marc_records[] = {"record", NULL};

static bool begins_with(struct nd_str head, const char *name, const char *record) {
    struct nd_feed_tag tag;

    if (!nd_elements_first_tag(head, &tag))
        return false;
    return nd_str_eq(nd_xml_local_name(tag.name), nd_str_from(name)) ||
           nd_str_eq(nd_xml_local_name(tag.name), nd_str_from(record));
}

static bool sniff_oai(struct nd_str head, bool is_whole) {
    (void)is_whole;
    return begins_with(head, "OAI-PMH", "ListRecords") &&
           nd_str_find(head, ND_STR("/elements/1.1/")) != SIZE_MAX;
}

static bool sniff_mods(struct nd_str head, bool is_whole) {
    (void)is_whole;
    return begins_with(head, "modsCollection", "mods");
}

static bool sniff_marc(struct nd_str head, bool is_whole) {
    (void)is_whole;
    return begins_with(head, "collection", "record") &&
           nd_str_find(head, ND_STR("loc.gov/MARC21/slim")) != SIZE_MAX;
}

/* A record that is gone has a header that says so and nothing else. */
static bool take(struct nd_reader *reader, struct nd_str record, const struct nd_feed_tag *tag) {
    bool is_gone = nd_str_find(nd_str_slice(record, 0, 400), ND_STR("status=\"deleted\"")) != SIZE_MAX;

    (void)tag;
    reader->left_out[0] += is_gone;
    return !is_gone;
}

static void report(const struct nd_reader *reader, struct nd_problems *problems) {
    if (reader->left_out[0] > 0)
        nd_problems_add(problems, ND_P_LEFT_OUT, 0, 0, "%zu records that were deleted left out",
                        reader->left_out[0]);
}

static struct nd_reader *open_oai(struct nd_stream *stream, struct nd_arena *arena) {
    static const struct nd_hooks hooks = {.report = report};
    struct nd_reader *reader = nd_elements_open(stream, oai_records, arena);

    reader->take = take;
    stream->hooks = &hooks;
    return reader;
}

static struct nd_reader *open_mods(struct nd_stream *stream, struct nd_arena *arena) {
    return nd_elements_open(stream, mods_records, arena);
}

static struct nd_reader *open_marc(struct nd_stream *stream, struct nd_arena *arena) {
    return nd_elements_open(stream, marc_records, arena);
}

static bool is_address(struct nd_str text) {
    return nd_str_starts(text, ND_STR("http://")) || nd_str_starts(text, ND_STR("https://"));
}

/* An identifier is the address where it is one. */
static void put_identifier(struct nd_draft *made, const struct nd_xml_node *node) {
    struct nd_str text = nd_xml_text(node, made->arena);

    if (is_address(text) && !nd_draft_has(made, "url"))
        nd_draft_put(made, "identifier", text, "url", node->line);
    else
        nd_draft_add(made, "identifiers", text, NULL);
}

static bool read_oai(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                     struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    const struct nd_xml_node *root = nd_xml_read(text, record->line, arena, problems), *dc;
    struct nd_draft made;

    (void)reader;
    dc = nd_xml_at(root, "*:metadata/*:dc");
    if (dc == NULL) {
        nd_problems_add(problems, ND_P_RECORD, record->line, 0, "a record without Dublin Core, left out");
        return false;
    }
    nd_draft_begin(&made, arena);
    for (const struct nd_xml_node *n = dc->first; n != NULL; n = n->next) {
        struct nd_str name = n->name.ptr == NULL ? ND_STR_NONE : nd_xml_local_name(n->name);
        if (nd_str_eq(name, ND_STR("title")))
            nd_draft_put_node(&made, "title", n, "title");
        else if (nd_str_eq(name, ND_STR("creator")))
            nd_draft_add_node(&made, "creator", n, "bookauthor");
        else if (nd_str_eq(name, ND_STR("subject")))
            nd_draft_add_node(&made, "subject", n, "topics");
        else if (nd_str_eq(name, ND_STR("description")))
            nd_draft_put_node(&made, "description", n, "body");
        else if (nd_str_eq(name, ND_STR("publisher")) || nd_str_eq(name, ND_STR("source")))
            nd_draft_put_node(&made, nd_str_eq(name, ND_STR("source")) ? "source" : "publisher", n,
                              "provider");
        else if (nd_str_eq(name, ND_STR("date")))
            nd_draft_put_node(&made, "date", n, "date");
        else if (nd_str_eq(name, ND_STR("language")))
            nd_draft_put_node(&made, "language", n, "language");
        else if (nd_str_eq(name, ND_STR("identifier")))
            put_identifier(&made, n);
        else if (name.len > 0)
            nd_draft_add_node(&made, nd_arena_str(arena, name).ptr, n, NULL);
    }
    nd_draft_end(&made, item);
    item->key = nd_xml_text(nd_xml_at(root, "*:header/*:identifier"), arena);
    return made.fields->count > 0;
}

/* "The " of <nonSort>, and what stands in <subTitle> behind a colon. */
static void put_title(struct nd_draft *made, const struct nd_xml_node *info) {
    struct nd_str before = nd_xml_text(nd_xml_child(info, "*:nonSort"), made->arena),
                  title = nd_xml_text(nd_xml_child(info, "*:title"), made->arena),
                  behind = nd_xml_text(nd_xml_child(info, "*:subTitle"), made->arena);

    if (title.len == 0)
        return;
    nd_draft_put(made, "title",
                 nd_arena_printf(made->arena, "%.*s%s%.*s%s%.*s", (int)before.len, before.ptr,
                                 before.len > 0 ? " " : "", (int)title.len, title.ptr,
                                 behind.len > 0 ? ": " : "", (int)behind.len, behind.ptr),
                 "title", info->line);
}

/* A name in parts, of which some say which they are: dates are none of it. */
static void put_person(struct nd_draft *made, const struct nd_xml_node *person) {
    struct nd_str given = ND_STR(""), family = ND_STR(""), whole = ND_STR("");

    for (const struct nd_xml_node *n = nd_xml_child(person, "*:namePart"); n != NULL;
         n = nd_xml_sibling(n, "*:namePart")) {
        struct nd_str type = nd_xml_attribute(n, "type");
        if (nd_str_eq(type, ND_STR("given")) && given.len == 0)
            given = nd_xml_text(n, made->arena);
        else if (nd_str_eq(type, ND_STR("family")))
            family = nd_xml_text(n, made->arena);
        else if (type.len == 0)
            whole = nd_xml_text(n, made->arena);
    }
    if (family.len > 0)
        whole = nd_arena_printf(made->arena, "%.*s%s%.*s", (int)given.len, given.ptr,
                                given.len > 0 ? " " : "", (int)family.len, family.ptr);
    nd_draft_add(made, "name", whole, "bookauthor");
}

static bool read_mods(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                      struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    const struct nd_xml_node *root = nd_xml_read(text, record->line, arena, problems);
    struct nd_draft made;

    (void)reader;
    if (root == NULL)
        return false;
    nd_draft_begin(&made, arena);
    put_title(&made, nd_xml_child(root, "*:titleInfo"));
    for (const struct nd_xml_node *n = nd_xml_child(root, "*:name"); n != NULL;
         n = nd_xml_sibling(n, "*:name"))
        put_person(&made, n);
    nd_draft_put_node(&made, "host", nd_xml_at(root, "*:relatedItem/*:titleInfo/*:title"), "provider");
    nd_draft_put_node(&made, "publisher", nd_xml_at(root, "*:originInfo/*:publisher"), "provider");
    nd_draft_put_node(&made, "dateIssued", nd_xml_at(root, "*:originInfo/*:dateIssued"), "date");
    nd_draft_put_node(&made, "dateIssuedOfHost", nd_xml_find(root, root, "*:dateIssued"), "date");
    nd_draft_put_node(&made, "language", nd_xml_at(root, "*:language/*:languageTerm"), "language");
    nd_draft_put_node(&made, "abstract", nd_xml_child(root, "*:abstract"), "body");
    for (const struct nd_xml_node *n = nd_xml_child(root, "*:subject"); n != NULL;
         n = nd_xml_sibling(n, "*:subject"))
        nd_draft_add_node(&made, "subject", nd_xml_child(n, "*:topic"), "topics");
    nd_draft_put_node(&made, "url", nd_xml_at(root, "*:location/*:url"), "url");
    for (const struct nd_xml_node *n = nd_xml_child(root, "*:identifier"); n != NULL;
         n = nd_xml_sibling(n, "*:identifier"))
        put_identifier(&made, n);
    nd_draft_end(&made, item);
    return made.fields->count > 0;
}

/* The subfields of a field that are wanted, in order, without the sign that stands before the next. */
static struct nd_str subfields(const struct nd_xml_node *field, const char *codes, struct nd_arena *arena) {
    struct nd_buf out = {0};
    struct nd_str text;

    for (const struct nd_xml_node *n = nd_xml_child(field, "*:subfield"); n != NULL;
         n = nd_xml_sibling(n, "*:subfield")) {
        struct nd_str code = nd_xml_attribute(n, "code");
        if (code.len != 1 || nd_str_find_char(nd_str_from(codes), code.ptr[0]) == SIZE_MAX)
            continue;
        if (out.len > 0)
            nd_buf_add_char(&out, ' ');
        nd_buf_add(&out, nd_xml_text(n, arena));
    }
    text = nd_str_trim(nd_arena_take(arena, &out));
    while (text.len > 0 && nd_str_find_char(ND_STR(" /:;,="), text.ptr[text.len - 1]) != SIZE_MAX)
        text.len--;
    return text;
}

/* What fields of MARC 21 (loc.gov/marc/bibliographic) mean. */
static const struct {
    const char *tag, *codes, *key, *meaning;
    bool is_list;
} marc_fields[] = {
    {"245", "ab", "title", "title", false},       {"100", "a", "author", "bookauthor", true},
    {"700", "a", "author", "bookauthor", true},   {"773", "t", "host", "provider", false},
    {"260", "b", "publisher", "provider", false}, {"264", "b", "publisher", "provider", false},
    {"260", "c", "date", "date", false},          {"264", "c", "date", "date", false},
    {"520", "ab", "summary", "body", false},      {"650", "ax", "subject", "topics", true},
    {"653", "a", "keyword", "keywords", true},    {"856", "u", "url", "url", false},
    {"041", "a", "language", "language", false},
};

static bool read_marc(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                      struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    const struct nd_xml_node *root = nd_xml_read(text, record->line, arena, problems);
    struct nd_draft made;

    (void)reader;
    if (root == NULL)
        return false;
    nd_draft_begin(&made, arena);
    for (const struct nd_xml_node *n = nd_xml_child(root, "*:datafield"); n != NULL;
         n = nd_xml_sibling(n, "*:datafield"))
        for (size_t i = 0; i < sizeof marc_fields / sizeof *marc_fields; i++) {
            struct nd_str value;
            if (!nd_str_eq(nd_xml_attribute(n, "tag"), nd_str_from(marc_fields[i].tag)))
                continue;
            value = subfields(n, marc_fields[i].codes, arena);
            if (marc_fields[i].is_list)
                nd_draft_add(&made, marc_fields[i].key, value, marc_fields[i].meaning);
            else
                nd_draft_put(&made, marc_fields[i].key, value, marc_fields[i].meaning, n->line);
        }
    nd_draft_end(&made, item);
    item->key = nd_xml_text(nd_xml_child(root, "*:controlfield"), arena);
    return made.fields->count > 0;
}

const struct nd_format nd_format_oai = {"oai",    sniff_oai, open_oai,          nd_elements_next,
                                        read_oai, NULL,      ND_FORMAT_ARTICLES};
const struct nd_format nd_format_mods = {"mods",    sniff_mods, open_mods,         nd_elements_next,
                                         read_mods, NULL,       ND_FORMAT_ARTICLES};
const struct nd_format nd_format_marc = {"marc",    sniff_marc, open_marc,         nd_elements_next,
                                         read_marc, NULL,       ND_FORMAT_ARTICLES};
