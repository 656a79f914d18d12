/* Numbers of articles, each with a number of its own: eight bytes a place. Private to the folder. */
#ifndef INDEX_COPIES_ID_MAP_H
#define INDEX_COPIES_ID_MAP_H

#include <stddef.h>
#include <stdint.h>

struct nd_id_place {
    uint32_t id; /* 0: free */
    uint32_t value;
};
/* All zero is empty. */
struct nd_id_map {
    struct nd_id_place *places;
    size_t count, room; /* a power of two */
};

void nd_id_map_free(struct nd_id_map *map);
/* 0 when there is none. */
uint32_t nd_id_map_get(const struct nd_id_map *map, int64_t id);
/* id is from 1 to UINT32_MAX. */
void nd_id_map_put(struct nd_id_map *map, int64_t id, uint32_t value);

#endif
