#include "index/flush.h"

#include "index/segment_writer.h"
#include "index/varint.h"
#include "newsdex/alloc.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

/* What one run says of a term; the pieces of a term are linked in the order of the runs. */
struct piece {
    struct nd_str list;
    uint32_t run, next; /* next: a number from 1 on */
};

struct gathered {
    struct nd_str term;
    uint32_t hash, first, last; /* pieces */
};

struct slot {
    uint32_t hash, number; /* of the term, from 1 on */
};

/* All terms of all runs. */
struct gather {
    struct gathered *terms;
    size_t count, capacity;
    struct piece *pieces;
    size_t piece_count, piece_capacity;
    struct slot *slots;
    size_t slot_count; /* a power of two */
};

struct posting {
    uint32_t id, number; /* in the order in which they were met */
    struct nd_str positions;
};

struct posting_array {
    struct posting *items;
    size_t count, capacity;
    bool is_sorted;
};

/* The first eight bytes of a term as a number settle most comparisons. */
struct sort_key {
    uint64_t prefix;
    const struct gathered *term;
};

enum { FIRST_SLOTS = 1 << 16 };

static void grow_slots(struct gather *gather) {
    free(gather->slots);
    gather->slot_count = gather->slot_count == 0 ? FIRST_SLOTS : gather->slot_count * 2;
    gather->slots = nd_alloc_array(gather->slot_count, sizeof *gather->slots);
    for (size_t i = 0; i < gather->count; i++) {
        size_t at = gather->terms[i].hash & (gather->slot_count - 1);
        while (gather->slots[at].number != 0)
            at = (at + 1) & (gather->slot_count - 1);
        gather->slots[at] = (struct slot){gather->terms[i].hash, (uint32_t)i + 1};
    }
}

static struct gathered *find_term(struct gather *gather, const struct nd_run_term *term) {
    struct gathered *found;
    size_t at;

    if (gather->count * 2 >= gather->slot_count)
        grow_slots(gather);
    at = term->hash & (gather->slot_count - 1);
    for (; gather->slots[at].number != 0; at = (at + 1) & (gather->slot_count - 1)) {
        found = &gather->terms[gather->slots[at].number - 1];
        if (gather->slots[at].hash == term->hash && nd_str_eq(found->term, term->term))
            return found;
    }
    gather->terms = nd_alloc_grow(gather->terms, &gather->capacity, gather->count + 1, sizeof *gather->terms);
    found = &gather->terms[gather->count++];
    *found = (struct gathered){.term = term->term, .hash = term->hash};
    gather->slots[at] = (struct slot){term->hash, (uint32_t)gather->count};
    return found;
}

static void gather_run(struct gather *gather, const struct nd_run *run, uint32_t number) {
    struct nd_run_term term;
    size_t at = 0;

    while (nd_run_next(run, &at, &term)) {
        struct gathered *found = find_term(gather, &term);
        gather->pieces = nd_alloc_grow(gather->pieces, &gather->piece_capacity, gather->piece_count + 1,
                                       sizeof *gather->pieces);
        gather->pieces[gather->piece_count++] = (struct piece){term.list, number, 0};
        if (found->first == 0)
            found->first = (uint32_t)gather->piece_count;
        else
            gather->pieces[found->last - 1].next = (uint32_t)gather->piece_count;
        found->last = (uint32_t)gather->piece_count;
    }
}

static uint64_t prefix_of(struct nd_str term) {
    uint64_t prefix = 0;

    memcpy(&prefix, term.ptr, term.len < sizeof prefix ? term.len : sizeof prefix);
    return be64toh(prefix);
}

static int compare_keys(const void *a, const void *b) {
    const struct sort_key *x = a, *y = b;

    if (x->prefix != y->prefix)
        return x->prefix < y->prefix ? -1 : 1;
    return nd_str_cmp(x->term->term, y->term->term);
}

static int compare_postings(const void *a, const void *b) {
    const struct posting *x = a, *y = b;

    if (x->id != y->id)
        return x->id < y->id ? -1 : 1;
    return x->number < y->number ? -1 : x->number > y->number;
}

