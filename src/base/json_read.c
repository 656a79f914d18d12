/*
 * The pull reader of JSON: values into a tree, strings without escapes as views of the text.
 */
#include "newsdex/json.h"
#include "newsdex/limits.h"
#include "newsdex/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_NUMBER = 64 };

struct parser {
    struct nd_str text;
    size_t at;
    uint32_t line;
    int depth;
    size_t nodes;
    struct nd_arena *arena;
    bool is_repaired;
};

/* "// …" and the other form of JavaScript, which people put into JSON; 0: there is none, or it does not end.
 */
static size_t comment_length(struct nd_str text) {
    bool is_line = nd_str_starts(text, ND_STR("//"));
    struct nd_str end = is_line ? ND_STR("\n") : ND_STR("*/");
    size_t at =
        is_line || nd_str_starts(text, ND_STR("/*")) ? nd_str_find(nd_str_skip(text, 2), end) : SIZE_MAX;

    return at == SIZE_MAX ? 0 : at + 2 + end.len;
}

size_t nd_json_blanks(struct nd_str text) {
    size_t at = nd_str_starts(text, ND_STR("\xef\xbb\xbf")) ? 3 : 0, comment;

    for (;;) {
        while (at < text.len && (nd_char_is_blank(text.ptr[at]) || text.ptr[at] == '\x1e'))
            at++;
        if (at + 1 >= text.len || text.ptr[at] != '/')
            return at;
        comment = comment_length(nd_str_skip(text, at));
        if (comment == 0)
            return at;
        at += comment;
    }
}

/* Where a character stands from offset at on, or the length. */
static size_t find_from(struct nd_str text, size_t at, char c) {
    size_t found = nd_str_find_char(nd_str_skip(text, at), c);

    return found == SIZE_MAX ? text.len : at + found;
}

/* Behind the string that begins at offset at, or SIZE_MAX. */
static size_t skip_string(struct nd_str text, size_t at) {
    size_t quote = at, escape;

    for (at++; at < text.len; at = escape + 2) {          /* what is escaped is passed over */
        while (at + 1 < text.len && text.ptr[at] == '\\') /* one behind the other: no need to look */
            at += 2;
        if (quote < at)
            quote = find_from(text, at, '"');
        escape = find_from(nd_str_slice(text, 0, quote), at, '\\');
        if (escape == quote)
            return quote == text.len ? SIZE_MAX : quote + 1;
    }
    return SIZE_MAX;
}

static size_t skip_word(struct nd_str text) {
    static const bool is_sign[256] = {
        [','] = true, [']'] = true, ['}'] = true, [':'] = true, ['['] = true, ['{'] = true, ['"'] = true};
    size_t at = 0;

    while (at < text.len && !nd_char_is_blank(text.ptr[at]) && !is_sign[(unsigned char)text.ptr[at]])
        at++;
    return at;
}

/* Behind what closes the list or map in which so many others are open, or SIZE_MAX. */
static size_t skip_nested(struct nd_str text, size_t depth) {
    for (size_t at = 0; at < text.len;) {
        char c = text.ptr[at];
        if (c == '"') {
            at = skip_string(text, at);
            if (at == SIZE_MAX)
                return SIZE_MAX;
            continue;
        }
        at++;
        depth += c == '{' || c == '[';
        if ((c == '}' || c == ']') && --depth == 0)
            return at;
    }
    return SIZE_MAX;
}

size_t nd_json_skip(struct nd_str text) {
    if (text.len == 0)
        return SIZE_MAX;
    if (text.ptr[0] == '"')
        return skip_string(text, 0);
    if (text.ptr[0] != '{' && text.ptr[0] != '[') {
        size_t end = skip_word(text);
        return end == 0 ? 1 : end;
    }
    return skip_nested(text, 0);
}

static void pass_blanks(struct parser *p) {
    while (p->at < p->text.len && nd_char_is_blank(p->text.ptr[p->at])) {
        p->line += p->text.ptr[p->at] == '\n';
        p->at++;
    }
}

static bool is_next(struct parser *p, char c) {
    pass_blanks(p);
    return p->at < p->text.len && p->text.ptr[p->at] == c;
}

static bool read_hex(struct nd_str text, size_t at, uint32_t *code) {
    *code = 0;
    if (at + 4 > text.len)
        return false;
    for (size_t i = at; i < at + 4; i++) {
        char c = nd_char_lower(text.ptr[i]);
        if (!nd_char_is_digit(c) && (c < 'a' || c > 'f'))
            return false;
        *code = *code * 16 + (uint32_t)(nd_char_is_digit(c) ? c - '0' : c - 'a' + 10);
    }
    return true;
}

