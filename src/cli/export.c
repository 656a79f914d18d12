#include "cli/cli.h"

#include "newsdex/copies.h"

#include <string.h>

static const struct nd_option own_options[] = {
    {"output", 'o', "FILE", "write to FILE, which is there whole or not at all"},
    {"limit", 'n', "N", "at most N articles, 0 for all (default: 0)"},
    {"after-id", 0, "ID", "only articles with ids above ID, to go on where another export ended"},
    {"all-versions", 0, NULL, "behind each article the other versions of it, which do not answer"},
    {"context", 0, "N", "words of a snippet (default: 30)"},
    {NULL, 0, NULL, NULL}};

struct exporter {
    struct nd_cli *cli;
    struct nd_index *index;
    struct nd_output output;
    struct nd_arena *arena; /* of one record */
    struct nd_fields whole;
    const struct nd_engine *engine; /* of --to, or NULL */
    struct nd_engine_feed *feed;
};

/* Without --format: what the ending of the file says, otherwise NDJSON. */
static enum nd_format format_of(const char *path) {
    static const struct {
        const char *ending;
        enum nd_format format;
    } endings[] = {{".csv", ND_CSV}, {".tsv", ND_TSV}, {".json", ND_JSON_DOCUMENT}};

    for (size_t i = 0; path != NULL && i < sizeof endings / sizeof *endings; i++)
        if (nd_str_ends(nd_str_from(path), nd_str_from(endings[i].ending)))
            return endings[i].format;
    return ND_NDJSON;
}

static enum nd_status write_record(void *context, const struct nd_hit *hit, struct nd_error *err) {
    struct exporter *exporter = context;
    struct nd_output *output = &exporter->output;
    bool is_json = output->format == ND_JSON_DOCUMENT || output->format == ND_NDJSON;
    struct nd_stored_article stored;
    struct nd_copies copies = {NULL, 0};
    struct nd_record_view record = {&stored, hit, ND_STR_NONE, is_json ? "**" : "", true};
    enum nd_status status;

    nd_arena_reset(exporter->arena);
    status = nd_index_show(hit->index, hit->id, exporter->arena, &stored, err);
    if (status == ND_OK && output->fields->has_copies)
        status = nd_index_copies(hit->index, hit->id, exporter->arena, &copies, err);
    stored.copies = &copies;
    if (status != ND_OK)
        return status;
    record.path =
        output->format == ND_TEMPLATE ? nd_cli_path(exporter->cli, stored.article.path) : stored.article.path;
    nd_output_record(output, output->fields, &record);
    return nd_output_check(output->stream, output->name, err);
}

static enum nd_status feed_record(void *context, const struct nd_hit *hit, struct nd_error *err) {
    struct exporter *exporter = context;
    struct nd_stored_article stored;
    enum nd_status status;

    nd_arena_reset(exporter->arena);
    status = nd_index_show(exporter->index, hit->id, exporter->arena, &stored, err);
    return status == ND_OK ? nd_engine_put(exporter->feed, &stored, err) : status;
}

/* Some articles for an engine. */
static int feed_some(struct exporter *exporter, struct nd_query *query,
                     const struct nd_search_options *options) {
    struct nd_index_feed state = {0};
    struct nd_error err = ND_ERROR_INIT;
    struct nd_index_state now;
    enum nd_status status = nd_index_changes(exporter->index, &state, exporter->cli->arena, &now, &err);
    int64_t count = 0;

    exporter->feed =
        nd_engine_open(exporter->engine, ND_ENGINE_SOME, 0, exporter->output.stream, exporter->output.name);
    exporter->arena = nd_arena_new();
    if (status == ND_OK)
        status = nd_index_search(exporter->index, query, options, feed_record, exporter, &count, &err);
    if (status == ND_OK)
        status = nd_engine_end(exporter->feed, &now, &err);
    nd_cli_tell_lines(nd_engine_notes(exporter->feed));
    nd_engine_free(exporter->feed);
    nd_arena_free(exporter->arena);
    if (status != ND_OK)
        return nd_cli_failed(&err);
    nd_cli_note_cut(exporter->index);
    if (count == 0)
        nd_cli_tell_nothing(exporter->index, query, options);
    return count > 0 ? ND_EXIT_OK : ND_EXIT_SOME;
}

/* All that a feed from the beginning has is more than the articles: what is not in it, is not there any more.
 */
static int feed(struct exporter *exporter, struct nd_query *query, const struct nd_search_options *options) {
    bool is_whole = query->root == NULL && !query->is_emptied && query->filters == NULL &&
                    options->limit == 0 && options->after_id == 0 && options->sample == 0 &&
                    !options->collapse;

    return is_whole ? nd_cli_feed(exporter->cli, exporter->index, exporter->engine, 0, &exporter->output)
                    : feed_some(exporter, query, options);
}

static bool read_engine(struct exporter *exporter) {
    static const char *const others[] = {"format", "fields", "all-versions", "context"};

    if (!nd_cli_engine(exporter->cli, &exporter->engine))
        return false;
    for (size_t i = 0; exporter->engine != NULL && i < sizeof others / sizeof *others; i++)
        if (nd_cli_has(exporter->cli, others[i])) {
            nd_cli_usage(exporter->cli, "an engine takes the whole record, no --%s", others[i]);
            return false;
        }
    return true;
}

