#include "index/db/statement.h"
#include "index/fulltext/lengths.h"
#include "index/fulltext/writer.h"

#include <sys/stat.h>

static int64_t size_of(const char *path) {
    struct stat st;

    return stat(path, &st) == 0 ? (int64_t)st.st_size : 0;
}

static enum nd_status merge_into_one(struct nd_index *index, struct nd_error *err) {
    enum nd_status status = nd_index_begin(index, err);

    if (status == ND_OK)
        status = nd_fulltext_merge_all(index, err);
    if (status == ND_OK)
        return nd_index_commit(index, err);
    nd_index_rollback(index);
    return status;
}

/*
 * All segments of the full-text index become one; then the file is written anew without its holes, and the
 * log is emptied so that the size on disk is the true one.
 */
enum nd_status nd_index_optimize(struct nd_index *index, int64_t *bytes_won, struct nd_error *err) {
    static const char *const steps[] = {"PRAGMA wal_checkpoint(TRUNCATE)", NULL, "VACUUM",
                                        "PRAGMA wal_checkpoint(TRUNCATE)"};
    int64_t before = 0;

    nd_guard_begin(&index->guard);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        enum nd_status status = steps[i] == NULL ? merge_into_one(index, err) : ND_OK;
        if (status != ND_OK)
            return status;
        if (steps[i] != NULL && sqlite3_exec(index->db, steps[i], NULL, NULL, NULL) != SQLITE_OK)
            return nd_sql_error(index, err);
        if (i == 0)
            before = size_of(index->path);
    }
    before -= size_of(index->path);
    *bytes_won = before > 0 ? before : 0; /* a page more may be needed to say that there is nothing to win */
    return ND_OK;
}

/* Puts the text of the first article behind *id into the index; ND_END behind the last. */
static enum nd_status put_next(struct nd_index *index, int64_t *id, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_TEXT_NEXT, err);
    struct nd_columns columns = {0};
    uint32_t lengths[ND_COLUMNS];
    bool title_is_copy;
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    nd_arena_reset(index->scratch);
    nd_sql_bind_int(stmt, ":id", *id);
    status = nd_sql_step(index, stmt, err);
    if (status != ND_OK)
        return status;
    *id = sqlite3_column_int64(stmt, 0);
    title_is_copy = sqlite3_column_int(stmt, 1) != 0;
    for (int i = 0; i < ND_COLUMNS; i++)
        columns.texts[i] = nd_sql_str(stmt, 2 + i, index->scratch);
    sqlite3_reset(stmt);
    status = nd_fulltext_put(index, *id, &columns, lengths, err);
    return status == ND_OK ? nd_lengths_put(index, *id, lengths, title_is_copy, err) : status;
}

enum nd_status nd_index_rebuild(struct nd_index *index, struct nd_error *err) {
    enum nd_status status = nd_index_begin(index, err);
    int64_t id = 0;

    if (status == ND_OK)
        status = nd_fulltext_clear(index, err);
    while (status == ND_OK && (status = put_next(index, &id, err)) == ND_OK)
        if (nd_fulltext_is_full(index->full_text))
            status = nd_fulltext_flush(index, err);
    if (status == ND_END)
        return nd_index_commit(index, err);
    nd_index_rollback(index);
    return status;
}

enum nd_status nd_index_is_foreign(struct nd_index *index, bool *is_foreign, struct nd_error *err) {
    return nd_fulltext_is_foreign(index, is_foreign, err);
}
