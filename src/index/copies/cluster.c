#include "index/copies/cluster.h"

#include "index/copies/copy_order.h"
#include "index/copies/copy_rows.h"
#include "index/copies/neighbours.h"
#include "index/copies/shingle_cache.h"
#include "newsdex/alloc.h"

#include <stdlib.h>

enum { ORDERS = 4 * 1024 }; /* of articles, that are remembered: a lead is compared with many */

/* What rows say of a text. Each of its neighbours asks; only when it is settled it becomes another. */
enum standing { UNKNOWN, HAS_NO_ROW, LEADS_ITSELF, IS_MEMBER };

struct nd_clustering {
    struct nd_index *index;
    struct nd_copy_order *orders; /* those with that id, modulo their number; id 0: none */
    const struct nd_key_groups *groups;
    struct nd_copy_queue queue;
    struct nd_shingle_cache *shingles;
    struct nd_neighbours neighbours;
    struct nd_lengths *lengths;
    struct nd_id_map fresh;        /* texts that were neither lead nor member yet: 1 */
    struct nd_id_map standings;    /* of texts, as far as they are known */
    struct nd_key_entries touched; /* leads that may have lost their last member */
};

/* What a text is as it is looked at. */
struct place {
    int64_t text_id;
    struct nd_copy_order first; /* of its articles */
    int64_t old_lead;           /* an article; 0: none */
    bool was_lead;              /* it is among the articles with the text */
    bool has_row;
};

/* The best lead before it, and what it is to it. */
struct match {
    struct nd_copy_order lead;
    int64_t text_id;
    struct nd_likeness likeness; /* ND_COPY_NONE: there is none */
};

struct nd_clustering *nd_clustering_new(struct nd_index *index, const struct nd_key_groups *groups) {
    struct nd_clustering *c = nd_alloc_array(1, sizeof *c);

    c->index = index;
    c->orders = nd_alloc_array(ORDERS, sizeof *c->orders);
    c->groups = groups;
    c->shingles = nd_shingle_cache_new(index);
    c->lengths = nd_lengths_open(index);
    return c;
}

void nd_clustering_free(struct nd_clustering *c) {
    if (c == NULL)
        return;
    nd_copy_queue_free(&c->queue);
    nd_shingle_cache_free(c->shingles);
    nd_lengths_close(c->lengths);
    nd_neighbours_free(&c->neighbours);
    nd_id_map_free(&c->fresh);
    nd_id_map_free(&c->standings);
    free(c->touched.list);
    free(c->orders);
    free(c);
}

static bool is_fresh(const struct nd_clustering *c, int64_t text_id) {
    return nd_id_map_get(&c->fresh, text_id) == 1;
}

/* As nd_copy_row. */
static enum nd_status read_row(struct nd_clustering *c, int64_t id, struct nd_copy_row *row,
                               struct nd_error *err) {
    enum nd_status status;

    *row = (struct nd_copy_row){0, 0};
    if (nd_id_map_get(&c->standings, id) == HAS_NO_ROW)
        return ND_END;
    status = nd_copy_row(c->index, id, row, err);
    if (status == ND_END)
        nd_id_map_put(&c->standings, id, HAS_NO_ROW);
    return status;
}

static enum nd_status add_row(struct nd_clustering *c, int64_t id, int64_t text_id, int64_t lead,
                              struct nd_error *err) {
    nd_id_map_put(&c->standings, id, UNKNOWN);
    return nd_copy_add(c->index, id, text_id, lead, lead == 0 ? ND_COPY_NONE : ND_COPY_LEAD, err);
}

static enum nd_status read_order(struct nd_clustering *c, int64_t id, struct nd_copy_order *order,
                                 struct nd_error *err) {
    const struct nd_copy_order *queued = nd_copy_queue_order(&c->queue, id);
    struct nd_copy_order *known = &c->orders[(uint64_t)id % ORDERS];
    enum nd_status status = ND_OK;

    if (queued != NULL) {
        *order = *queued;
        return ND_OK;
    }
    if (known->id != id)
        status = nd_copy_order_read(c->index, id, known, err);

    if (status == ND_OK)
        *order = *known;
    return status;
}

