#include "cli/cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct nd_option own_options[] = {
    {"url", 0, NULL, "open its address in a browser ($BROWSER, or what xdg-open takes)"},
    {NULL, 0, NULL, NULL}};

/* A command as the user's variables have it, with options of its own perhaps, and arguments that no shell
 * reads. */
static int run(const char *command, const char *first, const char *second) {
    char script[4096];

    if (snprintf(script, sizeof script, "%s \"$@\"", command) >= (int)sizeof script) {
        nd_cli_error("the command \"%.60s...\" is too long", command);
        return ND_EXIT_FATAL;
    }
    fflush(stdout);
    execl("/bin/sh", "sh", "-c", script, command, first, second, (char *)NULL);
    nd_cli_error("/bin/sh: %s", strerror(errno));
    return ND_EXIT_FATAL;
}

static bool is_web(struct nd_str url) {
    return nd_str_starts_nocase(url, ND_STR("https://")) || nd_str_starts_nocase(url, ND_STR("http://"));
}

static int open_url(const struct nd_stored_article *stored) {
    const char *browser = getenv("BROWSER");
    struct nd_str url =
        stored->article.original_url.len > 0 ? stored->article.original_url : stored->article.url;

    if (!is_web(url)) {
        nd_cli_error("article %lld has no address in the web", (long long)stored->id);
        return ND_EXIT_SOME;
    }
    if (browser == NULL || *browser == '\0')
        browser = nd_cli_has_program("xdg-open") ? "xdg-open" : NULL;
    if (browser == NULL) {
        nd_cli_error("which browser? $BROWSER has to say; there is no xdg-open");
        return ND_EXIT_FATAL;
    }
    return run(browser, url.ptr, NULL);
}

/* Editors and pagers alike take +LINE. */
static int open_file(const struct nd_cli *cli, const struct nd_stored_article *stored) {
    const struct nd_article *article = &stored->article;
    const char *command = getenv("VISUAL");
    struct nd_str shown = nd_cli_path(cli, article->path);

    if (article->path.len == 0 || article->path.ptr[0] != '/') {
        nd_cli_error("article %lld has no file", (long long)stored->id);
        return ND_EXIT_SOME;
    }
    if (access(article->path.ptr, R_OK) != 0) {
        nd_cli_error("%.*s: %s", (int)shown.len, shown.ptr, strerror(errno));
        return ND_EXIT_SOME;
    }
    if (command == NULL || *command == '\0')
        command = getenv("EDITOR");
    if (command == NULL || *command == '\0')
        command = nd_cli_pager();
    if (command == NULL)
        return run("cat", article->path.ptr, NULL);
    if (article->line > 1)
        return run(command, nd_arena_printf(cli->arena, "+%u", (unsigned)article->line).ptr,
                   article->path.ptr);
    return run(command, article->path.ptr, NULL);
}

static int run_command(struct nd_cli *cli) {
    struct nd_stored_article stored;
    struct nd_index *index;
    int status;

    if (cli->argument_count != 1)
        return nd_cli_usage(cli, "which article? One id or uid");
    index = nd_cli_open(cli, ND_INDEX_READ, 0, &status);
    if (index == NULL)
        return status;
    status = nd_cli_show_find(cli, index, cli->arguments[0], &stored);
    nd_index_close(index);
    if (status != ND_EXIT_OK)
        return status;
    return nd_cli_has(cli, "url") ? open_url(&stored) : open_file(cli, &stored);
}

const struct nd_command nd_open_command = {
    .name = "open",
    .run = run_command,
    .arguments = "ID",
    .summary = "open an article's file at its line, or its address",
    .details = "In $VISUAL or $EDITOR, or else in the pager. The id or uid is one that search prints.",
    .options = (const struct nd_option *const[]){own_options, NULL}};
