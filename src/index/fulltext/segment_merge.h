/*
 * Merging segments of the full-text index, so that a search has few of them to look into. Private to the
 * index stage.
 */
#ifndef INDEX_MERGE_H
#define INDEX_MERGE_H

#include "index/fulltext/segment_list.h"

/*
 * Makes one segment of count segments beginning with number first (the oldest is 0) and takes those out; the
 * structure is to be written afterwards. Within a transaction.
 */
enum nd_status nd_merge_segments(struct nd_index *index, struct nd_structure *structure, size_t first,
                                 size_t count, struct nd_error *err) ND_MUST_CHECK;

/*
 * Merges the newest segments as long as there are several of a size, so that their number grows with the
 * logarithm of the size of the index, and every posting is written that many times. width is how many of a
 * size are let be.
 */
enum nd_status nd_merge_newest(struct nd_index *index, struct nd_structure *structure, size_t width,
                               struct nd_error *err) ND_MUST_CHECK;

#endif
