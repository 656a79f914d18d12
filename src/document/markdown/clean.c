#include "document/markdown/cleaner.h"

#include "document/html/tag.h"

enum {
    MAX_SPAN = 4000, /* longest code span that is looked for */
    MAX_FENCE = 1000
};

static void take_code_span(struct nd_cleaner *c) {
    struct nd_str rest = nd_str_slice(nd_cleaner_rest(c), 0, MAX_SPAN);
    size_t run = 0, i, other;

    while (run < rest.len && rest.ptr[run] == '`')
        run++;
    if (run > ND_CLEANER_MAX_BACKTICKS || c->at < c->unclosed[run]) {
        nd_cleaner_copy(c, c->at + run);
        return;
    }
    for (i = run; i < rest.len; i += other + (other == 0)) {
        for (other = 0; i + other < rest.len && rest.ptr[i + other] == '`'; other++)
            ;
        if (other == run) {
            nd_cleaner_copy(c, c->at + i + run);
            return;
        }
        if (rest.ptr[i] == '\n' && i + 1 < rest.len && rest.ptr[i + 1] == '\n')
            break;
    }
    c->unclosed[run] = c->at + i;
    nd_cleaner_copy(c, c->at + run);
}

/* In HTML: <pre>, a script or styles and what is in it, or else the '<' alone. */
static void take_verbatim(struct nd_cleaner *c) {
    static const GumboTag tags[ND_CLEANER_VERBATIM] = {GUMBO_TAG_PRE, GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE};
    struct nd_str rest = nd_str_skip(nd_cleaner_rest(c), 1);
    size_t length = SIZE_MAX;

    for (size_t i = 0; i < ND_CLEANER_VERBATIM; i++) {
        if (c->has_no_end_tag[i] ||
            !nd_str_starts_nocase(rest, nd_str_from(gumbo_normalized_tagname(tags[i]))))
            continue;
        length = nd_tag_content(rest, tags[i]);
        c->has_no_end_tag[i] = length == SIZE_MAX;
    }
    nd_cleaner_copy(c, c->at + 1 + (length == SIZE_MAX ? 0 : length));
}

/* How many opening braces there are in front of the last two in a row: they begin nothing. */
static size_t extra_braces(struct nd_str s) {
    size_t run = 0;

    while (run < s.len && s.ptr[run] == '{')
        run++;
    return run > 2 ? run - 2 : 0;
}

/* What may begin something to take out. */
static bool is_stop(char c, enum nd_markup markup) {
    static const bool of_html[256] = {['\n'] = true, ['{'] = true, ['<'] = true, ['['] = true};
    static const bool of_markdown[256] = {
        ['\n'] = true, ['{'] = true, ['`'] = true, ['['] = true, ['='] = true,
        ['%'] = true,  ['^'] = true, ['<'] = true, ['#'] = true, ['~'] = true};

    return (markup == ND_HTML ? of_html : of_markdown)[(unsigned char)c];
}

static bool take(struct nd_cleaner *c, bool is_heading) {
    char first = c->text.ptr[c->at];

    if (first == '{' && nd_template_take(c, is_heading))
        return true;
    if (c->markup == ND_MARKDOWN && (first == '#' ? nd_dialect_take_tag(c) : nd_dialect_take(c)))
        return true;
    return first == '[' && nd_shortcode_take(c);
}

/* The rest of a line of text, or more when a tag or code span goes on behind its end. */
static void clean_line(struct nd_cleaner *c) {
    bool is_heading = c->at < c->text.len && c->text.ptr[c->at] == '#';

    while (c->at < c->text.len && c->text.ptr[c->at] != '\n') {
        size_t plain = c->at;
        while (plain < c->text.len && !is_stop(c->text.ptr[plain], c->markup))
            plain++;
        plain += extra_braces(nd_str_skip(c->text, plain));
        nd_cleaner_copy(c, plain);
        if (plain == c->text.len || c->text.ptr[plain] == '\n')
            break;
        if (c->text.ptr[plain] == '`')
            take_code_span(c);
        else if (c->text.ptr[plain] == '<' && c->markup == ND_HTML)
            take_verbatim(c);
        else if (!take(c, is_heading))
            nd_cleaner_copy(c, plain + 1);
    }
    if (c->at < c->text.len)
        nd_cleaner_copy(c, c->at + 1);
}

/* The line without the markers of quotations and lists in front of it. */
static struct nd_str without_markers(struct nd_str line) {
    while (line.len > 0 && (nd_char_is_blank(line.ptr[0]) || line.ptr[0] == '>'))
        line = nd_str_skip(line, 1);
    if (line.len > 1 && nd_char_is_one_of(line.ptr[0], "-*+") && line.ptr[1] == ' ')
        line = nd_str_trim(nd_str_skip(line, 2));
    return line;
}

