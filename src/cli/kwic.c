#include "cli/cli.h"

#include "newsdex/alloc.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <utf8proc.h>

static const struct nd_option own_options[] = {
    {"limit", 'n', "N", "at most N lines, 0 for all (default: 0)"},
    {"sort", 0, "ORDER", "left or right (by the words beside the keyword) or date (default: by id)"},
    {"context", 0, "N", "words on each side (default: 10)"},
    {"sentence", 0, NULL, "no words of another sentence"},
    {NULL, 0, NULL, NULL}};

enum order { ORDER_ID, ORDER_LEFT, ORDER_RIGHT, ORDER_DATE };
enum { ID_WIDTH = 8, COLUMNS = 9, OF_DATABASES = 1 };

/* A line, kept when lines have to be sorted. */
struct line {
    struct nd_occurrence occurrence;
    struct nd_str key, date, provider, path, part, database;
    int64_t id;
    int database_number;
    size_t number; /* in the order found */
};

struct printer {
    struct nd_cli *cli;
    struct nd_output output;
    enum order order;
    int64_t limit;
    int width; /* of the terminal */
    struct line *lines;
    size_t count, capacity;
};

static const char *const columns[COLUMNS] = {"left",     "keyword", "right", "id",      "date",
                                             "provider", "path",    "part",  "database"};

static int columns_of(const struct printer *printer) {
    return printer->output.has_databases ? COLUMNS : COLUMNS - OF_DATABASES;
}

/* In its place to the left of the keyword, or as far as it fits. */
static void print_text(struct printer *printer, const struct line *line) {
    struct nd_output *output = &printer->output;
    struct nd_buf *out = &output->buf;
    int left_width = (printer->width - ID_WIDTH) * 2 / 5, rest;
    struct nd_str left = nd_output_fit_end(line->occurrence.left, left_width);
    char id[40];

    if (line->database_number > 0)
        snprintf(id, sizeof id, "%d:%" PRId64, line->database_number, line->id);
    else
        snprintf(id, sizeof id, "%" PRId64, line->id);
    nd_buf_addf(out, "%-*s%*s", ID_WIDTH - 1, id, left_width - nd_output_width(left) + 1, "");
    nd_output_clean_line(out, left);
    nd_buf_addf(out, " %s", output->color ? "\033[1m" : "");
    nd_output_clean_line(out, line->occurrence.keyword);
    nd_buf_addf(out, "%s ", output->color ? "\033[0m" : "");
    rest = printer->width - ID_WIDTH - left_width - 2 - nd_output_width(line->occurrence.keyword);
    nd_output_clean_line(out, nd_output_fit(line->occurrence.right, rest > 0 ? rest : 0));
    nd_buf_add_char(out, '\n');
    nd_output_flush(output);
    output->rows++;
}

static void print_line(struct printer *printer, const struct line *line) {
    char id[24];

    if (printer->output.format == ND_TEXT) {
        print_text(printer, line);
        return;
    }
    snprintf(id, sizeof id, "%" PRId64, line->id);
    nd_output_row(&printer->output,
                  (struct nd_cell[]){{columns[0], ND_CELL_TEXT, line->occurrence.left},
                                     {columns[1], ND_CELL_TEXT, line->occurrence.keyword},
                                     {columns[2], ND_CELL_TEXT, line->occurrence.right},
                                     {columns[3], ND_CELL_NUMBER, nd_str_from(id)},
                                     {columns[4], ND_CELL_TEXT, line->date},
                                     {columns[5], ND_CELL_TEXT, line->provider},
                                     {columns[6], ND_CELL_TEXT, line->path},
                                     {columns[7], ND_CELL_TEXT, line->part},
                                     {columns[8], ND_CELL_TEXT, line->database}},
                  (size_t)columns_of(printer));
}

/* The words from the keyword on outwards, without case and punctuation. */
static struct nd_str key_of(struct nd_str text, bool is_left, struct nd_arena *arena) {
    struct nd_buf key = {0};
    utf8proc_uint8_t *folded = NULL;
    struct nd_str result;

