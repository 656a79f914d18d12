/*
 * A database on a failing disk. A virtual file system between SQLite and the real one counts the calls that
 * change something and makes the Nth fail; for every N of a small ingest the database must then be whole, and
 * the next ingest must make it what an undisturbed one would have made. ND_LONG=1 tries every N, otherwise
 * some are left out.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsdex/alloc.h"
#include "newsdex/ingest.h"
#include "newsdex/limits.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SEEDS "seeds"
#define DUMP "tests/fault/dump.sql"

enum { SHORT_FORM_TRIALS = 12 };

enum fault {
    FAULT_NONE,
    FAULT_ONCE,  /* an I/O error, once */
    FAULT_SHORT, /* half of a write arrives, once */
    FAULT_FULL,  /* the disk is full from there on */
    FAULT_DEAD   /* every call fails from there on */
};

static enum fault fault;
static int calls, fails_at;
static sqlite3_vfs *real_vfs;

struct fault_file {
    sqlite3_file base;
    sqlite3_file *real; /* in the bytes behind this struct */
};

static sqlite3_file *real_of(sqlite3_file *file) {
    return ((struct fault_file *)(void *)file)->real;
}

/* Counts a call; true when it is to fail. */
static bool is_due(void) {
    int number = ++calls;

    if (fault == FAULT_NONE)
        return false;
    return fault == FAULT_FULL || fault == FAULT_DEAD ? number >= fails_at : number == fails_at;
}

static int on_close(sqlite3_file *file) {
    return real_of(file)->pMethods->xClose(real_of(file));
}

static int on_read(sqlite3_file *file, void *to, int count, sqlite3_int64 at) {
    return real_of(file)->pMethods->xRead(real_of(file), to, count, at);
}

static int on_write(sqlite3_file *file, const void *from, int count, sqlite3_int64 at) {
    if (!is_due())
        return real_of(file)->pMethods->xWrite(real_of(file), from, count, at);
    if (fault == FAULT_FULL)
        return SQLITE_FULL;
    if (fault == FAULT_SHORT)
        (void)real_of(file)->pMethods->xWrite(real_of(file), from, count / 2, at);
    return SQLITE_IOERR_WRITE;
}

static int on_truncate(sqlite3_file *file, sqlite3_int64 size) {
    return is_due() ? SQLITE_IOERR_TRUNCATE : real_of(file)->pMethods->xTruncate(real_of(file), size);
}

static int on_sync(sqlite3_file *file, int flags) {
    return is_due() ? SQLITE_IOERR_FSYNC : real_of(file)->pMethods->xSync(real_of(file), flags);
}

static int on_size(sqlite3_file *file, sqlite3_int64 *size) {
    return real_of(file)->pMethods->xFileSize(real_of(file), size);
}

static int on_lock(sqlite3_file *file, int level) {
    return real_of(file)->pMethods->xLock(real_of(file), level);
}

static int on_unlock(sqlite3_file *file, int level) {
    return real_of(file)->pMethods->xUnlock(real_of(file), level);
}

static int on_check_lock(sqlite3_file *file, int *is_reserved) {
    return real_of(file)->pMethods->xCheckReservedLock(real_of(file), is_reserved);
}

static int on_control(sqlite3_file *file, int operation, void *argument) {
    return real_of(file)->pMethods->xFileControl(real_of(file), operation, argument);
}

static int on_sector_size(sqlite3_file *file) {
    return real_of(file)->pMethods->xSectorSize(real_of(file));
}

static int on_characteristics(sqlite3_file *file) {
    return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

static int on_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **at) {
    return real_of(file)->pMethods->xShmMap(real_of(file), page, size, extend, at);
}

static int on_shm_lock(sqlite3_file *file, int offset, int count, int flags) {
    return real_of(file)->pMethods->xShmLock(real_of(file), offset, count, flags);
}

static void on_shm_barrier(sqlite3_file *file) {
    real_of(file)->pMethods->xShmBarrier(real_of(file));
}

