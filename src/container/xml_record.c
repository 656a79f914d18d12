/*
 * Articles in XML of a form nobody has described: an element with a title and a text among its children,
 * alone or as often as there are articles. What its children are called is what they are, as with keys of
 * JSON.
 */
#include "container/elements.h"
#include "container/people.h"

enum { MAX_DEPTH = 32, MAX_FIELDS = 200, NAME_MAX = 16 };

/* Names in lower case, without signs. What is called so decides only whether there are articles at all. */
static const char *const titles[] = {"title",  "headline",   "heading",      "hedline", "hl1",     "titre",
                                     "titel",  "titulo",     "titolo",       "tytul",   "otsikko", "rubrik",
                                     "tittel", "overskrift", "articletitle", "kop",     NULL};
static const char *const texts[] = {
    "body",        "text",     "content",  "story",        "fulltext", "articletext", "bodytext", "maintext",
    "articlebody", "bodyhtml", "contents", "abstracttext", "texte",    "contenu",     "texto",    "inhalt",
    "contenido",   "conteudo", "testo",    "contenuto",    "tekst",    "brodtext",    NULL};

static struct nd_str fold(struct nd_str name, char out[NAME_MAX]) {
    size_t length = 0;

    name = nd_xml_local_name(name);
    for (size_t i = 0; i < name.len; i++) {
        if (name.ptr[i] == '-' || name.ptr[i] == '_' || name.ptr[i] == '.')
            continue;
        if (length == NAME_MAX)
            return ND_STR_NONE;
        out[length++] = nd_char_lower(name.ptr[i]);
    }
    return nd_str_of(out, length);
}

static bool is_one_of(struct nd_str name, const char *const *names) {
    char out[NAME_MAX];

    return nd_elements_is_among(fold(name, out), names);
}

/* Elements that are called by what they are to a program; what they are to a reader is an attribute of
 * theirs. */
static const char *const cells[] = {"field", "column", "str",   "arr",  "date",     "int",
                                    "long",  "double", "float", "bool", "property", NULL};

/* <field name="title">, <column name="title">, <str name="title">: what is meant, otherwise the element's
 * name. */
static struct nd_str tag_name(const struct nd_feed_tag *tag) {
    struct nd_str inner = tag->inner, name, value;

    if (nd_elements_is_among(tag->name, cells))
        while (nd_feed_scan_attribute(&inner, &name, &value))
            if (nd_str_eq(name, ND_STR("name")))
                return value;
    return tag->name;
}

static struct nd_str node_name(const struct nd_xml_node *node) {
    struct nd_str name =
        nd_elements_is_among(node->name, cells) ? nd_xml_attribute(node, "name") : ND_STR_NONE;

    return name.len > 0 ? name : node->name;
}

/* An element that is open, and what its children are so far. */
struct level {
    struct nd_str name;
    bool has_title, has_text;
};

/* Elements whose attributes may be all of an article, or all but its text. */
static const char *const records[] = {"article", "post", "item",   "doc",      "document", "story",
                                      "entry",   "news", "record", "bookmark", "row",      NULL};

/* <article title="…">, <post href="…" description="…">. */
static bool has_title_attribute(const struct nd_feed_tag *tag) {
    struct nd_str inner = tag->inner, name, value;
    bool has_address = false, has_words = false;

    while (nd_feed_scan_attribute(&inner, &name, &value)) {
        if (is_one_of(name, titles))
            return true;
        has_address = has_address || nd_str_eq_nocase(name, ND_STR("href"));
        has_words = has_words || nd_str_eq_nocase(name, ND_STR("description"));
    }
    return has_address && has_words;
}

/* A sitemap of news has the title of an article one level down (Google News sitemaps). */
static bool is_news_sitemap(struct nd_str head, struct nd_str root) {
    return nd_str_eq(nd_xml_local_name(root), ND_STR("urlset")) &&
           nd_str_find(head, ND_STR(":title>")) != SIZE_MAX;
}

/* Takes an end tag: closes what is open in it as well. */
static size_t close_level(const struct level *levels, size_t depth, struct nd_str name) {
    for (size_t i = depth; i-- > 0;)
        if (nd_str_eq(levels[i].name, name))
            return i;
    return depth;
}

/* The name of the element that has a title and a text in it; absent when there is none in head. */
static struct nd_str find_record_name(struct nd_str head) {
    struct nd_feed_scan scan = {.text = head};
    struct level levels[MAX_DEPTH];
    struct nd_feed_tag tag;
    size_t depth = 0;

