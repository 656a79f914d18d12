#include "engine/engine_table.h"
#include "newsdex/alloc.h"
#include "newsdex/analysis.h"
#include "newsdex/output.h"
#include "newsdex/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { FLUSH_BYTES = 256 * 1024 };

/* What fields of the record are that are no text. */
static const struct {
    const char *name;
    enum nd_engine_type type;
} types[] = {{"id", ND_ENGINE_INTEGER},    {"line", ND_ENGINE_INTEGER},   {"ordinal", ND_ENGINE_INTEGER},
             {"quality", ND_ENGINE_REAL},  {"heat", ND_ENGINE_REAL},      {"is_published", ND_ENGINE_BOOLEAN},
             {"topics", ND_ENGINE_NAMES},  {"keywords", ND_ENGINE_NAMES}, {"themes", ND_ENGINE_NAMES},
             {"authors", ND_ENGINE_NAMES}, {"tags", ND_ENGINE_NAMES}};

static enum nd_engine_type type_of(const char *name) {
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i].name, name) == 0)
            return types[i].type;
    return ND_ENGINE_TEXT;
}

void nd_engine_note(struct nd_engine_feed *feed, struct nd_str uid, const char *what) {
    nd_buf_addf(&feed->notes, "article %.*s: %s\n", (int)uid.len, uid.ptr, what);
}

void nd_engine_flush(struct nd_engine_feed *feed) {
    if (feed->out.len > 0)
        (void)fwrite(feed->out.ptr, 1, feed->out.len, feed->stream);
    nd_buf_clear(&feed->out);
}

static enum nd_status flush_above(struct nd_engine_feed *feed, size_t most, struct nd_error *err) {
    if (feed->out.len > most)
        nd_engine_flush(feed);
    return nd_output_check(feed->stream, feed->name, err);
}

static void choose_fields(struct nd_engine_feed *feed) {
    struct nd_fields all;

    nd_output_choose_all(&all, feed->names);
    feed->fields->count = 0;
    for (size_t i = 0; i < all.count; i++)
        if (strcmp(all.list[i].name, "uid") != 0)
            feed->fields->list[feed->fields->count++] = all.list[i];
}

struct nd_engine_feed *nd_engine_open(const struct nd_engine *engine, enum nd_engine_scope scope,
                                      int64_t since, FILE *stream, const char *name) {
    struct nd_engine_feed *feed = nd_alloc_array(1, sizeof *feed);

    *feed = (struct nd_engine_feed){
        .engine = engine, .scope = scope, .since = since, .stream = stream, .name = name};
    feed->arena = nd_arena_new();
    feed->names = nd_arena_new();
    feed->lister = nd_word_lister_new();
    feed->fields = nd_alloc_array(1, sizeof *feed->fields);
    choose_fields(feed);
    engine->begin(feed);
    return feed;
}

static struct nd_engine_value *add_value(struct nd_engine_article *article, const char *name,
                                         enum nd_engine_type type, struct nd_str text) {
    struct nd_engine_value *value = &article->values[article->count++];

    *value = (struct nd_engine_value){.name = name, .type = type, .text = text};
    return value;
}

static void add_name(struct nd_names *names, struct nd_str text, struct nd_arena *arena) {
    struct nd_name *name = nd_arena_alloc(arena, 1, sizeof *name);

    name->text = text;
    if (names->last == NULL)
        names->first = name;
    else
        names->last->next = name;
    names->last = name;
    names->count++;
}

/* In the form in which names are compared. */
static void add_folded(struct nd_names *folded, const struct nd_names *names, struct nd_arena *arena) {
    for (const struct nd_name *name = names->first; name != NULL; name = name->next)
        add_name(folded, nd_casefold(name->text, arena), arena);
}

/* Bytes that are no UTF-8 are there in hexadecimal, too. */
static void add_bytes(struct nd_engine_article *article, struct nd_engine_value *value, const char *hex_name,
                      struct nd_arena *arena) {
    static const char digits[] = "0123456789abcdef";
    struct nd_buf repaired = {0}, hex = {0};

    if (value->text.ptr != NULL && !nd_utf8_valid(value->text, NULL)) {
        for (size_t i = 0; i < value->text.len; i++) {
            unsigned char byte = (unsigned char)value->text.ptr[i];
            nd_buf_add_char(&hex, digits[byte >> 4]);
            nd_buf_add_char(&hex, digits[byte & 15]);
        }
        (void)nd_utf8_repair(value->text, &repaired);
        value->text = nd_arena_take(arena, &repaired);
    }
    add_value(article, hex_name, ND_ENGINE_TEXT, hex.len > 0 ? nd_arena_take(arena, &hex) : ND_STR_NONE);
}

