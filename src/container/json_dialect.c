/*
 * Records of JSON whose keys mean what their format says: ninjs (IPTC, 1 to 3) and what the Associated Press
 * sends, which is ninjs in an envelope; posts as WordPress' API gives them; trafilatura's pages.
 */
#include "container/format.h"

enum { MAX_ALIASES = 48 };

struct dialect {
    const char *key, *meaning; /* NULL: it means nothing; a key ends the table */
};

struct reading {
    struct nd_arena *arena;
    struct nd_value *map;
    struct nd_item_alias *aliases;
    size_t count;
};

/* Keys of ninjs, in all versions and spellings; of those with the same meaning the first counts. */
static const struct dialect ninjs[] = {
    {"headline", "title"},
    {"headlines", "title"},
    {"title", "title"},
    {"versioncreated", "date"},
    {"contentcreated", "date"},
    {"firstcreated", "date"},
    {"body_xhtml", "body"},
    {"body_html", "body"},
    {"bodies", "body"},
    {"body_nitf", "body"},
    {"body_text", "body"},
    {"byline", "byline"},
    {"by", "byline"},
    {"bylines", "byline"},
    {"uri", "uri"},
    {"guid", "uri"},
    {"subject", "topics"},
    {"subjects", "topics"},
    {"person", "presspeople"},
    {"people", "presspeople"},
    {"place", "pressplaces"},
    {"places", "pressplaces"},
    {"organisation", "pressorganisations"},
    {"organisations", "pressorganisations"},
    {"keywords", "keywords"},
    {"keyword", "keywords"},
    {"description_text", "excerpt"},
    {"description_summary", "excerpt"},
    {"descriptions", "excerpt"},
    {"provider", "provider"},
    {"copyrightholder", "provider"},
    {"infosource", "provider"},
    {"pubstatus", "ispublished"},
    {"language", "language"},
    {"associations", NULL},
    {"object", NULL},
    {"event", NULL},
    {"source", NULL},
    {"version", NULL},
    {"located", NULL},
    {"slugline", NULL},
    {NULL, NULL},
};

static const struct dialect wordpress[] = {
    {"date_gmt", "date"},     {"date", "date"},    {"link", "url"},
    {"guid", NULL},           {"author", NULL},    {"author names", "authors"},
    {"term names", "topics"}, {"_embedded", NULL}, {NULL, NULL},
};

/* Articles of the National Library of Australia (Trove): the title is that of the newspaper. */
static const struct dialect trove[] = {
    {"heading", "title"}, {"title", "provider"}, {"troveurl", "url"},
    {"url", NULL},        {"snippet", NULL},     {NULL, NULL},
};

/* Posts and the articles they lead to, as the Clickbait Challenge has them. */
static const struct dialect clickbait[] = {
    {"targettitle", "title"},
    {"targetparagraphs", "body"},
    {"targetdescription", "excerpt"},
    {"targetkeywords", "keywords"},
    {"posttimestamp", "date"},
    {"posttext", NULL},
    {NULL, NULL},
};

static const struct dialect trafilatura[] = {
    {"source", "url"},
    {"source-hostname", "provider"},
    {"hostname", "provider"},
    {NULL, NULL},
};

/* Keys are one in all spellings: "versionCreated", "versioncreated", "version_created". */
static bool is_key(struct nd_str key, const char *name) {
    struct nd_str wanted = nd_str_from(name);
    size_t k = 0, w = 0;

    for (;;) {
        while (k < key.len && (key.ptr[k] == '_' || key.ptr[k] == '-'))
            k++;
        while (w < wanted.len && (wanted.ptr[w] == '_' || wanted.ptr[w] == '-'))
            w++;
        if (k == key.len || w == wanted.len)
            return k == key.len && w == wanted.len;
        if (nd_char_lower(key.ptr[k++]) != wanted.ptr[w++])
            return false;
    }
}

static struct nd_value *find(const struct nd_value *map, const char *name) {
    struct nd_value *found = NULL;

    for (struct nd_value *v = map == NULL || map->type != ND_MAP ? NULL : map->first; v != NULL; v = v->next)
        if (is_key(v->key, name))
            found = v;
    return found;
}

/* Makes a value a string, whatever it was. */
static void set_text(struct nd_value *value, struct nd_str text) {
    value->type = ND_STRING;
    value->text = text;
    value->first = value->last = NULL;
    value->count = 0;
}

/* The value of a list of {role, value}: what is HTML, otherwise the main one, otherwise the longest. */
static struct nd_str best_value(const struct nd_value *list) {
    struct nd_str best = ND_STR_NONE;
    int rank = -1;

