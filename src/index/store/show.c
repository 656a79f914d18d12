#include "index/db/statement.h"

static void add_name(struct nd_names *names, struct nd_name *name) {
    if (names->last == NULL)
        names->first = name;
    else
        names->last->next = name;
    names->last = name;
    names->count++;
}

/* A name a line. */
static void read_tags(struct nd_str lines, struct nd_arena *arena, struct nd_names *tags) {
    struct nd_str line;

    while (nd_str_next_line(&lines, &line)) {
        struct nd_name *name = nd_arena_alloc(arena, 1, sizeof *name);
        name->text = line;
        add_name(tags, name);
    }
}

/* Columns of ND_SQL_SHOW, in its order. */
static void read_article(sqlite3_stmt *stmt, struct nd_arena *arena, struct nd_stored_article *stored) {
    struct nd_article *article = &stored->article;

    stored->id = sqlite3_column_int64(stmt, 0);
    stored->is_reference = stored->id >= ND_FIRST_REFERENCE;
    article->path = nd_sql_str(stmt, 1, arena);
    stored->encoding = nd_sql_str(stmt, 2, arena);
    stored->shape = nd_sql_str(stmt, 3, arena);
    article->key = nd_sql_str(stmt, 4, arena);
    article->url = nd_sql_str(stmt, 5, arena);
    article->original_url = nd_sql_str(stmt, 6, arena);
    article->title = nd_sql_str(stmt, 7, arena);
    article->excerpt = nd_sql_str(stmt, 8, arena);
    article->body = nd_sql_str(stmt, 9, arena);
    article->furniture = nd_sql_str(stmt, 10, arena);
    article->published_at = nd_sql_str(stmt, 11, arena);
    article->language = nd_sql_str(stmt, 12, arena);
    article->provider_name = nd_sql_str(stmt, 13, arena);
    article->provider_domain = nd_sql_str(stmt, 14, arena);
    article->category = nd_sql_str(stmt, 15, arena);
    article->type = nd_sql_str(stmt, 16, arena);
    stored->quality = nd_sql_str(stmt, 17, arena);
    stored->heat = nd_sql_str(stmt, 18, arena);
    if (sqlite3_column_type(stmt, 19) != SQLITE_NULL)
        article->is_published = sqlite3_column_int(stmt, 19) != 0 ? ND_YES : ND_NO;
    stored->metadata = nd_sql_str(stmt, 20, arena);
    stored->provenance = nd_sql_str(stmt, 21, arena);
    article->uid = nd_sql_str(stmt, 22, arena);
    article->part = nd_sql_part_name(stmt, 23, arena);
    article->ordinal = (uint64_t)sqlite3_column_int64(stmt, 23);
    article->line = (uint32_t)sqlite3_column_int64(stmt, 25);
    stored->filter = nd_sql_str(stmt, 28, arena);
    stored->revision = sqlite3_column_int64(stmt, 31);
    stored->parent_id = sqlite3_column_int64(stmt, 32);
    article->parent = nd_sql_str(stmt, 33, arena);
    stored->item = sqlite3_column_int64(stmt, 34);
    stored->start = (uint64_t)sqlite3_column_int64(stmt, 26);
    stored->length = (uint64_t)sqlite3_column_int64(stmt, 27);
    read_tags(nd_sql_str(stmt, 29, arena), arena, &stored->tags);
    stored->note = nd_sql_str(stmt, 30, arena);
    if (article->provider_name.len == 0)
        article->provider_name = ND_STR_NONE;
    if (article->provider_domain.len == 0)
        article->provider_domain = ND_STR_NONE;
}

typedef void read_row(sqlite3_stmt *stmt, struct nd_arena *arena, struct nd_stored_article *stored);

static void read_topic(sqlite3_stmt *stmt, struct nd_arena *arena, struct nd_stored_article *stored) {
    struct nd_str role = nd_sql_str(stmt, 0, arena);
    struct nd_name *name = nd_arena_alloc(arena, 1, sizeof *name);

    name->text = nd_sql_str(stmt, 1, arena);
    for (int i = ND_TOPIC; i <= ND_THEME; i++)
        if (nd_str_eq(role, nd_str_from(nd_role_name((enum nd_role)i))))
            add_name(&stored->article.names[i], name);
}

static void read_author(sqlite3_stmt *stmt, struct nd_arena *arena, struct nd_stored_article *stored) {
    struct nd_name *name = nd_arena_alloc(arena, 1, sizeof *name);

    name->text = nd_sql_str(stmt, 0, arena);
    add_name(&stored->article.authors, name);
}

static void read_image(sqlite3_stmt *stmt, struct nd_arena *arena, struct nd_stored_article *stored) {
    struct nd_article *article = &stored->article;
    struct nd_image *image = nd_arena_alloc(arena, 1, sizeof *image);

    image->url = nd_sql_str(stmt, 0, arena);
    image->width = sqlite3_column_int64(stmt, 1);
    image->height = sqlite3_column_int64(stmt, 2);
    if (article->last_image == NULL)
        article->images = image;
    else
        article->last_image->next = image;
    article->last_image = image;
}

static void read_related(sqlite3_stmt *stmt, struct nd_arena *arena, struct nd_stored_article *stored) {
    struct nd_stored_related *related = nd_arena_alloc(arena, 1, sizeof *related);

    related->id = sqlite3_column_int64(stmt, 0);
    related->title = nd_sql_str(stmt, 1, arena);
    related->url = nd_sql_str(stmt, 2, arena);
    related->key = nd_sql_str(stmt, 3, arena);
    if (stored->last_related == NULL)
        stored->related = related;
    else
        stored->last_related->next = related;
    stored->last_related = related;
}

