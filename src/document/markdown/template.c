#include "document/markdown/cleaner.h"

/*
 * Markdown of site generators has tags in it: {% include x %}, {{ page.title }}, {{< figure src="x" >}}, and
 * attribute lists such as {: .wide} or, behind headings, {#anchor}. They are found here by their brackets
 * alone; none of the template languages is understood further than that.
 */

enum {
    MAX_TAG = 2000,       /* longest tag */
    MAX_EXPRESSION = 300, /* longest {{ }}, which prose may contain by accident */
    MAX_ATTRIBUTES = 300  /* longest attribute list, with what follows it on the line */
};

struct brackets {
    struct nd_str open, close;
    size_t longest;
};

/* Tried in this order. */
static const struct brackets kinds[] = {
    {ND_STR_INIT("{%"), ND_STR_INIT("%}"), MAX_TAG},
    {ND_STR_INIT("{{<"), ND_STR_INIT(">}}"), MAX_TAG},
    {ND_STR_INIT("{{%"), ND_STR_INIT("%}}"), MAX_TAG},
    {ND_STR_INIT("{{"), ND_STR_INIT("}}"), MAX_EXPRESSION},
};

/* Elements whose content is not looked at. */
enum enclosure { RAW, COMMENT, HIGHLIGHT };

static const struct {
    struct nd_str name, end;
} enclosures[] = {
    [RAW] = {ND_STR_INIT("raw"), ND_STR_INIT("endraw")},
    [COMMENT] = {ND_STR_INIT("comment"), ND_STR_INIT("endcomment")},
    [HIGHLIGHT] = {ND_STR_INIT("highlight"), ND_STR_INIT("endhighlight")},
};

/* Cuts the next word off *s, without the blanks, dashes and quotes around it. */
static struct nd_str next_word(struct nd_str *s) {
    struct nd_str word;
    size_t end = 0;

    while (s->len > 0 && (nd_char_is_blank(s->ptr[0]) || nd_char_is_one_of(s->ptr[0], "-\"'")))
        *s = nd_str_skip(*s, 1);
    while (end < s->len && !nd_char_is_blank(s->ptr[end]) && !nd_char_is_one_of(s->ptr[end], "\"'"))
        end++;
    word = nd_str_slice(*s, 0, end);
    *s = nd_str_skip(*s, end);
    return word;
}

/* The offset and length of the tag {% end %}, SIZE_MAX when there is none. */
static size_t find_end_tag(const struct nd_cleaner *c, struct nd_str end, size_t from, size_t *length) {
    size_t at, close;

    for (at = from; at < c->text.len; at += 2) {
        struct nd_str rest = nd_str_skip(c->text, at), content;
        size_t next = nd_str_find(rest, ND_STR("{%"));
        if (next == SIZE_MAX)
            break;
        at += next;
        rest = nd_str_skip(c->text, at);
        content = nd_str_slice(rest, 2, 2 + 40);
        close = nd_str_find(content, ND_STR("%}"));
        if (close == SIZE_MAX || !nd_str_eq(next_word(&content), end))
            continue;
        *length = close + 4;
        return at;
    }
    return SIZE_MAX;
}

/* A tag whose content is taken as a whole; false when it has no end. */
static bool take_enclosure(struct nd_cleaner *c, enum enclosure kind, size_t tag_length) {
    size_t length = 0, end;

    if (c->has_no_end[kind])
        return false;
    end = find_end_tag(c, enclosures[kind].end, c->at + tag_length, &length);
    if (end == SIZE_MAX) {
        c->has_no_end[kind] = true;
        return false;
    }
    nd_cleaner_leave_out(c, c->at + tag_length);
    if (kind == COMMENT)
        nd_cleaner_leave_out(c, end);
    else if (kind == RAW)
        nd_cleaner_copy(c, end);
    if (kind == HIGHLIGHT) {
        nd_buf_add_z(c->out, nd_cleaner_last(c) == '\n' ? "~~~~~~~~" : "");
        nd_cleaner_copy(c, end);
        nd_buf_add_z(c->out, nd_cleaner_last(c) == '\n' ? "~~~~~~~~" : "");
    }
    nd_cleaner_leave_out(c, end + length);
    return true;
}

/* Leaves out a tag; in the place of a link's address it is replaced by what it refers to. */
static void drop_tag(struct nd_cleaner *c, struct nd_str content, size_t length) {
    bool is_address = nd_cleaner_last(c) == '(';
    struct nd_str name = next_word(&content), argument = next_word(&content);

    if (is_address && name.len > 0 && nd_char_is_alpha(name.ptr[0]))
        nd_buf_add(c->out, argument);
    nd_cleaner_leave_out(c, c->at + length);
}

/* The offset of the closing bracket for the opening one at the present place; SIZE_MAX when it is too far. */
static size_t find_close(struct nd_cleaner *c, size_t kind) {
    size_t from = c->at + kinds[kind].open.len, limit = c->at + kinds[kind].longest, found;

    if (from < c->barren[kind])
        from = c->barren[kind];
    found = nd_str_find(nd_str_slice(c->text, from, limit), kinds[kind].close);
    if (found != SIZE_MAX)
        return from + found;
    if (limit > from)
        c->barren[kind] = limit - 1; /* the bracket may lie across the limit */
    return SIZE_MAX;
}

