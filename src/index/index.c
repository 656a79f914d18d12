#include "index/db/statement.h"

#include "analysis/fts5_tokenizer.h"
#include "index/boilerplate/boilerplate.h"
#include "index/copies/copies.h"
#include "index/db/bulk_load.h"
#include "index/db/grams.h"
#include "index/db/migrate.h"
#include "index/fulltext/body_first.h"
#include "index/fulltext/lengths.h"
#include "index/fulltext/writer.h"
#include "index/search/searcher.h"
#include "index/store/arrivals.h"
#include "index/store/store.h"
#include "newsdex/alloc.h"
#include "newsdex/analysis.h"
#include "newsdex/several.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { LOCK_POLL_MS = 50, READ_BUSY_MS = 10000 };

static void sleep_ms(int ms) {
    struct timespec pause = {ms / 1000, (long)(ms % 1000) * 1000000};

    nanosleep(&pause, NULL);
}

/*
 * The right to write, for a whole ingest and not only for one transaction: flock() on the database file,
 * which SQLite itself does not use. The descriptor must be closed after the database: closing any descriptor
 * of the file would drop the POSIX locks SQLite holds on it.
 */
static enum nd_status take_write_lock(struct nd_index *index, int wait_ms, struct nd_error *err) {
    index->lock_fd = open(index->path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (index->lock_fd < 0)
        return nd_error_set(err, ND_IO, "%s: cannot be opened for writing: %s", index->path, strerror(errno));
    for (;;) {
        if (flock(index->lock_fd, LOCK_EX | LOCK_NB) == 0)
            return ND_OK;
        if (errno != EWOULDBLOCK && errno != EINTR)
            return nd_error_set(err, ND_IO, "%s: cannot be locked: %s", index->path, strerror(errno));
        if (wait_ms <= 0)
            return nd_error_set(err, ND_BUSY, "%s: another newsdex is writing to it; try again later",
                                index->path);
        sleep_ms(LOCK_POLL_MS);
        wait_ms -= LOCK_POLL_MS;
    }
}

/* Also when it cannot be told. */
static bool has_beside(const char *path, const char *ending) {
    struct nd_buf name = {0};
    struct stat st;
    bool has;

    nd_buf_addf(&name, "%s%s", path, ending);
    has = stat(name.ptr, &st) == 0 ? st.st_size > 0 : errno != ENOENT;
    nd_buf_free(&name);
    return has;
}

bool nd_index_ignores_log(const struct nd_index *index) {
    return index->ignores_log;
}

static bool is_readable(sqlite3 *db) {
    return sqlite3_exec(db, "SELECT 1 FROM sqlite_schema", NULL, NULL, NULL) == SQLITE_OK;
}

/*
 * Where nothing can be written, SQLite cannot share the index of the log with a writer. When there is none
 * (the shared file is missing), it keeps one in its own memory, as it does for whoever has the database
 * alone.
 */
static bool open_with_log(struct nd_index *index) {
    if (!has_beside(index->path, "-wal") || has_beside(index->path, "-shm"))
        return false;
    if (sqlite3_open_v2(index->path, &index->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, "unix-none") ==
            SQLITE_OK &&
        sqlite3_db_config(index->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL) == SQLITE_OK &&
        sqlite3_exec(index->db, "PRAGMA locking_mode = EXCLUSIVE", NULL, NULL, NULL) == SQLITE_OK &&
        is_readable(index->db))
        return true;
    sqlite3_close(index->db);
    return false;
}

static enum nd_status open_without_log(struct nd_index *index, struct nd_error *err) {
    const int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX;
    struct nd_buf uri = {0};
    int code;

    /* SQLite takes parameters only with an address. */
    nd_buf_add_file_url(&uri, nd_str_from(index->path));
    nd_buf_add_z(&uri, "?immutable=1");
    code = sqlite3_open_v2(uri.ptr, &index->db, flags, NULL);
    nd_buf_free(&uri);
    index->ignores_log = has_beside(index->path, "-wal");
    return code == SQLITE_OK ? ND_OK : nd_sql_error(index, err);
}

/* Of a first load that was ended by force a transaction has to be taken back, by somebody who may write. */
static enum nd_status take_back(struct nd_index *index, struct nd_error *err) {
    bool may_write = access(index->path, W_OK) == 0;

