#include "index/search/filter.h"

#include "index/db/grams.h"
#include "index/db/joint.h"
#include "index/search/searcher.h"
#include "newsdex/analysis.h"
#include "newsdex/article.h"
#include "newsdex/words.h"

/*
 * Conditions with one parameter ?N, in two forms: of one article, looked up by id or in some order, and of a
 * set, found by way of an index where there is one (which + keeps SQLite from using for one article). A
 * language is stored in normal form, and asked for in it: what lies from "fr" up to "fr." is fr and whatever
 * begins with fr-. Paths alone need no row of article: an article has the id of its file or of its part.
 */
struct condition {
    const char *each, *set;
    bool has_index;
};

/* Ids by block of the table gram (db/grams.h) stand in statements as numbers. */
_Static_assert(ND_GRAM_BLOCK == 128 && ND_FIRST_REFERENCE / ND_GRAM_BLOCK == 7812500,
               "as statements have them");

/* Files, and their parts, by way of the rows of grams. */
#define ND_FILTER_FILES(file)                                                                                \
    "gram CROSS JOIN file AS " file " ON " file ".id BETWEEN gram.block * 128 AND gram.block * 128 + 127"    \
    " LEFT JOIN part ON part.file_id = " file ".id"

static const struct condition conditions[] = {
    [ND_FILTER_PROVIDER] = {"EXISTS (SELECT 1 FROM provider WHERE provider.id = a.provider_id"
                            " AND newsdex_contains(name || ' ' || domain, ?%d))",
                            "a.provider_id IN (SELECT id FROM provider WHERE"
                            " newsdex_contains(name || ' ' || domain, ?%d))",
                            true},
    [ND_FILTER_LANGUAGE] = {"(+a.language >= ?%d AND +a.language < ?%d || '.')",
                            "(a.language >= ?%d AND a.language < ?%d || '.')", true},
    [ND_FILTER_TOPIC] = {"EXISTS (SELECT 1 FROM article_topic JOIN topic ON topic.id = article_topic.topic_id"
                         " WHERE article_topic.article_id = a.id AND topic.folded = ?%d)",
                         "a.id IN (SELECT article_topic.article_id FROM article_topic JOIN topic"
                         " ON topic.id = article_topic.topic_id WHERE topic.folded = ?%d)",
                         true},
    [ND_FILTER_AUTHOR] = {"EXISTS (SELECT 1 FROM article_author JOIN author ON author.id = author_id"
                          " WHERE article_author.article_id = a.id AND newsdex_contains(author.folded, ?%d))",
                          "a.id IN (SELECT article_id FROM article_author WHERE author_id IN"
                          " (SELECT id FROM author WHERE newsdex_contains(folded, ?%d)))",
                          true},
    [ND_FILTER_TYPE] = {"+a.type = ?%d COLLATE NOCASE", "a.type = ?%d COLLATE NOCASE", true},
    [ND_FILTER_CATEGORY] = {"+a.category = ?%d COLLATE NOCASE", "a.category = ?%d COLLATE NOCASE", true},
    [ND_FILTER_PATH] = {"(EXISTS (SELECT 1 FROM file WHERE file.id = a.file_id"
                        " AND newsdex_path_contains(path, ?%d)) OR EXISTS (SELECT 1 FROM " ND_FILTER_VERSIONS(
                            "f") " WHERE lead_id = a.id AND newsdex_path_contains(path, ?%d)))",
                        "a.id IN (SELECT coalesce(part.id, file.id) FROM " ND_FILTER_FILES(
                            "file") " WHERE gram.block >= 0 AND newsdex_path_may_have(gram.bits, ?%d)"
                                    " AND newsdex_path_contains(file.path, ?%d)"
                                    " UNION ALL SELECT lead_id FROM " ND_FILTER_VERSIONS(
                                        "f") " WHERE newsdex_path_contains(path, ?%d))",
                        false},
    [ND_FILTER_URL] = {"newsdex_contains(coalesce(a.url, ''), ?%d)",
                       "newsdex_contains(coalesce(a.url, ''), ?%d)", false},
    [ND_FILTER_TAG] = {"EXISTS (SELECT 1 FROM article_tag WHERE article_tag.folded = ?%d"
                       " AND article_tag.article_id = a.id)",
                       "a.id IN (SELECT article_id FROM article_tag WHERE folded = ?%d)", true},
    [ND_FILTER_NOTE] = {"EXISTS (SELECT 1 FROM article_note WHERE article_note.article_id = a.id"
                        " AND (?%d = '*' OR newsdex_contains(newsdex_folded(article_note.text), ?%d)))",
                        "a.id IN (SELECT article_id FROM article_note"
                        " WHERE ?%d = '*' OR newsdex_contains(newsdex_folded(article_note.text), ?%d))",
                        true},
    [ND_FILTER_ARRIVAL] = {"EXISTS (SELECT 1 FROM arrival WHERE arrival.id > CAST(?%d AS INTEGER)"
                           " AND a.id BETWEEN first_id AND last_id)",
                           "a.id IN (SELECT new.id FROM arrival JOIN article AS new"
                           " ON new.id BETWEEN first_id AND last_id WHERE arrival.id > CAST(?%d AS INTEGER))",
                           true},
    [ND_FILTER_DATE] = {NULL, NULL, true}, /* add_date */
};

