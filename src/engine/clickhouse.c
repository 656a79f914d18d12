#include "engine/clickhouse.h"

#include "engine/schemas.h"
#include "newsdex/json.h"

#include <inttypes.h>
#include <string.h>

static struct nd_str schema(void) {
    return nd_str_of(nd_schema_clickhouse, sizeof nd_schema_clickhouse - 1);
}

static void begin(struct nd_engine_feed *feed) {
    (void)feed;
}

static void begin_row(struct nd_json *json, struct nd_str uid, int64_t revision) {
    nd_json_open(json, '{');
    nd_json_key(json, ND_STR("uid"));
    nd_json_string(json, uid);
    nd_json_key(json, ND_STR("revision"));
    nd_json_integer(json, revision);
}

static void end_row(struct nd_json *json) {
    nd_json_close(json, '}');
    nd_buf_add_char(json->out, '\n');
}

static void add_names(struct nd_json *json, const struct nd_names *names) {
    nd_json_open(json, '[');
    for (const struct nd_name *name = names->first; name != NULL; name = name->next)
        nd_json_string(json, name->text);
    nd_json_close(json, ']');
}

/* What is not known is left out. JSON of JSON is text. */
static void add_value(struct nd_json *json, const struct nd_engine_value *value) {
    if (value->type != ND_ENGINE_NAMES && value->text.ptr == NULL)
        return;
    nd_json_key(json, nd_str_from(value->name));
    if (value->type == ND_ENGINE_NAMES)
        add_names(json, value->names);
    else if (value->type == ND_ENGINE_BOOLEAN)
        nd_json_integer(json, nd_str_eq(value->text, ND_STR("true")));
    else if (value->type == ND_ENGINE_INTEGER || value->type == ND_ENGINE_REAL)
        nd_json_raw(json, value->text);
    else
        nd_json_string(json, value->text);
}

static void add_words(struct nd_json *json, const struct nd_word_list *words) {
    nd_json_key(json, ND_STR("words"));
    nd_json_open(json, '[');
    for (size_t i = 0; i < words->count; i++)
        nd_json_string(json, words->words[i].text);
    nd_json_close(json, ']');
    nd_json_key(json, ND_STR("places"));
    nd_json_open(json, '[');
    for (size_t i = 0; i < words->count; i++) {
        nd_json_open(json, '[');
        for (size_t k = 0; k < words->words[i].count; k++)
            nd_json_integer(json, words->words[i].places[k]);
        nd_json_close(json, ']');
    }
    nd_json_close(json, ']');
}

/* Year and month as a number, 202403; of a year alone 202300. Rows are kept together by year. */
static int64_t month_of(struct nd_str date) {
    uint64_t year = 0, month = 0;

    (void)nd_str_to_uint(nd_str_slice(date, 0, 4), &year);
    if (date.len >= 7)
        (void)nd_str_to_uint(nd_str_slice(date, 5, 7), &month);
    return (int64_t)(year * 100 + month);
}

static void put(struct nd_engine_feed *feed, const struct nd_engine_article *article) {
    struct nd_json json = {&feed->out, false};

    begin_row(&json, article->uid, article->revision);
    for (size_t i = 0; i < article->count; i++) {
        const struct nd_engine_value *value = &article->values[i];
        add_value(&json, value);
        if (strcmp(value->name, "date") != 0)
            continue;
        nd_json_key(&json, ND_STR("month"));
        nd_json_integer(&json, month_of(value->text));
    }
    add_words(&json, &article->words);
    end_row(&json);
}

static void drop(struct nd_engine_feed *feed, struct nd_str uid, int64_t revision) {
    struct nd_json json = {&feed->out, false};

    begin_row(&json, uid, revision);
    nd_json_key(&json, ND_STR("is_deleted"));
    nd_json_integer(&json, 1);
    end_row(&json);
}

/* Some articles are not all there is up to a revision. */
static void end(struct nd_engine_feed *feed, const struct nd_index_state *now) {
    struct nd_json json = {&feed->out, false};

    if (feed->scope == ND_ENGINE_SOME)
        return;
    begin_row(&json, ND_STR(""), now->revision);
    nd_json_key(&json, ND_STR("is_deleted"));
    nd_json_integer(&json, 1);
    nd_json_key(&json, ND_STR("database"));
    nd_json_string(&json, now->database);
    end_row(&json);
}

const struct nd_engine nd_clickhouse = {"clickhouse", schema, begin, put, drop, end, nd_clickhouse_translate};
