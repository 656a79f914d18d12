#include "index/search/match.h"

#include "analysis/fts5_tokenizer.h"
#include "index/fulltext/writer.h"
#include "index/search/compounds.h"
#include "index/search/searcher.h"
#include "index/search/united.h"
#include "newsdex/analysis.h"

#include <stdlib.h>

enum { MAX_LANGUAGES = 64 };

/* The primary language of a code, two or three letters, if it has a stemmer and is not among the kept. */
static void keep_language(struct nd_index *index, struct nd_str code) {
    size_t length = code.len > 2 && code.ptr[2] >= 'a' && code.ptr[2] <= 'z' ? 3 : 2;
    struct nd_str primary = nd_str_slice(code, 0, length);

    if (!nd_stem_has_language(primary))
        return;
    for (size_t i = 0; i < index->searcher->language_count; i++)
        if (nd_str_eq(index->searcher->languages[i], primary))
            return;
    index->searcher->languages[index->searcher->language_count++] = primary;
}

/* Adds those of a database to the languages of the index. */
static enum nd_status add_languages(struct nd_index *index, struct nd_index *own, struct nd_error *err) {
    struct nd_str code = ND_STR("");

    while (index->searcher->language_count < MAX_LANGUAGES) {
        sqlite3_stmt *stmt = nd_sql(own, ND_SQL_NEXT_LANGUAGE, err);
        enum nd_status status;
        if (stmt == NULL)
            return err->status;
        nd_sql_bind_str(stmt, ":language", code);
        status = nd_sql_step(own, stmt, err);
        if (status != ND_OK)
            return status == ND_END ? ND_OK : status;
        code = nd_sql_str(stmt, 0, index->searcher->arena);
        sqlite3_reset(stmt);
        keep_language(index, code);
    }
    return ND_OK;
}

static int by_code(const void *a, const void *b) {
    const struct nd_str *x = a, *y = b;

    return nd_str_cmp(*x, *y);
}

enum nd_status nd_match_languages(struct nd_index *index, struct nd_error *err) {
    struct nd_searcher *searcher = index->searcher;
    enum nd_status status = ND_OK;

    if (searcher->languages != NULL)
        return ND_OK;
    searcher->languages = nd_arena_alloc(searcher->arena, MAX_LANGUAGES, sizeof *searcher->languages);
    for (struct nd_index *own = index; own != NULL && status == ND_OK; own = own->beside)
        status = add_languages(index, own, err);
    if (index->beside != NULL) /* in the order one database would have them */
        qsort(searcher->languages, searcher->language_count, sizeof *searcher->languages, by_code);
    return status;
}

struct nd_query_position *nd_match_positions(struct nd_index *index, const struct nd_query_node *node,
                                             struct nd_arena *arena) {
    struct nd_query_options options = {.is_exact = node->type == ND_Q_PHRASE || node->is_prefix,
                                       .languages = index->searcher->languages,
                                       .language_count = index->searcher->language_count};

    struct nd_query_position *first =
        nd_analyse_query(nd_fulltext_analyser(index), node->text, &options, arena);

    if (first != NULL && first->next == NULL && !options.is_exact && index->searcher->compounds != NULL)
        nd_compounds_add(index->searcher->compounds, first, arena);
    if (first != NULL && !options.is_exact)
        nd_united_part(index, node->text, first, arena);
    return first;
}

static void add_near(struct nd_buf *out, const struct nd_query_position *positions, int distance) {
    nd_buf_add_z(out, "NEAR(");
    for (const struct nd_query_position *p = positions; p != NULL; p = p->next) {
        nd_fts5_tokenizer_add_string(out, p, 1);
        nd_buf_add_char(out, ' ');
    }
    nd_buf_addf(out, ", %d)", distance);
}

