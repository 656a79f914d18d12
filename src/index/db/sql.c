#include "index/db/statement.h"

#include "newsdex/alloc.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

/* A write failed where files may not have any size; which errno it was SQLite does not keep. */
static bool is_limited(sqlite3 *db) {
    struct rlimit limit;

    return sqlite3_extended_errcode(db) == SQLITE_IOERR_WRITE && getrlimit(RLIMIT_FSIZE, &limit) == 0 &&
           limit.rlim_cur != RLIM_INFINITY;
}

struct nd_str nd_sql_fault(const struct nd_index *index, const struct nd_error *err) {
    struct nd_str text = nd_str_from(err->message), path = nd_str_from(index->path);
    bool has_path = nd_str_starts(text, path) && nd_str_starts(nd_str_skip(text, path.len), ND_STR(": "));

    return has_path ? nd_str_skip(text, path.len + 2) : text;
}

enum nd_status nd_sql_error(struct nd_index *index, struct nd_error *err) {
    int code = sqlite3_extended_errcode(index->db) & 0xff;
    struct nd_error why = ND_ERROR_INIT;
    enum nd_status status;

    if (code == SQLITE_INTERRUPT && index->guard.is_exhausted)
        return nd_error_set(err, ND_DB,
                            "%s: damaged: reading it takes more work than its size explains; newsdex check"
                            " tells more",
                            index->path);
    status = code == SQLITE_BUSY || code == SQLITE_LOCKED ? ND_BUSY
             : code == SQLITE_INTERRUPT                   ? ND_CANCELLED
                                                          : ND_DB;

    /* SQLite's advice is a command that only a connection with the tokenizer could run. */
    if (strstr(sqlite3_errmsg(index->db), "invalid fts5 file format") != NULL)
        return nd_error_set(
            err, status,
            "%s: the full-text index has the form of a newer SQLite; newsdex optimize --rebuild, or"
            " the next ingest, makes it anew",
            index->path);
    if (code == SQLITE_CORRUPT)
        return nd_error_set(err, status,
                            "%s: %s; restore a copy, ingest the files into a new database, or take over what"
                            " sqlite3's .recover finds",
                            index->path, sqlite3_errmsg(index->db));
    if ((code == SQLITE_IOERR || code == SQLITE_CANTOPEN) && !is_limited(index->db) &&
        sqlite3_system_errno(index->db) != 0) {
        (void)nd_error_system(&why, sqlite3_system_errno(index->db));
        return nd_error_set(err, status, "%s: %s (%s)", index->path, sqlite3_errmsg(index->db), why.message);
    }
    return nd_error_set(err, status, "%s: %s", index->path,
                        code == SQLITE_FULL     ? "the disk is full"
                        : is_limited(index->db) ? "it may not become larger: the limit for files (ulimit -f)"
                                                : sqlite3_errmsg(index->db));
}

sqlite3_stmt *nd_sql_prepare(struct nd_index *index, struct nd_str text, struct nd_error *err) {
    sqlite3_stmt *stmt = NULL;

    nd_guard_forget(&index->guard);
    if (sqlite3_prepare_v3(index->db, text.ptr, (int)text.len, 0, &stmt, NULL) != SQLITE_OK) {
        nd_sql_error(index, err);
        return NULL;
    }
    return stmt;
}

sqlite3_stmt *nd_sql(struct nd_index *index, enum nd_sql which, struct nd_error *err) {
    sqlite3_stmt **stmt = &index->statements[which];

    if (*stmt == NULL) {
        nd_guard_forget(&index->guard);
        if (sqlite3_prepare_v3(index->db, nd_sql_text(which).ptr, -1, SQLITE_PREPARE_PERSISTENT, stmt,
                               NULL) != SQLITE_OK)
            nd_sql_error(index, err);
        return *stmt;
    }
    sqlite3_reset(*stmt);
    sqlite3_clear_bindings(*stmt);
    return *stmt;
}

sqlite3_stmt *nd_sql_page(struct nd_index *index, struct nd_error *err) {
    for (size_t i = 0; i < ND_SPARE_PAGES; i++)
        if (index->spare_pages[i] != NULL) {
            sqlite3_stmt *stmt = index->spare_pages[i];
            index->spare_pages[i] = NULL;
            return stmt;
        }
    return nd_sql_prepare(index, nd_sql_text(ND_SQL_FTS_PAGES_FROM), err);
}

void nd_sql_page_done(struct nd_index *index, sqlite3_stmt *stmt) {
    sqlite3_reset(stmt);
    for (size_t i = 0; i < ND_SPARE_PAGES; i++)
        if (index->spare_pages[i] == NULL) {
            index->spare_pages[i] = stmt;
            return;
        }
    sqlite3_finalize(stmt);
}

