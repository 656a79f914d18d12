/*
 * Textile (textile-lang.com), the markup of DokuWiki (dokuwiki.org, "Formatting Syntax") and WikiText of
 * TiddlyWiki (tiddlywiki.com, "Formatting") as markdown, line for line: headings, lists, quotations, links,
 * emphasis and code. Macros and transclusions are left out, what is not understood stays as it is.
 */
#include "document/wiki.h"

enum {
    MAX_SPAN = 400,     /* bytes of emphasis or a link */
    MAX_ADDRESS = 2000, /* bytes */
    MAX_LEVEL = 6,
    LOOKED_AT = 64 * 1024,
    PROOF = 2
};

/* Marks on both sides of words, and what markdown has for them. */
struct pair {
    struct nd_str mark;
    const char *markdown;
};

static const struct pair textile[] = {{ND_STR_INIT("*"), "**"}, {ND_STR_INIT("_"), "*"},
                                      {ND_STR_INIT("??"), "*"}, {ND_STR_INIT("@"), "`"},
                                      {ND_STR_INIT("+"), ""},   {ND_STR_INIT("^"), ""}};
static const struct pair dokuwiki[] = {
    {ND_STR_INIT("**"), "**"}, {ND_STR_INIT("//"), "*"}, {ND_STR_INIT("__"), ""}, {ND_STR_INIT("''"), "`"}};
static const struct pair tiddlywiki[] = {{ND_STR_INIT("''"), "**"}, {ND_STR_INIT("//"), "*"},
                                         {ND_STR_INIT("__"), ""},   {ND_STR_INIT("^^"), ""},
                                         {ND_STR_INIT("~~"), ""},   {ND_STR_INIT("`"), "`"}};
static const struct {
    const struct pair *list;
    size_t count;
} pairs[] = {[ND_WIKI_TEXTILE] = {textile, sizeof textile / sizeof *textile},
             [ND_WIKI_DOKUWIKI] = {dokuwiki, sizeof dokuwiki / sizeof *dokuwiki},
             [ND_WIKI_TIDDLYWIKI] = {tiddlywiki, sizeof tiddlywiki / sizeof *tiddlywiki}};

static size_t run_of(struct nd_str s, char c) {
    size_t run = 0;

    while (run < s.len && s.ptr[run] == c)
        run++;
    return run;
}

static bool is_word(char c) {
    return nd_char_is_alpha(c) || nd_char_is_digit(c) || (unsigned char)c >= 0x80;
}

static void write_text(enum nd_wiki wiki, struct nd_str line, struct nd_buf *out);

static void write_link(enum nd_wiki wiki, struct nd_str text, struct nd_str target, struct nd_buf *out) {
    bool leads_out = nd_str_find(target, ND_STR("://")) != SIZE_MAX;

    if (leads_out)
        nd_buf_add_char(out, '[');
    write_text(wiki, text, out);
    if (!leads_out)
        return;
    nd_buf_add_z(out, "](<");
    nd_buf_add(out, target);
    nd_buf_add_z(out, ">)");
}

/* What stands between open, with which rest begins, and close; absent where that is not near. */
static struct nd_str between(struct nd_str rest, struct nd_str open, struct nd_str close) {
    size_t end;

    if (!nd_str_starts(rest, open))
        return ND_STR_NONE;
    end = nd_str_find(nd_str_slice(rest, open.len, MAX_SPAN), close);
    return end == SIZE_MAX ? ND_STR_NONE : nd_str_slice(rest, open.len, open.len + end);
}

