#include "index/search/collapse.h"

#include "index/copies/copy_order.h"
#include "index/copies/copy_rows.h"
#include "newsdex/alloc.h"

#include <stdlib.h>

enum {
    MANY = 2000, /* matches for which the whole table is read rather than a row each */
    OUTLETS = 3  /* that are named */
};

/* A match in a cluster. */
struct member {
    int64_t lead, id;
    size_t place; /* among the matches */
};

struct members {
    struct member *list;
    size_t count, capacity;
};

static void add(struct members *members, int64_t lead, int64_t id, size_t place) {
    members->list =
        nd_alloc_grow(members->list, &members->capacity, members->count + 1, sizeof *members->list);
    members->list[members->count++] = (struct member){lead, id, place};
}

static int by_id(const void *a, const void *b) {
    const struct member *x = a, *y = b;

    return x->id < y->id ? -1 : x->id > y->id;
}

static int by_lead(const void *a, const void *b) {
    const struct member *x = a, *y = b;

    if (x->lead != y->lead)
        return x->lead < y->lead ? -1 : 1;
    return x->place < y->place ? -1 : x->place > y->place;
}

static enum nd_status look_up(struct nd_index *index, const struct nd_candidates *found,
                              struct members *members, struct nd_error *err) {
    enum nd_status status = ND_OK;

    for (size_t i = 0; i < found->count && status == ND_OK; i++) {
        struct nd_copy_row row;
        status = nd_copy_row(index, found->list[i].id, &row, err);
        if (status == ND_OK && row.lead_id != 0)
            add(members, row.lead_id, found->list[i].id, i);
        status = status == ND_END ? ND_OK : status;
    }
    return status;
}

static enum nd_status read_all(struct nd_index *index, const struct nd_candidates *found,
                               struct members *members, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_COPY_ALL, err);
    enum nd_status status = stmt == NULL ? err->status : ND_OK;
    struct members all = {0};

    while (status == ND_OK && (status = nd_sql_step(index, stmt, err)) == ND_OK)
        add(&all, sqlite3_column_int64(stmt, 1), sqlite3_column_int64(stmt, 0), 0);
    for (size_t i = 0; i < found->count && all.count > 0 && status == ND_END; i++) {
        struct member wanted = {0, found->list[i].id, 0};
        const struct member *row = bsearch(&wanted, all.list, all.count, sizeof wanted, by_id);
        if (row != NULL)
            add(members, row->lead, row->id, i);
    }
    free(all.list);
    return status == ND_END ? ND_OK : status;
}

/* The one of a cluster's matches, which are in no order, that stays. */
static enum nd_status choose(struct nd_index *index, const struct member *members, size_t count,
                             size_t *chosen, struct nd_error *err) {
    struct nd_copy_order best = {.id = 0}, order;
    enum nd_status status = ND_OK;

    *chosen = 0;
    for (size_t i = 0; i < count; i++)
        if (members[i].id == members[i].lead) {
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
    bool *is_dropped = nd_alloc_array(found->count + 1, sizeof *is_dropped);
    struct members members = {0};
    size_t kept = 0;
    enum nd_status status =
        found->count < MANY ? look_up(index, found, &members, err) : read_all(index, found, &members, err);

    if (members.count > 0)
        qsort(members.list, members.count, sizeof *members.list, by_lead);
    for (size_t from = 0, to; from < members.count && status == ND_OK; from = to) {
        size_t chosen = 0;
        for (to = from + 1; to < members.count && members.list[to].lead == members.list[from].lead;)
            to++;
        if (!is_ordered)
            status = choose(index, members.list + from, to - from, &chosen, err);
        for (size_t i = from; i < to; i++)
            is_dropped[members.list[i].place] = i != from + chosen;
    }
    for (size_t i = 0; i < found->count; i++)
        if (!is_dropped[i])
            found->list[kept++] = found->list[i];
    found->count = kept;
    free(members.list);
    free(is_dropped);
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

static bool is_named(const struct nd_str *names, size_t count, struct nd_str name) {
    for (size_t i = 0; i < count; i++)
        if (nd_str_eq(names[i], name))
            return true;
    return false;
}

enum nd_status nd_collapse_describe(struct nd_index *index, struct nd_hit *hit, struct nd_arena *arena,
                                    struct nd_error *err) {
    struct nd_copy_row row;
    struct nd_str names[OUTLETS + 1], name;
    struct nd_buf outlets = {0};
    size_t count = 0;
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
    while (count <= OUTLETS && (status = nd_sql_step(index, stmt, err)) == ND_OK) {
        name = nd_sql_str(stmt, 0, arena);
        if (name.len > 0 && !is_named(names, count, name))
            names[count++] = name;
    }
    sqlite3_reset(stmt);
    for (size_t i = 0; i < count && i < OUTLETS; i++)
        nd_buf_addf(&outlets, "%s%.*s", i > 0 ? ", " : "", (int)names[i].len, names[i].ptr);
    if (count > OUTLETS)
        nd_buf_add_z(&outlets, " …");
    hit->outlets = nd_arena_take(arena, &outlets);
    return status == ND_END ? ND_OK : status;
}
