#include "index/fulltext/postings.h"

#include "index/fulltext/varint.h"
#include "newsdex/alloc.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_BYTES = 5 /* of a number of 32 bits */ };

void nd_postings_free(struct nd_postings *postings) {
    free(postings->docs);
    free(postings->starts);
    nd_buf_free(&postings->bytes);
    *postings = (struct nd_postings){0};
}

void nd_postings_clear(struct nd_postings *postings) {
    postings->count = 0;
    nd_buf_clear(&postings->bytes);
}

void nd_postings_add(struct nd_postings *postings, uint32_t doc) {
    if (postings->count + 2 > postings->capacity) {
        size_t capacity = postings->capacity;
        postings->docs =
            nd_alloc_grow(postings->docs, &capacity, postings->count + 2, sizeof *postings->docs);
        capacity = postings->capacity;
        postings->starts =
            nd_alloc_grow(postings->starts, &capacity, postings->count + 2, sizeof *postings->starts);
        postings->capacity = capacity;
    }
    postings->docs[postings->count] = doc;
    postings->starts[postings->count++] = (uint32_t)postings->bytes.len;
}

void nd_postings_finish(struct nd_postings *postings) {
    if (postings->capacity > 0)
        postings->starts[postings->count] = (uint32_t)postings->bytes.len;
}

struct nd_str nd_postings_list(const struct nd_postings *postings, size_t at) {
    if (postings->bytes.ptr == NULL) /* no term has a place any more */
        return ND_STR("");
    return nd_str_of(postings->bytes.ptr + postings->starts[at],
                     postings->starts[at + 1] - postings->starts[at]);
}

static void copy(struct nd_postings *to, const struct nd_postings *from, size_t at) {
    nd_postings_add(to, from->docs[at]);
    nd_buf_add(&to->bytes, nd_postings_list(from, at));
}

static void replace(struct nd_postings *postings, struct nd_postings *with) {
    nd_postings_finish(with);
    nd_postings_free(postings);
    *postings = *with;
}

void nd_postings_replace_older(struct nd_postings *postings, size_t newer) {
    struct nd_postings merged = {0};
    size_t n = newer, o = 0;

    if (newer == 0 || newer == postings->count || postings->docs[newer - 1] < postings->docs[newer])
        return;
    while (n < postings->count || o < newer) {
        bool is_newer = o == newer || (n < postings->count && postings->docs[n] <= postings->docs[o]);
        if (is_newer && o < newer && postings->docs[o] == postings->docs[n])
            o++;
        copy(&merged, postings, is_newer ? n++ : o++);
    }
    replace(postings, &merged);
}

void nd_postings_drop_deleted(struct nd_postings *postings) {
    struct nd_postings kept = {0};
    size_t first = 0;

    while (first < postings->count && nd_postings_list(postings, first).len > 0)
        first++;
    if (first == postings->count)
        return;
    for (size_t i = 0; i < postings->count; i++)
        if (nd_postings_list(postings, i).len > 0)
            copy(&kept, postings, i);
    replace(postings, &kept);
}

/* Positions below 2^28 and columns below 16 need at most five bytes. */
static const unsigned char *get_number(const unsigned char *p, const unsigned char *end, uint32_t *number) {
    uint32_t n = 0;

    while (p < end) {
        n = n << 7 | (*p & 0x7fu);
        if (*p++ < 0x80)
            break;
    }
    *number = n;
    return p;
}

size_t nd_postings_places(const struct nd_postings *postings, size_t at, uint32_t **places,
                          size_t *capacity) {
    struct nd_str list = nd_postings_list(postings, at);
    const unsigned char *p = (const unsigned char *)list.ptr, *end = p + list.len;
    uint32_t column = 0, position = 0, number;
    size_t count = 0;

    *places = nd_alloc_grow(*places, capacity, list.len + 1, sizeof **places);
    while (p < end) {
        p = get_number(p, end, &number);
        if (number == 1) {
            p = get_number(p, end, &column);
            position = 0;
            continue;
        }
        position += number - 2;
        (*places)[count++] = (column & 0xf) << ND_COLUMN_SHIFT | (position & ND_PLACE_MASK);
    }
    return count;
}

size_t nd_postings_decode(struct nd_str positions, uint32_t article, uint64_t *places) {
    const unsigned char *p = (const unsigned char *)positions.ptr, *end = p + positions.len;
    uint32_t column = 0, position = 0, number;
    size_t count = 0;

    while (p < end) {
        p = get_number(p, end, &number);
        if (number == 1) {
            p = get_number(p, end, &column);
            position = 0;
            continue;
        }
        position += number - 2;
        places[count++] =
            (uint64_t)article << 32 | (column & 0xf) << ND_COLUMN_SHIFT | (position & ND_PLACE_MASK);
    }
    return count;
}

void nd_postings_counts(const struct nd_postings *postings, size_t at, uint32_t counts[ND_COLUMNS]) {
    struct nd_str list = nd_postings_list(postings, at);
    const unsigned char *p = (const unsigned char *)list.ptr, *end = p + list.len;
    uint32_t column = 0, number;

    for (int i = 0; i < ND_COLUMNS; i++)
        counts[i] = 0;
    while (p < end) {
        if (*p == 1) {
            p = get_number(p + 1, end, &number);
            column = number < ND_COLUMNS ? number : 0;
            continue;
        }
        while (p < end && *p >= 0x80)
            p++;
        p++;
        counts[column]++;
    }
}

