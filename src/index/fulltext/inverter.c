#include "newsdex/inverter.h"

#include "index/fulltext/postings.h"
#include "index/fulltext/run.h"
#include "index/fulltext/sketch.h"
#include "index/fulltext/varint.h"
#include "newsdex/alloc.h"
#include "newsdex/analysis.h"
#include "newsdex/arena.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

/* The list of a term grows in blocks, each twice the size of the one before it, linked by their last bytes.
 */
enum { FIRST_SLOTS = 4096, FIRST_BLOCK = 16, LARGEST_BLOCK = 2048, NEAR_KEY = 24, CACHE_LINE = 64 };
enum { LARGE = 1 << 17 };                                             /* terms for which memory is not kept */
enum { BUCKETS = 1 << 16, BUCKET_SHIFT = 48, MANY = 4096, FEW = 40 }; /* of sorting */

/* All that most tokens touch of a term is in one cache line. */
struct term {
    unsigned char *at, *first; /* the end of the list; its first block */
    uint32_t left;             /* bytes of the latest block */
    uint32_t size;             /* of the list in bytes */
    uint32_t article, place;   /* added latest: column << ND_COLUMN_SHIFT | position */
    uint32_t hash, key_length;
    union {
        char near[NEAR_KEY];
        const char *far; /* a longer one */
    } key;
};

_Static_assert(sizeof(struct term) == CACHE_LINE, "a term fills a cache line");

struct slot {
    uint32_t hash, number; /* of the term, from 1 on */
};

/* What is noted of a token: the number of its term, and of the round it belongs to as far as there is room.
 */
enum { NOTE_BITS = 20, NOTE_MASK = (1 << NOTE_BITS) - 1 };

struct nd_inverter {
    struct nd_arena *storage; /* of long keys and blocks */
    void *unaligned;          /* what terms were aligned in */
    struct term *terms;
    size_t count, capacity;
    struct slot *slots;
    size_t slot_count;  /* a power of two */
    size_t used, limit; /* bytes, about */
    struct nd_run run;  /* of which pieces are put aside */
    uint32_t articles;
    uint32_t round;  /* how many pieces there were */
    uint32_t column; /* being inverted */
    uint32_t length;
    bool is_deleted;
    struct nd_sketcher sketcher;
    struct sort_key *order; /* working space */
    size_t order_capacity;
    uint32_t bucket_ends[BUCKETS];
};

/* The first eight bytes of a term as a number settle most comparisons. */
struct sort_key {
    uint64_t prefix;
    const struct term *term;
};

/* What a term needs besides its list. */
enum { TERM_BYTES = sizeof(struct term) + 3 * sizeof(struct slot) + sizeof(struct sort_key) };

static void begin_slots(struct nd_inverter *inverter) {
    inverter->slot_count = FIRST_SLOTS;
    inverter->slots = nd_alloc_array(inverter->slot_count, sizeof *inverter->slots);
}

struct nd_inverter *nd_inverter_new(void) {
    struct nd_inverter *inverter = nd_alloc_array(1, sizeof *inverter);

    inverter->storage = nd_arena_new();
    inverter->limit = ND_INVERTER_BYTES;
    begin_slots(inverter);
    return inverter;
}

void nd_inverter_limit(struct nd_inverter *inverter, size_t bytes) {
    inverter->limit = bytes;
}

void nd_inverter_free(struct nd_inverter *inverter) {
    if (inverter == NULL)
        return;
    nd_run_free(&inverter->run);
    nd_arena_free(inverter->storage);
    free(inverter->unaligned);
    free(inverter->slots);
    free(inverter->order);
    free(inverter);
}

static const char *key_of(const struct term *term) {
    return term->key_length <= NEAR_KEY ? term->key.near : term->key.far;
}

static size_t block_after(size_t size) {
    return size == 0 ? FIRST_BLOCK : size < LARGEST_BLOCK ? size * 2 : LARGEST_BLOCK;
}

static void add_block(struct nd_inverter *inverter, struct term *term) {
    size_t size = FIRST_BLOCK;
    unsigned char *block;

    for (size_t held = term->size; held >= size && size < LARGEST_BLOCK; size = block_after(size))
        held -= size;
    block = (unsigned char *)nd_arena_bytes(inverter->storage, size + sizeof block);
    inverter->used += size + sizeof block;
    if (term->first == NULL)
        term->first = block;
    else
        memcpy(term->at, &block, sizeof block);
    term->at = block;
    term->left = (uint32_t)size;
}

static inline void put_byte(struct nd_inverter *inverter, struct term *term, unsigned byte) {
    if (term->left == 0)
        add_block(inverter, term);
    *term->at++ = (unsigned char)byte;
    term->left--;
    term->size++;
}

