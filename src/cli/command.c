#include "cli/cli.h"

#include "newsdex/alloc.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_OPTIONS = 48 };

const struct nd_command nd_commands[] = {
    {"ingest", nd_cli_ingest, "PATH...", "read files and folders into the database",
     "Folders are read recursively, hidden files left out. What is unchanged since the last time is not\n"
     "read again; what is gone from a folder is removed. - is one document on standard input.",
     nd_ingest_options},
    {"parse", nd_cli_parse, "PATH...", "print the records of files as JSON, one a line, without a database",
     "The same records that ingest would store. - is one document on standard input.", nd_parse_options},
    {"search", nd_cli_search, "[QUERY...]", "find articles",
     "Words must all occur; \"a phrase\", -not, a OR b, ( ), prefix*, \"two words\"~5, title: excerpt: "
     "topic:\n"
     "body: before a word; provider: lang: type: category: path: url: after: before: date: filter.\n"
     "No query is ever an error. Without words, all articles, newest first.",
     nd_search_options},
    {"related", nd_cli_related, "ID|-", "find articles that read like one, or like a text",
     "The article has the id that search prints, or a uid; - is a text on standard input. Found are "
     "articles\n"
     "with its best words, those of about the same date first; itself and equal texts are left out.",
     nd_related_options},
    {"stories", nd_cli_stories, "[QUERY...]", "group articles about the same event",
     "All articles that match the query, or all there are: which of them tell of one event, in one "
     "language.\n"
     "Nothing is stored; articles are compared by the words of their titles and first lines, and by their "
     "dates.",
     nd_stories_options},
    {"show", nd_cli_show, "ID...", "print articles in full",
     "The ids are those that search prints; uids are the same in every database.", nd_show_options},
    {"open", nd_cli_open_article, "ID", "open an article's file at its line, or its address",
     "In $VISUAL or $EDITOR, or else in the pager. The id or uid is one that search prints.",
     nd_open_options},
    {"tag", nd_cli_tag, "[+TAG... -TAG... -- QUERY...]", "add tags to articles and take them away",
     "Of all articles that match the query, or with --ids of those with these ids. Without arguments, the\n"
     "tags there are, how many articles have each, and how many had it that are gone. tag: finds them.",
     nd_tag_options},
    {"note", nd_cli_note, "ID [TEXT...|-]", "write a note on an article, or print it",
     "The article has the id or uid that search prints; - reads the text from standard input.",
     nd_note_options},
    {"save", nd_cli_save, "[NAME [QUERY...]]", "save a query under a name",
     "saved:NAME stands for it in every query, also in those that are saved. Without arguments, all of them.",
     nd_save_options},
    {"watch", nd_cli_watch, "PATH...",
     "ingest files and folders again when they change, and print what is new",
     "Ingests at once, and then whenever something has changed, until a signal ends it. What is new to each\n"
     "saved query is printed as NDJSON, or given to a command, and is not new any more then.",
     nd_watch_options},
    {"export", nd_cli_export, "[QUERY...]", "write the whole records of all hits",
     "All articles that match the query, or all there are, in order of id: as NDJSON, JSON, CSV, TSV, or "
     "lines\n"
     "of your own ('{date}\\t{title}\\t{path}').",
     nd_export_options},
    {"kwic", nd_cli_kwic, "QUERY...", "print every occurrence with the words around it",
     "Keyword in context: a line for each place in the text of an article where a word or phrase of the "
     "query\n"
     "stands, the keywords below one another.",
     nd_kwic_options},
    {"count", nd_cli_count, "[QUERY...]",
     "count articles, by topic, provider, language, month or other fields",
     "All articles that match the query, or all there are; without --by their number alone. The most "
     "frequent\n"
     "values come first; days, weeks, months and years come in order, with those that have none. On a "
     "terminal\n"
     "with bars.",
     nd_count_options},
    {"terms", nd_cli_terms, "[QUERY...]", "list the words and phrases that are typical for articles",
     "Those more frequent in the hits than in all other articles, or in those of another query, the most "
     "typical\n"
     "first (log-likelihood G2); with --over, what rose in each month.",
     nd_terms_options},
    {"changes", nd_cli_changes, "", "print what has changed since a revision, for another program to follow",
     "A line of JSON for each article that came or is another (put, with the whole record) or went "
     "(delete),\n"
     "and a last one (end) with the revision to go on from and the name of the database.",
     nd_changes_options},
    {"schema", nd_cli_schema, "--to=ENGINE", "print what makes the tables of another engine",
     "Into these go export --to and changes --to; translate --to asks them. See newsdex(7).",
     nd_schema_options},
    {"translate", nd_cli_translate, "--to=ENGINE [QUERY...]",
     "print a query as another engine understands it",
     "With the same words, stems, phrases and filters as search; the words are looked up in the database. "
     "What\n"
     "the engine cannot do is said, and finds more than asked for.",
     nd_translate_options},
    {"report", nd_cli_report, "[QUERY...]", "write a page about what a query finds, to be sent to somebody",
     "HTML in one file that needs nothing else, not even a network: when, who, typical words, and the "
     "articles\n"
     "with their passages and where they are from. At most 5 MB.",
     nd_report_options},
    {"copies", nd_cli_copies, "[QUERY...]", "list articles that are copies of each other",
     "Clusters of articles whose texts are the same or nearly so, the largest first: all, or those the query "
     "finds an\n"
     "article of. The first that was published leads, the others follow with how much of it they have.",
     nd_copies_options},
    {"boilerplate", nd_cli_boilerplate, "[PLACE]", "list the lines that recur and were cut out",
     "Lines that many articles of one provider have, or of one folder or file where no provider is known: "
     "what was\n"
     "learned to be none of their news, place by place; those whose name has PLACE in it, or all.",
     nd_boilerplate_options},
    {"check", nd_cli_check, "[PATH...]", "verify the database and list what was wrong with the files",
     "Problems are printed as path:line:column: level: message [code]; those of the given files or folders,\n"
     "or all.",
     nd_check_options},
    {"optimize", nd_cli_optimize, "", "merge the full-text index and give unused space back",
     "Prints how many bytes the database has become smaller. Worth while after many small ingests.",
     nd_optimize_options},
    {"merge", nd_cli_merge, "OUT IN...", "make one new database of several",
     "What an ingest of all their files would have made, without reading them again; tags, notes and saved\n"
     "queries are kept. OUT is there whole or not at all.",
     nd_merge_options},
    {NULL, NULL, NULL, NULL, NULL, NULL}};

