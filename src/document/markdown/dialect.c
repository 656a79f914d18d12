#include "document/markdown/cleaner.h"

#include <string.h>

/*
 * Marks that dialects of markdown have inside a line: links, pictures, highlights, remarks and names of
 * blocks of note keepers (Obsidian, Logseq, Foam), marks of footnotes (Pandoc, GitHub), components and
 * expressions of MDX.
 */

enum {
    MAX_LINK = 300,    /* bytes of a link */
    MAX_MARKED = 1000, /* of what is highlighted */
    MAX_REMARK = 2000,
    MAX_NOTE = 60, /* of the name of a footnote or a block */
    MAX_COMPONENT = 4000
};

static bool is_word(char c) {
    return nd_char_is_alpha(c) || nd_char_is_digit(c);
}

/* What is left of the line, at most max bytes. */
static struct nd_str line_within(const struct nd_cleaner *c, size_t max) {
    struct nd_str rest = nd_str_slice(nd_cleaner_rest(c), 0, max);

    return nd_str_slice(rest, 0, nd_str_find_char(rest, '\n'));
}

static char at(struct nd_str s, size_t i) {
    return i < s.len ? s.ptr[i] : '\n';
}

/* "300" and "300x200" are sizes. */
static bool is_size(struct nd_str s) {
    for (size_t i = 0; i < s.len; i++)
        if (!nd_char_is_digit(s.ptr[i]) && s.ptr[i] != 'x')
            return false;
    return true;
}

static bool is_number(struct nd_str s) {
    for (size_t i = 0; i < s.len; i++)
        if (!nd_char_is_digit(s.ptr[i]))
            return false;
    return s.len > 0;
}

/* Indices of programs and of notes are no links. */
static bool is_target(struct nd_str inner) {
    if (inner.len == 0 || nd_char_is_blank(inner.ptr[0]) || inner.ptr[0] == '\'' ||
        nd_char_is_blank(inner.ptr[inner.len - 1]))
        return false;
    for (size_t i = 0; i < inner.len; i++)
        if (nd_char_is_one_of(inner.ptr[i], "[]<>\""))
            return false;
    return inner.len > 2 || !is_number(inner);
}

/* What a reader sees of "target#heading|alias", and where it leads. */
static struct nd_str shown(struct nd_str inner, struct nd_str *target) {
    size_t bar = nd_str_find_char(inner, '|'), sign;
    struct nd_str alias = bar == SIZE_MAX ? ND_STR("") : nd_str_trim(nd_str_skip(inner, bar + 1));

    *target = nd_str_slice(inner, 0, bar);
    if (nd_str_ends(*target, ND_STR("\\"))) /* in a table, where the bar would end the cell */
        target->len--;
    sign = nd_str_find_char(*target, '#');
    if (sign == 0)
        *target = nd_str_skip(*target, 1);
    else if (sign != SIZE_MAX && !is_size(nd_str_skip(*target, sign + 1))) /* "Bug#123" is no heading */
        *target = nd_str_slice(*target, 0, sign);
    *target = nd_str_trim(*target);
    return alias.len > 0 ? alias : *target;
}

static void write_link(struct nd_cleaner *c, struct nd_str text, struct nd_str target) {
    nd_buf_add_char(c->out, '[');
    nd_buf_add(c->out, text);
    nd_buf_add_z(c->out, "](<");
    nd_buf_add(c->out, target);
    nd_buf_add_z(c->out, ">)");
}

/* True when somewhere in the text a line begins with opening and goes on as a definition, "…]:". */
static bool has_definitions(const struct nd_cleaner *c, struct nd_str opening, enum nd_cleaner_look *look) {
    struct nd_str rest = c->text;
    size_t found;

    if (*look != ND_NOT_LOOKED)
        return *look == ND_PRESENT;
    *look = ND_ABSENT;
    while ((found = nd_str_find(rest, opening)) != SIZE_MAX) {
        bool is_first = found > 0 ? rest.ptr[found - 1] == '\n' : rest.ptr == c->text.ptr;
        rest = nd_str_skip(rest, found + opening.len);
        found = is_first ? nd_str_find_char(nd_str_slice(rest, 0, MAX_LINK), ']') : SIZE_MAX;
        if (found != SIZE_MAX && at(rest, found + 1) == ':') {
            *look = ND_PRESENT;
            break;
        }
    }
    return *look == ND_PRESENT;
}

