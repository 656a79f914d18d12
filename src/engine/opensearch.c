#include "engine/opensearch.h"

#include "engine/json_article.h"
#include "engine/positions.h"
#include "engine/schemas.h"

static struct nd_str schema(void) {
    return nd_str_of(nd_schema_opensearch, sizeof nd_schema_opensearch - 1);
}

/*
 * Bytes after which a batch ends, what a request may have (http.max_content_length, 100 MB), and the longest
 * term of a keyword field in UTF-8 that the template indexes (ignore_above counts characters).
 */
enum { BATCH = 8 * 1024 * 1024, REQUEST = 100 * 1000 * 1000, KEYWORD = 8191 };

static void begin(struct nd_engine_feed *feed) {
    (void)feed;
}

/*
 * Of two writes with one _id that of the higher revision counts, and the same again does no harm
 * (version_type). An empty line, which the bulk interface skips, ends a batch.
 */
static void add_action(struct nd_engine_feed *feed, const char *action, struct nd_str index, struct nd_str id,
                       int64_t revision) {
    struct nd_json json = {&feed->out, false};

    if (feed->batch > BATCH) {
        nd_buf_add_char(&feed->out, '\n');
        feed->batch = 0;
    }
    nd_json_open(&json, '{');
    nd_json_key(&json, nd_str_from(action));
    nd_json_open(&json, '{');
    nd_json_key(&json, ND_STR("_index"));
    nd_json_string(&json, index);
    nd_json_key(&json, ND_STR("_id"));
    nd_json_string(&json, id);
    nd_json_key(&json, ND_STR("version"));
    nd_json_integer(&json, revision);
    nd_json_key(&json, ND_STR("version_type"));
    nd_json_string(&json, ND_STR("external_gte"));
    nd_json_close(&json, '}');
    nd_json_close(&json, '}');
    nd_buf_add_char(&feed->out, '\n');
}

static void add_words(struct nd_json *json, const struct nd_word_list *words) {
    struct nd_positions positions = {0};
    struct nd_buf text = {0};

    nd_positions_read(&positions, words);
    for (int column = 0; column < ND_COLUMNS; column++) {
        nd_buf_clear(&text);
        nd_positions_add(&positions, column, &text);
        if (text.len == 0)
            continue;
        nd_json_key(json, nd_str_from(nd_positions_fields[column]));
        nd_json_string(json, nd_buf_str(&text));
    }
    nd_positions_free(&positions);
    nd_buf_free(&text);
}

static void note_long(struct nd_engine_feed *feed, struct nd_str uid, const char *name, struct nd_str value) {
    struct nd_buf what = {0};

    if (value.len <= KEYWORD)
        return;
    nd_buf_addf(&what, "%s: longer than %d bytes, no filter may find it", name, KEYWORD);
    nd_engine_note(feed, uid, what.ptr);
    nd_buf_free(&what);
}

/* Fields that filters compare with. */
static void note_fields(struct nd_engine_feed *feed, const struct nd_engine_article *article) {
    static const char *const texts[] = {"path", "url",      "provider_name", "provider_domain",
                                        "type", "category", "language"};
    static const char *const lists[] = {"topic_keys", "author_keys", "tag_keys", "version_paths"};

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        note_long(feed, article->uid, texts[i], nd_json_article_value(article, texts[i])->text);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        const struct nd_names *names = nd_json_article_value(article, lists[i])->names;
        for (const struct nd_name *name = names->first; name != NULL; name = name->next)
            note_long(feed, article->uid, lists[i], name->text);
    }
}

static void put(struct nd_engine_feed *feed, const struct nd_engine_article *article) {
    struct nd_json json = {&feed->out, false};
    size_t before = feed->out.len, size;

    add_action(feed, "index", ND_STR("newsdex"), article->uid, article->revision);
    nd_json_open(&json, '{');
    nd_json_article(&json, article, feed->arena);
    add_words(&json, &article->words);
    nd_json_close(&json, '}');
    nd_buf_add_char(&feed->out, '\n');
    size = feed->out.len - before;
    feed->batch += size;
    note_fields(feed, article);
    if (size > REQUEST)
        nd_engine_note(feed, article->uid, "more than 100 MB: raise http.max_content_length");
}

static void drop(struct nd_engine_feed *feed, struct nd_str uid, int64_t revision) {
    size_t before = feed->out.len;

    add_action(feed, "delete", ND_STR("newsdex"), uid, revision);
    feed->batch += feed->out.len - before;
}

/* In an index of its own. Some articles are not all there is up to a revision. */
static void end(struct nd_engine_feed *feed, const struct nd_index_state *now) {
    struct nd_json json = {&feed->out, false};

    if (feed->scope == ND_ENGINE_SOME)
        return;
    feed->batch = BATCH + 1; /* what is before it has been answered when it is sent */
    add_action(feed, "index", ND_STR("newsdex-state"), ND_STR("state"), now->revision);
    nd_json_open(&json, '{');
    nd_json_key(&json, ND_STR("database"));
    nd_json_string(&json, now->database);
    nd_json_key(&json, ND_STR("revision"));
    nd_json_integer(&json, now->revision);
    nd_json_close(&json, '}');
    nd_buf_add_char(&feed->out, '\n');
}

const struct nd_engine nd_opensearch = {"opensearch", schema, begin, put, drop, end, nd_opensearch_translate};
