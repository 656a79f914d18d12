#include "index/search/snippet.h"

#include "index/db/joint.h"
#include "index/fulltext/writer.h"
#include "index/search/evaluate.h"
#include "index/search/match.h"
#include "index/search/searcher.h"
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

/* A word of the text: where it is, which word of the query it is (-1: none). */
struct word {
    size_t start, end;
    int query_word;
};

struct nd_snippets {
    struct nd_index *index;
    struct nd_arena *arena;
    struct form *forms;
    size_t form_count, form_capacity;
    int words;            /* of the query */
    size_t size;          /* words of a snippet */
    bool used_bytes[256]; /* first bytes of forms: most tokens fail here */
    bool beginnings[256]; /* of the words that may have them */
    struct nd_buf text;   /* of the column at hand, behind its language tag */
    size_t tag;           /* length of the latter */
    struct word *list;    /* the words of text, as far as they were looked at */
    size_t count, capacity;
    size_t *last_seen; /* of each word of the query: the number of its latest place in list, from 1 */
    int wanted;        /* words of the query this column can have in all */
    size_t stop;       /* once all of them stood close together: how many words are enough */
};

static void add_form(struct nd_snippets *snippets, struct nd_str text, bool is_prefix, int word) {
    snippets->forms = nd_alloc_grow(snippets->forms, &snippets->form_capacity, snippets->form_count + 1,
                                    sizeof *snippets->forms);
    snippets->forms[snippets->form_count++] = (struct form){text, is_prefix, word};
    snippets->used_bytes[(unsigned char)text.ptr[0]] = true;
    snippets->beginnings[nd_analysis_beginning(text)] = true;
}

