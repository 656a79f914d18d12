/* See json_forum.c. Private to the container stage. */
#ifndef CONTAINER_JSON_FORUM_H
#define CONTAINER_JSON_FORUM_H

#include "container/stream.h"
#include "newsdex/value.h"

/*
 * What is said of the topic whose posts are in the list at list of the rest: its title, tags and slug. NULL
 * when it is none. Reads on to the end of the topic, up to a few megabytes, so that the rest moves.
 */
const struct nd_value *nd_json_topic(struct nd_stream *stream, size_t list, struct nd_arena *arena);

#endif