/* Those with the text whose lead is that (0: none), as far as they come before first. */
static enum nd_status find_first(struct nd_clustering *c, int64_t text_id, int64_t lead,
                                 struct nd_copy_order *first, struct nd_error *err) {
    struct nd_copy_ids ids = {0};
    enum nd_status status = nd_copy_articles(c->index, lead, text_id, &ids, err);

    for (size_t i = 0; i < ids.count && status == ND_OK; i++) {
        struct nd_copy_order order;
        status = read_order(c, ids.list[i], &order, err);
        if (status == ND_OK && (first->id == 0 || nd_copy_order_compare(&order, first) < 0))
            *first = order;
        status = status == ND_END ? ND_OK : status;
    }
    free(ids.list);
    return status;
}

/* A lead is the first of its text; others of the same text need a look only when they have come since. */
static enum nd_status find_place(struct nd_clustering *c, int64_t text_id, struct place *place,
                                 struct nd_error *err) {
    struct nd_copy_row row;
    enum nd_status status = read_row(c, text_id, &row, err);

    *place = (struct place){.text_id = text_id, .has_row = status == ND_OK, .old_lead = row.lead_id};
    if (status == ND_END) {
        place->was_lead = !is_fresh(c, text_id);
        place->old_lead = place->was_lead ? text_id : 0;
        return read_order(c, text_id, &place->first, err);
    }
    if (status == ND_OK && row.lead_id != 0)
        status = nd_copy_is_of_text(c->index, row.lead_id, text_id, &place->was_lead, err);
    if (status == ND_OK && place->was_lead)
        status = read_order(c, row.lead_id, &place->first, err);
    else if (status == ND_OK && row.lead_id != 0)
        status = find_first(c, text_id, row.lead_id, &place->first, err);
    if (status == ND_OK)
        status = find_first(c, text_id, 0, &place->first, err);
    place->was_lead = place->was_lead && !is_fresh(c, text_id);
    return status == ND_OK && place->first.id == 0 ? ND_END : status;
}

enum nd_status nd_clustering_queue(struct nd_clustering *c, int64_t text_id, bool is_new,
                                   struct nd_error *err) {
    struct place place;
    enum nd_status status;

    if (is_new)
        nd_id_map_put(&c->fresh, text_id, 1);
    if (nd_copy_queue_has(&c->queue, text_id))
        return ND_OK;
    status = find_place(c, text_id, &place, err);
    if (status == ND_OK)
        nd_copy_queue_put(&c->queue,
                          &(struct nd_copy_place){.order = place.first, .text_id = (uint32_t)text_id});
    return status == ND_END ? ND_OK : status;
}

/* The article that leads where the text is that of a lead; ND_END when it is not. */
static enum nd_status read_lead(struct nd_clustering *c, int64_t text_id, int64_t *lead,
                                struct nd_error *err) {
    struct nd_copy_row row;
    bool is_lead = false;
    enum nd_status status = read_row(c, text_id, &row, err);

    *lead = status == ND_END ? text_id : row.lead_id;
    if (status == ND_END)
        return ND_OK;
    if (status != ND_OK)
        return status;
    if (row.lead_id == text_id)
        is_lead = row.text_id == text_id;
    else if (row.lead_id != 0)
        status = nd_copy_is_of_text(c->index, row.lead_id, text_id, &is_lead, err);
    if (status == ND_OK && (!is_lead || row.lead_id == text_id))
        nd_id_map_put(&c->standings, text_id, is_lead ? LEADS_ITSELF : IS_MEMBER);
    return status == ND_OK && !is_lead ? ND_END : status;
}

