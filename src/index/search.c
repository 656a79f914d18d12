#include "index/search.h"
#include "index/evaluate.h"
#include "index/filter.h"
#include "index/match.h"
#include "index/snippet.h"

#include "newsdex/alloc.h"

#include <stdlib.h>

/* A match before it is looked up. */
struct candidate {
    int64_t id;
    double score;
    struct nd_str published_at; /* of those that tie with another */
};

struct candidates {
    struct candidate *list;
    size_t count, capacity;
};

/* The ranking of the way out by MATCH, with the weights of ranking.c for title, excerpt, topics and body. */
#define RANK "-bm25(article_fts, 4.0, 2.0, 3.0, 1.0)"

static void add_source(struct nd_buf *sql, const struct nd_match *match, bool ranked) {
    if (match->wanted.ptr != NULL)
        nd_buf_addf(sql,
                    "SELECT article_fts.rowid, %s FROM article_fts CROSS JOIN article AS a"
                    " ON a.id = article_fts.rowid WHERE article_fts MATCH ?1 AND article_fts.rowid < ?3",
                    ranked ? RANK : "0.0");
    else
        nd_buf_add_z(sql, "SELECT a.id, 0.0 FROM article AS a WHERE a.id < ?3");
    if (match->wanted.ptr == NULL && match->excluded.ptr != NULL)
        nd_buf_add_z(sql, " AND a.id NOT IN (SELECT rowid FROM article_fts WHERE article_fts MATCH ?2)");
}

/* The statement that yields id and score of every match, in no order for relevance, in order for dates. */
static sqlite3_stmt *prepare(struct nd_index *index, const struct nd_query *query,
                             const struct nd_match *match, const struct nd_search_options *options,
                             enum nd_sort sort, struct nd_error *err) {
    struct nd_buf sql = {0};
    sqlite3_stmt *stmt;

    add_source(&sql, match, sort == ND_SORT_RELEVANCE);
    nd_filter_conditions(query->filters, &sql);
    if (sort == ND_SORT_NEWEST)
        nd_buf_add_z(&sql, " ORDER BY a.published_at DESC, a.id LIMIT ?4");
    else if (sort == ND_SORT_OLDEST)
        nd_buf_add_z(&sql, " ORDER BY a.published_at IS NULL, a.published_at, a.id LIMIT ?4");
    stmt = nd_sql_prepare(index, nd_buf_str(&sql), err);
    nd_buf_free(&sql);
    if (stmt == NULL)
        return NULL;
    if (match->wanted.ptr != NULL)
        sqlite3_bind_text64(stmt, 1, match->wanted.ptr, match->wanted.len, SQLITE_STATIC, SQLITE_UTF8);
    else if (match->excluded.ptr != NULL)
        sqlite3_bind_text64(stmt, 2, match->excluded.ptr, match->excluded.len, SQLITE_STATIC, SQLITE_UTF8);
    sqlite3_bind_int64(stmt, 3, options->references ? INT64_MAX : ND_FIRST_REFERENCE);
    sqlite3_bind_int64(stmt, 4, options->limit > 0 ? options->limit : -1);
    nd_filter_bind(stmt, query->filters, index->scratch);
    return stmt;
}

static enum nd_status collect(struct nd_index *index, sqlite3_stmt *stmt, struct candidates *found,
                              struct nd_error *err) {
    enum nd_status status;

    while ((status = nd_sql_step(index, stmt, err)) == ND_OK) {
        found->list = nd_alloc_grow(found->list, &found->capacity, found->count + 1, sizeof *found->list);
        found->list[found->count++] =
            (struct candidate){.id = sqlite3_column_int64(stmt, 0), .score = sqlite3_column_double(stmt, 1)};
    }
    return status == ND_END ? ND_OK : status;
}

/* Best score first; among equals the newest first, unknown dates last, then by id. */
static int by_score(const void *a, const void *b) {
    const struct candidate *x = a, *y = b;

    if (x->score > y->score || x->score < y->score)
        return x->score > y->score ? -1 : 1;
    return x->id < y->id ? -1 : x->id > y->id;
}

static int by_date(const void *a, const void *b) {
    const struct candidate *x = a, *y = b;
    int order = nd_str_cmp(y->published_at, x->published_at);

    return order != 0 ? order : x->id < y->id ? -1 : x->id > y->id;
}

