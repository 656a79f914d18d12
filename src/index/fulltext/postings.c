#include "index/fulltext/postings.h"

#include "index/fulltext/varint.h"
#include "newsdex/alloc.h"

#include <stdlib.h>
#include <string.h>

void nd_postings_free(struct nd_postings *postings) {
    free(postings->docs);
    free(postings->starts);
    free(postings->pairs);
    nd_buf_free(&postings->bytes);
    *postings = (struct nd_postings){0};
}

void nd_postings_reserve(struct nd_postings *postings, size_t more) {
    size_t docs = postings->capacity, starts = postings->capacity;

    postings->docs = nd_alloc_grow(postings->docs, &docs, postings->count + more, sizeof *postings->docs);
    postings->starts =
        nd_alloc_grow(postings->starts, &starts, postings->count + more, sizeof *postings->starts);
    postings->capacity = docs;
}

void nd_postings_begin(struct nd_postings *postings, uint32_t doc, uint64_t length) {
    if (postings->count == postings->capacity)
        nd_postings_reserve(postings, 1);
    postings->docs[postings->count] = doc;
    postings->starts[postings->count++] = (uint32_t)postings->bytes.len;
    postings->emptied += length == 0;
    nd_varint_add(&postings->bytes, length * 2);
}

void nd_postings_add(struct nd_postings *postings, uint32_t doc, struct nd_str positions) {
    nd_postings_begin(postings, doc, positions.len);
    nd_buf_add(&postings->bytes, positions);
}

/* The list that begins with its size at start. */
static struct nd_str list_at(const struct nd_postings *postings, uint32_t start) {
    const unsigned char *bytes = (const unsigned char *)postings->bytes.ptr;
    uint64_t size;

    start += (uint32_t)nd_varint_get(bytes + start, bytes + postings->bytes.len, &size);
    return nd_str_of(postings->bytes.ptr + start, (size_t)(size / 2));
}

/* The lists of a posting: one, and of a pair another; else that is empty. */
static struct nd_str lists_of(const struct nd_postings *postings, size_t at, struct nd_str *other) {
    uint32_t start = postings->starts[at];
    const struct nd_postings_pair *pair;

    if (start < postings->bytes.len) {
        *other = ND_STR("");
        return list_at(postings, start);
    }
    pair = &postings->pairs[start - postings->bytes.len];
    *other = list_at(postings, pair->second);
    return list_at(postings, pair->first);
}

struct nd_str nd_postings_list(const struct nd_postings *postings, size_t at) {
    return list_at(postings, postings->starts[at]);
}

static void copy(struct nd_postings *to, const struct nd_postings *from, size_t at) {
    nd_postings_add(to, from->docs[at], nd_postings_list(from, at));
}

