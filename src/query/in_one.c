#include "query/tree.h"

enum { GROUP = 3 };

static bool is_digits(const struct nd_query_node *node, size_t least, size_t most) {
    if (node == NULL || node->type != ND_Q_WORD || node->is_prefix || node->text.len < least ||
        node->text.len > most)
        return false;
    for (size_t i = 0; i < node->text.len; i++)
        if (!nd_char_is_digit(node->text.ptr[i]))
            return false;
    return true;
}

/* The words behind the first that are groups of one number with it. */
static size_t count_groups(const struct nd_query_node *first) {
    size_t count = 0;

    if (!is_digits(first, 1, GROUP) || first->text.ptr[0] == '0')
        return 0;
    for (const struct nd_query_node *node = first->next;
         is_digits(node, GROUP, GROUP) && node->field == first->field; node = node->next)
        count++;
    return count;
}

static bool is_letters(const struct nd_query_node *node, size_t most) {
    if (node == NULL || node->type != ND_Q_WORD || node->is_prefix || node->text.len > most)
        return false;
    for (size_t i = 0; i < node->text.len; i++)
        if (!nd_char_is_alpha(node->text.ptr[i]))
            return false;
    return true;
}

/* 1 where letters and digits stand behind each other that others write in one: covid 19, F 16, 10 pm, 5 G. */
static size_t count_parts(const struct nd_query_node *first) {
    enum { NAME = 12, NUMBER = 3, UNIT = 2 };
    const struct nd_query_node *next = first->next;

    if (next == NULL || next->field != first->field)
        return 0;
    return (is_letters(first, NAME) && is_digits(next, 1, NUMBER)) ||
           (is_digits(first, 1, NUMBER) && is_letters(next, UNIT));
}

/* Of letters of any script, as far as bytes tell. */
static bool is_name(const struct nd_query_node *node) {
    enum { LONGEST = 40 };

    if (node == NULL || node->type != ND_Q_WORD || node->is_prefix || node->text.len > LONGEST)
        return false;
    for (size_t i = 0; i < node->text.len; i++)
        if (!nd_char_is_alpha(node->text.ptr[i]) && (unsigned char)node->text.ptr[i] < 0x80)
            return false;
    return true;
}

size_t nd_query_in_one(const struct nd_query_node *first, nd_query_is_word *is_word, void *context) {
    size_t count = count_groups(first);

    if (count == 0)
        count = count_parts(first);
    if (count == 0 && is_name(first) && is_name(first->next) && first->next->field == first->field &&
        is_word(context, first, first->next))
        count = 1;
    return count;
}

/* The first word and what is behind it, all of them or in one; *rest is what follows. */
static struct nd_expr unite(struct nd_query_node *first, size_t groups, struct nd_query_node **rest,
                            struct nd_arena *arena) {
    struct nd_join all = {0}, either = {.is_or = true};
    struct nd_query_node *one = nd_arena_alloc(arena, 1, sizeof *one);
    struct nd_buf digits = {0};

    *one = *first;
    *rest = first;
    for (size_t i = 0; i <= groups; i++) {
        struct nd_query_node *node = *rest;
        *rest = node->next;
        nd_buf_add(&digits, node->text);
        nd_join_add(&all, (struct nd_expr){node, false});
    }
    one->text = nd_arena_take(arena, &digits);
    nd_join_add(&either, nd_join_take(&all, arena));
    nd_join_add(&either, (struct nd_expr){one, false});
    return nd_join_take(&either, arena);
}

void nd_query_unite(struct nd_query *query, nd_query_is_word *is_word, void *context) {
    struct nd_query_node *node = query->root == NULL ? NULL : query->root->first;
    struct nd_join join = {0};

    if (query->root == NULL || query->root->type != ND_Q_AND)
        return;
    while (node != NULL) {
        size_t groups = nd_query_in_one(node, is_word, context);
        struct nd_query_node *next = node->next;
        if (groups > 0)
            nd_join_add(&join, unite(node, groups, &next, query->arena));
        else if (node->type == ND_Q_NOT)
            nd_join_add(&join, (struct nd_expr){node->first, true});
        else
            nd_join_add(&join, (struct nd_expr){node, false});
        node = next;
    }
    query->root = nd_expr_root(nd_join_take(&join, query->arena), query->arena);
}
