#include "index/search/search.h"

#include "index/search/evaluate.h"
#include "index/search/id_set.h"
#include "index/search/period.h"
#include "index/search/searcher.h"
#include "index/search/version_hits.h"

#include <stdlib.h>

enum { LONGEST_DAY = 10 }; /* YYYY-MM-DD */

/* What is counted. */
struct matches {
    bool are_all, has_hidden; /* all articles of files, or all but those in the set */
    struct nd_id_set set;
};

static bool has_match(const struct matches *matches, int64_t id) {
    bool is_in = (!matches->are_all || matches->has_hidden) && nd_id_set_has(&matches->set, (uint32_t)id);

    return matches->are_all ? id < ND_FIRST_REFERENCE && !is_in : is_in;
}

/* newsdex_is_hit(id): whether it is among the matches. */
static void is_hit(sqlite3_context *context, int count, sqlite3_value **values) {
    (void)count;
    sqlite3_result_int(context, has_match(sqlite3_user_data(context), sqlite3_value_int64(values[0])));
}

/* A stretch of time counted so far. */
struct period {
    enum nd_facet_field field;
    struct nd_date start; /* its first day */
    int64_t count;
    bool is_open;
    struct nd_facet_receiver *receiver;
};

static enum nd_status give(const struct period *period, int64_t count, struct nd_error *err) {
    char name[ND_PERIOD_NAME];
    size_t length = nd_period_name(&period->start, period->field, name);
    struct nd_facet facet = {.count = count};

    facet.value = nd_str_of(name, length);
    return period->receiver->take(period->receiver->context, &facet, err);
}

static bool is_same_day(const struct nd_date *a, const struct nd_date *b) {
    return a->year == b->year && a->month == b->month && a->day == b->day;
}

/* Counts a day, handing over the period before it and the empty ones between. */
static enum nd_status add_day(struct period *period, struct nd_date day, int64_t count,
                              struct nd_error *err) {
    enum nd_status status = ND_OK;

    while (period->is_open && status == ND_OK && !is_same_day(&period->start, &day)) {
        status = give(period, period->count, err);
        period->count = 0;
        nd_period_step(&period->start, period->field);
    }
    period->start = day;
    period->is_open = true;
    period->count += count;
    return status;
}

static enum nd_status count_days(struct nd_index *index, sqlite3_stmt *stmt, struct period *period,
                                 struct nd_error *err) {
    struct nd_facet none = {.value = ND_STR_NONE};
    enum nd_status status = ND_OK;

    nd_arena_reset(index->scratch);
    while (status == ND_OK && (status = nd_sql_step(index, stmt, err)) == ND_OK) {
        struct nd_str moment = nd_sql_str(stmt, 0, index->scratch);
        struct nd_date day;
        int64_t count = sqlite3_column_int64(stmt, 1);
        moment.len = moment.len < LONGEST_DAY ? moment.len : LONGEST_DAY;
        if (nd_period_start(moment, period->field, &day))
            status = add_day(period, day, count, err);
        else
            none.count += count;
    }
    if (status != ND_END)
        return status;
    status = period->is_open ? give(period, period->count, err) : ND_OK;
    return status == ND_OK && none.count > 0 ? period->receiver->take(period->receiver->context, &none, err)
                                             : status;
}

static enum nd_status count_values(struct nd_index *index, sqlite3_stmt *stmt,
                                   struct nd_facet_receiver *receiver, struct nd_error *err) {
    enum nd_status status = ND_OK;

    while (status == ND_OK && (status = nd_sql_step(index, stmt, err)) == ND_OK) {
        struct nd_facet facet = {nd_sql_str(stmt, 0, index->scratch), sqlite3_column_int64(stmt, 1)};
        status = receiver->take(receiver->context, &facet, err);
    }
    return status == ND_END ? ND_OK : status;
}

static enum nd_status count_facets(struct nd_index *index, enum nd_facet_field field, bool of_all,
                                   struct nd_facet_receiver *receiver, struct nd_error *err) {
    static const enum nd_sql which[ND_FACETS] = {
        [ND_FACET_TOPIC] = ND_SQL_FACET_NAMES,       [ND_FACET_KEYWORD] = ND_SQL_FACET_NAMES,
        [ND_FACET_THEME] = ND_SQL_FACET_NAMES,       [ND_FACET_AUTHOR] = ND_SQL_FACET_AUTHOR,
        [ND_FACET_PROVIDER] = ND_SQL_FACET_PROVIDER, [ND_FACET_LANGUAGE] = ND_SQL_FACET_LANGUAGE,
        [ND_FACET_TYPE] = ND_SQL_FACET_TYPE,         [ND_FACET_CATEGORY] = ND_SQL_FACET_CATEGORY,
        [ND_FACET_TAG] = ND_SQL_FACET_TAG,           [ND_FACET_DAY] = ND_SQL_FACET_DAY,
        [ND_FACET_WEEK] = ND_SQL_FACET_DAY,          [ND_FACET_MONTH] = ND_SQL_FACET_DAY,
        [ND_FACET_YEAR] = ND_SQL_FACET_DAY};
    struct period period = {.field = field, .receiver = receiver};
    bool by_day = which[field] == ND_SQL_FACET_DAY;
    sqlite3_stmt *stmt = nd_sql(index, by_day && of_all ? ND_SQL_FACET_DAY_OF_ALL : which[field], err);

    if (stmt == NULL)
        return err->status;
    if (which[field] == ND_SQL_FACET_NAMES)
        nd_sql_bind_str(stmt, ":role", nd_str_from(nd_role_name((enum nd_role)field)));
    return by_day ? count_days(index, stmt, &period, err) : count_values(index, stmt, receiver, err);
}

