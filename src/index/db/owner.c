#include "index/db/owner.h"

#include "index/db/migrate.h"
#include "newsdex/alloc.h"

#include <stdlib.h>

static bool is_view(const struct nd_schema_row *row) {
    return nd_str_eq(row->type, ND_STR("view"));
}

/* Only looks whether there is all that the view is made of. */
static bool can_be_read(struct nd_index *index, const struct nd_schema_row *view) {
    char *text = sqlite3_mprintf("SELECT 1 FROM \"%w\"", view->name.ptr);
    sqlite3_stmt *stmt = NULL;
    bool can = text != NULL && sqlite3_prepare_v2(index->db, text, -1, &stmt, NULL) == SQLITE_OK;

    sqlite3_finalize(stmt);
    sqlite3_free(text);
    return can;
}

/* What belongs to a view goes with it, and may be gone. */
static enum nd_status drop(struct nd_index *index, const struct nd_schema_row *row, struct nd_error *err) {
    char *text = sqlite3_mprintf("DROP %s IF EXISTS \"%w\"", row->type.ptr, row->name.ptr);
    enum nd_status status = text == NULL ? nd_sql_error(index, err) : nd_sql_script(index, text, err);

    sqlite3_free(text);
    return status;
}

static enum nd_status refuse(const struct nd_index *index, const struct nd_schema_row *row,
                             struct nd_error *err) {
    return nd_error_set(
        err, ND_DB,
        "%s: cannot be made version %d, because your %s %s does not fit it (%s); drop it in sqlite3,"
        " ingest again, and make it anew from the columns there are then, see newsdex(5)",
        index->path, ND_SCHEMA_VERSION, row->type.ptr, row->name.ptr, sqlite3_errmsg(index->db));
}

enum nd_status nd_owner_take_out(struct nd_index *index, int64_t version, struct nd_owner *owner,
                                 struct nd_error *err) {
    enum nd_status status = nd_schema_read_owners(index, version, &owner->objects, err);

    owner->works = nd_alloc_array(owner->objects.count + 1, sizeof *owner->works);
    for (size_t i = 0; i < owner->objects.count && status == ND_OK; i++)
        owner->works[i] = is_view(&owner->objects.rows[i]) && can_be_read(index, &owner->objects.rows[i]);
    for (size_t i = 0; i < owner->objects.count && status == ND_OK; i++)
        status = drop(index, &owner->objects.rows[i], err);
    return status;
}

enum nd_status nd_owner_put_back(struct nd_index *index, const struct nd_owner *owner, struct nd_error *err) {
    const struct nd_schema_row *rows = owner->objects.rows;

    /* In the order in which they were made, but what a trigger belongs to, and a view is made of, is there
     * first. */
    for (int are_triggers = 0; are_triggers < 2; are_triggers++)
        for (size_t i = 0; i < owner->objects.count; i++)
            if (nd_str_eq(rows[i].type, ND_STR("trigger")) == (are_triggers != 0) &&
                sqlite3_exec(index->db, rows[i].sql.ptr, NULL, NULL, NULL) != SQLITE_OK)
                return refuse(index, &rows[i], err);
    for (size_t i = 0; i < owner->objects.count; i++)
        if (owner->works[i] && !can_be_read(index, &rows[i]))
            return refuse(index, &rows[i], err);
    return ND_OK;
}

void nd_owner_free(struct nd_owner *owner) {
    nd_schema_free(&owner->objects);
    free(owner->works);
}
