#include "index/fulltext/segment_writer.h"

#include "index/fulltext/varint.h"

#include <string.h>

/* FTS5 pays no heed to a size out of these bounds; of larger pages than the last some offsets would not fit
 * into two bytes. */
enum { HEADER = 4, DEFAULT_PAGE_SIZE = 4050, LEAST_PAGE_SIZE = 32, LARGEST_PAGE_SIZE = 60000 };

static void begin_page(struct nd_segment_writer *writer) {
    nd_buf_clear(&writer->page);
    nd_buf_clear(&writer->footer);
    nd_buf_add(&writer->page, nd_str_of("\0\0\0\0", HEADER));
    writer->last_term = 0;
    writer->has_term = writer->has_rowid = false;
}

static void set_page_size(struct nd_segment_writer *writer, int64_t size) {
    if (size >= LEAST_PAGE_SIZE)
        writer->page_size = size > LARGEST_PAGE_SIZE ? LARGEST_PAGE_SIZE : (size_t)size;
}

enum nd_status nd_segment_drop(struct nd_index *index, int64_t id, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_FTS_PAGES_DELETE, err);
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    nd_sql_bound(sqlite3_bind_int64(stmt, 1, nd_segment_page_id(id, 0)));
    nd_sql_bound(sqlite3_bind_int64(stmt, 2, nd_segment_page_id(id + 1, 0)));
    status = nd_sql_run(index, stmt, err);
    stmt = status == ND_OK ? nd_sql(index, ND_SQL_FTS_KEYS_DELETE, err) : NULL;
    if (stmt == NULL)
        return err->status;
    nd_sql_bound(sqlite3_bind_int64(stmt, 1, id));
    return nd_sql_run(index, stmt, err);
}

enum nd_status nd_segment_writer_open(struct nd_segment_writer *writer, struct nd_index *index, int64_t id,
                                      struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_FTS_PAGE_SIZE, err);
    enum nd_status status;

    *writer = (struct nd_segment_writer){
        .index = index, .id = id, .page_number = 1, .page_size = DEFAULT_PAGE_SIZE};
    begin_page(writer);
    if (stmt == NULL)
        return err->status;
    status = nd_sql_step(index, stmt, err);
    if (status == ND_OK)
        set_page_size(writer, sqlite3_column_int64(stmt, 0));
    sqlite3_reset(stmt);
    return status == ND_OK || status == ND_END ? nd_segment_drop(index, id, err) : status;
}

void nd_segment_writer_fini(struct nd_segment_writer *writer) {
    nd_buf_free(&writer->page);
    nd_buf_free(&writer->footer);
    nd_buf_free(&writer->term);
    nd_buf_free(&writer->list_term);
    nd_buf_free(&writer->keys);
}

static void put_u16(struct nd_buf *page, size_t at, size_t value) {
    page->ptr[at] = (char)(value >> 8);
    page->ptr[at + 1] = (char)value;
}

static size_t filled(const struct nd_segment_writer *writer) {
    return writer->page.len + writer->footer.len;
}

static enum nd_status write_page(struct nd_segment_writer *writer, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(writer->index, ND_SQL_FTS_PAGE_INSERT, err);
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    put_u16(&writer->page, 2, writer->page.len);
    nd_buf_add(&writer->page, nd_buf_str(&writer->footer));
    nd_sql_bound(sqlite3_bind_int64(stmt, 1, nd_segment_page_id(writer->id, writer->page_number)));
    nd_sql_bound(sqlite3_bind_blob64(stmt, 2, writer->page.ptr, writer->page.len, SQLITE_STATIC));
    status = nd_sql_run(writer->index, stmt, err);
    writer->page_number++;
    begin_page(writer);
    return status;
}

static size_t shared_length(struct nd_str a, struct nd_str b) {
    size_t length = 0;

    while (length < a.len && length < b.len && a.ptr[length] == b.ptr[length])
        length++;
    return length;
}

/* Says that the terms of this page are not before key. */
static void add_key(struct nd_segment_writer *writer, struct nd_str key) {
    nd_varint_add(&writer->keys, (uint64_t)writer->page_number);
    nd_varint_add(&writer->keys, key.len);
    nd_buf_add(&writer->keys, key);
}

static enum nd_status write_keys(struct nd_segment_writer *writer, struct nd_error *err) {
    const unsigned char *p = (const unsigned char *)writer->keys.ptr, *end = p + writer->keys.len;
    enum nd_status status = ND_OK;

    while (p < end && status == ND_OK) {
        sqlite3_stmt *stmt = nd_sql(writer->index, ND_SQL_FTS_KEY_INSERT, err);
        uint64_t page, length;
        if (stmt == NULL)
            return err->status;
        p += nd_varint_get(p, end, &page);
        p += nd_varint_get(p, end, &length);
        nd_sql_bound(sqlite3_bind_int64(stmt, 1, writer->id));
        nd_sql_bound(sqlite3_bind_blob64(stmt, 2, p, length, SQLITE_STATIC));
        nd_sql_bound(sqlite3_bind_int64(stmt, 3, (int64_t)page << 1));
        status = nd_sql_run(writer->index, stmt, err);
        p += length;
    }
    return status;
}

