#include "index/search/groups.h"

#include "newsdex/alloc.h"

#include <stdlib.h>

void nd_groups_add(struct nd_groups *groups, int64_t group, int64_t id, size_t place) {
    groups->list = nd_alloc_grow(groups->list, &groups->capacity, groups->count + 1, sizeof *groups->list);
    groups->list[groups->count++] = (struct nd_group_member){group, id, place};
}

static int by_group(const void *a, const void *b) {
    const struct nd_group_member *x = a, *y = b;

    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    return x->place < y->place ? -1 : x->place > y->place;
}

/* What becomes of a match, by its place. */
struct fate {
    bool is_dropped;
    int64_t begin; /* of its group */
};

static enum nd_status decide(struct nd_index *index, const struct nd_groups *groups, nd_groups_choose *choose,
                             struct fate *fates, struct nd_error *err) {
    enum nd_status status = ND_OK;

    for (size_t from = 0, to; from < groups->count && status == ND_OK; from = to) {
        size_t chosen = 0;
        for (to = from + 1; to < groups->count && groups->list[to].group == groups->list[from].group;)
            to++;
        if (choose != NULL)
            status = choose(index, groups->list + from, to - from, &chosen, err);
        for (size_t i = from; i < to; i++)
            fates[groups->list[i].place] = (struct fate){i != from + chosen, (int64_t)from};
    }
    return status;
}

enum nd_status nd_groups_keep(struct nd_index *index, struct nd_groups *groups, nd_groups_choose *choose,
                              struct nd_candidates *found, int64_t *begins, struct nd_error *err) {
    struct fate *fates = nd_alloc_array(found->count + 1, sizeof *fates);
    size_t kept = 0;
    enum nd_status status;

    for (size_t i = 0; i < found->count; i++)
        fates[i].begin = ND_NO_GROUP;
    if (groups->count > 0)
        qsort(groups->list, groups->count, sizeof *groups->list, by_group);
    status = decide(index, groups, choose, fates, err);
    for (size_t i = 0; i < found->count; i++)
        if (!fates[i].is_dropped) {
            if (begins != NULL)
                begins[kept] = fates[i].begin;
            found->list[kept++] = found->list[i];
        }
    found->count = kept;
    free(fates);
    return status;
}