    while (text.len > 0) {
        size_t blank = is_left ? nd_str_rfind_char(text, ' ') : nd_str_find_char(text, ' ');
        struct nd_str word =
            is_left ? nd_str_skip(text, blank == SIZE_MAX ? 0 : blank + 1) : nd_str_slice(text, 0, blank);
        for (size_t i = 0; i < word.len; i++)
            if ((unsigned char)word.ptr[i] >= 0x80 || nd_char_is_alpha(word.ptr[i]) ||
                nd_char_is_digit(word.ptr[i]))
                nd_buf_add_char(&key, word.ptr[i]);
        nd_buf_add_char(&key, ' ');
        text = blank == SIZE_MAX ? ND_STR_NONE
               : is_left         ? nd_str_slice(text, 0, blank)
                                 : nd_str_skip(text, blank + 1);
    }
    if (key.len > 0)
        utf8proc_map((const utf8proc_uint8_t *)key.ptr, (utf8proc_ssize_t)key.len, &folded,
                     UTF8PROC_CASEFOLD | UTF8PROC_COMPOSE | UTF8PROC_STABLE);
    result = nd_arena_str(arena, folded == NULL ? nd_buf_str(&key) : nd_str_from((const char *)folded));
    free(folded);
    nd_buf_free(&key);
    return result;
}

static void keep_line(struct printer *printer, const struct line *line) {
    struct nd_arena *arena = printer->cli->arena;
    struct line kept = *line;

    kept.occurrence.left = nd_arena_str(arena, line->occurrence.left);
    kept.occurrence.keyword = nd_arena_str(arena, line->occurrence.keyword);
    kept.occurrence.right = nd_arena_str(arena, line->occurrence.right);
    kept.date = line->date.ptr == NULL ? ND_STR_NONE : nd_arena_str(arena, line->date);
    kept.provider = line->provider.ptr == NULL ? ND_STR_NONE : nd_arena_str(arena, line->provider);
    kept.path = nd_arena_str(arena, line->path);
    kept.part = line->part.ptr == NULL ? ND_STR_NONE : nd_arena_str(arena, line->part);
    kept.number = printer->count;
    if (printer->order == ORDER_DATE)
        kept.key = kept.date;
    else
        kept.key = key_of(printer->order == ORDER_LEFT ? kept.occurrence.left : kept.occurrence.right,
                          printer->order == ORDER_LEFT, arena);
    printer->lines =
        nd_alloc_grow(printer->lines, &printer->capacity, printer->count + 1, sizeof *printer->lines);
    printer->lines[printer->count++] = kept;
}

static enum nd_status take_hit(void *context, const struct nd_hit *hit, struct nd_error *err) {
    struct printer *printer = context;
    bool is_text = printer->output.format == ND_TEXT;
    struct line line = {.id = hit->id,
                        .date = nd_str_slice(hit->published_at, 0, 10),
                        .provider = hit->provider_name.len > 0     ? hit->provider_name
                                    : hit->provider_domain.len > 0 ? hit->provider_domain
                                                                   : ND_STR_NONE,
                        .path = is_text ? nd_cli_path(printer->cli, hit->path) : hit->path,
                        .part = hit->part,
                        .database = hit->database,
                        .database_number = hit->database_number};

    for (size_t i = 0; i < hit->occurrence_count; i++) {
        line.occurrence = hit->occurrences[i];
        if (printer->order != ORDER_ID) {
            keep_line(printer, &line);
            continue;
        }
        if (printer->limit > 0 && (int64_t)printer->count >= printer->limit)
            return ND_END;
        print_line(printer, &line);
        printer->count++;
    }
    return nd_output_check(stdout, NULL, err);
}

/* What has no date comes last. */
static int by_key(const void *a, const void *b) {
    const struct line *x = a, *y = b;
    int order;

    if ((x->key.ptr == NULL) != (y->key.ptr == NULL))
        return x->key.ptr == NULL ? 1 : -1;
    order = nd_str_cmp(x->key, y->key);
    return order != 0 ? order : x->number < y->number ? -1 : x->number > y->number;
}

