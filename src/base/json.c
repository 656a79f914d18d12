#include "newsdex/json.h"

#include "newsdex/utf8.h"

#include <inttypes.h>
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

static void add_escaped(struct nd_buf *out, unsigned char c) {
    static const char named[] = {['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'};

    if (c == '"' || c == '\\')
        nd_buf_addf(out, "\\%c", c);
    else if (c < sizeof named && named[c] != '\0')
        nd_buf_addf(out, "\\%c", named[c]);
    else
        nd_buf_addf(out, "\\u%04x", c);
}

static void add_quoted(struct nd_buf *out, struct nd_str s) {
    size_t start = 0;

    nd_buf_add_char(out, '"');
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f)
            continue;
        nd_buf_add(out, nd_str_slice(s, start, i));
        add_escaped(out, c);
        start = i + 1;
    }
    nd_buf_add(out, nd_str_skip(s, start));
    nd_buf_add_char(out, '"');
}

static void add_string(struct nd_buf *out, struct nd_str s) {
    struct nd_buf repaired = {0};

    if (nd_utf8_valid(s, NULL)) {
        add_quoted(out, s);
        return;
    }
    nd_utf8_repair(s, &repaired);
    add_quoted(out, nd_buf_str(&repaired));
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
    separate(json);
    nd_buf_addf(json->out, "%" PRId64, integer);
}

/* printf takes the decimal point from the locale; whatever it is, JSON wants a dot. */
static void add_number(struct nd_buf *out, const char *text) {
    bool is_point = false;

    for (; *text != '\0'; text++) {
        bool was_point = is_point;
        is_point = strchr("+-0123456789e", *text) == NULL;
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
