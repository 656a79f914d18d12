#include "query/tree.h"

#include <string.h>

struct nd_expr nd_expr_flip(struct nd_expr expr) {
    expr.is_complement = !expr.is_complement;
    return expr;
}

static struct nd_query_node *make_node(struct nd_arena *arena, enum nd_query_type type,
                                       struct nd_query_node *children) {
    struct nd_query_node *node = nd_arena_alloc(arena, 1, sizeof *node);

    node->type = type;
    node->first = children;
    return node;
}

static void append(struct nd_node_list *list, struct nd_query_node *node) {
    node->next = NULL;
    if (list->last == NULL)
        list->first = node;
    else
        list->last->next = node;
    list->last = node;
}

static void append_negated(struct nd_node_list *list, const struct nd_node_list *nodes,
                           struct nd_arena *arena) {
    struct nd_query_node *next;

    for (struct nd_query_node *node = nodes->first; node != NULL; node = next) {
        next = node->next;
        node->next = NULL;
        append(list, make_node(arena, ND_Q_NOT, node));
    }
}

/* AND brings its children, the complement of OR those of the OR; what is left has another type. */
static void spread(struct nd_join *join, struct nd_expr expr) {
    enum nd_query_type own = expr.is_complement ? ND_Q_OR : ND_Q_AND;
    struct nd_node_list *list = expr.is_complement ? &join->without : &join->with;
    struct nd_query_node *next;

    if (expr.node->type != own) {
        append(list, expr.node);
        return;
    }
    for (struct nd_query_node *node = expr.node->first; node != NULL; node = next) {
        next = node->next;
        if (node->type == ND_Q_NOT)
            append(&join->without, node->first);
        else
            append(list, node);
    }
}

/* A OR B is the complement of NOT A AND NOT B, so that everything is joined by AND. */
void nd_join_add(struct nd_join *join, struct nd_expr expr) {
    if (expr.node == NULL)
        return;
    if (join->is_or)
        expr = nd_expr_flip(expr);
    expr.node->next = NULL;
    join->count++;
    if (join->count == 1) {
        join->only = expr;
        return;
    }
    if (join->count == 2)
        spread(join, join->only);
    spread(join, expr);
}

static struct nd_expr build(const struct nd_join *join, struct nd_arena *arena) {
    struct nd_node_list list = join->with;

    if (join->count < 2)
        return join->only;
    if (list.first == NULL)
        return (struct nd_expr){make_node(arena, ND_Q_OR, join->without.first), true};
    append_negated(&list, &join->without, arena);
    return (struct nd_expr){make_node(arena, ND_Q_AND, list.first), false};
}

struct nd_expr nd_join_take(struct nd_join *join, struct nd_arena *arena) {
    struct nd_expr expr = build(join, arena);

    if (join->is_or && expr.node != NULL)
        expr = nd_expr_flip(expr);
    *join = (struct nd_join){.is_or = join->is_or};
    return expr;
}

struct nd_query_node *nd_expr_root(struct nd_expr expr, struct nd_arena *arena) {
    struct nd_node_list excluded = {expr.node, expr.node}, list = {NULL, NULL};

    if (expr.node == NULL || !expr.is_complement)
        return expr.node;
    if (expr.node->type == ND_Q_OR)
        excluded.first = expr.node->first;
    append_negated(&list, &excluded, arena);
    return make_node(arena, ND_Q_AND, list.first);
}

static struct nd_expr prune(struct nd_query_node *node, nd_query_keep *keep, void *context,
                            struct nd_arena *arena) {
    struct nd_join join = {.is_or = node->type == ND_Q_OR};
    struct nd_query_node *next;

    if (node->type == ND_Q_NOT)
        return nd_expr_flip(prune(node->first, keep, context, arena));
    if (node->first == NULL)
        return (struct nd_expr){keep(context, node) ? node : NULL, false};
    for (struct nd_query_node *child = node->first; child != NULL; child = next) {
        next = child->next;
        nd_join_add(&join, prune(child, keep, context, arena));
    }
    return nd_join_take(&join, arena);
}

void nd_query_prune(struct nd_query *query, nd_query_keep *keep, void *context) {
    if (query->root == NULL)
        return;
    query->root = nd_expr_root(prune(query->root, keep, context, query->arena), query->arena);
    query->is_emptied = query->root == NULL;
}

static bool is_composite(const struct nd_query_node *node) {
    return node->type == ND_Q_AND || node->type == ND_Q_OR;
}

size_t nd_query_depth(const struct nd_query_node *root) {
    size_t deepest = 0;

    for (const struct nd_query_node *child = root == NULL ? NULL : root->first; child != NULL;
         child = child->next) {
        const struct nd_query_node *inner = child->type == ND_Q_NOT ? child->first : child;
        size_t depth = is_composite(inner) ? nd_query_depth(inner) + 1 : 0;
        if (depth > deepest)
            deepest = depth;
    }
    return deepest;
}

static bool equal_trees(const struct nd_query_node *a, const struct nd_query_node *b) {
    for (; a != NULL && b != NULL; a = a->next, b = b->next)
        if (a->type != b->type || a->field != b->field || !nd_str_eq(a->text, b->text) ||
            a->is_prefix != b->is_prefix || a->distance != b->distance || !equal_trees(a->first, b->first))
            return false;
    return a == NULL && b == NULL;
}

bool nd_query_equal(const struct nd_query *a, const struct nd_query *b) {
    const struct nd_filter *f = a->filters, *g = b->filters;

    for (; f != NULL && g != NULL; f = f->next, g = g->next)
        if (f->type != g->type || f->is_excluded != g->is_excluded || !nd_str_eq(f->text, g->text) ||
            strcmp(f->from, g->from) != 0 || strcmp(f->until, g->until) != 0)
            return false;
    return f == NULL && g == NULL && equal_trees(a->root, b->root);
}
