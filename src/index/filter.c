#include "index/filter.h"

#include "index/names.h"

/*
 * Conditions with one parameter ?N, in two forms: of one article, looked up by id or in some order, and of a
 * set, found by way of an index where there is one. A language is stored with its first two letters in lower
 * case, so these lead to it.
 */
struct condition {
    const char *each, *set;
    bool has_index;
};

#define LANGUAGE                                                                                             \
    "(lower(a.language) = lower(?%d) OR substr(lower(a.language), 1, length(?%d) + 1) = lower(?%d) || '-')"

static const struct condition conditions[] = {
    [ND_FILTER_PROVIDER] = {"EXISTS (SELECT 1 FROM provider WHERE provider.id = a.provider_id"
                            " AND instr(lower(name || ' ' || domain), lower(?%d)) > 0)",
                            "a.provider_id IN (SELECT id FROM provider WHERE"
                            " instr(lower(name || ' ' || domain), lower(?%d)) > 0)",
                            true},
    [ND_FILTER_LANGUAGE] = {LANGUAGE,
                            "(a.language >= lower(substr(?%d, 1, 2))"
                            " AND a.language < lower(substr(?%d, 1, 2)) || '{' AND " LANGUAGE ")",
                            true},
    [ND_FILTER_TOPIC] = {"EXISTS (SELECT 1 FROM article_topic JOIN topic ON topic.id = article_topic.topic_id"
                         " WHERE article_topic.article_id = a.id AND topic.folded = ?%d)",
                         "a.id IN (SELECT article_topic.article_id FROM article_topic JOIN topic"
                         " ON topic.id = article_topic.topic_id WHERE topic.folded = ?%d)",
                         true},
    [ND_FILTER_TYPE] = {"lower(a.type) = lower(?%d)", "lower(a.type) = lower(?%d)", false},
    [ND_FILTER_CATEGORY] = {"lower(a.category) = lower(?%d)", "lower(a.category) = lower(?%d)", false},
    [ND_FILTER_PATH] = {"EXISTS (SELECT 1 FROM file WHERE file.id = a.file_id"
                        " AND instr(lower(path), lower(?%d)) > 0)",
                        "a.file_id IN (SELECT id FROM file WHERE instr(lower(path), lower(?%d)) > 0)", false},
    [ND_FILTER_URL] = {"instr(lower(coalesce(a.url, '')), lower(?%d)) > 0",
                       "instr(lower(coalesce(a.url, '')), lower(?%d)) > 0", false},
};

enum { FIRST_PARAMETER = 10, CHAIN = 32 /* links */ };

static void add_date(struct nd_buf *sql, const struct nd_filter *filter, int parameter) {
    nd_buf_add_z(sql, "(a.published_at IS NOT NULL");
    if (filter->from[0] != '\0')
        nd_buf_addf(sql, " AND a.published_at >= ?%d", parameter);
    if (filter->until[0] != '\0')
        nd_buf_addf(sql, " AND a.published_at < ?%d", parameter + 1);
    nd_buf_add_char(sql, ')');
}

static void add_one(struct nd_buf *sql, const struct nd_filter *filter, enum nd_filter_form form,
                    int parameter) {
    const struct condition *condition;

    if (filter->type == ND_FILTER_DATE) {
        add_date(sql, filter, parameter);
    } else {
        condition = &conditions[filter->type];
        for (const char *p = form == ND_FILTER_SET ? condition->set : condition->each; *p != '\0'; p++) {
            if (p[0] == '%' && p[1] == 'd') {
                nd_buf_addf(sql, "%d", parameter);
                p++;
            } else {
                nd_buf_add_char(sql, *p);
            }
        }
    }
}

/* True when the filter stands alone: exclusions and dates all have to hold, others are alternatives. */
static bool stands_alone(const struct nd_filter *filter) {
    return filter->is_excluded || filter->type == ND_FILTER_DATE;
}

