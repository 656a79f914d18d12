#include "index/copies/id_map.h"

#include "newsdex/alloc.h"

#include <stdlib.h>

enum { LEAST_ROOM = 64 };

/* Fibonacci hashing (Knuth, The Art of Computer Programming 3, 6.4): numbers in a row are spread. */
static size_t find(const struct nd_id_map *map, uint32_t id) {
    size_t at = (size_t)((uint64_t)id * 0x9E3779B97F4A7C15u >> 32) & (map->room - 1);

    while (map->places[at].id != 0 && map->places[at].id != id)
        at = (at + 1) & (map->room - 1);
    return at;
}

void nd_id_map_free(struct nd_id_map *map) {
    free(map->places);
    *map = (struct nd_id_map){NULL, 0, 0};
}

uint32_t nd_id_map_get(const struct nd_id_map *map, int64_t id) {
    return map->room == 0 ? 0 : map->places[find(map, (uint32_t)id)].value;
}

static void grow(struct nd_id_map *map) {
    struct nd_id_map old = *map;

    map->room = old.room == 0 ? LEAST_ROOM : 2 * old.room;
    map->places = nd_alloc_array(map->room, sizeof *map->places);
    for (size_t i = 0; i < old.room; i++)
        if (old.places[i].id != 0)
            map->places[find(map, old.places[i].id)] = old.places[i];
    free(old.places);
}

void nd_id_map_put(struct nd_id_map *map, int64_t id, uint32_t value) {
    size_t at;

    if ((map->count + 1) * 4 > map->room * 3)
        grow(map);
    at = find(map, (uint32_t)id);
    map->count += map->places[at].id == 0;
    map->places[at] = (struct nd_id_place){(uint32_t)id, value};
}