/* ""words(title)":https://…", the address up to a blank; the length of it, or 0. */
static size_t write_quoted_link(struct nd_str rest, struct nd_buf *out) {
    struct nd_str text = between(rest, ND_STR("\""), ND_STR("\":")), target;
    size_t end = 0;

    if (text.len == 0 || nd_str_find_char(text, '"') != SIZE_MAX)
        return 0;
    target = nd_str_slice(nd_str_skip(rest, text.len + 3), 0, MAX_ADDRESS);
    if (target.len == 0 || (!is_word(target.ptr[0]) && target.ptr[0] != '/'))
        return 0;
    while (end < target.len && !nd_char_is_blank(target.ptr[end]) && target.ptr[end] != ')')
        end++;
    while (end > 0 && nd_char_is_one_of(target.ptr[end - 1], ".,;:!?"))
        end--;
    if (end == 0)
        return 0;
    if (nd_str_ends(text, ND_STR(")")) && nd_str_rfind_char(text, '(') != SIZE_MAX &&
        nd_str_rfind_char(text, '(') > 0)
        text = nd_str_slice(text, 0, nd_str_rfind_char(text, '('));
    write_link(ND_WIKI_TEXTILE, text, nd_str_slice(target, 0, end), out);
    return (size_t)(target.ptr - rest.ptr) + end;
}

/* "[[target|words]]" of DokuWiki, "[[words|target]]" of TiddlyWiki. */
static size_t write_wiki_link(enum nd_wiki wiki, struct nd_str rest, struct nd_buf *out) {
    struct nd_str inner = between(rest, ND_STR("[["), ND_STR("]]"));
    size_t bar = nd_str_find_char(inner, '|');
    struct nd_str first = nd_str_slice(inner, 0, bar);
    struct nd_str second = bar == SIZE_MAX ? first : nd_str_skip(inner, bar + 1);

    if (inner.len == 0)
        return 0;
    write_link(wiki, wiki == ND_WIKI_TIDDLYWIKI ? first : second, wiki == ND_WIKI_TIDDLYWIKI ? second : first,
               out);
    return inner.len + 4;
}

/* Pictures, transclusions and macros, of which nothing is text; the length, or 0. */
static size_t left_out(enum nd_wiki wiki, struct nd_str rest, char before) {
    static const struct nd_str open[] = {ND_STR_INIT("{{"), ND_STR_INIT("[img["), ND_STR_INIT("<<"),
                                         ND_STR_INIT("<$"), ND_STR_INIT("</$")};
    static const struct nd_str close[] = {ND_STR_INIT("}}"), ND_STR_INIT("]]"), ND_STR_INIT(">>"),
                                          ND_STR_INIT(">"), ND_STR_INIT(">")};
    size_t count = wiki == ND_WIKI_TIDDLYWIKI ? 5 : 1;
    struct nd_str inner;

    if (before == '|' && nd_str_starts(rest, ND_STR("_."))) /* a cell of a head */
        return 2;
    if (wiki == ND_WIKI_TEXTILE) { /* "!picture.jpg(words)!" */
        inner = between(rest, ND_STR("!"), ND_STR("!"));
        return inner.len > 4 && !is_word(before) && nd_str_find_char(inner, ' ') == SIZE_MAX &&
                       nd_str_names_picture(nd_str_slice(inner, 0, nd_str_find_char(inner, '(')))
                   ? inner.len + 2
                   : 0;
    }
    if (wiki == ND_WIKI_TIDDLYWIKI && rest.ptr[0] == '~') /* "~TiddlyWiki" is no link */
        return rest.len > 1 && rest.ptr[1] >= 'A' && rest.ptr[1] <= 'Z' && !is_word(before) ? 1 : 0;
    for (size_t i = 0; i < count; i++) {
        inner = between(rest, open[i], close[i]);
        if (inner.ptr != NULL)
            return open[i].len + inner.len + close[i].len;
    }
    return 0;
}

