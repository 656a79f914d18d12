/*
 * Exports of Ghost: one JSON object of tables. The articles are those of posts; who wrote them and what they
 * are about stands in other tables, behind them, so that all of the file is needed before the first is given.
 */
#include "container/format.h"
#include "newsdex/json.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST_WAITING =
        48 * 1024 * 1024 /* bytes; of a larger export the tables behind the articles are not read */
};

enum { MOST_NAMES = 1000 }; /* of one article */

/* A row of two columns: what key has or is called; sorted. */
struct pair {
    struct nd_str key, value;
    size_t order;
};

struct table {
    struct pair *pairs;
    size_t count;
};

struct nd_reader {
    struct nd_arena *arena;
    bool is_done, is_large, is_unfinished;
    struct table tags, users, tags_of, authors_of;
    struct nd_str url, title, language;
};

/* The value of a member of the object at at; SIZE_MAX when there is none. */
static size_t member(struct nd_str text, size_t at, const char *name) {
    struct nd_str key = ND_STR_NONE, wanted = nd_str_from(name);

    if (nd_json_sign_at(text, at) != '{')
        return SIZE_MAX;
    for (at = nd_json_pass(text, at + 1); at < text.len && text.ptr[at] != '}'; at = nd_json_pass(text, at)) {
        size_t value = nd_json_pass_key(text, at, &key), length;
        if (value >= text.len || nd_str_eq(key, wanted))
            return value < text.len ? value : SIZE_MAX;
        length = nd_json_skip(nd_str_skip(text, value));
        if (length == SIZE_MAX)
            return SIZE_MAX;
        at = value + length;
    }
    return SIZE_MAX;
}

/* {"db": [{"meta": …, "data": {…}}]}, or that without the db around it: where the tables are. */
static size_t find_tables(struct nd_str text) {
    size_t at = nd_json_pass(text, 0), db = member(text, at, "db");

    if (db != SIZE_MAX)
        at = nd_json_sign_at(text, db) == '[' ? nd_json_pass(text, db + 1) : db;
    else if (member(text, at, "meta") == SIZE_MAX)
        return SIZE_MAX;
    return member(text, at, "data");
}

/* Tables come in order of their names, so that the beginning shows which there are before the articles. */
static bool sniff(struct nd_str head, bool is_whole) {
    size_t tables = nd_json_sign_at(head, nd_json_pass(head, 0)) == '{' ? find_tables(head) : SIZE_MAX;

    if (tables == SIZE_MAX || nd_json_sign_at(head, tables) != '{')
        return false;
    return member(head, tables, "posts") != SIZE_MAX ||
           (!is_whole && nd_str_find(head, ND_STR("\"custom_theme_settings\"")) != SIZE_MAX);
}

/* The next row of a table, from *at on, which is moved behind it; NULL behind the last. */
static const struct nd_value *next_row(struct nd_str text, size_t *at, struct nd_arena *arena) {
    bool is_repaired;
    size_t length;
    const struct nd_value *row;

    *at = nd_json_pass(text, *at);
    if (nd_json_sign_at(text, *at) != '{' || nd_json_skip(nd_str_skip(text, *at)) == SIZE_MAX)
        return NULL;
    row = nd_json_read(nd_str_skip(text, *at), 0, arena, &length, &is_repaired);
    *at += length;
    return row;
}

static int by_key(const void *a, const void *b) {
    const struct pair *x = a, *y = b;
    int order = nd_str_cmp(x->key, y->key);

    return order != 0 ? order : x->order < y->order ? -1 : x->order > y->order;
}

/* Two columns of a table, sorted by the first. */
static struct table read_table(struct nd_reader *reader, struct nd_str text, size_t tables, const char *name,
                               const char *key, const char *value) {
    size_t list = member(text, tables, name), room = 0, at;
    struct table table = {0};
    const struct nd_value *row;
    uint64_t number;
    size_t order;

    if (list == SIZE_MAX || nd_json_sign_at(text, list) != '[')
        return table;
    for (at = list + 1; (row = next_row(text, &at, reader->arena)) != NULL; table.count++) {
        if (table.count == room) {
            struct pair *larger =
                nd_arena_alloc(reader->arena, room = room == 0 ? 64 : 2 * room, sizeof *larger);
            if (table.count > 0)
                memcpy(larger, table.pairs, table.count * sizeof *larger);
            table.pairs = larger;
        }
        order = nd_str_to_uint(nd_value_text_of(row, "sort_order"), &number) ? (size_t)number : table.count;
        table.pairs[table.count] =
            (struct pair){nd_arena_str(reader->arena, nd_value_text_of(row, key)),
                          nd_arena_str(reader->arena, nd_value_text_of(row, value)), order};
    }
    if (table.count > 0)
        qsort(table.pairs, table.count, sizeof *table.pairs, by_key);
    return table;
}

