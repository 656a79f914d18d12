/*
 * A small database that is damaged as the bytes of an input say, for the fuzz target: records and their
 * types, the blobs of the full-text index, the schema, the pages of the file.
 */
#ifndef TESTS_DAMAGE_H
#define TESTS_DAMAGE_H

#include "any_query.h"

#include <sqlite3.h>
#include <sys/stat.h>

enum { DAMAGE_MOST = 24, DAMAGE_ROW = 1 << 16, DAMAGE_COLUMNS = 160 };

/* The input, from the first byte on; zeros behind its end. */
struct damage_input {
    const uint8_t *at, *end;
};

static inline uint32_t damage_take(struct damage_input *input, uint32_t below) {
    uint32_t number = 0;

    for (uint32_t left = below - 1; left > 0; left >>= 8)
        number = number << 8 | (input->at < input->end ? *input->at++ : 0);
    return below == 0 ? 0 : number % below;
}

static inline void damage_run(sqlite3 *db, const char *script) {
    (void)sqlite3_exec(db, script, NULL, NULL, NULL);
}

/* An endless view, or a column of 200 MB, may be in the way of the next damage. */
static inline int damage_give_up(void *context) {
    (void)context;
    return 1;
}

static inline sqlite3 *damage_open(const char *path) {
    sqlite3 *db = NULL;

    any_query_require(sqlite3_open(path, &db) == SQLITE_OK, "the file can be opened");
    sqlite3_progress_handler(db, 100000, damage_give_up, NULL);
    sqlite3_limit(db, SQLITE_LIMIT_LENGTH, 4 << 20);
    damage_run(db, "PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY");
    return db;
}

/* Some bytes of a blob become others, are left out, doubled or made large numbers. */
static inline void damage_bytes(struct damage_input *input, uint8_t *bytes, uint32_t *size) {
    uint32_t at = damage_take(input, *size + 1), length = 1 + damage_take(input, 12), kind;

    /* Counts and offsets stand at the beginning, and at the end. */
    kind = damage_take(input, 12);
    at = kind % 3 == 0 ? at % 12 : kind % 3 == 1 && *size > 16 ? *size - 1 - at % 16 : at;
    at = at > *size ? *size : at;
    length = at + length > *size ? *size - at : length;
    switch (kind / 3) {
    case 0:
        for (uint32_t i = 0; i < length; i++)
            bytes[at + i] = (uint8_t)damage_take(input, 256);
        break;
    case 1:
        memset(bytes + at, damage_take(input, 2) == 0 ? 0xff : 0x80, length);
        break;
    case 2:
        memmove(bytes + at, bytes + at + length, *size - at - length);
        *size -= length;
        break;
    default:
        if (*size + length <= DAMAGE_ROW) {
            memmove(bytes + at + length, bytes + at, *size - at);
            *size += length;
        }
    }
}

/* Damages the blob in the second column of some row: ?1 chooses it; update has its key as ?1, the blob as ?2.
 */
static inline void damage_blob(struct damage_input *input, sqlite3 *db, const char *select,
                               const char *update) {
    static uint8_t bytes[DAMAGE_ROW + 16];
    sqlite3_stmt *stmt = NULL;
    uint32_t size = 0;
    int64_t key = 0;

    if (sqlite3_prepare_v2(db, select, -1, &stmt, NULL) == SQLITE_OK) {
        sqlite3_bind_int(stmt, 1, (int)damage_take(input, 1 << 12));
        if (sqlite3_step(stmt) == SQLITE_ROW && sqlite3_column_bytes(stmt, 1) < DAMAGE_ROW) {
            key = sqlite3_column_int64(stmt, 0);
            size = (uint32_t)sqlite3_column_bytes(stmt, 1);
            if (size > 0)
                memcpy(bytes, sqlite3_column_blob(stmt, 1), size);
        }
    }
    sqlite3_finalize(stmt);
    for (uint32_t left = 1 + damage_take(input, 4); left > 0 && size > 0; left--)
        damage_bytes(input, bytes, &size);
    if (sqlite3_prepare_v2(db, update, -1, &stmt, NULL) == SQLITE_OK) {
        sqlite3_bind_int64(stmt, 1, key);
        sqlite3_bind_blob(stmt, 2, bytes, (int)size, SQLITE_STATIC);
        (void)sqlite3_step(stmt);
    }
    sqlite3_finalize(stmt);
}

