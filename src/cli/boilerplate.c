#include "newsdex/boilerplate.h"

#include "cli/cli.h"

#include <inttypes.h>
#include <stdio.h>

static const struct nd_option own_options[] = {
    {"limit", 'n', "N", "at most N lines, 0 for all (default: as text 20, in other formats all)"},
    {NULL, 0, NULL, NULL}};

struct lister {
    struct nd_cli *cli;
    struct nd_output output;
    struct nd_buf place; /* of the line before */
};

static void print_text(struct lister *lister, const struct nd_boilerplate *line) {
    struct nd_buf *out = &lister->output.buf;
    bool is_path = !nd_str_eq(line->kind, ND_STR("provider"));

    if (lister->output.rows == 0 || !nd_str_eq(line->place, nd_buf_str(&lister->place))) {
        nd_buf_add_z(out, lister->output.color ? "\033[1m" : "");
        nd_output_clean_line(out, is_path ? nd_cli_path(lister->cli, line->place) : line->place);
        nd_buf_addf(out, "%s · %" PRId64 " articles\n", lister->output.color ? "\033[0m" : "", line->of);
        nd_buf_clear(&lister->place);
        nd_buf_add(&lister->place, line->place);
    }
    nd_buf_addf(out, "%7" PRId64 "  ", line->articles);
    nd_output_clean_line(out, line->text);
    nd_buf_addf(out, "\n         in %" PRId64 "  ", line->example);
    nd_output_clean_line(out, line->title.len > 0 ? line->title : nd_cli_path(lister->cli, line->path));
    nd_buf_add_char(out, '\n');
    nd_output_flush(&lister->output);
    lister->output.rows++;
}

static const char *const columns[] = {"place",   "kind",  "text", "articles", "of",
                                      "example", "title", "path", "part"};

enum { COLUMNS = sizeof columns / sizeof *columns };

static void print_row(struct nd_output *output, const struct nd_boilerplate *line) {
    char articles[24], of[24], example[24];

    snprintf(articles, sizeof articles, "%" PRId64, line->articles);
    snprintf(of, sizeof of, "%" PRId64, line->of);
    snprintf(example, sizeof example, "%" PRId64, line->example);
    nd_output_row(output,
                  (struct nd_cell[]){{"place", ND_CELL_TEXT, line->place},
                                     {"kind", ND_CELL_TEXT, line->kind},
                                     {"text", ND_CELL_TEXT, line->text},
                                     {"articles", ND_CELL_NUMBER, nd_str_from(articles)},
                                     {"of", ND_CELL_NUMBER, nd_str_from(of)},
                                     {"example", ND_CELL_NUMBER, nd_str_from(example)},
                                     {"title", ND_CELL_TEXT, line->title},
                                     {"path", ND_CELL_TEXT, line->path},
                                     {"part", ND_CELL_TEXT, line->part}},
                  COLUMNS);
}

static enum nd_status take_line(void *context, const struct nd_boilerplate *line, struct nd_error *err) {
    struct lister *lister = context;

    if (lister->output.format == ND_TEXT)
        print_text(lister, line);
    else
        print_row(&lister->output, line);
    return nd_output_check(stdout, NULL, err);
}

static int list(struct lister *lister, struct nd_index *index, int64_t limit) {
    struct nd_boilerplate_sink sink = {take_line, lister};
    struct nd_error err = ND_ERROR_INIT, ignored = ND_ERROR_INIT;
    int64_t count = 0;
    enum nd_status status;

    nd_output_begin(&lister->output, "boilerplate");
    nd_output_columns(&lister->output, columns, COLUMNS);
    status = nd_index_boilerplate(index, nd_cli_join(lister->cli), limit, &sink, &count, &err);
    if (nd_output_finish(&lister->output, status == ND_OK ? &err : &ignored) != ND_OK)
        status = ND_IO;
    if (status != ND_OK)
        return nd_cli_failed(&err);
    if (count == 0) {
        nd_cli_tell_unfinished(index);
        if (lister->cli->argument_count > 0)
            nd_cli_error("no line is learned of a place whose name has that in it");
        else
            nd_cli_error("no line recurs in so many articles that it was cut out");
    } else if (limit > 0 && count > limit)
        nd_cli_error("%" PRId64 " lines in all; --limit 0 lists them", count);
    return count > 0 ? ND_EXIT_OK : ND_EXIT_SOME;
}

static int run_command(struct nd_cli *cli) {
    struct lister lister = {.cli = cli};
    struct nd_index *index;
    int64_t limit;
    int status;

    if (!nd_cli_output(cli, &lister.output) ||
        !nd_cli_number(cli, "limit", 0, INT32_MAX, lister.output.format == ND_TEXT ? 20 : 0, &limit))
        return ND_EXIT_FATAL;
    index = nd_cli_open(cli, ND_INDEX_READ, 0, &status);
    if (index == NULL)
        return status;
    status = list(&lister, index, limit);
    nd_buf_free(&lister.place);
    nd_index_close(index);
    return status;
}

const struct nd_command nd_boilerplate_command = {
    .name = "boilerplate",
    .run = run_command,
    .arguments = "[PLACE]",
    .summary = "list the lines that recur and were cut out",
    .details =
        "Lines that many articles of one provider have, or of one folder or file where no provider is known: "
        "what was\n"
        "learned to be none of their news, place by place; those whose name has PLACE in it, or all.",
    .options = (const struct nd_option *const[]){own_options, NULL}};
