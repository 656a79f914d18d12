/*
 * XML of catalogues: records of Dublin Core, MODS or MARC, as OAI-PMH and SRU hand them out, and MODS of the
 * Library of Congress alone. A description or abstract is the text; a record of OAI-PMH that was deleted is
 * counted.
 */
#include "container/elements.h"
#include "container/marc.h"
#include "container/people.h"
#include "newsdex/name.h"

static const char *const oai_records[] = {"record", NULL};
static const char *const mods_records[] = {"mods", NULL};

static bool begins_with(struct nd_str head, const char *name, const char *record) {
    struct nd_feed_tag tag;

    if (!nd_elements_first_tag(head, &tag))
        return false;
    return nd_str_eq(nd_xml_local_name(tag.name), nd_str_from(name)) ||
           nd_str_eq(nd_xml_local_name(tag.name), nd_str_from(record));
}

static bool sniff_oai(struct nd_str head, bool is_whole) {
    (void)is_whole;
    return (begins_with(head, "OAI-PMH", "ListRecords") || begins_with(head, "searchRetrieveResponse", "")) &&
           (nd_str_find(head, ND_STR("/elements/1.1/")) != SIZE_MAX ||
            nd_str_find(head, ND_STR("loc.gov/mods")) != SIZE_MAX || nd_marc_is_in(head));
}

static bool sniff_mods(struct nd_str head, bool is_whole) {
    (void)is_whole;
    return begins_with(head, "modsCollection", "mods");
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
    reader->is_nested = true;
    stream->hooks = &hooks;
    return reader;
}

static struct nd_reader *open_mods(struct nd_stream *stream, struct nd_arena *arena) {
    return nd_elements_open(stream, mods_records, arena);
}

static bool is_address(struct nd_str text) {
    return nd_str_starts(text, ND_STR("http://")) || nd_str_starts(text, ND_STR("https://"));
}

/* Files and pictures are no page to read. */
static bool is_file(struct nd_str address) {
    static const struct nd_str ends[] = {ND_STR_INIT(".pdf"), ND_STR_INIT(".jpg"), ND_STR_INIT(".png"),
                                         ND_STR_INIT(".epub"), ND_STR_INIT(".zip")};

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (address.len > ends[i].len &&
            nd_str_eq_nocase(nd_str_skip(address, address.len - ends[i].len), ends[i]))
            return true;
    return false;
}

/* The identifier that is an address, of a page rather than of a file. */
static const struct nd_xml_node *find_page(const struct nd_xml_node *in) {
    const struct nd_xml_node *found = NULL;

    for (const struct nd_xml_node *n = nd_xml_child(in, "*:identifier"); n != NULL;
         n = nd_xml_sibling(n, "*:identifier")) {
        struct nd_str text = n->first == NULL ? ND_STR_NONE : nd_str_trim(n->first->text);
        if (is_address(text) && (found == NULL || !is_file(text))) {
            found = n;
            if (!is_file(text))
                break;
        }
    }
    return found;
}

/* "pt" of xml:lang="pt-BR". */
static struct nd_str language_of(const struct nd_xml_node *node) {
    return nd_str_slice(nd_xml_attribute(node, "xml:lang"), 0, 2);
}

/* Of texts in several languages that in the language of the title. */
static const struct nd_xml_node *find_description(const struct nd_xml_node *dc) {
    const struct nd_xml_node *first = nd_xml_child(dc, "*:description"), *n = first;
    struct nd_str wanted = language_of(nd_xml_child(dc, "*:title"));

    while (n != NULL && !nd_str_eq_nocase(language_of(n), wanted))
        n = nd_xml_sibling(n, "*:description");
    return n == NULL ? first : n;
}

