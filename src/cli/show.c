#include "cli/cli.h"

#include "newsdex/copies.h"
#include "newsdex/ingest.h"
#include "newsdex/limits.h"
#include "newsdex/several.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

static const struct nd_option own_options[] = {
    {"story", 0, NULL, "print the story the article is in instead: its articles in order of time"},
    {"diff", 0, "ID", "print which words differ from those of another article: [-only there-] {+only here+}"},
    {"original", 0, NULL, "print the file, or its record, itself, byte for byte"},
    {NULL, 0, NULL, NULL}};

static int no_original(const struct nd_cli *cli, struct nd_str path, const char *why) {
    path = nd_cli_path(cli, path);
    nd_cli_error("%.*s: %s", (int)path.len, path.ptr, why);
    return ND_EXIT_SOME;
}

/* What ingest has read, and nothing else that may lie under its name now. */
static int print_original(const struct nd_cli *cli, const struct nd_stored_article *stored) {
    struct nd_str path = stored->article.path;
    struct nd_error err = ND_ERROR_INIT;
    struct nd_buf all = {0};
    char block[65536];
    ssize_t n;
    int fd;

    if (path.len == 0) {
        nd_cli_error("article %lld is only known from others; there is no file", (long long)stored->id);
        return ND_EXIT_SOME;
    }
    if (path.ptr[0] != '/')
        return no_original(cli, path, "came from standard input, and was not kept");
    if (nd_source_open(path.ptr, &fd, &err) != ND_OK)
        return no_original(cli, path, err.message);
    while (((n = read(fd, block, sizeof block)) > 0 || (n < 0 && errno == EINTR)) && !ferror(stdout))
        if (n < 0)
            continue;
        else if (nd_output_is_terminal(stdout))
            nd_buf_add(&all, nd_str_of(block, (size_t)n)); /* characters may lie across blocks */
        else
            fwrite(block, 1, (size_t)n, stdout);
    if (n < 0)
        nd_error_set(&err, ND_IO, "%s", strerror(errno));
    nd_output_write(stdout, nd_buf_str(&all));
    nd_buf_free(&all);
    close(fd);
    return n < 0 ? no_original(cli, path, err.message) : ND_EXIT_OK;
}

/* What was converted counts among the parts of the file; nothing is run. */
static struct nd_converters *read_converters(struct nd_str filters) {
    struct nd_converters *converters = nd_converters_new(NULL);
    struct nd_str line;

    while (nd_str_next_line(&filters, &line))
        (void)!nd_converters_add(converters, line);
    return converters;
}

/* A row stands below the names of its columns, as the table it would be alone. */
static void print_bytes(struct nd_str heading, struct nd_str bytes) {
    if (heading.len > 0)
        nd_output_write(stdout, heading);
    nd_output_write(stdout, bytes);
    if (heading.len > 0)
        nd_output_write(stdout, ND_STR("\n"));
}

static int print_record(const struct nd_cli *cli, const struct nd_stored_article *stored) {
    struct nd_str path = stored->article.path;
    struct nd_problems problems;
    struct nd_error err = ND_ERROR_INIT;
    struct nd_converters *converters;
    struct nd_parts *parts = NULL;
    struct nd_record record = {0};
    enum nd_status status;

    if (path.ptr[0] != '/')
        return no_original(cli, path, "came from standard input, and was not kept");
    nd_problems_init(&problems, cli->arena);
    converters = read_converters(stored->filter);
    status = nd_parts_open(path, ND_STR_NONE, ND_MAX_FILE_EVER, converters, &problems, &parts, &err);
    while (status == ND_OK && record.ordinal < stored->article.ordinal)
        status = nd_parts_next(parts, &record, &err);
    if (status == ND_END ||
        (status == ND_OK && (record.offset != stored->start || record.bytes.len != stored->length)))
        status =
            nd_error_set(&err, ND_NOT_FOUND, "has changed since it was read; newsdex ingest reads it again");
    else if (status == ND_OK)
        print_bytes(nd_parts_heading(parts), record.bytes);
    nd_parts_close(parts);
    nd_converters_free(converters);
    return status == ND_OK ? ND_EXIT_OK : no_original(cli, path, err.message);
}

/* The bytes of the file are those that were read. */
static bool is_as_read(struct nd_index *index, const struct nd_stored_article *stored, struct nd_str bytes) {
    struct nd_str path = stored->article.path;
    struct nd_arena *arena = nd_arena_new();
    struct nd_error ignored = ND_ERROR_INIT;
    struct nd_index_file file = {0};
    struct nd_buf behind = {0};
    struct nd_index_page page = {.from = path, .files = &file, .max = 1};
    XXH128_canonical_t canonical;
    bool is;

    nd_buf_add(&behind, path);
    nd_buf_add_char(&behind, '\x01');
    page.until = nd_buf_str(&behind);
    XXH128_canonicalFromHash(&canonical, XXH3_128bits(bytes.ptr, bytes.len));
    is = nd_index_files(index, &page, arena, &ignored) == ND_OK && page.count == 1 && file.has_hash &&
         nd_str_eq(file.path, path) && memcmp(file.hash, canonical.digest, ND_HASH_SIZE) == 0;
    nd_buf_free(&behind);
    nd_arena_free(arena);
    return is;
}

