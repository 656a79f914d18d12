#include "cli/cli.h"

#include <string.h>

const struct nd_option nd_cli_sample_options[] = {
    {"sample", 0, "N", "only N of the articles, drawn by chance"},
    {"seed", 0, "S", "another number, another sample (default: 0)"},
    {"per", 0, "PERIOD", "N of each day, week, month or year"},
    {NULL, 0, NULL, NULL}};

bool nd_cli_period(const char *name, enum nd_facet_field *field) {
    static const struct {
        const char *name;
        enum nd_facet_field field;
    } periods[] = {
        {"day", ND_FACET_DAY}, {"week", ND_FACET_WEEK}, {"month", ND_FACET_MONTH}, {"year", ND_FACET_YEAR}};

    for (size_t i = 0; i < sizeof periods / sizeof *periods; i++)
        if (strcmp(name, periods[i].name) == 0) {
            *field = periods[i].field;
            return true;
        }
    return false;
}

bool nd_cli_sample(const struct nd_cli *cli, struct nd_search_options *options) {
    const char *per = nd_cli_value(cli, "per");

    if (!nd_cli_number(cli, "sample", 1, INT32_MAX, 0, &options->sample) ||
        !nd_cli_number(cli, "seed", 0, INT64_MAX, 0, &options->seed))
        return false;
    options->is_sample_per = per != NULL && nd_cli_period(per, &options->sample_per);
    if (per != NULL && !options->is_sample_per) {
        nd_cli_usage(cli, "--per is day, week, month or year, not \"%s\"", per);
        return false;
    }
    if (options->sample == 0 && (per != NULL || nd_cli_has(cli, "seed"))) {
        nd_cli_usage(cli, "--%s is for --sample", per != NULL ? "per" : "seed");
        return false;
    }
    return true;
}