    if (!nd_elements_first_tag(head, &tag) || nd_elements_is_page(tag.name))
        return ND_STR_NONE;
    if (is_news_sitemap(head, tag.name))
        return ND_STR("url");
    while (nd_feed_scan_next(&scan, &tag) == ND_OK) {
        if (tag.kind == ND_FEED_END) {
            depth = close_level(levels, depth, tag.name);
            continue;
        }
        if (depth > 0 && is_one_of(tag.name, records) && has_title_attribute(&tag))
            return tag.name;
        if (depth > 0) {
            levels[depth - 1].has_title = levels[depth - 1].has_title || is_one_of(tag_name(&tag), titles);
            levels[depth - 1].has_text = levels[depth - 1].has_text || is_one_of(tag_name(&tag), texts);
            if (levels[depth - 1].has_title && levels[depth - 1].has_text)
                return nd_elements_is_page(levels[depth - 1].name) ? ND_STR_NONE : levels[depth - 1].name;
        }
        if (tag.kind == ND_FEED_START && depth == MAX_DEPTH)
            return ND_STR_NONE;
        if (tag.kind == ND_FEED_START)
            levels[depth++] = (struct level){.name = tag.name};
    }
    return ND_STR_NONE;
}

static bool sniff(struct nd_str head, bool is_whole) {
    (void)is_whole;
    return find_record_name(head).len > 0;
}

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    const char **names = nd_arena_alloc(arena, 2, sizeof *names);
    struct nd_str name = find_record_name(nd_stream_rest(stream));
    struct nd_reader *reader;

    if (name.len == 0)
        return NULL;
    names[0] = nd_arena_str(arena, nd_xml_local_name(name)).ptr;
    reader = nd_elements_open(stream, names, arena);
    reader->passed = nd_xml_around_new(arena);
    return reader;
}

/* Puts value under key; of what is there already it makes a list. */
static void put(struct nd_value *fields, struct nd_str key, struct nd_value *value, struct nd_arena *arena) {
    struct nd_value *old = fields->first;

    while (old != NULL && !nd_str_eq(old->key, key))
        old = old->next;
    if (old != NULL && old->type != ND_LIST) {
        struct nd_value *first = nd_value_copy(arena, old);
        *old = (struct nd_value){.type = ND_LIST, .key = old->key, .line = old->line, .next = old->next};
        nd_value_add(old, first);
    }
    if (old != NULL)
        nd_value_add(old, value);
    else if (fields->count < MAX_FIELDS)
        nd_value_put(fields, key, value);
}

/* <keywords><keyword>ice</keyword><keyword>boats</keyword></keywords>: a list of what is inside. */
static bool is_list(const struct nd_xml_node *node) {
    struct nd_str first = ND_STR_NONE;

    for (const struct nd_xml_node *n = node->first; n != NULL; n = n->next) {
        if (n->name.ptr == NULL && nd_str_trim(n->text).len > 0)
            return false;
        if (n->name.ptr == NULL)
            continue;
        if (nd_xml_has_elements(n) || (first.ptr != NULL && !nd_str_eq(first, n->name)))
            return false;
        first = n->name;
    }
    return first.ptr != NULL;
}

/* <authorList><author><fullName>…</author><author>…</author></authorList>: the same of elements of one name
 * with elements in them. */
static bool is_list_of_maps(const struct nd_xml_node *node) {
    struct nd_str first = ND_STR_NONE;

    for (const struct nd_xml_node *n = node->first; n != NULL; n = n->next) {
        if (n->name.ptr == NULL
                ? nd_str_trim(n->text).len > 0
                : !nd_xml_has_elements(n) || (first.ptr != NULL && !nd_str_eq(first, n->name)))
            return false;
        first = n->name.ptr == NULL ? first : n->name;
    }
    return first.ptr != NULL;
}

/* Elements of several names and no text beside them, one of them a title: <news:news>. */
static bool is_group(const struct nd_xml_node *node) {
    bool has_title = false;

    for (const struct nd_xml_node *n = node->first; n != NULL; n = n->next) {
        if (n->name.ptr == NULL && nd_str_trim(n->text).len > 0)
            return false;
        has_title = has_title || (n->name.ptr != NULL && is_one_of(n->name, titles));
    }
    return has_title;
}

