#include "newsdex/json.h"

#include "newsdex/bytes.h"
#include "newsdex/utf8.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void separate(struct nd_json *json) {
    if (json->needs_comma)
        nd_buf_add_char(json->out, ',');
    json->needs_comma = true;
}

void nd_json_open(struct nd_json *json, char bracket) {
    separate(json);
    nd_buf_add_char(json->out, bracket);
    json->needs_comma = false;
}

void nd_json_close(struct nd_json *json, char bracket) {
    nd_buf_add_char(json->out, bracket);
    json->needs_comma = true;
}

enum { PIECE = 4096, LONGEST_ESCAPE = 6 };

/* What stands behind the backslash of characters that need one; 'u' when it is the number in four digits. */
static const char escapes[256] = {
    ['"'] = '"',  ['\\'] = '\\', ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r',
    [0x00] = 'u', [0x01] = 'u',  [0x02] = 'u', [0x03] = 'u', [0x04] = 'u', [0x05] = 'u', [0x06] = 'u',
    [0x07] = 'u', [0x0b] = 'u',  [0x0e] = 'u', [0x0f] = 'u', [0x10] = 'u', [0x11] = 'u', [0x12] = 'u',
    [0x13] = 'u', [0x14] = 'u',  [0x15] = 'u', [0x16] = 'u', [0x17] = 'u', [0x18] = 'u', [0x19] = 'u',
    [0x1a] = 'u', [0x1b] = 'u',  [0x1c] = 'u', [0x1d] = 'u', [0x1e] = 'u', [0x1f] = 'u', [0x7f] = 'u',
};

/* True when none of eight bytes needs an escape. */
static bool is_as_it_is(const char *at) {
    uint64_t word = nd_bytes_load(at), low = nd_bytes_low(word);
    uint64_t as_it_is = nd_bytes_reach(low, 0x20) & ~nd_bytes_reach(low, 0x7f) & nd_bytes_differ(low, '"') &
                        nd_bytes_differ(low, '\\');

    return ((as_it_is | word) & ND_BYTES_OF(0x80)) == ND_BYTES_OF(0x80);
}

static char *write_escaped(char *to, unsigned char c) {
    static const char digits[] = "0123456789abcdef";

    *to++ = '\\';
    *to++ = escapes[c];
    if (escapes[c] == 'u') {
        *to++ = '0';
        *to++ = '0';
        *to++ = digits[c >> 4];
        *to++ = digits[c & 15];
    }
    return to;
}

/*
 * Writes s to where there is room for LONGEST_ESCAPE times its length; returns the end of what it wrote. The
 * bytes of *seen get a high bit when s is not all ASCII.
 */
static char *write_piece(char *to, struct nd_str s, uint64_t *seen) {
    for (size_t i = 0; i < s.len;) {
        size_t stop = i + sizeof(uint64_t) < s.len ? i + sizeof(uint64_t) : s.len;
        if (stop - i == sizeof(uint64_t) && is_as_it_is(s.ptr + i)) {
            memcpy(to, s.ptr + i, sizeof(uint64_t));
            *seen |= nd_bytes_load(s.ptr + i);
            to += sizeof(uint64_t);
            i = stop;
        }
        for (; i < stop; i++) {
            unsigned char c = (unsigned char)s.ptr[i];
            *seen |= c;
            if (escapes[c] == '\0')
                *to++ = (char)c;
            else
                to = write_escaped(to, c);
        }
    }
    return to;
}

/* Appends s in quotes; true when it is all ASCII. */
static bool add_quoted(struct nd_buf *out, struct nd_str s) {
    uint64_t seen = 0;

    nd_buf_reserve(out, s.len + 2); /* all it takes, nearly always */
    nd_buf_add_char(out, '"');
    while (s.len > 0) {
        struct nd_str piece = nd_str_slice(s, 0, PIECE);
        char *to = nd_buf_reserve(out, LONGEST_ESCAPE * piece.len);
        out->len += (size_t)(write_piece(to, piece, &seen) - to);
        s = nd_str_skip(s, piece.len);
    }
    nd_buf_add_char(out, '"');
    return (seen & ND_BYTES_OF(0x80)) == 0;
}

