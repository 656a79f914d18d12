#include "index/fulltext/segment_verify.h"

#include "index/fulltext/segment_list.h"
#include "index/fulltext/varint.h"

#include <stdio.h>

enum { HEADER = 4, LARGEST_DELTA = 1 << ND_COLUMN_SHIFT };

struct verifier {
    struct nd_index *index;
    const struct nd_segment *segment;
    sqlite3_stmt *keys; /* of the segment, in order */
    struct nd_buf key;  /* the next one, */
    int64_t key_page;   /* and the page it leads to; 0 behind the last */
    int64_t page_number;
    const unsigned char *page;
    size_t size, content_end, first_rowid, footer;
    size_t term_at; /* offset of the next term of the page, content_end behind the last */
    struct nd_buf term, positions;
    bool has_term, has_posting; /* so far; of that term */
    uint64_t article, pending;  /* of the latest posting; bytes of its positions that are still to come */
    const char *fault;
};

static bool fail(struct verifier *verifier, const char *fault) {
    verifier->fault = fault;
    return false;
}

static size_t get_u16(const unsigned char *p) {
    return (size_t)p[0] << 8 | p[1];
}

/* The number at *at, which ends at or before end. */
static bool take_number(const struct verifier *verifier, size_t *at, size_t end, uint64_t *number) {
    const unsigned char *p = verifier->page + *at;

    if (!nd_varint_take(&p, verifier->page + end, number))
        return false;
    *at = (size_t)(p - verifier->page);
    return true;
}

/* Moves term_at to the next offset of the footer. Offsets are steps, each of at least one byte. */
static bool next_term(struct verifier *verifier) {
    size_t from = verifier->term_at;
    uint64_t step;

    if (verifier->footer >= verifier->size) {
        verifier->term_at = verifier->content_end;
        return true;
    }
    if (!take_number(verifier, &verifier->footer, verifier->size, &step))
        return fail(verifier, "its last offset is cut off");
    if (step == 0 || step >= verifier->content_end - from || from + step < HEADER)
        return fail(verifier, "an offset leads out of it");
    verifier->term_at = from + (size_t)step;
    return true;
}

static bool read_header(struct verifier *verifier) {
    const unsigned char *page = verifier->page;

    if (verifier->size < HEADER)
        return fail(verifier, "it has no header");
    verifier->first_rowid = get_u16(page);
    verifier->content_end = get_u16(page + 2);
    if (verifier->content_end <= HEADER || verifier->content_end > verifier->size)
        return fail(verifier, "its footer begins outside of it");
    verifier->footer = verifier->content_end;
    verifier->term_at = 0;
    if (!next_term(verifier))
        return false;
    if (verifier->first_rowid > 0 &&
        (verifier->first_rowid < HEADER || verifier->first_rowid >= verifier->term_at))
        return fail(verifier, "its first article does not stand before its first term");
    return true;
}

/* Numbers: 1 and a column behind the one before, or 2 + the step to the next position. */
static bool are_positions(struct nd_str list) {
    const unsigned char *p = (const unsigned char *)list.ptr, *end = p + list.len;
    uint64_t column = 0, position = 0, number;

    while (p < end) {
        if (!nd_varint_take(&p, end, &number) || number == 0 || number > LARGEST_DELTA)
            return false;
        if (number >= 2) {
            position += number - 2;
            if (position > ND_PLACE_MASK)
                return false;
            continue;
        }
        if (!nd_varint_take(&p, end, &number) || number <= column || number >= ND_COLUMNS || p == end)
            return false;
        column = number;
        position = 0;
    }
    return true;
}

/* What the page has, up to end, of the position list at hand; only the end of the page may cut it. */
static bool take_positions(struct verifier *verifier, size_t *at, size_t end) {
    size_t here = end - *at;

    if (here > verifier->pending)
        here = (size_t)verifier->pending;
    nd_buf_add(&verifier->positions, nd_str_of((const char *)verifier->page + *at, here));
    *at += here;
    verifier->pending -= here;
    if (verifier->pending > 0)
        return end == verifier->content_end || fail(verifier, "a list runs into the next term");
    if (!are_positions(nd_buf_str(&verifier->positions)))
        return fail(verifier, "a list of positions makes no sense");
    nd_buf_clear(&verifier->positions);
    return true;
}

