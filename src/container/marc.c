#include "container/marc.h"

#include "container/elements.h"
#include "container/people.h"

static const char *const records[] = {"record", NULL};

enum how { ONE /* first has it */, LIST, EACH /* of its subfields */, PERSON };

/* What fields mean, the best before those that mean the same: MARC 21 (loc.gov/marc/bibliographic). */
struct meaning {
    const char *tag, *second; /* indicator, "" is any */
    const char *codes, *between, *key, *meaning;
    enum how how;
};

static const struct meaning marc21[] = {
    {"245", "", "abnp", " ", "title", "title", ONE},
    {"245", "", "c", " ", "responsibility", NULL, ONE},
    {"100", "", "ab", " ", "author", "bookauthor", PERSON},
    {"110", "", "ab", " ", "author", "bookauthor", PERSON},
    {"700", "", "ab", " ", "author", "bookauthor", PERSON},
    {"773", "", "t", " ", "host", "provider", ONE},
    {"260", "", "b", " ", "publisher", "provider", ONE},
    {"264", "1", "b", " ", "publisher", "provider", ONE},
    {"264", "1", "c", " ", "date", "date", ONE},
    {"260", "", "c", " ", "date", "date", ONE},
    {"264", "", "b", " ", "publisher", "provider", ONE},
    {"264", "", "c", " ", "date", "date", ONE},
    {"520", "", "ab", " ", "summary", "body", ONE},
    {"600", "", "abx", " -- ", "subject", "topics", LIST},
    {"610", "", "abx", " -- ", "subject", "topics", LIST},
    {"650", "", "avxyz", " -- ", "subject", "topics", LIST},
    {"651", "", "avxyz", " -- ", "subject", "topics", LIST},
    {"653", "", "a", " ", "keyword", "keywords", EACH},
    {"856", "", "u", " ", "url", "url", ONE},
    {"041", "", "a", " ", "language", "language", ONE},
    {NULL, "", "", "", "", NULL, ONE},
};

/* UNIMARC Bibliographic, 3rd edition (IFLA). */
static const struct meaning unimarc[] = {
    {"200", "", "aehi", " : ", "title", "title", ONE},
    {"200", "", "fg", " ; ", "responsibility", NULL, ONE},
    {"700", "", "ab", ", ", "author", "bookauthor", PERSON},
    {"701", "", "ab", ", ", "author", "bookauthor", PERSON},
    {"702", "", "ab", ", ", "author", "bookauthor", PERSON},
    {"461", "", "t", " ", "host", "provider", ONE},
    {"463", "", "t", " ", "host", "provider", ONE},
    {"210", "", "c", " ", "publisher", "provider", ONE},
    {"214", "", "c", " ", "publisher", "provider", ONE},
    {"210", "", "d", " ", "date", "date", ONE},
    {"214", "", "d", " ", "date", "date", ONE},
    {"330", "", "a", " ", "summary", "body", ONE},
    {"606", "", "axyz", " -- ", "subject", "topics", LIST},
    {"607", "", "axyz", " -- ", "subject", "topics", LIST},
    {"610", "", "a", " ", "keyword", "keywords", EACH},
    {"856", "", "u", " ", "url", "url", ONE},
    {"101", "", "a", " ", "language", "language", ONE},
    {NULL, "", "", "", "", NULL, ONE},
};

/* Without the sign that stands before what comes next, and the point at the end: that of "Holt, M." stays. */
static struct nd_str without_signs(struct nd_str text) {
    size_t letters = 0;

    text = nd_str_trim(text);
    while (text.len > 0 && nd_str_find_char(ND_STR(" /:;,="), text.ptr[text.len - 1]) != SIZE_MAX)
        text.len--;
    if (!nd_str_ends(text, ND_STR(".")) || nd_str_ends(text, ND_STR("..")))
        return text;
    for (size_t i = text.len - 1; i-- > 0 && !nd_char_is_blank(text.ptr[i]) && text.ptr[i] != '.';) {
        unsigned char byte = (unsigned char)text.ptr[i];
        letters += byte >= 0xE0 ? 3 : (byte & 0xC0) != 0x80;
    }
    return letters > 2 ? nd_str_slice(text, 0, text.len - 1) : text;
}

