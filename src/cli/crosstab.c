#include "cli/count.h"

#include <inttypes.h>

/* Rows are made twice where they are aligned: first to be measured. */
struct table {
    struct nd_count *count;
    const struct nd_crosstab *crosstab;
    struct nd_arena *arena;
    struct nd_cell *cells; /* of the row at hand */
    size_t cell_count;
    int *widths;
    bool is_measured;
};

static void add(struct table *table, const char *name, enum nd_cell_type type, struct nd_str value) {
    table->cells[table->cell_count++] = (struct nd_cell){name, type, value};
}

static void add_number(struct table *table, const char *name, int64_t number) {
    add(table, name, ND_CELL_NUMBER, nd_arena_printf(table->arena, "%" PRId64, number));
}

static void add_share(struct table *table, const char *name, int64_t part, int64_t whole) {
    add(table, name, ND_CELL_NUMBER,
        whole == 0 ? ND_STR_NONE : nd_arena_printf(table->arena, "%.6g", (double)part / (double)whole));
}

static void end_row(struct table *table) {
    struct nd_output *output = &table->count->output;

    if (!table->is_measured)
        nd_output_measure(table->cells, table->cell_count, table->widths);
    else if (output->format == ND_TEXT)
        nd_output_aligned(output, table->cells, table->cell_count, table->widths);
    else
        nd_output_row(output, table->cells, table->cell_count);
    table->cell_count = 0;
}

static int64_t count_of(const struct nd_crosstab_cell *cell, size_t query) {
    return cell == NULL ? 0 : cell->counts[query];
}

/* The fields of a row, as far as they are no columns. */
static void add_values(struct table *table, const size_t values[2], size_t count) {
    for (size_t i = 0; i < count && i < 2; i++)
        add(table, table->count->names[i], ND_CELL_TEXT, table->crosstab->values[i][values[i]]);
}

/* A row for each query. cell is NULL where there are no articles. */
static void long_rows(struct table *table, const size_t values[2], const struct nd_crosstab_cell *cell) {
    const struct nd_count *count = table->count;

    for (size_t q = 0; q < count->request.ranked; q++) {
        add_values(table, values, count->request.field_count);
        if (count->has_queries)
            add(table, "query", ND_CELL_TEXT, count->query_names[q]);
        add_number(table, "articles", count_of(cell, q));
        if (count->has_share) {
            add_number(table, "total", count_of(cell, count->request.ranked));
            add_share(table, "share", count_of(cell, q), count_of(cell, count->request.ranked));
        }
        end_row(table);
    }
}

static void add_count(struct table *table, const char *name, const struct nd_crosstab_cell *cell, size_t q) {
    if (table->count->has_share)
        add_share(table, name, count_of(cell, q), count_of(cell, table->count->request.ranked));
    else
        add_number(table, name, count_of(cell, q));
}

/* A row with a column for each query. */
static void row_of_queries(struct table *table, const size_t values[2], const struct nd_crosstab_cell *cell) {
    add_values(table, values, table->count->request.field_count);
    for (size_t q = 0; q < table->count->request.ranked; q++)
        add_count(table, nd_arena_str(table->arena, table->count->query_names[q]).ptr, cell, q);
    end_row(table);
}

static const char *column_name(const struct table *table, struct nd_str value) {
    return value.ptr == NULL ? "(none)" : nd_arena_str(table->arena, value).ptr;
}

/* A row with a column for each value of the second field; the cells begin at *at. */
static void row_of_values(struct table *table, size_t value, size_t *at) {
    const struct nd_crosstab *crosstab = table->crosstab;
    const size_t values[2] = {value, 0};

    add_values(table, values, 1);
    for (size_t i = 0; i < crosstab->value_counts[1]; i++) {
        const struct nd_crosstab_cell *cell = *at < crosstab->cell_count ? &crosstab->cells[*at] : NULL;
        if (cell != NULL && (cell->values[0] != value || cell->values[1] != i))
            cell = NULL;
        *at += cell != NULL;
        add_count(table, column_name(table, crosstab->values[1][i]), cell, 0);
    }
    end_row(table);
}

/* By at most one field: each value has its rows, with articles or without. */
static void rows_by_value(struct table *table, size_t limit) {
    const struct nd_crosstab *crosstab = table->crosstab;
    size_t rows = table->count->request.field_count == 0 ? 1 : limit, at = 0;

    for (size_t i = 0; i < rows; i++) {
        const size_t values[2] = {i, 0};
        const struct nd_crosstab_cell *cell = at < crosstab->cell_count ? &crosstab->cells[at] : NULL;
        if (cell != NULL && cell->values[0] != i)
            cell = NULL;
        at += cell != NULL;
        if (table->count->is_wide)
            row_of_queries(table, values, cell);
        else
            long_rows(table, values, cell);
    }
}

static void all_rows(struct table *table) {
    const struct nd_count *count = table->count;
    const struct nd_crosstab *crosstab = table->crosstab;
    size_t limit = crosstab->value_counts[0], at = 0;

    if (count->limit > 0 && (size_t)count->limit < limit)
        limit = (size_t)count->limit;
    if (count->request.field_count < 2) {
        rows_by_value(table, limit);
    } else if (count->is_wide && !count->has_queries) {
        for (size_t i = 0; i < limit; i++)
            row_of_values(table, i, &at);
    } else {
        for (; at < crosstab->cell_count && crosstab->cells[at].values[0] < limit; at++)
            if (count->is_wide)
                row_of_queries(table, crosstab->cells[at].values, &crosstab->cells[at]);
            else
                long_rows(table, crosstab->cells[at].values, &crosstab->cells[at]);
    }
}

/* Also when there are no rows; of a wide table then those of the fields. */
static void write_header(struct table *table) {
    const struct nd_count *count = table->count;
    const char *names[8];
    size_t n = 0;

    for (size_t i = 0; i < count->request.field_count; i++)
        names[n++] = count->names[i];
    if (count->has_queries && !count->is_wide)
        names[n++] = "query";
    if (!count->is_wide)
        names[n++] = "articles";
    if (count->has_share && !count->is_wide)
        names[n++] = "total";
    if (count->has_share && !count->is_wide)
        names[n++] = "share";
    if (!count->is_wide || table->crosstab->cell_count == 0)
        nd_output_columns(&table->count->output, names, n);
}

void nd_cli_count_print(struct nd_count *count, const struct nd_crosstab *table, struct nd_arena *arena) {
    size_t columns = 8 + table->value_counts[1] + count->request.query_count;
    struct table printed = {.count = count, .crosstab = table, .arena = arena};

    printed.cells = nd_arena_alloc(arena, columns, sizeof *printed.cells);
    printed.widths = nd_arena_alloc(arena, columns, sizeof *printed.widths);
    nd_output_begin(&count->output, "counts");
    write_header(&printed);
    if (count->output.format == ND_TEXT)
        all_rows(&printed);
    printed.is_measured = true;
    all_rows(&printed);
}
