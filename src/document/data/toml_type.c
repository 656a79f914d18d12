#include "document/data/toml.h"

#include <stdlib.h>

/* Cuts what looks like shape off *s: d is a digit, anything else itself. */
static bool skip_shape(struct nd_str *s, const char *shape) {
    size_t i = 0;

    for (; shape[i] != '\0'; i++)
        if (i == s->len || (shape[i] == 'd' ? !nd_char_is_digit(s->ptr[i]) : s->ptr[i] != shape[i]))
            return false;
    *s = nd_str_skip(*s, i);
    return true;
}

static void skip_digits(struct nd_str *s) {
    while (s->len > 0 && nd_char_is_digit(s->ptr[0]))
        *s = nd_str_skip(*s, 1);
}

/* dd:dd, dd:dd:dd or dd:dd:dd.d... */
static bool skip_time(struct nd_str *s) {
    if (!skip_shape(s, "dd:dd"))
        return false;
    if (skip_shape(s, ":dd") && skip_shape(s, ".d"))
        skip_digits(s);
    return true;
}

bool nd_toml_is_date(struct nd_str text) {
    struct nd_str s = text;

    if (skip_time(&s))
        return s.len == 0;
    if (!skip_shape(&s, "dddd-dd-dd"))
        return false;
    if (s.len == 0)
        return true;
    if (s.ptr[0] != 'T' && s.ptr[0] != 't' && s.ptr[0] != ' ')
        return false;
    s = nd_str_skip(s, 1);
    if (!skip_time(&s))
        return false;
    return s.len == 0 || nd_str_eq_nocase(s, ND_STR("Z")) ||
           ((skip_shape(&s, "+dd:dd") || skip_shape(&s, "-dd:dd")) && s.len == 0);
}

static unsigned digit_of(char c) {
    if (nd_char_is_digit(c))
        return (unsigned)(c - '0');
    c = nd_char_lower(c);
    return c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10 : 99;
}

/* The digits of base in s, with single underscores between them; false when they do not fit below limit. */
static bool sum_digits(struct nd_str s, unsigned base, uint64_t limit, uint64_t *sum) {
    *sum = 0;
    for (size_t i = 0; i < s.len; i++) {
        unsigned digit = digit_of(s.ptr[i]);
        if (s.ptr[i] == '_' && i > 0 && i + 1 < s.len && s.ptr[i - 1] != '_')
            continue;
        if (digit >= base || *sum > (limit - digit) / base)
            return false;
        *sum = *sum * base + digit;
    }
    return s.len > 0;
}

static bool to_integer(struct nd_str s, int64_t *integer) {
    bool is_negative = nd_str_starts(s, ND_STR("-"));
    struct nd_str digits = nd_str_skip(s, is_negative || nd_str_starts(s, ND_STR("+")));
    uint64_t sum, limit = (uint64_t)INT64_MAX + is_negative;
    unsigned base = 10;

    if (digits.len > 1 && digits.ptr[0] == '0') {
        base = s.ptr[1] == 'x' ? 16 : s.ptr[1] == 'o' ? 8 : s.ptr[1] == 'b' ? 2 : 0;
        if (base == 0 || digits.len != s.len)
            return false;
        digits = nd_str_skip(digits, 2);
    }
    if (!sum_digits(digits, base, limit, &sum))
        return false;
    *integer = (int64_t)(is_negative ? 0 - sum : sum);
    return true;
}

/* Point or exponent must be there; strtod sees a point whatever the user's locale, which is never set. */
static bool to_real(struct nd_str s, double *real) {
    char text[64];
    struct nd_str rest = nd_str_skip(s, s.len > 0 && (s.ptr[0] == '-' || s.ptr[0] == '+'));
    size_t length = 0;

    for (size_t i = 0; i < s.len; i++) {
        if (length == sizeof text - 1)
            return false;
        if (s.ptr[i] != '_')
            text[length++] = s.ptr[i];
        else if (i == 0 || i + 1 == s.len || !nd_char_is_digit(s.ptr[i - 1]) ||
                 !nd_char_is_digit(s.ptr[i + 1]))
            return false;
    }
    text[length] = '\0';
    rest = nd_str_skip(nd_str_of(text, length), s.len - rest.len);
    if (rest.len == 0 || !nd_char_is_digit(rest.ptr[0]) ||
        (rest.ptr[0] == '0' && rest.len > 1 && nd_char_is_digit(rest.ptr[1])))
        return false;
    skip_digits(&rest);
    if (skip_shape(&rest, ".d"))
        skip_digits(&rest);
    if (skip_shape(&rest, "ed") || skip_shape(&rest, "Ed") || skip_shape(&rest, "e+d") ||
        skip_shape(&rest, "E+d") || skip_shape(&rest, "e-d") || skip_shape(&rest, "E-d"))
        skip_digits(&rest);
    *real = strtod(text, NULL);
    return rest.len == 0;
}

bool nd_toml_type(struct nd_value *value, struct nd_str text) {
    value->text = text;
    value->type = ND_STRING;
    if (nd_str_eq(text, ND_STR("true")) || nd_str_eq(text, ND_STR("false"))) {
        value->type = ND_BOOL;
        value->as.boolean = text.ptr[0] == 't';
    } else if (to_integer(text, &value->as.integer)) {
        value->type = ND_INT;
    } else if (to_real(text, &value->as.real)) {
        value->type = ND_REAL;
    } else {
        if (text.len == 4 && (text.ptr[0] == '-' || text.ptr[0] == '+'))
            text = nd_str_skip(text, 1);
        return nd_str_eq(text, ND_STR("inf")) || nd_str_eq(text, ND_STR("nan")) || nd_toml_is_date(text);
    }
    return true;
}
