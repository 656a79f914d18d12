#include "cli/cli.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const struct nd_option own_options[] = {
    {"level", 0, "LEVEL", "show problems of that level and worse: note, warning or error (default: warning)"},
    {"code", 0, "CODE", "show problems with that code only"},
    {"no-verify", 0, NULL, "list problems only, do not verify the database"},
    {NULL, 0, NULL, NULL}};

enum { SHAPES = 256 }; /* half of them are filled */

/* Problems of parts of one file: the first that says something is shown, those that only name another number
 * or other words in quotes are counted. */
struct group {
    struct nd_buf path;
    uint64_t shapes[SHAPES]; /* hashes of what was said, 0: none */
    size_t shape_count;
    int64_t counts[ND_PROBLEM_CODES]; /* not shown */
};

struct checker {
    struct nd_cli *cli;
    struct group group;
    struct nd_output output;
    const char *code;
    int level;
    int64_t faults, shown, unknown;
};

static int level_of(struct nd_str name) {
    for (int level = ND_NOTE; level <= ND_ERROR; level++)
        if (nd_str_eq(name, nd_str_from(nd_level_name((enum nd_level)level))))
            return level;
    return -1;
}

/* Says how many more there are in the file at hand. */
static void close_group(struct checker *checker) {
    struct group *group = &checker->group;
    struct nd_str path = nd_cli_path(checker->cli, nd_buf_str(&group->path));

    for (int code = 0; code < ND_PROBLEM_CODES; code++)
        if (group->counts[code] > 0) {
            nd_output_clean_line(&checker->output.buf, path);
            nd_buf_addf(&checker->output.buf, ": %" PRId64 " more of the kind %s; --code %s lists them\n",
                        group->counts[code], nd_problem_name((enum nd_problem_code)code),
                        nd_problem_name((enum nd_problem_code)code));
            nd_output_flush(&checker->output);
        }
    memset(group->counts, 0, sizeof group->counts);
    memset(group->shapes, 0, sizeof group->shapes);
    group->shape_count = 0;
    nd_buf_clear(&group->path);
}

/* What a message says, whatever its numbers and what it quotes; never 0. */
static uint64_t shape_of(const struct nd_stored_problem *problem, int code) {
    struct nd_buf shape = {0};
    uint64_t hash;
    bool is_quoted = false;

    nd_buf_addf(&shape, "%d ", code);
    for (size_t i = 0; i < problem->message.len; i++) {
        char c = problem->message.ptr[i];
        is_quoted = is_quoted != (c == '"');
        if (!is_quoted && !nd_char_is_digit(c))
            nd_buf_add_char(&shape, c);
    }
    hash = nd_str_hash(nd_buf_str(&shape));
    nd_buf_free(&shape);
    return hash == 0 ? 1 : hash;
}

/* Whether it was shown of this file, or is one too many; what was not is so from now on. */
static bool is_shown(struct group *group, uint64_t shape) {
    size_t at = (size_t)shape % SHAPES;

    while (group->shapes[at] != 0 && group->shapes[at] != shape)
        at = (at + 1) % SHAPES;
    if (group->shapes[at] == shape || group->shape_count == SHAPES / 2)
        return true;
    group->shapes[at] = shape;
    group->shape_count++;
    return false;
}

/* True for what is like one that was shown of the same file. */
static bool is_grouped(struct checker *checker, const struct nd_stored_problem *problem) {
    struct group *group = &checker->group;
    int code = 0;

    if (!nd_str_eq(nd_buf_str(&group->path), problem->path)) {
        close_group(checker);
        nd_buf_add(&group->path, problem->path);
    }
    while (code < ND_PROBLEM_CODES &&
           !nd_str_eq(problem->code, nd_str_from(nd_problem_name((enum nd_problem_code)code))))
        code++;
    if (problem->part.ptr == NULL || code == ND_PROBLEM_CODES || !is_shown(group, shape_of(problem, code)))
        return false;
    group->counts[code]++;
    return true;
}

