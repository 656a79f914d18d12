#include "source/scan.h"

#include "newsdex/bytes.h"
#include "newsdex/utf8.h"

#include <utf8proc.h>

/* Scripts in which nothing changes by NFC, to spare most texts the look into tables. */
static bool is_stable_range(uint32_t c) {
    if (c >= 0x2010) /* most of what is asked for is Chinese */
        return (c >= 0x30A0 && c < 0xA66F) || c < 0x20D0 || (c >= 0x3000 && c < 0x302A) ||
               (c >= 0x3041 && c < 0x3099) || (c >= 0xAC00 && c < 0xD7A4) || (c >= 0xFF00 && c < 0xFF9E);
    return c < 0x300 || (c >= 0x400 && c < 0x483) || (c >= 0x48A && c < 0x591) ||
           (c >= 0x1E00 && c < 0x1F00 && c != 0x1E9B);
}

/* A mark, even if only the narrow form of one, or what composes with a character before it (utf8proc's
 * comb_index). */
static bool is_attached(uint32_t c, const utf8proc_property_t *property) {
    return c == 0xFF9E || c == 0xFF9F || property->combining_class != 0 ||
           (property->comb_index >= 0x8000 && property->comb_index != UINT16_MAX) ||
           (c >= 0x1160 && c < 0x1200);
}

/* True when a character is attached, decomposes canonically, or may be composed with what follows as Jamo
 * are. */
static bool may_change(uint32_t c) {
    const utf8proc_property_t *property;

    if (is_stable_range(c))
        return false;
    property = utf8proc_get_property((utf8proc_int32_t)c);
    return is_attached(c, property) ||
           (property->decomp_seqindex != UINT16_MAX && property->decomp_type == 0) ||
           (c >= 0x1100 && c < 0x1160);
}

/* Tibetan vowels that are starters themselves, but no longer when they are decomposed. */
static bool is_tibetan_pair(uint32_t c) {
    return c == 0x0F73 || c == 0x0F75 || c == 0x0F81;
}

bool nd_source_scan_is_apart(uint32_t c) {
    return is_stable_range(c) ||
           (!is_tibetan_pair(c) && !is_attached(c, utf8proc_get_property((utf8proc_int32_t)c)));
}

size_t nd_source_scan_next_unstable(struct nd_str text, size_t from) {
    size_t length;
    uint32_t c;

    for (size_t i = from; i < text.len; i += length) {
        if (text.len - i >= sizeof(uint64_t) && nd_bytes_are_ascii(text.ptr + i)) {
            length = sizeof(uint64_t);
            continue;
        }
        length = nd_utf8_decode(nd_str_skip(text, i), &c);
        if (may_change(c))
            return i;
    }
    return text.len;
}

static bool is_control(uint32_t c) {
    return (c < 0x20 && c != '\n' && c != '\t' && c != '\f') || (c >= 0x7f && c < 0xA0);
}

/* U+4000 to U+9FFF, most of Chinese: nothing about them needs a closer look. */
static bool is_common_han(struct nd_str bytes, size_t at) {
    const unsigned char *b = (const unsigned char *)bytes.ptr + at;

    return bytes.len - at >= 3 && b[0] >= 0xE4 && b[0] <= 0xE9 && (b[1] & 0xC0) == 0x80 &&
           (b[2] & 0xC0) == 0x80;
}

/* Looks at the characters that begin between from and to; returns where the next one begins. */
static size_t look_closely(struct nd_str bytes, size_t from, size_t to, struct nd_source_scan *scan) {
    while (from < to) {
        uint32_t c;
        size_t length;
        if (is_common_han(bytes, from)) {
            from += 3;
            continue;
        }
        length = nd_utf8_read(bytes.ptr + from, bytes.len - from, &c);
        if (length == 0) {
            scan->bad = from;
            return bytes.len;
        }
        if (is_control(c) && from < scan->control)
            scan->control = from;
        if (c >= 0x300 && scan->unstable == bytes.len && may_change(c))
            scan->unstable = from;
        from += length;
    }
    return from;
}

struct nd_source_scan nd_source_scan_bytes(struct nd_str bytes) {
    struct nd_source_scan scan = {bytes.len, bytes.len, bytes.len};
    size_t i = 0, end;

    while (i < bytes.len) {
        end = bytes.len - i > ND_BYTES_BLOCK ? i + ND_BYTES_BLOCK : bytes.len;
        if (end - i == ND_BYTES_BLOCK && nd_bytes_are_plain_block(bytes.ptr + i)) {
            i = end;
            continue;
        }
        while (i < end) {
            size_t left = bytes.len - i;
            if (left >= sizeof(uint64_t) && nd_bytes_are_plain(bytes.ptr + i))
                i += sizeof(uint64_t);
            else
                i = look_closely(bytes, i, i + (left < 16 ? left : 16), &scan);
        }
    }
    return scan;
}
