#include "cli/cli.h"

#include "newsdex/marks.h"
#include "newsdex/similar.h"

#include <stdio.h>
#include <string.h>

const struct nd_option nd_save_options[] = {{"delete", 0, NULL, "forget the query of that name"},
                                            {NULL, 0, NULL, NULL}};

static enum nd_status find_name(void *context, struct nd_str name, struct nd_str *text,
                                struct nd_error *err) {
    const struct nd_saved_queries *saved = context;
    struct nd_str closest = ND_STR_NONE;
    size_t nearest = SIZE_MAX;

    for (size_t i = 0; i < saved->count; i++) {
        size_t edits = nd_similar_edits(name, saved->list[i].name);
        if (nd_str_eq(name, saved->list[i].name)) {
            *text = saved->list[i].query;
            return ND_OK;
        }
        if (edits < nearest && nd_similar_is_close(edits, saved->list[i].name.len)) {
            nearest = edits;
            closest = saved->list[i].name;
        }
    }
    if (closest.len > 0)
        return nd_error_set(err, ND_NOT_FOUND, "there is no saved query %.*s; did you mean saved:%.*s?",
                            (int)name.len, name.ptr, (int)closest.len, closest.ptr);
    return nd_error_set(err, ND_NOT_FOUND, "there is no saved query %.*s; newsdex save lists them",
                        (int)name.len, name.len == 0 ? "" : name.ptr);
}

/* With the names of an open database. */
static enum nd_status expand(struct nd_index *index, struct nd_str self, struct nd_str *text,
                             const struct nd_query_settings *settings, struct nd_arena *arena,
                             struct nd_error *err) {
    struct nd_saved_queries saved;
    struct nd_query_names names = {find_name, &saved};
    enum nd_status status = nd_index_saved_queries(index, arena, &saved, err);

    return status == ND_OK ? nd_query_expand(*text, self, &names, settings, arena, text, err) : status;
}

bool nd_cli_expand(struct nd_cli *cli, struct nd_str *text, const struct nd_query_settings *settings) {
    struct nd_error err = ND_ERROR_INIT;
    struct nd_index *index;
    int status;

    if (!nd_query_has_saved(*text))
        return true;
    if (nd_cli_has_several(cli)) {
        nd_cli_usage(cli, "saved: takes one --db; newsdex merge makes one database of several");
        return false;
    }
    index = nd_cli_open(cli, ND_INDEX_READ, 0, &status);
    if (index == NULL)
        return false;
    if (expand(index, ND_STR_NONE, text, settings, cli->arena, &err) != ND_OK)
        status = nd_cli_failed(&err);
    nd_index_close(index);
    return status == ND_EXIT_OK;
}

static int list(struct nd_cli *cli) {
    static const char *const columns[] = {"name", "query"};
    struct nd_output output = {0};
    struct nd_saved_queries saved = {0};
    struct nd_error err = ND_ERROR_INIT;
    struct nd_index *index;
    enum nd_status status;
    int exit_status;

    if (!nd_cli_output(cli, &output))
        return ND_EXIT_FATAL;
    index = nd_cli_open(cli, ND_INDEX_READ, 0, &exit_status);
    if (index == NULL)
        return exit_status;
    status = nd_index_saved_queries(index, cli->arena, &saved, &err);
    nd_index_close(index);
    if (status != ND_OK)
        return nd_cli_failed(&err);
    nd_output_begin(&output, "saved");
    nd_output_columns(&output, columns, 2);
    for (size_t i = 0; i < saved.count; i++)
        nd_output_row(&output,
                      (struct nd_cell[]){{"name", ND_CELL_TEXT, saved.list[i].name},
                                         {"query", ND_CELL_TEXT, saved.list[i].query}},
                      2);
    if (nd_output_finish(&output, &err) != ND_OK)
        return nd_cli_failed(&err);
    if (saved.count == 0)
        nd_cli_error("no query is saved");
    return saved.count > 0 ? ND_EXIT_OK : ND_EXIT_SOME;
}

/* What asks for itself by way of others is not saved. */
static enum nd_status save(struct nd_cli *cli, struct nd_index *index, struct nd_str name, struct nd_str text,
                           struct nd_error *err) {
    struct nd_query_settings settings = {.today = nd_cli_today()};
    struct nd_str whole = text;
    enum nd_status status = expand(index, name, &whole, &settings, cli->arena, err);

    return status == ND_OK ? nd_index_save_query(index, name, text, err) : status;
}