/* Whether a neighbour is a lead: the article that leads. ND_END when it is not, or not settled. */
static enum nd_status find_lead(struct nd_clustering *c, int64_t text_id, int64_t *lead,
                                struct nd_error *err) {
    if (nd_copy_queue_has(&c->queue, text_id))
        return ND_END;
    *lead = text_id;
    switch (nd_id_map_get(&c->standings, text_id)) {
    case HAS_NO_ROW:
    case LEADS_ITSELF:
        return ND_OK;
    case IS_MEMBER:
        return ND_END;
    default:
        return read_lead(c, text_id, lead, err);
    }
}

static enum nd_status compare(struct nd_clustering *c, int64_t lead, int64_t text,
                              struct nd_likeness *likeness, struct nd_error *err) {
    const struct nd_shingles *texts[2];
    enum nd_status status = nd_shingle_cache_get(c->shingles, lead, text, texts, err);

    *likeness = (struct nd_likeness){ND_COPY_NONE, 0, 0};
    if (status == ND_OK)
        *likeness = nd_likeness_of(texts[0], texts[1]);
    return status == ND_END ? ND_OK : status;
}

static bool is_better(const struct nd_likeness *likeness, const struct nd_copy_order *lead,
                      const struct match *than) {
    if (likeness->kind == ND_COPY_NONE || than->likeness.kind == ND_COPY_NONE)
        return likeness->kind != ND_COPY_NONE;
    if (likeness->resemblance > than->likeness.resemblance ||
        likeness->resemblance < than->likeness.resemblance)
        return likeness->resemblance > than->likeness.resemblance;
    return nd_copy_order_compare(lead, &than->lead) < 0;
}

/* Looks at one neighbour as a lead. */
static enum nd_status try_lead(struct nd_clustering *c, const struct place *place,
                               const struct nd_neighbour *neighbour, struct match *match,
                               struct nd_error *err) {
    struct nd_likeness likeness;
    struct nd_copy_order order;
    int64_t lead;
    enum nd_status status = find_lead(c, neighbour->text_id, &lead, err);

    if (status == ND_OK)
        status = read_order(c, lead, &order, err);
    if (status != ND_OK || nd_copy_order_compare(&order, &place->first) >= 0)
        return status == ND_END ? ND_OK : status;
    status = compare(c, neighbour->text_id, place->text_id, &likeness, err);
    if (status == ND_OK && is_better(&likeness, &order, match))
        *match = (struct match){order, neighbour->text_id, likeness};
    return status;
}

static enum nd_status find_neighbours(struct nd_clustering *c, int64_t text_id, struct nd_error *err) {
    const struct nd_shingles *texts[2];
    struct nd_sketch sketch;
    enum nd_status status;

    if (nd_neighbours_in(c->groups, text_id, &c->neighbours))
        return ND_OK;
    status = nd_shingle_cache_get(c->shingles, text_id, 0, texts, err);
    if (status != ND_OK)
        return status == ND_END ? ND_OK : status;
    sketch = texts[0]->sketch;
    return nd_neighbours_find(c->index, text_id, &sketch, &c->neighbours, err);
}

/* A copy behind the text, whatever it is now, may have a better lead now. */
static enum nd_status queue_behind(struct nd_clustering *c, const struct place *place, struct nd_error *err) {
    enum nd_status status = ND_OK;

    for (size_t i = 0; i < c->neighbours.count && status == ND_OK; i++) {
        const struct nd_neighbour *neighbour = &c->neighbours.list[i];
        struct nd_likeness likeness;
        struct nd_copy_order order;
        if (nd_copy_queue_has(&c->queue, neighbour->text_id) ||
            !nd_neighbours_are_likely(c->lengths, place->text_id, neighbour))
            continue;
        status = read_order(c, neighbour->text_id, &order, err);
        if (status == ND_OK && nd_copy_order_compare(&order, &place->first) > 0) {
            status = compare(c, place->text_id, neighbour->text_id, &likeness, err);
            if (status == ND_OK && likeness.kind != ND_COPY_NONE)
                status = nd_clustering_queue(c, neighbour->text_id, false, err);
        }
        status = status == ND_END ? ND_OK : status;
    }
    return status;
}

