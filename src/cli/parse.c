#include "cli/cli.h"
#include "cli/seen_uids.h"

#include "newsdex/alloc.h"
#include "newsdex/ingest.h"
#include "newsdex/limits.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

static const struct nd_option own_options[] = {
    {"shard", 0, "I/N", "only records whose uids fall to part I of N"},
    {"plain-uids", 0, NULL,
     "the same uid for all records that would have it, not UID~2: no file matters to others"},
    {"manifest", 0, "FILE", "when all is done, write to FILE how many there were and a hash of them"},
    {"no-digests", 0, NULL, "a newsletter or press review stays one article, and is not cut into its items"},
    {"verbose", 'v', NULL, "print problems on standard error as well"},
    {NULL, 0, NULL, NULL}};

static atomic_int interrupted;

/* What a command of --filter has started is ended first. */
static void on_interrupt(int signal_number) {
    interrupted = signal_number;
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
}

/* What a run carries around. */
struct parser {
    struct nd_cli *cli;
    struct nd_parsed parsed;
    struct nd_str part; /* of the file: what a record is that gave no article, or absent */
    struct nd_seen_uids uids;
    struct nd_patterns *patterns;
    struct nd_converters *converters;
    size_t max_size;
    struct nd_roots roots;
    struct nd_catalogues *catalogues;
    int64_t skipped[ND_KINDS];
    uint64_t shard, shards;          /* from 1 on; 0: all */
    bool has_plain_uids, is_refused; /* no more files can be open */
    struct nd_manifest manifest;
};

static bool is_of_shard(const struct parser *parser, struct nd_str uid) {
    return parser->shards == 0 || XXH3_64bits(uid.ptr, uid.len) % parser->shards + 1 == parser->shard;
}

static void count_problems(struct parser *parser) {
    for (const struct nd_problem *p = parser->parsed.problems.first; p != NULL; p = p->next)
        parser->manifest.problems[p->level]++;
}

/* As the index tells apart what would have the same uid, but for versions of an article: files come in order
 * of path here as well. */
static void number_uid(struct parser *parser, struct nd_str *uid) {
    int64_t times = nd_seen_uids_add(&parser->uids, *uid);

    if (times > 0)
        *uid =
            nd_arena_printf(parser->parsed.arena, "%.*s~%lld", (int)uid->len, uid->ptr, (long long)times + 1);
}

/* Prints a record unless another shard has it. */
static void print_article(struct parser *parser, struct nd_article *article,
                          const struct nd_problems *problems) {
    struct nd_buf out = {0};

    nd_article_write_json(article, parser->parsed.encoding, problems, &out);
    nd_buf_add_char(&out, '\n');
    nd_output_write(stdout, nd_buf_str(&out));
    nd_manifest_add(&parser->manifest, nd_buf_str(&out));
    nd_buf_free(&out);
}

/* The articles of an issue, behind it. */
static void print_children(struct parser *parser, struct nd_str path) {
    struct nd_problems none;

    nd_problems_init(&none, parser->parsed.arena);
    for (struct nd_article *c = parser->parsed.article.children; c != NULL; c = c->next) {
        if (!is_of_shard(parser, c->uid))
            continue;
        if (!parser->has_plain_uids)
            number_uid(parser, &c->uid);
        c->parent = parser->parsed.article.uid;
        c->path = nd_cli_path(parser->cli, path);
        print_article(parser, c, &none);
    }
}

/* Prints the record, or the problems of a file that gave none; true when there is a record. */
static bool print_record(struct parser *parser, struct nd_str path) {
    struct nd_parsed *parsed = &parser->parsed;
    const struct nd_cli *cli = parser->cli;
    struct nd_str part = parsed->has_article ? parsed->article.part : parser->part;

    for (const struct nd_problem *p = parsed->problems.first; p != NULL; p = p->next)
        if (p->level == ND_ERROR || (p->level == ND_WARNING && !parsed->has_article) ||
            nd_cli_has(cli, "verbose"))
            nd_cli_problem(cli, path, part, p);
    parser->skipped[parsed->kind] += parsed->kind != ND_KIND_NONE;
    if (!parsed->has_article || is_of_shard(parser, parsed->article.uid))
        count_problems(parser);
    if (!parsed->has_article)
        return parsed->kind != ND_KIND_NONE;
    if (is_of_shard(parser, parsed->article.uid)) {
        if (!parser->has_plain_uids)
            number_uid(parser, &parsed->article.uid);
        parsed->article.path = nd_cli_path(cli, path);
        print_article(parser, &parsed->article, &parsed->problems);
    }
    print_children(parser, path);
    return true;
}

