/*
 * One segment of the full-text index: a walk over its terms and their document lists.
 *
 * A segment is a run of leaf pages in %_data. A page begins with two numbers of two bytes: the offset of the
 * first rowid of a list that began on an earlier page, and where the footer begins, which holds the offsets
 * of the terms. A list is rowids as steps, each followed by twice the length of its position list, plus one
 * if it also deletes what older segments say. Private to the index stage.
 */
#ifndef INDEX_FULLTEXT_SEGMENT_READER_H
#define INDEX_FULLTEXT_SEGMENT_READER_H

#include "index/db/statement.h"
#include "index/fulltext/postings.h"

/* First byte of every term; prefix indexes would have others. */
enum { ND_SEGMENT_MAIN = '0' };

struct nd_segment {
    struct nd_index *index;  /* where it is */
    int64_t id, first, last; /* leaf pages; 0 and 0 when it is empty */
    unsigned level;          /* of segment_list.h */
};

/* The id of a leaf page in %_data. */
int64_t nd_segment_page_id(int64_t segment, int64_t page);

/* A leaf page; bytes belong to the statement until the next page is read. */
struct nd_segment_page {
    const unsigned char *bytes;
    size_t size, content_end; /* the footer with the offsets of terms begins at content_end */
    size_t first_rowid;       /* offset of the first rowid of a list that began on an earlier page, or 0 */
};

/* Where the walk is. Set the first three, free term at the end. */
struct nd_segment_cursor {
    const struct nd_segment *segment;
    sqlite3_stmt *read_page, *find_page;
    int64_t page_number;
    struct nd_segment_page page;
    size_t footer;      /* offset in the page's footer of the next term's delta */
    size_t term_at;     /* offset of the term behind this one on the page, content_end if there is none */
    size_t at;          /* offset of the current term's document list */
    bool is_page_start; /* term_at is that of the first term of its page */
    struct nd_buf term;
    bool is_end;
};

/* Says in err that the index is damaged, and returns ND_DB. */
enum nd_status nd_segment_damaged(const struct nd_index *index, struct nd_error *err);

/* Moves to the first term that is not before key; clear term first. */
enum nd_status nd_segment_seek(struct nd_segment_cursor *cursor, struct nd_str key,
                               struct nd_error *err) ND_MUST_CHECK;
/* Moves to the next term of the segment, on a later page if need be; is_end behind the last. */
enum nd_status nd_segment_next(struct nd_segment_cursor *cursor, struct nd_error *err) ND_MUST_CHECK;
/* A walk over the current term's document list. */
struct nd_segment_postings {
    size_t at, end;   /* on the cursor's page */
    uint64_t article; /* ascending, never 0, of 32 bits, or the segment is damaged */
    bool deletes;     /* what older segments say of the article and the term */
    bool is_whole;    /* the next article is not written as a step from the one before */
};
void nd_segment_postings_begin(const struct nd_segment_cursor *cursor, struct nd_segment_postings *list);
/*
 * The next list->article with its positions, on the page or, where they run over several, in spilled; ND_END
 * behind the last, when the cursor can go on.
 */
enum nd_status nd_segment_postings_next(struct nd_segment_cursor *cursor, struct nd_segment_postings *list,
                                        struct nd_buf *spilled, struct nd_str *positions,
                                        struct nd_error *err) ND_MUST_CHECK;

/*
 * Passes the postings that are whole on the page and of articles before one, giving each to sink, if there is
 * one; returns how many have positions.
 */
size_t nd_segment_postings_pass(const struct nd_segment_cursor *cursor, struct nd_segment_postings *list,
                                uint64_t before, nd_posting_sink *sink, void *context);
/* Adds to count how many articles follow that have positions; the cursor can go on behind them. */
enum nd_status nd_segment_postings_count(struct nd_segment_cursor *cursor, struct nd_segment_postings *list,
                                         size_t *count, struct nd_error *err) ND_MUST_CHECK;

/* Appends the document list of the current term; what follows is nd_segment_next or a new seek. */
enum nd_status nd_segment_read(struct nd_segment_cursor *cursor, struct nd_postings *postings,
                               struct nd_error *err) ND_MUST_CHECK;

#endif
