/*
 * JSON Lines and values one behind the other; an array of objects; an object with such an array in a member,
 * however deep; an object of objects. A single object is an article when its text is in it; otherwise it is
 * the front matter of what follows, and not for here.
 */
#include "container/format.h"

#include "newsdex/json.h"

#include <string.h>

enum { MAX_NAMES = 8, LOOKED_AT = 200 };

enum shape {
    VALUES,  /* one behind the other, */
    ARRAY,   /* in brackets, */
    MEMBERS, /* in braces, each behind its key, */
    SINGLE   /* or one alone */
};

struct nd_reader {
    enum shape shape;
    bool is_done;
    /* what stands around the list: whose it is, in which language, by whom; or absent */
    const struct nd_value *channel, *authors;
    struct nd_str language;
    bool is_feed, is_page; /* is_page: what a browser shows it in stands around it */
};

/* Members whose array is that of the articles. */
static bool is_list_name(struct nd_str name) {
    static const struct nd_str names[] = {
        ND_STR_INIT("items"),        ND_STR_INIT("articles"),     ND_STR_INIT("data"),
        ND_STR_INIT("results"),      ND_STR_INIT("docs"),         ND_STR_INIT("posts"),
        ND_STR_INIT("entries"),      ND_STR_INIT("news"),         ND_STR_INIT("stories"),
        ND_STR_INIT("response"),     ND_STR_INIT("hits"),         ND_STR_INIT("db"),
        ND_STR_INIT("records"),      ND_STR_INIT("documents"),    ND_STR_INIT("item"),
        ND_STR_INIT("rss"),          ND_STR_INIT("channel"),      ND_STR_INIT("feed"),
        ND_STR_INIT("entry"),        ND_STR_INIT("value"),        ND_STR_INIT("content"),
        ND_STR_INIT("nodes"),        ND_STR_INIT("list"),         ND_STR_INIT("rows"),
        ND_STR_INIT("edges"),        ND_STR_INIT("children"),     ND_STR_INIT("messages"),
        ND_STR_INIT("orderedItems"), ND_STR_INIT("publications"), ND_STR_INIT("page"),
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (nd_str_eq_nocase(names[i], name))
            return true;
    return false;
}

size_t nd_json_pass(struct nd_str text, size_t at) {
    for (;;) {
        at += nd_json_blanks(nd_str_skip(text, at));
        if (at >= text.len || text.ptr[at] != ',')
            return at < text.len ? at : text.len;
        at++;
    }
}

static char sign_at(struct nd_str text, size_t at) {
    return at < text.len ? text.ptr[at] : '\0';
}

size_t nd_json_pass_key(struct nd_str text, size_t at, struct nd_str *key) {
    size_t length = sign_at(text, at) == '"' ? nd_json_skip(nd_str_skip(text, at)) : SIZE_MAX;

    if (length == SIZE_MAX)
        return SIZE_MAX;
    *key = nd_str_slice(text, at + 1, at + length - 1);
    at += length;
    at += nd_json_blanks(nd_str_skip(text, at));
    if (sign_at(text, at) != ':')
        return SIZE_MAX;
    at++;
    return at + nd_json_blanks(nd_str_skip(text, at));
}

/* True when the object at at is one of objects alone, two at least. */
static bool has_objects_only(struct nd_str text, size_t at, bool is_whole) {
    size_t count = 0;
    struct nd_str key = ND_STR_NONE;

    for (at = nd_json_pass(text, at + 1); at < text.len && text.ptr[at] != '}' && count < LOOKED_AT;
         at = nd_json_pass(text, at)) {
        size_t value = nd_json_pass_key(text, at, &key), length;
        if (value == SIZE_MAX)
            return !is_whole && count > 1;
        if (sign_at(text, value) != '{')
            return false;
        length = nd_json_skip(nd_str_skip(text, value));
        if (length == SIZE_MAX)
            return !is_whole && count > 1;
        at = value + length;
        count++;
    }
    return count > 1;
}

/* The array of objects in the object at at, or the object of objects, which *shape tells: offset of its
 * bracket, or SIZE_MAX. */
static size_t find_list(struct nd_str text, size_t at, int depth, enum shape *shape) {
    struct nd_str key = ND_STR_NONE;

    for (at = nd_json_pass(text, at + 1); at < text.len && text.ptr[at] != '}'; at = nd_json_pass(text, at)) {
        size_t value = nd_json_pass_key(text, at, &key), length, found = SIZE_MAX;
        if (value == SIZE_MAX || value >= text.len)
            return SIZE_MAX;
        if (is_list_name(key) && text.ptr[value] == '[' &&
            sign_at(text, nd_json_pass(text, value + 1)) == '{') {
            found = depth > 0 ? find_list(text, nd_json_pass(text, value + 1), depth - 1, shape) : SIZE_MAX;
            return found == SIZE_MAX ? value : found;
        }
        if (is_list_name(key) && text.ptr[value] == '{' && depth > 0)
            found = find_list(text, value, depth - 1, shape);
        if (is_list_name(key) && text.ptr[value] == '{' && found == SIZE_MAX &&
            has_objects_only(text, value, false)) {
            *shape = MEMBERS;
            found = value;
        }
        if (found != SIZE_MAX)
            return found;
        length = nd_json_skip(nd_str_skip(text, value));
        if (length == SIZE_MAX)
            return SIZE_MAX;
        at = value + length;
    }
    return SIZE_MAX;
}

/* The value at at, among values one behind the other: what is no JSON is one up to the end of its line. */
static size_t skip_value(struct nd_str text, size_t at) {
    struct nd_str rest = nd_str_skip(text, at);
    char sign = sign_at(text, at);
    size_t end;

    if (sign == '{' || sign == '[' || sign == '"')
        return nd_json_skip(rest);
    end = nd_str_find_char(rest, '\n');
    return end == SIZE_MAX ? rest.len : end;
}

/* True when the object at at and the one at other begin with the same key, as records do. */
static bool begin_alike(struct nd_str text, size_t at, size_t other) {
    struct nd_str a = ND_STR_NONE, b = ND_STR_NONE;

    return nd_json_pass_key(text, nd_json_pass(text, at + 1), &a) != SIZE_MAX &&
           nd_json_pass_key(text, nd_json_pass(text, other + 1), &b) != SIZE_MAX && nd_str_eq(a, b);
}

/* True when further objects follow the one at at, and nothing else to speak of. */
static bool has_values(struct nd_str text, size_t at) {
    size_t objects = 0, others = 0, first = at;
    bool are_alike = false;

    while (at < text.len && objects + others < LOOKED_AT) {
        size_t length = skip_value(text, at);
        if (length == SIZE_MAX) { /* a long one, of which only the beginning is here */
            size_t key = at + 1 + nd_json_blanks(nd_str_skip(text, at + 1));
            objects += text.ptr[at] == '{' && sign_at(text, key) == '"';
            break;
        }
        if (text.ptr[at] == '{' && ++objects == 2)
            are_alike = begin_alike(text, first, at);
        else if (text.ptr[at] != '{')
            others++;
        at += length;
        at = nd_json_pass(text, at);
    }
    return objects > 1 && (objects >= 19 * others || (others == 1 && (objects > 2 || are_alike)));
}

/* Members that hold the text of an article, or the article itself. */
static bool is_text_name(struct nd_str name) {
    static const struct nd_str names[] = {
        ND_STR_INIT("body"),         ND_STR_INIT("content"),     ND_STR_INIT("text"),
        ND_STR_INIT("maintext"),     ND_STR_INIT("articleBody"), ND_STR_INIT("body_html"),
        ND_STR_INIT("body_xhtml"),   ND_STR_INIT("body_text"),   ND_STR_INIT("body_nitf"),
        ND_STR_INIT("bodies"),       ND_STR_INIT("textContent"), ND_STR_INIT("html"),
        ND_STR_INIT("content_html"), ND_STR_INIT("item"),        ND_STR_INIT("fulltext"),
        ND_STR_INIT("headlines"),
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (nd_str_eq_nocase(names[i], name))
            return true;
    return false;
}

/* Members that databases and interfaces put a record into. */
static const struct nd_str wrappers[] = {
    ND_STR_INIT("_source"), ND_STR_INIT("node"),   ND_STR_INIT("data"),  ND_STR_INIT("attributes"),
    ND_STR_INIT("fields"),  ND_STR_INIT("object"), ND_STR_INIT("doc"),   ND_STR_INIT("article"),
    ND_STR_INIT("post"),    ND_STR_INIT("story"),  ND_STR_INIT("tweet"), ND_STR_INIT("commit"),
    ND_STR_INIT("record")};

static bool is_wrapper(struct nd_str key) {
    for (size_t i = 0; i < sizeof wrappers / sizeof *wrappers; i++)
        if (nd_str_eq(wrappers[i], key))
            return true;
    return false;
}

/* True when the object at at, behind which nothing follows, has its text in it. */
static bool is_article(struct nd_str text, size_t at, int depth) {
    size_t length = nd_json_skip(nd_str_skip(text, at));
    struct nd_str key = ND_STR_NONE;

    if (depth == 0 && length != SIZE_MAX && nd_json_pass(text, at + length) < text.len)
        return false;
    for (at = nd_json_pass(text, at + 1); at < text.len && text.ptr[at] != '}'; at = nd_json_pass(text, at)) {
        size_t value = nd_json_pass_key(text, at, &key);
        if (value == SIZE_MAX || value >= text.len)
            return false;
        if (is_text_name(key) && text.ptr[value] != 'n' &&
            !nd_str_starts(nd_str_skip(text, value), ND_STR("\"\"")))
            return true;
        if (depth == 0 && is_wrapper(key) && text.ptr[value] == '{' && is_article(text, value, 1))
            return true;
        length = nd_json_skip(nd_str_skip(text, value));
        if (length == SIZE_MAX)
            return false;
        at = value + length;
    }
    return false;
}

/* Where the records of text begin, and how they stand; SIZE_MAX when there are none. */
static size_t find_records(struct nd_str text, bool is_whole, enum shape *shape) {
    size_t wrapping = nd_json_wrapping(text), at = wrapping + nd_json_blanks(nd_str_skip(text, wrapping)),
           first, list;

    if (sign_at(text, at) == '[') {
        *shape = ARRAY;
        first = nd_json_pass(text, at + 1);
        return sign_at(text, first) == '{' ? at : SIZE_MAX;
    }
    first = at + nd_json_blanks(nd_str_skip(text, at)) + 1;
    if (sign_at(text, at) != '{' || (first = nd_json_pass(text, first), sign_at(text, first) != '"'))
        return SIZE_MAX;
    *shape = VALUES;
    if (wrapping == 0 && has_values(text, at))
        return at;
    *shape = ARRAY;
    list = find_list(text, at, 4, shape);
    if (list != SIZE_MAX || wrapping > 0)
        return list;
    *shape = MEMBERS;
    if (has_objects_only(text, at, is_whole))
        return at;
    *shape = SINGLE;
    return is_article(text, at, 0) ? at : SIZE_MAX;
}

static bool sniff(struct nd_str head, bool is_whole) {
    enum shape shape;

    return find_records(head, is_whole, &shape) != SIZE_MAX;
}

/* Members of a map under the names that records have for what holds for all of them. */
static void take(struct nd_reader *reader, const struct nd_value *map, const char *title, const char *url,
                 struct nd_arena *arena) {
    struct nd_value *channel = nd_value_new(arena, ND_MAP);
    struct nd_str name = nd_str_trim(nd_value_text(nd_value_get(map, nd_str_from(title))));
    struct nd_str address = nd_str_trim(nd_value_text(nd_value_get(map, nd_str_from(url))));

    if (name.len > 0)
        nd_value_put(channel, ND_STR("title"), nd_value_string(arena, name));
    if (address.len > 0)
        nd_value_put(channel, ND_STR("url"), nd_value_string(arena, address));
    reader->is_feed = true;
    reader->channel = channel->count > 0 ? channel : NULL;
    reader->language = nd_str_trim(nd_value_text(nd_value_get(map, ND_STR("language"))));
    reader->authors = nd_value_get(map, ND_STR("authors"));
    if (reader->authors == NULL)
        reader->authors = nd_value_get(map, ND_STR("author"));
}

/* JSON Feed 1.1, section "Top-level"; RSS-in-JSON has what RSS has, in rss/channel. */
static void read_surroundings(struct nd_reader *reader, struct nd_str text, size_t list,
                              struct nd_arena *arena) {
    size_t length;
    bool is_repaired;
    const struct nd_value *map = nd_json_read(nd_str_slice(text, 0, list), 1, arena, &length, &is_repaired);
    const struct nd_value *channel = nd_value_get(nd_value_get(map, ND_STR("rss")), ND_STR("channel"));

    if (nd_str_find(nd_value_text(nd_value_get(map, ND_STR("version"))), ND_STR("jsonfeed.org")) != SIZE_MAX)
        take(reader, map, "title", "home_page_url", arena);
    else if (channel != NULL)
        take(reader, channel, "title", "link", arena);
}

static struct nd_str context_of(const struct nd_reader *reader, struct nd_arena *arena) {
    struct nd_buf text = {0};
    struct nd_json json = {.out = &text};

    if (!reader->is_feed)
        return ND_STR_NONE;
    nd_json_value(&json, reader->channel);
    nd_json_value(&json, reader->authors);
    nd_json_string(&json, reader->language);
    return nd_arena_take(arena, &text);
}

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    struct nd_reader *reader = nd_arena_alloc(arena, 1, sizeof *reader);
    struct nd_str text = nd_stream_rest(stream);
    size_t at = find_records(text, stream->is_end, &reader->shape);

    if (at == SIZE_MAX)
        return NULL;
    reader->is_page = sign_at(text, nd_json_blanks(text)) == '<';
    if (reader->shape == ARRAY && at > 0)
        read_surroundings(reader, nd_arena_str(arena, nd_str_slice(text, 0, at)), at, arena);
    stream->context = context_of(reader, arena);
    stream->hooks = &nd_json_hooks;
    nd_stream_take(stream, at + (reader->shape == ARRAY || reader->shape == MEMBERS));
    return reader;
}

/* Ends at a bracket that closes the list: what stands behind it is about the whole. */
static enum nd_status next(struct nd_reader *reader, struct nd_str rest, bool is_end, struct nd_cut *cut) {
    size_t at = nd_json_pass(rest, 0), value = at, length;
    struct nd_str key = ND_STR_NONE;
    char sign = sign_at(rest, at);
    bool is_list = reader->shape == ARRAY || reader->shape == MEMBERS;

    if (reader->is_done)
        return ND_END;
    cut->is_open = is_list;
    if (at == rest.len)
        return is_end ? ND_END : ND_TOO_BIG;
    if (is_list && (sign == ']' || sign == '}')) {
        reader->is_done = true;
        cut->is_open = false;
        return ND_END;
    }
    if (reader->shape == MEMBERS)
        value = nd_json_pass_key(rest, at, &key);
    length = value == SIZE_MAX         ? SIZE_MAX
             : reader->shape == VALUES ? skip_value(rest, value)
                                       : nd_json_skip(nd_str_skip(rest, value));
    /* a word may go on in what has not been read */
    if (!is_end && (length == SIZE_MAX || value + length == rest.len))
        return ND_TOO_BIG;
    cut->is_cut = length == SIZE_MAX;
    cut->from = at;
    cut->length = length == SIZE_MAX ? rest.len - at : value - at + length;
    cut->taken = at + cut->length;
    reader->is_done = reader->shape == SINGLE;
    return ND_OK;
}

/* "slug": {…}: the key is a field like others, unless the object has it. */
static struct nd_value *read_member(struct nd_str text, uint32_t line, struct nd_arena *arena,
                                    bool *is_repaired) {
    struct nd_str key = ND_STR_NONE;
    size_t length, value = nd_json_pass_key(text, 0, &key);
    struct nd_value *map;

    map =
        value == SIZE_MAX ? NULL : nd_json_read(nd_str_skip(text, value), line, arena, &length, is_repaired);
    if (map != NULL && map->type == ND_MAP && nd_value_get(map, ND_STR("slug")) == NULL)
        nd_value_put(map, ND_STR("slug"), nd_value_string(arena, key));
    return map;
}

static bool has(const struct nd_value *map, const char *key) {
    return nd_value_get(map, nd_str_from(key)) != NULL;
}

/* What holds for all records of a feed, where a record does not say otherwise, and what its names mean there.
 */
static void put_surroundings(const struct nd_reader *reader, struct nd_value *map, struct nd_item *item,
                             struct nd_arena *arena) {
    struct nd_item_alias *aliases = nd_arena_alloc(arena, 4, sizeof *aliases);
    size_t count = 0;

    if (!reader->is_feed)
        return;
    if (reader->channel != NULL && !has(map, "channel"))
        nd_value_put(map, ND_STR("channel"), nd_value_copy(arena, reader->channel));
    if (reader->authors != NULL && !has(map, "authors") && !has(map, "author"))
        nd_value_put(map, ND_STR("authors"), nd_value_copy(arena, reader->authors));
    if (reader->language.len > 0 && !has(map, "language")) {
        nd_value_put(map, ND_STR("language"), nd_value_string(arena, reader->language));
        aliases[count++] = (struct nd_item_alias){ND_STR("language"), ND_STR("sitelanguage")};
    }
    if (has(map, "url") && has(map, "external_url")) /* what a page of links is about */
        aliases[count++] = (struct nd_item_alias){ND_STR("external_url"), ND_STR("originalurl")};
    if (!has(map, "date_published"))
        aliases[count++] = (struct nd_item_alias){ND_STR("date_modified"), ND_STR("date")};
    if (!has(map, "content") && !has(map, "content:encoded") && !has(map, "content_html") &&
        !has(map, "content_text"))
        aliases[count++] = (struct nd_item_alias){
            nd_str_from(has(map, "description") ? "description" : "summary"), ND_STR("content")};
    item->aliases = aliases; /* a feed is in no other dialect */
    item->alias_count = count;
}

static bool has_text(const struct nd_value *map) {
    for (const struct nd_value *v = map->first; v != NULL; v = v->next)
        if (is_text_name(v->key) && v->type != ND_NULL && v->type != ND_MAP)
            return true;
    return false;
}

/* The map with the members of inner, one of its own, in the place of that; what both have is the outer one's.
 */
static struct nd_value *unwrap(const struct nd_value *map, const struct nd_value *inner,
                               struct nd_arena *arena) {
    struct nd_value *flat = nd_value_new(arena, ND_MAP);

    flat->line = map->line;
    for (const struct nd_value *v = map->first; v != NULL; v = v->next)
        if (v != inner)
            nd_value_put(flat, v->key, nd_value_copy(arena, v));
    for (const struct nd_value *v = inner->first; v != NULL; v = v->next)
        if (nd_value_get(flat, v->key) == NULL)
            nd_value_put(flat, v->key, nd_value_copy(arena, v));
    return flat;
}

/*
 * What databases and interfaces put around a record: a hit of Elasticsearch, a node of GraphQL, the
 * attributes of JSON:API, the fields of the Guardian, the object of an activity. A record with a text of its
 * own is none.
 */
static struct nd_value *without_wrappers(struct nd_value *map, struct nd_arena *arena) {
    for (size_t i = 0; i < sizeof wrappers / sizeof *wrappers && !has_text(map); i++) {
        const struct nd_value *inner = nd_value_get(map, wrappers[i]);
        if (inner != NULL && inner->type == ND_MAP)
            map = unwrap(map, inner, arena);
    }
    return map;
}

/* MongoDB's Extended JSON: {"$date": "2024-03-05T06:07:08Z"}, {"$date": {"$numberLong": "…"}}. */
static void settle_extended(struct nd_value *map) {
    for (struct nd_value *v = map->first; v != NULL; v = v->next)
        for (int depth = 0;
             depth < 2 && v->type == ND_MAP && v->count == 1 && nd_str_starts(v->first->key, ND_STR("$"));
             depth++) {
            struct nd_value *next = v->next;
            struct nd_str key = v->key;
            *v = *v->first;
            v->next = next;
            v->key = key;
        }
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    bool is_repaired = record->is_cut;
    size_t length;
    struct nd_value *map;

    if (reader->is_page)
        text = nd_json_without_references(text, arena);
    map = reader->shape == MEMBERS ? read_member(text, record->line, arena, &is_repaired)
                                   : nd_json_read(text, record->line, arena, &length, &is_repaired);
    if (map == NULL || map->type != ND_MAP) {
        nd_problems_add(problems, ND_P_RECORD, record->line, 0, "no JSON object, left out");
        return false;
    }
    if (is_repaired && !record->is_cut)
        nd_problems_add(problems, ND_P_JSON_SYNTAX, record->line, 0,
                        "not quite JSON (RFC 8259); read for what it seems to mean");
    map = without_wrappers(map, arena);
    settle_extended(map);
    nd_json_dialect(map, arena, item);
    put_surroundings(reader, map, item, arena);
    return true;
}

const struct nd_format nd_format_json = {"json", sniff, open, next, read, NULL, ND_FORMAT_TEXT};
