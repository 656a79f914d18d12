#include "newsdex/limits.h"
#include "newsdex/query.h"
#include "query/lexer.h"

/* The names that are being read, from the innermost outwards. */
struct chain {
    struct nd_str name;
    const struct chain *outer;
    int depth;
};

struct expansion {
    const struct nd_query_names *names;
    const struct nd_query_settings *settings;
    struct nd_arena *arena;
    struct nd_error *err;
    int count; /* of those read so far */
};

static enum nd_status expand(struct expansion *e, struct nd_str text, const struct chain *chain,
                             struct nd_buf *out);

static bool is_open(const struct chain *chain, struct nd_str name) {
    for (; chain != NULL; chain = chain->outer)
        if (nd_str_eq(chain->name, name))
            return true;
    return false;
}

/* In the canonical form, so that a quote or a parenthesis left open there is closed there. */
static void add_canonical(const struct expansion *e, struct nd_str text, struct nd_buf *out) {
    size_t start = out->len + 1;

    nd_buf_add_char(out, '(');
    nd_query_print(nd_query_parse(text, e->settings, e->arena), out);
    if (out->len == start)
        nd_buf_cut(out, start - 1);
    else
        nd_buf_add_char(out, ')');
}

static enum nd_status add_saved(struct expansion *e, struct nd_str name, const struct chain *outer,
                                struct nd_buf *out) {
    struct chain chain = {name, outer, outer == NULL ? 1 : outer->depth + 1};
    struct nd_buf inner = {0};
    struct nd_str text;
    enum nd_status status;

    if (is_open(outer, name))
        return nd_error_set(e->err, ND_NOT_FOUND, "the saved query %.*s asks for itself", (int)name.len,
                            name.ptr);
    if (chain.depth > ND_MAX_QUERY_DEPTH)
        return nd_error_set(e->err, ND_NOT_FOUND, "saved queries ask for each other more than %d times over",
                            ND_MAX_QUERY_DEPTH);
    if (++e->count > ND_MAX_QUERY_SAVED) /* also where they come to nothing, and none is ever too long */
        return nd_error_set(e->err, ND_NOT_FOUND,
                            "at saved:%.*s the query stands for more than %d saved ones, one in another; ask "
                            "for fewer",
                            (int)name.len, name.ptr, ND_MAX_QUERY_SAVED);
    status = e->names->find(e->names->context, name, &text, e->err);
    if (status == ND_OK)
        status = expand(e, text, &chain, &inner);
    if (status == ND_OK)
        add_canonical(e, nd_buf_str(&inner), out);
    nd_buf_free(&inner);
    if (status == ND_OK && out->len > ND_MAX_QUERY)
        status = nd_error_set(e->err, ND_NOT_FOUND,
                              "with what saved:%.*s stands for the query is longer than %d bytes",
                              (int)name.len, name.ptr, ND_MAX_QUERY);
    return status;
}

static enum nd_status expand(struct expansion *e, struct nd_str text, const struct chain *chain,
                             struct nd_buf *out) {
    struct nd_lexer lexer = {text};
    struct nd_lexeme lexeme;
    const char *at = text.ptr;
    enum nd_status status = ND_OK;

    for (nd_lexer_next(&lexer, &lexeme); lexeme.type != ND_LEX_END && status == ND_OK;
         nd_lexer_next(&lexer, &lexeme)) {
        if (lexeme.type != ND_LEX_WORD || !nd_str_starts_nocase(lexeme.written, ND_STR("saved:")))
            continue;
        nd_buf_add(out, nd_str_of(at, (size_t)(lexeme.written.ptr - at)));
        at = lexeme.written.ptr + lexeme.written.len;
        status = add_saved(e, nd_str_skip(lexeme.written, 6), chain, out);
    }
    if (status == ND_OK)
        nd_buf_add(out, nd_str_of(at, (size_t)(text.ptr + text.len - at)));
    return status;
}

bool nd_query_has_saved(struct nd_str text) {
    for (size_t i = 0; i + 6 <= text.len; i++)
        if (nd_str_starts_nocase(nd_str_skip(text, i), ND_STR("saved:")))
            return true;
    return false;
}

struct nd_str nd_query_saved_name(struct nd_str text) {
    struct nd_lexer lexer = {text};
    struct nd_lexeme first, second;

    nd_lexer_next(&lexer, &first);
    nd_lexer_next(&lexer, &second);
    return first.type == ND_LEX_WORD && !first.is_negated && second.type == ND_LEX_END &&
                   nd_str_starts_nocase(first.written, ND_STR("saved:"))
               ? nd_str_skip(first.written, 6)
               : ND_STR_NONE;
}

enum nd_status nd_query_expand(struct nd_str text, struct nd_str self, const struct nd_query_names *names,
                               const struct nd_query_settings *settings, struct nd_arena *arena,
                               struct nd_str *out, struct nd_error *err) {
    struct nd_query_settings all = {.today = settings->today}; /* a saved query's words are all meant */
    struct expansion e = {names, &all, arena, err, 0};
    struct chain chain = {self, NULL, 0};
    struct nd_buf buf = {0};
    enum nd_status status;

    if (text.len > ND_MAX_QUERY)
        text = nd_str_slice(text, 0, ND_MAX_QUERY);
    status = expand(&e, text, self.len > 0 ? &chain : NULL, &buf);
    *out = nd_arena_str(arena, nd_buf_str(&buf));
    nd_buf_free(&buf);
    return status;
}
