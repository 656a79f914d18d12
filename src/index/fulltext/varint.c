#include "index/fulltext/varint.h"

size_t nd_varint_get_long(const unsigned char *p, const unsigned char *end, uint64_t *value) {
    uint64_t v = 0;

    for (size_t i = 0; p + i < end && i < ND_VARINT_MAX; i++) {
        if (i == ND_VARINT_MAX - 1) {
            *value = v << 8 | p[i];
            return ND_VARINT_MAX;
        }
        v = v << 7 | (p[i] & 0x7fu);
        if (p[i] < 0x80) {
            *value = v;
            return i + 1;
        }
    }
    *value = 0;
    return p < end ? (size_t)(end - p) : 1;
}

bool nd_varint_take(const unsigned char **p, const unsigned char *end, uint64_t *value) {
    size_t left = (size_t)(end - *p), length = 1;

    while (length < ND_VARINT_MAX && length <= left && (*p)[length - 1] >= 0x80)
        length++;
    if (length > left)
        return false;
    *p += nd_varint_get(*p, end, value);
    return true;
}

size_t nd_varint_put_long(unsigned char *p, uint64_t value) {
    size_t count = 1;

    if (value >> 56 != 0) {
        p[8] = (unsigned char)value;
        value >>= 8;
        for (size_t i = 8; i-- > 0; value >>= 7)
            p[i] = (unsigned char)(value | 0x80);
        return ND_VARINT_MAX;
    }
    while (value >> (7 * count) != 0)
        count++;
    for (size_t i = count; i-- > 0; value >>= 7)
        p[i] = (unsigned char)((value & 0x7f) | (i + 1 < count ? 0x80 : 0));
    return count;
}

void nd_varint_add(struct nd_buf *buf, uint64_t value) {
    unsigned char *at = (unsigned char *)nd_buf_reserve(buf, ND_VARINT_MAX);

    buf->len += nd_varint_put(at, value);
}
