#include "cli/cli.h"

#include "newsdex/several.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

const char *nd_cli_value(const struct nd_cli *cli, const char *name) {
    const char *value = NULL;

    for (const struct nd_given *g = cli->first; g != NULL; g = g->next)
        if (strcmp(g->option->name, name) == 0)
            value = g->value;
    return value;
}

bool nd_cli_has(const struct nd_cli *cli, const char *name) {
    return nd_cli_value(cli, name) != NULL;
}

bool nd_cli_number(const struct nd_cli *cli, const char *name, int64_t min, int64_t max, int64_t fallback,
                   int64_t *number) {
    const char *value = nd_cli_value(cli, name);
    uint64_t read = 0;

    *number = fallback;
    if (value == NULL)
        return true;
    if (!nd_str_to_uint(nd_str_from(value), &read) || (int64_t)read < min || (int64_t)read > max) {
        nd_cli_usage(cli, "--%s takes a whole number from %lld to %lld, not \"%s\"", name, (long long)min,
                     (long long)max, value);
        return false;
    }
    *number = (int64_t)read;
    return true;
}

bool nd_cli_size(const struct nd_cli *cli, const char *name, int64_t max, int64_t fallback, int64_t *bytes) {
    static const char units[] = "kmg";
    const char *value = nd_cli_value(cli, name), *unit = NULL;
    struct nd_str digits = nd_str_from(value == NULL ? "" : value);
    uint64_t read = 0;
    int shift;

    *bytes = fallback;
    if (value == NULL)
        return true;
    if (digits.len > 0)
        unit = strchr(units, nd_char_lower(digits.ptr[digits.len - 1]));
    digits.len -= unit != NULL;
    shift = unit == NULL ? 0 : 10 * (int)(unit - units + 1);
    if (!nd_str_to_uint(digits, &read) || read == 0 || read > (uint64_t)max >> shift) {
        nd_cli_usage(cli, "--%s takes a number of bytes up to %lld, or of K, M or G, not \"%s\"", name,
                     (long long)max, value);
        return false;
    }
    *bytes = (int64_t)(read << shift);
    return true;
}

bool nd_cli_are_paths(const struct nd_cli *cli) {
    for (int i = 0; i < cli->argument_count; i++)
        if (cli->arguments[i][0] == '\0') {
            nd_cli_usage(cli, "an empty argument is no path");
            return false;
        }
    return true;
}

/* A name that SQLite would not take for that of a file gets the folder before it. */
static const char *name_of_file(struct nd_cli *cli, const char *name) {
    bool is_special = name[0] == ':' || nd_str_starts_nocase(nd_str_from(name), ND_STR("file:"));

    return is_special ? nd_arena_printf(cli->arena, "./%s", name).ptr : name;
}

/* The database somebody has named, or NULL. */
static const char *given_database(const struct nd_cli *cli) {
    const char *given = nd_cli_value(cli, "db");

    if (given == NULL)
        given = getenv("NEWSDEX_DB");
    return given == NULL || *given == '\0' ? NULL : given;
}

const char *nd_cli_database(struct nd_cli *cli) {
    const char *given = given_database(cli), *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");

    if (given != NULL)
        return name_of_file(cli, given);
    if (data != NULL && data[0] == '/')
        return nd_arena_printf(cli->arena, "%s/newsdex/newsdex.db", data).ptr;
    if (home == NULL || *home == '\0')
        return NULL;
    return nd_arena_printf(cli->arena, "%s/.local/share/newsdex/newsdex.db", home).ptr;
}

