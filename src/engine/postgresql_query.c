#include "engine/postgresql.h"

#include "engine/query_parts.h"
#include "newsdex/analysis.h"
#include "newsdex/utf8.h"

#include <inttypes.h>

/*
 * The text of a literal that begins with E': ASCII alone, so that neither the encoding of the client nor
 * standard_conforming_strings matter.
 */
static void add_text(struct nd_buf *out, struct nd_str text) {
    while (text.len > 0) {
        uint32_t c;
        text = nd_str_skip(text, nd_utf8_decode(text, &c));
        if (c == '\'' || c == '\\')
            nd_buf_addf(out, "%c%c", (int)c, (int)c);
        else if (c >= 0x20 && c < 0x7F)
            nd_buf_add_char(out, (char)c);
        else if (c < 0x10000)
            nd_buf_addf(out, "\\u%04" PRIX32, c == 0 ? (uint32_t)ND_UTF8_BAD : c);
        else
            nd_buf_addf(out, "\\U%08" PRIX32, c);
    }
}

static void add_literal(struct nd_buf *out, struct nd_str text) {
    nd_buf_add_z(out, "E'");
    add_text(out, text);
    nd_buf_add_char(out, '\'');
}

/* A word within the literal of a tsquery. Its quotes and backslashes are doubled for that, too. */
static void add_lexeme(struct nd_buf *out, struct nd_str text, bool is_prefix, int column) {
    static const char *const weights[] = {[ND_WORDS_TITLE] = "A",
                                          [ND_WORDS_TOPICS] = "B",
                                          [ND_WORDS_EXCERPT] = "C",
                                          [ND_WORDS_BODY] = "D",
                                          [ND_WORDS_COLUMNS] = ""};

    nd_buf_add_z(out, "''");
    for (size_t i = 0, next; i < text.len; i = next) {
        for (next = i + 1; next < text.len && text.ptr[next] != '\'' && text.ptr[next] != '\\'; next++)
            ;
        if (text.ptr[i] == '\'' || text.ptr[i] == '\\')
            add_text(out, nd_str_slice(text, i, i + 1));
        add_text(out, nd_str_slice(text, i, next));
    }
    nd_buf_addf(out, "''%s%s%s", is_prefix || column < ND_WORDS_COLUMNS ? ":" : "", is_prefix ? "*" : "",
                weights[column]);
}

static void add_position(struct nd_buf *out, const struct nd_engine_way *way,
                         const struct nd_query_position *position, int column) {
    nd_buf_add_char(out, '(');
    for (size_t i = 0; i < position->count; i++) {
        if (i > 0)
            nd_buf_add_z(out, " | ");
        add_lexeme(out, position->forms[i], nd_query_parts_is_prefix(way, position), column);
    }
    nd_buf_add_char(out, ')');
}

/* A way as a tsquery; of a window, that all words are there. */
static void add_tsquery(struct nd_buf *out, const struct nd_engine_way *way, int column) {
    const struct nd_query_position *position = way->first;

    nd_buf_add_char(out, '(');
    for (size_t i = 0; i < way->count; i++, position = position->next) {
        if (i > 0)
            nd_buf_add_z(out, way->is_window ? " & " : " <-> ");
        add_position(out, way, position, column);
    }
    nd_buf_add_char(out, ')');
}

/* That the words of a window stand near to each other. */
static void add_near(struct nd_buf *out, const struct nd_engine_way *way, int column) {
    static const char *const columns[] = {[ND_WORDS_TITLE] = "A",
                                          [ND_WORDS_TOPICS] = "B",
                                          [ND_WORDS_EXCERPT] = "C",
                                          [ND_WORDS_BODY] = "D",
                                          [ND_WORDS_COLUMNS] = "ABCD"};
    const char *lists[] = {"ARRAY[", "], ARRAY[", "], ARRAY["};

    nd_buf_add_z(out, " AND newsdex.near(words, ");
    for (int list = 0; list < 3; list++) {
        const struct nd_query_position *p = way->first;
        const char *joint = lists[list];
        for (size_t i = 0; i < way->count; i++, p = p->next)
            for (size_t k = 0; k < p->count; k++, joint = ", ") {
                nd_buf_add_z(out, joint);
                if (list == 0)
                    add_literal(out, p->forms[k]);
                else if (list == 1)
                    nd_buf_addf(out, "%zu", i);
                else
                    nd_buf_add_z(out, nd_query_parts_is_prefix(way, p) ? "true" : "false");
            }
    }
    nd_buf_addf(out, "], %" PRIu32 ", '%s')", way->reach, columns[column]);
}

static void add_way(struct nd_buf *out, const struct nd_engine_way *way, int column) {
    nd_buf_add_z(out, "words @@ E'");
    add_tsquery(out, way, column);
    nd_buf_add_char(out, '\'');
    if (way->is_window)
        add_near(out, way, column);
}

static void add_ways(struct nd_buf *out, const struct nd_query_node *leaf,
                     const struct nd_query_position *first) {
    for (const struct nd_query_position *p = first; p != NULL; p = p->instead) {
        struct nd_engine_way way = nd_query_parts_way(leaf, p);
        if (p != first)
            nd_buf_add_z(out, " OR ");
        add_way(out, &way, nd_query_parts_column(leaf));
    }
}

