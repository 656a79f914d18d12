#include "container/markup.h"

#include <string.h>

enum {
    MAX_TAG = 64 * 1024,
    MAX_WITH_TAGS =
        8, /* values of one tag in which a tag may begin, so that no byte is read for many of them */
    MAX_REFERENCE = 32
};

static bool is_name_char(char c) {
    return nd_char_is_alpha(c) || nd_char_is_digit(c) || c == ':' || c == '-' || c == '_' || c == '.';
}

/* The end of what is between "<!--" and "-->" or "<" and ">" at the beginning of text, which is no tag. */
static size_t pass_declaration(struct nd_str text) {
    static const struct {
        const char *begin, *end;
    } kinds[] = {{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<!", ">"}, {"<?", ">"}};

    if (text.len < 2 || (text.ptr[1] != '!' && text.ptr[1] != '?'))
        return 0;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (nd_str_starts(text, nd_str_from(kinds[i].begin))) {
            struct nd_str end = nd_str_from(kinds[i].end);
            size_t at = nd_str_find(text, end);
            return at == SIZE_MAX ? text.len : at + end.len;
        }
    return 0;
}

/* Behind the '>' of the tag whose name ends at at; SIZE_MAX when it has none before the next '<'. */
static size_t tag_end(struct nd_str text, size_t at) {
    size_t most = text.len - at > MAX_TAG ? at + MAX_TAG : text.len, tags = 0;

    while (at < most && tags <= MAX_WITH_TAGS) {
        char c = text.ptr[at];
        if (c == '>')
            return at + 1;
        if (c == '<')
            return SIZE_MAX;
        if ((c == '"' || c == '\'') && at > 0 && text.ptr[at - 1] == '=') {
            const char *close = memchr(text.ptr + at + 1, c, most - at - 1);
            size_t from = at;
            at = close == NULL ? at : (size_t)(close - text.ptr);
            tags += memchr(text.ptr + from, '<', at - from) != NULL;
        }
        at++;
    }
    return SIZE_MAX;
}

static bool read_tag(struct nd_str text, size_t from, struct nd_markup_tag *tag) {
    size_t at = from + 1, name;

    *tag = (struct nd_markup_tag){.from = from};
    tag->is_end = at < text.len && text.ptr[at] == '/';
    at += tag->is_end;
    name = at;
    if (at >= text.len || !nd_char_is_alpha(text.ptr[at]))
        return false;
    while (at < text.len && is_name_char(text.ptr[at]))
        at++;
    tag->name = nd_str_slice(text, name, at);
    tag->end = tag_end(text, at);
    if (tag->end == SIZE_MAX)
        return false;
    tag->attributes = nd_str_trim(nd_str_slice(text, at, tag->end - 1));
    tag->is_empty = nd_str_ends(tag->attributes, ND_STR("/"));
    return true;
}

/* What is no end of a declaration is looked for but once: a file may have many beginnings. */
bool nd_markup_next(struct nd_str text, size_t from, struct nd_markup_tag *tag) {
    while (from < text.len) {
        const char *sign = memchr(text.ptr + from, '<', text.len - from);
        size_t length;
        if (sign == NULL)
            return false;
        from = (size_t)(sign - text.ptr);
        length = pass_declaration(nd_str_skip(text, from));
        if (length == 0 && read_tag(text, from, tag))
            return true;
        from += length > 0 ? length : 1;
    }
    return false;
}

bool nd_markup_is(const struct nd_markup_tag *tag, const char *name) {
    return nd_str_eq_nocase(tag->name, nd_str_from(name));
}

/* The value at the beginning of rest, behind the '='; *length is that of what was read. */
static struct nd_str read_value(struct nd_str rest, size_t *length) {
    size_t end = 0;
    char quote = rest.len > 0 ? rest.ptr[0] : '\0';

    if (quote == '"' || quote == '\'') {
        end = nd_str_find_char(nd_str_skip(rest, 1), quote);
        *length = end == SIZE_MAX ? rest.len : end + 2;
        return nd_str_slice(rest, 1, end == SIZE_MAX ? rest.len : end + 1);
    }
    while (end < rest.len && !nd_char_is_blank(rest.ptr[end]))
        end++;
    *length = end;
    return nd_str_slice(rest, 0, end);
}

struct nd_str nd_markup_attribute(const struct nd_markup_tag *tag, const char *name) {
    struct nd_str rest = nd_str_trim(tag->attributes), wanted = nd_str_from(name);

    while (rest.len > 0) {
        size_t end = 0, length = 0;
        struct nd_str found, value = ND_STR("");
        while (end < rest.len && is_name_char(rest.ptr[end]))
            end++;
        found = nd_str_slice(rest, 0, end);
        rest = nd_str_trim(nd_str_skip(rest, end > 0 ? end : 1));
        if (rest.len > 0 && rest.ptr[0] == '=') {
            rest = nd_str_trim(nd_str_skip(rest, 1));
            value = read_value(rest, &length);
            rest = nd_str_trim(nd_str_skip(rest, length));
        }
        if (nd_str_eq_nocase(found, wanted))
            return value;
    }
    return ND_STR_NONE;
}

bool nd_markup_has_class(const struct nd_markup_tag *tag, const char *word) {
    struct nd_str rest = nd_markup_attribute(tag, "class"), wanted = nd_str_from(word);

    while ((rest = nd_str_trim(rest)).len > 0) {
        size_t end = 0;
        while (end < rest.len && !nd_char_is_blank(rest.ptr[end]))
            end++;
        if (nd_str_eq_nocase(nd_str_slice(rest, 0, end), wanted))
            return true;
        rest = nd_str_skip(rest, end);
    }
    return false;
}

void nd_markup_element(struct nd_str text, const struct nd_markup_tag *tag,
                       struct nd_markup_element *element) {
    struct nd_markup_tag next;
    size_t depth = 1;

    *element = (struct nd_markup_element){.tag = *tag, .end = tag->end};
    element->inner = ND_STR("");
    if (tag->is_empty)
        return;
    for (size_t at = tag->end; nd_markup_next(text, at, &next); at = next.end) {
        if (!nd_str_eq_nocase(next.name, tag->name) || next.is_empty)
            continue;
        depth = next.is_end ? depth - 1 : depth + 1;
        if (depth > 0)
            continue;
        element->inner = nd_str_slice(text, tag->end, next.from);
        element->end = next.end;
        return;
    }
    element->inner = nd_str_skip(text, tag->end);
    element->end = text.len;
    element->is_open = true;
}

bool nd_markup_find(struct nd_str text, size_t from, const char *name, struct nd_markup_element *element) {
    struct nd_markup_tag tag;

    for (; nd_markup_next(text, from, &tag); from = tag.end)
        if (!tag.is_end && (name == NULL || nd_markup_is(&tag, name))) {
            nd_markup_element(text, &tag, element);
            return true;
        }
    return false;
}

bool nd_markup_find_class(struct nd_str text, size_t from, const char *word,
                          struct nd_markup_element *element) {
    struct nd_markup_tag tag;

    for (; nd_markup_next(text, from, &tag); from = tag.end)
        if (!tag.is_end && nd_markup_has_class(&tag, word)) {
            nd_markup_element(text, &tag, element);
            return true;
        }
    return false;
}

/* What marks a part of a word. */
static bool is_inline(const struct nd_markup_tag *tag) {
    static const char *const names[] = {"b", "i",  "u",   "em",   "strong", "span", "font",
                                        "a", "hl", "hlt", "mark", "sub",    "sup",  "small"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (nd_markup_is(tag, names[i]))
            return true;
    return false;
}

struct nd_str nd_markup_text(struct nd_str markup, struct nd_arena *arena) {
    struct nd_buf out = {0};
    struct nd_markup_tag tag;
    size_t at = 0;

    while (at < markup.len) {
        bool is_found = nd_markup_next(markup, at, &tag);
        struct nd_str text = nd_str_slice(markup, at, is_found ? tag.from : markup.len);
        for (size_t i = 0; i < text.len; i++)
            if (!nd_char_is_blank(text.ptr[i]))
                nd_buf_add_char(&out, text.ptr[i]);
            else if (out.len > 0 && out.ptr[out.len - 1] != ' ')
                nd_buf_add_char(&out, ' ');
        if (is_found && !is_inline(&tag) && out.len > 0 && out.ptr[out.len - 1] != ' ')
            nd_buf_add_char(&out, ' ');
        at = is_found ? tag.end : markup.len;
    }
    return nd_str_trim(nd_arena_take(arena, &out));
}

/* The length of what looks like a reference at the beginning of text ("&eacute;", "&#8217;"), or 0. */
static size_t reference_length(struct nd_str text) {
    size_t at = 1;

    while (at < text.len && at < MAX_REFERENCE &&
           (nd_char_is_alpha(text.ptr[at]) || nd_char_is_digit(text.ptr[at]) || text.ptr[at] == '#'))
        at++;
    return at > 2 && at < text.len && text.ptr[at] == ';' ? at + 1 : 0;
}

struct nd_str nd_markup_decode(struct nd_str text, struct nd_arena *arena) {
    struct nd_buf out = {0};
    size_t at = 0, sign;

    while ((sign = nd_str_find_char(nd_str_skip(text, at), '&')) != SIZE_MAX) {
        size_t length = reference_length(nd_str_skip(text, at + sign));
        struct nd_str reference = nd_str_slice(text, at + sign, at + sign + length), read;
        nd_buf_add(&out, nd_str_slice(text, at, at + sign));
        read = length > 0 ? nd_html_inline(reference, arena) : ND_STR("&");
        nd_buf_add(&out, read.len > 0 ? read : ND_STR(" "));
        at += sign + (length > 0 ? length : 1);
    }
    nd_buf_add(&out, nd_str_skip(text, at));
    return nd_arena_take(arena, &out);
}

/* Where the next start or end tag of that name is in text; SIZE_MAX: nowhere. */
static size_t find_tag(struct nd_str text, size_t from, const char *name, bool is_end) {
    struct nd_str wanted = nd_str_from(name);

    while (from < text.len) {
        const char *sign = memchr(text.ptr + from, '<', text.len - from);
        struct nd_str rest;
        if (sign == NULL)
            return SIZE_MAX;
        from = (size_t)(sign - text.ptr);
        rest = nd_str_skip(text, from + 1);
        if (is_end == nd_str_starts(rest, ND_STR("/"))) {
            rest = nd_str_skip(rest, is_end);
            if (nd_str_starts_nocase(rest, wanted) &&
                (rest.len == wanted.len || !is_name_char(rest.ptr[wanted.len])))
                return from;
        }
        from++;
    }
    return SIZE_MAX;
}

bool nd_markup_is_torn(struct nd_str text) {
    for (size_t i = text.len; i-- > 0;)
        if (text.ptr[i] == '<' || text.ptr[i] == '>')
            return text.ptr[i] == '<';
    return false;
}

enum nd_status nd_markup_cut(const char *name, struct nd_str rest, bool is_end, struct nd_cut *cut) {
    size_t from = find_tag(rest, 0, name, false), end, next, close = SIZE_MAX;

    cut->is_open = from == SIZE_MAX && nd_markup_is_torn(rest);
    if (from == SIZE_MAX)
        return is_end ? ND_END : ND_TOO_BIG;
    next = find_tag(rest, from + 1, name, false);
    end = find_tag(nd_str_slice(rest, 0, next), from, name, true);
    if (end != SIZE_MAX) {
        next = SIZE_MAX;
        close = nd_str_find_char(nd_str_skip(rest, end), '>');
    }
    if (next == SIZE_MAX && close == SIZE_MAX && !is_end)
        return ND_TOO_BIG;
    cut->from = from;
    cut->is_cut = close == SIZE_MAX && next == SIZE_MAX;
    cut->taken = next != SIZE_MAX ? next : close == SIZE_MAX ? rest.len : end + close + 1;
    cut->length = nd_str_trim_right(nd_str_slice(rest, from, cut->taken)).len;
    return ND_OK;
}

bool nd_markup_begins_with(struct nd_str text, const char *name) {
    struct nd_markup_tag tag;

    if (nd_str_starts(text, ND_STR("\xef\xbb\xbf")))
        text = nd_str_skip(text, 3);
    if (!nd_str_starts(nd_str_trim(text), ND_STR("<")) || !nd_markup_next(text, 0, &tag))
        return false;
    return !tag.is_end && nd_markup_is(&tag, name);
}
