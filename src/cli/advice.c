#include "cli/cli.h"

/* Why, as far as the index knows. */
static void advise(struct nd_index *index, struct nd_query *query, const struct nd_search_options *options) {
    struct nd_error ignored = ND_ERROR_INIT;
    struct nd_buf advice = {0};
    struct nd_str rest, line;

    if (options->like != NULL)
        nd_cli_error("nothing reads like it");
    else if (nd_index_advise(index, query, options, &advice, &ignored) == ND_OK) {
        rest = nd_buf_str(&advice);
        while (nd_str_next_line(&rest, &line))
            nd_cli_error("%.*s", (int)line.len, line.ptr);
    }
    nd_buf_free(&advice);
}

void nd_cli_tell_nothing(struct nd_index *index, struct nd_query *query,
                         const struct nd_search_options *options) {
    if (query->is_emptied) {
        nd_cli_error("nothing in the query can be searched for");
        return;
    }
    nd_cli_tell_unfinished(index);
    advise(index, query, options);
}
