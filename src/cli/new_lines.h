/*
 * What a program says each time it is run: only lines it did not say the time before are printed, on standard
 * error, as they come.
 */
#ifndef CLI_NEW_LINES_H
#define CLI_NEW_LINES_H

#include "newsdex/str.h"

/* All zero at first. */
struct nd_new_lines {
    struct nd_buf rest;     /* of a line that has not ended */
    uint64_t *before, *now; /* hashes; those from before are in order */
    size_t before_count, now_count, before_capacity, now_capacity;
};

void nd_new_lines_take(struct nd_new_lines *lines, struct nd_str text);
/* The run has ended; a line that was said earlier is old, too, unless this run was whole. */
void nd_new_lines_end(struct nd_new_lines *lines, bool is_whole);
void nd_new_lines_free(struct nd_new_lines *lines);

#endif
