#include "newsdex/document.h"

#include "document/html/tag.h"
#include "document/markdown/markdown.h"

#include <string.h>

/*
 * Signs are counted line by line and weighed; PROOF is enough. A sign that no one makes by accident is proof
 * by itself, lists and odd asterisks are not: text saved from a page has them too.
 */
enum { PROOF = 4, LINES_PER_PROOF = 400, MAX_LOOK = 256 * 1024, MAX_ADDRESS = 500, MAX_LINK_TEXT = 500 };

struct signs {
    unsigned links; /* weighed */
    unsigned headings, underlines, tables, definitions, strong, emphasis, code, items, quotes;
    unsigned fences, templates, containers, end_tags, paragraphs, comments, lines;
    struct nd_str above; /* the line before */
};

static size_t run_of(struct nd_str s, char c) {
    size_t run = 0;

    while (run < s.len && s.ptr[run] == c)
        run++;
    return run;
}

/* "{filename}/2024/plan.md", "|static|/plan.pdf": what Pelican puts an address in the place of. */
static bool is_placeholder(struct nd_str s) {
    static const char *const names[] = {"filename", "static", "attach",   "index",
                                        "author",   "tag",    "category", "photo"};
    char close = nd_str_starts(s, ND_STR("{")) ? '}' : nd_str_starts(s, ND_STR("|")) ? '|' : '\0';
    size_t end = close == '\0' ? SIZE_MAX : nd_str_find_char(nd_str_skip(s, 1), close);

    for (size_t i = 0; end != SIZE_MAX && i < sizeof names / sizeof *names; i++)
        if (nd_str_eq(nd_str_slice(s, 1, end + 1), nd_str_from(names[i])))
            return true;
    return false;
}

/* How sure one can be that s, up to a ')' or blank, is the address of a link. */
static unsigned address_weight(struct nd_str s) {
    size_t end = 0;

    while (end < s.len && end < MAX_ADDRESS && s.ptr[end] != ')' && !nd_char_is_blank(s.ptr[end]))
        end++;
    s = nd_str_slice(s, 0, end);
    if (nd_str_starts(s, ND_STR("http")) || nd_str_starts(s, ND_STR("{{")) ||
        nd_str_starts(s, ND_STR("{%")) || is_placeholder(s))
        return PROOF;
    if (s.len == 0 || memchr(s.ptr, ';', s.len) != NULL || memchr(s.ptr, '"', s.len) != NULL ||
        memchr(s.ptr, ',', s.len) != NULL || memchr(s.ptr, '{', s.len) != NULL)
        return 0;
    if (s.ptr[0] == '/' || s.ptr[0] == '#' || memchr(s.ptr, '/', s.len) != NULL ||
        memchr(s.ptr, '.', s.len) != NULL || memchr(s.ptr, ':', s.len) != NULL)
        return PROOF;
    return PROOF / 2;
}

/* True when the text that ends at offset end, with a ']', is that of a link; it may begin in the line above.
 */
static bool is_link_text(struct nd_str line, size_t end, struct nd_str above) {
    size_t start = end > MAX_LINK_TEXT ? end - MAX_LINK_TEXT : 0;
    struct nd_str text = nd_str_slice(line, start, end);
    size_t open = nd_str_rfind_char(text, '['), close;

    if (open == SIZE_MAX) {
        above = nd_str_skip(above, above.len > MAX_LINK_TEXT ? above.len - MAX_LINK_TEXT : 0);
        open = nd_str_rfind_char(above, '[');
        close = nd_str_rfind_char(above, ']');
        return open != SIZE_MAX && (close == SIZE_MAX || close < open);
    }
    open += start;
    if (open + 1 == end)
        return false;
    /* a[i](x) is a call in a program */
    return open == 0 || !(nd_char_is_alpha(line.ptr[open - 1]) || nd_char_is_digit(line.ptr[open - 1]) ||
                          line.ptr[open - 1] == ')' || line.ptr[open - 1] == ']');
}

/* "[[Old Quay]]", "![[quay.png]]": links of note keepers, not indices of programs. */
static unsigned wikilinks_weight(struct nd_str line) {
    unsigned weight = 0;
    size_t at;

    for (struct nd_str rest = line; (at = nd_str_find(rest, ND_STR("[["))) != SIZE_MAX;) {
        char before = rest.ptr + at == line.ptr ? ' ' : rest.ptr[at - (at > 0)], first;
        rest = nd_str_skip(rest, at + 2);
        first = rest.len == 0 ? ' ' : rest.ptr[0];
        at = nd_str_find(nd_str_slice(rest, 0, MAX_LINK_TEXT), ND_STR("]]"));
        if (at == SIZE_MAX || nd_char_is_alpha(before) || nd_char_is_digit(before) ||
            nd_char_is_blank(first) || nd_char_is_one_of(before, "])[\"'") ||
            nd_str_find_char(nd_str_slice(rest, 0, at), '[') != SIZE_MAX ||
            !(nd_char_is_alpha(first) || (unsigned char)first >= 0x80 || before == '!'))
            continue;
        weight += before == '!' ? PROOF : PROOF / 2;
    }
    return weight;
}

