#include "index/search/collapse.h"

#include "index/copies/copy_order.h"
#include "index/copies/copy_rows.h"
#include "index/search/groups.h"
#include "index/search/outlets.h"

#include <stdlib.h>

enum { MANY = 2000 /* matches for which the whole table is read rather than a row each */ };

static enum nd_status look_up(struct nd_index *index, const struct nd_candidates *found,
                              struct nd_groups *members, struct nd_error *err) {
    enum nd_status status = ND_OK;

    for (size_t i = 0; i < found->count && status == ND_OK; i++) {
        struct nd_copy_row row;
        status = nd_copy_row(index, found->list[i].id, &row, err);
        if (status == ND_OK && row.lead_id != 0)
            nd_groups_add(members, row.lead_id, found->list[i].id, i);
        status = status == ND_END ? ND_OK : status;
    }
    return status;
}

static int by_id(const void *a, const void *b) {
    const struct nd_group_member *x = a, *y = b;

    return x->id < y->id ? -1 : x->id > y->id;
}

static enum nd_status read_all(struct nd_index *index, const struct nd_candidates *found,
                               struct nd_groups *members, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_COPY_ALL, err);
    enum nd_status status = stmt == NULL ? err->status : ND_OK;
    struct nd_groups all = {0};

    while (status == ND_OK && (status = nd_sql_step(index, stmt, err)) == ND_OK)
        nd_groups_add(&all, sqlite3_column_int64(stmt, 1), sqlite3_column_int64(stmt, 0), 0);
    for (size_t i = 0; i < found->count && all.count > 0 && status == ND_END; i++) {
        struct nd_group_member wanted = {0, found->list[i].id, 0};
        const struct nd_group_member *row = bsearch(&wanted, all.list, all.count, sizeof wanted, by_id);
        if (row != NULL)
            nd_groups_add(members, row->group, row->id, i);
    }
    free(all.list);
    return status == ND_END ? ND_OK : status;
}

/* The one of a cluster's matches, which are in no order, that stays. */
static enum nd_status choose(struct nd_index *index, const struct nd_group_member *members, size_t count,
                             size_t *chosen, struct nd_error *err) {
    struct nd_copy_order best = {.id = 0}, order;
    enum nd_status status = ND_OK;

    *chosen = 0;
    for (size_t i = 0; i < count; i++)
        if (members[i].id == members[i].group) {
            *chosen = i;
            return ND_OK;
        }
    for (size_t i = 0; i < count && count > 1 && status == ND_OK; i++) {
        status = nd_copy_order_read(index, members[i].id, &order, err);
        if (status == ND_OK && (best.id == 0 || nd_copy_order_compare(&order, &best) < 0)) {
            best = order;
            *chosen = i;
        }
        status = status == ND_END ? ND_OK : status;
    }
    return status;
}

enum nd_status nd_collapse_keep(struct nd_index *index, bool is_ordered, struct nd_candidates *found,
                                struct nd_error *err) {
    struct nd_groups members = {0};
    enum nd_status status =
        found->count < MANY ? look_up(index, found, &members, err) : read_all(index, found, &members, err);

    if (status == ND_OK)
        status = nd_groups_keep(index, &members, is_ordered ? NULL : choose, found, NULL, err);
    free(members.list);
    return status;
}

static enum nd_status count_copies(struct nd_index *index, int64_t lead, int64_t *count,
                                   struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_COPY_COUNT, err);
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":lead", lead);
    status = nd_sql_step(index, stmt, err);
    *count = status == ND_OK ? sqlite3_column_int64(stmt, 0) : 0;
    sqlite3_reset(stmt);
    return status;
}

enum nd_status nd_collapse_describe(struct nd_index *index, struct nd_hit *hit, struct nd_arena *arena,
                                    struct nd_error *err) {
    struct nd_outlets outlets = {.count = 0};
    bool is_open = true;
    struct nd_copy_row row;
    sqlite3_stmt *stmt;
    enum nd_status status = nd_copy_row(index, hit->id, &row, err);

    if (status != ND_OK || row.lead_id == 0)
        return status == ND_END ? ND_OK : status;
    status = count_copies(index, row.lead_id, &hit->copies, err);
    hit->copies--; /* it counts as none of itself */
    stmt = status == ND_OK ? nd_sql(index, ND_SQL_COPY_OUTLETS, err) : NULL;
    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":lead", row.lead_id);
    nd_sql_bind_int(stmt, ":id", hit->id);
    while (is_open && (status = nd_sql_step(index, stmt, err)) == ND_OK)
        is_open = nd_outlets_add(&outlets, nd_sql_str(stmt, 0, arena));
    sqlite3_reset(stmt);
    hit->outlets = nd_outlets_text(&outlets, arena);
    return status == ND_END ? ND_OK : status;
}
