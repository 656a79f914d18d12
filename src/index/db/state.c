#include "index/db/state.h"

#include <stdio.h>

enum nd_status nd_state_get(struct nd_index *index, const char *name, int64_t *number, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_STATE_GET, err);
    enum nd_status status;

    *number = 0;
    if (stmt == NULL)
        return err->status;
    nd_sql_bind_str(stmt, ":name", nd_str_from(name));
    status = nd_sql_step(index, stmt, err);
    if (status == ND_OK)
        *number = sqlite3_column_int64(stmt, 0);
    sqlite3_reset(stmt);
    return status;
}

enum nd_status nd_state_has(struct nd_index *index, const char *name, bool *has, struct nd_error *err) {
    int64_t ignored;
    enum nd_status status = nd_state_get(index, name, &ignored, err);

    *has = status == ND_OK;
    return status == ND_END ? ND_OK : status;
}

enum nd_status nd_state_put(struct nd_index *index, struct nd_str name, struct nd_str value,
                            struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_STATE_PUT, err);

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_str(stmt, ":name", name);
    nd_sql_bind_str(stmt, ":value", value);
    return nd_sql_run(index, stmt, err);
}

enum nd_status nd_state_put_number(struct nd_index *index, const char *name, int64_t number,
                                   struct nd_error *err) {
    char value[24];

    (void)snprintf(value, sizeof value, "%lld", (long long)number);
    return nd_state_put(index, nd_str_from(name), nd_str_from(value), err);
}

enum nd_status nd_state_drop(struct nd_index *index, struct nd_str name, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_STATE_DROP, err);

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_str(stmt, ":name", name);
    return nd_sql_run(index, stmt, err);
}
