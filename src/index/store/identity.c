#include "index/store/identity.h"
#include "index/db/state.h"

#include "index/copies/copies.h"
#include "index/db/migrate.h"
#include "index/store/store.h"

static struct nd_str text_of(sqlite3_value *value) {
    const unsigned char *text = sqlite3_value_text(value);

    return text == NULL ? ND_STR_NONE : nd_str_of((const char *)text, (size_t)sqlite3_value_bytes(value));
}

/* newsdex_uid(url, key, title, published_at, part) of a file's article; newsdex_uid(kind, name) of a target.
 */
static void call_uid(sqlite3_context *context, int count, sqlite3_value **values) {
    char uid[ND_UID_LENGTH + 1];

    if (count == 2) {
        nd_uid_of_target(text_of(values[0]), text_of(values[1]), uid);
    } else {
        struct nd_identity identity = {.url = text_of(values[0]),
                                       .key = text_of(values[1]),
                                       .title = text_of(values[2]),
                                       .published_at = text_of(values[3]),
                                       .part = text_of(values[4])};
        nd_uid_of_article(&identity, uid);
    }
    sqlite3_result_text(context, uid, ND_UID_LENGTH, SQLITE_TRANSIENT);
}

/* A row: ND_OK; none: ND_END. */
static enum nd_status exists(struct nd_index *index, enum nd_sql which, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, which, err);
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    status = nd_sql_step(index, stmt, err);
    sqlite3_reset(stmt);
    return status;
}

enum nd_status nd_identity_open(struct nd_index *index, struct nd_error *err) {
    static const int counts[] = {2, 5};
    enum nd_status status = ND_OK;

    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        if (sqlite3_create_function(index->db, "newsdex_uid", counts[i],
                                    SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, NULL, call_uid,
                                    NULL, NULL) != SQLITE_OK)
            return nd_sql_error(index, err);
    /* A database that was emptied has its indexes, and is not filled as a new one. */
    if (index->store->is_first_load)
        status = exists(index, ND_SQL_IDENTITY_HAS_INDEX, err);
    index->store->is_first_load = index->store->is_first_load && status == ND_END;
    return status == ND_END ? ND_OK : status;
}

static enum nd_status run_with_uid(struct nd_index *index, enum nd_sql which, int64_t id, struct nd_str uid,
                                   struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, which, err);

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":id", id);
    nd_sql_bind_str(stmt, ":uid", uid);
    return nd_sql_run(index, stmt, err);
}

enum nd_status nd_identity_put(struct nd_index *index, int64_t id, struct nd_str uid, struct nd_error *err) {
    enum nd_status status = ND_OK;

    /* What is the same is found when the index is made. */
    if (index->store->is_first_load && id < ND_FIRST_REFERENCE)
        return run_with_uid(index, ND_SQL_IDENTITY_APPEND, id, uid, err);
    if (id < ND_FIRST_REFERENCE) /* a reference to the article will be dropped when the ingest is finished */
        status = run_with_uid(index, ND_SQL_IDENTITY_RELEASE_REFERENCE, id, uid, err);
    return status == ND_OK ? run_with_uid(index, ND_SQL_IDENTITY_INSERT, id, uid, err) : status;
}

enum nd_status nd_identity_drop(struct nd_index *index, int64_t id, struct nd_error *err) {
    enum nd_status status = nd_sql_run_id(index, ND_SQL_IDENTITY_RELEASE_COPIES, id, err);

    return status == ND_OK ? nd_sql_run_id(index, ND_SQL_IDENTITY_DELETE, id, err) : status;
}

static enum nd_status run_all(struct nd_index *index, const enum nd_sql *which, size_t count,
                              struct nd_error *err) {
    enum nd_status status = ND_OK;

    for (size_t i = 0; i < count && status == ND_OK; i++)
        status = nd_sql_run_id(index, which[i], 0, err);
    return status;
}

enum nd_status nd_identity_is_left(struct nd_index *index, bool *is_left, struct nd_error *err) {
    enum nd_status status = exists(index, ND_SQL_IDENTITY_IS_LEFT, err);

    *is_left = status == ND_OK;
    return status == ND_END ? ND_OK : status;
}

enum nd_status nd_identity_release_alike(struct nd_index *index, struct nd_error *err) {
    return nd_sql_run_id(index, ND_SQL_IDENTITY_RELEASE_ALIKE, 0, err);
}

/* Most collections have no two articles that would have the same uid: only where it fails they are looked
 * for. Those it fails for are told apart when an ingest is finished. */
static enum nd_status make_index(struct nd_index *index, struct nd_error *err) {
    static const enum nd_sql fill[] = {ND_SQL_IDENTITY_FILL_FILES, ND_SQL_IDENTITY_FILL_REFERENCES};
    static const char create[] = "CREATE UNIQUE INDEX identity_uid ON identity (uid)";
    enum nd_status status = exists(index, ND_SQL_IDENTITY_IS_FILLED, err);
    int code;

    if (status == ND_END)
        status = run_all(index, fill, sizeof fill / sizeof *fill, err);
    if (status != ND_OK)
        return status;
    code = sqlite3_exec(index->db, create, NULL, NULL, NULL);
    if ((code & 0xff) == SQLITE_CONSTRAINT) {
        status = nd_sql_run_id(index, ND_SQL_IDENTITY_RELEASE_REPEATED, 0, err);
        if (status == ND_OK)
            status = nd_state_put(index, ND_STR("unfinished"), ND_STR("yes"), err);
        if (status != ND_OK)
            return status;
        code = sqlite3_exec(index->db, create, NULL, NULL, NULL);
    }
    return code == SQLITE_OK ? ND_OK : nd_sql_error(index, err);
}

/* Runs work in a transaction of its own if there is none. No text waits to be indexed then. */
static enum nd_status in_transaction(struct nd_index *index,
                                     enum nd_status (*work)(struct nd_index *, struct nd_error *),
                                     struct nd_error *err) {
    bool is_alone = sqlite3_get_autocommit(index->db) != 0;
    enum nd_status status = is_alone ? nd_sql_run_id(index, ND_SQL_BEGIN, 0, err) : ND_OK;

    if (status == ND_OK)
        status = work(index, err);
    if (status == ND_OK && is_alone)
        status = nd_sql_run_id(index, ND_SQL_COMMIT, 0, err);
    if (status != ND_OK && is_alone)
        (void)sqlite3_exec(index->db, "ROLLBACK", NULL, NULL, NULL);
    return status;
}

enum nd_status nd_identity_make_indexes(struct nd_index *index, struct nd_error *err) {
    enum nd_status status = nd_migrate_indexes(index, err);

    if (status != ND_OK)
        return status;
    status = exists(index, ND_SQL_IDENTITY_HAS_INDEX, err);
    return status == ND_END ? in_transaction(index, make_index, err) : status;
}

enum nd_status nd_identity_number(struct nd_index *index, struct nd_error *err) {
    bool is_left = false;
    enum nd_status status = nd_identity_is_left(index, &is_left, err);

    if (status == ND_OK && is_left)
        status = nd_copies_reorder(index, err);
    return status == ND_OK && is_left ? nd_sql_run_id(index, ND_SQL_IDENTITY_NUMBER, 0, err) : status;
}
