#include "newsdex/marks.h"

#include "index/store/identity.h"
#include "index/store/saved.h"
#include "newsdex/analysis.h"
#include "newsdex/limits.h"
#include "newsdex/utf8.h"

const char *nd_index_refuse_tag(struct nd_str name) {
    size_t bad;

    if (nd_str_trim(name).len == 0 || nd_str_trim(name).len != name.len)
        return "is empty, or has blanks at an end";
    if (name.len > ND_MAX_TAG_NAME)
        return "is too long";
    if (!nd_utf8_valid(name, &bad))
        return "is no UTF-8";
    for (size_t i = 0; i < name.len; i++)
        if ((unsigned char)name.ptr[i] < ' ' || name.ptr[i] == '"' || name.ptr[i] == 0x7f)
            return "has a quote or a control character";
    return NULL;
}

/* Every article needs its uid, so what was interrupted is finished first. */
static enum nd_status begin(struct nd_index *index, struct nd_error *err) {
    bool is_left = false;
    enum nd_status status = nd_identity_is_left(index, &is_left, err);

    if (status == ND_OK && is_left)
        status = nd_index_finish(index, err);
    return status == ND_OK ? nd_index_begin(index, err) : status;
}

static enum nd_status change_tag(struct nd_index *index, int64_t id, const struct nd_tag_change *change,
                                 struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, change->is_added ? ND_SQL_TAG_PUT : ND_SQL_TAG_DROP, err);

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":id", id);
    nd_sql_bind_str(stmt, ":folded", nd_casefold(change->name, index->scratch));
    if (change->is_added)
        nd_sql_bind_str(stmt, ":name", change->name);
    return nd_sql_run(index, stmt, err);
}

enum nd_status nd_index_tag(struct nd_index *index, const struct nd_tag_request *request, int64_t *changed,
                            struct nd_error *err) {
    enum nd_status status = request->is_dry ? nd_index_begin(index, err) : begin(index, err);

    *changed = 0;
    for (size_t i = 0; i < request->id_count && status == ND_OK; i++)
        for (size_t k = 0; k < request->change_count && status == ND_OK; k++) {
            nd_arena_reset(index->scratch);
            status = change_tag(index, request->ids[i], &request->changes[k], err);
            *changed += sqlite3_changes(index->db);
        }
    if (!request->is_dry)
        return nd_index_end(index, status, err);
    nd_index_rollback(index);
    return status;
}

enum nd_status nd_index_list_tags(struct nd_index *index, nd_tag_sink *sink, void *context,
                                  struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_TAGS, err);
    enum nd_status status = stmt == NULL ? err->status : ND_OK;

    nd_guard_begin(&index->guard);
    while (status == ND_OK && (status = nd_sql_step(index, stmt, err)) == ND_OK) {
        struct nd_tag_count tag;
        nd_arena_reset(index->scratch);
        tag.name = nd_sql_str(stmt, 0, index->scratch);
        tag.articles = sqlite3_column_int64(stmt, 1);
        tag.gone = sqlite3_column_int64(stmt, 2);
        status = sink(context, &tag, err);
    }
    if (stmt != NULL)
        sqlite3_reset(stmt);
    return status == ND_END ? ND_OK : status;
}

enum nd_status nd_index_put_note(struct nd_index *index, int64_t id, struct nd_str text,
                                 struct nd_error *err) {
    enum nd_status status = begin(index, err);
    sqlite3_stmt *stmt;

    if (status == ND_OK && text.ptr == NULL)
        status = nd_sql_run_id(index, ND_SQL_NOTE_DROP, id, err);
    else if (status == ND_OK) {
        stmt = nd_sql(index, ND_SQL_NOTE_PUT, err);
        if (stmt == NULL)
            return nd_index_end(index, err->status, err);
        nd_sql_bind_int(stmt, ":id", id);
        nd_sql_bind_str(stmt, ":text", text);
        status = nd_sql_run(index, stmt, err);
    }
    return nd_index_end(index, status, err);
}

enum nd_status nd_index_list_marks(struct nd_index *index, nd_mark_sink *sink, void *context,
                                   struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_MARKS, err);
    enum nd_status status = stmt == NULL ? err->status : ND_OK;

    nd_guard_begin(&index->guard);
    while (status == ND_OK && (status = nd_sql_step(index, stmt, err)) == ND_OK) {
        struct nd_mark mark;
        nd_arena_reset(index->scratch);
        mark.kind = nd_sql_str(stmt, 0, index->scratch);
        mark.key = nd_sql_str(stmt, 1, index->scratch);
        mark.text = nd_sql_str(stmt, 2, index->scratch);
        status = sink(context, &mark, err);
    }
    if (stmt != NULL)
        sqlite3_reset(stmt);
    return status == ND_END ? ND_OK : status;
}

static enum nd_status import(struct nd_index *index, const struct nd_mark *mark, bool is_tag,
                             struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, is_tag ? ND_SQL_TAG_IMPORT : ND_SQL_NOTE_IMPORT, err);

    if (stmt == NULL)
        return err->status;
    nd_arena_reset(index->scratch);
    nd_sql_bind_str(stmt, ":uid", mark->key);
    nd_sql_bind_str(stmt, is_tag ? ":name" : ":text", mark->text);
    if (is_tag)
        nd_sql_bind_str(stmt, ":folded", nd_casefold(mark->text, index->scratch));
    return nd_sql_run(index, stmt, err);
}

static enum nd_status add_mark(struct nd_index *index, const struct nd_mark *mark, struct nd_error *err) {
    bool is_tag = nd_str_eq(mark->kind, ND_STR("tag")), is_note = nd_str_eq(mark->kind, ND_STR("note"));
    size_t bad;

    if (nd_str_eq(mark->kind, ND_STR("query"))) {
        if (nd_index_refuse_query_name(mark->key) != NULL)
            return nd_error_set(err, ND_BAD_INPUT, "the name %s", nd_index_refuse_query_name(mark->key));
        return nd_saved_put(index, mark->key, mark->text, err);
    }
    if (!is_tag && !is_note)
        return nd_error_set(err, ND_BAD_INPUT,
                            "neither tag, note nor query, with a key and a text behind tabs");
    if (!nd_uid_is(mark->key))
        return nd_error_set(err, ND_BAD_INPUT, "\"%.*s\" is no uid", (int)mark->key.len, mark->key.ptr);
    if (is_tag && nd_index_refuse_tag(mark->text) != NULL)
        return nd_error_set(err, ND_BAD_INPUT, "the tag %s", nd_index_refuse_tag(mark->text));
    if (is_note && (mark->text.len == 0 || mark->text.len > ND_MAX_NOTE || !nd_utf8_valid(mark->text, &bad)))
        return nd_error_set(err, ND_BAD_INPUT, "the note is empty, too long or no UTF-8");
    return import(index, mark, is_tag, err);
}

enum nd_status nd_index_add_marks(struct nd_index *index, const struct nd_mark *marks, size_t count,
                                  size_t *done, struct nd_error *err) {
    enum nd_status status = begin(index, err);

    for (*done = 0; *done < count && status == ND_OK; ++*done)
        status = add_mark(index, &marks[*done], err);
    *done -= status != ND_OK && *done > 0;
    return nd_index_end(index, status, err);
}
