#include "cli/count.h"

#include "cli/counter.h"
#include "newsdex/limits.h"
#include "newsdex/report.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct nd_option own_options[] = {
    {"by", 0, "FIELD",
     "topic, keyword, theme, author, provider, language, type, category, tag, length, metadata.KEY, day,"
     " week, month or year, twice for every pair of values; or story, alone"},
    {"query", 0, "NAME=QUERY", "count that query under this name; several stand side by side"},
    {"cooccur", 0, "FIELD",
     "pairs of topics, keywords, themes or authors that articles have together, as edges of a graph"},
    {"share", 0, NULL, "also how many articles there are in all, and the share of these"},
    {"wide", 0, NULL, "a column for each value of the second field, or for each query"},
    {"limit", 'n', "N", "at most N values of the first field, 0 for all (default: 0)"},
    {NULL, 0, NULL, NULL}};

static const char *const fields[] = {
    [ND_FACET_TOPIC] = "topic",   [ND_FACET_KEYWORD] = "keyword",   [ND_FACET_THEME] = "theme",
    [ND_FACET_AUTHOR] = "author", [ND_FACET_PROVIDER] = "provider", [ND_FACET_LANGUAGE] = "language",
    [ND_FACET_TYPE] = "type",     [ND_FACET_CATEGORY] = "category", [ND_FACET_TAG] = "tag",
    [ND_FACET_DAY] = "day",       [ND_FACET_WEEK] = "week",         [ND_FACET_MONTH] = "month",
    [ND_FACET_YEAR] = "year",     [ND_FACET_LENGTH] = "length",     [ND_FACET_STORY] = "story"};

enum { FIELDS = sizeof fields / sizeof *fields };

static void print_rows(struct nd_output *output, const char *field, const struct nd_counter *counter) {
    if (output->format == ND_TEXT) {
        nd_output_bars(output, counter->list, counter->count, nd_cli_width(STDOUT_FILENO));
        return;
    }
    for (size_t i = 0; i < counter->count; i++) {
        char number[24];
        snprintf(number, sizeof number, "%" PRId64, counter->list[i].count);
        nd_output_row(output,
                      (struct nd_cell[]){{field, ND_CELL_TEXT, counter->list[i].value},
                                         {"articles", ND_CELL_NUMBER, nd_str_from(number)}},
                      2);
    }
}

static bool read_field(const struct nd_cli *cli, const char *value, struct nd_count *count) {
    static const struct nd_str prefix = ND_STR_INIT("metadata.");
    size_t n = count->request.field_count;
    int i = 0;

    while (i < FIELDS && strcmp(value, fields[i]) != 0)
        i++;
    if (n == 2) {
        nd_cli_usage(cli, "--by counts by two fields at most");
        return false;
    }
    if (i == FIELDS && (!nd_str_starts(nd_str_from(value), prefix) || value[prefix.len] == '\0')) {
        struct nd_buf names = {0};
        for (i = 0; i < FIELDS; i++)
            nd_buf_addf(&names, "%s, ", fields[i]);
        nd_cli_usage(cli, "--by does not know \"%s\"; there are %smetadata.KEY", value, names.ptr);
        nd_buf_free(&names);
        return false;
    }
    count->names[n] = value;
    count->request.fields[n] = i == FIELDS ? ND_FACET_METADATA : (enum nd_facet_field)i;
    count->request.keys[n] = nd_str_skip(nd_str_from(value), prefix.len);
    count->request.field_count++;
    return true;
}

static struct nd_query *parse(struct nd_cli *cli, struct nd_str text, bool *is_good) {
    struct nd_query_settings settings = {.any = nd_cli_has(cli, "any"), .today = nd_cli_today()};
    struct nd_query *query = nd_cli_parse_query(cli, text, &settings);

    *is_good = *is_good && nd_cli_filters(cli, query, &settings);
    return query;
}

