#include "container/wikitext.h"

#include "newsdex/date.h"

#include <string.h>

enum {
    MAX_OPEN = 32, /* brackets in each other; beyond it they are text */
    MAX_PARTS = 100,
    LINE_TEXT = 40 /* bytes of what a template on lines of its own must have to be text */
};

/* A bracket that is open: where what is in it begins in the text that was made. */
struct bracket {
    char sign;  /* '{' or '[' */
    size_t at;  /* in out, behind the brackets' place */
    bool leads; /* it is the first on its line */
};

struct wiki {
    const struct nd_wiki_names *names;
    struct nd_wiki_page *page;
    struct nd_str text;
    size_t at;
    struct nd_buf out;
    struct bracket open[MAX_OPEN];
    size_t depth;
    bool lacks_end[8]; /* by element: its end tag is not in the rest */
    bool lacks_comment_end;
};

static struct nd_str rest_of(const struct wiki *wiki) {
    return nd_str_skip(wiki->text, wiki->at);
}

/* Signs that would be read as markup later. */
static void add_quoted(struct nd_buf *out, struct nd_str text) {
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '<')
            nd_buf_add_z(out, "&lt;");
        else if (nd_str_find_char(ND_STR("[]{}|'=*#:;!"), c) != SIZE_MAX)
            nd_buf_addf(out, "&#%d;", c);
        else
            nd_buf_add_char(out, c);
    }
}

/* Elements that are left out with all that is in them, or whose text is no markup. */
static const struct {
    struct nd_str name;
    bool is_text, is_note;
} elements[] = {
    {ND_STR_INIT("ref"), false, true},         {ND_STR_INIT("gallery"), false, false},
    {ND_STR_INIT("references"), false, false}, {ND_STR_INIT("timeline"), false, false},
    {ND_STR_INIT("imagemap"), false, false},   {ND_STR_INIT("dynamicpagelist"), false, false},
    {ND_STR_INIT("nowiki"), true, false},      {ND_STR_INIT("pre"), true, false},
};

/* "</ref>" in the rest: where it begins and, in *end, ends; SIZE_MAX when there is none. */
static size_t find_end(struct nd_str rest, struct nd_str name, size_t *end) {
    for (size_t at = 0, found; (found = nd_str_find(nd_str_skip(rest, at), ND_STR("</"))) != SIZE_MAX;) {
        struct nd_str tag = nd_str_skip(rest, at += found);
        size_t close = nd_str_find_char(nd_str_slice(tag, 0, name.len + 64), '>');
        if (close != SIZE_MAX && nd_str_starts_nocase(nd_str_skip(tag, 2), name)) {
            *end = at + close + 1;
            return at;
        }
        at += 2;
    }
    return SIZE_MAX;
}

/* Takes the element that begins here, if it is one of these. */
static bool take_element(struct wiki *wiki) {
    struct nd_str rest = rest_of(wiki);

    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++) {
        struct nd_str name = elements[i].name, behind = nd_str_skip(rest, 1 + name.len);
        size_t close, inner, end = 0;
        if (!nd_str_starts_nocase(nd_str_skip(rest, 1), name) || behind.len == 0 ||
            (behind.ptr[0] != '>' && behind.ptr[0] != '/' && !nd_char_is_blank(behind.ptr[0])))
            continue;
        close = nd_str_find_char(nd_str_slice(rest, 0, 1000), '>');
        if (close == SIZE_MAX)
            return false;
        wiki->page->notes += elements[i].is_note;
        wiki->at += close + 1;
        if (rest.ptr[close - 1] == '/')
            return true;
        rest = nd_str_skip(rest, close + 1);
        inner = wiki->lacks_end[i] ? SIZE_MAX : find_end(rest, name, &end);
        wiki->lacks_end[i] = inner == SIZE_MAX;
        if (inner == SIZE_MAX) /* without an end only the tag is left out */
            return true;
        if (elements[i].is_text)
            add_quoted(&wiki->out, nd_str_slice(rest, 0, inner));
        wiki->at += end;
        return true;
    }
    return false;
}

static bool take_comment(struct wiki *wiki) {
    size_t end = wiki->lacks_comment_end ? SIZE_MAX : nd_str_find(rest_of(wiki), ND_STR("-->"));

    wiki->lacks_comment_end = end == SIZE_MAX;
    if (end == SIZE_MAX)
        return false;
    wiki->at += end + 3;
    return true;
}

