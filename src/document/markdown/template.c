#include "document/markdown/template.h"

#include "document/html/tag.h"

#include <string.h>

/*
 * Markdown of site generators has tags in it: {% include x %}, {{ page.title }}, {{< figure src="x" >}}, and
 * attribute lists such as {: .wide} or, behind headings, {#anchor}. They are found here by their brackets
 * alone; none of the template languages is understood further than that.
 */

enum {
    MAX_TAG = 2000,       /* longest tag */
    MAX_EXPRESSION = 300, /* longest {{ }}, which prose may contain by accident */
    MAX_ATTRIBUTES = 300, /* longest attribute list, with what follows it on the line */
    MAX_SPAN = 4000,      /* longest code span that is looked for */
    MAX_BACKTICKS = 8,
    MAX_FENCE = 1000
};

struct cleaner {
    struct nd_str text;
    enum nd_markup markup;
    size_t at;
    struct nd_buf *out;
    char fence; /* of the open code block, or NUL */
    size_t fence_length;
    bool is_after_blank; /* the line before was blank or indented code */
    size_t barren[4];    /* by kind of bracket: none closes between the present place and this offset */
    size_t unclosed[MAX_BACKTICKS + 1]; /* by length: no run of backticks closes before this offset */
    bool has_no_end_of_pre;
    bool has_no_end[3]; /* by enclosure: no end tag follows any more */
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

static struct nd_str rest_of(const struct cleaner *c) {
    return nd_str_skip(c->text, c->at);
}

/* Goes on to offset to, leaving out what is between, except its ends of lines. */
static void leave_out(struct cleaner *c, size_t to) {
    for (; c->at < to; c->at++)
        if (c->text.ptr[c->at] == '\n')
            nd_buf_add_char(c->out, '\n');
}

static void copy(struct cleaner *c, size_t to) {
    nd_buf_add(c->out, nd_str_slice(c->text, c->at, to));
    c->at = to;
}

static char last_written(const struct cleaner *c) {
    static const char line_end = '\n';

    return c->out->len == 0 ? line_end : c->out->ptr[c->out->len - 1];
}

static struct nd_str current_line(const struct cleaner *c) {
    struct nd_str rest = rest_of(c);

    return nd_str_slice(rest, 0, nd_str_find_char(rest, '\n'));
}

/* Cuts the next word off *s, without the blanks, dashes and quotes around it. */
static struct nd_str next_word(struct nd_str *s) {
    struct nd_str word;
    size_t end = 0;

