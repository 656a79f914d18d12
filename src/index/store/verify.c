#include "index/db/statement.h"

#include <stdio.h>
#include <string.h>

/* Each yields one row a fault, as text; the first column is what is reported. */
static const char *const checks[] = {
    "PRAGMA integrity_check", /* as a function of a number newer versions look for a table of that name */
    "SELECT 'row ' || coalesce(\"rowid\", '?') || ' of ' || \"table\" || ' refers to a missing row of ' || "
    "\"parent\""
    " FROM pragma_foreign_key_check",
    "SELECT 'file ' || file.path || ' has neither an article nor a problem' FROM file"
    " WHERE NOT EXISTS (SELECT 1 FROM article WHERE article.file_id = file.id)"
    " AND NOT EXISTS (SELECT 1 FROM problem WHERE problem.file_id = file.id)",
    "SELECT 'article ' || id || ' came from no file and is no reference' FROM article"
    " WHERE (file_id IS NULL) <> (origin = 'reference') OR (id >= 1000000000) <> (origin = 'reference')",
    "SELECT 'article ' || id || ' has no uid' FROM article WHERE NOT EXISTS (SELECT 1 FROM identity"
    " WHERE article_id = article.id AND uid IS NOT NULL)"
    " AND NOT EXISTS (SELECT 1 FROM state WHERE name = 'unfinished')",
    "SELECT 'target ' || id || ' (' || name || ') is not resolved' FROM target WHERE article_id IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM state WHERE name = 'unfinished')",
};

static enum nd_status run_check(struct nd_index *index, const char *text, nd_fault_sink *sink, void *context,
                                struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql_prepare(index, nd_str_from(text), err);
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    while ((status = nd_sql_step(index, stmt, err)) == ND_OK)
        if (strcmp((const char *)sqlite3_column_text(stmt, 0), "ok") != 0)
            sink(context, nd_str_from((const char *)sqlite3_column_text(stmt, 0)));
    sqlite3_finalize(stmt);
    return status == ND_END ? ND_OK : status;
}

/* FTS5 compares every token of its index with those of the content view (rank 1); it has to be let write. */
static void check_full_text(struct nd_index *index, nd_fault_sink *sink, void *context) {
    static const char script[] = "INSERT INTO article_fts (article_fts, rank) VALUES ('integrity-check', 1)";

    char message[160];
    int code;

    (void)sqlite3_exec(index->db, "PRAGMA query_only = 0", NULL, NULL, NULL);
    code = sqlite3_exec(index->db, script, NULL, NULL, NULL) & 0xff;
    (void)sqlite3_exec(index->db, "PRAGMA query_only = 1", NULL, NULL, NULL);
    if (code == SQLITE_READONLY || code == SQLITE_BUSY)
        sink(context,
             ND_STR("the full-text index could not be verified: the database cannot be written to now"));
    else if (code == SQLITE_CORRUPT)
        sink(context, ND_STR("the full-text index does not agree with the articles; newsdex optimize "
                             "--rebuild makes it anew"));
    else if (code != SQLITE_OK) {
        snprintf(message, sizeof message, "the full-text index could not be verified: %s",
                 sqlite3_errmsg(index->db));
        sink(context, nd_str_from(message));
    }
}

enum nd_status nd_index_verify(struct nd_index *index, nd_fault_sink *sink, void *context,
                               struct nd_error *err) {
    enum nd_status status = ND_OK;

    nd_guard_begin(&index->guard);
    for (size_t i = 0; i < sizeof checks / sizeof *checks && status == ND_OK; i++)
        status = run_check(index, checks[i], sink, context, err);
    if (status == ND_OK)
        check_full_text(index, sink, context);
    return status;
}
