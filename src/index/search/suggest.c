#include "index/db/state.h"
#include "index/fulltext/reader.h"
#include "index/fulltext/segment_list.h"
#include "index/search/match.h"
#include "index/search/search.h"
#include "index/search/term_postings.h"

#include "newsdex/alloc.h"
#include "newsdex/analysis.h"
#include "newsdex/utf8.h"

#include <inttypes.h>
#include <stdlib.h>

/* A token like a word that is in no article. */
struct close_token {
    struct nd_str text;
    size_t distance, documents;
};

enum {
    MOST_CLOSE = 16, /* tokens that are tried */
    MOST_TOLD = 20   /* words and phrases of a query of which it is told that there are none */
};

/* The closest tokens so far, the closest and of those the most frequent first. */
struct closest {
    uint32_t *a, *b; /* code points */
    size_t *rows[3]; /* of the distance table */
    size_t a_len, b_len;
    size_t limit, distance; /* of what is taken, and that of the token at hand */
    struct close_token tokens[MOST_CLOSE];
    size_t count;
    struct nd_arena *arena;
};

enum { MAX_WORD = 40 }; /* characters; longer words are not compared */

static size_t to_points(struct nd_str s, uint32_t *points) {
    size_t count = 0;

    while (s.len > 0 && count < MAX_WORD)
        s = nd_str_skip(s, nd_utf8_decode(s, &points[count++]));
    return s.len > 0 ? MAX_WORD + 1 : count;
}

/* Edits, and exchanges of neighbours, that make b of a (Damerau 1964, restricted); limit + 1 when there are
 * more. */
static size_t edit_distance(struct closest *c, size_t limit) {
    size_t *before = c->rows[0], *last = c->rows[1], *row = c->rows[2];

    for (size_t k = 0; k <= c->b_len; k++)
        last[k] = k;
    for (size_t i = 1; i <= c->a_len; i++) {
        size_t least = row[0] = i;
        for (size_t k = 1; k <= c->b_len; k++) {
            size_t change = last[k - 1] + (c->a[i - 1] != c->b[k - 1]);
            size_t best = last[k] + 1 < row[k - 1] + 1 ? last[k] + 1 : row[k - 1] + 1;
            best = change < best ? change : best;
            if (i > 1 && k > 1 && c->a[i - 1] == c->b[k - 2] && c->a[i - 2] == c->b[k - 1] &&
                before[k - 2] + 1 < best)
                best = before[k - 2] + 1;
            row[k] = best;
            least = best < least ? best : least;
        }
        if (least > limit)
            return limit + 1;
        size_t *swap = before;
        before = last;
        last = row;
        row = swap;
    }
    return last[c->b_len];
}

static bool is_close(void *context, struct nd_str token) {
    struct closest *c = context;

    if (token.len == 0 || (unsigned char)token.ptr[0] < 0x20)
        return false;
    c->b_len = to_points(token, c->b);
    if (c->b_len > MAX_WORD || c->b_len + 2 < c->a_len || c->b_len > c->a_len + 2)
        return false;
    c->distance = edit_distance(c, c->limit);
    return c->distance <= c->limit;
}

static bool is_better(const struct close_token *a, const struct close_token *b) {
    return a->distance != b->distance ? a->distance < b->distance : a->documents > b->documents;
}

static enum nd_status take_close(void *context, struct nd_str token, size_t documents) {
    struct closest *c = context;
    struct close_token taken = {{NULL, 0}, c->distance, documents};
    size_t at = c->count;

    if (c->count == MOST_CLOSE && !is_better(&taken, &c->tokens[--at]))
        return ND_OK;
    taken.text = nd_arena_str(c->arena, token);
    for (; at > 0 && is_better(&taken, &c->tokens[at - 1]); at--)
        c->tokens[at] = c->tokens[at - 1];
    c->tokens[at] = taken;
    c->count += c->count < MOST_CLOSE;
    return ND_OK;
}

