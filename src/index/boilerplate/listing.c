#include "newsdex/boilerplate.h"

#include "index/copies/key_index.h"

#include <stdlib.h>

static enum nd_status read_article(struct nd_index *index, struct nd_arena *arena,
                                   struct nd_boilerplate *line, struct nd_error *err) {
    sqlite3_stmt *stmt;
    enum nd_status status = nd_sql_row(index, ND_SQL_LINE_EXAMPLE, line->example, &stmt, err);

    if (status == ND_OK) {
        line->title = nd_sql_str(stmt, 0, arena);
        line->path = nd_sql_str(stmt, 1, arena);
        line->part = nd_sql_part_name(stmt, 2, arena);
    }
    sqlite3_reset(stmt);
    return status == ND_END ? ND_OK : status;
}

/* One of the articles that have the line: the first that was ingested. */
static enum nd_status read_example(struct nd_index *index, uint32_t key, struct nd_arena *arena,
                                   struct nd_boilerplate *line, struct nd_error *err) {
    struct nd_key_entries row = {0};
    struct nd_key_span span;
    enum nd_status status = nd_key_index_find(index, key, &row, &span, err);

    if (status == ND_OK && span.list != NULL)
        line->example = nd_key_entry_id(span.list[0]);
    free(row.list);
    return status == ND_OK && line->example != 0 ? read_article(index, arena, line, err) : status;
}

static enum nd_status take_line(struct nd_index *index, sqlite3_stmt *stmt, struct nd_arena *arena,
                                const struct nd_boilerplate_sink *sink, struct nd_error *err) {
    struct nd_boilerplate line = {.text = nd_sql_str(stmt, 1, arena)};
    enum nd_status status;

    line.articles = sqlite3_column_int64(stmt, 2);
    line.place = nd_sql_str(stmt, 3, arena);
    line.kind = nd_sql_str(stmt, 4, arena);
    line.of = sqlite3_column_int64(stmt, 5);
    status = read_example(index, (uint32_t)sqlite3_column_int64(stmt, 0), arena, &line, err);
    return status == ND_OK ? sink->take(sink->context, &line, err) : status;
}

enum nd_status nd_index_boilerplate(struct nd_index *index, struct nd_str place, int64_t limit,
                                    const struct nd_boilerplate_sink *sink, int64_t *count,
                                    struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_LINES_LEARNED, err);
    struct nd_arena *arena = nd_arena_new();
    enum nd_status status = stmt == NULL ? err->status : ND_OK;

    *count = 0;
    if (stmt != NULL)
        nd_sql_bind_str(stmt, ":place", place.ptr == NULL ? ND_STR("") : place);
    while (status == ND_OK && (status = nd_sql_step(index, stmt, err)) == ND_OK) {
        nd_arena_reset(arena);
        if ((*count)++ < limit || limit == 0)
            status = take_line(index, stmt, arena, sink, err);
    }
    if (stmt != NULL)
        sqlite3_reset(stmt);
    nd_arena_free(arena);
    return status == ND_END ? ND_OK : status;
}
