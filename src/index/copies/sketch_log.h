/*
 * What has happened to articles since their copies were last looked for: the rows of the table sketch below
 * 0, one a transaction. What is committed is looked at when the ingest finishes, or when the next one does.
 * Private to the folder.
 */
#ifndef INDEX_COPIES_SKETCH_LOG_H
#define INDEX_COPIES_SKETCH_LOG_H

#include "index/db/statement.h"
#include "index/fulltext/sketch.h"

/* An article was put, or one with that sketch was taken away. */
struct nd_sketch_event {
    bool is_put;
    int64_t id;
    struct nd_sketch sketch;
};

/* Appends to the bytes of a row. */
void nd_sketch_log_add(struct nd_buf *row, const struct nd_sketch_event *event);
/* Writes a row behind all others. */
enum nd_status nd_sketch_log_write(struct nd_index *index, const struct nd_buf *row,
                                   struct nd_error *err) ND_MUST_CHECK;
/* Takes one event after the other; a status other than ND_OK ends it and is returned. */
typedef enum nd_status nd_sketch_sink(void *context, const struct nd_sketch_event *event,
                                      struct nd_error *err);
/* The oldest events, in whole rows: those down to the row until. */
struct nd_sketch_slice {
    int64_t until;
    bool is_all; /* there are no others */
};

/*
 * Takes the oldest events and makes the slice of them: most of them and those in the row of the last of
 * these, where all that has happened is that article after article was put; otherwise all there are.
 */
enum nd_status nd_sketch_log_begin(struct nd_index *index, uint64_t most, struct nd_sketch_slice *slice,
                                   nd_sketch_sink *sink, void *context, struct nd_error *err) ND_MUST_CHECK;
/* All events of a slice, once more, in the order in which they came. */
enum nd_status nd_sketch_log_read(struct nd_index *index, const struct nd_sketch_slice *slice,
                                  nd_sketch_sink *sink, void *context, struct nd_error *err) ND_MUST_CHECK;
enum nd_status nd_sketch_log_clear(struct nd_index *index, const struct nd_sketch_slice *slice,
                                   struct nd_error *err) ND_MUST_CHECK;

#endif
