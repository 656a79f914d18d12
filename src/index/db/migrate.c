#include "index/db/migrate.h"

#include "index/db/owner.h"
#include "index/db/schema.h"
#include "index/db/steps.h"

static enum nd_status mark(struct nd_index *index, struct nd_error *err) {
    char *marks = sqlite3_mprintf("PRAGMA application_id = %d; PRAGMA user_version = %d", ND_APPLICATION_ID,
                                  ND_SCHEMA_VERSION);
    enum nd_status status = marks == NULL ? nd_sql_error(index, err) : nd_sql_script(index, marks, err);

    sqlite3_free(marks);
    return status;
}

static enum nd_status apply_steps(struct nd_index *index, int64_t version, struct nd_error *err) {
    struct nd_owner owner = {.works = NULL};
    enum nd_status status =
        version == 0 ? nd_schema_make(index, err) : nd_owner_take_out(index, version, &owner, err);

    for (int64_t i = version == 0 ? ND_SCHEMA_VERSION : version; i < ND_SCHEMA_VERSION && status == ND_OK;
         i++)
        status = nd_sql_script(index, nd_schema_steps[i], err);
    if (status == ND_OK)
        status = nd_owner_put_back(index, &owner, err);
    nd_owner_free(&owner);
    return status == ND_OK ? mark(index, err) : status;
}

/* All steps in one transaction: a crash leaves the version that was there. */
static enum nd_status upgrade(struct nd_index *index, int64_t version, nd_migrate_step *body_first,
                              struct nd_error *err) {
    enum nd_status status = version == 0 ? nd_sql_script(index, "PRAGMA journal_mode = WAL", err) : ND_OK;

    /* A step may put another table in the place of one that others refer to. */
    if (status == ND_OK)
        status = nd_sql_script(index, "PRAGMA foreign_keys = OFF; PRAGMA legacy_alter_table = ON", err);
    if (status == ND_OK)
        status = nd_sql_script(index, "BEGIN IMMEDIATE", err);
    if (status != ND_OK)
        return status;
    status = apply_steps(index, version, err);
    if (status == ND_OK && version > 0 && version < 7)
        status = body_first(index, err);
    if (status == ND_OK)
        status = nd_sql_script(index, "COMMIT", err);
    if (status != ND_OK)
        (void)sqlite3_exec(index->db, "ROLLBACK", NULL, NULL, NULL);
    return status;
}

/* What the database is, as it says itself. */
struct marks {
    int64_t application, version;
};

static enum nd_status check_marks(const struct nd_index *index, const struct marks *marks, bool is_empty,
                                  enum nd_index_mode mode, struct nd_error *err) {
    if (is_empty && marks->application == 0 && mode != ND_INDEX_WRITE)
        return nd_error_set(err, ND_NOT_FOUND, "%s: the database is empty; newsdex ingest fills it",
                            index->path);
    if (marks->application != ND_APPLICATION_ID && (!is_empty || marks->application != 0))
        return nd_error_set(err, ND_DB, "%s: a database of another program, left alone", index->path);
    if (marks->version > ND_SCHEMA_VERSION)
        return nd_error_set(
            err, ND_DB, "%s: written by a newer newsdex (schema %lld, this one knows %d); upgrade newsdex",
            index->path, (long long)marks->version, ND_SCHEMA_VERSION);
    if (marks->version < 0)
        return nd_error_set(err, ND_DB,
                            "%s: damaged: there is no schema %lld; restore a copy, or ingest the files into"
                            " a new database",
                            index->path, (long long)marks->version);
    if (marks->version < ND_SCHEMA_VERSION && mode != ND_INDEX_WRITE)
        return nd_error_set(err, ND_DB,
                            "%s: written by an older newsdex (schema %lld); newsdex ingest upgrades it",
                            index->path, (long long)marks->version);
    return ND_OK;
}

enum nd_status nd_migrate(struct nd_index *index, enum nd_index_mode mode, nd_migrate_step *body_first,
                          struct nd_error *err) {
    struct marks marks = {0, 0};
    struct nd_schema schema = {0};
    enum nd_status status = nd_sql_number(index, "PRAGMA application_id", &marks.application, err);

    if (status == ND_OK)
        status = nd_sql_number(index, "PRAGMA user_version", &marks.version, err);
    if (status == ND_OK)
        status = nd_schema_read(index, &schema, err);
    if (status == ND_OK)
        status = check_marks(index, &marks, schema.count == 0, mode, err);
    if (status == ND_OK)
        status = nd_schema_verify(index, &schema, marks.version, err);
    nd_schema_free(&schema);
    if (status == ND_OK)
        nd_guard_trust_schema(&index->guard);
    return status == ND_OK && marks.version < ND_SCHEMA_VERSION
               ? upgrade(index, marks.version, body_first, err)
               : status;
}

enum nd_status nd_migrate_indexes(struct nd_index *index, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_HAS_INDEXES, err);
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    status = nd_sql_step(index, stmt, err);
    sqlite3_reset(stmt);
    if (status != ND_END)
        return status;
    /* Each in a transaction of its own, if none is open. */
    return nd_sql_script(index, nd_script_indexes, err);
}
