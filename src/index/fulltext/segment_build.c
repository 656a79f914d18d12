#include "index/fulltext/segment_build.h"

#include "index/fulltext/segment_writer.h"
#include "index/fulltext/varint.h"
#include "newsdex/alloc.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

/* A run that is read term by term. */
struct source {
    const struct nd_held_run *held;
    size_t at;
    struct nd_run_term term;
    uint64_t prefix; /* of the term: its first eight bytes as a number settle most comparisons */
    size_t number;
};

/* The sources that are not at their end: a binary heap, the least term on top, of equal ones the oldest. */
struct heap {
    struct source **items;
    size_t count;
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

static uint64_t prefix_of(struct nd_str term) {
    uint64_t prefix = 0;

    memcpy(&prefix, term.ptr, term.len < sizeof prefix ? term.len : sizeof prefix);
    return be64toh(prefix);
}

static bool is_before(const struct source *a, const struct source *b) {
    int order;

    if (a->prefix != b->prefix)
        return a->prefix < b->prefix;
    order = nd_str_cmp(a->term.term, b->term.term);
    return order != 0 ? order < 0 : a->number < b->number;
}

static void sift_down(struct heap *heap, size_t at) {
    struct source *moved = heap->items[at];

    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= heap->count)
            break;
        if (child + 1 < heap->count && is_before(heap->items[child + 1], heap->items[child]))
            child++;
        if (!is_before(heap->items[child], moved))
            break;
        heap->items[at] = heap->items[child];
        at = child;
    }
    heap->items[at] = moved;
}

static bool read_term(struct source *source) {
    if (!nd_run_next(&source->held->run, &source->at, &source->term))
        return false;
    source->prefix = prefix_of(source->term.term);
    return true;
}

/* Moves the source on top to its next term. */
static void step(struct heap *heap) {
    if (!read_term(heap->items[0]))
        heap->items[0] = heap->items[--heap->count];
    if (heap->count > 0)
        sift_down(heap, 0);
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

/* Appends what the source says of its term. */
static void unpack(const struct source *source, struct posting_array *postings) {
    const uint32_t *ids = source->held->ids;
    const unsigned char *p = (const unsigned char *)source->term.list.ptr, *end = p + source->term.list.len;
    uint32_t number = UINT32_MAX;

    while (p < end) {
        uint64_t step;
        size_t length;
        p += nd_varint_get(p, end, &step);
        number += (uint32_t)step;
        length = list_length(p);
        if (ids[number] != 0) {
            struct posting *posting;
            if (postings->count == postings->capacity)
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
        bool deletes = positions.len == 0;
        for (i++; i < postings->count && postings->items[i].id == posting->id; i++) {
            if (postings->items[i].positions.len > 0)
                positions = postings->items[i].positions;
            else
                deletes = true;
        }
        status = nd_segment_writer_add(writer, posting->id, deletes, positions, err);
    }
    return status;
}

static enum nd_status write_terms(struct nd_segment_writer *writer, struct heap *heap, struct nd_error *err) {
    struct posting_array postings = {0};
    struct nd_buf term = {0};
    enum nd_status status = ND_OK;

    while (heap->count > 0 && status == ND_OK) {
        struct nd_str key = heap->items[0]->term.term;
        postings.count = 0;
        postings.is_sorted = true;
        for (; heap->count > 0 && nd_str_eq(heap->items[0]->term.term, key); step(heap))
            unpack(heap->items[0], &postings);
        if (!postings.is_sorted)
            qsort(postings.items, postings.count, sizeof *postings.items, compare_postings);
        nd_buf_clear(&term);
        nd_buf_add_char(&term, ND_SEGMENT_MAIN);
        nd_buf_add(&term, key);
        nd_segment_writer_term(writer, nd_buf_str(&term));
        status = write_postings(writer, &postings, err);
    }
    nd_buf_free(&term);
    free(postings.items);
    return status;
}

enum nd_status nd_segment_build(struct nd_index *index, const struct nd_held_run *runs, size_t count,
                                int64_t id, struct nd_segment *segment, struct nd_error *err) {
    struct source *sources = nd_alloc_array(count + 1, sizeof *sources);
    struct heap heap = {nd_alloc_array(count + 1, sizeof *heap.items), 0};
    struct nd_segment_writer writer;
    enum nd_status status = nd_segment_writer_open(&writer, index, id, err);

    for (size_t i = 0; i < count; i++) {
        sources[i] = (struct source){.held = &runs[i], .number = i};
        if (read_term(&sources[i]))
            heap.items[heap.count++] = &sources[i];
    }
    for (size_t i = heap.count / 2; i-- > 0;)
        sift_down(&heap, i);
    if (status == ND_OK)
        status = write_terms(&writer, &heap, err);
    if (status == ND_OK)
        status = nd_segment_writer_finish(&writer, segment, err);
    nd_segment_writer_fini(&writer);
    free(heap.items);
    free(sources);
    return status;
}
