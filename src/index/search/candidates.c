#include "index/search/candidates.h"

#include "index/db/joint.h"
#include "newsdex/alloc.h"

#include <stdlib.h>

/* Best score first, then by id. */
static int by_score(const void *a, const void *b) {
    const struct nd_candidate *x = a, *y = b;

    if (x->score > y->score || x->score < y->score)
        return x->score > y->score ? -1 : 1;
    return x->id < y->id ? -1 : x->id > y->id;
}

static int by_id(const void *a, const void *b) {
    const struct nd_candidate *x = a, *y = b;

    return x->id < y->id ? -1 : x->id > y->id;
}

static int newest_first(const void *a, const void *b) {
    const struct nd_candidate *x = a, *y = b;
    int order = nd_str_cmp(y->published_at, x->published_at);

    return order != 0 ? order : x->id < y->id ? -1 : x->id > y->id;
}

static int oldest_first(const void *a, const void *b) {
    const struct nd_candidate *x = a, *y = b;
    int order;

    if ((x->published_at.ptr == NULL) != (y->published_at.ptr == NULL))
        return x->published_at.ptr == NULL ? 1 : -1;
    order = nd_str_cmp(x->published_at, y->published_at);
    return order != 0 ? order : x->id < y->id ? -1 : x->id > y->id;
}

void nd_candidates_add(struct nd_candidates *candidates, int64_t id, double score) {
    candidates->list = nd_alloc_grow(candidates->list, &candidates->capacity, candidates->count + 1,
                                     sizeof *candidates->list);
    candidates->list[candidates->count++] = (struct nd_candidate){.id = id, .score = score};
}

void nd_candidates_set(struct nd_candidates *candidates, const struct nd_scored_list *scored) {
    candidates->count = 0;
    for (size_t i = 0; i < scored->count; i++)
        nd_candidates_add(candidates, scored->items[i].id, (double)scored->items[i].score);
}

void nd_candidates_sort(struct nd_candidates *candidates, enum nd_sort sort) {
    if (candidates->count > 0 && sort != ND_SORT_NONE)
        qsort(candidates->list, candidates->count, sizeof *candidates->list,
              sort == ND_SORT_NEWEST   ? newest_first
              : sort == ND_SORT_OLDEST ? oldest_first
              : sort == ND_SORT_ID     ? by_id
                                       : by_score);
}

static enum nd_status fetch_date(struct nd_index *index, struct nd_candidate *candidate,
                                 struct nd_error *err) {
    int64_t id = candidate->id;
    struct nd_index *own = nd_joint_owner(index, &id);
    sqlite3_stmt *stmt;
    enum nd_status status = nd_sql_row(own, ND_SQL_HIT, id, &stmt, err);

    if (status == ND_OK)
        candidate->published_at = nd_sql_str(stmt, 4, index->scratch);
    sqlite3_reset(stmt);
    return status == ND_END ? ND_OK : status;
}

enum nd_status nd_candidates_order_ties(struct nd_index *index, struct nd_candidates *found, size_t wanted,
                                        struct nd_error *err) {
    struct nd_candidate *list = found->list;
    enum nd_status status = ND_OK;

    for (size_t from = 0, to; from < found->count && from < wanted && status == ND_OK; from = to) {
        for (to = from + 1; to < found->count && !(list[to].score < list[from].score); to++)
            ;
        if (to - from == 1)
            continue;
        for (size_t i = from; i < to && status == ND_OK; i++)
            status = fetch_date(index, &list[i], err);
        qsort(list + from, to - from, sizeof *list, newest_first);
    }
    return status;
}
