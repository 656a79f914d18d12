#include "article/record.h"

#include "newsdex/utf8.h"

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
