#include "index/fulltext/segment_reader.h"

#include "index/db/joint.h"
#include "index/fulltext/varint.h"

#include <string.h>

enum { SEGMENT_SHIFT = 37 }; /* of its number in the id of a page: 31 bits of page, 5 of height, 1 flag */

int64_t nd_segment_page_id(int64_t segment, int64_t page) {
    return (segment << SEGMENT_SHIFT) + page;
}

static size_t get_u16(const unsigned char *p) {
    return (size_t)p[0] << 8 | p[1];
}

enum nd_status nd_segment_damaged(const struct nd_index *index, struct nd_error *err) {
    return nd_error_set(err, ND_DB, "%s: the full-text index is damaged; newsdex check tells more",
                        index->path);
}

static enum nd_status damaged(const struct nd_segment_cursor *cursor, struct nd_error *err) {
    return nd_segment_damaged(cursor->segment->index, err);
}

/* Moves the statement to the page: where it stands at the one before, that is a step to the next row. */
static enum nd_status find_row(struct nd_segment_cursor *cursor, int64_t number, struct nd_error *err) {
    sqlite3_stmt *stmt = cursor->read_page;
    const int64_t id = nd_segment_page_id(cursor->segment->id, number);
    enum nd_status status;

    if (number == cursor->page_number + 1 && sqlite3_stmt_busy(stmt) != 0) {
        status = nd_sql_step(cursor->segment->index, stmt, err);
        if (status == ND_OK && sqlite3_column_int64(stmt, 1) == id)
            return ND_OK;
    }
    sqlite3_reset(stmt);
    nd_sql_bound(sqlite3_bind_int64(stmt, 1, id));
    status = nd_sql_step(cursor->segment->index, stmt, err);
    if (status == ND_END || (status == ND_OK && sqlite3_column_int64(stmt, 1) != id))
        return damaged(cursor, err);
    return status;
}

static enum nd_status fetch_page(struct nd_segment_cursor *cursor, int64_t number, struct nd_error *err) {
    sqlite3_stmt *stmt = cursor->read_page;
    struct nd_segment_page *page = &cursor->page;
    enum nd_status status = find_row(cursor, number, err);

    if (status != ND_OK)
        return status;
    page->bytes = sqlite3_column_blob(stmt, 0);
    page->size = (size_t)sqlite3_column_bytes(stmt, 0);
    if (page->size < 4)
        return damaged(cursor, err);
    page->first_rowid = get_u16(page->bytes);
    page->content_end = get_u16(page->bytes + 2);
    if (page->content_end > page->size || page->content_end < 4 || page->first_rowid > page->content_end)
        return damaged(cursor, err);
    cursor->page_number = number;
    cursor->footer = page->content_end;
    cursor->is_page_start = true;
    return ND_OK;
}

/* The offset of the next term of the page from the footer; content_end when there is none. */
static size_t next_term_offset(struct nd_segment_cursor *cursor, size_t previous) {
    const struct nd_segment_page *page = &cursor->page;
    uint64_t delta;

    if (cursor->footer >= page->size)
        return page->content_end;
    cursor->footer += nd_varint_get(page->bytes + cursor->footer, page->bytes + page->size, &delta);
    return delta > page->content_end - previous ? page->content_end : previous + (size_t)delta;
}

/* Terms ascend; this one shares as many bytes as it can with the one before, but for the first of a page. */
static bool is_behind(const struct nd_segment_cursor *cursor, size_t shared, struct nd_str rest) {
    if (cursor->is_page_start || rest.len == 0)
        return nd_str_cmp(nd_buf_str(&cursor->term), rest) < 0;
    return shared == cursor->term.len || (unsigned char)cursor->term.ptr[shared] < (unsigned char)rest.ptr[0];
}

