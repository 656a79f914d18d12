/*
 * Each field becomes a list of pairs (article, value), sorted by article, out of one walk through its table.
 * Two lists are joined by article; what an article adds to a cell is told by the sets of matches.
 */
#include "index/search/axis.h"

#include "index/search/evaluate.h"
#include "index/search/search.h"
#include "index/search/searcher.h"
#include "newsdex/alloc.h"
#include "newsdex/limits.h"

#include <stdlib.h>
#include <string.h>

struct counting {
    const struct nd_crosstab_request *request;
    struct nd_id_set *matches; /* of each query */
    struct nd_axis axes[2];
    struct nd_map *places; /* of cells, by their values */
    struct nd_crosstab_cell *cells;
    size_t count, capacity, left_out;
    struct nd_arena *arena;
};

static struct nd_crosstab_cell *cell_at(struct counting *c, uint32_t a, uint32_t b) {
    uint32_t values[2] = {a, b};
    struct nd_str key = nd_str_of((const char *)values, sizeof values);
    int64_t place = (int64_t)c->count;

    if (nd_map_get(c->places, key, &place))
        return &c->cells[place];
    nd_map_put(c->places, key, place);
    c->cells = nd_alloc_grow(c->cells, &c->capacity, c->count + 1, sizeof *c->cells);
    c->cells[c->count] =
        (struct nd_crosstab_cell){{a, b}, nd_arena_alloc(c->arena, c->request->query_count, sizeof(int64_t))};
    return &c->cells[c->count++];
}

static void count_article(struct counting *c, uint32_t id, uint32_t a, uint32_t b) {
    struct nd_crosstab_cell *cell = cell_at(c, a, b);

    for (size_t q = 0; q < c->request->query_count; q++) {
        bool is_match = nd_id_set_has(&c->matches[q], id);
        cell->counts[q] += is_match;
        for (size_t i = 0; is_match && q < c->request->ranked && i < c->request->field_count; i++) {
            c->axes[i].values[i == 0 ? a : b].weight++;
            if (c->request->is_symmetric && a != b) /* of the cell that is not made */
                c->axes[i].values[i == 0 ? b : a].weight++;
        }
    }
}

/* The number of pairs from from on that are of one article. */
static size_t count_values(const struct nd_axis *axis, size_t from, uint32_t id) {
    size_t to = from;

    while (to < axis->pair_count && axis->pairs[to].id == id)
        to++;
    return to - from;
}

/* Values of an article of which there are thousands make millions of pairs. */
static bool has_room(struct counting *c, size_t firsts, size_t seconds) {
    bool is_good = seconds == 0 ||
                   (firsts <= ND_MAX_ARTICLE_CELLS / seconds && c->count + firsts * seconds <= ND_MAX_CELLS);

    c->left_out += !is_good;
    return is_good;
}

static void count_pairs(struct counting *c) {
    const struct nd_axis *first = &c->axes[0], *second = &c->axes[1];

    for (size_t i = 0, k = 0, firsts, seconds; i < first->pair_count; i += firsts, k += seconds) {
        uint32_t id = first->pairs[i].id;
        bool is_symmetric = c->request->is_symmetric;
        firsts = count_values(first, i, id);
        while (k < second->pair_count && second->pairs[k].id < id)
            k++;
        seconds = count_values(second, k, id);
        for (size_t a = 0; c->request->field_count == 1 && a < firsts; a++)
            count_article(c, id, first->pairs[i + a].value, 0);
        if (!has_room(c, firsts, seconds))
            continue;
        for (size_t a = 0; a < firsts; a++)
            for (size_t b = is_symmetric ? a : 0; b < seconds; b++)
                count_article(c, id, first->pairs[i + a].value, second->pairs[k + b].value);
    }
}

static int by_values(const void *a, const void *b) {
    const struct nd_crosstab_cell *x = a, *y = b;

    for (int i = 0; i < 2; i++)
        if (x->values[i] != y->values[i])
            return x->values[i] < y->values[i] ? -1 : 1;
    return 0;
}

/* Values and cells in order. */
static void make_table(struct counting *c, struct nd_crosstab *table) {
    for (size_t i = 0; i < c->request->field_count; i++) {
        size_t *places = nd_axis_order(&c->axes[i], c->arena, &table->values[i], &table->value_counts[i]);
        for (size_t k = 0; k < c->count; k++)
            c->cells[k].values[i] = places[c->cells[k].values[i]];
        free(places);
    }
    if (c->cells != NULL)
        qsort(c->cells, c->count, sizeof *c->cells, by_values);
    table->cells = nd_arena_alloc(c->arena, c->count + 1, sizeof *table->cells);
    if (c->cells != NULL)
        memcpy(table->cells, c->cells, c->count * sizeof *table->cells);
    table->cell_count = c->count;
    table->left_out = c->left_out;
}

/* Adds the ids of a query to its own set and to that of all. */
static enum nd_status find(struct nd_index *index, struct counting *c, size_t q, struct nd_id_set *all,
                           int64_t *matches, struct nd_error *err) {
    uint32_t *ids = NULL;
    size_t count = 0;
    enum nd_status status =
        nd_search_ids(index, c->request->queries[q], c->request->options, &ids, &count, err);

    for (size_t i = 0; i < count; i++) {
        nd_id_set_add(&c->matches[q], ids[i]);
        nd_id_set_add(all, ids[i]);
    }
    nd_id_set_seal(&c->matches[q]);
    *matches = (int64_t)count;
    if (c->request->field_count == 0 && count > 0)
        cell_at(c, 0, 0)->counts[q] = (int64_t)count;
    free(ids);
    return status;
}

enum nd_status nd_index_crosstab(struct nd_index *index, const struct nd_crosstab_request *request,
                                 struct nd_arena *arena, struct nd_crosstab *table, struct nd_error *err) {
    struct counting c = {.request = request, .arena = arena, .places = nd_map_new(SIZE_MAX)};
    struct nd_id_set all = {0};
    enum nd_status status = nd_search_begin(index, err);

    *table =
        (struct nd_crosstab){.matches = nd_arena_alloc(arena, request->query_count + 1, sizeof(int64_t))};
    c.matches = nd_alloc_array(request->query_count + 1, sizeof *c.matches);
    for (size_t q = 0; q < request->query_count && status == ND_OK; q++) {
        nd_evaluation_close(index->searcher->evaluation); /* of the query before */
        index->searcher->evaluation = NULL;
        status = find(index, &c, q, &all, &table->matches[q], err);
    }
    nd_id_set_seal(&all);
    for (size_t i = 0; i < request->field_count && status == ND_OK; i++)
        status = nd_axis_read(index, request->fields[i], request->keys[i], &all, &c.axes[i], err);
    if (status == ND_OK) {
        count_pairs(&c);
        make_table(&c, table);
    }
    nd_search_end(index);
    for (int i = 0; i < 2; i++)
        nd_axis_fini(&c.axes[i]);
    for (size_t q = 0; q < request->query_count; q++)
        nd_id_set_fini(&c.matches[q]);
    nd_id_set_fini(&all);
    free(c.matches);
    free(c.cells);
    nd_map_free(c.places);
    return status;
}
