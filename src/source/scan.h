/*
 * One look at the bytes of a file that are taken for UTF-8: what about them has to be changed before they are
 * the text the source stage promises. Of most files nothing has.
 */
#ifndef SOURCE_SCAN_H
#define SOURCE_SCAN_H

#include "newsdex/str.h"

/* Offsets; the length of the bytes where there is no such place. */
struct nd_source_scan {
    size_t bad;      /* of the first byte that is no UTF-8; nothing was looked at from there on */
    size_t control;  /* of the first carriage return or control byte that no text has */
    size_t unstable; /* of the first character that NFC may change */
};

struct nd_source_scan nd_source_scan_bytes(struct nd_str bytes);

/* True for a control byte that no text has: tab, line ends, form feed and escape are in some. */
static inline bool nd_source_scan_is_binary(char c) {
    return (unsigned char)c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1b;
}

/* The offset at or behind from of the next character of valid UTF-8 that NFC may change, or its length. */
size_t nd_source_scan_next_unstable(struct nd_str text, size_t from);

/* True when NFC treats what is before c and what begins with c each by itself. */
bool nd_source_scan_is_apart(uint32_t c);

#endif
