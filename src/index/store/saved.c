/* Queries with a name, and since when articles are new to them. */
#include "index/store/saved.h"

#include "newsdex/alloc.h"
#include "newsdex/analysis.h"
#include "newsdex/limits.h"
#include "newsdex/marks.h"
#include "newsdex/utf8.h"

#include <stdlib.h>
#include <string.h>

const char *nd_index_refuse_query_name(struct nd_str name) {
    size_t bad;

    if (name.len == 0 || name.len > ND_MAX_TAG_NAME || !nd_utf8_valid(name, &bad))
        return "is empty, too long or no UTF-8";
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        if (!nd_char_is_alpha(c) && !nd_char_is_digit(c) && !nd_char_is_one_of(c, "-_.") &&
            (unsigned char)c < 0x80)
            return "has other signs than letters, digits and - _ .";
    }
    return NULL;
}

enum nd_status nd_index_arrival(struct nd_index *index, int64_t before, int64_t *arrival,
                                struct nd_error *err) {
    sqlite3_stmt *stmt =
        nd_sql(index, before == INT64_MAX ? ND_SQL_ARRIVAL_LAST : ND_SQL_ARRIVAL_BEFORE, err);
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    if (before != INT64_MAX)
        nd_sql_bind_int(stmt, ":time", before);
    status = nd_sql_step(index, stmt, err);
    if (status == ND_OK)
        *arrival = sqlite3_column_int64(stmt, 0);
    sqlite3_reset(stmt);
    return status;
}

enum nd_status nd_saved_put(struct nd_index *index, struct nd_str name, struct nd_str query,
                            struct nd_error *err) {
    int64_t seen = 0;
    enum nd_status status = nd_index_arrival(index, INT64_MAX, &seen, err);
    sqlite3_stmt *stmt = status == ND_OK ? nd_sql(index, ND_SQL_SAVED_PUT, err) : NULL;

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_str(stmt, ":name", name);
    nd_sql_bind_str(stmt, ":query", query);
    nd_sql_bind_int(stmt, ":arrival", seen);
    return nd_sql_run(index, stmt, err);
}

static enum nd_status drop(struct nd_index *index, struct nd_str name, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_SAVED_DROP, err);
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_str(stmt, ":name", name);
    status = nd_sql_run(index, stmt, err);
    return status != ND_OK || sqlite3_changes(index->db) > 0
               ? status
               : nd_error_set(err, ND_NOT_FOUND, "there is no saved query %.*s", (int)name.len, name.ptr);
}

static enum nd_status see(struct nd_index *index, const struct nd_saved_query *saved, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_SAVED_SEEN, err);

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_str(stmt, ":name", saved->name);
    nd_sql_bind_int(stmt, ":arrival", saved->seen);
    return nd_sql_run(index, stmt, err);
}

enum nd_status nd_index_save_query(struct nd_index *index, struct nd_str name, struct nd_str query,
                                   struct nd_error *err) {
    enum nd_status status = nd_index_begin(index, err);

    return nd_index_end(index, status == ND_OK ? nd_saved_put(index, name, query, err) : status, err);
}

enum nd_status nd_index_drop_query(struct nd_index *index, struct nd_str name, struct nd_error *err) {
    enum nd_status status = nd_index_begin(index, err);

    return nd_index_end(index, status == ND_OK ? drop(index, name, err) : status, err);
}

enum nd_status nd_index_see_query(struct nd_index *index, struct nd_str name, int64_t seen,
                                  struct nd_error *err) {
    struct nd_saved_query saved = {.name = name, .seen = seen};
    enum nd_status status = nd_index_begin(index, err);

    return nd_index_end(index, status == ND_OK ? see(index, &saved, err) : status, err);
}

enum nd_status nd_index_saved_queries(struct nd_index *index, struct nd_arena *arena,
                                      struct nd_saved_queries *saved, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_SAVED_LIST, err);
    enum nd_status status = stmt == NULL ? err->status : ND_OK;
    struct nd_saved_query *list = NULL;
    size_t capacity = 0;

    *saved = (struct nd_saved_queries){0};
    nd_guard_begin(&index->guard);
    while (status == ND_OK && (status = nd_sql_step(index, stmt, err)) == ND_OK) {
        list = nd_alloc_grow(list, &capacity, saved->count + 1, sizeof *list);
        list[saved->count++] = (struct nd_saved_query){nd_sql_str(stmt, 0, arena), nd_sql_str(stmt, 1, arena),
                                                       sqlite3_column_int64(stmt, 2)};
    }
    saved->list = nd_arena_alloc(arena, saved->count + 1, sizeof *list);
    if (list != NULL)
        memcpy(saved->list, list, saved->count * sizeof *list);
    free(list);
    return status == ND_END ? ND_OK : status;
}

enum nd_status nd_index_names_like(struct nd_index *index, enum nd_name_kind kind, struct nd_str beginning,
                                   nd_name_sink *sink, void *context, struct nd_error *err) {
    static const enum nd_sql which[] = {[ND_NAME_TAG] = ND_SQL_LIKE_TAG,
                                        [ND_NAME_SAVED] = ND_SQL_LIKE_SAVED,
                                        [ND_NAME_TOPIC] = ND_SQL_LIKE_TOPIC,
                                        [ND_NAME_PROVIDER] = ND_SQL_LIKE_PROVIDER,
                                        [ND_NAME_AUTHOR] = ND_SQL_LIKE_AUTHOR};
    sqlite3_stmt *stmt = nd_sql(index, which[kind], err);
    enum nd_status status = stmt == NULL ? err->status : ND_OK;
    struct nd_str from;

    nd_guard_begin(&index->guard);
    nd_arena_reset(index->scratch);
    from = kind == ND_NAME_SAVED ? beginning : nd_casefold(beginning, index->scratch);
    if (status == ND_OK) {
        nd_sql_bind_str(stmt, ":from", from.len == 0 ? ND_STR("") : from);
        nd_sql_bind_str(stmt, ":until",
                        nd_arena_printf(index->scratch, "%.*s\xF4\x8F\xBF\xBF", (int)from.len,
                                        from.len == 0 ? "" : from.ptr));
    }
    while (status == ND_OK && (status = nd_sql_step(index, stmt, err)) == ND_OK)
        sink(context, nd_sql_str(stmt, 0, index->scratch));
    return status == ND_END ? ND_OK : status;
}
