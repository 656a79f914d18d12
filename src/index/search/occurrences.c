#include "index/search/occurrences.h"

#include "index/fulltext/writer.h"
#include "index/search/match.h"
#include "newsdex/alloc.h"
#include "newsdex/analysis.h"
#include "newsdex/utf8.h"

#include <stdlib.h>

/* Where a word of the query stands: the number of the word in the text, and its bytes. */
struct place {
    size_t position, start, end;
};

/* A position of a word or phrase of the query, and where it is in the text at hand, in order. */
struct query_word {
    const struct nd_query_position *forms;
    bool is_prefix;
    bool is_cut; /* a beginning of an n-gram: only that much of the text is meant */
    struct place *places;
    size_t count, capacity;
};

/* A word or phrase of the query: its words follow one another. */
struct leaf {
    size_t first, count;
    int distance; /* more than 0: all of them with at most so many others between */
};

/* A stretch of words. */
struct stretch {
    size_t first, last, start, end;
};

struct nd_occurrences {
    struct nd_index *index;
    struct nd_arena *arena;
    size_t context;
    bool in_sentence; /* context is of the sentence alone */
    struct query_word *words;
    size_t word_count, word_capacity;
    struct leaf *leaves;
    size_t leaf_count, leaf_capacity;
    bool used_bytes[256]; /* first bytes of forms */
    struct nd_buf text;   /* the body behind its language tag */
    size_t tag;           /* length of the latter */
    struct place *tokens; /* all words of the text */
    size_t token_count, token_capacity;
    struct stretch *found;
    size_t found_count, found_capacity;
};

/* One way to write a word or phrase. */
static void add_leaf(struct nd_occurrences *o, const struct nd_query_node *node,
                     const struct nd_query_position *p) {
    struct leaf leaf = {o->word_count, 0, node->distance};

    for (; p != NULL; p = p->next) {
        bool is_last = node->is_prefix && p->next == NULL;
        o->words = nd_alloc_grow(o->words, &o->word_capacity, o->word_count + 1, sizeof *o->words);
        o->words[o->word_count++] =
            (struct query_word){p, p->is_prefix || is_last, p->is_prefix && !is_last, NULL, 0, 0};
        for (size_t i = 0; i < p->count; i++)
            o->used_bytes[(unsigned char)p->forms[i].ptr[0]] = true;
        leaf.count++;
    }
    if (leaf.count == 0)
        return;
    o->leaves = nd_alloc_grow(o->leaves, &o->leaf_capacity, o->leaf_count + 1, sizeof *o->leaves);
    o->leaves[o->leaf_count++] = leaf;
}

static void add_node(struct nd_occurrences *o, const struct nd_query_node *node) {
    if (node == NULL || node->type == ND_Q_NOT)
        return;
    if ((node->type == ND_Q_WORD || node->type == ND_Q_PHRASE) &&
        (node->field == ND_F_ANY || node->field == ND_F_BODY))
        for (const struct nd_query_position *way = nd_match_positions(o->index, node, o->arena); way != NULL;
             way = way->instead)
            add_leaf(o, node, way);
    for (const struct nd_query_node *child = node->first; child != NULL; child = child->next)
        add_node(o, child);
}

struct nd_occurrences *nd_occurrences_new(struct nd_index *index, const struct nd_query *query,
                                          const struct nd_search_options *options) {
    struct nd_occurrences *o = nd_alloc_array(1, sizeof *o);

    o->index = index;
    o->arena = nd_arena_new();
    o->context = (size_t)options->occurrences;
    o->in_sentence = options->in_sentence;
    add_node(o, query->root);
    return o;
}

void nd_occurrences_free(struct nd_occurrences *o) {
    if (o == NULL)
        return;
    for (size_t i = 0; i < o->word_count; i++)
        free(o->words[i].places);
    free(o->words);
    free(o->leaves);
    free(o->tokens);
    free(o->found);
    nd_buf_free(&o->text);
    nd_arena_free(o->arena);
    free(o);
}

