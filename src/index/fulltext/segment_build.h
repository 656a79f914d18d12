/*
 * Merges runs (inverter.h) into one segment of the full-text index. Private to the index stage.
 */
#ifndef INDEX_FULLTEXT_SEGMENT_BUILD_H
#define INDEX_FULLTEXT_SEGMENT_BUILD_H

#include "index/fulltext/segment_list.h"
#include "newsdex/inverter.h"

/* A run and the ids its articles have got; id 0: not in the index, left out. */
struct nd_held_run {
    struct nd_run run;
    uint32_t *ids;
    uint64_t counted; /* of its bytes, towards those that wait for a flush */
};

/*
 * Writes the runs as the segment of that number. Where they speak of an article twice, once to delete it and
 * once to add it, it is added. segment->last is 0 when there was nothing to write.
 */
enum nd_status nd_segment_build(struct nd_index *index, const struct nd_held_run *runs, size_t count,
                                int64_t id, struct nd_segment *segment, struct nd_error *err) ND_MUST_CHECK;

#endif
