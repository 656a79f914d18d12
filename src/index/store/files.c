#include "index/db/statement.h"

#include "index/db/migrate.h"
#include "index/fulltext/lengths.h"
#include "index/fulltext/writer.h"
#include "index/store/identity.h"
#include "index/store/names.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Runs one of the statements whose only parameter is :id. */
static enum nd_status run_by_id(struct nd_index *index, enum nd_sql which, int64_t id, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, which, err);

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":id", id);
    return nd_sql_run(index, stmt, err);
}

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
    return status == ND_OK ? run_by_id(index, ND_SQL_UNREADABLE_DELETE, file_id, err) : status;
}

enum nd_status nd_index_keep_unread(struct nd_index *index, int64_t file_id, struct nd_str message,
                                    struct nd_error *err) {
    enum nd_status status = run_by_id(index, ND_SQL_UNREADABLE_DELETE, file_id, err);
    sqlite3_stmt *stmt = status == ND_OK ? nd_sql(index, ND_SQL_UNREADABLE_ADD, err) : NULL;

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":file", file_id);
    nd_sql_bind_str(stmt, ":message", message);
    status = nd_sql_run(index, stmt, err);
    return status == ND_OK ? run_by_id(index, ND_SQL_FILE_TRY_AGAIN, file_id, err) : status;
}

/* What pointed to the article by its URL or key has to be resolved anew. */
static enum nd_status invalidate_names(struct nd_index *index, int64_t id, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_ARTICLE_NAMES, err);
    struct nd_str url, key;
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":id", id);
    status = nd_sql_step(index, stmt, err);
    if (status != ND_OK)
        return status == ND_END ? ND_OK : status;
    url = nd_sql_str(stmt, 0, index->scratch);
    key = nd_sql_str(stmt, 1, index->scratch);
    sqlite3_reset(stmt);
    status = nd_names_invalidate(index, "url", url, err);
    return status == ND_OK ? nd_names_invalidate(index, "key", key, err) : status;
}

/* Takes an article out of every table but file; nothing happens if there is none. */
static enum nd_status clear_article(struct nd_index *index, int64_t id, struct nd_error *err) {
    static const enum nd_sql order[] = {ND_SQL_LINK_DELETE, ND_SQL_ARTICLE_TOPIC_DELETE, ND_SQL_IMAGE_DELETE,
                                        ND_SQL_PROBLEM_DELETE, ND_SQL_ARTICLE_DELETE};
    enum nd_status status = invalidate_names(index, id, err);

    if (status == ND_OK)
        status = nd_fulltext_forget(index, id, err);
    if (status == ND_OK)
        status = nd_names_invalidate_links(index, id, err);
    if (status == ND_OK)
        status = nd_identity_drop(index, id, err);
    for (size_t i = 0; i < sizeof order / sizeof *order && status == ND_OK; i++)
        status = run_by_id(index, order[i], id, err);
    index->has_orphans = true;
    return status;
}

static void bind_file(sqlite3_stmt *stmt, const struct nd_index_input *input) {
    nd_sql_bind_str(stmt, ":path", input->path);
    nd_sql_bind_int(stmt, ":size", (int64_t)input->stamp.size);
    nd_sql_bind_int(stmt, ":mtime", input->stamp.mtime_ns);
    if (input->has_hash)
        nd_sql_bind_blob(stmt, ":hash", input->hash, ND_HASH_SIZE);
    if (input->article != NULL)
        nd_sql_bind_str(stmt, ":encoding", input->encoding);
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

/* Also when it can only be reached by a link now: a folder has moved, and a link is left in its place. */
static bool is_gone(const char *path) {
    struct stat st;
    char *resolved;
    bool is_elsewhere;

    if (lstat(path, &st) != 0)
        return errno == ENOENT || errno == ENOTDIR;
    resolved = realpath(path, NULL);
    is_elsewhere = resolved != NULL && strcmp(resolved, path) != 0;
    free(resolved);
    return is_elsewhere;
}

/* A known file with the same bytes whose path is gone: the first in order of path. */
static enum nd_status find_moved(struct nd_index *index, const struct nd_index_input *input, int64_t *id,
                                 struct nd_error *err) {
    sqlite3_stmt *stmt;
    enum nd_status status;

    if (!input->has_hash || input->article == NULL)
        return ND_END;
    stmt = nd_sql(index, ND_SQL_FILE_BY_HASH, err);
    if (stmt == NULL)
        return err->status;
    nd_sql_bind_blob(stmt, ":hash", input->hash, ND_HASH_SIZE);
    nd_sql_bind_str(stmt, ":path", input->path);
    while ((status = nd_sql_step(index, stmt, err)) == ND_OK) {
        if (!is_gone((const char *)sqlite3_column_text(stmt, 1)))
            continue;
        *id = sqlite3_column_int64(stmt, 0);
        break;
    }
    sqlite3_reset(stmt);
    return status;
}

static enum nd_status insert_file(struct nd_index *index, const struct nd_index_input *input, int64_t *id,
                                  struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_FILE_INSERT, err);
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    bind_file(stmt, input);
    status = nd_sql_run(index, stmt, err);
    *id = sqlite3_last_insert_rowid(index->db);
    if (status == ND_OK && *id >= ND_FIRST_REFERENCE)
        return nd_error_set(err, ND_DB, "%s: no more than %d files fit into one database", index->path,
                            ND_FIRST_REFERENCE - 1);
    return status;
}