    sqlite3_close(index->db);
    index->db = NULL;
    if (!may_write)
        return nd_error_set(err, ND_DB,
                            "%s: an ingest was ended by force, and what it wrote last has to be taken back by"
                            " somebody with permission to write there; any command does",
                            index->path);
    if (sqlite3_open_v2(index->path, &index->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) !=
        SQLITE_OK)
        return nd_sql_error(index, err);
    sqlite3_busy_timeout(index->db, READ_BUSY_MS);
    return ND_OK;
}

static enum nd_status open_for_reading(struct nd_index *index, enum nd_index_mode mode,
                                       struct nd_error *err) {
    int flags = mode == ND_INDEX_VERIFY && access(index->path, W_OK) == 0 ? SQLITE_OPEN_READWRITE
                                                                          : SQLITE_OPEN_READONLY;
    bool is_sound;
    struct stat st;

    if (stat(index->path, &st) != 0)
        return nd_error_set(err, ND_NOT_FOUND, "%s: %s; newsdex ingest makes it", index->path,
                            strerror(errno));
    if (sqlite3_open_v2(index->path, &index->db, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
        return nd_sql_error(index, err);
    sqlite3_busy_timeout(index->db, READ_BUSY_MS);
    is_sound = is_readable(index->db);
    if (!is_sound && sqlite3_extended_errcode(index->db) == SQLITE_READONLY_ROLLBACK)
        return take_back(index, err);
    if (is_sound || access(index->path, W_OK) == 0 || (errno != EACCES && errno != EROFS))
        return ND_OK;
    sqlite3_close(index->db);
    return open_with_log(index) ? ND_OK : open_without_log(index, err);
}

static enum nd_status open_for_writing(struct nd_index *index, int wait_ms, struct nd_error *err) {
    enum nd_status status;

    status = take_write_lock(index, wait_ms, err);
    if (status != ND_OK)
        return status;
    if (sqlite3_open_v2(index->path, &index->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) !=
        SQLITE_OK)
        return nd_sql_error(index, err);
    index->busy_ms = wait_ms > 1000 ? wait_ms : 1000;
    sqlite3_busy_timeout(index->db, index->busy_ms);
    /* For a database that is still to be made: an article fits a page, and writing costs a call a page. */
    return nd_sql_script(index, "PRAGMA page_size = 16384", err);
}

static enum nd_status prepare_connection(struct nd_index *index, enum nd_index_mode mode,
                                         struct nd_error *err) {
    /* Verifying asks every index for every row: pages are looked at where they are rather than copied. */
    static const char *const settings[] = {
        [ND_INDEX_READ] = "PRAGMA query_only = 1; PRAGMA cache_size = -16384; PRAGMA mmap_size = 2147418112",
        [ND_INDEX_VERIFY] = "PRAGMA cache_size = -16384; PRAGMA mmap_size = 2147418112",
        [ND_INDEX_WRITE] = "PRAGMA synchronous = NORMAL; PRAGMA secure_delete = FAST;"
                           " PRAGMA cache_size = -16384; PRAGMA wal_autocheckpoint = 1000"};
    enum nd_status status = nd_guard_open(&index->guard, index->db, index->path, mode, err);

    /* First the file: what is no database makes everything fail that comes after. */
    if (status == ND_OK)
        status = nd_sql_script(index, "SELECT 1 FROM sqlite_schema", err);
    if (status == ND_OK)
        status = nd_fts5_tokenizer_register(index->db, err);
    if (status == ND_OK)
        status = nd_migrate(index, mode, nd_body_first, err);
    if (status == ND_OK)
        status = nd_sql_script(index, settings[mode], err);
    return status;
}

enum nd_status nd_index_open(const char *path, enum nd_index_mode mode, int wait_ms, struct nd_index **out,
                             struct nd_error *err) {
    struct nd_index *index = nd_alloc_array(1, sizeof *index);
    enum nd_status status;

    /* Nobody asks how much memory SQLite uses, and counting it costs a lock an allocation. */
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    index->lock_fd = -1;
    index->path = nd_alloc_array(strlen(path) + 1, 1);
    memcpy(index->path, path, strlen(path));
    index->scratch = nd_arena_new();
    index->searcher = nd_searcher_new();
    if (mode != ND_INDEX_READ)
        index->lines = nd_text_lines_new();
    if (mode == ND_INDEX_WRITE) {
        index->full_text = nd_fulltext_new();
        index->lengths = nd_lengths_writer_new();
        index->store = nd_store_new();
        status = open_for_writing(index, wait_ms, err);
    } else {
        status = open_for_reading(index, mode, err);
    }
    if (status == ND_OK)
        status = prepare_connection(index, mode, err);
    if (status == ND_OK && mode == ND_INDEX_WRITE) {
        index->grams = nd_grams_open(index->db);
        status = nd_bulk_load_mend(index, err);
    }
    if (status == ND_OK && mode == ND_INDEX_WRITE)
        status = nd_store_open(index, err);
    if (status != ND_OK) {
        nd_index_close(index);
        index = NULL;
    }
    *out = index;
    return status;
}

enum nd_status nd_index_hold(struct nd_index *index, struct nd_error *err) {
    index->lock_fd = open(index->path, O_RDONLY | O_CLOEXEC);
    if (index->lock_fd < 0 || flock(index->lock_fd, LOCK_SH | LOCK_NB) != 0)
        return errno == EWOULDBLOCK
                   ? nd_error_set(err, ND_BUSY, "%s: a newsdex is writing to it; try again later",
                                  index->path)
                   : nd_error_set(err, ND_IO, "%s: cannot be locked: %s", index->path, strerror(errno));
    return ND_OK;
}

enum nd_status nd_index_join(struct nd_index *index, struct nd_index *other, struct nd_error *err) {
    struct stat a, b;

    for (;; index = index->beside) {
        if (stat(index->path, &a) == 0 && stat(other->path, &b) == 0 && a.st_dev == b.st_dev &&
            a.st_ino == b.st_ino)
            return nd_error_set(err, ND_IO, "%s is the same file as %s", other->path, index->path);
        if (index->beside == NULL)
            break;
    }
    index->beside = other;
    return ND_OK;
}

struct nd_index *nd_index_joined(struct nd_index *index, int64_t number) {
    while (index != NULL && --number > 0)
        index = index->beside;
    return number == 0 ? index : NULL;
}

static void close_one(struct nd_index *index) {
    struct nd_error ignored = ND_ERROR_INIT;

    for (int i = 0; i < ND_SQL_COUNT; i++)
        sqlite3_finalize(index->statements[i]);
    for (int i = 0; i < ND_SPARE_PAGES; i++)
        sqlite3_finalize(index->spare_pages[i]);
    nd_analyser_free(index->analyser);
    if (index->bulk_load.is_on && !sqlite3_get_autocommit(index->db))
        (void)sqlite3_exec(index->db, "ROLLBACK", NULL, NULL, NULL);
    if (nd_bulk_load_end(index, &ignored) != ND_OK) {
        ; /* the next one that writes does it */
    }
    sqlite3_close(index->db);
    if (index->lock_fd >= 0)
        close(index->lock_fd);
    nd_fulltext_free(index->full_text);
    free(index->lengths);
    nd_grams_close(index->grams);
    nd_store_free(index->store);
    nd_searcher_free(index->searcher);
    nd_arena_free(index->scratch);
    nd_buf_free(&index->sketch_log);
    free(index->sides);
    nd_buf_free(&index->line_log);
    nd_text_lines_free(index->lines);
    free(index->path);
    free(index);
}

void nd_index_close(struct nd_index *index) {
    while (index != NULL) {
        struct nd_index *beside = index->beside;
        close_one(index);
        index = beside;
    }
}

enum nd_status nd_index_begin(struct nd_index *index, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_BEGIN, err);

    nd_guard_begin(&index->guard);
    return stmt == NULL ? ND_DB : nd_sql_run(index, stmt, err);
}

enum nd_status nd_index_commit(struct nd_index *index, struct nd_error *err) {
    bool is_bulk_load = index->store->is_first_load && nd_fulltext_is_large(index->full_text);
    enum nd_status status = nd_fulltext_flush(index, err);