/* A leaf has as many words as it is written with; those of another way to write it count as these. */
static void add_leaf(struct nd_snippets *snippets, const struct nd_query_node *leaf) {
    const struct nd_query_position *way = nd_match_positions(snippets->index, leaf, snippets->arena);
    int first = snippets->words, word;

    for (const struct nd_query_position *p = way; p != NULL; p = p->next)
        snippets->words++;
    for (; way != NULL; way = way->instead) {
        word = first;
        for (const struct nd_query_position *p = way; p != NULL; p = p->next) {
            for (size_t i = 0; i < p->count; i++)
                add_form(snippets, p->forms[i], p->is_prefix || (leaf->is_prefix && p->next == NULL), word);
            word += word + 1 < snippets->words;
        }
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
    snippets->size = context > 0 ? (size_t)context : 1;
    add_node(snippets, query->root);
    snippets->last_seen = nd_alloc_array((size_t)snippets->words + 1, sizeof *snippets->last_seen);
    return snippets;
}

void nd_snippets_free(struct nd_snippets *snippets) {
    if (snippets == NULL)
        return;
    nd_arena_free(snippets->arena);
    free(snippets->forms);
    free(snippets->list);
    free(snippets->last_seen);
    nd_buf_free(&snippets->text);
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

/* How many words of a window stand before its first match. */
static size_t lead_of(const struct nd_snippets *snippets) {
    return snippets->size / 5;
}

/*
 * The latest word is one of the query: when all that the column has now stand in one window, the text is read
 * to the end of that window, and a word further to know whether there is more.
 */
static void note_match(struct nd_snippets *snippets, int query_word) {
    size_t reach = snippets->size - lead_of(snippets), first = snippets->count;
    int near = 0;

    snippets->last_seen[query_word] = snippets->count;
    for (int i = 0; i < snippets->words; i++) {
        size_t seen = snippets->last_seen[i];
        if (seen == 0 || seen + reach <= snippets->count)
            continue;
        near++;
        first = seen < first ? seen : first;
    }
    if (near >= snippets->wanted)
        snippets->stop = first + reach > snippets->size + 1 ? first + reach : snippets->size + 1;
}

static enum nd_status take_token(void *context, const struct nd_token *token) {
    struct nd_snippets *snippets = context;
    int query_word = query_word_of(snippets, token->text);

    if (!token->is_colocated) {
        if (snippets->stop > 0 && snippets->count >= snippets->stop)
            return ND_END;
        snippets->list =
            nd_alloc_grow(snippets->list, &snippets->capacity, snippets->count + 1, sizeof *snippets->list);
        snippets->list[snippets->count++] =
            (struct word){token->start - snippets->tag, token->end - snippets->tag, query_word};
    } else if (query_word >= 0 && snippets->count > 0) {
        struct word *word = &snippets->list[snippets->count - 1];
        word->query_word = query_word;
        word->end = token->end - snippets->tag > word->end ? token->end - snippets->tag : word->end;
    }
    if (query_word >= 0 && snippets->count > 0 && snippets->stop == 0)
        note_match(snippets, query_word);
    return ND_OK;
}

/* Cuts the text of a column into words, as far as needed for a snippet of it. */
static enum nd_status read_words(struct nd_snippets *snippets) {
    enum nd_status status;

    snippets->count = 0;
    snippets->stop = snippets->wanted > 0 ? 0 : snippets->size + 1;
    memset(snippets->last_seen, 0, (size_t)snippets->words * sizeof *snippets->last_seen);
    status = nd_analyse_for(nd_fulltext_analyser(snippets->index), nd_buf_str(&snippets->text),
                            snippets->beginnings, take_token, snippets);
    return status == ND_END ? ND_OK : status;
}

/* A stretch of the words. */
struct window {
    size_t first, count;
    int distinct;  /* words of the query in it */
    double weight; /* different ones count most, repeats a little */
};

static struct window weigh_window(const struct nd_snippets *snippets, size_t first, int *seen) {
    size_t left = snippets->count - first;
    struct window window = {.first = first, .count = left < snippets->size ? left : snippets->size};

    memset(seen, 0, (size_t)snippets->words * sizeof *seen);
    for (size_t i = first; i < first + window.count; i++) {
        int query_word = snippets->list[i].query_word;
        if (query_word < 0)
            continue;
        window.distinct += seen[query_word] == 0;
        window.weight += seen[query_word]++ == 0 ? 1.0 : 0.05;
    }
    return window;
}

/* The densest window, the first among equals; it begins a little before a match. */
static struct window best_window(const struct nd_snippets *snippets) {
    int *seen = nd_alloc_array((size_t)snippets->words + 1, sizeof *seen);
    struct window best = weigh_window(snippets, 0, seen);
    size_t lead = lead_of(snippets);

    best.weight = 0; /* a match further on may have this window, too, and then begin it later */
    best.distinct = 0;
    for (size_t i = 0; i < snippets->count; i++) {
        struct window window;
        if (snippets->list[i].query_word < 0)
            continue;
        window = weigh_window(snippets, i > lead ? i - lead : 0, seen);
        if (window.weight > best.weight + 0.001)
            best = window;
    }
    free(seen);
    return best;
}

/* Appends a stretch of text, any run of blanks as one. */
static void add_blanked(struct nd_buf *out, struct nd_str text, size_t from, size_t to) {
    for (size_t at = from; at < to; at++)
        if (!nd_char_is_blank(text.ptr[at]))
            nd_buf_add_char(out, text.ptr[at]);
        else if (out->len > 0 && out->ptr[out->len - 1] != ' ')
            nd_buf_add_char(out, ' ');
}

/* Copies the window as one line of text, marks shifted accordingly, … where text is left out. */
static void cut(const struct nd_snippets *snippets, const struct window *window, struct nd_hit *hit,
                struct nd_arena *arena) {
    struct nd_str text = nd_str_skip(nd_buf_str(&snippets->text), snippets->tag);
    size_t end = window->first + window->count;
    size_t at = window->first == 0 ? 0 : snippets->list[window->first].start;
    size_t to = end >= snippets->count ? text.len : snippets->list[end].start;
    struct nd_buf out = {0};

    hit->marks = nd_arena_alloc(arena, window->count + 1, sizeof *hit->marks);
    hit->mark_count = 0;
    if (at > 0)
        nd_buf_add_z(&out, "… ");
    for (size_t i = window->first; i < end; i++) {
        const struct word *word = &snippets->list[i];
        size_t start = word->start > at ? word->start : at; /* n-grams overlap */
        add_blanked(&out, text, at, start);
        if (word->query_word >= 0 && word->end > start)
            hit->marks[hit->mark_count++] = (struct nd_span){out.len, out.len + word->end - start};
        if (word->end > start)
            nd_buf_add(&out, nd_str_slice(text, start, word->end));
        at = word->end > start ? word->end : start;
    }
    add_blanked(&out, text, at, to);
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

/* The columns in the order in which snippets are looked for. */
static const struct {
    const char *name;
    int column;
    enum nd_sql sql;
} columns[ND_COLUMNS] = {{"body", ND_COLUMN_BODY, ND_SQL_BODY},
                         {"excerpt", ND_COLUMN_EXCERPT, ND_SQL_EXCERPT},
                         {"topics", ND_COLUMN_TOPICS, ND_SQL_TOPICS},
                         {"title", ND_COLUMN_TITLE, ND_SQL_TITLE}};

/* The text of a column as it was indexed, in snippets->text; topics come a row each. */
static enum nd_status read_text(struct nd_snippets *snippets, const struct nd_hit *hit, enum nd_sql which,
                                struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(hit->index, which, err);
    struct nd_buf *text = &snippets->text;
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    nd_buf_clear(text);
    nd_language_tag(hit->language, text);
    snippets->tag = text->len;
    nd_sql_bind_int(stmt, ":id", hit->id);
    while ((status = nd_sql_step(hit->index, stmt, err)) == ND_OK) {
        const char *bytes = (const char *)sqlite3_column_text(stmt, 0);
        if (text->len > snippets->tag)
            nd_buf_add_char(text, '\n');
        nd_buf_add(text, nd_str_of(bytes, (size_t)sqlite3_column_bytes(stmt, 0)));
    }
    return status == ND_END ? ND_OK : status;
}

/* A snippet of the column, if it has more words of the query than *distinct, which is then raised. */
static enum nd_status try_column(struct nd_snippets *snippets, struct nd_hit *hit, int i, int *distinct,
                                 struct nd_arena *arena, struct nd_error *err) {
    enum nd_status status = read_text(snippets, hit, columns[i].sql, err);
    struct window window;

    if (status == ND_OK)
        status = read_words(snippets);
    if (status != ND_OK || snippets->count == 0)
        return status;
    window = best_window(snippets);
    if (window.distinct <= *distinct)
        return ND_OK;
    *distinct = window.distinct;
    hit->snippet_field = columns[i].name;
    cut(snippets, &window, hit, arena);
    join_marks(hit);
    return ND_OK;
}

/* How many words of the query each column can have. */
static void count_words(const struct nd_snippets *snippets, const struct nd_hit *hit, int words[ND_COLUMNS]) {
    for (int column = 0; column < ND_COLUMNS; column++)
        words[column] = snippets->words;
    if (snippets->index->searcher->evaluation != NULL && snippets->words > 0)
        nd_evaluation_spread(snippets->index->searcher->evaluation,
                             (uint32_t)nd_joint_id(hit->index, hit->id), words);
}

/*
 * Body before excerpt before topics before title, unless a later one has more of the query's words in a
 * window. When none has any, the beginning of the first that has text.
 */
enum nd_status nd_snippets_make(struct nd_snippets *snippets, struct nd_hit *hit, struct nd_arena *arena,
                                struct nd_error *err) {
    int words[ND_COLUMNS], distinct = 0;
    enum nd_status status = ND_OK;

    count_words(snippets, hit, words);
    for (int i = 0; i < ND_COLUMNS && status == ND_OK; i++) {
        snippets->wanted = words[columns[i].column];
        if (snippets->wanted > distinct)
            status = try_column(snippets, hit, i, &distinct, arena, err);
    }
    snippets->wanted = 0;
    distinct = -1;
    for (int i = 0; i < ND_COLUMNS && hit->snippet_field == NULL && status == ND_OK; i++)
        status = try_column(snippets, hit, i, &distinct, arena, err);
    return status;
}
