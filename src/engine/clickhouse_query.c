#include "engine/clickhouse.h"

#include "engine/query_parts.h"
#include "newsdex/analysis.h"

#include <inttypes.h>

/* Printable ASCII, and every other byte in hexadecimal. */
static void add_literal(struct nd_buf *out, struct nd_str text) {
    nd_buf_add_char(out, '\'');
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.ptr[i];
        if (byte >= 0x20 && byte < 0x7F && byte != '\'' && byte != '\\')
            nd_buf_add_char(out, (char)byte);
        else
            nd_buf_addf(out, "\\x%02X", byte);
    }
    nd_buf_add_char(out, '\'');
}

/* That a word w begins like a form of the position. */
static void add_begins(struct nd_buf *out, const struct nd_query_position *position) {
    for (size_t i = 0; i < position->count; i++) {
        nd_buf_add_z(out, i == 0 ? "(startsWith(w, " : ") OR startsWith(w, ");
        add_literal(out, position->forms[i]);
    }
    nd_buf_add_z(out, "))");
}

/* That any form of a position is there. */
static void add_present(struct nd_buf *out, const struct nd_engine_way *way,
                        const struct nd_query_position *position) {
    if (nd_query_parts_is_prefix(way, position)) {
        nd_buf_add_z(out, "arrayExists(w -> ");
        add_begins(out, position);
        nd_buf_add_z(out, ", words)");
        return;
    }
    nd_buf_add_z(out, "hasAny(words, [");
    for (size_t i = 0; i < position->count; i++) {
        if (i > 0)
            nd_buf_add_z(out, ", ");
        add_literal(out, position->forms[i]);
    }
    nd_buf_add_z(out, "])");
}

/* The places of a position, each once or arrayIntersect miscounts. Behind the end of an array stands an empty
 * one. */
static void add_places(struct nd_buf *out, const struct nd_engine_way *way,
                       const struct nd_query_position *position) {
    if (nd_query_parts_is_prefix(way, position)) {
        nd_buf_add_z(out, "arrayReduce('groupUniqArrayArray', arrayFilter((p, w) -> ");
        add_begins(out, position);
        nd_buf_add_z(out, ", places, words))");
        return;
    }
    nd_buf_add_z(out, "arrayReduce('groupUniqArray', arrayConcat(emptyArrayUInt32()");
    for (size_t i = 0; i < position->count; i++) {
        nd_buf_add_z(out, ", places[indexOf(words, ");
        add_literal(out, position->forms[i]);
        nd_buf_add_z(out, ")]");
    }
    nd_buf_add_z(out, "))");
}

/* Where a phrase begins. */
static void add_starts(struct nd_buf *out, const struct nd_engine_way *way) {
    const struct nd_query_position *position = way->first;

    if (way->count == 1) {
        add_places(out, way, position);
        return;
    }
    nd_buf_add_z(out, "arrayIntersect(");
    for (size_t i = 0; i < way->count; i++, position = position->next) {
        nd_buf_addf(out, "%sarrayMap(p -> toInt64(p) - %zu, ", i > 0 ? ", " : "", i);
        add_places(out, way, position);
        nd_buf_add_char(out, ')');
    }
    nd_buf_add_char(out, ')');
}

/* Words that stand near to each other are a question of pairs of places, for which ClickHouse has no good
 * answer. */
static void add_way(struct nd_engine_translation *translation, const struct nd_engine_way *way, int column) {
    const struct nd_query_position *position = way->first;
    struct nd_buf *out = translation->out;

    nd_buf_add_char(out, '(');
    for (size_t i = 0; i < way->count; i++, position = position->next) {
        if (i > 0)
            nd_buf_add_z(out, " AND ");
        add_present(out, way, position);
    }
    if (way->is_window)
        nd_buf_add_z(
            translation->notes,
            "\"a b\"~N: that the words stand near to each other is left out, only that they are there\n");
    else if (column < ND_WORDS_COLUMNS) {
        nd_buf_addf(out, " AND arrayExists(s -> intDiv(s, %d) = %d, ", 1 << ND_WORD_COLUMN, column);
        add_starts(out, way);
        nd_buf_add_char(out, ')');
    } else if (way->count > 1) {
        nd_buf_add_z(out, " AND notEmpty(");
        add_starts(out, way);
        nd_buf_add_char(out, ')');
    }
    nd_buf_add_char(out, ')');
}