/* True when the text has "[name]:"; in doubt, after much searching, too. */
static bool is_defined(struct nd_cleaner *c, struct nd_str name) {
    char definition[MAX_LINK + 4];
    size_t length = 0;

    if (name.len > MAX_LINK || c->budget < c->text.len)
        return true;
    definition[length++] = '[';
    memcpy(definition + length, name.ptr, name.len);
    length += name.len;
    definition[length++] = ']';
    definition[length++] = ':';
    c->budget -= c->text.len;
    return nd_str_find(c->text, nd_str_of(definition, length)) != SIZE_MAX;
}

/* "[[menus.main]]" above "name = value" begins a table of TOML. */
static bool is_toml(struct nd_str inner, struct nd_str behind) {
    struct nd_str next;

    for (size_t i = 0; i < inner.len; i++)
        if (!is_word(inner.ptr[i]) && !nd_char_is_one_of(inner.ptr[i], "._-"))
            return false;
    next = nd_str_skip(behind, nd_str_starts(behind, ND_STR("\n")) || nd_str_starts(behind, ND_STR(" ")));
    next = nd_str_trim(nd_str_slice(next, 0, MAX_NOTE));
    next = nd_str_slice(next, 0, nd_str_find_char(next, '\n'));
    return next.len > 0 && is_word(next.ptr[0]) &&
           nd_str_find(next, ND_STR(" = ")) < nd_str_find_char(next, '.');
}

/* Where the link at offset ends, in its line and not far; SIZE_MAX when it does not. */
static size_t link_end(struct nd_cleaner *c, size_t offset) {
    size_t end = nd_cleaner_find(c, ND_STR("]]"), offset + 2, &c->next_end);
    size_t line = nd_cleaner_find(c, ND_STR("\n"), offset + 2, &c->next_line);

    return end + 2 <= line && end + 2 <= offset + MAX_LINK ? end : SIZE_MAX;
}

/* What is between the brackets of a link at offset at of the text; absent when there is none. */
static struct nd_str link_at(struct nd_cleaner *c, size_t offset) {
    char before = offset == 0 ? '\n' : c->text.ptr[offset - 1];
    struct nd_str inner;
    size_t end, sign;

    if (!nd_str_starts(nd_str_skip(c->text, offset), ND_STR("[[")) || before == '\\' || is_word(before) ||
        before == ')' || before == ']' || (end = link_end(c, offset)) == SIZE_MAX)
        return ND_STR_NONE;
    inner = nd_str_slice(c->text, offset + 2, end);
    if (!is_target(inner) || nd_char_is_one_of(at(c->text, end + 2), "([:"))
        return ND_STR_NONE;
    sign = nd_str_find_char(inner, '#');
    if (sign != SIZE_MAX && sign > 0 && nd_char_is_blank(inner.ptr[sign - 1]))
        return ND_STR_NONE;
    /* "[[Bug 1]]" above "[Bug 1]: https://…" is a link in brackets. */
    if (is_toml(inner, nd_str_skip(c->text, end + 2)) ||
        (has_definitions(c, ND_STR("["), &c->definitions) && is_defined(c, inner)))
        return ND_STR_NONE;
    return inner;
}

/* "[[target|alias]]", "![[picture.png|300]]". A note that is shown inside this one is text of its own file.
 */