/* <publication><name>…</name><language>…</language></publication> */
static struct nd_value *read_map(const struct nd_xml_node *node, struct nd_arena *arena) {
    struct nd_value *map = nd_value_new(arena, ND_MAP);

    for (const struct nd_xml_node *n = node->first; n != NULL; n = n->next) {
        if (n->name.ptr == NULL ? nd_str_trim(n->text).len > 0 : nd_xml_has_elements(n))
            return NULL;
        if (n->name.ptr != NULL && map->count < MAX_FIELDS && nd_xml_text(n, arena).len > 0)
            nd_value_put(map, nd_xml_local_name(n->name), nd_value_string(arena, nd_xml_text(n, arena)));
    }
    return map->count > 1 ? map : NULL;
}

/* Elements that are who wrote it, and others that are people or hold some. */
static const char *const authors[] = {"author",  "auteur", "autor",   "autore",    "byline",     "creator",
                                      "authors", "writer", "auteurs", "verfasser", "journalist", NULL};
static const char *const people[] = {"authorlist",  "authorgroup", "autoren", "autores",      "autori",
                                     "creators",    "contributor", "contrib", "contributors", "contribgroup",
                                     "contriblist", "person",      "persons", "people",       "persname",
                                     "credits",     "credit",      NULL};

static bool is_people(struct nd_str name) {
    return is_one_of(name, authors) || is_one_of(name, people);
}

static bool holds_people(const struct nd_xml_node *node) {
    for (const struct nd_xml_node *n = node->first; n != NULL; n = n->next)
        if (n->name.ptr != NULL && is_people(n->name))
            return true;
    return false;
}

static void put_member(struct nd_value *map, struct nd_str key, struct nd_str text, struct nd_arena *arena) {
    text = nd_arena_one_line(arena, text);
    if (text.len > 0 && map->count < MAX_FIELDS && nd_value_get(map, key) == NULL)
        nd_value_put(map, key, nd_value_string(arena, text));
}

/* {"name": …, "role": …, "email": …}; the name alone where there is nothing else. */
static struct nd_value *read_person(const struct nd_xml_node *node, struct nd_arena *arena) {
    struct nd_value *map = nd_value_new(arena, ND_MAP);
    struct nd_str name = nd_people_name(node, arena), role = nd_people_role(node, arena);

    if (name.len == 0)
        return NULL;
    put_member(map, ND_STR("name"), name, arena);
    put_member(map, ND_STR("role"), role, arena);
    for (const struct nd_xml_attribute *a = node->attributes; a != NULL; a = a->next)
        if (!nd_str_ends(a->value, role) && !nd_str_starts(a->name, ND_STR("xmlns")))
            put_member(map, a->name, a->value, arena);
    for (const struct nd_xml_node *n = node->first; n != NULL; n = n->next)
        if (n->name.ptr != NULL && !(nd_people_is_part(n) && nd_xml_has_elements(n)) &&
            !nd_str_eq(nd_xml_text(n, arena), name))
            put_member(map, nd_xml_local_name(n->name), nd_xml_text(n, arena), arena);
    return map->count == 1 ? nd_value_string(arena, name) : map;
}

/* Who wrote it, by what an element is called or by what it says that somebody did, is an author. */
static void put_people(struct nd_value *fields, const struct nd_xml_node *node, struct nd_str key, int depth,
                       struct nd_arena *arena) {
    struct nd_value *person;

    if (depth < 3 && holds_people(node)) {
        for (const struct nd_xml_node *n = node->first; n != NULL; n = n->next)
            if (n->name.ptr != NULL && is_people(n->name))
                put_people(fields, n, is_one_of(n->name, authors) ? nd_xml_local_name(n->name) : key,
                           depth + 1, arena);
            else if (n->name.ptr != NULL && nd_xml_text(n, arena).len > 0)
                put(fields,
                    nd_arena_printf(arena, "%.*s %.*s", (int)key.len, key.ptr, (int)n->name.len, n->name.ptr),
                    nd_value_string(arena, nd_arena_one_line(arena, nd_xml_text(n, arena))), arena);
        return;
    }
    person = read_person(node, arena);
    if (person == NULL) /* parts of a name in no vocabulary */
        person = read_map(node, arena);
    if (person == NULL && nd_xml_text(node, arena).len > 0)
        person = nd_value_string(arena, nd_arena_one_line(arena, nd_xml_text(node, arena)));
    if (person == NULL)
        return;
    if (person->type == ND_MAP && !is_one_of(key, authors) &&
        nd_people_is_author(nd_value_text_of(person, "role")))
        key = ND_STR("author");
    put(fields, key, person, arena);
}