static int on_shm_unmap(sqlite3_file *file, int is_deleted) {
    return real_of(file)->pMethods->xShmUnmap(real_of(file), is_deleted);
}

/* Version 2: without memory mapping, so that every change passes here. */
static const sqlite3_io_methods methods = {.iVersion = 2,
                                           .xClose = on_close,
                                           .xRead = on_read,
                                           .xWrite = on_write,
                                           .xTruncate = on_truncate,
                                           .xSync = on_sync,
                                           .xFileSize = on_size,
                                           .xLock = on_lock,
                                           .xUnlock = on_unlock,
                                           .xCheckReservedLock = on_check_lock,
                                           .xFileControl = on_control,
                                           .xSectorSize = on_sector_size,
                                           .xDeviceCharacteristics = on_characteristics,
                                           .xShmMap = on_shm_map,
                                           .xShmLock = on_shm_lock,
                                           .xShmBarrier = on_shm_barrier,
                                           .xShmUnmap = on_shm_unmap};

static int on_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags) {
    struct fault_file *wrapped = (struct fault_file *)(void *)file;
    int code;

    (void)vfs;
    file->pMethods = NULL;
    if ((flags & SQLITE_OPEN_CREATE) != 0 && is_due())
        return SQLITE_CANTOPEN;
    wrapped->real = (sqlite3_file *)(void *)(wrapped + 1);
    code = real_vfs->xOpen(real_vfs, name, wrapped->real, flags, out_flags);
    if (code == SQLITE_OK)
        file->pMethods = &methods;
    return code;
}

static int on_delete(sqlite3_vfs *vfs, const char *name, int sync_folder) {
    (void)vfs;
    return is_due() ? SQLITE_IOERR_DELETE : real_vfs->xDelete(real_vfs, name, sync_folder);
}

static sqlite3_vfs *fault_vfs(void) {
    static sqlite3_vfs vfs;

    real_vfs = sqlite3_vfs_find(NULL);
    vfs = *real_vfs;
    vfs.zName = "fault";
    vfs.pNext = NULL;
    vfs.szOsFile = (int)sizeof(struct fault_file) + real_vfs->szOsFile;
    vfs.xOpen = on_open;
    vfs.xDelete = on_delete;
    return &vfs;
}

/* A folder of its own, the database in it and what an undisturbed ingest puts there. */
struct fixture {
    char folder[64], database[96];
    struct nd_buf expected;
    int call_count;
};

static void remove_database(const struct fixture *fixture) {
    static const char *const endings[] = {"", "-wal", "-shm", "-journal"};
    char path[128];

    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        snprintf(path, sizeof path, "%s%s", fixture->database, endings[i]);
        (void)unlink(path);
    }
}

static enum nd_status ingest(const struct fixture *fixture, struct nd_error *err) {
    struct nd_str root = nd_str_from(SEEDS);
    struct nd_ingest_options options = {.roots = &root, .root_count = 1, .jobs = 2, .max_size = ND_MAX_FILE};
    struct nd_ingest_totals totals;
    struct nd_index *index = NULL;
    enum nd_status status = nd_index_open(fixture->database, ND_INDEX_WRITE, 0, &index, err);

    if (status == ND_OK)
        status = nd_ingest(index, &options, NULL, NULL, &totals, err);
    nd_index_close(index);
    return status;
}

static int add_row(void *context, int count, char **values, char **names) {
    struct nd_buf *buf = context;

    (void)names;
    for (int i = 0; i < count; i++)
        nd_buf_addf(buf, "%s|", values[i] == NULL ? "NULL" : values[i]);
    nd_buf_add_char(buf, '\n');
    return 0;
}

static void dump(const struct fixture *fixture, struct nd_buf *out) {
    struct nd_buf script = {0};
    struct nd_file_stamp stamp;
    struct nd_error err = ND_ERROR_INIT;
    sqlite3 *db = NULL;

    nd_buf_clear(out);
    assert_int_equal(nd_source_read(DUMP, ND_MAX_FILE, &script, &stamp, &err), ND_OK);
    assert_int_equal(sqlite3_open_v2(fixture->database, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, script.ptr, add_row, out, NULL), SQLITE_OK);
    sqlite3_close(db);
    nd_buf_free(&script);
}

