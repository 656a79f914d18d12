/* Completion: the scripts of the shells ask the program, which knows its commands, options and database. */
#include "cli/cli.h"

#include "newsdex/marks.h"

#include <stdio.h>
#include <string.h>

/* The values of an option; command NULL: of any. */
static const struct {
    const char *command, *option, *values;
} fixed[] = {
    {"count", "format", "text tsv json ndjson csv svg gexf"},
    {NULL, "format", "text tsv json ndjson csv"},
    {NULL, "color", "auto always never"},
    {"count", "by",
     "topic keyword theme author provider language type category tag length story day week month year "
     "metadata."},
    {"count", "cooccur", "topic keyword theme author"},
    {NULL, "per", "day week month year"},
    {NULL, "over", "day week month year"},
    {"kwic", "sort", "left right date"},
    {"stories", "sort", "newest biggest"},
    {NULL, "sort", "relevance newest oldest"},
    {"search", "collapse", "copies story"},
    {NULL, "level", "note warning error"},
    {NULL, "new-since", "LAST 1d 7d 1m"},
};

/* What stands in the database: behind an option, and behind a label of queries. */
static const struct {
    const char *option, *label;
    enum nd_name_kind kind;
} stored[] = {{"tag", "tag:", ND_NAME_TAG},
              {NULL, "saved:", ND_NAME_SAVED},
              {"topic", "topic:=", ND_NAME_TOPIC},
              {"provider", "provider:", ND_NAME_PROVIDER},
              {"author", "author:", ND_NAME_AUTHOR}};

struct completion {
    const struct nd_command *const *commands;
    struct nd_cli cli;
    struct nd_given database;
    struct nd_str before; /* what of the word stays */
    bool is_quoted;       /* as queries want names with blanks */
    struct nd_str word;   /* what is to be completed behind it */
};

static void offer(struct completion *c, struct nd_str value) {
    bool has_blank = nd_str_find_char(value, ' ') != SIZE_MAX;
    const char *quote = c->is_quoted && has_blank ? "\"" : "";

    printf("%.*s%s%.*s%s\n", (int)c->before.len, c->before.len == 0 ? "" : c->before.ptr, quote,
           (int)value.len, value.ptr, quote);
}

static void offer_if_begun(struct completion *c, struct nd_str value) {
    if (nd_str_starts(value, c->word))
        offer(c, value);
}

static void offer_matching(struct completion *c, const char *values) {
    struct nd_str rest = nd_str_from(values);

    while (rest.len > 0) {
        size_t end = nd_str_find_char(rest, ' ');
        offer_if_begun(c, nd_str_slice(rest, 0, end));
        rest = nd_str_skip(rest, end == SIZE_MAX ? rest.len : end + 1);
    }
}

static void take_name(void *context, struct nd_str name) {
    offer(context, name);
}

/* Nothing is said when there is no database: the shell would show it in the middle of the line. */
static void offer_stored(struct completion *c, enum nd_name_kind kind) {
    struct nd_error ignored = ND_ERROR_INIT;
    const char *path = nd_cli_database(&c->cli);
    struct nd_index *index = NULL;

    if (path != NULL && nd_index_open(path, ND_INDEX_READ, 0, &index, &ignored) == ND_OK)
        (void)!nd_index_names_like(index, kind, c->word, take_name, c, &ignored);
    nd_index_close(index);
}

static void split(struct completion *c, struct nd_str word, size_t at) {
    c->before = nd_str_slice(word, 0, at);
    c->word = nd_str_skip(word, at);
    if (c->word.len > 0 && c->word.ptr[0] == '"')
        c->word = nd_str_skip(c->word, 1);
}

static void offer_values(struct completion *c, struct nd_str option) {
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        if (nd_str_eq(option, nd_str_from(fixed[i].option)) &&
            (fixed[i].command == NULL ||
             (c->cli.command != NULL && strcmp(fixed[i].command, c->cli.command->name) == 0))) {
            offer_matching(c, fixed[i].values);
            return;
        }
    for (size_t i = 0; i < sizeof stored / sizeof *stored; i++)
        if (stored[i].option != NULL && nd_str_eq(option, nd_str_from(stored[i].option)))
            offer_stored(c, stored[i].kind);
    if (nd_str_eq(option, ND_STR("to"))) {
        struct nd_buf names = {0};
        nd_engine_names(&names, " ");
        offer_matching(c, names.ptr);
        nd_buf_free(&names);
    }
}

static void offer_options(struct completion *c, const struct nd_option *options) {
    char name[64];

    for (const struct nd_option *o = options; o != NULL && o->name != NULL; o++) {
        snprintf(name, sizeof name, "--%s%s", o->name, o->argument == NULL ? "" : "=");
        offer_if_begun(c, nd_str_from(name));
    }
}

