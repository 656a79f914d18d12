#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

static const struct nd_option own_options[] = {
    {"limit", 'n', "N", "at most N stories, 0 for all (default: as text 20, in other formats all)"},
    {"sort", 0, "ORDER", "newest or biggest first (default: newest)"},
    {"articles", 0, NULL, "as text: the articles of each story as well, in order of time"},
    {"least", 0, "N", "stories of at least N articles (default: 2)"},
    {"among", 0, "N", "group the newest N articles that match, 0 for all (default: 50000)"},
    {"explain", 0, NULL, "print on standard error how the query was read"},
    {NULL, 0, NULL, NULL}};

struct printer {
    struct nd_output output;
    bool with_articles;
};

static enum nd_status print_story(void *context, const struct nd_story *story, struct nd_error *err) {
    struct printer *printer = context;

    nd_output_story(&printer->output, story, printer->with_articles);
    return nd_output_check(stdout, NULL, err);
}

static bool read_sort(const struct nd_cli *cli, bool *is_biggest) {
    const char *value = nd_cli_value(cli, "sort");

    *is_biggest = value != NULL && strcmp(value, "biggest") == 0;
    if (value == NULL || *is_biggest || strcmp(value, "newest") == 0)
        return true;
    nd_cli_usage(cli, "--sort is newest or biggest, not \"%s\"", value);
    return false;
}

static bool read_options(struct nd_cli *cli, struct nd_stories_request *request, struct printer *printer) {
    if (!nd_cli_output(cli, &printer->output))
        return false;
    printer->with_articles = nd_cli_has(cli, "articles");
    return read_sort(cli, &request->is_biggest) &&
           nd_cli_number(cli, "limit", 0, INT32_MAX, printer->output.format == ND_TEXT ? 20 : 0,
                         &request->limit) &&
           nd_cli_number(cli, "least", 1, INT32_MAX, 2, &request->least) &&
           nd_cli_number(cli, "among", 0, INT32_MAX, ND_STORIES_AMONG, &request->among);
}

void nd_cli_stories_note_cut(const struct nd_stories_totals *totals) {
    if (totals->is_cut)
        nd_cli_error(
            "only the newest %lld matches were grouped; newsdex stories --among takes more, --after and"
            " --before others",
            (long long)totals->articles);
}

static int print_stories(struct nd_index *index, const struct nd_stories_request *request,
                         struct printer *printer) {
    struct nd_error err = ND_ERROR_INIT, ignored = ND_ERROR_INIT;
    struct nd_stories_totals totals;
    enum nd_status status;

    nd_output_begin(&printer->output, "stories");
    nd_output_stories(&printer->output);
    status = nd_index_stories(index, request, print_story, printer, &totals, &err);
    if (nd_output_finish(&printer->output, status == ND_OK ? &err : &ignored) != ND_OK)
        status = ND_IO;
    if (status != ND_OK)
        return nd_cli_failed(&err);
    nd_cli_note_cut(index);
    nd_cli_stories_note_cut(&totals);
    if (totals.articles == 0 && nd_cli_asks(request->query)) {
        nd_cli_tell_nothing(index, request->query, request->options);
    } else if (totals.stories == 0) {
        nd_cli_tell_unfinished(index);
        nd_cli_error("no story of %lld articles among %lld that match", (long long)request->least,
                     (long long)totals.articles);
    }
    return totals.stories > 0 ? ND_EXIT_OK : ND_EXIT_SOME;
}

static int run_command(struct nd_cli *cli) {
    struct nd_query_settings settings = {.any = nd_cli_has(cli, "any"), .today = nd_cli_today()};
    struct nd_query *query = nd_cli_parse_query(cli, nd_cli_join(cli), &settings);
    struct nd_search_options options = {.any = nd_cli_has(cli, "any"),
                                        .references = nd_cli_has(cli, "references")};
    struct nd_stories_request request = {.query = query, .options = &options};
    struct printer printer = {.with_articles = false};
    struct nd_buf explanation = {0};
    struct nd_index *index;
    int status;

    if (nd_cli_has(cli, "explain"))
        options.explain = &explanation;
    if (!read_options(cli, &request, &printer) || !nd_cli_filters(cli, query, &settings))
        return ND_EXIT_FATAL;
    index = nd_cli_open(cli, ND_INDEX_READ, 0, &status);
    if (index == NULL)
        return status;
    status = print_stories(index, &request, &printer);
    if (explanation.len > 0)
        nd_output_write(stderr, nd_buf_str(&explanation));
    nd_buf_free(&explanation);
    nd_index_close(index);
    return status;
}

const struct nd_command nd_stories_command = {
    .name = "stories",
    .run = run_command,
    .arguments = "[QUERY...]",
    .summary = "group articles about the same event",
    .details =
        "All articles that match the query, or all there are: which of them tell of one event, in one "
        "language.\n"
        "Nothing is stored; articles are compared by the words of their titles and first lines, and by their "
        "dates.",
    .options = (const struct nd_option *const[]){own_options, nd_cli_any_option, nd_cli_references_option,
                                                 nd_cli_filter_options, NULL}};