static bool take_link(struct nd_cleaner *c) {
    struct nd_str inner = link_at(c, c->at), target, text;

    if (inner.ptr == NULL)
        return false;
    text = shown(inner, &target);
    if (target.len == 0)
        return false;
    if (nd_cleaner_last(c) != '!') {
        if (nd_cleaner_last(c) == ' ' && c->at > 2 &&
            nd_str_eq(nd_str_slice(c->text, c->at - 3, c->at), ND_STR("]] "))) {
            c->out->len--; /* names side by side, as of tags */
            nd_buf_add_z(c->out, ", ");
        }
        write_link(c, text, target);
    } else if (nd_str_names_picture(target)) {
        write_link(c, is_size(text) || nd_str_eq(text, target) ? ND_STR("") : text, target);
    } else {
        c->out->len--;
    }
    nd_cleaner_leave_out(c, c->at + inner.len + 4);
    return true;
}

bool nd_dialect_is_vault(struct nd_cleaner *c) {
    size_t found, from = 0, next_end = c->next_end, next_line = c->next_line;

    if (c->vault != ND_NOT_LOOKED)
        return c->vault == ND_PRESENT;
    c->vault = ND_ABSENT;
    c->next_end = c->next_line = 0;
    for (; (found = nd_str_find(nd_str_skip(c->text, from), ND_STR("[["))) != SIZE_MAX; from += found + 2)
        if (link_at(c, from + found).ptr != NULL) {
            c->vault = ND_PRESENT;
            break;
        }
    c->next_end = next_end;
    c->next_line = next_line;
    return c->vault == ND_PRESENT;
}

size_t nd_dialect_note(struct nd_str s) {
    size_t i = 2;

    if (!nd_str_starts(s, ND_STR("[^")))
        return 0;
    while (i < s.len && i < MAX_NOTE &&
           (is_word(s.ptr[i]) || (unsigned char)s.ptr[i] >= 0x80 || nd_char_is_one_of(s.ptr[i], "-_:.*")))
        i++;
    return i > 2 && at(s, i) == ']' ? i + 1 : 0;
}

/* "[^1]" */
static bool take_note(struct nd_cleaner *c) {
    struct nd_str rest = nd_str_slice(nd_cleaner_rest(c), 0, 2 * MAX_NOTE);
    size_t length = nd_dialect_note(rest);

    if (length == 0 || nd_cleaner_last(c) == '\\' || at(rest, length) == '(')
        return false;
    if (!is_number(nd_str_slice(rest, 2, length - 1)) &&
        (!has_definitions(c, ND_STR("[^"), &c->notes) || !is_defined(c, nd_str_slice(rest, 1, length - 1))))
        return false;
    nd_cleaner_leave_out(c, c->at + length);
    return true;
}

/* "==marked==", "~~struck~~": only the marks go, what is between is cleaned as any other text. */
static bool take_highlight(struct nd_cleaner *c, struct nd_str mark) {
    struct nd_str rest = nd_cleaner_rest(c);
    char before = c->at == 0 ? '\n' : c->text.ptr[c->at - 1];
    size_t end;

    if (c->at == c->highlight_end && c->at > 0) {
        nd_cleaner_leave_out(c, c->at + 2);
        return true;
    }
    if (!nd_str_starts(rest, mark) || nd_char_is_blank(at(rest, 2)) || at(rest, 2) == mark.ptr[0] ||
        ((unsigned char)before < 0x80 && !nd_char_is_one_of(before, " \t\n([*_>|-") &&
         (before != ']' || c->text.ptr[c->at - 2] != ']')))
        return false;
    rest = line_within(c, MAX_MARKED);
    end = nd_str_find(nd_str_skip(rest, 2), mark);
    if (end == SIZE_MAX || nd_char_is_blank(rest.ptr[end + 1]) || at(rest, end + 4) == mark.ptr[0] ||
        is_word(at(rest, end + 4)))
        return false;
    c->highlight_end = c->at + 2 + end;
    nd_cleaner_leave_out(c, c->at + 2);
    return true;
}