/*
 * Adds the conditions of the alternatives of a type, or (ND_FILTER_DATE) of all that stand alone. SQLite
 * takes expressions up to 1000 levels deep, and each link of a chain is one: long chains are made of short
 * ones.
 */
static void add_chain(const struct nd_filter *filters, enum nd_filter_type type, enum nd_filter_form form,
                      struct nd_buf *sql) {
    const char *joint = type == ND_FILTER_DATE ? "AND" : "OR";
    int parameter = FIRST_PARAMETER, length = 0;

    for (const struct nd_filter *f = filters; f != NULL; f = f->next, parameter += 2) {
        if (stands_alone(f) ? type != ND_FILTER_DATE : f->type != type)
            continue;
        if (length == 0)
            nd_buf_add_z(sql, " AND ((");
        else
            nd_buf_addf(sql, length % CHAIN == 0 ? ") %s (" : " %s ", joint);
        nd_buf_add_z(sql, f->is_excluded ? "NOT coalesce(" : "(");
        add_one(sql, f, form, parameter);
        nd_buf_add_z(sql, f->is_excluded ? ", 0)" : ")");
        length++;
    }
    if (length > 0)
        nd_buf_add_z(sql, "))");
}

void nd_filter_conditions(const struct nd_filter *filters, enum nd_filter_form form, struct nd_buf *sql) {
    add_chain(filters, ND_FILTER_DATE, form, sql);
    for (int type = 0; type < ND_FILTER_DATE; type++)
        add_chain(filters, (enum nd_filter_type)type, form, sql);
}

static void bind(sqlite3_stmt *stmt, int parameter, struct nd_str text) {
    sqlite3_bind_text64(stmt, parameter, text.ptr, text.len, SQLITE_STATIC, SQLITE_UTF8);
}

void nd_filter_bind(sqlite3_stmt *stmt, const struct nd_filter *filters, struct nd_arena *arena) {
    int parameter = FIRST_PARAMETER;

    for (const struct nd_filter *f = filters; f != NULL; f = f->next, parameter += 2) {
        if (f->type == ND_FILTER_DATE) {
            bind(stmt, parameter, nd_str_from(f->from));
            bind(stmt, parameter + 1, nd_str_from(f->until));
        } else {
            bind(stmt, parameter, f->type == ND_FILTER_TOPIC ? nd_names_fold(f->text, arena) : f->text);
        }
    }
}

/* A filter that has to hold and for which there is an index. */
static bool has_index(const struct nd_filter *filters) {
    for (const struct nd_filter *f = filters; f != NULL; f = f->next)
        if (!f->is_excluded && (f->type == ND_FILTER_DATE || conditions[f->type].has_index))
            return true;
    return false;
}

enum nd_status nd_filter_select(struct nd_index *index, const struct nd_filter *filters, size_t most,
                                struct nd_id_set *set, bool *is_whole, struct nd_error *err) {
    struct nd_buf sql = {0};
    sqlite3_stmt *stmt;
    enum nd_status status;
    size_t count = 0;

    *is_whole = false;
    if (most > 0 && !has_index(filters))
        return ND_OK;
    nd_buf_add_z(&sql, "SELECT a.id FROM article AS a WHERE 1");
    nd_filter_conditions(filters, ND_FILTER_SET, &sql);
    stmt = nd_sql_prepare(index, nd_buf_str(&sql), err);
    nd_buf_free(&sql);
    if (stmt == NULL)
        return err->status;
    nd_filter_bind(stmt, filters, index->scratch);
    while ((most == 0 || count <= most) && (status = nd_sql_step(index, stmt, err)) == ND_OK) {
        nd_id_set_add(set, (uint32_t)sqlite3_column_int64(stmt, 0));
        count++;
    }
    sqlite3_finalize(stmt);
    *is_whole = most == 0 || count <= most;
    return *is_whole && status != ND_END ? status : ND_OK;
}