/* Repositories say to the second when a text came to them, and to the day when it appeared. */
static const struct nd_xml_node *find_date(const struct nd_xml_node *dc) {
    const struct nd_xml_node *first = nd_xml_child(dc, "*:issued"), *n;

    first = first == NULL ? nd_xml_child(dc, "*:date") : first;
    for (n = first; n != NULL && n->first != NULL; n = nd_xml_sibling(n, "*:date"))
        if (nd_str_find_char(n->first->text, ':') == SIZE_MAX)
            return n;
    return first;
}

/* "Holt, Mira; University of Oslo": where somebody works stands behind the name, which has a comma. */
static void put_creator(struct nd_draft *made, const struct nd_xml_node *first,
                        const struct nd_xml_node *node) {
    struct nd_str text = nd_xml_text(node, made->arena), name, rest;
    size_t at = nd_str_find_char(text, ';');

    name = nd_str_slice(text, 0, at);
    rest = at == SIZE_MAX ? ND_STR("") : nd_str_skip(text, at + 1);
    if (at == SIZE_MAX || nd_str_find_char(name, ',') == SIZE_MAX ||
        (nd_xml_sibling(first, "*:creator") == NULL && nd_str_find_char(rest, ',') != SIZE_MAX)) {
        nd_draft_add(made, "creator", text, "bookauthor");
        return;
    }
    nd_draft_add(made, "creator", name, "bookauthor");
    nd_draft_add(made, "affiliation", rest, NULL);
}

/* "clock; port": several in one. */
static void put_subjects(struct nd_draft *made, struct nd_str text) {
    const struct nd_str wide = ND_STR("；");

    while (text.len > 0) {
        size_t at = 0;
        while (at < text.len && text.ptr[at] != ';' && !nd_str_starts(nd_str_skip(text, at), wide))
            at++;
        nd_draft_add(made, "subject", nd_str_slice(text, 0, at), "topics");
        text = nd_str_skip(text, at + (at < text.len && text.ptr[at] != ';' ? wide.len : 1));
    }
}

/* True where one of that name has a meaning: others go to a list beside it. */
static bool is_single(const struct nd_draft *made, struct nd_str name) {
    const struct nd_value *value = nd_value_find(made->fields, nd_arena_str(made->arena, name).ptr);

    return value != NULL && value->type == ND_STRING;
}

static void put_dublin_core(struct nd_draft *made, const struct nd_xml_node *dc) {
    const struct nd_xml_node *text = find_description(dc), *date = find_date(dc), *page = find_page(dc),
                             *title = nd_xml_child(dc, "*:title"),
                             *publisher = nd_xml_child(dc, "*:publisher"),
                             *creator = nd_xml_child(dc, "*:creator");

    nd_draft_put_node(made, "title", title, "title");
    nd_draft_put_node(made, "description", text, "body");
    nd_draft_put_node(made, "date", date, "date");
    nd_draft_put_node(made, "identifier", page, "url");
    nd_draft_put_node(made, "publisher", publisher, "provider");
    for (const struct nd_xml_node *n = dc->first; n != NULL; n = n->next) {
        struct nd_str name = n->name.ptr == NULL ? ND_STR_NONE : nd_xml_local_name(n->name);
        if (nd_str_eq(name, ND_STR("creator")))
            put_creator(made, creator, n);
        else if (nd_str_eq(name, ND_STR("subject")))
            put_subjects(made, nd_xml_text(n, made->arena));
        else if (nd_str_eq(name, ND_STR("source")))
            nd_draft_add_node(made, "source", n, "provider");
        else if (nd_str_eq(name, ND_STR("language")))
            nd_draft_put_node(made, "language", n, "language");
        else if (name.len > 0 && n != text && n != date && n != page && n != title && n != publisher)
            nd_draft_add(made,
                         is_single(made, name)
                             ? nd_arena_printf(made->arena, "other %.*s", (int)name.len, name.ptr).ptr
                             : nd_arena_str(made->arena, name).ptr,
                         nd_xml_text(n, made->arena), NULL);
    }
}