/* Those of --query, or else the arguments; and all articles, where shares are wanted. */
static bool read_queries(struct nd_cli *cli, struct nd_count *count) {
    struct nd_crosstab_request *request = &count->request;
    size_t given = 0;
    bool is_good = true;

    for (const struct nd_given *g = cli->first; g != NULL; g = g->next)
        given += strcmp(g->option->name, "query") == 0;
    request->queries = nd_arena_alloc(cli->arena, given + 2, sizeof(struct nd_query *));
    count->query_names = nd_arena_alloc(cli->arena, given + 1, sizeof *count->query_names);
    if (given > 0 && cli->argument_count > 0) {
        nd_cli_usage(cli, "--query takes the place of the query \"%s\"", cli->arguments[0]);
        return false;
    }
    for (const struct nd_given *g = cli->first; g != NULL; g = g->next) {
        struct nd_str value = nd_str_from(g->value);
        size_t equals = nd_str_find_char(value, '=');
        if (strcmp(g->option->name, "query") != 0)
            continue;
        if (equals == SIZE_MAX || equals == 0) {
            nd_cli_usage(cli, "--query takes NAME=QUERY, not \"%s\"", g->value);
            return false;
        }
        count->query_names[request->query_count] = nd_str_slice(value, 0, equals);
        request->queries[request->query_count++] = parse(cli, nd_str_skip(value, equals + 1), &is_good);
    }
    if (given == 0)
        request->queries[request->query_count++] = parse(cli, nd_cli_join(cli), &is_good);
    count->has_queries = given > 0;
    request->ranked = request->query_count;
    if (count->has_share)
        request->queries[request->query_count++] = parse(cli, ND_STR_NONE, &is_good);
    return is_good;
}

static bool is_single(const struct nd_count *count) {
    return !count->is_graph && !count->has_queries && !count->has_share && !count->is_wide;
}

static bool is_period(const struct nd_count *count) {
    enum nd_facet_field field = count->request.fields[0];

    return field == ND_FACET_DAY || field == ND_FACET_WEEK || field == ND_FACET_MONTH ||
           field == ND_FACET_YEAR;
}

static bool is_by_story(const struct nd_count *count) {
    for (size_t i = 0; i < count->request.field_count; i++)
        if (count->request.fields[i] == ND_FACET_STORY)
            return true;
    return false;
}

/* Both axes are the field. */
static bool read_graph(const struct nd_cli *cli, struct nd_count *count) {
    const char *field = nd_cli_value(cli, "cooccur"), *format = nd_cli_value(cli, "format");

    count->is_graph = field != NULL;
    count->is_gexf = format != NULL && strcmp(format, "gexf") == 0;
    if (!count->is_graph && count->is_gexf)
        nd_cli_usage(cli, "--format gexf is for --cooccur");
    if (!count->is_graph)
        return !count->is_gexf;
    if (count->request.field_count > 0 || count->is_wide || count->has_share || nd_cli_has(cli, "query")) {
        nd_cli_usage(
            cli, "--cooccur counts pairs of one query; --by, --share, --wide and --query do not go with it");
        return false;
    }
    for (int axis = 0; axis < 2; axis++)
        if (!read_field(cli, field, count))
            return false;
    count->request.is_symmetric = true;
    if (count->request.fields[0] > ND_FACET_AUTHOR) {
        nd_cli_usage(cli, "--cooccur is topic, keyword, theme or author, not \"%s\"", field);
        return false;
    }
    return true;
}

static bool read_count(struct nd_cli *cli, struct nd_count *count) {
    for (const struct nd_given *g = cli->first; g != NULL; g = g->next)
        if (strcmp(g->option->name, "by") == 0 && !read_field(cli, g->value, count))
            return false;
    count->has_share = nd_cli_has(cli, "share");
    count->is_wide = nd_cli_has(cli, "wide");
    if (!read_graph(cli, count))
        return false;
    count->is_svg = nd_cli_value(cli, "format") != NULL && strcmp(nd_cli_value(cli, "format"), "svg") == 0;
    count->output.stream = stdout;
    if (!nd_cli_number(cli, "limit", 0, INT32_MAX, 0, &count->limit) ||
        (!count->is_svg && !count->is_gexf && !nd_cli_output(cli, &count->output)) ||
        !read_queries(cli, count))
        return false;
    if (count->is_svg && (!is_single(count) || count->request.field_count != 1 || !is_period(count))) {
        nd_cli_usage(cli, "--format svg draws counts by day, week, month or year");
        return false;
    }
    if (is_by_story(count) && nd_cli_has_several(cli)) {
        nd_cli_usage(cli, "--by story takes one --db; newsdex merge makes one database of several");
        return false;
    }
    if (is_by_story(count) && (!is_single(count) || count->request.field_count != 1)) {
        nd_cli_usage(cli, "--by story stands alone: without other fields, --query, --share and --wide");
        return false;
    }
    if (count->is_wide && count->request.field_count + count->has_queries < 2) {
        nd_cli_usage(cli, "--wide is for two fields, or for fields and --query");
        return false;
    }
    return true;
}

