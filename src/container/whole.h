/*
 * For formats whose files are one record each, from beginning to end: open and next of their rows in the
 * table of formats. Private to the container stage.
 */
#ifndef CONTAINER_WHOLE_H
#define CONTAINER_WHOLE_H

#include "container/format.h"

struct nd_reader *nd_whole_open(struct nd_stream *stream, struct nd_arena *arena);
enum nd_status nd_whole_next(struct nd_reader *reader, struct nd_str rest, bool is_end, struct nd_cut *cut);

#endif
