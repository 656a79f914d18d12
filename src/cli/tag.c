#include "cli/cli.h"

#include "newsdex/alloc.h"
#include "newsdex/marks.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct nd_option own_options[] = {
    {"ids", 0, NULL, "the arguments are ids or uids of articles, and no query"},
    {"dry-run", 0, NULL, "say what would be changed, change nothing"},
    {"export", 0, NULL, "print all tags, notes and saved queries, to be read by --import"},
    {"import", 0, "FILE", "add what --export has written; - is standard input"},
    {NULL, 0, NULL, NULL}};

enum { MOST_CHANGES = 100 };

/* The articles that are meant. */
struct ids {
    int64_t *list;
    size_t count, capacity;
};

static void add_id(struct ids *ids, int64_t id) {
    ids->list = nd_alloc_grow(ids->list, &ids->capacity, ids->count + 1, sizeof *ids->list);
    ids->list[ids->count++] = id;
}

static enum nd_status take_hit(void *context, const struct nd_hit *hit, struct nd_error *err) {
    (void)err;
    add_id(context, hit->id);
    return ND_OK;
}

static enum nd_status print_tag(void *context, const struct nd_tag_count *tag, struct nd_error *err) {
    struct nd_output *output = context;
    char articles[24], gone[24];

    (void)err;
    snprintf(articles, sizeof articles, "%" PRId64, tag->articles);
    snprintf(gone, sizeof gone, "%" PRId64, tag->gone);
    nd_output_row(output,
                  (struct nd_cell[]){{"tag", ND_CELL_TEXT, tag->name},
                                     {"articles", ND_CELL_NUMBER, nd_str_from(articles)},
                                     {"gone", ND_CELL_NUMBER, nd_str_from(gone)}},
                  3);
    return ND_OK;
}

static enum nd_status print_mark(void *context, const struct nd_mark *mark, struct nd_error *err) {
    (void)err;
    nd_output_row(context,
                  (struct nd_cell[]){{"kind", ND_CELL_TEXT, mark->kind},
                                     {"key", ND_CELL_TEXT, mark->key},
                                     {"text", ND_CELL_TEXT, mark->text}},
                  3);
    return ND_OK;
}

/* All tags, or with --export everything. */
static int list(struct nd_cli *cli) {
    static const char *const columns[] = {"tag", "articles", "gone"}, *const whole[] = {"kind", "key",
                                                                                        "text"};
    bool is_export = nd_cli_has(cli, "export");
    struct nd_output output = {0};
    struct nd_error err = ND_ERROR_INIT, ignored = ND_ERROR_INIT;
    struct nd_index *index;
    enum nd_status status;
    int exit_status;

    if (!nd_cli_output(cli, &output))
        return ND_EXIT_FATAL;
    index = nd_cli_open(cli, ND_INDEX_READ, 0, &exit_status);
    if (index == NULL)
        return exit_status;
    nd_output_begin(&output, is_export ? "marks" : "tags");
    nd_output_columns(&output, is_export ? whole : columns, 3);
    status = is_export ? nd_index_list_marks(index, print_mark, &output, &err)
                       : nd_index_list_tags(index, print_tag, &output, &err);
    exit_status = output.rows > 0 ? ND_EXIT_OK : ND_EXIT_SOME;
    if (status == ND_OK && output.rows == 0)
        nd_cli_error(is_export ? "there is no tag, no note and no saved query" : "no article has a tag");
    if (nd_output_finish(&output, status == ND_OK ? &err : &ignored) != ND_OK)
        status = ND_IO;
    nd_index_close(index);
    return status == ND_OK ? exit_status : nd_cli_failed(&err);
}

/* What TSV writes with a backslash. */
static struct nd_str unescape(struct nd_str cell, struct nd_arena *arena) {
    struct nd_buf out = {0};
    struct nd_str text;

