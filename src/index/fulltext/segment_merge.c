#include "index/fulltext/segment_merge.h"

#include "index/fulltext/segment_walk.h"
#include "index/fulltext/segment_writer.h"
struct merge {
    struct nd_segment_walk walk;
    bool drops_deleted; /* nothing older is left that deletions could be meant for */
    struct nd_segment_writer writer;
};

/* What a posting deletes of segments older than these stays, as long as there are any. */
static enum nd_status merge_posting(struct merge *merge, struct nd_error *err) {
    const struct nd_segment_walk *walk = &merge->walk;
    bool deletes = walk->deletes || walk->positions.len == 0;

    if (walk->positions.len == 0 && merge->drops_deleted)
        return ND_OK;
    return nd_segment_writer_add(&merge->writer, walk->article, deletes && !merge->drops_deleted,
                                 walk->positions, err);
}

static enum nd_status merge_all(struct merge *merge, struct nd_error *err) {
    enum nd_status status = ND_OK;

    while (status == ND_OK && (status = nd_segment_walk_term(&merge->walk, err)) == ND_OK) {
        nd_segment_writer_term(&merge->writer, merge->walk.term);
        while (status == ND_OK && (status = nd_segment_walk_posting(&merge->walk, err)) == ND_OK)
            status = merge_posting(merge, err);
        status = status == ND_END ? ND_OK : status;
    }
    return status == ND_END ? ND_OK : status;
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
    struct merge merge = {.drops_deleted = first == 0};
    struct nd_segment merged = {0};
    enum nd_status status =
        nd_segment_writer_open(&merge.writer, index, nd_segment_list_free_id(segment_list), err);

    if (status == ND_OK)
        status = nd_segment_walk_open(&merge.walk, segment_list->segments + first, count, ND_STR(""), err);
    if (status == ND_OK)
        status = merge_all(&merge, err);
    if (status == ND_OK)
        status = nd_segment_writer_finish(&merge.writer, &merged, err);
    nd_segment_walk_close(&merge.walk);
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
