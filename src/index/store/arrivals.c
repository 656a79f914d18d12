#include "index/store/arrivals.h"

#include "index/store/store.h"

static enum nd_status put(struct nd_index *index, int64_t first, int64_t last, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_ARRIVAL_PUT, err);

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":first", first);
    nd_sql_bind_int(stmt, ":last", last);
    return nd_sql_run(index, stmt, err);
}

enum nd_status nd_arrivals_note(struct nd_index *index, int64_t id, struct nd_error *err) {
    const struct nd_store *store = index->store;
    bool is_given_now = store->first_new_id != 0 && id >= store->first_new_id;

    return is_given_now || id == store->replaced_id ? ND_OK : put(index, id, id, err);
}

enum nd_status nd_arrivals_flush(struct nd_index *index, struct nd_error *err) {
    int64_t first = index->store->first_new_id;

    index->store->first_new_id = 0;
    return first == 0 ? ND_OK : put(index, first, index->store->last_id, err);
}
