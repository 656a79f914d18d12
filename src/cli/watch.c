#include "cli/cli.h"

#include "cli/new_lines.h"

#include "newsdex/marks.h"
#include "newsdex/watcher.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const struct nd_option own_options[] = {
    {"exec", 0, "COMMAND", "give the new hits of each saved query to COMMAND instead of printing them"},
    {"delay", 0, "MS",
     "wait until nothing has changed for that long (default: 500), ten times as long at most"},
    {"jobs", 'j', "N", "as ingest has it, and the next ones, too"},
    {"keep-missing", 0, NULL, "keep articles whose files are gone"},
    {"remove-missing", 0, NULL, "remove them also where a folder is empty, gone or on another device"},
    {"verbose", 'v', NULL, "print what ingest prints, with a summary each time"},
    {NULL, 0, NULL, NULL}};

enum { MOST_DELAYS = 10, RESTORE_MS = 1000 };

struct watch {
    struct nd_cli *cli;
    const char *database;
    const struct nd_str *roots;
    size_t root_count;
    struct nd_watcher *watcher;
    int signals; /* a descriptor */
    sigset_t before;
    bool is_stopped;
    int64_t delay;
    struct nd_fields fields;
    struct nd_new_lines said; /* by ingest */
};

/* Of a saved query. */
struct news {
    struct watch *watch;
    struct nd_index *index;
    struct nd_output output;
    struct nd_arena *arena; /* of one record */
    struct nd_str name;
};