int nd_cli_save(struct nd_cli *cli) {
    bool is_deleted = nd_cli_has(cli, "delete");
    struct nd_str name = nd_str_from(cli->argument_count > 0 ? cli->arguments[0] : ""), text;
    const char *why = nd_index_refuse_query_name(name);
    struct nd_error err = ND_ERROR_INIT;
    struct nd_index *index;
    int status;

    if (cli->argument_count == 0 && !is_deleted)
        return list(cli);
    if (why != NULL)
        return nd_cli_usage(cli, "the name \"%.*s\" %s", (int)name.len, name.ptr, why);
    cli->arguments++;
    cli->argument_count--;
    text = nd_str_trim(nd_cli_join(cli));
    if (is_deleted ? text.len > 0 : text.len == 0)
        return nd_cli_usage(cli,
                            is_deleted ? "--delete takes one name" : "which query? newsdex save NAME QUERY");
    index = nd_cli_open(cli, ND_INDEX_WRITE, ND_CLI_WAIT_MS, &status);
    if (index == NULL)
        return status;
    if ((is_deleted ? nd_index_drop_query(index, name, &err) : save(cli, index, name, text, &err)) != ND_OK)
        status = nd_cli_failed(&err);
    nd_index_close(index);
    return status == ND_EXIT_FATAL && is_deleted && err.status == ND_NOT_FOUND ? ND_EXIT_SOME : status;
}

/* A time, or the beginning of a day as queries have it. */
static bool read_time(struct nd_str text, int64_t *seconds) {
    struct nd_date today = nd_cli_today(), date;
    char from[ND_DATE_MAX], until[ND_DATE_MAX];

    if (!nd_date_parse(text, &date) || !date.has_time) {
        if (!nd_query_dates(text, &today, from, until) || !nd_date_parse(nd_str_from(from), &date))
            return false;
        date.has_time = false;
    }
    *seconds = nd_date_to_days(date.year, date.month, date.day) * 86400;
    if (date.has_time)
        *seconds += date.hour * 3600 + date.minute * 60 + date.second;
    return true;
}

/* Since when, for LAST. */
static bool find_seen(struct nd_cli *cli, struct nd_index *index, int64_t *since) {
    struct nd_saved_queries saved;
    struct nd_error err = ND_ERROR_INIT;

    if (nd_index_saved_queries(index, cli->arena, &saved, &err) != ND_OK ||
        nd_index_arrival(index, INT64_MAX, &cli->seen, &err) != ND_OK) {
        nd_cli_failed(&err);
        return false;
    }
    for (size_t i = 0; i < saved.count; i++)
        if (nd_str_eq(saved.list[i].name, cli->asked))
            *since = saved.list[i].seen;
    return true;
}

bool nd_cli_asks_last(const struct nd_cli *cli) {
    const char *value = nd_cli_value(cli, "new-since");

    return value != NULL && strcmp(value, "LAST") == 0;
}

/* What would leave out some of what is new, which would not be new any more the next time. */
static bool refuse_parts(const struct nd_cli *cli) {
    static const char *const options[] = {"limit", "sample", "after-id"};
    bool is_count = cli->command->run == nd_cli_count; /* whose limit is one of values */

    for (size_t i = 0; i < sizeof options / sizeof *options && !is_count; i++)
        if (nd_cli_has(cli, options[i]) && strcmp(nd_cli_value(cli, options[i]), "0") != 0) {
            nd_cli_usage(cli, "--new-since LAST prints all that is new; --%s does not go with it",
                         options[i]);
            return true;
        }
    return false;
}

bool nd_cli_new_since(struct nd_cli *cli, struct nd_index *index, struct nd_query **queries, size_t count) {
    const char *value = nd_cli_value(cli, "new-since");
    struct nd_error err = ND_ERROR_INIT;
    int64_t since = 0, seconds = 0;
    char number[24];

    if (value == NULL)
        return true;
    if (nd_cli_asks_last(cli)) {
        if (refuse_parts(cli))
            return false;
        cli->asked = nd_query_saved_name(nd_cli_join(cli));
        if (cli->asked.ptr == NULL) {
            nd_cli_usage(cli, "LAST is known of saved queries: newsdex %s --new-since LAST saved:NAME",
                         cli->command->name);
            return false;
        }
        if (!find_seen(cli, index, &since))
            return false;
    } else if (!read_time(nd_str_from(value), &seconds)) {
        nd_cli_usage(cli, "--new-since takes LAST, a day, a time or 7d, not \"%s\"", value);
        return false;
    } else if (nd_index_arrival(index, seconds, &since, &err) != ND_OK) {
        nd_cli_failed(&err);
        return false;
    }
    snprintf(number, sizeof number, "%lld", (long long)since);
    for (size_t i = 0; i < count; i++)
        if (!nd_query_add_filter(queries[i], ND_STR("arrival"), nd_str_from(number), NULL, cli->arena))
            return false;
    return true;
}

int nd_cli_see(struct nd_cli *cli, int status) {
    struct nd_error err = ND_ERROR_INIT;
    struct nd_index *index;
    int opened;

    if (cli->asked.ptr == NULL || (status != ND_EXIT_OK && status != ND_EXIT_SOME))
        return status;
    if (fflush(stdout) != 0 || ferror(stdout)) /* what nobody got is still new */
        return status;
    index = nd_cli_open(cli, ND_INDEX_WRITE, ND_CLI_WAIT_MS, &opened);
    if (index == NULL)
        return opened;
    if (nd_index_see_query(index, cli->asked, cli->seen, &err) != ND_OK)
        status = nd_cli_failed(&err);
    nd_index_close(index);
    return status;
}
