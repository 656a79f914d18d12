#include "cli/cli.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const struct nd_option nd_count_options[] = {
    {"by", 0, "FIELD",
     "topic, keyword, theme, author, provider, language, type, category, day, week, month or year"},
    {"limit", 'n', "N", "at most N values, 0 for all (default: 0)"},
    {"any", 0, NULL, "one of the words is enough"},
    {"references", 'r', NULL, "also articles that are only known because others point to them"},
    ND_FILTER_OPTIONS,
    {NULL, 0, NULL, NULL}};

static const char *const fields[ND_FACETS] = {"topic", "keyword",  "theme", "author", "provider", "language",
                                              "type",  "category", "day",   "week",   "month",    "year"};

/* The values, kept until the widest and the most frequent are known. */
struct counter {
    struct nd_arena *arena;
    struct nd_facet *list;
    size_t count, capacity;
};

static enum nd_status take_facet(void *context, const struct nd_facet *facet, struct nd_error *err) {
    struct counter *counter = context;

    (void)err;
    if (counter->count == counter->capacity) {
        struct nd_facet *list = nd_arena_alloc(counter->arena, counter->capacity * 2 + 64, sizeof *list);
        if (counter->count > 0)
            memcpy(list, counter->list, counter->count * sizeof *list);
        counter->list = list;
        counter->capacity = counter->capacity * 2 + 64;
    }
    counter->list[counter->count].count = facet->count;
    counter->list[counter->count++].value =
        facet->value.ptr == NULL ? ND_STR_NONE : nd_arena_str(counter->arena, facet->value);
    return ND_OK;
}

static void print_rows(struct nd_output *output, const char *field, const struct counter *counter) {
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

static bool read_field(const struct nd_cli *cli, enum nd_facet_field *field) {
    const char *value = nd_cli_value(cli, "by");
    int i = 0;

    while (i < ND_FACETS && (value == NULL || strcmp(value, fields[i]) != 0))
        i++;
    *field = (enum nd_facet_field)i;
    if (i < ND_FACETS)
        return true;
    if (value == NULL)
        nd_cli_usage(cli, "--by which field?");
    else
        nd_cli_usage(cli, "--by does not know \"%s\"", value);
    return false;
}

int nd_cli_count(struct nd_cli *cli) {
    struct nd_query_settings settings = {.any = nd_cli_has(cli, "any"), .today = nd_cli_today()};
    struct nd_query *query = nd_query_parse(nd_cli_join(cli), &settings, cli->arena);
    struct nd_search_options options = {.any = settings.any, .references = nd_cli_has(cli, "references")};
    struct counter counter = {.arena = cli->arena};
    struct nd_error err = ND_ERROR_INIT;
    struct nd_output output;
    enum nd_facet_field field;
    struct nd_index *index;
    struct nd_facet_receiver receiver = {.take = take_facet, .context = &counter};
    int64_t limit;
    enum nd_status status;
    int exit_status;

    if (!read_field(cli, &field) || !nd_cli_number(cli, "limit", 0, INT32_MAX, 0, &limit) ||
        !nd_cli_output(cli, &output) || !nd_cli_filters(cli, query, &settings))
        return ND_EXIT_FATAL;
    index = nd_cli_open(cli, ND_INDEX_READ, 0, &exit_status);
    if (index == NULL)
        return exit_status;
    nd_cli_tell_unfinished(index);
    status = nd_index_facets(index, query, &options, field, &receiver, &err);
    nd_cli_note_cut(index);
    nd_index_close(index);
    if (status != ND_OK)
        return nd_cli_failed(&err);
    if (limit > 0 && counter.count > (size_t)limit)
        counter.count = (size_t)limit;
    nd_output_begin(&output, "counts");
    print_rows(&output, fields[field], &counter);
    if (nd_output_finish(&output, &err) != ND_OK)
        return nd_cli_failed(&err);
    return receiver.matches > 0 ? ND_EXIT_OK : ND_EXIT_SOME;
}
