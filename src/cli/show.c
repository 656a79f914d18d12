#include "cli/cli.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

const struct nd_option nd_show_options[] = {{"original", 0, NULL, "print the file itself, byte for byte"},
                                            {NULL, 0, NULL, NULL}};

static int print_original(const struct nd_cli *cli, const struct nd_stored_article *stored) {
    struct nd_str path = stored->article.path;
    char block[65536];
    size_t n;
    FILE *file;

    if (path.len == 0) {
        nd_cli_error("article %lld is only known from others; there is no file", (long long)stored->id);
        return ND_EXIT_SOME;
    }
    file = fopen(path.ptr, "rb");
    if (file == NULL) {
        nd_cli_error("%.*s: %s", (int)nd_cli_path(cli, path).len, nd_cli_path(cli, path).ptr,
                     strerror(errno));
        return ND_EXIT_SOME;
    }
    while ((n = fread(block, 1, sizeof block, file)) > 0 && fwrite(block, 1, n, stdout) == n)
        ;
    fclose(file);
    return ND_EXIT_OK;
}

static int show_one(struct nd_cli *cli, struct nd_index *index, struct nd_output *output,
                    const char *argument) {
    struct nd_stored_article stored;
    struct nd_error err = ND_ERROR_INIT;
    uint64_t number = 0;
    int64_t id = 0;
    enum nd_status status = ND_OK;

    if (nd_str_to_uint(nd_str_from(argument), &number))
        id = (int64_t)number;
    else if (nd_uid_is(nd_str_from(argument)))
        status = nd_index_find_uid(index, nd_str_from(argument), &id, &err);
    else
        return nd_cli_usage(cli, "\"%s\" is neither an id nor a uid", argument);
    if (status == ND_OK)
        status = nd_index_show(index, id, cli->arena, &stored, &err);
    if (status == ND_NOT_FOUND) {
        nd_cli_error("%s", err.message);
        return ND_EXIT_SOME;
    }
    if (status != ND_OK)
        return nd_cli_failed(&err);
    if (nd_cli_has(cli, "original"))
        return print_original(cli, &stored);
    nd_output_article(output, &stored,
                      output->format == ND_TEXT ? nd_cli_path(cli, stored.article.path)
                                                : stored.article.path);
    return ND_EXIT_OK;
}

int nd_cli_show(struct nd_cli *cli) {
    struct nd_error err = ND_ERROR_INIT;
    struct nd_output output;
    struct nd_index *index;
    int status, worst = ND_EXIT_OK;
    bool original = nd_cli_has(cli, "original");

    if (cli->argument_count == 0)
        return nd_cli_usage(cli, "which ids? search prints them");
    if (!nd_cli_output(cli, &output))
        return ND_EXIT_FATAL;
    if (!nd_cli_has(cli, "format"))
        output.format = ND_TEXT; /* a record is for reading, in a pipe as well */
    index = nd_cli_open(cli, ND_INDEX_READ, 0, &status);
    if (index == NULL)
        return status;
    if (!original)
        nd_output_begin(&output, "articles");
    for (int i = 0; i < cli->argument_count; i++) {
        status = show_one(cli, index, &output, cli->arguments[i]);
        worst = status > worst ? status : worst;
    }
    if (!original && nd_output_finish(&output, &err) != ND_OK)
        worst = nd_cli_failed(&err);
    nd_index_close(index);
    return worst;
}
