#include "document/html/tag.h"

enum {
    MAX_NAME = 16, /* longer names are unknown to HTML */
    MAX_WITH_TAGS =
        8, /* values of one tag in which a tag may begin, so that no byte is read for many of them */
    MAX_DECLARATION = 1024, /* what looks like a longer one is text */
};

static const unsigned char traits[GUMBO_TAG_LAST + 1] = {
#define BLOCK ND_TAG_BLOCK
#define VOID ND_TAG_VOID
#define UNSEEN ND_TAG_UNSEEN
#define RAW ND_TAG_RAW
#define ONLY ND_TAG_HTML_ONLY
    [GUMBO_TAG_HTML] = BLOCK | ONLY | ND_TAG_SCOPE,
    [GUMBO_TAG_HEAD] = BLOCK | ONLY,
    [GUMBO_TAG_BODY] = BLOCK | ONLY,
    [GUMBO_TAG_TITLE] = UNSEEN | RAW | ONLY,
    [GUMBO_TAG_BASE] = VOID,
    [GUMBO_TAG_LINK] = VOID | ONLY,
    [GUMBO_TAG_META] = VOID | ONLY,
    [GUMBO_TAG_STYLE] = UNSEEN | RAW | ONLY,
    [GUMBO_TAG_SCRIPT] = UNSEEN | RAW | ONLY,
    [GUMBO_TAG_NOSCRIPT] = UNSEEN,
    [GUMBO_TAG_TEMPLATE] = UNSEEN | ND_TAG_SCOPE,
    [GUMBO_TAG_SVG] = UNSEEN,
    [GUMBO_TAG_IFRAME] = UNSEEN | RAW,
    [GUMBO_TAG_NOFRAMES] = UNSEEN | RAW,
    [GUMBO_TAG_NOEMBED] = UNSEEN | RAW,
    [GUMBO_TAG_TEXTAREA] = UNSEEN | RAW,
    [GUMBO_TAG_SELECT] = UNSEEN,
    [GUMBO_TAG_DATALIST] = UNSEEN,
    [GUMBO_TAG_CANVAS] = UNSEEN,
    [GUMBO_TAG_AUDIO] = UNSEEN,
    [GUMBO_TAG_VIDEO] = UNSEEN,
    [GUMBO_TAG_ADDRESS] = BLOCK | ONLY,
    [GUMBO_TAG_ARTICLE] = BLOCK | ONLY,
    [GUMBO_TAG_ASIDE] = BLOCK | ONLY,
    [GUMBO_TAG_BLOCKQUOTE] = BLOCK | ONLY,
    [GUMBO_TAG_CAPTION] = BLOCK | ND_TAG_SCOPE,
    [GUMBO_TAG_CENTER] = BLOCK | ONLY,
    [GUMBO_TAG_DD] = BLOCK,
    [GUMBO_TAG_DETAILS] = BLOCK | ONLY,
    [GUMBO_TAG_DIR] = BLOCK,
    [GUMBO_TAG_DIV] = BLOCK | ONLY,
    [GUMBO_TAG_DL] = BLOCK | ONLY,
    [GUMBO_TAG_DT] = BLOCK,
    [GUMBO_TAG_FIELDSET] = BLOCK,
    [GUMBO_TAG_FIGCAPTION] = BLOCK,
    [GUMBO_TAG_FIGURE] = BLOCK | ONLY,
    [GUMBO_TAG_FOOTER] = BLOCK | ONLY,
    [GUMBO_TAG_FORM] = BLOCK | ONLY,
    [GUMBO_TAG_H1] = BLOCK | ONLY,
    [GUMBO_TAG_H2] = BLOCK | ONLY,
    [GUMBO_TAG_H3] = BLOCK | ONLY,
    [GUMBO_TAG_H4] = BLOCK | ONLY,
    [GUMBO_TAG_H5] = BLOCK | ONLY,
    [GUMBO_TAG_H6] = BLOCK | ONLY,
    [GUMBO_TAG_HEADER] = BLOCK | ONLY,
    [GUMBO_TAG_HGROUP] = BLOCK,
    [GUMBO_TAG_HR] = BLOCK | VOID | ONLY,
    [GUMBO_TAG_LEGEND] = BLOCK,
    [GUMBO_TAG_LI] = BLOCK,
    [GUMBO_TAG_LISTING] = BLOCK,
    [GUMBO_TAG_MAIN] = BLOCK | ONLY,
    [GUMBO_TAG_MARQUEE] = ND_TAG_SCOPE,
    [GUMBO_TAG_NAV] = BLOCK | ONLY,
    [GUMBO_TAG_OBJECT] = ND_TAG_SCOPE,
    [GUMBO_TAG_APPLET] = ND_TAG_SCOPE,
    [GUMBO_TAG_OL] = BLOCK | ONLY,
    [GUMBO_TAG_P] = BLOCK | ONLY,
    [GUMBO_TAG_PRE] = BLOCK | ONLY,
    [GUMBO_TAG_SECTION] = BLOCK | ONLY,
    [GUMBO_TAG_SUMMARY] = BLOCK,
    [GUMBO_TAG_TABLE] = BLOCK | ONLY | ND_TAG_SCOPE,
    [GUMBO_TAG_TBODY] = BLOCK,
    [GUMBO_TAG_TD] = BLOCK | ND_TAG_SCOPE,
    [GUMBO_TAG_TFOOT] = BLOCK,
    [GUMBO_TAG_TH] = BLOCK | ND_TAG_SCOPE,
    [GUMBO_TAG_THEAD] = BLOCK,
    [GUMBO_TAG_TR] = BLOCK,
    [GUMBO_TAG_UL] = BLOCK | ONLY,
    [GUMBO_TAG_AREA] = VOID,
    [GUMBO_TAG_BR] = VOID,
    [GUMBO_TAG_COL] = VOID,
    [GUMBO_TAG_EMBED] = VOID,
    [GUMBO_TAG_IMG] = VOID,
    [GUMBO_TAG_INPUT] = VOID,
    [GUMBO_TAG_PARAM] = VOID,
    [GUMBO_TAG_SOURCE] = VOID,
    [GUMBO_TAG_TRACK] = VOID,
    [GUMBO_TAG_WBR] = VOID,
    [GUMBO_TAG_B] = ND_TAG_STRONG,
    [GUMBO_TAG_EM] = ND_TAG_STRONG,
    [GUMBO_TAG_I] = ND_TAG_STRONG,
    [GUMBO_TAG_STRONG] = ND_TAG_STRONG,
#undef BLOCK
#undef VOID
#undef UNSEEN
#undef RAW
#undef ONLY
};