/* The folders above path, as far as they are missing. */
static void make_folders(struct nd_cli *cli, const char *path) {
    for (const char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/'))
        (void)!mkdir(nd_arena_str(cli->arena, nd_str_of(path, (size_t)(slash - path))).ptr, 0777);
}

/* A mistyped name must not become a place of its own. */
static bool has_folder(struct nd_cli *cli, const char *path) {
    struct nd_str folder = nd_str_slice(nd_str_from(path), 0, nd_str_rfind_char(nd_str_from(path), '/') + 1);
    struct stat st;

    if (folder.len == 0 || stat(nd_arena_str(cli->arena, folder).ptr, &st) == 0)
        return true;
    nd_cli_error("%s: the folder for the database cannot be used: %s", path, strerror(errno));
    return false;
}

/* Says why there can be no database at path, which may be NULL; false when there is no reason. */
static bool refuse_database(const struct nd_cli *cli, const char *path) {
    const char *given = nd_cli_value(cli, "db");
    struct stat st;

    if (given != NULL && *given == '\0')
        nd_cli_usage(cli, "--db takes the name of a file");
    else if (path == NULL)
        nd_cli_usage(cli, "which database? --db, $NEWSDEX_DB, $XDG_DATA_HOME or $HOME has to say");
    else if (stat(path, &st) == 0 && !S_ISREG(st.st_mode))
        nd_cli_error("%s: %s, no database", path, S_ISDIR(st.st_mode) ? "a folder" : "not a regular file");
    else
        return false;
    return true;
}

static struct nd_index *open_path(struct nd_cli *cli, const char *path, enum nd_index_mode mode, int wait_ms,
                                  int *status) {
    struct nd_error err = ND_ERROR_INIT;
    struct nd_index *index = NULL;

    if (*status == ND_EXIT_OK && mode == ND_INDEX_WRITE && given_database(cli) == NULL)
        make_folders(cli, path);
    if (*status == ND_EXIT_OK && mode == ND_INDEX_WRITE && !has_folder(cli, path))
        *status = ND_EXIT_FATAL;
    if (*status == ND_EXIT_OK && nd_index_open(path, mode, wait_ms, &index, &err) != ND_OK)
        *status = nd_cli_failed(&err);
    if (index != NULL && nd_index_ignores_log(index))
        nd_cli_error(
            "%s: what was written last is still in %s-wal, which cannot be read without permission to"
            " write there; it is left out",
            path, path);
    return index;
}

bool nd_cli_has_several(const struct nd_cli *cli) {
    int count = 0;

    for (const struct nd_given *g = cli->first; g != NULL; g = g->next)
        count += strcmp(g->option->name, "db") == 0;
    return count > 1;
}

struct nd_index *nd_cli_open(struct nd_cli *cli, enum nd_index_mode mode, int wait_ms, int *status) {
    const char *path = nd_cli_database(cli);

    *status = refuse_database(cli, path) ? ND_EXIT_FATAL : ND_EXIT_OK;
    if (*status == ND_EXIT_OK && nd_cli_has_several(cli))
        *status = nd_cli_usage(cli, "%s takes one --db; newsdex merge makes one database of several",
                               cli->command->name);
    return open_path(cli, path, mode, wait_ms, status);
}

struct nd_index *nd_cli_open_existing(struct nd_cli *cli, int wait_ms, int *status) {
    nd_index_close(nd_cli_open(cli, ND_INDEX_READ, 0, status)); /* opening to write would make it */
    return *status == ND_EXIT_OK ? nd_cli_open(cli, ND_INDEX_WRITE, wait_ms, status) : NULL;
}

/* What needs to know what an article of one database is to those of another. */
static bool refuse_several(const struct nd_cli *cli) {
    static const char *const options[] = {"collapse", "after-id", "story", "diff", "new-since", "to"};

    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (nd_cli_has(cli, options[i])) {
            nd_cli_usage(cli, "--%s takes one --db; newsdex merge makes one database of several", options[i]);
            return true;
        }
    return false;
}

struct nd_index *nd_cli_open_input(struct nd_cli *cli, const char *name, int *status) {
    const char *path = name_of_file(cli, name);

    *status = refuse_database(cli, path) ? ND_EXIT_FATAL : ND_EXIT_OK;
    return open_path(cli, path, ND_INDEX_READ, 0, status);
}

struct nd_index *nd_cli_open_joined(struct nd_cli *cli, int *status) {
    struct nd_error err = ND_ERROR_INIT;
    struct nd_index *first = NULL, *index;

    if (!nd_cli_has_several(cli))
        return nd_cli_open(cli, ND_INDEX_READ, 0, status);
    *status = refuse_several(cli) ? ND_EXIT_FATAL : ND_EXIT_OK;
    for (const struct nd_given *g = cli->first; g != NULL && *status == ND_EXIT_OK; g = g->next) {
        if (strcmp(g->option->name, "db") != 0)
            continue;
        index = nd_cli_open_input(cli, g->value, status);
        if (first == NULL) {
            first = index;
        } else if (index != NULL && nd_index_join(first, index, &err) != ND_OK) {
            *status = nd_cli_failed(&err);
            nd_index_close(index);
        }
    }
    if (*status != ND_EXIT_OK) {
        nd_index_close(first);
        first = NULL;
    }
    return first;
}

void nd_cli_tell_unfinished(struct nd_index *index) {
    struct nd_error ignored = ND_ERROR_INIT;
    int64_t articles = 0;

    if (nd_index_unfinished(index, &articles, &ignored) == ND_OK)
        nd_cli_error("an ingest is not finished: %lld article%s so far", (long long)articles,
                     articles == 1 ? "" : "s");
}

const struct nd_option nd_cli_file_options[] = {
    {"exclude", 0, "GLOB", "leave out files and folders that match, as in gitignore(5)"},
    {"include", 0, "GLOB", "take only files that match, or lie in a folder that does"},
    {"filter", 0, "EXT=COMMAND",
     "read files that end in .EXT by way of a command, such as pdf='pdftotext {} -'"},
    {"max-size", 0, "SIZE", "leave out larger files (default: 64M)"},
    {NULL, 0, NULL, NULL}};

bool nd_cli_patterns(const struct nd_cli *cli, struct nd_patterns **patterns) {
    *patterns = NULL;
    for (const struct nd_given *g = cli->first; g != NULL; g = g->next) {
        bool is_include = strcmp(g->option->name, "include") == 0;
        if (!is_include && strcmp(g->option->name, "exclude") != 0)
            continue;
        if (*patterns == NULL)
            *patterns = nd_patterns_new();
        if (!nd_patterns_add(*patterns, nd_str_from(g->value), is_include)) {
            nd_cli_usage(cli, "--%s: \"%s\" matches nothing", g->option->name, g->value);
            nd_patterns_free(*patterns);
            *patterns = NULL;
            return false;
        }
    }
    return true;
}

bool nd_cli_converters(const struct nd_cli *cli, const atomic_int *cancel,
                       struct nd_converters **converters) {
    *converters = NULL;
    for (const struct nd_given *g = cli->first; g != NULL; g = g->next) {
        if (strcmp(g->option->name, "filter") != 0)
            continue;
        if (*converters == NULL)
            *converters = nd_converters_new(cancel);
        if (nd_converters_add(*converters, nd_str_from(g->value)))
            continue;
        nd_cli_usage(cli, "--filter: \"%s\" is not EXT=COMMAND, such as pdf='pdftotext {} -'", g->value);
        nd_converters_free(*converters);
        *converters = NULL;
        return false;
    }
    return true;
}

bool nd_cli_languages(void) {
    struct nd_error err = ND_ERROR_INIT;

    if (nd_language_open(&err) == ND_OK)
        return true;
    nd_cli_failed(&err);
    return false;
}

void nd_cli_note_cut(const struct nd_index *index) {
    if (nd_index_is_cut(index))
        nd_cli_error("the prefixes of the query stand for too many words, of which not all were looked for;"
                     " longer ones find the rest");
}

void nd_cli_error(const char *format, ...) {
    char text[8 * ND_ERROR_MAX];
    struct nd_buf out = {0};
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    nd_buf_add_z(&out, "newsdex: ");
    nd_output_clean_line(&out, nd_str_from(text));
    nd_buf_add_char(&out, '\n');
    nd_output_write(stderr, nd_buf_str(&out));
    nd_buf_free(&out);
}

int nd_cli_failed(const struct nd_error *err) {
    nd_cli_error("%s", err->message);
    return err->status == ND_BUSY ? ND_EXIT_BUSY : ND_EXIT_FATAL;
}

int nd_cli_usage(const struct nd_cli *cli, const char *format, ...) {
    char text[8 * ND_ERROR_MAX];
    struct nd_buf out = {0};
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    nd_buf_addf(&out, "newsdex %s: ", cli->command->name);
    nd_output_clean_line(&out, nd_str_from(text));
    nd_buf_addf(&out, "; newsdex %s --help tells more\n", cli->command->name);
    nd_output_write(stderr, nd_buf_str(&out));
    nd_buf_free(&out);
    return ND_EXIT_FATAL;
}

struct nd_str nd_cli_path(const struct nd_cli *cli, struct nd_str path) {
    if (cli->cwd.len <= 1 || !nd_str_starts(path, cli->cwd))
        return path;
    path = nd_str_skip(path, cli->cwd.len);
    if (path.len == 0)
        return ND_STR("./");
    return nd_str_starts(path, ND_STR("-")) /* which other programs would take for an option */
               ? nd_arena_printf(cli->arena, "./%.*s", (int)path.len, path.ptr)
               : path;
}

void nd_cli_problem(const struct nd_cli *cli, struct nd_str path, struct nd_str part,
                    const struct nd_problem *problem) {
    struct nd_buf out = {0};

    nd_buf_add_z(&out, "newsdex: ");
    nd_output_place(&out, &(struct nd_place){nd_cli_path(cli, path), part, problem->line, problem->column});
    nd_output_clean_line(&out, problem->message);
    nd_buf_add_char(&out, '\n');
    nd_output_write(stderr, nd_buf_str(&out));
    nd_buf_free(&out);
}

int nd_cli_width(int fd) {
    static int of_terminal; /* once a pager stands before it, it cannot be asked any more */
    const char *columns = getenv("COLUMNS");
    struct winsize size;
    uint64_t number;

    if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        of_terminal = size.ws_col;
    if (of_terminal > 0)
        return of_terminal;
    return columns != NULL && nd_str_to_uint(nd_str_from(columns), &number) && number > 0 && number < 10000
               ? (int)number
               : 80;
}

void (*nd_cli_on_signal(int number, void (*handler)(int)))(int) {
    void (*before)(int) = signal(number, handler);

    if (before == SIG_IGN)
        signal(number, SIG_IGN);
    return before;
}

struct nd_date nd_cli_today(void) {
    struct nd_date today = {0};

    nd_date_from_days((int64_t)time(NULL) / 86400, &today);
    return today;
}

struct nd_str nd_cli_join(const struct nd_cli *cli) {
    struct nd_buf text = {0};
    struct nd_str result;

    for (int i = 0; i < cli->argument_count; i++) {
        if (i > 0)
            nd_buf_add_char(&text, ' ');
        nd_buf_add_z(&text, cli->arguments[i]);
    }
    result = nd_arena_str(cli->arena, nd_buf_str(&text));
    nd_buf_free(&text);
    return result;
}

void nd_cli_tell_lines(struct nd_str text) {
    struct nd_str line;

    while (nd_str_next_line(&text, &line))
        nd_cli_error("%.*s", (int)line.len, line.ptr);
}

void nd_cli_skipped(const int64_t skipped[ND_KINDS]) {
    struct nd_buf text = {0};

    for (int kind = ND_KIND_NONE + 1; kind < ND_KINDS; kind++)
        if (skipped[kind] > 0)
            nd_buf_addf(&text, "%s%lld %s", text.len > 0 ? ", " : "", (long long)skipped[kind],
                        nd_kind_name((enum nd_kind)kind, skipped[kind] > 1));
    if (text.len > 0)
        nd_cli_error("skipped: %s", text.ptr);
    nd_buf_free(&text);
}
