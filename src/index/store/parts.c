#include "index/store/articles.h"

#include "index/store/names.h"
#include "newsdex/alloc.h"
#include "newsdex/index_parts.h"

#include <string.h>
#include <xxhash.h>

enum nd_status nd_index_open_container(struct nd_index *index, const struct nd_index_input *input,
                                       int64_t *file_id, enum nd_change *change, struct nd_error *err) {
    enum nd_status status;

    nd_arena_reset(index->scratch);
    status = nd_store_mark_run(index, err);
    return status == ND_OK ? nd_store_place_file(index, input, file_id, change, err) : status;
}

enum nd_status nd_index_close_container(struct nd_index *index, const struct nd_index_input *input,
                                        int64_t file_id, struct nd_error *err) {
    enum nd_status status;

    nd_arena_reset(index->scratch);
    status = nd_store_update_file(index, input, file_id, err);
    return status == ND_OK ? nd_store_problems(index, file_id, 0, input->problems, err) : status;
}

uint64_t nd_index_part_key(struct nd_str key) {
    uint64_t hash = key.ptr == NULL ? 0 : XXH3_64bits(key.ptr, key.len);

    return key.ptr != NULL && hash == 0 ? 1 : hash;
}

static struct nd_str text_of(sqlite3_stmt *stmt, int column) {
    const char *text = (const char *)sqlite3_column_text(stmt, column);

    return text == NULL ? ND_STR_NONE : nd_str_of(text, (size_t)sqlite3_column_bytes(stmt, column));
}

static void read_part(sqlite3_stmt *stmt, struct nd_index_known_part *part) {
    *part = (struct nd_index_known_part){.id = sqlite3_column_int64(stmt, 0),
                                         .ordinal = (uint64_t)sqlite3_column_int64(stmt, 1),
                                         .line = (uint32_t)sqlite3_column_int64(stmt, 2),
                                         .start = (uint64_t)sqlite3_column_int64(stmt, 3),
                                         .length = (uint64_t)sqlite3_column_int64(stmt, 4),
                                         .key = nd_index_part_key(text_of(stmt, 6)),
                                         .is_untitled = sqlite3_column_int(stmt, 7) != 0,
                                         .item = (uint32_t)sqlite3_column_int64(stmt, 8)};
    if (sqlite3_column_bytes(stmt, 5) == ND_HASH_SIZE)
        memcpy(part->hash, sqlite3_column_blob(stmt, 5), ND_HASH_SIZE);
}

static enum nd_status count_parts(struct nd_index *index, int64_t file_id, int64_t from, size_t *count,
                                  struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_PARTS_COUNT, err);
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":id", file_id);
    nd_sql_bind_int(stmt, ":from", from);
    status = nd_sql_step(index, stmt, err);
    if (status == ND_OK)
        *count = (size_t)sqlite3_column_int64(stmt, 0);
    sqlite3_reset(stmt);
    return status;
}

/* The ordinal of the last one that begins before start, or 0. */
static enum nd_status find_before(struct nd_index *index, int64_t file_id, uint64_t start, int64_t *ordinal,
                                  struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_PART_BEFORE, err);
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":id", file_id);
    nd_sql_bind_int(stmt, ":start", (int64_t)start);
    status = nd_sql_step(index, stmt, err);
    if (status == ND_OK)
        *ordinal = sqlite3_column_int64(stmt, 0);
    sqlite3_reset(stmt);
    return status == ND_END ? ND_OK : status;
}

enum nd_status nd_index_parts(struct nd_index *index, int64_t file_id, uint64_t start,
                              struct nd_index_known_parts *parts, struct nd_error *err) {
    size_t count = 0;
    int64_t from = 0;
    enum nd_status status = start == 0 ? ND_OK : find_before(index, file_id, start, &from, err);
    sqlite3_stmt *stmt = NULL;

    if (status == ND_OK)
        status = count_parts(index, file_id, from, &count, err);
    if (status == ND_OK)
        stmt = nd_sql(index, ND_SQL_PARTS, err);

    if (stmt == NULL)
        return err->status;
    *parts = (struct nd_index_known_parts){.items = nd_alloc_array(count + 1, sizeof *parts->items)};
    nd_sql_bind_int(stmt, ":id", file_id);
    nd_sql_bind_int(stmt, ":from", from);
    while (parts->count < count && (status = nd_sql_step(index, stmt, err)) == ND_OK)
        read_part(stmt, &parts->items[parts->count++]);
    sqlite3_reset(stmt);
    return status == ND_END ? ND_OK : status;
}

