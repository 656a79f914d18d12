/*
 * JSON Lines and values one behind the other; an array of objects; an object with such an array in a member,
 * however deep; an object of objects. A single object is an article when its text is in it; otherwise it is
 * the front matter of what follows, and not for here.
 */
#include "container/csv.h"
#include "container/format.h"
#include "container/json_find.h"
#include "container/json_forum.h"
#include "container/markup.h"

#include "newsdex/json.h"
#include "newsdex/limits.h"

#include <string.h>

struct nd_reader {
    enum nd_json_shape shape;
    bool is_done, is_top;         /* is_top: a list that nothing is around: others may follow */
    struct nd_json_behind behind; /* what follows the list */
    size_t depth;                 /* brackets around the list */
    struct nd_str first_key;      /* of pages: what the first record begins with */
    /* what stands around the list: whose it is, in which language, by whom; or absent */
    const struct nd_value *channel, *authors;
    const struct nd_value *around; /* of messages: the chat they are of */
    struct nd_str language;
    bool is_feed, is_page; /* is_page: what a browser shows it in stands around it */
    struct nd_str group;   /* what the objects around the list say, or absent */
    struct nd_json_around surroundings;
    struct nd_arena *arena;
    const struct nd_str *names; /* of the cells of rows */
    size_t name_count;
};

/* Brackets stand around its records. */
static bool is_in_list(enum nd_json_shape shape) {
    return shape != ND_JSON_VALUES && shape != ND_JSON_SINGLE && shape != ND_JSON_LINES;
}

static bool are_rows(enum nd_json_shape shape) {
    return shape == ND_JSON_ROWS || shape == ND_JSON_LINES;
}

static bool sniff(struct nd_str head, bool is_whole) {
    enum nd_json_shape shape;

    return nd_json_find_records(head, is_whole, &shape) != SIZE_MAX;
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
    else if (nd_value_text_of(map, "name").len > 0 && nd_value_text_of(map, "type").len > 0)
        reader->around = map;
}

static struct nd_str context_of(const struct nd_reader *reader, struct nd_arena *arena) {
    struct nd_buf text = {0};
    struct nd_json json = {.out = &text};

    for (size_t i = 0; i < reader->name_count; i++)
        nd_json_string(&json, reader->names[i]);
    if (reader->around != NULL)
        nd_json_value(&json, reader->around);
    if (!reader->is_feed)
        return nd_arena_take(arena, &text);
    nd_json_value(&json, reader->channel);
    nd_json_value(&json, reader->authors);
    nd_json_string(&json, reader->language);
    return nd_arena_take(arena, &text);
}

/*
 * The names of the cells of rows: in the member "columns" of what stands around the list, as pandas writes
 * it, or in the first row, which is then passed over. False when there are none.
 */
static bool read_names(struct nd_reader *reader, struct nd_str text, size_t *at, struct nd_arena *arena) {
    size_t length, first = nd_json_pass(text, *at);
    bool is_repaired;
    const struct nd_value *around =
        nd_json_read(nd_str_slice(text, 0, *at - (*at > 0)), 1, arena, &length, &is_repaired);
    const struct nd_value *row = nd_value_get(around, ND_STR("columns"));
    struct nd_str *names;

    if (row == NULL) {
        row = nd_json_read(nd_str_skip(text, first), 1, arena, &length, &is_repaired);
        *at = first + length;
    }
    if (row == NULL || row->type != ND_LIST || row->count == 0)
        return false;
    names = nd_arena_alloc(arena, row->count, sizeof *names);
    for (const struct nd_value *v = row->first; v != NULL; v = v->next) {
        if (v->type != ND_STRING)
            return false;
        names[reader->name_count++] = v->text;
    }
    reader->names = names;
    return reader->name_count <= ND_MAX_CSV_COLUMNS && nd_csv_is_header(names, 1, reader->name_count);
}

static void report(const struct nd_reader *reader, struct nd_problems *problems) {
    if (reader->behind.left > 0)
        nd_problems_add(problems, ND_P_RECORD, 0, 0, "%zu bytes behind the end of the list are not read",
                        reader->behind.left);
}

