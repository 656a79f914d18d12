#include "newsdex/report.h"

#include "cli/cli.h"
#include "cli/counter.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const struct nd_option own_options[] = {
    {"output", 'o', "FILE", "write to FILE, which is there whole or not at all"},
    {"title", 0, "TEXT", "what the page is called (default: the query)"},
    {"limit", 'n', "N", "show at most N articles, 0 for all there is room for (default: 200)"},
    {"passages", 0, "N", "at most N passages of each, 0 for all (default: 3)"},
    {"now", 0, "TIME", "the time the page is of (default: now), so that it can be made again"},
    {NULL, 0, NULL, NULL}};

enum {
    MOST_BYTES = 5000000,
    END_BYTES = 100000, /* kept for what stands behind the articles */
    MOST_VALUES = 8,    /* of a facet */
    MOST_TERMS = 20,
    CONTEXT = 20, /* words on each side */
    MOST_MONTHS = 132,
    FEW_MONTHS = 3,
    FACETS = 4
};

struct maker {
    struct nd_query *query;
    struct nd_cli *cli;
    struct nd_index *index;
    struct nd_query_settings settings;
    struct nd_search_options options;
    struct nd_report_head head;
    struct nd_buf page, hits;
    struct nd_arena *arena; /* of one article */
    size_t shown, most_passages;
    int64_t distinct;                      /* matches, copies of each other counted once */
    bool is_full, has_words, has_question; /* words or filters */
};

/* As a shell reads it. */
static void add_argument(struct nd_buf *out, const char *text) {
    bool is_plain =
        *text != '\0' && strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                      "_-./:,+@%") == strlen(text);

    nd_buf_add_z(out, is_plain ? " " : " '");
    for (const char *c = text; *c != '\0'; c++)
        if (*c == '\'')
            nd_buf_add_z(out, "'\\''");
        else
            nd_buf_add_char(out, *c);
    nd_buf_add_z(out, is_plain ? "" : "'");
}

static struct nd_str command_of(struct nd_cli *cli, struct nd_str now) {
    struct nd_buf text = {0};
    struct nd_str command;

    nd_buf_add_z(&text, "newsdex report");
    for (const struct nd_given *g = cli->first; g != NULL; g = g->next) {
        if (strcmp(g->option->name, "output") == 0 || strcmp(g->option->name, "now") == 0)
            continue;
        nd_buf_addf(&text, " --%s", g->option->name);
        if (g->option->argument != NULL)
            add_argument(&text, g->value);
    }
    nd_buf_addf(&text, " --now %s", now.ptr);
    for (int i = 0; i < cli->argument_count; i++)
        add_argument(&text, cli->arguments[i]);
    command = nd_arena_str(cli->arena, nd_buf_str(&text));
    nd_buf_free(&text);
    return command;
}

static bool read_now(struct nd_cli *cli, struct nd_date *now) {
    const char *given = nd_cli_value(cli, "now");
    struct nd_date_reading reading;
    time_t seconds = time(NULL);

    if (given != NULL && nd_date_read(nd_str_from(given), &reading) && reading.date.day > 0 &&
        !reading.has_rest) {
        *now = reading.date;
        return true;
    }
    nd_date_from_days((int64_t)seconds / 86400, now);
    now->has_time = true;
    now->hour = (int)(seconds % 86400 / 3600);
    now->minute = (int)(seconds % 3600 / 60);
    now->second = (int)(seconds % 60);
    if (given != NULL)
        nd_cli_usage(cli, "--now takes a day or a time, not \"%s\"", given);
    return given == NULL;
}

