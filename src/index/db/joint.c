#include "index/db/joint.h"

/* The highest id below a limit, less what all of its kind have; 0 when there is none. */
static enum nd_status highest(struct nd_index *index, int64_t limit, int64_t least, int64_t *count,
                              struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_HIGHEST_ID, err);
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":limit", limit);
    status = nd_sql_step(index, stmt, err);
    *count =
        status == ND_OK && sqlite3_column_int64(stmt, 0) > least ? sqlite3_column_int64(stmt, 0) - least : 0;
    sqlite3_reset(stmt);
    return status == ND_END ? ND_OK : status;
}

enum nd_status nd_joint_number(struct nd_index *first, struct nd_error *err) {
    static const struct {
        int64_t least, limit;
    } kinds[] = {{0, ND_FIRST_REFERENCE}, {ND_FIRST_REFERENCE, (int64_t)UINT32_MAX + 1}};

    for (struct nd_index *index = first; index->beside != NULL; index = index->beside)
        for (int i = 0; i < 2; i++) {
            int64_t count = 0;
            enum nd_status status = highest(index, kinds[i].limit, kinds[i].least, &count, err);
            if (status != ND_OK)
                return status;
            index->beside->shift[i] = index->shift[i] + count;
            status = highest(index->beside, kinds[i].limit, kinds[i].least, &count, err);
            if (status != ND_OK)
                return status;
            if (kinds[i].least + index->beside->shift[i] + count >= kinds[i].limit)
                return nd_error_set(err, ND_DB, "%s: more articles than can be searched at once",
                                    index->beside->path);
        }
    return ND_OK;
}

struct nd_index *nd_joint_owner(struct nd_index *first, int64_t *id) {
    struct nd_index *owner = first;
    int kind = *id >= ND_FIRST_REFERENCE;
    int64_t number = kind == 1 ? *id - ND_FIRST_REFERENCE : *id;

    while (owner->beside != NULL && owner->beside->shift[kind] < number)
        owner = owner->beside;
    *id -= owner->shift[kind];
    return owner;
}