/* Those that followed the text have to be looked at again. */
static enum nd_status release_members(struct nd_clustering *c, const struct place *place,
                                      struct nd_error *err) {
    struct nd_copy_ids texts = {0};
    enum nd_status status = nd_copy_texts(c->index, place->old_lead, place->text_id, &texts, err);

    for (size_t i = 0; i < texts.count && status == ND_OK; i++) {
        status = nd_copy_release(c->index, place->old_lead, texts.list[i], err);
        if (status == ND_OK)
            status = nd_clustering_queue(c, texts.list[i], false, err);
    }
    free(texts.list);
    return status;
}

static enum nd_status join(struct nd_clustering *c, const struct place *place, const struct match *match,
                           struct nd_error *err) {
    enum nd_status status = place->was_lead ? release_members(c, place, err) : ND_OK;

    if (status == ND_OK)
        status = add_row(c, match->lead.id, match->text_id, match->lead.id, err);
    if (status == ND_OK)
        status = add_row(c, place->text_id, place->text_id, 0, err);
    if (status == ND_OK)
        status =
            nd_copy_join(c->index, place->text_id, place->old_lead, match->lead.id, &match->likeness, err);
    return status;
}

/* It leads, together with those that have the same text. */
static enum nd_status lead(struct nd_clustering *c, const struct place *place, struct nd_error *err) {
    static const struct nd_likeness equal = {ND_COPY_EQUAL, 1, 1};
    int64_t id = place->first.id;
    bool is_other = place->old_lead != id;
    enum nd_status status = ND_OK;

    if (place->has_row)
        status = nd_copy_join(c->index, place->text_id, place->old_lead, id, &equal, err);
    if (status == ND_OK && place->was_lead && is_other)
        status = nd_copy_follow(c->index, place->old_lead, id, err);
    if (status == ND_OK && place->has_row)
        status = nd_copy_make_lead(c->index, id, err);
    if (status == ND_OK && (!place->was_lead || is_other))
        status = queue_behind(c, place, err);
    nd_key_entries_add(&c->touched, (uint64_t)id);
    return status;
}

static enum nd_status settle(struct nd_clustering *c, int64_t text_id, struct nd_error *err) {
    struct match match = {.likeness = {ND_COPY_NONE, 0, 0}};
    struct place place;
    enum nd_status status = find_place(c, text_id, &place, err);

    if (status != ND_OK)
        return status == ND_END ? ND_OK : status;
    status = find_neighbours(c, text_id, err);
    for (size_t i = 0; i < c->neighbours.count && status == ND_OK; i++)
        if (nd_neighbours_are_likely(c->lengths, text_id, &c->neighbours.list[i]))
            status = try_lead(c, &place, &c->neighbours.list[i], &match, err);
    if (status == ND_OK)
        status = match.likeness.kind == ND_COPY_NONE ? lead(c, &place, err) : join(c, &place, &match, err);
    if (place.old_lead != 0)
        nd_key_entries_add(&c->touched, (uint64_t)place.old_lead);
    nd_id_map_put(&c->fresh, text_id, 0);
    nd_id_map_put(&c->standings, text_id, UNKNOWN);
    return status;
}

enum nd_status nd_clustering_run(struct nd_clustering *c, struct nd_error *err) {
    struct nd_copy_place place;
    enum nd_status status = ND_OK;

    while (status == ND_OK && nd_copy_queue_take(&c->queue, &place))
        status = settle(c, place.text_id, err);
    nd_key_entries_sort(&c->touched);
    for (size_t i = 0; i < c->touched.count && status == ND_OK; i++)
        status = nd_copy_tidy(c->index, (int64_t)c->touched.list[i], err);
    return status;
}
