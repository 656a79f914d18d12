#include "index/search/searcher.h"

#include "index/search/compounds.h"
#include "newsdex/alloc.h"

#include <stdlib.h>

struct nd_searcher *nd_searcher_new(void) {
    struct nd_searcher *searcher = nd_alloc_array(1, sizeof *searcher);

    searcher->arena = nd_arena_new();
    return searcher;
}

void nd_searcher_free(struct nd_searcher *searcher) {
    if (searcher == NULL)
        return;
    nd_compounds_free(searcher->kept_compounds);
    nd_arena_free(searcher->arena);
    free(searcher);
}

enum nd_status nd_searcher_is_as_before(struct nd_index *index, bool *is_as_before, struct nd_error *err) {
    *is_as_before = true;
    for (; index != NULL; index = index->beside) {
        struct nd_searcher *searcher = index->searcher;
        sqlite3_stmt *stmt = nd_sql(index, ND_SQL_DATA_VERSION, err);
        int64_t version, changes = sqlite3_total_changes(index->db);
        enum nd_status status;
        if (stmt == NULL)
            return err->status;
        status = nd_sql_step(index, stmt, err);
        version = status == ND_OK ? sqlite3_column_int64(stmt, 0) : 0;
        sqlite3_reset(stmt);
        if (status != ND_OK)
            return status;
        *is_as_before = *is_as_before && version == searcher->version && changes == searcher->changes;
        searcher->version = version;
        searcher->changes = changes;
    }
    return ND_OK;
}