/* Reads the term at cursor->term_at; the first of a page is whole, the others share a beginning. */
static bool read_term(struct nd_segment_cursor *cursor) {
    const unsigned char *end = cursor->page.bytes + cursor->page.content_end;
    size_t at = cursor->term_at;
    uint64_t shared = 0, length;

    if (!cursor->is_page_start)
        at += nd_varint_get(cursor->page.bytes + at, end, &shared);
    at += nd_varint_get(cursor->page.bytes + at, end, &length);
    if (shared > cursor->term.len || at > cursor->page.content_end || length > cursor->page.content_end - at)
        return false;
    if (!is_behind(cursor, (size_t)shared, nd_str_of((const char *)cursor->page.bytes + at, (size_t)length)))
        return false;
    nd_buf_cut(&cursor->term, (size_t)shared);
    nd_buf_add(&cursor->term, nd_str_of((const char *)cursor->page.bytes + at, (size_t)length));
    cursor->at = at + (size_t)length;
    cursor->is_page_start = false;
    cursor->term_at = next_term_offset(cursor, cursor->term_at);
    return true;
}

/* Where the next term is, if it does not begin on the next page: past a list of many pages that was not read.
 */
static enum nd_status pass_list(struct nd_segment_cursor *cursor, int64_t *number, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(cursor->segment->index, ND_SQL_FTS_NEXT_PAGE, err);
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    nd_sql_bound(sqlite3_bind_int64(stmt, 1, cursor->segment->id));
    nd_sql_bound(sqlite3_bind_blob64(stmt, 2, cursor->term.ptr, cursor->term.len, SQLITE_STATIC));
    status = nd_sql_step(cursor->segment->index, stmt, err);
    if (status == ND_OK && sqlite3_column_int64(stmt, 0) >> 1 > *number)
        *number = sqlite3_column_int64(stmt, 0) >> 1;
    sqlite3_reset(stmt);
    if (*number > cursor->segment->last)
        return damaged(cursor, err);
    return status == ND_END ? ND_OK : status;
}

/* Moves to the next term of the segment, on a later page if need be. */
enum nd_status nd_segment_next(struct nd_segment_cursor *cursor, struct nd_error *err) {
    for (size_t turned = 0; cursor->term_at >= cursor->page.content_end; turned++) {
        int64_t number = cursor->page_number + 1;
        enum nd_status status;
        if (number > cursor->segment->last) {
            cursor->is_end = true;
            return ND_OK;
        }
        status = turned == 1 ? pass_list(cursor, &number, err) : ND_OK;
        if (status == ND_OK)
            status = fetch_page(cursor, number, err);
        if (status != ND_OK)
            return status;
        cursor->term_at = next_term_offset(cursor, 0);
    }
    return read_term(cursor) ? ND_OK : damaged(cursor, err);
}

/* The length of the beginning that two terms share. */
static size_t shared_length(struct nd_str a, struct nd_str b) {
    size_t length = 0;

    while (length < a.len && length < b.len && a.ptr[length] == b.ptr[length])
        length++;
    return length;
}

/* The term behind the current one as the page has it: what it shares with that one, and the rest. */
static bool peek_term(const struct nd_segment_cursor *cursor, uint64_t *shared, struct nd_str *rest) {
    const unsigned char *bytes = cursor->page.bytes, *end = bytes + cursor->page.content_end;
    size_t at = cursor->term_at;
    uint64_t length;

    at += nd_varint_get(bytes + at, end, shared);
    at += nd_varint_get(bytes + at, end, &length);
    if (at > cursor->page.content_end || length > cursor->page.content_end - at)
        return false;
    *rest = nd_str_of((const char *)bytes + at, (size_t)length);
    return true;
}

/*
 * Passes the terms that share more than a number of bytes with the one before, as far as all numbers are of
 * one byte and another term is on the page: nearly all of them. *length is that of the current term.
 */
static bool pass_longer(struct nd_segment_cursor *cursor, size_t same, size_t *length) {
    const unsigned char *bytes = cursor->page.bytes;
    const size_t end = cursor->page.content_end;
    size_t term_at = cursor->term_at, footer = cursor->footer, before = *length;

    while (term_at + 1 < end && footer < cursor->page.size) {
        size_t shared = bytes[term_at], rest = bytes[term_at + 1], step = bytes[footer];
        if (shared <= same || (shared | rest | step) >= 0x80 || step >= end - term_at)
            break;
        if (shared > before || rest > end - term_at - 2)
            return false;
        before = shared + rest;
        cursor->at = term_at + 2 + rest;
        term_at += step;
        footer++;
    }
    cursor->term_at = term_at;
    cursor->footer = footer;
    *length = before;
    return true;
}

