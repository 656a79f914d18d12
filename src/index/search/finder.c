#include "index/search/finder.h"

#include "index/db/joint.h"
#include "index/search/filter.h"
#include "index/search/searcher.h"

/* Looks articles up: their dates, if wanted, if they pass the filters. A statement for each database. */
static enum nd_status prepare_checks(const struct nd_finder *f) {
    bool by_date = f->sort == ND_SORT_NEWEST || f->sort == ND_SORT_OLDEST;
    bool is_of_files = !by_date && f->words != NULL && nd_filter_is_of_files(f->query->filters);
    struct nd_buf sql = {0};
    enum nd_status status = ND_OK;

    nd_buf_addf(&sql, "SELECT %s FROM %s", by_date ? "a.published_at" : "NULL",
                is_of_files ? "file AS a WHERE a.id = coalesce((SELECT file_id FROM part WHERE id = ?1), ?1)"
                            : "article AS a WHERE a.id = ?1");
    nd_filter_conditions(f->query->filters, is_of_files ? ND_FILTER_FILE : ND_FILTER_EACH, &sql);
    if (is_of_files) {
        nd_buf_add_z(&sql, " UNION ALL SELECT NULL FROM " ND_FILTER_VERSIONS("a") " WHERE lead_id = ?1");
        nd_filter_conditions(f->query->filters, ND_FILTER_FILE, &sql);
    }
    for (struct nd_index *own = f->index; own != NULL && status == ND_OK; own = own->beside) {
        own->searcher->check = nd_sql_prepare(own, nd_buf_str(&sql), f->err);
        if (own->searcher->check == NULL)
            status = f->err->status;
        else
            nd_filter_bind(own->searcher->check, f->query->filters, f->index->scratch);
    }
    nd_buf_free(&sql);
    return status;
}

static void drop_checks(const struct nd_finder *f) {
    for (struct nd_index *own = f->index; own != NULL; own = own->beside) {
        sqlite3_finalize(own->searcher->check);
        own->searcher->check = NULL;
    }
}

/* ND_END when the article does not pass. */
static enum nd_status check_one(const struct nd_finder *f, struct nd_candidate *candidate) {
    int64_t id = candidate->id;
    struct nd_index *own = nd_joint_owner(f->index, &id);
    sqlite3_stmt *stmt = own->searcher->check;
    enum nd_status status;

    nd_sql_bound(sqlite3_bind_int64(stmt, 1, id));
    status = nd_sql_step(own, stmt, f->err);
    if (status == ND_OK)
        candidate->published_at = nd_sql_str(stmt, 0, f->index->scratch);
    sqlite3_reset(stmt);
    return status;
}

enum nd_status nd_finder_check(const struct nd_finder *f, size_t wanted) {
    struct nd_candidates *found = f->found;
    enum nd_status status = prepare_checks(f);
    size_t kept = 0;

    for (size_t i = 0; i < found->count && (status == ND_OK || status == ND_END); i++) {
        if (wanted > 0 && kept >= wanted && found->list[i].score < found->list[kept - 1].score)
            break;
        status = check_one(f, &found->list[i]);
        if (status == ND_OK)
            found->list[kept++] = found->list[i];
    }
    found->count = kept;
    drop_checks(f);
    return status == ND_END ? ND_OK : status;
}
