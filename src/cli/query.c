#include "cli/cli.h"
#include "newsdex/limits.h"

#include <string.h>

const struct nd_option nd_cli_any_option[] = {{"any", 0, NULL, "one of the words is enough"},
                                              {NULL, 0, NULL, NULL}};

const struct nd_option nd_cli_references_option[] = {
    {"references", 'r', NULL, "also articles that are only known because others point to them"},
    {NULL, 0, NULL, NULL}};

const struct nd_option nd_cli_collapse_option[] = {
    {"collapse", 0, NULL, "of articles that are copies of each other only the first"}, {NULL, 0, NULL, NULL}};

const struct nd_option nd_cli_filter_options[] = {
    {"after", 0, "DATE", "published on that day (month, year) or later"},
    {"before", 0, "DATE", "published before that day (month, year)"},
    {"provider", 0, "NAME", "whose provider's name or domain contains NAME"},
    {"author", 0, "NAME", "with an author whose name contains NAME"},
    {"topic", 0, "NAME", "with exactly that topic, keyword or theme"},
    {"lang", 0, "CODE", "in that language"},
    {"type", 0, "TYPE", "of that type"},
    {"tag", 0, "TAG", "with that tag"},
    {NULL, 0, NULL, NULL}};

/* A language has many names, and few of them are codes. */
static void note_language(struct nd_str text, struct nd_arena *arena, struct nd_buf *notes) {
    struct nd_str code = nd_language_normalise(text, arena);

    if (code.len == 0)
        nd_buf_addf(
            notes,
            "lang: no language is called \"%.*s\"; a code as en or pt-BR is expected, one for each lang:\n",
            (int)text.len, text.ptr);
    else if (!nd_str_eq_nocase(code, text))
        nd_buf_addf(notes, "lang:%.*s is read as lang:%.*s\n", (int)text.len, text.ptr, (int)code.len,
                    code.ptr);
}

struct nd_query *nd_cli_parse_query(struct nd_cli *cli, struct nd_str text,
                                    const struct nd_query_settings *settings) {
    struct nd_query *query;
    struct nd_buf notes = {0};

    if (!nd_cli_expand(cli, &text, settings))
        return NULL;
    query = nd_query_parse(text, settings, cli->arena);
    nd_query_notes(text, settings, &notes);
    if (query->is_cut)
        nd_buf_addf(&notes,
                    "the query is too long: its first %d terms and %d bytes are looked at, filters behind "
                    "them are not\n",
                    ND_MAX_QUERY_TERMS, ND_MAX_QUERY);
    nd_cli_tell_lines(nd_buf_str(&notes));
    nd_buf_free(&notes);
    return query;
}

static void note_filters(const struct nd_query *query, struct nd_arena *arena) {
    struct nd_buf notes = {0};

    for (const struct nd_filter *filter = query->filters; filter != NULL; filter = filter->next)
        if (filter->type == ND_FILTER_LANGUAGE)
            note_language(filter->text, arena, &notes);
    nd_query_note_filters(query, &notes);
    nd_cli_tell_lines(nd_buf_str(&notes));
    nd_buf_free(&notes);
}

bool nd_cli_filters(struct nd_cli *cli, struct nd_query *query, const struct nd_query_settings *settings) {
    static const char *const filters[] = {"after", "before", "provider", "author",
                                          "topic", "lang",   "type",     "tag"};

    if (query == NULL) /* and it was said why */
        return false;
    for (const struct nd_given *g = cli->first; g != NULL; g = g->next)
        for (size_t i = 0; i < sizeof filters / sizeof *filters; i++)
            if (strcmp(g->option->name, filters[i]) == 0 &&
                !nd_query_add_filter(query, nd_str_from(filters[i]), nd_str_from(g->value), settings,
                                     cli->arena)) {
                nd_cli_usage(cli, "--%s does not understand \"%s\"", filters[i], g->value);
                return false;
            }
    note_filters(query, cli->arena);
    return true;
}