/* The form that the token has; NULL if none. */
static const struct nd_str *form_of(const struct query_word *word, struct nd_str token) {
    for (size_t i = 0; i < word->forms->count; i++) {
        const struct nd_str *form = &word->forms->forms[i];
        if (word->is_prefix ? nd_str_starts(token, *form) : nd_str_eq(token, *form))
            return form;
    }
    return NULL;
}

static void add_place(struct query_word *word, struct place place) {
    if (word->count > 0 && word->places[word->count - 1].position == place.position)
        return;
    word->places = nd_alloc_grow(word->places, &word->capacity, word->count + 1, sizeof *word->places);
    word->places[word->count++] = place;
}

/* The end of as many characters as form has. */
static size_t end_of(struct nd_str text, size_t start, const struct nd_str *form) {
    size_t end = start;
    uint32_t c;

    for (size_t n = nd_utf8_count(*form); n > 0 && end < text.len; n--)
        end += nd_utf8_decode(nd_str_skip(text, end), &c);
    return end;
}

static enum nd_status take_token(void *context, const struct nd_token *token) {
    struct nd_occurrences *o = context;
    struct place place = {0, token->start - o->tag, token->end - o->tag};

    if (!token->is_colocated || o->token_count == 0) {
        o->tokens = nd_alloc_grow(o->tokens, &o->token_capacity, o->token_count + 1, sizeof *o->tokens);
        o->tokens[o->token_count++] = place;
    }
    place.position = o->token_count - 1;
    if (token->text.len == 0 || !o->used_bytes[(unsigned char)token->text.ptr[0]])
        return ND_OK;
    for (size_t i = 0; i < o->word_count; i++) {
        const struct nd_str *form = form_of(&o->words[i], token->text);
        struct place found = place;
        if (form == NULL)
            continue;
        if (o->words[i].is_cut)
            found.end = end_of(nd_str_skip(nd_buf_str(&o->text), o->tag), place.start, form);
        add_place(&o->words[i], found);
    }
    return ND_OK;
}

/* The first place of the word at that position or behind; NULL if there is none. */
static const struct place *place_from(const struct query_word *word, size_t position) {
    size_t low = 0, high = word->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (word->places[middle].position < position)
            low = middle + 1;
        else
            high = middle;
    }
    return low < word->count ? &word->places[low] : NULL;
}

static void add_stretch(struct nd_occurrences *o, struct stretch stretch) {
    o->found = nd_alloc_grow(o->found, &o->found_capacity, o->found_count + 1, sizeof *o->found);
    o->found[o->found_count++] = stretch;
}

static void find_phrase(struct nd_occurrences *o, const struct leaf *leaf) {
    const struct query_word *words = o->words + leaf->first;

    for (size_t i = 0; i < words[0].count; i++) {
        const struct place *first = &words[0].places[i], *last = first;
        size_t k = 1;
        for (; k < leaf->count; k++) {
            last = place_from(&words[k], first->position + k);
            if (last == NULL || last->position != first->position + k)
                break;
        }
        if (k == leaf->count)
            add_stretch(o, (struct stretch){first->position, last->position, first->start, last->end});
    }
}

/* The stretch that begins at a word and has all of them: false when it is too long. */
static bool stretch_from(const struct nd_occurrences *o, const struct leaf *leaf, const struct place *begin,
                         struct stretch *stretch) {
    size_t reach = leaf->count + (size_t)leaf->distance;

    *stretch = (struct stretch){begin->position, begin->position, begin->start, begin->end};
    for (size_t k = 0; k < leaf->count; k++) {
        const struct place *place = place_from(&o->words[leaf->first + k], begin->position);
        if (place == NULL || place->position >= begin->position + reach)
            return false;
        if (place->position >= stretch->last) {
            stretch->last = place->position;
            stretch->end = place->end > stretch->end ? place->end : stretch->end;
        }
    }
    return true;
}

