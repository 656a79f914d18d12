#include "index/snippet.h"

#include "index/match.h"
#include "newsdex/alloc.h"
#include "newsdex/analysis.h"
#include "newsdex/utf8.h"

#include <stdlib.h>
#include <string.h>

/* A form of a query word, and which word of the query it belongs to. */
struct form {
    struct nd_str text;
    bool is_prefix;
    int word;
};

struct nd_snippets {
    struct nd_index *index;
    struct nd_arena *arena;
    struct form *forms;
    size_t form_count, form_capacity;
    int words;            /* of the query */
    int context;          /* words of a snippet */
    bool used_bytes[256]; /* first bytes of forms: most tokens fail here */
};

/* A word of the text: where it is, which word of the query it is (-1: none). */
struct word {
    size_t start, end;
    int query_word;
};

struct words {
    struct nd_snippets *snippets;
    struct word *list;
    size_t count, capacity;
};

static void add_form(struct nd_snippets *snippets, struct nd_str text, bool is_prefix) {
    snippets->forms = nd_alloc_grow(snippets->forms, &snippets->form_capacity, snippets->form_count + 1,
                                    sizeof *snippets->forms);
    snippets->forms[snippets->form_count++] = (struct form){text, is_prefix, snippets->words};
    snippets->used_bytes[(unsigned char)text.ptr[0]] = true;
}

static void add_leaf(struct nd_snippets *snippets, const struct nd_query_node *leaf) {
    struct nd_query_position *p = nd_match_positions(snippets->index, leaf, snippets->arena);

    for (; p != NULL; p = p->next) {
        for (size_t i = 0; i < p->count; i++)
            add_form(snippets, p->forms[i], p->is_prefix || (leaf->is_prefix && p->next == NULL));
        snippets->words++;
    }
}

static void add_node(struct nd_snippets *snippets, const struct nd_query_node *node) {
    if (node == NULL || node->type == ND_Q_NOT)
        return;
    if (node->type == ND_Q_WORD || node->type == ND_Q_PHRASE)
        add_leaf(snippets, node);
    for (const struct nd_query_node *child = node->first; child != NULL; child = child->next)
        add_node(snippets, child);
}

struct nd_snippets *nd_snippets_new(struct nd_index *index, const struct nd_query *query, int context) {
    struct nd_snippets *snippets = nd_alloc_array(1, sizeof *snippets);

    snippets->index = index;
    snippets->arena = nd_arena_new();
    snippets->context = context;
    if (index->analyser == NULL)
        index->analyser = nd_analyser_new();
    add_node(snippets, query->root);
    return snippets;
}

void nd_snippets_free(struct nd_snippets *snippets) {
    if (snippets == NULL)
        return;
    nd_arena_free(snippets->arena);
    free(snippets->forms);
    free(snippets);
}

static int query_word_of(const struct nd_snippets *snippets, struct nd_str token) {
    if (token.len == 0 || !snippets->used_bytes[(unsigned char)token.ptr[0]])
        return -1;
    for (size_t i = 0; i < snippets->form_count; i++) {
        const struct form *form = &snippets->forms[i];
        if (form->is_prefix ? nd_str_starts(token, form->text) : nd_str_eq(token, form->text))
            return form->word;
    }
    return -1;
}

static enum nd_status take_token(void *context, const struct nd_token *token) {
    struct words *words = context;
    int query_word = query_word_of(words->snippets, token->text);

    if (!token->is_colocated) {
        words->list = nd_alloc_grow(words->list, &words->capacity, words->count + 1, sizeof *words->list);
        words->list[words->count++] = (struct word){token->start, token->end, query_word};
    } else if (query_word >= 0 && words->count > 0) {
        words->list[words->count - 1].query_word = query_word;
    }
    return ND_OK;
}

/* Different query words count most, repeats a little: the densest window wins, the first among equals. */
static double weigh_window(const struct nd_snippets *snippets, const struct word *list, size_t count,
                           int *seen) {
    double weight = 0;

    memset(seen, 0, (size_t)snippets->words * sizeof *seen);
    for (size_t i = 0; i < count; i++)
        if (list[i].query_word >= 0)
            weight += seen[list[i].query_word]++ == 0 ? 1.0 : 0.05;
    return weight;
}

/* The first word of the best window, which begins a little before a match. */
static size_t best_window(const struct nd_snippets *snippets, const struct words *words, size_t size,
                          double *best) {
    int *seen = nd_alloc_array((size_t)snippets->words + 1, sizeof *seen);
    size_t lead = size / 5, start = 0;

    *best = 0;
    for (size_t i = 0; i < words->count; i++) {
        size_t from = i > lead ? i - lead : 0, count = words->count - from;
        double weight;
        if (words->list[i].query_word < 0)
            continue;
        weight = weigh_window(snippets, words->list + from, count < size ? count : size, seen);
        if (weight > *best + 0.001) {
            *best = weight;
            start = from;
        }
    }
    free(seen);
    return start;
}