/* The fields of the record that are lists of names. */
static const struct nd_names *names_of(const struct nd_stored_article *stored, const char *name) {
    static const char *const roles[] = {"topics", "keywords", "themes"};

    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (strcmp(roles[i], name) == 0)
            return &stored->article.names[i];
    return strcmp(name, "tags") == 0 ? &stored->tags : &stored->article.authors;
}

/* What filters compare with: topics, authors, tags, and the paths of the versions it answers for. */
static void add_keys(struct nd_engine_article *article, const struct nd_stored_article *stored,
                     struct nd_arena *arena) {
    static const char *const names[] = {"topic_keys", "author_keys", "tag_keys", "version_paths"};
    struct nd_names *lists = nd_arena_alloc(arena, ND_ENGINE_KEYS, sizeof *lists);

    for (int role = ND_TOPIC; role <= ND_THEME; role++)
        add_folded(&lists[0], &stored->article.names[role], arena);
    add_folded(&lists[1], &stored->article.authors, arena);
    add_folded(&lists[2], &stored->tags, arena);
    for (const struct nd_stored_version *v = stored->versions; v != NULL; v = v->next) {
        struct nd_buf path = {0};
        (void)nd_utf8_repair(v->path, &path);
        add_name(&lists[3], nd_arena_take(arena, &path), arena);
    }
    for (size_t i = 0; i < ND_ENGINE_KEYS; i++)
        add_value(article, names[i], ND_ENGINE_NAMES, ND_STR_NONE)->names = &lists[i];
}

static void read_values(struct nd_engine_feed *feed, const struct nd_stored_article *stored,
                        const struct nd_cell *cells, struct nd_engine_article *article) {
    for (size_t i = 0; i < feed->fields->count; i++) {
        struct nd_engine_value *value =
            add_value(article, cells[i].name, type_of(cells[i].name), cells[i].value);
        if (value->type == ND_ENGINE_NAMES)
            value->names = names_of(stored, value->name);
        if (strcmp(value->name, "path") == 0)
            add_bytes(article, value, "path_hex", feed->arena);
        if (strcmp(value->name, "part") == 0)
            add_bytes(article, value, "part_hex", feed->arena);
    }
    add_keys(article, stored, feed->arena);
}

enum nd_status nd_engine_put(struct nd_engine_feed *feed, const struct nd_stored_article *stored,
                             struct nd_error *err) {
    struct nd_record_view record = {stored, NULL, stored->article.path, "", true};
    struct nd_engine_article article = {.uid = stored->article.uid, .revision = stored->revision};
    struct nd_cell cells[ND_MAX_CHOSEN];
    struct nd_buf bufs[ND_MAX_CHOSEN] = {{0}};
    enum nd_status status;

    nd_arena_reset(feed->arena);
    nd_output_cells(feed->fields, &record, cells, bufs);
    read_values(feed, stored, cells, &article);
    status = nd_word_lister_read(feed->lister, stored, &article.words, err);
    if (status == ND_OK)
        feed->engine->put(feed, &article);
    for (size_t i = 0; i < feed->fields->count; i++)
        nd_buf_free(&bufs[i]);
    return status == ND_OK ? flush_above(feed, FLUSH_BYTES, err) : status;
}

enum nd_status nd_engine_drop(struct nd_engine_feed *feed, struct nd_str uid, int64_t revision,
                              struct nd_error *err) {
    feed->engine->drop(feed, uid, revision);
    return flush_above(feed, FLUSH_BYTES, err);
}

enum nd_status nd_engine_end(struct nd_engine_feed *feed, const struct nd_index_state *now,
                             struct nd_error *err) {
    feed->engine->end(feed, now);
    nd_engine_flush(feed);
    (void)fflush(feed->stream);
    return flush_above(feed, 0, err);
}

struct nd_str nd_engine_notes(const struct nd_engine_feed *feed) {
    return nd_buf_str(&feed->notes);
}

void nd_engine_free(struct nd_engine_feed *feed) {
    if (feed == NULL)
        return;
    nd_buf_free(&feed->out);
    nd_buf_free(&feed->notes);
    nd_arena_free(feed->arena);
    nd_arena_free(feed->names);
    nd_word_lister_free(feed->lister);
    free(feed->fields);
    free(feed);
}
