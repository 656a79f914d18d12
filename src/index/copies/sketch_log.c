#include "index/copies/sketch_log.h"

#include "index/fulltext/varint.h"

void nd_sketch_log_add(struct nd_buf *row, const struct nd_sketch_event *event) {
    nd_varint_add(row, (uint64_t)event->id << 1 | event->is_put);
    nd_sketch_write(&event->sketch, row);
}

enum nd_status nd_sketch_log_write(struct nd_index *index, const struct nd_buf *row, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_SKETCH_LOG_ADD, err);

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_blob(stmt, ":entries", row->ptr, row->len);
    return nd_sql_run(index, stmt, err);
}

/* False when the row is cut off. */
static bool read_event(const unsigned char **at, const unsigned char *end, struct nd_sketch_event *event) {
    uint64_t id;

    if (!nd_varint_take(at, end, &id) || !nd_sketch_read(at, end, &event->sketch))
        return false;
    event->is_put = id % 2 == 1;
    event->id = (int64_t)(id / 2);
    return event->id < ND_FIRST_REFERENCE;
}

enum nd_status nd_sketch_log_read(struct nd_index *index, nd_sketch_sink *sink, void *context,
                                  struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_SKETCH_LOG, err);
    enum nd_status status = stmt == NULL ? err->status : ND_OK;

    while (status == ND_OK && (status = nd_sql_step(index, stmt, err)) == ND_OK) {
        const unsigned char *at = sqlite3_column_blob(stmt, 0), *end = at + sqlite3_column_bytes(stmt, 0);
        struct nd_sketch_event event;
        bool is_whole = true;
        while (status == ND_OK && at < end && (is_whole = read_event(&at, end, &event)))
            status = sink(context, &event, err);
        if (!is_whole)
            status =
                nd_error_set(err, ND_DB,
                             "%s: damaged: sketch, in which copies are looked for; newsdex optimize --rebuild"
                             " makes it anew",
                             index->path);
    }
    if (stmt != NULL)
        sqlite3_reset(stmt);
    return status == ND_END ? ND_OK : status;
}

enum nd_status nd_sketch_log_clear(struct nd_index *index, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_SKETCH_LOG_CLEAR, err);

    return stmt == NULL ? err->status : nd_sql_run(index, stmt, err);
}
