#include "index/boilerplate/line_log.h"

#include "index/fulltext/varint.h"

#include <stdlib.h>

static int by_key(const void *a, const void *b) {
    const uint32_t *x = a, *y = b;

    return *x < *y ? -1 : *x > *y;
}

void nd_line_event_keys(struct nd_line_event *event, const struct nd_text_lines *lines) {
    uint32_t kept = 0;

    event->count = 0;
    for (size_t i = 0; i < lines->count && event->count + 2 <= ND_LINE_KEYS; i++) {
        const struct nd_text_line *line = &lines->list[i];
        if (line->exact != 0)
            event->keys[event->count++] = nd_line_key(event->scope, line->exact);
        if (line->masked != 0)
            event->keys[event->count++] = nd_line_key(event->scope, line->masked);
    }
    qsort(event->keys, event->count, sizeof *event->keys, by_key);
    for (uint32_t i = 0; i < event->count; i++)
        if (kept == 0 || event->keys[kept - 1] != event->keys[i])
            event->keys[kept++] = event->keys[i];
    event->count = kept;
}

void nd_line_log_add(struct nd_buf *row, const struct nd_line_event *event) {
    uint32_t before = 0;

    nd_varint_add(row, (uint64_t)event->id << 1 | event->is_put);
    nd_varint_add(row, event->scope);
    nd_varint_add(row, event->count);
    for (uint32_t i = 0; i < event->count; i++) {
        nd_varint_add(row, event->keys[i] - before);
        before = event->keys[i];
    }
}

enum nd_status nd_line_log_write(struct nd_index *index, const struct nd_buf *row, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_LINE_LOG_ADD, err);

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_blob(stmt, ":events", row->ptr, row->len);
    return nd_sql_run(index, stmt, err);
}

/* False when the row is cut off. */
static bool read_event(const unsigned char **at, const unsigned char *end, struct nd_line_event *event) {
    uint64_t id, count, step, key = 0;

    if (!nd_varint_take(at, end, &id) || !nd_varint_take(at, end, &event->scope) ||
        !nd_varint_take(at, end, &count) || count > ND_LINE_KEYS || id / 2 >= ND_FIRST_REFERENCE)
        return false;
    event->is_put = id % 2 == 1;
    event->id = (int64_t)(id / 2);
    event->count = (uint32_t)count;
    for (uint32_t i = 0; i < event->count; i++) {
        if (!nd_varint_take(at, end, &step) || step > UINT32_MAX)
            return false;
        key += step;
        event->keys[i] = (uint32_t)key;
    }
    return true;
}

enum nd_status nd_line_log_read(struct nd_index *index, nd_line_sink *sink, void *context,
                                struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_LINE_LOG, err);
    enum nd_status status = stmt == NULL ? err->status : ND_OK;
    struct nd_line_event event;
    bool is_whole = true;

    while (status == ND_OK && (status = nd_sql_step(index, stmt, err)) == ND_OK) {
        const unsigned char *at = sqlite3_column_blob(stmt, 0), *end = at + sqlite3_column_bytes(stmt, 0);
        while (at < end && (is_whole = read_event(&at, end, &event)))
            sink(context, &event);
        if (!is_whole)
            status =
                nd_error_set(err, ND_DB,
                             "%s: damaged: line_log, of which lines are counted; newsdex optimize --rebuild"
                             " counts them anew",
                             index->path);
    }
    if (stmt != NULL)
        sqlite3_reset(stmt);
    return status == ND_END ? ND_OK : status;
}