static int64_t now_ms(void) {
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Takes the signals that are there; a child is told to end, too. */
static void take_signals(struct watch *watch, pid_t child) {
    struct signalfd_siginfo info;

    while (read(watch->signals, &info, sizeof info) == sizeof info)
        if (info.ssi_signo != SIGCHLD) {
            watch->is_stopped = true;
            if (child > 0)
                kill(child, SIGTERM);
        }
}

/* Waits for either, at most that long; -1: for any time. */
static void wait_for(struct watch *watch, int descriptor, int64_t ms) {
    struct pollfd all[] = {{watch->signals, POLLIN, 0}, {descriptor, POLLIN, 0}};

    (void)poll(all, 2, ms < 0 ? -1 : (int)ms);
}

/* What has been said so far; false at the end. */
static bool hear(struct watch *watch, int descriptor) {
    char block[4096];
    ssize_t n;

    while ((n = read(descriptor, block, sizeof block)) > 0)
        nd_new_lines_take(&watch->said, nd_str_of(block, (size_t)n));
    return n < 0;
}

/* Until it has ended; said is what it says, or -1. */
static int wait_for_child(struct watch *watch, pid_t child, int said) {
    bool is_open = said >= 0;
    int status = 0;

    while (waitpid(child, &status, WNOHANG) == 0) {
        wait_for(watch, is_open ? said : -1, -1);
        take_signals(watch, child);
        is_open = is_open && hear(watch, said);
    }
    if (is_open)
        (void)hear(watch, said);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* Runs a program with input as its standard input and output for all that it says, descriptors or -1; its
 * exit status, or -1 after a message. said is the other end of output. */
static int run(struct watch *watch, char *const *arguments, int input, int output, int said) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    pid_t child = 0;
    int code;

    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigmask(&attributes, &watch->before);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    if (input >= 0)
        posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    else
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    if (output >= 0)
        posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO);
    posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
    code = posix_spawn(&child, arguments[0], &actions, &attributes, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (output >= 0)
        close(output);
    if (code != 0) {
        nd_cli_error("%s: cannot be run: %s", arguments[0], strerror(code));
        return -1;
    }
    return wait_for_child(watch, child, said);
}

/* What is known of the files was told when it was found: of each round only what is new is printed. */
static int run_ingest(struct watch *watch, const char *const *arguments) {
    int ends[2] = {-1, -1}, result;

    if (!nd_cli_has(watch->cli, "verbose") && pipe2(ends, O_CLOEXEC) == 0)
        (void)fcntl(ends[0], F_SETFL, O_NONBLOCK);
    result = run(watch, (char *const *)(const void *)arguments, -1, ends[1], ends[0]);
    if (ends[0] < 0)
        return result;
    close(ends[0]);
    nd_new_lines_end(&watch->said, result == ND_EXIT_OK || result == ND_EXIT_SOME);
    return result;
}

/* newsdex ingest with the options that it has as well. Whether the database may have changed. */
static int ingest(struct watch *watch) {
    static const char *const own[] = {"exec", "delay", "fields", "db", "verbose", "format"};
    struct nd_cli *cli = watch->cli;
    size_t count = 0, given = 0;
    const char **arguments;

    for (const struct nd_given *g = cli->first; g != NULL; g = g->next)
        given++;
    arguments = nd_arena_alloc(cli->arena, given + watch->root_count + 8, sizeof *arguments);
    arguments[count++] = "/proc/self/exe";
    arguments[count++] = "ingest";
    arguments[count++] = nd_cli_has(cli, "verbose") ? "--verbose" : "--quiet";
    arguments[count++] = "--db";
    arguments[count++] = watch->database;
    for (const struct nd_given *g = cli->first; g != NULL; g = g->next) {
        bool is_own = false;
        for (size_t i = 0; i < sizeof own / sizeof *own; i++)
            is_own = is_own || strcmp(g->option->name, own[i]) == 0;
        if (!is_own)
            arguments[count++] = g->option->argument == NULL
                                     ? nd_arena_printf(cli->arena, "--%s", g->option->name).ptr
                                     : nd_arena_printf(cli->arena, "--%s=%s", g->option->name, g->value).ptr;
    }
    arguments[count++] = "--";
    for (size_t i = 0; i < watch->root_count; i++)
        arguments[count++] = watch->roots[i].ptr;
    arguments[count] = NULL;
    return run_ingest(watch, arguments);
}

static enum nd_status print_hit(void *context, const struct nd_hit *hit, struct nd_error *err) {
    struct news *news = context;
    struct nd_cell about = {"saved", ND_CELL_TEXT, news->name};
    struct nd_stored_article stored;
    struct nd_record_view record = {&stored, hit, hit->path, "**", false};
    enum nd_status status;

    nd_arena_reset(news->arena);
    status = nd_index_show(news->index, hit->id, news->arena, &stored, err);
    if (status == ND_OK)
        nd_output_change(&news->output, &about, 1, &news->watch->fields, &record);
    return status;
}

/* To the command; what it does not take is new again the next time. */
static bool hand_over(struct news *news, FILE *lines, const char *command) {
    const char *const arguments[] = {"/bin/sh", "-c", command, NULL};
    char number[24];
    int status;

    snprintf(number, sizeof number, "%" PRId64, news->output.rows);
    setenv("NEWSDEX_SAVED", news->name.ptr, 1);
    setenv("NEWSDEX_HITS", number, 1);
    if (fflush(lines) != 0 || lseek(fileno(lines), 0, SEEK_SET) != 0) {
        nd_cli_error("a temporary file could not be written: %s", strerror(errno));
        return false;
    }
    status = run(news->watch, (char *const *)(const void *)arguments, fileno(lines), -1, -1);
    if (status > 0)
        nd_cli_error("%s ended with status %d; the hits of %s stay new", command, status, news->name.ptr);
    return status == 0;
}

/* The hits of a query that are new; true when they have reached somebody. */
static bool tell(struct news *news, const struct nd_saved_query *saved) {
    struct nd_cli *cli = news->watch->cli;
    const char *command = nd_cli_value(cli, "exec");
    struct nd_query_settings settings = {.today = nd_cli_today()};
    struct nd_search_options options = {.sort = ND_SORT_ID, .context = 30, .snippets = true};
    struct nd_error err = ND_ERROR_INIT;
    struct nd_str text = nd_arena_printf(cli->arena, "saved:%s", saved->name.ptr);
    struct nd_query *query = nd_cli_parse_query(cli, text, &settings);
    char number[24];
    int64_t count = 0;
    bool is_good;

    snprintf(number, sizeof number, "%" PRId64, saved->seen);
    if (query == NULL ||
        !nd_query_add_filter(query, ND_STR("arrival"), nd_str_from(number), NULL, cli->arena))
        return false;
    news->name = saved->name;
    news->output.stream = command == NULL ? stdout : tmpfile();
    if (news->output.stream == NULL) {
        nd_cli_error("there is no room for a temporary file: %s", strerror(errno));
        return false;
    }
    nd_output_begin(&news->output, "hits");
    is_good = nd_index_search(news->index, query, &options, print_hit, news, &count, &err) == ND_OK &&
              nd_output_finish(&news->output, &err) == ND_OK;
    if (!is_good)
        nd_cli_failed(&err);
    if (is_good && command != NULL && count > 0)
        is_good = hand_over(news, news->output.stream, command);
    if (command != NULL)
        fclose(news->output.stream);
    return is_good;
}

static int note_seen(struct watch *watch, const struct nd_saved_queries *saved, int64_t last) {
    struct nd_error err = ND_ERROR_INIT;
    struct nd_index *index;
    int status;

    index = nd_cli_open(watch->cli, ND_INDEX_WRITE, ND_CLI_WAIT_MS, &status);
    for (size_t i = 0; i < saved->count && index != NULL; i++)
        if (saved->list[i].seen == last &&
            nd_index_see_query(index, saved->list[i].name, last, &err) != ND_OK)
            status = nd_cli_failed(&err);
    nd_index_close(index);
    return status;
}

/* What is new to each saved query. */
static int tell_all(struct watch *watch) {
    struct news news = {.watch = watch, .output = {.format = ND_NDJSON, .fields = &watch->fields}};
    struct nd_saved_queries saved = {0};
    struct nd_error err = ND_ERROR_INIT;
    int64_t last = 0;
    bool is_told = false;
    int status;

    news.index = nd_cli_open(watch->cli, ND_INDEX_READ, 0, &status);
    if (news.index == NULL)
        return status;
    news.arena = nd_arena_new();
    if (nd_index_saved_queries(news.index, watch->cli->arena, &saved, &err) != ND_OK ||
        nd_index_arrival(news.index, INT64_MAX, &last, &err) != ND_OK)
        status = nd_cli_failed(&err);
    for (size_t i = 0; i < saved.count && status == ND_EXIT_OK && !watch->is_stopped; i++)
        if (saved.list[i].seen < last && tell(&news, &saved.list[i])) {
            saved.list[i].seen = last;
            is_told = true;
        }
    nd_arena_free(news.arena);
    nd_index_close(news.index);
    return status == ND_EXIT_OK && is_told ? note_seen(watch, &saved, last) : status;
}

/* Waits for a change, and then until nothing changes for a while. ND_END: a signal came. */
static enum nd_status wait_for_change(struct watch *watch, struct nd_error *err) {
    bool has_changed = false, is_whole = false;
    int64_t first = 0, last = 0, now;
    enum nd_status status = ND_OK;

    while (status == ND_OK && !watch->is_stopped) {
        bool is_new = false;
        now = now_ms();
        if (has_changed && (now - last >= watch->delay || now - first >= MOST_DELAYS * watch->delay))
            return ND_OK;
        wait_for(watch, nd_watcher_fd(watch->watcher),
                 has_changed ? watch->delay - (now - last)
                 : is_whole  ? -1
                             : RESTORE_MS);
        take_signals(watch, 0);
        status = nd_watcher_read(watch->watcher, &is_new, err);
        if (status == ND_OK)
            status = nd_watcher_restore(watch->watcher, &is_new, &is_whole, err);
        if (is_new) {
            last = now_ms();
            first = has_changed ? first : last;
            has_changed = true;
        }
    }
    return status == ND_OK ? ND_END : status;
}

static int follow(struct watch *watch) {
    struct nd_error err = ND_ERROR_INIT;
    enum nd_status status = nd_watcher_start(watch->watcher, &err);
    struct nd_arena *arena = watch->cli->arena;
    int result = ND_EXIT_OK;

    while (status == ND_OK && result != ND_EXIT_FATAL) {
        watch->cli->arena = nd_arena_new(); /* of one round */
        result = ingest(watch);
        if (result == ND_EXIT_FATAL || watch->is_stopped)
            status = ND_END;
        else if (result == ND_EXIT_OK || result == ND_EXIT_SOME)
            result = tell_all(watch);
        nd_arena_free(watch->cli->arena);
        watch->cli->arena = arena;
        if (status == ND_OK && result == ND_EXIT_BUSY) { /* what has changed is to be read yet */
            wait_for(watch, -1, RESTORE_MS);
            take_signals(watch, 0);
            status = watch->is_stopped ? ND_END : ND_OK;
        } else if (status == ND_OK) {
            status = wait_for_change(watch, &err);
        }
    }
    if (status != ND_OK && status != ND_END)
        return nd_cli_failed(&err);
    return result == ND_EXIT_FATAL ? result : ND_EXIT_OK;
}

static bool read_fields(struct nd_cli *cli, struct nd_fields *fields) {
    static const char *const names[] = {"id",   "uid",      "title",    "url",     "path", "part",
                                        "date", "language", "provider", "snippet", "tags"};
    struct nd_fields *chosen;

    if (!nd_cli_fields(cli, &chosen))
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names && chosen == NULL; i++)
        (void)nd_output_choose(fields, nd_str_from(names[i]), cli->arena);
    if (chosen != NULL)
        *fields = *chosen;
    return true;
}