static bool is_line_start(const struct nd_buf *out) {
    enum { MOST_BLANKS = 100 };
    size_t i = out->len, last = i > MOST_BLANKS ? i - MOST_BLANKS : 0;

    while (i > last && (out->ptr[i - 1] == ' ' || out->ptr[i - 1] == '\t'))
        i--;
    return i == 0 || out->ptr[i - 1] == '\n';
}

static void push(struct wiki *wiki, char sign) {
    wiki->open[wiki->depth++] = (struct bracket){sign, wiki->out.len, is_line_start(&wiki->out)};
    wiki->at += 2;
}

/* The parts of what is in brackets, between bars: at most MAX_PARTS, the last with all that follows. */
static size_t split(struct nd_str inner, struct nd_str parts[MAX_PARTS]) {
    size_t count = 0, bar;

    while (count + 1 < MAX_PARTS && (bar = nd_str_find_char(inner, '|')) != SIZE_MAX) {
        parts[count++] = nd_str_trim(nd_str_slice(inner, 0, bar));
        inner = nd_str_skip(inner, bar + 1);
    }
    parts[count++] = nd_str_trim(inner);
    return count;
}

static bool is_among(struct nd_str name, const struct nd_str *names, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (nd_str_eq_nocase(name, names[i]))
            return true;
    return false;
}

static void put_date(struct nd_wiki_page *page, struct nd_str name, struct nd_str date) {
    if (page->dates == NULL)
        page->dates = nd_value_new(page->arena, ND_MAP);
    name = nd_arena_str(page->arena, name);
    if (nd_value_get(page->dates, name) == NULL)
        nd_value_put(page->dates, name, nd_value_string(page->arena, nd_arena_str(page->arena, date)));
}

/* A whole day, and more than a number. */
static bool is_day(struct nd_str text) {
    struct nd_date date;
    uint64_t number;

    return text.len >= 8 && text.len < 64 && !nd_str_to_uint(text, &number) && nd_date_parse(text, &date);
}

/* A category that is a day is no topic. */
static void put_category(struct nd_wiki_page *page, struct nd_str name) {
    if (name.len == 0)
        return;
    if (is_day(name)) {
        put_date(page, ND_WIKI_CATEGORY, name);
        return;
    }
    if (page->categories == NULL)
        page->categories = nd_value_new(page->arena, ND_LIST);
    if (!nd_value_is_full(page->categories))
        nd_value_add(page->categories, nd_value_string(page->arena, nd_arena_str(page->arena, name)));
}

/* "de:Wahl", alone on its line: the article in another language. */
static bool is_other_language(struct nd_str prefix) {
    for (size_t i = 0; i < prefix.len; i++)
        if ((prefix.ptr[i] < 'a' || prefix.ptr[i] > 'z') && prefix.ptr[i] != '-')
            return false;
    return prefix.len >= 2 && prefix.len <= 12;
}

/* What stands in the place of a link: its label. */
static struct nd_str link_text(struct wiki *wiki, struct nd_str inner, bool is_alone) {
    static const struct nd_str files[] = {ND_STR_INIT("file"), ND_STR_INIT("image"), ND_STR_INIT("media")};
    static const struct nd_str categories[] = {ND_STR_INIT("category")};
    const struct nd_wiki_names *names = wiki->names;
    size_t bar = nd_str_find_char(inner, '|'), colon;
    struct nd_str target = nd_str_trim(nd_str_slice(inner, 0, bar)), prefix,
                  label = bar == SIZE_MAX ? ND_STR_NONE : nd_str_trim(nd_str_skip(inner, bar + 1));

    colon = nd_str_find_char(target, ':');
    prefix = colon == SIZE_MAX ? ND_STR_NONE : nd_str_trim(nd_str_slice(target, 0, colon));
    if (colon == 0) /* [[:Category:Elections]] is a link like others */
        return label.len > 0 ? label : nd_str_skip(target, 1);
    if (prefix.len > 0 && (is_among(prefix, files, 3) || is_among(prefix, names->files, names->file_count)))
        return ND_STR_NONE;
    if (prefix.len > 0 &&
        (is_among(prefix, categories, 1) || is_among(prefix, names->categories, names->category_count))) {
        put_category(wiki->page, nd_str_trim(nd_str_skip(target, colon + 1)));
        return ND_STR_NONE;
    }
    if (label.len == 0 && is_alone && is_other_language(prefix))
        return ND_STR_NONE;
    return label.len > 0 ? label : target;
}