/* The length of the tag with these brackets at the present place, 0 when there is none. */
static size_t match_tag(struct nd_cleaner *c, size_t kind) {
    struct nd_str inner;
    size_t end;

    if (c->at + 1 >= c->text.len || c->text.ptr[c->at + 1] != kinds[kind].open.ptr[1] ||
        !nd_str_starts(nd_cleaner_rest(c), kinds[kind].open))
        return 0;
    end = find_close(c, kind);
    if (end == SIZE_MAX)
        return 0;
    inner = nd_str_slice(c->text, c->at + kinds[kind].open.len, end);
    if (nd_str_find(inner, ND_STR("\n\n")) != SIZE_MAX)
        return 0;
    if (kinds[kind].longest == MAX_EXPRESSION &&
        (nd_str_find_char(inner, '\n') != SIZE_MAX || nd_str_find_char(inner, '{') != SIZE_MAX))
        return 0;
    return end + kinds[kind].close.len - c->at;
}

static bool take_tag(struct nd_cleaner *c) {
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t length = match_tag(c, i);
        struct nd_str content, words, name;
        if (length == 0)
            continue;
        words = content = nd_str_slice(nd_cleaner_rest(c), kinds[i].open.len, length - kinds[i].close.len);
        name = next_word(&words);
        for (size_t k = 0; i == 0 && k < sizeof enclosures / sizeof *enclosures; k++)
            if (nd_str_eq(name, enclosures[k].name) && take_enclosure(c, (enum enclosure)k, length))
                return true;
        drop_tag(c, content, length);
        return true;
    }
    return false;
}

static bool is_end_of_line(struct nd_str rest) {
    return nd_str_trim(nd_str_slice(rest, 0, nd_str_find_char(rest, '\n'))).len == 0;
}

/* ".is-warning", "#anchor .wide": names of classes and of a place, and nothing else. */
static bool are_names(struct nd_str text) {
    while (text.len > 0) {
        struct nd_str name = nd_str_slice(text, 1, nd_str_find_char(text, ' '));
        if (text.ptr[0] != '.' && text.ptr[0] != '#')
            return false;
        for (size_t i = 0; i < name.len; i++)
            if (!nd_char_is_alpha(name.ptr[i]) && (i == 0 || !nd_char_is_digit(name.ptr[i])) &&
                (i == 0 || (name.ptr[i] != '-' && name.ptr[i] != '_')))
                return false;
        if (name.len == 0)
            return false;
        text = nd_str_trim(nd_str_skip(text, name.len + 1));
    }
    return true;
}

/* "{width=50%}" and "{#quay .wide}" behind the bracket of a link or picture; its length, or 0. */
static size_t attributes_behind(const struct nd_cleaner *c, struct nd_str rest) {
    struct nd_str before = nd_str_slice(c->text, c->at > MAX_ATTRIBUTES ? c->at - MAX_ATTRIBUTES : 0, c->at);
    size_t open, end = nd_str_find_char(rest, '}');

    if (!nd_str_ends(before, ND_STR(")")) || end == SIZE_MAX || end < 3 || rest.ptr[1] == ' ' ||
        nd_str_find_char(nd_str_slice(rest, 0, end), '\n') != SIZE_MAX)
        return 0;
    open = nd_str_rfind_char(before, '(');
    if (open == SIZE_MAX || open == 0 || before.ptr[open - 1] != ']' ||
        nd_str_find_char(nd_str_skip(before, open), ')') != before.len - open - 1)
        return 0;
    return nd_char_is_alpha(rest.ptr[1]) && nd_str_find_char(nd_str_slice(rest, 0, end), '=') == SIZE_MAX
               ? 0
               : end + 1;
}

/* {: .class} on a line of its own or close behind a link or emphasis; {#id} at the end of a heading, and
 * {.class} at that of any line. */
static bool take_attributes(struct nd_cleaner *c, bool is_heading) {
    struct nd_str rest = nd_str_slice(nd_cleaner_rest(c), 0, MAX_ATTRIBUTES);
    char kind = rest.len > 1 ? rest.ptr[1] : ' ', before = nd_cleaner_last(c);
    size_t end;

    if (!nd_char_is_one_of(kind, "%{:/") && attributes_behind(c, rest) > 0) {
        nd_cleaner_leave_out(c, c->at + attributes_behind(c, rest));
        return true;
    }
    if (kind == ':' ? before != '\n' && !nd_char_is_one_of(before, ")]*_`") : kind != '#' && kind != '.')
        return false;
    end = nd_str_find_char(rest, '}');
    if (end == SIZE_MAX || (kind != ':' && !is_heading && !are_names(nd_str_slice(rest, 1, end))) ||
        nd_str_find(nd_str_slice(rest, 0, end), ND_STR("\n\n")) != SIZE_MAX)
        return false;
    if ((kind != ':' || before == '\n') && !is_end_of_line(nd_str_skip(rest, end + 1)))
        return false;
    nd_cleaner_leave_out(c, c->at + end + 1);
    return true;
}

bool nd_template_take(struct nd_cleaner *c, bool is_heading) {
    return take_tag(c) || (c->markup != ND_HTML && take_attributes(c, is_heading));
}
