#include "newsdex/utf8.h"

#include "newsdex/bytes.h"

/* The range of the second byte and the number of continuation bytes that a lead byte asks for; Table 3-7. */
struct lead {
    unsigned char low, high, more;
};

static struct lead lead_of(unsigned char c) {
    if (c >= 0xC2 && c <= 0xDF)
        return (struct lead){0x80, 0xBF, 1};
    if (c >= 0xE0 && c <= 0xEF)
        return (struct lead){c == 0xE0 ? 0xA0 : 0x80, c == 0xED ? 0x9F : 0xBF, 2};
    if (c >= 0xF0 && c <= 0xF4)
        return (struct lead){c == 0xF0 ? 0x90 : 0x80, c == 0xF4 ? 0x8F : 0xBF, 3};
    return (struct lead){0, 0, 0};
}

/* The length of the maximal subpart of a character that is ill-formed at the beginning of s. */
static size_t bad_length(struct nd_str s) {
    struct lead lead = lead_of((unsigned char)s.ptr[0]);
    size_t i;

    for (i = 1; i <= lead.more && i < s.len; i++) {
        unsigned char next = (unsigned char)s.ptr[i];
        if (next < lead.low || next > lead.high)
            break;
        lead.low = 0x80;
        lead.high = 0xBF;
    }
    return i;
}

size_t nd_utf8_decode(struct nd_str s, uint32_t *c) {
    size_t length = nd_utf8_read(s.ptr, s.len, c);

    if (length > 0)
        return length;
    *c = ND_UTF8_BAD;
    return bad_length(s);
}

size_t nd_utf8_encode(uint32_t c, char out[4]) {
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

void nd_utf8_add(struct nd_buf *buf, uint32_t c) {
    char bytes[4];

    nd_buf_add(buf, nd_str_of(bytes, nd_utf8_encode(c, bytes)));
}

bool nd_utf8_valid(struct nd_str s, size_t *bad) {
    size_t length;
    uint32_t c;

    for (size_t i = 0; i < s.len; i += length) {
        if (s.len - i >= sizeof(uint64_t) && nd_bytes_are_ascii(s.ptr + i)) {
            length = sizeof(uint64_t);
            continue;
        }
        length = nd_utf8_read(s.ptr + i, s.len - i, &c);
        if (length > 0)
            continue;
        if (bad != NULL)
            *bad = i;
        return false;
    }
    return true;
}

size_t nd_utf8_repair(struct nd_str s, struct nd_buf *out) {
    size_t count = 0, good = 0, length;
    uint32_t c;

    for (size_t i = 0; i < s.len; i += length) {
        length = nd_utf8_read(s.ptr + i, s.len - i, &c);
        if (length > 0)
            continue;
        nd_buf_add(out, nd_str_slice(s, good, i));
        nd_utf8_add(out, ND_UTF8_BAD);
        length = bad_length(nd_str_skip(s, i));
        good = i + length;
        count++;
    }
    nd_buf_add(out, nd_str_skip(s, good));
    return count;
}

static bool is_continuation(char c) {
    return ((unsigned char)c & 0xC0) == 0x80;
}

/* Of the eight bytes at at. */
static size_t count_continuations(const char *at) {
    uint64_t word = nd_bytes_load(at), continuations = (word >> 7) & (~word >> 6) & ND_BYTES_OF(1);

    return (size_t)(continuations * ND_BYTES_OF(1) >> 56); /* their sum is at most 8 */
}

size_t nd_utf8_count(struct nd_str s) {
    size_t count = s.len, i = 0;

    for (; s.len - i >= sizeof(uint64_t); i += sizeof(uint64_t))
        count -= count_continuations(s.ptr + i);
    for (; i < s.len; i++)
        count -= is_continuation(s.ptr[i]);
    return count;
}

/* Where the character of that number, from 0 on, begins; the end if there are not so many. */
static size_t offset_of(struct nd_str s, size_t number) {
    size_t at = 0;

    for (; s.len - at >= sizeof(uint64_t) && number >= sizeof(uint64_t); at += sizeof(uint64_t))
        number -= sizeof(uint64_t) - count_continuations(s.ptr + at);
    while (at < s.len && (is_continuation(s.ptr[at]) || number-- > 0))
        at++;
    return at;
}

size_t nd_utf8_floor(struct nd_str s, size_t at) {
    if (at >= s.len)
        return s.len;
    while (at > 0 && is_continuation(s.ptr[at]))
        at--;
    return at;
}

static bool is_dangling(char c) {
    return nd_char_is_blank(c) || c == ',' || c == ';' || c == ':' || c == '-';
}

struct nd_str nd_utf8_shorten(struct nd_str s, size_t max, bool *cut) {
    size_t end = offset_of(s, max), blank = end;

    *cut = end < s.len;
    if (!*cut)
        return s;
    while (blank > end / 2 && !nd_char_is_blank(s.ptr[blank]))
        blank--;
    if (blank > end / 2)
        end = blank;
    while (end > 0 && is_dangling(s.ptr[end - 1]))
        end--;
    return nd_str_slice(s, 0, end);
}
