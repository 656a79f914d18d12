#include "cli/cli.h"

#include <string.h>

const struct nd_option nd_cli_engine_option[] = {
    {"to", 0, "ENGINE", "postgresql, clickhouse, opensearch, solr, groonga, quickwit, vespa: newsdex(7)"},
    {NULL, 0, NULL, NULL}};

bool nd_cli_engine(const struct nd_cli *cli, const struct nd_engine **engine) {
    const char *name = nd_cli_value(cli, "to");
    struct nd_buf names = {0};

    *engine = NULL;
    if (name == NULL)
        return true;
    *engine = nd_engine_find(nd_str_from(name));
    if (*engine != NULL)
        return true;
    nd_engine_names(&names, ", ");
    nd_cli_usage(cli, "--to does not know \"%s\"; there are %s", name, names.ptr);
    nd_buf_free(&names);
    return false;
}

bool nd_cli_needs_engine(const struct nd_cli *cli, const struct nd_engine **engine) {
    struct nd_buf names = {0};

    if (!nd_cli_engine(cli, engine))
        return false;
    if (*engine != NULL)
        return true;
    nd_engine_names(&names, ", ");
    nd_cli_usage(cli, "say for whom: --to=ENGINE, which is one of %s", names.ptr);
    nd_buf_free(&names);
    return false;
}

int nd_cli_write(struct nd_str text) {
    struct nd_error err = ND_ERROR_INIT;

    nd_output_write(stdout, text);
    (void)fflush(stdout);
    return nd_output_check(stdout, NULL, &err) == ND_OK ? ND_EXIT_OK : nd_cli_failed(&err);
}

static int run_command(struct nd_cli *cli) {
    const struct nd_engine *engine;

    if (!nd_cli_needs_engine(cli, &engine))
        return ND_EXIT_FATAL;
    if (cli->argument_count > 0)
        return nd_cli_usage(cli, "it takes no arguments");
    return nd_cli_write(nd_engine_schema(engine));
}

const struct nd_command nd_schema_command = {
    .name = "schema",
    .run = run_command,
    .arguments = "--to=ENGINE",
    .summary = "print what makes the tables of another engine",
    .details = "Into these go export --to and changes --to; translate --to asks them. See newsdex(7).",
    .options = (const struct nd_option *const[]){nd_cli_engine_option, NULL}};
