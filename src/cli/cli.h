/*
 * The command line: the only stage that prints, reads the environment and decides the exit status. Commands
 * and their options are tables, from which parsing, usage and --help are made; newsdex(1) is checked against
 * them.
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "newsdex/converter.h"
#include "newsdex/engine.h"
#include "newsdex/kind.h"
#include "newsdex/output.h"

#include <stdatomic.h>

enum { ND_EXIT_OK = 0, ND_EXIT_SOME = 1, ND_EXIT_FATAL = 2, ND_EXIT_BUSY = 75 };

/* An option: long name, short letter or 0, name of the argument or NULL, one line of help. */
struct nd_option {
    const char *name;
    char letter;
    const char *argument;
    const char *help;
};

/* The value of an option that was given; flags have "". */
struct nd_given {
    const struct nd_option *option;
    const char *value;
    struct nd_given *next;
};

struct nd_cli {
    const struct nd_command *command;
    struct nd_given *first, *last; /* options in the order given */
    char **arguments;
    int argument_count;
    char **marks; /* +TAG and -TAG, of a command that takes them */
    int mark_count;
    bool is_parted;      /* "--" stands behind them */
    struct nd_str asked; /* the saved query of --new-since LAST, and what it has seen then */
    int64_t seen;
    struct nd_arena *arena;
    struct nd_str cwd; /* with a '/' at the end; absent if unknown */
};

struct nd_command {
    const char *name;
    int (*run)(struct nd_cli *cli);
    const char *arguments; /* as shown in the usage line */
    const char *summary;   /* one line */
    const char *details;   /* a few lines for --help */
    bool takes_marks;      /* +TAG and -TAG among its arguments */
    /* Groups of options, the last NULL; each ends with an empty one. */
    const struct nd_option *const *options;
};

/* Groups of options, of which those for every command are one. */
extern const struct nd_option nd_cli_common_options[];
/* query.c: how words are found, which articles count, nd_cli_filters. */
extern const struct nd_option nd_cli_any_option[], nd_cli_references_option[], nd_cli_collapse_option[],
    nd_cli_filter_options[];
/* format.c: nd_cli_fields; sample.c: nd_cli_sample; new_since.c; schema.c: nd_cli_engine. */
extern const struct nd_option nd_cli_fields_option[], nd_cli_sample_options[], nd_cli_new_since_option[],
    nd_cli_engine_option[];
/* inputs.c: nd_cli_inputs; common.c: which files are read, nd_cli_patterns and nd_cli_converters. */
extern const struct nd_option nd_cli_list_options[], nd_cli_file_options[];
/* The option of that name that a command has (NULL: no command is known yet), those for every command among
 * them; NULL: none. */
const struct nd_option *nd_cli_option(const struct nd_command *command, struct nd_str name);

/* main() without the process: returns the exit status. */
int nd_cli_main(int argc, char **argv);

/* The last value given for an option, or NULL. */
const char *nd_cli_value(const struct nd_cli *cli, const char *name);
bool nd_cli_has(const struct nd_cli *cli, const char *name);
/* A whole number from min to max given for an option, otherwise fallback; false after a message. */
bool nd_cli_number(const struct nd_cli *cli, const char *name, int64_t min, int64_t max, int64_t fallback,
                   int64_t *number);
/* The same for a number of bytes, from 1 on, perhaps with K, M or G (1024 and its powers) behind it. */
bool nd_cli_size(const struct nd_cli *cli, const char *name, int64_t max, int64_t fallback, int64_t *bytes);
/* Sets up standard output by --format and --color; false after a message. */
bool nd_cli_output(const struct nd_cli *cli, struct nd_output *output);
/* The same with a format of its own for when there is no --format. */
bool nd_cli_output_as(const struct nd_cli *cli, enum nd_format fallback, struct nd_output *output);
/* False after a message when an argument that should be a path is empty: a variable that was not set. */
bool nd_cli_are_paths(const struct nd_cli *cli);
/* The database: --db, $NEWSDEX_DB, or the user's data folder; NULL when nobody says where that is. */
const char *nd_cli_database(struct nd_cli *cli);
/* Whether languages can be detected; says why not. Before anything is parsed. */
bool nd_cli_languages(void);
/* The patterns of --exclude and --include, or NULL when there are none; false after a message. */
bool nd_cli_patterns(const struct nd_cli *cli, struct nd_patterns **patterns);
/* The commands of --filter, or NULL when there are none; false after a message. What runs ends with *cancel.
 */