static void report(void *context, struct nd_str fault_text) {
    fprintf(stderr, "%.*s\n", (int)fault_text.len, fault_text.ptr);
    (*(int *)context)++;
}

/* Whole, or not there at all yet. */
static void assert_whole(const struct fixture *fixture) {
    struct nd_error err = ND_ERROR_INIT;
    struct nd_index *index = NULL;
    int faults = 0;
    bool is_sound = false;
    enum nd_status status = nd_index_open(fixture->database, ND_INDEX_VERIFY, 0, &index, &err);

    if (status == ND_NOT_FOUND)
        return;
    assert_string_equal(err.message, "");
    assert_int_equal(nd_index_verify(index, report, &faults, &is_sound, &err), ND_OK);
    nd_index_close(index);
    assert_true(is_sound);
    assert_int_equal(nd_index_verify_words(fixture->database, report, &faults, &err), ND_OK);
    assert_int_equal(faults, 0);
}

static int set_up(void **state) {
    struct fixture *fixture = nd_alloc_array(1, sizeof *fixture);
    struct nd_error err = ND_ERROR_INIT;

    snprintf(fixture->folder, sizeof fixture->folder, "/tmp/newsdex-faults-XXXXXX");
    if (mkdtemp(fixture->folder) == NULL)
        return 1;
    snprintf(fixture->database, sizeof fixture->database, "%s/n.db", fixture->folder);
    sqlite3_vfs_register(fault_vfs(), 1);
    fault = FAULT_NONE;
    calls = 0;
    if (ingest(fixture, &err) != ND_OK)
        return 1;
    fixture->call_count = calls;
    dump(fixture, &fixture->expected);
    *state = fixture;
    return 0;
}

static int tear_down(void **state) {
    struct fixture *fixture = *state;

    remove_database(fixture);
    (void)rmdir(fixture->folder);
    nd_buf_free(&fixture->expected);
    free(fixture);
    return 0;
}

static void fail_and_recover(const struct fixture *fixture, enum fault kind, int at) {
    struct nd_error err = ND_ERROR_INIT;
    struct nd_buf found = {0};
    enum nd_status status;

    remove_database(fixture);
    fault = kind;
    fails_at = at;
    calls = 0;
    status = ingest(fixture, &err);
    if (status != ND_OK)
        assert_string_not_equal(err.message, "");
    fault = FAULT_NONE;
    assert_whole(fixture);
    err = (struct nd_error)ND_ERROR_INIT;
    if (ingest(fixture, &err) != ND_OK)
        fail_msg("fault %d at call %d: then %s", (int)kind, at, err.message);
    assert_whole(fixture);
    dump(fixture, &found);
    if (!nd_str_eq(nd_buf_str(&found), nd_buf_str(&fixture->expected)))
        fail_msg("fault %d at call %d: another database", (int)kind, at);
    nd_buf_free(&found);
}

static void try_all(const struct fixture *fixture, enum fault kind) {
    int step = getenv("ND_LONG") != NULL ? 1 : fixture->call_count / SHORT_FORM_TRIALS + 1;

    assert_true(fixture->call_count > 10);
    for (int at = 1; at <= fixture->call_count; at += step)
        fail_and_recover(fixture, kind, at);
}

static void comes_through_an_io_error(void **state) {
    try_all(*state, FAULT_ONCE);
}

static void comes_through_a_short_write(void **state) {
    try_all(*state, FAULT_SHORT);
}

static void comes_through_a_full_disk(void **state) {
    try_all(*state, FAULT_FULL);
}

static void comes_through_a_dead_disk(void **state) {
    try_all(*state, FAULT_DEAD);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comes_through_an_io_error),
        cmocka_unit_test(comes_through_a_short_write),
        cmocka_unit_test(comes_through_a_full_disk),
        cmocka_unit_test(comes_through_a_dead_disk),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
