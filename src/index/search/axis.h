/*
 * The values of one field and which articles have them. Private to the index stage.
 */
#ifndef INDEX_SEARCH_AXIS_H
#define INDEX_SEARCH_AXIS_H

#include "index/db/statement.h"
#include "index/search/id_set.h"

struct nd_axis_value {
    struct nd_str name; /* absent: of the articles that have none */
    int64_t order;      /* of periods, the days since 1970 of the first; of lengths the least; otherwise 0 */
    int64_t weight;     /* matches, for who reads the axis */
};

struct nd_axis_pair {
    uint32_t id, value; /* the latter a place in the values */
};

struct nd_axis {
    enum nd_facet_field field;
    struct nd_axis_value *values;
    size_t value_count, value_capacity;
    struct nd_axis_pair *pairs; /* by id, each once */
    size_t pair_count, pair_capacity;
    struct nd_arena *arena; /* of the names */
    struct nd_map *places;  /* of the values, by what makes two the same */
};

/* Of the articles in wanted; axis is all zero. */
enum nd_status nd_axis_read(struct nd_index *index, enum nd_facet_field field, struct nd_str key,
                            const struct nd_id_set *wanted, struct nd_axis *axis,
                            struct nd_error *err) ND_MUST_CHECK;
void nd_axis_fini(struct nd_axis *axis);
/* The names in order, in the arena: those with matches first, periods with those between. Returns for each
 * value its place there, for the caller to free. */
size_t *nd_axis_order(const struct nd_axis *axis, struct nd_arena *arena, struct nd_str **names,
                      size_t *count);

#endif
