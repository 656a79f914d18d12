#include "engine/query_parts.h"

#include "newsdex/analysis.h"
#include "newsdex/limits.h"

const struct nd_query_signs nd_query_parts_sql = {"\n  AND ", "\n  OR ", "\n  AND NOT ", "1 = 0"};

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
    static const int columns[] = {[ND_F_ANY] = ND_WORDS_COLUMNS,
                                  [ND_F_TITLE] = ND_WORDS_TITLE,
                                  [ND_F_EXCERPT] = ND_WORDS_EXCERPT,
                                  [ND_F_TOPIC] = ND_WORDS_TOPICS,
                                  [ND_F_BODY] = ND_WORDS_BODY};

    return columns[leaf->field];
}

static void add_alternatives(struct nd_engine_translation *translation, const struct nd_query_signs *signs,
                             enum nd_filter_type type, nd_query_parts_add *add) {
    bool is_first = true;

    for (const struct nd_filter *f = translation->query->filters; f != NULL; f = f->next) {
        if (f->type != type || nd_filter_stands_alone(f))
            continue;
        nd_buf_addf(translation->out, "%s%s", is_first ? signs->all : signs->any, is_first ? "(" : "");
        add(translation, f);
        is_first = false;
    }
    if (!is_first)
        nd_buf_add_char(translation->out, ')');
}

void nd_query_parts_filters(struct nd_engine_translation *translation, const struct nd_query_signs *signs,
                            nd_query_parts_add *add) {
    for (const struct nd_filter *f = translation->query->filters; f != NULL; f = f->next) {
        if (!nd_filter_stands_alone(f))
            continue;
        nd_buf_addf(translation->out, "%s(", f->is_excluded ? signs->none : signs->all);
        add(translation, f);
        nd_buf_add_char(translation->out, ')');
    }
    for (int type = 0; type < ND_FILTER_DATE; type++)
        add_alternatives(translation, signs, (enum nd_filter_type)type, add);
}

static void add_node(struct nd_engine_translation *translation, const struct nd_query_signs *signs,
                     const struct nd_query_node *node, nd_query_parts_leaf *add);

/* Each child behind a sign, the first without one unless has_first. */
static void add_children(struct nd_engine_translation *translation, const struct nd_query_signs *signs,
                         const struct nd_query_node *node, bool has_first, nd_query_parts_leaf *add) {
    for (const struct nd_query_node *child = node->first; child != NULL; child = child->next) {
        const char *sign = child->type == ND_Q_NOT ? signs->none : signs->all;
        if (has_first || child != node->first)
            nd_buf_add_z(translation->out, node->type == ND_Q_OR ? signs->any : sign);
        add_node(translation, signs, child, add);
    }
}

static void add_node(struct nd_engine_translation *translation, const struct nd_query_signs *signs,
                     const struct nd_query_node *node, nd_query_parts_leaf *add) {
    if (node->type == ND_Q_WORD || node->type == ND_Q_PHRASE) {
        add(translation, node);
        return;
    }
    nd_buf_add_char(translation->out, '(');
    add_children(translation, signs, node, false, add);
    nd_buf_add_char(translation->out, ')');
}

/* An AND at the root may be one of exclusions alone, which belong to what is before them. */
void nd_query_parts_tree(struct nd_engine_translation *translation, const struct nd_query_signs *signs,
                         nd_query_parts_leaf *add) {
    const struct nd_query *query = translation->query;

    if (query->root != NULL && query->root->type == ND_Q_AND) {
        add_children(translation, signs, query->root, true, add);
    } else if (query->root != NULL) {
        nd_buf_add_z(translation->out, signs->all);
        add_node(translation, signs, query->root, add);
    } else if (query->is_emptied) {
        nd_buf_addf(translation->out, "%s%s", signs->all, signs->nothing);
    }
}

bool nd_query_parts_is_unknown(const struct nd_engine_translation *translation,
                               const struct nd_filter *filter) {
    if (filter->type == ND_FILTER_ARRIVAL)
        nd_buf_add_z(translation->notes, "when articles came into the database is not known there\n");
    else if (filter->type == ND_FILTER_NOTE)
        nd_buf_add_z(translation->notes, "what notes say cannot be asked for there\n");
    return filter->type == ND_FILTER_ARRIVAL || filter->type == ND_FILTER_NOTE;
}

void nd_query_parts_ways(struct nd_engine_translation *translation, const struct nd_query_signs *signs,
                         const struct nd_query_node *leaf, nd_query_parts_add_way *add) {
    const struct nd_query_position *first = nd_query_parts_meaning(translation, leaf);

    nd_buf_add_char(translation->out, '(');
    for (const struct nd_query_position *p = first; p != NULL; p = p->instead) {
        struct nd_engine_way way = nd_query_parts_way(leaf, p);
        nd_buf_add_z(translation->out, p == first ? "" : signs->any);
        add(translation, &way, nd_query_parts_column(leaf));
    }
    nd_buf_add_char(translation->out, ')');
}