/* The postings from at to end, which is that of the page or where the next term begins. */
static bool read_postings(struct verifier *verifier, size_t at, size_t end, bool is_whole) {
    while (at < end) {
        uint64_t step, size;
        if (!take_number(verifier, &at, end, &step) || !take_number(verifier, &at, end, &size))
            return fail(verifier, "a posting is cut off");
        if (is_whole || !verifier->has_posting) {
            if (verifier->has_posting && step <= verifier->article)
                return fail(verifier, "articles do not ascend");
            verifier->article = 0;
        }
        if (step == 0 || step > UINT32_MAX - verifier->article)
            return fail(verifier, "articles do not ascend");
        verifier->article += step;
        verifier->has_posting = true;
        is_whole = false;
        verifier->pending = size / 2;
        if (!take_positions(verifier, &at, end))
            return false;
    }
    return true;
}

/* The first term of a page has a key, which lies behind the terms of the pages before it. */
static bool is_behind_key(struct verifier *verifier, struct nd_str term) {
    struct nd_str key = nd_buf_str(&verifier->key);

    if (verifier->key_page != verifier->page_number)
        return fail(verifier, "no key leads to it, or one leads to a page without a term");
    if (nd_str_cmp(key, term) > 0)
        return fail(verifier, "its key is behind its first term");
    if (verifier->has_term && nd_str_cmp(nd_buf_str(&verifier->term), key) >= 0)
        return fail(verifier, "its key is not behind the terms before it");
    return true;
}

/* The term at *at, which moves behind it. The first of a page is whole, others share a beginning. */
static bool read_term(struct verifier *verifier, size_t *at, size_t end, bool is_first) {
    struct nd_buf *term = &verifier->term;
    uint64_t shared = 0, length;
    struct nd_str rest;
    int order;

    if ((!is_first && !take_number(verifier, at, end, &shared)) || !take_number(verifier, at, end, &length) ||
        length > end - *at || shared > term->len)
        return fail(verifier, "a term is cut off");
    rest = nd_str_of((const char *)verifier->page + *at, (size_t)length);
    if (is_first && !is_behind_key(verifier, rest))
        return false;
    order = nd_str_cmp(nd_str_skip(nd_buf_str(term), (size_t)shared), rest);
    if (verifier->has_term && order >= 0)
        return fail(verifier, "terms do not ascend");
    nd_buf_cut(term, (size_t)shared);
    nd_buf_add(term, rest);
    if (term->len == 0 || term->ptr[0] != ND_SEGMENT_MAIN)
        return fail(verifier, "a term is of no index there is");
    *at += (size_t)length;
    verifier->has_term = true;
    verifier->has_posting = false;
    return true;
}

static bool read_terms(struct verifier *verifier) {
    bool is_first = true;

    while (verifier->term_at < verifier->content_end) {
        size_t at = verifier->term_at;
        if (verifier->has_term && !verifier->has_posting)
            return fail(verifier, "a term before it has no article");
        if (!next_term(verifier) || !read_term(verifier, &at, verifier->term_at, is_first) ||
            !read_postings(verifier, at, verifier->term_at, false))
            return false;
        is_first = false;
    }
    return true;
}

/* First what is left of the list of the page before. */
static bool read_page(struct verifier *verifier) {
    size_t at = HEADER, end;

    if (!read_header(verifier))
        return false;
    end = verifier->first_rowid > 0 ? verifier->first_rowid : verifier->term_at;
    if (verifier->pending > 0 && !take_positions(verifier, &at, end))
        return false;
    if (at != end)
        return fail(verifier, "bytes in it belong to no list");
    if (verifier->first_rowid > 0 && !verifier->has_term)
        return fail(verifier, "it continues a list that never began");
    if (verifier->first_rowid > 0 && !read_postings(verifier, at, verifier->term_at, true))
        return false;
    return read_terms(verifier);
}

/* Keys of pages in front of the segment's first are left of a merge under way. */
static enum nd_status next_key(struct verifier *verifier, struct nd_error *err) {
    enum nd_status status;

    do {
        status = nd_sql_step(verifier->index, verifier->keys, err);
        verifier->key_page = status == ND_OK ? sqlite3_column_int64(verifier->keys, 1) >> 1 : 0;
    } while (status == ND_OK && verifier->key_page < verifier->segment->first);
    nd_buf_clear(&verifier->key);
    if (status == ND_OK)
        nd_buf_add(&verifier->key, nd_str_of(sqlite3_column_blob(verifier->keys, 0),
                                             (size_t)sqlite3_column_bytes(verifier->keys, 0)));
    return status == ND_END ? ND_OK : status;
}

