#include "engine/groonga.h"

#include "engine/json_query.h"
#include "engine/sets.h"
#include "newsdex/analysis.h"
#include "newsdex/utf8.h"

void nd_groonga_literal(struct nd_buf *out, struct nd_str text) {
    nd_buf_add_char(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"' || text.ptr[i] == '\\')
            nd_buf_add_char(out, '\\');
        nd_buf_add_char(out, text.ptr[i]);
    }
    nd_buf_add_char(out, '"');
}

static const struct nd_query_signs signs = {" && ", " || ", " &! ", "false"};

static void add_form(struct nd_buf *out, const char *field, struct nd_str form, bool is_prefix) {
    nd_buf_addf(out, "%s %s ", field, is_prefix ? "@^" : "@");
    nd_groonga_literal(out, form);
}

static void add_way(struct nd_engine_translation *translation, const struct nd_engine_way *way, int column) {
    nd_sets_way(translation, &signs, way, column, add_form);
}

static void add_leaf(struct nd_engine_translation *translation, const struct nd_query_node *leaf) {
    nd_query_parts_ways(translation, &signs, leaf, add_way);
}

static void add_compared(struct nd_buf *out, const char *name, const char *sign, struct nd_str text) {
    if (text.len == 0)
        return;
    nd_buf_addf(out, " && %s %s ", name, sign);
    nd_groonga_literal(out, text);
}

static void add_filter(struct nd_engine_translation *translation, const struct nd_filter *filter) {
    struct nd_str text = nd_json_query_text(translation, filter);
    struct nd_buf *out = translation->out, repaired = {0};
    const struct nd_json_field *field;

    if (nd_query_parts_is_unknown(translation, filter)) {
        nd_buf_add_z(out, filter->is_excluded ? "false" : "true");
        return;
    }
    field = nd_json_query_field(filter);
    (void)nd_utf8_repair(text, &repaired);
    text = nd_arena_take(translation->arena, &repaired);
    if (field->match == ND_JSON_RANGE) { /* what is not known is empty */
        nd_buf_addf(out, "%s != \"\"", field->name);
        add_compared(out, field->name, ">=", nd_json_query_from(filter, text));
        add_compared(out, field->name, "<", nd_json_query_until(filter, text, translation->arena));
    } else if (field->match == ND_JSON_CONTAINS) {
        nd_buf_addf(out, "%s @~ ", field->name);
        nd_groonga_literal(out, nd_json_query_pattern(text, translation->arena));
    } else {
        nd_buf_addf(out, "%s %s ", field->name,
                    nd_str_ends(nd_str_from(field->name), ND_STR("_keys")) ? "@" : "==");
        nd_groonga_literal(out, text);
    }
}

/* As in an address, which may also be one of Groonga's server. */
static void add_encoded(struct nd_buf *out, struct nd_str text) {
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (nd_char_is_alpha(c) || nd_char_is_digit(c) ||
            nd_str_find_char(ND_STR("_-.~!*()@,:"), c) != SIZE_MAX)
            nd_buf_add_char(out, c);
        else
            nd_buf_addf(out, "%%%02X", (unsigned char)c);
    }
}

void nd_groonga_translate(struct nd_engine_translation *translation) {
    struct nd_buf *out = translation->out, filter = {0};

    nd_buf_add_z(&filter, "origin == \"file\"");
    translation->out = &filter;
    nd_query_parts_tree(translation, &signs, add_leaf);
    nd_query_parts_filters(translation, &signs, add_filter);
    translation->out = out;
    nd_buf_add_z(out, "/d/select.json?table=Article&filter=");
    add_encoded(out, nd_buf_str(&filter));
    nd_buf_add_z(
        out,
        "&output_columns=_key,date,title,path&sort_keys=-_score,-date,_key&match_escalation=no&limit=-1\n");
    nd_buf_free(&filter);
}