static const struct nd_hooks hooks = {nd_json_pass_piece, report, 1};
/* What stands around a list is known where it begins. */
static const struct nd_hooks hooks_of_pages = {nd_json_pass_piece, report, 0};

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    struct nd_reader *reader = nd_arena_alloc(arena, 1, sizeof *reader);
    struct nd_str text = nd_stream_rest(stream);
    size_t at = nd_json_find_records(text, stream->is_end, &reader->shape);

    if (at == SIZE_MAX)
        return NULL;
    reader->is_page = nd_json_sign_at(text, nd_json_blanks(text)) == '<';
    if ((reader->shape == ND_JSON_ARRAY || reader->shape == ND_JSON_PAGES) && at > 0)
        read_surroundings(reader, nd_arena_str(arena, nd_str_slice(text, 0, at)), at, arena);
    if (reader->around == NULL)
        reader->around = nd_json_topic(stream, at, arena);
    text = nd_stream_rest(stream);
    reader->arena = arena;
    reader->depth = nd_json_depth(text, at);
    reader->behind.depth = reader->depth;
    reader->is_top = reader->shape == ND_JSON_ARRAY && reader->depth == 0 && !reader->is_page;
    if (reader->shape == ND_JSON_PAGES) {
        (void)nd_json_pass_key(text, nd_json_pass(text, nd_json_pass(text, at + 1) + 1), &reader->first_key);
        reader->first_key = nd_arena_str(arena, reader->first_key);
    }
    if (reader->depth > 0 && is_in_list(reader->shape) && !reader->is_feed && !reader->is_page) {
        while (nd_stream_rest(stream).len < at + ND_JSON_GROUP && nd_stream_more(stream))
            ;
        text = nd_stream_rest(stream);
        reader->group = nd_json_group(text, 0, at, &reader->surroundings, arena);
    }
    at += is_in_list(reader->shape);
    if (are_rows(reader->shape) &&
        !read_names(reader, nd_arena_str(arena, nd_str_slice(text, 0, ND_CONTAINER_HEAD)), &at, arena))
        return NULL;
    stream->context = context_of(reader, arena);
    stream->hooks = reader->shape == ND_JSON_PAGES ? &hooks_of_pages : &hooks;
    nd_stream_take(stream, at);
    return reader;
}

/*
 * The first record of the next list that is read, behind the bracket at at that closes one; SIZE_MAX when
 * there is none, or none yet.
 */
static size_t next_list(struct nd_reader *reader, struct nd_str rest, size_t at, bool is_end) {
    size_t depth = reader->depth;

    if (reader->shape == ND_JSON_PAGES) {
        size_t list = nd_json_next_page(rest, at + 1, reader->first_key, &depth);
        if (list == SIZE_MAX || (!is_end && rest.len < list + ND_JSON_GROUP))
            return SIZE_MAX;
        reader->group = nd_json_group(rest, at + 1, list, &reader->surroundings, reader->arena);
        return nd_json_pass(rest, list + 1);
    }
    while (reader->is_top && nd_json_sign_at(rest, at) == ']') {
        at = nd_json_pass(rest, at + 1);
        at = nd_json_pass(rest, at + (nd_json_sign_at(rest, at) == ';'));
        at += nd_json_wrapping(nd_str_skip(rest, at));
        if (nd_json_sign_at(rest, at) != '[')
            break;
        at = nd_json_pass(rest, at + 1);
        if (nd_json_sign_at(rest, at) == '{')
            return at;
    }
    return SIZE_MAX;
}

/* What stands behind the last list is about the whole as far as brackets are open around it. */
static enum nd_status pass_behind(struct nd_reader *reader, struct nd_str rest, bool is_end,
                                  struct nd_cut *cut) {
    reader->is_done = true;
    if (!reader->is_page)
        nd_json_pass_behind(&reader->behind, rest);
    cut->is_open = reader->behind.depth > 0;
    cut->taken = rest.len;
    return is_end ? ND_END : ND_TOO_BIG;
}

/* Ends at a bracket that closes the list. */
static enum nd_status next(struct nd_reader *reader, struct nd_str rest, bool is_end, struct nd_cut *cut) {
    enum { BEHIND = 16384 }; /* bytes behind a list of which nothing is known to follow */
    size_t at = nd_json_pass(rest, 0), value = at, length;
    struct nd_str key = ND_STR_NONE;
    char sign = nd_json_sign_at(rest, at);
    bool is_list = is_in_list(reader->shape), needs_more;

    if (reader->is_done)
        return pass_behind(reader, rest, is_end, cut);
    cut->is_open = is_list;
    if (at == rest.len)
        return is_end ? ND_END : ND_TOO_BIG;
    if (is_list && (sign == ']' || sign == '}')) {
        value = next_list(reader, rest, at, is_end);
        if (value == SIZE_MAX && !is_end && (reader->shape == ND_JSON_PAGES || rest.len - at < BEHIND))
            return ND_TOO_BIG;
        if (value == SIZE_MAX)
            return pass_behind(reader, nd_str_skip(rest, at + 1), is_end, cut);
        at = value;
    }
    if (reader->shape == ND_JSON_MEMBERS)
        value = nd_json_pass_key(rest, at, &key);
    length = value == SIZE_MAX ? SIZE_MAX
             : reader->shape == ND_JSON_VALUES || reader->shape == ND_JSON_LINES
                 ? nd_json_pass_value(rest, value)
                 : nd_json_skip(nd_str_skip(rest, value));
    if (value != SIZE_MAX && reader->shape != ND_JSON_SINGLE && reader->shape != ND_JSON_MEMBERS) {
        length = nd_json_torn(rest, value, length, is_end, &needs_more);
        if (needs_more)
            return ND_TOO_BIG;
    }
    /* a word may go on in what has not been read */
    if (!is_end && (length == SIZE_MAX || value + length == rest.len))
        return ND_TOO_BIG;
    cut->around = reader->group;
    cut->is_cut = length == SIZE_MAX;
    cut->from = at;
    cut->length = length == SIZE_MAX ? rest.len - at : value - at + length;
    cut->taken = at + cut->length;
    reader->is_done = reader->shape == ND_JSON_SINGLE;
    return ND_OK;
}