static enum nd_status fetch_date(struct nd_index *index, struct candidate *candidate, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_HIT, err);
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":id", candidate->id);
    status = nd_sql_step(index, stmt, err);
    if (status == ND_OK)
        candidate->published_at = nd_sql_str(stmt, 4, index->scratch);
    sqlite3_reset(stmt);
    return status == ND_END ? ND_OK : status;
}

/* Puts runs of equal scores that reach into the first wanted places in order of date. */
static enum nd_status order_ties(struct nd_index *index, struct candidates *found, size_t wanted,
                                 struct nd_error *err) {
    struct candidate *list = found->list;
    enum nd_status status = ND_OK;

    for (size_t from = 0, to; from < found->count && from < wanted && status == ND_OK; from = to) {
        for (to = from + 1; to < found->count && !(list[to].score < list[from].score); to++)
            ;
        if (to - from == 1)
            continue;
        for (size_t i = from; i < to && status == ND_OK; i++)
            status = fetch_date(index, &list[i], err);
        qsort(list + from, to - from, sizeof *list, by_date);
    }
    return status;
}

static enum nd_status fetch_hit(struct nd_index *index, const struct candidate *candidate,
                                struct nd_arena *arena, struct nd_hit *hit, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_HIT, err);
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":id", candidate->id);
    status = nd_sql_step(index, stmt, err);
    if (status != ND_OK)
        return status;
    *hit = (struct nd_hit){.id = candidate->id, .score = candidate->score};
    hit->is_reference = candidate->id >= ND_FIRST_REFERENCE;
    hit->path = nd_sql_str(stmt, 1, arena);
    hit->url = nd_sql_str(stmt, 2, arena);
    hit->title = nd_sql_str(stmt, 3, arena);
    hit->published_at = nd_sql_str(stmt, 4, arena);
    hit->language = nd_sql_str(stmt, 5, arena);
    hit->provider_name = nd_sql_str(stmt, 6, arena);
    hit->provider_domain = nd_sql_str(stmt, 7, arena);
    hit->shape = nd_sql_str(stmt, 8, arena);
    sqlite3_reset(stmt);
    return ND_OK;
}

/* The parts that do not stand in the sum are the bonus for neighbours. */
static void explain_hit(struct nd_index *index, struct nd_hit *hit, struct nd_arena *arena) {
    struct nd_buf text = {0};

    if (index->evaluation == NULL)
        return;
    nd_evaluation_explain_hit(index->evaluation, (uint32_t)hit->id, &text);
    hit->explanation = nd_arena_printf(arena, "%.3f = %s, the rest for neighbours", hit->score,
                                       text.len > 0 ? text.ptr : "0");
    nd_buf_free(&text);
}

/* Who takes the hits, and how many were taken. */
struct delivery {
    nd_hit_sink *take;
    void *context;
    int64_t count;
};

static enum nd_status deliver(struct nd_index *index, const struct nd_query *query,
                              const struct nd_search_options *options, const struct candidates *found,
                              struct delivery *delivery, struct nd_error *err) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_snippets *snippets = options->snippets ? nd_snippets_new(index, query, options->context) : NULL;
    enum nd_status status = ND_OK;
    size_t limit = options->limit > 0 ? (size_t)options->limit : found->count;

    for (size_t i = 0; i < found->count && i < limit && status == ND_OK; i++) {
        struct nd_hit hit = {0};
        nd_arena_reset(arena);
        status = fetch_hit(index, &found->list[i], arena, &hit, err);
        if (status == ND_OK && options->explain != NULL)
            explain_hit(index, &hit, arena);
        if (status == ND_OK && snippets != NULL)
            status = nd_snippets_make(snippets, &hit, arena, err);
        if (status == ND_OK)
            status = delivery->take(delivery->context, &hit, err);
        delivery->count += status == ND_OK;
    }
    nd_snippets_free(snippets);
    nd_arena_free(arena);
    return status == ND_END ? ND_OK : status;
}

