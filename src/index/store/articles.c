#include "index/store/articles.h"

#include "index/boilerplate/boilerplate.h"
#include "index/copies/copies.h"
#include "index/fulltext/lengths.h"
#include "index/fulltext/writer.h"
#include "index/store/arrivals.h"
#include "index/store/identity.h"
#include "index/store/names.h"
#include "index/store/store.h"
#include "newsdex/utf8.h"

#include <string.h>

enum { PROBLEMS_APART = 1000 }; /* positions of each part's: more than one has problems */

enum nd_status nd_store_invalidate_names(struct nd_index *index, int64_t id, struct nd_error *err) {
    struct nd_str url, key;
    sqlite3_stmt *stmt;
    enum nd_status status = nd_sql_row(index, ND_SQL_ARTICLE_NAMES, id, &stmt, err);

    if (status != ND_OK)
        return status == ND_END ? ND_OK : status;
    url = nd_sql_str(stmt, 0, index->scratch);
    key = nd_sql_str(stmt, 1, index->scratch);
    sqlite3_reset(stmt);
    status = nd_names_invalidate(index, "url", url, err);
    return status == ND_OK ? nd_names_invalidate(index, "key", key, err) : status;
}

enum nd_status nd_store_clear_article(struct nd_index *index, int64_t id, struct nd_error *err) {
    static const enum nd_sql order[] = {
        ND_SQL_LINK_DELETE,    ND_SQL_ARTICLE_TOPIC_DELETE, ND_SQL_ARTICLE_AUTHOR_DELETE, ND_SQL_IMAGE_DELETE,
        ND_SQL_VERSION_DELETE, ND_SQL_LEARNED_DELETE,       ND_SQL_ARTICLE_DELETE};
    enum nd_status status = nd_store_invalidate_names(index, id, err);

    if (status == ND_OK)
        status = nd_boilerplate_note(index, id, false, err);
    if (status == ND_OK)
        status = nd_fulltext_forget(index, id, err);
    if (status == ND_OK)
        status = nd_copies_forget(index, id, nd_fulltext_sketch(index), err);
    if (status == ND_OK)
        status = nd_names_invalidate_links(index, id, err);
    if (status == ND_OK)
        status = nd_names_leave(index, id, err);
    if (status == ND_OK)
        status = nd_identity_drop(index, id, err);
    for (size_t i = 0; i < sizeof order / sizeof *order && status == ND_OK; i++)
        status = nd_sql_run_id(index, order[i], id, err);
    if (status == ND_OK && sqlite3_changes(index->db) > 0)
        index->store->replaced_id = id;
    return status;
}

enum nd_status nd_store_clear_part(struct nd_index *index, int64_t id, struct nd_error *err) {
    enum nd_status status = nd_store_clear_article(index, id, err);

    return status == ND_OK ? nd_sql_run_id(index, ND_SQL_PART_PROBLEM_DELETE, id, err) : status;
}

enum nd_status nd_store_clear_parts(struct nd_index *index, int64_t file_id, struct nd_error *err) {
    sqlite3_stmt *stmt;
    enum nd_status status = ND_OK;

    do { /* one after the other, so that no statement is open while rows go */
        status = nd_sql_row(index, ND_SQL_PART_FIRST, file_id, &stmt, err);
        if (status == ND_OK) {
            int64_t id = sqlite3_column_int64(stmt, 0);
            sqlite3_reset(stmt);
            status = nd_store_clear_part(index, id, err);
            if (status == ND_OK)
                status = nd_sql_run_id(index, ND_SQL_PART_DELETE, id, err);
        }
    } while (status == ND_OK);
    return status == ND_END ? ND_OK : status;
}

static void bind_number(sqlite3_stmt *stmt, const char *name, const struct nd_value *value) {
    int at = sqlite3_bind_parameter_index(stmt, name);

    if (value != NULL && value->type == ND_INT)
        nd_sql_bound(sqlite3_bind_int64(stmt, at, value->as.integer));
    else if (value != NULL && value->type == ND_REAL)
        nd_sql_bound(sqlite3_bind_double(stmt, at, value->as.real));
}