/* "slug": {…}: the key is a field like others, unless the object has it. */
static struct nd_value *read_member(struct nd_str text, uint32_t line, struct nd_arena *arena,
                                    bool *is_repaired) {
    struct nd_str key = ND_STR_NONE;
    size_t length, value = nd_json_pass_key(text, 0, &key);
    struct nd_value *map = NULL;

    if (value != SIZE_MAX)
        map = nd_json_read(nd_str_skip(text, value), line, arena, &length, is_repaired);
    if (map != NULL && map->type == ND_MAP && nd_value_get(map, ND_STR("slug")) == NULL)
        nd_value_put(map, ND_STR("slug"), nd_value_string(arena, key));
    return map;
}

/* [1, "two", …], the cells of a row: a map of them by their names. */
static struct nd_value *read_row(const struct nd_reader *reader, const struct nd_value *row,
                                 struct nd_arena *arena, struct nd_problems *problems, uint32_t line) {
    struct nd_value *map;
    size_t cell = 0;

    if (row == NULL || row->type != ND_LIST)
        return NULL;
    if (row->count != reader->name_count)
        nd_problems_add(problems, ND_P_RECORD, line, 0, "a row of %zu fields instead of %zu", row->count,
                        reader->name_count);
    map = nd_value_new(arena, ND_MAP);
    map->line = row->line;
    for (const struct nd_value *v = row->first; v != NULL && cell < reader->name_count; v = v->next, cell++)
        nd_value_put(map, reader->names[cell], nd_value_copy(arena, v));
    return map;
}

/* A file that is one list of blocks: what those say that are its title, byline or day, and the list. */
static struct nd_value *read_blocks(struct nd_value *list, struct nd_arena *arena) {
    static const char *const fields[] = {"title", "kicker", "byline", "author", "date"};
    struct nd_value *map = nd_value_new(arena, ND_MAP);

    map->line = list->line;
    for (const struct nd_value *block = list->first; block != NULL; block = block->next)
        for (size_t i = 0; i < sizeof fields / sizeof *fields && block->type == ND_MAP; i++) {
            const struct nd_value *text = nd_value_find(block, "content");
            text = text == NULL ? nd_value_find(block, "text") : text;
            if (text != NULL && nd_str_eq_nocase(nd_value_text_of(block, "type"), nd_str_from(fields[i])))
                nd_value_put(map, nd_str_from(fields[i]), nd_value_copy(arena, text));
        }
    nd_value_put(map, ND_STR("content"), list);
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
        if (nd_json_is_text_name(v->key) && v->type != ND_NULL && v->type != ND_MAP)
            return true;
    return false;
}

static bool has_long_text(const struct nd_value *map) {
    for (const struct nd_value *v = map->first; v != NULL; v = v->next)
        if (nd_json_is_text_name(v->key) && v->type == ND_STRING && v->text.len >= ND_JSON_LONG_TEXT)
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
        nd_value_put(flat, v->key, nd_value_copy(arena, v));
    nd_value_keep_first(flat);
    return flat;
}

/* A text beside a map that says what it is, as corpora of language models have it: {"text": …, "meta": {…}}.
 */
static struct nd_value *with_described(struct nd_value *map, struct nd_arena *arena) {
    static const char *const names[] = {"meta", "metadata", "warc_headers"}, *const said[] = {
                                                                                 "title", "headline", "url",
                                                                                 "warc-target-uri"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct nd_value *inner = nd_value_find(map, names[i]);
        bool is_new = false;
        for (size_t k = 0; k < sizeof said / sizeof *said; k++) {
            if (has(map, said[k]))
                return map;
            is_new = is_new || nd_value_text_of(inner, said[k]).len > 0;
        }
        if (is_new && inner->type == ND_MAP && has_text(map))
            return unwrap(map, inner, arena);
    }
    return map;
}

/* What a bookmark leads to. */
static bool is_of_bookmark(const struct nd_value *map, const struct nd_value *content) {
    return nd_value_get(content, ND_STR("url")) != NULL && nd_value_get(map, ND_STR("url")) == NULL;
}

