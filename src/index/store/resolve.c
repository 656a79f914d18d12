#include "index/db/state.h"
#include "index/fulltext/writer.h"

#include "index/boilerplate/boilerplate.h"
#include "index/copies/copies.h"
#include "index/db/bulk_load.h"
#include "index/db/migrate.h"
#include "index/fulltext/lengths.h"
#include "index/store/identity.h"
#include "index/store/learned.h"
#include "index/store/names.h"
#include "index/store/store.h"
#include "index/store/strays.h"
#include "index/store/versions.h"

#include "newsdex/analysis.h"

/*
 * Resolution: every target gets the article that answers to it. That is the file with the URL or key, the
 * first in order of path if there are several; else a reference made from the first mention, in order of path
 * and place, so that the outcome does not depend on the order in which files came. Targets nobody mentions
 * go.
 */

enum { TARGETS_PER_TRANSACTION = 20000 };

struct target {
    int64_t id;
    bool is_url, is_key;
    struct nd_str kind, name;
};

static int64_t reference_id(const struct target *target) {
    return ND_FIRST_REFERENCE + target->id;
}

/* One number from a statement with :id or :name; ND_END when there is no row. */
static enum nd_status one_number(struct nd_index *index, enum nd_sql which, const struct target *target,
                                 int64_t *number, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, which, err);
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":id", which == ND_SQL_REFERENCE_EXISTS ? reference_id(target) : target->id);
    nd_sql_bind_str(stmt, ":name", target->name);
    status = nd_sql_step(index, stmt, err);
    if (status == ND_OK)
        *number = sqlite3_column_int64(stmt, 0);
    sqlite3_reset(stmt);
    return status;
}

/* The number of the row that is first in order of path and then of position; ND_END when there is none. */
static enum nd_status first_number(struct nd_index *index, enum nd_sql which, const struct target *target,
                                   int64_t *number, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, which, err);
    struct nd_str first = ND_STR_NONE;
    int64_t first_position = 0;
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":id", target->id);
    nd_sql_bind_str(stmt, ":name", target->name);
    while ((status = nd_sql_step(index, stmt, err)) == ND_OK) {
        struct nd_str path =
            nd_str_of((const char *)sqlite3_column_text(stmt, 1), (size_t)sqlite3_column_bytes(stmt, 1));
        int64_t position = sqlite3_column_int64(stmt, 2);
        int order = first.ptr == NULL ? -1 : nd_str_cmp(path, first);
        if (order > 0 || (order == 0 && position >= first_position))
            continue;
        first = nd_arena_str(index->scratch, path);
        first_position = position;
        *number = sqlite3_column_int64(stmt, 0);
    }
    if (status == ND_END && first.ptr != NULL)
        return ND_OK;
    return status;
}

static enum nd_status find_mention(struct nd_index *index, const struct target *target, int64_t *mention,
                                   struct nd_error *err) {
    return index->store->is_first_load ? one_number(index, ND_SQL_TARGET_MENTION_BY_ID, target, mention, err)
                                       : first_number(index, ND_SQL_TARGET_MENTION, target, mention, err);
}

static enum nd_status find_file(struct nd_index *index, const struct target *target, int64_t *article,
                                struct nd_error *err) {
    enum nd_status status;

    if (target->is_url) { /* the address of a site is none of one article, but may be written as its url */
        status = first_number(index, ND_SQL_TARGET_FILE_BY_UID, target, article, err);
        return status == ND_END ? first_number(index, ND_SQL_TARGET_FILE_BY_URL, target, article, err)
                                : status;
    }
    if (target->is_key)
        return first_number(index, ND_SQL_TARGET_FILE_BY_KEY, target, article, err);
    return ND_END;
}

static enum nd_status drop_reference(struct nd_index *index, const struct target *target,
                                     struct nd_error *err) {
    static const enum nd_sql order[] = {ND_SQL_IMAGE_DELETE, ND_SQL_IDENTITY_DELETE, ND_SQL_ARTICLE_DELETE};
    int64_t found;
    enum nd_status status = one_number(index, ND_SQL_REFERENCE_EXISTS, target, &found, err);

    if (status != ND_OK)
        return status == ND_END ? ND_OK : status;
    status = nd_names_leave(index, reference_id(target), err);
    if (status == ND_OK)
        status = nd_fulltext_forget(index, reference_id(target), err);
    for (size_t i = 0; i < sizeof order / sizeof *order && status == ND_OK; i++)
        status = nd_sql_run_id(index, order[i], reference_id(target), err);
    return status;
}