/* Where in the first bytes of the body the excerpt stands, on one line as it is; SIZE_MAX: nowhere. */
static size_t find_excerpt(struct nd_str excerpt, struct nd_str body) {
    enum { LOOKED_AT = 8192, LEAST = 16 };
    size_t end = body.len < LOOKED_AT ? body.len : LOOKED_AT;

    for (size_t at = 0; excerpt.len >= LEAST && at + excerpt.len <= end; at++) {
        const char *first = memchr(body.ptr + at, excerpt.ptr[0], end - excerpt.len - at + 1);
        size_t same = 1;
        if (first == NULL)
            break;
        at = (size_t)(first - body.ptr);
        while (same < excerpt.len &&
               excerpt.ptr[same] == (body.ptr[at + same] == '\n' ? ' ' : body.ptr[at + same]))
            same++;
        if (same == excerpt.len)
            return at;
    }
    return SIZE_MAX;
}

void nd_store_bind_excerpt(sqlite3_stmt *stmt, struct nd_str excerpt, struct nd_str body) {
    struct nd_str stretch = excerpt;
    size_t at;
    int64_t length;

    if (nd_str_ends(excerpt, ND_STR("…")))
        stretch.len -= ND_STR("…").len;
    at = find_excerpt(stretch, body);
    if (at == SIZE_MAX) {
        nd_sql_bind_str(stmt, ":own_excerpt", excerpt);
        nd_sql_bind_null(stmt, ":excerpt_start");
        nd_sql_bind_null(stmt, ":excerpt_length");
        return;
    }
    length = (int64_t)nd_utf8_count(stretch);
    nd_sql_bind_null(stmt, ":own_excerpt");
    nd_sql_bind_int(stmt, ":excerpt_start", (int64_t)nd_utf8_count(nd_str_slice(body, 0, at)) + 1);
    nd_sql_bind_int(stmt, ":excerpt_length", stretch.len < excerpt.len ? -length : length);
}

static enum nd_status open_provenance(struct nd_index *index, const struct nd_article *article, int64_t *id,
                                      struct nd_error *err) {
    struct nd_buf record = {0};
    enum nd_status status;

    nd_article_write_provenance(article, &record);
    status = nd_names_provenance(index, nd_buf_str(&record), id, err);
    nd_buf_free(&record);
    return status;
}

