#include "cli/cli.h"

#include "newsdex/alloc.h"

#include <inttypes.h>
#include <stdio.h>

static const struct nd_option own_options[] = {
    {"since", 0, "REVISION", "only what has changed later (default: 0, all there is)"},
    {"state", 0, NULL, "print nothing but where the database is"},
    {NULL, 0, NULL, NULL}};

struct feed {
    struct nd_cli *cli;
    struct nd_index *index;
    struct nd_output output;
    struct nd_arena *arena; /* of one record */
    struct nd_fields whole;
    struct nd_engine_feed *engine; /* NULL: NDJSON */
};

static struct nd_cell number(const char *name, int64_t value, struct nd_arena *arena) {
    return (struct nd_cell){name, ND_CELL_NUMBER, nd_arena_printf(arena, "%" PRId64, value)};
}

static struct nd_cell text(const char *name, struct nd_str value) {
    return (struct nd_cell){name, ND_CELL_TEXT, value};
}

static enum nd_status write_change(void *context, const struct nd_index_change *change,
                                   struct nd_error *err) {
    struct feed *feed = context;
    struct nd_output *output = &feed->output;
    struct nd_cell about[] = {text("change", ND_STR("put")), {0}, text("uid", change->uid)};
    struct nd_stored_article stored;
    struct nd_record_view record = {&stored, NULL, ND_STR_NONE, "", true};
    enum nd_status status;

    nd_arena_reset(feed->arena);
    about[1] = number("revision", change->revision, feed->arena);
    if (change->id == 0) {
        about[0].value = ND_STR("delete");
        nd_output_row(output, about, 3);
    } else {
        status = nd_index_show(feed->index, change->id, feed->arena, &stored, err);
        if (status != ND_OK)
            return status;
        record.path = stored.article.path;
        nd_output_change(output, about, 2, output->fields, &record);
    }
    return nd_output_check(output->stream, NULL, err);
}

static enum nd_status feed_change(void *context, const struct nd_index_change *change, struct nd_error *err) {
    struct feed *feed = context;
    struct nd_stored_article stored;
    enum nd_status status;

    if (change->id == 0)
        return nd_engine_drop(feed->engine, change->uid, change->revision, err);
    nd_arena_reset(feed->arena);
    status = nd_index_show(feed->index, change->id, feed->arena, &stored, err);
    return status == ND_OK ? nd_engine_put(feed->engine, &stored, err) : status;
}

int nd_cli_feed(struct nd_cli *cli, struct nd_index *index, const struct nd_engine *engine, int64_t since,
                const struct nd_output *output) {
    struct feed feed = {.cli = cli, .index = index, .arena = nd_arena_new()};
    enum nd_engine_scope scope = since > 0 ? ND_ENGINE_CHANGES : ND_ENGINE_WHOLE;
    struct nd_error err = ND_ERROR_INIT;
    struct nd_index_feed request = {since, nd_cli_has(cli, "references"), feed_change, &feed};
    struct nd_index_state now;
    enum nd_status status;

    feed.engine = nd_engine_open(engine, scope, since, output->stream, output->name);
    status = nd_index_changes(index, &request, cli->arena, &now, &err);
    if (status == ND_OK)
        status = nd_engine_end(feed.engine, &now, &err);
    nd_cli_tell_lines(nd_engine_notes(feed.engine));
    nd_engine_free(feed.engine);
    nd_arena_free(feed.arena);
    if (status != ND_OK)
        return nd_cli_failed(&err);
    nd_cli_tell_unfinished(index);
    return ND_EXIT_OK;
}

static bool read_options(struct feed *feed, int64_t *since) {
    struct nd_cli *cli = feed->cli;

    if (cli->argument_count > 0) {
        nd_cli_usage(cli, "it takes no arguments; export takes a query");
        return false;
    }
    if (feed->output.format != ND_NDJSON) {
        nd_cli_usage(cli, "changes are NDJSON, no other --format");
        return false;
    }
    if (nd_cli_has(cli, "to") && nd_cli_has(cli, "fields")) {
        nd_cli_usage(cli, "an engine takes the whole record, no --fields");
        return false;
    }
    if (!nd_cli_number(cli, "since", 0, INT64_MAX, 0, since) || !nd_cli_fields(cli, &feed->output.fields))
        return false;
    if (feed->output.fields == NULL) {
        nd_output_choose_all(&feed->whole, cli->arena);
        feed->output.fields = &feed->whole;
    }
    return true;
}

/* What came before the last line is whole only with it: it says from where to go on. */
static int write_all(struct feed *feed, int64_t since) {
    struct nd_output *output = &feed->output;
    struct nd_error err = ND_ERROR_INIT, ignored = ND_ERROR_INIT;
    struct nd_index_state now;
    struct nd_index_feed request = {since, nd_cli_has(feed->cli, "references"),
                                    nd_cli_has(feed->cli, "state") ? NULL : write_change, feed};
    enum nd_status status;

    status = nd_index_changes(feed->index, &request, feed->cli->arena, &now, &err);
    if (status == ND_OK) {
        struct nd_cell about[] = {text("change", ND_STR("end")),
                                  number("revision", now.revision, feed->cli->arena),
                                  text("database", now.database)};
        nd_output_row(output, about, 3);
    }
    if (nd_output_finish(output, status == ND_OK ? &err : &ignored) != ND_OK)
        status = ND_IO;
    if (status != ND_OK)
        return nd_cli_failed(&err);
    nd_cli_tell_unfinished(feed->index);
    return ND_EXIT_OK;
}

static int run_command(struct nd_cli *cli) {
    struct feed feed = {.cli = cli};
    const struct nd_engine *engine;
    int64_t since;
    int status;

    if (!nd_cli_engine(cli, &engine) || !nd_cli_output_as(cli, ND_NDJSON, &feed.output) ||
        !read_options(&feed, &since))
        return ND_EXIT_FATAL;
    feed.index = nd_cli_open(cli, ND_INDEX_READ, 0, &status);
    if (feed.index == NULL)
        return status;
    if (engine != NULL && !nd_cli_has(cli, "state")) {
        status = nd_cli_feed(cli, feed.index, engine, since, &feed.output);
        nd_index_close(feed.index);
        return status;
    }
    feed.arena = nd_arena_new();
    nd_output_begin(&feed.output, "changes");
    status = write_all(&feed, since);
    nd_arena_free(feed.arena);
    nd_index_close(feed.index);
    return status;
}

const struct nd_command nd_changes_command = {
    .name = "changes",
    .run = run_command,
    .arguments = "",
    .summary = "print what has changed since a revision, for another program to follow",
    .details = "A line of JSON for each article that came or is another (put, with the whole record) or went "
               "(delete),\n"
               "and a last one (end) with the revision to go on from and the name of the database.",
    .options = (const struct nd_option *const[]){own_options, nd_cli_references_option, nd_cli_fields_option,
                                                 nd_cli_engine_option, NULL}};
