#include "newsdex/inverter.h"

#include "index/varint.h"
#include "newsdex/alloc.h"
#include "newsdex/analysis.h"
#include "newsdex/arena.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

/* The list of a term grows in blocks, each twice the size of the one before it, linked by their last bytes.
 */
enum { FIRST_SLOTS = 4096, FIRST_BLOCK = 16, LARGEST_BLOCK = 2048, NO_COLUMN = -1 };

struct term {
    unsigned char *at, *end; /* room in the latest block */
    unsigned char *first;    /* block */
    const char *key;
    uint32_t hash, key_length;
    uint32_t article; /* added latest */
    uint32_t size;    /* of the list in bytes */
    int32_t column;   /* of the place added latest */
    uint32_t position;
};

struct slot {
    uint32_t hash, number; /* of the term, from 1 on */
};

struct nd_inverter {
    struct nd_arena *storage; /* of keys and blocks */
    struct term *terms;
    size_t count, capacity;
    struct slot *slots;
    size_t slot_count; /* a power of two */
    uint32_t articles;
    int32_t column; /* being inverted */
    uint32_t length;
    bool is_deleted;
};

struct nd_inverter *nd_inverter_new(void) {
    struct nd_inverter *inverter = nd_alloc_array(1, sizeof *inverter);

    inverter->storage = nd_arena_new();
    inverter->slot_count = FIRST_SLOTS;
    inverter->slots = nd_alloc_array(inverter->slot_count, sizeof *inverter->slots);
    return inverter;
}

void nd_inverter_free(struct nd_inverter *inverter) {
    if (inverter == NULL)
        return;
    nd_arena_free(inverter->storage);
    free(inverter->terms);
    free(inverter->slots);
    free(inverter);
}

static size_t block_after(size_t size) {
    return size == 0 ? FIRST_BLOCK : size < LARGEST_BLOCK ? size * 2 : LARGEST_BLOCK;
}

static void add_block(struct nd_inverter *inverter, struct term *term) {
    size_t size = FIRST_BLOCK;
    unsigned char *block;

    for (size_t held = term->size; held >= size; size = block_after(size))
        held -= size;
    block = (unsigned char *)nd_arena_bytes(inverter->storage, size + sizeof block);
    if (term->end == NULL)
        term->first = block;
    else
        memcpy(term->end, &block, sizeof block);
    term->at = block;
    term->end = block + size;
}

