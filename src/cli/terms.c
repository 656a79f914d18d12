#include "cli/cli.h"

#include "newsdex/terms.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const struct nd_option own_options[] = {
    {"against", 0, "QUERY", "beside the articles that QUERY matches (default: all others)"},
    {"over", 0, "PERIOD",
     "what rose in each day, week, month or year of the hits, beside the others of them"},
    {"no-function-words", 0, NULL, "without words such as the, of, dans, der, and numbers"},
    {"no-phrases", 0, NULL, "words alone, no phrases of two"},
    {"min-articles", 0, "N", "only what at least N of the hits have (default: 2)"},
    {"limit", 'n', "N", "at most N terms, or N of each period, 0 for all (default: 25, with --over 5)"},
    {NULL, 0, NULL, NULL}};

enum { COLUMNS = 9, DEFAULT_LIMIT = 25, DEFAULT_OF_PERIOD = 5, NUMBER = 32 };

/* The numbers of a row as text. */
struct numbers {
    char text[7][NUMBER];
};

static size_t make_row(const struct nd_term *term, bool has_period, struct numbers *numbers,
                       struct nd_cell cells[COLUMNS]) {
    static const char *const names[] = {"articles", "occurrences", "rest_articles", "rest_occurrences",
                                        "g2",       "diff",        "log_ratio"};
    const int64_t counts[] = {term->here.articles, term->here.occurrences, term->rest.articles,
                              term->rest.occurrences};
    size_t n = 0;

    if (has_period)
        cells[n++] = (struct nd_cell){"period", ND_CELL_TEXT, term->period};
    cells[n++] = (struct nd_cell){"term", ND_CELL_TEXT, term->text};
    for (int i = 0; i < 4; i++)
        snprintf(numbers->text[i], NUMBER, "%" PRId64, counts[i]);
    snprintf(numbers->text[4], NUMBER, "%.2f", term->g2);
    snprintf(numbers->text[5], NUMBER, "%.1f", term->diff);
    snprintf(numbers->text[6], NUMBER, "%.2f", term->log_ratio);
    for (int i = 0; i < 7; i++)
        cells[n++] = (struct nd_cell){names[i], ND_CELL_NUMBER, nd_str_from(numbers->text[i])};
    if (term->rest.occurrences == 0)
        cells[n - 2].value = ND_STR_NONE;
    return n;
}

static void print_terms(struct nd_output *output, const struct nd_terms *terms, bool has_period) {
    struct nd_cell cells[COLUMNS];
    struct numbers numbers;
    const char *names[COLUMNS];
    int widths[COLUMNS] = {0};
    const struct nd_term none = {0};
    size_t count = make_row(&none, has_period, &numbers, cells);

    for (size_t i = 0; i < count; i++)
        names[i] = cells[i].name;
    nd_output_begin(output, "terms");
    nd_output_columns(output, names, count);
    for (size_t i = 0; i < terms->count && output->format == ND_TEXT; i++) {
        make_row(&terms->list[i], has_period, &numbers, cells);
        nd_output_measure(cells, count, widths);
    }
    for (size_t i = 0; i < terms->count; i++) {
        make_row(&terms->list[i], has_period, &numbers, cells);
        if (output->format == ND_TEXT)
            nd_output_aligned(output, cells, count, widths);
        else
            nd_output_row(output, cells, count);
    }
}

/* What the figures mean, where a person reads them; and what they leave out. */
static void tell(const struct nd_output *output, const struct nd_terms *terms, bool has_period) {
    if (output->format == ND_TEXT && has_period)
        nd_cli_error("%" PRId64 " words in %" PRId64 " articles", terms->here.occurrences,
                     terms->here.articles - terms->undated);
    else if (output->format == ND_TEXT)
        nd_cli_error("%" PRId64 " words in %" PRId64 " articles, beside %" PRId64 " in %" PRId64,
                     terms->here.occurrences, terms->here.articles, terms->rest.occurrences,
                     terms->rest.articles);
    if (terms->undated > 0)
        nd_cli_error("%" PRId64 " %s without a date, or with less than it takes, not counted", terms->undated,
                     terms->undated == 1 ? "article" : "articles");
    if (terms->sampled > 0 && (int64_t)terms->sampled < terms->here.articles)
        nd_cli_error("phrases were looked for in %zu of the articles, and counted in all", terms->sampled);
    if (terms->here.articles > 0 && !has_period && terms->rest.articles == 0)
        nd_cli_error("there are no other articles to compare with");
}