unsigned nd_tag_traits(GumboTag id) {
    return traits[id];
}

static bool is_name_char(char c) {
    return nd_char_is_alpha(c) || nd_char_is_digit(c) || c == '-' || c == ':' || c == '_';
}

/* As HTML counts them; a vertical tab is none. */
static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

/* The end of a comment; s begins with "<!--". A comment may end with "--!>", and as early as "<!-->". */
static size_t scan_comment(struct nd_str s) {
    size_t at = 2;

    while (at < s.len) {
        size_t next = nd_str_find(nd_str_skip(s, at), ND_STR("--"));
        if (next == SIZE_MAX)
            break;
        at += next;
        if (at + 2 < s.len && s.ptr[at + 2] == '>')
            return at + 3;
        if (at > 3 && at + 3 < s.len && s.ptr[at + 2] == '!' && s.ptr[at + 3] == '>')
            return at + 4;
        at++;
    }
    return s.len;
}

/* The end of a comment, declaration or instruction; s begins with "<!", "<?" or "</". */
static size_t scan_declaration(struct nd_str s, bool is_strict) {
    size_t end;

    if (nd_str_starts(s, ND_STR("<!--")))
        return scan_comment(s);
    if (!is_strict && !nd_char_is_alpha(s.ptr[2]) && s.ptr[2] != '[')
        return 0;
    end = nd_str_find_char(is_strict ? s : nd_str_slice(s, 0, MAX_DECLARATION), '>');
    if (end == SIZE_MAX)
        return is_strict ? s.len : 0;
    return end + 1;
}

