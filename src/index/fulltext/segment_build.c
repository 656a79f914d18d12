#include "index/fulltext/segment_build.h"

#include "index/fulltext/run.h"
#include "index/fulltext/segment_writer.h"
#include "index/fulltext/varint.h"
#include "newsdex/alloc.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

/* A piece of a run that is read term by term. */
struct source {
    const uint32_t *ids;
    struct nd_run_reader reader;
    struct nd_run_term term;
    uint64_t prefix; /* of the term: its first eight bytes as a number settle most comparisons */
    size_t number;
};

/* The sources that are not at their end: a binary heap, the least term on top, of equal ones the oldest. */
struct heap {
    struct source *sources;
    size_t source_count;
    struct source **items;
    size_t count;
    struct nd_arena *lists; /* of a term, from sources that read from a file; */
    bool has_lists;         /* there are some */
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

static enum nd_status read_term(struct source *source, struct nd_error *err) {
    enum nd_status status = nd_run_next(&source->reader, &source->term, err);

    if (status == ND_OK)
        source->prefix = prefix_of(source->term.term);
    return status;
}

/* Moves the source on top to its next term. */
static enum nd_status step(struct heap *heap, struct nd_error *err) {
    enum nd_status status = read_term(heap->items[0], err);

    if (status == ND_END)
        heap->items[0] = heap->items[--heap->count];
    if (heap->count > 0)
        sift_down(heap, 0);
    return status == ND_END ? ND_OK : status;
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

/* The list of the term on top, which has to last while sources move on. */
static struct nd_str list_of(struct heap *heap) {
    const struct source *source = heap->items[0];