static void put_byte(struct nd_inverter *inverter, struct term *term, unsigned byte) {
    if (term->at == term->end)
        add_block(inverter, term);
    *term->at++ = (unsigned char)byte;
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

static struct term *add_term(struct nd_inverter *inverter, struct slot *slot, struct nd_str key,
                             uint32_t hash) {
    char *copy = nd_arena_bytes(inverter->storage, key.len);
    struct term *term;

    memcpy(copy, key.ptr, key.len);
    inverter->terms =
        nd_alloc_grow(inverter->terms, &inverter->capacity, inverter->count + 1, sizeof *inverter->terms);
    term = &inverter->terms[inverter->count++];
    *term = (struct term){.key = copy, .hash = hash, .key_length = (uint32_t)key.len, .article = UINT32_MAX};
    *slot = (struct slot){hash, (uint32_t)inverter->count};
    if (inverter->count * 2 > inverter->slot_count)
        grow_slots(inverter);
    return term;
}

static struct term *find_term(struct nd_inverter *inverter, struct nd_str key) {
    uint32_t hash = (uint32_t)XXH3_64bits(key.ptr, key.len);
    size_t at = hash & (inverter->slot_count - 1);

    for (;; at = (at + 1) & (inverter->slot_count - 1)) {
        struct slot *slot = &inverter->slots[at];
        struct term *term;
        if (slot->number == 0)
            return add_term(inverter, slot, key, hash);
        term = &inverter->terms[slot->number - 1];
        if (slot->hash == hash && term->key_length == key.len && memcmp(term->key, key.ptr, key.len) == 0)
            return term;
    }
}

static void begin_article(struct nd_inverter *inverter, struct term *term) {
    if (term->size > 0)
        put_byte(inverter, term, 0);
    put_number(inverter, term, inverter->articles - term->article);
    term->article = inverter->articles;
    term->column = 0;
    term->position = 0;
}

static enum nd_status take_token(void *context, const struct nd_token *token) {
    struct nd_inverter *inverter = context;
    struct term *term = find_term(inverter, token->text);
    uint32_t position;

    if (!token->is_colocated || inverter->length == 0)
        inverter->length++;
    position = inverter->length - 1;
    if (term->article != inverter->articles)
        begin_article(inverter, term);
    if (inverter->is_deleted)
        return ND_OK;
    if (term->column != inverter->column) {
        put_byte(inverter, term, 1);
        put_byte(inverter, term, (unsigned)inverter->column);
        term->column = inverter->column;
        term->position = 0;
    }
    put_number(inverter, term, position - term->position + 2);
    term->position = position;
    return ND_OK;
}

static void invert(struct nd_inverter *inverter, struct nd_analyser *analyser,
                   const struct nd_str columns[ND_COLUMNS], uint32_t lengths[ND_COLUMNS]) {
    for (int column = 0; column < ND_COLUMNS; column++) {
        inverter->column = column;
        inverter->length = 0;
        (void)!nd_analyse_document(analyser, columns[column], take_token, inverter);
        lengths[column] = inverter->length;
    }
    inverter->articles++;
}

void nd_inverter_add(struct nd_inverter *inverter, struct nd_analyser *analyser,
                     const struct nd_str columns[ND_COLUMNS], uint32_t lengths[ND_COLUMNS]) {
    inverter->is_deleted = false;
    invert(inverter, analyser, columns, lengths);
}

void nd_inverter_add_deleted(struct nd_inverter *inverter, struct nd_analyser *analyser,
                             const struct nd_str columns[ND_COLUMNS], uint32_t lengths[ND_COLUMNS]) {
    inverter->is_deleted = true;
    invert(inverter, analyser, columns, lengths);
}

uint32_t nd_inverter_count(const struct nd_inverter *inverter) {
    return inverter->articles;
}

/* What stands in a run before each key and list. */
struct head {
    uint32_t hash, list_length, key_length;
};

static char *copy_list(const struct term *term, char *out) {
    const unsigned char *block = term->first;
    size_t size = FIRST_BLOCK;

    for (size_t left = term->size; left > 0; size = block_after(size)) {
        size_t here = left < size ? left : size;
        memcpy(out, block, here);
        out += here;
        left -= here;
        if (left > 0)
            memcpy(&block, block + size, sizeof block);
    }
    *out++ = 0;
    return out;
}

void nd_inverter_finish(struct nd_inverter *inverter, struct nd_run *run) {
    size_t size = 0;
    char *out;

    for (size_t i = 0; i < inverter->count; i++)
        size += sizeof(struct head) + inverter->terms[i].key_length + inverter->terms[i].size + 1;
    /* Exactly as large as need be, since many runs are held until they are written. */
    nd_buf_free(&run->bytes);
    out = nd_alloc_resize(NULL, size + 1, 1);
    run->bytes = (struct nd_buf){out, size, size + 1};
    for (size_t i = 0; i < inverter->count; i++) {
        const struct term *term = &inverter->terms[i];
        struct head head = {term->hash, term->size + 1, term->key_length};
        memcpy(out, &head, sizeof head);
        memcpy(out + sizeof head, term->key, term->key_length);
        out = copy_list(term, out + sizeof head + term->key_length);
    }
    *out = '\0';
    run->articles = inverter->articles;
    nd_arena_reset(inverter->storage);
    memset(inverter->slots, 0, inverter->slot_count * sizeof *inverter->slots);
    inverter->count = 0;
    inverter->articles = 0;
}

bool nd_run_next(const struct nd_run *run, size_t *at, struct nd_run_term *term) {
    struct head head;

    if (*at >= run->bytes.len)
        return false;
    memcpy(&head, run->bytes.ptr + *at, sizeof head);
    *at += sizeof head;
    term->hash = head.hash;
    term->term = nd_str_of(run->bytes.ptr + *at, head.key_length);
    *at += head.key_length;
    term->list = nd_str_of(run->bytes.ptr + *at, head.list_length);
    *at += head.list_length;
    return true;
}
