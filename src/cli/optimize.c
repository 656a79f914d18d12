#include "cli/cli.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

enum { DAY = 24 * 60 * 60 };

static const struct nd_option own_options[] = {
    {"rebuild", 0, NULL, "first make anew what is made of the articles: words, copies, lines"},
    {"forget-deletions", 0, "DAYS", "and forget what was deleted longer ago (newsdex changes)"},
    {"wait", 0, "SECONDS", "wait that long for an ingest to end (default: 10)"},
    {NULL, 0, NULL, NULL}};

static int run_command(struct nd_cli *cli) {
    struct nd_error err = ND_ERROR_INIT;
    struct nd_index *index;
    int64_t wait, days, count = 0, bytes = 0;
    int status;

    if (cli->argument_count > 0)
        return nd_cli_usage(cli, "it takes no arguments");
    if (!nd_cli_number(cli, "wait", 0, 1000000, 10, &wait) ||
        !nd_cli_number(cli, "forget-deletions", 0, 1000000, -1, &days))
        return ND_EXIT_FATAL;
    index = nd_cli_open_existing(cli, (int)(wait * 1000), &status);
    if (index == NULL)
        return status;
    if ((!nd_cli_has(cli, "rebuild") || nd_index_rebuild(index, &err) == ND_OK) &&
        (days < 0 ||
         nd_index_forget_deletions(index, (int64_t)time(NULL) - days * DAY, &count, &err) == ND_OK) &&
        nd_index_optimize(index, &bytes, &err) == ND_OK)
        printf("%" PRId64 "\n", bytes);
    else
        status = nd_cli_failed(&err);
    nd_index_close(index);
    return status;
}

const struct nd_command nd_optimize_command = {
    .name = "optimize",
    .run = run_command,
    .arguments = "",
    .summary = "merge the full-text index and give unused space back",
    .details = "Prints how many bytes the database has become smaller. Worth while after many small ingests.",
    .options = (const struct nd_option *const[]){own_options, NULL}};