static enum nd_status update_file(struct nd_index *index, const struct nd_index_input *input, int64_t id,
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
    *is_next = index->is_first_load && nd_str_cmp(path, nd_buf_str(&index->last_path)) > 0;
    if (*is_next) {
        nd_buf_clear(&index->last_path);
        nd_buf_add(&index->last_path, path);
    }
    if (*is_next || !index->is_first_load)
        return ND_OK;
    index->is_first_load = false;
    return nd_identity_make_indexes(index, err);
}

/* Finds or makes the row of the file, without an article. */
static enum nd_status place_file(struct nd_index *index, const struct nd_index_input *input, int64_t *id,
                                 enum nd_change *change, struct nd_error *err) {
    bool is_next;
    enum nd_status status = look_at_order(index, input->path, &is_next, err);

    *change = ND_ADDED;
    if (status != ND_OK || is_next)
        return status == ND_OK ? insert_file(index, input, id, err) : status;
    status = find_by_path(index, input->path, id, err);
    *change = ND_CHANGED;
    if (status == ND_END) {
        *change = ND_MOVED;
        status = find_moved(index, input, id, err);
    }
    if (status == ND_END) {
        *change = ND_ADDED;
        return insert_file(index, input, id, err);
    }
    if (status == ND_OK)
        status = clear_article(index, *id, err);
    return status == ND_OK ? update_file(index, input, *id, err) : status;
}

static void bind_number(sqlite3_stmt *stmt, const char *name, const struct nd_value *value) {
    int at = sqlite3_bind_parameter_index(stmt, name);

    if (value != NULL && value->type == ND_INT)
        nd_sql_bound(sqlite3_bind_int64(stmt, at, value->as.integer));
    else if (value != NULL && value->type == ND_REAL)
        nd_sql_bound(sqlite3_bind_double(stmt, at, value->as.real));
}

static enum nd_status insert_article(struct nd_index *index, int64_t id, const struct nd_article *article,
                                     struct nd_error *err) {
    struct nd_buf metadata = {0}, provenance = {0};
    int64_t provider = 0;
    enum nd_status status =
        nd_names_provider(index, article->provider_name, article->provider_domain, &provider, err);
    sqlite3_stmt *stmt = status == ND_OK ? nd_sql(index, ND_SQL_ARTICLE_INSERT, err) : NULL;

    if (stmt == NULL)
        return err->status;
    nd_article_write_metadata(article, &metadata);
    nd_article_write_provenance(article, &provenance);
    nd_sql_bind_int(stmt, ":id", id);
    nd_sql_bind_str(stmt, ":shape", nd_str_from(nd_shape_name(article->shape)));
    nd_sql_bind_str(stmt, ":key", article->key);
    nd_sql_bind_str(stmt, ":url", article->url);
    nd_sql_bind_str(stmt, ":original_url", article->original_url);
    nd_sql_bind_str(stmt, ":published_at", article->published_at);
    nd_sql_bind_str(stmt, ":language", article->language);
    if (provider != 0)
        nd_sql_bind_int(stmt, ":provider_id", provider);
    nd_sql_bind_str(stmt, ":category", article->category);
    nd_sql_bind_str(stmt, ":type", article->type);
    bind_number(stmt, ":quality", article->quality);
    bind_number(stmt, ":heat", article->heat);
    if (article->is_published != ND_UNKNOWN)
        nd_sql_bind_int(stmt, ":is_published", article->is_published == ND_YES);
    nd_sql_bind_str(stmt, ":title", article->title);
    nd_sql_bind_str(stmt, ":excerpt", article->excerpt);
    if (provenance.len > 0)
        nd_sql_bind_str(stmt, ":provenance", nd_buf_str(&provenance));
    if (metadata.len > 0)
        nd_sql_bind_str(stmt, ":metadata", nd_buf_str(&metadata));
    nd_sql_bind_str(stmt, ":body", article->body);
    nd_sql_bind_str(stmt, ":furniture", article->furniture);
    status = nd_sql_run(index, stmt, err);
    sqlite3_clear_bindings(stmt);
    nd_buf_free(&metadata);
    nd_buf_free(&provenance);
    return status;
}

static enum nd_status insert_images(struct nd_index *index, int64_t id, const struct nd_image *image,
                                    struct nd_error *err) {
    enum nd_status status = ND_OK;

    for (int64_t position = 0; image != NULL && status == ND_OK; image = image->next, position++) {
        sqlite3_stmt *stmt = nd_sql(index, ND_SQL_IMAGE_INSERT, err);
        if (stmt == NULL)
            return err->status;
        nd_sql_bind_int(stmt, ":article", id);
        nd_sql_bind_int(stmt, ":position", position);
        nd_sql_bind_str(stmt, ":url", image->url);
        nd_sql_bind_int(stmt, ":width", image->width);
        nd_sql_bind_int(stmt, ":height", image->height);
        status = nd_sql_run(index, stmt, err);
    }
    return status;
}