static bool read_options(struct exporter *exporter, struct nd_search_options *options) {
    struct nd_cli *cli = exporter->cli;
    struct nd_output *output = &exporter->output;
    const char *format = nd_cli_value(cli, "format"), *path = nd_cli_value(cli, "output");
    int64_t context;

    if (!nd_cli_number(cli, "limit", 0, INT32_MAX, 0, &options->limit) ||
        !nd_cli_number(cli, "after-id", 0, INT64_MAX, 0, &options->after_id) ||
        !nd_cli_number(cli, "context", 1, 1000, 30, &context) || !nd_cli_sample(cli, options))
        return false;
    options->context = (int)context;
    options->sort = ND_SORT_ID;
    options->any = nd_cli_has(cli, "any");
    options->references = nd_cli_has(cli, "references");
    options->all_versions = nd_cli_has(cli, "all-versions");
    options->collapse = nd_cli_has(cli, "collapse");
    if (format != NULL && strcmp(format, "text") == 0) {
        nd_cli_usage(cli, "--format is ndjson, json, csv, tsv or a template here");
        return false;
    }
    if (!nd_cli_output_as(cli, format_of(path), output))
        return false;
    for (size_t i = 0; output->fields != NULL && i < output->fields->count; i++)
        if (strcmp(output->fields->list[i].name, "score") == 0) {
            nd_cli_usage(cli, "articles are not ranked here; search --fields has the score");
            return false;
        }
    if (output->fields == NULL) {
        nd_output_choose_all(&exporter->whole, cli->arena);
        if (options->all_versions)
            (void)nd_output_choose(&exporter->whole, ND_STR("version_of"), cli->arena);
        if (nd_cli_has_several(cli))
            (void)nd_output_choose(&exporter->whole, ND_STR("database"), cli->arena);
        output->fields = &exporter->whole;
    }
    options->snippets = output->fields->has_snippets;
    return true;
}

/* Everything, onto the stream of the output. */
static int write_all(struct exporter *exporter, struct nd_query *query,
                     const struct nd_search_options *options) {
    struct nd_output *output = &exporter->output;
    struct nd_error err = ND_ERROR_INIT, ignored = ND_ERROR_INIT;
    int64_t count = 0;
    enum nd_status status;

    if (exporter->engine != NULL)
        return feed(exporter, query, options);
    exporter->arena = nd_arena_new();
    nd_output_begin(output, "articles");
    nd_output_header(output, output->fields);
    status = nd_index_search(exporter->index, query, options, write_record, exporter, &count, &err);
    if (nd_output_finish(output, status == ND_OK ? &err : &ignored) != ND_OK)
        status = ND_IO;
    nd_arena_free(exporter->arena);
    if (status != ND_OK)
        return nd_cli_failed(&err);
    nd_cli_note_cut(exporter->index);
    if (count == 0)
        nd_cli_tell_nothing(exporter->index, query, options);
    else
        nd_cli_tell_unfinished(exporter->index);
    return count > 0 ? ND_EXIT_OK : ND_EXIT_SOME;
}

static int write_file(struct exporter *exporter, struct nd_query *query,
                      const struct nd_search_options *options, const char *path) {
    struct nd_cli_file file;
    int status;

    if (!nd_cli_file_open(exporter->cli, path, &file))
        return ND_EXIT_FATAL;
    exporter->output.stream = file.stream;
    exporter->output.name = path;
    exporter->output.is_terminal = false;
    status = write_all(exporter, query, options);
    if (status != ND_EXIT_OK && status != ND_EXIT_SOME)
        nd_cli_file_drop(&file);
    else if (!nd_cli_file_commit(&file))
        status = ND_EXIT_FATAL;
    return status;
}

static int run_command(struct nd_cli *cli) {
    struct exporter exporter = {.cli = cli};
    struct nd_search_options options = {0};
    struct nd_query_settings settings = {.any = nd_cli_has(cli, "any"), .today = nd_cli_today()};
    struct nd_query *query = nd_cli_parse_query(cli, nd_cli_join(cli), &settings);
    const char *path = nd_cli_value(cli, "output");
    int status;

    if (!read_engine(&exporter) || !read_options(&exporter, &options) ||
        !nd_cli_filters(cli, query, &settings))
        return ND_EXIT_FATAL;
    exporter.index = nd_cli_open_joined(cli, &status);
    if (exporter.index == NULL)
        return status;
    if (!nd_cli_new_since(cli, exporter.index, &query, 1)) {
        nd_index_close(exporter.index);
        return ND_EXIT_FATAL;
    }
    status =
        path == NULL ? write_all(&exporter, query, &options) : write_file(&exporter, query, &options, path);
    nd_index_close(exporter.index);
    return nd_cli_see(cli, status);
}

const struct nd_command nd_export_command = {
    .name = "export",
    .run = run_command,
    .arguments = "[QUERY...]",
    .summary = "write the whole records of all hits",
    .details =
        "All articles that match the query, or all there are, in order of id: as NDJSON, JSON, CSV, TSV, or "
        "lines\n"
        "of your own ('{date}\\t{title}\\t{path}').",
    .options = (const struct nd_option *const[]){
        own_options, nd_cli_fields_option, nd_cli_engine_option, nd_cli_any_option, nd_cli_references_option,
        nd_cli_collapse_option, nd_cli_filter_options, nd_cli_sample_options, nd_cli_new_since_option, NULL}};