static bool read_period(const struct nd_cli *cli, struct nd_terms_request *request) {
    const char *over = nd_cli_value(cli, "over");

    if (over == NULL)
        return true;
    request->has_period = nd_cli_period(over, &request->period);
    if (!request->has_period)
        nd_cli_usage(cli, "--over is day, week, month or year, not \"%s\"", over);
    else if (request->against != NULL)
        nd_cli_usage(cli, "--over compares the hits with each other; --against does not go with it");
    return request->has_period && request->against == NULL;
}

static bool read_request(struct nd_cli *cli, struct nd_terms_request *request) {
    struct nd_query_settings settings = {.any = nd_cli_has(cli, "any"), .today = nd_cli_today()};
    const char *against = nd_cli_value(cli, "against");

    request->query = nd_cli_parse_query(cli, nd_cli_join(cli), &settings);
    if (against != NULL)
        request->against = nd_cli_parse_query(cli, nd_str_from(against), &settings);
    request->has_function_words = !nd_cli_has(cli, "no-function-words");
    request->has_phrases = !nd_cli_has(cli, "no-phrases");
    if (!read_period(cli, request) ||
        !nd_cli_number(cli, "limit", 0, INT32_MAX, request->has_period ? DEFAULT_OF_PERIOD : DEFAULT_LIMIT,
                       &request->limit) ||
        !nd_cli_number(cli, "min-articles", 1, INT32_MAX, 2, &request->min_articles) ||
        (against != NULL && request->against == NULL) || !nd_cli_filters(cli, request->query, &settings))
        return false;
    if (request->query->root == NULL && request->query->filters == NULL && !request->has_period)
        nd_cli_usage(cli, "which articles? A query says it, or --over compares periods of all");
    return request->query->root != NULL || request->query->filters != NULL || request->has_period;
}

static int run_command(struct nd_cli *cli) {
    struct nd_search_options options = {.any = nd_cli_has(cli, "any"),
                                        .collapse = nd_cli_has(cli, "collapse")};
    struct nd_terms_request request = {.options = &options};
    struct nd_error err = ND_ERROR_INIT;
    struct nd_output output;
    struct nd_terms terms;
    struct nd_index *index;
    int status;

    if (!nd_cli_output(cli, &output) || !read_request(cli, &request))
        return ND_EXIT_FATAL;
    index = nd_cli_open(cli, ND_INDEX_READ, 0, &status);
    if (index == NULL)
        return status;
    if (nd_index_terms(index, &request, cli->arena, &terms, &err) == ND_OK) {
        print_terms(&output, &terms, request.has_period);
        status = terms.count > 0 ? ND_EXIT_OK : ND_EXIT_SOME;
        if (nd_output_finish(&output, &err) != ND_OK)
            status = nd_cli_failed(&err);
        nd_cli_note_cut(index);
        nd_cli_tell_unfinished(index);
        if (terms.here.articles == 0)
            nd_cli_tell_nothing(index, request.query, &options);
        else
            tell(&output, &terms, request.has_period);
    } else {
        status = nd_cli_failed(&err);
    }
    nd_index_close(index);
    return status;
}

const struct nd_command nd_terms_command = {
    .name = "terms",
    .run = run_command,
    .arguments = "[QUERY...]",
    .summary = "list the words and phrases that are typical for articles",
    .details =
        "Those more frequent in the hits than in all other articles, or in those of another query, the most "
        "typical\n"
        "first (log-likelihood G2); with --over, what rose in each month.",
    .options = (const struct nd_option *const[]){own_options, nd_cli_any_option, nd_cli_collapse_option,
                                                 nd_cli_filter_options, NULL}};
