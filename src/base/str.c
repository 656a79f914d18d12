#include "newsdex/str.h"

#include "newsdex/alloc.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool nd_str_eq_nocase(struct nd_str a, struct nd_str b) {
    return a.len == b.len && nd_str_starts_nocase(a, b);
}

int nd_str_cmp(struct nd_str a, struct nd_str b) {
    size_t shorter = a.len < b.len ? a.len : b.len;
    int order = shorter == 0 ? 0 : memcmp(a.ptr, b.ptr, shorter);

    if (order != 0)
        return order;
    return a.len < b.len ? -1 : a.len > b.len;
}

bool nd_str_starts_nocase(struct nd_str s, struct nd_str prefix) {
    if (s.len < prefix.len)
        return false;
    for (size_t i = 0; i < prefix.len; i++)
        if (nd_char_lower(s.ptr[i]) != nd_char_lower(prefix.ptr[i]))
            return false;
    return true;
}

enum { FEW_TRIES = 8, SHORT_LINE = 8 };

bool nd_str_has_digit(struct nd_str s) {
    for (size_t i = 0; i < s.len; i++)
        if (nd_char_is_digit(s.ptr[i]))
            return true;
    return false;
}

bool nd_str_has_letter(struct nd_str s) {
    for (size_t i = 0; i < s.len; i++)
        if (nd_char_is_alpha(s.ptr[i]) || (unsigned char)s.ptr[i] >= 0x80)
            return true;
    return false;
}

/* Whether the next eight bytes are all c. */
static bool is_run(const char *ptr, char c) {
    uint64_t word;

    memcpy(&word, ptr, sizeof word);
    return word == (unsigned char)c * UINT64_C(0x0101010101010101);
}

size_t nd_str_blanks_first(struct nd_str s) {
    size_t i = 0;

    while (i < s.len && nd_char_is_blank(s.ptr[i])) {
        char c = s.ptr[i++];
        while (i + sizeof(uint64_t) <= s.len && is_run(s.ptr + i, c))
            i += sizeof(uint64_t);
    }
    return i;
}

size_t nd_str_blanks_last(struct nd_str s) {
    size_t i = s.len;

    while (i > 0 && nd_char_is_blank(s.ptr[i - 1])) {
        char c = s.ptr[--i];
        while (i >= sizeof(uint64_t) && is_run(s.ptr + i - sizeof(uint64_t), c))
            i -= sizeof(uint64_t);
    }
    return s.len - i;
}

/* Most texts do not have even the first character: a look for that, which is quick, comes first. */
size_t nd_str_find(struct nd_str s, struct nd_str needle) {
    const char *hit, *end;

    if (needle.len == 0)
        return 0;
    if (s.len < needle.len)
        return SIZE_MAX;
    hit = s.ptr;
    end = s.ptr + s.len - needle.len + 1; /* behind the last place where it may begin */
    for (int tries = 0; tries < FEW_TRIES; tries++, hit++) {
        hit = memchr(hit, needle.ptr[0], (size_t)(end - hit));
        if (hit == NULL)
            return SIZE_MAX;
        if (hit[needle.len - 1] == needle.ptr[needle.len - 1] && memcmp(hit, needle.ptr, needle.len) == 0)
            return (size_t)(hit - s.ptr);
        if (hit + 1 == end)
            return SIZE_MAX;
    }
    hit = memmem(hit, (size_t)(s.ptr + s.len - hit), needle.ptr, needle.len);
    return hit == NULL ? SIZE_MAX : (size_t)(hit - s.ptr);
}

bool nd_str_has_word(struct nd_str s, struct nd_str word) {
    size_t at;

    while ((at = nd_str_find(s, word)) != SIZE_MAX && word.len > 0) {
        struct nd_str behind = nd_str_skip(s, at + word.len);
        bool begins = at == 0 || nd_char_is_blank(s.ptr[at - 1]);
        if (begins && (behind.len == 0 || nd_char_is_blank(behind.ptr[0])))
            return true;
        s = behind;
    }
    return false;
}

size_t nd_str_rfind_char(struct nd_str s, char c) {
    const char *hit = s.len == 0 ? NULL : memrchr(s.ptr, c, s.len);

    return hit == NULL ? SIZE_MAX : (size_t)(hit - s.ptr);
}

