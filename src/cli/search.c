#include "cli/cli.h"

#include "newsdex/copies.h"
#include "newsdex/map.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const struct nd_option own_options[] = {
    {"limit", 'n', "N", "at most N hits, 0 for all (default: 20)"},
    {"sort", 0, "ORDER", "relevance, newest or oldest (default: relevance; without words, newest)"},
    {"all-versions", 0, NULL, "behind each article the other versions of it, which do not answer"},
    {"collapse", 0, "[=KIND]",
     "of articles that are copies of each other only the first; =story: of those in one story"},
    {"count", 'c', NULL, "print how many articles match, nothing else"},
    {"list", 'l', NULL, "print paths only, one a line, each once"},
    {"parts", 0, NULL, "with --list: PATH#PART of each article in a file of many"},
    {"null", '0', NULL, "end each path with a NUL instead of a newline"},
    {"explain", 0, NULL, "print on standard error how the query was read and what each score is made of"},
    {"context", 0, "N", "words of a snippet (default: 30)"},
    {NULL, 0, NULL, NULL}};

struct printer {
    struct nd_cli *cli;
    struct nd_output output;
    struct nd_arena *arena; /* of one hit */
    bool paths_only, with_parts, is_folded;
    struct nd_map *printed; /* paths: that of a file of many articles is named once */
    char path_end;
};

static void explain_hit(const struct nd_hit *hit) {
    struct nd_buf out = {0};

    nd_output_hit_id(&out, hit);
    nd_buf_addf(&out, ": %.*s\n", (int)hit->explanation.len, hit->explanation.ptr);
    nd_output_write(stderr, nd_buf_str(&out));
    nd_buf_free(&out);
}

/* A line end in a name is part of it, but not on a terminal. */
static void print_path(struct printer *printer, struct nd_str path, struct nd_str part) {
    struct nd_buf *out = &printer->output.buf;
    int64_t times;

    if (!printer->with_parts) {
        if (nd_map_get(printer->printed, path, &times))
            return;
        nd_map_put(printer->printed, path, 1);
    }
    if (printer->output.is_terminal)
        nd_output_clean_line(out, path);
    else
        nd_buf_add(out, path);
    if (printer->with_parts && part.len > 0) {
        nd_buf_add_char(out, '#');
        printer->output.is_terminal ? nd_output_clean_line(out, part) : nd_buf_add(out, part);
    }
    nd_output_flush(&printer->output);
    putchar(printer->path_end);
}

/* With the fields that were chosen, of which most are not among those of a hit. */
static enum nd_status print_fields(struct printer *printer, const struct nd_hit *hit, struct nd_error *err) {
    struct nd_output *output = &printer->output;
    bool is_json = output->format == ND_JSON_DOCUMENT || output->format == ND_NDJSON;
    struct nd_stored_article stored;
    struct nd_copies copies = {NULL, 0};
    struct nd_record_view record = {&stored, hit, hit->path, is_json ? "**" : "", false};
    enum nd_status status;

    nd_arena_reset(printer->arena);
    status = nd_index_show(hit->index, hit->id, printer->arena, &stored, err);
    if (status == ND_OK && output->fields->has_copies)
        status = nd_index_copies(hit->index, hit->id, printer->arena, &copies, err);
    stored.copies = &copies;
    if (output->format == ND_TEMPLATE)
        record.path = nd_cli_path(printer->cli, hit->path);
    if (status == ND_OK)
        nd_output_record(output, output->fields, &record);
    return status;
}

static enum nd_status print_hit(void *context, const struct nd_hit *hit, struct nd_error *err) {
    struct printer *printer = context;
    enum nd_status status = ND_OK;

    if (hit->explanation.len > 0)
        explain_hit(hit);
    if (printer->paths_only) {
        struct nd_str path = hit->is_reference ? hit->url : nd_cli_path(printer->cli, hit->path);
        if (path.len > 0)
            print_path(printer, path, hit->part);
    } else if (printer->output.fields != NULL) {
        status = print_fields(printer, hit, err);
    } else {
        bool is_text = printer->output.format == ND_TEXT;
        nd_output_hit(&printer->output, hit, is_text ? nd_cli_path(printer->cli, hit->path) : hit->path);
    }
    return status == ND_OK ? nd_output_check(stdout, NULL, err) : status;
}

static bool read_sort(const struct nd_cli *cli, enum nd_sort *sort) {
    static const char *const names[] = {"", "relevance", "newest", "oldest"};
    const char *value = nd_cli_value(cli, "sort");

    *sort = ND_SORT_DEFAULT;
    for (int i = 1; i < 4 && value != NULL; i++)
        if (strcmp(value, names[i]) == 0)
            *sort = (enum nd_sort)i;
    if (value != NULL && *sort == ND_SORT_DEFAULT) {
        nd_cli_usage(cli, "--sort is relevance, newest or oldest, not \"%s\"", value);
        return false;
    }
    return true;
}

static bool read_collapse(const struct nd_cli *cli, struct nd_search_options *options,
                          struct printer *printer) {
    const char *value = nd_cli_value(cli, "collapse");

    if (value == NULL)
        return true;
    printer->is_folded = strcmp(value, "story") == 0;
    if (!printer->is_folded && value[0] != '\0' && strcmp(value, "copies") != 0) {
        nd_cli_usage(cli, "--collapse is copies or story, not \"%s\"", value);
        return false;
    }
    if (printer->is_folded && (options->sample > 0 || options->all_versions || nd_cli_has(cli, "count"))) {
        nd_cli_usage(cli, "--collapse=story does not go with --count, --sample and --all-versions");
        return false;
    }
    options->collapse = !printer->is_folded;
    printer->output.has_copies = true;
    printer->output.has_stories = printer->is_folded;
    return true;
}