/* The columns of ND_SQL_MENTION_GET in their order: those the row of a reference takes over, then others. */
static const char *const taken_over[] = {":key",      ":url",     ":original_url", ":published_at",
                                         ":category", ":type",    ":quality",      ":heat",
                                         ":title",    ":excerpt", ":metadata"};
enum { TITLE = 8, EXCERPT = 9, LANGUAGE = 11, PROVIDER_NAME, PROVIDER_DOMAIN, IMAGES };

/* What the full-text index and the provider table need of a mention. */
static void read_mention(struct nd_index *index, sqlite3_stmt *mention, struct nd_article *reference) {
    *reference = (struct nd_article){.title = nd_sql_str(mention, TITLE, index->scratch)};
    reference->excerpt = nd_sql_str(mention, EXCERPT, index->scratch);
    reference->language = nd_sql_str(mention, LANGUAGE, index->scratch);
    reference->provider_name = nd_sql_str(mention, PROVIDER_NAME, index->scratch);
    reference->provider_domain = nd_sql_str(mention, PROVIDER_DOMAIN, index->scratch);
    if (reference->language.ptr == NULL)
        reference->language = nd_language_detect(
            nd_arena_printf(index->scratch, "%.*s\n%.*s", (int)reference->title.len,
                            reference->title.len > 0 ? reference->title.ptr : "", (int)reference->excerpt.len,
                            reference->excerpt.len > 0 ? reference->excerpt.ptr : ""));
}

static enum nd_status insert_reference_text(struct nd_index *index, int64_t id,
                                            const struct nd_article *reference, struct nd_error *err) {
    struct nd_columns columns;
    uint32_t lengths[ND_COLUMNS];
    enum nd_status status;

    nd_index_columns(reference, ND_STR(""), &columns);
    status = nd_fulltext_put(index, id, &columns, lengths, err);
    return status == ND_OK ? nd_lengths_put(index, id, lengths, false, err) : status;
}

/* Runs a statement with the columns of a reference; ND_END when it gives no row. */
static enum nd_status run_reference(struct nd_index *index, enum nd_sql which, int64_t id,
                                    sqlite3_stmt *mention, const struct nd_article *reference,
                                    struct nd_error *err) {
    int64_t provider = 0;
    enum nd_status status =
        nd_names_provider(index, reference->provider_name, reference->provider_domain, &provider, err);
    sqlite3_stmt *stmt = status == ND_OK ? nd_sql(index, which, err) : NULL;

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":id", id);
    for (int i = 0; i < (int)(sizeof taken_over / sizeof *taken_over); i++)
        nd_sql_bound(sqlite3_bind_value(stmt, sqlite3_bind_parameter_index(stmt, taken_over[i]),
                                        sqlite3_column_value(mention, i)));
    nd_sql_bind_str(stmt, ":language", reference->language);
    if (provider != 0)
        nd_sql_bind_int(stmt, ":provider_id", provider);
    status = nd_sql_step(index, stmt, err);
    sqlite3_reset(stmt);
    return status;
}

static enum nd_status insert_reference_images(struct nd_index *index, int64_t id, int64_t mention,
                                              struct nd_error *err) {
    static const char *const names[] = {":position", ":url", ":width", ":height"};
    sqlite3_stmt *images = nd_sql(index, ND_SQL_MENTION_IMAGES, err), *stmt;
    enum nd_status status;

    if (images == NULL)
        return err->status;
    nd_sql_bind_int(images, ":mention", mention);
    while ((status = nd_sql_step(index, images, err)) == ND_OK) {
        stmt = nd_sql(index, ND_SQL_IMAGE_INSERT, err);
        if (stmt == NULL)
            break;
        nd_sql_bind_int(stmt, ":article", id);
        for (int i = 0; i < 4; i++)
            nd_sql_bound(sqlite3_bind_value(stmt, sqlite3_bind_parameter_index(stmt, names[i]),
                                            sqlite3_column_value(images, i)));
        status = nd_sql_run(index, stmt, err);
        if (status != ND_OK)
            break;
    }
    sqlite3_reset(images);
    return status == ND_END ? ND_OK : err->status;
}