static enum nd_status insert_article(struct nd_index *index, int64_t id, int64_t file_id,
                                     const struct nd_article *article, struct nd_error *err) {
    struct nd_buf metadata = {0};
    int64_t provider = 0, provenance = 0;
    enum nd_status status =
        nd_names_provider(index, article->provider_name, article->provider_domain, &provider, err);
    sqlite3_stmt *stmt;

    if (status == ND_OK)
        status = open_provenance(index, article, &provenance, err);
    stmt = status == ND_OK ? nd_sql(index, ND_SQL_ARTICLE_INSERT, err) : NULL;
    if (stmt == NULL)
        return err->status;
    nd_article_write_metadata(article, &metadata);
    nd_sql_bind_int(stmt, ":id", id);
    nd_sql_bind_int(stmt, ":file", file_id);
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
    nd_store_bind_excerpt(stmt, article->excerpt, article->body);
    if (provenance != 0)
        nd_sql_bind_int(stmt, ":provenance_id", provenance);
    if (metadata.len > 0)
        nd_sql_bind_str(stmt, ":metadata", nd_buf_str(&metadata));
    nd_sql_bind_str(stmt, ":body", article->body);
    nd_sql_bind_str(stmt, ":furniture", article->furniture);
    if (id == file_id)
        nd_sql_bind_str(stmt, ":own_key", article->part_key);
    status = nd_sql_run(index, stmt, err);
    sqlite3_clear_bindings(stmt);
    nd_buf_free(&metadata);
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

enum nd_status nd_store_problems(struct nd_index *index, int64_t file_id, int64_t part_id,
                                 const struct nd_problems *problems, struct nd_error *err) {
    enum nd_status status = ND_OK;
    int64_t position = part_id * PROBLEMS_APART;

    for (const struct nd_problem *p = problems->first; p != NULL && status == ND_OK; p = p->next) {
        sqlite3_stmt *stmt = nd_sql(index, ND_SQL_PROBLEM_INSERT, err);
        if (stmt == NULL)
            return err->status;
        nd_sql_bind_int(stmt, ":file", file_id);
        nd_sql_bind_int(stmt, ":position", position++);
        if (part_id != 0)
            nd_sql_bind_int(stmt, ":part", part_id);
        nd_sql_bind_int(stmt, ":line", p->line);
        nd_sql_bind_int(stmt, ":column", p->column);
        nd_sql_bind_str(stmt, ":level", nd_str_from(nd_level_name(p->level)));
        nd_sql_bind_str(stmt, ":code", nd_str_from(nd_problem_name(p->code)));
        nd_sql_bind_str(stmt, ":message", p->message);
        status = nd_sql_run(index, stmt, err);
    }
    return status;
}

/* For what is found out once all are there: copies, and what recurs. */
static void note_text(struct nd_index *index, int64_t id, int64_t file_id, const struct nd_article *article) {
    struct nd_raw_text raw;

    nd_copies_put(index, id, nd_fulltext_sketch(index));
    nd_raw_text_place(&raw, article->provider_name, article->provider_domain, article->path,
                      id == file_id ? 0 : file_id);
    nd_boilerplate_put(index, id, raw.scope, article->body);
}

enum nd_status nd_store_put_article(struct nd_index *index, int64_t id, int64_t file_id,
                                    const struct nd_index_input *input, struct nd_error *err) {
    const struct nd_article *article = input->article;
    enum nd_status status = nd_arrivals_note(index, id, err);

    if (status == ND_OK)
        status = insert_article(index, id, file_id, article, err);
    if (status == ND_OK)
        status = nd_identity_put(index, id, article->uid, err);
    if (status == ND_OK)
        status = nd_names_topics(index, id, article, err);
    if (status == ND_OK)
        status = nd_names_authors(index, id, article, err);
    if (status == ND_OK)
        status = insert_images(index, id, article->images, err);
    if (status == ND_OK)
        status = insert_text(index, id, input, err);
    if (status == ND_OK)
        note_text(index, id, file_id, article);
    /* In a first load everything is still to be resolved. */
    if (status == ND_OK && !index->store->is_first_load)
        status = nd_names_invalidate(index, "url", article->url, err);
    if (status == ND_OK && !index->store->is_first_load)
        status = nd_names_invalidate(index, "key", article->key, err);
    return status == ND_OK ? nd_names_links(index, id, article, err) : status;
}

enum nd_status nd_store_put_next_text(struct nd_index *index, int64_t *id, struct nd_error *err) {
    sqlite3_stmt *stmt;
    struct nd_columns columns = {0};
    uint32_t lengths[ND_COLUMNS];
    bool title_is_copy;
    enum nd_status status;

    nd_arena_reset(index->scratch);
    status = nd_sql_row(index, ND_SQL_TEXT_NEXT, *id, &stmt, err);
    if (status != ND_OK)
        return status;
    *id = sqlite3_column_int64(stmt, 0);
    title_is_copy = sqlite3_column_int(stmt, 1) != 0;
    for (int i = 0; i < ND_COLUMNS; i++)
        columns.texts[i] = nd_sql_str(stmt, 2 + i, index->scratch);
    sqlite3_reset(stmt);
    status = nd_fulltext_put(index, *id, &columns, lengths, err);
    if (status == ND_OK)
        nd_copies_put(index, *id, nd_fulltext_sketch(index));
    return status == ND_OK ? nd_lengths_put(index, *id, lengths, title_is_copy, err) : status;
}

enum nd_status nd_store_next_id(struct nd_index *index, int64_t *id, struct nd_error *err) {
    sqlite3_stmt *stmt;
    enum nd_status status;

    if (index->store->last_id < 0) {
        stmt = nd_sql(index, ND_SQL_LAST_ID, err);
        status = stmt == NULL ? err->status : nd_sql_step(index, stmt, err);
        if (status != ND_OK)
            return status;
        index->store->last_id = sqlite3_column_int64(stmt, 0);
        sqlite3_reset(stmt);
    }
    if (index->store->last_id + 1 >= ND_FIRST_REFERENCE)
        return nd_error_set(err, ND_DB, "%s: no more than %d files and records fit into one database",
                            index->path, ND_FIRST_REFERENCE - 1);
    *id = ++index->store->last_id;
    if (index->store->first_new_id == 0)
        index->store->first_new_id = *id;
    return ND_OK;
}
