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

static enum nd_status damaged(const struct nd_index *index, struct nd_error *err) {
    return nd_error_set(
        err, ND_DB,
        "%s: damaged: sketch, in which copies are looked for; newsdex optimize --rebuild makes it"
        " anew",
        index->path);
}

static enum nd_status select_rows(struct nd_index *index, int64_t until, sqlite3_stmt **stmt,
                                  struct nd_error *err) {
    *stmt = nd_sql(index, ND_SQL_SKETCH_LOG, err);
    if (*stmt == NULL)
        return err->status;
    nd_sql_bind_int(*stmt, ":until", until);
    return ND_OK;
}

/* Events so far; those of a first load are of one article after the other, each put once. */
struct tally {
    uint64_t count;
    int64_t last;
    bool is_first_load;
};

/* The events of the row at hand; without a sink they are only told. */
static enum nd_status read_row(const struct nd_index *index, sqlite3_stmt *stmt, nd_sketch_sink *sink,
                               void *context, struct tally *tally, struct nd_error *err) {
    const unsigned char *at = sqlite3_column_blob(stmt, 0), *end = at + sqlite3_column_bytes(stmt, 0);
    enum nd_status status = ND_OK;

    for (; status == ND_OK && at < end; tally->count++) {
        struct nd_sketch_event event;
        if (!read_event(&at, end, &event))
            return damaged(index, err);
        tally->is_first_load = tally->is_first_load && event.is_put && event.id > tally->last;
        tally->last = event.id;
        if (sink != NULL)
            status = sink(context, &event, err);
    }
    return status;
}

enum nd_status nd_sketch_log_begin(struct nd_index *index, uint64_t most, struct nd_sketch_slice *slice,
                                   nd_sketch_sink *sink, void *context, struct nd_error *err) {
    sqlite3_stmt *stmt;
    struct tally tally = {.last = 0, .is_first_load = true};
    bool is_enough = false;
    enum nd_status status = select_rows(index, INT64_MIN, &stmt, err);

    *slice = (struct nd_sketch_slice){INT64_MIN, true};
    while (status == ND_OK && (status = nd_sql_step(index, stmt, err)) == ND_OK) {
        is_enough = is_enough || (tally.count >= most && tally.is_first_load);
        slice->until = is_enough ? slice->until : sqlite3_column_int64(stmt, 1);
        status = read_row(index, stmt, is_enough ? NULL : sink, context, &tally, err);
    }
    if (status == ND_END && is_enough && tally.is_first_load) {
        slice->is_all = false;
        status = ND_OK;
    }
    /* An article that comes again later is not as the first of its events says. */
    if (status == ND_END && is_enough && sqlite3_reset(stmt) == SQLITE_OK)
        while ((status = nd_sql_step(index, stmt, err)) == ND_OK)
            if (sqlite3_column_int64(stmt, 1) < slice->until &&
                (status = read_row(index, stmt, sink, context, &tally, err)) != ND_OK)
                break;
    if (slice->is_all)
        slice->until = INT64_MIN;
    if (stmt != NULL)
        sqlite3_reset(stmt);
    return status == ND_END ? ND_OK : status;
}

enum nd_status nd_sketch_log_read(struct nd_index *index, const struct nd_sketch_slice *slice,
                                  nd_sketch_sink *sink, void *context, struct nd_error *err) {
    sqlite3_stmt *stmt;
    struct tally tally = {0};
    enum nd_status status = select_rows(index, slice->until, &stmt, err);

    while (status == ND_OK && (status = nd_sql_step(index, stmt, err)) == ND_OK)
        status = read_row(index, stmt, sink, context, &tally, err);
    if (stmt != NULL)
        sqlite3_reset(stmt);
    return status == ND_END ? ND_OK : status;
}

enum nd_status nd_sketch_log_clear(struct nd_index *index, const struct nd_sketch_slice *slice,
                                   struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_SKETCH_LOG_CLEAR, err);

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":until", slice->until);
    return nd_sql_run(index, stmt, err);
}
