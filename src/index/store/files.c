#include "index/db/bulk_load.h"
#include "index/db/state.h"
#include "index/db/statement.h"

#include "index/fulltext/segment_list.h"
#include "index/fulltext/writer.h"
#include "index/store/articles.h"
#include "index/store/identity.h"
#include "index/store/store.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum nd_status nd_index_touch(struct nd_index *index, int64_t file_id, const struct nd_file_stamp *stamp,
                              struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_FILE_TOUCH, err);
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":id", file_id);
    nd_sql_bind_int(stmt, ":size", (int64_t)stamp->size);
    nd_sql_bind_int(stmt, ":mtime", stamp->mtime_ns);
    status = nd_sql_run(index, stmt, err);
    return status == ND_OK ? nd_sql_run_id(index, ND_SQL_UNREADABLE_DELETE, file_id, err) : status;
}

enum nd_status nd_index_has_articles(struct nd_index *index, int64_t file_id, bool *has,
                                     struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_FILE_HAS_ARTICLES, err);
    enum nd_status status;

    *has = false;
    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":id", file_id);
    status = nd_sql_step(index, stmt, err);
    if (status == ND_OK)
        *has = sqlite3_column_int(stmt, 0) != 0;
    sqlite3_reset(stmt);
    return status;
}

enum nd_status nd_index_keep_unread(struct nd_index *index, int64_t file_id, struct nd_str message,
                                    struct nd_error *err) {
    enum nd_status status = nd_sql_run_id(index, ND_SQL_UNREADABLE_DELETE, file_id, err);
    sqlite3_stmt *stmt = status == ND_OK ? nd_sql(index, ND_SQL_UNREADABLE_ADD, err) : NULL;

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":file", file_id);
    nd_sql_bind_str(stmt, ":message", message);
    status = nd_sql_run(index, stmt, err);
    return status == ND_OK ? nd_sql_run_id(index, ND_SQL_FILE_TRY_AGAIN, file_id, err) : status;
}

/* A file of many counts as read when the last of its parts is written: until then it is one that has changed.
 */
static void bind_file(sqlite3_stmt *stmt, const struct nd_index_input *input) {
    static const unsigned char no_hash[ND_HASH_SIZE];
    bool is_open = input->is_container && !input->is_closed;

    nd_sql_bind_str(stmt, ":path", input->path);
    nd_sql_bind_int(stmt, ":size", (int64_t)input->stamp.size);
    nd_sql_bind_int(stmt, ":mtime", is_open ? -1 : input->stamp.mtime_ns);
    if (input->has_hash || is_open)
        nd_sql_bind_blob(stmt, ":hash", is_open ? no_hash : input->hash, ND_HASH_SIZE);
    if (input->article != NULL || input->is_container)
        nd_sql_bind_str(stmt, ":encoding", input->encoding);
    if (input->is_container)
        nd_sql_bind_int(stmt, ":parts", input->parts);
    nd_sql_bind_int(stmt, ":reader", ND_READER);
    nd_sql_bind_str(stmt, ":filter", input->filter);
}

static enum nd_status find_by_path(struct nd_index *index, struct nd_str path, int64_t *id,
                                   struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_FILE_BY_PATH, err);
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_str(stmt, ":path", path);
    status = nd_sql_step(index, stmt, err);
    if (status == ND_OK)
        *id = sqlite3_column_int64(stmt, 0);
    sqlite3_reset(stmt);
    return status;
}

enum whereabouts { THERE, GONE, UNKNOWN };

/* Gone is also what can only be reached by a link: a folder has moved, and a link is left in its place. */
static enum whereabouts look_for(const char *path) {
    struct stat st;
    char *resolved = lstat(path, &st) == 0 ? realpath(path, NULL) : NULL;
    bool is_same = resolved != NULL && strcmp(resolved, path) == 0;

    if (resolved == NULL) /* it says so, or nothing can be said */
        return errno == ENOENT || errno == ENOTDIR || errno == ELOOP ? GONE : UNKNOWN;
    free(resolved);
    return is_same ? THERE : GONE;
}

/*
 * A known file with the same bytes whose path is gone: the first in order of path. *change is ND_MAYBE_MOVED
 * when there is none, but one that may be gone.
 */
