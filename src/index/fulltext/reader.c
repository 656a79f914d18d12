#include "index/fulltext/reader.h"

#include "index/fulltext/gather.h"
#include "index/fulltext/segment_list.h"
#include "index/fulltext/segment_walk.h"

#include "newsdex/alloc.h"
#include "newsdex/analysis.h"
#include "newsdex/limits.h"

#include <stdlib.h>
#include <string.h>

struct nd_reader {
    struct nd_segment_list segment_list; /* of all databases searched at once, as if of one */
    struct nd_averages averages;
    uint64_t work; /* places read so far for words with a beginning; too many: */
    bool is_cut;
    struct nd_segment *walked; /* those of segment_list that a walk goes through */
    enum presence { UNKNOWN, PRESENT, ABSENT } * reversed; /* terms from right to left, in each segment */
};

enum { TERMS_OF_A_PLACE = 8 }; /* segments that are looked at for the next term cost as much as a place */

/* Which nd_segment_seek resets and binds itself. */
static sqlite3_stmt *prepared(struct nd_index *index, enum nd_sql which, struct nd_error *err) {
    return index->statements[which] != NULL ? index->statements[which] : nd_sql(index, which, err);
}

/* At the first term of segment number at that is not before key; one segment at a time. */
static enum nd_status seek(const struct nd_reader *reader, size_t at, struct nd_str key,
                           struct nd_segment_cursor *cursor, struct nd_error *err) {
    const struct nd_segment *segment = &reader->segment_list.segments[at];

    cursor->segment = segment;
    cursor->read_page = prepared(segment->index, ND_SQL_FTS_PAGES_FROM, err);
    cursor->find_page = prepared(segment->index, ND_SQL_FTS_FIND_PAGE, err);
    if (cursor->read_page == NULL || cursor->find_page == NULL)
        return err->status;
    nd_buf_clear(&cursor->term);
    return nd_segment_seek(cursor, key, err);
}

/*
 * True when the segment may have terms that begin as the key does. Words from right to left, which are looked
 * for by the hundred, are in those segments alone that have articles of certain languages.
 */
static bool may_have(struct nd_reader *reader, size_t at, struct nd_str key) {
    struct nd_segment_cursor cursor = {0};
    struct nd_error ignored = ND_ERROR_INIT;
    struct nd_str mark = nd_str_slice(key, 0, 2);

    if (key.len < 2 || key.ptr[1] != ND_MARK_REVERSED)
        return true;
    if (reader->reversed[at] == UNKNOWN) {
        reader->reversed[at] = PRESENT; /* who looks for more will meet the error again */
        if (seek(reader, at, mark, &cursor, &ignored) == ND_OK &&
            (cursor.is_end || !nd_str_starts(nd_buf_str(&cursor.term), mark)))
            reader->reversed[at] = ABSENT;
        nd_buf_free(&cursor.term);
    }
    return reader->reversed[at] == PRESENT;
}

/* Moves to the key in segment number at, if it is there; else ND_END. */
static enum nd_status find_term(struct nd_reader *reader, size_t at, struct nd_str key,
                                struct nd_segment_cursor *cursor, struct nd_error *err) {
    enum nd_status status;

    if (!may_have(reader, at, key))
        return ND_END;
    status = seek(reader, at, key, cursor, err);
    return status != ND_OK || (!cursor->is_end && nd_str_eq(nd_buf_str(&cursor->term), key)) ? status
                                                                                             : ND_END;
}

/*
 * The list of one term, over all segments. What a newer segment says mostly is of articles with higher ids
 * than those of the older ones, and comes behind.
 */
static enum nd_status read_term_lists(struct nd_reader *reader, struct nd_str key,
                                      struct nd_postings *postings, struct nd_error *err) {
    struct nd_segment_cursor cursor = {0};
    enum nd_status status = ND_OK;

    for (size_t i = 0; i < reader->segment_list.count && status == ND_OK; i++) {
        size_t before = postings->count;
        status = find_term(reader, i, key, &cursor, err);
        if (status == ND_OK)
            status = nd_segment_read(&cursor, postings, err);
        if (status == ND_OK)
            nd_postings_replace_older(postings, before);
        status = status == ND_END ? ND_OK : status;
    }
    nd_postings_drop_deleted(postings);
    nd_buf_free(&cursor.term);
    return status;
}