static void count_links(struct signs *signs, struct nd_str line) {
    struct nd_str rest = line;
    size_t at;

    signs->links += wikilinks_weight(line);

    while ((at = nd_str_find(rest, ND_STR("]("))) != SIZE_MAX) {
        size_t end = (size_t)(rest.ptr - line.ptr) + at;
        rest = nd_str_skip(rest, at + 2);
        if (is_link_text(line, end, signs->above))
            signs->links += address_weight(rest);
    }
}

/* __init__ and its like are names, not strong text. */
static bool is_name(struct nd_str s) {
    for (size_t i = 0; i < s.len; i++)
        if (!(s.ptr[i] == '_' || (s.ptr[i] >= 'a' && s.ptr[i] <= 'z')))
            return false;
    return true;
}

/* Pairs of marker around text that touches them on the inside: **strong**, `code`. */
static unsigned count_pairs(struct nd_str line, struct nd_str marker) {
    unsigned count = 0;
    size_t open, close;

    while ((open = nd_str_find(line, marker)) != SIZE_MAX) {
        bool is_inside =
            open > 0 && (nd_char_is_alpha(line.ptr[open - 1]) || nd_char_is_digit(line.ptr[open - 1]));
        line = nd_str_skip(line, open + marker.len);
        if (line.len == 0 || nd_char_is_blank(line.ptr[0]) || line.ptr[0] == marker.ptr[0])
            continue;
        if (is_inside)
            continue;
        close = nd_str_find(line, marker);
        if (close == SIZE_MAX)
            break;
        count += !nd_char_is_blank(line.ptr[close - (close > 0)]) &&
                 !(marker.ptr[0] == '_' && marker.len == 2 && is_name(nd_str_slice(line, 0, close)));
        line = nd_str_skip(line, close + marker.len);
    }
    return count;
}

/* Tags of site generators, whose pages are in markdown. */
static bool has_template(struct nd_str line) {
    size_t open = nd_str_find(line, ND_STR("{%"));

    return nd_str_starts(line, ND_STR("{: ")) ||
           (open != SIZE_MAX && nd_str_find(nd_str_skip(line, open), ND_STR("%}")) != SIZE_MAX);
}

/* ":::tip Bring boots" of Docusaurus and its like, "> [!tip] Bring boots" of Obsidian and GitHub, "!!! tip"
 * of MkDocs. */
static bool is_container(struct nd_str line) {
    size_t run = run_of(line, ':');

    if (nd_str_starts(line, ND_STR("> [!")) ||
        (nd_str_starts(line, ND_STR("!!! ")) && line.len > 4 && nd_char_is_alpha(line.ptr[4])))
        return true;
    line = nd_str_trim(nd_str_skip(line, run));
    return run >= 3 && line.len > 0 && (nd_char_is_alpha(line.ptr[0]) || line.ptr[0] == '{');
}

/* "import { a } from 'b';", "export const c = …": MDX. */
static bool is_statement(struct nd_str line) {
    if (nd_str_starts(line, ND_STR("import ")))
        return (nd_str_find(line, ND_STR(" from '")) != SIZE_MAX ||
                nd_str_find(line, ND_STR(" from \"")) != SIZE_MAX) &&
               nd_char_is_one_of(line.ptr[line.len - 1], "'\";");
    return nd_str_starts(line, ND_STR("export const ")) && nd_str_find(line, ND_STR(" = ")) != SIZE_MAX;
}

static void count_inline(struct signs *signs, struct nd_str line) {
    if (nd_str_find_char(line, '{') != SIZE_MAX)
        signs->templates += has_template(line);
    if (nd_str_find_char(line, ']') != SIZE_MAX)
        count_links(signs, line);
    if (nd_str_find_char(line, '*') != SIZE_MAX) {
        unsigned strong = count_pairs(line, ND_STR("**"));
        signs->strong += strong;
        signs->emphasis += strong == 0 ? count_pairs(line, ND_STR("*")) : 0;
    }
    if (nd_str_find_char(line, '_') != SIZE_MAX) {
        signs->strong += count_pairs(line, ND_STR("__"));
        signs->emphasis += count_pairs(line, ND_STR("_"));
    }
    if (nd_str_find_char(line, '`') != SIZE_MAX)
        signs->code += count_pairs(line, ND_STR("`"));
}