/* Copies the window as one line of text, marks shifted accordingly, … where text is left out. */
static void cut(struct nd_hit *hit, struct nd_str text, const struct words *words, size_t first, size_t count,
                struct nd_arena *arena) {
    struct nd_buf out = {0};
    size_t from = first == 0 ? 0 : words->list[first].start;
    size_t to = first + count >= words->count ? text.len : words->list[first + count].start;
    size_t at = from;

    hit->marks = nd_arena_alloc(arena, count + 1, sizeof *hit->marks);
    hit->mark_count = 0;
    if (from > 0)
        nd_buf_add_z(&out, "… ");
    for (size_t i = first; i <= first + count; i++) {
        bool last = i == first + count || i == words->count;
        size_t next = last ? to : words->list[i].start;
        for (; at < next; at++)
            if (!nd_char_is_blank(text.ptr[at]))
                nd_buf_add_char(&out, text.ptr[at]);
            else if (out.len > 0 && out.ptr[out.len - 1] != ' ')
                nd_buf_add_char(&out, ' ');
        if (last)
            break;
        next = words->list[i].end;
        if (words->list[i].query_word >= 0 && next > at)
            hit->marks[hit->mark_count++] = (struct nd_span){out.len, out.len + next - at};
        for (; at < next; at++)
            nd_buf_add_char(&out, text.ptr[at]);
    }
    while (out.len > 0 && nd_char_is_blank(out.ptr[out.len - 1]))
        nd_buf_cut(&out, out.len - 1);
    if (to < text.len)
        nd_buf_add_z(&out, " …");
    hit->snippet = nd_arena_str(arena, nd_buf_str(&out));
    nd_buf_free(&out);
}

/* N-gram tokens overlap: marks that touch are joined. */
static void join_marks(struct nd_hit *hit) {
    size_t kept = 0;

    for (size_t i = 0; i < hit->mark_count; i++) {
        if (kept > 0 && hit->marks[i].start <= hit->marks[kept - 1].end) {
            if (hit->marks[i].end > hit->marks[kept - 1].end)
                hit->marks[kept - 1].end = hit->marks[i].end;
        } else {
            hit->marks[kept++] = hit->marks[i];
        }
    }
    hit->mark_count = kept;
}

struct text_column {
    const char *name;
    struct nd_str text;
};

static enum nd_status read_columns(struct nd_index *index, int64_t id, struct nd_arena *arena,
                                   struct text_column columns[ND_COLUMNS], struct nd_error *err) {
    static const char *const names[ND_COLUMNS] = {"title", "excerpt", "topics", "body"};
    static const int order[ND_COLUMNS] = {ND_COLUMN_BODY, ND_COLUMN_EXCERPT, ND_COLUMN_TOPICS,
                                          ND_COLUMN_TITLE};
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_TEXT, err);
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":id", id);
    status = nd_sql_step(index, stmt, err);
    if (status != ND_OK)
        return status;
    for (int i = 0; i < ND_COLUMNS; i++)
        columns[i] = (struct text_column){names[order[i]], nd_sql_str(stmt, order[i], arena)};
    sqlite3_reset(stmt);
    return ND_OK;
}

/* Body before excerpt before topics before title, unless a later one has more of the query's words. */
enum nd_status nd_snippets_make(struct nd_snippets *snippets, struct nd_hit *hit, struct nd_arena *arena,
                                struct nd_error *err) {
    struct text_column columns[ND_COLUMNS] = {{NULL, {NULL, 0}}};
    double best = -1;
    enum nd_status status = read_columns(snippets->index, hit->id, arena, columns, err);
    size_t size = snippets->context > 0 ? (size_t)snippets->context : 1;

    for (int i = 0; i < ND_COLUMNS && status == ND_OK; i++) {
        char code[12];
        struct words words = {snippets, NULL, 0, 0};
        struct nd_str text = columns[i].text;
        size_t first;
        double weight;

        status = nd_analyse_document(snippets->index->analyser, text, take_token, &words);
        first = best_window(snippets, &words, size, &weight);
        if (status == ND_OK && words.count > 0 && weight > best + 0.5) {
            size_t tag = text.len - nd_language_untag(text, code).len;
            for (size_t k = 0; k < words.count; k++) {
                words.list[k].start -= tag;
                words.list[k].end -= tag;
            }
            best = weight;
            hit->snippet_field = columns[i].name;
            cut(hit, nd_str_skip(text, tag), &words, first,
                size < words.count - first ? size : words.count - first, arena);
            join_marks(hit);
        }
        free(words.list);
    }
    return status;
}