/* A list of names alone is read as any list; a name with what it did, or in parts, as a person. */
static bool has_people(const struct nd_xml_node *node) {
    if (!is_people(node->name))
        return false;
    if (!nd_xml_has_elements(node))
        return nd_xml_attribute(node, "role").len > 0;
    if (!is_list(node) || !holds_people(node))
        return true;
    for (const struct nd_xml_node *n = node->first; n != NULL; n = n->next)
        if (n->attributes != NULL)
            return true;
    return false;
}

static void put_children(struct nd_value *fields, const struct nd_xml_node *node, int depth,
                         struct nd_arena *arena);

static void put_node(struct nd_value *fields, const struct nd_xml_node *node, int depth,
                     struct nd_arena *arena) {
    struct nd_str key = nd_xml_local_name(node_name(node)), text;
    struct nd_value *value;

    if (has_people(node)) {
        put_people(fields, node, key, 0, arena);
        return;
    }
    if (!is_one_of(node->name, texts) && nd_xml_has_elements(node) && is_list(node)) {
        for (const struct nd_xml_node *n = node->first; n != NULL; n = n->next)
            if (n->name.ptr != NULL && nd_xml_text(n, arena).len > 0)
                put(fields, key, nd_value_string(arena, nd_xml_text(n, arena)), arena);
        return;
    }
    if (!is_one_of(node->name, texts) && nd_xml_has_elements(node) && is_list_of_maps(node)) {
        for (const struct nd_xml_node *n = node->first; n != NULL; n = n->next)
            if (n->name.ptr != NULL && (value = read_map(n, arena)) != NULL)
                put(fields, nd_xml_local_name(n->name), value, arena);
        return;
    }
    if (!is_one_of(node->name, texts) && nd_xml_has_elements(node)) {
        if (depth < 2 && is_group(node)) {
            put_children(fields, node, depth + 1, arena);
            return;
        }
        if ((value = read_map(node, arena)) != NULL) {
            put(fields, key, value, arena);
            return;
        }
    }
    text = is_one_of(node_name(node), texts) ? nd_xml_markup(node, NULL, arena) : nd_xml_text(node, arena);
    if (nd_str_trim(text).len == 0)
        return;
    value = nd_value_string(arena, nd_str_trim(text));
    value->line = node->line;
    put(fields, key, value, arena);
}

static void put_children(struct nd_value *fields, const struct nd_xml_node *node, int depth,
                         struct nd_arena *arena) {
    for (const struct nd_xml_node *n = node->first; n != NULL; n = n->next)
        if (n->name.ptr != NULL)
            put_node(fields, n, depth, arena);
}

/* All that is in a record is its text: its fields are attributes. */
static bool is_text(const struct nd_xml_node *root) {
    for (const struct nd_xml_node *n = root->first; n != NULL; n = n->next)
        if (n->name.ptr != NULL && nd_str_eq_nocase(nd_xml_local_name(n->name), ND_STR("p")))
            return true;
    return false;
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    const struct nd_xml_node *root = nd_xml_read(text, record->line, arena, problems);
    struct nd_value *fields = nd_value_new(arena, ND_MAP);

    (void)reader;
    if (root == NULL)
        return false;
    if (is_text(root))
        nd_value_put(fields, ND_STR("body"), nd_value_string(arena, nd_xml_markup(root, NULL, arena)));
    else
        put_children(fields, root, 0, arena);
    for (const struct nd_xml_attribute *a = root->attributes; a != NULL; a = a->next)
        if (!nd_str_starts(a->name, ND_STR("xmlns")) && nd_value_get(fields, a->name) == NULL &&
            fields->count < MAX_FIELDS && nd_str_trim(a->value).len > 0)
            nd_value_put(fields, a->name, nd_value_string(arena, nd_str_trim(a->value)));
    item->fields = fields;
    nd_json_bookmark(fields, item);
    if (record->around.len > 0)
        nd_around_put(record->around, fields, arena, item);
    return true;
}

const struct nd_format nd_format_xml = {.name = "xml",
                                        .sniff = sniff,
                                        .open = open,
                                        .next = nd_elements_next,
                                        .read = read,
                                        .kind = ND_FORMAT_TEXT};
