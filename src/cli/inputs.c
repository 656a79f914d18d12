#include "cli/cli.h"

#include "newsdex/alloc.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const struct nd_option nd_cli_list_options[] = {
    {"files0-from", 0, "FILE", "read more paths from FILE, each ended by a NUL; - is standard input"},
    {"files-from", 0, "FILE", "the same, a line each"},
    {NULL, 0, NULL, NULL}};

static void add_path(struct nd_cli_inputs *inputs, struct nd_str path) {
    inputs->paths = nd_alloc_grow(inputs->paths, &inputs->capacity, inputs->count + 1, sizeof *inputs->paths);
    inputs->paths[inputs->count++] = path;
}

/* Appends what a list has to the bytes of all. */
static bool read_list(const char *name, struct nd_buf *bytes) {
    bool is_stdin = strcmp(name, "-") == 0;
    int fd = is_stdin ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC);
    struct nd_error err = ND_ERROR_INIT;
    enum nd_status status;

    if (fd < 0) {
        nd_cli_error("%s: %s", name, strerror(errno));
        return false;
    }
    status = nd_source_read_fd(fd, SIZE_MAX / 4, bytes, &err);
    if (!is_stdin)
        close(fd);
    if (status != ND_OK)
        nd_cli_error("%s: %s", is_stdin ? "standard input" : name, err.message);
    return status == ND_OK;
}

/* Fails at what can be no path: the list has another form than was said. */
static bool add_listed(struct nd_cli_inputs *inputs, const char *name, struct nd_str rest, char end) {
    while (rest.len > 0) {
        size_t length = nd_str_find_char(rest, end);
        struct nd_str path = nd_str_slice(rest, 0, length);
        if (path.len >= PATH_MAX) {
            nd_cli_error("%s: %zu bytes without a %s, which ends a path; no path is so long", name, path.len,
                         end == '\0' ? "NUL" : "line end");
            return false;
        }
        if (path.len > 0)
            add_path(inputs, path);
        rest = nd_str_skip(rest, length == SIZE_MAX ? rest.len : length + 1);
    }
    return true;
}

bool nd_cli_inputs(struct nd_cli *cli, struct nd_cli_inputs *inputs) {
    static const struct {
        const char *name;
        char end;
    } kinds[ND_CLI_LISTS] = {{"files0-from", '\0'}, {"files-from", '\n'}};
    bool is_listed = false;

    for (int i = 0; i < cli->argument_count; i++)
        if (strcmp(cli->arguments[i], "-") == 0)
            inputs->has_stdin = true;
        else
            add_path(inputs, nd_str_from(cli->arguments[i]));
    for (int i = 0; i < ND_CLI_LISTS; i++) {
        const char *list = nd_cli_value(cli, kinds[i].name);
        if (list == NULL)
            continue;
        if (strcmp(list, "-") == 0 && inputs->has_stdin) {
            nd_cli_usage(cli, "standard input is a document or a list, not both");
            return false;
        }
        is_listed = true;
        if (!read_list(list, &inputs->lists[i]) ||
            !add_listed(inputs, list, nd_buf_str(&inputs->lists[i]), kinds[i].end))
            return false;
    }
    if (inputs->count == 0 && !inputs->has_stdin && !is_listed) {
        nd_cli_usage(cli, "which files or folders?");
        return false;
    }
    return true;
}

void nd_cli_inputs_free(struct nd_cli_inputs *inputs) {
    free(inputs->paths);
    for (int i = 0; i < ND_CLI_LISTS; i++)
        nd_buf_free(&inputs->lists[i]);
}
