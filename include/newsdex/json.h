/* JSON (RFC 8259), written and read. */
#ifndef NEWSDEX_JSON_H
#define NEWSDEX_JSON_H

#include "newsdex/str.h"
#include "newsdex/value.h"

/*
 * The one writer. It appends to a buffer and keeps track of commas; the caller keeps track of nesting. Output
 * is valid UTF-8 whatever comes in: bytes that are not become U+FFFD.
 */
struct nd_json {
    struct nd_buf *out;
    bool needs_comma;
};

void nd_json_open(struct nd_json *json, char bracket);  /* '{' or '[' */
void nd_json_close(struct nd_json *json, char bracket); /* '}' or ']' */
void nd_json_key(struct nd_json *json, struct nd_str key);
/* A string, or null when s.ptr is NULL. */
void nd_json_string(struct nd_json *json, struct nd_str s);
/* A member whose value is a string, such as a path; if that is no UTF-8, also NAME_hex with its bytes. */
void nd_json_bytes(struct nd_json *json, const char *name, struct nd_str bytes);
void nd_json_integer(struct nd_json *json, int64_t integer);
/* Shortest form that reads back the same; null for what JSON cannot say (NaN, infinities). */
void nd_json_real(struct nd_json *json, double real);
void nd_json_boolean(struct nd_json *json, bool boolean);
void nd_json_null(struct nd_json *json);
/* Text that is JSON already; null when empty. */
void nd_json_raw(struct nd_json *json, struct nd_str text);
/* A whole tree; NULL gives null. Keys of a map must differ (nd_value_drop_repeats). */
void nd_json_value(struct nd_json *json, const struct nd_value *value);

/*
 * Appends a member of an object that is text: a string without its quotes, any other value as it is written.
 * A key a.b that is not there itself is b of the object a. False, and nothing appended, when it is null or
 * not there; text that is no JSON gives something or nothing, and linear time.
 */
bool nd_json_member(struct nd_str object, struct nd_str key, struct nd_buf *out);

/*
 * Reads one JSON value (RFC 8259) at the beginning of text; *length is where it ends. What people write
 * besides is accepted: NaN and Infinity (null), commas before a bracket, a cut-off end, lone surrogates and
 * \u0000 (U+FFFD); what is nested deeper than ND_MAX_JSON_DEPTH is text, and so is what is left of each list,
 * or of each map under the key "…", once there are ND_MAX_JSON_NODES values. line is that of the file. NULL
 * when there is no value at all. *is_repaired: text was not JSON as it stands, or more than that.
 */
struct nd_value *nd_json_read(struct nd_str text, uint32_t line, struct nd_arena *arena, size_t *length,
                              bool *is_repaired);
/* The bytes of the value at the beginning of text, found without reading it; SIZE_MAX when it does not end.
 */
size_t nd_json_skip(struct nd_str text);
/* Blanks at the beginning of text, a byte order mark among them. */
size_t nd_json_blanks(struct nd_str text);

/* The sign at an offset; NUL behind the end. */
static inline char nd_json_sign_at(struct nd_str text, size_t at) {
    return at < text.len ? text.ptr[at] : '\0';
}

#endif