/* Without a query all articles match but those that do not answer: they are counted, not listed. */
static enum nd_status count_all(struct nd_index *index, const struct nd_query *query,
                                const struct nd_search_options *options, struct matches *matches,
                                int64_t *count, struct nd_error *err) {
    sqlite3_stmt *stmt;
    enum nd_status status;

    if (query->root != NULL || query->is_emptied || query->filters != NULL || options->references ||
        options->all_versions || options->collapse || options->sample > 0)
        return ND_OK;
    stmt = nd_sql(index, ND_SQL_COUNT_ALL, err);
    if (stmt == NULL)
        return err->status;
    status = nd_sql_step(index, stmt, err);
    if (status == ND_OK) {
        *count = sqlite3_column_int64(stmt, 0) - sqlite3_column_int64(stmt, 1);
        matches->are_all = true;
        matches->has_hidden = sqlite3_column_int64(stmt, 1) > 0;
    }
    sqlite3_reset(stmt);
    return status == ND_OK && matches->has_hidden ? nd_version_hits_hidden(index, &matches->set, err)
                                                  : status;
}

static enum nd_status list_matches(struct nd_index *index, struct nd_query *query,
                                   const struct nd_search_options *options, struct matches *matches,
                                   int64_t *count, struct nd_error *err) {
    uint32_t *ids = NULL;
    size_t id_count = 0;
    enum nd_status status = nd_search_ids(index, query, options, &ids, &id_count, err);

    *count = (int64_t)id_count;
    for (size_t i = 0; i < id_count; i++)
        nd_id_set_add(&matches->set, ids[i]);
    nd_id_set_seal(&matches->set);
    free(ids);
    return status;
}

/* Of several databases: their values are told apart here. */
static enum nd_status count_joined(struct nd_index *index, struct nd_query *query,
                                   const struct nd_search_options *options, enum nd_facet_field field,
                                   struct nd_facet_receiver *receiver, struct nd_error *err) {
    struct nd_crosstab_request request = {.queries = &query,
                                          .query_count = 1,
                                          .ranked = 1,
                                          .options = options,
                                          .fields = {field},
                                          .field_count = 1};
    struct nd_arena *arena = nd_arena_new();
    struct nd_crosstab table;
    size_t cell = 0;
    enum nd_status status = nd_index_crosstab(index, &request, arena, &table, err);

    if (status == ND_OK)
        receiver->matches = table.matches[0];
    for (size_t i = 0; status == ND_OK && i < table.value_counts[0]; i++) {
        struct nd_facet facet = {.value = table.values[0][i]};
        if (cell < table.cell_count && table.cells[cell].values[0] == i)
            facet.count = table.cells[cell++].counts[0];
        status = receiver->take(receiver->context, &facet, err);
    }
    nd_arena_free(arena);
    return status;
}

enum nd_status nd_index_facets(struct nd_index *index, struct nd_query *query,
                               const struct nd_search_options *options, enum nd_facet_field field,
                               struct nd_facet_receiver *receiver, struct nd_error *err) {
    struct matches matches = {.are_all = false};
    enum nd_status status;

    receiver->matches = 0;
    if (index->beside != NULL)
        return count_joined(index, query, options, field, receiver, err);
    status = nd_search_begin(index, err);
    if (status == ND_OK)
        status = count_all(index, query, options, &matches, &receiver->matches, err);
    if (status == ND_OK && !matches.are_all)
        status = list_matches(index, query, options, &matches, &receiver->matches, err);
    if (status == ND_OK) {
        /* Nothing may be being read while a function is replaced. */
        nd_evaluation_close(index->searcher->evaluation);
        index->searcher->evaluation = NULL;
        if (sqlite3_create_function(index->db, "newsdex_is_hit", 1, SQLITE_UTF8, &matches, is_hit, NULL,
                                    NULL) != SQLITE_OK)
            status = nd_sql_error(index, err);
    }
    if (status == ND_OK)
        status = count_facets(index, field, matches.are_all && !matches.has_hidden, receiver, err);
    nd_search_end(index);
    nd_id_set_fini(&matches.set);
    return status;
}
