/* Values with their counts, kept in a list. */
#ifndef CLI_COUNTER_H
#define CLI_COUNTER_H

#include "newsdex/index.h"

struct nd_counter {
    struct nd_arena *arena;
    struct nd_facet *list;
    size_t count, capacity;
};

/* Of struct nd_facet_receiver; context is a struct nd_counter. */
enum nd_status nd_counter_take(void *context, const struct nd_facet *facet, struct nd_error *err);
/* Takes out the articles that have no value; returns how many there are. */
int64_t nd_counter_drop_none(struct nd_counter *counter);

#endif
