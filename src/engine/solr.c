#include "engine/solr.h"

#include "engine/json_article.h"
#include "engine/schemas.h"

static struct nd_str schema(void) {
    return nd_str_of(nd_schema_solr, sizeof nd_schema_solr - 1);
}

enum { TERM = 32766 /* the longest of Lucene; a longer one makes Solr refuse the request */ };

/* One object with a command after the other, names as often as they are needed. */
static void begin(struct nd_engine_feed *feed) {
    nd_buf_add_z(&feed->out, "{\n");
    if (feed->scope == ND_ENGINE_WHOLE)
        nd_buf_add_z(&feed->out, "\"delete\":{\"query\":\"*:*\"},\n");
}

static void put(struct nd_engine_feed *feed, const struct nd_engine_article *article) {
    struct nd_json json = {&feed->out, false};

    nd_buf_add_z(&feed->out, "\"add\":{\"doc\":");
    nd_json_open(&json, '{');
    nd_json_article(&json, feed, article, TERM);
    nd_json_article_words(&json, &article->words);
    nd_json_close(&json, '}');
    nd_buf_add_z(&feed->out, "},\n");
}

static void drop(struct nd_engine_feed *feed, struct nd_str uid, int64_t revision) {
    struct nd_json json = {&feed->out, false};

    (void)revision;
    nd_buf_add_z(&feed->out, "\"delete\":{\"id\":");
    nd_json_string(&json, uid);
    nd_buf_add_z(&feed->out, "},\n");
}

/* Some articles are not all there is up to a revision. */
static void end(struct nd_engine_feed *feed, const struct nd_index_state *now) {
    struct nd_json json = {&feed->out, false};

    if (feed->scope != ND_ENGINE_SOME) {
        nd_buf_add_z(&feed->out, "\"add\":{\"doc\":{\"uid\":\"state\",\"origin\":\"state\",\"revision\":");
        nd_json_integer(&json, now->revision);
        nd_buf_add_z(&feed->out, ",\"database\":");
        json.needs_comma = false;
        nd_json_string(&json, now->database);
        nd_buf_add_z(&feed->out, "}},\n");
    }
    nd_buf_add_z(&feed->out, "\"commit\":{}\n}\n");
}

const struct nd_engine nd_solr = {"solr", schema, begin, put, drop, end, nd_solr_translate};
