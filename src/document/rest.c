/*
 * reStructuredText (docutils, reStructuredText Markup Specification) as markdown, line for line: titles,
 * links, roles and literals are written as markdown has them; directives, comments and targets are left out,
 * but for the text that some of them hold. What is not understood stays as it is.
 */
#include "document/rest.h"

#include <string.h>

enum {
    MAX_SPAN = 600,                   /* bytes between backquotes */
    MAX_NAME = 80,                    /* of a substitution, */
    MAX_LOOKED_AT = 256 * 1024 * 1024 /* bytes in which those of a text are looked for */
};

struct writer {
    struct nd_str text;
    size_t at;
    struct nd_buf *out;
    size_t substitutions; /* where the first is defined; SIZE_MAX: nowhere */
    size_t looked_at;
};

static struct nd_str line_at(const struct writer *w, size_t at) {
    struct nd_str rest = nd_str_skip(w->text, at);

    return nd_str_slice(rest, 0, nd_str_find_char(rest, '\n'));
}

static size_t indent_of(struct nd_str line) {
    size_t i = 0;

    while (i < line.len && nd_char_is_blank(line.ptr[i]))
        i++;
    return i;
}

static bool is_blank(struct nd_str line) {
    return indent_of(line) == line.len;
}

/* Goes to the next line; what was of this one is written already. */
static void end_line(struct writer *w) {
    struct nd_str line = line_at(w, w->at);

    w->at += line.len;
    if (w->at < w->text.len) {
        nd_buf_add_char(w->out, '\n');
        w->at++;
    }
}

static bool is_adornment(struct nd_str line) {
    line = nd_str_trim_right(line);
    if (line.len < 3 || nd_str_find_char(ND_STR("=-#~^*+\"'`:.<>_"), line.ptr[0]) == SIZE_MAX)
        return false;
    for (size_t i = 1; i < line.len; i++)
        if (line.ptr[i] != line.ptr[0])
            return false;
    return true;
}

static size_t count_line_ends(struct nd_str text) {
    size_t count = 0;

    for (size_t i = 0; i < text.len; i++)
        count += text.ptr[i] == '\n';
    return count;
}

/* Those of inner that are not in what was written of it, so that the lines stay as many. */
static void add_line_ends(struct writer *w, struct nd_str inner, struct nd_str written) {
    size_t missing = count_line_ends(inner) - count_line_ends(written);

    for (size_t i = 0; i < missing; i++)
        nd_buf_add_char(w->out, '\n');
    while (missing > 0 && w->at < w->text.len && w->text.ptr[w->at] == ' ')
        w->at++;
}

/* "text <target>", between backquotes: a link where it leads somewhere, else the text alone. */
static void add_reference(struct writer *w, struct nd_str inner, bool is_link) {
    size_t open = nd_str_rfind_char(inner, '<');
    struct nd_str text = inner, target = ND_STR_NONE;

    if (open != SIZE_MAX && nd_str_ends(inner, ND_STR(">"))) {
        target = nd_str_slice(inner, open + 1, inner.len - 1);
        text = nd_str_slice(inner, 0, open);
        text = nd_str_trim_right(text);
    }
    if (is_link && target.len > 0 && nd_str_find_char(target, '\n') == SIZE_MAX) {
        nd_buf_add_char(w->out, '[');
        nd_buf_add(w->out, text.len > 0 ? text : target);
        nd_buf_add_z(w->out, "](<");
        nd_buf_add(w->out, target);
        nd_buf_add_z(w->out, ">)");
        add_line_ends(w, inner, text.len > 0 ? text : target);
        return;
    }
    if (!is_link && text.len > 1 && (text.ptr[0] == '~' || text.ptr[0] == '!'))
        text = nd_str_skip(text, 1);
    nd_buf_add(w->out, text);
    add_line_ends(w, inner, text);
}

/* ":pep:" and ":rfc:" say a word before the number. */
static void add_series(struct writer *w, struct nd_str role, struct nd_str inner) {
    if (inner.len > 0 && nd_char_is_digit(inner.ptr[0]) &&
        (nd_str_eq(role, ND_STR(":pep:")) || nd_str_eq(role, ND_STR(":rfc:"))))
        nd_buf_add_z(w->out, role.ptr[1] == 'p' ? "PEP " : "RFC ");
}