/* The tokens that begin with the same character, at most a third of the word away. */
static enum nd_status find_closest(struct nd_reader *reader, struct nd_str word, struct closest *c,
                                   struct nd_error *err) {
    const struct nd_token_visitor visitor = {is_close, take_close, c};
    uint32_t first;
    enum nd_status status = ND_OK;

    c->a = nd_arena_alloc(c->arena, MAX_WORD + 2, sizeof *c->a);
    c->b = nd_arena_alloc(c->arena, MAX_WORD + 2, sizeof *c->b);
    for (int i = 0; i < 3; i++)
        c->rows[i] = nd_arena_alloc(c->arena, MAX_WORD + 2, sizeof *c->rows[i]);
    c->a_len = to_points(word, c->a);
    c->limit = c->a_len >= 8 ? 2 : 1;
    if (c->a_len >= 3 && c->a_len <= MAX_WORD)
        status =
            nd_reader_tokens_from(reader, nd_str_slice(word, 0, nd_utf8_decode(word, &first)), &visitor, err);
    return status;
}

struct adviser {
    struct nd_index *index;
    struct nd_query *query;
    const struct nd_search_options *options;
    struct nd_reader *reader;
    struct nd_arena *arena;
    struct nd_buf *advice;
    struct nd_error *err;
    size_t told, unasked; /* words and phrases */
};

static struct nd_str word_of(const struct nd_query_position *position) {
    struct nd_str word = position->forms[0];
    bool is_marked = word.len > 0 && (word.ptr[0] == ND_MARK_STEM || word.ptr[0] == ND_MARK_ACCENTED);

    return nd_str_skip(word, is_marked);
}

/* True when the query finds something with the token in the place of the word. */
static enum nd_status is_of_use(struct adviser *adviser, struct nd_query_node *node, struct nd_str token,
                                bool *is, struct nd_error *err) {
    struct nd_str word = node->text;
    uint32_t *ids = NULL;
    size_t count = 0;
    enum nd_status status;

    node->text = token;
    status = nd_search_ids(adviser->index, adviser->query, adviser->options, &ids, &count, err);
    node->text = word;
    free(ids);
    *is = count > 0;
    return status;
}

/* Of the tokens like the word the first with which something is found; where there are other words and
 * filters, not all are. */
static enum nd_status advise_token(struct adviser *adviser, struct nd_query_node *node, struct nd_str word) {
    struct closest closest = {.arena = adviser->arena};
    enum nd_status status = find_closest(adviser->reader, word, &closest, adviser->err);
    bool is_alone = adviser->query->root == node && adviser->query->filters == NULL;
    bool is_found = false;

    for (size_t i = 0; i < closest.count && status == ND_OK && !is_found; i++) {
        is_found = is_alone || node->type == ND_Q_PHRASE;
        if (!is_found)
            status = is_of_use(adviser, node, closest.tokens[i].text, &is_found, adviser->err);
        if (is_found)
            nd_buf_addf(adviser->advice, "; close to it is \"%.*s\"", (int)closest.tokens[i].text.len,
                        closest.tokens[i].text.ptr);
    }
    return status;
}

static enum nd_status advise_word(struct adviser *adviser, struct nd_query_node *node,
                                  const struct nd_query_position *position) {
    struct nd_str word = word_of(position);
    struct nd_postings postings = {0};
    enum nd_status status = nd_reader_read(adviser->reader, position->forms, position->count,
                                           position->is_prefix, &postings, adviser->err);

    if (status == ND_OK && postings.count == 0) {
        nd_buf_addf(adviser->advice, "no article has \"%.*s\"", (int)word.len, word.ptr);
        status = advise_token(adviser, node, word);
        nd_buf_add_char(adviser->advice, '\n');
    }
    nd_postings_free(&postings);
    return status;
}

static void tell_apart(struct nd_buf *advice, const struct nd_query_position *first, const char *how) {
    nd_buf_add_z(advice, "no article has \"");
    for (const struct nd_query_position *p = first; p != NULL; p = p->next) {
        nd_buf_add(advice, word_of(p));
        nd_buf_add_z(advice, p->next != NULL ? " " : "");
    }
    nd_buf_addf(advice, "\", all of it %s\n", how);
}

/* A word or phrase: its words that are nowhere, or else that they are nowhere together. */
static enum nd_status advise_leaf(struct adviser *adviser, struct nd_query_node *node) {
    struct nd_term_postings leaf = {.node = node, .column = -1};
    size_t before = adviser->advice->len;
    enum nd_status status;
    bool is_found;