/* "%%nobody sees this%%" */
static bool take_remark(struct nd_cleaner *c) {
    struct nd_str rest = nd_cleaner_rest(c);
    size_t end;

    if (!nd_str_starts(rest, ND_STR("%%")) || is_word(nd_cleaner_last(c)) || nd_cleaner_last(c) == '%')
        return false;
    rest = line_within(c, MAX_REMARK);
    end = nd_str_find(nd_str_skip(rest, 2), ND_STR("%%"));
    if (end == SIZE_MAX || is_word(at(rest, end + 4)))
        return false;
    nd_cleaner_leave_out(c, c->at + end + 4);
    return true;
}

/* " ^a1b2c3" at the end of a line is the name of its block. */
static bool take_block_name(struct nd_cleaner *c) {
    struct nd_str rest;
    size_t i = 1;

    if (nd_cleaner_last(c) != ' ' && nd_cleaner_last(c) != '\n')
        return false;
    rest = line_within(c, MAX_NOTE);
    while (i < rest.len && (is_word(rest.ptr[i]) || rest.ptr[i] == '-'))
        i++;
    if (i < 4 || nd_str_trim(nd_str_skip(rest, i)).len > 0)
        return false;
    nd_cleaner_leave_out(c, c->at + i);
    return true;
}

/* An expression that is a comment. */
static bool take_expression(struct nd_cleaner *c) {
    struct nd_str rest = nd_str_slice(nd_cleaner_rest(c), 0, MAX_COMPONENT);
    size_t from = c->comment_free > c->at ? c->comment_free - c->at : 0, end;

    if (!nd_str_starts(rest, ND_STR("{/*")))
        return false;
    end = nd_str_find(nd_str_skip(rest, from), ND_STR("*/}"));
    if (end == SIZE_MAX) {
        c->comment_free = c->at + rest.len - 2;
        return false;
    }
    nd_cleaner_leave_out(c, c->at + from + end + 3);
    return true;
}

/* The length of a tag that is written as JSX has them, 0 if it has no end; *has_braces: it cannot be HTML. */
static size_t component_length(struct nd_str s, bool *has_braces) {
    size_t depth = 0;
    char quote = '\0';

    *has_braces = false;
    for (size_t i = 1; i < s.len; i++) {
        char ch = s.ptr[i];
        if (quote != '\0') {
            quote = ch == quote ? '\0' : quote;
        } else if (nd_char_is_one_of(ch, "\"'`")) {
            quote = ch;
        } else if (ch == '{') {
            *has_braces = *has_braces || s.ptr[i - 1] == '=';
            depth++;
        } else if (ch == '}') {
            depth -= depth > 0;
        } else if (depth == 0 && (ch == '<' || (ch == '\n' && at(s, i + 1) == '\n'))) {
            return 0;
        } else if (depth == 0 && ch == '>') {
            return i + 1;
        }
    }
    return 0;
}

/* "<Figure src={quay} />": names of components begin with a capital letter and have small ones. */
static bool take_component(struct nd_cleaner *c) {
    struct nd_str rest = nd_str_slice(nd_cleaner_rest(c), 0, MAX_COMPONENT);
    size_t i = 1 + (at(rest, 1) == '/'), length;
    bool has_braces = false;

    if (at(rest, i) < 'A' || at(rest, i) > 'Z' || !is_word(at(rest, i + 1)) ||
        (at(rest, i + 1) >= 'A' && at(rest, i + 1) <= 'Z'))
        return false;
    if (c->components >= c->at + 1) /* none ends before that */
        return false;
    length = component_length(rest, &has_braces);
    if (length == 0)
        c->components = c->at + rest.len;
    if (length == 0 || (!c->is_component && !has_braces))
        return false;
    nd_cleaner_leave_out(c, c->at + length);
    return true;
}

bool nd_dialect_take(struct nd_cleaner *c) {
    switch (c->text.ptr[c->at]) {
    case '[':
        return take_link(c) || take_note(c);
    case '=':
        return take_highlight(c, ND_STR("=="));
    case '~':
        return take_highlight(c, ND_STR("~~"));
    case '%':
        return take_remark(c);
    case '^':
        return take_block_name(c);
    case '{':
        return take_expression(c);
    case '<':
        return take_component(c);
    default:
        return false;
    }
}
