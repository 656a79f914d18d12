/*
 * Merging segments of the full-text index, so that a search has few of them to look into. Private to the
 * index stage.
 */
#ifndef INDEX_FULLTEXT_SEGMENT_MERGE_H
#define INDEX_FULLTEXT_SEGMENT_MERGE_H

#include "index/fulltext/segment_list.h"

enum { ND_MERGE_PAGES = 8192 }; /* of 4 KB, written in one transaction, so that the log stays small */

/*
 * Makes one segment of count segments beginning with number first (the oldest is 0), takes those out, and
 * writes the list. Within a transaction, which is committed, and another begun, whenever so many pages have
 * been written; 0: only by the caller. Does nothing when another program has meanwhile changed the list.
 */
enum nd_status nd_segment_merge(struct nd_index *index, struct nd_segment_list *segment_list, size_t first,
                                size_t count, int64_t at_a_time, struct nd_error *err) ND_MUST_CHECK;

/*
 * Merges the newest segments when there are more than width of a size, so that their number grows with the
 * logarithm of the size of the index, and every posting is written that many times. Large ones become a few
 * rather than one: each goes to where the ones before it were merged from, and the file grows by less. May
 * commit.
 */
enum nd_status nd_segment_merge_newest(struct nd_index *index, struct nd_segment_list *segment_list,
                                       size_t width, struct nd_error *err) ND_MUST_CHECK;

#endif
