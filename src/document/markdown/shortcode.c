#include "document/markdown/cleaner.h"

/*
 * Shortcodes of WordPress, which BBCode looks like: [gallery ids="1,2"], [caption width="300"]…[/caption],
 * [embed]https://…[/embed]. What is between them is text, unless it is only an address.
 */

enum {
    MAX_NAME = 40,
    MAX_SHORTCODE = 2000, /* bytes of a tag */
    MAX_CONTENT = 20000   /* bytes within which its end is looked for */
};

/* Those that stand alone without attributes. */
static const struct nd_str alone[] = {ND_STR_INIT("gallery"), ND_STR_INIT("playlist"), ND_STR_INIT("toc"),
                                      ND_STR_INIT("contact-form-7")};
/* Those that have an address or a number behind their name. */
static const struct nd_str players[] = {
    ND_STR_INIT("youtube"), ND_STR_INIT("vimeo"),      ND_STR_INIT("embed"),
    ND_STR_INIT("gist"),    ND_STR_INIT("soundcloud"), ND_STR_INIT("audio"),
    ND_STR_INIT("video"),   ND_STR_INIT("tweet"),      ND_STR_INIT("instagram")};

static bool is_among(struct nd_str name, const struct nd_str *names, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (nd_str_eq(name, names[i]))
            return true;
    return false;
}

static bool is_name(char c) {
    return (c >= 'a' && c <= 'z') || nd_char_is_digit(c) || c == '_' || c == '-';
}

static size_t name_length(struct nd_str s) {
    size_t i = 0;

    while (i < s.len && i <= MAX_NAME && is_name(s.ptr[i]))
        i++;
    return i > MAX_NAME || i == 0 || nd_char_is_digit(s.ptr[0]) || s.ptr[0] == '-' ? 0 : i;
}

/* Where the bracket at the beginning of s is closed; quotes may hold brackets. SIZE_MAX: it is not. */
static size_t find_bracket(struct nd_str s) {
    char quote = '\0';

    for (size_t i = 1; i < s.len; i++) {
        char c = s.ptr[i];
        if (c == '\n' && i + 1 < s.len && s.ptr[i + 1] == '\n')
            break;
        if (quote != '\0')
            quote = c == quote ? '\0' : quote;
        else if (c == '"' || (c == '\'' && s.ptr[i - 1] == '='))
            quote = c;
        else if (c == ']')
            return i;
        else if (c == '[')
            break;
    }
    return SIZE_MAX;
}

/* " width="300"", behind a name. */
static bool has_attribute(struct nd_str s) {
    size_t i = 0, start;

    while (i < s.len && nd_char_is_blank(s.ptr[i]))
        i++;
    start = i;
    while (i < s.len && (is_name(nd_char_lower(s.ptr[i]))))
        i++;
    return start > 0 && i > start && i + 1 < s.len && s.ptr[i] == '=' && !nd_char_is_blank(s.ptr[i + 1]) &&
           s.ptr[i + 1] != '=';
}

/* The offset of "[/name]" behind the present place; SIZE_MAX when it is not near, or too much was searched.
 */
static size_t find_end(struct nd_cleaner *c, struct nd_str name, size_t from) {
    struct nd_str rest = nd_str_slice(c->text, from, from + MAX_CONTENT);
    char end[MAX_NAME + 4];
    size_t length = 0, found;

    if (nd_cleaner_find(c, ND_STR("[/"), from, &c->next_tag) >= from + rest.len || c->budget < rest.len)
        return SIZE_MAX;
    end[length++] = '[';
    end[length++] = '/';
    for (size_t i = 0; i < name.len; i++)
        end[length++] = name.ptr[i];
    end[length++] = ']';
    found = nd_str_find(rest, nd_str_of(end, length));
    c->budget -= found == SIZE_MAX ? rest.len : found;
    return found == SIZE_MAX ? SIZE_MAX : from + found;
}

static bool is_address(struct nd_str s) {
    s = nd_str_trim(s);
    for (size_t i = 0; i < s.len; i++)
        if (nd_char_is_blank(s.ptr[i]))
            return false;
    return nd_str_starts(s, ND_STR("http://")) || nd_str_starts(s, ND_STR("https://"));
}

static uint64_t bit_of(struct nd_str name) {
    return (uint64_t)1 << nd_str_hash(name) % 64;
}

static bool take_end(struct nd_cleaner *c, struct nd_str rest) {
    struct nd_str name = nd_str_skip(rest, 2);

    name = nd_str_slice(name, 0, name_length(name));
    if (name.len == 0 || rest.len <= name.len + 2 || rest.ptr[name.len + 2] != ']' ||
        (c->shortcodes & bit_of(name)) == 0)
        return false;
    nd_cleaner_leave_out(c, c->at + name.len + 3);
    return true;
}

bool nd_shortcode_take(struct nd_cleaner *c) {
    struct nd_str rest = nd_str_slice(nd_cleaner_rest(c), 0, MAX_SHORTCODE), name, inner;
    char before = nd_cleaner_last(c);
    size_t close, end = SIZE_MAX;
    bool is_one;

    if (rest.len < 3 || rest.ptr[0] != '[' || before == '\\' || before == '[')
        return false;
    if (rest.ptr[1] == '/')
        return take_end(c, rest);
    name = nd_str_slice(nd_str_skip(rest, 1), 0, name_length(nd_str_skip(rest, 1)));
    if (name.len == 0 || name.len + 1 == rest.len || !nd_char_is_one_of(rest.ptr[name.len + 1], " \t\n=]/"))
        return false;
    close = find_bracket(rest);
    if (close == SIZE_MAX || (close + 1 < rest.len && nd_char_is_one_of(rest.ptr[close + 1], "(:")))
        return false;
    inner = nd_str_slice(rest, name.len + 1, close);
    is_one = has_attribute(inner) ||
             (nd_str_trim(inner).len == 0 && is_among(name, alone, sizeof alone / sizeof *alone)) ||
             (is_address(inner) && is_among(name, players, sizeof players / sizeof *players));
    if (is_one || inner.len == 0 || inner.ptr[0] == '=')
        end = find_end(c, name, c->at + close + 1);
    if (!is_one && end == SIZE_MAX)
        return false;
    if (end != SIZE_MAX && is_address(nd_str_slice(c->text, c->at + close + 1, end)))
        close = end + name.len + 2 - c->at;
    c->shortcodes |= bit_of(name);
    nd_cleaner_leave_out(c, c->at + close + 1);
    return true;
}