/* \uXXXX at at (behind the u), a pair of surrogates as one; returns what it took. */
static size_t read_unicode(struct parser *p, struct nd_str text, size_t at, struct nd_buf *out) {
    uint32_t code, low;
    size_t length = 4;
    char bytes[4];

    if (!read_hex(text, at, &code)) {
        p->is_repaired = true;
        nd_buf_add_char(out, 'u');
        return 0;
    }
    if (code >= 0xd800 && code < 0xdc00 && at + 6 <= text.len && text.ptr[at + 4] == '\\' &&
        text.ptr[at + 5] == 'u' && read_hex(text, at + 6, &low) && low >= 0xdc00 && low < 0xe000) {
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        length = 10;
    }
    if (code == 0 || (code >= 0xd800 && code < 0xe000)) {
        p->is_repaired = true;
        code = 0xfffd;
    }
    nd_buf_add(out, nd_str_of(bytes, nd_utf8_encode(code, bytes)));
    return length;
}

static char escaped(char c) {
    switch (c) {
    case 'n':
        return '\n';
    case 't':
        return '\t';
    case 'r':
        return '\r';
    case 'b':
    case 'f':
        return ' ';
    default:
        return c;
    }
}

/* Line ends become those of the rest of the program. */
static struct nd_str unescape(struct parser *p, struct nd_str raw) {
    struct nd_buf out = {0};

    for (size_t i = 0; i < raw.len; i++) {
        char c;
        if (raw.ptr[i] != '\\' || i + 1 == raw.len) {
            nd_buf_add_char(&out, raw.ptr[i]);
            continue;
        }
        c = raw.ptr[++i];
        if (c == 'u')
            i += read_unicode(p, raw, i + 1, &out);
        else if (c == 'r' && nd_str_starts(nd_str_skip(raw, i + 1), ND_STR("\\n")))
            continue;
        else
            nd_buf_add_char(&out, c == 'r' ? '\n' : escaped(c));
    }
    return nd_arena_take(p->arena, &out);
}

static struct nd_str read_string(struct parser *p) {
    size_t end = skip_string(p->text, p->at), from = p->at + 1;
    struct nd_str raw;

    if (end == SIZE_MAX) {
        p->is_repaired = true;
        raw = nd_str_slice(p->text, from, p->text.len);
        p->at = p->text.len;
    } else {
        raw = nd_str_slice(p->text, from, end - 1);
        p->at = end;
    }
    for (size_t i = 0; i < raw.len; i++)
        p->line += raw.ptr[i] == '\n';
    return nd_str_find_char(raw, '\\') == SIZE_MAX ? raw : unescape(p, raw);
}

/* Numbers, true, false, null, and words that are none of them. */
static struct nd_value *read_word(struct parser *p) {
    struct nd_str word = nd_str_slice(p->text, p->at, p->at + skip_word(nd_str_skip(p->text, p->at)));
    struct nd_value *value = nd_value_new(p->arena, ND_NULL);
    char number[MAX_NUMBER], *end;

    p->at += word.len;
    value->text = word;
    if (nd_str_eq(word, ND_STR("true")) || nd_str_eq(word, ND_STR("false"))) {
        value->type = ND_BOOL;
        value->as.boolean = word.ptr[0] == 't';
        return value;
    }
    if (word.len > 0 && word.len < sizeof number && (nd_char_is_digit(word.ptr[0]) || word.ptr[0] == '-')) {
        memcpy(number, word.ptr, word.len);
        number[word.len] = '\0';
        value->as.integer = strtoll(number, &end, 10);
        value->type = ND_INT;
        if (*end != '\0' || word.len > 18) {
            value->as.real = strtod(number, &end);
            value->type = ND_REAL;
        }
        if (*end == '\0')
            return value;
        value->type = ND_NULL;
    }
    value->text = ND_STR("");
    p->is_repaired = p->is_repaired || !nd_str_eq(word, ND_STR("null"));
    return value;
}

static struct nd_value *read_value(struct parser *p);