/* A word of a query, or an argument: labels and what stands behind them. */
static void offer_query(struct completion *c, struct nd_str word) {
    size_t minus = word.len > 0 && word.ptr[0] == '-';
    struct nd_str label;

    for (size_t i = 0; i < sizeof stored / sizeof *stored; i++)
        if (nd_str_starts_nocase(nd_str_skip(word, minus), nd_str_from(stored[i].label))) {
            c->is_quoted = true;
            split(c, word, minus + strlen(stored[i].label));
            offer_stored(c, stored[i].kind);
            return;
        }
    split(c, word, minus);
    if (c->word.len == 0)
        return;
    for (size_t i = 0; (label = nd_query_label(i)).len > 0; i++)
        offer_if_begun(c, label);
    offer_if_begun(c, ND_STR("saved:"));
}

static const struct nd_command *find_command(const struct completion *c, struct nd_str name) {
    for (const struct nd_command *const *known = c->commands; *known != NULL; known++)
        if (nd_str_eq(name, nd_str_from((*known)->name)))
            return *known;
    return NULL;
}

/* The value of an option given before, for the database; and which command it is. */
static void look_at(struct completion *c, struct nd_str *words, int count) {
    struct nd_str program = nd_str_skip(words[0], nd_str_rfind_char(words[0], '/') + 1);

    c->cli.command = find_command(c, program);
    for (int i = 1; i < count - 1; i++) {
        bool is_long = nd_str_starts(words[i], ND_STR("--"));
        size_t equals = nd_str_find_char(words[i], '=');
        const struct nd_option *option =
            is_long ? nd_cli_option(c->cli.command, nd_str_slice(words[i], 2, equals)) : NULL;
        if (option != NULL && option->argument != NULL && option->argument[0] != '[') {
            struct nd_str value =
                equals == SIZE_MAX && i + 2 < count ? words[i + 1] : nd_str_skip(words[i], equals + 1);
            if (strcmp(option->name, "db") == 0) {
                c->database = (struct nd_given){option, nd_arena_str(c->cli.arena, value).ptr, NULL};
                c->cli.first = &c->database;
            }
            i += equals == SIZE_MAX && i + 2 < count;
        }
        if (c->cli.command == NULL)
            c->cli.command = find_command(c, words[i]);
    }
}

static void complete(struct completion *c, struct nd_str *words, int count) {
    struct nd_str word = words[count - 1], last = count > 2 ? words[count - 2] : ND_STR_NONE;
    size_t equals = nd_str_find_char(word, '=');
    const struct nd_option *option;
    bool is_tag = c->cli.command != NULL && c->cli.command->takes_marks && word.len > 0 &&
                  (word.ptr[0] == '+' || word.ptr[0] == '-');

    option = nd_str_starts(last, ND_STR("--")) ? nd_cli_option(c->cli.command, nd_str_skip(last, 2)) : NULL;
    if (nd_str_starts(word, ND_STR("--")) && equals != SIZE_MAX) {
        split(c, word, equals + 1);
        offer_values(c, nd_str_slice(word, 2, equals));
    } else if (option != NULL && option->argument != NULL && option->argument[0] != '[') {
        split(c, word, 0);
        offer_values(c, nd_str_skip(last, 2));
    } else if (is_tag && !nd_str_starts(word, ND_STR("--"))) {
        split(c, word, 1);
        offer_stored(c, ND_NAME_TAG);
    } else if (word.len > 0 && word.ptr[0] == '-' && nd_str_find_char(word, ':') == SIZE_MAX) {
        split(c, word, 0);
        if (c->cli.command != NULL)
            for (const struct nd_option *const *group = c->cli.command->options; *group != NULL; group++)
                offer_options(c, *group);
        offer_options(c, nd_cli_common_options);
    } else if (c->cli.command == NULL) {
        split(c, word, 0);
        for (const struct nd_command *const *known = c->commands; *known != NULL; known++)
            offer_if_begun(c, nd_str_from((*known)->name));
    } else if (strcmp(c->cli.command->name, "save") == 0) {
        split(c, word, 0);
        offer_stored(c, ND_NAME_SAVED);
        offer_query(c, word);
    } else {
        offer_query(c, word);
    }
}

/* Some shells part words at = and : as well, and give these as words. */
static int join(char **given, int count, struct nd_arena *arena, struct nd_str *words) {
    int joined = 0;
    bool is_open = false;

    for (int i = 0; i < count; i++) {
        bool is_sign = i > 1 && (strcmp(given[i], "=") == 0 || strcmp(given[i], ":") == 0 ||
                                 strcmp(given[i], ":=") == 0);
        if (joined > 1 && (is_sign || is_open))
            words[joined - 1] = nd_arena_printf(arena, "%s%s", words[joined - 1].ptr, given[i]);
        else
            words[joined++] = nd_str_from(given[i]);
        is_open = is_sign;
    }
    return joined;
}

void nd_cli_complete(const struct nd_command *const *commands, char **given, int count) {
    struct completion c = {.commands = commands, .cli = {.arena = nd_arena_new()}};
    struct nd_str *words = nd_arena_alloc(c.cli.arena, (size_t)count + 1, sizeof *words);

    count = join(given, count, c.cli.arena, words);
    if (count > 1) {
        look_at(&c, words, count);
        complete(&c, words, count);
    }
    nd_arena_free(c.cli.arena);
}
