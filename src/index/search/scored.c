#include "index/search/scored.h"

#include "newsdex/alloc.h"

#include <stdbool.h>
#include <stdlib.h>

void nd_scored_add(struct nd_scored_list *list, uint32_t id, float score) {
    list->items = nd_alloc_grow(list->items, &list->capacity, list->count + 1, sizeof *list->items);
    list->items[list->count++] = (struct nd_scored){id, score};
}

void nd_scored_intersect(struct nd_scored_list *list, const struct nd_scored_list *other) {
    size_t kept = 0, k = 0;

    for (size_t i = 0; i < list->count; i++) {
        while (k < other->count && other->items[k].id < list->items[i].id)
            k++;
        if (k == other->count || other->items[k].id != list->items[i].id)
            continue;
        list->items[kept] = list->items[i];
        list->items[kept++].score += other->items[k].score;
    }
    list->count = kept;
}

void nd_scored_take_away(struct nd_scored_list *list, const struct nd_scored_list *other) {
    size_t kept = 0, k = 0;

    for (size_t i = 0; i < list->count; i++) {
        while (k < other->count && other->items[k].id < list->items[i].id)
            k++;
        if (k == other->count || other->items[k].id != list->items[i].id)
            list->items[kept++] = list->items[i];
    }
    list->count = kept;
}

void nd_scored_unite(struct nd_scored_list *list, const struct nd_scored_list *other) {
    struct nd_scored_list both = {0};
    size_t i = 0, k = 0;

    if (other->count == 0)
        return;
    both.items = nd_alloc_grow(NULL, &both.capacity, list->count + other->count, sizeof *both.items);
    while (i < list->count || k < other->count) {
        bool has_first = i < list->count && (k == other->count || list->items[i].id <= other->items[k].id);
        bool has_second = k < other->count && (i == list->count || other->items[k].id <= list->items[i].id);
        uint32_t id = has_first ? list->items[i].id : other->items[k].id;
        float score = (has_first ? list->items[i].score : 0) + (has_second ? other->items[k].score : 0);
        both.items[both.count++] = (struct nd_scored){id, score};
        i += has_first;
        k += has_second;
    }
    free(list->items);
    *list = both;
}

void nd_scored_unite_all(struct nd_scored_list *lists, size_t count) {
    for (size_t step = 1; step < count; step *= 2)
        for (size_t i = 0; i + step < count; i += 2 * step)
            nd_scored_unite(&lists[i], &lists[i + step]);
    for (size_t i = 1; i < count; i++)
        free(lists[i].items);
}