/* In the article, or a piece of it. */
static void add_leaf(struct nd_engine_translation *translation, const struct nd_query_node *leaf) {
    const struct nd_query_position *first = nd_query_parts_meaning(translation, leaf);

    nd_buf_add_char(translation->out, '(');
    add_ways(translation->out, leaf, first);
    nd_buf_add_z(translation->out, " OR uid = ANY (ARRAY(SELECT uid FROM newsdex.piece WHERE ");
    add_ways(translation->out, leaf, first);
    nd_buf_add_z(translation->out, ")))");
}

/* ASCII letters alone are folded, as the filters of a search do. */
static void add_contains(struct nd_buf *out, const char *what, struct nd_str text) {
    nd_buf_addf(out, "strpos(lower((%s) COLLATE \"C\"), lower(", what);
    add_literal(out, text);
    nd_buf_add_z(out, " COLLATE \"C\")) > 0");
}

static void add_compared(struct nd_buf *out, const char *what, struct nd_str text, const char *end) {
    nd_buf_add_z(out, what);
    add_literal(out, text);
    nd_buf_add_z(out, end);
}

static void add_date(struct nd_buf *out, const struct nd_filter *filter) {
    struct nd_str from = nd_filter_from(filter), until = nd_filter_until(filter);

    nd_buf_add_z(out, "date IS NOT NULL");
    if (from.len > 0)
        add_compared(out, " AND date >= ", from, "");
    if (until.len > 0)
        add_compared(out, " AND date < ", until, "");
}

static void add_condition(struct nd_buf *out, enum nd_filter_type type, struct nd_str text) {
    switch (type) {
    case ND_FILTER_PROVIDER:
        nd_buf_add_z(out, "coalesce(provider_name, provider_domain) IS NOT NULL AND ");
        add_contains(out, "coalesce(provider_name, '') || ' ' || coalesce(provider_domain, '')", text);
        break;
    case ND_FILTER_LANGUAGE:
        add_compared(out, "language >= ", text, "");
        add_compared(out, " AND language < ", text, " || '.'");
        break;
    case ND_FILTER_TOPIC:
        add_compared(out, "topic_keys @> ARRAY[", text, "]");
        break;
    case ND_FILTER_TAG:
        add_compared(out, "tag_keys @> ARRAY[", text, "]");
        break;
    case ND_FILTER_AUTHOR:
        nd_buf_add_z(out, "EXISTS (SELECT 1 FROM unnest(author_keys) AS key WHERE ");
        add_contains(out, "key", text);
        nd_buf_add_char(out, ')');
        break;
    case ND_FILTER_TYPE:
        add_compared(out, "lower(type COLLATE \"C\") = lower(", text, " COLLATE \"C\")");
        break;
    case ND_FILTER_CATEGORY:
        add_compared(out, "lower(category COLLATE \"C\") = lower(", text, " COLLATE \"C\")");
        break;
    case ND_FILTER_PATH:
        nd_buf_add_z(out, "EXISTS (SELECT 1 FROM unnest(path || version_paths) AS each_path WHERE ");
        add_contains(out, "each_path", text);
        nd_buf_add_char(out, ')');
        break;
    case ND_FILTER_URL:
        add_contains(out, "coalesce(url, '')", text);
        break;
    case ND_FILTER_NOTE: /* add_filter */
    case ND_FILTER_ARRIVAL:
    case ND_FILTER_DATE:
        break;
    }
}

static void add_filter(struct nd_engine_translation *translation, const struct nd_filter *filter) {
    struct nd_str text = nd_filter_text(filter, translation->arena);

    if (!nd_utf8_valid(text, NULL))
        nd_buf_addf(translation->notes, "a filter has bytes that are no UTF-8: %.*s\n", (int)text.len,
                    text.ptr);
    if (nd_query_parts_is_unknown(translation, filter)) {
        nd_buf_add_z(translation->out, filter->is_excluded ? "false" : "true");
        return;
    }
    nd_buf_add_z(translation->out, "coalesce(");
    if (filter->type == ND_FILTER_DATE)
        add_date(translation->out, filter);
    else
        add_condition(translation->out, filter->type, text);
    nd_buf_add_z(translation->out, ", false)");
}

/* What is asked for, and not what is excluded, as one tsquery to rank by. */
static bool add_wanted(struct nd_engine_translation *translation, const struct nd_query_node *node,
                       bool has_some) {
    if (node->type == ND_Q_NOT)
        return has_some;
    for (const struct nd_query_node *child = node->first; child != NULL; child = child->next)
        has_some = add_wanted(translation, child, has_some);
    if (node->first != NULL)
        return has_some;
    for (const struct nd_query_position *p = nd_query_parts_meaning(translation, node); p != NULL;
         p = p->instead, has_some = true) {
        struct nd_engine_way way = nd_query_parts_way(node, p);
        nd_buf_add_z(translation->out, has_some ? " | " : "ts_rank('{0.2, 0.4, 0.6, 1}', words, E'");
        add_tsquery(translation->out, &way, nd_query_parts_column(node));
    }
    return has_some;
}

void nd_postgresql_translate(struct nd_engine_translation *translation) {
    struct nd_buf *out = translation->out;
    const struct nd_query_node *root = translation->query->root;

    nd_buf_add_z(out, "SELECT uid, date, title, path FROM newsdex.article\nWHERE origin = 'file'");
    nd_query_parts_tree(translation, &nd_query_parts_sql, add_leaf);
    nd_query_parts_filters(translation, &nd_query_parts_sql, add_filter);
    nd_buf_add_z(out, "\nORDER BY ");
    if (root != NULL && add_wanted(translation, root, false))
        nd_buf_add_z(out, "', 1) DESC, ");
    nd_buf_add_z(out, "date DESC NULLS LAST, uid;\n");
}