static void add_string(struct nd_buf *out, struct nd_str s) {
    struct nd_buf repaired = {0};
    size_t before = out->len;

    if (add_quoted(out, s) || nd_utf8_valid(s, NULL))
        return;
    nd_buf_cut(out, before);
    nd_utf8_repair(s, &repaired);
    (void)add_quoted(out, nd_buf_str(&repaired));
    nd_buf_free(&repaired);
}

void nd_json_key(struct nd_json *json, struct nd_str key) {
    separate(json);
    add_string(json->out, key);
    nd_buf_add_char(json->out, ':');
    json->needs_comma = false;
}

void nd_json_string(struct nd_json *json, struct nd_str s) {
    if (s.ptr == NULL) {
        nd_json_null(json);
        return;
    }
    separate(json);
    add_string(json->out, s);
}

void nd_json_integer(struct nd_json *json, int64_t integer) {
    char digits[20], *at = digits + sizeof digits;
    uint64_t rest = integer < 0 ? 0 - (uint64_t)integer : (uint64_t)integer;

    separate(json);
    if (integer < 0)
        nd_buf_add_char(json->out, '-');
    do {
        *--at = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    nd_buf_add(json->out, nd_str_of(at, (size_t)(digits + sizeof digits - at)));
}

/* printf takes the decimal point from the locale; whatever it is, JSON wants a dot. */
static void add_number(struct nd_buf *out, const char *text) {
    bool is_point = false;

    for (; *text != '\0'; text++) {
        bool was_point = is_point;
        is_point = !nd_char_is_one_of(*text, "+-0123456789e");
        if (!is_point || !was_point)
            nd_buf_add_char(out, is_point ? '.' : *text);
    }
}

void nd_json_real(struct nd_json *json, double real) {
    char text[40];

    separate(json);
    if (!isfinite(real)) {
        nd_buf_add_z(json->out, "null");
        return;
    }
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, real);
        if (!(strtod(text, NULL) < real) && !(strtod(text, NULL) > real))
            break;
    }
    add_number(json->out, text);
}

void nd_json_boolean(struct nd_json *json, bool boolean) {
    separate(json);
    nd_buf_add_z(json->out, boolean ? "true" : "false");
}

void nd_json_null(struct nd_json *json) {
    separate(json);
    nd_buf_add_z(json->out, "null");
}

void nd_json_raw(struct nd_json *json, struct nd_str text) {
    separate(json);
    nd_buf_add(json->out, text.len == 0 ? ND_STR("null") : text);
}

static void write_map(struct nd_json *json, const struct nd_value *map) {
    nd_json_open(json, '{');
    for (const struct nd_value *v = map->first; v != NULL; v = v->next) {
        nd_json_key(json, v->key);
        nd_json_value(json, v);
    }
    nd_json_close(json, '}');
}

static void write_list(struct nd_json *json, const struct nd_value *list) {
    nd_json_open(json, '[');
    for (const struct nd_value *v = list->first; v != NULL; v = v->next)
        nd_json_value(json, v);
    nd_json_close(json, ']');
}

void nd_json_value(struct nd_json *json, const struct nd_value *value) {
    switch (value == NULL ? ND_NULL : value->type) {
    case ND_NULL:
        nd_json_null(json);
        break;
    case ND_BOOL:
        nd_json_boolean(json, value->as.boolean);
        break;
    case ND_INT:
        nd_json_integer(json, value->as.integer);
        break;
    case ND_REAL:
        nd_json_real(json, value->as.real);
        break;
    case ND_STRING:
        nd_json_string(json, value->text.ptr == NULL ? ND_STR("") : value->text);
        break;
    case ND_LIST:
        write_list(json, value);
        break;
    case ND_MAP:
        write_map(json, value);
        break;
    }
}

void nd_json_bytes(struct nd_json *json, const char *name, struct nd_str bytes) {
    struct nd_buf hex_name = {0}, hex = {0};

    nd_json_key(json, nd_str_from(name));
    nd_json_string(json, bytes);
    if (bytes.ptr == NULL || nd_utf8_valid(bytes, NULL))
        return;
    nd_buf_addf(&hex_name, "%s_hex", name);
    for (size_t i = 0; i < bytes.len; i++)
        nd_buf_addf(&hex, "%02x", (unsigned char)bytes.ptr[i]);
    nd_json_key(json, nd_buf_str(&hex_name));
    nd_json_string(json, nd_buf_str(&hex));
    nd_buf_free(&hex_name);
    nd_buf_free(&hex);
}
