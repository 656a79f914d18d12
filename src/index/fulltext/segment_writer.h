/*
 * Writes one segment of the full-text index, in the format described in segment.h: leaf pages into %_data,
 * and for every page on which a term begins a row of %_idx. What FTS5 writes besides to skip within very long
 * lists (doclist indexes) is optional and left out. Private to the index stage.
 */
#ifndef INDEX_FULLTEXT_SEGMENT_WRITER_H
#define INDEX_FULLTEXT_SEGMENT_WRITER_H

#include "index/fulltext/segment_reader.h"

struct nd_segment_writer {
    struct nd_index *index;
    int64_t id, page_number; /* of the page being filled, from 1 on */
    size_t page_size;        /* what a page may hold, roughly */
    struct nd_buf page, footer, term, list_term;
    struct nd_buf
        keys; /* of pages written: page, length, bytes; in the table they would name a segment there is */
    size_t last_term;         /* offset of the term before on this page */
    bool has_term, has_rowid; /* of this page */
    bool is_first;            /* no posting of the list has been written */
    uint64_t previous;        /* article of the posting before */
    bool is_pending;          /* list_term has no posting yet, and is written with its first */
};

/* Begins a segment of that number, which must not exist; what a merge that was cut off has left of it goes.
 */
enum nd_status nd_segment_writer_open(struct nd_segment_writer *writer, struct nd_index *index, int64_t id,
                                      struct nd_error *err) ND_MUST_CHECK;
/* Frees what it holds; the segment is only whole after nd_segment_writer_finish. */
void nd_segment_writer_fini(struct nd_segment_writer *writer);

/* Begins the list of a term (with its leading index byte). Terms ascend; one without postings leaves nothing.
 */
void nd_segment_writer_term(struct nd_segment_writer *writer, struct nd_str term);
/*
 * Adds an article to the list; ids ascend. deletes: older segments may have it in the list of this term, and
 * what they say is void. Only that, and no positions: the article has lost the term. When FTS5 merges, an
 * article that was added without this and lost later leaves no trace.
 */
enum nd_status nd_segment_writer_add(struct nd_segment_writer *writer, uint64_t article, bool deletes,
                                     struct nd_str positions, struct nd_error *err) ND_MUST_CHECK;
/* Writes what is left. segment->last is 0 when nothing was added at all. */
enum nd_status nd_segment_writer_finish(struct nd_segment_writer *writer, struct nd_segment *segment,
                                        struct nd_error *err) ND_MUST_CHECK;

/* Deletes all pages and keys of a segment. */
enum nd_status nd_segment_drop(struct nd_index *index, int64_t id, struct nd_error *err) ND_MUST_CHECK;

#endif
