#include "index/db/schema.h"

#include "analysis/fts5_tokenizer.h"
#include "index/db/migrate.h"
#include "index/db/steps.h"
#include "index/made_schema.h" /* made from the scripts, see tool/print_schema.c */
#include "newsdex/alloc.h"

#include <stdlib.h>

void nd_schema_free(struct nd_schema *schema) {
    free(schema->rows);
    nd_arena_free(schema->arena);
    *schema = (struct nd_schema){0};
}

static void add_row(struct nd_schema *schema, sqlite3_stmt *stmt) {
    schema->rows = nd_alloc_grow(schema->rows, &schema->capacity, schema->count + 1, sizeof *schema->rows);
    schema->rows[schema->count++] = (struct nd_schema_row){.type = nd_sql_str(stmt, 0, schema->arena),
                                                           .name = nd_sql_str(stmt, 1, schema->arena),
                                                           .table = nd_sql_str(stmt, 2, schema->arena),
                                                           .sql = nd_sql_str(stmt, 3, schema->arena)};
}

enum nd_status nd_schema_read(struct nd_index *index, struct nd_schema *schema, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql_prepare(index, ND_STR(ND_SCHEMA_ROWS), err);
    enum nd_status status = stmt == NULL ? err->status : ND_OK;

    *schema = (struct nd_schema){.arena = nd_arena_new()};
    while (status == ND_OK && (status = nd_sql_step(index, stmt, err)) == ND_OK)
        add_row(schema, stmt);
    sqlite3_finalize(stmt);
    return status == ND_END ? ND_OK : status;
}

static const struct nd_schema_row *find_row(const struct nd_schema *schema, struct nd_str name) {
    for (size_t i = 0; i < schema->count; i++)
        if (nd_str_eq(schema->rows[i].name, name))
            return &schema->rows[i];
    return NULL;
}

static struct nd_str next_text(const char **at) {
    struct nd_str text = nd_str_from(*at);

    *at += text.len + 1;
    return text;
}

/*
 * True when all is byte for byte as it was made when newsdex was built, which it is unless another SQLite
 * words the statements in another way. Every command begins with this, so it makes nothing anew.
 */
static bool is_as_made(const struct nd_schema *schema) {
    const char *at = nd_made_schema;

    for (size_t i = 0; i < schema->count; i++)
        if (nd_str_eq(schema->rows[i].type, ND_STR("trigger")))
            return false;
    for (int i = 0; at < nd_made_schema + sizeof nd_made_schema; i++) {
        struct nd_schema_row made = {.type = next_text(&at), .name = next_text(&at)};
        const struct nd_schema_row *row = find_row(schema, made.name);
        made.table = next_text(&at);
        made.sql = next_text(&at);
        if (row == NULL ? i < ND_MADE_REQUIRED
                        : !nd_str_eq(row->type, made.type) || !nd_str_eq(row->table, made.table) ||
                              !nd_str_eq(row->sql, made.sql))
            return false;
    }
    return true;
}

enum nd_status nd_schema_make(struct nd_index *index, struct nd_error *err) {
    struct nd_str module = ND_STR_NONE; /* the latest virtual table, which makes its own tables */
    const char *at = nd_made_schema;
    enum nd_status status = ND_OK;

    for (int i = 0; i < ND_MADE_REQUIRED && status == ND_OK; i++) {
        struct nd_str name, sql;
        (void)next_text(&at);
        name = next_text(&at);
        (void)next_text(&at);
        sql = next_text(&at);
        if (sql.len == 0 || nd_str_starts(name, ND_STR("sqlite_")) ||
            (module.len > 0 && nd_str_starts(name, module)))
            continue;
        if (nd_str_starts(sql, ND_STR("CREATE VIRTUAL")))
            module = name;
        status = nd_sql_script(index, sql.ptr, err);
    }
    return status == ND_OK ? nd_sql_script(index, nd_script_first_rows, err) : status;
}

/* The length of a comment or a run of blanks at the beginning of text; 0 when there is none. */
static size_t blank_length(struct nd_str text) {
    size_t length = 0;

    if (nd_str_starts(text, ND_STR("--"))) {
        while (length < text.len && text.ptr[length] != '\n')
            length++;
    } else if (nd_str_starts(text, ND_STR("/*"))) {
        length = 2;
        while (length < text.len && !nd_str_starts(nd_str_skip(text, length), ND_STR("*/")))
            length++;
        length = length + 2 < text.len ? length + 2 : text.len;
    } else {
        while (length < text.len && (nd_char_is_blank(text.ptr[length])))
            length++;
    }
    return length;
}

/* The length of a string or a quoted name at the beginning of text; 1 when there is none. */
static size_t quoted_length(struct nd_str text) {
    char end = text.ptr[0] == '[' ? ']' : text.ptr[0];
    size_t length = 1;

    if (!nd_char_is_one_of(text.ptr[0], "'\"`["))
        return 1;
    while (length < text.len && text.ptr[length] != end)
        length++;
    return length < text.len ? length + 1 : text.len;
}

