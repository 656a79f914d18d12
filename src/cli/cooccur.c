/* Values that articles have together, as the edges of a graph. */
#include "cli/count.h"

#include "newsdex/report.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* The most frequent first, then in order of the values. */
static int by_weight(const void *a, const void *b) {
    const struct nd_gexf_edge *x = a, *y = b;

    if (x->weight != y->weight)
        return x->weight > y->weight ? -1 : 1;
    for (int i = 0; i < 2; i++)
        if (x->nodes[i] != y->nodes[i])
            return x->nodes[i] < y->nodes[i] ? -1 : 1;
    return 0;
}

/* Each pair once; of the cells of a value with itself how many articles it has. */
static size_t edges_of(const struct nd_crosstab *table, struct nd_gexf_edge *edges, struct nd_facet *nodes) {
    size_t count = 0;

    for (size_t i = 0; i < table->value_counts[0]; i++)
        nodes[i].value = table->values[0][i];
    for (size_t i = 0; i < table->cell_count; i++) {
        const struct nd_crosstab_cell *cell = &table->cells[i];
        if (cell->values[0] == cell->values[1])
            nodes[cell->values[0]].count = cell->counts[0];
        else if (cell->counts[0] > 0) {
            bool is_turned = cell->values[0] > cell->values[1];
            edges[count++] =
                (struct nd_gexf_edge){{cell->values[is_turned], cell->values[!is_turned]}, cell->counts[0]};
        }
    }
    if (count > 0)
        qsort(edges, count, sizeof *edges, by_weight);
    return count;
}

/* Takes out nodes that no edge has, and numbers the others anew. */
static size_t drop_lone(struct nd_facet *nodes, size_t count, struct nd_gexf_edge *edges, size_t edge_count,
                        struct nd_arena *arena) {
    size_t *numbers = nd_arena_alloc(arena, count + 1, sizeof *numbers), kept = 0;

    for (size_t i = 0; i < edge_count; i++)
        numbers[edges[i].nodes[0]] = numbers[edges[i].nodes[1]] = 1;
    for (size_t i = 0; i < count; i++) {
        if (numbers[i] == 0)
            continue;
        nodes[kept] = nodes[i];
        numbers[i] = kept++;
    }
    for (size_t i = 0; i < edge_count; i++)
        for (int k = 0; k < 2; k++)
            edges[i].nodes[k] = numbers[edges[i].nodes[k]];
    return kept;
}

static void print_edges(struct nd_output *output, const struct nd_facet *nodes,
                        const struct nd_gexf_edge *edges, size_t count) {
    int widths[3] = {0};

    nd_output_begin(output, "edges");
    nd_output_columns(output, (const char *const[]){"source", "target", "weight"}, 3);
    for (int pass = output->format == ND_TEXT ? 0 : 1; pass < 2; pass++)
        for (size_t i = 0; i < count; i++) {
            char weight[24];
            struct nd_cell row[] = {{"source", ND_CELL_TEXT, nodes[edges[i].nodes[0]].value},
                                    {"target", ND_CELL_TEXT, nodes[edges[i].nodes[1]].value},
                                    {"weight", ND_CELL_NUMBER, nd_str_of(weight, 0)}};
            row[2].value.len = (size_t)snprintf(weight, sizeof weight, "%" PRId64, edges[i].weight);
            if (pass == 0)
                nd_output_measure(row, 3, widths);
            else if (output->format == ND_TEXT)
                nd_output_aligned(output, row, 3, widths);
            else
                nd_output_row(output, row, 3);
        }
}

int nd_cli_count_graph(struct nd_count *count, const struct nd_crosstab *table, struct nd_arena *arena) {
    struct nd_gexf_edge *edges = nd_arena_alloc(arena, table->cell_count + 1, sizeof *edges);
    struct nd_facet *nodes = nd_arena_alloc(arena, table->value_counts[0] + 1, sizeof *nodes);
    size_t edge_count = edges_of(table, edges, nodes), node_count;
    struct nd_error err = ND_ERROR_INIT;

    if (count->limit > 0 && edge_count > (size_t)count->limit)
        edge_count = (size_t)count->limit;
    if (!count->is_gexf) {
        print_edges(&count->output, nodes, edges, edge_count);
        if (nd_output_finish(&count->output, &err) != ND_OK)
            return nd_cli_failed(&err);
        return edge_count > 0 ? ND_EXIT_OK : ND_EXIT_SOME;
    }
    node_count = drop_lone(nodes, table->value_counts[0], edges, edge_count, arena);
    nd_gexf_write(&count->output.buf, nodes, node_count, edges, edge_count);
    fwrite(count->output.buf.ptr, 1, count->output.buf.len, stdout);
    nd_buf_free(&count->output.buf);
    return edge_count > 0 ? ND_EXIT_OK : ND_EXIT_SOME;
}