/*
 * Passes the terms of the page that are before key, as the current one is. Most are told by what they share
 * with the one before, and not put together. Afterwards the current term is the first that is not before key,
 * or the page has none and the current term is any of those before.
 */
static bool pass_terms(struct nd_segment_cursor *cursor, struct nd_str key) {
    size_t same = shared_length(nd_buf_str(&cursor->term), key), length = cursor->term.len;

    while (cursor->term_at < cursor->page.content_end) {
        struct nd_str rest;
        uint64_t shared;
        if (!pass_longer(cursor, same, &length))
            return false;
        if (!peek_term(cursor, &shared, &rest) || shared > length)
            return false;
        length = (size_t)shared + rest.len;
        cursor->at = (size_t)((const unsigned char *)rest.ptr - cursor->page.bytes) + rest.len;
        cursor->term_at = next_term_offset(cursor, cursor->term_at);
        if (shared > same)
            continue;
        if (shared == same && nd_str_cmp(rest, nd_str_skip(key, same)) < 0) {
            same += shared_length(rest, nd_str_skip(key, same));
            continue;
        }
        nd_buf_clear(&cursor->term);
        nd_buf_add(&cursor->term, nd_str_slice(key, 0, (size_t)shared));
        nd_buf_add(&cursor->term, rest);
        return nd_str_cmp(nd_buf_str(&cursor->term), key) >= 0;
    }
    return true;
}

/* Moves to the first term that is not before key. */
enum nd_status nd_segment_seek(struct nd_segment_cursor *cursor, struct nd_str key, struct nd_error *err) {
    sqlite3_stmt *stmt = cursor->find_page;
    int64_t number = cursor->segment->first;
    bool has_turned = false;
    enum nd_status status;

    cursor->is_end = cursor->segment->last == 0;
    if (cursor->is_end)
        return ND_OK;
    sqlite3_reset(stmt);
    nd_sql_bound(sqlite3_bind_int64(stmt, 1, cursor->segment->id));
    nd_sql_bound(sqlite3_bind_blob64(stmt, 2, key.ptr, key.len, SQLITE_STATIC));
    status = nd_sql_step(cursor->segment->index, stmt, err);
    if (status == ND_OK && sqlite3_column_int64(stmt, 0) >> 1 > number)
        number = sqlite3_column_int64(stmt, 0) >> 1;
    sqlite3_reset(stmt);
    if (number > cursor->segment->last)
        return damaged(cursor, err);
    if (status == ND_OK || status == ND_END)
        status = fetch_page(cursor, number, err);
    if (status != ND_OK)
        return status;
    cursor->term_at = next_term_offset(cursor, 0);
    if (cursor->term_at < cursor->page.content_end && !read_term(cursor))
        return damaged(cursor, err);
    if (cursor->term.len == 0 && cursor->term_at >= cursor->page.content_end)
        status = nd_segment_next(cursor, err);
    while (status == ND_OK && !cursor->is_end && nd_str_cmp(nd_buf_str(&cursor->term), key) < 0) {
        /* The next page with terms begins behind the key, or the table led to the wrong page. */
        if (has_turned || !pass_terms(cursor, key))
            return damaged(cursor, err);
        if (nd_str_cmp(nd_buf_str(&cursor->term), key) >= 0)
            break;
        number = cursor->page_number;
        status = nd_segment_next(cursor, err);
        has_turned = cursor->page_number != number;
    }
    return status;
}

/* Appends length bytes of a position list that may run over several pages; *at moves behind it. */
static enum nd_status copy_positions(struct nd_segment_cursor *cursor, size_t *at, uint64_t length,
                                     struct nd_buf *out, struct nd_error *err) {
    while (length > 0) {
        size_t here = cursor->page.content_end - *at;
        enum nd_status status;
        if (here > length)
            here = (size_t)length;
        nd_buf_add(out, nd_str_of((const char *)cursor->page.bytes + *at, here));
        *at += here;
        length -= here;
        if (length == 0)
            break;
        if (cursor->page_number >= cursor->segment->last)
            return damaged(cursor, err);
        status = fetch_page(cursor, cursor->page_number + 1, err);
        if (status != ND_OK)
            return status;
        *at = 4;
    }
    return ND_OK;
}

