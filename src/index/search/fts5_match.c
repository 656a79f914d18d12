#include "index/search/fts5_match.h"

#include "index/search/filter.h"

/* The ranking of the way out by MATCH, with the weights of bm25f.c for body, title, excerpt and topics. */
#define RANK "-bm25(article_fts, 1.0, 4.0, 2.0, 3.0)"

static void add_source(struct nd_buf *sql, const struct nd_match *match, bool ranked) {
    if (match->wanted.ptr != NULL)
        nd_buf_addf(sql,
                    "SELECT article_fts.rowid, %s FROM article_fts CROSS JOIN article AS a"
                    " ON a.id = article_fts.rowid WHERE article_fts MATCH ?1 AND article_fts.rowid < ?3",
                    ranked ? RANK : "0.0");
    else
        nd_buf_add_z(sql, "SELECT a.id, 0.0 FROM article AS a WHERE a.id < ?3"
                          " AND a.id NOT IN (SELECT article_id FROM version)");
    if (match->wanted.ptr == NULL && match->excluded.ptr != NULL)
        nd_buf_add_z(sql, " AND a.id NOT IN (SELECT rowid FROM article_fts WHERE article_fts MATCH ?2)");
}

/* The statement that yields id and score of every match, in no order for relevance, in order for dates. */
static sqlite3_stmt *prepare(struct nd_index *index, const struct nd_query *query,
                             const struct nd_match *match, const struct nd_search_options *options,
                             struct nd_error *err) {
    enum nd_sort sort = options->sort;
    struct nd_buf sql = {0};
    sqlite3_stmt *stmt;

    add_source(&sql, match, sort == ND_SORT_RELEVANCE);
    nd_filter_conditions(query->filters, ND_FILTER_SET, &sql);
    if (sort == ND_SORT_NEWEST)
        nd_buf_add_z(&sql, " ORDER BY a.published_at DESC, a.id LIMIT ?4");
    else if (sort == ND_SORT_OLDEST)
        nd_buf_add_z(&sql, " ORDER BY a.published_at IS NULL, a.published_at, a.id LIMIT ?4");
    stmt = nd_sql_prepare(index, nd_buf_str(&sql), err);
    nd_buf_free(&sql);
    if (stmt == NULL)
        return NULL;
    if (match->wanted.ptr != NULL)
        nd_sql_bound(
            sqlite3_bind_text64(stmt, 1, match->wanted.ptr, match->wanted.len, SQLITE_STATIC, SQLITE_UTF8));
    else if (match->excluded.ptr != NULL)
        nd_sql_bound(sqlite3_bind_text64(stmt, 2, match->excluded.ptr, match->excluded.len, SQLITE_STATIC,
                                         SQLITE_UTF8));
    nd_sql_bound(sqlite3_bind_int64(stmt, 3, options->references ? INT64_MAX : ND_FIRST_REFERENCE));
    nd_sql_bound(sqlite3_bind_int64(stmt, 4, options->limit > 0 ? options->limit : -1));
    nd_filter_bind(stmt, query->filters, index->scratch);
    return stmt;
}

enum nd_status nd_fts5_match_find(struct nd_index *index, const struct nd_query *query,
                                  const struct nd_search_options *options, struct nd_candidates *found,
                                  struct nd_error *err) {
    struct nd_match match;
    sqlite3_stmt *stmt;
    enum nd_status status;

    nd_match_build(index, query, index->scratch, &match);
    stmt = prepare(index, query, &match, options, err);
    if (stmt == NULL)
        return err->status;
    while ((status = nd_sql_step(index, stmt, err)) == ND_OK)
        nd_candidates_add(found, sqlite3_column_int64(stmt, 0), sqlite3_column_double(stmt, 1));
    sqlite3_finalize(stmt);
    if (status == ND_END && options->sort == ND_SORT_RELEVANCE)
        nd_candidates_sort(found, ND_SORT_RELEVANCE);
    return status == ND_END ? ND_OK : status;
}