static void count_tags(struct signs *signs, struct nd_str line) {
    size_t at;
    struct nd_tag tag;

    while ((at = nd_str_find_char(line, '<')) != SIZE_MAX) {
        size_t length = nd_tag_scan(line = nd_str_skip(line, at), &tag);
        if (length > 0 && tag.id != GUMBO_TAG_UNKNOWN) {
            signs->end_tags += tag.is_end || tag.id == GUMBO_TAG_BR;
            signs->paragraphs += tag.is_end && tag.id == GUMBO_TAG_P;
        }
        signs->comments += tag.is_comment && length > 7;
        line = nd_str_skip(line, length == 0 ? 1 : length);
    }
}

/* "- item", "* item", "+ item", "1. item". */
static bool is_item(struct nd_str line) {
    size_t digits = 0;

    if (line.len > 2 && nd_char_is_one_of(line.ptr[0], "-*+"))
        return line.ptr[1] == ' ' && !nd_char_is_blank(line.ptr[2]);
    while (digits < line.len && nd_char_is_digit(line.ptr[digits]))
        digits++;
    return digits > 0 && digits < 4 && nd_str_starts(nd_str_skip(line, digits), ND_STR(". "));
}

static bool is_definition(struct nd_str line) {
    size_t end = line.ptr[0] == '[' ? nd_str_find(line, ND_STR("]:")) : SIZE_MAX;

    return end != SIZE_MAX && end > 1 && address_weight(nd_str_trim(nd_str_skip(line, end + 2))) == PROOF;
}

static bool is_heading(struct nd_str line) {
    size_t run = run_of(line, '#');

    return run > 0 && run <= 6 && run + 1 < line.len && line.ptr[run] == ' ' &&
           nd_str_trim(nd_str_skip(line, run)).len > 0;
}

/* A line that is all strong, as one writes a heading by hand. */
static bool is_strong_line(struct nd_str line) {
    return line.len > 4 && nd_str_starts(line, ND_STR("**")) &&
           nd_str_find(nd_str_skip(line, 2), ND_STR("**")) == line.len - 4;
}

/* "=====" or "-----" under a line of text about as long. */
static bool is_underline(struct nd_str line, struct nd_str above) {
    char c = line.ptr[0];

    above = nd_str_trim(above);
    return (c == '=' || c == '-') && line.len >= 3 && run_of(line, c) == line.len && above.len > 0 &&
           above.ptr[0] != c && line.len <= above.len + 4 && line.len * 2 >= above.len;
}

/* What a trimmed, not empty line begins with. */
static void count_line(struct signs *signs, struct nd_str line) {
    struct nd_str target, words;
    size_t columns;

    if (nd_char_is_one_of(line.ptr[0], "`~") && run_of(line, line.ptr[0]) >= 3)
        signs->fences++;
    else if (is_heading(line) || is_strong_line(line))
        signs->headings++;
    else if (is_underline(line, signs->above))
        signs->underlines += line.ptr[0] == '=' ? 2 : 1;
    else if (is_definition(line) || is_statement(line))
        signs->definitions++;
    else if (is_item(line))
        signs->items++;
    else if (is_container(line) || (signs->containers > 0 && nd_str_eq(line, ND_STR(":::"))))
        signs->containers++;
    else if (nd_dialect_is_arrow(line, &target, &words))
        signs->links += PROOF;
    else if (line.ptr[0] == '>' && line.len > 1 && line.ptr[1] == ' ')
        signs->quotes++;
    else if (nd_char_is_one_of(line.ptr[0], "|-:") && nd_str_find_char(signs->above, '|') != SIZE_MAX)
        signs->tables += nd_table_is_delimiter(line, &columns);
}

static struct signs count_signs(struct nd_str body) {
    struct signs signs = {.above = ND_STR("")};
    struct nd_str line, trimmed;

    while (nd_str_next_line(&body, &line)) {
        trimmed = nd_str_trim(line);
        signs.lines += trimmed.len > 0;
        if (trimmed.len > 0) {
            count_line(&signs, trimmed);
            count_inline(&signs, trimmed);
            if (nd_str_find_char(trimmed, '<') != SIZE_MAX)
                count_tags(&signs, trimmed);
        }
        signs.above = line;
    }
    return signs;
}

static unsigned at_most(unsigned n, unsigned max) {
    return n < max ? n : max;
}

static unsigned weigh(const struct signs *signs) {
    unsigned weight =
        signs->links + PROOF * (signs->definitions + signs->tables + signs->templates + signs->fences / 2);

    weight += 2 * signs->containers + 2 * signs->headings + 2 * signs->strong + 2 * signs->underlines;
    weight += at_most(signs->items / 3, 2) + at_most(signs->quotes, 1) + at_most(signs->code, 2);
    return weight + at_most(signs->emphasis, 2) + at_most(signs->end_tags + 2 * signs->comments, 2);
}