static enum nd_status fetch_page(struct verifier *verifier, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(verifier->index, ND_SQL_FTS_PAGE, err);
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    nd_sql_bound(
        sqlite3_bind_int64(stmt, 1, nd_segment_page_id(verifier->segment->id, verifier->page_number)));
    status = nd_sql_step(verifier->index, stmt, err);
    if (status == ND_END || (status == ND_OK && sqlite3_column_type(stmt, 0) != SQLITE_BLOB)) {
        sqlite3_reset(stmt);
        fail(verifier, "it is missing");
        return ND_OK;
    }
    if (status == ND_OK) {
        verifier->page = sqlite3_column_blob(stmt, 0);
        verifier->size = (size_t)sqlite3_column_bytes(stmt, 0);
        (void)read_page(verifier);
        sqlite3_reset(stmt);
    }
    return status;
}

static enum nd_status read_pages(struct verifier *verifier, struct nd_error *err) {
    const struct nd_segment *segment = verifier->segment;
    enum nd_status status = next_key(verifier, err);

    for (int64_t page = segment->first; page <= segment->last; page++) {
        bool has_key = verifier->key_page == page;
        if (status != ND_OK || verifier->fault != NULL)
            return status;
        verifier->page_number = page;
        status = fetch_page(verifier, err);
        if (status == ND_OK && has_key)
            status = next_key(verifier, err);
    }
    if (status != ND_OK || verifier->fault != NULL)
        return status;
    if (verifier->pending > 0 || !verifier->has_posting)
        fail(verifier, "its last list is cut off");
    else if (verifier->key_page > 0)
        fail(verifier, "a key leads to a page without a term");
    return ND_OK;
}

static void tell(nd_fault_sink *sink, void *context, int64_t segment, int64_t page, const char *fault) {
    char text[240];

    snprintf(text, sizeof text,
             "the full-text index is damaged, segment %lld, page %lld: %s; newsdex optimize --rebuild makes"
             " it anew",
             (long long)segment, (long long)page, fault);
    sink(context, nd_str_from(text));
}

static enum nd_status verify_segment(struct nd_index *index, const struct nd_segment *segment,
                                     nd_fault_sink *sink, void *context, bool *is_sound,
                                     struct nd_error *err) {
    struct verifier verifier = {
        .index = index, .segment = segment, .keys = nd_sql(index, ND_SQL_FTS_KEYS, err)};
    enum nd_status status = ND_OK;

    if (segment->last == 0)
        return ND_OK;
    if (verifier.keys == NULL)
        return err->status;
    nd_sql_bound(sqlite3_bind_int64(verifier.keys, 1, segment->id));
    status = read_pages(&verifier, err);
    sqlite3_reset(verifier.keys);
    if (status == ND_OK && verifier.fault != NULL) {
        tell(sink, context, segment->id, verifier.page_number, verifier.fault);
        *is_sound = false;
    }
    nd_buf_free(&verifier.key);
    nd_buf_free(&verifier.term);
    nd_buf_free(&verifier.positions);
    return status;
}

static bool has_segment(const struct nd_segment_list *list, int64_t id) {
    for (size_t i = 0; i < list->count; i++)
        if (list->segments[i].id == id)
            return true;
    return false;
}

/* The next segment that gets such a number could not be written. */
static enum nd_status find_strays(struct nd_index *index, const struct nd_segment_list *list,
                                  nd_fault_sink *sink, void *context, bool *is_sound, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_FTS_KEYED, err);
    enum nd_status status = stmt == NULL ? err->status : ND_OK;

    while (status == ND_OK && (status = nd_sql_step(index, stmt, err)) == ND_OK) {
        int64_t id = sqlite3_column_int64(stmt, 0);
        if (sqlite3_column_type(stmt, 0) == SQLITE_INTEGER && has_segment(list, id))
            continue;
        tell(sink, context, id, 0, "there are keys of it, but no such segment");
        *is_sound = false;
    }
    return status == ND_END ? ND_OK : status;
}

enum nd_status nd_segments_verify(struct nd_index *index, nd_fault_sink *sink, void *context, bool *is_sound,
                                  struct nd_error *err) {
    struct nd_segment_list list;
    struct nd_averages averages;
    enum nd_status status = nd_segment_list_read(index, &list, err);

    *is_sound = true;
    for (size_t i = 0; i < list.count && status == ND_OK; i++)
        status = verify_segment(index, &list.segments[i], sink, context, is_sound, err);
    if (status == ND_OK)
        status = find_strays(index, &list, sink, context, is_sound, err);
    if (status == ND_OK)
        status = nd_averages_read(index, &averages, err);
    nd_segment_list_free(&list);
    return status == ND_NOT_FOUND ? ND_OK : status;
}
