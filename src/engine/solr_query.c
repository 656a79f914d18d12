#include "engine/solr.h"

#include "engine/json_query.h"
#include "engine/positions.h"
#include "newsdex/analysis.h"

#include <inttypes.h>

/* As the ranking of a search weighs them, by column. */
static const int weights[] = {
    [ND_WORDS_TITLE] = 4, [ND_WORDS_EXCERPT] = 2, [ND_WORDS_TOPICS] = 3, [ND_WORDS_BODY] = 1};

/* Of text between quotes, for Lucene's query syntax. Solr reads ${...} wherever it stands in a request. */
static void add_quoted(struct nd_buf *out, struct nd_str text) {
    nd_buf_add_char(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '$') {
            nd_buf_add_z(out, "\\u0024");
            continue;
        }
        if (text.ptr[i] == '"' || text.ptr[i] == '\\')
            nd_buf_add_char(out, '\\');
        nd_buf_add_char(out, text.ptr[i]);
    }
    nd_buf_add_char(out, '"');
}

static void add_string(struct nd_json_query *query, struct nd_buf *text) {
    nd_json_string(&query->json, nd_buf_str(text));
    nd_buf_free(text);
}

/* Without quotes any sign may mean something, as in a pattern. */
static void add_form(struct nd_buf *out, struct nd_str form, bool is_prefix, struct nd_arena *arena) {
    struct nd_buf word = {0};

    nd_positions_add_word(&word, form);
    if (is_prefix)
        nd_buf_add(out, nd_json_query_pattern(nd_buf_str(&word), arena));
    else
        add_quoted(out, nd_buf_str(&word));
    nd_buf_add_z(out, is_prefix ? "*" : "");
    nd_buf_free(&word);
}

/* field:value for the columns a leaf asks for, one of which is enough. */
static void begin_column(struct nd_buf *out, int column) {
    nd_buf_addf(out, "%s%s:", out->len > 0 ? " OR " : "", nd_positions_fields[column]);
}

static void end_column(struct nd_buf *out, int column) {
    if (weights[column] > 1)
        nd_buf_addf(out, "^%d", weights[column]);
}

/* Words of a position or of several, which the field's analysis takes apart. */
static void add_match(struct nd_json_query *query, const struct nd_engine_way *way, int column) {
    struct nd_buf out = {0};

    for (int i = 0; i < ND_WORDS_COLUMNS; i++) {
        if (column != ND_WORDS_COLUMNS && column != i)
            continue;
        begin_column(&out, i);
        add_quoted(&out, nd_json_query_positions(query, way));
        end_column(&out, i);
    }
    add_string(query, &out);
}

/* A word with one of the beginnings, or one that is one of the forms. */
static void add_position(struct nd_json_query *query, const struct nd_query_position *position,
                         bool is_prefix, int column) {
    struct nd_buf out = {0};

    for (int i = 0; i < ND_WORDS_COLUMNS; i++)
        for (size_t k = 0; (column == ND_WORDS_COLUMNS || column == i) && k < position->count; k++) {
            begin_column(&out, i);
            add_form(&out, position->forms[k], is_prefix, query->translation->arena);
        }
    add_string(query, &out);
}

/* That the words of all positions are there, in one column. */
static void add_all(struct nd_json_query *query, const struct nd_engine_way *way, int column) {
    nd_json_query_open_any(query);
    for (int i = 0; i < ND_WORDS_COLUMNS; i++) {
        const struct nd_query_position *position = way->first;
        if (column != ND_WORDS_COLUMNS && column != i)
            continue;
        nd_json_query_open(query, "bool", "must");
        nd_json_open(&query->json, '[');
        for (size_t k = 0; k < way->count; k++, position = position->next)
            add_position(query, position, nd_query_parts_is_prefix(way, position), i);
        nd_json_close(&query->json, ']');
        nd_json_close(&query->json, '}');
        nd_json_close(&query->json, '}');
    }
    nd_json_query_close_any(query);
}

static void add_xml(struct nd_buf *out, struct nd_str form) {
    struct nd_buf word = {0};

    nd_positions_add_word(&word, form);
    for (size_t i = 0; i < word.len; i++) {
        unsigned char c = (unsigned char)word.ptr[i];
        if (c >= 0x80 || nd_char_is_alpha((char)c) || nd_char_is_digit((char)c))
            nd_buf_add_char(out, (char)c);
        else
            nd_buf_addf(out, "&#%d;", c);
    }
    nd_buf_free(&word);
}