/* The first tag behind blanks, comments and declarations; is_document when it can begin nothing but HTML. */
static GumboTag first_tag(struct nd_str body, bool *is_document) {
    struct nd_tag tag;
    size_t length;

    *is_document = false;
    for (;;) {
        while (body.len > 0 && nd_char_is_blank(body.ptr[0]))
            body = nd_str_skip(body, 1);
        if (body.len == 0 || body.ptr[0] != '<' || (length = nd_tag_scan(body, &tag)) == 0)
            return GUMBO_TAG_UNKNOWN;
        *is_document |= nd_str_starts_nocase(body, ND_STR("<!doctype html"));
        if (!tag.is_comment)
            break;
        body = nd_str_skip(body, length);
    }
    *is_document |= tag.id == GUMBO_TAG_HTML || tag.id == GUMBO_TAG_HEAD || tag.id == GUMBO_TAG_BODY;
    return tag.id;
}

/* "#harbour #city/north", "#fish market# #harbour" */
static bool is_tags(struct nd_str line) {
    bool is_open = false, needs_end = false; /* a tag that may go on with other words, and one that did */

    if (line.len < 2 || line.ptr[0] != '#')
        return false;
    while (line.len > 0) {
        struct nd_str word = nd_str_slice(line, 0, nd_str_find_char(line, ' '));
        bool begins = word.len > 1 && word.ptr[0] == '#' && word.ptr[1] != '#';
        line = nd_str_trim(nd_str_skip(line, word.len));
        if (begins ? needs_end : !is_open)
            return false;
        is_open = !nd_str_ends(word, ND_STR("#"));
        needs_end = is_open && !begins;
    }
    return !needs_end;
}

/* What a paragraph begins with: words enough, or a line in italics, as of who and when. Behind "# " in a
 * program's file are more comments, names and values. */
static bool is_prose(struct nd_str line) {
    enum { LEAST = 40, LEAST_BLANKS = 5 };
    size_t blanks = 0;

    if (line.len > 2 && nd_char_is_one_of(line.ptr[0], "*_") && line.ptr[line.len - 1] == line.ptr[0])
        return !nd_char_is_one_of(line.ptr[1], "*_ ");
    for (size_t i = 0; i < line.len; i++)
        blanks += line.ptr[i] == ' ';
    return line.len >= LEAST && blanks >= LEAST_BLANKS && !nd_char_is_one_of(line.ptr[0], "#/;%$\"'") &&
           nd_str_find_char(line, '=') == SIZE_MAX && nd_str_find(line, ND_STR(" # ")) == SIZE_MAX;
}

/* A heading as the very first line with a blank line, tags, prose or nothing behind it: people begin markdown
 * so. */
static bool begins_with_heading(struct nd_str body) {
    struct nd_str line = ND_STR_NONE, next = ND_STR_NONE;

    while (nd_str_next_line(&body, &line) && nd_str_trim(line).len == 0)
        ;
    (void)nd_str_next_line(&body, &next);
    next = nd_str_trim(next);
    return is_heading(line) && (next.len == 0 || is_tags(next) || is_prose(next));
}

/* A whole page of HTML behind what a program said while it made it: "Warning: … on line 145". It may say more
 * behind it. In a text about HTML it is code. */
static bool is_page_behind_words(struct nd_str body) {
    enum { WORDS = 4096, END = 4096 };
    struct nd_str head = nd_str_slice(body, 0, WORDS);
    struct nd_str end = nd_str_skip(body, body.len > END ? body.len - END : 0);
    size_t at = nd_str_find(head, ND_STR("<!DOCTYPE html"));

    if (at == SIZE_MAX)
        at = nd_str_find(head, ND_STR("<!doctype html"));
    return at != SIZE_MAX && nd_str_find_char(nd_str_slice(head, 0, at), '`') == SIZE_MAX &&
           nd_str_find(nd_str_slice(head, 0, at), ND_STR("~~~")) == SIZE_MAX &&
           nd_str_find(head, ND_STR("<title")) != SIZE_MAX && nd_str_find(end, ND_STR("</html>")) != SIZE_MAX;
}

enum nd_markup nd_detect_markup(struct nd_str body) {
    bool is_document;
    GumboTag first = first_tag(body, &is_document);
    struct signs signs;
    bool is_markdown;

    if (is_document || is_page_behind_words(body))
        return ND_HTML;
    signs = count_signs(nd_str_slice(body, 0, MAX_LOOK));
    is_markdown = begins_with_heading(body) || weigh(&signs) >= PROOF * (1 + signs.lines / LINES_PER_PROOF);
    if ((nd_tag_traits(first) & ND_TAG_HTML_ONLY) != 0)
        return is_markdown ? ND_MARKDOWN : ND_HTML;
    if (!is_markdown && signs.end_tags >= 3)
        return signs.paragraphs >= 2 ? ND_HTML : ND_MARKDOWN;
    return is_markdown ? ND_MARKDOWN : ND_PLAIN;
}