static enum nd_status find_moved(struct nd_index *index, const struct nd_index_input *input, int64_t *id,
                                 enum nd_change *change, struct nd_error *err) {
    sqlite3_stmt *stmt;
    enum nd_status status;

    if (!input->has_hash || (input->article == NULL && !input->is_container))
        return ND_END;
    stmt = nd_sql(index, ND_SQL_FILE_BY_HASH, err);
    if (stmt == NULL)
        return err->status;
    nd_sql_bind_blob(stmt, ":hash", input->hash, ND_HASH_SIZE);
    nd_sql_bind_str(stmt, ":path", input->path);
    while ((status = nd_sql_step(index, stmt, err)) == ND_OK) {
        enum whereabouts found = look_for((const char *)sqlite3_column_text(stmt, 1));
        if (found == UNKNOWN)
            *change = ND_MAYBE_MOVED;
        if (found != GONE)
            continue;
        *id = sqlite3_column_int64(stmt, 0);
        *change = ND_MOVED;
        break;
    }
    sqlite3_reset(stmt);
    return status;
}

static enum nd_status insert_file(struct nd_index *index, const struct nd_index_input *input, int64_t *id,
                                  struct nd_error *err) {
    enum nd_status status = nd_store_next_id(index, id, err);
    sqlite3_stmt *stmt = status == ND_OK ? nd_sql(index, ND_SQL_FILE_INSERT, err) : NULL;

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":id", *id);
    bind_file(stmt, input);
    return nd_sql_run(index, stmt, err);
}

enum nd_status nd_store_update_file(struct nd_index *index, const struct nd_index_input *input, int64_t id,
                                    struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_FILE_UPDATE, err);

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":id", id);
    bind_file(stmt, input);
    return nd_sql_run(index, stmt, err);
}

/* *is_next: the file must be new, because all there are came in order of path and this one comes after. */
static enum nd_status look_at_order(struct nd_index *index, struct nd_str path, bool *is_next,
                                    struct nd_error *err) {
    enum nd_status status;

    *is_next = index->store->is_first_load && nd_str_cmp(path, nd_buf_str(&index->store->last_path)) > 0;
    if (*is_next) {
        nd_buf_clear(&index->store->last_path);
        nd_buf_add(&index->store->last_path, path);
    }
    if (*is_next || !index->store->is_first_load)
        return ND_OK;
    index->store->is_first_load = false;
    status = nd_revision_watch(index, err);
    return status == ND_OK ? nd_identity_make_indexes(index, err) : status;
}

/* Takes away what was known of a file, of a new version of a file of many all but its parts. */
static enum nd_status clear_file(struct nd_index *index, int64_t id, bool keep_parts, struct nd_error *err) {
    enum nd_status status = nd_store_clear_article(index, id, err);

    if (status == ND_OK)
        status = nd_sql_run_id(index, ND_SQL_PROBLEM_DELETE, id, err);
    return status == ND_OK && !keep_parts ? nd_store_clear_parts(index, id, err) : status;
}

enum nd_status nd_store_place_file(struct nd_index *index, const struct nd_index_input *input, int64_t *id,
                                   enum nd_change *change, struct nd_error *err) {
    bool is_next;
    enum nd_status status = look_at_order(index, input->path, &is_next, err);

    *change = ND_ADDED;
    if (status != ND_OK || is_next)
        return status == ND_OK ? insert_file(index, input, id, err) : status;
    status = find_by_path(index, input->path, id, err);
    if (status == ND_OK)
        *change = ND_CHANGED;
    else if (status == ND_END)
        status = find_moved(index, input, id, change, err);
    if (status == ND_END)
        return insert_file(index, input, id, err);
    if (status == ND_OK)
        status = clear_file(index, *id, true, err);
    return status == ND_OK ? nd_store_update_file(index, input, *id, err) : status;
}

void nd_index_take_run(struct nd_index *index, struct nd_run *run) {
    nd_fulltext_take(index, run);
}

/* Also at the beginning of what may become a large load, and when somebody wants to look into that. */
bool nd_index_is_full(struct nd_index *index) {
    bool may_begin = index->store->is_first_load && nd_bulk_load_is_possible(index);

    return nd_fulltext_is_full(index->full_text) || nd_bulk_load_is_disturbed(index) ||
           (may_begin && nd_fulltext_is_large(index->full_text));
}

void nd_index_expect_pauses(struct nd_index *index) {
    nd_bulk_load_rule_out(index);
}

/* The next run sees it if this one does not finish. */
enum nd_status nd_store_mark_run(struct nd_index *index, struct nd_error *err) {
    if (index->store->is_marked)
        return ND_OK;
    if (index->store->revision.is_lost && nd_revision_watch(index, err) != ND_OK)
        return err->status;
    index->store->is_marked = true;
    return nd_state_put(index, ND_STR("unfinished"), ND_STR("yes"), err);
}

enum nd_status nd_index_announce_load(struct nd_index *index, struct nd_error *err) {
    enum nd_status status = ND_OK;

