#include "index/db/bulk_load.h"

#include "index/db/state.h"

#include <limits.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

enum { ASK_EVERY = 16 }; /* of the times it is asked whether somebody has opened the file */

/* True when the journal is of that kind now, which is committed at the end of the statement. */
static bool set_journal(struct nd_index *index, struct nd_str pragma, const char *kind) {
    struct nd_error ignored = ND_ERROR_INIT;
    sqlite3_stmt *stmt = nd_sql_prepare(index, pragma, &ignored);
    bool is_set = stmt != NULL && sqlite3_step(stmt) == SQLITE_ROW &&
                  strcmp((const char *)sqlite3_column_text(stmt, 0), kind) == 0 &&
                  sqlite3_step(stmt) == SQLITE_DONE;

    return sqlite3_finalize(stmt) == SQLITE_OK && is_set;
}

static void stop_watching(struct nd_bulk_load *load) {
    close(load->watch);
    load->is_on = false;
}

/* That others are there, or a statement is under way, is no error. */
static enum nd_status why_not(struct nd_index *index, struct nd_error *err) {
    int code = sqlite3_errcode(index->db) & 0xff;

    return code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED || code == SQLITE_ERROR
               ? ND_OK
               : nd_sql_error(index, err);
}

/* With the lock that keeps all others out kept between transactions, for a reader could not be made to go. */
static enum nd_status leave_log(struct nd_index *index, bool *is_left, struct nd_error *err) {
    enum nd_status status = nd_sql_script(index, "PRAGMA locking_mode = EXCLUSIVE", err);

    if (status != ND_OK)
        return status;
    sqlite3_busy_timeout(index->db, 0);
    *is_left = set_journal(index, ND_STR("PRAGMA journal_mode = DELETE"), "delete");
    status = *is_left ? ND_OK : why_not(index, err);
    sqlite3_busy_timeout(index->db, index->busy_ms);
    if (!*is_left)
        (void)sqlite3_exec(index->db, "PRAGMA locking_mode = NORMAL; SELECT 1 FROM sqlite_schema", NULL, NULL,
                           NULL);
    return status;
}

enum nd_status nd_bulk_load_begin(struct nd_index *index, struct nd_error *err) {
    struct nd_bulk_load *load = &index->bulk_load;
    enum nd_status status = ND_OK;

    if (load->was_tried)
        return ND_OK;
    load->was_tried = true;
    load->watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (load->watch < 0)
        return ND_OK;
    if (inotify_add_watch(load->watch, index->path, IN_OPEN) >= 0)
        status = leave_log(index, &load->is_on, err);
    if (!load->is_on) {
        close(load->watch);
        return status;
    }
    /* Without a log a loss of power can only be survived if pages reach the disk in order. */
    return nd_sql_script(index, "PRAGMA synchronous = FULL", err);
}

void nd_bulk_load_rule_out(struct nd_index *index) {
    index->bulk_load.was_tried = true;
}

bool nd_bulk_load_is_possible(const struct nd_index *index) {
    return !index->bulk_load.was_tried;
}

static bool is_opened(struct nd_bulk_load *load) {
    _Alignas(struct inotify_event) char event[sizeof(struct inotify_event) + NAME_MAX + 1];

    load->is_disturbed = load->is_disturbed || read(load->watch, event, sizeof event) > 0;
    return load->is_disturbed;
}

bool nd_bulk_load_is_disturbed(struct nd_index *index) {
    struct nd_bulk_load *load = &index->bulk_load;

    return load->is_on && ++load->asked % ASK_EVERY == 0 && is_opened(load);
}

enum nd_status nd_bulk_load_yield(struct nd_index *index, struct nd_error *err) {
    return index->bulk_load.is_on && is_opened(&index->bulk_load) ? nd_bulk_load_end(index, err) : ND_OK;
}

/* Where SQLite can have no log it stays as it is. */
static enum nd_status return_to_log(struct nd_index *index, struct nd_error *err) {
    return set_journal(index, ND_STR("PRAGMA journal_mode = WAL"), "wal") ||
                   sqlite3_errcode(index->db) == SQLITE_OK
               ? ND_OK
               : nd_sql_error(index, err);
}

enum nd_status nd_bulk_load_end(struct nd_index *index, struct nd_error *err) {
    enum nd_status status;

    index->bulk_load.was_tried = true;
    if (!index->bulk_load.is_on)
        return ND_OK;
    stop_watching(&index->bulk_load);
    /* The lock is kept until the transaction that changes the journal. */
    status = nd_sql_script(index, "PRAGMA synchronous = NORMAL; PRAGMA locking_mode = NORMAL", err);
    return status == ND_OK ? return_to_log(index, err) : status;
}

enum nd_status nd_bulk_load_mend(struct nd_index *index, struct nd_error *err) {
    bool is_unfinished;
    enum nd_status status = nd_state_has(index, "unfinished", &is_unfinished, err);

    return status == ND_OK && is_unfinished ? return_to_log(index, err) : status;
}