/* Where in a tag one is; HTML, sections 13.2.5.32 to 13.2.5.40. */
enum place { BEFORE_NAME, IN_NAME, AFTER_NAME, BEFORE_VALUE, IN_VALUE, IN_QUOTES };

static enum place next_place(enum place place, char c, char *quote) {
    switch (place) {
    case IN_QUOTES:
        return c == *quote ? BEFORE_NAME : IN_QUOTES;
    case BEFORE_VALUE:
        if (is_blank(c))
            return BEFORE_VALUE;
        *quote = c;
        return c == '"' || c == '\'' ? IN_QUOTES : IN_VALUE;
    case IN_VALUE:
        return is_blank(c) ? BEFORE_NAME : IN_VALUE;
    case BEFORE_NAME:
        return is_blank(c) || c == '/' ? BEFORE_NAME : IN_NAME;
    default:
        if (c == '=')
            return BEFORE_VALUE;
        if (c == '/')
            return BEFORE_NAME;
        if (is_blank(c))
            return AFTER_NAME;
        return IN_NAME;
    }
}

/* The offset of the '>' that ends the tag whose attributes begin at i; SIZE_MAX when there is none, or,
 * unless strict, when a '<' makes it unlikely to be a tag. */
static size_t find_end(struct nd_str s, size_t i, bool is_strict, struct nd_tag *tag) {
    enum place place = BEFORE_NAME, next;
    size_t with_tags = 0;
    bool is_first = true; /* of what is between quotes, a '<' would be the first */
    char quote = '\0';

    for (; i < s.len; i++) {
        char c = s.ptr[i];
        if (place != IN_QUOTES && c == '>')
            return i;
        if (c == '<' && !is_strict && (place != IN_QUOTES || (is_first && ++with_tags > MAX_WITH_TAGS)))
            return SIZE_MAX;
        is_first = place != IN_QUOTES || (is_first && c != '<');
        next = next_place(place, c, &quote);
        tag->attribute_count += next == IN_NAME && place != IN_NAME;
        tag->name_bytes += next == IN_NAME;
        place = next;
    }
    return SIZE_MAX;
}

/* The end of the name that begins at start. */
static size_t scan_name(struct nd_str s, size_t start, bool is_strict) {
    size_t i = start;

    while (i < s.len &&
           (is_strict ? !is_blank(s.ptr[i]) && s.ptr[i] != '/' && s.ptr[i] != '>' : is_name_char(s.ptr[i])))
        i++;
    return i;
}

static GumboTag tag_of(struct nd_str name) {
    static const unsigned char letters[] = {
        ['a'] = GUMBO_TAG_A, ['b'] = GUMBO_TAG_B, ['i'] = GUMBO_TAG_I, ['p'] = GUMBO_TAG_P};

    if (name.len == 1 && name.ptr[0] < (char)sizeof letters && letters[(unsigned char)name.ptr[0]] != 0)
        return letters[(unsigned char)name.ptr[0]];
    return name.len <= MAX_NAME ? gumbo_tagn_enum(name.ptr, (unsigned)name.len) : GUMBO_TAG_UNKNOWN;
}

static size_t scan(struct nd_str s, struct nd_tag *tag, bool is_strict) {
    size_t start, end, i;

    *tag = (struct nd_tag){.id = GUMBO_TAG_UNKNOWN};
    if (s.len < 3)
        return 0;
    tag->is_end = s.ptr[1] == '/';
    start = 1 + tag->is_end;
    if (!nd_char_is_alpha(s.ptr[start])) {
        tag->is_comment = s.ptr[1] == '!' || s.ptr[1] == '?' || (tag->is_end && is_strict);
        return tag->is_comment ? scan_declaration(s, is_strict) : 0;
    }
    i = scan_name(s, start, is_strict);
    if (i == s.len || (s.ptr[i] != '>' && s.ptr[i] != '/' && !is_blank(s.ptr[i])))
        return is_strict ? s.len : 0;
    end = find_end(s, i, is_strict, tag);
    if (end == SIZE_MAX)
        return is_strict ? s.len : 0;
    tag->name = nd_str_slice(s, start, i);
    tag->id = tag_of(tag->name);
    tag->attributes = nd_str_slice(s, i, end);
    return end + 1;
}