/* The length of a position list in front of its zero byte. */
static size_t list_length(const unsigned char *list) {
    const unsigned char *p = list;

    while (*p != 0) {
        while (*p >= 0x80)
            p++;
        p++;
    }
    return (size_t)(p - list);
}

static void unpack(const struct piece *piece, const uint32_t *ids, struct posting_array *postings) {
    const unsigned char *p = (const unsigned char *)piece->list.ptr, *end = p + piece->list.len;
    uint32_t number = UINT32_MAX;

    while (p < end) {
        uint64_t step;
        size_t length;
        p += nd_varint_get(p, end, &step);
        number += (uint32_t)step;
        length = list_length(p);
        if (ids[number] != 0) {
            struct posting *posting;
            postings->items = nd_alloc_grow(postings->items, &postings->capacity, postings->count + 1,
                                            sizeof *postings->items);
            posting = &postings->items[postings->count++];
            *posting = (struct posting){ids[number], (uint32_t)postings->count, {(const char *)p, length}};
            if (postings->count > 1 && posting[-1].id >= posting->id)
                postings->is_sorted = false;
        }
        p += length + 1;
    }
}

static enum nd_status write_postings(struct nd_segment_writer *writer, const struct posting_array *postings,
                                     struct nd_error *err) {
    enum nd_status status = ND_OK;

    for (size_t i = 0; i < postings->count && status == ND_OK;) {
        const struct posting *posting = &postings->items[i];
        struct nd_str positions = posting->positions;
        for (i++; i < postings->count && postings->items[i].id == posting->id; i++)
            if (postings->items[i].positions.len > 0)
                positions = postings->items[i].positions;
        status = nd_segment_writer_add(writer, posting->id, positions, err);
    }
    return status;
}

static enum nd_status write_terms(struct nd_segment_writer *writer, const struct gather *gather,
                                  const struct nd_held_run *runs, struct nd_error *err) {
    struct sort_key *keys = nd_alloc_array(gather->count + 1, sizeof *keys);
    struct posting_array postings = {0};
    struct nd_buf term = {0};
    enum nd_status status = ND_OK;

    for (size_t i = 0; i < gather->count; i++)
        keys[i] = (struct sort_key){prefix_of(gather->terms[i].term), &gather->terms[i]};
    qsort(keys, gather->count, sizeof *keys, compare_keys);
    for (size_t i = 0; i < gather->count && status == ND_OK; i++) {
        postings.count = 0;
        postings.is_sorted = true;
        for (uint32_t p = keys[i].term->first; p != 0; p = gather->pieces[p - 1].next)
            unpack(&gather->pieces[p - 1], runs[gather->pieces[p - 1].run].ids, &postings);
        if (!postings.is_sorted)
            qsort(postings.items, postings.count, sizeof *postings.items, compare_postings);
        nd_buf_clear(&term);
        nd_buf_add_char(&term, ND_SEGMENT_MAIN);
        nd_buf_add(&term, keys[i].term->term);
        nd_segment_writer_term(writer, nd_buf_str(&term));
        status = write_postings(writer, &postings, err);
    }
    nd_buf_free(&term);
    free(postings.items);
    free(keys);
    return status;
}

enum nd_status nd_flush_runs(struct nd_index *index, const struct nd_held_run *runs, size_t count, int64_t id,
                             struct nd_segment *segment, struct nd_error *err) {
    struct nd_segment_writer writer;
    struct gather gather = {0};
    enum nd_status status = nd_segment_writer_open(&writer, index, id, err);

    for (size_t i = 0; i < count; i++)
        gather_run(&gather, &runs[i].run, (uint32_t)i);
    if (status == ND_OK)
        status = write_terms(&writer, &gather, runs, err);
    if (status == ND_OK)
        status = nd_segment_writer_finish(&writer, segment, err);
    nd_segment_writer_fini(&writer);
    free(gather.terms);
    free(gather.pieces);
    free(gather.slots);
    return status;
}