static void put_number(struct nd_inverter *inverter, struct term *term, uint32_t number) {
    unsigned char bytes[ND_VARINT_MAX];
    size_t count;

    if (number < 0x80) {
        put_byte(inverter, term, number);
        return;
    }
    count = nd_varint_put(bytes, number);
    for (size_t i = 0; i < count; i++)
        put_byte(inverter, term, bytes[i]);
}

static void grow_slots(struct nd_inverter *inverter) {
    free(inverter->slots);
    inverter->slot_count *= 2;
    inverter->slots = nd_alloc_array(inverter->slot_count, sizeof *inverter->slots);
    for (size_t i = 0; i < inverter->count; i++) {
        size_t at = inverter->terms[i].hash & (inverter->slot_count - 1);
        while (inverter->slots[at].number != 0)
            at = (at + 1) & (inverter->slot_count - 1);
        inverter->slots[at] = (struct slot){inverter->terms[i].hash, (uint32_t)i + 1};
    }
}

static struct term *aligned(void *unaligned) {
    return (struct term *)(((uintptr_t)unaligned + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE);
}

/* The system can make a large block larger where it lies, so that there are never two of them. */
static void grow_terms(struct nd_inverter *inverter) {
    size_t capacity = inverter->capacity == 0 ? FIRST_SLOTS / 2 : inverter->capacity * 2;
    size_t offset = (size_t)((char *)inverter->terms - (char *)inverter->unaligned);

    inverter->unaligned = nd_alloc_resize(inverter->unaligned, capacity + 1, sizeof *inverter->terms);
    inverter->terms = aligned(inverter->unaligned);
    if (inverter->count > 0 && (char *)inverter->terms != (char *)inverter->unaligned + offset)
        memmove(inverter->terms, (char *)inverter->unaligned + offset,
                inverter->count * sizeof *inverter->terms);
    inverter->capacity = capacity;
}

/* Of few terms one by one: each is at its place or behind it. */
static void clear_slots(struct nd_inverter *inverter) {
    if (inverter->count > inverter->slot_count / 16) {
        memset(inverter->slots, 0, inverter->slot_count * sizeof *inverter->slots);
        return;
    }
    for (size_t i = 0; i < inverter->count; i++) {
        size_t at = inverter->terms[i].hash & (inverter->slot_count - 1);
        while (inverter->slots[at].number != i + 1)
            at = (at + 1) & (inverter->slot_count - 1);
        inverter->slots[at].number = 0;
    }
}

static struct term *add_term(struct nd_inverter *inverter, struct slot *slot, struct nd_str key,
                             uint32_t hash) {
    struct term *term;

    if (inverter->count == inverter->capacity)
        grow_terms(inverter);
    term = &inverter->terms[inverter->count++];
    *term = (struct term){.hash = hash, .key_length = (uint32_t)key.len, .article = UINT32_MAX};
    if (key.len <= NEAR_KEY) {
        memcpy(term->key.near, key.ptr, key.len);
    } else {
        char *far = nd_arena_bytes(inverter->storage, key.len);
        memcpy(far, key.ptr, key.len);
        term->key.far = far;
        inverter->used += key.len;
    }
    inverter->used += TERM_BYTES;
    *slot = (struct slot){hash, (uint32_t)inverter->count};
    if (inverter->count * 2 > inverter->slot_count)
        grow_slots(inverter);
    return term;
}

static bool is_term(const struct term *term, struct nd_str key) {
    return term->key_length == key.len && memcmp(key_of(term), key.ptr, key.len) == 0;
}

static struct term *find_term(struct nd_inverter *inverter, struct nd_str key) {
    uint32_t hash = (uint32_t)XXH3_64bits(key.ptr, key.len);
    size_t at = hash & (inverter->slot_count - 1);

    for (;; at = (at + 1) & (inverter->slot_count - 1)) {
        struct slot *slot = &inverter->slots[at];
        struct term *term;
        if (slot->number == 0)
            return add_term(inverter, slot, key, hash);
        if (slot->hash != hash)
            continue;
        term = &inverter->terms[slot->number - 1];
        if (is_term(term, key))
            return term;
    }
}

/* By the note if it is of this round, which spares a look into the slots. Another inverter may have made it.
 */
static struct term *find_noted_term(struct nd_inverter *inverter, const struct nd_token *token) {
    uint32_t round = inverter->round << NOTE_BITS, number = *token->note & NOTE_MASK;
    struct term *term;

