#include "index/store/store.h"

#include "index/store/identity.h"
#include "newsdex/alloc.h"

#include <stdlib.h>

enum { NAMES_KEPT = 50000, PROVENANCES_KEPT = 5000 };

struct nd_store *nd_store_new(void) {
    struct nd_store *store = nd_alloc_array(1, sizeof *store);

    store->last_id = -1;
    store->targets = nd_map_new(NAMES_KEPT);
    store->mentions = nd_map_new(NAMES_KEPT);
    store->topics = nd_map_new(NAMES_KEPT);
    store->authors = nd_map_new(NAMES_KEPT);
    store->providers = nd_map_new(NAMES_KEPT);
    store->provenances = nd_map_new(PROVENANCES_KEPT);
    return store;
}

void nd_store_free(struct nd_store *store) {
    if (store == NULL)
        return;
    nd_map_free(store->targets);
    nd_map_free(store->mentions);
    nd_map_free(store->topics);
    nd_map_free(store->authors);
    nd_map_free(store->providers);
    nd_map_free(store->provenances);
    nd_buf_free(&store->fingerprint);
    nd_buf_free(&store->last_path);
    free(store->orphans);
    free(store);
}

enum nd_status nd_store_open(struct nd_index *index, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_HAS_FILES, err);
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    status = nd_sql_step(index, stmt, err);
    sqlite3_reset(stmt);
    index->store->is_first_load = status == ND_END;
    if (status != ND_OK && status != ND_END)
        return status;
    status = nd_identity_open(index, err);
    if (status == ND_OK)
        status = nd_revision_open(index, err);
    return status == ND_OK && !index->store->is_first_load ? nd_identity_make_indexes(index, err) : status;
}

void nd_store_rollback(struct nd_store *store) {
    store->is_first_load = false;
    store->is_marked = false;
    store->last_id = -1;
    store->first_new_id = store->replaced_id = 0;
    nd_map_clear(store->targets);
    nd_map_clear(store->mentions);
    nd_map_clear(store->topics);
    nd_map_clear(store->authors);
    nd_map_clear(store->providers);
    nd_map_clear(store->provenances);
}
