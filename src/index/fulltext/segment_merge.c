#include "index/fulltext/segment_merge.h"

#include "index/db/bulk_load.h"
#include "index/fulltext/segment_walk.h"
#include "index/fulltext/segment_writer.h"

/* What is not merged into one without need. */
enum { PAGES_OF_LARGE = 16384, LARGE_GROUPS = 4 };

struct merge {
    struct nd_index *index;
    struct nd_segment_walk walk;
    bool drops_deleted;           /* nothing older is left that deletions could be meant for */
    int64_t at_a_time, committed; /* pages of the segment */
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

static enum nd_status commit_and_begin(struct nd_index *index, struct nd_error *err) {
    enum nd_status status = nd_sql_run_id(index, ND_SQL_COMMIT, 0, err);

    if (status == ND_OK)
        status = nd_bulk_load_yield(index, err);
    return status == ND_OK ? nd_sql_run_id(index, ND_SQL_BEGIN, 0, err) : status;
}

/* Pages of a segment that is in no list mean nothing to anyone, so that they can be committed before it is
 * whole. */
static enum nd_status commit_some(struct merge *merge, struct nd_error *err) {
    if (merge->at_a_time == 0 || merge->writer.page_number - merge->committed <= merge->at_a_time)
        return ND_OK;
    merge->committed = merge->writer.page_number;
    nd_segment_walk_rest(&merge->walk);
    return commit_and_begin(merge->index, err);
}

static enum nd_status merge_all(struct merge *merge, struct nd_error *err) {
    enum nd_status status = ND_OK;

    while (status == ND_OK && (status = nd_segment_walk_term(&merge->walk, err)) == ND_OK) {
        nd_segment_writer_term(&merge->writer, merge->walk.term);
        while (status == ND_OK && (status = nd_segment_walk_posting(&merge->walk, err)) == ND_OK)
            status = merge_posting(merge, err);
        status = status == ND_END ? commit_some(merge, err) : status;
    }
    return status == ND_END ? ND_OK : status;
}

/* Puts the merged segment in the place of those it was made of. */
static enum nd_status replace(struct nd_index *index, struct nd_segment_list *segment_list, size_t first,
                              size_t count, struct nd_segment merged, struct nd_error *err) {
    size_t kept = first;
    enum nd_status status = ND_OK;

    for (size_t i = first; i < first + count && status == ND_OK; i++)
        status = nd_segment_drop(index, segment_list->segments[i].id, err);
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

/* Between two transactions another program may have written; what was merged is of no use then. */
static enum nd_status is_as_read(struct nd_index *index, const struct nd_segment_list *list, bool *is_same,
                                 struct nd_error *err) {
    struct nd_segment_list now;
    enum nd_status status = nd_segment_list_read(index, &now, err);

    *is_same = status == ND_OK && now.count == list->count && now.cookie == list->cookie &&
               now.pages_written == list->pages_written;
    for (size_t i = 0; *is_same && i < now.count; i++)
        *is_same = now.segments[i].id == list->segments[i].id &&
                   now.segments[i].first == list->segments[i].first &&
                   now.segments[i].last == list->segments[i].last;
    nd_segment_list_free(&now);
    return status;
}

/* Writes the list with the merged segment in it. */
static enum nd_status finish(struct merge *merge, struct nd_segment_list *list, size_t first, size_t count,
                             struct nd_error *err) {
    struct nd_segment merged = {0};
    bool is_same = true;
    enum nd_status status = nd_segment_writer_finish(&merge->writer, &merged, err);

    if (status == ND_OK && merge->at_a_time > 0)
        status = is_as_read(merge->index, list, &is_same, err);
    if (status == ND_OK && !is_same)
        return nd_segment_drop(merge->index, merged.id, err);
    if (status == ND_OK)
        status = replace(merge->index, list, first, count, merged, err);
    return status == ND_OK ? nd_segment_list_write(merge->index, list, err) : status;
}

enum nd_status nd_segment_merge(struct nd_index *index, struct nd_segment_list *list, size_t first,
                                size_t count, int64_t at_a_time, struct nd_error *err) {
    struct merge merge = {.index = index, .drops_deleted = first == 0, .at_a_time = at_a_time};
    enum nd_status status = nd_segment_writer_open(&merge.writer, index, nd_segment_list_free_id(list), err);

    if (status == ND_OK)
        status = nd_segment_walk_open(&merge.walk, list->segments + first, count, ND_STR(""), err);
    if (status == ND_OK)
        status = merge_all(&merge, err);
    nd_segment_walk_close(&merge.walk);
    if (status == ND_OK)
        status = finish(&merge, list, first, count, err);
    nd_segment_writer_fini(&merge.writer);
    return status;
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
    size_t count = count_alike(segment_list), at = segment_list->count - count, groups = 1;
    int64_t pages = 0;
    enum nd_status status = ND_OK;

    if (count <= width)
        return ND_OK;
    for (size_t i = at; i < segment_list->count; i++)
        pages += pages_of(&segment_list->segments[i]);
    if (pages > PAGES_OF_LARGE && count > 2 * LARGE_GROUPS)
        groups = LARGE_GROUPS;
    for (; groups > 0 && status == ND_OK; groups--) {
        size_t some = count / groups, before = segment_list->count;
        count -= some;
        status = nd_segment_merge(index, segment_list, at, some, ND_MERGE_PAGES, err);
        if (segment_list->count == before)
            break;
        at += segment_list->count + some - before; /* one that ran empty is gone */
        if (status == ND_OK && groups > 1)
            status = commit_and_begin(index, err);
    }
    return status;
}
