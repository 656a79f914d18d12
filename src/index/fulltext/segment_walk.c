#include "index/fulltext/segment_walk.h"

#include "index/db/joint.h"
#include "newsdex/alloc.h"

#include <stdlib.h>

struct nd_segment_source {
    struct nd_segment_cursor cursor;
    struct nd_segment_postings list;
    uint64_t article; /* of the posting, among all */
    struct nd_str positions;
    struct nd_buf spilled; /* of several pages */
    struct nd_buf kept;    /* the page at hand, while its statement rests */
    bool is_current;       /* stands at the term at hand, */
    bool has_posting;      /* and has a posting of it */
};

static enum nd_status open_source(struct nd_segment_source *source, const struct nd_segment *segment,
                                  struct nd_str key, struct nd_error *err) {
    struct nd_segment_cursor *cursor = &source->cursor;

    cursor->segment = segment;
    cursor->find_page = nd_sql(segment->index, ND_SQL_FTS_FIND_PAGE, err);
    if (cursor->find_page == NULL)
        return err->status;
    /* The page read last belongs to its statement, so everyone needs one of their own. */
    cursor->read_page = nd_sql_page(segment->index, err);
    return cursor->read_page == NULL ? err->status : nd_segment_seek(cursor, key, err);
}

enum nd_status nd_segment_walk_open(struct nd_segment_walk *walk, const struct nd_segment *segments,
                                    size_t count, struct nd_str key, struct nd_error *err) {
    enum nd_status status = ND_OK;

    *walk = (struct nd_segment_walk){.count = count};
    walk->sources = nd_alloc_array(count + 1, sizeof *walk->sources);
    walk->current = nd_alloc_array(count + 1, sizeof *walk->current);
    for (size_t i = 0; i < count && status == ND_OK; i++)
        status = open_source(&walk->sources[i], &segments[i], key, err);
    return status;
}

void nd_segment_walk_close(struct nd_segment_walk *walk) {
    for (size_t i = 0; i < walk->count; i++) {
        struct nd_segment_cursor *cursor = &walk->sources[i].cursor;
        if (cursor->read_page != NULL)
            nd_sql_page_done(cursor->segment->index, cursor->read_page);
        nd_buf_free(&cursor->term);
        nd_buf_free(&walk->sources[i].spilled);
        nd_buf_free(&walk->sources[i].kept);
    }
    free(walk->sources);
    free(walk->current);
    *walk = (struct nd_segment_walk){0};
}

void nd_segment_walk_rest(struct nd_segment_walk *walk) {
    for (size_t i = 0; i < walk->count; i++) {
        struct nd_segment_cursor *cursor = &walk->sources[i].cursor;
        struct nd_buf *kept = &walk->sources[i].kept;
        if (cursor->page.bytes != (const unsigned char *)kept->ptr) {
            nd_buf_clear(kept);
            nd_buf_add(kept, nd_str_of((const char *)cursor->page.bytes, cursor->page.size));
            cursor->page.bytes = (const unsigned char *)kept->ptr;
        }
        sqlite3_reset(cursor->read_page);
    }
}

static enum nd_status step(struct nd_segment_source *source, struct nd_error *err) {
    enum nd_status status =
        nd_segment_postings_next(&source->cursor, &source->list, &source->spilled, &source->positions, err);

    source->has_posting = status == ND_OK;
    source->article = (uint64_t)nd_joint_id(source->cursor.segment->index, (int64_t)source->list.article);
    return status == ND_END ? ND_OK : status;
}

static const struct nd_buf *least_term(const struct nd_segment_walk *walk) {
    const struct nd_buf *least = NULL;

    for (size_t i = 0; i < walk->count; i++) {
        const struct nd_segment_cursor *cursor = &walk->sources[i].cursor;
        if (!cursor->is_end &&
            (least == NULL || nd_str_cmp(nd_buf_str(&cursor->term), nd_buf_str(least)) < 0))
            least = &cursor->term;
    }
    return least;
}

enum nd_status nd_segment_walk_term(struct nd_segment_walk *walk, struct nd_error *err) {
    const struct nd_buf *least;
    enum nd_status status = ND_OK;