static enum nd_status print_problem(void *context, const struct nd_stored_problem *problem,
                                    struct nd_error *err) {
    struct checker *checker = context;
    bool is_text = checker->output.format == ND_TEXT;

    (void)err;
    if (level_of(problem->level) < checker->level ||
        (checker->code != NULL && !nd_str_eq(problem->code, nd_str_from(checker->code))))
        return ND_OK;
    checker->shown++;
    if (is_text && checker->code == NULL && is_grouped(checker, problem))
        return ND_OK;
    nd_output_problem(&checker->output, problem,
                      is_text ? nd_cli_path(checker->cli, problem->path) : problem->path);
    return ND_OK;
}

/* SQLite tells several faults in several lines of one text. */
static void print_fault(void *context, struct nd_str fault) {
    struct checker *checker = context;
    struct nd_str line;

    checker->faults++;
    while (nd_str_next_line(&fault, &line))
        nd_cli_error("%s: %.*s", nd_cli_database(checker->cli), (int)line.len, line.ptr);
}

/* The absolute path of a symbolic link itself, which has problems of its own; otherwise absent. */
static struct nd_str path_of_link(struct nd_str path, struct nd_arena *arena) {
    size_t slash;
    struct nd_str folder;
    struct stat st;

    while (path.len > 1 && nd_str_ends(path, ND_STR("/")))
        path.len--;
    if (path.len == 0 || lstat(nd_arena_str(arena, path).ptr, &st) != 0 || !S_ISLNK(st.st_mode))
        return ND_STR_NONE;
    slash = nd_str_rfind_char(path, '/');
    folder = slash == SIZE_MAX ? ND_STR(".") : nd_str_slice(path, 0, slash + 1);
    folder = nd_source_absolute(folder, arena);
    path = nd_str_skip(path, slash == SIZE_MAX ? 0 : slash + 1);
    return nd_arena_printf(arena, "%.*s%s%.*s", (int)folder.len, folder.ptr,
                           nd_str_ends(folder, ND_STR("/")) ? "" : "/", (int)path.len, path.ptr);
}

static bool is_below(struct nd_str path, struct nd_str folder) {
    return nd_str_starts(path, folder) && (path.len == folder.len || path.ptr[folder.len] == '/');
}

/* Whether the index knows a file or a problem at or below path. */
static enum nd_status is_known(struct nd_index *index, struct nd_str path, struct nd_arena *arena,
                               bool *known, struct nd_error *err) {
    struct nd_index_file file;
    struct nd_index_page page = {.from = path, .until = ND_STR("0"), .files = &file, .max = 1};
    enum nd_status status = nd_index_files(index, &page, arena, err);

    *known = status == ND_OK && page.count > 0 && nd_str_eq(file.path, path);
    if (status != ND_OK || *known)
        return status;
    page.from = nd_arena_printf(arena, "%.*s/", (int)path.len, path.ptr);
    status = nd_index_files(index, &page, arena, err);
    *known = status == ND_OK && page.count > 0 && nd_str_starts(file.path, page.from);
    return status;
}

/* Nothing is known of what was given: that is not the same as having no problems. */
static void tell_unknown(struct checker *checker, const char *given) {
    struct stat st;

    checker->unknown++;
    if (lstat(given, &st) != 0)
        nd_cli_error("%s: %s, and nothing is known of it", given, strerror(errno));
    else
        nd_cli_error("%s: nothing of it is in the database", given);
}

/* The problems of a path as it was given, following links, and of the link it may be. */
static enum nd_status list_path(struct checker *checker, struct nd_index *index, const char *given,
                                struct nd_error *err) {
    struct nd_arena *arena = checker->cli->arena;
    struct nd_str path = nd_source_absolute(nd_str_from(given), arena);
    struct nd_str link = path_of_link(nd_str_from(given), arena);
    bool has_link = link.ptr != NULL && !is_below(link, path), is_path_known = true, is_link_known = false;
    enum nd_status status = ND_OK;

    if (nd_str_eq(path, ND_STR("/")))
        path = ND_STR_NONE;
    else
        status = is_known(index, path, arena, &is_path_known, err);
    if (status == ND_OK && has_link)
        status = is_known(index, link, arena, &is_link_known, err);
    if (status == ND_OK && !is_path_known && !is_link_known)
        tell_unknown(checker, given);
    if (status == ND_OK && has_link)
        status = nd_index_problems(index, link, print_problem, checker, err);
    return status == ND_OK ? nd_index_problems(index, path, print_problem, checker, err) : status;
}