static void print_sorted(struct printer *printer) {
    if (printer->order == ORDER_ID || printer->count == 0)
        return;
    qsort(printer->lines, printer->count, sizeof *printer->lines, by_key);
    for (size_t i = 0; i < printer->count; i++)
        if (printer->limit == 0 || (int64_t)i < printer->limit)
            print_line(printer, &printer->lines[i]);
}

static bool read_options(struct nd_cli *cli, struct printer *printer, struct nd_search_options *options) {
    static const char *const orders[] = {"id", "left", "right", "date"};
    const char *order = nd_cli_value(cli, "sort");
    int64_t context;
    int i = 0;

    while (order != NULL && i < 4 && strcmp(order, orders[i]) != 0)
        i++;
    if (i == 4) {
        nd_cli_usage(cli, "--sort is left, right or date, not \"%s\"", order);
        return false;
    }
    printer->order = (enum order)i;
    printer->width = nd_cli_width(STDOUT_FILENO);
    options->sort = ND_SORT_ID;
    options->any = nd_cli_has(cli, "any");
    options->references = nd_cli_has(cli, "references");
    if (!nd_cli_number(cli, "limit", 0, INT32_MAX, 0, &printer->limit) ||
        !nd_cli_number(cli, "context", 1, 1000, 10, &context) || !nd_cli_sample(cli, options))
        return false;
    options->occurrences = (int)context;
    options->in_sentence = nd_cli_has(cli, "sentence");
    if (!nd_cli_output(cli, &printer->output))
        return false;
    printer->output.has_databases = nd_cli_has_several(cli);
    return true;
}

static int print_all(struct printer *printer, struct nd_index *index, struct nd_query *query,
                     const struct nd_search_options *options) {
    struct nd_error err = ND_ERROR_INIT, ignored = ND_ERROR_INIT;
    int64_t hits = 0;
    enum nd_status status;

    nd_output_begin(&printer->output, "lines");
    nd_output_columns(&printer->output, columns, (size_t)columns_of(printer));
    status = nd_index_search(index, query, options, take_hit, printer, &hits, &err);
    if (status == ND_OK)
        print_sorted(printer);
    if (nd_output_finish(&printer->output, status == ND_OK ? &err : &ignored) != ND_OK)
        status = ND_IO;
    free(printer->lines);
    if (status != ND_OK)
        return nd_cli_failed(&err);
    nd_cli_note_cut(index);
    if (hits == 0)
        nd_cli_tell_nothing(index, query, options);
    else
        nd_cli_tell_unfinished(index);
    if (printer->count == 0 && hits > 0)
        nd_cli_error("no word of the query is in the text of %" PRId64 " %s", hits,
                     hits == 1 ? "article that matches" : "articles that match");
    return printer->count > 0 ? ND_EXIT_OK : ND_EXIT_SOME;
}

static int run_command(struct nd_cli *cli) {
    struct printer printer = {.cli = cli};
    struct nd_search_options options = {0};
    struct nd_query_settings settings = {.any = nd_cli_has(cli, "any"), .today = nd_cli_today()};
    struct nd_query *query = nd_cli_parse_query(cli, nd_cli_join(cli), &settings);
    struct nd_index *index;
    int status;

    if (query != NULL && query->root == NULL)
        return nd_cli_usage(cli, "which words?");
    if (!read_options(cli, &printer, &options) || !nd_cli_filters(cli, query, &settings))
        return ND_EXIT_FATAL;
    index = nd_cli_open_joined(cli, &status);
    if (index == NULL)
        return status;
    status = print_all(&printer, index, query, &options);
    nd_index_close(index);
    return status;
}

const struct nd_command nd_kwic_command = {
    .name = "kwic",
    .run = run_command,
    .arguments = "QUERY...",
    .summary = "print every occurrence with the words around it",
    .details =
        "Keyword in context: a line for each place in the text of an article where a word or phrase of the "
        "query\n"
        "stands, the keywords below one another.",
    .options = (const struct nd_option *const[]){own_options, nd_cli_any_option, nd_cli_references_option,
                                                 nd_cli_filter_options, nd_cli_sample_options, NULL}};
