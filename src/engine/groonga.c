#include "engine/groonga.h"

#include "engine/json_article.h"
#include "engine/schemas.h"
#include "engine/sets.h"

#include <inttypes.h>

static struct nd_str schema(void) {
    return nd_str_of(nd_schema_groonga, sizeof nd_schema_groonga - 1);
}

enum { KEY = 4095 /* bytes of the longest key of a table, by which fields are found */ };

/* Of a feed of everything each article says that it is in it; at the end the others go. */
static void begin(struct nd_engine_feed *feed) {
    if (feed->scope == ND_ENGINE_WHOLE)
        nd_buf_add_z(&feed->out, "column_remove Article in_feed\n"
                                 "column_create Article in_feed COLUMN_SCALAR Bool\n");
}

/* An argument of a command, between single quotes. */
static void add_argument(struct nd_buf *out, struct nd_str text) {
    nd_buf_add_char(out, '\'');
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '\'' || text.ptr[i] == '\\')
            nd_buf_add_char(out, '\\');
        if (text.ptr[i] == '\n')
            nd_buf_add_z(out, "\\n");
        else
            nd_buf_add_char(out, text.ptr[i]);
    }
    nd_buf_add_char(out, '\'');
}

/*
 * What is there is put in the place of, unless it is of a later revision. load alone would leave the fields
 * that are not known now as they were.
 */
static void begin_row(struct nd_engine_feed *feed, const char *table, struct nd_str key, int64_t revision) {
    struct nd_buf filter = {0};
    struct nd_json json = {&feed->out, false};

    nd_buf_add_z(&filter, "_key == ");
    nd_groonga_literal(&filter, key);
    nd_buf_addf(&filter, " && revision <= %" PRId64, revision);
    nd_buf_addf(&feed->out, "delete --table %s --filter ", table);
    add_argument(&feed->out, nd_buf_str(&filter));
    nd_buf_addf(&feed->out, "\nload --table %s --ifexists 'revision <= %" PRId64 "'\n[\n{\"_key\":", table,
                revision);
    nd_json_string(&json, key);
    nd_buf_free(&filter);
}

static void end_row(struct nd_engine_feed *feed) {
    nd_buf_add_z(&feed->out, "}\n]\n");
}

static void put(struct nd_engine_feed *feed, const struct nd_engine_article *article) {
    struct nd_json json = {&feed->out, true};

    begin_row(feed, "Article", article->uid, article->revision);
    nd_json_article(&json, feed, article, KEY);
    nd_sets_add(&json, &article->words);
    if (feed->scope == ND_ENGINE_WHOLE) {
        nd_json_key(&json, ND_STR("in_feed"));
        nd_json_boolean(&json, true);
    }
    end_row(feed);
}

/* That the article is gone stays known, so that an older feed does not bring it back. */
static void drop(struct nd_engine_feed *feed, struct nd_str uid, int64_t revision) {
    begin_row(feed, "Article", uid, revision);
    nd_buf_addf(&feed->out, ",\"origin\":\"deleted\",\"revision\":%" PRId64, revision);
    end_row(feed);
}

/* Some articles are not all there is up to a revision. */
static void end(struct nd_engine_feed *feed, const struct nd_index_state *now) {
    struct nd_json json = {&feed->out, false};

    if (feed->scope == ND_ENGINE_SOME)
        return;
    if (feed->scope == ND_ENGINE_WHOLE)
        nd_buf_addf(&feed->out,
                    "delete --table Article --filter 'in_feed == false && revision <= %" PRId64 "'\n",
                    now->revision);
    begin_row(feed, "State", ND_STR("state"), now->revision);
    nd_buf_addf(&feed->out, ",\"revision\":%" PRId64 ",\"database\":", now->revision);
    nd_json_string(&json, now->database);
    end_row(feed);
}

const struct nd_engine nd_groonga = {"groonga", schema, begin, put, drop, end, nd_groonga_translate};