    for (size_t i = 0; i < cell.len; i++) {
        char next = cell.ptr[i] == '\\' && i + 1 < cell.len ? cell.ptr[++i] : '\0';
        nd_buf_add_char(&out, next == 't' ? '\t' : next == 'n' ? '\n' : cell.ptr[i]);
    }
    text = nd_arena_str(arena, nd_buf_str(&out));
    nd_buf_free(&out);
    return text;
}

static struct nd_str take_cell(struct nd_str *line, struct nd_arena *arena) {
    size_t tab = nd_str_find_char(*line, '\t');
    struct nd_str cell = nd_str_slice(*line, 0, tab);

    *line = nd_str_skip(*line, tab == SIZE_MAX ? line->len : tab + 1);
    return unescape(cell, arena);
}

static int import(struct nd_cli *cli, struct nd_str text) {
    struct nd_mark *marks = NULL;
    size_t count = 0, capacity = 0, done = 0;
    struct nd_error err = ND_ERROR_INIT;
    struct nd_str line;
    struct nd_index *index;
    int status;

    while (nd_str_next_line(&text, &line)) {
        struct nd_mark mark;
        mark.kind = take_cell(&line, cli->arena);
        mark.key = take_cell(&line, cli->arena);
        mark.text = take_cell(&line, cli->arena);
        marks = nd_alloc_grow(marks, &capacity, count + 1, sizeof *marks);
        marks[count++] = mark;
    }
    index = nd_cli_open(cli, ND_INDEX_WRITE, ND_CLI_WAIT_MS, &status);
    if (index != NULL && nd_index_add_marks(index, marks, count, &done, &err) != ND_OK) {
        if (err.status == ND_BAD_INPUT)
            nd_cli_error("line %zu: %s; nothing was imported", done + 1, err.message);
        status = err.status == ND_BAD_INPUT ? ND_EXIT_FATAL : nd_cli_failed(&err);
    }
    nd_index_close(index);
    free(marks);
    return status;
}

static int import_file(struct nd_cli *cli, const char *path) {
    struct nd_buf text = {0};
    int status = ND_EXIT_FATAL;

    if (cli->mark_count > 0 || cli->argument_count > 0)
        nd_cli_usage(cli, "--import stands alone");
    else if (nd_cli_read(path, SIZE_MAX, &text))
        status = import(cli, nd_buf_str(&text));
    nd_buf_free(&text);
    return status;
}

/* False after a message. */
static bool read_changes(struct nd_cli *cli, struct nd_tag_change *changes) {
    if (cli->mark_count > MOST_CHANGES) {
        nd_cli_usage(cli, "more than %d tags at a time", MOST_CHANGES);
        return false;
    }
    for (int i = 0; i < cli->mark_count; i++) {
        const char *why;
        changes[i] = (struct nd_tag_change){nd_str_from(cli->marks[i] + 1), cli->marks[i][0] == '+'};
        why = nd_index_refuse_tag(changes[i].name);
        if (why == NULL)
            continue;
        nd_cli_usage(cli, "the tag \"%s\" %s", cli->marks[i] + 1, why);
        return false;
    }
    return true;
}

static int find_ids(struct nd_cli *cli, struct nd_index *index, struct ids *ids) {
    struct nd_stored_article stored;
    int status = ND_EXIT_OK;

    for (int i = 0; i < cli->argument_count && status == ND_EXIT_OK; i++) {
        status = nd_cli_show_find(cli, index, cli->arguments[i], &stored);
        add_id(ids, stored.id);
    }
    return status;
}

static int find_hits(struct nd_index *index, struct nd_query *query, bool any, struct ids *ids) {
    struct nd_search_options options = {.any = any, .sort = ND_SORT_ID};
    struct nd_error err = ND_ERROR_INIT;
    int64_t count = 0;

    if (nd_index_search(index, query, &options, take_hit, ids, &count, &err) != ND_OK)
        return nd_cli_failed(&err);
    nd_cli_note_cut(index);
    if (count == 0)
        nd_cli_tell_nothing(index, query, &options);
    return count > 0 ? ND_EXIT_OK : ND_EXIT_SOME;
}