bool nd_cli_converters(const struct nd_cli *cli, const atomic_int *cancel, struct nd_converters **converters);
/* Opens it; NULL after a message, *status being the exit status. More than one --db is refused. */
struct nd_index *nd_cli_open(struct nd_cli *cli, enum nd_index_mode mode, int wait_ms, int *status);
/* Opens one that is there, to change it: a name that was mistyped makes none. */
struct nd_index *nd_cli_open_existing(struct nd_cli *cli, int wait_ms, int *status);
/* Opens a database for reading that an argument names; NULL after a message. */
struct nd_index *nd_cli_open_input(struct nd_cli *cli, const char *name, int *status);
/* Opens for reading all that --db names, to be searched as one (nd_index_join). */
struct nd_index *nd_cli_open_joined(struct nd_cli *cli, int *status);
/* Whether --db names more than one. */
bool nd_cli_has_several(const struct nd_cli *cli);

/* The one of the commands, of which the last is NULL, whose name is like this, mistyped; NULL: there is none.
 */
const char *nd_cli_similar(const struct nd_command *const *commands, const char *name);

/* Ends the program: the handler of alloc.h. */
_Noreturn void nd_cli_out_of_memory(const char *file);
/* Says so, if an ingest is under way or was interrupted: numbers, and nothing found, mean what is there so
 * far. */
void nd_cli_tell_unfinished(struct nd_index *index);

/* "newsdex: message" on standard error. */
void nd_cli_error(const char *format, ...) ND_PRINTF(1, 2);
/* The same for what a stage reported; returns the exit status for it. */
int nd_cli_failed(const struct nd_error *err);
/* A usage error: a long option that is none of options, of which the last is NULL. */
void nd_cli_refuse_long(const struct nd_cli *cli, const char *word, const struct nd_option *const *options,
                        const struct nd_command *const *commands);
/* A usage error: message and where help is to be had; returns ND_EXIT_FATAL. */
int nd_cli_usage(const struct nd_cli *cli, const char *format, ...) ND_PRINTF(2, 3);
/* A path as shown to people: relative when it is below the current folder. */
struct nd_str nd_cli_path(const struct nd_cli *cli, struct nd_str path);
/* "newsdex: path#part:line:col: message" for a problem met while reading; part may be absent. */
void nd_cli_problem(const struct nd_cli *cli, struct nd_str path, struct nd_str part,
                    const struct nd_problem *problem);
/* "skipped: 12 pictures, 1 script", of what skipped counts by kind; nothing when there is none. */
void nd_cli_skipped(const int64_t skipped[ND_KINDS]);
/* The cells of a line of the terminal that fd is; what $COLUMNS says, or 80, when it is none. */
int nd_cli_width(int fd);
/* In UTC. */
struct nd_date nd_cli_today(void);
/* Has handler called by a signal, unless it was ignored from the start, as below nohup(1): then it stays so.
 * What it did before. */
void (*nd_cli_on_signal(int number, void (*handler)(int)))(int);

/* Reads the text of a query, and says on standard error what of it is read otherwise than it may have been
 * meant. */
struct nd_query *nd_cli_parse_query(struct nd_cli *cli, struct nd_str text,
                                    const struct nd_query_settings *settings);
/* Adds the filters given as options to the query; false after a message. */
bool nd_cli_filters(struct nd_cli *cli, struct nd_query *query, const struct nd_query_settings *settings);
/* The arguments as one query text. */
struct nd_str nd_cli_join(const struct nd_cli *cli);

/* Called when the database is open and before it is searched; anything but ND_EXIT_OK ends the command. */
typedef int nd_cli_prepare(void *context, struct nd_index *index, struct nd_query *query,
                           struct nd_search_options *options);
/* Searches for query and prints the hits, by the options that search has; prepare may be NULL. */
int nd_cli_search_hits(struct nd_cli *cli, struct nd_query *query, const struct nd_query_settings *settings,
                       nd_cli_prepare *prepare, void *context);
/* The article that an argument, an id or uid, stands for, in the arena; an exit status after a message. */
int nd_cli_show_find(struct nd_cli *cli, struct nd_index *index, const char *argument,
                     struct nd_stored_article *stored);

/* Says on standard error when not all matches were grouped. */
void nd_cli_stories_note_cut(const struct nd_stories_totals *totals);

/* A file that is written whole or not at all: under another name beside its own until nd_cli_file_commit. */
struct nd_cli_file {
    FILE *stream; /* for writing */
    struct nd_str path, temporary;
};
/* False after a message. */
bool nd_cli_file_open(struct nd_cli *cli, const char *path, struct nd_cli_file *file);
/* Puts it in its place when it is on the disk; false after a message, and nothing has changed then. */
bool nd_cli_file_commit(struct nd_cli_file *file);
/* Removes what was written, if it was not committed. */
void nd_cli_file_drop(struct nd_cli_file *file);