/* How many match. */
static int count_matches(struct nd_count *count, struct nd_index *index) {
    struct nd_error err = ND_ERROR_INIT;
    int64_t matches = 0;
    char number[24];

    if (nd_index_search_count(index, count->request.queries[0], count->request.options, &matches, &err) !=
        ND_OK)
        return nd_cli_failed(&err);
    nd_cli_note_cut(index);
    snprintf(number, sizeof number, "%" PRId64, matches);
    nd_output_begin(&count->output, "counts");
    nd_output_row(&count->output, &(struct nd_cell){"articles", ND_CELL_NUMBER, nd_str_from(number)}, 1);
    if (nd_output_finish(&count->output, &err) != ND_OK)
        return nd_cli_failed(&err);
    return matches > 0 ? ND_EXIT_OK : ND_EXIT_SOME;
}

static enum nd_status take_story(void *context, const struct nd_story *story, struct nd_error *err) {
    struct nd_facet facet = {.count = (int64_t)story->count};
    size_t at = 0;

    while (at + 1 < story->count && story->articles[at].id != story->lead)
        at++;
    facet.value = story->articles[at].title.ptr == NULL ? ND_STR("") : story->articles[at].title;
    return nd_counter_take(context, &facet, err);
}

/* By story: the title of each, the biggest first, then the articles that are in none. */
static enum nd_status count_stories(struct nd_count *count, struct nd_index *index,
                                    struct nd_facet_receiver *receiver, struct nd_error *err) {
    struct nd_counter *counter = receiver->context;
    struct nd_stories_request request = {.query = count->request.queries[0],
                                         .options = count->request.options,
                                         .is_biggest = true,
                                         .least = 2,
                                         .among = ND_STORIES_AMONG};
    struct nd_stories_totals totals = {0};
    struct nd_facet none = {.value = ND_STR_NONE};
    enum nd_status status = nd_index_stories(index, &request, take_story, counter, &totals, err);

    none.count = receiver->matches = totals.articles;
    for (size_t i = 0; i < counter->count; i++)
        none.count -= counter->list[i].count;
    nd_cli_stories_note_cut(&totals);
    return status == ND_OK && none.count > 0 ? nd_counter_take(counter, &none, err) : status;
}

/* One query by one field. */
static int count_values(struct nd_cli *cli, struct nd_count *count, struct nd_index *index) {
    struct nd_counter counter = {.arena = cli->arena};
    struct nd_error err = ND_ERROR_INIT;
    struct nd_output *output = &count->output;
    struct nd_facet_receiver receiver = {.take = nd_counter_take, .context = &counter};
    enum nd_status status = is_by_story(count)
                                ? count_stories(count, index, &receiver, &err)
                                : nd_index_facets(index, count->request.queries[0], count->request.options,
                                                  count->request.fields[0], &receiver, &err);

    nd_cli_note_cut(index);
    if (status != ND_OK)
        return nd_cli_failed(&err);
    if (count->limit > 0 && counter.count > (size_t)count->limit)
        counter.count = (size_t)count->limit;
    if (count->is_svg) {
        struct nd_report_counts drawn = {"Articles", counter.list, counter.count, 0};
        drawn.others = nd_counter_drop_none(&counter);
        drawn.count = counter.count;
        nd_svg_timeline(&output->buf, &drawn);
        fwrite(output->buf.ptr, 1, output->buf.len, output->stream);
        nd_buf_free(&output->buf);
        if (drawn.others > 0)
            nd_cli_error("%" PRId64 " %s without a date, or with less than it takes, not drawn", drawn.others,
                         drawn.others == 1 ? "article" : "articles");
        return receiver.matches > 0 ? ND_EXIT_OK : ND_EXIT_SOME;
    }
    nd_output_begin(output, "counts");
    nd_output_columns(output, (const char *const[]){count->names[0], "articles"}, 2);
    print_rows(output, count->names[0], &counter);
    if (nd_output_finish(output, &err) != ND_OK)
        return nd_cli_failed(&err);
    return receiver.matches > 0 ? ND_EXIT_OK : ND_EXIT_SOME;
}

