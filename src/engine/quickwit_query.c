#include "engine/quickwit.h"

#include "engine/json_query.h"
#include "engine/sets.h"

/* {"name": {field: {"value": text}}} */
static void add_term(struct nd_json_query *query, const char *name, const char *field, struct nd_str text) {
    nd_json_query_open(query, name, field);
    nd_json_open(&query->json, '{');
    nd_json_key(&query->json, ND_STR("value"));
    nd_json_string(&query->json, text);
    for (int i = 0; i < 3; i++)
        nd_json_close(&query->json, '}');
}

static void add_steps(struct nd_json_query *query, const struct nd_sets_step *steps, size_t count,
                      int column) {
    nd_json_query_open(query, "bool", "must");
    nd_json_open(&query->json, '[');
    for (size_t i = 0; i < count; i++) {
        nd_json_query_open_any(query);
        for (size_t k = 0; k < steps[i].count; k++)
            add_term(query, steps[i].is_prefix ? "prefix" : "term", steps[i].fields[column],
                     steps[i].forms[k]);
        nd_json_query_close_any(query);
    }
    nd_json_close(&query->json, ']');
    nd_json_close(&query->json, '}');
    nd_json_close(&query->json, '}');
}

static void add_way(struct nd_json_query *query, const struct nd_engine_way *way, int column) {
    struct nd_sets_step *steps;
    size_t count = nd_sets_steps(query->translation, way, &steps);

    nd_json_query_open_any(query);
    for (int i = 0; i < ND_WORDS_COLUMNS; i++)
        if (nd_sets_has(column, i))
            add_steps(query, steps, count, i);
    nd_json_query_close_any(query);
}

static void add_filter(struct nd_json_query *query, const struct nd_filter *filter, struct nd_str text) {
    const struct nd_json_field *field = nd_json_query_field(filter);

    if (field->match == ND_JSON_IS) {
        add_term(query, "term", field->name, text);
    } else if (field->match == ND_JSON_CONTAINS) {
        add_term(query, "wildcard", field->name, nd_json_query_wildcard(text, query->translation->arena));
    } else {
        nd_json_query_open(query, "range", field->name);
        nd_json_query_range(query, filter, text);
        nd_json_close(&query->json, '}');
        nd_json_close(&query->json, '}');
    }
}

void nd_quickwit_translate(struct nd_engine_translation *translation) {
    struct nd_json_query query = {translation,
                                  {translation->out, false},
                                  add_way,
                                  add_filter,
                                  "{\"match_all\":{}}",
                                  "{\"match_none\":{}}",
                                  "{\"term\":{\"origin\":{\"value\":\"file\"}}}"};

    nd_json_open(&query.json, '{');
    nd_json_key(&query.json, ND_STR("query"));
    nd_json_query_add(&query);
    nd_json_key(&query.json, ND_STR("sort"));
    nd_json_raw(&query.json, ND_STR("[{\"date\":{\"order\":\"desc\"}}]"));
    nd_json_key(&query.json, ND_STR("size"));
    nd_json_integer(&query.json, 10000);
    nd_json_close(&query.json, '}');
    nd_buf_add_char(translation->out, '\n');
}
