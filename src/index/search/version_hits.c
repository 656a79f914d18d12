#include "index/search/version_hits.h"

#include "index/db/joint.h"

#include <stdlib.h>

static enum nd_status add_others(struct nd_index *index, const struct nd_candidate *lead,
                                 struct nd_candidates *all, struct nd_error *err) {
    int64_t id = lead->id;
    struct nd_index *own = nd_joint_owner(index, &id);
    sqlite3_stmt *stmt = nd_sql(own, ND_SQL_OTHER_VERSIONS, err);
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":id", id);
    while ((status = nd_sql_step(own, stmt, err)) == ND_OK)
        nd_candidates_add(all, nd_joint_id(own, sqlite3_column_int64(stmt, 0)), lead->score);
    return status == ND_END ? ND_OK : status;
}

enum nd_status nd_version_hits_add(struct nd_index *index, struct nd_candidates *found,
                                   struct nd_error *err) {
    struct nd_candidates all = {0};
    enum nd_status status = ND_OK;

    for (size_t i = 0; i < found->count && status == ND_OK; i++) {
        nd_candidates_add(&all, found->list[i].id, found->list[i].score);
        all.list[all.count - 1] = found->list[i];
        status = add_others(index, &found->list[i], &all, err);
    }
    free(found->list);
    *found = all;
    return status;
}

enum nd_status nd_version_hits_hidden(struct nd_index *index, struct nd_id_set *hidden,
                                      struct nd_error *err) {
    enum nd_status status = ND_END;

    for (; index != NULL && status == ND_END; index = index->beside) {
        sqlite3_stmt *stmt = nd_sql(index, ND_SQL_VERSIONS, err);
        if (stmt == NULL)
            return err->status;
        while ((status = nd_sql_step(index, stmt, err)) == ND_OK)
            nd_id_set_add(hidden, (uint32_t)nd_joint_id(index, sqlite3_column_int64(stmt, 0)));
    }
    nd_id_set_seal(hidden);
    return status == ND_END ? ND_OK : status;
}
