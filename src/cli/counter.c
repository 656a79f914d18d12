#include "cli/counter.h"

#include <string.h>

enum nd_status nd_counter_take(void *context, const struct nd_facet *facet, struct nd_error *err) {
    struct nd_counter *counter = context;

    (void)err;
    if (counter->count == counter->capacity) {
        struct nd_facet *list = nd_arena_alloc(counter->arena, counter->capacity * 2 + 64, sizeof *list);
        if (counter->count > 0)
            memcpy(list, counter->list, counter->count * sizeof *list);
        counter->list = list;
        counter->capacity = counter->capacity * 2 + 64;
    }
    counter->list[counter->count].count = facet->count;
    counter->list[counter->count++].value =
        facet->value.ptr == NULL ? ND_STR_NONE : nd_arena_str(counter->arena, facet->value);
    return ND_OK;
}

int64_t nd_counter_drop_none(struct nd_counter *counter) {
    int64_t none = 0;
    size_t kept = 0;

    for (size_t i = 0; i < counter->count; i++)
        if (counter->list[i].value.ptr == NULL)
            none += counter->list[i].count;
        else
            counter->list[kept++] = counter->list[i];
    counter->count = kept;
    return none;
}
