#include "index/postings.h"

#include "newsdex/alloc.h"

#include <stdlib.h>
#include <string.h>

/* The layout of FTS5's shadow tables. */
enum {
    AVERAGES_ID = 1,
    STRUCTURE_ID = 10,
    SEGMENT_SHIFT =
        37, /* of the segment's number in the id of a page: 31 bits of page, 5 of height, 1 flag */
    MAX_SEGMENTS = 2000,
    MAIN_INDEX = '0', /* first byte of every term; prefix indexes would have others */
    CONFIG_VERSION = 4
};

struct segment {
    int64_t id, first, last; /* leaf pages */
};

/* A leaf page; bytes belong to the statement until the next page is read. */
struct page {
    const unsigned char *bytes;
    size_t size, content_end; /* the footer with the offsets of terms begins at content_end */
    size_t first_rowid;       /* offset of the first rowid of a list that began on an earlier page, or 0 */
};

struct nd_reader {
    struct nd_index *index;
    struct segment *segments; /* newest first */
    size_t segment_count;
    uint64_t documents, tokens[ND_COLUMNS];
    sqlite3_stmt *find_page, *read_page;
};

struct lists {
    struct nd_postings *items;
    size_t count, capacity;
};

/* A walk over the terms of one segment. */
struct cursor {
    struct nd_reader *reader;
    const struct segment *segment;
    int64_t page_number;
    struct page page;
    size_t footer;  /* offset in the page's footer of the next term's delta */
    size_t term_at; /* offset of the term behind this one on the page, content_end if there is none */
    size_t at;      /* offset of the current term's document list */
    struct nd_buf term;
    bool is_end;
};

/* SQLite's variable-length integer: seven bits a byte, most significant first, the ninth byte whole. */
static size_t get_varint(const unsigned char *p, const unsigned char *end, uint64_t *value) {
    uint64_t v = 0;

    for (size_t i = 0; p + i < end && i < 9; i++) {
        if (i == 8) {
            *value = v << 8 | p[i];
            return 9;
        }
        v = v << 7 | (p[i] & 0x7fu);
        if (p[i] < 0x80) {
            *value = v;
            return i + 1;
        }
    }
    *value = 0;
    return (size_t)(end - p) > 0 ? (size_t)(end - p) : 1;
}

static size_t get_u16(const unsigned char *p) {
    return (size_t)p[0] << 8 | p[1];
}

static enum nd_status damaged(struct nd_reader *reader, struct nd_error *err) {
    return nd_error_set(err, ND_DB, "%s: the full-text index is damaged; newsdex check tells more",
                        reader->index->path);
}

static enum nd_status fetch_page(struct cursor *cursor, int64_t number, struct nd_error *err) {
    sqlite3_stmt *stmt = cursor->reader->read_page;
    struct page *page = &cursor->page;
    enum nd_status status;

    sqlite3_reset(stmt);
    sqlite3_bind_int64(stmt, 1, (cursor->segment->id << SEGMENT_SHIFT) + number);
    status = nd_sql_step(cursor->reader->index, stmt, err);
    if (status != ND_OK)
        return status == ND_END ? damaged(cursor->reader, err) : status;
    page->bytes = sqlite3_column_blob(stmt, 0);
    page->size = (size_t)sqlite3_column_bytes(stmt, 0);
    if (page->size < 4)
        return damaged(cursor->reader, err);
    page->first_rowid = get_u16(page->bytes);
    page->content_end = get_u16(page->bytes + 2);
    if (page->content_end > page->size || page->content_end < 4 || page->first_rowid > page->content_end)
        return damaged(cursor->reader, err);
    cursor->page_number = number;
    cursor->footer = page->content_end;
    return ND_OK;
}

/* The offset of the next term of the page from the footer; content_end when there is none. */
static size_t next_term_offset(struct cursor *cursor, size_t previous) {
    const struct page *page = &cursor->page;
    uint64_t delta;

    if (cursor->footer >= page->size)
        return page->content_end;
    cursor->footer += get_varint(page->bytes + cursor->footer, page->bytes + page->size, &delta);
    return delta > page->content_end - previous ? page->content_end : previous + (size_t)delta;
}