/* The subfields of a field that are wanted, in order, with what stands between two. */
static struct nd_str subfields(const struct nd_xml_node *field, const char *codes, const char *between,
                               struct nd_arena *arena) {
    struct nd_buf out = {0};

    for (const struct nd_xml_node *n = nd_xml_child(field, "*:subfield"); n != NULL;
         n = nd_xml_sibling(n, "*:subfield")) {
        struct nd_str code = nd_xml_attribute(n, "code"), text = nd_xml_text(n, arena);
        if (code.len != 1 || text.len == 0 || nd_str_find_char(nd_str_from(codes), code.ptr[0]) == SIZE_MAX)
            continue;
        if (out.len > 0)
            nd_buf_add_z(&out, between);
        nd_buf_add(&out, between[1] == '\0' ? text : without_signs(text));
    }
    return nd_str_trim(nd_arena_take(arena, &out));
}

/* What somebody did, by a word or code: of several that of an author. */
static struct nd_str role_of(const struct nd_xml_node *field, struct nd_arena *arena) {
    struct nd_str found = ND_STR("");

    for (const struct nd_xml_node *n = nd_xml_child(field, "*:subfield"); n != NULL;
         n = nd_xml_sibling(n, "*:subfield")) {
        struct nd_str code = nd_xml_attribute(n, "code");
        if (!nd_str_eq(code, ND_STR("e")) && !nd_str_eq(code, ND_STR("4")))
            continue;
        if (found.len == 0 || nd_people_is_author(nd_xml_text(n, arena)))
            found = without_signs(nd_xml_text(n, arena));
    }
    return found;
}

static void put_field(struct nd_draft *made, const struct meaning *row, const struct nd_xml_node *field) {
    struct nd_arena *arena = made->arena;
    const bool is_text = row->meaning != NULL && nd_str_eq(nd_str_from(row->meaning), ND_STR("body"));
    struct nd_str value = subfields(field, row->codes, row->between, arena);

    value = is_text ? value : without_signs(value);

    if (row->how == PERSON)
        nd_people_add(made, row->key, row->meaning, value, role_of(field, arena));
    else if (row->how == LIST)
        nd_draft_add(made, row->key, value, row->meaning);
    else if (row->how == ONE && row->meaning != NULL &&
             nd_str_eq(nd_str_from(row->meaning), ND_STR("language")))
        nd_draft_put(made, row->key, nd_str_slice(value, 0, nd_str_find_char(value, ' ')), row->meaning,
                     field->line);
    else if (row->how == ONE)
        nd_draft_put(made, row->key, value, row->meaning, field->line);
    else
        for (const struct nd_xml_node *n = nd_xml_child(field, "*:subfield"); n != NULL;
             n = nd_xml_sibling(n, "*:subfield"))
            if (nd_str_eq(nd_xml_attribute(n, "code"), nd_str_from(row->codes)))
                nd_draft_add(made, row->key, without_signs(nd_xml_text(n, arena)), row->meaning);
}

static bool is_of(const struct nd_xml_node *field, const struct meaning *row) {
    return nd_str_eq(nd_xml_attribute(field, "tag"), nd_str_from(row->tag)) &&
           (row->second[0] == '\0' || nd_str_eq(nd_xml_attribute(field, "ind2"), nd_str_from(row->second)));
}

/* All of a field that means nothing else; a title in its own script has the field it belongs to before it. */
static void put_rest(struct nd_draft *made, const struct nd_xml_node *record, const struct meaning *rows) {
    for (const struct nd_xml_node *n = nd_xml_child(record, "*:datafield"); n != NULL;
         n = nd_xml_sibling(n, "*:datafield")) {
        const struct meaning *row = rows;
        while (row->tag != NULL && !is_of(n, row))
            row++;
        if (row->tag == NULL)
            nd_draft_add(made, nd_arena_str(made->arena, nd_xml_attribute(n, "tag")).ptr,
                         subfields(n, "abcdefghijklmnopqrstuvwxyz6", " ", made->arena), NULL);
    }
}

