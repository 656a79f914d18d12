#include "engine/opensearch.h"

#include "engine/json_article.h"
#include "engine/schemas.h"

static struct nd_str schema(void) {
    return nd_str_of(nd_schema_opensearch, sizeof nd_schema_opensearch - 1);
}

/*
 * Bytes after which a batch ends, what a request may have (http.max_content_length, 100 MB), and the longest
 * term of a field that is a keyword in the template (ignore_above; Lucene has 32766).
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

static void put(struct nd_engine_feed *feed, const struct nd_engine_article *article) {
    struct nd_json json = {&feed->out, false};
    size_t before = feed->out.len, size;

    add_action(feed, "index", ND_STR("newsdex"), article->uid, article->revision);
    nd_json_open(&json, '{');
    nd_json_article(&json, feed, article, KEYWORD);
    nd_json_article_words(&json, &article->words);
    nd_json_close(&json, '}');
    nd_buf_add_char(&feed->out, '\n');
    size = feed->out.len - before;
    feed->batch += size;
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