/* Emphasis or code at the beginning of rest; the length of it, or 0. Marks touch the words within. */
static size_t write_span(enum nd_wiki wiki, struct nd_str rest, char before, struct nd_buf *out) {
    for (size_t i = 0; i < pairs[wiki].count; i++) {
        const struct pair *pair = &pairs[wiki].list[i];
        struct nd_str inner = between(rest, pair->mark, pair->mark), behind;
        if (inner.len == 0 || nd_char_is_blank(inner.ptr[0]) || nd_char_is_blank(inner.ptr[inner.len - 1]))
            continue;
        behind = nd_str_skip(rest, inner.len + 2 * pair->mark.len);
        if (before == ':' ||
            (pair->mark.len == 1 && (is_word(before) || (behind.len > 0 && is_word(behind.ptr[0])))))
            continue;
        nd_buf_add_z(out, pair->markdown);
        if (pair->markdown[0] == '`')
            nd_buf_add(out, inner);
        else
            write_text(wiki, inner, out);
        nd_buf_add_z(out, pair->markdown);
        return inner.len + 2 * pair->mark.len;
    }
    return 0;
}

static size_t write_special(enum nd_wiki wiki, struct nd_str rest, char before, struct nd_buf *out) {
    struct nd_str note;
    size_t length = left_out(wiki, rest, before);

    if (length == 0 && wiki == ND_WIKI_TEXTILE && rest.ptr[0] == '"')
        length = write_quoted_link(rest, out);
    if (length == 0 && wiki != ND_WIKI_TEXTILE && rest.ptr[0] == '[')
        length = write_wiki_link(wiki, rest, out);
    if (length > 0)
        return length;
    note = wiki == ND_WIKI_DOKUWIKI ? between(rest, ND_STR("(("), ND_STR("))")) : ND_STR_NONE;
    if (note.len > 0) {
        nd_buf_add_z(out, "(");
        write_text(wiki, note, out);
        nd_buf_add_z(out, ")");
        return note.len + 4;
    }
    if (wiki == ND_WIKI_DOKUWIKI && nd_str_starts(rest, ND_STR("\\\\")) &&
        (rest.len == 2 || nd_char_is_blank(rest.ptr[2])))
        return 2; /* a line's end */
    return write_span(wiki, rest, before, out);
}

static void write_text(enum nd_wiki wiki, struct nd_str line, struct nd_buf *out) {
    for (size_t at = 0; at < line.len;) {
        size_t length = 0;
        if (nd_char_is_one_of(line.ptr[at], "*_?@+^/'`~!\"[{<(\\"))
            length = write_special(wiki, nd_str_skip(line, at), at == 0 ? ' ' : line.ptr[at - 1], out);
        if (length == 0) {
            if (nd_char_is_one_of(line.ptr[at], "*_`")) /* markdown would take it for a mark */
                nd_buf_add_char(out, '\\');
            nd_buf_add_char(out, line.ptr[at]);
            length = 1;
        }
        at += length;
    }
}

static void write_marks(char c, size_t count, struct nd_buf *out) {
    for (size_t i = 0; i < count && i < MAX_LEVEL; i++)
        nd_buf_add_char(out, c);
}

/* The level of "==== Words ====", six of them being the first; *words what is between. 0: it is none. */
static size_t equals_level(struct nd_str line, struct nd_str *words) {
    struct nd_str text = nd_str_trim(line);
    size_t open = run_of(text, '='), close = 0;

    while (close < text.len && text.ptr[text.len - 1 - close] == '=')
        close++;
    if (open < 2 || open > MAX_LEVEL || close < 2 || open + close >= text.len)
        return 0;
    *words = nd_str_trim(nd_str_slice(text, open, text.len - close));
    return MAX_LEVEL + 1 - open;
}

