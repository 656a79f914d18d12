#include "cli/cli.h"

#include "newsdex/boilerplate.h"
#include "newsdex/ingest.h"
#include "newsdex/limits.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const struct nd_option own_options[] = {
    {"jobs", 'j', "N", "parse with N threads (default: one a processor)"},
    {"force", 0, NULL, "parse unchanged files as well"},
    {"keep-missing", 0, NULL, "keep articles whose files are gone"},
    {"remove-missing", 0, NULL, "remove them also where a folder is empty, gone or on another device"},
    {"no-digests", 0, NULL,
     "newsletters and press reviews stay one article: of files read now (--force: all)"},
    {"no-learned", 0, NULL, "cut no lines that recur from page to page, put back those that were cut"},
    {"dry-run", 'n', NULL, "say what would be done, change nothing"},
    {"wait", 0, "SECONDS", "wait that long for another ingest to end (default: 10)"},
    {"quiet", 'q', NULL, "no summary, no progress; only warnings and errors"},
    {"verbose", 'v', NULL, "also print notes about what was guessed, repaired or left out"},
    {NULL, 0, NULL, NULL}};

#define INTERRUPTED "interrupted; the next ingest goes on from here"

static volatile sig_atomic_t interrupted, is_waiting;
static atomic_int cancel;

/* The second signal ends the program at once; so does the first while it waits for others. */
static void on_interrupt(int signal_number) {
    static const char message[] = "newsdex: " INTERRUPTED "\n";

    interrupted = signal_number;
    cancel = 1;
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    if (is_waiting) {
        (void)!write(STDERR_FILENO, message, sizeof message - 1);
        _exit(128 + signal_number);
    }
}

/* What the observer of an ingest prints. */
struct report {
    struct nd_cli *cli;
    bool quiet, verbose, progress, is_dry, is_line_open;
    struct timespec last;
};

static double seconds_since(const struct timespec *start) {
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - start->tv_sec) + (double)(now.tv_nsec - start->tv_nsec) / 1e9;
}

static void clear_line(struct report *report) {
    if (report->is_line_open)
        fputs("\r\033[K", stderr);
    report->is_line_open = false;
}

static void show_progress(struct report *report, const struct nd_ingest_totals *totals) {
    char line[160];
    int length, width;

    if (!report->progress || seconds_since(&report->last) < 0.1)
        return;
    clock_gettime(CLOCK_MONOTONIC, &report->last);
    length = snprintf(line, sizeof line,
                      "%" PRId64 " %s seen, %" PRId64 " parsed, %" PRId64 " unchanged, %" PRId64 " failed",
                      totals->seen, totals->seen == 1 ? "file" : "files",
                      totals->added + totals->changed + totals->moved, totals->unchanged, totals->failed);
    width = nd_cli_width(STDERR_FILENO) - 1; /* in a line that wraps only its end would be overwritten */
    fprintf(stderr, "\r\033[K%.*s", length < width ? length : width, line);
    fflush(stderr);
    report->is_line_open = true;
}

static void print_notice(struct nd_str path, struct nd_str why) {
    nd_cli_error("%.*s: %.*s", (int)path.len, path.ptr, (int)why.len, why.ptr);
}

static void observe(void *context, const struct nd_ingest_event *event) {
    struct report *report = context;

    switch (event->type) {
    case ND_INGEST_PROGRESS:
        show_progress(report, event->totals);
        break;
    case ND_INGEST_PROBLEM:
        if (event->problem->level < (report->verbose ? ND_NOTE : ND_WARNING))
            break;
        clear_line(report);
        nd_cli_problem(report->cli, event->path, event->message, event->problem);
        break;
    case ND_INGEST_NOTICE:
        clear_line(report);
        print_notice(nd_cli_path(report->cli, event->path), event->message);
        break;
    }
}

/* One article, all other numbers of articles. */
static const char *s_of(int64_t number) {
    return number == 1 ? "" : "s";
}

static void add_counts(struct nd_buf *out, const struct nd_index_totals *counts) {
    nd_buf_addf(out, "%" PRId64 " article%s", counts->articles, s_of(counts->articles));
    if (counts->versions > 0)
        nd_buf_addf(out, ", %" PRId64 " other version%s", counts->versions, s_of(counts->versions));
    nd_buf_addf(out, ", %" PRId64 " reference%s", counts->references, s_of(counts->references));
}