/* What is wrong with the whole file, or was left out of it; false when that is an error. */
static bool print_report(struct parser *parser, struct nd_str path, const struct nd_parts *parts,
                         bool is_named) {
    struct nd_parsed *parsed = &parser->parsed;
    bool is_good = true;

    nd_parsed_begin(parsed, parsed->arena, parsed->memory);
    nd_parts_report(parts, is_named, &parsed->problems);
    count_problems(parser);
    for (const struct nd_problem *p = parsed->problems.first; p != NULL; p = p->next) {
        is_good = is_good && p->level != ND_ERROR;
        if (p->level != ND_NOTE || nd_cli_has(parser->cli, "verbose"))
            nd_cli_problem(parser->cli, path, ND_STR_NONE, p);
    }
    return is_good;
}

/* Every article of a file of many, each a record of its own; bytes is the file, or absent. */
static bool print_parts(struct parser *parser, struct nd_str path, struct nd_str bytes) {
    struct nd_parsed *parsed = &parser->parsed;
    struct nd_error err = ND_ERROR_INIT;
    struct nd_parts *parts = NULL;
    struct nd_record record;
    struct nd_buf taken = {0};
    const struct nd_catalogue *catalogue = parsed->catalogue;
    bool all_good = true, is_named = parsed->is_named;
    enum nd_status status = nd_parts_open(nd_parsed_name(parsed, path), bytes, parser->max_size,
                                          parser->converters, &parsed->problems, &parts, &err);

    count_problems(parser);
    for (const struct nd_problem *p = parsed->problems.first; p != NULL; p = p->next)
        if (nd_cli_has(parser->cli, "verbose"))
            nd_cli_problem(parser->cli, path, ND_STR_NONE, p);
    while (status == ND_OK && !ferror(stdout) && interrupted == 0 &&
           (status = nd_parts_next(parts, &record, &err)) == ND_OK) {
        if (nd_catalogue_has(catalogue, record.ordinal))
            continue; /* another file's */
        nd_arena_reset(parsed->arena);
        nd_parsed_begin(parsed, parsed->arena, parsed->memory);
        nd_parts_take(parts, &record, &taken);
        nd_parse_record(parsed, parts, &record, &taken, path);
        parser->part = nd_container_part(&record, parsed->arena);
        all_good = print_record(parser, path) && all_good;
    }
    if (status == ND_END || status == ND_OK)
        all_good = print_report(parser, path, parts, is_named) && all_good;
    parser->part = ND_STR_NONE;
    nd_buf_free(&taken);
    nd_parts_close(parts);
    if (status == ND_END || status == ND_OK)
        return all_good;
    parser->is_refused = status == ND_NO_FILES;
    nd_cli_error("%.*s: %s", (int)path.len, path.ptr, err.message);
    return false;
}

/* What was read from standard input. */
static bool print_input(struct parser *parser) {
    struct nd_buf bytes = parser->parsed.text;
    bool all_good;

    if (!parser->parsed.is_container)
        return print_record(parser, ND_STR("-"));
    parser->parsed.text = (struct nd_buf){0};
    all_good = print_parts(parser, ND_STR("-"), parser->parsed.spool > 0 ? ND_STR_NONE : nd_buf_str(&bytes));
    nd_buf_free(&bytes);
    return all_good;
}

static bool parse_entry(struct parser *parser, const struct nd_walk_entry *entry) {
    struct nd_parsed *parsed = &parser->parsed;

    nd_arena_reset(parsed->arena);
    nd_alloc_file(NULL);
    nd_parsed_begin(parsed, parsed->arena, parsed->memory);
    parser->manifest.files += entry->kind == ND_WALK_FILE;
    parsed->is_named = nd_source_is_root(&parser->roots, entry->path);
    parsed->converters = parser->converters;
    parsed->is_whole = nd_cli_has(parser->cli, "no-digests");
    parsed->beside = entry->beside;
    parsed->is_metadata = entry->is_metadata;
    parsed->tables = entry->tables;
    parsed->is_table = entry->is_table;
    parsed->root_len = entry->root_len;
    parsed->others = entry->others;
    parsed->catalogues = parser->catalogues;
    if (entry->kind == ND_WALK_FILE) {
        nd_parse_file(parsed, entry->path, parser->max_size);
    } else {
        nd_problems_add(&parsed->problems, entry->problem, 0, 0, "%.*s", (int)entry->message.len,
                        entry->message.ptr);
        if (nd_problem_level(entry->problem) != ND_ERROR) {
            nd_cli_problem(parser->cli, entry->path, ND_STR_NONE, parsed->problems.first);
            return true;
        }
    }
    parser->is_refused = parsed->reading == ND_READ_REFUSED || nd_error_is_no_files(entry->error);
    return parsed->is_container ? print_parts(parser, entry->path, ND_STR_NONE)
                                : print_record(parser, entry->path);
}