static bool read_options(struct maker *maker) {
    struct nd_cli *cli = maker->cli;
    const char *title = nd_cli_value(cli, "title"), *format = nd_cli_value(cli, "format");
    struct nd_str text = nd_cli_join(cli);
    char now[ND_DATE_MAX];
    int64_t passages;

    if (format != NULL && strcmp(format, "html") != 0) {
        nd_cli_usage(cli, "a report is HTML, no other --format");
        return false;
    }
    if (!read_now(cli, &maker->settings.today) ||
        !nd_cli_number(cli, "limit", 0, INT32_MAX, 200, &maker->options.limit) ||
        !nd_cli_number(cli, "passages", 0, INT32_MAX, 3, &passages))
        return false;
    maker->most_passages = (size_t)passages;
    maker->settings.any = maker->options.any = nd_cli_has(cli, "any");
    maker->query = nd_cli_parse_query(cli, text, &maker->settings);
    if (!nd_cli_filters(cli, maker->query, &maker->settings))
        return false;
    maker->has_words = maker->query->root != NULL;
    maker->has_question = maker->has_words || maker->query->filters != NULL;
    maker->options.snippets = true;
    maker->options.context = 2 * CONTEXT;
    maker->options.occurrences = CONTEXT;
    nd_date_format(&maker->settings.today, now);
    maker->head.made = nd_arena_str(cli->arena, nd_str_from(now));
    maker->head.command = command_of(cli, maker->head.made);
    maker->head.title = title != NULL ? nd_str_from(title) : text.len > 0 ? text : ND_STR("All articles");
    return true;
}

static enum nd_status count_by(struct maker *maker, enum nd_facet_field field, struct nd_counter *counter,
                               struct nd_error *err) {
    struct nd_facet_receiver receiver = {.take = nd_counter_take, .context = counter};

    *counter = (struct nd_counter){.arena = maker->cli->arena};
    return nd_index_facets(maker->index, maker->query, &maker->options, field, &receiver, err);
}

/* By month; where that gives too few bars by day, where too many by year. */
static enum nd_status add_timeline(struct maker *maker, struct nd_error *err) {
    const char *title = "Articles by month";
    struct nd_report_counts drawn;
    struct nd_counter counter;
    enum nd_status status = count_by(maker, ND_FACET_MONTH, &counter, err);
    int64_t undated = nd_counter_drop_none(&counter);

    if (status == ND_OK && counter.count > 0 && counter.count <= FEW_MONTHS) {
        struct nd_counter days;
        status = count_by(maker, ND_FACET_DAY, &days, err);
        if (nd_counter_drop_none(&days) == undated) { /* all have one */
            counter = days;
            title = "Articles by day";
        }
    } else if (status == ND_OK && counter.count > MOST_MONTHS) {
        status = count_by(maker, ND_FACET_YEAR, &counter, err);
        undated = nd_counter_drop_none(&counter);
        title = "Articles by year";
    }
    if (status != ND_OK || counter.count == 0)
        return status;
    drawn = (struct nd_report_counts){title, counter.list, counter.count, undated};
    maker->head.first = counter.list[0].value;
    maker->head.last = counter.list[counter.count - 1].value;
    nd_report_timeline(&maker->page, &drawn);
    return ND_OK;
}

/* A value is shown on a line or two. */
static void shorten(struct nd_str *value, struct nd_arena *arena) {
    enum { LONGEST = 120 };
    struct nd_str fits = nd_output_fit(*value, LONGEST);

    if (value->ptr != NULL && fits.len < value->len)
        *value = nd_arena_printf(arena, "%.*s…", (int)fits.len, fits.ptr);
}

static enum nd_status add_facets(struct maker *maker, struct nd_error *err) {
    static const struct {
        enum nd_facet_field field;
        const char *title;
    } fields[FACETS] = {{ND_FACET_PROVIDER, "Providers"},
                        {ND_FACET_AUTHOR, "Authors"},
                        {ND_FACET_LANGUAGE, "Languages"},
                        {ND_FACET_TOPIC, "Topics"}};
    struct nd_report_counts facets[FACETS];
    enum nd_status status = ND_OK;
    size_t count = 0;

