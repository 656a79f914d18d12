#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "analysis/fts5_tokenizer.h"

#include <stdio.h>
#include <string.h>

struct article {
    const char *language, *text;
};

static const struct article articles[] = {
    {"fr", "L'ironie du modèle, vive l'Europe"},
    {"fr", "Les modèles et le thé"},
    {"en", "The models at Meta's office don't run"},
    {"ja", "東京都の天気"},
    {"th", "ภาษาไทย"},
    {"", "plain text, no language"},
};

struct match {
    const char *expression, *rows;
};

static const struct match matches[] = {
    {"modele", "1 2 3 "},
    {"modèles", "1 2 3 "},
    {"thé", "2 "},
    {"the", "2 3 "},
    {"model", "1 2 3 "},
    {"ironie", "1 "},
    {"\"vive europe\"", "1 "},
    {"\"vive l'europe\"", "1 "},
    {"l", "1 "},
    {"Meta", "3 "},
    {"\"Meta’s\"", "3 "},
    {"dont", "3 "},
    {"東京", "4 "},
    {"京*", "4 "},
    {"気*", "4 "},
    {"\"東京都\"", "4 "},
    {"\"京東\"", ""},
    {"ไทย", "5 "},
    {"ทย*", "5 "},
    {"mod*", "1 2 3 "},
    {"\"\x01"
     "model\"",
     "1 2 3 "},
    {"\"\x02"
     "modèle\"",
     "1 "},
    {"\"\x03models\"", "3 "},
    {"\"\x03Models\"", ""},
};

static sqlite3 *db;

static void run(const char *sql) {
    char *message = NULL;

    (void)sqlite3_exec(db, sql, NULL, NULL, &message);
    if (message != NULL)
        print_message("# %s\n", message);
    assert_null(message);
}

static void insert(size_t row) {
    sqlite3_stmt *statement = NULL;
    struct nd_buf text = {NULL, 0, 0};

    nd_language_tag(nd_str_from(articles[row].language), &text);
    nd_buf_add_z(&text, articles[row].text);
    assert_int_equal(
        sqlite3_prepare_v2(db, "INSERT INTO t(rowid, body) VALUES (?1, ?2)", -1, &statement, NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_bind_int64(statement, 1, (sqlite3_int64)row + 1), SQLITE_OK);
    assert_int_equal(sqlite3_bind_text(statement, 2, text.ptr, (int)text.len, SQLITE_STATIC), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_DONE);
    assert_int_equal(sqlite3_finalize(statement), SQLITE_OK);
    nd_buf_free(&text);
}

static void assert_rows(const char *expression, const char *expected) {
    sqlite3_stmt *statement = NULL;
    struct nd_buf rows = {NULL, 0, 0};
    int code;

    assert_int_equal(
        sqlite3_prepare_v2(db, "SELECT rowid FROM t WHERE t MATCH ?1 ORDER BY rowid", -1, &statement, NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_bind_text(statement, 1, expression, -1, SQLITE_STATIC), SQLITE_OK);
    while ((code = sqlite3_step(statement)) == SQLITE_ROW)
        nd_buf_addf(&rows, "%d ", sqlite3_column_int(statement, 0));
    assert_int_equal(code, SQLITE_DONE);
    assert_string_equal(rows.ptr == NULL ? "" : rows.ptr, expected);
    assert_int_equal(sqlite3_finalize(statement), SQLITE_OK);
    nd_buf_free(&rows);
}

static void create_table(void) {
    run("DROP TABLE IF EXISTS t; CREATE VIRTUAL TABLE t USING fts5(body, tokenize = 'newsdex')");
}

static void matches_find_their_rows(void **state) {
    static const struct nd_str languages[] = {ND_STR_INIT("fr"), ND_STR_INIT("en")};

    (void)state;
    create_table();
    for (size_t i = 0; i < sizeof articles / sizeof articles[0]; i++)
        insert(i);
    nd_fts5_tokenizer_languages(db, languages, 2);
    for (size_t i = 0; i < sizeof matches / sizeof matches[0]; i++)
        assert_rows(matches[i].expression, matches[i].rows);
    nd_fts5_tokenizer_languages(db, NULL, 0);
    assert_rows("modeles", "2 ");
    run("INSERT INTO t(t) VALUES ('integrity-check')");
    run("INSERT INTO t(t) VALUES ('rebuild')");
    run("INSERT INTO t(t) VALUES ('integrity-check')");
    run("DELETE FROM t");
    run("INSERT INTO t(t) VALUES ('integrity-check')");
    assert_rows("ironie", "");
}

static int open_database(void **state) {
    struct nd_error err = ND_ERROR_INIT;

    (void)state;
    return sqlite3_open(":memory:", &db) == SQLITE_OK && nd_fts5_tokenizer_register(db, &err) == ND_OK ? 0
                                                                                                       : -1;
}

static int close_database(void **state) {
    (void)state;
    return sqlite3_close(db) == SQLITE_OK ? 0 : -1;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(matches_find_their_rows),
    };

    return cmocka_run_group_tests(tests, open_database, close_database);
}
