#include "newsdex/copies.h"

#include "index/copies/copy_order.h"
#include "index/copies/copy_rows.h"
#include "index/search/id_set.h"
#include "index/search/search.h"
#include "newsdex/alloc.h"

#include <stdlib.h>

static enum nd_copy_kind kind_of(sqlite3_stmt *stmt, int column) {
    const char *name = (const char *)sqlite3_column_text(stmt, column);

    for (int kind = ND_COPY_LEAD; kind <= ND_COPY_CONTAINED; kind++)
        if (name != NULL &&
            nd_str_eq(nd_str_from(name), nd_str_from(nd_copy_kind_name((enum nd_copy_kind)kind))))
            return (enum nd_copy_kind)kind;
    return ND_COPY_NONE;
}

static void read_copy(sqlite3_stmt *stmt, struct nd_arena *arena, struct nd_copy *copy) {
    *copy = (struct nd_copy){.id = sqlite3_column_int64(stmt, 0),
                             .kind = kind_of(stmt, 1),
                             .similarity = sqlite3_column_double(stmt, 2),
                             .uid = nd_sql_str(stmt, 3, arena),
                             .title = nd_sql_str(stmt, 4, arena),
                             .url = nd_sql_str(stmt, 5, arena),
                             .path = nd_sql_str(stmt, 6, arena),
                             .part = nd_sql_part_name(stmt, 7, arena),
                             .published_at = nd_sql_str(stmt, 9, arena),
                             .language = nd_sql_str(stmt, 10, arena),
                             .provider_name = nd_sql_str(stmt, 11, arena),
                             .provider_domain = nd_sql_str(stmt, 12, arena)};
}

static enum nd_status read_cluster(struct nd_index *index, int64_t lead, struct nd_arena *arena,
                                   struct nd_copies *copies, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_COPY_MEMBERS, err);
    enum nd_status status = stmt == NULL ? err->status : ND_OK;
    struct nd_copy *list = NULL;
    size_t count = 0, capacity = 0;

    if (stmt != NULL)
        nd_sql_bind_int(stmt, ":lead", lead);
    while (status == ND_OK && (status = nd_sql_step(index, stmt, err)) == ND_OK) {
        list = nd_alloc_grow(list, &capacity, count + 1, sizeof *list);
        read_copy(stmt, arena, &list[count++]);
    }
    *copies = (struct nd_copies){nd_arena_alloc(arena, count + 1, sizeof *list), count};
    for (size_t i = 0; i < count; i++)
        copies->list[i] = list[i];
    free(list);
    return status == ND_END ? ND_OK : status;
}

enum nd_status nd_index_copies(struct nd_index *index, int64_t id, struct nd_arena *arena,
                               struct nd_copies *copies, struct nd_error *err) {
    struct nd_copy_row row;
    enum nd_status status = nd_copy_row(index, id, &row, err);

    *copies = (struct nd_copies){NULL, 0};
    if (status != ND_OK || row.lead_id == 0)
        return status == ND_END ? ND_OK : status;
    return read_cluster(index, row.lead_id, arena, copies, err);
}

/* A cluster that has matches. */
struct cluster {
    struct nd_copy_order lead;
    int64_t count; /* of its articles */
};

struct clusters {
    struct cluster *list;
    size_t count, capacity;
};

static int by_size(const void *a, const void *b) {
    const struct cluster *x = a, *y = b;

    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return nd_copy_order_compare(&x->lead, &y->lead);
}

/* The clusters that have an article among the matches. */
static enum nd_status find_clusters(struct nd_index *index, const struct nd_id_set *matches,
                                    struct clusters *clusters, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_COPY_LEADS, err);
    enum nd_status status = stmt == NULL ? err->status : ND_OK;
    struct cluster cluster = {.count = 0};
    bool is_wanted = false;
    int64_t lead = 0;

    while (status == ND_OK) {
        status = nd_sql_step(index, stmt, err);
        if (status != ND_OK || sqlite3_column_int64(stmt, 0) != lead) {
            if (is_wanted && (status == ND_OK || status == ND_END)) {
                clusters->list = nd_alloc_grow(clusters->list, &clusters->capacity, clusters->count + 1,
                                               sizeof *clusters->list);
                cluster.lead.id = (uint32_t)lead;
                clusters->list[clusters->count++] = cluster;
            }
            is_wanted = false;
            cluster.count = 0;
        }
        if (status != ND_OK)
            break;
        lead = sqlite3_column_int64(stmt, 0);
        cluster.count++;
        is_wanted = is_wanted || nd_id_set_has(matches, (uint32_t)sqlite3_column_int64(stmt, 1));
    }
    return status == ND_END ? ND_OK : status;
}

static enum nd_status give_clusters(struct nd_index *index, struct clusters *clusters, int64_t limit,
                                    nd_copies_sink *sink, void *context, struct nd_error *err) {
    struct nd_arena *arena = nd_arena_new();
    enum nd_status status = ND_OK;

    for (size_t i = 0; i < clusters->count && status == ND_OK; i++) {
        uint32_t id = clusters->list[i].lead.id;
        status = nd_copy_order_read(index, id, &clusters->list[i].lead, err);
        clusters->list[i].lead.id = id;
        status = status == ND_END ? ND_OK : status;
    }
    if (clusters->count > 0)
        qsort(clusters->list, clusters->count, sizeof *clusters->list, by_size);
    for (size_t i = 0; i < clusters->count && (limit == 0 || i < (size_t)limit) && status == ND_OK; i++) {
        struct nd_copies copies;
        nd_arena_reset(arena);
        status = read_cluster(index, clusters->list[i].lead.id, arena, &copies, err);
        if (status == ND_OK)
            status = sink(context, &copies, err);
    }
    nd_arena_free(arena);
    return status;
}

enum nd_status nd_index_list_copies(struct nd_index *index, struct nd_query *query,
                                    const struct nd_search_options *options, nd_copies_sink *sink,
                                    void *context, int64_t *count, struct nd_error *err) {
    struct clusters clusters = {0};
    struct nd_id_set matches = {0};
    uint32_t *ids = NULL;
    size_t id_count = 0;
    enum nd_status status = nd_search_begin(index, err);

    if (status == ND_OK)
        status = nd_search_ids(index, query, options, &ids, &id_count, err);
    for (size_t i = 0; i < id_count; i++)
        nd_id_set_add(&matches, ids[i]);
    nd_id_set_seal(&matches);
    if (status == ND_OK)
        status = find_clusters(index, &matches, &clusters, err);
    if (status == ND_OK)
        status = give_clusters(index, &clusters, options->limit, sink, context, err);
    *count = (int64_t)clusters.count;
    nd_search_end(index);
    nd_id_set_fini(&matches);
    free(clusters.list);
    free(ids);
    return status;
}
