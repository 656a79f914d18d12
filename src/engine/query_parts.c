#include "engine/query_parts.h"

#include "newsdex/analysis.h"
#include "newsdex/limits.h"

const struct nd_query_position *nd_query_parts_meaning(const struct nd_engine_translation *translation,
                                                       const struct nd_query_node *leaf) {
    const struct nd_meaning *meaning = translation->meanings;

    while (meaning->leaf != leaf)
        meaning = meaning->next;
    return meaning->positions;
}

struct nd_engine_way nd_query_parts_way(const struct nd_query_node *leaf,
                                        const struct nd_query_position *first) {
    struct nd_engine_way way = {.first = first, .is_prefix = leaf->is_prefix};

    for (const struct nd_query_position *p = first; p != NULL && way.count < ND_MAX_PHRASE_WORDS; p = p->next)
        way.count++;
    way.is_window = leaf->distance > 0 && way.count > 1;
    way.reach = (uint32_t)leaf->distance + 1;
    return way;
}

bool nd_query_parts_is_prefix(const struct nd_engine_way *way, const struct nd_query_position *position) {
    return position->is_prefix || (way->is_prefix && position->next == NULL);
}

int nd_query_parts_column(const struct nd_query_node *leaf) {
    static const int columns[] = {[ND_F_ANY] = ND_COLUMNS,
                                  [ND_F_TITLE] = ND_COLUMN_TITLE,
                                  [ND_F_EXCERPT] = ND_COLUMN_EXCERPT,
                                  [ND_F_TOPIC] = ND_COLUMN_TOPICS,
                                  [ND_F_BODY] = ND_COLUMN_BODY};

    return columns[leaf->field];
}

struct nd_str nd_query_parts_text(const struct nd_filter *filter, struct nd_arena *arena) {
    struct nd_str language;

    if (filter->type == ND_FILTER_TOPIC || filter->type == ND_FILTER_AUTHOR || filter->type == ND_FILTER_TAG)
        return nd_casefold(filter->text, arena);
    if (filter->type != ND_FILTER_LANGUAGE)
        return filter->text;
    language = nd_language_normalise(filter->text, arena);
    return language.ptr == NULL ? filter->text : language;
}

/* Articles may be dated by month or year alone, which sort before all their days: as index/search/filter.c.
 */
static struct nd_str without_first(const char *day) {
    struct nd_str text = nd_str_from(day);

    while (text.len > 4 && nd_str_ends(text, ND_STR("-01")))
        text.len -= 3;
    return text;
}

struct nd_str nd_query_parts_until(const struct nd_filter *filter) {
    return without_first(filter->until);
}

struct nd_str nd_query_parts_from(const struct nd_filter *filter) {
    bool is_whole = nd_query_parts_until(filter).len < 10;

    return is_whole ? without_first(filter->from) : nd_str_from(filter->from);
}

/* Exclusions and dates all have to hold, others are alternatives. */
static bool stands_alone(const struct nd_filter *filter) {
    return filter->is_excluded || filter->type == ND_FILTER_DATE;
}

static void add_alternatives(struct nd_engine_translation *translation, enum nd_filter_type type,
                             nd_query_parts_add *add) {
    bool is_first = true;

    for (const struct nd_filter *f = translation->query->filters; f != NULL; f = f->next) {
        if (f->type != type || stands_alone(f))
            continue;
        nd_buf_add_z(translation->out, is_first ? "\n  AND (" : " OR ");
        add(translation, f);
        is_first = false;
    }
    if (!is_first)
        nd_buf_add_char(translation->out, ')');
}

void nd_query_parts_filters(struct nd_engine_translation *translation, nd_query_parts_add *add) {
    for (const struct nd_filter *f = translation->query->filters; f != NULL; f = f->next) {
        if (!stands_alone(f))
            continue;
        nd_buf_add_z(translation->out, f->is_excluded ? "\n  AND NOT (" : "\n  AND (");
        add(translation, f);
        nd_buf_add_char(translation->out, ')');
    }
    for (int type = 0; type < ND_FILTER_DATE; type++)
        add_alternatives(translation, (enum nd_filter_type)type, add);
}

static void add_node(struct nd_engine_translation *translation, const struct nd_query_node *node,
                     nd_query_parts_leaf *add) {
    if (node->type == ND_Q_WORD || node->type == ND_Q_PHRASE) {
        add(translation, node);
        return;
    }
    if (node->type == ND_Q_NOT)
        nd_buf_add_z(translation->out, "NOT ");
    nd_buf_add_char(translation->out, '(');
    for (const struct nd_query_node *child = node->first; child != NULL; child = child->next) {
        if (child != node->first)
            nd_buf_add_z(translation->out, node->type == ND_Q_OR ? "\n  OR " : "\n  AND ");
        add_node(translation, child, add);
    }
    nd_buf_add_char(translation->out, ')');
}

void nd_query_parts_tree(struct nd_engine_translation *translation, nd_query_parts_leaf *add) {
    const struct nd_query *query = translation->query;

    if (query->root != NULL || query->is_emptied)
        nd_buf_add_z(translation->out, "\n  AND ");
    if (query->root != NULL)
        add_node(translation, query->root, add);
    else if (query->is_emptied)
        nd_buf_add_z(translation->out, "1 = 0");
}