_Static_assert(ND_FILTER_TYPES == 12, "a new filter has its row above");

static const char gram_condition[] = "newsdex_may_have(gram.bits, ?%d)";
static const char path_gram_condition[] = "newsdex_path_may_have(gram.bits, ?%d)";
static const char path_condition[] = "newsdex_path_contains(a.path, ?%d)";
static const char topic_condition[] = "topic.folded = ?%d";

enum { FIRST_PARAMETER = 10, CHAIN = 32 /* links */ };
/* Looking an article up costs so many times what a step along an index, through the files or the articles
 * does. */
enum { STEPS_OF_INDEX = 32, STEPS_OF_FILES = 6, STEPS_OF_ARTICLES = 2, AT_LEAST = 100 };
enum { FEW_FILES = 8192 };

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
    const struct condition *condition = &conditions[filter->type];
    const char *const texts[] = {[ND_FILTER_EACH] = condition->each,
                                 [ND_FILTER_SET] = condition->set,
                                 [ND_FILTER_FILE] = path_condition,
                                 [ND_FILTER_TOPICS] = topic_condition,
                                 [ND_FILTER_GRAMS] =
                                     filter->type == ND_FILTER_PATH ? path_gram_condition : gram_condition};
    const char *text = texts[form];

    if (filter->type == ND_FILTER_DATE) {
        add_date(sql, filter, parameter);
        return;
    }
    for (const char *p = text; *p != '\0'; p++) {
        if (p[0] == '%' && p[1] == 'd') {
            nd_buf_addf(sql, "%d", parameter);
            p++;
        } else {
            nd_buf_add_char(sql, *p);
        }
    }
}

