#include "cli/cli.h"

#include "newsdex/marks.h"
#include "newsdex/similar.h"

#include <stdio.h>
#include <string.h>

static const struct nd_option own_options[] = {{"delete", 0, NULL, "forget the query of that name"},
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
    struct nd_saved_queries saved = {0};
    struct nd_str whole = text;
    enum nd_status status = expand(index, name, &whole, &settings, cli->arena, err);

    if (status == ND_OK)
        status = nd_index_saved_queries(index, cli->arena, &saved, err);
    if (status == ND_OK)
        status = nd_index_save_query(index, name, text, err);
    for (size_t i = 0; i < saved.count && status == ND_OK; i++)
        if (nd_str_eq(saved.list[i].name, name) && !nd_str_eq(saved.list[i].query, text))
            nd_cli_error("%.*s replaces the query %.*s", (int)name.len, name.ptr,
                         (int)saved.list[i].query.len, saved.list[i].query.ptr);
    return status;
}

static int run_command(struct nd_cli *cli) {
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
    index = nd_cli_open_existing(cli, ND_CLI_WAIT_MS, &status);
    if (index == NULL)
        return status;
    if ((is_deleted ? nd_index_drop_query(index, name, &err) : save(cli, index, name, text, &err)) != ND_OK)
        status = nd_cli_failed(&err);
    nd_index_close(index);
    return status == ND_EXIT_FATAL && is_deleted && err.status == ND_NOT_FOUND ? ND_EXIT_SOME : status;
}

const struct nd_command nd_save_command = {.name = "save",
                                           .run = run_command,
                                           .arguments = "[NAME [QUERY...]]",
                                           .summary = "save a query under a name",
                                           .details = "saved:NAME stands for it in every query, also in "
                                                      "those that are saved. Without arguments, all of them.",
                                           .options = (const struct nd_option *const[]){own_options, NULL}};