    for (size_t i = 0; i < walk->count && status == ND_OK; i++)
        if (walk->sources[i].is_current)
            status = nd_segment_next(&walk->sources[i].cursor, err);
    least = least_term(walk);
    walk->has_posting = false;
    walk->current_count = 0;
    if (status != ND_OK || least == NULL)
        return status == ND_OK ? ND_END : status;
    walk->term = nd_buf_str(least);
    for (size_t i = 0; i < walk->count && status == ND_OK; i++) {
        struct nd_segment_source *source = &walk->sources[i];
        source->is_current =
            !source->cursor.is_end && nd_str_eq(nd_buf_str(&source->cursor.term), walk->term);
        source->has_posting = false;
        if (!source->is_current)
            continue;
        walk->current[walk->current_count++] = source;
        nd_segment_postings_begin(&source->cursor, &source->list);
        status = step(source, err);
    }
    return status;
}

/* Takes those sources on that had the posting handed out last. */
static enum nd_status leave_posting(struct nd_segment_walk *walk, struct nd_error *err) {
    enum nd_status status = ND_OK;

    for (size_t i = 0; i < walk->current_count && status == ND_OK && walk->has_posting; i++)
        if (walk->current[i]->has_posting && walk->current[i]->article == walk->article)
            status = step(walk->current[i], err);
    return status;
}

/* Of the sources the one with the lowest article, the newest of several, and what comes next of the others.
 */
static void choose_leader(struct nd_segment_walk *walk) {
    walk->leader = NULL;
    walk->others = UINT64_MAX;
    for (size_t i = 0; i < walk->current_count; i++) {
        struct nd_segment_source *source = walk->current[i];
        uint64_t article = source->article;
        if (!source->has_posting)
            continue;
        if (walk->leader == NULL || article < walk->article) {
            walk->others = walk->leader == NULL ? UINT64_MAX : walk->article;
            walk->deletes = source->list.deletes;
            walk->article = article;
            walk->leader = source;
        } else if (article == walk->article) {
            walk->others = article;
            walk->leader = source;
        } else if (article < walk->others) {
            walk->others = article;
        }
    }
}

/* Segments hold stretches of articles, mostly: the one at hand goes on until another has something to say. */
enum nd_status nd_segment_walk_posting(struct nd_segment_walk *walk, struct nd_error *err) {
    struct nd_segment_source *leader = walk->leader;
    enum nd_status status = ND_OK;

    if (walk->has_posting && walk->others > walk->article) {
        status = step(leader, err);
        walk->has_posting = status == ND_OK && leader->has_posting && leader->article < walk->others;
        if (walk->has_posting) {
            walk->article = leader->article;
            walk->deletes = leader->list.deletes;
            walk->positions = leader->positions;
            return ND_OK;
        }
    }
    if (status == ND_OK)
        status = leave_posting(walk, err);
    if (status != ND_OK)
        return status;
    choose_leader(walk);
    walk->has_posting = walk->leader != NULL;
    if (walk->has_posting)
        walk->positions = walk->leader->positions;
    return walk->has_posting ? ND_OK : ND_END;
}

/* Passes what the leader has on its page before another has something to say; sink may be NULL. */
static size_t pass_leader(struct nd_segment_walk *walk, nd_posting_sink *sink, void *context) {
    struct nd_segment_source *leader = walk->leader;
    const struct nd_index *index = leader->cursor.segment->index;

    if (walk->others <= walk->article || index->shift[0] + index->shift[1] > 0 ||
        leader->list.at >= leader->list.end)
        return 0;
    return nd_segment_postings_pass(&leader->cursor, &leader->list, walk->others, sink, context);
}

enum nd_status nd_segment_walk_visit(struct nd_segment_walk *walk, nd_posting_sink *sink, void *context,
                                     struct nd_error *err) {
    enum nd_status status;

    while ((status = nd_segment_walk_posting(walk, err)) == ND_OK) {
        sink(context, (uint32_t)walk->article, walk->positions);
        (void)pass_leader(walk, sink, context);
    }
    return status == ND_END ? ND_OK : status;
}

enum nd_status nd_segment_walk_count(struct nd_segment_walk *walk, size_t *count, struct nd_error *err) {
    enum nd_status status = ND_OK;

    *count = 0;
    if (walk->current_count == 1 && walk->current[0]->has_posting) {
        struct nd_segment_source *source = walk->current[0];
        *count = source->positions.len > 0;
        source->has_posting = false;
        return nd_segment_postings_count(&source->cursor, &source->list, count, err);
    }
    while ((status = nd_segment_walk_posting(walk, err)) == ND_OK) {
        *count += walk->positions.len > 0;
        *count += pass_leader(walk, NULL, NULL);
    }
    return status == ND_END ? ND_OK : status;
}