static enum nd_status insert_text(struct nd_index *index, int64_t id, const struct nd_index_input *input,
                                  struct nd_error *err) {
    struct nd_columns columns;
    uint32_t lengths[ND_COLUMNS];
    enum nd_status status;

    if (input->is_inverted) {
        memcpy(lengths, input->lengths, sizeof lengths);
        status = nd_fulltext_put_inverted(index, id, input->number, lengths, err);
    } else {
        struct nd_buf topics = {0};
        nd_index_topics(input->article, &topics);
        nd_index_columns(input->article, nd_buf_str(&topics), &columns);
        status = nd_fulltext_put(index, id, &columns, lengths, err);
        nd_buf_free(&topics);
    }
    return status == ND_OK ? nd_lengths_put(index, id, lengths, nd_index_title_is_copy(input->article), err)
                           : status;
}

void nd_index_take_run(struct nd_index *index, struct nd_run *run) {
    nd_fulltext_take(index, run);
}

bool nd_index_is_full(const struct nd_index *index) {
    return nd_fulltext_is_full(index->full_text);
}

static enum nd_status insert_problems(struct nd_index *index, int64_t file_id,
                                      const struct nd_problems *problems, struct nd_error *err) {
    enum nd_status status = ND_OK;
    int64_t position = 0;

    for (const struct nd_problem *p = problems->first; p != NULL && status == ND_OK; p = p->next) {
        sqlite3_stmt *stmt = nd_sql(index, ND_SQL_PROBLEM_INSERT, err);
        if (stmt == NULL)
            return err->status;
        nd_sql_bind_int(stmt, ":file", file_id);
        nd_sql_bind_int(stmt, ":position", position++);
        nd_sql_bind_int(stmt, ":line", p->line);
        nd_sql_bind_int(stmt, ":column", p->column);
        nd_sql_bind_str(stmt, ":level", nd_str_from(nd_level_name(p->level)));
        nd_sql_bind_str(stmt, ":code", nd_str_from(nd_problem_name(p->code)));
        nd_sql_bind_str(stmt, ":message", p->message);
        status = nd_sql_run(index, stmt, err);
    }
    return status;
}

/* Says in the database that a run is under way; the next run sees it if this one does not finish. */
static enum nd_status mark_run(struct nd_index *index, struct nd_error *err) {
    sqlite3_stmt *stmt;

    if (index->is_marked)
        return ND_OK;
    stmt = nd_sql(index, ND_SQL_STATE_SET, err);
    index->is_marked = true;
    return stmt == NULL ? err->status : nd_sql_run(index, stmt, err);
}

enum nd_status nd_index_put(struct nd_index *index, const struct nd_index_input *input,
                            enum nd_change *change, struct nd_error *err) {
    const struct nd_article *article = input->article;
    int64_t id = 0;
    enum nd_status status;

    nd_arena_reset(index->scratch);
    status = mark_run(index, err);
    if (status == ND_OK)
        status = place_file(index, input, &id, change, err);
    if (status == ND_OK)
        status = insert_problems(index, id, input->problems, err);
    if (status != ND_OK || article == NULL)
        return status;
    status = insert_article(index, id, article, err);
    if (status == ND_OK)
        status = nd_identity_put(index, id, article->uid, err);
    if (status == ND_OK)
        status = nd_names_topics(index, id, article, err);
    if (status == ND_OK)
        status = insert_images(index, id, article->images, err);
    if (status == ND_OK)
        status = insert_text(index, id, input, err);
    /* In a first load everything is still to be resolved. */
    if (status == ND_OK && !index->is_first_load)
        status = nd_names_invalidate(index, "url", article->url, err);
    if (status == ND_OK && !index->is_first_load)
        status = nd_names_invalidate(index, "key", article->key, err);
    return status == ND_OK ? nd_names_links(index, id, article, err) : status;
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
        status = mark_run(index, err);
    if (status == ND_OK)
        status = clear_article(index, file_id, err);
    if (status == ND_OK)
        status = run_by_id(index, ND_SQL_FILE_DELETE, file_id, err);
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
        for (size_t i = 0; i < ND_HASH_SIZE && file->has_hash; i++)
            file->hash[i] = ((const unsigned char *)sqlite3_column_blob(stmt, 4))[i];
    }
    sqlite3_reset(stmt);
    return status == ND_END ? ND_OK : status;
}

enum nd_status nd_index_count_all(struct nd_index *index, struct nd_index_totals *totals,
                                  struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_TOTALS, err);
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    status = nd_sql_step(index, stmt, err);
    if (status == ND_OK) {
        totals->files = sqlite3_column_int64(stmt, 0);
        totals->articles = sqlite3_column_int64(stmt, 1);
        totals->references = sqlite3_column_int64(stmt, 2);
        totals->problems = sqlite3_column_int64(stmt, 3);
    }
    sqlite3_reset(stmt);
    return status;
}