    for (const struct nd_value *v = list->first; v != NULL; v = v->next) {
        struct nd_str text = v->type == ND_MAP ? nd_value_text(find(v, "value")) : nd_value_text(v);
        struct nd_str type = nd_value_text(find(v, "contenttype")), role = nd_value_text(find(v, "role"));
        int this_rank =
            nd_str_find(type, ND_STR("html")) != SIZE_MAX || nd_str_find(role, ND_STR("html")) != SIZE_MAX ? 2
            : role.len == 0 || nd_str_find(role, ND_STR("main")) != SIZE_MAX                               ? 1
                                                                             : 0;
        if (text.len > 0 &&
            (this_rank > rank || (this_rank == rank && this_rank != 1 && text.len > best.len))) {
            best = text;
            rank = this_rank;
        }
    }
    return best;
}

/* What is a list of values where one is meant, or a list of maps that say it under another key. */
static void settle_lists(struct nd_value *map) {
    static const char *const lists[] = {"headlines", "bodies", "descriptions"};
    struct nd_value *list;

    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if ((list = find(map, lists[i])) != NULL && list->type == ND_LIST && best_value(list).len > 0)
            set_text(list, best_value(list));
    list = find(map, "bylines");
    for (struct nd_value *v = list == NULL ? NULL : list->first; v != NULL; v = v->next)
        if (nd_value_text(find(v, "by")).len > 0)
            set_text(v, nd_value_text(find(v, "by")));
    list = find(map, "infosource");
    if (list != NULL && list->type == ND_LIST && list->count > 0 &&
        nd_value_text(find(list->first, "name")).len > 0)
        set_text(list, nd_value_text(find(list->first, "name")));
}

/* What is HTML by its key, though it may begin with words, becomes an element of it. */
static void settle_markup(struct reading *reading) {
    static const char *const keys[] = {"body_xhtml", "body_html", "bodies"};

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        struct nd_value *body = find(reading->map, keys[i]);
        if (body != NULL && body->type == ND_STRING && nd_str_find_char(body->text, '<') != SIZE_MAX &&
            nd_detect_markup(body->text) != ND_HTML)
            body->text =
                nd_arena_printf(reading->arena, "<div>%.*s</div>", (int)body->text.len, body->text.ptr);
    }
}

/* The pictures that go with it: one rendition of each is enough. */
static void put_images(struct reading *reading) {
    struct nd_value *all = find(reading->map, "associations"),
                    *images = nd_value_new(reading->arena, ND_LIST);

    for (const struct nd_value *v = all == NULL ? NULL : all->first; v != NULL; v = v->next) {
        struct nd_str type = nd_value_text(find(v, "type"));
        const struct nd_value *renditions = find(v, "renditions");
        struct nd_str href =
            renditions == NULL ? ND_STR_NONE : nd_value_text(find(renditions->first, "href"));
        if (href.len > 0 && (nd_str_eq(type, ND_STR("picture")) || nd_str_eq(type, ND_STR("graphic"))))
            nd_value_add(images, nd_value_string(reading->arena, href));
    }
    if (images->count > 0)
        nd_value_put(reading->map, ND_STR("images"), images);
}

static bool is_meant(const struct reading *reading, struct nd_str meaning) {
    for (size_t i = 0; i < reading->count; i++)
        if (nd_str_eq(reading->aliases[i].meaning, meaning))
            return true;
    return false;
}

/* Says what the keys mean that the table has. */
static void give_meanings(struct reading *reading, const struct dialect *table) {
    reading->aliases = nd_arena_alloc(reading->arena, MAX_ALIASES, sizeof *reading->aliases);
    for (; table->key != NULL && reading->count < MAX_ALIASES; table++) {
        const struct nd_value *value = find(reading->map, table->key);
        struct nd_str meaning = table->meaning == NULL ? ND_STR("") : nd_str_from(table->meaning);
        if (value == NULL)
            continue;
        if (is_meant(reading, meaning) || (nd_value_is_scalar(value) && nd_str_trim(value->text).len == 0))
            meaning = ND_STR("");
        reading->aliases[reading->count++] = (struct nd_item_alias){value->key, meaning};
    }
}

/* The envelope of an item of the Associated Press: {"data": {"item": {…}}}, or the inner one alone. */
static struct nd_value *without_envelope(struct nd_value *map) {
    struct nd_value *data = find(map, "data"), *item = find(data == NULL ? map : data, "item");

