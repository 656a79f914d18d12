/*
 * SQLite's variable-length integers, as FTS5 keeps them: seven bits a byte, most significant first, the ninth
 * byte whole. Private to the index stage.
 */
#ifndef INDEX_FULLTEXT_VARINT_H
#define INDEX_FULLTEXT_VARINT_H

#include "newsdex/str.h"

enum { ND_VARINT_MAX = 9 };

/* The general case of nd_varint_get. */
size_t nd_varint_get_long(const unsigned char *p, const unsigned char *end, uint64_t *value);

/* Reads at p, never at or beyond end; returns the bytes taken, at least 1. */
static inline size_t nd_varint_get(const unsigned char *p, const unsigned char *end, uint64_t *value) {
    if (p < end && *p < 0x80) {
        *value = *p;
        return 1;
    }
    return nd_varint_get_long(p, end, value);
}

/* Reads a number that ends at or before end, and moves *p behind it; false when it is cut off. */
bool nd_varint_take(const unsigned char **p, const unsigned char *end, uint64_t *value);

/* The general case of nd_varint_put. */
size_t nd_varint_put_long(unsigned char *p, uint64_t value);

/* Writes at most ND_VARINT_MAX bytes and returns how many. */
static inline size_t nd_varint_put(unsigned char *p, uint64_t value) {
    if (value < 0x80) {
        *p = (unsigned char)value;
        return 1;
    }
    return nd_varint_put_long(p, value);
}

/* Appends it to a buffer. */
void nd_varint_add(struct nd_buf *buf, uint64_t value);

#endif
