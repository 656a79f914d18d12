#include "engine/vespa.h"

#include "engine/json_article.h"
#include "engine/schemas.h"
#include "engine/sets.h"
#include "engine/vespa_text.h"

#include <inttypes.h>
#include <string.h>

static struct nd_str schema(void) {
    return nd_str_of(nd_schema_vespa, sizeof nd_schema_vespa - 1);
}

static void begin(struct nd_engine_feed *feed) {
    (void)feed;
}

/* What is of a later revision there stays. */
static void begin_operation(struct nd_json *json, const char *name, struct nd_str uid, int64_t revision) {
    struct nd_buf id = {0}, condition = {0};

    nd_buf_add_z(&id, "id:newsdex:article::");
    nd_buf_add(&id, uid);
    nd_buf_addf(&condition, "article.revision <= %" PRId64, revision);
    nd_json_open(json, '{');
    nd_json_key(json, nd_str_from(name));
    nd_json_string(json, nd_buf_str(&id));
    nd_json_key(json, ND_STR("condition"));
    nd_json_string(json, nd_buf_str(&condition));
    nd_buf_free(&id);
    nd_buf_free(&condition);
}

static void begin_put(struct nd_json *json, struct nd_str uid, int64_t revision) {
    begin_operation(json, "put", uid, revision);
    nd_json_key(json, ND_STR("create"));
    nd_json_boolean(json, true);
    nd_json_key(json, ND_STR("fields"));
    nd_json_open(json, '{');
}

static void end_put(struct nd_json *json) {
    nd_json_close(json, '}');
    nd_json_close(json, '}');
    nd_buf_add_char(json->out, '\n');
}

static void put(struct nd_engine_feed *feed, const struct nd_engine_article *article) {
    struct nd_buf line = {0};
    struct nd_json json = {&line, false};

    begin_put(&json, article->uid, article->revision);
    nd_json_article(&json, feed, article, SIZE_MAX);
    for (size_t i = 0; i < article->count; i++)
        if (strcmp(article->values[i].name, "date") == 0 && article->values[i].text.ptr != NULL) {
            nd_json_key(&json, ND_STR("date_number"));
            nd_json_integer(&json, nd_vespa_date(article->values[i].text));
        }
    nd_sets_add(&json, &article->words);
    end_put(&json);
    if (nd_vespa_text(&feed->out, nd_buf_str(&line)))
        nd_engine_note(feed, article->uid, "characters that Vespa does not take became U+FFFD");
    nd_buf_free(&line);
}

static void drop(struct nd_engine_feed *feed, struct nd_str uid, int64_t revision) {
    struct nd_json json = {&feed->out, false};

    begin_operation(&json, "remove", uid, revision);
    nd_json_close(&json, '}');
    nd_buf_add_char(&feed->out, '\n');
}

/* Some articles are not all there is up to a revision. */
static void end(struct nd_engine_feed *feed, const struct nd_index_state *now) {
    struct nd_json json = {&feed->out, false};

    if (feed->scope == ND_ENGINE_SOME)
        return;
    begin_put(&json, ND_STR("state"), now->revision);
    nd_json_key(&json, ND_STR("origin"));
    nd_json_string(&json, ND_STR("state"));
    nd_json_key(&json, ND_STR("revision"));
    nd_json_integer(&json, now->revision);
    nd_json_key(&json, ND_STR("database"));
    nd_json_string(&json, now->database);
    end_put(&json);
}

const struct nd_engine nd_vespa = {"vespa", schema, begin, put, drop, end, nd_vespa_translate};