/* Passes over a comma, or two of them; what else stands between two members is no JSON. */
static void pass_comma(struct parser *p, char close) {
    size_t commas = 0;

    while (is_next(p, ',')) {
        p->at++;
        commas++;
    }
    if (commas > 1 || (commas > 0 && is_next(p, close)) ||
        (commas == 0 && p->at < p->text.len && !is_next(p, close)))
        p->is_repaired = true;
}

/* True at the end of a list or map, which is passed over. */
static bool is_closed(struct parser *p, char close) {
    char other = close == '}' ? ']' : '}';

    if (is_next(p, close)) {
        p->at++;
        return true;
    }
    if (p->at < p->text.len && p->text.ptr[p->at] != other)
        return false;
    p->is_repaired = true; /* cut off, or closed by what it was not opened with */
    return true;
}

/* Of what has too many values, what is left of the present list or map stays as it is written. */
static struct nd_value *read_rest(struct parser *p) {
    struct nd_str rest = nd_str_skip(p->text, p->at);
    size_t length = skip_nested(rest, 1);
    bool is_open = length == SIZE_MAX;

    p->at += is_open ? rest.len : length;
    p->is_repaired = true;
    return nd_value_string(p->arena, nd_str_trim(is_open ? rest : nd_str_slice(rest, 0, length - 1)));
}

static struct nd_value *read_list(struct parser *p) {
    struct nd_value *list = nd_value_new(p->arena, ND_LIST);

    for (p->at++; !is_closed(p, ']'); pass_comma(p, ']')) {
        if (p->nodes >= ND_MAX_JSON_NODES) {
            nd_value_add(list, read_rest(p));
            break;
        }
        nd_value_add(list, read_value(p));
    }
    return list;
}

static struct nd_value *read_map(struct parser *p) {
    struct nd_value *map = nd_value_new(p->arena, ND_MAP);

    for (p->at++; !is_closed(p, '}'); pass_comma(p, '}')) {
        struct nd_str key;
        uint32_t line = p->line;
        struct nd_value *value;
        if (p->nodes >= ND_MAX_JSON_NODES) {
            nd_value_put(map, ND_STR("…"), read_rest(p));
            break;
        }
        if (is_next(p, '"')) {
            key = read_string(p);
        } else {
            size_t length = skip_word(nd_str_skip(p->text, p->at));
            key = nd_str_slice(p->text, p->at, p->at + length);
            p->at += length > 0 ? length : 1;
            p->is_repaired = true;
        }
        if (is_next(p, ':'))
            p->at++;
        else
            p->is_repaired = true;
        pass_blanks(p);
        if (p->at >= p->text.len || p->text.ptr[p->at] == ',' || p->text.ptr[p->at] == '}')
            continue; /* cut off behind the key */
        value = read_value(p);
        value->line = line;
        nd_value_put(map, key, value);
    }
    return map;
}

/* What is nested too deeply stays as it is written. */
static struct nd_value *read_deep(struct parser *p) {
    struct nd_str rest = nd_str_skip(p->text, p->at);
    size_t length = nd_json_skip(rest);

    length = length == SIZE_MAX ? rest.len : length;
    p->at += length;
    p->is_repaired = true;
    return nd_value_string(p->arena, nd_str_slice(rest, 0, length));
}

static struct nd_value *read_value(struct parser *p) {
    struct nd_value *value;
    uint32_t line;
    char c;

    pass_blanks(p);
    line = p->line;
    c = p->at < p->text.len ? p->text.ptr[p->at] : '\0';
    if ((c == '{' || c == '[') && (p->depth == ND_MAX_JSON_DEPTH || p->nodes >= ND_MAX_JSON_NODES)) {
        value = read_deep(p);
    } else if (c == '{' || c == '[') {
        p->depth++;
        value = c == '{' ? read_map(p) : read_list(p);
        p->depth--;
    } else if (c == '"') {
        value = nd_value_string(p->arena, read_string(p));
    } else {
        size_t before = p->at;
        value = read_word(p);
        if (p->at == before && p->at < p->text.len) /* a stray sign: it must be left behind */
            p->at++;
    }
    p->nodes++;
    value->line = line;
    return value;
}

struct nd_value *nd_json_read(struct nd_str text, uint32_t line, struct nd_arena *arena, size_t *length,
                              bool *is_repaired) {
    struct parser parser = {.text = text, .line = line, .arena = arena};
    struct nd_value *value;

    pass_blanks(&parser);
    if (parser.at == text.len)
        return NULL;
    value = read_value(&parser);
    *length = parser.at;
    *is_repaired = parser.is_repaired;
    return value;
}