    if (adviser->told == MOST_TOLD) {
        adviser->unasked++;
        return ND_OK;
    }
    leaf.positions = nd_match_positions(adviser->index, node, adviser->arena);
    if (leaf.positions == NULL || node->is_prefix)
        return ND_OK;
    status = nd_term_postings_read(adviser->reader, &leaf, adviser->err);
    is_found = leaf.postings.count > 0;
    nd_term_postings_fini(&leaf);
    for (const struct nd_query_position *p = leaf.positions; p != NULL && status == ND_OK && !is_found;
         p = p->next)
        status = advise_word(adviser, node, p);
    if (status == ND_OK && !is_found && adviser->advice->len == before)
        tell_apart(adviser->advice, leaf.positions,
                   node->distance > 0 ? "near each other" : "one behind the other");
    adviser->told += adviser->advice->len > before;
    return status;
}

static enum nd_status advise_words(struct adviser *adviser, struct nd_query_node *node) {
    enum nd_status status = ND_OK;

    if (node == NULL || node->type == ND_Q_NOT)
        return ND_OK;
    if (node->type == ND_Q_WORD || node->type == ND_Q_PHRASE)
        status = advise_leaf(adviser, node);
    for (struct nd_query_node *child = node->first; child != NULL && status == ND_OK; child = child->next)
        status = advise_words(adviser, child);
    return status;
}

static enum nd_status count_hits(struct nd_index *index, struct nd_query *query,
                                 const struct nd_search_options *options, size_t *count,
                                 struct nd_error *err) {
    uint32_t *ids = NULL;
    enum nd_status status = nd_search_ids(index, query, options, &ids, count, err);

    free(ids);
    return status;
}

/* The query with its top-level words ORed, as --any reads it. */
static enum nd_status count_any(struct nd_index *index, const struct nd_query *query,
                                const struct nd_search_options *options, size_t *count,
                                struct nd_error *err) {
    struct nd_search_options any = *options;
    struct nd_query_node either;
    struct nd_query unbatched = *query;

    *count = 0;
    if (query->root == NULL || query->root->type != ND_Q_AND || query->root->first->next == NULL)
        return ND_OK;
    for (const struct nd_query_node *child = query->root->first; child != NULL; child = child->next)
        if (child->type == ND_Q_NOT)
            return ND_OK;
    either = *query->root;
    either.type = ND_Q_OR;
    unbatched.root = &either;
    any.any = true;
    return count_hits(index, &unbatched, &any, count, err);
}

static enum nd_status count_references(struct nd_index *index, struct nd_query *query,
                                       const struct nd_search_options *options, size_t *count,
                                       struct nd_error *err) {
    struct nd_search_options more = *options;

    *count = 0;
    if (options->references)
        return ND_OK;
    more.references = true;
    return count_hits(index, query, &more, count, err);
}

/* What words with a minus keep back; 0 when there are none of these, or none else. It changes the tree. */
static enum nd_status count_unexcluded(struct nd_index *index, struct nd_query *query,
                                       const struct nd_search_options *options, size_t *count,
                                       struct nd_error *err) {
    struct nd_query_node **link;
    bool has_not = false;

    *count = 0;
    if (query->root == NULL || query->root->type != ND_Q_AND)
        return ND_OK;
    for (link = &query->root->first; *link != NULL;)
        if ((*link)->type == ND_Q_NOT) {
            *link = (*link)->next;
            has_not = true;
        } else {
            link = &(*link)->next;
        }
    if (!has_not || query->root->first == NULL)
        return ND_OK;
    return count_hits(index, query, options, count, err);
}

/* What the filters keep back; 0 when there are none. */
static enum nd_status count_unfiltered(struct nd_index *index, const struct nd_query *query,
                                       const struct nd_search_options *options, size_t *count,
                                       struct nd_error *err) {
    struct nd_query unbatched = *query;

    *count = 0;
    if (query->filters == NULL || query->root == NULL)
        return ND_OK;
    unbatched.filters = NULL;
    return count_hits(index, &unbatched, options, count, err);
}

/* The filters of a type, or all others. */
static struct nd_filter *select_filters(const struct adviser *adviser, enum nd_filter_type type,
                                        bool is_type) {
    struct nd_filter *first = NULL, **end = &first;

    for (const struct nd_filter *filter = adviser->query->filters; filter != NULL; filter = filter->next)
        if ((filter->type == type) == is_type) {
            *end = nd_arena_alloc(adviser->arena, 1, sizeof **end);
            **end = *filter;
            (*end)->next = NULL;
            end = &(*end)->next;
        }
    return first;
}