static int count_cells(struct nd_cli *cli, struct nd_count *count, struct nd_index *index) {
    struct nd_error err = ND_ERROR_INIT;
    struct nd_crosstab table;

    if (nd_index_crosstab(index, &count->request, cli->arena, &table, &err) != ND_OK)
        return nd_cli_failed(&err);
    nd_cli_note_cut(index);
    if (table.left_out > 0)
        nd_cli_error("%zu %s left out: more than %d pairs of values in one, or %d in all", table.left_out,
                     table.left_out == 1 ? "article" : "articles", (int)ND_MAX_ARTICLE_CELLS,
                     (int)ND_MAX_CELLS);
    if (count->is_graph)
        return nd_cli_count_graph(count, &table, cli->arena);
    nd_cli_count_print(count, &table, cli->arena);
    if (nd_output_finish(&count->output, &err) != ND_OK)
        return nd_cli_failed(&err);
    for (size_t i = 0; i < table.cell_count; i++)
        for (size_t q = 0; q < count->request.ranked; q++)
            if (table.cells[i].counts[q] > 0)
                return ND_EXIT_OK;
    return ND_EXIT_SOME;
}

/* Whether the query matches, though it has no pairs. */
static bool is_anything(struct nd_index *index, const struct nd_count *count) {
    struct nd_error ignored = ND_ERROR_INIT;
    int64_t matches = 0;

    return nd_index_search_count(index, count->request.queries[0], count->request.options, &matches,
                                 &ignored) == ND_OK &&
           matches > 0;
}

static int run_command(struct nd_cli *cli) {
    struct nd_search_options options = {.any = nd_cli_has(cli, "any"),
                                        .references = nd_cli_has(cli, "references"),
                                        .collapse = nd_cli_has(cli, "collapse")};
    struct nd_count count = {.request.options = &options};
    struct nd_index *index;
    int status;

    if (!read_count(cli, &count))
        return ND_EXIT_FATAL;
    index = nd_cli_open_joined(cli, &status);
    if (index == NULL)
        return status;
    if (!nd_cli_new_since(cli, index, count.request.queries, count.request.ranked))
        status = ND_EXIT_FATAL;
    else if (is_single(&count) && count.request.field_count == 0)
        status = count_matches(&count, index);
    else if (is_single(&count) && count.request.field_count == 1 &&
             (count.request.fields[0] < ND_FACETS || is_by_story(&count)))
        status = count_values(cli, &count, index);
    else
        status = count_cells(cli, &count, index);
    if (status == ND_EXIT_SOME && count.is_graph && is_anything(index, &count))
        nd_cli_error("no article of these has two %ss", count.names[0]);
    else if (status == ND_EXIT_SOME && !count.has_queries)
        nd_cli_tell_nothing(index, count.request.queries[0], &options);
    else
        nd_cli_tell_unfinished(index);
    nd_index_close(index);
    return nd_cli_see(cli, status);
}

const struct nd_command nd_count_command = {
    .name = "count",
    .run = run_command,
    .arguments = "[QUERY...]",
    .summary = "count articles, by topic, provider, language, month or other fields",
    .details =
        "All articles that match the query, or all there are; without --by their number alone. The most "
        "frequent\n"
        "values come first; days, weeks, months and years come in order, with those that have none. On a "
        "terminal\n"
        "with bars.",
    .options = (const struct nd_option *const[]){own_options, nd_cli_any_option, nd_cli_references_option,
                                                 nd_cli_collapse_option, nd_cli_filter_options,
                                                 nd_cli_new_since_option, NULL}};