static struct nd_str key_in(struct nd_str token, char *key) {
    key[0] = ND_SEGMENT_MAIN;
    if (token.len > 0)
        memcpy(key + 1, token.ptr, token.len);
    return nd_str_of(key, token.len + 1);
}

static struct nd_str key_of(struct nd_str token, struct nd_arena *arena) {
    return key_in(token, nd_arena_bytes(arena, token.len + 1));
}

/* How many pages lie between the one a term begins on and the first one that begins with a later term. */
static enum nd_status count_pages(const struct nd_segment *segment, struct nd_str key, int64_t first,
                                  int64_t *pages, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(segment->index, ND_SQL_FTS_NEXT_PAGE, err);
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    nd_sql_bound(sqlite3_bind_int64(stmt, 1, segment->id));
    nd_sql_bound(sqlite3_bind_blob64(stmt, 2, key.ptr, key.len, SQLITE_STATIC));
    status = nd_sql_step(segment->index, stmt, err);
    *pages = (status == ND_OK ? sqlite3_column_int64(stmt, 0) >> 1 : segment->last + 1) - first;
    sqlite3_reset(stmt);
    return status == ND_END ? ND_OK : status;
}

/* The postings of the cursor's term: most of them take so many bytes, and the pages tell how many there are.
 */
static enum nd_status count_term(struct nd_segment_cursor *cursor, struct nd_str key, size_t most,
                                 size_t *count, struct nd_error *err) {
    const size_t begin = cursor->at, size = cursor->page.size;
    const int64_t first = cursor->page_number;
    struct nd_segment_postings list;
    struct nd_buf spilled = {0};
    struct nd_str positions;
    enum nd_status status = ND_OK;
    int64_t pages = 0;
    double read, all;
    size_t seen = 0;

    nd_segment_postings_begin(cursor, &list);
    while (seen < most &&
           (status = nd_segment_postings_next(cursor, &list, &spilled, &positions, err)) == ND_OK)
        seen += positions.len > 0;
    nd_buf_free(&spilled);
    *count += seen;
    if (status != ND_OK)
        return status == ND_END ? ND_OK : status;
    status = count_pages(cursor->segment, key, first, &pages, err);
    read = (double)(cursor->page_number - first) * (double)size + (double)list.at - (double)begin;
    all = (double)pages * (double)size - (double)begin;
    if (status == ND_OK && pages > 1 && all > read)
        *count += (size_t)((double)seen * (all / read - 1));
    return status;
}

enum nd_status nd_reader_count(struct nd_reader *reader, struct nd_str token, size_t most, size_t *count,
                               struct nd_error *err) {
    struct nd_segment_cursor cursor = {0};
    struct nd_arena *arena = nd_arena_new();
    struct nd_str key = key_of(token, arena);
    enum nd_status status = ND_OK;

    *count = 0;
    for (size_t i = reader->segment_list.count; i-- > 0 && status == ND_OK;) {
        status = find_term(reader, i, key, &cursor, err);
        if (status == ND_OK)
            status = count_term(&cursor, key, most, count, err);
        status = status == ND_END ? ND_OK : status;
    }
    nd_buf_free(&cursor.term);
    nd_arena_free(arena);
    return status;
}

enum nd_status nd_reader_has(struct nd_reader *reader, struct nd_str token, bool *has, struct nd_error *err) {
    struct nd_segment_cursor cursor = {0};
    char bytes[ND_MAX_TOKEN + 1];
    struct nd_str key = key_in(nd_str_slice(token, 0, ND_MAX_TOKEN), bytes);
    enum nd_status status = ND_OK;
    size_t count = 0;

    for (size_t i = 0; i < reader->segment_list.count && status == ND_OK && count == 0; i++) {
        status = find_term(reader, i, key, &cursor, err);
        if (status == ND_OK)
            status = count_term(&cursor, key, 1, &count, err);
        status = status == ND_END ? ND_OK : status;
    }
    *has = count > 0 && token.len <= ND_MAX_TOKEN;
    nd_buf_free(&cursor.term);
    return status;
}