static bool note_failed(struct parser *parser, bool is_good) {
    parser->manifest.failed += !is_good;
    return is_good;
}

/* Prints everything; false when some files gave no record. */
static bool parse_all(struct parser *parser, const struct nd_cli_inputs *inputs) {
    struct nd_parsed *parsed = &parser->parsed;
    struct nd_walk_entry entry;
    struct nd_walk *walk;
    bool all_good = true;

    parser->roots = nd_source_roots(inputs->paths, inputs->count, parser->cli->arena);
    walk = nd_walk_open(&parser->roots, parser->patterns);
    parser->catalogues = nd_catalogues_new(parser->patterns);
    nd_parsed_begin(parsed, nd_arena_new(), nd_reference_cache_new());
    while (nd_walk_next(walk, &entry) == ND_OK && !ferror(stdout) && interrupted == 0 && !parser->is_refused)
        all_good = note_failed(parser, parse_entry(parser, &entry)) && all_good;
    nd_walk_close(walk);
    nd_catalogues_free(parser->catalogues);
    nd_patterns_free(parser->patterns);
    nd_converters_free(parser->converters);
    if (inputs->has_stdin) {
        parser->manifest.files++;
        nd_parsed_begin(parsed, parsed->arena, parsed->memory);
        parsed->is_named = true;
        parsed->is_whole = nd_cli_has(parser->cli, "no-digests");
        nd_parse_fd(parsed, STDIN_FILENO, ND_STR("standard input"), parser->max_size);
        all_good = note_failed(parser, print_input(parser)) && all_good;
    }
    nd_cli_skipped(parser->skipped);
    nd_arena_free(parsed->arena);
    nd_reference_cache_free(parsed->memory);
    nd_parsed_fini(parsed);
    nd_seen_uids_free(&parser->uids);
    return all_good;
}

/* I/N: from 1 to N. */
static bool read_shard(const struct nd_cli *cli, struct parser *parser) {
    const char *value = nd_cli_value(cli, "shard");
    struct nd_str text = value == NULL ? ND_STR_NONE : nd_str_from(value);
    size_t slash = nd_str_find_char(text, '/');

    if (value == NULL)
        return true;
    parser->manifest.shard = value;
    if (slash != SIZE_MAX && nd_str_to_uint(nd_str_slice(text, 0, slash), &parser->shard) &&
        nd_str_to_uint(nd_str_skip(text, slash + 1), &parser->shards) && parser->shard > 0 &&
        parser->shard <= parser->shards)
        return true;
    nd_cli_usage(cli, "--shard is I/N, as 1/4 to 4/4, not \"%s\"", value);
    return false;
}

static bool read_options(struct nd_cli *cli, struct parser *parser, struct nd_cli_inputs *inputs) {
    int64_t max_size;

    if (!nd_cli_are_paths(cli) || !nd_cli_size(cli, "max-size", ND_MAX_FILE_EVER, ND_MAX_FILE, &max_size) ||
        !read_shard(cli, parser) || !nd_cli_inputs(cli, inputs))
        return false;
    parser->max_size = (size_t)max_size;
    parser->has_plain_uids = nd_cli_has(cli, "plain-uids");
    return nd_cli_languages() && nd_cli_patterns(cli, &parser->patterns) &&
           nd_cli_converters(cli, &interrupted, &parser->converters) &&
           nd_manifest_open(cli, &parser->manifest);
}

static int run_command(struct nd_cli *cli) {
    struct parser parser = {.cli = cli};
    struct nd_cli_inputs inputs = {0};
    int status = ND_EXIT_FATAL;

    if (read_options(cli, &parser, &inputs)) {
        if (parser.converters != NULL) {
            signal(SIGINT, on_interrupt); /* also of what a script has started behind it */
            signal(SIGTERM, on_interrupt);
        }
        status = parse_all(&parser, &inputs) ? ND_EXIT_OK : parser.is_refused ? ND_EXIT_FATAL : ND_EXIT_SOME;
        if (interrupted != 0)
            status = 128 + interrupted;
        if (!nd_manifest_close(&parser.manifest, interrupted == 0, status))
            status = ND_EXIT_FATAL;
    }
    nd_cli_inputs_free(&inputs);
    return status;
}

const struct nd_command nd_parse_command = {
    .name = "parse",
    .run = run_command,
    .arguments = "PATH...",
    .summary = "print the records of files as JSON, one a line, without a database",
    .details = "The same records that ingest would store. - is one document on standard input.",
    .options =
        (const struct nd_option *const[]){own_options, nd_cli_list_options, nd_cli_file_options, NULL}};