/* Of several titles the one of no kind: others are translated, abbreviated, of a series. */
static const struct nd_xml_node *find_title(const struct nd_xml_node *mods) {
    const struct nd_xml_node *first = nd_xml_child(mods, "*:titleInfo"), *n = first;

    while (n != NULL && nd_xml_attribute(n, "type").len > 0)
        n = nd_xml_sibling(n, "*:titleInfo");
    return n == NULL ? first : n;
}

/* "The " of <nonSort>, and what stands in <subTitle> behind a colon, with the number and name of a part. */
static void put_title(struct nd_draft *made, const struct nd_xml_node *info) {
    static const char *const behind[][2] = {
        {"*:subTitle", ": "}, {"*:partNumber", ". "}, {"*:partName", ". "}};
    struct nd_str before = nd_xml_text(nd_xml_child(info, "*:nonSort"), made->arena),
                  title = nd_xml_text(nd_xml_child(info, "*:title"), made->arena);
    bool is_elided = nd_str_ends(before, ND_STR("'")) || nd_str_ends(before, ND_STR("’")) ||
                     nd_str_ends(before, ND_STR("-")) || before.len == 0;
    struct nd_buf out = {0};

    if (title.len == 0)
        return;
    nd_buf_add(&out, before);
    nd_buf_add_z(&out, is_elided ? "" : " ");
    nd_buf_add(&out, title);
    for (size_t i = 0; i < sizeof behind / sizeof *behind; i++) {
        struct nd_str part = nd_xml_text(nd_xml_child(info, behind[i][0]), made->arena);
        nd_buf_add_z(&out, part.len > 0 ? behind[i][1] : "");
        nd_buf_add(&out, part);
    }
    nd_draft_put(made, "title", nd_arena_take(made->arena, &out), "title", info->line);
}

/* A name in parts, of which some say which they are: dates are none of it. */
static void put_person(struct nd_draft *made, const struct nd_xml_node *person) {
    struct nd_str given = ND_STR(""), family = ND_STR(""), whole = ND_STR(""),
                  role = nd_people_role(person, made->arena);

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
        whole = nd_name_join(given, family, false, made->arena);
    if (whole.len == 0)
        whole = nd_xml_text(nd_xml_child(person, "*:displayForm"), made->arena);
    if (nd_str_eq(nd_xml_attribute(person, "usage"), ND_STR("primary")))
        role = ND_STR("");
    nd_people_add(made, "name", "bookauthor", whole, role);
}

/* A code says it without doubt. */
static const struct nd_xml_node *find_language(const struct nd_xml_node *mods) {
    const struct nd_xml_node *first = nd_xml_at(mods, "*:language/*:languageTerm"), *n = first;

    while (n != NULL && !nd_str_eq(nd_xml_attribute(n, "type"), ND_STR("code")))
        n = nd_xml_sibling(n, "*:languageTerm");
    return n == NULL ? first : n;
}

/* What is said besides. */
static void put_rest(struct nd_draft *made, const struct nd_xml_node *mods) {
    static const char *const names[] = {"*:genre", "*:note", "*:tableOfContents", "*:accessCondition"};

    for (const struct nd_xml_node *n = nd_xml_child(mods, "*:titleInfo"); n != NULL;
         n = nd_xml_sibling(n, "*:titleInfo"))
        if (n != find_title(mods))
            nd_draft_add_node(made, "other title", nd_xml_child(n, "*:title"), NULL);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        for (const struct nd_xml_node *n = nd_xml_child(mods, names[i]); n != NULL;
             n = nd_xml_sibling(n, names[i]))
            nd_draft_add(made, names[i] + 2, nd_xml_text(n, made->arena), NULL);
}

