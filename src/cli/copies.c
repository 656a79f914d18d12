#include "newsdex/copies.h"

#include "cli/cli.h"

#include <inttypes.h>
#include <stdio.h>

static const struct nd_option own_options[] = {
    {"limit", 'n', "N", "at most N clusters, 0 for all (default: 20)"}, {NULL, 0, NULL, NULL}};

enum { MOST_LINES = 20 }; /* of members of one cluster as text */

struct lister {
    struct nd_cli *cli;
    struct nd_output output;
};

static void add_part(struct nd_buf *out, struct nd_str text) {
    if (text.len == 0)
        return;
    nd_buf_add_z(out, " · ");
    nd_output_clean_line(out, text);
}

static void add_place(struct lister *lister, const struct nd_copy *copy) {
    struct nd_buf *out = &lister->output.buf;

    add_part(out, copy->published_at);
    add_part(out, copy->provider_name.len > 0 ? copy->provider_name : copy->provider_domain);
    add_part(out, nd_cli_path(lister->cli, copy->path));
    if (copy->part.len > 0) {
        nd_buf_add_char(out, '#');
        nd_output_clean_line(out, copy->part);
    }
    nd_buf_add_char(out, '\n');
}

/* The lead as a hit is shown, and a line for each of the others. */
static void print_text(struct lister *lister, const struct nd_copies *copies) {
    struct nd_output *output = &lister->output;
    struct nd_buf *out = &output->buf;
    const struct nd_copy *lead = &copies->list[0];

    nd_buf_addf(out, "%" PRId64 "  %s", lead->id, output->color ? "\033[1m" : "");
    nd_output_clean(out, lead->title.len > 0 ? lead->title : ND_STR("(no title)"));
    nd_buf_addf(out, "%s\n    %zu cop%s", output->color ? "\033[0m" : "", copies->count - 1,
                copies->count == 2 ? "y" : "ies");
    add_place(lister, lead);
    for (size_t i = 1; i < copies->count && i <= MOST_LINES; i++) {
        const struct nd_copy *copy = &copies->list[i];
        nd_buf_addf(out, "    %" PRId64 "  %-9s %3.0f %%", copy->id, nd_copy_kind_name(copy->kind),
                    100 * copy->similarity);
        add_place(lister, copy);
    }
    if (copies->count > MOST_LINES + 1)
        nd_buf_addf(out, "    and %zu more\n", copies->count - 1 - MOST_LINES);
    nd_output_flush(output);
    output->rows++;
}

static const char *const columns[] = {
    "lead",  "id",  "kind", "similarity", "published_at", "language", "provider_name", "provider_domain",
    "title", "url", "path", "part",       "uid"};

enum { COLUMNS = sizeof columns / sizeof *columns };

static struct nd_str or_none(struct nd_str text) {
    return text.len > 0 ? text : ND_STR_NONE;
}

static void print_row(struct nd_output *output, int64_t lead, const struct nd_copy *copy) {
    char lead_id[24], id[24], similarity[24];

    snprintf(lead_id, sizeof lead_id, "%" PRId64, lead);
    snprintf(id, sizeof id, "%" PRId64, copy->id);
    snprintf(similarity, sizeof similarity, "%.4g", copy->similarity);
    nd_output_row(output,
                  (struct nd_cell[]){{"lead", ND_CELL_NUMBER, nd_str_from(lead_id)},
                                     {"id", ND_CELL_NUMBER, nd_str_from(id)},
                                     {"kind", ND_CELL_TEXT, nd_str_from(nd_copy_kind_name(copy->kind))},
                                     {"similarity", ND_CELL_NUMBER, nd_str_from(similarity)},
                                     {"published_at", ND_CELL_TEXT, copy->published_at},
                                     {"language", ND_CELL_TEXT, copy->language},
                                     {"provider_name", ND_CELL_TEXT, or_none(copy->provider_name)},
                                     {"provider_domain", ND_CELL_TEXT, or_none(copy->provider_domain)},
                                     {"title", ND_CELL_TEXT, copy->title},
                                     {"url", ND_CELL_TEXT, copy->url},
                                     {"path", ND_CELL_TEXT, copy->path},
                                     {"part", ND_CELL_TEXT, copy->part},
                                     {"uid", ND_CELL_TEXT, copy->uid}},
                  COLUMNS);
}

static enum nd_status print_cluster(void *context, const struct nd_copies *copies, struct nd_error *err) {
    struct lister *lister = context;

    if (copies->count > 0 && lister->output.format == ND_TEXT)
        print_text(lister, copies);
    for (size_t i = 0; i < copies->count && lister->output.format != ND_TEXT; i++)
        print_row(&lister->output, copies->list[0].id, &copies->list[i]);
    return nd_output_check(stdout, NULL, err);
}

static int list(struct lister *lister, struct nd_index *index, struct nd_query *query,
                const struct nd_search_options *options) {
    struct nd_error err = ND_ERROR_INIT, ignored = ND_ERROR_INIT;
    int64_t count = 0, matching = 0;
    enum nd_status status;

    nd_output_begin(&lister->output, "copies");
    nd_output_columns(&lister->output, columns, COLUMNS);
    status = nd_index_list_copies(index, query, options, print_cluster, lister, &count, &err);
    if (status == ND_OK && count == 0)
        status = nd_index_search_count(index, query, options, &matching, &err);
    if (nd_output_finish(&lister->output, status == ND_OK ? &err : &ignored) != ND_OK)
        status = ND_IO;
    if (status != ND_OK)
        return nd_cli_failed(&err);
    nd_cli_note_cut(index);
    if (count == 0 && matching == 0 && nd_cli_asks(query)) {
        nd_cli_tell_nothing(index, query, options);
    } else if (count == 0) {
        nd_cli_tell_unfinished(index);
        nd_cli_error("no article that matches has a copy");
    } else if (options->limit > 0 && count > options->limit)
        nd_cli_error("%" PRId64 " clusters in all; --limit 0 lists them", count);
    return count > 0 ? ND_EXIT_OK : ND_EXIT_SOME;
}

static int run_command(struct nd_cli *cli) {
    struct lister lister = {.cli = cli};
    struct nd_search_options options = {.any = nd_cli_has(cli, "any")};
    struct nd_query_settings settings = {.any = options.any, .today = nd_cli_today()};
    struct nd_query *query = nd_cli_parse_query(cli, nd_cli_join(cli), &settings);
    struct nd_index *index;
    int status;

    if (!nd_cli_number(cli, "limit", 0, INT32_MAX, 20, &options.limit) ||
        !nd_cli_output(cli, &lister.output) || !nd_cli_filters(cli, query, &settings))
        return ND_EXIT_FATAL;
    index = nd_cli_open(cli, ND_INDEX_READ, 0, &status);
    if (index == NULL)
        return status;
    status = list(&lister, index, query, &options);
    nd_index_close(index);
    return status;
}

const struct nd_command nd_copies_command = {
    .name = "copies",
    .run = run_command,
    .arguments = "[QUERY...]",
    .summary = "list articles that are copies of each other",
    .details =
        "Clusters of articles whose texts are the same or nearly so, the largest first: all, or those the "
        "query "
        "finds an\n"
        "article of. The first that was published leads, the others follow with how much of it they have.",
    .options =
        (const struct nd_option *const[]){own_options, nd_cli_any_option, nd_cli_filter_options, NULL}};
