/*
 * What has happened to the lines of articles since they were last counted: the table line_log, a row a
 * transaction. Private to the folder.
 */
#ifndef INDEX_BOILERPLATE_LINE_LOG_H
#define INDEX_BOILERPLATE_LINE_LOG_H

#include "index/boilerplate/text_lines.h"
#include "index/db/statement.h"

enum { ND_LINE_KEYS = 4 * ND_LINES_COUNTED };

/* An article was put, or one with these lines was taken away. */
struct nd_line_event {
    bool is_put;
    int64_t id;
    uint64_t scope;
    uint32_t count;
    uint32_t keys[ND_LINE_KEYS]; /* in the table sketch, in order */
};

/* The key of a line that has that hash in a scope. */
static inline uint32_t nd_line_key(uint64_t scope, uint64_t hash) {
    return UINT32_C(0x80000000) | (uint32_t)((hash ^ scope) * UINT64_C(0xff51afd7ed558ccd) >> 33);
}
/* The keys of the lines, as they are in events. */
void nd_line_event_keys(struct nd_line_event *event, const struct nd_text_lines *lines);

void nd_line_log_add(struct nd_buf *row, const struct nd_line_event *event);
enum nd_status nd_line_log_write(struct nd_index *index, const struct nd_buf *row,
                                 struct nd_error *err) ND_MUST_CHECK;
typedef void nd_line_sink(void *context, const struct nd_line_event *event);
/* All events, in the order in which they came. */
enum nd_status nd_line_log_read(struct nd_index *index, nd_line_sink *sink, void *context,
                                struct nd_error *err) ND_MUST_CHECK;

#endif