static void put_mods(struct nd_draft *made, const struct nd_xml_node *mods) {
    static const char *const parts[] = {"*:topic", "*:geographic", "*:name/*:namePart"};
    const struct nd_xml_node *page = find_page(mods);

    put_title(made, find_title(mods));
    for (const struct nd_xml_node *n = nd_xml_child(mods, "*:name"); n != NULL;
         n = nd_xml_sibling(n, "*:name"))
        put_person(made, n);
    nd_draft_put_node(made, "host", nd_xml_at(mods, "*:relatedItem/*:titleInfo/*:title"), "provider");
    nd_draft_put_node(made, "publisher", nd_xml_at(mods, "*:originInfo/*:publisher"), "provider");
    nd_draft_put_node(made, "dateIssued", nd_xml_at(mods, "*:originInfo/*:dateIssued"), "date");
    nd_draft_put_node(made, "dateIssuedOfHost", nd_xml_find(mods, mods, "*:dateIssued"), "date");
    nd_draft_put_node(made, "dateOfPart", nd_xml_at(mods, "*:relatedItem/*:part/*:date"), "date");
    nd_draft_put_node(made, "dateOfPart", nd_xml_at(mods, "*:part/*:date"), "date");
    nd_draft_put_node(made, "dateCreated", nd_xml_at(mods, "*:originInfo/*:dateCreated"), "date");
    nd_draft_put_node(made, "language", find_language(mods), "language");
    nd_draft_put_node(made, "abstract", nd_xml_child(mods, "*:abstract"), "body");
    for (const struct nd_xml_node *n = nd_xml_child(mods, "*:subject"); n != NULL;
         n = nd_xml_sibling(n, "*:subject"))
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
            for (const struct nd_xml_node *t = nd_xml_at(n, parts[i]); t != NULL;
                 t = nd_xml_sibling(t, parts[i]))
                nd_draft_add_node(made, "subject", t, "topics");
    nd_draft_put_node(made, "url", nd_xml_at(mods, "*:location/*:url"), "url");
    nd_draft_put_node(made, "identifier", page, "url");
    for (const struct nd_xml_node *n = nd_xml_child(mods, "*:identifier"); n != NULL;
         n = nd_xml_sibling(n, "*:identifier"))
        if (n != page)
            nd_draft_add_node(made, "identifiers", n, NULL);
    put_rest(made, mods);
}

static bool read_mods(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                      struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    const struct nd_xml_node *root = nd_xml_read(text, record->line, arena, problems);
    struct nd_draft made;

    (void)reader;
    if (root == NULL)
        return false;
    nd_draft_begin(&made, arena);
    put_mods(&made, root);
    nd_draft_end(&made, item);
    return made.fields->count > 0;
}

static bool read_oai(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                     struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    const struct nd_xml_node *root = nd_xml_read(text, record->line, arena, problems), *data, *inner;
    struct nd_draft made;

    (void)reader;
    data = nd_xml_child(root, "*:metadata");
    data = data == NULL ? nd_xml_child(root, "*:recordData") : data;
    nd_draft_begin(&made, arena);
    if ((inner = nd_xml_find(data, data, "*:mods")) != NULL)
        put_mods(&made, inner);
    else if ((inner = nd_xml_find(data, data, "*:datafield")) != NULL)
        nd_marc_put(&made, inner->parent);
    else if ((inner = nd_xml_find(data, data, "*:title")) != NULL)
        put_dublin_core(&made, inner->parent);
    if (inner == NULL) {
        nd_problems_add(problems, ND_P_RECORD, record->line, 0,
                        "a record without Dublin Core, MODS or MARC, left out");
        return false;
    }
    nd_draft_end(&made, item);
    item->key = nd_xml_text(nd_xml_at(root, "*:header/*:identifier"), arena);
    if (item->key.len == 0)
        item->key = nd_xml_text(nd_xml_child(inner->parent, "*:controlfield"), arena);
    return made.fields->count > 0;
}

const struct nd_format nd_format_oai = {"oai",    sniff_oai, open_oai,          nd_elements_next,
                                        read_oai, NULL,      ND_FORMAT_ARTICLES};
const struct nd_format nd_format_mods = {"mods",    sniff_mods, open_mods,         nd_elements_next,
                                         read_mods, NULL,       ND_FORMAT_ARTICLES};