    for (size_t i = 0; i < FACETS && status == ND_OK; i++) {
        struct nd_counter counter;
        status = count_by(maker, fields[i].field, &counter, err);
        if (status != ND_OK || counter.count == 0 ||
            (counter.count == 1 && counter.list[0].value.ptr == NULL))
            continue;
        facets[count] = (struct nd_report_counts){fields[i].title, counter.list, counter.count, 0};
        if (counter.count > MOST_VALUES) {
            facets[count].count = MOST_VALUES;
            facets[count].others = (int64_t)(counter.count - MOST_VALUES);
        }
        for (size_t k = 0; k < facets[count].count; k++)
            shorten(&counter.list[k].value, maker->cli->arena);
        count++;
    }
    nd_report_facets(&maker->page, facets, count);
    return status;
}

/* Of all articles nothing is typical. */
static enum nd_status add_terms(struct maker *maker, struct nd_error *err) {
    const struct nd_terms_request request = {.query = maker->query,
                                             .options = &maker->options,
                                             .has_phrases = true,
                                             .limit = MOST_TERMS,
                                             .min_articles = maker->head.matches > 20 ? 3 : 2};
    struct nd_terms terms;
    enum nd_status status;

    if (!maker->has_question)
        return ND_OK;
    status = nd_index_terms(maker->index, &request, maker->cli->arena, &terms, err);
    if (status == ND_NOT_FOUND) {
        nd_cli_error("typical words are left out: %s", err->message);
        return ND_OK;
    }
    if (status == ND_OK && terms.rest.articles > 0)
        nd_report_terms(&maker->page, &terms);
    return status;
}

/* Until the page is full. */
static enum nd_status take_hit(void *context, const struct nd_hit *hit, struct nd_error *err) {
    struct maker *maker = context;
    struct nd_stored_article stored;
    struct nd_report_hit report = {
        .hit = hit, .stored = &stored, .number = maker->shown + 1, .most_passages = maker->most_passages};
    size_t before = maker->hits.len;
    enum nd_status status;

    nd_arena_reset(maker->arena);
    status = nd_index_show(maker->index, hit->id, maker->arena, &stored, err);
    if (status != ND_OK)
        return status;
    report.path = nd_cli_path(maker->cli, stored.article.path);
    nd_report_hit(&maker->hits, &report);
    if (maker->page.len + maker->hits.len > MOST_BYTES - END_BYTES) {
        nd_buf_cut(&maker->hits, before);
        maker->is_full = true;
        return ND_END;
    }
    maker->shown++;
    return ND_OK;
}

static enum nd_status add_hits(struct maker *maker, struct nd_error *err) {
    struct nd_buf order = {0};
    int64_t count = 0;
    enum nd_status status;

    maker->arena = nd_arena_new();
    maker->options.collapse = true; /* what was counted above counts all */
    status = nd_index_search_count(maker->index, maker->query, &maker->options, &maker->distinct, err);
    if (status == ND_OK)
        status = nd_index_search(maker->index, maker->query, &maker->options, take_hit, maker, &count, err);
    nd_arena_free(maker->arena);
    if (status == ND_OK) {
        nd_buf_addf(&order, "%s first%s", maker->has_words ? "the most relevant" : "the newest",
                    maker->distinct < maker->head.matches ? "; copies of an article are named below it" : "");
        nd_report_hits(&maker->page, (int64_t)maker->shown, maker->distinct, order.ptr);
        nd_buf_free(&order);
        nd_buf_add(&maker->page, nd_buf_str(&maker->hits));
    }
    if (maker->is_full)
        nd_cli_error("the page is full with %zu articles; %" PRId64 " are not in it", maker->shown,
                     maker->distinct - (int64_t)maker->shown);
    return status;
}

/* The query as it was read, and what it was put to. */
static enum nd_status fill_head(struct maker *maker, struct nd_error *err) {
    struct nd_report_head *head = &maker->head;
    const struct nd_index_feed state_only = {0};
    struct nd_index_totals totals;
    struct nd_index_state state;
    struct nd_buf printed = {0};
    enum nd_status status;

