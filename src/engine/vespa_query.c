#include "engine/vespa.h"

#include "engine/json_query.h"
#include "engine/sets.h"
#include "engine/vespa_text.h"
#include "newsdex/analysis.h"

#include <inttypes.h>

static void add_literal(struct nd_buf *out, struct nd_str text) {
    nd_buf_add_char(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c < 0x20 || c == 0x7F) {
            nd_buf_addf(out, "\\u%04x", c);
            continue;
        }
        if (c == '"' || c == '\\')
            nd_buf_add_char(out, '\\');
        nd_buf_add_char(out, (char)c);
    }
    nd_buf_add_char(out, '"');
}

static const struct nd_query_signs signs = {" and ", " or ", " and !", "false"};

static void add_contains(struct nd_buf *out, const char *field, struct nd_str text, bool is_prefix) {
    nd_buf_addf(out, "%s contains %s", field, is_prefix ? "({prefix:true}" : "");
    add_literal(out, text);
    nd_buf_add_z(out, is_prefix ? ")" : "");
}

static void add_way(struct nd_engine_translation *translation, const struct nd_engine_way *way, int column) {
    nd_sets_way(translation, &signs, way, column, add_contains);
}

static void add_leaf(struct nd_engine_translation *translation, const struct nd_query_node *leaf) {
    nd_query_parts_ways(translation, &signs, leaf, add_way);
}

/* What is not known is below all numbers. Languages begin with the tag asked for, and may go on behind it. */
static void add_range(struct nd_engine_translation *translation, const struct nd_filter *filter,
                      struct nd_str text) {
    struct nd_buf *out = translation->out;

    if (filter->type == ND_FILTER_DATE) {
        struct nd_str until = nd_filter_until(filter);
        nd_buf_addf(out, "date_number >= %" PRId64, nd_vespa_date(nd_filter_from(filter)));
        if (until.len > 0)
            nd_buf_addf(out, " and date_number < %" PRId64, nd_vespa_date(until));
        return;
    }
    add_contains(out, "language", text, false);
    nd_buf_add_z(out, " or ");
    add_contains(out, "language", nd_arena_printf(translation->arena, "%.*s-", (int)text.len, text.ptr),
                 true);
}

static void add_filter(struct nd_engine_translation *translation, const struct nd_filter *filter) {
    struct nd_str text = nd_json_query_text(translation, filter);
    struct nd_buf *out = translation->out;
    const struct nd_json_field *field;

    if (nd_query_parts_is_unknown(translation, filter)) {
        nd_buf_add_z(out, filter->is_excluded ? "false" : "true");
        return;
    }
    field = nd_json_query_field(filter);
    if (field->match == ND_JSON_RANGE) {
        add_range(translation, filter, text);
    } else if (field->match == ND_JSON_CONTAINS) {
        nd_buf_addf(out, "%s matches ", field->name);
        add_literal(out, nd_json_query_pattern(text, translation->arena));
    } else {
        add_contains(out, field->name, text, false);
    }
}

void nd_vespa_translate(struct nd_engine_translation *translation) {
    struct nd_buf *out = translation->out, yql = {0};
    struct nd_json json = {out, false};

    nd_buf_add_z(&yql, "select uid, date, title, path from article where origin contains \"file\"");
    translation->out = &yql;
    nd_query_parts_tree(translation, &signs, add_leaf);
    nd_query_parts_filters(translation, &signs, add_filter);
    translation->out = out;
    nd_buf_add_z(&yql, " order by date_number desc, uid asc limit 400");
    nd_json_open(&json, '{');
    nd_json_key(&json, ND_STR("yql"));
    nd_json_string(&json, nd_buf_str(&yql));
    nd_json_close(&json, '}');
    nd_buf_add_char(out, '\n');
    nd_buf_free(&yql);
}
