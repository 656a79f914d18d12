/* Articles that share keys of their sketches with another: who may be copies of it. Private to the folder. */
#ifndef INDEX_COPIES_NEIGHBOURS_H
#define INDEX_COPIES_NEIGHBOURS_H

#include "index/copies/key_groups.h"
#include "index/fulltext/lengths.h"
#include "index/fulltext/sketch.h"

struct nd_neighbour {
    int64_t text_id;
    size_t shared; /* keys */
};
struct nd_neighbours {
    struct nd_neighbour *list; /* in order of id */
    size_t count, capacity;

    struct nd_key_entries working; /* space */
    struct nd_key_entries ids;
};
void nd_neighbours_free(struct nd_neighbours *neighbours);

/* Those of a text in groups, without it; false when it is not there. */
bool nd_neighbours_in(const struct nd_key_groups *groups, int64_t text_id, struct nd_neighbours *neighbours);
/* Those of the text with that sketch, which is not among them, by keys that are not common. */
enum nd_status nd_neighbours_find(struct nd_index *index, int64_t text_id, const struct nd_sketch *sketch,
                                  struct nd_neighbours *neighbours, struct nd_error *err) ND_MUST_CHECK;
/* Whether a text and one of its neighbours may be copies, by their lengths and the keys they share. */
bool nd_neighbours_are_likely(struct nd_lengths *lengths, int64_t text_id,
                              const struct nd_neighbour *neighbour);

#endif