bool nd_str_next_line(struct nd_str *rest, struct nd_str *line) {
    size_t end = 0, carriage;

    if (rest->len == 0)
        return false;
    /* Without a call of memchr(), which costs more than the few bytes of a short line. */
    while (end < rest->len && end < SHORT_LINE && rest->ptr[end] != '\n' && rest->ptr[end] != '\r')
        end++;
    if (end < rest->len && rest->ptr[end] == '\n') {
        *line = nd_str_slice(*rest, 0, end);
        *rest = nd_str_skip(*rest, end + 1);
        return true;
    }
    end = nd_str_find_char(*rest, '\n');
    *line = nd_str_slice(*rest, 0, end);
    carriage = nd_str_find_char(*line, '\r');
    if (carriage != SIZE_MAX) {
        bool is_pair = carriage + 1 == line->len && end != SIZE_MAX;
        line->len = carriage;
        end = carriage + is_pair;
    }
    *rest = nd_str_skip(*rest, end == SIZE_MAX ? rest->len : end + 1);
    return true;
}

bool nd_str_to_uint(struct nd_str s, uint64_t *value) {
    uint64_t n = 0;

    if (s.len == 0 || s.len > 18)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        if (!nd_char_is_digit(s.ptr[i]))
            return false;
        n = n * 10 + (uint64_t)(s.ptr[i] - '0');
    }
    *value = n;
    return true;
}

bool nd_str_names_picture(struct nd_str address) {
    static const struct nd_str endings[] = {ND_STR_INIT(".png"),  ND_STR_INIT(".jpg"), ND_STR_INIT(".jpeg"),
                                            ND_STR_INIT(".gif"),  ND_STR_INIT(".svg"), ND_STR_INIT(".webp"),
                                            ND_STR_INIT(".avif"), ND_STR_INIT(".bmp")};
    size_t query = nd_str_find_char(address, '?');

    address = nd_str_slice(address, 0, query == SIZE_MAX ? address.len : query);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (address.len > endings[i].len &&
            nd_str_eq_nocase(nd_str_skip(address, address.len - endings[i].len), endings[i]))
            return true;
    return false;
}

uint64_t nd_str_hash(struct nd_str s) {
    uint64_t hash = 0xcbf29ce484222325u;

    for (size_t i = 0; i < s.len; i++)
        hash = (hash ^ (unsigned char)s.ptr[i]) * 0x100000001b3u;
    hash ^= hash >> 32;
    return hash * 0x9e3779b97f4a7c15u;
}

void nd_buf_free(struct nd_buf *buf) {
    if (buf == NULL)
        return;
    free(buf->ptr);
    *buf = (struct nd_buf){NULL, 0, 0};
}

void nd_buf_clear(struct nd_buf *buf) {
    buf->len = 0;
    if (buf->ptr != NULL)
        buf->ptr[0] = '\0';
}

char *nd_buf_grow(struct nd_buf *buf, size_t extra) {
    size_t needed = extra > SIZE_MAX - buf->len - 1 ? SIZE_MAX : buf->len + extra + 1;

    buf->ptr = nd_alloc_grow(buf->ptr, &buf->cap, needed, 1);
    return buf->ptr + buf->len;
}

void nd_buf_add(struct nd_buf *buf, struct nd_str s) {
    char *end = nd_buf_reserve(buf, s.len);

    if (s.len > 0)
        memcpy(end, s.ptr, s.len);
    buf->len += s.len;
    buf->ptr[buf->len] = '\0';
}

void nd_buf_add_z(struct nd_buf *buf, const char *zero_terminated) {
    nd_buf_add(buf, nd_str_from(zero_terminated));
}

void nd_buf_addf(struct nd_buf *buf, const char *format, ...) {
    va_list args;
    int length;
    size_t room;

    va_start(args, format);
    length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length <= 0)
        return;
    room = (size_t)length;
    nd_buf_reserve(buf, room);
    va_start(args, format);
    vsnprintf(buf->ptr + buf->len, room + 1, format, args);
    va_end(args);
    buf->len += room;
}

void nd_buf_add_file_url(struct nd_buf *buf, struct nd_str path) {
    nd_buf_add_z(buf, nd_str_starts(path, ND_STR("/")) ? "file://" : "file:");
    for (size_t i = 0; i < path.len; i++) {
        char c = path.ptr[i];
        if (nd_char_is_alpha(c) || nd_char_is_digit(c) || nd_char_is_one_of(c, "/-._~"))
            nd_buf_add_char(buf, c);
        else
            nd_buf_addf(buf, "%%%02X", (unsigned)(unsigned char)c);
    }
}

void nd_buf_cut(struct nd_buf *buf, size_t len) {
    if (len < buf->len) {
        buf->len = len;
        buf->ptr[len] = '\0';
    }
}