/* Fields of one length say the year and the language, where no other does. */
static void put_fixed(struct nd_draft *made, const struct nd_xml_node *record) {
    for (const struct nd_xml_node *n = nd_xml_child(record, "*:controlfield"); n != NULL;
         n = nd_xml_sibling(n, "*:controlfield")) {
        struct nd_str text = n->first == NULL ? ND_STR_NONE : n->first->text;
        if (!nd_str_eq(nd_xml_attribute(n, "tag"), ND_STR("008")) || text.len < 38)
            continue;
        if (nd_char_is_digit(text.ptr[7]) && nd_char_is_digit(text.ptr[10]) && !nd_draft_has(made, "date"))
            nd_draft_put(made, "008/07-10", nd_str_slice(text, 7, 11), "date", n->line);
        if (nd_char_is_alpha(text.ptr[35]) && !nd_draft_has(made, "language") &&
            nd_str_find(ND_STR("und mul zxx"), nd_str_slice(text, 35, 38)) == SIZE_MAX)
            nd_draft_put(made, "008/35-37", nd_str_slice(text, 35, 38), "language", n->line);
    }
}

static const struct nd_xml_node *find_field(const struct nd_xml_node *record, const char *tag) {
    const struct nd_xml_node *n = nd_xml_child(record, "*:datafield");

    while (n != NULL && !nd_str_eq(nd_xml_attribute(n, "tag"), nd_str_from(tag)))
        n = nd_xml_sibling(n, "*:datafield");
    return n;
}

/* The day of an issue behind what an article stands in: "2018-06-01", "Vol. 3, 2018-06-01". */
static void put_day_of_host(struct nd_draft *made, const struct nd_xml_node *record) {
    const struct nd_xml_node *host = find_field(record, "773");
    struct nd_str text = subfields(host, "g", " ", made->arena), shape = ND_STR("0000-00-00");

    for (size_t at = 0; at + shape.len <= text.len; at++) {
        size_t i = 0;
        while (i < shape.len &&
               (shape.ptr[i] == '-' ? text.ptr[at + i] == '-' : nd_char_is_digit(text.ptr[at + i])))
            i++;
        if (i == shape.len) {
            nd_draft_put(made, "773 date", nd_str_slice(text, at, at + i), "date", host->line);
            return;
        }
    }
    nd_draft_put(made, "773", text, NULL, host == NULL ? 0 : host->line);
}

void nd_marc_put(struct nd_draft *made, const struct nd_xml_node *record) {
    const bool is_unimarc = find_field(record, "245") == NULL && find_field(record, "200") != NULL;
    const struct meaning *rows = is_unimarc ? unimarc : marc21;

    if (!is_unimarc)
        put_day_of_host(made, record);
    for (const struct meaning *row = rows; row->tag != NULL; row++)
        for (const struct nd_xml_node *n = nd_xml_child(record, "*:datafield"); n != NULL;
             n = nd_xml_sibling(n, "*:datafield"))
            if (is_of(n, row))
                put_field(made, row, n);
    if (!is_unimarc)
        put_fixed(made, record);
    put_rest(made, record, rows);
}

bool nd_marc_is_in(struct nd_str head) {
    return nd_str_find(head, ND_STR("loc.gov/MARC21/slim")) != SIZE_MAX ||
           nd_str_find(head, ND_STR("marcxchange")) != SIZE_MAX;
}

static bool sniff(struct nd_str head, bool is_whole) {
    struct nd_feed_tag tag;
    struct nd_str name;

    (void)is_whole;
    if (!nd_elements_first_tag(head, &tag))
        return false;
    name = nd_xml_local_name(tag.name);
    return (nd_str_eq(name, ND_STR("collection")) || nd_str_eq(name, ND_STR("record"))) &&
           nd_marc_is_in(head);
}

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    return nd_elements_open(stream, records, arena);
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    const struct nd_xml_node *root = nd_xml_read(text, record->line, arena, problems);
    struct nd_draft made;

    (void)reader;
    if (root == NULL)
        return false;
    nd_draft_begin(&made, arena);
    nd_marc_put(&made, root);
    nd_draft_end(&made, item);
    item->key = nd_xml_text(nd_xml_child(root, "*:controlfield"), arena);
    return made.fields->count > 0;
}

const struct nd_format nd_format_marc = {.name = "marc",
                                         .sniff = sniff,
                                         .open = open,
                                         .next = nd_elements_next,
                                         .read = read,
                                         .kind = ND_FORMAT_ARTICLES};