static enum nd_status list_problems(struct checker *checker, struct nd_index *index, struct nd_error *err) {
    enum nd_status status = ND_OK;

    if (checker->cli->argument_count == 0)
        return nd_index_problems(index, ND_STR_NONE, print_problem, checker, err);
    for (int i = 0; i < checker->cli->argument_count && status == ND_OK; i++)
        status = list_path(checker, index, checker->cli->arguments[i], err);
    return status;
}

/* Opens the database, verifies it, and leaves it open. */
static struct nd_index *open_verified(struct checker *checker, int *status) {
    struct nd_index *index = nd_cli_open(checker->cli, ND_INDEX_VERIFY, 0, status);
    struct nd_error err = ND_ERROR_INIT;
    bool is_sound = false;
    enum nd_status result;

    if (index == NULL || nd_cli_has(checker->cli, "no-verify"))
        return index;
    result = nd_index_verify(index, print_fault, checker, &is_sound, &err);
    if (result == ND_OK && !is_sound)
        return index;
    nd_index_close(index);
    if (result == ND_OK)
        result = nd_index_verify_words(nd_cli_database(checker->cli), print_fault, checker, &err);
    if (result == ND_OK)
        return nd_cli_open(checker->cli, ND_INDEX_VERIFY, 0, status);
    *status = nd_cli_failed(&err);
    return NULL;
}

static int run_command(struct nd_cli *cli) {
    struct checker checker = {.cli = cli, .level = ND_WARNING, .code = nd_cli_value(cli, "code")};
    const char *level = nd_cli_value(cli, "level");
    struct nd_error err = ND_ERROR_INIT;
    struct nd_index *index;
    enum nd_status result;
    int status;

    if (level != NULL && (checker.level = level_of(nd_str_from(level))) < 0)
        return nd_cli_usage(cli, "--level is note, warning or error, not \"%s\"", level);
    if (checker.code != NULL && !nd_problem_has_name(nd_str_from(checker.code)))
        return nd_cli_usage(cli, "there is no code \"%s\"; newsdex(5) has a list", checker.code);
    if (!nd_cli_are_paths(cli) || !nd_cli_output(cli, &checker.output))
        return ND_EXIT_FATAL;
    if (!nd_cli_has(cli, "format"))
        checker.output.format = ND_TEXT; /* path:line:column: is what editors read, in a pipe as well */
    index = open_verified(&checker, &status);
    if (index == NULL)
        return status;
    nd_output_begin(&checker.output, "problems");
    result = list_problems(&checker, index, &err);
    close_group(&checker);
    nd_buf_free(&checker.group.path);
    nd_cli_tell_unfinished(index);
    nd_index_close(index);
    if (result != ND_OK) {
        struct nd_error ignored = ND_ERROR_INIT;
        (void)!nd_output_finish(&checker.output, &ignored);
        return nd_cli_failed(&err);
    }
    if (nd_output_finish(&checker.output, &err) != ND_OK)
        return nd_cli_failed(&err);
    return checker.faults > 0 || checker.shown > 0 || checker.unknown > 0 ? ND_EXIT_SOME : ND_EXIT_OK;
}

const struct nd_command nd_check_command = {
    .name = "check",
    .run = run_command,
    .arguments = "[PATH...]",
    .summary = "verify the database and list what was wrong with the files",
    .details = "Problems are printed as path:line:column: level: message [code]; those of the given files or "
               "folders,\n"
               "or all.",
    .options = (const struct nd_option *const[]){own_options, NULL}};