    while (s->len > 0 && (nd_char_is_blank(s->ptr[0]) || strchr("-\"'", s->ptr[0]) != NULL))
        *s = nd_str_skip(*s, 1);
    while (end < s->len && !nd_char_is_blank(s->ptr[end]) && strchr("\"'", s->ptr[end]) == NULL)
        end++;
    word = nd_str_slice(*s, 0, end);
    *s = nd_str_skip(*s, end);
    return word;
}

/* The offset and length of the tag {% end %}, SIZE_MAX when there is none. */
static size_t find_end_tag(const struct cleaner *c, struct nd_str end, size_t from, size_t *length) {
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
static bool take_enclosure(struct cleaner *c, enum enclosure kind, size_t tag_length) {
    size_t length = 0, end;

    if (c->has_no_end[kind])
        return false;
    end = find_end_tag(c, enclosures[kind].end, c->at + tag_length, &length);
    if (end == SIZE_MAX) {
        c->has_no_end[kind] = true;
        return false;
    }
    leave_out(c, c->at + tag_length);
    if (kind == COMMENT)
        leave_out(c, end);
    else if (kind == RAW)
        copy(c, end);
    if (kind == HIGHLIGHT) {
        nd_buf_add_z(c->out, last_written(c) == '\n' ? "~~~~~~~~" : "");
        copy(c, end);
        nd_buf_add_z(c->out, last_written(c) == '\n' ? "~~~~~~~~" : "");
    }
    leave_out(c, end + length);
    return true;
}

/* Leaves out a tag; in the place of a link's address it is replaced by what it refers to. */
static void drop_tag(struct cleaner *c, struct nd_str content, size_t length) {
    bool is_address = last_written(c) == '(';
    struct nd_str name = next_word(&content), argument = next_word(&content);

    if (is_address && name.len > 0 && nd_char_is_alpha(name.ptr[0]))
        nd_buf_add(c->out, argument);
    leave_out(c, c->at + length);
}

/* The offset of the closing bracket for the opening one at the present place; SIZE_MAX when it is too far. */
static size_t find_close(struct cleaner *c, size_t kind) {
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
static size_t match_tag(struct cleaner *c, size_t kind) {
    struct nd_str inner;
    size_t end;

    if (!nd_str_starts(rest_of(c), kinds[kind].open))
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

static bool take_tag(struct cleaner *c) {
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t length = match_tag(c, i);
        struct nd_str content, words, name;
        if (length == 0)
            continue;
        words = content = nd_str_slice(rest_of(c), kinds[i].open.len, length - kinds[i].close.len);
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

/* {: .class} on a line of its own or close behind a link or emphasis; {#id} at the end of a heading. */
static bool take_attributes(struct cleaner *c, bool is_heading) {
    struct nd_str rest = nd_str_slice(rest_of(c), 0, MAX_ATTRIBUTES);
    char kind = rest.len > 1 ? rest.ptr[1] : ' ', before = last_written(c);
    size_t end;

    if (kind == ':' ? before != '\n' && strchr(")]*_`", before) == NULL
                    : !is_heading || (kind != '#' && kind != '.'))
        return false;
    end = nd_str_find_char(rest, '}');
    if (end == SIZE_MAX || nd_str_find(nd_str_slice(rest, 0, end), ND_STR("\n\n")) != SIZE_MAX)
        return false;
    if ((kind != ':' || before == '\n') && !is_end_of_line(nd_str_skip(rest, end + 1)))
        return false;
    leave_out(c, c->at + end + 1);
    return true;
}

static void take_code_span(struct cleaner *c) {
    struct nd_str rest = nd_str_slice(rest_of(c), 0, MAX_SPAN);
    size_t run = 0, i, other;

    while (run < rest.len && rest.ptr[run] == '`')
        run++;
    if (run > MAX_BACKTICKS || c->at < c->unclosed[run]) {
        copy(c, c->at + run);
        return;
    }
    for (i = run; i < rest.len; i += other + (other == 0)) {
        for (other = 0; i + other < rest.len && rest.ptr[i + other] == '`'; other++)
            ;
        if (other == run) {
            copy(c, c->at + i + run);
            return;
        }
        if (rest.ptr[i] == '\n' && i + 1 < rest.len && rest.ptr[i + 1] == '\n')
            break;
    }
    c->unclosed[run] = c->at + i;
    copy(c, c->at + run);
}

/* In HTML: <pre> and what is in it, or else the '<' alone. */
static void take_verbatim(struct cleaner *c) {
    struct nd_str rest = rest_of(c);
    size_t length = 1;

    if (nd_str_starts_nocase(rest, ND_STR("<pre")) && !c->has_no_end_of_pre) {
        length = nd_tag_content(rest, GUMBO_TAG_PRE);
        c->has_no_end_of_pre = length == SIZE_MAX;
        length = length == SIZE_MAX ? 1 : length;
    }
    copy(c, c->at + length);
}

/* How many opening braces there are in front of the last two in a row: they begin nothing. */
static size_t extra_braces(struct nd_str s) {
    size_t run = 0;

    while (run < s.len && s.ptr[run] == '{')
        run++;
    return run > 2 ? run - 2 : 0;
}

/* The rest of a line of text, or more when a tag or code span goes on behind its end. */
static void clean_line(struct cleaner *c) {
    bool is_heading = c->at < c->text.len && c->text.ptr[c->at] == '#';
    char stop = c->markup == ND_HTML ? '<' : '`';

    while (c->at < c->text.len && c->text.ptr[c->at] != '\n') {
        size_t plain = c->at;
        while (plain < c->text.len && c->text.ptr[plain] != '\n' && c->text.ptr[plain] != '{' &&
               c->text.ptr[plain] != stop)
            plain++;
        plain += extra_braces(nd_str_skip(c->text, plain));
        copy(c, plain);
        if (plain == c->text.len || c->text.ptr[plain] == '\n')
            break;
        if (c->text.ptr[plain] == '`')
            take_code_span(c);
        else if (c->text.ptr[plain] == '<')
            take_verbatim(c);
        else if (!take_tag(c) && (c->markup == ND_HTML || !take_attributes(c, is_heading)))
            copy(c, plain + 1);
    }
    if (c->at < c->text.len)
        copy(c, c->at + 1);
}

/* The line without the markers of quotations and lists in front of it. */
static struct nd_str without_markers(struct nd_str line) {
    while (line.len > 0 && (nd_char_is_blank(line.ptr[0]) || line.ptr[0] == '>'))
        line = nd_str_skip(line, 1);
    if (line.len > 1 && strchr("-*+", line.ptr[0]) != NULL && line.ptr[1] == ' ')
        line = nd_str_trim(nd_str_skip(line, 2));
    return line;
}

/* Keeps account of fenced code; true when the line belongs to it. */
static bool is_fenced(struct cleaner *c, struct nd_str line) {
    size_t run = 0;

    line = without_markers(line);
    while (run < line.len && run < MAX_FENCE && line.ptr[run] == line.ptr[0])
        run++;
    if (run < 3 || (line.ptr[0] != '`' && line.ptr[0] != '~'))
        return c->fence != '\0';
    if (c->fence == '\0' &&
        (line.ptr[0] == '~' || nd_str_find_char(nd_str_skip(line, run), '`') == SIZE_MAX)) {
        c->fence = line.ptr[0];
        c->fence_length = run;
        return true;
    }
    if (line.ptr[0] == c->fence && run >= c->fence_length && nd_str_trim(nd_str_skip(line, run)).len == 0) {
        c->fence = '\0';
        return true;
    }
    return c->fence != '\0';
}

static bool is_indented(struct nd_str line) {
    return nd_str_starts(line, ND_STR("    ")) || nd_str_starts(line, ND_STR("\t"));
}

bool nd_template_is_likely(struct nd_str s) {
    size_t at;

    while ((at = nd_str_find_char(s, '{')) != SIZE_MAX && at + 1 < s.len) {
        if (strchr("%{:#.", s.ptr[at + 1]) != NULL)
            return true;
        s = nd_str_skip(s, at + 1);
    }
    return false;
}

struct nd_str nd_template_clean(struct nd_str body, enum nd_markup markup, struct nd_buf *out) {
    struct cleaner c = {.text = body, .markup = markup, .out = out, .is_after_blank = true};

    nd_buf_reserve(out, body.len);
    while (c.at < body.len) {
        struct nd_str line = current_line(&c);
        bool is_blank = nd_str_trim(line).len == 0;
        bool is_code = markup == ND_MARKDOWN && c.is_after_blank && is_indented(line);
        if (is_blank || is_code || (markup == ND_MARKDOWN && is_fenced(&c, line)))
            copy(&c, c.at + line.len + (c.at + line.len < body.len));
        else
            clean_line(&c);
        c.is_after_blank = is_blank || is_code;
    }
    return nd_buf_str(out);
}
