/*
 * What count was asked for, and the table that several fields or queries give. Private to the command line.
 */
#ifndef CLI_COUNT_H
#define CLI_COUNT_H

#include "cli/cli.h"

struct nd_count {
    struct nd_crosstab_request request; /* its last query is all articles, where there are shares */
    const char *names[2];               /* of the fields */
    struct nd_str *query_names;
    bool has_queries, has_share, is_wide, is_svg, is_graph, is_gexf;
    int64_t limit; /* of values of the first field; 0: none */
    struct nd_output output;
};

/* Begins the output and writes the table in any format. */
void nd_cli_count_print(struct nd_count *count, const struct nd_crosstab *table, struct nd_arena *arena);
/* Writes the pairs of different values that a table of a field with itself has; returns the exit status. */
int nd_cli_count_graph(struct nd_count *count, const struct nd_crosstab *table, struct nd_arena *arena);

#endif
