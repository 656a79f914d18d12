#include "index/fulltext/body_first.h"

#include "index/fulltext/postings.h"
#include "index/fulltext/segment_list.h"
#include "index/fulltext/segment_walk.h"
#include "index/fulltext/segment_writer.h"
#include "index/fulltext/varint.h"
#include "newsdex/alloc.h"

#include <stdlib.h>

enum { OLD_BODY = ND_COLUMNS - 1 };

/* Space for one list. */
struct lists {
    uint64_t *decoded;
    size_t decoded_capacity;
    uint32_t *places;
    size_t place_capacity;
    struct nd_buf bytes;
};

static uint32_t column_now(uint32_t old) {
    return (old + 1) % ND_COLUMNS;
}

/* The list with the places of the body in front of the others, which stay in order. */
static struct nd_str reorder(struct lists *lists, struct nd_str positions) {
    size_t count, at = 0;

    lists->decoded =
        nd_alloc_grow(lists->decoded, &lists->decoded_capacity, positions.len + 1, sizeof *lists->decoded);
    lists->places =
        nd_alloc_grow(lists->places, &lists->place_capacity, positions.len + 1, sizeof *lists->places);
    count = nd_postings_decode(positions, 0, lists->decoded);
    for (int is_body = 1; is_body >= 0; is_body--)
        for (size_t i = 0; i < count; i++) {
            uint32_t place = (uint32_t)lists->decoded[i], old = place >> ND_COLUMN_SHIFT;
            if ((old == OLD_BODY) == (is_body == 1))
                lists->places[at++] = column_now(old) << ND_COLUMN_SHIFT | (place & ND_PLACE_MASK);
        }
    nd_buf_clear(&lists->bytes);
    nd_postings_encode(lists->places, count, &lists->bytes);
    return nd_buf_str(&lists->bytes);
}

static enum nd_status write_term(struct nd_segment_walk *walk, struct nd_segment_writer *writer,
                                 struct lists *lists, struct nd_error *err) {
    enum nd_status status;

    nd_segment_writer_term(writer, walk->term);
    while ((status = nd_segment_walk_posting(walk, err)) == ND_OK) {
        if (walk->positions.len == 0)
            continue;
        status = nd_segment_writer_add(writer, walk->article, false, reorder(lists, walk->positions), err);
        if (status != ND_OK)
            break;
    }
    return status == ND_END ? ND_OK : status;
}

/* All segments as one, which is the only one in now. */
static enum nd_status write_segment(struct nd_index *index, const struct nd_segment_list *list,
                                    struct nd_segment_list *now, struct nd_error *err) {
    struct nd_segment_writer writer;
    struct nd_segment_walk walk = {0};
    struct nd_segment segment = {0};
    struct lists lists = {0};
    enum nd_status status = nd_segment_writer_open(&writer, index, nd_segment_list_free_id(list), err);

    if (status != ND_OK)
        return status;
    status = nd_segment_walk_open(&walk, list->segments, list->count, ND_STR(""), err);
    while (status == ND_OK && (status = nd_segment_walk_term(&walk, err)) == ND_OK)
        status = write_term(&walk, &writer, &lists, err);
    if (status == ND_END)
        status = nd_segment_writer_finish(&writer, &segment, err);
    if (status == ND_OK && segment.last > 0) {
        nd_segment_list_add(now, segment);
        now->pages_written = list->pages_written + (uint64_t)segment.last;
    }
    nd_segment_walk_close(&walk);
    nd_segment_writer_fini(&writer);
    free(lists.decoded);
    free(lists.places);
    nd_buf_free(&lists.bytes);
    return status;
}

static enum nd_status reorder_lists(struct nd_index *index, struct nd_error *err) {
    struct nd_segment_list list = {0}, now = {0};
    enum nd_status status = nd_segment_list_read(index, &list, err);

    now.cookie = list.cookie;
    if (status == ND_OK)
        status = write_segment(index, &list, &now, err);
    for (size_t i = 0; i < list.count && status == ND_OK; i++)
        status = nd_segment_drop(index, list.segments[i].id, err);
    if (status == ND_OK)
        status = nd_segment_list_write(index, &now, err);
    nd_segment_list_free(&list);
    nd_segment_list_free(&now);
    return status;
}