/* The first term of a page is written whole, the others without what they share with the one before. */
static enum nd_status write_term(struct nd_segment_writer *writer, struct nd_error *err) {
    struct nd_str term = nd_buf_str(&writer->list_term), before = nd_buf_str(&writer->term);
    size_t shared = shared_length(before, term);
    enum nd_status status = ND_OK;

    if (filled(writer) + term.len + 2 >= writer->page_size && writer->page.len > HEADER)
        status = write_page(writer, err);
    nd_varint_add(&writer->footer, writer->page.len - writer->last_term);
    writer->last_term = writer->page.len;
    if (writer->has_term) {
        nd_varint_add(&writer->page, shared);
    } else {
        /* A key between the last term of the pages before and this one, as short as can be. */
        struct nd_str key = writer->page_number == 1 ? ND_STR("") : nd_str_slice(term, 0, shared + 1);
        add_key(writer, key);
        shared = 0;
    }
    nd_varint_add(&writer->page, term.len - shared);
    nd_buf_add(&writer->page, nd_str_skip(term, shared));
    nd_buf_clear(&writer->term);
    nd_buf_add(&writer->term, term);
    writer->has_term = writer->has_rowid = writer->is_first = true;
    writer->is_pending = false;
    return status;
}

void nd_segment_writer_term(struct nd_segment_writer *writer, struct nd_str term) {
    nd_buf_clear(&writer->list_term);
    nd_buf_add(&writer->list_term, term);
    writer->is_pending = true;
}

/* The first whole numbers of a position list that fill the page. */
static size_t cut_positions(const struct nd_segment_writer *writer, struct nd_str positions) {
    size_t room = filled(writer) < writer->page_size ? writer->page_size - filled(writer) : 0;
    size_t length = 0;

    while (length < room && length < positions.len)
        while (((unsigned char)positions.ptr[length++] & 0x80) != 0 && length < positions.len) {
        }
    return length;
}

static enum nd_status write_positions(struct nd_segment_writer *writer, struct nd_str positions,
                                      struct nd_error *err) {
    enum nd_status status = ND_OK;

    while (status == ND_OK && filled(writer) + positions.len >= writer->page_size && positions.len > 0) {
        size_t length = cut_positions(writer, positions);
        nd_buf_add(&writer->page, nd_str_slice(positions, 0, length));
        positions = nd_str_skip(positions, length);
        status = write_page(writer, err);
    }
    nd_buf_add(&writer->page, positions);
    return status;
}

/* An article that is not the first of its term and fits into the page: nearly all are so. */
static bool add_quickly(struct nd_segment_writer *writer, uint64_t article, uint64_t size,
                        struct nd_str positions) {
    const size_t most = 2 * ND_VARINT_MAX + positions.len;
    unsigned char *out;

    if (writer->is_pending || writer->is_first || !writer->has_rowid ||
        filled(writer) + most >= writer->page_size)
        return false;
    out = (unsigned char *)nd_buf_reserve(&writer->page, most);
    out += nd_varint_put(out, article - writer->previous);
    out += nd_varint_put(out, size);
    if (positions.len > 0)
        memcpy(out, positions.ptr, positions.len);
    writer->page.len = (size_t)((char *)out - writer->page.ptr) + positions.len;
    writer->previous = article;
    return true;
}

enum nd_status nd_segment_writer_add(struct nd_segment_writer *writer, uint64_t article, bool deletes,
                                     struct nd_str positions, struct nd_error *err) {
    const uint64_t size = positions.len * 2 + (deletes ? 1 : 0);
    enum nd_status status;

    if (add_quickly(writer, article, size, positions))
        return ND_OK;
    status = writer->is_pending ? write_term(writer, err) : ND_OK;
    if (status == ND_OK && filled(writer) >= writer->page_size)
        status = write_page(writer, err);
    if (!writer->has_rowid) {
        put_u16(&writer->page, 0, writer->page.len);
        writer->has_rowid = true;
        writer->is_first = true;
    }
    nd_varint_add(&writer->page, writer->is_first ? article : article - writer->previous);
    nd_varint_add(&writer->page, size);
    writer->previous = article;
    writer->is_first = false;
    return status == ND_OK ? write_positions(writer, positions, err) : status;
}

enum nd_status nd_segment_writer_finish(struct nd_segment_writer *writer, struct nd_segment *segment,
                                        struct nd_error *err) {
    enum nd_status status = writer->page.len > HEADER ? write_page(writer, err) : ND_OK;

    if (status == ND_OK)
        status = write_keys(writer, err);
    *segment = (struct nd_segment){
        .index = writer->index, .id = writer->id, .first = 1, .last = writer->page_number - 1};
    return status;
}