static void tell_learned(const struct nd_index *index) {
    int64_t count = nd_index_learned(index);

    if (count > 0)
        nd_cli_error("lines that recur from article to article were cut out of %" PRId64
                     " article%s; newsdex boilerplate lists them",
                     count, s_of(count));
}

static int summarise(struct report *report, struct nd_index *index, const struct nd_ingest_totals *totals,
                     double seconds) {
    struct nd_index_totals counts = {0};
    struct nd_error err = ND_ERROR_INIT;
    struct nd_buf all = {0}, seen = {0};

    if (report->is_dry)
        nd_buf_add_z(&all, "nothing was changed");
    else if (nd_index_count_all(index, &counts, &err) != ND_OK)
        return nd_cli_failed(&err);
    else
        add_counts(&all, &counts);
    if (totals->containers > 0)
        nd_buf_addf(&seen, "%" PRId64 " article%s in %" PRId64 " container%s; ", totals->parts,
                    s_of(totals->parts), totals->containers, s_of(totals->containers));
    if (totals->issues > 0)
        nd_buf_addf(&seen, "%" PRId64 " item%s of %" PRId64 " issue%s; ", totals->items, s_of(totals->items),
                    totals->issues, s_of(totals->issues));
    if (!report->quiet)
        nd_cli_skipped(totals->skipped);
    if (!report->quiet && !report->is_dry)
        tell_learned(index);
    if (!report->quiet)
        nd_cli_error(
            "%" PRId64 " file%s seen: %s%" PRId64 " added, %" PRId64 " changed, %" PRId64 " moved, %" PRId64
            " unchanged, %" PRId64 " removed, %" PRId64 " failed; %s; %.2f seconds",
            totals->seen, s_of(totals->seen), seen.len > 0 ? seen.ptr : "", totals->added, totals->changed,
            totals->moved, totals->unchanged, totals->removed, totals->failed, all.ptr, seconds);
    nd_buf_free(&all);
    nd_buf_free(&seen);
    return totals->failed > 0 || totals->doubtful > 0 ? ND_EXIT_SOME : ND_EXIT_OK;
}

/*
 * Another program may have written the full-text index as only a newer SQLite does, or an older newsdex with
 * other words.
 */
static enum nd_status mend(struct nd_index *index, bool is_dry, struct nd_error *err) {
    struct nd_index_totals totals = {0};
    bool is_foreign = false, is_outdated = false;
    enum nd_status status = ND_OK;

    if (index == NULL || is_dry)
        return ND_OK;
    status = nd_index_is_foreign(index, &is_foreign, err);
    if (status == ND_OK)
        status = nd_index_is_outdated(index, &is_outdated, err);
    if (status != ND_OK || (!is_foreign && !is_outdated))
        return status;
    status = nd_index_count_all(index, &totals, err);
    if (is_foreign)
        nd_cli_error("the full-text index has the form of a newer SQLite; it is made anew from the articles");
    else if (totals.articles + totals.references > 0)
        nd_cli_error(
            "an older newsdex has cut texts into words otherwise; the full-text index is made anew from the"
            " articles");
    return status == ND_OK ? nd_index_rebuild(index, err) : status;
}

static enum nd_status run(struct nd_index *index, const struct nd_cli_inputs *inputs,
                          struct nd_ingest_options *options, struct report *report,
                          struct nd_ingest_totals *totals, struct nd_error *err) {
    enum nd_status status = mend(index, options->dry_run, err);

    options->roots = inputs->paths;
    options->root_count = inputs->count;
    if (status == ND_OK && inputs->count > 0)
        status = nd_ingest(index, options, observe, report, totals, err);
    /* One document is one transaction; what comes before its end may have to be typed yet. */
    is_waiting = true;
    if (status == ND_OK && inputs->has_stdin)
        status = nd_ingest_fd(index, STDIN_FILENO, options, observe, report, totals, err);
    is_waiting = false;
    return status;
}

