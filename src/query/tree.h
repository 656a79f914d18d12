/*
 * Trees in the normal form that query.h promises. An expression is a tree or the complement of one; with
 * that, De Morgan's laws keep complements out of the trees until the root is reached.
 */
#ifndef QUERY_TREE_H
#define QUERY_TREE_H

#include "newsdex/query.h"

struct nd_expr {
    struct nd_query_node *node; /* NULL: nothing, which joins without effect */
    bool is_complement;
};

struct nd_node_list {
    struct nd_query_node *first, *last;
};

/* Collects what is joined by AND, or by OR. All zero is an empty AND. */
struct nd_join {
    bool is_or;
    size_t count;
    struct nd_expr only; /* while count is 1 */
    struct nd_node_list with, without;
};

struct nd_expr nd_expr_flip(struct nd_expr expr);
void nd_join_add(struct nd_join *join, struct nd_expr expr);
/* What was collected, as one expression; the join is empty afterwards. */
struct nd_expr nd_join_take(struct nd_join *join, struct nd_arena *arena);
/* The tree of a whole query. */
struct nd_query_node *nd_expr_root(struct nd_expr expr, struct nd_arena *arena);
/* How deep the parentheses are when the tree is printed. */
size_t nd_query_depth(const struct nd_query_node *root);

#endif