static enum nd_status reorder_averages(struct nd_index *index, struct nd_error *err) {
    struct nd_averages old, now = {0};
    enum nd_status status = nd_averages_read(index, &old, err);

    if (status != ND_OK)
        return status;
    now.articles = old.articles;
    for (uint32_t column = 0; column < ND_COLUMNS; column++)
        now.words[column_now(column)] = old.words[column];
    return nd_averages_write(index, &now, err);
}

/* The lengths of an article in FTS5's record of them; as it is when it is damaged. */
static void reorder_record(struct nd_str record, struct nd_buf *now) {
    const unsigned char *at = (const unsigned char *)record.ptr, *end = at + record.len;
    uint64_t lengths[ND_COLUMNS] = {0};
    bool is_whole = true;

    nd_buf_clear(now);
    for (uint32_t column = 0; column < ND_COLUMNS && is_whole; column++)
        is_whole = nd_varint_take(&at, end, &lengths[column_now(column)]);
    for (int column = 0; column < ND_COLUMNS && is_whole; column++)
        nd_varint_add(now, lengths[column]);
    if (!is_whole)
        nd_buf_add(now, record);
}

/* Ours: a byte a column. */
static void reorder_block(struct nd_str block, struct nd_buf *now) {
    nd_buf_clear(now);
    nd_buf_add(now, block);
    for (size_t i = 0; i + ND_COLUMNS <= block.len; i += ND_COLUMNS)
        for (uint32_t column = 0; column < ND_COLUMNS; column++)
            now->ptr[i + column_now(column)] = block.ptr[i + column];
}

/* Changes a blob of every row: read gives a key and it, write has both as parameters. */
static enum nd_status reorder_rows(struct nd_index *index, struct nd_str read, struct nd_str write,
                                   void (*change)(struct nd_str, struct nd_buf *), struct nd_error *err) {
    struct nd_buf now = {0};
    sqlite3_stmt *rows = nd_sql_prepare(index, read, err),
                 *row = rows == NULL ? NULL : nd_sql_prepare(index, write, err);
    enum nd_status status = row == NULL ? err->status : ND_OK;

    while (status == ND_OK && (status = nd_sql_step(index, rows, err)) == ND_OK) {
        change(nd_str_of(sqlite3_column_blob(rows, 1), (size_t)sqlite3_column_bytes(rows, 1)), &now);
        nd_sql_bound(sqlite3_bind_int64(row, 1, sqlite3_column_int64(rows, 0)));
        nd_sql_bound(sqlite3_bind_blob64(row, 2, now.ptr, now.len, SQLITE_STATIC));
        status = nd_sql_run(index, row, err);
    }
    sqlite3_finalize(rows);
    sqlite3_finalize(row);
    nd_buf_free(&now);
    return status == ND_END ? ND_OK : status;
}

enum nd_status nd_body_first(struct nd_index *index, struct nd_error *err) {
    enum nd_status status = nd_sql_script(index, "SAVEPOINT lists", err);

    if (status != ND_OK)
        return status;
    status = reorder_lists(index, err);
    if (status == ND_OK)
        status = reorder_averages(index, err);
    if (status == ND_OK)
        status =
            reorder_rows(index, ND_STR("SELECT id, sz FROM article_fts_docsize"),
                         ND_STR("UPDATE article_fts_docsize SET sz = ?2 WHERE id = ?1"), reorder_record, err);
    if (status == ND_DB || status == ND_NOT_FOUND)
        status = nd_sql_script(
            index, "ROLLBACK TO lists; INSERT INTO article_fts (article_fts) VALUES ('rebuild')", err);
    if (status == ND_OK)
        status = nd_sql_script(index, "RELEASE lists", err);
    return status == ND_OK
               ? reorder_rows(index, ND_STR("SELECT block, lengths FROM norm"),
                              ND_STR("UPDATE norm SET lengths = ?2 WHERE block = ?1"), reorder_block, err)
               : status;
}