/* One way to write a word or phrase. */
static void add_way(const struct nd_query_node *node, const struct nd_query_position *positions,
                    struct nd_buf *out) {
    static const char *const columns[] = {"", "{title} : ", "{excerpt} : ", "{topics} : ", "{body} : "};
    bool is_prefix = node->is_prefix;
    size_t count = 0;

    for (const struct nd_query_position *p = positions; p != NULL; p = p->next) {
        is_prefix = is_prefix || p->is_prefix;
        count++;
    }
    nd_buf_add_z(out, columns[node->field]);
    if (node->distance > 0 && count > 1) {
        add_near(out, positions, node->distance);
        return;
    }
    nd_fts5_tokenizer_add_string(out, positions, count);
    if (is_prefix)
        nd_buf_add_z(out, " *");
}

static void add_terms(struct nd_index *index, const struct nd_query_node *node, struct nd_arena *arena,
                      struct nd_buf *out) {
    const struct nd_query_position *way = nd_match_positions(index, node, arena);

    nd_buf_add_char(out, '(');
    add_way(node, way, out);
    while ((way = way->instead) != NULL) {
        nd_buf_add_z(out, " OR ");
        add_way(node, way, out);
    }
    nd_buf_add_char(out, ')');
}

static void add_node(struct nd_index *index, const struct nd_query_node *node, struct nd_arena *arena,
                     struct nd_buf *out);

/* The children from first to the first that is (not) a NOT, joined; returns that one. */
static const struct nd_query_node *add_children(struct nd_index *index, const struct nd_query_node *first,
                                                bool negated, const char *joint, struct nd_arena *arena,
                                                struct nd_buf *out) {
    const struct nd_query_node *child = first;

    nd_buf_add_char(out, '(');
    for (; child != NULL && (child->type == ND_Q_NOT) == negated; child = child->next) {
        if (child != first)
            nd_buf_add_z(out, joint);
        add_node(index, negated ? child->first : child, arena, out);
    }
    nd_buf_add_char(out, ')');
    return child;
}

static void add_node(struct nd_index *index, const struct nd_query_node *node, struct nd_arena *arena,
                     struct nd_buf *out) {
    const struct nd_query_node *rest;

    switch (node->type) {
    case ND_Q_WORD:
    case ND_Q_PHRASE:
        add_terms(index, node, arena, out);
        break;
    case ND_Q_AND:
        nd_buf_add_char(out, '(');
        rest = add_children(index, node->first, false, " AND ", arena, out);
        if (rest != NULL) {
            nd_buf_add_z(out, " NOT ");
            add_children(index, rest, true, " OR ", arena, out);
        }
        nd_buf_add_char(out, ')');
        break;
    case ND_Q_OR:
        add_children(index, node->first, false, " OR ", arena, out);
        break;
    case ND_Q_NOT: /* stands below AND only */
        break;
    }
}

struct keeper {
    struct nd_index *index;
    struct nd_arena *arena;
};

/* Stems and other ways to write a word are nothing that has a token where the word has none. */
static bool has_token(void *context, const struct nd_query_node *leaf) {
    struct keeper *keeper = context;
    struct nd_query_options options = {.is_exact = true};

    return nd_analyse_query(nd_fulltext_analyser(keeper->index), leaf->text, &options, keeper->arena) != NULL;
}

enum nd_status nd_match_prune(struct nd_index *index, struct nd_query *query, struct nd_arena *arena,
                              struct nd_error *err) {
    struct keeper keeper = {index, arena};
    enum nd_status status = nd_match_languages(index, err);

    if (status != ND_OK)
        return status;
    nd_query_prune(query, has_token, &keeper);
    return ND_OK;
}

void nd_match_build(struct nd_index *index, const struct nd_query *query, struct nd_arena *arena,
                    struct nd_match *match) {
    const struct nd_query_node *root = query->root;
    struct nd_buf text = {0};

    *match = (struct nd_match){.wanted = ND_STR_NONE};
    if (root == NULL)
        return;
    if (root->type == ND_Q_AND && root->first->type == ND_Q_NOT) {
        add_children(index, root->first, true, " OR ", arena, &text);
        match->excluded = nd_arena_str(arena, nd_buf_str(&text));
    } else {
        add_node(index, root, arena, &text);
        match->wanted = nd_arena_str(arena, nd_buf_str(&text));
    }
    nd_buf_free(&text);
}