/* Keeps account of fenced code; true when the line belongs to it. */
static bool is_fenced(struct nd_cleaner *c, struct nd_str line) {
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

static char at(struct nd_str s, size_t i) {
    return i < s.len ? s.ptr[i] : '\n';
}

/* "[[", "[^", "[/", "[toc]", "[name key=". */
static bool is_likely_bracket(struct nd_str s) {
    size_t i = 1;

    if (nd_char_is_one_of(at(s, 1), "[^/") || nd_str_starts_nocase(s, ND_STR("[toc")))
        return true;
    while (i < s.len &&
           (nd_char_is_alpha(s.ptr[i]) || nd_char_is_digit(s.ptr[i]) || nd_char_is_one_of(s.ptr[i], "_-")))
        i++;
    if (i > 1 && (at(s, i) == ']' || at(s, i) == '='))
        return at(s, i) == '=' || at(s, i + 1) != '(';
    if (i == 1 || !nd_char_is_blank(at(s, i)))
        return false;
    while (i < s.len && (nd_char_is_blank(s.ptr[i]) || nd_char_is_alpha(s.ptr[i]) || s.ptr[i] == '_'))
        i++;
    return at(s, i) == '=' || at(s, i) == ':';
}

/* The beginnings of lines that dialects give a meaning. */
static bool is_likely_line(struct nd_str line) {
    switch (at(line, 0)) {
    case 'i':
        return nd_str_starts(line, ND_STR("import "));
    case 'e':
        return nd_str_starts(line, ND_STR("export "));
    case '#':
        return !nd_char_is_one_of(at(line, 1), " #\n\t");
    case '!':
        return nd_str_starts(line, ND_STR("!!!"));
    case '=':
        return at(line, 1) == '>' || nd_str_starts(line, ND_STR("===\n\n"));
    case '?':
        return nd_str_starts(line, ND_STR("???"));
    case 't':
    case 'T':
        return nd_str_starts_nocase(line, ND_STR("tags: #"));
    case '+':
        return nd_str_starts(line, ND_STR("+++"));
    case '-':
    case '*':
        return nd_str_starts_nocase(nd_str_skip(line, 2), ND_STR("toc\n"));
    default:
        return false;
    }
}

/* A mark of a dialect at offset i of s. */
static bool is_likely_mark(struct nd_str s, size_t i) {
    char before = i == 0 ? '\n' : s.ptr[i - 1], next = at(s, i + 1);

    switch (s.ptr[i]) {
    case '=':
        return next == '{' || (next == '=' && before != '=' && at(s, i + 2) != '=');
    case '%':
        return next == '%';
    case '~':
        return next == '~' && before != '~' && at(s, i + 2) != '~';
    case ':':
        return next == ':' && before != ':';
    case '^':
        return nd_char_is_blank(before) && !nd_char_is_blank(next);
    case '$':
    case '@':
        return nd_str_starts_nocase(nd_str_skip(s, i + 1), ND_STR("{toc")) ||
               nd_str_starts_nocase(nd_str_skip(s, i + 1), ND_STR("[toc"));
    case '\n':
        return is_likely_line(nd_str_skip(s, i + 1));
    default:
        return false;
    }
}

bool nd_clean_is_likely(struct nd_str s, enum nd_markup markup) {
    static const bool is_sign[256] = {['{'] = true, ['['] = true, ['='] = true, ['%'] = true, [':'] = true,
                                      ['^'] = true, ['$'] = true, ['@'] = true, ['~'] = true, ['\n'] = true};

    if (markup == ND_MARKDOWN && is_likely_line(s))
        return true;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (!is_sign[(unsigned char)c])
            continue;
        if (c == '{'   ? nd_char_is_one_of(at(s, i + 1), "%{:#./") || (i > 0 && s.ptr[i - 1] == ')')
            : c == '[' ? is_likely_bracket(nd_str_skip(s, i))
                       : markup == ND_MARKDOWN && is_likely_mark(s, i))
            return true;
    }
    return false;
}

struct nd_str nd_clean_text(struct nd_str body, enum nd_markup markup, struct nd_arena *arena,
                            const struct nd_value **tags, struct nd_buf *out) {
    struct nd_cleaner c = {.text = body,
                           .markup = markup,
                           .out = out,
                           .arena = tags == NULL ? NULL : arena,
                           .is_after_blank = true,
                           .is_after_statement = true,
                           .budget = 64 * body.len + 65536};

    nd_buf_reserve(out, body.len);
    while (c.at < body.len) {
        struct nd_str line = nd_cleaner_line(&c);
        bool is_blank = nd_str_trim(line).len == 0;
        bool is_code = markup == ND_MARKDOWN && c.is_after_blank && is_indented(line);
        size_t written = out->len;
        if (is_blank || is_code || (markup == ND_MARKDOWN && is_fenced(&c, line))) {
            nd_cleaner_copy(&c, c.at + line.len + (c.at + line.len < body.len));
        } else {
            if (markup == ND_MARKDOWN)
                nd_dialect_take_line(&c, line);
            clean_line(&c);
        }
        c.is_after_blank = is_blank || is_code;
        c.is_begun = c.is_begun || nd_str_trim(nd_str_skip(nd_buf_str(out), written)).len > 0;
    }
    if (tags != NULL)
        *tags = c.tags;
    return nd_buf_str(out);
}
