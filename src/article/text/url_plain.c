#include "article/text/url.h"

/* Characters of a host in its normal form; a name with an upper-case letter or '%' is not in it. */
static bool is_host_byte(char c) {
    return (c >= 'a' && c <= 'z') || nd_char_is_digit(c) || c == '-' || c == '.' || c == '_';
}

/* What RFC 3986 allows in paths and queries without encoding: pchar, '/' and '?', but no '%'. */
static bool is_plain_byte(char c) {
    static const bool signs[256] = {
        ['-'] = true,  ['.'] = true, ['_'] = true, ['~'] = true, ['!'] = true, ['$'] = true, ['&'] = true,
        ['\''] = true, ['('] = true, [')'] = true, ['*'] = true, ['+'] = true, [','] = true, [';'] = true,
        ['='] = true,  [':'] = true, ['@'] = true, ['/'] = true, ['?'] = true,
    };

    return nd_char_is_alpha(c) || nd_char_is_digit(c) || signs[(unsigned char)c];
}

/* A segment "." or ".." is to be resolved; an empty one is kept by the slow way, which may judge. */
static bool has_dots_or_gaps(struct nd_str path) {
    for (size_t i = 0; i + 1 < path.len; i++)
        if (path.ptr[i] == '/' && (path.ptr[i + 1] == '.' || path.ptr[i + 1] == '/'))
            return true;
    return false;
}

bool nd_url_is_plain(struct nd_str url) {
    size_t start = nd_str_starts(url, ND_STR("https://")) ? 8 : nd_str_starts(url, ND_STR("http://")) ? 7 : 0;
    size_t i = start;
    struct nd_str path;

    while (i < url.len && is_host_byte(url.ptr[i]))
        i++;
    if (start == 0 || i == start || !nd_char_is_alpha(url.ptr[i - 1]) || i == url.len || url.ptr[i] != '/')
        return false;
    path = nd_str_skip(url, i);
    for (i = 0; i < path.len; i++)
        if (!is_plain_byte(path.ptr[i]) || path.ptr[i] == '?')
            return false;
    return !has_dots_or_gaps(path);
}