    if (number > 0 && number <= inverter->count && *token->note - number == round &&
        is_term(&inverter->terms[number - 1], token->text))
        return &inverter->terms[number - 1];
    term = find_term(inverter, token->text);
    number = (uint32_t)(term - inverter->terms) + 1;
    *token->note = number <= NOTE_MASK ? round | number : 0;
    return term;
}

static void foresee_term(void *context, uint32_t note) {
    const struct nd_inverter *inverter = context;
    uint32_t number = note & NOTE_MASK;

    if (note - number == inverter->round << NOTE_BITS && number > 0 && number <= inverter->count)
        __builtin_prefetch(&inverter->terms[number - 1]);
}

static void begin_article(struct nd_inverter *inverter, struct term *term) {
    if (term->size > 0)
        put_byte(inverter, term, 0);
    put_number(inverter, term, inverter->articles - term->article);
    term->article = inverter->articles;
    term->place = 0;
}

static char *copy_list(const struct term *term, char *out) {
    const unsigned char *block = term->first;
    size_t size = FIRST_BLOCK;

    for (size_t left = term->size; left > 0; size = block_after(size)) {
        size_t here = left < size ? left : size;
        memcpy(out, block, here);
        out += here;
        left -= here;
        if (left > 0) {
            const unsigned char *next;
            memcpy(&next, block + size, sizeof next);
            block = next;
        }
    }
    *out++ = 0;
    return out;
}

static uint64_t prefix_of(const struct term *term) {
    uint64_t prefix = 0;

    memcpy(&prefix, key_of(term), term->key_length < sizeof prefix ? term->key_length : sizeof prefix);
    return be64toh(prefix);
}

static int compare(const void *a, const void *b) {
    const struct sort_key *x = a, *y = b;

    if (x->prefix != y->prefix)
        return x->prefix < y->prefix ? -1 : 1;
    return nd_str_cmp(nd_str_of(key_of(x->term), x->term->key_length),
                      nd_str_of(key_of(y->term), y->term->key_length));
}

/* Sorts a few keys, most of which differ in their prefixes. */
static void sort_few(struct sort_key *keys, size_t count) {
    for (size_t i = 1; i < count; i++) {
        struct sort_key moved = keys[i];
        size_t at = i;
        for (; at > 0 && compare(&moved, &keys[at - 1]) < 0; at--)
            keys[at] = keys[at - 1];
        keys[at] = moved;
    }
}

/* At most MANY: by parts that are smaller and larger than one of them (quicksort), the larger part last. */
static void sort_some(struct sort_key *keys, size_t count) {
    while (count > FEW / 2) {
        struct sort_key pivot = keys[count / 2];
        size_t low = 0, high = count - 1;
        for (;; low++, high--) {
            while (compare(&keys[low], &pivot) < 0)
                low++;
            while (compare(&pivot, &keys[high]) < 0)
                high--;
            if (low >= high)
                break;
            struct sort_key moved = keys[low];
            keys[low] = keys[high];
            keys[high] = moved;
        }
        if (low < count - low) {
            sort_some(keys, low);
            keys += low;
            count -= low;
        } else {
            sort_some(keys + low, count - low);
            count = low;
        }
    }
    sort_few(keys, count);
}

/* Puts the terms into buckets by their first two bytes; ends[i] is where bucket i ends. */
static void fill_buckets(struct nd_inverter *inverter, uint32_t ends[BUCKETS]) {
    uint32_t from = 0;

    memset(ends, 0, BUCKETS * sizeof *ends);
    for (size_t i = 0; i < inverter->count; i++)
        ends[prefix_of(&inverter->terms[i]) >> BUCKET_SHIFT]++;
    for (size_t i = 0; i < BUCKETS; i++) {
        uint32_t count = ends[i];
        ends[i] = from;
        from += count;
    }
    for (size_t i = 0; i < inverter->count; i++) {
        uint64_t prefix = prefix_of(&inverter->terms[i]);
        inverter->order[ends[prefix >> BUCKET_SHIFT]++] = (struct sort_key){prefix, &inverter->terms[i]};
    }
}

/* Puts the terms in order, many of them by way of buckets, which takes a third of the time. */
static void sort_terms(struct nd_inverter *inverter) {
    size_t from = 0;

    inverter->order = nd_alloc_grow(inverter->order, &inverter->order_capacity, inverter->count + 1,
                                    sizeof *inverter->order);
    if (inverter->count < MANY) {
        for (size_t i = 0; i < inverter->count; i++)
            inverter->order[i] = (struct sort_key){prefix_of(&inverter->terms[i]), &inverter->terms[i]};
        sort_some(inverter->order, inverter->count);
        return;
    }
    fill_buckets(inverter, inverter->bucket_ends);
    for (size_t i = 0; i < BUCKETS; from = inverter->bucket_ends[i++]) {
        size_t count = inverter->bucket_ends[i] - from;
        if (count <= FEW)
            sort_few(inverter->order + from, count);
        else
            qsort(inverter->order + from, count, sizeof *inverter->order, compare);
    }
}

static size_t size_of_piece(const struct nd_inverter *inverter) {
    size_t size = 0;

    for (size_t i = 0; i < inverter->count; i++)
        size += sizeof(struct nd_run_head) + inverter->terms[i].key_length + inverter->terms[i].size + 1;
    return size;
}

/* Moves all terms into the bytes of the run, in order. */
static void write_piece(struct nd_inverter *inverter) {
    size_t size = size_of_piece(inverter);
    /* Exactly as large as need be, since many runs are held until they are written. */
    char *out = nd_alloc_resize(NULL, size + 1, 1);

    sort_terms(inverter);
    inverter->run.bytes = (struct nd_buf){out, size, size + 1};
    for (size_t i = 0; i < inverter->count; i++) {
        const struct term *term = inverter->order[i].term;
        struct nd_run_head head = {term->size + 1, term->key_length};
        memcpy(out, &head, sizeof head);
        memcpy(out + sizeof head, key_of(term), term->key_length);
        out = copy_list(term, out + sizeof head + term->key_length);
    }
    *out = '\0';
    nd_arena_reset(inverter->storage);
    clear_slots(inverter);
    inverter->count = inverter->used = 0;
    inverter->round++;
}

/* After a text of very many words: what is kept is what most texts need. */
static void give_back(struct nd_inverter *inverter) {
    free(inverter->unaligned);
    free(inverter->order);
    free(inverter->slots);
    inverter->unaligned = NULL;
    inverter->terms = NULL;
    inverter->order = NULL;
    inverter->capacity = inverter->order_capacity = 0;
    begin_slots(inverter);
}

static enum nd_status take_token(void *context, const struct nd_token *token) {
    struct nd_inverter *inverter = context;
    struct term *term;
    uint32_t place;