/* Bytes of "h2. ", "bq. ", "p(note). ", "fn1. " with which a block of Textile begins; the first is *sign. */
static size_t block_mark(struct nd_str line, char *sign) {
    static const struct nd_str names[] = {ND_STR_INIT("h"), ND_STR_INIT("bq"), ND_STR_INIT("p"),
                                          ND_STR_INIT("fn"), ND_STR_INIT("bc")};
    size_t at = 0;

    for (size_t i = 0; i < sizeof names / sizeof *names && at == 0; i++)
        at = nd_str_starts(line, names[i]) ? names[i].len : 0;
    if (at == 0)
        return 0;
    *sign = line.ptr[at - 1];
    while (at < line.len && nd_char_is_digit(line.ptr[at]))
        at++;
    if ((*sign == 'h') != (at == 2 && nd_char_is_digit(line.ptr[1])) && *sign != 'n')
        return 0;
    while (at < line.len && nd_char_is_one_of(line.ptr[at], "([{")) {
        char close = line.ptr[at] == '(' ? ')' : line.ptr[at] == '[' ? ']' : '}';
        size_t end = nd_str_find_char(nd_str_skip(line, at), close);
        if (end == SIZE_MAX)
            return 0;
        at += end + 1;
    }
    while (at < line.len && nd_char_is_one_of(line.ptr[at], "<>=")) /* how it is aligned */
        at++;
    return nd_str_starts(nd_str_skip(line, at), ND_STR(". ")) ? at + 2 : 0;
}

static void write_textile(struct nd_str line, struct nd_buf *out) {
    size_t stars = run_of(line, '*'), numbers = run_of(line, '#'), mark;
    char sign = '\0';

    if ((mark = block_mark(line, &sign)) > 0) {
        if (sign == 'h')
            write_marks('#', (size_t)(line.ptr[1] - '0'), out);
        nd_buf_add_z(out, sign == 'h' ? " " : sign == 'q' ? "> " : "");
        line = nd_str_skip(line, mark);
    } else if (stars + numbers > 0 && stars + numbers < line.len && line.ptr[stars + numbers] == ' ') {
        for (size_t i = 1; i < stars + numbers && i < MAX_LEVEL; i++)
            nd_buf_add_z(out, "   ");
        nd_buf_add_z(out, numbers > 0 ? "1. " : "- ");
        line = nd_str_skip(line, stars + numbers + 1);
    }
    write_text(ND_WIKI_TEXTILE, line, out);
}

static void write_dokuwiki(struct nd_str line, struct nd_buf *out) {
    struct nd_str text = nd_str_trim(line), words = ND_STR_NONE;
    size_t level = equals_level(line, &words), blanks = (size_t)(text.ptr - line.ptr);

    if (level > 0) {
        write_marks('#', level, out);
        nd_buf_add_char(out, ' ');
        text = words;
    } else if (blanks >= 2 && (nd_str_starts(text, ND_STR("* ")) || nd_str_starts(text, ND_STR("- ")))) {
        for (size_t i = 2; i < blanks && i < 2 * MAX_LEVEL; i++)
            nd_buf_add_char(out, ' ');
        nd_buf_add_z(out, text.ptr[0] == '*' ? "- " : "1. ");
        text = nd_str_skip(text, 2);
    } else if (nd_str_starts(text, ND_STR("~~")) && nd_str_ends(text, ND_STR("~~"))) {
        return; /* "~~NOTOC~~" */
    }
    write_text(ND_WIKI_DOKUWIKI, text, out);
}

static void write_tiddlywiki(struct nd_str line, struct nd_buf *out) {
    size_t marks = run_of(line, '!'), stars = run_of(line, '*'), numbers = run_of(line, '#');

    if (nd_str_starts(line, ND_STR("\\")) || nd_str_eq(line, ND_STR("<<<")))
        return; /* a definition; where a quotation begins and ends */
    if (marks > 0 && marks <= MAX_LEVEL) {
        write_marks('#', marks, out);
        nd_buf_add_char(out, ' ');
    } else if (stars + numbers > 0 && stars + numbers < line.len) {
        for (size_t i = 1; i < stars + numbers && i < MAX_LEVEL; i++)
            nd_buf_add_z(out, "   ");
        nd_buf_add_z(out, numbers > 0 ? "1. " : "- ");
    }
    write_text(ND_WIKI_TIDDLYWIKI, nd_str_trim(nd_str_skip(line, marks > 0 ? marks : stars + numbers)), out);
}