/* The next term of a walk if it begins with key; else ND_END. */
static enum nd_status next_term(struct nd_segment_walk *walk, struct nd_str key, struct nd_error *err) {
    enum nd_status status = nd_segment_walk_term(walk, err);

    return status == ND_OK && !nd_str_starts(walk->term, key) ? ND_END : status;
}

/* Over the segments that may have terms that begin as the key does. One walk at a time. */
static enum nd_status open_walk(struct nd_reader *reader, struct nd_str key, struct nd_segment_walk *walk,
                                struct nd_error *err) {
    size_t count = 0;

    for (size_t i = 0; i < reader->segment_list.count; i++)
        if (may_have(reader, i, key))
            reader->walked[count++] = reader->segment_list.segments[i];
    return nd_segment_walk_open(walk, reader->walked, count, key, err);
}

enum nd_status nd_reader_tokens_from(struct nd_reader *reader, struct nd_str prefix,
                                     const struct nd_token_visitor *visitor, struct nd_error *err) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_str key = key_of(prefix, arena);
    struct nd_segment_walk walk;
    enum nd_status status = open_walk(reader, key, &walk, err);

    while (status == ND_OK && (status = next_term(&walk, key, err)) == ND_OK) {
        struct nd_str token = nd_str_skip(walk.term, 1);
        size_t documents = 0;
        if (visitor->wants != NULL && !visitor->wants(visitor->context, token))
            continue;
        status = nd_segment_walk_count(&walk, &documents, err);
        if (status == ND_OK && documents > 0)
            status = visitor->visit(visitor->context, token, documents);
    }
    nd_segment_walk_close(&walk);
    nd_arena_free(arena);
    return status == ND_END ? ND_OK : status;
}

enum nd_status nd_reader_walk(struct nd_reader *reader, struct nd_str from,
                              const struct nd_posting_visitor *visitor, struct nd_error *err) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_str any = key_of(ND_STR(""), arena);
    struct nd_segment_walk walk;
    enum nd_status status = open_walk(reader, key_of(from, arena), &walk, err);

    while (status == ND_OK && (status = next_term(&walk, any, err)) == ND_OK) {
        status = nd_segment_walk_visit(&walk, visitor->posting, visitor->context, err);
        if (status == ND_OK)
            status = visitor->term(visitor->context, nd_str_skip(walk.term, 1));
    }
    nd_segment_walk_close(&walk);
    nd_arena_free(arena);
    return status == ND_END ? ND_OK : status;
}

/* What reading the postings of words with a beginning may cost a query, in places. */
static bool is_affordable(struct nd_reader *reader) {
    uint64_t most = ND_PREFIX_WORK;

    for (int i = 0; i < ND_COLUMNS; i++)
        most += reader->averages.words[i] < UINT32_MAX ? reader->averages.words[i] * ND_PREFIX_PASSES : 0;
    reader->is_cut = reader->is_cut || reader->work > most;
    return !reader->is_cut;
}

/* In one pass over all terms that begin with key; those behind the point where it costs too much are left
 * out. */
static enum nd_status read_prefix(struct nd_reader *reader, struct nd_str key, struct nd_gather *gather,
                                  struct nd_error *err) {
    struct nd_segment_walk walk;
    enum nd_status status = open_walk(reader, key, &walk, err);

    while (status == ND_OK && is_affordable(reader) && (status = next_term(&walk, key, err)) == ND_OK) {
        while ((status = nd_segment_walk_posting(&walk, err)) == ND_OK)
            if (walk.positions.len > 0)
                reader->work += nd_gather_add(gather, (uint32_t)walk.article, walk.positions);
        status = status == ND_END ? ND_OK : status;
        reader->work += 1 + walk.count / TERMS_OF_A_PLACE;
    }
    nd_segment_walk_close(&walk);
    return status == ND_END ? ND_OK : status;
}

