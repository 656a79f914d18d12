#include "query/capitals.h"
#include "query/lexer.h"
#include "query/text.h"
#include "query/tree.h"

#include "newsdex/limits.h"
#include "newsdex/utf8.h"

enum {
    TERM_COST = 32, /* bytes that printing a term takes besides its text, at most */
    SAFE_DEPTH = 30 /* groups this deep print within ND_MAX_QUERY_DEPTH, however often they are rewritten */
};

struct parser {
    struct nd_lexer lexer;
    const struct nd_query_settings *settings;
    struct nd_arena *arena;
    struct nd_query *query;
    bool is_sentence; /* any word of which is enough, all in capitals */
    struct nd_filter *last_filter;
    struct group *groups; /* the open ones: the query, and room for max_depth within each other */
    size_t max_depth;
    size_t ignored_groups; /* open ones beyond max_depth */
    size_t terms, room;    /* still allowed */
};

/* One pair of parentheses, or the whole query. */
struct group {
    enum nd_query_field field;
    size_t depth;
    bool is_negated;  /* by a - in front of it */
    bool is_excluded; /* within an odd number of negated groups: what a filter becomes */
    bool has_operand, after_operator;
    bool or_pending, and_pending, not_pending;
    bool any;
    struct nd_join run;      /* joined by OR */
    struct nd_join segment;  /* runs joined by a written AND */
    struct nd_join segments; /* segments, all of which must match */
    struct nd_join choices;  /* with any: segments, one of which must match */
};

static void stop(struct parser *p) {
    p->query->is_cut = true;
    p->lexer.rest = ND_STR("");
}

/* Words that would print as something else: an operator, an exact topic. They become phrases. */
static bool needs_quotes(const struct nd_query_node *word) {
    if (word->field == ND_F_TOPIC && word->text.ptr[0] == '=')
        return true;
    return word->field == ND_F_ANY && !word->is_prefix && nd_capitals_are_keyword(word->text);
}

/* Counts a term against the limits; false when it is one too many, and the rest of the query with it. */
static bool admit(struct parser *p, size_t length) {
    if (p->terms == 0 || p->room < TERM_COST || p->room - TERM_COST < length) {
        stop(p);
        return false;
    }
    p->terms--;
    p->room -= TERM_COST + length;
    return true;
}

/* Cuts a text that is too long to what fits: rather a part of a long paste than nothing at all. */
static struct nd_str fit(const struct parser *p, struct nd_str text) {
    size_t room = p->room < TERM_COST ? 0 : p->room - TERM_COST;

    return text.len <= room ? text : nd_str_trim_right(nd_str_slice(text, 0, nd_utf8_floor(text, room)));
}

static struct nd_expr make_leaf(struct parser *p, struct nd_query_node leaf) {
    struct nd_query_node *node;
    size_t length = leaf.text.len;

    leaf.text = fit(p, leaf.text);
    if (leaf.text.len < length)
        stop(p);
    if (leaf.text.len == 0 || !admit(p, leaf.text.len))
        return (struct nd_expr){NULL, false};
    node = nd_arena_alloc(p->arena, 1, sizeof *node);
    *node = leaf;
    if (node->type == ND_Q_WORD && (leaf.text.len < length || needs_quotes(node))) {
        node->type = ND_Q_PHRASE;
        node->is_prefix = false;
    }
    return (struct nd_expr){node, false};
}

static struct nd_expr make_word(struct parser *p, struct nd_str text, bool is_prefix,
                                enum nd_query_field field) {
    return make_leaf(p, (struct nd_query_node){.type = ND_Q_WORD,
                                               .field = field,
                                               .text = nd_query_tidy(text, p->arena),
                                               .is_prefix = is_prefix});
}

static struct nd_expr make_phrase(struct parser *p, const struct nd_lexeme *lexeme,
                                  enum nd_query_field field) {
    return make_leaf(p, (struct nd_query_node){.type = ND_Q_PHRASE,
                                               .field = field,
                                               .text = nd_query_tidy(lexeme->text, p->arena),
                                               .distance = lexeme->distance});
}

