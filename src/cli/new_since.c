/* What is new since the last time: --new-since. */
#include "cli/cli.h"

#include "newsdex/marks.h"

#include <stdio.h>
#include <string.h>

const struct nd_option nd_cli_new_since_option[] = {
    {"new-since", 0, "TIME", "only what came into the database since; LAST: since saved:NAME was last asked"},
    {NULL, 0, NULL, NULL}};

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
    bool is_count = strcmp(cli->command->name, "count") == 0; /* whose limit is one of values */

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
