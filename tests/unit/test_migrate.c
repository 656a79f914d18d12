/*
 * Versions of the database: a new file, an older one, a newer one, another program's. An older file is made
 * by hand here; filled ones are migrated in tests/cli/identity.bats.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "analysis/fts5_tokenizer.h"
#include "index/db/migrate.h"
#include "index/db/steps.h"
#include "newsdex/index.h"
#include "newsdex/str.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char path[] = "/tmp/newsdex-migrate-XXXXXX";

static int make_file(void **state) {
    int fd;

    (void)state;
    memcpy(path + sizeof path - 7, "XXXXXX", 6);
    fd = mkstemp(path);
    return fd < 0 || close(fd) != 0;
}

static int remove_file(void **state) {
    static const char *const endings[] = {"", "-wal", "-shm", "-journal"};

    (void)state;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        char name[sizeof path + 8];
        snprintf(name, sizeof name, "%s%s", path, endings[i]);
        unlink(name);
    }
    return 0;
}

/* Runs a script on the file as another program would. */
static void run_script(const char *script) {
    sqlite3 *db;

    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, script, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static int64_t read_number(const char *query) {
    sqlite3 *db;
    sqlite3_stmt *stmt;
    int64_t number;

    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, query, -1, &stmt, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    number = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    return number;
}

static void assert_opens(enum nd_index_mode mode, enum nd_status expected, const char *message) {
    struct nd_error err = ND_ERROR_INIT;
    struct nd_index *index;
    enum nd_status status = nd_index_open(path, mode, 0, &index, &err);

    if (status != expected)
        print_error("%d instead of %d: %s\n", (int)status, (int)expected, err.message);
    assert_int_equal(status, expected);
    assert_true((index != NULL) == (status == ND_OK));
    if (message != NULL && strstr(err.message, message) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", err.message, message);
    nd_index_close(index);
}

static void assert_is_current(void) {
    assert_int_equal(read_number("PRAGMA user_version"), ND_SCHEMA_VERSION);
    assert_int_equal(read_number("PRAGMA application_id"), ND_APPLICATION_ID);
    assert_int_equal(read_number("SELECT count(*) FROM articles"), 0);
    assert_opens(ND_INDEX_READ, ND_OK, NULL);
    assert_opens(ND_INDEX_VERIFY, ND_OK, NULL);
    assert_opens(ND_INDEX_WRITE, ND_OK, NULL);
}

static void test_empty_file_is_filled(void **state) {
    (void)state;
    assert_opens(ND_INDEX_READ, ND_NOT_FOUND, "empty");
    assert_opens(ND_INDEX_WRITE, ND_OK, NULL);
    assert_is_current();
}

static void test_missing_file_is_made(void **state) {
    (void)state;
    assert_int_equal(unlink(path), 0);
    assert_opens(ND_INDEX_READ, ND_NOT_FOUND, path);
    assert_int_equal(access(path, F_OK), -1);
    assert_opens(ND_INDEX_WRITE, ND_OK, NULL);
    assert_is_current();
}

static void add_rows(sqlite3 *db, const char *query, struct nd_buf *out) {
    sqlite3_stmt *stmt;

    assert_int_equal(sqlite3_prepare_v2(db, query, -1, &stmt, NULL), SQLITE_OK);
    while (sqlite3_step(stmt) == SQLITE_ROW)
        for (int i = 0; i < sqlite3_column_count(stmt); i++) {
            const char *text = (const char *)sqlite3_column_text(stmt, i);
            nd_buf_addf(out, "%s\n", text == NULL ? "NULL" : text);
        }
    sqlite3_finalize(stmt);
}

/* What a database without articles is: its objects, its rows but for those that are drawn by chance. */
static void describe(sqlite3 *db, struct nd_buf *out) {
    sqlite3_stmt *counts;

    add_rows(db, "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name", out);
    /* Of a sequence that has not begun there is a row of 0 or none. */
    assert_int_equal(
        sqlite3_prepare_v2(db,
                           "SELECT 'SELECT ''' || name || ''', count(*) FROM ' || quote(name)"
                           " FROM sqlite_schema WHERE type = 'table' AND name <> 'sqlite_sequence'"
                           " ORDER BY name",
                           -1, &counts, NULL),
        SQLITE_OK);
    while (sqlite3_step(counts) == SQLITE_ROW)
        add_rows(db, (const char *)sqlite3_column_text(counts, 0), out);
    sqlite3_finalize(counts);
    add_rows(db, "SELECT name, CASE name WHEN 'database' THEN length(value) ELSE value END FROM state", out);
    add_rows(db, "SELECT id, hex(block) FROM article_fts_data", out);
    add_rows(db, "SELECT k, v FROM article_fts_config", out);
}

static void test_new_file_is_what_the_steps_come_to(void **state) {
    struct nd_error err = ND_ERROR_INIT;
    struct nd_buf made = {0}, stepped = {0};
    sqlite3 *db;

    (void)state;
    assert_opens(ND_INDEX_WRITE, ND_OK, NULL);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(nd_fts5_tokenizer_register(db, &err), ND_OK);
    describe(db, &made);
    sqlite3_close(db);
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    assert_int_equal(nd_fts5_tokenizer_register(db, &err), ND_OK);
    for (size_t i = 0; i < sizeof nd_schema_steps / sizeof *nd_schema_steps; i++)
        assert_int_equal(sqlite3_exec(db, nd_schema_steps[i], NULL, NULL, NULL), SQLITE_OK);
    describe(db, &stepped);
    sqlite3_close(db);
    assert_string_equal(made.ptr, stepped.ptr);
    nd_buf_free(&made);
    nd_buf_free(&stepped);
}

static void test_opening_again_changes_nothing(void **state) {
    int64_t version;

    (void)state;
    assert_opens(ND_INDEX_WRITE, ND_OK, NULL);
    version = read_number("PRAGMA schema_version");
    assert_opens(ND_INDEX_WRITE, ND_OK, NULL);
    assert_int_equal(read_number("PRAGMA schema_version"), version);
}

/* Older files: what made them, and what must be true once they are migrated. */
static const struct older {
    int version;
    const char *script;
    const char *query;
    int64_t answer;
} older_files[] = {
    /* Version 0: an ingest that was killed before it made any table. */
    {0, "PRAGMA application_id = 1852078129; PRAGMA user_version = 0", "SELECT count(*) FROM file", 0},
};

static void test_older_files_are_migrated(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof older_files / sizeof *older_files; i++) {
        const struct older *older = &older_files[i];
        run_script(older->script);
        assert_int_equal(read_number("PRAGMA user_version"), older->version);
        assert_opens(ND_INDEX_READ, ND_DB, "older");
        assert_int_equal(read_number("PRAGMA user_version"), older->version);
        assert_opens(ND_INDEX_WRITE, ND_OK, NULL);
        assert_is_current();
        assert_int_equal(read_number(older->query), older->answer);
        remove_file(NULL);
    }
}

/* A step that fails leaves the version that was there. */
static void test_failed_migration_is_undone(void **state) {
    (void)state;
    run_script("PRAGMA application_id = 1852078129; CREATE TABLE topic (in_the_way)");
    assert_opens(ND_INDEX_WRITE, ND_DB, NULL);
    assert_int_equal(read_number("PRAGMA user_version"), 0);
    assert_int_equal(read_number("SELECT count(*) FROM sqlite_schema"), 1);
}

static void test_newer_file_is_left_alone(void **state) {
    char script[64];

    (void)state;
    assert_opens(ND_INDEX_WRITE, ND_OK, NULL);
    snprintf(script, sizeof script, "PRAGMA user_version = %d", ND_SCHEMA_VERSION + 1);
    run_script(script);
    assert_opens(ND_INDEX_READ, ND_DB, "newer");
    assert_opens(ND_INDEX_WRITE, ND_DB, "newer");
    assert_int_equal(read_number("PRAGMA user_version"), ND_SCHEMA_VERSION + 1);
}

static void test_other_programs_files_are_left_alone(void **state) {
    static const char *const scripts[] = {
        "CREATE TABLE recipe (name)",
        "PRAGMA application_id = 42",
        "PRAGMA application_id = 42; CREATE TABLE recipe (name)",
        "PRAGMA user_version = 1; CREATE TABLE file (id)",
    };

    (void)state;
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        int64_t version;
        run_script(scripts[i]);
        version = read_number("PRAGMA schema_version");
        assert_opens(ND_INDEX_READ, ND_DB, "another program");
        assert_opens(ND_INDEX_WRITE, ND_DB, "another program");
        assert_int_equal(read_number("PRAGMA schema_version"), version);
        remove_file(NULL);
    }
}

static void test_no_database_at_all(void **state) {
    FILE *file = fopen(path, "w");

    (void)state;
    assert_non_null(file);
    for (int i = 0; i < 5000; i++)
        assert_true(fputs("no database ", file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_opens(ND_INDEX_READ, ND_DB, path);
    assert_opens(ND_INDEX_WRITE, ND_DB, path);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_file, remove_file)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_empty_file_is_filled),
        TEST(test_missing_file_is_made),
        TEST(test_new_file_is_what_the_steps_come_to),
        TEST(test_opening_again_changes_nothing),
        TEST(test_older_files_are_migrated),
        TEST(test_failed_migration_is_undone),
        TEST(test_newer_file_is_left_alone),
        TEST(test_other_programs_files_are_left_alone),
        TEST(test_no_database_at_all),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
