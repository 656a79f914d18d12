#include "index/store/versions.h"

#include "index/boilerplate/boilerplate.h"
#include "index/copies/copies.h"
#include "index/fulltext/writer.h"
#include "index/store/articles.h"
#include "index/store/identity.h"
#include "index/store/learned.h"
#include "index/store/version_group.h"
#include "newsdex/alloc.h"

#include <stdlib.h>

/* An article that gets another lead; its own id: it answers itself. */
struct change {
    int64_t id, was, lead;
};

struct changes {
    struct change *items;
    size_t count, capacity;
};

static void add_member(struct nd_version_group *group, sqlite3_stmt *stmt) {
    group->members =
        nd_alloc_grow(group->members, &group->capacity, group->count + 1, sizeof *group->members);
    group->members[group->count++] = (struct nd_version_member){.id = sqlite3_column_int64(stmt, 1),
                                                                .file_id = sqlite3_column_int64(stmt, 2),
                                                                .was = sqlite3_column_int64(stmt, 3),
                                                                .is_named = sqlite3_column_int(stmt, 4) != 0,
                                                                .characters = sqlite3_column_int64(stmt, 5),
                                                                .is_cut = sqlite3_column_int(stmt, 6) != 0};
}

/* Decides about a group that is complete, and empties it. */
static enum nd_status decide(struct nd_index *index, struct nd_version_group *group, struct changes *changes,
                             struct nd_error *err) {
    enum nd_status status = nd_version_group_decide(index, group, err);

    for (size_t i = 0; i < group->count && status == ND_OK; i++) {
        const struct nd_version_member *member = &group->members[i];
        int64_t lead = group->members[member->lead].id;
        if (lead == member->was)
            continue;
        changes->items =
            nd_alloc_grow(changes->items, &changes->capacity, changes->count + 1, sizeof *changes->items);
        changes->items[changes->count++] = (struct change){member->id, member->was, lead};
    }
    group->count = 0;
    return status;
}

/* Goes through what has no uid now, address by address. */
static enum nd_status find_changes(struct nd_index *index, struct changes *changes, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_VERSION_MEMBERS, err);
    struct nd_version_group group = {0};
    struct nd_buf uid = {0};
    enum nd_status status = stmt == NULL ? err->status : ND_OK;

    while (status == ND_OK && (status = nd_sql_step(index, stmt, err)) == ND_OK) {
        const char *text = (const char *)sqlite3_column_text(stmt, 0);
        struct nd_str now = nd_str_of(text, (size_t)sqlite3_column_bytes(stmt, 0));
        if (!nd_str_eq(now, nd_buf_str(&uid)))
            status = decide(index, &group, changes, err);
        nd_buf_clear(&uid);
        nd_buf_add(&uid, now);
        add_member(&group, stmt);
    }
    if (status == ND_END)
        status = decide(index, &group, changes, err);
    sqlite3_reset(stmt);
    nd_buf_free(&uid);
    free(group.members);
    return status;
}

static enum nd_status put_row(struct nd_index *index, const struct change *change, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_VERSION_PUT, err);

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":id", change->id);
    nd_sql_bind_int(stmt, ":lead", change->lead);
    return nd_sql_run(index, stmt, err);
}

/* The text of what answers is in the full-text index; of what has a row in version it cannot be read. */
static enum nd_status apply(struct nd_index *index, const struct change *change, struct nd_error *err) {
    enum nd_status status = ND_OK;
    int64_t before = change->id - 1;

    nd_arena_reset(index->scratch);
    if (change->was == change->id)
        status = nd_fulltext_forget(index, change->id, err);
    if (status == ND_OK && change->was == change->id)
        status = nd_copies_forget(index, change->id, nd_fulltext_sketch(index), err);
    if (status == ND_OK && change->was == change->id)
        status = nd_boilerplate_note(index, change->id, false, err);
    if (status == ND_OK && change->lead != change->id)
        status = nd_learned_restore(index, change->id, err);
    if (status == ND_OK) /* what answered so far is told */
        status = nd_sql_run_id(index, ND_SQL_VERSION_DELETE, change->id, err);
    if (status == ND_OK && change->lead != change->id)
        status = put_row(index, change, err);
    if (status == ND_OK && change->lead == change->id)
        status = nd_store_put_next_text(index, &before, err);
    if (status == ND_OK && change->lead == change->id)
        status = nd_boilerplate_note(index, change->id, true, err);
    if (status == ND_OK)
        status = nd_store_invalidate_names(index, change->id, err);
    return status == ND_OK && nd_fulltext_is_full(index->full_text) ? nd_fulltext_flush(index, err) : status;
}

enum nd_status nd_versions_settle(struct nd_index *index, struct nd_error *err) {
    struct changes changes = {0};
    bool is_left = false;
    enum nd_status status = nd_identity_is_left(index, &is_left, err);

    if (status != ND_OK || !is_left)
        return status;
    status = nd_identity_release_alike(index, err);
    if (status == ND_OK)
        status = find_changes(index, &changes, err);
    for (size_t i = 0; i < changes.count && status == ND_OK; i++)
        status = apply(index, &changes.items[i], err);
    free(changes.items);
    return status;
}
