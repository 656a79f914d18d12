#include "index/copies/copies.h"

#include "index/copies/copy_rows.h"
#include "index/copies/id_map.h"
#include "index/copies/key_index.h"
#include "index/copies/likeness.h"
#include "newsdex/alloc.h"

#include <stdlib.h>

enum { ENTRIES = 1024 * 1024 }; /* of the other index that are taken at a time */

/* A text, and the sum of its keys, mixed: equal texts have equal sums. */
struct text {
    uint64_t sum;
    uint32_t id;
};

struct texts {
    struct text *list;
    size_t count, capacity;
    struct nd_id_map places; /* in list, from 1 on */
};

struct taking {
    struct nd_index *index;
    uint32_t shift;
    struct nd_id_map twins; /* texts of the other, as they are numbered here, that an equal one stands for */
    struct nd_key_entries entries;
};

static enum nd_status add_sums(void *context, const struct nd_key_entries *row, struct nd_error *err) {
    struct texts *texts = context;

    (void)err;
    for (size_t i = 0; i < row->count; i++) {
        uint32_t id = (uint32_t)row->list[i], place = id == 0 ? 0 : nd_id_map_get(&texts->places, id);
        if (id == 0) /* a damaged row */
            continue;
        if (place == 0) {
            texts->list = nd_alloc_grow(texts->list, &texts->capacity, texts->count + 1, sizeof *texts->list);
            texts->list[texts->count++] = (struct text){0, id};
            place = (uint32_t)texts->count;
            nd_id_map_put(&texts->places, id, place);
        }
        texts->list[place - 1].sum += nd_sketch_mix((row->list[i] >> 32) + 1);
    }
    return ND_OK;
}

static int by_sum(const void *a, const void *b) {
    const struct text *x = a, *y = b;

    if (x->sum != y->sum)
        return x->sum < y->sum ? -1 : 1;
    return x->id < y->id ? -1 : x->id > y->id;
}

static enum nd_status read_texts(struct nd_index *index, struct texts *texts, struct nd_error *err) {
    enum nd_status status = nd_key_index_read(index, ND_KEY_OF_SKETCH, add_sums, texts, err);

    nd_id_map_free(&texts->places);
    if (texts->count > 0)
        qsort(texts->list, texts->count, sizeof *texts->list, by_sum);
    return status;
}

/* The articles of a text of the other join the text that stands for it here; who followed one of them as its
 * lead is looked at again. */
static enum nd_status join_twin(struct nd_index *index, int64_t id, int64_t standing, struct nd_error *err) {
    struct nd_copy_row row;
    bool leads = false;
    enum nd_status status = nd_copy_add(index, standing, standing, standing, ND_COPY_LEAD, err);

    if (status == ND_OK)
        status = nd_copy_row(index, id, &row, err);
    if (status == ND_END)
        return nd_copy_add(index, id, standing, 0, ND_COPY_NONE, err);
    if (status == ND_OK && row.lead_id != 0)
        status = nd_copy_is_of_text(index, row.lead_id, id, &leads, err);
    if (status == ND_OK && row.lead_id != 0)
        status = nd_copy_release(index, row.lead_id, leads ? 0 : id, err);
    if (status == ND_OK && row.lead_id != 0 && !leads)
        status = nd_copy_tidy(index, row.lead_id, err);
    return status == ND_OK ? nd_copy_stand_for(index, id, standing, err) : status;
}

static enum nd_status compare(struct taking *t, int64_t ours, int64_t theirs, struct nd_error *err) {
    struct nd_sketch a = {0}, b = {0};
    enum nd_status status = nd_shingles_sketch(t->index, ours, &a, err);

    if (status == ND_OK)
        status = nd_shingles_sketch(t->index, theirs, &b, err);
    if (status != ND_OK || a.text != b.text || a.text == 0)
        return status == ND_END ? ND_OK : status;
    nd_id_map_put(&t->twins, theirs, 1);
    return join_twin(t->index, theirs, ours, err);
}

static enum nd_status find_twins(struct taking *t, const struct texts *ours, const struct texts *theirs,
                                 struct nd_error *err) {
    enum nd_status status = ND_OK;

    for (size_t i = 0, from = 0; i < theirs->count && status == ND_OK; i++) {
        int64_t id = (int64_t)theirs->list[i].id + t->shift;
        while (from < ours->count && ours->list[from].sum < theirs->list[i].sum)
            from++;
        for (size_t k = from; k < ours->count && ours->list[k].sum == theirs->list[i].sum; k++)
            if (status == ND_OK && nd_id_map_get(&t->twins, id) == 0)
                status = compare(t, ours->list[k].id, id, err);
    }
    return status;
}

static enum nd_status change(struct taking *t, struct nd_error *err) {
    static const struct nd_key_entries none;
    enum nd_status status = nd_key_index_change(t->index, &none, &t->entries, NULL, NULL, err);

    t->entries.count = 0;
    return status;
}

static enum nd_status take_row(void *context, const struct nd_key_entries *row, struct nd_error *err) {
    struct taking *t = context;

    for (size_t i = 0; i < row->count; i++) {
        uint64_t entry = row->list[i] + t->shift;
        if (nd_id_map_get(&t->twins, nd_key_entry_id(entry)) == 0)
            nd_key_entries_add(&t->entries, entry);
    }
    return t->entries.count < ENTRIES ? ND_OK : change(t, err);
}

enum nd_status nd_copies_take_over(struct nd_index *index, struct nd_index *other, int64_t shift,
                                   struct nd_error *err) {
    struct taking t = {.index = index, .shift = (uint32_t)shift};
    struct texts ours = {0}, theirs = {0};
    enum nd_status status = read_texts(index, &ours, err);

    if (status == ND_OK)
        status = read_texts(other, &theirs, err);
    if (status == ND_OK)
        status = find_twins(&t, &ours, &theirs, err);
    free(ours.list);
    free(theirs.list);
    if (status == ND_OK)
        status = nd_key_index_read(other, ND_KEY_OF_SKETCH, take_row, &t, err);
    if (status == ND_OK)
        status = change(&t, err);
    nd_id_map_free(&t.twins);
    free(t.entries.list);
    index->sides =
        nd_alloc_grow(index->sides, &index->side_capacity, index->side_count + 1, sizeof *index->sides);
    index->sides[index->side_count++] = shift;
    return status;
}