    if (inverter->used > inverter->limit) {
        write_piece(inverter);
        nd_run_spill(&inverter->run);
    }
    term = token->note != NULL ? find_noted_term(inverter, token) : find_term(inverter, token->text);
    if (!token->is_colocated || inverter->length == 0) {
        inverter->length++;
        if (inverter->column != ND_COLUMN_TOPICS)
            nd_sketcher_take(&inverter->sketcher, token, term->hash);
    }
    place = inverter->column << ND_COLUMN_SHIFT | (inverter->length - 1);
    if (term->article != inverter->articles)
        begin_article(inverter, term);
    if (inverter->is_deleted)
        return ND_OK;
    if (term->place >> ND_COLUMN_SHIFT != inverter->column) {
        put_byte(inverter, term, 1);
        put_byte(inverter, term, inverter->column);
        term->place = inverter->column << ND_COLUMN_SHIFT;
    }
    put_number(inverter, term, place - term->place + 2);
    term->place = place;
    return ND_OK;
}

static void invert(struct nd_inverter *inverter, struct nd_analyser *analyser,
                   const struct nd_columns *columns, uint32_t lengths[ND_COLUMNS]) {
    nd_sketcher_begin(&inverter->sketcher);
    nd_analyser_foresee(analyser, foresee_term, inverter);
    for (uint32_t column = 0; column < ND_COLUMNS; column++) {
        inverter->column = column;
        inverter->length = 0;
        nd_sketcher_column(&inverter->sketcher, columns->texts[column], column == ND_COLUMN_BODY);
        if (columns->language.len > 0)
            (void)!nd_analyse_text(analyser, columns->language, columns->texts[column], take_token, inverter);
        else
            (void)!nd_analyse_document(analyser, columns->texts[column], take_token, inverter);
        lengths[column] = inverter->length;
    }
    nd_analyser_foresee(analyser, NULL, NULL);
    nd_sketch_write(nd_sketcher_finish(&inverter->sketcher), &inverter->run.sketches);
    inverter->articles++;
}

const struct nd_sketch *nd_inverter_sketch(const struct nd_inverter *inverter) {
    return &inverter->sketcher.sketch;
}

void nd_inverter_add(struct nd_inverter *inverter, struct nd_analyser *analyser,
                     const struct nd_columns *columns, uint32_t lengths[ND_COLUMNS]) {
    inverter->is_deleted = false;
    invert(inverter, analyser, columns, lengths);
}

void nd_inverter_add_deleted(struct nd_inverter *inverter, struct nd_analyser *analyser,
                             const struct nd_columns *columns, uint32_t lengths[ND_COLUMNS]) {
    inverter->is_deleted = true;
    invert(inverter, analyser, columns, lengths);
}

uint32_t nd_inverter_count(const struct nd_inverter *inverter) {
    return inverter->articles;
}

void nd_inverter_finish(struct nd_inverter *inverter, struct nd_run *run) {
    write_piece(inverter);
    if (inverter->capacity > LARGE)
        give_back(inverter);
    inverter->run.articles = inverter->articles;
    inverter->articles = 0;
    nd_run_free(run);
    *run = inverter->run;
    inverter->run = (struct nd_run){0};
}
