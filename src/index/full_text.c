#include "index/full_text.h"

#include "analysis/fts5_tokenizer.h"
#include "index/norms.h"

#include <sys/stat.h>

/*
 * Bytes of tokens FTS5 gathers before it writes them out. Larger is not faster: what it gathers is a hash
 * table that is hit at random, and beyond the processor cache every token waits for memory.
 */
enum { GATHERED_BYTES = 8 * 1024 * 1024 };

static const char *const names[ND_COLUMNS] = {":title", ":excerpt", ":topics", ":body"};

enum nd_status nd_full_text_put(struct nd_index *index, int64_t id, const struct nd_str columns[ND_COLUMNS],
                                const struct nd_str tokens[ND_COLUMNS], bool title_is_copy,
                                struct nd_error *err) {
    struct nd_fts5_recording recordings[ND_COLUMNS];
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_FTS_INSERT, err);
    size_t count = 0;
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":id", id);
    for (size_t i = 0; i < ND_COLUMNS; i++) {
        nd_sql_bind_str(stmt, names[i], columns[i]);
        if (tokens[i].ptr != NULL)
            recordings[count++] = (struct nd_fts5_recording){columns[i], tokens[i]};
    }
    nd_fts5_announce(index->tokenizer, recordings, count);
    status = nd_sql_run(index, stmt, err);
    nd_fts5_announce(index->tokenizer, NULL, 0);
    return status == ND_OK ? nd_norms_put(index, id, title_is_copy, err) : status;
}

enum nd_status nd_full_text_forget(struct nd_index *index, int64_t id, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_TEXT, err);
    struct nd_str columns[ND_COLUMNS];
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":id", id);
    status = nd_sql_step(index, stmt, err);
    if (status != ND_OK)
        return status == ND_END ? ND_OK : status;
    for (int i = 0; i < ND_COLUMNS; i++)
        columns[i] = nd_sql_str(stmt, i, index->scratch);
    sqlite3_reset(stmt);
    stmt = nd_sql(index, ND_SQL_FTS_DELETE, err);
    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":id", id);
    for (int i = 0; i < ND_COLUMNS; i++)
        nd_sql_bind_str(stmt, names[i], columns[i]);
    return nd_sql_run(index, stmt, err);
}

static enum nd_status configured(struct nd_index *index, int64_t *bytes, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_FTS_HASHSIZE_GET, err);
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    status = nd_sql_step(index, stmt, err);
    if (status == ND_OK)
        *bytes = sqlite3_column_int64(stmt, 0);
    sqlite3_reset(stmt);
    return status == ND_END ? ND_OK : status;
}

enum nd_status nd_full_text_configure(struct nd_index *index, struct nd_error *err) {
    sqlite3_stmt *stmt;
    int64_t bytes = 0;
    enum nd_status status = configured(index, &bytes, err);

    if (status != ND_OK || bytes == GATHERED_BYTES)
        return status;
    stmt = nd_sql(index, ND_SQL_FTS_HASHSIZE_SET, err);
    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":bytes", GATHERED_BYTES);
    return nd_sql_run(index, stmt, err);
}

static int64_t size_of(const char *path) {
    struct stat st;

    return stat(path, &st) == 0 ? (int64_t)st.st_size : 0;
}

/*
 * All segments of the full-text index become one; then the file is written anew without its holes, and the
 * log is emptied so that the size on disk is the true one.
 */
enum nd_status nd_index_optimize(struct nd_index *index, int64_t *bytes_won, struct nd_error *err) {
    static const char *const steps[] = {"PRAGMA wal_checkpoint(TRUNCATE)",
                                        "INSERT INTO article_fts (article_fts) VALUES ('optimize')", "VACUUM",
                                        "PRAGMA wal_checkpoint(TRUNCATE)"};
    int64_t before = 0;

    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        if (sqlite3_exec(index->db, steps[i], NULL, NULL, NULL) != SQLITE_OK)
            return nd_sql_error(index, err);
        if (i == 0)
            before = size_of(index->path);
    }
    *bytes_won = before - size_of(index->path);
    return ND_OK;
}