/* False when the value of the filter makes no sense. */
static bool add_filter(struct parser *p, const struct nd_lexeme *lexeme, bool is_excluded) {
    const struct nd_date *today = p->settings == NULL ? NULL : &p->settings->today;
    struct nd_filter *filter = nd_label_make_filter(lexeme->label, lexeme->text, today, p->arena);

    if (filter == NULL)
        return false;
    if (!admit(p, filter->text.len))
        return true;
    filter->is_excluded = is_excluded;
    if (p->last_filter == NULL)
        p->query->filters = filter;
    else
        p->last_filter->next = filter;
    p->last_filter = filter;
    return true;
}

/* A word or a quote, with what its label makes of it. */
static struct nd_expr read_term(struct parser *p, const struct group *group, const struct nd_lexeme *lexeme) {
    bool is_excluded = (lexeme->is_negated != group->not_pending) != group->is_excluded;
    bool is_filter = lexeme->label != NULL && lexeme->label->is_filter;
    bool is_field = lexeme->label != NULL && !is_filter;
    enum nd_query_field field = is_field ? lexeme->label->field : group->field;
    struct nd_join both = {.is_or = false};

    if (is_filter && add_filter(p, lexeme, is_excluded))
        return (struct nd_expr){NULL, false};
    if (lexeme->type == ND_LEX_WORD)
        return make_word(p, is_filter ? lexeme->written : lexeme->text, lexeme->is_prefix, field);
    if (is_filter)
        nd_join_add(&both, make_word(p, lexeme->written, false, field));
    nd_join_add(&both, make_phrase(p, lexeme, field));
    return nd_join_take(&both, p->arena);
}

static void close_segment(struct parser *p, struct group *group) {
    struct nd_expr expr = nd_join_take(&group->segment, p->arena);

    nd_join_add(group->any && !expr.is_complement ? &group->choices : &group->segments, expr);
}

static void add_operand(struct parser *p, struct group *group, struct nd_expr expr, bool is_negated) {
    if (is_negated != group->not_pending)
        expr = nd_expr_flip(expr);
    group->has_operand = true;
    group->after_operator = group->not_pending = false;
    if (expr.node == NULL)
        return;
    if (!group->or_pending) {
        nd_join_add(&group->segment, nd_join_take(&group->run, p->arena));
        if (!group->and_pending)
            close_segment(p, group);
    }
    nd_join_add(&group->run, expr);
    group->or_pending = group->and_pending = false;
}

static struct nd_expr close_group(struct parser *p, struct group *group) {
    nd_join_add(&group->segment, nd_join_take(&group->run, p->arena));
    close_segment(p, group);
    nd_join_add(&group->segments, nd_join_take(&group->choices, p->arena));
    return nd_join_take(&group->segments, p->arena);
}

static bool operand_follows(const struct parser *p) {
    struct nd_lexer ahead = p->lexer;
    struct nd_lexeme lexeme;

    nd_lexer_next(&ahead, &lexeme);
    return lexeme.type != ND_LEX_END && lexeme.type != ND_LEX_CLOSE && lexeme.type != ND_LEX_OR;
}

/* Takes note of OR, AND, NOT if it stands where an operator can; passes over it in a sentence, any word of
 * which is enough. */
static bool take_operator(const struct parser *p, struct group *group, const struct nd_lexeme *lexeme) {
    bool is_not = nd_str_eq(lexeme->text, ND_STR("NOT"));

    if (lexeme->label != NULL || lexeme->is_prefix || lexeme->is_negated ||
        !nd_capitals_are_keyword(lexeme->text))
        return false;
    if (p->is_sentence)
        return true;
    if (is_not ? group->not_pending || !(group->has_operand || group->depth > 0)
               : group->after_operator || !group->has_operand)
        return false;
    if (!operand_follows(p))
        return false;
    group->after_operator = true;
    if (is_not)
        group->not_pending = true;
    else if (nd_str_eq(lexeme->text, ND_STR("OR")))
        group->or_pending = true;
    else
        group->and_pending = true;
    return true;
}