/* Looks an article up by the filters. */
static sqlite3_stmt *prepare_check(struct nd_index *index, const struct nd_query *query,
                                   struct nd_error *err) {
    struct nd_buf sql = {0};
    sqlite3_stmt *stmt;

    nd_buf_add_z(&sql, "SELECT a.published_at FROM article AS a WHERE a.id = ?1");
    nd_filter_conditions(query->filters, &sql);
    stmt = nd_sql_prepare(index, nd_buf_str(&sql), err);
    nd_buf_free(&sql);
    if (stmt != NULL)
        nd_filter_bind(stmt, query->filters, index->scratch);
    return stmt;
}

/* Keeps what passes the filters; stops when enough have, if wanted > 0. Fetches dates on the way. */
static enum nd_status filter(struct nd_index *index, const struct nd_query *query, size_t wanted,
                             struct candidates *found, struct nd_error *err) {
    sqlite3_stmt *stmt = prepare_check(index, query, err);
    enum nd_status status = ND_OK;
    size_t kept = 0;

    if (stmt == NULL)
        return err->status;
    for (size_t i = 0; i < found->count && (wanted == 0 || kept < wanted); i++) {
        sqlite3_reset(stmt);
        sqlite3_bind_int64(stmt, 1, found->list[i].id);
        status = nd_sql_step(index, stmt, err);
        if (status != ND_OK && status != ND_END)
            break;
        if (status == ND_END)
            continue;
        found->list[kept] = found->list[i];
        found->list[kept++].published_at = nd_sql_str(stmt, 0, index->scratch);
    }
    found->count = kept;
    sqlite3_finalize(stmt);
    return status == ND_END ? ND_OK : status;
}

static int oldest_first(const void *a, const void *b) {
    const struct candidate *x = a, *y = b;
    int order;

    if ((x->published_at.ptr == NULL) != (y->published_at.ptr == NULL))
        return x->published_at.ptr == NULL ? 1 : -1;
    order = nd_str_cmp(x->published_at, y->published_at);
    return order != 0 ? order : x->id < y->id ? -1 : x->id > y->id;
}

static void to_candidates(const struct nd_scored_list *scored, struct candidates *found) {
    found->list = nd_alloc_array(scored->count, sizeof *found->list);
    found->count = found->capacity = scored->count;
    for (size_t i = 0; i < scored->count; i++)
        found->list[i] =
            (struct candidate){.id = scored->items[i].id, .score = (double)scored->items[i].score};
}

/* Words, by the posting lists. ND_NOT_FOUND when their format is unknown. */
static enum nd_status find_words(struct nd_index *index, const struct nd_query *query,
                                 const struct nd_search_options *options, enum nd_sort sort,
                                 struct candidates *found, struct nd_error *err) {
    size_t limit = options->limit > 0 ? (size_t)options->limit : 0;
    struct nd_evaluation_options how = {.until = options->references ? UINT32_MAX : ND_FIRST_REFERENCE,
                                        .any = options->any,
                                        .wanted =
                                            query->filters == NULL && sort == ND_SORT_RELEVANCE ? limit : 0,
                                        .ranked = sort == ND_SORT_RELEVANCE};
    struct nd_scored_list scored = {0};
    enum nd_status status = ND_OK;

    if (index->evaluation == NULL)
        status = nd_evaluation_open(index, options->ranking == NULL ? &nd_ranking_default : options->ranking,
                                    &index->evaluation, err);
    if (status == ND_OK)
        status = nd_evaluation_run(index->evaluation, query->root, &how, &scored, err);
    if (status == ND_OK)
        to_candidates(&scored, found);
    free(scored.items);
    if (status != ND_OK)
        return status;
    if (sort == ND_SORT_RELEVANCE)
        qsort(found->list, found->count, sizeof *found->list, by_score);
    if (sort == ND_SORT_NEWEST || sort == ND_SORT_OLDEST || query->filters != NULL)
        status = filter(index, query, sort == ND_SORT_RELEVANCE ? limit : 0, found, err);
    if (sort == ND_SORT_NEWEST || sort == ND_SORT_OLDEST)
        qsort(found->list, found->count, sizeof *found->list,
              sort == ND_SORT_NEWEST ? by_date : oldest_first);
    return status;
}