/* A statement with one blank for every run of blanks and comments, and none where it says nothing. */
static void normalise(struct nd_str sql, struct nd_buf *out) {
    bool is_apart = false;

    nd_buf_clear(out);
    while (sql.len > 0) {
        size_t length = blank_length(sql);
        is_apart = is_apart || length > 0;
        sql = nd_str_skip(sql, length);
        if (sql.len == 0 || length > 0)
            continue;
        length = quoted_length(sql);
        if (is_apart && out->len > 0 && !nd_char_is_one_of(sql.ptr[0], "(),") &&
            !nd_char_is_one_of(out->ptr[out->len - 1], "(),"))
            nd_buf_add_char(out, ' ');
        nd_buf_add(out, nd_str_slice(sql, 0, length));
        sql = nd_str_skip(sql, length);
        is_apart = false;
    }
}

static bool is_same_statement(struct nd_str a, struct nd_str b) {
    struct nd_buf x = {0}, y = {0};
    bool is_same = (a.ptr == NULL) == (b.ptr == NULL);

    if (!is_same || nd_str_eq(a, b))
        return is_same;
    normalise(a, &x);
    normalise(b, &y);
    is_same = nd_str_eq(nd_buf_str(&x), nd_buf_str(&y));
    nd_buf_free(&x);
    nd_buf_free(&y);
    return is_same;
}

static bool is_same_object(const struct nd_schema_row *a, const struct nd_schema_row *b) {
    return nd_str_eq(a->type, b->type) && nd_str_eq(a->table, b->table) && is_same_statement(a->sql, b->sql);
}

static enum nd_status refuse(const struct nd_index *index, const struct nd_schema_row *row, const char *how,
                             struct nd_error *err) {
    return nd_error_set(err, ND_DB,
                        "%s: the %.*s %.*s %s; newsdex trusts such a database in nothing: restore a copy, or"
                        " ingest the files into a new one",
                        index->path, (int)row->type.len, row->type.ptr, (int)row->name.len, row->name.ptr,
                        how);
}

/* The objects from number from on, of which none has to be there if they are optional. */
static enum nd_status compare(const struct nd_index *index, const struct nd_schema *schema,
                              const struct nd_schema *ours, size_t from, bool is_optional,
                              struct nd_error *err) {
    for (size_t i = from; i < ours->count; i++) {
        const struct nd_schema_row *row = find_row(schema, ours->rows[i].name);
        if (row == NULL && !is_optional)
            return refuse(index, &ours->rows[i], "is missing", err);
        if (row != NULL && !is_same_object(row, &ours->rows[i]))
            return refuse(index, row, "is not as newsdex made it", err);
    }
    return ND_OK;
}

static enum nd_status find_triggers(const struct nd_index *index, const struct nd_schema *schema,
                                    const struct nd_schema *ours, struct nd_error *err) {
    for (size_t i = 0; i < schema->count; i++) {
        const struct nd_schema_row *row = &schema->rows[i];
        if (!nd_str_eq(row->type, ND_STR("trigger")))
            continue;
        for (size_t k = 0; k < ours->count; k++)
            if (nd_str_eq_nocase(row->table, ours->rows[k].name))
                return nd_error_set(err, ND_DB,
                                    "%s: the trigger %.*s sits on %.*s, which is newsdex's; DROP TRIGGER in"
                                    " sqlite3 takes it away",
                                    index->path, (int)row->name.len, row->name.ptr, (int)row->table.len,
                                    row->table.ptr);
    }
    return ND_OK;
}

static bool has_name(const struct nd_schema *schema, struct nd_str name) {
    for (size_t i = 0; i < schema->count; i++)
        if (nd_str_eq_nocase(schema->rows[i].name, name))
            return true;
    return false;
}

/* What its owner has in an older database may have a name that today's version needs. */
static enum nd_status find_taken(const struct nd_index *index, const struct nd_schema *schema,
                                 const struct nd_schema *ours, struct nd_error *err) {
    struct nd_str sql;

    for (const char *at = nd_made_schema; at < nd_made_schema + sizeof nd_made_schema;) {
        struct nd_schema_row made = {.type = next_text(&at), .name = next_text(&at)};
        made.table = next_text(&at);
        sql = next_text(&at);
        for (size_t i = 0; i < schema->count; i++) {
            const struct nd_schema_row *row = &schema->rows[i];
            if (sql.len > 0 && nd_str_eq_nocase(row->name, made.name) && !has_name(ours, row->name))
                return nd_error_set(err, ND_DB,
                                    "%s: cannot be made version %d, because your %.*s %.*s has the name of a"
                                    " %.*s of newsdex; rename it (ALTER TABLE … RENAME TO) or drop it, in"
                                    " sqlite3, and ingest again",
                                    index->path, ND_SCHEMA_VERSION, (int)row->type.len, row->type.ptr,
                                    (int)row->name.len, row->name.ptr, (int)made.type.len, made.type.ptr);
        }
    }
    return ND_OK;
}

