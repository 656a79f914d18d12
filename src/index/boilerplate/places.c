#include "index/boilerplate/places.h"

#include "index/boilerplate/raw_text.h"

enum nd_status nd_place_count(struct nd_index *index, uint64_t scope, int64_t *articles,
                              struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_PLACE_GET, err);
    enum nd_status status;

    *articles = 0;
    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":scope", (int64_t)scope);
    status = nd_sql_step(index, stmt, err);
    if (status == ND_OK)
        *articles = sqlite3_column_int64(stmt, 0);
    sqlite3_reset(stmt);
    if (*articles < 0)
        return nd_error_set(err, ND_DB,
                            "%s: damaged: the table place counts fewer than no articles; newsdex optimize"
                            " --rebuild counts them anew",
                            index->path);
    return status == ND_END ? ND_OK : status;
}

static enum nd_status update(struct nd_index *index, uint64_t scope, int64_t articles, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_PLACE_UPDATE, err);

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":scope", (int64_t)scope);
    nd_sql_bind_int(stmt, ":articles", articles);
    return nd_sql_run(index, stmt, err);
}

enum nd_status nd_place_put(struct nd_index *index, uint64_t scope, int64_t articles, int64_t id,
                            struct nd_error *err) {
    struct nd_raw_text raw;
    sqlite3_stmt *stmt;
    enum nd_status status = articles > 0 ? update(index, scope, articles, err)
                                         : nd_sql_run_id(index, ND_SQL_PLACE_DELETE, (int64_t)scope, err);

    if (status != ND_OK || articles <= 0 || id == 0 || sqlite3_changes(index->db) > 0)
        return status;
    nd_arena_reset(index->scratch);
    status = nd_raw_text_read(index, id, index->scratch, &raw, err);
    if (status != ND_OK || raw.scope != scope)
        return status == ND_END ? ND_OK : status;
    stmt = nd_sql(index, ND_SQL_PLACE_INSERT, err);
    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":scope", (int64_t)scope);
    nd_sql_bind_str(stmt, ":kind", raw.place_kind);
    if (raw.container == 0)
        nd_sql_bind_str(stmt, ":name", raw.place);
    else
        nd_sql_bind_int(stmt, ":file", raw.container);
    nd_sql_bind_int(stmt, ":articles", articles);
    return nd_sql_run(index, stmt, err);
}