/* The group that is read next: a new one in outer, or outer itself. */
static struct group *open_group(struct parser *p, struct group *outer, const struct nd_lexeme *lexeme) {
    struct group *inner = outer + 1;

    if (outer->depth == p->max_depth) {
        p->ignored_groups++;
        return outer;
    }
    *inner = (struct group){.depth = outer->depth + 1,
                            .field = lexeme->label == NULL ? outer->field : lexeme->label->field,
                            .is_negated = lexeme->is_negated,
                            .is_excluded = (lexeme->is_negated != outer->not_pending) != outer->is_excluded,
                            .run = {.is_or = true},
                            .choices = {.is_or = true}};
    return inner;
}

/* True when the group ends here. A ) that closes nothing is ignored. */
static bool closes_group(struct parser *p, const struct group *group) {
    if (p->ignored_groups == 0)
        return group->depth > 0;
    p->ignored_groups--;
    return false;
}

/* Groups that are open lie in p->groups, not on the stack: a small one is enough for every query. */
static struct nd_expr read_groups(struct parser *p) {
    struct group *group = p->groups;
    struct nd_lexeme lexeme;

    for (;;) {
        nd_lexer_next(&p->lexer, &lexeme);
        if (lexeme.type == ND_LEX_END || (lexeme.type == ND_LEX_CLOSE && closes_group(p, group))) {
            struct nd_expr expr = close_group(p, group);
            if (group->depth == 0)
                return expr;
            group--;
            add_operand(p, group, expr, group[1].is_negated);
        } else if (lexeme.type == ND_LEX_CLOSE ||
                   (lexeme.type == ND_LEX_WORD && take_operator(p, group, &lexeme))) {
            continue;
        } else if (lexeme.type == ND_LEX_OPEN) {
            group = open_group(p, group, &lexeme);
        } else if (lexeme.type == ND_LEX_OR) {
            group->or_pending = group->after_operator = group->has_operand;
        } else {
            add_operand(p, group, read_term(p, group, &lexeme), lexeme.is_negated);
        }
    }
}

static struct nd_query *parse(struct nd_str text, const struct nd_query_settings *settings,
                              struct nd_arena *arena, size_t max_depth) {
    struct group all = {
        .any = settings != NULL && settings->any, .run = {.is_or = true}, .choices = {.is_or = true}};
    struct parser p = {.lexer = {text},
                       .settings = settings,
                       .arena = arena,
                       .is_sentence = all.any && nd_capitals_are_sentence(text),
                       .max_depth = max_depth,
                       .terms = ND_MAX_QUERY_TERMS,
                       .room = ND_MAX_QUERY};

    p.query = nd_arena_alloc(arena, 1, sizeof *p.query);
    p.query->arena = arena;
    p.groups = nd_arena_alloc(arena, max_depth + 1, sizeof *p.groups);
    p.groups[0] = all;
    p.query->root = nd_expr_root(read_groups(&p), arena);
    return p.query;
}

/* Rewriting a OR -b adds groups; where that makes too many of them, fewer of those written are honoured. */
struct nd_query *nd_query_parse(struct nd_str text, const struct nd_query_settings *settings,
                                struct nd_arena *arena) {
    struct nd_query *query;
    bool is_cut = text.len > ND_MAX_QUERY;

    if (is_cut)
        text = nd_str_slice(text, 0, nd_utf8_floor(text, ND_MAX_QUERY));
    query = parse(text, settings, arena, ND_MAX_QUERY_DEPTH);
    if (nd_query_depth(query->root) > ND_MAX_QUERY_DEPTH)
        query = parse(text, settings, arena, SAFE_DEPTH);
    query->is_cut = query->is_cut || is_cut;
    return query;
}