/* Reads the term at cursor->term_at; the first of a page is whole, the others share a beginning. */
static bool read_term(struct cursor *cursor, bool is_first) {
    const unsigned char *end = cursor->page.bytes + cursor->page.content_end;
    size_t at = cursor->term_at;
    uint64_t shared = 0, length;

    if (!is_first)
        at += get_varint(cursor->page.bytes + at, end, &shared);
    at += get_varint(cursor->page.bytes + at, end, &length);
    if (shared > cursor->term.len || at > cursor->page.content_end || length > cursor->page.content_end - at)
        return false;
    nd_buf_cut(&cursor->term, (size_t)shared);
    nd_buf_add(&cursor->term, nd_str_of((const char *)cursor->page.bytes + at, (size_t)length));
    cursor->at = at + (size_t)length;
    cursor->term_at = next_term_offset(cursor, cursor->term_at);
    return true;
}

/* Moves to the next term of the segment, on a later page if need be. */
static enum nd_status next_term(struct cursor *cursor, struct nd_error *err) {
    bool is_first = false;

    while (cursor->term_at >= cursor->page.content_end) {
        enum nd_status status;
        if (cursor->page_number >= cursor->segment->last) {
            cursor->is_end = true;
            return ND_OK;
        }
        status = fetch_page(cursor, cursor->page_number + 1, err);
        if (status != ND_OK)
            return status;
        cursor->term_at = next_term_offset(cursor, 0);
        is_first = true;
    }
    return read_term(cursor, is_first) ? ND_OK : damaged(cursor->reader, err);
}

/* Moves to the first term that is not before key. */
static enum nd_status seek(struct cursor *cursor, struct nd_str key, struct nd_error *err) {
    sqlite3_stmt *stmt = cursor->reader->find_page;
    int64_t number = cursor->segment->first;
    enum nd_status status;

    sqlite3_reset(stmt);
    sqlite3_bind_int64(stmt, 1, cursor->segment->id);
    sqlite3_bind_blob64(stmt, 2, key.ptr, key.len, SQLITE_STATIC);
    status = nd_sql_step(cursor->reader->index, stmt, err);
    if (status == ND_OK && sqlite3_column_int64(stmt, 0) >> 1 > number)
        number = sqlite3_column_int64(stmt, 0) >> 1;
    sqlite3_reset(stmt);
    if (status == ND_OK || status == ND_END)
        status = fetch_page(cursor, number, err);
    if (status != ND_OK)
        return status;
    cursor->is_end = false;
    cursor->term_at = next_term_offset(cursor, 0);
    if (cursor->term_at < cursor->page.content_end && !read_term(cursor, true))
        return damaged(cursor->reader, err);
    if (cursor->term.len == 0 && cursor->term_at >= cursor->page.content_end)
        status = next_term(cursor, err);
    while (status == ND_OK && !cursor->is_end && nd_str_cmp(nd_buf_str(&cursor->term), key) < 0)
        status = next_term(cursor, err);
    return status;
}