static void read_child(sqlite3_stmt *stmt, struct nd_arena *arena, struct nd_stored_article *stored) {
    struct nd_stored_related *child = nd_arena_alloc(arena, 1, sizeof *child);

    child->id = sqlite3_column_int64(stmt, 0);
    child->uid = nd_sql_str(stmt, 1, arena);
    child->title = nd_sql_str(stmt, 2, arena);
    if (stored->last_child == NULL)
        stored->children = child;
    else
        stored->last_child->next = child;
    stored->last_child = child;
}

static void read_problem(sqlite3_stmt *stmt, struct nd_arena *arena, struct nd_stored_article *stored) {
    struct nd_stored_problem *problem = nd_arena_alloc(arena, 1, sizeof *problem);

    problem->line = sqlite3_column_int64(stmt, 0);
    problem->column = sqlite3_column_int64(stmt, 1);
    problem->level = nd_sql_str(stmt, 2, arena);
    problem->code = nd_sql_str(stmt, 3, arena);
    problem->message = nd_sql_str(stmt, 4, arena);
    if (stored->last_problem == NULL)
        stored->problems = problem;
    else
        stored->last_problem->next = problem;
    stored->last_problem = problem;
}

static void read_version(sqlite3_stmt *stmt, struct nd_arena *arena, struct nd_stored_article *stored) {
    struct nd_stored_version *version = nd_arena_alloc(arena, 1, sizeof *version);

    version->id = sqlite3_column_int64(stmt, 0);
    version->is_lead = sqlite3_column_int(stmt, 1) != 0;
    version->uid = nd_sql_str(stmt, 2, arena);
    version->path = nd_sql_str(stmt, 3, arena);
    version->part = nd_sql_part_name(stmt, 4, arena);
    version->published_at = nd_sql_str(stmt, 6, arena);
    if (stored->last_version == NULL)
        stored->versions = version;
    else
        stored->last_version->next = version;
    stored->last_version = version;
}

static enum nd_status read_rows(struct nd_index *index, enum nd_sql which, read_row *read,
                                struct nd_arena *arena, struct nd_stored_article *stored,
                                struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, which, err);
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_int(stmt, ":id", stored->id);
    while ((status = nd_sql_step(index, stmt, err)) == ND_OK)
        read(stmt, arena, stored);
    return status == ND_END ? ND_OK : status;
}

enum nd_status nd_index_find_uid(struct nd_index *index, struct nd_str uid, int64_t *id,
                                 struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_IDENTITY_FIND, err);
    enum nd_status status;

    if (stmt == NULL)
        return err->status;
    nd_sql_bind_str(stmt, ":uid", uid);
    status = nd_sql_step(index, stmt, err);
    if (status == ND_END)
        return nd_error_set(err, ND_NOT_FOUND, "no article has the uid %.*s", (int)uid.len, uid.ptr);
    if (status == ND_OK)
        *id = sqlite3_column_int64(stmt, 0);
    sqlite3_reset(stmt);
    return status;
}

enum nd_status nd_index_show(struct nd_index *index, int64_t id, struct nd_arena *arena,
                             struct nd_stored_article *stored, struct nd_error *err) {
    static const struct {
        enum nd_sql which;
        read_row *read;
    } lists[] = {{ND_SQL_SHOW_TOPICS, read_topic},     {ND_SQL_SHOW_AUTHORS, read_author},
                 {ND_SQL_SHOW_IMAGES, read_image},     {ND_SQL_SHOW_RELATED, read_related},
                 {ND_SQL_SHOW_PROBLEMS, read_problem}, {ND_SQL_SHOW_VERSIONS, read_version},
                 {ND_SQL_SHOW_CHILDREN, read_child}};
    sqlite3_stmt *stmt;
    enum nd_status status;

    *stored = (struct nd_stored_article){.id = id};
    nd_guard_begin(&index->guard);
    status = nd_sql_row(index, ND_SQL_SHOW, id, &stmt, err);
    if (status == ND_END)
        return nd_error_set(err, ND_NOT_FOUND, "no article has the id %lld", (long long)id);
    if (status != ND_OK)
        return status;
    read_article(stmt, arena, stored);
    sqlite3_reset(stmt);
    for (size_t i = 0; i < sizeof lists / sizeof *lists && status == ND_OK; i++)
        status = read_rows(index, lists[i].which, lists[i].read, arena, stored, err);
    return status;
}

enum nd_status nd_index_problems(struct nd_index *index, struct nd_str path, nd_problem_sink *sink,
                                 void *context, struct nd_error *err) {
    sqlite3_stmt *stmt = nd_sql(index, ND_SQL_PROBLEMS, err);
    struct nd_arena *arena = nd_arena_new();
    enum nd_status status = stmt == NULL ? err->status : ND_OK;

    nd_guard_begin(&index->guard);
    if (status == ND_OK)
        nd_sql_bind_str(stmt, ":path", path);
    while (status == ND_OK && (status = nd_sql_step(index, stmt, err)) == ND_OK) {
        struct nd_stored_problem problem = {.path = nd_sql_str(stmt, 0, arena),
                                            .line = sqlite3_column_int64(stmt, 1),
                                            .column = sqlite3_column_int64(stmt, 2),
                                            .level = nd_sql_str(stmt, 3, arena),
                                            .code = nd_sql_str(stmt, 4, arena),
                                            .message = nd_sql_str(stmt, 5, arena),
                                            .part = nd_sql_part_name(stmt, 6, arena)};
        status = sink(context, &problem, err);
        nd_arena_reset(arena);
    }
    if (stmt != NULL)
        sqlite3_reset(stmt);
    nd_arena_free(arena);
    return status == ND_END ? ND_OK : status;
}