static void bind_place(sqlite3_stmt *stmt, const struct nd_index_part *part) {
    nd_sql_bind_int(stmt, ":id", part->id);
    nd_sql_bind_int(stmt, ":ordinal", (int64_t)part->ordinal);
    nd_sql_bind_int(stmt, ":item", (int64_t)part->item);
    nd_sql_bind_int(stmt, ":line", part->line);
    nd_sql_bind_int(stmt, ":start", (int64_t)part->start);
    nd_sql_bind_int(stmt, ":length", (int64_t)part->length);
}

/* Writes the row of the part itself. */
static enum nd_status put_row(struct nd_index *index, int64_t file_id, const struct nd_index_part *part,
                              bool is_new, struct nd_str uid, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, is_new ? ND_SQL_PART_INSERT : ND_SQL_PART_UPDATE, err);

    if (stmt == NULL)
        return err->status;
    bind_place(stmt, part);
    if (is_new)
        nd_sql_bind_int(stmt, ":file", file_id);
    if (is_new && part->issue_id != 0)
        nd_sql_bind_int(stmt, ":issue", part->issue_id);
    nd_sql_bind_str(stmt, ":name", part->name);
    nd_sql_bind_blob(stmt, ":hash", part->hash, ND_HASH_SIZE);
    nd_sql_bind_str(stmt, ":key", part->key);
    nd_sql_bind_str(stmt, ":uid", uid);
    return nd_sql_run(index, stmt, err);
}

enum nd_status nd_index_put_part(struct nd_index *index, int64_t file_id, struct nd_index_part *part,
                                 const struct nd_index_input *input, struct nd_error *err) {
    bool is_new = part->id == 0;
    enum nd_status status;

    nd_arena_reset(index->scratch);
    status = is_new ? nd_store_next_id(index, &part->id, err) : nd_store_clear_part(index, part->id, err);
    if (status == ND_OK)
        status = put_row(index, file_id, part, is_new,
                         input->article == NULL ? ND_STR_NONE : input->article->uid, err);
    if (status == ND_OK)
        status = nd_store_problems(index, file_id, part->id, input->problems, err);
    return status == ND_OK && input->article != NULL
               ? nd_store_put_article(index, part->id, file_id, input, err)
               : status;
}

/* The lines of its problems move with it. */
static enum nd_status move_problems(struct nd_index *index, int64_t id, int64_t lines, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_PART_PROBLEM_MOVE, err);

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":id", id);
    nd_sql_bind_int(stmt, ":lines", lines);
    return nd_sql_run(index, stmt, err);
}

/* Of those with one uid, name or mention of a target the first counts. */
static enum nd_status settle_order(struct nd_index *index, int64_t id, struct nd_error *err) {
    enum nd_status status = nd_sql_run_id(index, ND_SQL_IDENTITY_RELEASE_NUMBERED, id, err);

    nd_arena_reset(index->scratch);
    if (status == ND_OK)
        status = nd_store_invalidate_names(index, id, err);
    return status == ND_OK ? nd_names_invalidate_links(index, id, err) : status;
}

enum nd_status nd_index_place_part(struct nd_index *index, const struct nd_index_part *part,
                                   const struct nd_index_known_part *known, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_PART_PLACE, err);
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    bind_place(stmt, part);
    status = nd_sql_run(index, stmt, err);
    if (status == ND_OK && part->is_overtaken)
        status = settle_order(index, part->id, err);
    return status == ND_OK && part->line != known->line
               ? move_problems(index, part->id, (int64_t)part->line - (int64_t)known->line, err)
               : status;
}

enum nd_status nd_index_remove_part(struct nd_index *index, int64_t id, struct nd_error *err) {
    enum nd_status status;

    nd_arena_reset(index->scratch);
    status = nd_store_clear_part(index, id, err);
    return status == ND_OK ? nd_sql_run_id(index, ND_SQL_PART_DELETE, id, err) : status;
}
