#include "index/copies/across.h"

#include "newsdex/alloc.h"
#include "newsdex/copies.h"

#include <stdlib.h>
#include <string.h>

struct reading {
    const struct nd_index *index;
    struct nd_key_groups *groups;
    struct nd_key_entries *dirty;
    uint32_t *list; /* articles of the key at hand */
    size_t list_capacity;
    unsigned char *bits; /* of the texts that share a key */
    size_t size;
};

/* Which database an id came from. */
static size_t side_of(const struct nd_index *index, int64_t id) {
    size_t side = 0;

    while (side < index->side_count && id >= index->sides[side])
        side++;
    return side;
}

static void mark(struct reading *r, uint32_t id) {
    size_t size = r->size;

    if (id / 8 >= size) {
        r->bits = nd_alloc_grow(r->bits, &r->size, id / 8 + 1, 1);
        memset(r->bits + size, 0, r->size - size);
    }
    r->bits[id / 8] |= (unsigned char)(1U << id % 8);
}

/* Of a key that is common now the texts of each database where it was not. */
static void add_common(struct reading *r, const uint32_t *ids, size_t count) {
    for (size_t from = 0, to; from < count; from = to) {
        size_t side = side_of(r->index, ids[from]);
        for (to = from; to < count && side_of(r->index, ids[to]) == side;)
            to++;
        for (size_t i = from; to - from <= ND_COPIES_COMMON && to - from > 1 && i < to; i++)
            nd_key_entries_add(r->dirty, ids[i]);
    }
}

static void take_key(struct reading *r, const uint64_t *entries, size_t count) {
    r->list = nd_alloc_grow(r->list, &r->list_capacity, count, sizeof *r->list);
    for (size_t i = 0; i < count; i++)
        r->list[i] = (uint32_t)entries[i];
    if (count > ND_COPIES_COMMON) {
        add_common(r, r->list, count);
        return;
    }
    nd_key_groups_add(r->groups, r->list, count);
    for (size_t i = 0; i < count; i++)
        mark(r, r->list[i]);
}

static enum nd_status take_row(void *context, const struct nd_key_entries *row, struct nd_error *err) {
    struct reading *r = context;

    (void)err;
    for (size_t from = 0, to; from < row->count; from = to) {
        for (to = from + 1; to < row->count && row->list[to] >> 32 == row->list[from] >> 32;)
            to++;
        if (to - from > 1)
            take_key(r, row->list + from, to - from);
    }
    return ND_OK;
}

enum nd_status nd_across_read(struct nd_index *index, struct nd_key_groups *groups,
                              struct nd_key_entries *dirty, struct nd_error *err) {
    struct reading r = {.index = index, .groups = groups, .dirty = dirty};
    enum nd_status status = nd_key_index_read(index, ND_KEY_OF_SKETCH, take_row, &r, err);

    for (size_t id = 0; id < r.size * 8; id++)
        if ((r.bits[id / 8] >> id % 8 & 1) != 0) {
            if (groups->is_full)
                nd_key_entries_add(dirty, id);
            else
                nd_key_groups_add_article(groups, (uint32_t)id);
        }
    free(r.list);
    free(r.bits);
    return status;
}

static bool is_across(const struct nd_index *index, int64_t id, const struct nd_neighbours *neighbours,
                      struct nd_lengths *lengths) {
    size_t side = side_of(index, id);

    for (size_t i = 0; i < neighbours->count; i++)
        if (side_of(index, neighbours->list[i].text_id) != side &&
            nd_neighbours_are_likely(lengths, id, &neighbours->list[i]))
            return true;
    return false;
}

enum nd_status nd_across_queue(struct nd_index *index, const struct nd_key_groups *groups,
                               struct nd_lengths *lengths, struct nd_clustering *clustering,
                               struct nd_error *err) {
    struct nd_neighbours neighbours = {.list = NULL};
    enum nd_status status = ND_OK;

    for (size_t i = 0; i < groups->article_count && status == ND_OK; i++)
        if (nd_neighbours_in(groups, groups->articles[i], &neighbours) &&
            is_across(index, groups->articles[i], &neighbours, lengths))
            status = nd_clustering_queue(clustering, groups->articles[i], false, err);
    nd_neighbours_free(&neighbours);
    return status;
}

enum nd_status nd_across_tidy(struct nd_index *index, struct nd_error *err) {
    static const char script[] =
        "DELETE FROM copy WHERE lead_id = article_id AND NOT EXISTS (SELECT 1 FROM copy AS "
        "other WHERE other.lead_id = copy.lead_id AND other.article_id <> other.lead_id)";

    return nd_sql_script(index, script, err);
}
