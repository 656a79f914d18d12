#include "engine/opensearch.h"

#include "engine/json_query.h"
#include "engine/positions.h"
#include "newsdex/analysis.h"

#include <inttypes.h>

/* By column; of ND_WORDS_COLUMNS all. A word counts more where the ranking of a search weighs it more. */
static const char *const weighed[] = {[ND_WORDS_TITLE] = "words_title^4",
                                      [ND_WORDS_EXCERPT] = "words_excerpt^2",
                                      [ND_WORDS_TOPICS] = "words_topics^3",
                                      [ND_WORDS_BODY] = "words_body"};

static bool is_of(int column, int asked) {
    return asked == ND_WORDS_COLUMNS || asked == column;
}

/* The words of a position, or of positions one behind the other. The field's own analysis reads the bars. */
static void add_match(struct nd_json_query *query, const struct nd_engine_way *way, int column) {
    struct nd_json *json = &query->json;

    nd_json_query_open(query, "multi_match", "query");
    nd_json_string(json, nd_json_query_positions(query, way));
    nd_json_key(json, ND_STR("type"));
    nd_json_string(json, way->count > 1 ? ND_STR("phrase") : ND_STR("most_fields"));
    nd_json_key(json, ND_STR("fields"));
    nd_json_open(json, '[');
    for (int i = 0; i < ND_WORDS_COLUMNS; i++)
        if (is_of(i, column))
            nd_json_string(json, nd_str_from(weighed[i]));
    nd_json_close(json, ']');
    nd_json_close(json, '}');
    nd_json_close(json, '}');
}

/* {"prefix": {FIELD: WORD}} or {"span_term": {FIELD: WORD}} */
static void add_term(struct nd_json_query *query, const char *name, int column, struct nd_str form) {
    struct nd_buf word = {0};

    nd_positions_add_word(&word, form);
    nd_json_query_open(query, name, nd_positions_fields[column]);
    nd_json_string(&query->json, nd_buf_str(&word));
    nd_json_close(&query->json, '}');
    nd_json_close(&query->json, '}');
    nd_buf_free(&word);
}

/* Words with a beginning. */
static void add_prefixes(struct nd_json_query *query, const struct nd_query_position *position, int column) {
    nd_json_query_open_any(query);
    for (int i = 0; i < ND_WORDS_COLUMNS; i++)
        for (size_t k = 0; is_of(i, column) && k < position->count; k++)
            add_term(query, "prefix", i, position->forms[k]);
    nd_json_query_close_any(query);
}

/* One of the forms of a position, where it stands. */
static void add_spans(struct nd_json_query *query, const struct nd_query_position *position, bool is_prefix,
                      int column) {
    struct nd_json *json = &query->json;

    nd_json_query_open(query, "span_or", "clauses");
    nd_json_open(json, '[');
    for (size_t k = 0; k < position->count; k++) {
        if (is_prefix)
            nd_json_query_open(query, "span_multi", "match");
        add_term(query, is_prefix ? "prefix" : "span_term", column, position->forms[k]);
        if (is_prefix) {
            nd_json_close(json, '}');
            nd_json_close(json, '}');
        }
    }
    nd_json_close(json, ']');
    nd_json_close(json, '}');
    nd_json_close(json, '}');
}

/* slop: places between the first and the last that are none of the words'. */
static void add_near(struct nd_json_query *query, const struct nd_engine_way *way, int column) {
    int64_t slop = way->is_window ? (int64_t)way->reach + 1 - (int64_t)way->count : 0;
    const struct nd_query_position *position = way->first;
    struct nd_json *json = &query->json;

    nd_json_query_open(query, "span_near", "clauses");
    nd_json_open(json, '[');
    for (size_t i = 0; i < way->count; i++, position = position->next)
        add_spans(query, position, nd_query_parts_is_prefix(way, position), column);
    nd_json_close(json, ']');
    nd_json_key(json, ND_STR("slop"));
    nd_json_integer(json, slop > 0 ? slop : 0);
    nd_json_key(json, ND_STR("in_order"));
    nd_json_boolean(json, !way->is_window);
    nd_json_close(json, '}');
    nd_json_close(json, '}');
}

static void add_way(struct nd_json_query *query, const struct nd_engine_way *way, int column) {
    const struct nd_query_position *position = way->first;
    bool has_prefix = false;

    for (size_t i = 0; i < way->count; i++, position = position->next)
        has_prefix = has_prefix || nd_query_parts_is_prefix(way, position);
    if (way->count == 1 && has_prefix) {
        add_prefixes(query, way->first, column);
    } else if (has_prefix || way->is_window) {
        if (way->is_window && way->count > way->reach + 1)
            nd_buf_add_z(query->translation->notes,
                         "\"a b\"~N: of more words than N allows, they may stand in a row\n");
        nd_json_query_open_any(query);
        for (int i = 0; i < ND_WORDS_COLUMNS; i++)
            if (is_of(i, column))
                add_near(query, way, i);
        nd_json_query_close_any(query);
    } else {
        add_match(query, way, column);
    }
}

static void add_filter(struct nd_json_query *query, const struct nd_filter *filter, struct nd_str text) {
    static const char *const names[] = {
        [ND_JSON_IS] = "term", [ND_JSON_CONTAINS] = "wildcard", [ND_JSON_RANGE] = "range"};
    const struct nd_json_field *field = nd_json_query_field(filter);

    nd_json_query_open(query, names[field->match], field->name);
    if (field->match == ND_JSON_IS)
        nd_json_string(&query->json, text);
    else if (field->match == ND_JSON_CONTAINS)
        nd_json_string(&query->json, nd_json_query_wildcard(text, query->translation->arena));
    else
        nd_json_query_range(query, filter, text);
    nd_json_close(&query->json, '}');
    nd_json_close(&query->json, '}');
}

void nd_opensearch_translate(struct nd_engine_translation *translation) {
    struct nd_json_query query = {
        translation,           {translation->out, false},         add_way, add_filter, "{\"match_all\":{}}",
        "{\"match_none\":{}}", "{\"term\":{\"origin\":\"file\"}}"};

    nd_json_open(&query.json, '{');
    nd_json_key(&query.json, ND_STR("query"));
    nd_json_query_add(&query);
    nd_json_key(&query.json, ND_STR("sort"));
    nd_json_raw(&query.json,
                ND_STR("[\"_score\",{\"date\":{\"order\":\"desc\",\"missing\":\"_last\"}},\"uid\"]"));
    nd_json_key(&query.json, ND_STR("size"));
    nd_json_integer(&query.json, 10000);
    nd_json_key(&query.json, ND_STR("track_total_hits"));
    nd_json_boolean(&query.json, true);
    nd_json_key(&query.json, ND_STR("_source"));
    nd_json_raw(&query.json, ND_STR("[\"uid\",\"date\",\"title\",\"path\"]"));
    nd_json_close(&query.json, '}');
    nd_buf_add_char(translation->out, '\n');
}