/* Where code begins or ends on lines of its own. */
static bool is_fence(struct nd_str line) {
    static const struct nd_str marks[] = {
        ND_STR_INIT("```"),     ND_STR_INIT("<code"), ND_STR_INIT("</code>"), ND_STR_INIT("<file"),
        ND_STR_INIT("</file>"), ND_STR_INIT("<pre"),  ND_STR_INIT("</pre>")};

    line = nd_str_trim(line);
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (nd_str_starts(line, marks[i]) && (i == 0 || nd_str_ends(line, ND_STR(">"))) &&
            nd_str_find(nd_str_skip(line, 1), ND_STR("</")) == SIZE_MAX)
            return true;
    return false;
}

void nd_wiki_to_markdown(enum nd_wiki wiki, struct nd_str text, struct nd_buf *out) {
    bool is_code = false;
    struct nd_str line;

    while (nd_str_next_line(&text, &line)) {
        if (nd_str_starts(line, ND_STR("{% highlight")) || nd_str_starts(line, ND_STR("{% endhighlight"))) {
            is_code = line.ptr[3] == 'h'; /* Liquid's: what is read behind us knows it */
            nd_buf_add(out, line);
        } else if (is_fence(line)) {
            is_code = !is_code;
            nd_buf_add_z(out, "```");
        } else if (is_code) {
            nd_buf_add(out, line);
        } else if (wiki == ND_WIKI_TEXTILE) {
            write_textile(line, out);
        } else if (wiki == ND_WIKI_DOKUWIKI) {
            write_dokuwiki(line, out);
        } else {
            write_tiddlywiki(line, out);
        }
        nd_buf_add_char(out, '\n');
    }
}

/* What DokuWiki has beside its headings, and MediaWiki has not. */
static bool has_signs(struct nd_str text) {
    struct nd_str line;
    size_t signs = 0;

    if (nd_str_find(text, ND_STR("'''")) != SIZE_MAX)
        return false;
    while (nd_str_next_line(&text, &line))
        signs += nd_str_starts(line, ND_STR("======")) || nd_str_starts(line, ND_STR("  * ")) ||
                 nd_str_find(line, ND_STR(" //")) != SIZE_MAX || nd_str_starts(line, ND_STR("{{")) ||
                 nd_str_find(line, ND_STR(" \\\\ ")) != SIZE_MAX;
    return signs > 0;
}

enum nd_wiki nd_wiki_detect(struct nd_str text) {
    size_t headings = 0, blocks = 0;
    struct nd_str rest, line, words;
    char sign;

    rest = text = nd_str_slice(text, 0, LOOKED_AT);
    while (nd_str_next_line(&rest, &line)) {
        if (line.len < 4)
            continue;
        if (line.ptr[0] == '=')
            headings += equals_level(line, &words) > 0;
        else if (line.ptr[0] == 'h' || line.ptr[0] == 'b' || line.ptr[0] == 'p')
            blocks += block_mark(line, &sign) > 0;
    }
    if (blocks >= PROOF)
        return ND_WIKI_TEXTILE;
    return headings > 0 && has_signs(text) ? ND_WIKI_DOKUWIKI : ND_WIKI_NONE;
}

struct nd_str nd_wiki_tags(struct nd_str tags, struct nd_arena *arena) {
    char *out = nd_arena_bytes(arena, tags.len + 1);
    size_t length = 0;
    bool is_inside = false;

    for (size_t i = 0; i < tags.len; i++) {
        struct nd_str rest = nd_str_skip(tags, i);
        if (nd_str_starts(rest, ND_STR("[[")) || nd_str_starts(rest, ND_STR("]]"))) {
            is_inside = rest.ptr[0] == '[';
            i++;
        } else {
            out[length++] = rest.ptr[0] == ' ' && !is_inside ? ',' : rest.ptr[0];
        }
    }
    return nd_str_of(out, length);
}

struct nd_str nd_wiki_tiddler(struct nd_str text, struct nd_arena *arena) {
    struct nd_buf out = {0};

    nd_wiki_to_markdown(ND_WIKI_TIDDLYWIKI, text, &out);
    return nd_arena_take(arena, &out);
}
