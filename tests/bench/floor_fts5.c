/*
 * Floor of anything that keeps texts in SQLite and indexes them with FTS5: one content table and its
 * unicode61 index, filled in one transaction without a journal, by one thread.
 *
 *     floor_fts5 FOLDER DATABASE      prints seconds, processor seconds, bytes of text, texts
 */
#include "load.h"

#include <sqlite3.h>
#include <stdio.h>

static const char setup[] = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;"
                            "CREATE TABLE article (id INTEGER PRIMARY KEY, body TEXT);"
                            "CREATE VIRTUAL TABLE article_fts USING fts5 (body, content = 'article',"
                            " content_rowid = 'id', tokenize = 'unicode61');"
                            "INSERT INTO article_fts (article_fts, rank) VALUES ('hashsize', 67108864);"
                            "BEGIN";

static int insert(sqlite3_stmt *statement, size_t id, struct nd_str text) {
    sqlite3_bind_int64(statement, 1, (sqlite3_int64)id);
    sqlite3_bind_text64(statement, 2, text.ptr, text.len, SQLITE_STATIC, SQLITE_UTF8);
    return sqlite3_step(statement) == SQLITE_DONE && sqlite3_reset(statement) == SQLITE_OK;
}

static int fill(sqlite3 *db, const struct bench_corpus *corpus) {
    sqlite3_stmt *content = NULL, *index = NULL;
    int ok = sqlite3_prepare_v2(db, "INSERT INTO article VALUES (?, ?)", -1, &content, NULL) == SQLITE_OK &&
             sqlite3_prepare_v2(db, "INSERT INTO article_fts (rowid, body) VALUES (?, ?)", -1, &index,
                                NULL) == SQLITE_OK;

    for (size_t i = 0; i < corpus->count && ok; i++)
        ok = insert(content, i + 1, corpus->texts[i]) && insert(index, i + 1, corpus->texts[i]);
    sqlite3_finalize(content);
    sqlite3_finalize(index);
    return ok && sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK;
}

int main(int argc, char **argv) {
    struct bench_corpus corpus;
    sqlite3 *db = NULL;
    struct bench_time start;

    if (argc != 3) {
        fprintf(stderr, "usage: floor_fts5 FOLDER DATABASE\n");
        return 2;
    }
    bench_load(argv[1], &corpus);
    start = bench_now();
    if (sqlite3_open(argv[2], &db) != SQLITE_OK || sqlite3_exec(db, setup, NULL, NULL, NULL) != SQLITE_OK ||
        !fill(db, &corpus)) {
        fprintf(stderr, "floor_fts5: %s\n", sqlite3_errmsg(db));
        return 2;
    }
    sqlite3_close(db);
    bench_print(start, corpus.bytes, corpus.count);
    bench_unload(&corpus);
    return 0;
}
