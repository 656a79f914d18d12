#include "index/copies/key_groups.h"

#include "newsdex/alloc.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_IDS = 16 * 1024 * 1024 };

void nd_key_groups_free(struct nd_key_groups *groups) {
    free(groups->articles);
    free(groups->ids);
    free(groups->groups);
    free(groups->starts);
    *groups = (struct nd_key_groups){.ids = NULL};
}

void nd_key_groups_add_article(struct nd_key_groups *groups, uint32_t id) {
    groups->articles = nd_alloc_grow(groups->articles, &groups->article_capacity, groups->article_count + 1,
                                     sizeof *groups->articles);
    groups->articles[groups->article_count++] = id;
}

void nd_key_groups_add(struct nd_key_groups *groups, const uint32_t *ids, size_t count) {
    if (groups->is_full || groups->count + count >= MOST_IDS) {
        nd_key_groups_free(groups);
        groups->is_full = true;
        return;
    }
    groups->ids =
        nd_alloc_grow(groups->ids, &groups->capacity, groups->count + count + 1, sizeof *groups->ids);
    groups->ids[groups->count] = (uint32_t)count;
    memcpy(groups->ids + groups->count + 1, ids, count * sizeof *ids);
    groups->count += count + 1;
}

/* Ids follow each other mostly: the place of one is at most its distance from the first. */
static bool find_article(const struct nd_key_groups *groups, uint32_t id, size_t *place) {
    const uint32_t *articles = groups->articles;
    size_t low = 0, high = groups->article_count, step = 1;

    if (high == 0 || id < articles[0])
        return false;
    if (id - articles[0] < high)
        high = id - articles[0] + 1;
    for (; step < high && articles[high - step] > id; step *= 2)
        ;
    low = step < high ? high - step : 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (articles[middle] < id)
            low = middle + 1;
        else
            high = middle;
    }
    *place = low;
    return low < groups->article_count && articles[low] == id;
}

/* Counts the groups of each article, or notes where they are. */
static void go_through(struct nd_key_groups *groups) {
    size_t place;

    for (size_t at = 0; at < groups->count; at += groups->ids[at] + 1)
        for (size_t i = 1; i <= groups->ids[at]; i++)
            if (find_article(groups, groups->ids[at + i], &place)) {
                if (groups->groups != NULL)
                    groups->groups[groups->starts[place]] = (uint32_t)at;
                groups->starts[place]++;
            }
}

void nd_key_groups_seal(struct nd_key_groups *groups) {
    uint32_t sum = 0;

    if (groups->is_full)
        return;
    groups->starts = nd_alloc_array(groups->article_count + 1, sizeof *groups->starts);
    go_through(groups);
    for (size_t i = 0; i <= groups->article_count; i++) {
        uint32_t count = groups->starts[i];
        groups->starts[i] = sum;
        sum += count;
    }
    groups->groups = nd_alloc_array((size_t)sum + 1, sizeof *groups->groups);
    go_through(groups);
    /* Each start has become the end of its article, which is the start of the next. */
    memmove(groups->starts + 1, groups->starts, groups->article_count * sizeof *groups->starts);
    groups->starts[0] = 0;
}

bool nd_key_groups_find(const struct nd_key_groups *groups, int64_t id, struct nd_key_entries *ids) {
    size_t place;

    if (!find_article(groups, (uint32_t)id, &place))
        return false;
    for (uint32_t i = groups->starts[place]; i < groups->starts[place + 1]; i++) {
        const uint32_t *group = groups->ids + groups->groups[i];
        for (uint32_t k = 1; k <= *group; k++)
            nd_key_entries_add(ids, group[k]);
    }
    return true;
}