/* ":role:" just written; it is taken back, but for what it says before inner. */
static bool take_back_role(struct writer *w, struct nd_str inner) {
    size_t i = w->out->len;
    char role[sizeof ":pep:"] = "";

    if (i < 3 || w->out->ptr[i - 1] != ':')
        return false;
    for (i--;
         i > 0 && (nd_char_is_alpha(w->out->ptr[i - 1]) || nd_char_is_one_of(w->out->ptr[i - 1], "-+.:"));
         i--)
        ;
    if (w->out->ptr[i] != ':' || w->out->len - i < 3 || w->out->len - i > 40)
        return false;
    if (w->out->len - i < sizeof role)
        memcpy(role, w->out->ptr + i, w->out->len - i);
    w->out->len = i;
    add_series(w, nd_str_from(role), inner);
    return true;
}

/* From a backquote on; false when there is nothing to do. */
static bool take_quoted(struct writer *w) {
    struct nd_str rest = nd_str_slice(nd_str_skip(w->text, w->at), 0, MAX_SPAN), inner;
    bool is_literal = nd_str_starts(rest, ND_STR("``")), is_role;
    size_t mark = is_literal ? 2 : 1, end, behind = 0;

    end = nd_str_find(nd_str_skip(rest, mark), is_literal ? ND_STR("``") : ND_STR("`"));
    if (end == SIZE_MAX || end == 0)
        return false;
    inner = nd_str_slice(rest, mark, mark + end);
    if (nd_str_find(inner, ND_STR("\n\n")) != SIZE_MAX)
        return false;
    if (is_literal) {
        nd_buf_add_char(w->out, '`');
        nd_buf_add(w->out, inner);
        nd_buf_add_char(w->out, '`');
        w->at += end + 4;
        return true;
    }
    is_role = take_back_role(w, inner);
    w->at += end + 2;
    while (behind < 2 && w->at < w->text.len && w->text.ptr[w->at] == '_') {
        w->at++;
        behind++;
    }
    add_reference(w, inner, !is_role && behind > 0);
    return true;
}

/* "[1]_" is the mark of a footnote. */
static bool take_note(struct writer *w) {
    struct nd_str rest = nd_str_slice(nd_str_skip(w->text, w->at), 0, 40);
    size_t end = nd_str_find(rest, ND_STR("]_"));

    if (end == SIZE_MAX || end > 20 || nd_str_find_char(nd_str_slice(rest, 0, end), ' ') != SIZE_MAX)
        return false;
    if (w->out->len > 0 && w->out->ptr[w->out->len - 1] == ' ')
        w->out->len--;
    w->at += end + 2;
    return true;
}

/* "word_" is a link. */
static bool take_underscore(struct writer *w) {
    char before = w->at == 0 ? ' ' : w->text.ptr[w->at - 1];
    char after = w->at + 1 < w->text.len ? w->text.ptr[w->at + 1] : '\n';

    if (!nd_char_is_alpha(before) || (!nd_char_is_blank(after) && !nd_char_is_one_of(after, ".,;:!?)")))
        return false;
    w->at++;
    return true;
}

/* "|name|" stands for what ".. |name| replace:: text" says, or for a picture, of which nothing is shown. */
static bool take_substitution(struct writer *w) {
    struct nd_str rest = nd_str_slice(nd_str_skip(w->text, w->at + 1), 0, MAX_NAME), line;
    size_t end = nd_str_find_char(rest, '|'), at;
    struct nd_str name = nd_str_slice(rest, 0, end == SIZE_MAX ? 0 : end);
    char mark[MAX_NAME + sizeof "\n.. || "] = "\n.. |";

    if (w->substitutions == SIZE_MAX || name.len == 0 || nd_char_is_blank(name.ptr[0]) ||
        nd_char_is_blank(name.ptr[name.len - 1]) || w->looked_at > MAX_LOOKED_AT)
        return false;
    w->looked_at += w->text.len - w->substitutions;
    memcpy(mark + 5, name.ptr, name.len);
    memcpy(mark + 5 + name.len, "| ", sizeof "| ");
    at = nd_str_find(nd_str_skip(w->text, w->substitutions), nd_str_from(mark));
    if (at == SIZE_MAX)
        return false;
    rest = nd_str_skip(w->text, w->substitutions + at + 7 + name.len);
    line = nd_str_slice(rest, 0, nd_str_find_char(rest, '\n'));
    if (line.len > MAX_SPAN)
        return false;
    if (nd_str_starts(line, ND_STR("replace::")))
        nd_buf_add(w->out, nd_str_trim(nd_str_skip(line, 9)));
    else if (!nd_str_starts(line, ND_STR("image::")))
        return false;
    else if (w->out->len > 0 && w->out->ptr[w->out->len - 1] == ' ')
        w->out->len--;
    w->at += name.len + 2;
    while (w->at < w->text.len && w->text.ptr[w->at] == '_')
        w->at++;
    return true;
}

