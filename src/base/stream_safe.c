#include "newsdex/stream_safe.h"

#include "newsdex/utf8.h"

#include <utf8proc.h>

enum { MAX_NON_STARTERS = 30, MAX_PARTS = 32, FIRST_DECOMPOSED = 0xA8, KNOWN = 64 };

/* The characters that are no starters at the beginning and at the end of the compatibility decomposition of
 * one. */
struct ends {
    unsigned char leading, trailing;
    bool is_whole; /* there is no starter in between */
};

/* Of characters met before: the same few make up a text, and to decompose one costs more than all else. */
struct known {
    uint32_t c;
    struct ends ends;
};

static bool is_starter(utf8proc_int32_t c) {
    return utf8proc_get_property(c)->combining_class == 0;
}

static struct ends ends_of(uint32_t c) {
    utf8proc_int32_t parts[MAX_PARTS];
    utf8proc_ssize_t count = utf8proc_decompose_char((utf8proc_int32_t)c, parts, MAX_PARTS,
                                                     UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE, NULL);
    struct ends ends = {0, 0, true};

    for (utf8proc_ssize_t i = 0; i < count && i < MAX_PARTS; i++) {
        bool is_counted = !is_starter(parts[i]);
        ends.is_whole = ends.is_whole && is_counted;
        ends.leading += ends.is_whole;
        ends.trailing = is_counted ? (unsigned char)(ends.trailing + 1) : 0;
    }
    ends.is_whole = ends.is_whole && count > 0;
    return ends;
}

static struct ends known_ends_of(uint32_t c, struct known *known) {
    struct known *slot = &known[c % KNOWN];

    if (slot->c != c)
        *slot = (struct known){c, ends_of(c)};
    return slot->ends;
}

size_t nd_stream_safe_length(struct nd_str text) {
    struct known known[KNOWN] = {{0, {0, 0, false}}};
    size_t run = 0, length;
    uint32_t c;

    for (size_t at = 0; at < text.len; at += length) {
        struct ends ends = {0, 0, false};
        length = nd_utf8_decode(nd_str_skip(text, at), &c);
        if (c >= FIRST_DECOMPOSED)
            ends = known_ends_of(c, known);
        if (run + ends.leading > MAX_NON_STARTERS)
            return at;
        run = ends.is_whole ? run + ends.trailing : ends.trailing;
    }
    return text.len;
}
