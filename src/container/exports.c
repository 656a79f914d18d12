/*
 * What networks, telephones and reference managers export as XML of their own: diaries (LiveJournal), posts
 * (Tumblr), messages (SMS Backup & Restore) and collections (Zotero RDF).
 */
#include "container/draft.h"
#include "container/elements.h"

static bool begins_with_element(struct nd_str head, const char *name) {
    struct nd_feed_tag tag;

    return nd_elements_first_tag(head, &tag) && nd_str_eq(nd_xml_local_name(tag.name), nd_str_from(name));
}

/* An entry of LiveJournal: its time is that of the writer. */
static bool sniff_diary(struct nd_str head, bool is_whole) {
    (void)is_whole;
    return begins_with_element(head, "livejournal");
}

static struct nd_reader *open_diary(struct nd_stream *stream, struct nd_arena *arena) {
    static const char *const records[] = {"entry", NULL};

    return nd_elements_open(stream, records, arena);
}

static bool read_diary(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                       struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    static const char *const others[] = {"security", "current_mood", "current_music", "itemid"};
    const struct nd_xml_node *root = nd_xml_read(text, record->line, arena, problems);
    struct nd_draft made;

    (void)reader;
    if (root == NULL)
        return false;
    nd_draft_begin(&made, arena);
    nd_draft_put_node(&made, "subject", nd_xml_child(root, "subject"), "title");
    nd_draft_put_node(&made, "eventtime", nd_xml_child(root, "eventtime"), "date");
    nd_draft_put_body(&made, "event", nd_xml_child(root, "event"), NULL, "text/html");
    nd_draft_put_node(&made, "taglist", nd_xml_child(root, "taglist"), "tags");
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        nd_draft_put_node(&made, others[i], nd_xml_child(root, others[i]), NULL);
    nd_draft_end(&made, item);
    item->key = nd_xml_text(nd_xml_child(root, "itemid"), arena);
    return true;
}

/* A post of Tumblr: what it is decides in which elements its title and its text are. */
static bool sniff_posts(struct nd_str head, bool is_whole) {
    (void)is_whole;
    return begins_with_element(head, "tumblr");
}

static struct nd_reader *open_posts(struct nd_stream *stream, struct nd_arena *arena) {
    static const char *const records[] = {"post", NULL};

    return nd_elements_open(stream, records, arena);
}

static bool read_posts(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                       struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    static const char *const titles[] = {"regular-title", "link-text", "conversation-title"};
    static const char *const bodies[] = {"regular-body",      "quote-text",    "link-description",
                                         "photo-caption",     "video-caption", "audio-caption",
                                         "conversation-text", "answer"};
    static const char *const others[] = {"quote-source", "question", "link-url"};
    const struct nd_xml_node *root = nd_xml_read(text, record->line, arena, problems);
    struct nd_draft made;

    (void)reader;
    if (root == NULL)
        return false;
    nd_draft_begin(&made, arena);
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        nd_draft_put_node(&made, titles[i], nd_xml_child(root, titles[i]), "title");
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        nd_draft_put_body(&made, bodies[i], nd_xml_child(root, bodies[i]), NULL, "text/html");
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        nd_draft_put_node(&made, others[i], nd_xml_child(root, others[i]), NULL);
    nd_draft_put_node(&made, "photo-url", nd_xml_child(root, "photo-url"), "image");
    nd_draft_put_attribute(&made, "url-with-slug", root, "url-with-slug", "url");
    if (!nd_draft_has(&made, "url"))
        nd_draft_put_attribute(&made, "url", root, "url", "url");
    nd_draft_put_attribute(&made, "date-gmt", root, "date-gmt", "date");
    nd_draft_put_attribute(&made, "type", root, "type", NULL);
    for (const struct nd_xml_node *tag = nd_xml_child(root, "tag"); tag != NULL;
         tag = nd_xml_sibling(tag, "tag"))
        nd_draft_add_node(&made, "tag", tag, "tags");
    nd_draft_end(&made, item);
    item->key = nd_xml_attribute(root, "id");
    return true;
}

/* A message: 2 is one that was sent, whose author is whoever has the telephone. */
static bool sniff_messages(struct nd_str head, bool is_whole) {
    (void)is_whole;
    return begins_with_element(head, "smses");
}

enum { WITH_PARTS };

static bool take_message(struct nd_reader *reader, struct nd_str record, const struct nd_feed_tag *tag) {
    (void)record;
    if (nd_str_eq(tag->name, ND_STR("sms")))
        return true;
    reader->left_out[WITH_PARTS]++;
    return false;
}

static void report_messages(const struct nd_reader *reader, struct nd_problems *problems) {
    if (reader->left_out[WITH_PARTS] > 0)
        nd_problems_add(problems, ND_P_LEFT_OUT, 0, 0, "%zu messages with pictures or to groups left out",
                        reader->left_out[WITH_PARTS]);
}

static struct nd_reader *open_messages(struct nd_stream *stream, struct nd_arena *arena) {
    static const char *const records[] = {"sms", "mms", NULL};
    static const struct nd_hooks hooks = {.report = report_messages};
    struct nd_reader *reader = nd_elements_open(stream, records, arena);

    reader->take = take_message;
    stream->hooks = &hooks;
    return reader;
}

