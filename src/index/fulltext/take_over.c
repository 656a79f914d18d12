#include "index/fulltext/take_over.h"

#include "index/fulltext/segment_list.h"
#include "index/fulltext/segment_walk.h"
#include "index/fulltext/segment_writer.h"
#include "index/fulltext/varint.h"

static enum nd_status copy_postings(struct nd_segment_walk *walk, struct nd_segment_writer *writer,
                                    struct nd_error *err) {
    enum nd_status status;

    while ((status = nd_segment_walk_posting(walk, err)) == ND_OK) {
        if (walk->article > ND_FIRST_REFERENCE || walk->positions.len == 0)
            continue;
        status = nd_segment_writer_add(writer, walk->article, false, walk->positions, err);
        if (status != ND_OK)
            break;
    }
    return status == ND_END ? ND_OK : status;
}

static enum nd_status copy_terms(struct nd_segment_walk *walk, struct nd_segment_writer *writer,
                                 struct nd_error *err) {
    enum nd_status status = ND_OK;

    while (status == ND_OK && (status = nd_segment_walk_term(walk, err)) == ND_OK) {
        nd_segment_writer_term(writer, walk->term);
        status = copy_postings(walk, writer, err);
    }
    return status == ND_END ? ND_OK : status;
}

static enum nd_status copy_segments(struct nd_index *index, struct nd_index *other,
                                    struct nd_segment_list *list, struct nd_error *err) {
    struct nd_segment_writer writer;
    struct nd_segment_walk walk = {0};
    struct nd_segment_list theirs;
    struct nd_segment segment = {0};
    enum nd_status status = nd_segment_list_read(other, &theirs, err);

    if (status == ND_OK)
        status = nd_segment_writer_open(&writer, index, nd_segment_list_free_id(list), err);
    if (status != ND_OK) {
        nd_segment_list_free(&theirs);
        return status;
    }
    status = nd_segment_walk_open(&walk, theirs.segments, theirs.count, ND_STR(""), err);
    if (status == ND_OK)
        status = copy_terms(&walk, &writer, err);
    if (status == ND_OK)
        status = nd_segment_writer_finish(&writer, &segment, err);
    if (status == ND_OK && segment.last > 0) {
        nd_segment_list_add(list, segment);
        list->pages_written += (uint64_t)segment.last;
    }
    nd_segment_walk_close(&walk);
    nd_segment_writer_fini(&writer);
    nd_segment_list_free(&theirs);
    return status;
}

/* Takes the references of an index away from what it sums up. */
static enum nd_status leave_references(struct nd_index *index, struct nd_averages *averages,
                                       struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_FTS_SIZES_OF_REFERENCES, err);
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    while ((status = nd_sql_step(index, stmt, err)) == ND_OK) {
        const unsigned char *at = sqlite3_column_blob(stmt, 0), *end = at + sqlite3_column_bytes(stmt, 0);
        averages->articles -= averages->articles > 0;
        for (int column = 0; column < ND_COLUMNS && at < end; column++) {
            uint64_t words = 0;
            if (!nd_varint_take(&at, end, &words))
                break;
            averages->words[column] -= words < averages->words[column] ? words : averages->words[column];
        }
    }
    return status == ND_END ? ND_OK : status;
}

static enum nd_status add_averages(struct nd_index *index, struct nd_index *other, struct nd_error *err) {
    struct nd_averages ours, theirs;
    enum nd_status status = nd_averages_read(index, &ours, err);

    if (status == ND_OK)
        status = nd_averages_read(other, &theirs, err);
    if (status == ND_OK)
        status = leave_references(other, &theirs, err);
    if (status != ND_OK)
        return status;
    ours.articles += theirs.articles;
    for (int column = 0; column < ND_COLUMNS; column++)
        ours.words[column] += theirs.words[column];
    return nd_averages_write(index, &ours, err);
}

enum nd_status nd_take_over(struct nd_index *index, struct nd_index *other, int64_t shift,
                            struct nd_error *err) {
    struct nd_segment_list list;
    enum nd_status status = nd_segment_list_read(index, &list, err);

    other->shift[0] = shift;
    if (status == ND_OK)
        status = copy_segments(index, other, &list, err);
    if (status == ND_OK)
        status = nd_segment_list_write(index, &list, err);
    nd_segment_list_free(&list);
    other->shift[0] = 0;
    return status == ND_OK ? add_averages(index, other, err) : status;
}
