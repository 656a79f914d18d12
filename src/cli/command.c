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

extern const struct nd_command nd_ingest_command, nd_parse_command, nd_search_command, nd_related_command,
    nd_stories_command, nd_show_command, nd_open_command, nd_tag_command, nd_note_command, nd_save_command,
    nd_watch_command, nd_export_command, nd_kwic_command, nd_count_command, nd_terms_command,
    nd_changes_command, nd_schema_command, nd_translate_command, nd_report_command, nd_copies_command,
    nd_boilerplate_command, nd_check_command, nd_optimize_command, nd_merge_command;

static const struct nd_command *const commands[] = {&nd_ingest_command,
                                                    &nd_parse_command,
                                                    &nd_search_command,
                                                    &nd_related_command,
                                                    &nd_stories_command,
                                                    &nd_show_command,
                                                    &nd_open_command,
                                                    &nd_tag_command,
                                                    &nd_note_command,
                                                    &nd_save_command,
                                                    &nd_watch_command,
                                                    &nd_export_command,
                                                    &nd_kwic_command,
                                                    &nd_count_command,
                                                    &nd_terms_command,
                                                    &nd_changes_command,
                                                    &nd_schema_command,
                                                    &nd_translate_command,
                                                    &nd_report_command,
                                                    &nd_copies_command,
                                                    &nd_boilerplate_command,
                                                    &nd_check_command,
                                                    &nd_optimize_command,
                                                    &nd_merge_command,
                                                    NULL};

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
    for (const struct nd_option *const *group = command->options; *group != NULL; group++)
        print_options(stdout, *group);
    printf("\nFor every command:\n");
    print_options(stdout, nd_cli_common_options);
    printf("\nExit status: 0 done, 1 nothing found or some inputs had errors, 2 wrong usage or fatal,\n"
           "75 the database is locked. See newsdex(1).\n");
}

static void print_overview(FILE *out) {
    int width = 0;

    for (const struct nd_command *const *c = commands; *c != NULL; c++)
        if ((int)strlen((*c)->name) > width)
            width = (int)strlen((*c)->name);
    fprintf(out, "usage: newsdex COMMAND [OPTION...] [ARGUMENT...]\n\n"
                 "An index of news articles, made from files as they come.\n\n");
    for (const struct nd_command *const *c = commands; *c != NULL; c++)
        fprintf(out, "  %-*s  %s\n", width, (*c)->name, (*c)->summary);
    fprintf(out, "\nnewsdex COMMAND --help explains a command. See newsdex(1), newsdex(5) and newsdex(7).\n");
}

/* The options of a command as getopt_long wants them: one table; the short letters. */
struct accepted {
    const struct nd_option *all[MAX_OPTIONS + 1]; /* NULL behind the last */
    struct option longs[MAX_OPTIONS + 1];
    char letters[3 * MAX_OPTIONS + 2];
    size_t count;
};

static void accept_option(struct accepted *accepted, const struct nd_option *option) {
    int has = is_optional(option) ? optional_argument : option->argument ? required_argument : no_argument;
    char *letters = accepted->letters + strlen(accepted->letters);

    accepted->all[accepted->count] = option;
    accepted->longs[accepted->count++] = (struct option){option->name, has, NULL, 0};
    if (option->letter) {
        *letters++ = option->letter;
        if (option->argument)
            *letters++ = ':';
    }
}

static void accept_group(struct accepted *accepted, const struct nd_option *group) {
    for (const struct nd_option *o = group; o->name != NULL && accepted->count < MAX_OPTIONS; o++)
        accept_option(accepted, o);
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

/* Whether "-lang:en" is among what a command that takes a query was given: letters of options, no option. */
static bool is_query(const struct nd_cli *cli, char *const *argv) {
    bool takes_query = strstr(cli->command->arguments, "QUERY") != NULL;

    for (; takes_query && *argv != NULL && strcmp(*argv, "--") != 0; argv++)
        if ((*argv)[0] == '-' && (*argv)[1] != '-' && strlen(*argv) > 2 &&
            nd_char_is_one_of((char)optopt, *argv + 1))
            return true;
    return false;
}

/* What getopt_long has returned in place of an option; tells it. */
static void refuse_option(const struct nd_cli *cli, const struct accepted *accepted, int letter,
                          char *const *argv) {
    const char *word = argv[optind - 1];

    if (letter == ':')
        nd_cli_usage(cli, "%s needs an argument", word);
    else if (optopt != 0 && is_query(cli, argv + 1))
        nd_cli_usage(cli, "there is no option -%c; a query that begins with - stands behind --", optopt);
    else if (optopt != 0)
        nd_cli_usage(cli, "there is no option -%c", optopt);
    else
        nd_cli_refuse_long(cli, word, accepted->all, commands);
}

/* Parses argv behind the command's name; false after a message. */
static bool parse_options(struct nd_cli *cli, int argc, char **argv) {
    struct accepted accepted = {.letters = ":"}; /* an option without its argument is told apart */
    int letter, at = 0;

    for (const struct nd_option *const *group = cli->command->options; *group != NULL; group++)
        accept_group(&accepted, *group);
    accept_group(&accepted, nd_cli_common_options);
    opterr = 0;
    optind = 1;
    while ((letter = getopt_long(argc, argv, accepted.letters, accepted.longs, &at)) != -1) {
        const struct nd_option *option = letter == 0 ? accepted.all[at] : NULL;
        for (size_t i = 0; i < accepted.count && letter > 0; i++)
            if (accepted.all[i]->letter == letter)
                option = accepted.all[i];
        if (option == NULL) {
            refuse_option(cli, &accepted, letter, argv);
            return false;
        }
        remember(cli, option, optarg);
    }
    cli->arguments = argv + optind;
    cli->argument_count = argc - optind;
    return true;
}

static const struct nd_command *find_command(const char *name) {
    const struct nd_command *const *command = commands;

    while (*command != NULL && strcmp((*command)->name, name) != 0)
        command++;
    return *command;
}

/* What was buffered is written; a failure is an error, and told once. */
static int finish_output(int status) {
    struct nd_error err = ND_ERROR_INIT;

    (void)fflush(stdout);
    if (nd_output_check(stdout, NULL, &err) == ND_OK)
        return status;
    return status == ND_EXIT_FATAL ? status : nd_cli_failed(&err);
}

/* Takes +TAG and -TAG out of the arguments, up to --; how many are left. -h is an option. */
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
    cli->is_parted = is_behind;
    return left;
}

static int run_command(const struct nd_command *command, int argc, char **argv) {
    struct nd_cli cli = {.command = command, .arena = nd_arena_new()};
    char *cwd = getcwd(NULL, 0);
    int status = ND_EXIT_FATAL;

    if (cwd != NULL)
        cli.cwd = nd_arena_printf(cli.arena, "%s%s", cwd, strcmp(cwd, "/") == 0 ? "" : "/");
    free(cwd);
    if (command->takes_marks)
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
    for (const struct nd_option *o = nd_cli_common_options; o->name != NULL; o++)
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
    const char *similar = nd_cli_similar(commands, name);

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
        else if (argc > 2 && argv[2][0] != '-')
            return no_command(argv[2]);
        else
            print_overview(stdout);
        return finish_output(ND_EXIT_OK);
    }
    if (strcmp(argv[1], "--complete") == 0) {
        nd_cli_complete(commands, argv + 2, argc - 2);
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