static bool ends_line(const struct writer *w, size_t at) {
    while (at < w->text.len && w->text.ptr[at] != '\n' && nd_char_is_blank(w->text.ptr[at]))
        at++;
    return at >= w->text.len || w->text.ptr[at] == '\n';
}

/* The rest of a line of text, or more where a span goes on behind its end. */
static void write_text(struct writer *w) {
    while (w->at < w->text.len && w->text.ptr[w->at] != '\n') {
        char c = w->text.ptr[w->at];
        if ((c == '`' && take_quoted(w)) || (c == '[' && take_note(w)) || (c == '_' && take_underscore(w)) ||
            (c == '|' && take_substitution(w)))
            continue;
        if (c == ':' && nd_str_starts(nd_str_skip(w->text, w->at), ND_STR("::")) && ends_line(w, w->at + 2)) {
            nd_buf_add_z(w->out, w->at > 0 && w->text.ptr[w->at - 1] != '\n' ? ":" : "");
            w->at += line_at(w, w->at).len;
            break;
        }
        nd_buf_add_char(w->out, c);
        w->at++;
    }
    end_line(w);
}

enum directive { DROPPED, TEXT, CODE };

static enum directive kind_of(struct nd_str name) {
    static const struct nd_str texts[] = {
        ND_STR_INIT("note"),       ND_STR_INIT("warning"),   ND_STR_INIT("tip"),
        ND_STR_INIT("important"),  ND_STR_INIT("hint"),      ND_STR_INIT("caution"),
        ND_STR_INIT("danger"),     ND_STR_INIT("attention"), ND_STR_INIT("admonition"),
        ND_STR_INIT("epigraph"),   ND_STR_INIT("topic"),     ND_STR_INIT("sidebar"),
        ND_STR_INIT("pull-quote"), ND_STR_INIT("rubric"),    ND_STR_INIT("compound"),
        ND_STR_INIT("highlights"), ND_STR_INIT("seealso"),   ND_STR_INIT("container"),
        ND_STR_INIT("centered"),   ND_STR_INIT("error")};
    static const struct nd_str codes[] = {ND_STR_INIT("code"), ND_STR_INIT("code-block"),
                                          ND_STR_INIT("sourcecode"), ND_STR_INIT("parsed-literal"),
                                          ND_STR_INIT("math")};

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (nd_str_eq_nocase(name, texts[i]))
            return TEXT;
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (nd_str_eq_nocase(name, codes[i]))
            return CODE;
    return DROPPED;
}

/* The lines that belong to a directive: indented, or blank before such. */
static bool is_inside(const struct writer *w, size_t indent) {
    struct nd_str line = line_at(w, w->at);
    size_t at = w->at;

    while (at < w->text.len && is_blank(line)) {
        at += line.len + 1;
        line = line_at(w, at);
    }
    return at < w->text.len && indent_of(line) > indent;
}

static void skip_indent(struct writer *w) {
    w->at += indent_of(line_at(w, w->at));
}

/* ".. name:: argument" and what is indented below it; the caller is at the two points. */
static void write_explicit(struct writer *w, size_t indent) {
    struct nd_str line = nd_str_skip(line_at(w, w->at), 2);
    size_t sign = nd_str_find(line, ND_STR("::"));
    struct nd_str name = nd_str_trim(nd_str_slice(line, 0, sign == SIZE_MAX ? 0 : sign));
    enum directive kind = nd_str_find_char(name, ' ') == SIZE_MAX ? kind_of(name) : DROPPED;
    bool is_note = nd_str_starts(nd_str_trim(line), ND_STR("[")), is_above = true;

    if (is_note) { /* the text of a footnote */
        w->at += 2 + nd_str_find_char(line, ']') + 1;
        nd_buf_add_z(w->out, "- ");
        write_text(w);
        return;
    }
    if (kind == TEXT) {
        w->at += 2 + sign + 2;
        skip_indent(w);
        write_text(w);
    } else {
        end_line(w);
    }
    while (w->at < w->text.len && is_inside(w, indent)) {
        while (is_blank(line_at(w, w->at))) /* at once, or each would be looked at from the one before */
            end_line(w);
        line = nd_str_trim(line_at(w, w->at));
        is_above = is_above && line.len > 0 && line.ptr[0] == ':';
        if (kind == TEXT && !is_above && line.len > 0) {
            skip_indent(w);
            write_text(w);
            continue;
        }
        if (kind == CODE && !is_above && line.len > 0) {
            nd_buf_add_z(w->out, "    ");
            nd_buf_add(w->out, line);
        }
        end_line(w);
    }
}