size_t nd_postings_find(const struct nd_postings *postings, uint32_t doc, size_t from) {
    size_t step = 1, low = from, high;

    while (low + step < postings->count && postings->docs[low + step] < doc) {
        low += step;
        step *= 2;
    }
    high = low + step < postings->count ? low + step + 1 : postings->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (postings->docs[middle] < doc)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void nd_postings_encode(const uint32_t *places, size_t count, struct nd_buf *bytes) {
    uint32_t column = 0, position = 0;

    for (size_t i = 0; i < count; i++) {
        if (places[i] >> ND_COLUMN_SHIFT != column) {
            column = places[i] >> ND_COLUMN_SHIFT;
            position = 0;
            nd_varint_add(bytes, 1);
            nd_varint_add(bytes, column);
        }
        nd_varint_add(bytes, (places[i] & ND_PLACE_MASK) - position + 2);
        position = places[i] & ND_PLACE_MASK;
    }
}

/* A position list being read, the place it stands at, and whether it is behind the last. */
struct places {
    const unsigned char *p, *end;
    uint32_t column, position, place;
    bool is_end;
};

static void next_place(struct places *places) {
    uint32_t number;

    while (places->p < places->end) {
        places->p = get_number(places->p, places->end, &number);
        if (number != 1) {
            places->position += number - 2;
            places->place = (places->column & 0xf) << ND_COLUMN_SHIFT | (places->position & ND_PLACE_MASK);
            return;
        }
        places->p = get_number(places->p, places->end, &places->column);
        places->position = 0;
    }
    places->is_end = true;
}

static struct places first_place(struct nd_str list) {
    struct places places = {.p = (const unsigned char *)list.ptr};

    places.end = places.p + list.len;
    next_place(&places);
    return places;
}

/* Appends the places of two lists, each once. */
static void join(struct nd_str x, struct nd_str y, struct nd_buf *bytes) {
    struct places a = first_place(x), b = first_place(y);
    unsigned char *begin = (unsigned char *)nd_buf_reserve(bytes, (x.len + y.len) * 3 * MOST_BYTES);
    unsigned char *out = begin;
    uint32_t column = 0, position = 0;

    while (!a.is_end || !b.is_end) {
        uint32_t place = b.is_end || (!a.is_end && a.place <= b.place) ? a.place : b.place;
        if (place >> ND_COLUMN_SHIFT != column) {
            column = place >> ND_COLUMN_SHIFT;
            position = 0;
            *out++ = 1;
            *out++ = (unsigned char)column;
        }
        out += nd_varint_put(out, (place & ND_PLACE_MASK) - position + 2);
        position = place & ND_PLACE_MASK;
        while (!a.is_end && a.place <= place)
            next_place(&a);
        while (!b.is_end && b.place <= place)
            next_place(&b);
    }
    bytes->len += (size_t)(out - begin);
}

/* Makes room for so many documents. */
static void reserve(struct nd_postings *postings, size_t count) {
    postings->docs = nd_alloc_array(count + 1, sizeof *postings->docs);
    postings->starts = nd_alloc_array(count + 1, sizeof *postings->starts);
    postings->capacity = count + 1;
}

/* Appends the postings from number from up to until, for which there is room. */
static void copy_stretch(struct nd_postings *to, const struct nd_postings *from, size_t at, size_t until) {
    uint32_t offset = (uint32_t)to->bytes.len - from->starts[at];

    memcpy(to->docs + to->count, from->docs + at, (until - at) * sizeof *to->docs);
    for (size_t i = at; i < until; i++)
        to->starts[to->count++] = from->starts[i] + offset;
    nd_buf_add(&to->bytes,
               nd_str_of(from->bytes.ptr + from->starts[at], from->starts[until] - from->starts[at]));
}

void nd_postings_unite(struct nd_postings *postings, struct nd_postings *other) {
    struct nd_postings merged = {0};
    size_t i = 0, k = 0;

    reserve(&merged, postings->count + other->count);
    (void)nd_buf_reserve(&merged.bytes, postings->bytes.len + other->bytes.len);
    while (i < postings->count && k < other->count) {
        if (postings->docs[i] == other->docs[k]) {
            nd_postings_add(&merged, postings->docs[i]);
            join(nd_postings_list(postings, i++), nd_postings_list(other, k++), &merged.bytes);
            continue;
        }
        const bool is_first = postings->docs[i] < other->docs[k];
        const struct nd_postings *from = is_first ? postings : other;
        size_t *at = is_first ? &i : &k;
        uint32_t until = is_first ? other->docs[k] : postings->docs[i];
        size_t end = nd_postings_find(from, until, *at);
        copy_stretch(&merged, from, *at, end);
        *at = end;
    }
    if (i < postings->count)
        copy_stretch(&merged, postings, i, postings->count);
    if (k < other->count)
        copy_stretch(&merged, other, k, other->count);
    replace(postings, &merged);
}
