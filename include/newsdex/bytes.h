/*
 * Eight bytes of text at a time, as one integer. What nearly all text consists of is passed over by a handful
 * of instructions a word; whatever the test does not let through is then looked at byte by byte. Nothing here
 * depends on the order of bytes in a word.
 */
#ifndef NEWSDEX_BYTES_H
#define NEWSDEX_BYTES_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* The byte b eight times. */
#define ND_BYTES_OF(b) (UINT64_MAX / 255 * (uint64_t)(b))

static inline uint64_t nd_bytes_load(const char *at) {
    uint64_t word;

    memcpy(&word, at, sizeof word);
    return word;
}

/* Sums with the low seven bits of each byte stay in the byte, and its highest bit tells how they ended. */
static inline uint64_t nd_bytes_low(uint64_t word) {
    return word & ND_BYTES_OF(0x7f);
}

/* In the highest bit of each byte: is its low part at least least (1 to 0x7f)? */
static inline uint64_t nd_bytes_reach(uint64_t low, unsigned least) {
    return low + ND_BYTES_OF(0x80 - least);
}

/* In the highest bit of each byte: does its low part differ from b (below 0x80)? */
static inline uint64_t nd_bytes_differ(uint64_t low, unsigned b) {
    return (low ^ ND_BYTES_OF(b)) + ND_BYTES_OF(0x7f);
}

/* True when all eight bytes at at are ASCII. */
static inline bool nd_bytes_are_ascii(const char *at) {
    return (nd_bytes_load(at) & ND_BYTES_OF(0x80)) == 0;
}

/* True when they are printable ASCII or line feeds. */
static inline bool nd_bytes_are_plain(const char *at) {
    uint64_t word = nd_bytes_load(at), low = nd_bytes_low(word);
    uint64_t is_printed = nd_bytes_reach(low, 0x20) & ~nd_bytes_reach(low, 0x7f);
    uint64_t is_plain = (is_printed | ~nd_bytes_differ(low, '\n')) & ~word;

    return (is_plain & ND_BYTES_OF(0x80)) == ND_BYTES_OF(0x80);
}

enum { ND_BYTES_BLOCK = 128 };

/* True when the ND_BYTES_BLOCK bytes at at are so; compilers turn the loop into vectors. */
static inline bool nd_bytes_are_plain_block(const char *at) {
    unsigned char odd = 0;

    for (int i = 0; i < ND_BYTES_BLOCK; i++) {
        unsigned char c = (unsigned char)at[i], printed = (unsigned char)(c - 0x20);
        odd |= (unsigned char)((printed > 0x5e) & (c != '\n'));
    }
    return odd == 0;
}

#endif