/*
 * Goes to the page where the list continues. ND_END when it does not: the next page begins with a term. The
 * first rowid of a page is written whole.
 */
static enum nd_status continue_list(struct nd_segment_cursor *cursor, size_t *at, size_t *end,
                                    struct nd_error *err) {
    for (;;) {
        enum nd_status status;
        if (cursor->page_number >= cursor->segment->last)
            return ND_END;
        status = fetch_page(cursor, cursor->page_number + 1, err);
        if (status != ND_OK)
            return status;
        *end = next_term_offset(cursor, 0);
        if (cursor->page.first_rowid > 0) {
            *at = cursor->page.first_rowid;
            return ND_OK;
        }
        if (*end < cursor->page.content_end)
            return ND_END;
    }
}

/* The end of the current list on a page to which copy_positions has moved. */
static size_t list_end(struct nd_segment_cursor *cursor) {
    cursor->footer = cursor->page.content_end;
    return next_term_offset(cursor, 0);
}

void nd_segment_postings_begin(const struct nd_segment_cursor *cursor, struct nd_segment_postings *list) {
    *list = (struct nd_segment_postings){.at = cursor->at, .end = cursor->term_at, .is_whole = true};
}

/* The article of the next posting and the length of its position list, which begins at list->at. */
static enum nd_status next_posting(struct nd_segment_cursor *cursor, struct nd_segment_postings *list,
                                   uint64_t *length, struct nd_error *err) {
    const unsigned char *page_end;
    uint64_t value;

    if (list->at >= list->end) {
        enum nd_status status =
            list->end < cursor->page.content_end ? ND_END : continue_list(cursor, &list->at, &list->end, err);
        cursor->term_at = list->end;
        if (status != ND_OK)
            return status;
        list->is_whole = true;
    }
    page_end = cursor->page.bytes + cursor->page.content_end;
    list->at += nd_varint_get(cursor->page.bytes + list->at, page_end, &value);
    if (!list->is_whole)
        value += list->article;
    if (value <= list->article || value > UINT32_MAX)
        return damaged(cursor, err);
    list->article = value;
    list->is_whole = false;
    list->at += nd_varint_get(cursor->page.bytes + list->at, page_end, &value);
    if (list->at > cursor->page.content_end)
        return damaged(cursor, err);
    list->deletes = (value & 1) != 0;
    *length = value / 2;
    return ND_OK;
}

static enum nd_status read_positions(struct nd_segment_cursor *cursor, struct nd_segment_postings *list,
                                     uint64_t length, struct nd_buf *out, struct nd_error *err) {
    int64_t number = cursor->page_number;
    enum nd_status status = copy_positions(cursor, &list->at, length, out, err);

    if (cursor->page_number != number) {
        cursor->term_at = list->end = list_end(cursor);
        if (cursor->page.first_rowid > 0)
            list->is_whole = true;
    }
    return status == ND_OK && list->at > list->end ? damaged(cursor, err) : status;
}

enum nd_status nd_segment_postings_next(struct nd_segment_cursor *cursor, struct nd_segment_postings *list,
                                        struct nd_buf *spilled, struct nd_str *positions,
                                        struct nd_error *err) {
    uint64_t length = 0;
    enum nd_status status = next_posting(cursor, list, &length, err);

    if (status != ND_OK)
        return status;
    if (length <= list->end - list->at && list->at <= list->end) {
        *positions = nd_str_of((const char *)cursor->page.bytes + list->at, (size_t)length);
        list->at += (size_t)length;
        return ND_OK;
    }
    nd_buf_clear(spilled);
    status = read_positions(cursor, list, length, spilled, err);
    *positions = nd_buf_str(spilled);
    return status;
}

/*
 * The next posting of a page at p: the step to its article, the size of its list, and the list. Nearly all
 * have numbers of one byte. NULL when it is not whole on the page.
 */