/* Near one another, in any order: the shortest stretches. */
static void find_near(struct nd_occurrences *o, const struct leaf *leaf) {
    for (size_t k = 0; k < leaf->count; k++) {
        const struct query_word *word = &o->words[leaf->first + k];
        for (size_t i = 0; i < word->count; i++) {
            struct stretch stretch;
            if (stretch_from(o, leaf, &word->places[i], &stretch))
                add_stretch(o, stretch);
        }
    }
}

static int by_start(const void *a, const void *b) {
    const struct stretch *x = a, *y = b;

    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return x->end > y->end ? -1 : x->end < y->end;
}

/* In order of the text, without those that lie in another. */
static void sort_found(struct nd_occurrences *o) {
    size_t kept = 0;

    if (o->found_count > 0)
        qsort(o->found, o->found_count, sizeof *o->found, by_start);
    for (size_t i = 0; i < o->found_count; i++)
        if (kept == 0 || o->found[i].end > o->found[kept - 1].end)
            o->found[kept++] = o->found[i];
    o->found_count = kept;
}

static struct nd_occurrence cut(const struct nd_occurrences *o, const struct stretch *found,
                                struct nd_arena *arena) {
    struct nd_str text = nd_str_skip(nd_buf_str(&o->text), o->tag);
    size_t from = found->first > o->context ? o->tokens[found->first - o->context].start : 0;
    size_t last = found->last + o->context;
    size_t to = last + 1 < o->token_count ? o->tokens[last].end : text.len;

    if (o->in_sentence) {
        struct nd_str sentence =
            nd_text_sentence_around(nd_str_slice(text, from, to), found->start - from, found->end - from);
        from = (size_t)(sentence.ptr - text.ptr);
        to = from + sentence.len;
    }
    return (struct nd_occurrence){nd_arena_one_line(arena, nd_str_slice(text, from, found->start)),
                                  nd_arena_one_line(arena, nd_str_slice(text, found->start, found->end)),
                                  nd_arena_one_line(arena, nd_str_slice(text, found->end, to)),
                                  {found->start > from && nd_char_is_blank(text.ptr[found->start - 1]),
                                   found->end < to && nd_char_is_blank(text.ptr[found->end])}};
}

/* The body as it was indexed. */
static enum nd_status read_text(struct nd_occurrences *o, const struct nd_hit *hit, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(hit->index, ND_SQL_BODY, err);
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    nd_buf_clear(&o->text);
    nd_language_tag(hit->language, &o->text);
    o->tag = o->text.len;
    nd_sql_bind_int(stmt, ":id", hit->id);
    status = nd_sql_step(hit->index, stmt, err);
    if (status == ND_OK && sqlite3_column_type(stmt, 0) != SQLITE_NULL) {
        const char *bytes = (const char *)sqlite3_column_text(stmt, 0);
        nd_buf_add(&o->text, nd_str_of(bytes, (size_t)sqlite3_column_bytes(stmt, 0)));
    }
    sqlite3_reset(stmt);
    return status == ND_END ? ND_OK : status;
}

enum nd_status nd_occurrences_make(struct nd_occurrences *o, struct nd_hit *hit, struct nd_arena *arena,
                                   struct nd_error *err) {
    enum nd_status status = read_text(o, hit, err);

    o->token_count = o->found_count = 0;
    for (size_t i = 0; i < o->word_count; i++)
        o->words[i].count = 0;
    if (status == ND_OK && o->text.len > o->tag && o->word_count > 0)
        status = nd_analyse_document(nd_fulltext_analyser(o->index), nd_buf_str(&o->text), take_token, o);
    for (size_t i = 0; i < o->leaf_count && status == ND_OK; i++)
        if (o->leaves[i].distance > 0)
            find_near(o, &o->leaves[i]);
        else
            find_phrase(o, &o->leaves[i]);
    sort_found(o);
    hit->occurrences = nd_arena_alloc(arena, o->found_count + 1, sizeof *hit->occurrences);
    hit->occurrence_count = o->found_count;
    for (size_t i = 0; i < o->found_count; i++)
        hit->occurrences[i] = cut(o, &o->found[i], arena);
    return status;
}
