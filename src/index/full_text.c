#include "index/full_text.h"

#include "analysis/fts5_tokenizer.h"
#include "index/norms.h"

/* Bytes of tokens FTS5 gathers before it writes them out; a transaction of an ingest stays below. */
enum { GATHERED_BYTES = 64 * 1024 * 1024 };

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
    nd_fts5_expect(index->db, recordings, count);
    status = nd_sql_run(index, stmt, err);
    nd_fts5_expect(index->db, NULL, 0);
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