static bool read_options(struct nd_cli *cli, struct nd_ingest_options *options, int64_t *wait) {
    int64_t jobs, max_size;

    if (!nd_cli_number(cli, "jobs", 1, 256, 0, &jobs) ||
        !nd_cli_size(cli, "max-size", ND_MAX_FILE_EVER, ND_MAX_FILE, &max_size) ||
        !nd_cli_number(cli, "wait", 0, 1000000, 10, wait))
        return false;
    if (nd_cli_has(cli, "keep-missing") && nd_cli_has(cli, "remove-missing")) {
        nd_cli_usage(cli, "--keep-missing and --remove-missing do not go together");
        return false;
    }
    options->jobs = (int)jobs;
    options->max_size = (size_t)max_size;
    options->force = nd_cli_has(cli, "force");
    options->keep_missing = nd_cli_has(cli, "keep-missing");
    options->remove_missing = nd_cli_has(cli, "remove-missing");
    options->no_learned = nd_cli_has(cli, "no-learned");
    options->no_digests = nd_cli_has(cli, "no-digests");
    options->dry_run = nd_cli_has(cli, "dry-run");
    options->cancel = &cancel;
    return true;
}

/* A dry run writes nothing, and needs no database: NULL is one without articles. */
static struct nd_index *open_index(struct nd_cli *cli, bool is_dry, int wait_ms, int *status) {
    const char *path = nd_cli_database(cli);

    *status = ND_EXIT_OK;
    if (is_dry && path != NULL && *path != '\0' && access(path, F_OK) != 0 && errno == ENOENT)
        return NULL;
    return nd_cli_open(cli, is_dry ? ND_INDEX_READ : ND_INDEX_WRITE, wait_ms, status);
}

static int run_command(struct nd_cli *cli) {
    struct report report = {
        .cli = cli, .quiet = nd_cli_has(cli, "quiet"), .verbose = nd_cli_has(cli, "verbose")};
    struct nd_ingest_options options = {0};
    struct nd_ingest_totals totals = {0};
    struct nd_error err = ND_ERROR_INIT;
    struct nd_cli_inputs inputs = {0};
    struct nd_index *index = NULL;
    struct nd_patterns *patterns = NULL;
    struct nd_converters *converters = NULL;
    struct timespec start;
    int64_t wait;
    int status = ND_EXIT_FATAL;
    enum nd_status result;

    clock_gettime(CLOCK_MONOTONIC, &start);
    report.is_dry = nd_cli_has(cli, "dry-run");
    report.progress = !report.quiet && isatty(STDERR_FILENO);
    if (!nd_cli_are_paths(cli) || !read_options(cli, &options, &wait) || !nd_cli_patterns(cli, &patterns) ||
        !nd_cli_converters(cli, &cancel, &converters) || !nd_cli_inputs(cli, &inputs) || !nd_cli_languages())
        goto out;
    options.patterns = patterns;
    options.converters = converters;
    signal(SIGINT, on_interrupt); /* also of what a script has started behind it */
    signal(SIGTERM, on_interrupt);
    is_waiting = true; /* perhaps for another ingest */
    index = open_index(cli, options.dry_run, (int)(wait * 1000), &status);
    is_waiting = false;
    if (status != ND_EXIT_OK)
        goto out;
    options.database = nd_source_absolute(nd_str_from(nd_cli_database(cli)), cli->arena);
    result = run(index, &inputs, &options, &report, &totals, &err);
    clear_line(&report);
    if (result == ND_OK || result == ND_CANCELLED)
        status = summarise(&report, index, &totals, seconds_since(&start));
    else
        status = nd_cli_failed(&err);
    if (result == ND_CANCELLED) {
        nd_cli_error(INTERRUPTED);
        status = 128 + (int)interrupted;
    }
out:
    nd_patterns_free(patterns);
    nd_converters_free(converters);
    nd_index_close(index);
    nd_cli_inputs_free(&inputs);
    return status;
}

const struct nd_command nd_ingest_command = {
    .name = "ingest",
    .run = run_command,
    .arguments = "PATH...",
    .summary = "read files and folders into the database",
    .details =
        "Folders are read recursively, hidden files left out. What is unchanged since the last time is not\n"
        "read again; what is gone from a folder is removed. - is one document on standard input.",
    .options =
        (const struct nd_option *const[]){own_options, nd_cli_list_options, nd_cli_file_options, NULL}};