static bool read_options(struct nd_cli *cli, struct nd_search_options *options, struct printer *printer) {
    int64_t context;

    if (!nd_cli_sample(cli, options) ||
        !nd_cli_number(cli, "limit", 0, INT32_MAX, options->sample > 0 || nd_cli_asks_last(cli) ? 0 : 20,
                       &options->limit) ||
        !nd_cli_number(cli, "context", 1, 1000, 30, &context) || !read_sort(cli, &options->sort) ||
        !nd_cli_output(cli, &printer->output))
        return false;
    if (options->sample > 0 && nd_cli_has(cli, "count")) {
        nd_cli_usage(cli, "--count counts all; --sample does not go with it");
        return false;
    }
    options->context = (int)context;
    options->any = nd_cli_has(cli, "any");
    options->references = nd_cli_has(cli, "references");
    options->all_versions = nd_cli_has(cli, "all-versions");
    printer->with_parts = nd_cli_has(cli, "parts");
    printer->paths_only = nd_cli_has(cli, "list") || printer->with_parts || nd_cli_has(cli, "null");
    printer->path_end = nd_cli_has(cli, "null") ? '\0' : '\n';
    options->snippets =
        !printer->paths_only && (printer->output.fields == NULL || printer->output.fields->has_snippets);
    printer->output.has_databases = nd_cli_has_several(cli);
    return read_collapse(cli, options, printer);
}

static int count_hits(struct nd_index *index, struct nd_query *query,
                      const struct nd_search_options *options) {
    struct nd_error err = ND_ERROR_INIT;
    int64_t count = 0;

    if (nd_index_search_count(index, query, options, &count, &err) != ND_OK)
        return nd_cli_failed(&err);
    nd_cli_note_cut(index);
    printf("%" PRId64 "\n", count);
    nd_cli_tell_unfinished(index);
    return count > 0 ? ND_EXIT_OK : ND_EXIT_SOME;
}

static void begin_hits(struct nd_output *output) {
    nd_output_begin(output, "hits");
    if (output->fields != NULL)
        nd_output_header(output, output->fields);
    else
        nd_output_hits(output);
}

static int print_hits(struct nd_index *index, struct nd_query *query, const struct nd_search_options *options,
                      struct printer *printer) {
    struct nd_error err = ND_ERROR_INIT, ignored = ND_ERROR_INIT;
    int64_t count = 0;
    enum nd_status status;

    if (!printer->paths_only)
        begin_hits(&printer->output);
    printer->printed = nd_map_new(SIZE_MAX);
    printer->arena = nd_arena_new();
    status = (printer->is_folded ? nd_index_search_folded : nd_index_search)(index, query, options, print_hit,
                                                                             printer, &count, &err);
    nd_map_free(printer->printed);
    nd_arena_free(printer->arena);
    if (printer->paths_only)
        nd_buf_free(&printer->output.buf);
    if (!printer->paths_only &&
        nd_output_finish(&printer->output, status == ND_OK ? &err : &ignored) != ND_OK)
        status = ND_IO;
    if (status != ND_OK)
        return nd_cli_failed(&err);
    nd_cli_note_cut(index);
    if (count == 0)
        nd_cli_tell_nothing(index, query, options);
    return count > 0 ? ND_EXIT_OK : ND_EXIT_SOME;
}

int nd_cli_search_hits(struct nd_cli *cli, struct nd_query *query, const struct nd_query_settings *settings,
                       nd_cli_prepare *prepare, void *context) {
    struct printer printer = {.cli = cli};
    struct nd_search_options options = {0};
    struct nd_index *index;
    struct nd_buf explanation = {0};
    int status;

    if (nd_cli_has(cli, "explain"))
        options.explain = &explanation;
    if (!read_options(cli, &options, &printer) || !nd_cli_filters(cli, query, settings))
        return ND_EXIT_FATAL;
    index = prepare == NULL ? nd_cli_open_joined(cli, &status) : nd_cli_open(cli, ND_INDEX_READ, 0, &status);
    if (index == NULL)
        return status;
    if (!nd_cli_new_since(cli, index, &query, 1))
        status = ND_EXIT_FATAL;
    else if (prepare != NULL)
        status = prepare(context, index, query, &options);
    if (status == ND_EXIT_OK)
        status = nd_cli_has(cli, "count") ? count_hits(index, query, &options)
                                          : print_hits(index, query, &options, &printer);
    if (explanation.len > 0)
        nd_output_write(stderr, nd_buf_str(&explanation));
    nd_buf_free(&explanation);
    nd_index_close(index);
    return nd_cli_see(cli, status);
}

static int run_command(struct nd_cli *cli) {
    struct nd_query_settings settings = {.any = nd_cli_has(cli, "any"), .today = nd_cli_today()};
    struct nd_query *query = nd_cli_parse_query(cli, nd_cli_join(cli), &settings);

    return nd_cli_search_hits(cli, query, &settings, NULL, NULL);
}

const struct nd_command nd_search_command = {
    .name = "search",
    .run = run_command,
    .arguments = "[QUERY...]",
    .summary = "find articles",
    .details =
        "Words must all occur; \"a phrase\", -not, a OR b, ( ), prefix*, \"two words\"~5, title: excerpt: "
        "topic:\n"
        "body: before a word; provider: lang: type: category: path: url: after: before: date: filter.\n"
        "No query is ever an error. Without words, all articles, newest first.",
    .options = (const struct nd_option *const[]){own_options, nd_cli_any_option, nd_cli_references_option,
                                                 nd_cli_fields_option, nd_cli_filter_options,
                                                 nd_cli_sample_options, nd_cli_new_since_option, NULL}};
