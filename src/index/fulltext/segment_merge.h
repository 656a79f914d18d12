/*
 * Merging segments of the full-text index, so that a search has few of them to look into. Private to the
 * index stage.
 */
#ifndef INDEX_FULLTEXT_SEGMENT_MERGE_H
#define INDEX_FULLTEXT_SEGMENT_MERGE_H

#include "index/fulltext/segment_list.h"

/*
 * Makes one segment of count segments beginning with number first (the oldest is 0) and takes those out; the
 * segment_list is to be written afterwards. Within a transaction.
 */
enum nd_status nd_segment_merge(struct nd_index *index, struct nd_segment_list *segment_list, size_t first,
                                size_t count, struct nd_error *err) ND_MUST_CHECK;

/*
 * Merges the newest segments as long as there are several of a size, so that their number grows with the
 * logarithm of the size of the index, and every posting is written that many times. width is how many of a
 * size are let be.
 */
enum nd_status nd_segment_merge_newest(struct nd_index *index, struct nd_segment_list *segment_list,
                                       size_t width, struct nd_error *err) ND_MUST_CHECK;

#endif