#define DAMAGE_ANY(table) " LIMIT 1 OFFSET ?1 % (SELECT max(1, count(*)) FROM " table ")"

static inline void damage_index(struct damage_input *input, sqlite3 *db) {
    static const char *const blobs[][2] = {
        {"SELECT id, block FROM article_fts_data WHERE id > 10"
         " LIMIT 1 OFFSET ?1 % (SELECT max(1, count(*) - 2) FROM article_fts_data)",
         "UPDATE article_fts_data SET block = ?2 WHERE id = ?1"},
        {"SELECT id, block FROM article_fts_data WHERE id = 10 AND ?1 >= 0",
         "UPDATE article_fts_data SET block = ?2 WHERE id = ?1"},
        {"SELECT id, block FROM article_fts_data WHERE id = 1 AND ?1 >= 0",
         "UPDATE article_fts_data SET block = ?2 WHERE id = ?1"},
        {"SELECT id, sz FROM article_fts_docsize" DAMAGE_ANY("article_fts_docsize"),
         "UPDATE article_fts_docsize SET sz = ?2 WHERE id = ?1"},
        {"SELECT block, lengths FROM norm" DAMAGE_ANY("norm"),
         "UPDATE norm SET lengths = ?2 WHERE block = ?1"},
        {"SELECT pgno, term FROM article_fts_idx" DAMAGE_ANY("article_fts_idx"),
         "UPDATE OR IGNORE article_fts_idx SET term = ?2 WHERE pgno = ?1"},
        {"SELECT first, entries FROM sketch" DAMAGE_ANY("sketch"),
         "UPDATE sketch SET entries = ?2 WHERE first = ?1"},
        {"SELECT block, bits FROM gram" DAMAGE_ANY("gram"), "UPDATE gram SET bits = ?2 WHERE block = ?1"},
    };
    static const char *const others[] = {
        "UPDATE article_fts_idx SET pgno = abs(random()) % 100",
        "UPDATE article_fts_idx SET pgno = 9223372036854775807, segid = -1",
        "UPDATE article_fts_data SET id = id + 1 WHERE id > 10",
        "UPDATE OR REPLACE article_fts_data SET id = id + (1 << 37) WHERE id > 10",
        "UPDATE article_fts_data SET block = 'text'",
        "UPDATE article_fts_data SET block = 7 WHERE id = 10",
        "UPDATE article_fts_data SET block = zeroblob(65536) WHERE id > 10",
        "DELETE FROM article_fts_data WHERE id > 10",
        "DELETE FROM article_fts_config",
        "UPDATE article_fts_config SET v = 5",
        "INSERT OR REPLACE INTO article_fts_config (k, v) VALUES ('pgsz', 32)",
        "UPDATE norm SET block = block + 4194303",
    };
    uint32_t which = damage_take(input, 16);

    if (which < 12)
        damage_blob(input, db, blobs[which < 5 ? 0 : which - 4][0], blobs[which < 5 ? 0 : which - 4][1]);
    else
        damage_run(db, others[damage_take(input, sizeof others / sizeof *others)]);
}

/* "table" SET "column", of any there is; sqlite3_free() it. */
static inline char *damage_column(struct damage_input *input, sqlite3 *db) {
    static const char select[] = "SELECT printf('\"%w\" SET \"%w\"', entry.name, stored.name)"
                                 " FROM sqlite_schema AS entry, pragma_table_xinfo(entry.name) AS stored"
                                 " WHERE entry.type = 'table' AND entry.sql LIKE 'CREATE TABLE%' AND "
                                 "entry.name <> 'kept' AND hidden = 0"
                                 " ORDER BY entry.name, stored.name LIMIT 1 OFFSET ?1";
    sqlite3_stmt *stmt = NULL;
    char *column = NULL;

    if (sqlite3_prepare_v2(db, select, -1, &stmt, NULL) == SQLITE_OK) {
        sqlite3_bind_int(stmt, 1, (int)damage_take(input, DAMAGE_COLUMNS));
        if (sqlite3_step(stmt) == SQLITE_ROW)
            column = sqlite3_mprintf("%s", (const char *)sqlite3_column_text(stmt, 0));
    }
    sqlite3_finalize(stmt);
    return column;
}

