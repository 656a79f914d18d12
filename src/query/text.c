#include "query/text.h"

size_t nd_query_blank(struct nd_str s) {
    unsigned char a = (unsigned char)s.ptr[0];
    unsigned char b = s.len > 1 ? (unsigned char)s.ptr[1] : 0;
    unsigned char c = s.len > 2 ? (unsigned char)s.ptr[2] : 0;

    if (a <= 0x20 || a == 0x7F)
        return 1;
    if (a == 0xC2 && b >= 0x80 && b <= 0xA0)
        return 2;
    if (a == 0xE2 && b == 0x80 && ((c >= 0x80 && c <= 0x8B) || c == 0xA8 || c == 0xA9 || c == 0xAF))
        return 3;
    if ((a == 0xE1 && b == 0x9A && c == 0x80) || (a == 0xE2 && b == 0x81 && c == 0x9F))
        return 3;
    if ((a == 0xE3 && b == 0x80 && c == 0x80) || (a == 0xEF && b == 0xBB && c == 0xBF))
        return 3;
    return 0;
}

/* All letters of Hebrew are two bytes, the first of them this one. */
static bool is_hebrew(struct nd_str s, size_t at) {
    return at + 1 < s.len && (unsigned char)s.ptr[at] == 0xD7 &&
           ((unsigned char)s.ptr[at + 1] & 0xC0) == 0x80;
}

bool nd_query_is_gershayim(struct nd_str s, size_t at) {
    return s.ptr[at] == '"' && at >= 2 && is_hebrew(s, at - 2) && is_hebrew(s, at + 1);
}

struct nd_str nd_query_tidy(struct nd_str text, struct nd_arena *arena) {
    char *copy = nd_arena_bytes(arena, 2 * text.len + 1);
    size_t n = 0;

    for (size_t at = 0, length; at < text.len; at += length) {
        size_t blank = text.ptr[at] == '"' ? 1 : nd_query_blank(nd_str_skip(text, at));
        length = blank == 0 ? 1 : blank;
        if (nd_query_is_gershayim(text, at)) {
            copy[n++] = '\xD7';
            copy[n++] = '\xB4';
        } else if (blank == 0) {
            copy[n++] = text.ptr[at];
        } else if (n > 0 && copy[n - 1] != ' ') {
            copy[n++] = ' ';
        }
    }
    if (n > 0 && copy[n - 1] == ' ')
        n--;
    copy[n] = '\0';
    return nd_str_of(copy, n);
}