static bool prepare(struct watch *watch) {
    struct nd_cli *cli = watch->cli;
    struct nd_str *roots = nd_arena_alloc(cli->arena, (size_t)cli->argument_count + 1, sizeof *roots);
    const char *database = nd_cli_database(cli), *format = nd_cli_value(cli, "format");
    sigset_t signals;

    if (cli->argument_count == 0) {
        nd_cli_usage(cli, "which files or folders?");
        return false;
    }
    if (!nd_cli_are_paths(cli) || !nd_cli_number(cli, "delay", 1, 3600000, 500, &watch->delay) ||
        !read_fields(cli, &watch->fields))
        return false;
    if (format != NULL && strcmp(format, "ndjson") != 0) {
        nd_cli_usage(cli, "hits are NDJSON, no other --format");
        return false;
    }
    if (database == NULL) {
        nd_cli_usage(cli, "which database? --db, $NEWSDEX_DB, $XDG_DATA_HOME or $HOME has to say");
        return false;
    }
    for (int i = 0; i < cli->argument_count; i++)
        roots[i] = nd_source_absolute(nd_str_from(cli->arguments[i]), cli->arena);
    watch->roots = roots;
    watch->root_count = (size_t)cli->argument_count;
    watch->database = nd_source_absolute(nd_str_from(database), cli->arena).ptr;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGCHLD);
    sigprocmask(SIG_BLOCK, &signals, &watch->before);
    watch->signals = signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC);
    if (watch->signals < 0)
        nd_cli_error("signals cannot be waited for: %s", strerror(errno));
    return watch->signals >= 0;
}

static int run_command(struct nd_cli *cli) {
    struct watch watch = {.cli = cli, .signals = -1};
    int status = ND_EXIT_FATAL;

    if (prepare(&watch)) {
        watch.watcher = nd_watcher_new(watch.roots, watch.root_count, nd_str_from(watch.database));
        status = follow(&watch);
        nd_watcher_free(watch.watcher);
    }
    nd_new_lines_free(&watch.said);
    if (watch.signals >= 0)
        close(watch.signals);
    return status;
}

const struct nd_command nd_watch_command = {
    .name = "watch",
    .run = run_command,
    .arguments = "PATH...",
    .summary = "ingest files and folders again when they change, and print what is new",
    .details = "Ingests at once, and then whenever something has changed, until a signal ends it. What is "
               "new to each\n"
               "saved query is printed as NDJSON, or given to a command, and is not new any more then.",
    .options =
        (const struct nd_option *const[]){own_options, nd_cli_fields_option, nd_cli_file_options, NULL}};
