#include "cli/cli.h"

#include <unistd.h>

/* Why, as far as the index knows. */
static void advise(struct nd_index *index, struct nd_query *query, const struct nd_search_options *options) {
    struct nd_error ignored = ND_ERROR_INIT;
    struct nd_buf advice = {0};

    if (options->like != NULL)
        nd_cli_error("nothing reads like it");
    else if (nd_index_advise(index, query, options, &advice, &ignored) == ND_OK)
        nd_cli_tell_lines(nd_buf_str(&advice));
    nd_buf_free(&advice);
}

static bool asks_for_news(const struct nd_query *query) {
    const struct nd_filter *filter = query->filters;

    while (filter != NULL && filter->type != ND_FILTER_ARRIVAL)
        filter = filter->next;
    return filter != NULL;
}

bool nd_cli_asks(const struct nd_query *query) {
    return query->root != NULL || query->filters != NULL || query->is_emptied;
}

void nd_cli_tell_nothing(struct nd_index *index, struct nd_query *query,
                         const struct nd_search_options *options) {
    if (query->is_emptied) {
        nd_cli_error("nothing in the query can be searched for");
        return;
    }
    if (asks_for_news(query)) { /* as most of the time when cron asks, which would send it by mail */
        if (isatty(STDERR_FILENO))
            nd_cli_error("nothing new");
        return;
    }
    nd_cli_tell_unfinished(index);
    advise(index, query, options);
}