/* An article of a system that keeps components: its title and text. */
static bool is_of_component(const struct nd_value *content) {
    return has_text(content) && nd_value_text_of(content, "title").len > 0;
}

/*
 * What databases and interfaces put around a record: a hit of Elasticsearch, a node of GraphQL, the
 * attributes of JSON:API, the fields of the Guardian, the object of an activity. A record with a text of its
 * own is none.
 */
static struct nd_value *without_wrappers(struct nd_value *map, struct nd_arena *arena) {
    size_t count;
    const struct nd_str *wrappers = nd_json_wrappers(&count);
    const struct nd_value *content, *listed = nd_value_get(map, ND_STR("item"));
    bool has_words, has_title;

    if (listed != NULL && listed->type == ND_MAP && nd_value_text_of(map, "@type").len > 0)
        map = unwrap(map, listed, arena); /* of a list in JSON-LD */
    has_words = has_text(map);
    for (size_t i = 0; i < count && !has_words; i++) {
        const struct nd_value *inner = nd_value_get(map, wrappers[i]);
        if (inner != NULL && inner->type == ND_MAP) {
            map = unwrap(map, inner, arena);
            has_words = has_text(map);
        }
    }
    has_title = has(map, "title");
    for (const struct nd_value *v = map->first; v != NULL && !has_words && has_title; v = v->next)
        if (v->type == ND_MAP && has_long_text(v)) { /* {"title": …, "details": {"body": …}} */
            map = unwrap(map, v, arena);
            break;
        }
    content = nd_value_get(map, ND_STR("content"));
    if (content != NULL && content->type == ND_MAP &&
        (is_of_bookmark(map, content) || (!has_words && is_of_component(content))))
        map = unwrap(map, content, arena);
    return with_described(map, arena);
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    bool is_repaired = record->is_cut;
    struct nd_str left_out;
    size_t length;
    struct nd_value *map;

    if (reader->is_page)
        text = nd_json_without_references(text, arena);
    map = reader->shape == ND_JSON_MEMBERS ? read_member(text, record->line, arena, &is_repaired)
                                           : nd_json_read(text, record->line, arena, &length, &is_repaired);
    if (are_rows(reader->shape))
        map = read_row(reader, map, arena, problems, record->line);
    if (reader->shape == ND_JSON_SINGLE && map != NULL && map->type == ND_LIST)
        map = read_blocks(map, arena);
    if (map == NULL || map->type != ND_MAP) {
        nd_problems_add(problems, ND_P_RECORD, record->line, 0, "no JSON object, left out");
        return false;
    }
    nd_value_number_repeats(map, arena);
    if (is_repaired && !record->is_cut)
        nd_problems_add(problems, ND_P_JSON_SYNTAX, record->line, 0,
                        "not quite JSON (RFC 8259), or of more than %d levels or %d values; read for what it "
                        "seems to mean",
                        ND_MAX_JSON_DEPTH, ND_MAX_JSON_NODES);
    if (nd_json_notebook(map, arena, item))
        return true;
    map = without_wrappers(map, arena);
    if (nd_json_visit(map, record->line, arena, problems, item, &left_out) ||
        nd_json_export(map, reader->around, arena, item, &left_out)) {
        item->is_sure = left_out.len > 0;
        if (item->is_sure)
            nd_problems_add(problems, ND_P_LEFT_OUT, record->line, 0, "%.*s", (int)left_out.len,
                            left_out.ptr);
        return !item->is_sure;
    }
    nd_json_settle_forms(map, arena, problems, record->line);
    nd_json_dialect(map, arena, item);
    put_surroundings(reader, map, item, arena);
    if (record->around.len > 0)
        nd_around_put(record->around, map, arena, item);
    return true;
}

bool nd_json_read_record(struct nd_str object, uint32_t line, struct nd_arena *arena,
                         struct nd_problems *problems, struct nd_item *item) {
    static const struct nd_reader alone = {.shape = ND_JSON_SINGLE};
    struct nd_record record = {.line = line};

    return read(&alone, object, &record, arena, problems, item);
}

bool nd_container_read_object(struct nd_str text, struct nd_arena *arena, struct nd_problems *problems,
                              struct nd_item *item) {
    struct nd_str object = nd_str_trim(text);
    size_t length = nd_json_sign_at(object, 0) == '{' ? nd_json_skip(object) : SIZE_MAX;

    *item = (struct nd_item){.format = nd_format_json.name};
    if (nd_json_sign_at(object, 0) == '<' && !nd_markup_begins_with(object, "html")) {
        item->format = nd_format_xml.name;
        return nd_format_xml.read(NULL, object, &(struct nd_record){.line = 1}, arena, problems, item);
    }
    return length == object.len && nd_json_read_record(object, 1, arena, problems, item);
}

const struct nd_format nd_format_json = {"json", sniff, open, next, read, NULL, ND_FORMAT_TEXT};
