#include "article/record.h"

#include "newsdex/utf8.h"

#include <string.h>
#include <utf8proc.h>

static uint32_t lower(uint32_t c) {
    return c < 0x80 ? (uint32_t)(unsigned char)nd_char_lower((char)c)
                    : (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
}

bool nd_text_begins_with(struct nd_str text, struct nd_str words) {
    size_t i = 0, k = 0;

    while (k < words.len) {
        uint32_t a, b;
        if (i >= text.len)
            return false;
        i += nd_utf8_decode(nd_str_skip(text, i), &a);
        k += nd_utf8_decode(nd_str_skip(words, k), &b);
        if (a != b && lower(a) != lower(b))
            return false;
    }
    return true;
}

/* Eight bytes in lower case, if all are ASCII: by the top bit of each of three sums. */
static bool lower_eight(const char *in, char *out) {
    const uint64_t ones = UINT64_MAX / 0xFF;
    uint64_t eight, capitals;

    memcpy(&eight, in, sizeof eight);
    if ((eight & ones * 0x80) != 0)
        return false;
    capitals = (eight + ones * (0x80 - 'A')) & ~(eight + ones * (0x80 - 'Z' - 1)) & ones * 0x80;
    eight |= capitals >> 2;
    memcpy(out, &eight, sizeof eight);
    return true;
}

struct nd_str nd_text_lower(struct nd_str s, char *out, size_t size) {
    size_t length = 0;

    for (size_t i = 0; i < s.len && length + 4 <= size;) {
        uint32_t c = (unsigned char)s.ptr[i];
        if (i + 8 <= s.len && length + 8 <= size && lower_eight(s.ptr + i, out + length)) {
            i += 8;
            length += 8;
            continue;
        }
        if (c < 0x80) {
            out[length++] = nd_char_lower(s.ptr[i++]);
            continue;
        }
        i += nd_utf8_decode(nd_str_skip(s, i), &c);
        length += nd_utf8_encode(lower(c), out + length);
    }
    return nd_str_of(out, length);
}