static void write_title(struct writer *w) {
    nd_buf_add_z(w->out, "## ");
    skip_indent(w);
    write_text(w);
    end_line(w); /* the line below */
}

static void write_line(struct writer *w) {
    struct nd_str line = line_at(w, w->at), next, third;
    size_t indent = indent_of(line);
    size_t behind = w->at + line.len + 1;

    next = behind < w->text.len ? line_at(w, behind) : ND_STR("");
    third = behind + next.len + 1 < w->text.len ? line_at(w, behind + next.len + 1) : ND_STR("");
    if (is_blank(line) || (is_adornment(line) && (is_blank(next) || !is_adornment(third)))) {
        end_line(w); /* of a transition as well */
    } else if (nd_str_starts(nd_str_skip(line, indent), ND_STR(".. ")) ||
               nd_str_eq(nd_str_trim(line), ND_STR(".."))) {
        w->at += indent;
        write_explicit(w, indent);
    } else if (is_adornment(line)) {
        end_line(w);
        write_title(w);
    } else if (indent == 0 && is_adornment(next) && nd_str_trim(next).len * 3 >= nd_str_trim(line).len) {
        write_title(w);
    } else {
        write_text(w);
    }
}

struct nd_str nd_rest_to_markdown(struct nd_str text, struct nd_buf *out) {
    struct writer w = {.text = text, .out = out, .substitutions = nd_str_find(text, ND_STR("\n.. |"))};

    nd_buf_reserve(out, text.len);
    while (w.at < text.len)
        write_line(&w);
    return nd_buf_str(out);
}

/* ".. note::", with an argument or without; ".. |name| replace::", ".. _target:". */
static bool is_directive(struct nd_str line) {
    size_t sign = nd_str_find(line, ND_STR("::"));

    if (nd_str_starts(line, ND_STR(".. _")) && line.len > 5 &&
        (line.ptr[line.len - 1] == ':' || nd_str_find(line, ND_STR(": http")) != SIZE_MAX))
        return true;
    if (nd_str_starts(line, ND_STR(".. |")) && sign != SIZE_MAX)
        return nd_str_find(nd_str_slice(line, 4, sign), ND_STR("| ")) != SIZE_MAX;

    if (!nd_str_starts(line, ND_STR(".. ")) || sign == SIZE_MAX || sign < 4)
        return false;
    for (size_t i = 3; i < sign; i++)
        if (!nd_char_is_alpha(line.ptr[i]) && !nd_char_is_one_of(line.ptr[i], "-_:"))
            return false;
    return true;
}

/* ":ref:`text`". */
static bool has_role(struct nd_str line) {
    size_t at = nd_str_find(line, ND_STR(":`")), begin = at;

    if (at == SIZE_MAX)
        return false;
    while (begin > 0 && (nd_char_is_alpha(line.ptr[begin - 1]) || line.ptr[begin - 1] == '-'))
        begin--;
    return begin > 0 && begin < at && line.ptr[begin - 1] == ':';
}

bool nd_rest_is_likely(struct nd_str text) {
    enum { MOST = 64 * 1024, PROOF = 2 };
    unsigned signs = 0;
    struct nd_str line;

    text = nd_str_slice(text, 0, MOST);
    while (nd_str_next_line(&text, &line)) {
        if (nd_str_find(line, ND_STR("](")) != SIZE_MAX || nd_str_starts(line, ND_STR("```")))
            return false;
        signs += is_directive(nd_str_trim(line)) || has_role(line);
        signs += nd_str_find(line, ND_STR(">`_")) != SIZE_MAX ? PROOF : 0;
    }
    return signs >= PROOF;
}