size_t nd_tag_scan(struct nd_str s, struct nd_tag *tag) {
    return scan(s, tag, false);
}

size_t nd_tag_scan_strict(struct nd_str s, struct nd_tag *tag) {
    return scan(s, tag, true);
}

/* Whether what begins at s.ptr[at], a '<', may be one: a name, or a declaration that ends soon enough. end is
 * the offset of a '>' that was seen: where there are none, it is looked for once. */
static bool may_be_tag(struct nd_str s, size_t at, size_t *end) {
    char next = at + 1 < s.len ? s.ptr[at + 1] : '\0';

    if (nd_char_is_alpha(next) || next == '/')
        return true;
    if (next != '!' && next != '?')
        return false;
    if (*end < at) {
        *end = nd_str_find_char(nd_str_skip(s, at), '>');
        *end = *end == SIZE_MAX ? SIZE_MAX : at + *end;
    }
    return *end - at < MAX_DECLARATION || nd_str_starts(nd_str_skip(s, at), ND_STR("<!--"));
}

size_t nd_tag_find(struct nd_str s, struct nd_tag *tag, size_t *at) {
    size_t end = 0;

    for (*at = 0; *at < s.len; ++*at) {
        size_t length = s.ptr[*at] == '<' ? 0 : nd_str_find_char(nd_str_skip(s, *at), '<');
        if (length == SIZE_MAX)
            break;
        *at += length;
        length = may_be_tag(s, *at, &end) ? scan(nd_str_skip(s, *at), tag, false) : 0;
        if (length > 0)
            return length;
    }
    *at = s.len;
    return 0;
}

size_t nd_tag_content(struct nd_str s, GumboTag id) {
    struct nd_str name = nd_str_from(gumbo_normalized_tagname(id));
    size_t at = 0, next;

    while ((next = nd_str_find(nd_str_skip(s, at), ND_STR("</"))) != SIZE_MAX) {
        struct nd_str rest = nd_str_skip(s, at + next + 2);
        if (nd_str_starts_nocase(rest, name) && (rest.len == name.len || !is_name_char(rest.ptr[name.len])))
            return at + next;
        at += next + 2;
    }
    return SIZE_MAX;
}

static struct nd_str skip_blanks(struct nd_str s) {
    size_t i = 0;

    while (i < s.len && nd_char_is_blank(s.ptr[i]))
        i++;
    return nd_str_skip(s, i);
}

/* Cuts the next attribute off *rest. */
static bool next_attribute(struct nd_str *rest, struct nd_str *name, struct nd_str *value) {
    struct nd_str s = *rest;
    size_t end = 0;

    while (s.len > 0 && (nd_char_is_blank(s.ptr[0]) || s.ptr[0] == '/'))
        s = nd_str_skip(s, 1);
    while (end < s.len && !nd_char_is_blank(s.ptr[end]) && s.ptr[end] != '/' &&
           (s.ptr[end] != '=' || end == 0))
        end++;
    *name = nd_str_slice(s, 0, end);
    *value = ND_STR("");
    *rest = nd_str_skip(s, end);
    s = skip_blanks(*rest);
    if (end == 0)
        return false;
    if (s.len == 0 || s.ptr[0] != '=')
        return true;
    s = skip_blanks(nd_str_skip(s, 1));
    if (s.len > 0 && (s.ptr[0] == '"' || s.ptr[0] == '\'')) {
        end = nd_str_find_char(nd_str_skip(s, 1), s.ptr[0]);
        *value = nd_str_slice(s, 1, end == SIZE_MAX ? s.len : end + 1);
        *rest = nd_str_skip(s, end == SIZE_MAX ? s.len : end + 2);
        return true;
    }
    for (end = 0; end < s.len && !nd_char_is_blank(s.ptr[end]); end++)
        ;
    *value = nd_str_slice(s, 0, end);
    *rest = nd_str_skip(s, end);
    return true;
}

struct nd_str nd_tag_attribute(const struct nd_tag *tag, struct nd_str name) {
    struct nd_str rest = tag->attributes, found, value;

    while (next_attribute(&rest, &found, &value))
        if (nd_str_eq_nocase(found, name))
            return value;
    return ND_STR_NONE;
}
