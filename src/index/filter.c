#include "index/filter.h"

#include "index/names.h"

/* A condition with one parameter ?N; dates have their own. */
static const char *const conditions[] = {
    [ND_FILTER_PROVIDER] = "a.provider_id IN (SELECT id FROM provider WHERE"
                           " instr(lower(name || ' ' || domain), lower(?%d)) > 0)",
    [ND_FILTER_LANGUAGE] = "(lower(a.language) = lower(?%d)"
                           " OR substr(lower(a.language), 1, length(?%d) + 1) = lower(?%d) || '-')",
    [ND_FILTER_TOPIC] = "a.id IN (SELECT article_topic.article_id FROM article_topic JOIN topic"
                        " ON topic.id = article_topic.topic_id WHERE topic.folded = ?%d)",
    [ND_FILTER_TYPE] = "lower(a.type) = lower(?%d)",
    [ND_FILTER_CATEGORY] = "lower(a.category) = lower(?%d)",
    [ND_FILTER_PATH] = "a.file_id IN (SELECT id FROM file WHERE instr(lower(path), lower(?%d)) > 0)",
    [ND_FILTER_URL] = "instr(lower(coalesce(a.url, '')), lower(?%d)) > 0",
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

static void add_one(struct nd_buf *sql, const struct nd_filter *filter, int parameter) {
    if (filter->type == ND_FILTER_DATE)
        add_date(sql, filter, parameter);
    else
        for (const char *p = conditions[filter->type]; *p != '\0'; p++) {
            if (p[0] == '%' && p[1] == 'd') {
                nd_buf_addf(sql, "%d", parameter);
                p++;
            } else {
                nd_buf_add_char(sql, *p);
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
static void add_chain(const struct nd_filter *filters, enum nd_filter_type type, struct nd_buf *sql) {
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
        add_one(sql, f, parameter);
        nd_buf_add_z(sql, f->is_excluded ? ", 0)" : ")");
        length++;
    }
    if (length > 0)
        nd_buf_add_z(sql, "))");
}

void nd_filter_conditions(const struct nd_filter *filters, struct nd_buf *sql) {
    add_chain(filters, ND_FILTER_DATE, sql);
    for (int type = 0; type < ND_FILTER_DATE; type++)
        add_chain(filters, (enum nd_filter_type)type, sql);
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
