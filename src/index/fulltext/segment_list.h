/*
 * The two records with which FTS5 begins an index: which segments there are, and how many articles and words.
 * Private to the index stage.
 */
#ifndef INDEX_FULLTEXT_SEGMENT_LIST_H
#define INDEX_FULLTEXT_SEGMENT_LIST_H

#include "index/fulltext/segment_reader.h"

enum { ND_STRUCTURE_SEGMENTS = 2000 /* at most, says FTS5 */ };

/*
 * The segments from the oldest to the newest; what newer ones say of an article goes. FTS5 sorts them into
 * levels of about the same size, the newest being level 0.
 *
 * A merge that FTS5 has begun and not finished is given up with the next write: what it has written so far
 * and what is left of its input are segments like any others, one of which may be empty.
 */
struct nd_segment_list {
    struct nd_segment *segments;
    size_t count, capacity;
    uint32_t cookie;
    uint64_t pages_written;
};

struct nd_averages {
    uint64_t articles, words[ND_COLUMNS];
};

void nd_segment_list_free(struct nd_segment_list *segment_list);
/*
 * ND_NOT_FOUND when the record, or the index as a whole, is of a version this program does not know; ND_DB
 * when the record makes no sense.
 */
enum nd_status nd_segment_list_read(struct nd_index *index, struct nd_segment_list *segment_list,
                                    struct nd_error *err) ND_MUST_CHECK;
enum nd_status nd_segment_list_write(struct nd_index *index, struct nd_segment_list *segment_list,
                                     struct nd_error *err) ND_MUST_CHECK;
/*
 * The lowest number no segment has. There are two more than segments, so that one can be added to as many as
 * there may be and all be merged into another.
 */
int64_t nd_segment_list_free_id(const struct nd_segment_list *segment_list);
/* Adds the newest segment. */
void nd_segment_list_add(struct nd_segment_list *segment_list, struct nd_segment segment);

enum nd_status nd_averages_read(struct nd_index *index, struct nd_averages *averages,
                                struct nd_error *err) ND_MUST_CHECK;
enum nd_status nd_averages_write(struct nd_index *index, const struct nd_averages *averages,
                                 struct nd_error *err) ND_MUST_CHECK;

#endif