const struct nd_option nd_common_options[] = {
    {"db", 0, "FILE",
     "the database, or several (default: $NEWSDEX_DB, or newsdex/newsdex.db in $XDG_DATA_HOME)"},
    {"format", 0, "FORMAT", "text, tsv, json, ndjson or csv (default: text on a terminal, tsv otherwise)"},
    {"header", 0, NULL, "tsv: the names of the columns as first line"},
    {"safe-cells", 0, NULL, "csv: an apostrophe before text that a spreadsheet takes for a formula"},
    {"no-pager", 0, NULL, "on a terminal: print, and do not call a pager"},
    {"color", 0, "WHEN", "auto, always or never (default: auto)"},
    {"help", 'h', NULL, "show this help"},
    {"version", 0, NULL, "show the version"},
    {NULL, 0, NULL, NULL}};

/* An argument like [=KIND] may be left out. */
static bool is_optional(const struct nd_option *option) {
    return option->argument != NULL && option->argument[0] == '[';
}

static void print_options(FILE *out, const struct nd_option *options) {
    for (; options->name != NULL; options++) {
        char name[48];
        snprintf(name, sizeof name, "%s%c%s--%s%s%s", options->letter ? "-" : "",
                 options->letter ? options->letter : ' ', options->letter ? ", " : "   ", options->name,
                 options->argument && !is_optional(options) ? "=" : "",
                 options->argument ? options->argument : "");
        fprintf(out, "  %-26s %s\n", name, options->help);
    }
}

static void print_help(const struct nd_command *command) {
    printf("usage: newsdex %s [OPTION...] %s\n\n%c%s.\n%s\n\nOptions:\n", command->name, command->arguments,
           command->summary[0] - 'a' + 'A', command->summary + 1, command->details);
    print_options(stdout, command->options);
    printf("\nFor every command:\n");
    print_options(stdout, nd_common_options);
    printf("\nExit status: 0 done, 1 nothing found or some inputs had errors, 2 wrong usage or fatal,\n"
           "75 the database is locked. See newsdex(1).\n");
}

static void print_overview(FILE *out) {
    int width = 0;

    for (const struct nd_command *c = nd_commands; c->name != NULL; c++)
        if ((int)strlen(c->name) > width)
            width = (int)strlen(c->name);
    fprintf(out, "usage: newsdex COMMAND [OPTION...] [ARGUMENT...]\n\n"
                 "An index of news articles, made from files as they come.\n\n");
    for (const struct nd_command *c = nd_commands; c->name != NULL; c++)
        fprintf(out, "  %-*s  %s\n", width, c->name, c->summary);
    fprintf(out, "\nnewsdex COMMAND --help explains a command. See newsdex(1), newsdex(5) and newsdex(7).\n");
}