static bool has_letters(struct nd_str text) {
    size_t count = 0;

    for (size_t i = 0; i < text.len; i++)
        count += nd_char_is_alpha(text.ptr[i]) || (unsigned char)text.ptr[i] >= 0x80;
    return count >= 2;
}

/* "name=value": the name is a word or two, and no address. */
static bool is_named(struct nd_str part) {
    size_t equals = nd_str_find_char(part, '=');

    return equals != SIZE_MAX && nd_str_find_char(nd_str_slice(part, 0, equals), '<') == SIZE_MAX &&
           nd_str_find_char(nd_str_slice(part, 0, equals), ':') == SIZE_MAX;
}

static struct nd_str named(const struct nd_str *parts, size_t count, struct nd_str name) {
    for (size_t i = 1; i < count; i++) {
        size_t equals = nd_str_find_char(parts[i], '=');
        if (equals != SIZE_MAX && nd_str_eq_nocase(nd_str_trim(nd_str_slice(parts[i], 0, equals)), name))
            return nd_str_trim(nd_str_skip(parts[i], equals + 1));
    }
    return ND_STR_NONE;
}

/* {{source|url=https://…|title=…|date=…}}: what the article refers to. */
static bool put_source(struct nd_wiki_page *page, const struct nd_str *parts, size_t count) {
    static const struct nd_str names[] = {ND_STR_INIT("url"), ND_STR_INIT("title"), ND_STR_INIT("date")};
    struct nd_value *map;

    if (page->sources != NULL && nd_value_is_full(page->sources))
        return true;
    if (named(parts, count, names[0]).len == 0 || named(parts, count, names[1]).len == 0)
        return false;
    map = nd_value_new(page->arena, ND_MAP);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct nd_str value = named(parts, count, names[i]);
        if (value.len > 0)
            nd_value_put(map, names[i], nd_value_string(page->arena, nd_arena_str(page->arena, value)));
    }
    if (page->sources == NULL)
        page->sources = nd_value_new(page->arena, ND_LIST);
    nd_value_add(page->sources, map);
    return true;
}

/* {{convert|5|m|ft}} is "5 m"; of others the last words are text, and on a line of its own the longest. */
static struct nd_str words_of(struct wiki *wiki, const struct nd_str *parts, size_t count, bool is_alone) {
    struct nd_str text = ND_STR_NONE;

    if (count > 2 && parts[1].len > 0 && nd_char_is_digit(parts[1].ptr[0]) && !has_letters(parts[1]) &&
        parts[2].len > 0 && nd_char_is_alpha(parts[2].ptr[0]))
        return nd_arena_printf(wiki->page->arena, "%.*s %.*s", (int)parts[1].len, parts[1].ptr,
                               (int)parts[2].len, parts[2].ptr);
    for (size_t i = 1; i < count; i++)
        if (!is_named(parts[i]) && has_letters(parts[i]) && (!is_alone || parts[i].len > text.len))
            text = parts[i];
    return is_alone && text.len < LINE_TEXT ? ND_STR_NONE : text;
}

/* What stands in the place of a template: {{w|Ada Lovelace|Ada}} is "Ada". */
static struct nd_str template_text(struct wiki *wiki, struct nd_str inner, bool leads, bool is_alone) {
    struct nd_str parts[MAX_PARTS], text;
    size_t count = split(inner, parts);

    if (count > 1 && is_day(parts[1]) && parts[0].len < 48) {
        put_date(wiki->page, parts[0], parts[1]);
        return leads ? ND_STR_NONE : parts[1];
    }
    if (put_source(wiki->page, parts, count))
        return ND_STR_NONE;
    text = words_of(wiki, parts, count, is_alone);
    wiki->page->templates += text.len == 0;
    return text;
}

/* Puts text, which may be a part of it, in the place of all that was made from at on. */
static void replace(struct wiki *wiki, size_t at, struct nd_str text) {
    struct nd_buf *out = &wiki->out;

    if (nd_str_find_char(text, '|') != SIZE_MAX) { /* a bar would part what is around it */
        struct nd_str copy = nd_arena_str(wiki->page->arena, text);
        nd_buf_cut(out, at);
        for (size_t i = 0; i < copy.len; i++)
            if (copy.ptr[i] == '|')
                nd_buf_add_z(out, "&#124;");
            else
                nd_buf_add_char(out, copy.ptr[i]);
    } else if (text.ptr >= out->ptr && text.ptr < out->ptr + out->len) {
        memmove(out->ptr + at, text.ptr, text.len);
        nd_buf_cut(out, at + text.len);
    } else {
        nd_buf_cut(out, at);
        nd_buf_add(out, text);
    }
}

