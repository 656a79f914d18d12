/*
 * Long output on a terminal goes through a pager, as git does it: $NEWSDEX_PAGER, $PAGER or less, which ends
 * by itself when all fits on the screen. What is written is still what may go to a terminal.
 */
#include "cli/cli.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile pid_t pager; /* 0: none */

bool nd_cli_has_program(const char *name) {
    struct nd_str rest = nd_str_from(getenv("PATH"));
    bool has = false;

    while (rest.len > 0 && !has) {
        size_t colon = nd_str_find_char(rest, ':');
        struct nd_str folder = nd_str_slice(rest, 0, colon);
        struct nd_buf path = {0};
        nd_buf_add(&path, folder);
        nd_buf_addf(&path, "/%s", name);
        has = folder.len > 0 && access(path.ptr, X_OK) == 0;
        nd_buf_free(&path);
        rest = colon == SIZE_MAX ? ND_STR_NONE : nd_str_skip(rest, colon + 1);
    }
    return has;
}

const char *nd_cli_pager(void) {
    const char *command = getenv("NEWSDEX_PAGER");

    if (command == NULL)
        command = getenv("PAGER");
    if (command == NULL)
        command = nd_cli_has_program("less") ? "less" : "cat";
    return *command == '\0' || strcmp(command, "cat") == 0 ? NULL : command;
}

static void run_pager(const char *command, const int ends[2]) {
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    close(ends[1]);
    setenv("LESS", "FRX", 0);
    setenv("LV", "-c", 0);
    execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    _exit(127);
}

/* The pager gets the same signal and knows what to do; the terminal is its until it ends. */
static void leave_to_pager(int signal_number) {
    close(STDOUT_FILENO);
    close(STDERR_FILENO);
    (void)!waitpid(pager, NULL, 0);
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

/* Of the other commands, the output is for a file or a program, or there is none. */
static bool is_for_reading(const struct nd_cli *cli) {
    static const char *const commands[] = {"search", "related", "stories", "show", "kwic",
                                           "count",  "terms",   "check",   "dups"};
    size_t i = 0;

    while (i < sizeof commands / sizeof *commands && strcmp(cli->command->name, commands[i]) != 0)
        i++;
    return i < sizeof commands / sizeof *commands;
}

/* Somebody types the text that an argument - stands for: the keys are not for the pager. */
static bool is_typed(const struct nd_cli *cli) {
    for (int i = 0; i < cli->argument_count; i++)
        if (strcmp(cli->arguments[i], "-") == 0 && isatty(STDIN_FILENO))
            return true;
    return false;
}

void nd_cli_page(const struct nd_cli *cli) {
    const char *term = getenv("TERM"), *command = nd_cli_pager();
    int ends[2];

    if (!is_for_reading(cli) || !isatty(STDOUT_FILENO) || nd_cli_has(cli, "no-pager") || is_typed(cli) ||
        command == NULL || (term != NULL && strcmp(term, "dumb") == 0) || pipe(ends) != 0)
        return;
    nd_cli_width(STDOUT_FILENO); /* which it remembers */
    pager = fork();
    if (pager == 0)
        run_pager(command, ends);
    close(ends[0]);
    if (pager > 0) {
        nd_output_set_paged(isatty(STDERR_FILENO));
        if (isatty(STDERR_FILENO))
            dup2(ends[1], STDERR_FILENO);
        dup2(ends[1], STDOUT_FILENO);
        (void)nd_cli_on_signal(SIGINT, leave_to_pager);
        (void)nd_cli_on_signal(SIGTERM, leave_to_pager);
    } else {
        pager = 0;
    }
    close(ends[1]);
}

void nd_cli_end_page(void) {
    if (pager == 0)
        return;
    fflush(stdout);
    close(STDOUT_FILENO);
    close(STDERR_FILENO);
    while (waitpid(pager, NULL, 0) < 0 && errno == EINTR)
        continue;
    pager = 0;
}
