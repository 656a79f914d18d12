#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const struct nd_option nd_cli_fields_option[] = {
    {"fields", 0, "NAMES", "only these fields of the record, as title,url,authors,metadata.KEY"},
    {NULL, 0, NULL, NULL}};

static bool refuse_field(const struct nd_cli *cli, const char *option, struct nd_str name) {
    struct nd_buf names = {0};

    nd_output_field_names(&names);
    nd_cli_usage(cli, "--%s does not know \"%.*s\"; there are %s", option, (int)name.len, name.ptr,
                 names.ptr);
    nd_buf_free(&names);
    return false;
}

static bool read_names(const struct nd_cli *cli, const char *names, struct nd_fields *fields) {
    struct nd_str rest = nd_str_from(names), name;

    do {
        size_t comma = nd_str_find_char(rest, ',');
        name = nd_str_trim(nd_str_slice(rest, 0, comma));
        rest = comma == SIZE_MAX ? ND_STR_NONE : nd_str_skip(rest, comma + 1);
        if (!nd_output_choose(fields, name, cli->arena))
            return refuse_field(cli, "fields", name);
    } while (rest.ptr != NULL);
    return true;
}

bool nd_cli_fields(const struct nd_cli *cli, struct nd_fields **fields) {
    const char *names = nd_cli_value(cli, "fields"), *format = nd_cli_value(cli, "format");
    bool is_template = format != NULL && nd_cli_option(cli->command, ND_STR("fields")) != NULL &&
                       nd_output_template_is(nd_str_from(format));
    struct nd_str wrong;

    *fields = NULL;
    if (names == NULL && !is_template)
        return true;
    if (names != NULL && is_template) {
        nd_cli_usage(cli, "--format \"%s\" says which fields; --fields does not go with it", format);
        return false;
    }
    *fields = nd_arena_alloc(cli->arena, 1, sizeof **fields);
    if (!is_template)
        return read_names(cli, names, *fields);
    return nd_output_template(*fields, nd_str_from(format), cli->arena, &wrong) ||
           refuse_field(cli, "format", wrong);
}

static bool wants_color(const char *when, FILE *stream) {
    const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

    if (when != NULL && strcmp(when, "always") == 0)
        return true;
    if (when != NULL && strcmp(when, "never") == 0)
        return false;
    return nd_output_is_terminal(stream) && (no_color == NULL || *no_color == '\0') &&
           !(term != NULL && strcmp(term, "dumb") == 0);
}

bool nd_cli_output(const struct nd_cli *cli, struct nd_output *output) {
    return nd_cli_output_as(cli, nd_output_is_terminal(stdout) ? ND_TEXT : ND_TSV, output);
}

bool nd_cli_output_as(const struct nd_cli *cli, enum nd_format fallback, struct nd_output *output) {
    const char *format = nd_cli_value(cli, "format"), *color = nd_cli_value(cli, "color");

    *output = (struct nd_output){.stream = stdout,
                                 .is_terminal = nd_output_is_terminal(stdout),
                                 .safe_cells = nd_cli_has(cli, "safe-cells")};
    output->header = nd_cli_has(cli, "header");
    output->width = output->is_terminal ? nd_cli_width(STDOUT_FILENO) : 0;
    output->format = fallback;
    if (!nd_cli_fields(cli, &output->fields))
        return false;
    if (format != NULL)
        output->format = output->fields != NULL && nd_output_template_is(nd_str_from(format))
                             ? ND_TEMPLATE
                             : nd_output_format(nd_str_from(format));
    if (output->format == ND_TEXT && output->fields != NULL)
        output->format = ND_TSV;
    if (output->format == ND_FORMATS) {
        nd_cli_usage(cli, "--format is text, tsv, json, ndjson or csv, not \"%s\"", format);
        return false;
    }
    if (output->safe_cells && output->format != ND_CSV) {
        nd_cli_usage(cli, "--safe-cells is for --format csv");
        return false;
    }
    if (output->header && output->format != ND_TSV && output->format != ND_CSV) {
        nd_cli_usage(cli, "--header is for --format tsv");
        return false;
    }
    if (color != NULL && strcmp(color, "auto") != 0 && strcmp(color, "always") != 0 &&
        strcmp(color, "never") != 0) {
        nd_cli_usage(cli, "--color is auto, always or never, not \"%s\"", color);
        return false;
    }
    output->color = wants_color(color, stdout);
    return true;
}