    return item != NULL && item->type == ND_MAP && find(item, "uri") != NULL ? item : map;
}

/* Some write guid for uri; then a time of this spelling must be there as well. */
static bool is_ninjs(const struct nd_value *map) {
    static const char *const signs[] = {"headline",   "headlines", "bodies",   "body_html",
                                        "body_xhtml", "body_nitf", "body_text"};
    bool has_version = find(map, "versioncreated") != NULL, has_sign = false;

    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        has_sign = has_sign || find(map, signs[i]) != NULL;
    return has_sign && (has_version ? find(map, "uri") != NULL || find(map, "guid") != NULL
                                    : find(map, "uri") != NULL && find(map, "bodies") != NULL);
}

/* The names of whom and what numbers stand for, where they were asked for: "_embedded". */
static void put_embedded(struct reading *reading) {
    const struct nd_value *embedded = find(reading->map, "embedded"), *terms = NULL;
    struct nd_value *names = nd_value_new(reading->arena, ND_LIST);

    for (const struct nd_value *v = embedded == NULL ? NULL : embedded->first; v != NULL; v = v->next) {
        if (nd_str_eq(v->key, ND_STR("author")) && v->type == ND_LIST)
            nd_value_put(reading->map, ND_STR("author names"), nd_value_copy(reading->arena, v));
        if (nd_str_eq(v->key, ND_STR("wp:term")) && v->type == ND_LIST)
            terms = v;
    }
    for (const struct nd_value *v = terms == NULL ? NULL : terms->first; v != NULL; v = v->next)
        for (const struct nd_value *term = v->first; term != NULL; term = term->next)
            nd_value_add(names, nd_value_string(reading->arena, nd_value_text(find(term, "name"))));
    if (names->count > 0)
        nd_value_put(reading->map, ND_STR("term names"), names);
}

/* {"rendered": "…"} is a text; lists of numbers are keys of another table, and no names. */
static void settle_wordpress(struct reading *reading) {
    struct nd_value *gmt = find(reading->map, "date_gmt");

    for (struct nd_value *v = reading->map->first; v != NULL; v = v->next) {
        struct nd_value *rendered = v->type == ND_MAP ? find(v, "rendered") : NULL;
        if (rendered != NULL && rendered->type == ND_STRING)
            set_text(v, rendered->text);
        if (v->type == ND_LIST && v->first != NULL && v->first->type == ND_INT &&
            reading->count < MAX_ALIASES)
            reading->aliases[reading->count++] = (struct nd_item_alias){v->key, ND_STR("")};
    }
    if (gmt != NULL && gmt->type == ND_STRING && gmt->text.len > 0 && !nd_str_ends(gmt->text, ND_STR("Z")))
        gmt->text = nd_arena_printf(reading->arena, "%.*sZ", (int)gmt->text.len, gmt->text.ptr);
}

void nd_json_dialect(struct nd_value *map, struct nd_arena *arena, struct nd_item *item) {
    struct reading reading = {.arena = arena, .map = without_envelope(map)};

    item->fields = map;
    nd_json_bookmark(map, item);
    if (item->alias_count > 0 || nd_json_reference(map, arena, item) || nd_json_paper(map, arena, item) ||
        nd_json_social(map, arena, item) || nd_json_reading(map, arena, item))
        return;
    if (is_ninjs(reading.map)) {
        item->format = "ninjs";
        item->key = nd_value_text(find(reading.map, find(reading.map, "uri") == NULL ? "guid" : "uri"));
        settle_lists(reading.map);
        settle_markup(&reading);
        give_meanings(&reading, ninjs);
        put_images(&reading);
    } else if (find(find(map, "content"), "rendered") != NULL) {
        reading.map = map;
        put_embedded(&reading);
        give_meanings(&reading, wordpress);
        settle_wordpress(&reading);
    } else if (find(map, "fingerprint") != NULL && find(map, "source-hostname") != NULL) {
        reading.map = map;
        give_meanings(&reading, trafilatura);
    } else if (find(map, "targetparagraphs") != NULL && find(map, "targettitle") != NULL) {
        reading.map = map;
        give_meanings(&reading, clickbait);
    } else if (find(map, "heading") != NULL && find(find(map, "title"), "value") != NULL) {
        reading.map = map;
        give_meanings(&reading, trove);
        set_text(find(map, "title"), nd_value_text(find(find(map, "title"), "value")));
    } else {
        nd_json_comment(reading.map, arena, item);
        return;
    }
    item->fields = reading.map;
    item->aliases = reading.aliases;
    item->alias_count = reading.count;
}