/* One table of options for getopt_long; the short letters go into letters. */
static size_t collect_options(const struct nd_command *command, const struct nd_option *all[MAX_OPTIONS],
                              struct option longs[MAX_OPTIONS + 1], char letters[3 * MAX_OPTIONS]) {
    const struct nd_option *lists[] = {command->options, nd_common_options};
    size_t count = 0;

    *letters++ = ':'; /* an option without its argument is told apart */
    for (int i = 0; i < 2; i++)
        for (const struct nd_option *o = lists[i]; o->name != NULL && count < MAX_OPTIONS; o++) {
            all[count] = o;
            longs[count] = (struct option){o->name,
                                           is_optional(o) ? optional_argument
                                           : o->argument  ? required_argument
                                                          : no_argument,
                                           NULL, 0};
            if (o->letter) {
                *letters++ = o->letter;
                if (o->argument)
                    *letters++ = ':';
            }
            count++;
        }
    *letters = '\0';
    longs[count] = (struct option){NULL, 0, NULL, 0};
    return count;
}

static void remember(struct nd_cli *cli, const struct nd_option *option, const char *value) {
    struct nd_given *given = nd_arena_alloc(cli->arena, 1, sizeof *given);

    given->option = option;
    given->value = value == NULL ? "" : value;
    if (cli->last == NULL)
        cli->first = given;
    else
        cli->last->next = given;
    cli->last = given;
}

/* Parses argv behind the command's name; false after a message. */
static bool parse_options(struct nd_cli *cli, int argc, char **argv) {
    const struct nd_option *all[MAX_OPTIONS];
    struct option longs[MAX_OPTIONS + 1];
    char letters[3 * MAX_OPTIONS];
    size_t count = collect_options(cli->command, all, longs, letters);
    int letter, at = 0;

    opterr = 0;
    optind = 1;
    while ((letter = getopt_long(argc, argv, letters, longs, &at)) != -1) {
        const struct nd_option *option = letter == 0 ? all[at] : NULL;
        for (size_t i = 0; i < count && letter > 0; i++)
            if (all[i]->letter == letter)
                option = all[i];
        if (option == NULL) {
            if (letter == ':')
                nd_cli_usage(cli, "%s needs an argument", argv[optind - 1]);
            else if (optopt != 0)
                nd_cli_usage(cli, "there is no option -%c", optopt);
            else
                nd_cli_usage(cli, "there is no option %s", argv[optind - 1]);
            return false;
        }
        remember(cli, option, optarg);
    }
    cli->arguments = argv + optind;
    cli->argument_count = argc - optind;
    return true;
}

static const struct nd_command *find_command(const char *name) {
    const struct nd_command *command = nd_commands;

    while (command->name != NULL && strcmp(command->name, name) != 0)
        command++;
    return command->name == NULL ? NULL : command;
}

/* What was buffered is written; a failure is an error, and told once. */
static int finish_output(int status) {
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    if (status != ND_EXIT_FATAL)
        nd_cli_error("standard output could not be written");
    return ND_EXIT_FATAL;
}

/* Takes +TAG and -TAG out of the arguments of tag, up to --; how many are left. -h is an option. */
static int take_marks(struct nd_cli *cli, int argc, char **argv) {
    int left = 1;
    bool is_behind = false;

    cli->marks = nd_arena_alloc(cli->arena, (size_t)argc + 1, sizeof *cli->marks);
    for (int i = 1; i < argc; i++) {
        bool is_mark = argv[i][0] == '+' || (argv[i][0] == '-' && argv[i][1] != '-' && argv[i][1] != '\0' &&
                                             strcmp(argv[i], "-h") != 0);
        is_behind = is_behind || strcmp(argv[i], "--") == 0;
        if (is_mark && !is_behind)
            cli->marks[cli->mark_count++] = argv[i];
        else
            argv[left++] = argv[i];
    }
    argv[left] = NULL;
    return left;
}

static int run_command(const struct nd_command *command, int argc, char **argv) {
    struct nd_cli cli = {.command = command, .arena = nd_arena_new()};
    char *cwd = getcwd(NULL, 0);
    int status = ND_EXIT_FATAL;

    if (cwd != NULL)
        cli.cwd = nd_arena_printf(cli.arena, "%s%s", cwd, strcmp(cwd, "/") == 0 ? "" : "/");
    free(cwd);
    if (command->run == nd_cli_tag)
        argc = take_marks(&cli, argc, argv);
    if (parse_options(&cli, argc, argv)) {
        status = ND_EXIT_OK;
        if (nd_cli_has(&cli, "help"))
            print_help(command);
        else if (nd_cli_has(&cli, "version"))
            printf("newsdex %s\n", ND_VERSION);
        else {
            nd_cli_page(&cli);
            status = command->run(&cli);
        }
    }
    nd_arena_free(cli.arena);
    status = finish_output(status);
    nd_cli_end_page();
    return status;
}