/* The lines of an issue that are the article; where they could not be told, all of the file. */
static int print_child(const struct nd_cli *cli, struct nd_index *index,
                       const struct nd_stored_article *stored) {
    struct nd_str path = stored->article.path, encoding;
    struct nd_file_stamp stamp;
    struct nd_problems problems;
    struct nd_error err = ND_ERROR_INIT;
    struct nd_buf text = {0};
    enum nd_status status;

    if (stored->length == 0 || stored->filter.len > 0 || path.ptr[0] != '/')
        return print_original(cli, stored);
    nd_problems_init(&problems, cli->arena);
    status = nd_source_read(path.ptr, ND_MAX_FILE_EVER, &text, &stamp, &err);
    if (status == ND_OK && !is_as_read(index, stored, nd_buf_str(&text)))
        status =
            nd_error_set(&err, ND_NOT_FOUND, "has changed since it was read; newsdex ingest reads it again");
    if (status == ND_OK && nd_container_is_packed(nd_buf_str(&text)))
        status = nd_container_unpack(-1, nd_buf_str(&text), ND_MAX_FILE_EVER, &text, NULL, &err);
    if (status == ND_OK && nd_source_decode_in_place(&text, &encoding, &problems) != ND_OK)
        status = nd_error_set(&err, ND_BAD_INPUT, "binary data, not text");
    if (status == ND_OK)
        nd_output_write(stdout, nd_str_slice(nd_buf_str(&text), (size_t)stored->start,
                                             (size_t)(stored->start + stored->length)));
    nd_buf_free(&text);
    return status == ND_OK ? ND_EXIT_OK : no_original(cli, path, err.message);
}

static void print_article(struct nd_cli *cli, struct nd_output *output,
                          const struct nd_stored_article *stored) {
    bool is_text = output->format == ND_TEXT || output->format == ND_TEMPLATE;
    struct nd_str path = is_text ? nd_cli_path(cli, stored->article.path) : stored->article.path;
    struct nd_record_view record = {stored, NULL, path, "", false};

    if (output->format == ND_TEXT)
        nd_output_article(output, stored, path);
    else
        nd_output_record(output, output->fields, &record);
}

int nd_cli_show_find(struct nd_cli *cli, struct nd_index *index, const char *argument,
                     struct nd_stored_article *stored) {
    struct nd_error err = ND_ERROR_INIT;
    uint64_t number = 0;
    int64_t id = 0;
    enum nd_status status = ND_OK;

    *stored = (struct nd_stored_article){0};
    if (nd_str_to_uint(nd_str_from(argument), &number))
        id = (int64_t)number;
    else if (nd_uid_is(nd_str_from(argument)))
        status = nd_index_find_uid(index, nd_str_from(argument), &id, &err);
    else
        return nd_cli_usage(cli, "\"%s\" is neither an id nor a uid", argument);
    if (status == ND_OK)
        status = nd_index_show(index, id, cli->arena, stored, &err);
    if (status == ND_NOT_FOUND) {
        nd_cli_error("%s", err.message);
        return ND_EXIT_SOME;
    }
    return status == ND_OK ? ND_EXIT_OK : nd_cli_failed(&err);
}

static enum nd_status take_story(void *context, const struct nd_story *story, struct nd_error *err) {
    nd_output_story(context, story, true);
    return nd_output_check(stdout, NULL, err);
}

static int print_story(struct nd_index *index, struct nd_output *output,
                       const struct nd_stored_article *stored) {
    struct nd_error err = ND_ERROR_INIT;

    return nd_index_story(index, stored->id, take_story, output, &err) == ND_OK ? ND_EXIT_OK
                                                                                : nd_cli_failed(&err);
}

static struct nd_str text_of(const struct nd_stored_article *stored) {
    return stored->article.body.len > 0 ? stored->article.body : stored->article.excerpt;
}

/* The titles where they differ, then the texts. */
static int print_diff(struct nd_cli *cli, struct nd_index *index, struct nd_output *output,
                      const struct nd_stored_article *stored) {
    struct nd_stored_article other;
    int status = nd_cli_show_find(cli, index, nd_cli_value(cli, "diff"), &other);

    if (status != ND_EXIT_OK)
        return status;
    if (!nd_str_eq(stored->article.title, other.article.title)) {
        nd_output_word_diff(output, other.article.title, stored->article.title);
        nd_buf_add_char(&output->buf, '\n');
    }
    nd_output_word_diff(output, text_of(&other), text_of(stored));
    return ND_EXIT_OK;
}

/* Of several databases the one that is meant by N:ID, of which the ID is left, or that has the uid; NULL when
 * it cannot be told. */