static inline const unsigned char *take_posting(const unsigned char *p, const unsigned char *end,
                                                uint64_t *step, const unsigned char **start, uint64_t *size) {
    const unsigned char *list = p + 2;

    *start = p + 1;
    if (end - p > 2 && (p[0] | p[1]) < 0x80) {
        *step = p[0];
        *size = p[1];
    } else {
        *start = p + nd_varint_get(p, end, step);
        list = *start + nd_varint_get(*start, end, size);
    }
    return list > end || *size / 2 > (size_t)(end - list) || *step == 0 ? NULL : list + *size / 2;
}

/* Takes the postings that are whole on the page, which nearly all are, as they stand there. */
static void read_page_postings(const struct nd_segment_cursor *cursor, struct nd_segment_postings *list,
                               struct nd_postings *postings) {
    const unsigned char *bytes = cursor->page.bytes, *end = bytes + list->end, *p = bytes + list->at;
    const uint32_t further = (uint32_t)(postings->bytes.len - list->at);
    uint64_t article = list->article, step, size;
    size_t count = postings->count, emptied = 0;
    const unsigned char *start, *next;
    uint32_t *docs, *starts;

    nd_postings_reserve(postings, (size_t)(end - p) / 2 + 1);
    docs = postings->docs;
    starts = postings->starts;
    while (p < end && (next = take_posting(p, end, &step, &start, &size)) != NULL &&
           step <= UINT32_MAX - article) {
        article += step;
        docs[count] = (uint32_t)article;
        starts[count++] = (uint32_t)(start - bytes) + further;
        emptied += size < 2;
        p = next;
    }
    nd_buf_add(&postings->bytes, nd_str_of((const char *)bytes + list->at, (size_t)(p - bytes) - list->at));
    postings->count = count;
    postings->emptied += emptied;
    list->article = article;
    list->at = (size_t)(p - bytes);
}

size_t nd_segment_postings_pass(const struct nd_segment_cursor *cursor, struct nd_segment_postings *list,
                                uint64_t before, nd_posting_sink *sink, void *context) {
    const unsigned char *bytes = cursor->page.bytes, *end = bytes + list->end, *p = bytes + list->at;
    const unsigned char *start, *next;
    uint64_t step, size;
    size_t count = 0;

    while (p < end && !list->is_whole && (next = take_posting(p, end, &step, &start, &size)) != NULL &&
           step <= UINT32_MAX - list->article && list->article + step < before) {
        list->article += step;
        count += size >= 2;
        if (sink != NULL)
            sink(context, (uint32_t)list->article, nd_str_of((const char *)next - size / 2, size / 2));
        p = next;
    }
    list->at = (size_t)(p - bytes);
    return count;
}

enum nd_status nd_segment_postings_count(struct nd_segment_cursor *cursor, struct nd_segment_postings *list,
                                         size_t *count, struct nd_error *err) {
    struct nd_buf spilled = {0};
    struct nd_str positions;
    enum nd_status status;

    do {
        if (list->at < list->end)
            *count += nd_segment_postings_pass(cursor, list, UINT64_MAX, NULL, NULL);
        status = nd_segment_postings_next(cursor, list, &spilled, &positions, err);
        *count += status == ND_OK && positions.len > 0;
    } while (status == ND_OK);
    nd_buf_free(&spilled);
    return status == ND_END ? ND_OK : status;
}

enum nd_status nd_segment_read(struct nd_segment_cursor *cursor, struct nd_postings *postings,
                               struct nd_error *err) {
    struct nd_segment_postings list;
    size_t first = postings->count;
    enum nd_status status;
    uint64_t length = 0;

    nd_segment_postings_begin(cursor, &list);
    while ((status = next_posting(cursor, &list, &length, err)) == ND_OK) {
        nd_postings_begin(postings, (uint32_t)list.article, length);
        status = read_positions(cursor, &list, length, &postings->bytes, err);
        if (status != ND_OK)
            break;
        if (list.at < list.end && !list.is_whole)
            read_page_postings(cursor, &list, postings);
    }
    if (cursor->segment->index->shift[0] + cursor->segment->index->shift[1] > 0)
        for (size_t i = first; i < postings->count; i++)
            postings->docs[i] = (uint32_t)nd_joint_id(cursor->segment->index, postings->docs[i]);
    return status == ND_END ? ND_OK : status;
}