static void add_leaf(struct nd_engine_translation *translation, const struct nd_query_node *leaf) {
    nd_query_parts_ways(translation, &nd_query_parts_sql, leaf, add_way);
}

static void add_between(struct nd_buf *out, const char *before, struct nd_str text, const char *behind) {
    nd_buf_add_z(out, before);
    add_literal(out, text);
    nd_buf_add_z(out, behind);
}

static void add_date(struct nd_buf *out, const struct nd_filter *filter) {
    struct nd_str from = nd_filter_from(filter), until = nd_filter_until(filter);

    nd_buf_add_z(out, "ifNull(date, '') != ''");
    if (from.len > 0)
        add_between(out, " AND ifNull(date, '') >= ", from, "");
    if (until.len > 0)
        add_between(out, " AND ifNull(date, '') < ", until, "");
}

/* lower() folds ASCII letters alone, as the filters of a search do. Before and behind the text, by type. */
static const struct {
    const char *before, *behind;
} conditions[] = {[ND_FILTER_PROVIDER] = {"(isNotNull(provider_name) OR isNotNull(provider_domain)) AND "
                                          "position(lower(concat(ifNull(provider_name, ''), ' ', "
                                          "ifNull(provider_domain, ''))), lower(",
                                          ")) > 0"},
                  [ND_FILTER_TOPIC] = {"has(topic_keys, ", ")"},
                  [ND_FILTER_TAG] = {"has(tag_keys, ", ")"},
                  [ND_FILTER_AUTHOR] = {"arrayExists(k -> position(lower(k), lower(", ")) > 0, author_keys)"},
                  [ND_FILTER_TYPE] = {"lower(ifNull(type, '')) = lower(", ")"},
                  [ND_FILTER_CATEGORY] = {"lower(ifNull(category, '')) = lower(", ")"},
                  [ND_FILTER_PATH] = {"arrayExists(k -> position(lower(k), lower(",
                                      ")) > 0, arrayPushBack(version_paths, ifNull(path, '')))"},
                  [ND_FILTER_URL] = {"position(lower(ifNull(url, '')), lower(", ")) > 0"}};

_Static_assert(ND_FILTER_TYPES == 12, "a new filter has its row above, or its branch below");

static void add_filter(struct nd_engine_translation *translation, const struct nd_filter *filter) {
    struct nd_str text = nd_filter_text(filter, translation->arena);
    struct nd_buf *out = translation->out;

    if (filter->type == ND_FILTER_DATE) {
        add_date(out, filter);
    } else if (filter->type == ND_FILTER_LANGUAGE) {
        add_between(out, "ifNull(language, '') >= ", text, "");
        add_between(out, " AND ifNull(language, '') < concat(", text, ", '.')");
    } else if (nd_query_parts_is_unknown(translation, filter)) {
        nd_buf_add_z(out, filter->is_excluded ? "0" : "1");
    } else {
        add_between(out, conditions[filter->type].before, text, conditions[filter->type].behind);
    }
}

void nd_clickhouse_translate(struct nd_engine_translation *translation) {
    nd_buf_add_z(translation->out,
                 "SELECT uid, date, title, path FROM article FINAL\nWHERE is_deleted = 0 AND "
                 "origin = 'file'");
    nd_query_parts_tree(translation, &nd_query_parts_sql, add_leaf);
    nd_query_parts_filters(translation, &nd_query_parts_sql, add_filter);
    nd_buf_add_z(translation->out, "\nORDER BY ifNull(date, '') DESC, uid\n");
}