static int change(struct nd_cli *cli, struct nd_index *index, struct nd_query *query,
                  const struct nd_tag_change *changes) {
    struct nd_tag_request request = {
        .changes = changes, .change_count = (size_t)cli->mark_count, .is_dry = nd_cli_has(cli, "dry-run")};
    struct ids ids = {0};
    struct nd_error err = ND_ERROR_INIT;
    int64_t changed = 0;
    int status = nd_cli_has(cli, "ids") ? find_ids(cli, index, &ids)
                                        : find_hits(index, query, nd_cli_has(cli, "any"), &ids);

    request.ids = ids.list;
    request.id_count = ids.count;
    if (status == ND_EXIT_OK && nd_index_tag(index, &request, &changed, &err) != ND_OK)
        status = nd_cli_failed(&err);
    if (status == ND_EXIT_OK)
        nd_cli_error("%zu article%s, %" PRId64 " tag%s %schanged", ids.count, ids.count == 1 ? "" : "s",
                     changed, changed == 1 ? "" : "s", request.is_dry ? "would be " : "");
    free(ids.list);
    return status;
}

/* As other commands take ids: nobody means all articles with these numbers in them. */
static bool are_ids(const struct nd_cli *cli) {
    uint64_t id;

    for (int i = 0; i < cli->argument_count; i++)
        if (!nd_str_to_uint(nd_str_from(cli->arguments[i]), &id) &&
            !nd_uid_is(nd_str_from(cli->arguments[i])))
            return false;
    return cli->argument_count > 0;
}

static int run_command(struct nd_cli *cli) {
    struct nd_query_settings settings = {.any = nd_cli_has(cli, "any"), .today = nd_cli_today()};
    struct nd_tag_change changes[MOST_CHANGES];
    struct nd_query *query;
    struct nd_index *index;
    int status;

    if (nd_cli_has(cli, "import"))
        return import_file(cli, nd_cli_value(cli, "import"));
    if (cli->mark_count == 0 && cli->argument_count == 0)
        return list(cli);
    if (cli->mark_count == 0 || nd_cli_has(cli, "export"))
        return nd_cli_usage(cli, "which tags? +TAG adds one, -TAG takes it away: newsdex tag +read -- QUERY");
    if (are_ids(cli) && !cli->is_parted && !nd_cli_has(cli, "ids"))
        return nd_cli_usage(cli, "is %s an id? then --ids; a query of numbers stands behind --",
                            cli->arguments[0]);
    query = nd_cli_parse_query(cli, nd_cli_has(cli, "ids") ? ND_STR_NONE : nd_cli_join(cli), &settings);
    if (!read_changes(cli, changes) || !nd_cli_filters(cli, query, &settings))
        return ND_EXIT_FATAL;
    if (nd_cli_has(cli, "ids") ? cli->argument_count == 0 : query->root == NULL && query->filters == NULL)
        return nd_cli_usage(cli, "which articles? A query says it, or ids with --ids");
    if (query->is_cut) /* others than were meant would be changed */
        return nd_cli_usage(cli, "nothing is changed by a part of a query");
    index = nd_cli_open_existing(cli, ND_CLI_WAIT_MS, &status);
    if (index == NULL)
        return status;
    status = change(cli, index, query, changes);
    nd_index_close(index);
    return status;
}

const struct nd_command nd_tag_command = {
    .name = "tag",
    .run = run_command,
    .arguments = "[+TAG... -TAG... -- QUERY...]",
    .summary = "add tags to articles and take them away",
    .details =
        "Of all articles that match the query, or with --ids of those with these ids. Without arguments, "
        "the\n"
        "tags there are, how many articles have each, and how many had it that are gone. tag: finds them.",
    .takes_marks = true,
    .options =
        (const struct nd_option *const[]){own_options, nd_cli_any_option, nd_cli_filter_options, NULL}};
