/*
 * How much of its vocabulary a block shares with the other blocks that the first look calls text of the
 * article: one story uses its words again, teasers and notices bring others. And how much of it stands in
 * what the page itself, in JSON-LD, calls the text of its article: a witness and no more, for that text is
 * often cut short.
 */
#include "article/page/main_text.h"

#include <utf8proc.h>

enum {
    LOOK_BYTES = 2000,       /* as much of a block as is looked at */
    LEAST = 4,               /* letters of a word; shorter ones are in every text */
    WITNESS_BYTES = 1 << 18, /* as much of a witness as is looked at */
    LEAST_WITNESS = 60,      /* pairs of words; what is shorter is a teaser */
    PAIR_BITS = 16
};

struct words {
    struct nd_str rest;
    uint32_t before; /* the sign before, of scripts that do not part words */
};

static bool is_unspaced(uint32_t c) {
    return c >= 0x0E00 && (c < 0x1100 || (c >= 0x1780 && c < 0x1800) || (c >= 0x3040 && c < 0xAC00) ||
                           (c >= 0xF900 && c < 0xFB00) || c >= 0x20000);
}

static bool is_of_word(uint32_t c) {
    utf8proc_category_t category;

    if (c < 0x80)
        return nd_char_is_alpha((char)c);
    category = utf8proc_category((utf8proc_int32_t)c);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_ME;
}

static uint32_t lower(uint32_t c) {
    return c < 0x80 ? (uint32_t)(unsigned char)nd_char_lower((char)c)
                    : (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
}

/* The slot of the next word, or of the next pair of signs. False at the end. */
static bool next_slot(struct words *words, uint32_t *slot) {
    uint32_t hash = 2166136261u, letters = 0;

    while (words->rest.len > 0) {
        uint32_t c;
        size_t length = nd_utf8_decode(words->rest, &c);
        bool is_letter = is_of_word(c), is_pair = is_letter && is_unspaced(c);
        if ((!is_letter || is_pair) && letters >= LEAST)
            break;
        words->rest = nd_str_skip(words->rest, length);
        if (is_pair && words->before != 0) {
            *slot = ((words->before * 31 + c) * 2654435761u) >> (32 - ND_KIN_BITS);
            words->before = c;
            return true;
        }
        words->before = is_pair ? c : 0;
        letters = is_letter && !is_pair ? letters + 1 : 0;
        hash = letters == 0 ? 2166136261u : (hash ^ lower(c)) * 16777619u;
    }
    *slot = (hash * 2654435761u) >> (32 - ND_KIN_BITS);
    return letters >= LEAST;
}

static struct words words_of(const struct nd_main_block *b) {
    struct nd_str text = b->paragraph.block->text;

    return (struct words){nd_str_slice(text, 0, nd_utf8_floor(text, LOOK_BYTES)), 0};
}

static void count_words(struct nd_main_text *text) {
    for (uint32_t i = 0; i < 1u << ND_KIN_BITS; i++)
        text->kin[i] = (struct nd_kin){0, UINT32_MAX};
    for (size_t i = 0; i < text->count; i++) {
        struct words words = words_of(&text->blocks[i]);
        uint32_t slot;
        while (text->blocks[i].first > 0 && next_slot(&words, &slot)) {
            text->kin[slot].blocks += text->kin[slot].last != i;
            text->kin[slot].last = (uint32_t)i;
        }
    }
}

void nd_main_kin_find(struct nd_main_text *text) {
    count_words(text);
    for (size_t i = 0; i < text->count; i++) {
        struct nd_main_block *b = &text->blocks[i];
        struct words words = words_of(b);
        uint32_t slot, all = 0, shared = 0;
        while (next_slot(&words, &slot)) {
            all++;
            shared += text->kin[slot].blocks > (b->first > 0);
        }
        b->kin = all == 0 ? 0 : (float)shared / (float)all;
        b->has_kin = shared > 1;
    }
}

/* The slot of the next word together with the one before it; *before is that of the latter plus 1, or 0. */
static bool next_pair(struct words *words, uint32_t *before, uint32_t *pair) {
    uint32_t slot;

    while (next_slot(words, &slot)) {
        uint32_t first = *before;
        *before = slot + 1;
        *pair = ((first * 0x9E3779B1u ^ slot) * 2654435761u) >> (32 - PAIR_BITS);
        if (first != 0)
            return true;
    }
    return false;
}

static void look_for(struct nd_main_block *b, const unsigned char *pairs) {
    struct words words = words_of(b);
    uint32_t before = 0, pair, all = 0, found = 0;

    while (next_pair(&words, &before, &pair)) {
        all++;
        found += pairs[pair];
    }
    b->witnessed = all == 0 ? 0 : (float)found / (float)all;
    b->has_pairs = all > 0;
}

void nd_main_kin_witness(struct nd_main_text *text, struct nd_str witness, struct nd_arena *arena) {
    struct words words = {nd_str_slice(witness, 0, nd_utf8_floor(witness, WITNESS_BYTES)), 0};
    uint32_t before = 0, pair, count = 0;
    unsigned char *pairs;
    float prose = 0, witnessed = 0;

    if (witness.len == 0)
        return;
    pairs = nd_arena_alloc(arena, (size_t)1 << PAIR_BITS, 1);
    for (; next_pair(&words, &before, &pair); count++)
        pairs[pair] = 1;
    if (count < LEAST_WITNESS)
        return;
    for (size_t i = 0; i < text->count; i++) {
        struct nd_main_block *b = &text->blocks[i];
        look_for(b, pairs);
        if (i < text->first_prose || i > text->last_prose)
            continue;
        prose += b->prose;
        witnessed += b->prose * b->witnessed;
    }
    text->trust = prose == 0 ? 0 : witnessed / prose;
}