/* Of filters of several types: those that keep everything back, and what the rest would find without each. */
static enum nd_status advise_filters(struct adviser *adviser) {
    enum nd_status status = ND_OK;

    for (int type = 0; type < ND_FILTER_TYPES && status == ND_OK; type++) {
        struct nd_query alone = *adviser->query, without = *adviser->query;
        size_t passing = 0, found = 0;
        struct nd_buf typed = {0}, text = {0};

        alone.root = NULL;
        alone.filters = select_filters(adviser, (enum nd_filter_type)type, true);
        without.filters = select_filters(adviser, (enum nd_filter_type)type, false);
        if (alone.filters == NULL || without.filters == NULL)
            continue;
        nd_query_print(&alone, &typed);
        (void)nd_utf8_repair(nd_buf_str(&typed), &text);
        nd_buf_free(&typed);
        status = count_hits(adviser->index, &alone, adviser->options, &passing, adviser->err);
        if (status == ND_OK)
            status = count_hits(adviser->index, &without, adviser->options, &found, adviser->err);
        if (status == ND_OK && passing == 0)
            nd_buf_addf(adviser->advice, "no article passes %.*s\n", (int)text.len, text.ptr);
        if (status == ND_OK && found > 0)
            nd_buf_addf(adviser->advice, "without %.*s %zu would be found\n", (int)text.len, text.ptr, found);
        nd_buf_free(&text);
    }
    return status;
}

static enum nd_status read_unfinished(struct nd_index *index, int64_t *articles, struct nd_error *err) {
    struct nd_averages averages = {0};
    int64_t ignored;
    enum nd_status status = nd_state_get(index, "unfinished", &ignored, err);

    if (status == ND_OK)
        status = nd_averages_read(index, &averages, err);
    if (status == ND_OK)
        *articles = (int64_t)averages.articles;
    return status;
}

enum nd_status nd_index_unfinished(struct nd_index *index, int64_t *articles, struct nd_error *err) {
    enum nd_status status = ND_END;

    for (; index != NULL && status == ND_END; index = index->beside)
        status = read_unfinished(index, articles, err);
    return status;
}

enum nd_status nd_index_advise(struct nd_index *index, struct nd_query *query,
                               const struct nd_search_options *options, struct nd_buf *advice,
                               struct nd_error *err) {
    struct adviser adviser = {.index = index,
                              .query = query,
                              .options = options,
                              .arena = nd_arena_new(),
                              .advice = advice,
                              .err = err};
    size_t any = 0, references = 0, unfiltered = 0, unexcluded = 0;
    enum nd_status status = nd_search_begin(index, err);

    if (status == ND_OK)
        status = nd_match_languages(index, err);
    if (status == ND_OK)
        status = nd_reader_open(index, &adviser.reader, err);
    if (status == ND_OK)
        status = advise_words(&adviser, query->root);
    if (status == ND_OK && adviser.unasked > 0)
        nd_buf_addf(advice, "%zu more words of the query were not looked up one by one\n", adviser.unasked);
    nd_reader_close(adviser.reader);
    if (status == ND_OK)
        status = count_references(index, query, options, &references, err);
    if (status == ND_OK)
        status = count_unfiltered(index, query, options, &unfiltered, err);
    if (query->filters != NULL && query->root == NULL && references == 0)
        nd_buf_add_z(advice, "no article passes the filters\n");
    if (unfiltered > 0)
        nd_buf_addf(advice, "without the filters %zu would be found\n", unfiltered);
    if (status == ND_OK && references == 0 && (unfiltered > 0 || query->root == NULL))
        status = advise_filters(&adviser);
    if (status == ND_OK) /* last: it takes the tree of the query apart */
        status = count_any(index, query, options, &any, err);
    if (status == ND_OK)
        status = count_unexcluded(index, query, options, &unexcluded, err);
    if (unexcluded > 0)
        nd_buf_addf(advice, "without what a minus leaves out %zu would be found\n", unexcluded);
    if (any > 0)
        nd_buf_addf(advice, "--any would find %zu with one of the words\n", any);
    if (references > 0)
        nd_buf_addf(advice, "--references would find %zu that other articles point to\n", references);
    nd_search_end(index);
    nd_arena_free(adviser.arena);
    return status == ND_NOT_FOUND ? ND_OK : status;
}
