#include "document/front_matter.h"

#include <errno.h>
#include <stdlib.h>

static bool is_one_of(struct nd_str s, struct nd_str a, struct nd_str b, struct nd_str c) {
    return nd_str_eq(s, a) || nd_str_eq(s, b) || nd_str_eq(s, c);
}

static size_t skip_digits(struct nd_str s, size_t at) {
    while (at < s.len && nd_char_is_digit(s.ptr[at]))
        at++;
    return at;
}

static bool has_only(struct nd_str s, const char *characters) {
    for (size_t i = 0; i < s.len; i++)
        if (nd_str_find_char(nd_str_from(characters), s.ptr[i]) == SIZE_MAX)
            return false;
    return s.len > 0;
}

/* [-+]? [0-9]+, 0o[0-7]+, 0x[0-9a-fA-F]+; numbers beyond 64 bits are left to be reals. */
static bool to_integer(struct nd_str s, int64_t *integer) {
    char text[32], *end;
    struct nd_str digits = nd_str_skip(s, 2);
    int base = 10;

    if (s.len == 0 || s.len >= sizeof text)
        return false;
    if (nd_str_starts(s, ND_STR("0o")) && has_only(digits, "01234567"))
        base = 8;
    else if (nd_str_starts(s, ND_STR("0x")) && has_only(digits, "0123456789abcdefABCDEF"))
        base = 16;
    else if (has_only(nd_str_skip(s, s.ptr[0] == '-' || s.ptr[0] == '+'), "0123456789"))
        digits = s;
    else
        return false;
    for (size_t i = 0; i < digits.len; i++)
        text[i] = digits.ptr[i];
    text[digits.len] = '\0';
    errno = 0;
    *integer = strtoll(text, &end, base);
    return errno == 0 && *end == '\0';
}

/* [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )? */
static bool is_real(struct nd_str s) {
    size_t at = s.len > 0 && (s.ptr[0] == '-' || s.ptr[0] == '+');
    size_t whole = skip_digits(s, at), fraction = whole;

    if (whole < s.len && s.ptr[whole] == '.')
        fraction = skip_digits(s, whole + 1);
    if (whole == at && fraction <= whole + 1)
        return false;
    if (fraction == s.len)
        return true;
    if (s.ptr[fraction] != 'e' && s.ptr[fraction] != 'E')
        return false;
    at = fraction + 1;
    at += at < s.len && (s.ptr[at] == '-' || s.ptr[at] == '+');
    return at < s.len && skip_digits(s, at) == s.len;
}

/* strtod with a point whatever the locale: the program never calls setlocale for LC_NUMERIC. */
static double to_real(struct nd_str s) {
    char text[64];
    size_t length = s.len < sizeof text ? s.len : sizeof text - 1;

    for (size_t i = 0; i < length; i++)
        text[i] = s.ptr[i];
    text[length] = '\0';
    return strtod(text, NULL);
}

enum { LONGEST_WORD = sizeof "false" - 1 };

/* .inf and .nan stay text: no record could hold them. */
void nd_yaml_type_plain(struct nd_value *value, struct nd_str text) {
    char first = text.len == 0 ? '\0' : text.ptr[0];

    value->text = text;
    value->type = ND_STRING;
    if (text.len > LONGEST_WORD && nd_char_is_alpha(first))
        return;
    if (text.len == 0 || nd_str_eq(text, ND_STR("~")) ||
        is_one_of(text, ND_STR("null"), ND_STR("Null"), ND_STR("NULL"))) {
        value->type = ND_NULL;
        value->text = ND_STR_NONE;
    } else if (is_one_of(text, ND_STR("true"), ND_STR("True"), ND_STR("TRUE"))) {
        value->type = ND_BOOL;
        value->as.boolean = true;
    } else if (is_one_of(text, ND_STR("false"), ND_STR("False"), ND_STR("FALSE"))) {
        value->type = ND_BOOL;
    } else if (!nd_char_is_digit(first) && first != '-' && first != '+' && first != '.') {
        return;
    } else if (to_integer(text, &value->as.integer)) {
        value->type = ND_INT;
    } else if (text.len < 64 && is_real(text)) {
        value->as.real = to_real(text);
        value->type = ND_REAL;
    }
}
