/*
 * The two string types: struct nd_str, a borrowed pointer and length, and struct nd_buf, an owned growable
 * buffer. Neither needs a terminating NUL to be correct, though nd_buf always keeps one behind its contents.
 * Lengths are bytes. Text is UTF-8 unless a function says otherwise. No function here depends on the locale.
 */
#ifndef NEWSDEX_STR_H
#define NEWSDEX_STR_H

#include "newsdex/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Borrowed bytes. ptr may be NULL only if len is 0; a NULL ptr means "absent", "" means "empty". */
struct nd_str {
    const char *ptr;
    size_t len;
};

/* Owned bytes. All zero is an empty buffer. */
struct nd_buf {
    char *ptr;
    size_t len;
    size_t cap;
};

/* A string literal as struct nd_str, also usable in static tables. */
#define ND_STR_INIT(literal)                                                                                 \
    { (literal), sizeof(literal) - 1 }
#define ND_STR(literal) ((struct nd_str)ND_STR_INIT(literal))
#define ND_STR_NONE ((struct nd_str){NULL, 0})

/* Borrows a NUL-terminated string; NULL gives ND_STR_NONE. */
static inline struct nd_str nd_str_from(const char *zero_terminated);
static inline struct nd_str nd_str_of(const char *ptr, size_t len);

static inline bool nd_str_eq(struct nd_str a, struct nd_str b);
/* ASCII letters compare without case; all other bytes exactly. */
bool nd_str_eq_nocase(struct nd_str a, struct nd_str b);
/* Byte order, as memcmp; the shorter first when one begins the other. */
int nd_str_cmp(struct nd_str a, struct nd_str b);
static inline bool nd_str_starts(struct nd_str s, struct nd_str prefix);
bool nd_str_starts_nocase(struct nd_str s, struct nd_str prefix);
static inline bool nd_str_ends(struct nd_str s, struct nd_str suffix);

/* The part from byte from (clamped) up to but not including byte to (clamped). */
static inline struct nd_str nd_str_slice(struct nd_str s, size_t from, size_t to);
static inline struct nd_str nd_str_skip(struct nd_str s, size_t count);
/* Offset of the first occurrence, or SIZE_MAX. An empty needle is found at 0. */
size_t nd_str_find(struct nd_str s, struct nd_str needle);
/* A digit of ASCII; a letter of ASCII or a byte of any other character. */
bool nd_str_has_digit(struct nd_str s);
bool nd_str_has_letter(struct nd_str s);
static inline size_t nd_str_find_char(struct nd_str s, char c);
size_t nd_str_rfind_char(struct nd_str s, char c);

/* Without ASCII blanks (space, tab, CR, LF, FF, VT) at both ends, or at the right end only. */
static inline struct nd_str nd_str_trim(struct nd_str s);
static inline struct nd_str nd_str_trim_right(struct nd_str s);
/* How many blanks s begins with, and ends with. Runs of one of them, which may be all of a text, are cheap.
 */
size_t nd_str_blanks_first(struct nd_str s);
size_t nd_str_blanks_last(struct nd_str s);

/*
 * Cuts the next line off *rest; line excludes its LF, CR LF or CR. False when *rest is exhausted. A final
 * line without an end of line counts, an empty remainder after the last LF does not.
 */
bool nd_str_next_line(struct nd_str *rest, struct nd_str *line);

/* True when word stands in s between blanks or ends, as names in the class of an element do. */
bool nd_str_has_word(struct nd_str s, struct nd_str word);

/* Decimal digits only, the whole string, no sign; false when empty, too long or not digits. */
bool nd_str_to_uint(struct nd_str s, uint64_t *value);

/* True when an address or a path, without its query, ends as those of pictures do. */
bool nd_str_names_picture(struct nd_str address);

/* FNV-1a with a final mix, 64 bits; for hash tables, not for identity. */
uint64_t nd_str_hash(struct nd_str s);

static inline bool nd_char_is_blank(char c);
static inline bool nd_char_is_digit(char c);
static inline bool nd_char_is_alpha(char c);
static inline char nd_char_lower(char c);
/* Whether the text of set has c; none has a NUL. */
static inline bool nd_char_is_one_of(char c, const char *set);

void nd_buf_free(struct nd_buf *buf);
/* Forgets the contents, keeps the storage. */
void nd_buf_clear(struct nd_buf *buf);
/* Room for extra more bytes and the NUL; returns where they go. The caller then raises len itself. */
static inline char *nd_buf_reserve(struct nd_buf *buf, size_t extra);
/* The same when there is no room yet. */
char *nd_buf_grow(struct nd_buf *buf, size_t extra);
void nd_buf_add(struct nd_buf *buf, struct nd_str s);
void nd_buf_add_z(struct nd_buf *buf, const char *zero_terminated);
static inline void nd_buf_add_char(struct nd_buf *buf, char c);
void nd_buf_addf(struct nd_buf *buf, const char *format, ...) ND_PRINTF(2, 3);
/* The address of a file (RFC 8089); of a relative path as SQLite takes it, without an authority. */
void nd_buf_add_file_url(struct nd_buf *buf, struct nd_str path);
/* Shortens to len, which must not exceed the present length. */
void nd_buf_cut(struct nd_buf *buf, size_t len);
/* Borrows the contents until the buffer next changes. */
static inline struct nd_str nd_buf_str(const struct nd_buf *buf);

#include "newsdex/str_inline.h" /* the definitions of what is inline */

#endif
