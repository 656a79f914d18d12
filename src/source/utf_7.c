#include "source/utf_7.h"

#include <string.h>

enum {
    LEAST_SEQUENCES = 2, /* that differ, of letters of alphabets */
    LEAST_WIDE = 6,      /* letters of Han, Kana or Hangul */
    UNIT_BITS = 16
};

struct evidence {
    struct nd_str first; /* sequence of letters of an alphabet */
    size_t others;       /* that differ from it */
    size_t han, hangul;
};

static int value_of(char c) {
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = c == '\0' ? NULL : strchr(alphabet, c);

    return at == NULL ? -1 : (int)(at - alphabet);
}

/* Latin, Greek, Cyrillic, Armenian, Hebrew and Arabic with what stands between, signs of prose, and what
 * ASCII has but not every writer trusts. */
static bool is_of_alphabet(uint32_t c) {
    return (c >= 0xA0 && c < 0x700) || (c >= 0x1E00 && c < 0x2000) || (c >= 0x2010 && c < 0x2040) ||
           c == 0x20AC || c == 0x2122;
}

static bool is_ascii(uint32_t c) {
    return c < 0x7f && (c >= ' ' || c == '\t' || c == '\r' || c == '\n');
}

static bool is_han(uint32_t c) {
    return (c >= 0x3000 && c < 0x3100) || (c >= 0x4E00 && c < 0xA000) || (c >= 0xFF00 && c < 0xFFF0);
}

static bool is_hangul(uint32_t c) {
    return c >= 0xAC00 && c <= 0xD7A3;
}

/* False for what no prose has. */
static bool count(uint32_t c, size_t *letters, struct evidence *evidence) {
    *letters += is_of_alphabet(c);
    evidence->han += is_han(c);
    evidence->hangul += is_hangul(c);
    return is_of_alphabet(c) || is_ascii(c) || is_han(c) || is_hangul(c) || (c & 0xF800) == 0xD800;
}

/* The sequence behind a "+" is whole units, and what is left of its bits are zeros. */
static bool read_sequence(struct nd_str sequence, bool is_whole, struct evidence *evidence) {
    size_t letters = 0, wide = evidence->han + evidence->hangul;
    uint32_t bits = 0;
    unsigned held = 0;

    for (size_t i = 0; i < sequence.len; i++) {
        bits = bits << 6 | (uint32_t)value_of(sequence.ptr[i]);
        held += 6;
        if (held < UNIT_BITS)
            continue;
        held -= UNIT_BITS;
        if (!count(bits >> held & 0xffff, &letters, evidence))
            return false;
        bits &= (1U << held) - 1;
    }
    if (is_whole && (held >= 6 || bits != 0))
        return false;
    if (letters > 0 && wide == evidence->han + evidence->hangul) {
        if (evidence->first.len == 0)
            evidence->first = sequence;
        evidence->others += !nd_str_eq(evidence->first, sequence);
    }
    return true;
}

bool nd_source_is_utf_7(struct nd_str text) {
    struct evidence evidence = {0};
    struct nd_str rest = text;
    size_t at, end;

    while ((at = nd_str_find_char(rest, '+')) != SIZE_MAX) {
        rest = nd_str_skip(rest, at + 1);
        for (end = 0; end < rest.len && value_of(rest.ptr[end]) >= 0;)
            end++;
        if (end == 0 && rest.len > 0 && rest.ptr[0] != '-')
            return false;
        if (!read_sequence(nd_str_slice(rest, 0, end), end < rest.len, &evidence))
            return false;
        rest = nd_str_skip(rest, end);
    }
    if (evidence.others + 1 < LEAST_SEQUENCES && evidence.han + evidence.hangul < LEAST_WIDE)
        return false;
    return (evidence.han == 0 || evidence.hangul == 0) && nd_str_find_char(text, '~') == SIZE_MAX &&
           nd_str_find_char(text, '\\') == SIZE_MAX;
}
