/* What translations of queries share. Private to the stage. */
#ifndef ENGINE_QUERY_PARTS_H
#define ENGINE_QUERY_PARTS_H

#include "engine/engine_table.h"

/* The positions that count of one way to write a leaf. */
struct nd_engine_way {
    const struct nd_query_position *first;
    size_t count;
    bool is_window; /* they stand near to each other, in any order; */
    uint32_t reach; /* the last of them so many places behind the first, at most */
    bool is_prefix; /* the last position begins words, even if it does not say so */
};

const struct nd_query_position *nd_query_parts_meaning(const struct nd_engine_translation *translation,
                                                       const struct nd_query_node *leaf);
struct nd_engine_way nd_query_parts_way(const struct nd_query_node *leaf,
                                        const struct nd_query_position *first);
/* True when forms of a position, one of a way, begin words. */
bool nd_query_parts_is_prefix(const struct nd_engine_way *way, const struct nd_query_position *position);

/* The columns a leaf asks for: that one, or ND_WORDS_COLUMNS when any will do. */
int nd_query_parts_column(const struct nd_query_node *leaf);

/* True, and noted, when the filter asks for what no engine is told, or does not look for: all pass there. */
bool nd_query_parts_is_unknown(const struct nd_engine_translation *translation,
                               const struct nd_filter *filter);

/* How a language says, between two conditions, and, or, and not; and what is never so. */
struct nd_query_signs {
    const char *all, *any, *none, *nothing;
};
extern const struct nd_query_signs nd_query_parts_sql;

/*
 * Appends the filters behind a condition, each after a sign and between parentheses, by add; nothing when
 * there are none.
 */
typedef void nd_query_parts_add(struct nd_engine_translation *translation, const struct nd_filter *filter);
void nd_query_parts_filters(struct nd_engine_translation *translation, const struct nd_query_signs *signs,
                            nd_query_parts_add *add);
/* The same of the tree of words, leaf by leaf; nothing without words. */
typedef void nd_query_parts_leaf(struct nd_engine_translation *translation, const struct nd_query_node *leaf);
void nd_query_parts_tree(struct nd_engine_translation *translation, const struct nd_query_signs *signs,
                         nd_query_parts_leaf *add);
/* A leaf in parentheses: any of its ways, each by add. */
typedef void nd_query_parts_add_way(struct nd_engine_translation *translation,
                                    const struct nd_engine_way *way, int column);
void nd_query_parts_ways(struct nd_engine_translation *translation, const struct nd_query_signs *signs,
                         const struct nd_query_node *leaf, nd_query_parts_add_way *add);

#endif
