#include "index/fulltext/sketch.h"

#include "index/fulltext/varint.h"

#include <string.h>

uint32_t nd_sketch_text_key(const struct nd_sketch *sketch) {
    return nd_sketch_key(sketch->text);
}

/* The longer a text, the smaller the part of it that may be a whole other text. */
uint32_t nd_sketch_keys(uint64_t words) {
    enum { LEAST = 20, WORDS_OF_A_KEY = 48 };
    uint64_t keys = LEAST + words / WORDS_OF_A_KEY;

    return keys < ND_SKETCH_KEYS ? (uint32_t)keys : ND_SKETCH_KEYS;
}

void nd_sketch_write(const struct nd_sketch *sketch, struct nd_buf *out) {
    nd_varint_add(out, sketch->count);
    nd_varint_add(out, sketch->text);
    for (uint32_t i = 0; i < sketch->count; i++)
        nd_varint_add(out, sketch->keys[i]);
}

bool nd_sketch_read(const unsigned char **at, const unsigned char *end, struct nd_sketch *sketch) {
    uint64_t count, key;

    *sketch = (struct nd_sketch){.text = 0};
    if (!nd_varint_take(at, end, &count) || count > ND_SKETCH_KEYS || !nd_varint_take(at, end, &sketch->text))
        return false;
    while (sketch->count < count) {
        if (!nd_varint_take(at, end, &key) || key >> ND_KEY_BITS != 0)
            return false;
        sketch->keys[sketch->count++] = (uint32_t)key;
    }
    return true;
}

/* Begins the text anew; columns go on. */
static void restart(struct nd_sketcher *sketcher) {
    sketcher->sketch.count = 0;
    sketcher->sketch.words = sketcher->oldest = 0;
    sketcher->shingle = sketcher->exact = 0;
    sketcher->has_masked = false;
    memset(sketcher->words, 0, sizeof sketcher->words);
}

void nd_sketcher_begin(struct nd_sketcher *sketcher) {
    restart(sketcher);
    sketcher->body_count = 0;
}

void nd_sketcher_column(struct nd_sketcher *sketcher, struct nd_str text, bool is_body) {
    sketcher->column = text;
    sketcher->address_end = 0;
    sketcher->is_body = is_body;
}

void nd_sketcher_keep(struct nd_sketch *sketch, uint32_t key) {
    uint32_t low = 0, high = sketch->count, moved;

    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (sketch->keys[middle] < key)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < sketch->count && sketch->keys[low] == key)
        return;
    if (sketch->count < ND_SKETCH_KEYS)
        sketch->count++;
    moved = sketch->count - low - 1;
    memmove(sketch->keys + low + 1, sketch->keys + low, moved * sizeof *sketch->keys);
    sketch->keys[low] = key;
}

/* Until the first number of an address both hashes are the same. */
static void add(struct nd_sketcher *sketcher, uint64_t word, bool is_hidden) {
    if (is_hidden && !sketcher->has_masked) {
        sketcher->masked = sketcher->exact;
        sketcher->has_masked = true;
    }
    if (sketcher->has_masked)
        sketcher->masked = nd_sketch_roll(sketcher->masked, 0, is_hidden ? 0 : word + 1);
    nd_sketcher_add(sketcher, word);
}

/* The end of the address that begins with the token, if one does. */
static size_t find_address_end(const struct nd_sketcher *sketcher, const struct nd_token *token) {
    static const struct nd_str starts[] = {ND_STR_INIT("http"), ND_STR_INIT("https"), ND_STR_INIT("www")};
    size_t end = token->start;

    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (nd_str_eq(token->text, starts[i])) {
            while (end < sketcher->column.len && !nd_char_is_blank(sketcher->column.ptr[end]) &&
                   sketcher->column.ptr[end] != '\n')
                end++;
            return end;
        }
    return 0;
}

static void add_first(struct nd_sketcher *sketcher) {
    for (size_t i = 0; i < sketcher->body_count; i++)
        add(sketcher, sketcher->body[i].word, sketcher->body[i].is_hidden);
}

/* The first words of the body wait: once it is long enough to be the text, nothing else is of it. */
static void take_first(struct nd_sketcher *sketcher, uint64_t word, bool is_hidden) {
    sketcher->body[sketcher->body_count].word = word;
    sketcher->body[sketcher->body_count].is_hidden = is_hidden;
    if (++sketcher->body_count < ND_TEXT_WORDS)
        return;
    restart(sketcher);
    add_first(sketcher);
}

void nd_sketcher_take_rare(struct nd_sketcher *sketcher, const struct nd_token *token, uint32_t hash) {
    bool is_inside = token->start < sketcher->address_end,
         is_hidden = is_inside && nd_str_has_digit(token->text);

    if (!is_inside) /* an address in another ends with it */
        sketcher->address_end = find_address_end(sketcher, token);
    if (sketcher->is_body && sketcher->body_count < ND_TEXT_WORDS)
        take_first(sketcher, hash, is_hidden);
    else
        add(sketcher, hash, is_hidden);
}

const struct nd_sketch *nd_sketcher_finish(struct nd_sketcher *sketcher) {
    struct nd_sketch *sketch = &sketcher->sketch;
    bool is_short;

    if (sketcher->body_count < ND_TEXT_WORDS)
        add_first(sketcher);
    is_short = sketch->count < ND_SHINGLES_LEAST;
    if (is_short)
        sketch->count = 0;
    else if (sketch->count > nd_sketch_keys(sketch->words))
        sketch->count = nd_sketch_keys(sketch->words);
    sketch->text = nd_sketch_mix(is_short && sketcher->has_masked ? sketcher->masked : sketcher->exact) | 1;
    if (sketch->words == 0)
        sketch->text = 0;
    return sketch;
}
