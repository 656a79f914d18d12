/*
 * UTF-8, without tables: decoding, validation, and cutting text where a reader would not mind.
 * Unicode properties come from utf8proc, in the stages that need them.
 */
#ifndef NEWSDEX_UTF8_H
#define NEWSDEX_UTF8_H

#include "newsdex/str.h"

enum { ND_UTF8_BAD = 0xFFFD };

/*
 * Reads the character that the left > 0 bytes at at begin with into *c and returns its length in bytes, 1 to
 * 4; 0, and *c means nothing, when they begin ill-formed (Unicode 15, Table 3-7). Here because every byte
 * passes by.
 */
static inline size_t nd_utf8_read(const char *at, size_t left, uint32_t *c) {
    const unsigned char *b = (const unsigned char *)at;
    uint32_t second, third, fourth; /* what continuation bytes add; of other bytes, more than 0x3F */

    *c = b[0];
    if (b[0] < 0x80)
        return 1;
    if (left < 2 || b[0] < 0xC2)
        return 0;
    second = b[1] ^ 0x80u;
    if (b[0] < 0xE0) {
        *c = (b[0] & 0x1Fu) << 6 | second;
        return second <= 0x3F ? 2 : 0;
    }
    if (left < 3)
        return 0;
    third = b[2] ^ 0x80u;
    if (b[0] < 0xF0) {
        *c = (b[0] & 0x0Fu) << 12 | second << 6 | third;
        return (second | third) <= 0x3F && *c >= 0x800 && *c - 0xD800 >= 0x800 ? 3 : 0;
    }
    if (left < 4)
        return 0;
    fourth = b[3] ^ 0x80u;
    *c = (b[0] & 0x07u) << 18 | second << 12 | third << 6 | fourth;
    return b[0] < 0xF5 && (second | third | fourth) <= 0x3F && *c >= 0x10000 && *c < 0x110000 ? 4 : 0;
}
/*
 * Decodes the first character of s (s.len > 0) into *c and returns its length in bytes, 1 to 4. Ill-formed
 * input gives U+FFFD and the length of the maximal subpart to skip (Unicode 15, section 3.9, "U+FFFD
 * Substitution of Maximal Subparts").
 */
size_t nd_utf8_decode(struct nd_str s, uint32_t *c);
/* Writes c (a scalar value) into out, returns the bytes written, 1 to 4. */
size_t nd_utf8_encode(uint32_t c, char out[4]);
void nd_utf8_add(struct nd_buf *buf, uint32_t c);
/* True when s is well formed; otherwise *bad (may be NULL) is the offset of the first ill-formed byte. */
bool nd_utf8_valid(struct nd_str s, size_t *bad);
/* Appends s with every maximal ill-formed subpart replaced by U+FFFD; returns how many there were. */
size_t nd_utf8_repair(struct nd_str s, struct nd_buf *out);
/* Number of characters (code points) in well-formed text. */
size_t nd_utf8_count(struct nd_str s);
/* The largest offset <= at that begins a character. */
size_t nd_utf8_floor(struct nd_str s, size_t at);
/*
 * At most max characters of s, cut at the last blank if one is in the second half, otherwise between
 * characters; *cut tells whether anything was left out. Trailing blanks and commas are dropped when cut.
 */
struct nd_str nd_utf8_shorten(struct nd_str s, size_t max, bool *cut);

#endif