/* Appends length bytes of a position list that may run over several pages; *at moves behind it. */
static enum nd_status copy_positions(struct cursor *cursor, size_t *at, uint64_t length, struct nd_buf *out,
                                     struct nd_error *err) {
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
            return damaged(cursor->reader, err);
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
static enum nd_status continue_list(struct cursor *cursor, size_t *at, size_t *end, struct nd_error *err) {
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
static size_t list_end(struct cursor *cursor) {
    cursor->footer = cursor->page.content_end;
    return next_term_offset(cursor, 0);
}

/* Appends the document list of the current term. Afterwards the cursor must seek again. */
static enum nd_status read_list(struct cursor *cursor, struct nd_postings *postings, struct nd_error *err) {
    size_t at = cursor->at, end = cursor->term_at;
    uint64_t doc = 0, value;
    bool is_whole = true;

    for (;;) {
        const unsigned char *page_end = cursor->page.bytes + cursor->page.content_end;
        int64_t number = cursor->page_number;
        enum nd_status status;

        if (at >= end) {
            status = end < cursor->page.content_end ? ND_END : continue_list(cursor, &at, &end, err);
            if (status != ND_OK) {
                nd_postings_finish(postings);
                return status == ND_END ? ND_OK : status;
            }
            page_end = cursor->page.bytes + cursor->page.content_end;
            number = cursor->page_number;
            is_whole = true;
        }
        at += get_varint(cursor->page.bytes + at, page_end, &value);
        doc = is_whole ? value : doc + value;
        is_whole = false;
        at += get_varint(cursor->page.bytes + at, page_end, &value);
        nd_postings_add(postings, (uint32_t)doc);
        status = copy_positions(cursor, &at, value / 2, &postings->bytes, err);
        if (status != ND_OK)
            return status;
        if (cursor->page_number != number) {
            end = list_end(cursor);
            if (cursor->page.first_rowid > 0)
                is_whole = true;
        }
    }
}

/* The list of one term, over all segments. */
static enum nd_status read_term_lists(struct nd_reader *reader, struct nd_str key,
                                      struct nd_postings *postings, struct nd_error *err) {
    struct nd_postings older = {0};
    struct cursor cursor = {.reader = reader};
    enum nd_status status = ND_OK;

    for (size_t i = 0; i < reader->segment_count && status == ND_OK; i++) {
        bool is_newest = postings->count == 0;
        struct nd_postings *target = is_newest ? postings : &older;
        cursor.segment = &reader->segments[i];
        nd_buf_clear(&cursor.term);
        status = seek(&cursor, key, err);
        if (status != ND_OK || cursor.is_end || !nd_str_eq(nd_buf_str(&cursor.term), key))
            continue;
        nd_postings_clear(target);
        status = read_list(&cursor, target, err);
        if (!is_newest && status == ND_OK)
            nd_postings_add_older(postings, &older);
    }
    nd_postings_drop_deleted(postings);
    nd_buf_free(&cursor.term);
    nd_postings_free(&older);
    return status;
}

struct term_list {
    struct nd_arena *arena;
    struct nd_str *terms;
    size_t count, capacity;
};

static enum nd_status collect_terms(struct cursor *cursor, struct nd_str key, struct term_list *list,
                                    struct nd_error *err) {
    enum nd_status status;

    nd_buf_clear(&cursor->term);
    status = seek(cursor, key, err);
    while (status == ND_OK && !cursor->is_end && nd_str_starts(nd_buf_str(&cursor->term), key)) {
        list->terms = nd_alloc_grow(list->terms, &list->capacity, list->count + 1, sizeof *list->terms);
        list->terms[list->count++] = nd_arena_str(list->arena, nd_buf_str(&cursor->term));
        status = next_term(cursor, err);
    }
    return status;
}

static int compare_terms(const void *a, const void *b) {
    const struct nd_str *x = a, *y = b;

    return nd_str_cmp(*x, *y);
}

/* Every term of the index that begins with key, once, in order. */
static enum nd_status list_terms(struct nd_reader *reader, struct nd_str key, struct term_list *list,
                                 struct nd_error *err) {
    struct cursor cursor = {.reader = reader};
    enum nd_status status = ND_OK;
    size_t kept = 0;

    for (size_t i = 0; i < reader->segment_count && status == ND_OK; i++) {
        cursor.segment = &reader->segments[i];
        status = collect_terms(&cursor, key, list, err);
    }
    nd_buf_free(&cursor.term);
    if (list->count > 0)
        qsort(list->terms, list->count, sizeof *list->terms, compare_terms);
    for (size_t i = 0; i < list->count; i++)
        if (kept == 0 || !nd_str_eq(list->terms[kept - 1], list->terms[i]))
            list->terms[kept++] = list->terms[i];
    list->count = kept;
    return status;
}

static struct nd_str key_of(struct nd_str token, struct nd_arena *arena) {
    char *key = nd_arena_bytes(arena, token.len + 1);

    key[0] = MAIN_INDEX;
    if (token.len > 0)
        memcpy(key + 1, token.ptr, token.len);
    return nd_str_of(key, token.len + 1);
}

enum nd_status nd_reader_tokens_from(struct nd_reader *reader, struct nd_str prefix, nd_token_visit *visit,
                                     void *context, struct nd_error *err) {
    struct term_list list = {.arena = nd_arena_new()};
    struct nd_postings postings = {0};
    enum nd_status status = list_terms(reader, key_of(prefix, list.arena), &list, err);

    for (size_t i = 0; i < list.count && status == ND_OK; i++) {
        nd_postings_clear(&postings);
        status = read_term_lists(reader, list.terms[i], &postings, err);
        if (status == ND_OK && postings.count > 0)
            status = visit(context, nd_str_skip(list.terms[i], 1), postings.count);
    }
    nd_postings_free(&postings);
    free(list.terms);
    nd_arena_free(list.arena);
    return status;
}

/* Reads the lists of one form, or of every term that begins with it, into new elements of *lists. */
static enum nd_status read_form(struct nd_reader *reader, struct nd_str form, bool is_prefix,
                                struct nd_arena *arena, struct lists *lists, struct nd_error *err) {
    struct nd_str key = key_of(form, arena);
    struct term_list terms = {.arena = arena};
    enum nd_status status = ND_OK;

    if (is_prefix)
        status = list_terms(reader, key, &terms, err);
    for (size_t i = 0; i < (is_prefix ? terms.count : 1) && status == ND_OK; i++) {
        struct nd_postings *list;
        lists->items = nd_alloc_grow(lists->items, &lists->capacity, lists->count + 1, sizeof *lists->items);
        list = &lists->items[lists->count++];
        *list = (struct nd_postings){0};
        status = read_term_lists(reader, is_prefix ? terms.terms[i] : key, list, err);
        if (list->count == 0)
            nd_postings_free(&lists->items[--lists->count]);
    }
    free(terms.terms);
    return status;
}

enum nd_status nd_reader_read(struct nd_reader *reader, const struct nd_str *forms, size_t count,
                              bool is_prefix, struct nd_postings *postings, struct nd_error *err) {
    struct nd_arena *arena = nd_arena_new();
    struct lists lists = {0};
    enum nd_status status = ND_OK;

    nd_postings_free(postings);
    for (size_t i = 0; i < count && status == ND_OK; i++)
        status = read_form(reader, forms[i], is_prefix, arena, &lists, err);
    for (size_t step = 1; step < lists.count && status == ND_OK; step *= 2)
        for (size_t i = 0; i + step < lists.count; i += 2 * step)
            nd_postings_unite(&lists.items[i], &lists.items[i + step]);
    if (lists.count > 0)
        *postings = lists.items[0];
    for (size_t i = 1; i < lists.count; i++)
        nd_postings_free(&lists.items[i]);
    free(lists.items);
    nd_arena_free(arena);
    return status;
}

static enum nd_status read_record(struct nd_reader *reader, int64_t id, struct nd_buf *out,
                                  struct nd_error *err) {
    sqlite3_stmt *stmt = reader->read_page;
    enum nd_status status;

    nd_buf_clear(out);
    sqlite3_reset(stmt);
    sqlite3_bind_int64(stmt, 1, id);
    status = nd_sql_step(reader->index, stmt, err);
    if (status == ND_OK)
        nd_buf_add(out, nd_str_of(sqlite3_column_blob(stmt, 0), (size_t)sqlite3_column_bytes(stmt, 0)));
    sqlite3_reset(stmt);
    return status == ND_END ? ND_OK : status;
}

static void read_averages(struct nd_reader *reader, const struct nd_buf *record) {
    const unsigned char *p = (const unsigned char *)record->ptr, *end = p + record->len;

    if (record->len == 0)
        return;
    p += get_varint(p, end, &reader->documents);
    for (int i = 0; i < ND_COLUMNS && p < end; i++)
        p += get_varint(p, end, &reader->tokens[i]);
}

/*
 * The structure record: a cookie of four bytes, then as varints the numbers of levels, of segments and of
 * writes; for every level how many segments are being merged and how many there are; for every segment its
 * id, first and last leaf. Segments come oldest first within a level, lower levels are newer.
 */
static bool read_structure(struct nd_reader *reader, const struct nd_buf *record) {
    const unsigned char *p = (const unsigned char *)record->ptr + 4, *end = p - 4 + record->len;
    uint64_t levels, segments, ignored, count, values[3];
    size_t total = 0;

    if (record->len < 7 || *p == 0xff)
        return record->len == 0;
    p += get_varint(p, end, &levels);
    p += get_varint(p, end, &segments);
    p += get_varint(p, end, &ignored);
    if (segments > MAX_SEGMENTS)
        return false;
    reader->segments = nd_alloc_array((size_t)segments + 1, sizeof *reader->segments);
    for (uint64_t level = 0; level < levels && p < end; level++) {
        p += get_varint(p, end, &ignored);
        p += get_varint(p, end, &count);
        if (count > segments - total)
            return false;
        for (size_t i = 0; i < count && p < end; i++) {
            struct segment *segment = &reader->segments[total + (size_t)count - 1 - i];
            for (int k = 0; k < 3; k++)
                p += get_varint(p, end, &values[k]);
            *segment = (struct segment){(int64_t)values[0], (int64_t)values[1], (int64_t)values[2]};
        }
        total += (size_t)count;
    }
    reader->segment_count = total;
    return true;
}

static enum nd_status check_version(struct nd_index *index, struct nd_error *err) {
    sqlite3_stmt *stmt =
        nd_sql_prepare(index, ND_STR("SELECT v FROM article_fts_config WHERE k = 'version'"), err);
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    status = nd_sql_step(index, stmt, err);
    if (status == ND_END || (status == ND_OK && sqlite3_column_int(stmt, 0) != CONFIG_VERSION))
        status = ND_NOT_FOUND;
    sqlite3_finalize(stmt);
    return status;
}

enum nd_status nd_reader_open(struct nd_index *index, struct nd_reader **out, struct nd_error *err) {
    struct nd_reader *reader = nd_alloc_array(1, sizeof *reader);
    struct nd_buf record = {0};
    enum nd_status status = check_version(index, err);

    reader->index = index;
    reader->read_page = nd_sql(index, ND_SQL_FTS_PAGE, err);
    reader->find_page = nd_sql(index, ND_SQL_FTS_FIND_PAGE, err);
    if (reader->read_page == NULL || reader->find_page == NULL)
        status = ND_DB;
    if (status == ND_OK)
        status = read_record(reader, AVERAGES_ID, &record, err);
    if (status == ND_OK)
        read_averages(reader, &record);
    if (status == ND_OK)
        status = read_record(reader, STRUCTURE_ID, &record, err);
    if (status == ND_OK && !read_structure(reader, &record))
        status = ND_NOT_FOUND;
    nd_buf_free(&record);
    if (status != ND_OK) {
        nd_reader_close(reader);
        reader = NULL;
    }
    *out = reader;
    return status;
}

void nd_reader_close(struct nd_reader *reader) {
    if (reader == NULL)
        return;
    if (reader->read_page != NULL)
        sqlite3_reset(reader->read_page);
    if (reader->find_page != NULL)
        sqlite3_reset(reader->find_page);
    free(reader->segments);
    free(reader);
}

uint64_t nd_reader_documents(const struct nd_reader *reader) {
    return reader->documents;
}

uint64_t nd_reader_tokens(const struct nd_reader *reader, int column) {
    return reader->tokens[column];
}