/* The one of several threads that comes first has its message printed. */
void nd_cli_out_of_memory(const char *file) {
    static atomic_flag is_told = ATOMIC_FLAG_INIT;
    struct nd_error err = ND_ERROR_INIT; /* for its cleaning; neither it nor snprintf allocates */
    char line[ND_ERROR_MAX + 16];
    int length;

    while (atomic_flag_test_and_set(&is_told))
        pause();
    nd_error_set(&err, ND_IO, "%s%sout of memory; nothing unfinished was stored", file == NULL ? "" : file,
                 file == NULL ? "" : ": ");
    length = snprintf(line, sizeof line, "newsdex: %s\n", err.message);
    (void)!write(STDERR_FILENO, line, (size_t)length);
    _exit(ND_EXIT_FATAL);
}

/*
 * Whoever starts a program with a standard descriptor closed would have the next file opened take its place:
 * messages would be written into the database. What stands in for it fails as a closed one does.
 */
static bool hold_descriptors(void) {
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
            return false;
    return true;
}

/* How many arguments an option for every command takes at the beginning of these, itself among them; 0: none.
 */
static int leading_option(char **argv, int left) {
    struct nd_str text = nd_str_from(argv[0]), name;
    size_t equals = nd_str_find_char(text, '=');

    if (!nd_str_starts(text, ND_STR("--")))
        return 0;
    name = nd_str_slice(text, 2, equals);
    for (const struct nd_option *o = nd_common_options; o->name != NULL; o++)
        if (nd_str_eq(name, nd_str_from(o->name)))
            return o->letter == 'h' || strcmp(o->name, "version") == 0 ? 0
                   : o->argument != NULL && equals == SIZE_MAX         ? (left > 1 ? 2 : 0)
                                                                       : 1;
    return 0;
}

/* newsdex --db FILE search is newsdex search --db FILE. */
static void move_command_first(int argc, char **argv) {
    int at = 1, width;
    char *command;

    while (at < argc && (width = leading_option(argv + at, argc - at)) > 0)
        at += width;
    if (at == 1 || at >= argc)
        return;
    command = argv[at];
    memmove(argv + 2, argv + 1, (size_t)(at - 1) * sizeof *argv);
    argv[1] = command;
}

static int no_command(const char *name) {
    const char *similar = nd_cli_similar(nd_commands, name);

    if (similar != NULL)
        nd_cli_error("there is no command %s; did you mean %s?", name, similar);
    else
        nd_cli_error("there is no command %s; newsdex --help lists them", name);
    return ND_EXIT_FATAL;
}

int nd_cli_main(int argc, char **argv) {
    const char *slash, *self;
    const struct nd_command *command;

    nd_alloc_on_failure(nd_cli_out_of_memory);
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an error like a full disk */
    if (!hold_descriptors()) {
        nd_cli_error("standard input, output or error is closed, and /dev/null cannot be opened: %s",
                     strerror(errno));
        return ND_EXIT_FATAL;
    }
    if (argc < 1)
        return ND_EXIT_FATAL;
    slash = strrchr(argv[0], '/');
    self = slash == NULL ? argv[0] : slash + 1;
    command = find_command(self);
    if (command != NULL)
        return run_command(command, argc, argv);
    if (argc < 2) {
        print_overview(stderr);
        return ND_EXIT_FATAL;
    }
    if (strcmp(argv[1], "--complete") != 0)
        move_command_first(argc, argv);
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0) {
        command = argc > 2 ? find_command(argv[2]) : NULL;
        if (command != NULL)
            print_help(command);
        else
            print_overview(stdout);
        return finish_output(ND_EXIT_OK);
    }
    if (strcmp(argv[1], "--complete") == 0) {
        nd_cli_complete(nd_commands, nd_common_options, argv + 2, argc - 2);
        return finish_output(ND_EXIT_OK);
    }
    if (strcmp(argv[1], "--version") == 0) {
        printf("newsdex %s\n", ND_VERSION);
        return finish_output(ND_EXIT_OK);
    }
    command = find_command(argv[1]);
    if (command != NULL)
        return run_command(command, argc - 1, argv + 1);
    return no_command(argv[1]);
}