bool nd_filter_stands_alone(const struct nd_filter *filter) {
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
        if (nd_filter_stands_alone(f) ? type != ND_FILTER_DATE : f->type != type)
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

struct nd_str nd_filter_text(const struct nd_filter *filter, struct nd_arena *arena) {
    struct nd_str language = ND_STR_NONE;

    if (filter->type == ND_FILTER_TOPIC || filter->type == ND_FILTER_AUTHOR ||
        filter->type == ND_FILTER_TAG || filter->type == ND_FILTER_NOTE)
        return nd_casefold(filter->text, arena);
    if (filter->type == ND_FILTER_LANGUAGE)
        language = nd_language_normalise(filter->text, arena);
    return language.ptr == NULL ? filter->text : language;
}

/* The first of a month or year as the month or year alone, "2024-03", which sorts before all its days. */
static struct nd_str without_first(const char *day) {
    struct nd_str text = nd_str_from(day);

    while (text.len > 4 && nd_str_ends(text, ND_STR("-01")))
        text.len -= 3;
    return text;
}

struct nd_str nd_filter_until(const struct nd_filter *filter) {
    return without_first(filter->until);
}

struct nd_str nd_filter_from(const struct nd_filter *filter) {
    bool is_whole = nd_filter_until(filter).len < 10;

    return is_whole ? without_first(filter->from) : nd_str_from(filter->from);
}

static void bind(sqlite3_stmt *stmt, int parameter, struct nd_str text) {
    nd_sql_bound(sqlite3_bind_text64(stmt, parameter, text.ptr, text.len, SQLITE_STATIC, SQLITE_UTF8));
}

void nd_filter_bind(sqlite3_stmt *stmt, const struct nd_filter *filters, struct nd_arena *arena) {
    int parameter = FIRST_PARAMETER;

    for (const struct nd_filter *f = filters; f != NULL; f = f->next, parameter += 2) {
        if (f->type == ND_FILTER_DATE) {
            bind(stmt, parameter, nd_filter_from(f));
            bind(stmt, parameter + 1, nd_filter_until(f));
        } else {
            bind(stmt, parameter, nd_filter_text(f, arena));
        }
    }
}

static bool has_index(const struct nd_filter *filters) {
    for (const struct nd_filter *f = filters; f != NULL; f = f->next)
        if (!f->is_excluded && conditions[f->type].has_index)
            return true;
    return false;
}

bool nd_filter_has_dates(const struct nd_filter *filters) {
    for (const struct nd_filter *f = filters; f != NULL; f = f->next)
        if (!f->is_excluded && f->type == ND_FILTER_DATE)
            return true;
    return false;
}

static bool are_all(const struct nd_filter *filters, enum nd_filter_type type) {
    for (const struct nd_filter *f = filters; f != NULL; f = f->next)
        if (f->is_excluded || f->type != type)
            return false;
    return filters != NULL;
}

bool nd_filter_is_of_files(const struct nd_filter *filters) {
    return are_all(filters, ND_FILTER_PATH);
}

bool nd_filter_is_of_addresses(const struct nd_filter *filters) {
    return are_all(filters, ND_FILTER_URL);
}

bool nd_filter_is_quick(const struct nd_filter *filters, size_t all) {
    return has_index(filters) || (nd_filter_is_of_files(filters) && all <= FEW_FILES);
}

bool nd_filter_is_for_each(const struct nd_filter *filters, size_t count, size_t all) {
    size_t steps = has_index(filters)               ? STEPS_OF_INDEX
                   : nd_filter_is_of_files(filters) ? STEPS_OF_FILES
                                                    : STEPS_OF_ARTICLES;

    return count <= all / steps + AT_LEAST;
}

/* Articles that have addresses, by way of the rows of grams. */
static const char of_addresses[] =
    "SELECT a.id FROM gram CROSS JOIN article AS a ON a.id BETWEEN (-1 - gram.block) * 128"
    " AND (-1 - gram.block) * 128 + 127 WHERE gram.block < ";

/* All that have addresses: those of files along an index, references (from block -7812501 down) by grams. */
static void add_addresses(const struct nd_filter *filters, bool is_wide, struct nd_buf *sql) {
    if (is_wide) {
        nd_buf_add_z(sql, "SELECT a.id FROM article AS a WHERE a.url IS NOT NULL AND a.file_id IS NOT NULL");
        nd_filter_conditions(filters, ND_FILTER_SET, sql);
        nd_buf_add_z(sql, " UNION ALL ");
    }
    nd_buf_addf(sql, "%s%s", of_addresses, is_wide ? "-7812500" : "0");
    nd_filter_conditions(filters, ND_FILTER_GRAMS, sql);
    nd_filter_conditions(filters, ND_FILTER_SET, sql);
}

static void add_files(const struct nd_filter *filters, bool is_wide, struct nd_buf *sql) {
    nd_buf_addf(sql, "SELECT coalesce(part.id, a.id) FROM %s",
                is_wide ? "file AS a LEFT JOIN part ON part.file_id = a.id WHERE 1"
                        : ND_FILTER_FILES("a") " WHERE gram.block >= 0");
    if (!is_wide)
        nd_filter_conditions(filters, ND_FILTER_GRAMS, sql);
    nd_filter_conditions(filters, ND_FILTER_FILE, sql);
    nd_buf_add_z(sql, " UNION ALL SELECT lead_id FROM " ND_FILTER_VERSIONS("a") " WHERE 1");
    nd_filter_conditions(filters, ND_FILTER_FILE, sql);
}

/* The statement whose rows are the ids of the articles that pass. is_wide: grams do not help. */
static void add_select(const struct nd_filter *filters, bool is_wide, struct nd_buf *sql) {
    bool is_of_topics = are_all(filters, ND_FILTER_TOPIC);

    if (nd_filter_is_of_files(filters)) {
        add_files(filters, is_wide, sql);
    } else if (nd_filter_is_of_addresses(filters)) {
        add_addresses(filters, is_wide, sql);
    } else {
        nd_buf_addf(sql, "SELECT %s WHERE 1",
                    is_of_topics ? "a.article_id FROM article_topic AS a JOIN topic ON topic.id = a.topic_id"
                                 : "a.id FROM article AS a");
        nd_filter_conditions(filters, is_of_topics ? ND_FILTER_TOPICS : ND_FILTER_SET, sql);
    }
}

/* By the rows of grams that may have them. */
enum nd_status nd_filter_is_wide(struct nd_index *index, const struct nd_filter *filters, bool *is_wide,
                                 struct nd_error *err) {
    enum { MANY = 4 }; /* of so many one */
    bool is_of_files = nd_filter_is_of_files(filters);
    struct nd_buf sql = {0};
    sqlite3_stmt *stmt;
    enum nd_status status;

    *is_wide = false;
    if (!is_of_files && !nd_filter_is_of_addresses(filters))
        return ND_OK;
    nd_buf_add_z(&sql, "SELECT count(*), total(may_have) FROM (SELECT (1");
    nd_filter_conditions(filters, ND_FILTER_GRAMS, &sql);
    nd_buf_addf(&sql, ") AS may_have FROM gram WHERE block %s)", is_of_files ? ">= 0" : "< 0");
    stmt = nd_sql_prepare(index, nd_buf_str(&sql), err);
    nd_buf_free(&sql);
    if (stmt == NULL)
        return err->status;
    nd_filter_bind(stmt, filters, index->scratch);
    status = nd_sql_step(index, stmt, err);
    if (status == ND_OK)
        *is_wide = sqlite3_column_double(stmt, 1) * MANY > sqlite3_column_double(stmt, 0);
    sqlite3_finalize(stmt);
    return status;
}

/* ND_END when all that pass were added. */
static enum nd_status select_from(struct nd_index *index, const struct nd_filter *filters, size_t most,
                                  struct nd_id_set *set, size_t *count, struct nd_error *err) {
    struct nd_buf sql = {0};
    sqlite3_stmt *stmt;
    bool is_wide;
    enum nd_status status = nd_filter_is_wide(index, filters, &is_wide, err);

    if (status != ND_OK)
        return status;
    add_select(filters, is_wide, &sql);
    stmt = nd_sql_prepare(index, nd_buf_str(&sql), err);
    nd_buf_free(&sql);
    if (stmt == NULL)
        return err->status;
    nd_filter_bind(stmt, filters, index->scratch);
    while ((most == 0 || *count <= most) && (status = nd_sql_step(index, stmt, err)) == ND_OK) {
        nd_id_set_add(set, (uint32_t)nd_joint_id(index, sqlite3_column_int64(stmt, 0)));
        ++*count;
    }
    sqlite3_finalize(stmt);
    return status;
}

enum nd_status nd_filter_select(struct nd_index *index, const struct nd_filter *filters, size_t most,
                                struct nd_id_set *set, bool *is_whole, struct nd_error *err) {
    enum nd_status status = ND_END;
    size_t count = 0;

    for (; index != NULL && status == ND_END; index = index->beside)
        status = select_from(index, filters, most, set, &count, err);
    nd_id_set_seal(set);
    *is_whole = status == ND_END;
    return status == ND_END ? ND_OK : status;
}