/* Appends the rows of the model that are not there yet. */
static bool read_model(sqlite3 *model, struct nd_schema *ours) {
    sqlite3_stmt *stmt = NULL;
    size_t known = ours->count, at = 0;
    int code = sqlite3_prepare_v2(model, ND_SCHEMA_ROWS, -1, &stmt, NULL);

    while (code == SQLITE_OK && (code = sqlite3_step(stmt)) == SQLITE_ROW) {
        if (at++ >= known)
            add_row(ours, stmt);
        code = SQLITE_OK;
    }
    sqlite3_finalize(stmt);
    return code == SQLITE_DONE;
}

static bool run(sqlite3 *model, const char *script) {
    return sqlite3_exec(model, script, NULL, NULL, NULL) == SQLITE_OK;
}

/* What the scripts make, in a database in memory. */
static bool make_ours(sqlite3 *model, int64_t version, struct nd_schema *ours, struct nd_error *err) {
    bool is_made = nd_fts5_tokenizer_register(model, err) == ND_OK;

    for (int64_t i = 0; i < version && i < ND_SCHEMA_VERSION && is_made; i++)
        is_made = run(model, nd_schema_steps[i]);
    return is_made && read_model(model, ours);
}

static enum nd_status cannot_make(sqlite3 *model, struct nd_error *err) {
    return nd_error_set(err, ND_DB, "the schema cannot be made: %s", sqlite3_errmsg(model));
}

/* In no script: the index that is made once a database has been filled (store/identity.c), and one of the
 * indexes of the versions before 6. */
static bool is_known(struct nd_str name, int64_t version) {
    return nd_str_eq(name, ND_STR("identity_uid")) || (version < 6 && nd_str_eq(name, ND_STR("article_url")));
}

static bool is_owners(const struct nd_schema *ours, const struct nd_schema_row *row, int64_t version) {
    if (row->sql.ptr == NULL || nd_str_eq(row->type, ND_STR("table")) || has_name(ours, row->name))
        return false;
    return !nd_str_eq(row->type, ND_STR("index")) ||
           (has_name(ours, row->table) && !is_known(row->name, version));
}

enum nd_status nd_schema_read_owners(struct nd_index *index, int64_t version, struct nd_schema *schema,
                                     struct nd_error *err) {
    struct nd_schema ours = {.arena = nd_arena_new()};
    sqlite3 *model = NULL;
    enum nd_status status = nd_schema_read(index, schema, err);
    size_t count = 0;

    if (status == ND_OK &&
        (sqlite3_open(":memory:", &model) != SQLITE_OK || !make_ours(model, version, &ours, err) ||
         !run(model, nd_script_indexes) || !read_model(model, &ours)))
        status = cannot_make(model, err);
    for (size_t i = 0; i < schema->count; i++)
        if (is_owners(&ours, &schema->rows[i], version))
            schema->rows[count++] = schema->rows[i];
    schema->count = status == ND_OK ? count : 0;
    sqlite3_close(model);
    nd_schema_free(&ours);
    return status;
}

/* Object by object, with the first difference named: costs as much as making a database does. */
static enum nd_status compare_all(const struct nd_index *index, const struct nd_schema *schema,
                                  int64_t version, struct nd_error *err) {
    struct nd_schema ours = {.arena = nd_arena_new()};
    sqlite3 *model = NULL;
    enum nd_status status;
    size_t required;

    if (sqlite3_open(":memory:", &model) != SQLITE_OK || !make_ours(model, version, &ours, err)) {
        status = cannot_make(model, err);
        goto out;
    }
    status = compare(index, schema, &ours, 0, false, err);
    required = ours.count;
    if (status == ND_OK && version > 0 && (!run(model, nd_script_indexes) || !read_model(model, &ours)))
        status = cannot_make(model, err);
    if (status == ND_OK)
        status = compare(index, schema, &ours, required, true, err);
    if (status == ND_OK)
        status = find_triggers(index, schema, &ours, err);
    if (status == ND_OK && version < ND_SCHEMA_VERSION)
        status = find_taken(index, schema, &ours, err);
out:
    sqlite3_close(model);
    nd_schema_free(&ours);
    return status;
}

enum nd_status nd_schema_verify(struct nd_index *index, const struct nd_schema *schema, int64_t version,
                                struct nd_error *err) {
    return version == ND_SCHEMA_VERSION && is_as_made(schema) ? ND_OK
                                                              : compare_all(index, schema, version, err);
}