/* A value of any type in a column of some row. */
static inline void damage_value(struct damage_input *input, sqlite3 *db) {
    static const char *const values[] = {"NULL",
                                         "''",
                                         "0",
                                         "1",
                                         "2",
                                         "-1",
                                         "1.5",
                                         "9e999",
                                         "4294967295",
                                         "4294967296",
                                         "1000000000",
                                         "999999999",
                                         "9223372036854775807",
                                         "-9223372036854775807 - 1",
                                         "x'ff00fe'",
                                         "zeroblob(100000)",
                                         "char(0) || 'a'",
                                         "char(27) || '[31m'",
                                         "'zh-Hant'",
                                         "'q' || char(1)",
                                         "CAST(x'fffe80' AS TEXT)",
                                         "'{\"url\":[1],\"title\":{},\"images\":[1,{\"url\":{}}]}'",
                                         "'[[[[[['",
                                         "'9999-12-31'",
                                         "'0001-01-01'",
                                         "'-5000-01-01'",
                                         "'first-paragraph'",
                                         "replace(hex(zeroblob(500)), '0', 'qwen cranes ')"};
    char *column = damage_column(input, db);
    const char *value = values[damage_take(input, sizeof values / sizeof *values)];
    char *script = sqlite3_mprintf("UPDATE OR IGNORE %s = %s WHERE %u = 0 OR abs(random()) %% 4 = 0", column,
                                   value, damage_take(input, 2));

    damage_run(db, script);
    sqlite3_free(script);
    sqlite3_free(column);
}

/* The schema as it was, and without what keeps values from being of any type. */
static inline void damage_values(struct damage_input *input, sqlite3 *db, const char *path, sqlite3 **again) {
    damage_run(
        db,
        "PRAGMA writable_schema = 1; CREATE TABLE kept AS SELECT name, sql FROM sqlite_schema;"
        " UPDATE sqlite_schema SET sql = replace(replace(replace(replace(sql, 'STRICT, WITHOUT', 'WITHOUT'),"
        " ') STRICT', ')'), 'NOT NULL', ''), 'CHECK (', 'CHECK (1 OR ') WHERE type = 'table'");
    sqlite3_close(db);
    db = damage_open(path);
    damage_run(db, "PRAGMA foreign_keys = 0; BEGIN");
    for (uint32_t left = 1 + damage_take(input, 4); left > 0; left--)
        damage_value(input, db);
    damage_run(db, "COMMIT; PRAGMA writable_schema = 1; UPDATE sqlite_schema AS s SET sql = coalesce((SELECT "
                   "kept.sql FROM"
                   " kept WHERE kept.name = s.name AND kept.sql LIKE 'CREATE TABLE%'), sql);"
                   " PRAGMA writable_schema = 0");
    sqlite3_close(db);
    *again = damage_open(path);
    damage_run(*again, "DROP TABLE kept");
}

#define DAMAGE_REPLACE(name, from, to)                                                                       \
    "PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = replace(sql, " from ", " to                  \
    ") WHERE name = " name "; PRAGMA writable_schema = 0"
#define DAMAGE_ENDLESS "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x"

