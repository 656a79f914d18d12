/*
 * A sketch of a text: some of its shingles, by which copies are found (../copies), and one hash of all of it,
 * by which equal ones are. Made while the words of an article are inverted. Private to the index stage.
 *
 * The text of an article is its body, or title, excerpt and body when that is shorter than ND_TEXT_WORDS
 * words. A shingle is ND_SHINGLE_WORDS words as they are searched: folded, and of scripts without spaces the
 * pairs or triples of characters that take the place of words. Kept are those with the smallest hashes
 * (Broder, "On the resemblance and containment of documents", 1997): of two texts that share much, many are
 * the same, however long they are.
 */
#ifndef INDEX_FULLTEXT_SKETCH_H
#define INDEX_FULLTEXT_SKETCH_H

#include "newsdex/analysis.h"

enum {
    ND_SKETCH_KEYS = 28, /* at most; a text of so many words has nd_sketch_keys of them */
    ND_SHINGLE_WORDS = 5,
    ND_SHINGLES_LEAST = 16, /* a text of fewer is a copy only of one that is equal */
    ND_TEXT_WORDS = ND_SHINGLES_LEAST + ND_SHINGLE_WORDS - 1,
    ND_KEY_BITS = 31
};

struct nd_sketch {
    uint64_t text;  /* 0: there is no word */
    uint64_t words; /* of the text */
    uint32_t count; /* 0: the text is short, and text is one for all that differ in the numbers of addresses
                       only */
    uint32_t keys[ND_SKETCH_KEYS]; /* in order */
};

/* How many keys a text of so many words has, if it is not short. */
uint32_t nd_sketch_keys(uint64_t words);
/* Appends a sketch, packed; reads one and moves *at behind it, false when it is cut off. */
void nd_sketch_write(const struct nd_sketch *sketch, struct nd_buf *out);
bool nd_sketch_read(const unsigned char **at, const unsigned char *end, struct nd_sketch *sketch);

/* A text that is being read. */
struct nd_sketcher {
    struct nd_sketch sketch;
    uint64_t words[ND_SHINGLE_WORDS]; /* the latest, in a ring */
    unsigned oldest;                  /* its place there */
    uint64_t shingle;                 /* of the latest words, before it is mixed */
    uint64_t exact;                   /* of all words */
    uint64_t masked;                  /* the same without the numbers of addresses, */
    bool has_masked;                  /* of which there were some */
    struct nd_str column;
    size_t address_end; /* in the column */
    uint64_t body_count;
    bool is_body;
    struct {
        uint64_t word;
        bool is_hidden;
    } body[ND_TEXT_WORDS]; /* its first words */
};

void nd_sketcher_begin(struct nd_sketcher *sketcher);
/* What comes next is of this text: title and then excerpt, and before or behind them the body. */
void nd_sketcher_column(struct nd_sketcher *sketcher, struct nd_str text, bool is_body);
/* The sketch, until the next text begins; once for each. */
const struct nd_sketch *nd_sketcher_finish(struct nd_sketcher *sketcher);

/* What one more word makes of the shingle of the words before it, of which old leaves it. */
static inline uint64_t nd_sketch_roll(uint64_t shingle, uint64_t old, uint64_t word) {
    const uint64_t base = 0x9E3779B97F4A7C15u,
                   power = base * base * base * base; /* ND_SHINGLE_WORDS - 1 times */

    return (shingle - old * power) * base + word;
}
/* Spreads the bits of a hash: the finalizer of MurmurHash3, which is in the public domain. */
static inline uint64_t nd_sketch_mix(uint64_t hash) {
    hash = (hash ^ hash >> 33) * 0xff51afd7ed558ccdu;
    hash = (hash ^ hash >> 33) * 0xc4ceb9fe1a85ec53u;
    return hash ^ hash >> 33;
}
/* The key all equal texts have. */
uint32_t nd_sketch_text_key(const struct nd_sketch *sketch);

/* A word that may be the first of an address or lie in one, or that is one of the first of the body. */
void nd_sketcher_take_rare(struct nd_sketcher *sketcher, const struct nd_token *token, uint32_t hash);
/* Puts a key among the smallest. */
void nd_sketcher_keep(struct nd_sketch *sketch, uint32_t key);

/* Of a shingle: the best bits of a product, which all bits of the hash are in. */
static inline uint32_t nd_sketch_key(uint64_t hash) {
    return (uint32_t)(hash * 0xff51afd7ed558ccdu >> (64 - ND_KEY_BITS));
}

static inline void nd_sketcher_add(struct nd_sketcher *sketcher, uint64_t word) {
    struct nd_sketch *sketch = &sketcher->sketch;
    uint64_t *oldest = &sketcher->words[sketcher->oldest];
    uint32_t key;

    sketcher->shingle = nd_sketch_roll(sketcher->shingle, *oldest, word);
    *oldest = word;
    sketcher->oldest = sketcher->oldest + 1 == ND_SHINGLE_WORDS ? 0 : sketcher->oldest + 1;
    sketcher->exact = nd_sketch_roll(sketcher->exact, 0, word + 1);
    if (++sketch->words < ND_SHINGLE_WORDS)
        return;
    key = nd_sketch_key(sketcher->shingle);
    if (sketch->count < ND_SKETCH_KEYS || key < sketch->keys[ND_SKETCH_KEYS - 1])
        nd_sketcher_keep(sketch, key);
}

/* A word, and the hash of its text; not those at the place of the one before. */
static inline void nd_sketcher_take(struct nd_sketcher *sketcher, const struct nd_token *token,
                                    uint32_t hash) {
    const char *ptr = token->text.ptr;
    bool may_begin =
        token->text.len >= 3 && ((ptr[0] == 'h' && ptr[1] == 't') || (ptr[0] == 'w' && ptr[1] == 'w'));

    if (!sketcher->is_body && sketcher->body_count >= ND_TEXT_WORDS)
        return;
    if (may_begin || sketcher->has_masked || token->start < sketcher->address_end ||
        (sketcher->is_body && sketcher->body_count < ND_TEXT_WORDS))
        nd_sketcher_take_rare(sketcher, token, hash);
    else
        nd_sketcher_add(sketcher, hash);
}

#endif