/* The parser of queries in XML has what the syntax has not: words near to each other, whatever their order.
 */
static void add_near(struct nd_json_query *query, const struct nd_engine_way *way, int column) {
    int64_t slop = (int64_t)way->reach + 1 - (int64_t)way->count;
    const struct nd_query_position *position = way->first;
    struct nd_buf out = {0};

    nd_buf_addf(&out, "<SpanNear slop=\"%" PRId64 "\" inOrder=\"false\">", slop > 0 ? slop : 0);
    for (size_t i = 0; i < way->count; i++, position = position->next) {
        nd_buf_add_z(&out, "<SpanOr>");
        for (size_t k = 0; k < position->count; k++) {
            nd_buf_addf(&out, "<SpanTerm fieldName=\"%s\">", nd_positions_fields[column]);
            add_xml(&out, position->forms[k]);
            nd_buf_add_z(&out, "</SpanTerm>");
        }
        nd_buf_add_z(&out, "</SpanOr>");
    }
    nd_buf_add_z(&out, "</SpanNear>");
    nd_json_query_open(query, "xmlparser", "query");
    add_string(query, &out);
    nd_json_close(&query->json, '}');
    nd_json_close(&query->json, '}');
}

static void add_window(struct nd_json_query *query, const struct nd_engine_way *way, int column) {
    if (way->count > way->reach + 1)
        nd_buf_add_z(query->translation->notes,
                     "\"a b\"~N: of more words than N allows, they may stand in a row\n");
    nd_json_query_open_any(query);
    for (int i = 0; i < ND_WORDS_COLUMNS; i++)
        if (column == ND_WORDS_COLUMNS || column == i)
            add_near(query, way, i);
    nd_json_query_close_any(query);
}

static void add_way(struct nd_json_query *query, const struct nd_engine_way *way, int column) {
    const struct nd_query_position *position = way->first;
    bool has_prefix = false;

    for (size_t i = 0; i < way->count; i++, position = position->next)
        has_prefix = has_prefix || nd_query_parts_is_prefix(way, position);
    if (has_prefix && way->count == 1) {
        add_position(query, way->first, true, column);
    } else if (has_prefix) {
        nd_buf_add_z(query->translation->notes,
                     "a phrase with a beginning of a word: only that its words are there is asked\n");
        add_all(query, way, column);
    } else if (way->is_window) {
        add_window(query, way, column);
    } else {
        add_match(query, way, column);
    }
}

static void add_range(struct nd_buf *out, struct nd_str from, struct nd_str until) {
    nd_buf_add_char(out, '[');
    if (from.len > 0)
        add_quoted(out, from);
    nd_buf_add_z(out, from.len > 0 ? " TO " : "* TO ");
    if (until.len > 0)
        add_quoted(out, until);
    nd_buf_add_z(out, until.len > 0 ? "}" : "*}");
}

static void add_filter(struct nd_json_query *query, const struct nd_filter *filter, struct nd_str text) {
    const struct nd_json_field *field = nd_json_query_field(filter);
    struct nd_buf out = {0};

    nd_buf_addf(&out, "%s:", field->name);
    if (field->match == ND_JSON_IS) {
        add_quoted(&out, text);
    } else if (field->match == ND_JSON_CONTAINS) {
        nd_buf_add_char(&out, '*');
        nd_buf_add(&out, nd_json_query_pattern(text, query->translation->arena));
        nd_buf_add_char(&out, '*');
    } else {
        add_range(&out, nd_json_query_from(filter, text),
                  nd_json_query_until(filter, text, query->translation->arena));
    }
    add_string(query, &out);
}

void nd_solr_translate(struct nd_engine_translation *translation) {
    struct nd_json_query query = {translation, {translation->out, false}, add_way,          add_filter,
                                  "\"*:*\"",   "\"(*:* -*:*)\"",          "\"origin:file\""};

    nd_json_open(&query.json, '{');
    nd_json_key(&query.json, ND_STR("query"));
    nd_json_query_add(&query);
    nd_json_key(&query.json, ND_STR("sort"));
    nd_json_string(&query.json, ND_STR("score desc, date desc, uid asc"));
    nd_json_key(&query.json, ND_STR("limit"));
    nd_json_integer(&query.json, 10000);
    nd_json_key(&query.json, ND_STR("fields"));
    nd_json_raw(&query.json, ND_STR("[\"uid\",\"date\",\"title\",\"path\"]"));
    nd_json_close(&query.json, '}');
    nd_buf_add_char(translation->out, '\n');
}