/* The first pair of a key; count when there is none. */
static size_t find(const struct table *table, struct nd_str key) {
    size_t low = 0, high = table->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (nd_str_cmp(table->pairs[middle].key, key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < table->count && nd_str_eq(table->pairs[low].key, key) ? low : table->count;
}

static struct nd_str value_of(const struct table *table, struct nd_str key) {
    size_t i = find(table, key);

    return i < table->count ? table->pairs[i].value : ND_STR_NONE;
}

static void read_tables(struct nd_reader *reader, struct nd_str text, size_t tables) {
    struct table settings = read_table(reader, text, tables, "settings", "key", "value");

    reader->tags = read_table(reader, text, tables, "tags", "id", "name");
    reader->users = read_table(reader, text, tables, "users", "id", "name");
    reader->tags_of = read_table(reader, text, tables, "posts_tags", "post_id", "tag_id");
    reader->authors_of = read_table(reader, text, tables, "posts_authors", "post_id", "author_id");
    reader->url = value_of(&settings, ND_STR("url"));
    if (nd_str_ends(reader->url, ND_STR("/")))
        reader->url.len--;
    reader->title = value_of(&settings, ND_STR("title"));
    reader->language = value_of(&settings, ND_STR("locale"));
    if (reader->language.len == 0)
        reader->language = value_of(&settings, ND_STR("lang"));
}

/* All that makes of an article what it is, besides its row. */
static struct nd_str context_of(const struct nd_reader *reader, struct nd_arena *arena) {
    const struct table *const tables[] = {&reader->tags, &reader->users, &reader->tags_of,
                                          &reader->authors_of};
    struct nd_buf text = {0};

    nd_buf_add(&text, reader->url);
    nd_buf_add_char(&text, '\n');
    nd_buf_add(&text, reader->title);
    nd_buf_add_char(&text, '\n');
    nd_buf_add(&text, reader->language);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        for (size_t k = 0; k < tables[i]->count; k++) {
            const struct pair *pair = &tables[i]->pairs[k];
            nd_buf_addf(&text, "\n%.*s=%.*s", (int)pair->key.len, pair->key.ptr, (int)pair->value.len,
                        pair->value.ptr);
        }
    return nd_arena_take(arena, &text);
}

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    struct nd_reader *reader = nd_arena_alloc(arena, 1, sizeof *reader);
    size_t tables, posts;

    reader->arena = arena;
    while (nd_stream_rest(stream).len <= MOST_WAITING && nd_stream_more(stream))
        ;
    reader->is_large = !stream->is_end && nd_stream_rest(stream).len > MOST_WAITING;
    tables = find_tables(nd_stream_rest(stream));
    posts = tables == SIZE_MAX ? SIZE_MAX : member(nd_stream_rest(stream), tables, "posts");
    if (posts == SIZE_MAX || nd_json_sign_at(nd_stream_rest(stream), posts) != '[')
        return NULL;
    reader->is_unfinished = !reader->is_large && nd_json_skip(nd_stream_rest(stream)) == SIZE_MAX;
    if (!reader->is_large)
        read_tables(reader, nd_stream_rest(stream), tables);
    stream->context = context_of(reader, arena);
    nd_stream_take(stream, posts + 1);
    return reader;
}

static enum nd_status next(struct nd_reader *reader, struct nd_str rest, bool is_end, struct nd_cut *cut) {
    size_t at = nd_json_pass(rest, 0), length;

    if (reader->is_done)
        return ND_END;
    if (at == rest.len && !is_end)
        return ND_TOO_BIG;
    length = nd_json_sign_at(rest, at) == '{' ? nd_json_skip(nd_str_skip(rest, at)) : 0;
    if (length == SIZE_MAX && !is_end)
        return ND_TOO_BIG;
    reader->is_done = length == 0 || length == SIZE_MAX;
    cut->is_open = at == rest.len || reader->is_unfinished;
    if (length == 0)
        return ND_END;
    *cut = (struct nd_cut){.from = at, .is_cut = length == SIZE_MAX};
    cut->length = cut->is_cut ? rest.len - at : length;
    cut->taken = at + cut->length;
    return ND_OK;
}

/* The names that a table of two columns and one of names have for an article. */
static void put_names(struct nd_value *map, const char *key, struct nd_str id, const struct table *links,
                      const struct table *names, struct nd_arena *arena) {
    struct nd_value *list = nd_value_new(arena, ND_LIST);

    for (size_t i = find(links, id), most = i + MOST_NAMES;
         i < links->count && i < most && nd_str_eq(links->pairs[i].key, id); i++) {
        struct nd_str name = value_of(names, links->pairs[i].value);
        /* what begins with # is for the program alone */
        if (name.len > 0 && !nd_str_starts(name, ND_STR("#")))
            nd_value_add(list, nd_value_string(arena, name));
    }
    if (list->count > 0)
        nd_value_put(map, nd_str_from(key), list);
}

/* Addresses of the site itself are written with a name in place of it. */
static struct nd_str with_site(const struct nd_reader *reader, struct nd_str text, struct nd_arena *arena) {
    struct nd_str mark = ND_STR("__GHOST_URL__");
    struct nd_buf out = {0};
    size_t at;

    if (nd_str_find(text, mark) == SIZE_MAX)
        return text;
    while ((at = nd_str_find(text, mark)) != SIZE_MAX) {
        nd_buf_add(&out, nd_str_slice(text, 0, at));
        nd_buf_add(&out, reader->url);
        text = nd_str_skip(text, at + mark.len);
    }
    nd_buf_add(&out, text);
    return nd_arena_take(arena, &out);
}

/* The same text in other notations, and what is for the program alone. */
static bool is_left_out(const struct nd_value *member, bool has_text, bool has_html) {
    static const char *const names[] = {"comment_id", "author_id"};

    if (member->type == ND_NULL)
        return true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (nd_str_eq(member->key, nd_str_from(names[i])))
            return true;
    return (has_html && nd_str_eq(member->key, ND_STR("plaintext"))) ||
           (has_text &&
            (nd_str_eq(member->key, ND_STR("lexical")) || nd_str_eq(member->key, ND_STR("mobiledoc"))));
}

static struct nd_value *read_post(const struct nd_reader *reader, const struct nd_value *post,
                                  struct nd_arena *arena) {
    struct nd_value *map = nd_value_new(arena, ND_MAP);
    bool has_html = nd_value_text_of(post, "html").len > 0,
         has_text = has_html || nd_value_text_of(post, "plaintext").len > 0;

    for (const struct nd_value *v = post->first; v != NULL; v = v->next) {
        struct nd_value *copy;
        if (is_left_out(v, has_text, has_html))
            continue;
        copy = nd_value_copy(arena, v);
        if (copy->type == ND_STRING)
            copy->text = with_site(reader, copy->text, arena);
        nd_value_put(map, v->key, copy);
    }
    return map;
}

/* What the tables say of it, and the site. */
static void put_site(const struct nd_reader *reader, struct nd_value *map, struct nd_str author,
                     struct nd_arena *arena) {
    struct nd_value *channel = nd_value_new(arena, ND_MAP);
    struct nd_str id = nd_value_text_of(map, "id"), slug = nd_value_text_of(map, "slug"),
                  name = value_of(&reader->users, author);

    put_names(map, "tags", id, &reader->tags_of, &reader->tags, arena);
    put_names(map, "authors", id, &reader->authors_of, &reader->users, arena);
    if (name.len > 0 && nd_value_get(map, ND_STR("authors")) == NULL)
        nd_value_put(map, ND_STR("authors"), nd_value_string(arena, name));
    if (reader->url.len > 0 && slug.len > 0 && nd_value_text_of(map, "canonical_url").len == 0)
        nd_value_put(map, ND_STR("url"),
                     nd_value_string(arena, nd_arena_printf(arena, "%.*s/%.*s/", (int)reader->url.len,
                                                            reader->url.ptr, (int)slug.len, slug.ptr)));
    if (reader->title.len > 0)
        nd_value_put(channel, ND_STR("title"), nd_value_string(arena, reader->title));
    if (reader->url.len > 0)
        nd_value_put(channel, ND_STR("url"), nd_value_string(arena, reader->url));
    if (channel->count > 0)
        nd_value_put(map, ND_STR("channel"), channel);
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    static const struct nd_item_alias locale = {ND_STR_INIT("locale"), ND_STR_INIT("sitelanguage")};
    bool is_repaired = false;
    size_t length;
    const struct nd_value *post = nd_json_read(text, record->line, arena, &length, &is_repaired);
    struct nd_value *map;

    if (post == NULL || post->type != ND_MAP) {
        nd_problems_add(problems, ND_P_RECORD, record->line, 0, "no JSON object, left out");
        return false;
    }
    if (reader->is_large && record->ordinal == 1)
        nd_problems_add(
            problems, ND_P_RECORD, record->line, 0,
            "an export of more than %d MB: tags and authors, which stand behind the articles, are not "
            "read",
            MOST_WAITING / 1024 / 1024);
    map = read_post(reader, post, arena);
    put_site(reader, map, nd_value_text_of(post, "author_id"), arena);
    if (reader->language.len > 0 && nd_value_text_of(map, "locale").len == 0) {
        nd_value_put(map, ND_STR("locale"), nd_value_string(arena, reader->language));
        item->aliases = &locale;
        item->alias_count = 1;
    }
    item->fields = map;
    return map->count > 0;
}

const struct nd_format nd_format_ghost = {"ghost", sniff, open, next, read, NULL, ND_FORMAT_TEXT};