static bool read_messages(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                          struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    const struct nd_xml_node *root = nd_xml_read(text, record->line, arena, problems);
    struct nd_str name;
    struct nd_draft made;

    (void)reader;
    if (root == NULL)
        return false;
    name = nd_xml_attribute(root, "contact_name");
    nd_draft_begin(&made, arena);
    nd_draft_put_attribute(&made, "body", root, "body", "text/plain");
    nd_draft_put_attribute(&made, "date", root, "date", "date");
    nd_draft_put_attribute(&made, "address", root, "address", NULL);
    if (nd_str_eq(nd_xml_attribute(root, "type"), ND_STR("1")) && !nd_str_eq(name, ND_STR("(Unknown)")))
        nd_draft_put(&made, "contact_name", name, "authors", root->line);
    else
        nd_draft_put(&made, "contact_name", name, NULL, root->line);
    nd_draft_end(&made, item);
    return true;
}

/* What a collection of Zotero has are the elements of these names that stand alone; its notes are counted. */
static bool sniff_collection(struct nd_str head, bool is_whole) {
    (void)is_whole;
    return nd_str_find(nd_str_slice(head, 0, head.len < 4096 ? head.len : 4096),
                       ND_STR("\"http://www.zotero.org/namespaces/export#\"")) != SIZE_MAX &&
           begins_with_element(head, "RDF");
}

enum { NOTES };

static bool take_entry(struct nd_reader *reader, struct nd_str record, const struct nd_feed_tag *tag) {
    if (!nd_str_eq(nd_xml_local_name(tag->name), ND_STR("Memo")))
        return nd_str_find(record, ND_STR("itemType>")) != SIZE_MAX;
    reader->left_out[NOTES]++;
    return false;
}

static void report_notes(const struct nd_reader *reader, struct nd_problems *problems) {
    if (reader->left_out[NOTES] > 0)
        nd_problems_add(problems, ND_P_LEFT_OUT, 0, 0, "%zu notes to entries left out",
                        reader->left_out[NOTES]);
}

static struct nd_reader *open_collection(struct nd_stream *stream, struct nd_arena *arena) {
    static const char *const records[] = {
        "Article",   "Document",      "Book",   "BookSection", "Thesis",       "Report",      "Letter",
        "Recording", "Interview",     "Image",  "Legislation", "Illustration", "Description", "MotionPicture",
        "Patent",    "CourtReporter", "Script", "Manuscript",  "Memo",         NULL};
    static const struct nd_hooks hooks = {.report = report_notes};
    struct nd_reader *reader = nd_elements_open(stream, records, arena);

    reader->is_nested = true; /* a chapter names its book */
    reader->take = take_entry;
    stream->hooks = &hooks;
    return reader;
}

static void put_people(struct nd_draft *made, const struct nd_xml_node *authors) {
    const struct nd_xml_node *person = authors;

    while (person != NULL && (person = nd_xml_find(authors, person, "foaf:Person")) != NULL) {
        struct nd_str given = nd_xml_text(nd_xml_child(person, "foaf:givenName"), made->arena),
                      surname = nd_xml_text(nd_xml_child(person, "foaf:surname"), made->arena);
        nd_draft_add(made, "authors",
                     given.len == 0 ? surname
                                    : nd_arena_printf(made->arena, "%.*s %.*s", (int)given.len, given.ptr,
                                                      (int)surname.len, surname.ptr),
                     "authors");
    }
}

static bool read_collection(const struct nd_reader *reader, struct nd_str text,
                            const struct nd_record *record, struct nd_arena *arena,
                            struct nd_problems *problems, struct nd_item *item) {
    const struct nd_xml_node *root = nd_xml_read(text, record->line, arena, problems), *part, *subject;
    struct nd_draft made;

    (void)reader;
    if (root == NULL)
        return false;
    part = nd_xml_child(root, "dcterms:isPartOf");
    nd_draft_begin(&made, arena);
    nd_draft_put_node(&made, "title", nd_xml_child(root, "dc:title"), "title");
    nd_draft_put_node(&made, "abstract", nd_xml_child(root, "dcterms:abstract"), "abstract");
    nd_draft_put_node(&made, "date", nd_xml_child(root, "dc:date"), "date");
    nd_draft_put_node(&made, "language", nd_xml_child(root, "z:language"), "language");
    nd_draft_put_node(&made, "itemType", nd_xml_child(root, "z:itemType"), NULL);
    nd_draft_put_node(&made, "uri", nd_xml_at(root, "dc:identifier/dcterms:URI/rdf:value"), "url");
    put_people(&made, nd_xml_child(root, "bib:authors"));
    if (part != NULL)
        nd_draft_put_node(&made, "isPartOf", nd_xml_find(part, part, "dc:title"), "provider");
    for (subject = nd_xml_child(root, "dc:subject"); subject != NULL;
         subject = nd_xml_sibling(subject, "dc:subject"))
        nd_draft_add_node(&made, "subject", subject, "tags");
    nd_draft_put_node(&made, "dateSubmitted", nd_xml_child(root, "dcterms:dateSubmitted"), NULL);
    nd_draft_end(&made, item);
    item->key = nd_xml_attribute(root, "rdf:about");
    return true;
}

const struct nd_format nd_format_livejournal = {
    "livejournal", sniff_diary, open_diary, nd_elements_next, read_diary, NULL, ND_FORMAT_ARTICLES};
const struct nd_format nd_format_tumblr = {"tumblr",   sniff_posts, open_posts,        nd_elements_next,
                                           read_posts, NULL,        ND_FORMAT_ARTICLES};
const struct nd_format nd_format_sms = {"sms",         sniff_messages, open_messages,     nd_elements_next,
                                        read_messages, NULL,           ND_FORMAT_ARTICLES};
const struct nd_format nd_format_zotero = {
    "zotero", sniff_collection, open_collection, nd_elements_next, read_collection, NULL, ND_FORMAT_ARTICLES};
