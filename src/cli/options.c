#include "cli/cli.h"

const struct nd_option nd_cli_common_options[] = {
    {"db", 0, "FILE",
     "the database, or several (default: $NEWSDEX_DB, or newsdex/newsdex.db in $XDG_DATA_HOME)"},
    {"format", 0, "FORMAT", "text, tsv, json, ndjson or csv (default: text on a terminal, tsv otherwise)"},
    {"header", 0, NULL, "tsv: the names of the columns as first line"},
    {"safe-cells", 0, NULL, "csv: an apostrophe before text that a spreadsheet takes for a formula"},
    {"no-pager", 0, NULL, "on a terminal: print, and do not call a pager"},
    {"color", 0, "WHEN", "auto, always or never (default: auto)"},
    {"help", 'h', NULL, "show this help"},
    {"version", 0, NULL, "show the version"},
    {NULL, 0, NULL, NULL}};

static const struct nd_option *find_option(const struct nd_option *group, struct nd_str name) {
    for (const struct nd_option *o = group; o->name != NULL; o++)
        if (nd_str_eq(name, nd_str_from(o->name)))
            return o;
    return NULL;
}

const struct nd_option *nd_cli_option(const struct nd_command *command, struct nd_str name) {
    const struct nd_option *option = find_option(nd_cli_common_options, name);

    if (command != NULL)
        for (const struct nd_option *const *group = command->options; *group != NULL && option == NULL;
             group++)
            option = find_option(*group, name);
    return option;
}
