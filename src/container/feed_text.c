/* Text in feeds is markup more often than not, and says so nowhere: what looks like it is made to be read so.
 */
#include "container/feed_item.h"

/* Tags of a line, and of blocks. */
static const char *const inline_tags[] = {"a",   "b",   "i",    "u",   "em",   "strong", "span", "sub",
                                          "sup", "br",  "code", "tt",  "font", "big",    "q",    "s",
                                          "del", "ins", "kbd",  "wbr", "cite", "small",  "abbr", "mark"};
static const char *const block_tags[] = {
    "p",          "div",   "img",   "ul",     "ol",      "li",      "table", "tr",     "td",
    "h1",         "h2",    "h3",    "h4",     "h5",      "h6",      "hr",    "pre",    "figure",
    "blockquote", "video", "audio", "iframe", "article", "section", "dl",    "center", "picture"};

static bool is_among(struct nd_str name, const char *const *names, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (nd_str_eq_nocase(name, nd_str_from(names[i])))
            return true;
    return false;
}

/* True when s, at a "<", begins with a tag of HTML. */
static bool is_tag(struct nd_str s, bool may_be_block) {
    size_t start = s.len > 1 && s.ptr[1] == '/' ? 2 : 1, end = start;
    struct nd_str name;

    while (end < s.len && (nd_char_is_alpha(s.ptr[end]) || nd_char_is_digit(s.ptr[end])))
        end++;
    name = nd_str_slice(s, start, end);
    if (name.len == 0 || end == s.len ||
        (s.ptr[end] != '>' && s.ptr[end] != '/' && !nd_char_is_blank(s.ptr[end])))
        return false;
    return is_among(name, inline_tags, sizeof inline_tags / sizeof *inline_tags) ||
           (may_be_block && is_among(name, block_tags, sizeof block_tags / sizeof *block_tags));
}

static bool has_tag(struct nd_str text) {
    size_t at;

    while ((at = nd_str_find_char(text, '<')) != SIZE_MAX) {
        text = nd_str_skip(text, at);
        if (is_tag(text, true))
            return true;
        text = nd_str_skip(text, 1);
    }
    return false;
}

struct nd_str nd_feed_title(struct nd_str text, bool has_markup, struct nd_arena *arena) {
    struct nd_buf title = {0};

    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] == '<' && !(has_markup && is_tag(nd_str_skip(text, i), true)))
            nd_buf_add_z(&title, "&lt;");
        else
            nd_buf_add_char(&title, text.ptr[i]);
    return nd_str_trim(nd_arena_take(arena, &title));
}

/* The length of a shortcode that WordPress or one of its page builders replaces: [caption …], [/caption]. */
static size_t shortcode_length(struct nd_str s) {
    static const char *const names[] = {"caption", "wp_caption", "gallery",    "embed",       "audio",
                                        "video",   "playlist",   "youtube",    "vimeo",       "soundcloud",
                                        "tweet",   "slideshow",  "googlemaps", "contact-form"};
    enum { LONGEST = 2000 };
    size_t start = s.len > 1 && s.ptr[1] == '/' ? 2 : 1, end = start, close;
    struct nd_str name;

    while (end < s.len && (nd_char_is_alpha(s.ptr[end]) || s.ptr[end] == '_' || s.ptr[end] == '-'))
        end++;
    name = nd_str_slice(s, start, end);
    if (!is_among(name, names, sizeof names / sizeof *names) && !nd_str_starts(name, ND_STR("vc_")) &&
        !nd_str_starts(name, ND_STR("et_pb_")))
        return 0;
    close = nd_str_find_char(nd_str_slice(s, 0, LONGEST), ']');
    return close == SIZE_MAX ? 0 : close + 1;
}

/* A line end behind which the line is empty: how many bytes that are; otherwise 0. */
static size_t blank_line(struct nd_str s) {
    size_t end = 1;

    while (end < s.len && (s.ptr[end] == ' ' || s.ptr[end] == '\t'))
        end++;
    if (end == s.len || s.ptr[end] != '\n')
        return 0;
    while (end < s.len && nd_char_is_blank(s.ptr[end]))
        end++;
    return end;
}

/* What is kept in WordPress before it is shown: blank lines are paragraphs, shortcodes are programs. */
static struct nd_str from_editor(struct nd_str text, struct nd_arena *arena) {
    bool has_blocks = nd_str_find(text, ND_STR("<!-- wp:")) != SIZE_MAX, is_pre = false;
    struct nd_buf out = {0};

    for (size_t i = 0; i < text.len;) {
        struct nd_str rest = nd_str_skip(text, i);
        size_t length = 0;
        if (rest.ptr[0] == '<')
            is_pre = nd_str_starts_nocase(rest, ND_STR("<pre")) ||
                     (is_pre && !nd_str_starts_nocase(rest, ND_STR("</pre")));
        if (rest.ptr[0] == '\n' && !has_blocks && !is_pre && (length = blank_line(rest)) > 0)
            nd_buf_add_z(&out, "\n<p>");
        else if (rest.ptr[0] == '[' && !is_pre)
            length = shortcode_length(rest);
        if (length == 0)
            nd_buf_add_char(&out, rest.ptr[0]);
        i += length == 0 ? 1 : length;
    }
    return nd_arena_take(arena, &out);
}

struct nd_str nd_feed_markup(const struct nd_feed_item *item, struct nd_str text) {
    const struct nd_str open = ND_STR("<div>"), close = ND_STR("</div>");
    char *out;

    if (item->reader->kind == ND_FEED_WXR) {
        text = from_editor(text, item->arena);
        if (!has_tag(text))
            return text;
    } else if (!has_tag(text)) {
        return text;
    }
    out = nd_arena_bytes(item->arena, open.len + text.len + close.len + 1);
    memcpy(out, open.ptr, open.len);
    memcpy(out + open.len, text.ptr, text.len);
    memcpy(out + open.len + text.len, close.ptr, close.len);
    return nd_str_of(out, open.len + text.len + close.len);
}
