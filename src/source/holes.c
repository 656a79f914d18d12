#include "source/holes.h"

#include <string.h>

enum { HOLE = 16, LEAST_TEXT = 64 /* bytes, or one in sixteen */ };

/* The zeros from at on. */
static size_t zeros_at(struct nd_str text, size_t at) {
    size_t i = at;

    while (i < text.len && text.ptr[i] == '\0')
        i++;
    return i - at;
}

/* Where the next hole begins; the length of text when there is none. */
static size_t next_hole(struct nd_str text, size_t at, size_t *length) {
    for (;;) {
        const char *zero = at < text.len ? memchr(text.ptr + at, '\0', text.len - at) : NULL;
        if (zero == NULL)
            return text.len;
        at = (size_t)(zero - text.ptr);
        *length = zeros_at(text, at);
        if (*length >= HOLE)
            return at;
        at += *length;
    }
}

void nd_source_fill_holes(struct nd_buf *text, struct nd_problems *problems) {
    struct nd_str all = nd_buf_str(text);
    size_t lost = 0, length = 0, out, at, first = next_hole(all, 0, &length);
    uint32_t line = 1;

    for (at = first; at < all.len; at = next_hole(all, at + length, &length))
        lost += length;
    if (lost == 0 || (all.len - lost < LEAST_TEXT && (all.len - lost) * 16 < all.len))
        return;
    for (size_t i = 0; i < first; i++)
        line += all.ptr[i] == '\n';
    out = first;
    for (at = next_hole(all, first, &length); at < all.len;) {
        size_t from = at + length, next = next_hole(all, from, &length);
        text->ptr[out++] = '\n';
        memmove(text->ptr + out, all.ptr + from, next - from);
        out += next - from;
        at = next;
    }
    nd_buf_cut(text, out);
    nd_problems_add(problems, ND_P_INVALID_BYTES, line, 0,
                    "a hole: %zu bytes are zeros, left out; what stood there is lost", lost);
}
