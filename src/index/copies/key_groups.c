#include "index/copies/key_groups.h"

#include "newsdex/alloc.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_IDS = 8 * 1024 * 1024 };

void nd_key_groups_free(struct nd_key_groups *groups) {
    free(groups->ids);
    free(groups->members.list);
    *groups = (struct nd_key_groups){.ids = NULL};
}

/* There is no group at 0, whether others were added before or not. */
void nd_key_groups_add_article(struct nd_key_groups *groups, uint32_t id) {
    nd_key_groups_add_member(groups, id, 0);
}

size_t nd_key_groups_add(struct nd_key_groups *groups, const uint32_t *ids, size_t count) {
    size_t at = groups->count == 0 ? 1 : groups->count;

    if (groups->is_full || groups->count + count > MOST_IDS) {
        nd_key_groups_free(groups);
        groups->is_full = true;
        return 0;
    }
    groups->ids = nd_alloc_grow(groups->ids, &groups->capacity, at + count + 1, sizeof *groups->ids);
    groups->ids[at] = (uint32_t)count;
    memcpy(groups->ids + at + 1, ids, count * sizeof *ids);
    groups->count = at + count + 1;
    return at;
}

void nd_key_groups_add_member(struct nd_key_groups *groups, uint32_t id, size_t group) {
    if (!groups->is_full)
        nd_key_entries_add(&groups->members, nd_key_entry(id, (int64_t)group));
}

void nd_key_groups_seal(struct nd_key_groups *groups) {
    nd_key_entries_sort(&groups->members);
}

bool nd_key_groups_find(const struct nd_key_groups *groups, int64_t id, struct nd_key_entries *ids) {
    struct nd_key_span span = nd_key_entries_find(&groups->members, (uint32_t)id);

    for (size_t i = 0; i < span.count; i++) {
        uint32_t group = (uint32_t)span.list[i];
        for (uint32_t k = 1; group > 0 && k <= groups->ids[group]; k++)
            nd_key_entries_add(ids, groups->ids[group + k]);
    }
    return span.count > 0;
}
