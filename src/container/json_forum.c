/*
 * Topics of forums as Discourse gives them: a list of posts in an object whose title stands behind that list,
 * and lists of the latest posts, each with the title of its topic.
 */
#include "container/json_forum.h"

#include "newsdex/json.h"

enum { MOST_WAITING = 4 * 1024 * 1024 }; /* bytes of a topic */

const struct nd_value *nd_json_topic(struct nd_stream *stream, size_t list, struct nd_arena *arena) {
    static const char *const wanted[] = {"title", "tags", "slug"};
    struct nd_str before = nd_str_slice(nd_stream_rest(stream), 0, list);
    struct nd_value *topic = nd_value_new(arena, ND_MAP);
    const struct nd_value *map;
    bool is_repaired;
    size_t length;

    if (nd_str_find(before, ND_STR("\"post_stream\"")) == SIZE_MAX)
        return NULL;
    while (nd_stream_rest(stream).len < MOST_WAITING && nd_stream_more(stream))
        ;
    map = nd_json_read(nd_arena_str(arena, nd_stream_rest(stream)), 1, arena, &length, &is_repaired);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        const struct nd_value *value = nd_value_get(map, nd_str_from(wanted[i]));
        if (value != NULL)
            nd_value_put(topic, nd_str_from(wanted[i]), nd_value_copy(arena, value));
    }
    return topic->count > 0 ? topic : NULL;
}
