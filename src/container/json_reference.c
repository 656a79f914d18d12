/*
 * Records of reference managers in JSON: CSL's (citationstyles.org, csl-data.json) and Zotero's own, with its
 * data in the record or below "data". People and days are maps there.
 */
#include "container/format.h"
#include "container/reference.h"
#include "newsdex/name.h"

enum { MAX_ALIASES = 20 };

struct meaning {
    const char *key, *meaning; /* NULL: nothing */
};

static const struct meaning csl[] = {
    {"title", "title"},
    {"abstract", "body"},
    {"container-title", "provider"},
    {"publisher", "provider"},
    {"author", "authors"},
    {"issued", "date"},
    {"published", "date"},
    {"published-print", "date"},
    {"published-online", "date"},
    {"keyword", "keywords"},
    {"URL", "url"},
    {"language", "language"},
    {"accessed", NULL},
    {"source", NULL},
    {"section", NULL},
    {"note", NULL},
    {NULL, NULL},
};

static const struct meaning zotero[] = {
    {"title", "title"},
    {"note", "body"},
    {"abstractNote", "body"},
    {"publicationTitle", "provider"},
    {"websiteTitle", "provider"},
    {"blogTitle", "provider"},
    {"publisher", "provider"},
    {"creators", "authors"},
    {"date", "date"},
    {"url", "url"},
    {"tags", "topics"},
    {"language", "language"},
    {"dateAdded", NULL},
    {"section", NULL},
    {NULL, NULL},
};

static void set_text(struct nd_value *value, struct nd_str text) {
    value->type = ND_STRING;
    value->text = text;
    value->first = value->last = NULL;
    value->count = 0;
}

/* {"family": "Holt", "given": "Mira"}, {"firstName": …, "lastName": …}, {"literal": …}, {"name": …} */
static struct nd_str name_of(const struct nd_value *person, struct nd_arena *arena) {
    const bool is_csl = nd_value_find(person, "family") != NULL;
    struct nd_str last = nd_value_text_of(person, is_csl ? "family" : "lastName"),
                  first = nd_value_text_of(person, is_csl ? "given" : "firstName"),
                  particle = nd_value_text_of(person, "non-dropping-particle"),
                  whole = nd_value_text_of(person, "literal");

    if (whole.len == 0)
        whole = nd_value_text_of(person, "name");
    if (last.len == 0)
        return whole;
    return nd_name_join(first, nd_name_join(particle, last, false, arena), false, arena);
}

/* Who is no author of it, an editor or translator, goes to a list of others. */
static void settle_people(struct nd_value *map, struct nd_value *people, struct nd_arena *arena) {
    struct nd_value *authors = nd_value_new(arena, ND_LIST), *others = nd_value_new(arena, ND_LIST);

    if (people == NULL || people->type != ND_LIST)
        return;
    for (const struct nd_value *v = people->first; v != NULL; v = v->next) {
        struct nd_str kind = nd_value_text_of(v, "creatorType"),
                      name = v->type == ND_MAP ? name_of(v, arena) : nd_str_trim(nd_value_text(v));
        if (kind.len > 0 && !nd_str_eq(kind, ND_STR("author")))
            nd_value_add(others, nd_value_copy(arena, v));
        else if (name.len > 0)
            nd_value_add(authors, nd_value_string(arena, name));
    }
    people->first = authors->first;
    people->last = authors->last;
    people->count = authors->count;
    if (others->count > 0)
        nd_value_put(map, ND_STR("others"), others);
}

