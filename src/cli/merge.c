#include "cli/cli.h"

#include "newsdex/several.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const struct nd_option own_options[] = {{"quiet", 'q', NULL, "say nothing about what was merged"},
                                               {NULL, 0, NULL, NULL}};

/* All that are to be merged, joined; NULL after a message. */
static struct nd_index *open_inputs(struct nd_cli *cli, int *status) {
    struct nd_error err = ND_ERROR_INIT;
    struct nd_index *first = NULL;

    *status = ND_EXIT_OK;
    for (int i = 1; i < cli->argument_count && *status == ND_EXIT_OK; i++) {
        struct nd_index *index = nd_cli_open_input(cli, cli->arguments[i], status);
        enum nd_status result = index == NULL ? ND_OK : nd_index_hold(index, &err);
        if (result == ND_OK && index != NULL)
            result = nd_index_is_mergeable(index, &err);
        if (result == ND_OK && index != NULL && first != NULL)
            result = nd_index_join(first, index, &err);
        if (result != ND_OK) {
            *status = nd_cli_failed(&err);
            nd_index_close(index);
        } else if (first == NULL) {
            first = index;
        }
    }
    if (*status != ND_EXIT_OK) {
        nd_index_close(first);
        first = NULL;
    }
    return first;
}

static enum nd_status merge(struct nd_index *first, const char *path, struct nd_merge_totals *merged,
                            struct nd_index_totals *totals, struct nd_error *err) {
    struct nd_index *out = NULL, *other;
    enum nd_status status = nd_index_copy(first, path, err);

    if (status == ND_OK)
        status = nd_index_open(path, ND_INDEX_WRITE, 0, &out, err);
    if (status == ND_OK)
        status = nd_index_begin_merge(out, err);
    for (int64_t i = 2; status == ND_OK && (other = nd_index_joined(first, i)) != NULL; i++)
        status = nd_index_take_over(out, other, merged, err);
    if (status == ND_OK)
        status = nd_index_end_merge(out, err);
    if (status == ND_OK)
        status = nd_index_count_all(out, totals, err);
    nd_index_close(out);
    return status;
}

static void tell(const char *path, int count, const struct nd_merge_totals *merged,
                 const struct nd_index_totals *totals) {
    nd_cli_error("%s: %" PRId64 " articles, %" PRId64 " references of %d databases", path, totals->articles,
                 totals->references, count);
    if (merged->same_paths > 0)
        nd_cli_error("%" PRId64 " file%s in more than one of them: what was changed last was taken",
                     merged->same_paths, merged->same_paths == 1 ? " is" : "s are");
    if (merged->is_learning_switched)
        nd_cli_error(
            "not all of them were ingested with --no-learned: what recurs is cut out of all articles; newsdex"
            " ingest --no-learned puts it back");
    if (merged->saved_queries > 0)
        nd_cli_error("to %" PRId64 " saved quer%s of %s all articles are new", merged->saved_queries,
                     merged->saved_queries == 1 ? "y" : "ies", count > 2 ? "the others" : "the second");
}

/* Also when nothing is to be said of what was merged: this was not. */
static void tell_left_out(const struct nd_merge_totals *merged) {
    struct nd_str rest = nd_buf_str(&merged->left_out), line;

    while (nd_str_next_line(&rest, &line))
        nd_cli_error("%.*s: this saved query was not taken, because another one has the name; newsdex save"
                     " gives it one of its own",
                     (int)line.len, line.ptr);
}

/* Of the database that was to be made, not of the name it has meanwhile. */
static int fail(const struct nd_cli_file *file, struct nd_error *err) {
    struct nd_error own = *err;
    struct nd_str text = nd_str_from(err->message);

    if (nd_str_starts(text, file->temporary))
        nd_error_set(&own, err->status, "%s%s", file->path.ptr, err->message + file->temporary.len);
    return nd_cli_failed(&own);
}

static int run_command(struct nd_cli *cli) {
    struct nd_error err = ND_ERROR_INIT;
    struct nd_merge_totals merged = {0};
    struct nd_index_totals totals = {0};
    struct nd_cli_file file;
    struct nd_index *first;
    struct stat st;
    const char *path;
    int status;

    if (nd_cli_has(cli, "db"))
        return nd_cli_usage(cli, "the databases are named as arguments, not by --db");
    if (cli->argument_count < 2 || !nd_cli_are_paths(cli))
        return nd_cli_usage(cli, "which databases? The new one, then those it is made of");
    path = cli->arguments[0];
    if (lstat(path, &st) == 0 || errno != ENOENT) {
        nd_cli_error("%s: %s", path,
                     errno == ENOENT || lstat(path, &st) == 0 ? "is there already" : strerror(errno));
        return ND_EXIT_FATAL;
    }
    first = open_inputs(cli, &status);
    if (first == NULL)
        return status;
    if (!nd_cli_file_open(cli, path, &file)) {
        nd_index_close(first);
        return ND_EXIT_FATAL;
    }
    if (merge(first, file.temporary.ptr, &merged, &totals, &err) != ND_OK) {
        status = fail(&file, &err);
        nd_cli_file_drop(&file);
    } else if (!nd_cli_file_commit(&file)) {
        status = ND_EXIT_FATAL;
    } else {
        if (!nd_cli_has(cli, "quiet"))
            tell(path, cli->argument_count - 1, &merged, &totals);
        tell_left_out(&merged);
    }
    nd_buf_free(&merged.left_out);
    nd_index_close(first);
    return status;
}

const struct nd_command nd_merge_command = {.name = "merge",
                                            .run = run_command,
                                            .arguments = "OUT IN...",
                                            .summary = "make one new database of several",
                                            .details = "What an ingest of all their files would have made, "
                                                       "without reading them again; tags, notes and saved\n"
                                                       "queries are kept. OUT is there whole or not at all.",
                                            .options = (const struct nd_option *const[]){own_options, NULL}};