static enum nd_status read_prefixes(struct nd_reader *reader, const struct nd_str *forms, size_t count,
                                    struct nd_postings *postings, struct nd_error *err) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_gather gather = {0};
    enum nd_status status = ND_OK;

    for (size_t i = 0; i < count && status == ND_OK; i++)
        status = read_prefix(reader, key_of(forms[i], arena), &gather, err);
    nd_gather_finish(&gather, postings);
    nd_arena_free(arena);
    return status;
}

static int by_size(const void *a, const void *b) {
    const struct nd_postings *x = a, *y = b;

    return x->count < y->count ? -1 : x->count > y->count;
}

/* The shortest first, so that the longest, of the main form mostly, is copied once. */
static void unite_all(struct nd_postings *lists, size_t count, struct nd_postings *postings) {
    qsort(lists, count, sizeof *lists, by_size);
    *postings = lists[0];
    lists[0] = (struct nd_postings){0};
    for (size_t i = 1; i < count; i++)
        nd_postings_unite(postings, &lists[i]);
}

static enum nd_status read_forms(struct nd_reader *reader, const struct nd_str *forms, size_t count,
                                 struct nd_postings *postings, struct nd_error *err) {
    struct nd_postings *lists = nd_alloc_array(count + 1, sizeof *lists);
    struct nd_arena *arena = nd_arena_new();
    enum nd_status status = ND_OK;
    size_t kept = 0;

    for (size_t i = 0; i < count && status == ND_OK; i++) {
        status = read_term_lists(reader, key_of(forms[i], arena), &lists[kept], err);
        kept += lists[kept].count > 0;
    }
    if (status == ND_OK && kept > 0)
        unite_all(lists, kept, postings);
    for (size_t i = 0; i <= kept; i++)
        nd_postings_free(&lists[i]);
    free(lists);
    nd_arena_free(arena);
    return status;
}

enum nd_status nd_reader_read(struct nd_reader *reader, const struct nd_str *forms, size_t count,
                              bool is_prefix, struct nd_postings *postings, struct nd_error *err) {
    nd_postings_free(postings);
    return is_prefix ? read_prefixes(reader, forms, count, postings, err)
                     : read_forms(reader, forms, count, postings, err);
}

void nd_reader_begin(struct nd_reader *reader) {
    reader->work = 0;
    reader->is_cut = false;
}

bool nd_reader_is_cut(const struct nd_reader *reader) {
    return reader->is_cut;
}

/* Adds the segments of a database and what it sums up. */
static enum nd_status add_index(struct nd_reader *reader, struct nd_index *index, struct nd_error *err) {
    struct nd_segment_list list;
    struct nd_averages averages;
    enum nd_status status = nd_segment_list_read(index, &list, err);

    for (size_t i = 0; i < list.count && status == ND_OK; i++)
        nd_segment_list_add(&reader->segment_list, list.segments[i]);
    nd_segment_list_free(&list);
    if (status == ND_OK)
        status = nd_averages_read(index, &averages, err);
    if (status != ND_OK)
        return status;
    reader->averages.articles += averages.articles;
    for (int column = 0; column < ND_COLUMNS; column++)
        reader->averages.words[column] += averages.words[column];
    return ND_OK;
}

enum nd_status nd_reader_open(struct nd_index *index, struct nd_reader **out, struct nd_error *err) {
    struct nd_reader *reader = nd_alloc_array(1, sizeof *reader);
    enum nd_status status = ND_OK;

    for (; index != NULL && status == ND_OK; index = index->beside)
        status = add_index(reader, index, err);
    reader->walked = nd_alloc_array(reader->segment_list.count + 1, sizeof *reader->walked);
    reader->reversed = nd_alloc_array(reader->segment_list.count + 1, sizeof *reader->reversed);
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
    for (size_t i = 0; i < reader->segment_list.count; i++)
        sqlite3_reset(reader->segment_list.segments[i].index->statements[ND_SQL_FTS_PAGES_FROM]);
    nd_segment_list_free(&reader->segment_list);
    free(reader->walked);
    free(reader->reversed);
    free(reader);
}

uint64_t nd_reader_documents(const struct nd_reader *reader) {
    return reader->averages.articles;
}

uint64_t nd_reader_tokens(const struct nd_reader *reader, int column) {
    return reader->averages.words[column];
}
