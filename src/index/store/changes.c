#include "index/store/store.h"

static enum nd_status read_state(struct nd_index *index, struct nd_arena *arena, struct nd_index_state *now,
                                 struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_CHANGES_STATE, err);
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    status = nd_sql_step(index, stmt, err);
    if (status == ND_OK) {
        now->database = nd_sql_str(stmt, 0, arena);
        now->revision = sqlite3_column_int64(stmt, 1);
        now->forgotten = sqlite3_column_int64(stmt, 2);
    }
    sqlite3_reset(stmt);
    return status;
}

static enum nd_status check_since(const struct nd_index *index, int64_t since,
                                  const struct nd_index_state *now, struct nd_error *err) {
    if (since > now->revision)
        return nd_error_set(
            err, ND_NOT_FOUND,
            "%s: is at revision %lld and never was at %lld: another database? Take all of it (--since 0)",
            index->path, (long long)now->revision, (long long)since);
    if (since > 0 && since < now->forgotten)
        return nd_error_set(
            err, ND_NOT_FOUND,
            "%s: what was deleted before revision %lld is forgotten; take all of it (--since 0)", index->path,
            (long long)now->forgotten);
    return ND_OK;
}

static enum nd_status deliver(struct nd_index *index, const struct nd_index_feed *feed,
                              struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_CHANGES, err);
    struct nd_arena *arena = nd_arena_new();
    enum nd_status status = stmt == NULL ? err->status : ND_OK;

    if (status == ND_OK) {
        nd_sql_bind_int(stmt, ":since", feed->since);
        nd_sql_bind_int(stmt, ":limit", feed->references ? INT64_MAX : ND_FIRST_REFERENCE);
    }
    while (status == ND_OK && (status = nd_sql_step(index, stmt, err)) == ND_OK) {
        struct nd_index_change change = {sqlite3_column_int64(stmt, 0), sqlite3_column_int64(stmt, 1),
                                         nd_sql_str(stmt, 2, arena)};
        if (change.id != 0 || feed->since > 0)
            status = feed->sink(feed->context, &change, err);
        nd_arena_reset(arena);
    }
    if (stmt != NULL)
        sqlite3_reset(stmt);
    nd_arena_free(arena);
    return status == ND_END ? ND_OK : status;
}

enum nd_status nd_index_changes(struct nd_index *index, const struct nd_index_feed *feed,
                                struct nd_arena *arena, struct nd_index_state *now, struct nd_error *err) {
    enum nd_status status;

    *now = (struct nd_index_state){0};
    nd_guard_begin(&index->guard);
    if (sqlite3_exec(index->db, "BEGIN", NULL, NULL, NULL) != SQLITE_OK)
        return nd_sql_error(index, err);
    status = read_state(index, arena, now, err);
    if (status == ND_OK && feed->sink != NULL)
        status = check_since(index, feed->since, now, err);
    if (status == ND_OK && feed->sink != NULL)
        status = deliver(index, feed, err);
    (void)sqlite3_exec(index->db, "ROLLBACK", NULL, NULL, NULL);
    return status;
}

enum nd_status nd_index_forget_deletions(struct nd_index *index, int64_t before, int64_t *count,
                                         struct nd_error *err) {
    static const enum nd_sql steps[] = {ND_SQL_DELETIONS_NOTE, ND_SQL_DELETIONS_FORGET};
    enum nd_status status = nd_index_begin(index, err);

    for (size_t i = 0; i < sizeof steps / sizeof *steps && status == ND_OK; i++) {
        sqlite3_stmt *stmt = nd_sql(index, steps[i], err);
        if (stmt == NULL)
            status = err->status;
        else {
            nd_sql_bind_int(stmt, ":before", before);
            status = nd_sql_run(index, stmt, err);
        }
    }
    *count = sqlite3_changes(index->db);
    return nd_index_end(index, status, err);
}