static inline void damage_schema(struct damage_input *input, sqlite3 *db) {
    static const char *const scripts[] = {
        "CREATE TRIGGER a AFTER INSERT ON file BEGIN DELETE FROM article; END",
        "CREATE TRIGGER a BEFORE INSERT ON article BEGIN SELECT RAISE(IGNORE); END",
        "CREATE TRIGGER a BEFORE INSERT ON article BEGIN SELECT length(hex(zeroblob(400000000))); END",
        "ALTER TABLE article RENAME TO other; CREATE VIEW article AS SELECT other.* FROM other, "
        "(" DAMAGE_ENDLESS " FROM c)",
        "DROP VIEW article_text; CREATE VIEW article_text AS " DAMAGE_ENDLESS
        " AS id, 'qwen' AS title, '' AS excerpt, '' AS topics, '' AS body FROM c",
        "DROP VIEW article_text; CREATE VIEW article_text AS SELECT rowid AS id, title, excerpt, topics, body"
        " FROM article_fts",
        "DROP TABLE mention",
        "DROP TABLE norm",
        "DROP TABLE article_fts_data",
        "DROP INDEX article_language",
        "CREATE INDEX evil ON article (hex(body || zeroblob(100)))",
        "CREATE TABLE mine (a, b); CREATE INDEX mine_a ON mine (a); CREATE VIEW ours AS SELECT * FROM "
        "articles",
        DAMAGE_REPLACE("'article'", "'language_tag TEXT GENERATED ALWAYS AS ('",
                       "'language_tag TEXT GENERATED ALWAYS AS (printf(''%.*c'', 200000000, ''x'') || '"),
        DAMAGE_REPLACE("'article_fts'", "'tokenize = ''newsdex'''", "'tokenize = ''unicode61'''"),
        DAMAGE_REPLACE("'article_fts'", "'content = ''article_text'''", "'content = ''sqlite_schema'''"),
        DAMAGE_REPLACE("'article_fts'", "'newsdex'''", "'newsdex'', detail = none"),
        DAMAGE_REPLACE("'file'", "sql", "'CREATE TABLE file ('"),
        "PRAGMA writable_schema = 1; UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema"
        " WHERE name = 'article') WHERE name = 'file'",
        "PRAGMA writable_schema = 1; UPDATE sqlite_schema SET rootpage = 99999 WHERE name = 'article'",
        "PRAGMA writable_schema = 1; UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema"
        " WHERE name = 'article_key') WHERE name = 'article_language'",
        "PRAGMA writable_schema = 1; UPDATE sqlite_schema SET type = 'view', rootpage = 0, sql = 'CREATE VIEW"
        " article_fts_data AS " DAMAGE_ENDLESS " AS id, zeroblob(1000) AS block FROM c' WHERE name ="
        " 'article_fts_data'",
        "PRAGMA user_version = -5",
        "PRAGMA user_version = 0",
        "PRAGMA user_version = 1",
        "PRAGMA user_version = 99",
        "PRAGMA application_id = 0",
        "PRAGMA encoding = 'UTF-16'",
        "INSERT INTO state VALUES ('unfinished', 'yes')",
        "UPDATE target SET article_id = NULL"};

    damage_run(db, scripts[damage_take(input, sizeof scripts / sizeof *scripts)]);
}

/* Bytes of the file become others, or what stands elsewhere in it. */
static inline void damage_file(struct damage_input *input, const char *path) {
    FILE *file = fopen(path, "r+b");
    uint8_t bytes[64];
    long size;

    any_query_require(file != NULL && fseek(file, 0, SEEK_END) == 0, "the file can be written");
    size = ftell(file);
    for (uint32_t left = 1 + damage_take(input, 6); left > 0 && size > 0; left--) {
        long from = (long)(damage_take(input, 1 << 24) % (uint32_t)size);
        long to =
            damage_take(input, 3) == 0 ? from % 200 : (long)(damage_take(input, 1 << 24) % (uint32_t)size);
        uint32_t length = 1 + damage_take(input, sizeof bytes);
        (void)fseek(file, from, SEEK_SET);
        if (fread(bytes, 1, length, file) != length)
            continue;
        if (damage_take(input, 2) == 0)
            bytes[length - 1] = (uint8_t)damage_take(input, 256);
        (void)fseek(file, damage_take(input, 2) == 0 ? from : to, SEEK_SET);
        (void)!fwrite(bytes, 1, length, file);
    }
    fclose(file);
}

static inline void damage(const char *path, const uint8_t *data, size_t size) {
    struct damage_input input = {data, data + size};
    sqlite3 *db = damage_open(path);
    bool is_file = false, is_hostile = false;

    for (int i = 0; i < DAMAGE_MOST && input.at < input.end && !is_hostile; i++)
        switch (damage_take(&input, 8)) {
        case 0:
            damage_schema(&input, db);
            is_hostile = true; /* what comes behind it would meet its triggers first */
            break;
        case 1:
            is_file = true;
            break;
        case 2:
        case 3:
            damage_values(&input, db, path, &db);
            break;
        default:
            damage_index(&input, db);
        }
    sqlite3_close(db);
    if (is_file)
        damage_file(&input, path);
}

#endif