    if (source->reader.file < 0)
        return source->term.list;
    heap->has_lists = true;
    return nd_arena_str(heap->lists, source->term.list);
}

/* Appends what the source on top says of its term. */
static void unpack(struct heap *heap, struct posting_array *postings) {
    const uint32_t *ids = heap->items[0]->ids;
    struct nd_str list = list_of(heap);
    const unsigned char *p = (const unsigned char *)list.ptr, *end = p + list.len;
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

/* Position lists of one article, one behind the other. */
struct joined {
    struct nd_buf bytes;
    uint64_t column, place;
};

static void join(struct joined *joined, struct nd_str positions) {
    const unsigned char *p = (const unsigned char *)positions.ptr, *end = p + positions.len;
    uint64_t column = 0, place = 0, value;

    while (p < end) {
        p += nd_varint_get(p, end, &value);
        if (value == 1) {
            p += nd_varint_get(p, end, &column);
            place = 0;
            continue;
        }
        if (column != joined->column) {
            nd_varint_add(&joined->bytes, 1);
            nd_varint_add(&joined->bytes, column);
            joined->column = column;
            joined->place = 0;
        }
        place += value - 2;
        nd_varint_add(&joined->bytes, place - joined->place + 2);
        joined->place = place;
    }
}

/* The positions of one article: more goes on where those before ended. */
static struct nd_str add_positions(struct joined *joined, struct nd_str positions, struct nd_str more) {
    if (more.len == 0 || positions.len == 0)
        return more.len == 0 ? positions : more;
    if (joined->bytes.len == 0)
        join(joined, positions);
    join(joined, more);
    return nd_buf_str(&joined->bytes);
}

static enum nd_status write_postings(struct nd_segment_writer *writer, const struct posting_array *postings,
                                     struct joined *joined, struct nd_error *err) {
    enum nd_status status = ND_OK;

    for (size_t i = 0; i < postings->count && status == ND_OK;) {
        const struct posting *posting = &postings->items[i];
        struct nd_str positions = posting->positions;
        bool deletes = positions.len == 0;
        for (i++; i < postings->count && postings->items[i].id == posting->id; i++) {
            deletes = deletes || postings->items[i].positions.len == 0;
            positions = add_positions(joined, positions, postings->items[i].positions);
        }
        status = nd_segment_writer_add(writer, posting->id, deletes, positions, err);
        if (joined->bytes.len > 0)
            *joined = (struct joined){.bytes = {joined->bytes.ptr, 0, joined->bytes.cap}};
    }
    return status;
}

/* All that is said of the term on top. */
static enum nd_status gather(struct heap *heap, struct nd_str term, struct posting_array *postings,
                             struct nd_error *err) {
    enum nd_status status = ND_OK;

    if (heap->has_lists)
        nd_arena_reset(heap->lists);
    heap->has_lists = false;
    postings->count = 0;
    postings->is_sorted = true;
    while (status == ND_OK && heap->count > 0 && nd_str_eq(heap->items[0]->term.term, term)) {
        unpack(heap, postings);
        status = step(heap, err);
    }
    if (!postings->is_sorted)
        qsort(postings->items, postings->count, sizeof *postings->items, compare_postings);
    return status;
}

static enum nd_status write_terms(struct nd_segment_writer *writer, struct heap *heap, struct nd_error *err) {
    struct posting_array postings = {0};
    struct joined joined = {0};
    struct nd_buf term = {0};
    enum nd_status status = ND_OK;

    while (heap->count > 0 && status == ND_OK) {
        nd_buf_clear(&term);
        nd_buf_add_char(&term, ND_SEGMENT_MAIN);
        nd_buf_add(&term, heap->items[0]->term.term);
        nd_segment_writer_term(writer, nd_buf_str(&term));
        status = gather(heap, nd_str_skip(nd_buf_str(&term), 1), &postings, err);
        if (status == ND_OK)
            status = write_postings(writer, &postings, &joined, err);
    }
    nd_buf_free(&term);
    nd_buf_free(&joined.bytes);
    free(postings.items);
    return status;
}

/* A source for each piece of each run, those of a run in order. */
static enum nd_status open_sources(struct heap *heap, const struct nd_held_run *runs, size_t count,
                                   struct nd_error *err) {
    enum nd_status status = ND_OK;
    size_t pieces = 0;

    for (size_t i = 0; i < count; i++)
        pieces += nd_run_pieces(&runs[i].run);
    heap->lists = nd_arena_new();
    heap->sources = nd_alloc_array(pieces + 1, sizeof *heap->sources);
    heap->items = nd_alloc_array(pieces + 1, sizeof *heap->items);
    for (size_t i = 0; i < count; i++)
        for (size_t piece = 0; piece < nd_run_pieces(&runs[i].run) && status == ND_OK; piece++) {
            struct source *source = &heap->sources[heap->source_count];
            *source = (struct source){.ids = runs[i].ids, .number = heap->source_count++};
            nd_run_reader_open(&source->reader, &runs[i].run, piece);
            status = read_term(source, err);
            if (status == ND_OK)
                heap->items[heap->count++] = source;
            status = status == ND_END ? ND_OK : status;
        }
    for (size_t i = heap->count / 2; i-- > 0;)
        sift_down(heap, i);
    return status;
}

static void close_sources(struct heap *heap) {
    for (size_t i = 0; i < heap->source_count; i++)
        nd_run_reader_close(&heap->sources[i].reader);
    nd_arena_free(heap->lists);
    free(heap->sources);
    free(heap->items);
}

enum nd_status nd_segment_build(struct nd_index *index, const struct nd_held_run *runs, size_t count,
                                int64_t id, struct nd_segment *segment, struct nd_error *err) {
    struct heap heap = {0};
    struct nd_segment_writer writer;
    enum nd_status status = nd_segment_writer_open(&writer, index, id, err);

    if (status == ND_OK)
        status = open_sources(&heap, runs, count, err);
    if (status == ND_OK)
        status = write_terms(&writer, &heap, err);
    if (status == ND_OK)
        status = nd_segment_writer_finish(&writer, segment, err);
    nd_segment_writer_fini(&writer);
    close_sources(&heap);
    return status;
}