static enum nd_status put_uid(struct nd_index *index, const struct target *target, struct nd_error *err) {
    char uid[ND_UID_LENGTH + 1];

    nd_uid_of_target(target->kind, target->name, uid);
    return nd_identity_put(index, reference_id(target), nd_str_of(uid, ND_UID_LENGTH), err);
}

/* ND_OK when the reference is already what the mention makes of it, ND_END when not. */
static enum nd_status is_made(struct nd_index *index, int64_t id, int64_t mention, sqlite3_stmt *row,
                              const struct nd_article *reference, struct nd_error *err) {
    enum nd_status status = run_reference(index, ND_SQL_REFERENCE_IS, id, row, reference, err);
    sqlite3_stmt *images = status == ND_OK ? nd_sql(index, ND_SQL_REFERENCE_IMAGES_ARE, err) : NULL;

    if (images == NULL)
        return status == ND_OK ? err->status : status;
    nd_sql_bind_int(images, ":id", id);
    nd_sql_bind_int(images, ":mention", mention);
    status = nd_sql_step(index, images, err);
    sqlite3_reset(images);
    return status;
}

static enum nd_status write_reference(struct nd_index *index, const struct target *target, int64_t mention,
                                      sqlite3_stmt *row, const struct nd_article *reference,
                                      struct nd_error *err) {
    bool has_images = sqlite3_column_type(row, IMAGES) != SQLITE_NULL;
    int64_t id = reference_id(target);
    enum nd_status status = drop_reference(index, target, err);

    if (status == ND_OK)
        status = run_reference(index, ND_SQL_REFERENCE_INSERT, id, row, reference, err);
    if (status == ND_END)
        status = put_uid(index, target, err);
    if (status == ND_OK && has_images)
        status = insert_reference_images(index, id, mention, err);
    return status == ND_OK ? insert_reference_text(index, id, reference, err) : status;
}

static enum nd_status make_reference(struct nd_index *index, const struct target *target, int64_t mention,
                                     struct nd_error *err) {
    sqlite3_stmt *row = nd_sql(index, ND_SQL_MENTION_GET, err);
    struct nd_article reference = {0};
    enum nd_status status;

    if (row == NULL)
        return err->status;
    nd_sql_bind_int(row, ":mention", mention);
    status = nd_sql_step(index, row, err);
    if (status != ND_OK)
        return status;
    read_mention(index, row, &reference);
    status = index->store->is_first_load
                 ? ND_END
                 : is_made(index, reference_id(target), mention, row, &reference, err);
    if (status == ND_END)
        status = write_reference(index, target, mention, row, &reference, err);
    sqlite3_reset(row);
    return status;
}

static enum nd_status settle(struct nd_index *index, const struct target *target, int64_t article,
                             struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_TARGET_RESOLVE, err);

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":id", target->id);
    nd_sql_bind_int(stmt, ":article", article);
    return nd_sql_run(index, stmt, err);
}

static enum nd_status resolve(struct nd_index *index, const struct target *target, struct nd_error *err) {
    int64_t mention = 0, article = 0;
    enum nd_status status =
        index->store->has_orphans ? nd_sql_run_id(index, ND_SQL_MENTION_DROP_UNUSED, target->id, err) : ND_OK;

    if (status == ND_OK)
        status = find_mention(index, target, &mention, err);
    if (status == ND_END) {
        status = drop_reference(index, target, err);
        return status == ND_OK ? nd_sql_run_id(index, ND_SQL_TARGET_DELETE, target->id, err) : status;
    }
    if (status == ND_OK)
        status = find_file(index, target, &article, err);
    if (status == ND_OK) {
        status = drop_reference(index, target, err);
    } else if (status == ND_END) {
        article = reference_id(target);
        status = make_reference(index, target, mention, err);
    }
    return status == ND_OK ? settle(index, target, article, err) : status;
}

static enum nd_status next_dirty(struct nd_index *index, struct target *target, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_TARGET_NEXT_DIRTY, err);
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    status = nd_sql_step(index, stmt, err);
    if (status != ND_OK)
        return status;
    target->id = sqlite3_column_int64(stmt, 0);
    target->kind = nd_sql_str(stmt, 1, index->scratch);
    target->is_url = nd_str_eq(target->kind, ND_STR("url"));
    target->is_key = nd_str_eq(target->kind, ND_STR("key"));
    target->name = nd_sql_str(stmt, 2, index->scratch);
    sqlite3_reset(stmt);
    if (target->id <= 0 || target->id > UINT32_MAX - ND_FIRST_REFERENCE)
        return nd_error_set(
            err, ND_DB,
            "%s: damaged: no target has the id %lld; restore a copy, or ingest the files into a"
            " new database",
            index->path, (long long)target->id);
    return ND_OK;
}

