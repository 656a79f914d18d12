/*
 * Two programs that follow a database by its changes, one of them with references: after each look they have
 * to have what the whole of it has, every record in full and as an engine gets it.
 */
#ifndef TESTS_UNIT_FOLLOW_CHANGES_H
#define TESTS_UNIT_FOLLOW_CHANGES_H

#include "newsdex/arena.h"
#include "newsdex/engine.h"
#include "newsdex/index.h"
#include "newsdex/output.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct follower {
    sqlite3 *db; /* in memory: record (uid, text) */
    int64_t revision;
    char database[33];
    struct nd_index *index;
    int64_t puts;
};

static void follower_open(struct follower *follower) {
    *follower = (struct follower){0};
    assert_int_equal(sqlite3_open(":memory:", &follower->db), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(follower->db, "CREATE TABLE record (uid TEXT PRIMARY KEY, text TEXT)", NULL, NULL, NULL),
        SQLITE_OK);
}

static char *record_text(struct nd_index *index, int64_t id) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_stored_article stored;
    struct nd_record_view record = {&stored, NULL, ND_STR_NONE, "", true};
    struct nd_error err = ND_ERROR_INIT;
    struct nd_fields whole = {0};
    char *text = NULL;
    size_t size;
    struct nd_output output = {.stream = open_memstream(&text, &size), .format = ND_NDJSON};
    struct nd_engine_feed *feed;

    assert_int_equal(nd_index_show(index, id, arena, &stored, &err), ND_OK);
    nd_output_choose_all(&whole, arena);
    assert_true(nd_output_choose(&whole, ND_STR("versions"), arena));
    nd_output_begin(&output, "records");
    record.path = stored.article.path;
    nd_output_record(&output, &whole, &record);
    assert_int_equal(nd_output_finish(&output, &err), ND_OK);
    feed = nd_engine_open(nd_engine_find(ND_STR("opensearch")), ND_ENGINE_CHANGES, 1, output.stream, NULL);
    assert_int_equal(nd_engine_put(feed, &stored, &err), ND_OK);
    assert_int_equal(nd_engine_end(feed, &(struct nd_index_state){.revision = 1}, &err), ND_OK);
    nd_engine_free(feed);
    fclose(output.stream);
    nd_arena_free(arena);
    return text;
}

static enum nd_status follow_one(void *context, const struct nd_index_change *change, struct nd_error *err) {
    struct follower *follower = context;
    sqlite3_stmt *stmt;
    const char *sql = change->id == 0 ? "DELETE FROM record WHERE uid = ?1"
                                      : "INSERT OR REPLACE INTO record VALUES (?1, ?2)";

    (void)err;
    assert_int_equal(sqlite3_prepare_v2(follower->db, sql, -1, &stmt, NULL), SQLITE_OK);
    sqlite3_bind_text(stmt, 1, change->uid.ptr, (int)change->uid.len, SQLITE_TRANSIENT);
    if (change->id != 0)
        sqlite3_bind_text(stmt, 2, record_text(follower->index, change->id), -1, free);
    assert_int_equal(sqlite3_step(stmt), SQLITE_DONE);
    sqlite3_finalize(stmt);
    follower->puts += change->id != 0;
    return ND_OK;
}

/* What has changed since the last time; another database is followed from its beginning. */
static void follow(struct follower *follower, const char *database, bool references) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_error err = ND_ERROR_INIT;
    struct nd_index_state now = {0};
    struct nd_index_feed feed = {follower->revision, references, follow_one, follower};

    follower->puts = 0;
    if (nd_index_open(database, ND_INDEX_READ, 0, &follower->index, &err) != ND_OK ||
        nd_index_changes(follower->index, &feed, arena, &now, &err) != ND_OK)
        fail_msg("%s", err.message);
    nd_index_close(follower->index);
    follower->revision = now.revision;
    snprintf(follower->database, sizeof follower->database, "%.*s", (int)now.database.len, now.database.ptr);
    nd_arena_free(arena);
}

/* All records in order of uid. */
static void follower_dump(struct follower *follower, struct nd_buf *out) {
    sqlite3_stmt *stmt;

    nd_buf_clear(out);
    nd_buf_add_z(out, "");
    assert_int_equal(
        sqlite3_prepare_v2(follower->db, "SELECT text FROM record ORDER BY uid", -1, &stmt, NULL), SQLITE_OK);
    while (sqlite3_step(stmt) == SQLITE_ROW)
        nd_buf_add_z(out, (const char *)sqlite3_column_text(stmt, 0));
    sqlite3_finalize(stmt);
}

#endif
