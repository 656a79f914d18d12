#include "cli/cli.h"

#include "newsdex/ingest.h"
#include "newsdex/limits.h"

#include <string.h>
#include <unistd.h>

static const struct nd_option own_options[] = {
    {"limit", 'n', "N", "at most N hits, 0 for all (default: 20)"},
    {"list", 'l', NULL, "print paths only, one a line, each once"},
    {"parts", 0, NULL, "with --list: PATH#PART of each article in a file of many"},
    {"null", '0', NULL, "end each path with a NUL instead of a newline"},
    {"explain", 0, NULL,
     "print on standard error which words were looked for and what each score is made of"},
    {"context", 0, "N", "words of a snippet (default: 30)"},
    {NULL, 0, NULL, NULL}};

/* What the hits are to read like, and the command that asks. */
struct request {
    struct nd_cli *cli;
    struct nd_text text;
};

static void take_article(const struct nd_article *article, struct nd_text *text) {
    *text = (struct nd_text){.title = article->title,
                             .excerpt = article->excerpt,
                             .body = article->body,
                             .language = article->language,
                             .published_at = article->published_at};
    if (nd_str_starts(article->body, article->excerpt))
        text->excerpt = ND_STR_NONE;
}

static int read_stored(struct request *request, struct nd_index *index) {
    struct nd_stored_article stored;
    int status = nd_cli_show_find(request->cli, index, request->cli->arguments[0], &stored);

    if (status != ND_EXIT_OK)
        return status;
    take_article(&stored.article, &request->text);
    request->text.id = stored.id;
    return ND_EXIT_OK;
}

/* One article, in any form that ingest reads. */
static int read_input(struct request *request) {
    struct nd_cli *cli = request->cli;
    struct nd_parsed parsed = {0};
    bool is_one;

    if (!nd_cli_languages())
        return ND_EXIT_FATAL;
    nd_parsed_begin(&parsed, cli->arena, NULL);
    parsed.is_named = true;
    nd_parse_fd(&parsed, STDIN_FILENO, ND_STR("standard input"), ND_MAX_FILE);
    is_one = parsed.has_article && !parsed.is_container;
    if (parsed.is_container)
        nd_cli_error("standard input holds many articles; related takes one at a time");
    for (const struct nd_problem *p = parsed.problems.first; p != NULL && !is_one; p = p->next)
        nd_cli_problem(cli, ND_STR("-"), ND_STR_NONE, p);
    if (is_one)
        take_article(&parsed.article, &request->text);
    request->text.title = nd_arena_str(cli->arena, request->text.title);
    request->text.body = nd_arena_str(cli->arena, request->text.body);
    request->text.excerpt = nd_arena_str(cli->arena, request->text.excerpt);
    nd_parsed_fini(&parsed);
    return is_one ? ND_EXIT_OK : ND_EXIT_SOME;
}

static int prepare(void *context, struct nd_index *index, struct nd_query *query,
                   struct nd_search_options *options) {
    struct request *request = context;
    struct nd_error err = ND_ERROR_INIT;
    bool is_input = strcmp(request->cli->arguments[0], "-") == 0;
    int status = is_input ? read_input(request) : read_stored(request, index);

    if (status != ND_EXIT_OK)
        return status;
    options->any = true;
    options->like = &request->text;
    options->sort = ND_SORT_RELEVANCE;
    return nd_index_like(index, &request->text, request->cli->arena, &query->root, &err) == ND_OK
               ? ND_EXIT_OK
               : nd_cli_failed(&err);
}

static int run_command(struct nd_cli *cli) {
    struct nd_query_settings settings = {.today = nd_cli_today()};
    struct nd_query *query = nd_query_parse(ND_STR(""), &settings, cli->arena);
    struct request request = {.cli = cli};

    if (cli->argument_count != 1)
        return nd_cli_usage(cli, "which article? one id, one uid, or - for a text on standard input");
    return nd_cli_search_hits(cli, query, &settings, prepare, &request);
}

const struct nd_command nd_related_command = {
    .name = "related",
    .run = run_command,
    .arguments = "ID|-",
    .summary = "find articles that read like one, or like a text",
    .details =
        "The article has the id that search prints, or a uid; - is a text on standard input. Found are "
        "articles\n"
        "with its best words, those of about the same date first; itself and equal texts are left out.",
    .options = (const struct nd_option *const[]){own_options, nd_cli_references_option, nd_cli_fields_option,
                                                 nd_cli_filter_options, NULL}};