    if (!index->store->is_first_load)
        return ND_OK;
    status = nd_index_begin(index, err);
    if (status == ND_OK)
        status = nd_store_mark_run(index, err);
    return status == ND_OK ? nd_index_commit(index, err) : status;
}

enum nd_status nd_index_put_parent(struct nd_index *index, const struct nd_index_input *input,
                                   int64_t *file_id, enum nd_change *change, struct nd_error *err) {
    enum nd_status status;

    nd_arena_reset(index->scratch);
    status = nd_store_mark_run(index, err);
    if (status == ND_OK)
        status = nd_store_place_file(index, input, file_id, change, err);
    if (status == ND_OK)
        status = nd_store_problems(index, *file_id, 0, input->problems, err);
    return status == ND_OK && input->article != NULL
               ? nd_store_put_article(index, *file_id, *file_id, input, err)
               : status;
}

enum nd_status nd_index_put(struct nd_index *index, const struct nd_index_input *input,
                            enum nd_change *change, struct nd_error *err) {
    int64_t id = 0;
    enum nd_status status = nd_index_put_parent(index, input, &id, change, err);

    return status == ND_OK && *change != ND_ADDED && *change != ND_MAYBE_MOVED
               ? nd_store_clear_parts(index, id, err)
               : status;
}

enum nd_status nd_index_remove(struct nd_index *index, int64_t file_id, struct nd_str path, bool *removed,
                               struct nd_error *err) {
    int64_t id = 0;
    enum nd_status status;

    nd_arena_reset(index->scratch);
    *removed = false;
    status = find_by_path(index, path, &id, err);
    if (status == ND_END || (status == ND_OK && id != file_id))
        return ND_OK;
    if (status == ND_OK)
        status = nd_store_mark_run(index, err);
    if (status == ND_OK)
        status = clear_file(index, file_id, false, err);
    if (status == ND_OK)
        status = nd_sql_run_id(index, ND_SQL_FILE_DELETE, file_id, err);
    *removed = status == ND_OK;
    return status;
}

enum nd_status nd_index_files(struct nd_index *index, struct nd_index_page *page, struct nd_arena *arena,
                              struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_FILES, err);
    enum nd_status status = ND_OK;

    page->count = 0;
    if (stmt == NULL)
        return err->status;
    nd_sql_bind_str(stmt, ":from", page->from);
    nd_sql_bind_str(stmt, ":until", page->until);
    nd_sql_bind_int(stmt, ":limit", (int64_t)page->max);
    while (page->count < page->max && (status = nd_sql_step(index, stmt, err)) == ND_OK) {
        struct nd_index_file *file = &page->files[page->count++];
        file->id = sqlite3_column_int64(stmt, 0);
        file->path = nd_sql_str(stmt, 1, arena);
        file->stamp.size = (uint64_t)sqlite3_column_int64(stmt, 2);
        file->stamp.mtime_ns = sqlite3_column_int64(stmt, 3);
        file->has_hash = sqlite3_column_bytes(stmt, 4) == ND_HASH_SIZE;
        file->is_of_reader = sqlite3_column_int64(stmt, 5) == ND_READER;
        file->parts = sqlite3_column_type(stmt, 6) == SQLITE_NULL ? -1 : sqlite3_column_int64(stmt, 6);
        file->filter = nd_sql_str(stmt, 7, arena);
        file->is_skipped = sqlite3_column_int(stmt, 8) != 0;
        file->items = sqlite3_column_int64(stmt, 9);
        file->issues = file->parts < 0 ? file->items > 0 : sqlite3_column_int64(stmt, 10);
        for (size_t i = 0; i < ND_HASH_SIZE && file->has_hash; i++)
            file->hash[i] = ((const unsigned char *)sqlite3_column_blob(stmt, 4))[i];
    }
    sqlite3_reset(stmt);
    return status == ND_END ? ND_OK : status;
}

/* Of the articles FTS5's own number is taken: to count the rows means to walk through all of them. */
enum nd_status nd_index_count_all(struct nd_index *index, struct nd_index_totals *totals,
                                  struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_REFERENCES_COUNT, err);
    struct nd_averages averages = {0};
    enum nd_status status = stmt == NULL ? err->status : nd_averages_read(index, &averages, err);

    if (status == ND_OK)
        status = nd_sql_step(index, stmt, err);
    if (status == ND_OK) {
        totals->references = sqlite3_column_int64(stmt, 0);
        totals->versions = sqlite3_column_int64(stmt, 1);
        totals->articles = (int64_t)averages.articles - totals->references;
    }
    if (stmt != NULL)
        sqlite3_reset(stmt);
    return status;
}