static struct nd_index *find_index(struct nd_index *first, const char **argument) {
    struct nd_error ignored = ND_ERROR_INIT;
    struct nd_str text = nd_str_from(*argument);
    size_t colon = nd_str_find_char(text, ':');
    struct nd_index *index;
    uint64_t number;
    int64_t id;

    if (colon != SIZE_MAX && nd_str_to_uint(nd_str_slice(text, 0, colon), &number) && number <= INT32_MAX) {
        *argument += colon + 1;
        return nd_index_joined(first, (int64_t)number);
    }
    if (!nd_uid_is(text))
        return NULL;
    for (int64_t i = 1; (index = nd_index_joined(first, i)) != NULL; i++)
        if (nd_index_find_uid(index, text, &id, &ignored) == ND_OK)
            return index;
    return first;
}

static int show_one(struct nd_cli *cli, struct nd_index *index, struct nd_output *output,
                    const char *argument) {
    struct nd_stored_article stored;
    struct nd_copies copies = {NULL, 0};
    struct nd_error err = ND_ERROR_INIT;
    const char *id = argument;
    int status;

    if (nd_cli_has_several(cli))
        index = find_index(index, &id);
    if (index == NULL)
        return nd_cli_usage(
            cli, "\"%s\" is of which database? N:ID is the ID of the N-th, uids need no number", argument);
    status = nd_cli_show_find(cli, index, id, &stored);
    if (status != ND_EXIT_OK)
        return status;
    if (nd_cli_has(cli, "original") && stored.parent_id != 0 && stored.item == 0)
        return print_child(cli, index, &stored);
    if (nd_cli_has(cli, "original"))
        return stored.article.ordinal > 0 ? print_record(cli, &stored) : print_original(cli, &stored);
    if (nd_cli_has(cli, "story"))
        return print_story(index, output, &stored);
    if (nd_cli_has(cli, "diff"))
        return print_diff(cli, index, output, &stored);
    if ((output->format == ND_TEXT || output->fields->has_copies) &&
        nd_index_copies(index, stored.id, cli->arena, &copies, &err) != ND_OK)
        return nd_cli_failed(&err);
    stored.copies = &copies;
    for (struct nd_stored_version *v = stored.versions; v != NULL && output->format == ND_TEXT; v = v->next)
        v->path = nd_cli_path(cli, v->path);
    print_article(cli, output, &stored);
    return ND_EXIT_OK;
}

static void begin_articles(struct nd_output *output, bool are_stories) {
    nd_output_begin(output, are_stories ? "stories" : "articles");
    if (are_stories)
        nd_output_stories(output);
    else
        nd_output_header(output, output->fields);
}

static int run_command(struct nd_cli *cli) {
    struct nd_error err = ND_ERROR_INIT;
    struct nd_output output;
    struct nd_fields whole;
    struct nd_index *index;
    int status, worst = ND_EXIT_OK;
    bool original = nd_cli_has(cli, "original");

    if (cli->argument_count == 0)
        return nd_cli_usage(cli, "which ids? search prints them");
    if (!nd_cli_output_as(cli, ND_TEXT, &output)) /* a record is for reading, in a pipe as well */
        return ND_EXIT_FATAL;
    if (nd_cli_has(cli, "diff") && (output.format != ND_TEXT || original))
        return nd_cli_usage(cli, "--diff prints text; --format, --fields and --original do not go with it");
    if (nd_cli_has(cli, "story") && (output.fields != NULL || original))
        return nd_cli_usage(
            cli, "--story prints no records; --fields, templates and --original do not go with it");
    if (output.fields == NULL) {
        nd_output_choose_all(&whole, cli->arena);
        (void)nd_output_choose(&whole, ND_STR("version_of"), cli->arena);
        (void)nd_output_choose(&whole, ND_STR("versions"), cli->arena);
        (void)nd_output_choose(&whole, ND_STR("copies"), cli->arena);
        (void)nd_output_choose(&whole, ND_STR("parent"), cli->arena);
        (void)nd_output_choose(&whole, ND_STR("children"), cli->arena);
        output.fields = &whole;
    }
    index = nd_cli_open_joined(cli, &status);
    if (index == NULL)
        return status;
    if (!original)
        begin_articles(&output, nd_cli_has(cli, "story"));
    for (int i = 0; i < cli->argument_count; i++) {
        status = show_one(cli, index, &output, cli->arguments[i]);
        worst = status > worst ? status : worst;
    }
    if (!original && nd_output_finish(&output, &err) != ND_OK)
        worst = nd_cli_failed(&err);
    nd_index_close(index);
    return worst;
}

const struct nd_command nd_show_command = {
    .name = "show",
    .run = run_command,
    .arguments = "ID...",
    .summary = "print articles in full",
    .details = "The ids are those that search prints; uids are the same in every database.",
    .options = (const struct nd_option *const[]){own_options, nd_cli_fields_option, NULL}};