static void replace(struct nd_postings *postings, struct nd_postings *with) {
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

    if (postings->emptied == 0)
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

/* Takes the lowest place of two lists, in which it may be twice; false behind the last. */
static bool take_place(struct places *a, struct places *b, uint32_t *place) {
    if (a->is_end && b->is_end)
        return false;
    *place = b->is_end || (!a->is_end && a->place <= b->place) ? a->place : b->place;
    while (!a->is_end && a->place <= *place)
        next_place(a);
    while (!b->is_end && b->place <= *place)
        next_place(b);
    return true;
}

size_t nd_postings_places(const struct nd_postings *postings, size_t at, uint32_t **places,
                          size_t *capacity) {
    struct nd_str second, first = lists_of(postings, at, &second);
    struct places a = first_place(first), b = first_place(second);
    size_t count = 0;

    *places = nd_alloc_grow(*places, capacity, first.len + second.len + 1, sizeof **places);
    if (second.len > 0) {
        while (take_place(&a, &b, &(*places)[count]))
            count++;
        return count;
    }
    for (; !a.is_end; next_place(&a))
        (*places)[count++] = a.place;
    return count;
}

static void count_list(struct nd_str list, uint32_t counts[ND_COLUMNS]) {
    const unsigned char *p = (const unsigned char *)list.ptr, *end = p + list.len;
    uint32_t column = 0, number;

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

void nd_postings_counts(const struct nd_postings *postings, size_t at, uint32_t counts[ND_COLUMNS]) {
    struct nd_str second, first = lists_of(postings, at, &second);
    struct places a, b;
    uint32_t place;

    for (int i = 0; i < ND_COLUMNS; i++)
        counts[i] = 0;
    if (second.len == 0) {
        count_list(first, counts);
        return;
    }
    a = first_place(first);
    b = first_place(second);
    while (take_place(&a, &b, &place)) {
        uint32_t column = place >> ND_COLUMN_SHIFT;
        counts[column < ND_COLUMNS ? column : 0]++;
    }
}

/* Whether one of eight, or of four, bytes is 1. */
static bool has_one_of_8(const unsigned char *p) {
    const uint64_t ones = UINT64_MAX / 255;
    uint64_t bytes;

    memcpy(&bytes, p, sizeof bytes);
    bytes ^= ones;
    return ((bytes - ones) & ~bytes & ones << 7) != 0;
}

static bool has_one_of_4(const unsigned char *p) {
    const uint32_t ones = UINT32_MAX / 255;
    uint32_t bytes;

    memcpy(&bytes, p, sizeof bytes);
    bytes ^= ones;
    return ((bytes - ones) & ~bytes & ones << 7) != 0;
}

/* Whether a byte is 1, which more than three of them are looked through for. */
static bool has_one(const unsigned char *p, size_t size) {
    if (size < 8)
        return has_one_of_4(p) || has_one_of_4(p + size - 4);
    for (size_t i = 0; i + 8 < size; i += 8)
        if (has_one_of_8(p + i))
            return true;
    return has_one_of_8(p + size - 8);
}

/* Whether words of another column stand behind those of the body, which begin the list. The sign of a column
 * is a byte of 1 that does not end a number; it, the column and a place are behind the first place. */
static bool has_other(const unsigned char *p, size_t size) {
    if (size < 4 || !has_one(p, size))
        return false;
    for (size_t i = 1; i < size; i++)
        if (p[i] == 1 && p[i - 1] < 0x80)
            return true;
    return false;
}

/* As nd_postings_most has them. */
static unsigned columns_of(struct nd_str list) {
    const unsigned char *p = (const unsigned char *)list.ptr;

    if (list.len > 1 && p[0] == 1)
        return p[1] < ND_COLUMNS ? p[1] : ND_COLUMNS;
    return has_other(p, list.len) ? ND_COLUMNS : ND_COLUMN_BODY;
}

static struct nd_postings_most most_of(struct nd_str list) {
    unsigned columns = columns_of(list);

    return (struct nd_postings_most){(uint32_t)list.len - (columns == ND_COLUMN_BODY ? 0 : 2), columns};
}

struct nd_postings_most nd_postings_most(const struct nd_postings *postings, size_t at) {
    struct nd_str second, first = lists_of(postings, at, &second);
    unsigned columns, others;

    if (second.len == 0)
        return most_of(first);
    columns = columns_of(first);
    others = columns_of(second);
    return (struct nd_postings_most){(uint32_t)(first.len + second.len),
                                     others == columns ? columns : ND_COLUMNS};
}

size_t nd_postings_find_long(const struct nd_postings *postings, size_t from, size_t until,
                             const uint32_t least[ND_COLUMNS + 1], struct nd_postings_most *most) {
    const char *bytes = postings->bytes.ptr;
    const size_t length = postings->bytes.len;
    uint32_t few = least[0];

    for (int i = 1; i <= ND_COLUMNS; i++)
        few = least[i] < few ? least[i] : few;
    for (; from < until; from++) {
        const size_t start = postings->starts[from],
                     size = start < length ? (unsigned char)bytes[start] / 2u : 0;
        if (start + size < length && size < 0x40) { /* as nearly all are, and most too short */
            if (size < few)
                continue;
            *most = most_of(nd_str_of(bytes + start + 1, size));
        } else {
            *most = nd_postings_most(postings, from);
        }
        if (most->times >= least[most->columns])
            break;
    }
    return from;
}

/* Puts the places of each pair together in one list. */
static void join_pairs(struct nd_postings *postings) {
    const uint32_t lists = (uint32_t)postings->bytes.len;
    struct nd_postings old = *postings;
    struct nd_buf joined = {0};
    uint32_t *places = NULL;
    size_t capacity = 0;

    if (postings->pair_count == 0)
        return;
    old.bytes = (struct nd_buf){0};
    nd_buf_add(&old.bytes, nd_buf_str(&postings->bytes));
    for (size_t i = 0; i < postings->count; i++) {
        if (postings->starts[i] < lists)
            continue;
        size_t count = nd_postings_places(&old, i, &places, &capacity);
        nd_buf_clear(&joined);
        nd_postings_encode(places, count, &joined);
        postings->starts[i] = (uint32_t)postings->bytes.len;
        nd_varint_add(&postings->bytes, joined.len * 2);
        nd_buf_add(&postings->bytes, nd_buf_str(&joined));
    }
    free(places);
    nd_buf_free(&joined);
    nd_buf_free(&old.bytes);
    free(postings->pairs);
    postings->pairs = NULL;
    postings->pair_count = postings->pair_capacity = 0;
}

/* Where the places of a document that both have are: in one list, where they are the same. */
static uint32_t pair_up(struct nd_postings *united, const struct nd_postings *a, size_t i,
                        const struct nd_postings *b, size_t k) {
    if (nd_str_eq(nd_postings_list(a, i), nd_postings_list(b, k)))
        return a->starts[i];
    united->pairs =
        nd_alloc_grow(united->pairs, &united->pair_capacity, united->pair_count + 1, sizeof *united->pairs);
    united->pairs[united->pair_count] =
        (struct nd_postings_pair){a->starts[i], (uint32_t)a->bytes.len + b->starts[k]};
    return (uint32_t)(a->bytes.len + b->bytes.len + united->pair_count++);
}

/* Appends the documents from number at up to end; their lists stand so much further on. */
static size_t append(struct nd_postings *united, const struct nd_postings *from, size_t at, size_t end,
                     uint32_t further) {
    if (at < end)
        memcpy(united->docs + united->count, from->docs + at, (end - at) * sizeof *united->docs);
    for (size_t i = at; i < end; i++)
        united->starts[united->count++] = from->starts[i] + further;
    return end;
}

/* The documents of both, in order. */
static void unite_docs(struct nd_postings *united, const struct nd_postings *a, const struct nd_postings *b) {
    const uint32_t further = (uint32_t)a->bytes.len;
    size_t i = 0, k = 0;

    while (i < a->count && k < b->count) {
        if (a->docs[i] == b->docs[k]) {
            united->docs[united->count] = a->docs[i];
            united->starts[united->count++] = pair_up(united, a, i++, b, k++);
        } else if (a->docs[i] < b->docs[k]) {
            i = append(united, a, i, nd_postings_find(a, b->docs[k], i), 0);
        } else {
            k = append(united, b, k, nd_postings_find(b, a->docs[i], k), further);
        }
    }
    (void)append(united, a, i, a->count, 0);
    (void)append(united, b, k, b->count, further);
}

void nd_postings_unite(struct nd_postings *postings, struct nd_postings *other) {
    struct nd_postings united = {0};

    if (postings->bytes.len < other->bytes.len) {
        struct nd_postings shorter = *postings;
        *postings = *other;
        *other = shorter;
    }
    join_pairs(postings);
    join_pairs(other);
    nd_postings_reserve(&united, postings->count + other->count);
    unite_docs(&united, postings, other);
    united.bytes = postings->bytes;
    postings->bytes = (struct nd_buf){0};
    nd_buf_add(&united.bytes, nd_buf_str(&other->bytes));
    replace(postings, &united);
}