static enum nd_status unmark_run(struct nd_index *index, struct nd_error *err) {
    index->store->has_orphans = index->store->has_any_orphan = index->store->is_marked = false;
    index->store->orphan_count = 0;
    index->has_taken_over = false;
    index->side_count = 0;
    return nd_state_drop(index, ND_STR("unfinished"), err);
}

/* True when this run changed something, or an earlier one did and never finished. */
static enum nd_status is_work_left(struct nd_index *index, bool *left, struct nd_error *err) {
    int64_t ignored;
    enum nd_status status = nd_state_has(index, "unfinished", left, err);

    if (*left && !index->store->is_marked)
        index->store->has_orphans = index->store->has_any_orphan = true;
    if (status == ND_OK && !*left)
        status = nd_copies_are_missing(index, left, &ignored, err);
    if (status == ND_OK && !*left)
        status = nd_learned_are_missing(index, left, err);
    return status == ND_OK && !*left ? nd_boilerplate_is_switched(index, left, err) : status;
}

static enum nd_status settle_run(struct nd_index *index, struct nd_error *err) {
    enum nd_status status = nd_strays_settle(index, err);

    if (status == ND_OK)
        status = nd_revision_finish(index, err);
    return status == ND_OK ? unmark_run(index, err) : status;
}

/* One transaction's worth, of which the first decides before what answers; ND_END when nothing is left to
 * resolve. */
static enum nd_status resolve_some(struct nd_index *index, bool is_first, struct nd_error *err) {
    enum nd_status status = nd_index_begin(index, err), end;
    struct target target = {0};
    bool is_left = false;

    if (status == ND_OK && is_first)
        status = nd_versions_settle(index, err);
    if (status == ND_OK && is_first)
        status = nd_identity_number(index, err);
    for (int i = 0; i < TARGETS_PER_TRANSACTION && status == ND_OK; i++) {
        nd_arena_reset(index->scratch);
        status = next_dirty(index, &target, err);
        if (status == ND_OK)
            status = resolve(index, &target, err);
    }
    if (status == ND_END) {
        end = index->store->has_orphans ? nd_names_tidy(index, err) : ND_OK;
        if (end == ND_OK)
            end = nd_learned_apply(index, err);
        if (end == ND_OK)
            end = nd_fulltext_flush(index, err);
        if (end == ND_OK)
            end = nd_copies_finish(index, &is_left, err);
        if (end == ND_OK && !is_left)
            end = settle_run(index, err);
        status = end != ND_OK ? end : is_left ? ND_OK : ND_END;
    }
    if (status != ND_OK && status != ND_END) {
        nd_index_rollback(index);
        return status;
    }
    end = nd_index_commit(index, err);
    return end == ND_OK ? status : end;
}

enum nd_status nd_index_finish(struct nd_index *index, struct nd_error *err) {
    static enum nd_status (*const preparations[])(struct nd_index *, struct nd_error *) = {
        nd_identity_make_indexes, nd_learned_prepare, nd_copies_prepare};
    bool left = false, is_first = true;
    enum nd_status status;

    nd_guard_begin(&index->guard);
    status = is_work_left(index, &left, err);

    if (status != ND_OK || !left)
        return status;
    nd_map_clear(index->store->targets);
    nd_map_clear(index->store->mentions);
    index->common_texts = index->common_text = 0;
    /* First, so that what comes after finds room where the merged segments were. */
    status = nd_fulltext_merge_newest(index, false, err);
    for (size_t i = 0; i < sizeof preparations / sizeof *preparations && status == ND_OK; i++) {
        status = nd_bulk_load_yield(index, err);
        if (status == ND_OK)
            status = preparations[i](index, err);
    }
    /* What decides is one transaction, and may last. */
    if (status == ND_OK)
        status = nd_bulk_load_end(index, err);
    for (; status == ND_OK; is_first = false)
        status = resolve_some(index, is_first, err);
    index->store->is_first_load = false;
    return status == ND_END ? nd_fulltext_merge_newest(index, false, err) : status;
}