void nd_sql_bound(int code) {
    if (code == SQLITE_NOMEM || code == SQLITE_TOOBIG)
        nd_alloc_exhausted();
    if (code != SQLITE_OK && code != SQLITE_RANGE) /* a statement need not have all it is offered */
        abort();
}

void nd_sql_bind_str(sqlite3_stmt *stmt, const char *name, struct nd_str value) {
    int at = sqlite3_bind_parameter_index(stmt, name);

    if (value.ptr == NULL)
        nd_sql_bound(sqlite3_bind_null(stmt, at));
    else
        nd_sql_bound(sqlite3_bind_text64(stmt, at, value.ptr, value.len, SQLITE_STATIC, SQLITE_UTF8));
}

void nd_sql_bind_int(sqlite3_stmt *stmt, const char *name, int64_t value) {
    nd_sql_bound(sqlite3_bind_int64(stmt, sqlite3_bind_parameter_index(stmt, name), value));
}

void nd_sql_bind_null(sqlite3_stmt *stmt, const char *name) {
    nd_sql_bound(sqlite3_bind_null(stmt, sqlite3_bind_parameter_index(stmt, name)));
}

void nd_sql_bind_blob(sqlite3_stmt *stmt, const char *name, const void *bytes, size_t size) {
    nd_sql_bound(
        sqlite3_bind_blob64(stmt, sqlite3_bind_parameter_index(stmt, name), bytes, size, SQLITE_STATIC));
}

enum nd_status nd_sql_step(struct nd_index *index, sqlite3_stmt *stmt, struct nd_error *err) {
    int code = sqlite3_step(stmt);

    if (code == SQLITE_ROW) {
        enum nd_status status = nd_guard_row(&index->guard, stmt, err);
        if (status != ND_OK)
            sqlite3_reset(stmt);
        return status;
    }
    if (code != SQLITE_DONE) {
        enum nd_status status = nd_sql_error(index, err);
        sqlite3_reset(stmt);
        return status;
    }
    sqlite3_reset(stmt);
    return ND_END;
}

enum nd_status nd_sql_run(struct nd_index *index, sqlite3_stmt *stmt, struct nd_error *err) {
    enum nd_status status = nd_sql_step(index, stmt, err);

    if (status == ND_OK)
        sqlite3_reset(stmt);
    return status == ND_END ? ND_OK : status;
}

enum nd_status nd_sql_script(struct nd_index *index, const char *script, struct nd_error *err) {
    return sqlite3_exec(index->db, script, NULL, NULL, NULL) == SQLITE_OK ? ND_OK : nd_sql_error(index, err);
}

enum nd_status nd_sql_row(struct nd_index *index, enum nd_sql which, int64_t id, sqlite3_stmt **stmt,
                          struct nd_error *err) {
    *stmt = nd_sql(index, which, err);
    if (*stmt == NULL)
        return err->status;
    nd_sql_bind_int(*stmt, ":id", id);
    return nd_sql_step(index, *stmt, err);
}

enum nd_status nd_sql_run_id(struct nd_index *index, enum nd_sql which, int64_t id, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, which, err);

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":id", id);
    return nd_sql_run(index, stmt, err);
}

struct nd_str nd_sql_str(sqlite3_stmt *stmt, int column, struct nd_arena *arena) {
    const unsigned char *text = sqlite3_column_text(stmt, column);

    if (text == NULL && sqlite3_errcode(sqlite3_db_handle(stmt)) == SQLITE_NOMEM)
        nd_alloc_exhausted(); /* for it looks like a value that is absent */
    if (text == NULL)
        return ND_STR_NONE;
    return nd_arena_str(arena, nd_str_of((const char *)text, (size_t)sqlite3_column_bytes(stmt, column)));
}

struct nd_str nd_sql_part_name(sqlite3_stmt *stmt, int column, struct nd_arena *arena) {
    struct nd_str name = nd_sql_str(stmt, column + 1, arena);

    if (name.ptr != NULL || sqlite3_column_type(stmt, column) == SQLITE_NULL)
        return name;
    return nd_arena_printf(arena, "%lld", (long long)sqlite3_column_int64(stmt, column));
}

enum nd_status nd_sql_number(struct nd_index *index, const char *query, int64_t *number,
                             struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql_prepare(index, nd_str_from(query), err);
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    status = nd_sql_step(index, stmt, err);
    if (status == ND_OK)
        *number = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return status;
}