static enum nd_status find_by_sql(struct nd_index *index, const struct nd_query *query,
                                  const struct nd_match *match, const struct nd_search_options *options,
                                  enum nd_sort sort, struct candidates *found, struct nd_error *err) {
    sqlite3_stmt *stmt = prepare(index, query, match, options, sort, err);
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    status = collect(index, stmt, found, err);
    sqlite3_finalize(stmt);
    if (status == ND_OK && sort == ND_SORT_RELEVANCE)
        qsort(found->list, found->count, sizeof *found->list, by_score);
    return status;
}

/* Finds and orders. Nothing is found when the words of the query have no token. */
static enum nd_status find(struct nd_index *index, struct nd_query *query,
                           const struct nd_search_options *options, struct candidates *found,
                           struct nd_error *err) {
    enum nd_sort sort = options->sort;
    struct nd_match match;
    bool asked = query->root != NULL;
    enum nd_status status;

    nd_arena_reset(index->scratch);
    status = nd_match_build(index, query, index->scratch, &match, err);
    if (status != ND_OK || (asked && match.wanted.ptr == NULL && match.excluded.ptr == NULL))
        return status;
    if (sort == ND_SORT_DEFAULT || (match.wanted.ptr == NULL && sort == ND_SORT_RELEVANCE))
        sort = match.wanted.ptr != NULL ? ND_SORT_RELEVANCE : ND_SORT_NEWEST;
    status = match.wanted.ptr != NULL ? find_words(index, query, options, sort, found, err) : ND_NOT_FOUND;
    if (status == ND_NOT_FOUND)
        status = find_by_sql(index, query, &match, options, sort, found, err);
    if (status != ND_OK || sort != ND_SORT_RELEVANCE || found->count == 0)
        return status;
    return order_ties(index, found, options->limit > 0 ? (size_t)options->limit : found->count, err);
}

enum nd_status nd_search_begin(struct nd_index *index, struct nd_error *err) {
    return sqlite3_exec(index->db, "BEGIN", NULL, NULL, NULL) == SQLITE_OK ? ND_OK : nd_sql_error(index, err);
}

void nd_search_end(struct nd_index *index) {
    nd_evaluation_close(index->evaluation);
    index->evaluation = NULL;
    (void)sqlite3_exec(index->db, "ROLLBACK", NULL, NULL, NULL);
}

enum nd_status nd_index_search(struct nd_index *index, struct nd_query *query,
                               const struct nd_search_options *options, nd_hit_sink *sink, void *context,
                               int64_t *count, struct nd_error *err) {
    struct candidates found = {0};
    struct delivery delivery = {sink, context, 0};
    enum nd_status status = nd_search_begin(index, err);

    if (status == ND_OK)
        status = find(index, query, options, &found, err);
    if (status == ND_OK && options->explain != NULL) {
        nd_buf_add_z(options->explain, "query: ");
        nd_query_print(query, options->explain);
        nd_buf_add_char(options->explain, '\n');
        if (index->evaluation != NULL)
            nd_evaluation_explain(index->evaluation, options->explain);
    }
    if (status == ND_OK)
        status = deliver(index, query, options, &found, &delivery, err);
    *count = delivery.count;
    nd_search_end(index);
    free(found.list);
    return status;
}

enum nd_status nd_search_ids(struct nd_index *index, struct nd_query *query,
                             const struct nd_search_options *options, uint32_t **ids, size_t *count,
                             struct nd_error *err) {
    struct candidates found = {0};
    struct nd_search_options all = *options;
    enum nd_status status;

    all.limit = 0;
    all.sort = ND_SORT_NONE;
    status = find(index, query, &all, &found, err);
    *ids = nd_alloc_array(found.count + 1, sizeof **ids);
    *count = found.count;
    for (size_t i = 0; i < found.count; i++)
        (*ids)[i] = (uint32_t)found.list[i].id;
    free(found.list);
    return status;
}

enum nd_status nd_index_search_count(struct nd_index *index, struct nd_query *query,
                                     const struct nd_search_options *options, int64_t *count,
                                     struct nd_error *err) {
    struct candidates found = {0};
    struct nd_search_options all = *options;
    enum nd_status status;

    all.limit = 0;
    all.sort = ND_SORT_NONE;
    status = nd_search_begin(index, err);
    if (status == ND_OK)
        status = find(index, query, &all, &found, err);
    nd_search_end(index);
    *count = (int64_t)found.count;
    free(found.list);
    return status;
}
