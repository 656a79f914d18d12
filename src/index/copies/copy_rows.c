#include "index/copies/copy_rows.h"

#include "newsdex/alloc.h"

/* The parameters statements share; what one does not have is not bound. */
struct bound {
    int64_t id, lead, text, old;
};

static sqlite3_stmt *prepare(struct nd_index *index, enum nd_sql which, struct bound bound,
                             struct nd_error *err) {
    const struct {
        const char *name;
        int64_t value;
    } values[] = {{":id", bound.id}, {":lead", bound.lead}, {":text", bound.text}, {":old", bound.old}};
    sqlite3_stmt *stmt = nd_sql(index, which, err);

    for (size_t i = 0; i < sizeof values / sizeof *values && stmt != NULL; i++)
        if (values[i].value != 0) /* no article has the id 0: NULL */
            nd_sql_bind_int(stmt, values[i].name, values[i].value);
    return stmt;
}

static enum nd_status run(struct nd_index *index, enum nd_sql which, struct bound bound,
                          struct nd_error *err) {
    sqlite3_stmt *stmt = prepare(index, which, bound, err);

    return stmt == NULL ? err->status : nd_sql_run(index, stmt, err);
}

static enum nd_status list(struct nd_index *index, enum nd_sql which, struct bound bound,
                           struct nd_copy_ids *ids, struct nd_error *err) {
    sqlite3_stmt *stmt = prepare(index, which, bound, err);
    enum nd_status status = stmt == NULL ? err->status : ND_OK;

    ids->count = 0;
    while (status == ND_OK && (status = nd_sql_step(index, stmt, err)) == ND_OK) {
        ids->list = nd_alloc_grow(ids->list, &ids->capacity, ids->count + 1, sizeof *ids->list);
        ids->list[ids->count++] = sqlite3_column_int64(stmt, 0);
    }
    return status == ND_END ? ND_OK : status;
}

enum nd_status nd_copy_row(struct nd_index *index, int64_t id, struct nd_copy_row *row,
                           struct nd_error *err) {
    sqlite3_stmt *stmt = prepare(index, ND_SQL_COPY_ROW, (struct bound){.id = id}, err);
    enum nd_status status = stmt == NULL ? err->status : nd_sql_step(index, stmt, err);

    *row = (struct nd_copy_row){0, 0};
    if (status != ND_OK)
        return status;
    *row = (struct nd_copy_row){sqlite3_column_int64(stmt, 0), sqlite3_column_int64(stmt, 1)};
    sqlite3_reset(stmt);
    return ND_OK;
}

enum nd_status nd_copy_is_of_text(struct nd_index *index, int64_t id, int64_t text_id, bool *is,
                                  struct nd_error *err) {
    struct nd_copy_row row;
    enum nd_status status = nd_copy_row(index, id, &row, err);

    *is = status == ND_END ? id == text_id : row.text_id == text_id;
    return status == ND_END ? ND_OK : status;
}

enum nd_status nd_copy_articles(struct nd_index *index, int64_t lead, int64_t text_id,
                                struct nd_copy_ids *ids, struct nd_error *err) {
    return list(index, ND_SQL_COPY_ARTICLES, (struct bound){.lead = lead, .text = text_id}, ids, err);
}

enum nd_status nd_copy_texts(struct nd_index *index, int64_t lead, int64_t text_id, struct nd_copy_ids *ids,
                             struct nd_error *err) {
    return list(index, ND_SQL_COPY_TEXTS, (struct bound){.lead = lead, .text = text_id}, ids, err);
}

enum nd_status nd_copy_open_texts(struct nd_index *index, struct nd_copy_ids *ids, struct nd_error *err) {
    return list(index, ND_SQL_COPY_OPEN, (struct bound){0}, ids, err);
}

static void bind_kind(sqlite3_stmt *stmt, enum nd_copy_kind kind, double similarity) {
    if (kind == ND_COPY_NONE)
        return;
    nd_sql_bind_str(stmt, ":kind", nd_str_from(nd_copy_kind_name(kind)));
    nd_sql_bound(sqlite3_bind_double(stmt, sqlite3_bind_parameter_index(stmt, ":similarity"), similarity));
}

enum nd_status nd_copy_add(struct nd_index *index, int64_t id, int64_t text_id, int64_t lead,
                           enum nd_copy_kind kind, struct nd_error *err) {
    sqlite3_stmt *stmt =
        prepare(index, ND_SQL_COPY_INSERT, (struct bound){.id = id, .text = text_id, .lead = lead}, err);

    if (stmt == NULL)
        return err->status;
    bind_kind(stmt, kind, 1);
    return nd_sql_run(index, stmt, err);
}

enum nd_status nd_copy_drop(struct nd_index *index, int64_t id, struct nd_error *err) {
    return run(index, ND_SQL_COPY_DELETE, (struct bound){.id = id}, err);
}

enum nd_status nd_copy_release(struct nd_index *index, int64_t lead, int64_t text_id, struct nd_error *err) {
    return run(index, text_id == 0 ? ND_SQL_COPY_RELEASE : ND_SQL_COPY_RELEASE_TEXT,
               (struct bound){.lead = lead, .text = text_id}, err);
}

enum nd_status nd_copy_join(struct nd_index *index, int64_t text_id, int64_t old, int64_t lead,
                            const struct nd_likeness *likeness, struct nd_error *err) {
    const int64_t before[] = {0, old};
    enum nd_status status = ND_OK;

    for (size_t i = 0; i < (old == 0 ? 1 : 2) && status == ND_OK; i++) {
        sqlite3_stmt *stmt = prepare(index, ND_SQL_COPY_JOIN,
                                     (struct bound){.text = text_id, .old = before[i], .lead = lead}, err);
        if (stmt == NULL)
            return err->status;
        bind_kind(stmt, likeness->kind, likeness->similarity);
        status = nd_sql_run(index, stmt, err);
    }
    return status;
}

enum nd_status nd_copy_follow(struct nd_index *index, int64_t old, int64_t lead, struct nd_error *err) {
    return run(index, ND_SQL_COPY_FOLLOW, (struct bound){.old = old, .lead = lead}, err);
}

enum nd_status nd_copy_make_lead(struct nd_index *index, int64_t id, struct nd_error *err) {
    return run(index, ND_SQL_COPY_IS_LEAD, (struct bound){.id = id}, err);
}

enum nd_status nd_copy_stand_for(struct nd_index *index, int64_t text_id, int64_t id, struct nd_error *err) {
    return run(index, ND_SQL_COPY_STANDS_FOR, (struct bound){.text = text_id, .id = id}, err);
}

enum nd_status nd_copy_tidy(struct nd_index *index, int64_t id, struct nd_error *err) {
    return run(index, ND_SQL_COPY_TIDY, (struct bound){.id = id}, err);
}
