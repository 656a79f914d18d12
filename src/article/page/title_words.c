/* Titles made comparable: their words without what two spellings differ in, and as pairs of letters. */
#include "article/page/title.h"

#include <utf8proc.h>

/* One sign for all dashes, one for all quotation marks (but « » ‹ › that lead from site to page), no soft
 * hyphens. */
static uint32_t plain_char(uint32_t c) {
    if (c == 0xAD || c == 0x200B || c == 0xFEFF)
        return 0;
    if (c == 0xA0 || c == 0x202F || c == '\n' || c == '\t')
        return ' ';
    if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212)
        return '-';
    if ((c >= 0x2018 && c <= 0x201F) || c == '\'')
        return '"';
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
}

struct nd_str nd_title_fold(struct nd_str s, struct nd_arena *arena) {
    char *out = nd_arena_bytes(arena, s.len * 2 + 4);
    size_t length = 0;

    for (size_t i = 0; i < s.len;) {
        uint32_t c;
        i += nd_utf8_decode(nd_str_skip(s, i), &c);
        if (((c == 0xAB || c == 0x2039) && i < s.len && s.ptr[i] != ' ') ||
            ((c == 0xBB || c == 0x203A) && length > 0 && out[length - 1] != ' '))
            c = '"';
        c = plain_char(c);
        if (c == 0 || (c == ' ' && (length == 0 || out[length - 1] == ' ')))
            continue;
        length += nd_utf8_encode(c, out + length);
    }
    return nd_str_trim(nd_str_of(out, length));
}

void nd_title_bag_fill(struct nd_title_bag *bag, struct nd_str s, bool is_ascii) {
    uint32_t before = ' ';

    for (size_t i = 0; i < s.len;) {
        uint32_t c, slot;
        i += nd_utf8_decode(nd_str_skip(s, i), &c);
        if (c < 0x80 && !nd_char_is_alpha((char)c) && !nd_char_is_digit((char)c))
            c = ' ';
        if ((c == ' ' && before == ' ') || (is_ascii && (c == ' ' || c >= 0x80)))
            continue;
        slot = (before * 31 + c) * 2654435761u >> 22;
        before = c;
        if ((bag->bits[slot / 64] >> slot % 64 & 1) == 0)
            bag->count++;
        bag->bits[slot / 64] |= (uint64_t)1 << slot % 64;
    }
}