    nd_query_print(maker->query, &printed);
    head->query =
        printed.len > 0 ? nd_arena_str(maker->cli->arena, nd_buf_str(&printed)) : ND_STR("everything");
    nd_buf_free(&printed);
    status = nd_index_search_count(maker->index, maker->query, &maker->options, &head->matches, err);
    if (status == ND_OK)
        status = nd_index_count_all(maker->index, &totals, err);
    if (status == ND_OK)
        status = nd_index_changes(maker->index, &state_only, maker->cli->arena, &state, err);
    if (status != ND_OK)
        return status;
    head->articles = totals.articles;
    head->database = nd_str_from(nd_cli_database(maker->cli));
    head->name = state.database;
    head->revision = state.revision;
    return ND_OK;
}

/* The head says from when to when, which the timeline knows: it comes last, and stands first. */
static enum nd_status make_page(struct maker *maker, struct nd_error *err) {
    struct nd_buf rest = {0};
    enum nd_status status = fill_head(maker, err);

    if (status == ND_OK)
        status = add_timeline(maker, err);
    if (status == ND_OK)
        status = add_facets(maker, err);
    if (status == ND_OK)
        status = add_terms(maker, err);
    if (status == ND_OK)
        status = add_hits(maker, err);
    nd_report_end(&maker->page, &maker->head, maker->distinct - (int64_t)maker->shown);
    rest = maker->page;
    maker->page = (struct nd_buf){0};
    nd_report_begin(&maker->page, &maker->head);
    nd_buf_add(&maker->page, nd_buf_str(&rest));
    nd_buf_free(&rest);
    nd_buf_free(&maker->hits);
    return status;
}

static int write_page(struct maker *maker) {
    const char *path = nd_cli_value(maker->cli, "output");
    struct nd_cli_file file;

    if (path == NULL) {
        struct nd_error err = ND_ERROR_INIT;
        fwrite(maker->page.ptr, 1, maker->page.len, stdout);
        (void)fflush(stdout);
        return nd_output_check(stdout, NULL, &err) == ND_OK ? ND_EXIT_OK : nd_cli_failed(&err);
    }
    if (!nd_cli_file_open(maker->cli, path, &file))
        return ND_EXIT_FATAL;
    fwrite(maker->page.ptr, 1, maker->page.len, file.stream);
    return nd_cli_file_commit(&file) ? ND_EXIT_OK : ND_EXIT_FATAL;
}

static int run_command(struct nd_cli *cli) {
    struct maker maker = {.cli = cli};
    struct nd_error err = ND_ERROR_INIT;
    int status;

    if (!read_options(&maker))
        return ND_EXIT_FATAL;
    maker.index = nd_cli_open(cli, ND_INDEX_READ, 0, &status);
    if (maker.index == NULL)
        return status;
    if (make_page(&maker, &err) != ND_OK)
        status = nd_cli_failed(&err);
    else
        status = write_page(&maker);
    nd_buf_free(&maker.page);
    nd_cli_note_cut(maker.index);
    if (status == ND_EXIT_OK && maker.head.matches == 0) {
        nd_cli_tell_nothing(maker.index, maker.query, &maker.options);
        status = ND_EXIT_SOME;
    }
    nd_cli_tell_unfinished(maker.index);
    nd_index_close(maker.index);
    return status;
}

const struct nd_command nd_report_command = {
    .name = "report",
    .run = run_command,
    .arguments = "[QUERY...]",
    .summary = "write a page about what a query finds, to be sent to somebody",
    .details =
        "HTML in one file that needs nothing else, not even a network: when, who, typical words, and the "
        "articles\n"
        "with their passages and where they are from. At most 5 MB.",
    .options =
        (const struct nd_option *const[]){own_options, nd_cli_any_option, nd_cli_filter_options, NULL}};