/* {"date-parts": [[2015, 3, 5]]}, {"raw": "5 March 2015"}, {"literal": …} */
static void settle_date(struct nd_value *issued, struct nd_arena *arena) {
    const struct nd_value *parts = nd_value_find(issued, "date-parts");
    struct nd_buf date = {0};
    uint64_t number;

    if (issued == NULL || issued->type != ND_MAP)
        return;
    parts = parts == NULL || parts->first == NULL ? NULL : parts->first->first;
    for (; parts != NULL && date.len < 10; parts = parts->next)
        if (nd_str_to_uint(nd_value_text(parts), &number))
            nd_buf_addf(&date, date.len == 0 ? "%04u" : "-%02u", (unsigned)(number % 10000));
    if (date.len > 0)
        set_text(issued, nd_arena_take(arena, &date));
    else if (nd_value_text_of(issued, "raw").len > 0)
        set_text(issued, nd_value_text_of(issued, "raw"));
    else if (nd_value_text_of(issued, "literal").len > 0)
        set_text(issued, nd_value_text_of(issued, "literal"));
}

/* "<jats:p>The …</jats:p>": tags of JATS, which HTML has under these names. */
static void settle_abstract(struct nd_value *abstract, struct nd_arena *arena) {
    struct nd_str prefix = ND_STR("jats:"), rest;
    struct nd_buf out = {0};
    size_t at;

    if (abstract == NULL || abstract->type != ND_STRING || nd_str_find(abstract->text, prefix) == SIZE_MAX)
        return;
    for (rest = abstract->text; (at = nd_str_find(rest, prefix)) != SIZE_MAX;
         rest = nd_str_skip(rest, at + prefix.len)) {
        bool is_tag = at > 0 && (rest.ptr[at - 1] == '<' || rest.ptr[at - 1] == '/');
        nd_buf_add(&out, nd_str_slice(rest, 0, is_tag ? at : at + prefix.len));
    }
    nd_buf_add(&out, rest);
    abstract->text = nd_arena_take(arena, &out);
}

static void give_meanings(const struct nd_value *map, const struct meaning *table, struct nd_arena *arena,
                          struct nd_item *item) {
    struct nd_item_alias *aliases = nd_arena_alloc(arena, MAX_ALIASES, sizeof *aliases);

    for (; table->key != NULL && item->alias_count < MAX_ALIASES; table++) {
        const struct nd_value *value = nd_value_find(map, table->key);
        struct nd_str meaning = table->meaning == NULL ? ND_STR("") : nd_str_from(table->meaning);
        if (value == NULL)
            continue;
        for (size_t i = 0; i < item->alias_count; i++)
            if (nd_str_eq(aliases[i].meaning, meaning)) /* the first that is filled has it */
                meaning = ND_STR("");
        if (nd_value_is_scalar(value) && nd_str_trim(value->text).len == 0)
            meaning = ND_STR("");
        aliases[item->alias_count++] = (struct nd_item_alias){value->key, meaning};
    }
    item->aliases = aliases;
}

bool nd_json_reference(struct nd_value *map, struct nd_arena *arena, struct nd_item *item) {
    static const char *const dates[] = {"issued", "published", "published-print", "published-online"};
    const struct nd_value *issued = nd_value_find(map, "issued"), *author = nd_value_find(map, "author");
    bool is_csl =
        nd_value_find(issued, "date-parts") != NULL || nd_value_find(map, "container-title") != NULL ||
        (author != NULL && author->type == ND_LIST && nd_value_find(author->first, "family") != NULL);
    struct nd_str key;

    if (!is_csl && (nd_value_find(map, "itemType") == NULL ||
                    (nd_value_find(map, "creators") == NULL && nd_value_find(map, "note") == NULL)))
        return false;
    settle_people(map, nd_value_find(map, is_csl ? "author" : "creators"), arena);
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
        settle_date(nd_value_find(map, dates[i]), arena);
    settle_abstract(nd_value_find(map, "abstract"), arena);
    give_meanings(map, is_csl ? csl : zotero, arena, item);
    key = nd_value_text_of(map, is_csl ? "id" : "key");
    item->format = is_csl ? "csl" : "zotero";
    item->key = key.len > 0 ? key : item->key;
    item->fields = map;
    return true;
}
