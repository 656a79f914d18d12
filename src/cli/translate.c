#include "cli/cli.h"

static const struct nd_option own_options[] = {
    {"strict", 0, NULL, "refuse a query of which the engine would find more than search does"},
    {NULL, 0, NULL, NULL}};

static int translate(struct nd_cli *cli, struct nd_query *query, const struct nd_engine *engine) {
    struct nd_buf out = {0}, notes = {0};
    struct nd_engine_translation translation = {query, NULL, cli->arena, &out, &notes};
    struct nd_error err = ND_ERROR_INIT;
    struct nd_meaning *meanings;
    struct nd_index *index;
    enum nd_status found;
    int status;

    index = nd_cli_open(cli, ND_INDEX_READ, 0, &status);
    if (index == NULL)
        return status;
    found = nd_index_expand(index, query, cli->arena, &meanings, &err);
    translation.meanings = meanings;
    if (found == ND_OK)
        nd_engine_translate(engine, &translation);
    nd_cli_tell_lines(nd_buf_str(&notes));
    if (found != ND_OK)
        status = nd_cli_failed(&err);
    else if (notes.len > 0 && nd_cli_has(cli, "strict"))
        status = ND_EXIT_SOME;
    else
        status = nd_cli_write(nd_buf_str(&out));
    nd_index_close(index);
    nd_buf_free(&out);
    nd_buf_free(&notes);
    return status;
}

static int run_command(struct nd_cli *cli) {
    struct nd_query_settings settings = {.today = nd_cli_today()};
    struct nd_query *query = nd_cli_parse_query(cli, nd_cli_join(cli), &settings);
    const struct nd_engine *engine;

    if (query == NULL || !nd_cli_needs_engine(cli, &engine) || !nd_cli_filters(cli, query, &settings))
        return ND_EXIT_FATAL;
    return translate(cli, query, engine);
}

const struct nd_command nd_translate_command = {
    .name = "translate",
    .run = run_command,
    .arguments = "--to=ENGINE [QUERY...]",
    .summary = "print a query as another engine understands it",
    .details =
        "With the same words, stems, phrases and filters as search; the words are looked up in the database. "
        "What\n"
        "the engine cannot do is said, and finds more than asked for.",
    .options =
        (const struct nd_option *const[]){own_options, nd_cli_engine_option, nd_cli_filter_options, NULL}};