/* Closes the innermost bracket of that sign; false when there is none: the signs are text. */
static bool pop(struct wiki *wiki, char sign) {
    size_t depth = wiki->depth;
    struct nd_str behind = nd_str_skip(rest_of(wiki), 2), inner, text;
    struct bracket bracket;
    bool is_alone;

    while (depth > 0 && wiki->open[depth - 1].sign != sign)
        depth--;
    if (depth == 0)
        return false;
    bracket = wiki->open[depth - 1];
    wiki->depth = depth - 1;
    wiki->at += 2;
    is_alone = bracket.leads && (behind.len == 0 || behind.ptr[0] == '\n');
    inner = nd_str_skip(nd_buf_str(&wiki->out), bracket.at);
    text =
        sign == '[' ? link_text(wiki, inner, is_alone) : template_text(wiki, inner, bracket.leads, is_alone);
    replace(wiki, bracket.at, text);
    if (text.len > 0 && is_alone && sign == '{')
        nd_buf_add_char(&wiki->out, '\n'); /* a paragraph of its own */
    return true;
}

/* [https://a.example/b what it is] */
static bool take_link(struct wiki *wiki) {
    static const struct nd_str schemes[] = {ND_STR_INIT("http://"), ND_STR_INIT("https://"),
                                            ND_STR_INIT("//"), ND_STR_INIT("mailto:")};
    enum { LONGEST = 2000 };
    struct nd_str rest = nd_str_slice(nd_str_skip(rest_of(wiki), 1), 0, LONGEST), label;
    size_t close = 0, blank;
    bool is_link = false;

    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        is_link = is_link || nd_str_starts_nocase(rest, schemes[i]);
    while (is_link && close < rest.len && rest.ptr[close] != ']' && rest.ptr[close] != '\n')
        close++;
    if (!is_link || close == rest.len || rest.ptr[close] != ']')
        return false;
    rest = nd_str_slice(rest, 0, close);
    blank = nd_str_find_char(rest, ' ');
    label = blank == SIZE_MAX ? ND_STR_NONE : nd_str_trim(nd_str_skip(rest, blank));
    nd_buf_add_z(&wiki->out, "<a href=\"");
    for (size_t i = 0; i < rest.len && i < blank; i++)
        if (rest.ptr[i] == '"' || rest.ptr[i] == '|' || rest.ptr[i] == '=')
            nd_buf_addf(&wiki->out, "&#%d;", rest.ptr[i]);
        else
            nd_buf_add_char(&wiki->out, rest.ptr[i]);
    nd_buf_add_z(&wiki->out, "\">");
    nd_buf_add(&wiki->out, label);
    nd_buf_add_z(&wiki->out, "</a>");
    wiki->at += close + 2;
    return true;
}

/* ''italic'', '''bold''', '''''both''''': a single sign, and a fourth one, is an apostrophe. */
static void take_quotes(struct wiki *wiki) {
    size_t count = 0;
    struct nd_str rest = rest_of(wiki);

    while (count < rest.len && rest.ptr[count] == '\'')
        count++;
    if (count == 1 || count == 4)
        nd_buf_add_char(&wiki->out, '\'');
    wiki->at += count;
}

/* True when markup began or ended here and was taken. */
static bool take_markup(struct wiki *wiki) {
    struct nd_str rest = rest_of(wiki);
    bool is_double = rest.len > 1 && rest.ptr[1] == rest.ptr[0];

    switch (rest.ptr[0]) {
    case '<':
        return nd_str_starts(rest, ND_STR("<!--")) ? take_comment(wiki) : take_element(wiki);
    case '{':
    case '[':
        if (is_double && wiki->depth < MAX_OPEN) {
            push(wiki, rest.ptr[0]);
            return true;
        }
        return rest.ptr[0] == '[' && take_link(wiki);
    case '}':
        return is_double && pop(wiki, '{');
    case ']':
        return is_double && pop(wiki, '[');
    case '\'':
        take_quotes(wiki);
        return true;
    default:
        return false;
    }
}

struct nd_str nd_wikitext_html(struct nd_str text, const struct nd_wiki_names *names,
                               struct nd_wiki_page *page) {
    struct wiki wiki = {.names = names, .page = page, .text = text};

    while (wiki.at < text.len)
        if (!take_markup(&wiki))
            nd_buf_add_char(&wiki.out, text.ptr[wiki.at++]);
    text = nd_arena_take(page->arena, &wiki.out);
    return nd_wikitext_lines(text, page->arena);
}
