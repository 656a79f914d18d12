#include "index/fulltext/segment_merge.h"

#include "index/fulltext/segment_writer.h"
#include "newsdex/alloc.h"

#include <stdlib.h>

/* One of the segments being merged. */
struct source {
    struct nd_segment_cursor cursor;
    struct nd_segment_postings list;
    struct nd_buf positions;
    bool is_current;  /* stands at the term being merged, */
    bool has_posting; /* and has a posting of it, */
};

struct merge {
    struct nd_index *index;
    struct source *sources; /* the oldest first */
    size_t count;
    bool drops_deleted; /* nothing older is left that deletions could be meant for */
    struct nd_segment_writer writer;
};

static enum nd_status open_source(struct merge *merge, struct source *source,
                                  const struct nd_segment *segment, struct nd_error *err) {
    struct nd_segment_cursor *cursor = &source->cursor;

    cursor->index = merge->index;
    cursor->segment = segment;
    cursor->find_page = nd_sql(merge->index, ND_SQL_FTS_FIND_PAGE, err);
    if (cursor->find_page == NULL)
        return err->status;
    /* The page read last belongs to its statement, so everyone needs one of their own. */
    cursor->read_page = nd_sql_prepare(merge->index, nd_sql_text(ND_SQL_FTS_PAGE), err);
    return cursor->read_page == NULL ? err->status : nd_segment_seek(cursor, ND_STR(""), err);
}

static void close_source(struct source *source) {
    sqlite3_finalize(source->cursor.read_page);
    nd_buf_free(&source->cursor.term);
    nd_buf_free(&source->positions);
}

static enum nd_status step(struct source *source, struct nd_error *err) {
    enum nd_status status = nd_segment_postings_next(&source->cursor, &source->list, &source->positions, err);

    source->has_posting = status == ND_OK;
    return status == ND_END ? ND_OK : status;
}

/* Marks the sources that stand at the least term and begins its lists; false when all are at their end. */
static bool begin_term(struct merge *merge, enum nd_status *status, struct nd_error *err) {
    const struct nd_buf *least = NULL;

    for (size_t i = 0; i < merge->count; i++) {
        const struct nd_segment_cursor *cursor = &merge->sources[i].cursor;
        if (!cursor->is_end &&
            (least == NULL || nd_str_cmp(nd_buf_str(&cursor->term), nd_buf_str(least)) < 0))
            least = &cursor->term;
    }
    if (least == NULL)
        return false;
    for (size_t i = 0; i < merge->count; i++) {
        struct source *source = &merge->sources[i];
        source->is_current =
            !source->cursor.is_end && nd_str_eq(nd_buf_str(&source->cursor.term), nd_buf_str(least));
        source->has_posting = false;
        if (!source->is_current || *status != ND_OK)
            continue;
        nd_segment_postings_begin(&source->cursor, &source->list);
        *status = step(source, err);
    }
    nd_segment_writer_term(&merge->writer, nd_buf_str(least));
    return true;
}

/*
 * Writes the posting of the lowest id, as the newest source has it; false when there is none left. What it
 * deletes of segments older than these, the oldest source knows.
 */
static bool merge_posting(struct merge *merge, enum nd_status *status, struct nd_error *err) {
    struct source *newest = NULL;
    uint64_t article = 0;
    bool deletes = false;

    for (size_t i = 0; i < merge->count; i++) {
        struct source *source = &merge->sources[i];
        if (!source->has_posting || (newest != NULL && source->list.article > article))
            continue;
        if (newest == NULL || source->list.article < article)
            deletes = source->list.deletes;
        article = source->list.article;
        newest = source;
    }
    if (newest == NULL || *status != ND_OK)
        return false;
    if (newest->positions.len == 0)
        deletes = true;
    if (newest->positions.len > 0 || !merge->drops_deleted)
        *status = nd_segment_writer_add(&merge->writer, article, deletes && !merge->drops_deleted,
                                        nd_buf_str(&newest->positions), err);
    for (size_t i = 0; i < merge->count && *status == ND_OK; i++)
        if (merge->sources[i].has_posting && merge->sources[i].list.article == article)
            *status = step(&merge->sources[i], err);
    return *status == ND_OK;
}

static enum nd_status merge_all(struct merge *merge, struct nd_error *err) {
    enum nd_status status = ND_OK;

    while (status == ND_OK && begin_term(merge, &status, err)) {
        while (merge_posting(merge, &status, err)) {
        }
        for (size_t i = 0; i < merge->count && status == ND_OK; i++)
            if (merge->sources[i].is_current)
                status = nd_segment_next(&merge->sources[i].cursor, err);
    }
    return status;
}

static enum nd_status drop_segment(struct nd_index *index, int64_t id, struct nd_error *err) {
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

/* Puts the merged segment in the place of those it was made of. */
static enum nd_status replace(struct nd_index *index, struct nd_segment_list *segment_list, size_t first,
                              size_t count, struct nd_segment merged, struct nd_error *err) {
    size_t kept = first;
    enum nd_status status = ND_OK;

    for (size_t i = first; i < first + count && status == ND_OK; i++)
        status = drop_segment(index, segment_list->segments[i].id, err);
    if (status != ND_OK)
        return status;
    if (merged.last > 0)
        segment_list->segments[kept++] = merged;
    for (size_t i = first + count; i < segment_list->count; i++)
        segment_list->segments[kept++] = segment_list->segments[i];
    segment_list->count = kept;
    segment_list->pages_written += (uint64_t)merged.last;
    return ND_OK;
}

enum nd_status nd_segment_merge(struct nd_index *index, struct nd_segment_list *segment_list, size_t first,
                                size_t count, struct nd_error *err) {
    struct merge merge = {.index = index, .count = count, .drops_deleted = first == 0};
    struct nd_segment merged = {0};
    enum nd_status status =
        nd_segment_writer_open(&merge.writer, index, nd_segment_list_free_id(segment_list), err);

    merge.sources = nd_alloc_array(count + 1, sizeof *merge.sources);
    for (size_t i = 0; i < count && status == ND_OK; i++)
        status = open_source(&merge, &merge.sources[i], &segment_list->segments[first + i], err);
    if (status == ND_OK)
        status = merge_all(&merge, err);
    if (status == ND_OK)
        status = nd_segment_writer_finish(&merge.writer, &merged, err);
    for (size_t i = 0; i < count; i++)
        close_source(&merge.sources[i]);
    free(merge.sources);
    nd_segment_writer_fini(&merge.writer);
    return status == ND_OK ? replace(index, segment_list, first, count, merged, err) : status;
}

static int64_t pages_of(const struct nd_segment *segment) {
    return segment->last - segment->first + 1;
}

/* How many of the newest segments belong together: each no larger than those newer than itself together. */
static size_t count_alike(const struct nd_segment_list *segment_list) {
    int64_t newer = 0;
    size_t count = 0;

    for (size_t i = segment_list->count; i-- > 0; count++) {
        int64_t pages = pages_of(&segment_list->segments[i]);
        if (count > 0 && pages > newer)
            break;
        newer += pages;
    }
    return count;
}

enum nd_status nd_segment_merge_newest(struct nd_index *index, struct nd_segment_list *segment_list,
                                       size_t width, struct nd_error *err) {
    size_t count = count_alike(segment_list);

    if (count <= width)
        return ND_OK;
    return nd_segment_merge(index, segment_list, segment_list->count - count, count, err);
}