    if (status == ND_OK)
        status = nd_lengths_flush(index, err);
    if (status == ND_OK)
        status = nd_grams_flush(index, err);
    if (status == ND_OK)
        status = nd_copies_flush(index, err);
    if (status == ND_OK)
        status = nd_arrivals_flush(index, err);
    if (status == ND_OK)
        status = nd_boilerplate_flush(index, err);
    if (status != ND_OK)
        return status;
    status = nd_sql_run_id(index, ND_SQL_COMMIT, 0, err);
    if (status == ND_OK)
        status = is_bulk_load ? nd_bulk_load_begin(index, err) : nd_bulk_load_yield(index, err);
    return status == ND_OK ? nd_fulltext_merge_newest(index, true, err) : status;
}

enum nd_status nd_index_end(struct nd_index *index, enum nd_status status, struct nd_error *err) {
    if (status == ND_OK)
        return nd_index_commit(index, err);
    nd_index_rollback(index);
    return status;
}

/* What was remembered may have been rolled back with it. */
void nd_index_rollback(struct nd_index *index) {
    if (!sqlite3_get_autocommit(index->db))
        (void)sqlite3_exec(index->db, "ROLLBACK", NULL, NULL, NULL);
    nd_fulltext_discard(index->full_text);
    nd_lengths_writer_discard(index->lengths);
    nd_grams_discard(index->grams);
    nd_buf_clear(&index->sketch_log);
    nd_buf_clear(&index->line_log);
    nd_store_rollback(index->store);
}