/* The paths of arguments and lists; - among the arguments is told apart. */
enum { ND_CLI_LISTS = 2 };
struct nd_cli_inputs {
    struct nd_str *paths;
    size_t count, capacity;
    bool has_stdin;
    struct nd_buf lists[ND_CLI_LISTS]; /* which paths are in */
};
/* All zero before; false after a message. What there is has to be freed in any case. */
bool nd_cli_inputs(struct nd_cli *cli, struct nd_cli_inputs *inputs);
void nd_cli_inputs_free(struct nd_cli_inputs *inputs);

/* What a run of parse gave, for whoever has to know that it is whole. */
struct nd_manifest {
    struct nd_cli_file file; /* to be written to; only when one is wanted */
    bool is_wanted;
    int64_t files, articles, failed, problems[ND_ERROR + 1], bytes;
    uint64_t sum;      /* of a hash of each line, so that those of parts add up */
    void *state;       /* of the hash of all */
    const char *shard; /* as it was given, or NULL */
};
/* False after a message. */
bool nd_manifest_open(struct nd_cli *cli, struct nd_manifest *manifest);
/* A line was printed. */
void nd_manifest_add(struct nd_manifest *manifest, struct nd_str line);
/* Writes it, if all was done; false after a message. */
bool nd_manifest_close(struct nd_manifest *manifest, bool is_whole, int status);

/* The fields of --fields or of a template as --format, for the commands that print records; NULL when there
 * is neither. False after a message. */
bool nd_cli_fields(const struct nd_cli *cli, struct nd_fields **fields);

/* The period of that name (day, week, month, year); false when there is none. */
bool nd_cli_period(const char *name, enum nd_facet_field *field);
/* Reads the options of samples; false after a message. */
bool nd_cli_sample(const struct nd_cli *cli, struct nd_search_options *options);

/* Replaces saved:NAME in a query; false after a message. */
bool nd_cli_expand(struct nd_cli *cli, struct nd_str *text, const struct nd_query_settings *settings);
/* Whether --new-since LAST was given: then all that is found counts as seen, so all is printed. */
bool nd_cli_asks_last(const struct nd_cli *cli);
/* Reads --new-since and adds it to the queries; false after a message. */
bool nd_cli_new_since(struct nd_cli *cli, struct nd_index *index, struct nd_query **queries, size_t count);
/* When the index is closed and all is written: of LAST the next one begins here. Returns the exit status. */
int nd_cli_see(struct nd_cli *cli, int status);
/* Appends what is in a file, - being standard input, and ignores what is beyond most bytes and one more;
 * false after a message. */
bool nd_cli_read(const char *path, size_t most, struct nd_buf *out);

enum { ND_CLI_WAIT_MS = 10000 }; /* for another writer */

/* The engine of --to, or NULL when there is none; false after a message. */
bool nd_cli_engine(const struct nd_cli *cli, const struct nd_engine **engine);
/* The same where there has to be one. */
bool nd_cli_needs_engine(const struct nd_cli *cli, const struct nd_engine **engine);
/* Writes text onto standard output; returns the exit status. */
int nd_cli_write(struct nd_str text);
/* Writes all that has changed since a revision for an engine; returns the exit status. */
int nd_cli_feed(struct nd_cli *cli, struct nd_index *index, const struct nd_engine *engine, int64_t since,
                const struct nd_output *output);
/* Says each line on standard error. */
void nd_cli_tell_lines(struct nd_str text);

/* For shells: prints what the last of these words of a command line may become, a line each. The first is the
 * program. */
void nd_cli_complete(const struct nd_command *const *commands, char **words, int count);
/* From here on what a command prints for reading, on a terminal, goes through a pager, if there is one. */
void nd_cli_page(const struct nd_cli *cli);
/* All is printed: waits until it was read. */
void nd_cli_end_page(void);
/* The command of the pager; NULL when none is wanted. */
const char *nd_cli_pager(void);
/* Whether $PATH has a program of that name. */
bool nd_cli_has_program(const char *name);
/* Whether a query is about some articles, not about all there are. */
bool nd_cli_asks(const struct nd_query *query);
/* Nothing was found: says on standard error why, of a query that has been searched for. */
void nd_cli_tell_nothing(struct nd_index *index, struct nd_query *query,
                         const struct nd_search_options *options);
/* Says on standard error when the latest search left words out. */
void nd_cli_note_cut(const struct nd_index *index);

#endif
