/*
 * The functions of str.h that are so small that calling them would cost more than what they do. They are
 * described there; str.h includes this.
 */
#ifndef NEWSDEX_STR_INLINE_H
#define NEWSDEX_STR_INLINE_H

#include "newsdex/str.h"

#include <string.h>

static inline bool nd_char_is_blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline bool nd_char_is_digit(char c) {
    return c >= '0' && c <= '9';
}

static inline bool nd_char_is_alpha(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool nd_char_is_one_of(char c, const char *set) {
    return c != '\0' && strchr(set, c) != NULL;
}

static inline char nd_char_lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static inline struct nd_str nd_str_of(const char *ptr, size_t len) {
    return (struct nd_str){ptr, len};
}

static inline struct nd_str nd_str_from(const char *zero_terminated) {
    return zero_terminated == NULL ? ND_STR_NONE : nd_str_of(zero_terminated, strlen(zero_terminated));
}

/* In lists of words most differ in the first byte: that is not worth a call. */
static inline bool nd_str_eq(struct nd_str a, struct nd_str b) {
    return a.len == b.len && (a.len == 0 || (*a.ptr == *b.ptr && memcmp(a.ptr, b.ptr, a.len) == 0));
}

static inline bool nd_str_starts(struct nd_str s, struct nd_str prefix) {
    return s.len >= prefix.len &&
           (prefix.len == 0 || (*s.ptr == *prefix.ptr && memcmp(s.ptr, prefix.ptr, prefix.len) == 0));
}

static inline struct nd_str nd_str_slice(struct nd_str s, size_t from, size_t to) {
    if (to > s.len)
        to = s.len;
    if (from > to)
        from = to;
    return nd_str_of(from == 0 ? s.ptr : s.ptr + from, to - from); /* what is absent stays so */
}

static inline struct nd_str nd_str_skip(struct nd_str s, size_t count) {
    return nd_str_slice(s, count, s.len);
}

static inline bool nd_str_ends(struct nd_str s, struct nd_str suffix) {
    return s.len >= suffix.len && nd_str_eq(nd_str_skip(s, s.len - suffix.len), suffix);
}

static inline size_t nd_str_find_char(struct nd_str s, char c) {
    const char *hit = s.len == 0 ? NULL : memchr(s.ptr, c, s.len);

    return hit == NULL ? SIZE_MAX : (size_t)(hit - s.ptr);
}

static inline struct nd_str nd_str_trim_right(struct nd_str s) {
    if (s.len > 0 && nd_char_is_blank(s.ptr[s.len - 1]))
        s.len -= nd_str_blanks_last(s);
    return s;
}

static inline struct nd_str nd_str_trim(struct nd_str s) {
    s = nd_str_trim_right(s);
    return s.len > 0 && nd_char_is_blank(s.ptr[0]) ? nd_str_skip(s, nd_str_blanks_first(s)) : s;
}

static inline char *nd_buf_reserve(struct nd_buf *buf, size_t extra) {
    return extra < buf->cap - buf->len ? buf->ptr + buf->len : nd_buf_grow(buf, extra);
}

static inline void nd_buf_add_char(struct nd_buf *buf, char c) {
    if (buf->len + 1 >= buf->cap)
        nd_buf_reserve(buf, 1);
    buf->ptr[buf->len++] = c;
    buf->ptr[buf->len] = '\0';
}

static inline struct nd_str nd_buf_str(const struct nd_buf *buf) {
    return nd_str_of(buf->ptr == NULL ? "" : buf->ptr, buf->len);
}

#endif
