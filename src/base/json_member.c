#include "newsdex/json.h"

#include "newsdex/utf8.h"

/* A place in text that should be JSON; nothing here reads past its end, whatever the text is. */
struct scan {
    struct nd_str text;
    size_t at;
};

static char peek(const struct scan *s) {
    return s->at < s->text.len ? s->text.ptr[s->at] : '\0';
}

static void skip_blanks(struct scan *s) {
    while (s->at < s->text.len && nd_char_is_blank(s->text.ptr[s->at]))
        s->at++;
}

/* From one quotation mark to behind the other; what is between them is returned. */
static struct nd_str scan_string(struct scan *s) {
    size_t start = ++s->at;

    while (s->at < s->text.len && s->text.ptr[s->at] != '"')
        s->at += s->text.ptr[s->at] == '\\' ? 2 : 1;
    if (s->at >= s->text.len) {
        s->at = s->text.len;
        return nd_str_slice(s->text, start, s->at);
    }
    return nd_str_slice(s->text, start, s->at++);
}

/* Any value, nested however deep, without recursion. */
static struct nd_str scan_value(struct scan *s) {
    size_t start = s->at, depth = 0;

    while (s->at < s->text.len) {
        char c = peek(s);
        if (c == '"') {
            scan_string(s);
            if (depth == 0)
                break;
            continue;
        }
        if (depth == 0 && (c == ',' || c == '}' || c == ']'))
            break;
        depth += c == '{' || c == '[';
        depth -= c == '}' || c == ']';
        s->at++;
        if (depth == 0 && (c == '}' || c == ']'))
            break;
    }
    return nd_str_trim_right(nd_str_slice(s->text, start, s->at));
}

static uint32_t hex_of(struct nd_str digits) {
    uint32_t value = 0;

    for (size_t i = 0; i < digits.len; i++) {
        char c = nd_char_lower(digits.ptr[i]);
        value = value * 16 + (uint32_t)(nd_char_is_digit(c)    ? c - '0'
                                        : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                                               : 0);
    }
    return value;
}

/* \uXXXX, perhaps two of them that are one character (RFC 8259, section 7); returns the bytes behind the \.
 */
static size_t add_unicode(struct nd_str raw, size_t at, struct nd_buf *out) {
    uint32_t c = hex_of(nd_str_slice(raw, at + 1, at + 5)), low;
    size_t used = 5;

    if (c >= 0xD800 && c < 0xDC00 && nd_str_starts(nd_str_skip(raw, at + 5), ND_STR("\\u"))) {
        low = hex_of(nd_str_slice(raw, at + 7, at + 11));
        if (low >= 0xDC00 && low < 0xE000) {
            c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
            used = 11;
        }
    }
    nd_utf8_add(out, c >= 0xD800 && c < 0xE000 ? ND_UTF8_BAD : c);
    return used;
}

static void add_unescaped(struct nd_str raw, struct nd_buf *out) {
    static const char letters[] = "bfnrt", controls[] = "\b\f\n\r\t";

    for (size_t i = 0; i < raw.len; i++) {
        size_t letter;
        if (raw.ptr[i] != '\\' || i + 1 >= raw.len) {
            nd_buf_add_char(out, raw.ptr[i]);
            continue;
        }
        i++;
        letter = nd_str_find_char(ND_STR(letters), raw.ptr[i]);
        if (raw.ptr[i] == 'u')
            i += add_unicode(raw, i, out) - 1;
        else
            nd_buf_add_char(out, letter == SIZE_MAX ? raw.ptr[i] : controls[letter]);
    }
}

static bool is_key(struct nd_str raw, struct nd_str key) {
    struct nd_buf plain = {0};
    bool is;

    if (nd_str_find_char(raw, '\\') == SIZE_MAX)
        return nd_str_eq(raw, key);
    add_unescaped(raw, &plain);
    is = nd_str_eq(nd_buf_str(&plain), key);
    nd_buf_free(&plain);
    return is;
}

/* The value of the member as it is written; absent when there is none. */
static struct nd_str find_member(struct nd_str object, struct nd_str key) {
    struct scan s = {object, 0};

    skip_blanks(&s);
    if (peek(&s) != '{')
        return ND_STR_NONE;
    do {
        struct nd_str name, value;
        s.at++;
        skip_blanks(&s);
        if (peek(&s) != '"')
            return ND_STR_NONE;
        name = scan_string(&s);
        skip_blanks(&s);
        if (peek(&s) != ':')
            return ND_STR_NONE;
        s.at++;
        skip_blanks(&s);
        value = scan_value(&s);
        if (is_key(name, key))
            return value;
        skip_blanks(&s);
    } while (peek(&s) == ',');
    return ND_STR_NONE;
}

bool nd_json_member(struct nd_str object, struct nd_str key, struct nd_buf *out) {
    struct nd_str value = find_member(object, key);
    size_t dot = value.ptr == NULL ? nd_str_find_char(key, '.') : SIZE_MAX;

    if (dot != SIZE_MAX && object.ptr != NULL)
        return nd_json_member(find_member(object, nd_str_slice(key, 0, dot)), nd_str_skip(key, dot + 1), out);
    if (value.ptr == NULL || value.len == 0 || nd_str_eq(value, ND_STR("null")))
        return false;
    if (value.ptr[0] == '"')
        add_unescaped(nd_str_slice(value, 1, value.len - (value.len > 1 && nd_str_ends(value, ND_STR("\"")))),
                      out);
    else
        nd_buf_add(out, value);
    return true;
}
