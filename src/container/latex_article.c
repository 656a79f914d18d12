/*
 * One article in LaTeX: what \title, \author, \date and the abstract say, and what stands between the
 * beginning and the end of the document as HTML. Commands are not carried out: what they are given stays
 * where it is text, and goes where it is for the setting of it. Comments, notes of the literature and
 * pictures are no text.
 */
#include "container/draft.h"
#include "container/latex.h"
#include "container/whole.h"

enum {
    LONGEST = 16384, /* bytes of what a command is given, */
    SHORTER = 64,    /* and when so many were looked at for an end that was not there: */
    MOST_IN_VAIN = 1024 * 1024
};

/* Behind blank lines and comments. */
static struct nd_str at_command(struct nd_str text) {
    struct nd_str line, rest = nd_str_trim(text);

    while (nd_str_starts(rest, ND_STR("%")) && nd_str_next_line(&rest, &line))
        rest = nd_str_trim(rest);
    return rest;
}

static bool sniff(struct nd_str head, bool is_whole) {
    struct nd_str text = at_command(nd_str_skip(head, nd_str_starts(head, ND_STR("\xef\xbb\xbf")) ? 3 : 0));

    (void)is_whole;
    return nd_str_starts(text, ND_STR("\\documentclass")) || nd_str_starts(text, ND_STR("\\documentstyle"));
}

static enum nd_status next(struct nd_reader *reader, struct nd_str rest, bool is_end, struct nd_cut *cut) {
    cut->is_cut = nd_str_find(rest, ND_STR("\\begin{document}")) != SIZE_MAX &&
                  nd_str_find(rest, ND_STR("\\end{document}")) == SIZE_MAX;
    return nd_whole_next(reader, rest, is_end, cut);
}

/* Without comments: from a % that is not escaped to the end of the line and the blanks of the next. */
static struct nd_str without_comments(struct nd_str text, struct nd_arena *arena) {
    struct nd_buf out = {0};
    struct nd_str line;
    bool is_verbatim = false;

    while (nd_str_next_line(&text, &line)) {
        size_t at = is_verbatim ? line.len : 0;
        is_verbatim = nd_str_starts(nd_str_trim(line), ND_STR("\\begin{verbatim")) ||
                      nd_str_starts(nd_str_trim(line), ND_STR("\\begin{lstlisting")) ||
                      (is_verbatim && !nd_str_starts(nd_str_trim(line), ND_STR("\\end{")));
        while (at < line.len && line.ptr[at] != '%')
            at += line.ptr[at] == '\\' && at + 1 < line.len ? 2 : 1;
        nd_buf_add(&out, nd_str_slice(line, 0, at));
        if (at >= line.len || at == 0)
            nd_buf_add_char(&out, '\n');
        if (at < line.len && at == 0 && out.len > 1)
            out.len--; /* a line that is a comment is no blank line */
    }
    return nd_arena_take(arena, &out);
}

/* The length of "{…}" or "[…]" that text begins with, behind blanks; 0: there is none. *in_vain: what all
 * calls have looked at without an end. */
static size_t argument(struct nd_str text, char open, char close, struct nd_str *inner, size_t *in_vain) {
    size_t at = 0, depth = 0, from, longest = *in_vain < MOST_IN_VAIN ? LONGEST : SHORTER;

    while (at < text.len && text.ptr[at] == ' ')
        at++;
    if (at == text.len || text.ptr[at] != open)
        return 0;
    for (from = at + 1; at < text.len && at < longest; at++) {
        if (text.ptr[at] == '\\')
            at++;
        else if (text.ptr[at] == open || text.ptr[at] == '{')
            depth++;
        else if ((text.ptr[at] == close || text.ptr[at] == '}') && --depth == 0) {
            *inner = nd_str_slice(text, from, at);
            return at + 1;
        }
    }
    *in_vain += at;
    return 0;
}

/* What a command of the preamble or the document was given first; absent when it does not stand there. */
static struct nd_str given_to(struct nd_str text, const char *command) {
    struct nd_str name = nd_str_from(command), inner = ND_STR_NONE, option;
    size_t at, in_vain = 0;

    while ((at = nd_str_find(text, name)) != SIZE_MAX) {
        text = nd_str_skip(text, at + name.len);
        if (text.len > 0 && nd_char_is_alpha(text.ptr[0]))
            continue;
        text = nd_str_skip(text, argument(text, '[', ']', &option, &in_vain));
        if (argument(text, '{', '}', &inner, &in_vain) > 0)
            return inner;
    }
    return ND_STR_NONE;
}

struct writer {
    struct nd_buf html, paragraph;
    struct nd_arena *arena;
    size_t inputs; /* parts that are in other files */
    size_t in_vain;
};

/* Commands that say nothing to a reader, with all they are given; and those that begin a heading. */
static const char *const silent[] = {"label",
                                     "ref",
                                     "pageref",
                                     "eqref",
                                     "cref",
                                     "cite",
                                     "citep",
                                     "citet",
                                     "citealp",
                                     "parencite",
                                     "textcite",
                                     "autocite",
                                     "footcite",
                                     "nocite",
                                     "index",
                                     "vspace",
                                     "hspace",
                                     "includegraphics",
                                     "bibliographystyle",
                                     "bibliography",
                                     "pagestyle",
                                     "thispagestyle",
                                     "setlength",
                                     "setcounter",
                                     "addtocounter",
                                     "title",
                                     "author",
                                     "date",
                                     "thanks",
                                     "newcommand",
                                     "renewcommand",
                                     "usepackage",
                                     "hyphenation",
                                     "begingroup",
                                     "color",
                                     "rule",
                                     "addbibresource",
                                     "printbibliography",
                                     "pagenumbering",
                                     NULL};
static const char *const headings[] = {"part",      "chapter",      "section", "subsection", "subsubsection",
                                       "paragraph", "subparagraph", "caption", NULL};

static bool is_among(struct nd_str name, const char *const *names) {
    for (; *names != NULL; names++)
        if (nd_str_eq(name, nd_str_from(*names)))
            return true;
    return false;
}

/* Letters, signs and blanks of text as HTML. */
static void add_text(struct writer *w, struct nd_str latex) {
    struct nd_str text = nd_latex_text(latex, w->arena);

    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] == '&' || text.ptr[i] == '<')
            nd_buf_add_z(&w->html, text.ptr[i] == '&' ? "&amp;" : "&lt;");
        else
            nd_buf_add_char(&w->html, text.ptr[i]);
}

static void add_element(struct writer *w, const char *name, struct nd_str latex) {
    if (nd_str_trim(latex).len == 0)
        return;
    nd_buf_addf(&w->html, "<%s>", name);
    add_text(w, nd_str_trim(latex));
    nd_buf_addf(&w->html, "</%s>\n", name);
}

static void end_paragraph(struct writer *w) {
    add_element(w, "p", nd_buf_str(&w->paragraph));
    nd_buf_clear(&w->paragraph);
}

/* \begin{name} and \end{name}: lists are lists, what is between verbatim is given as it stands. */
static size_t take_environment(struct writer *w, struct nd_str name, bool is_begin, struct nd_str rest) {
    static const char *const verbatim[] = {"verbatim", "lstlisting", "minted", "Verbatim", NULL};
    static const char *const gone[] = {"thebibliography", "comment", "filecontents", "abstract", NULL};
    const char *list = nd_str_eq(name, ND_STR("itemize")) || nd_str_eq(name, ND_STR("description")) ? "ul"
                       : nd_str_eq(name, ND_STR("enumerate"))                                       ? "ol"
                       : nd_str_starts(name, ND_STR("quot")) ? "blockquote"
                                                             : NULL;
    struct nd_str end = nd_arena_printf(w->arena, "\\end{%.*s}", (int)name.len, name.ptr), option;
    size_t length;

    end_paragraph(w);
    if (list != NULL)
        nd_buf_addf(&w->html, is_begin ? "<%s>\n" : "</%s>\n", list);
    if (!is_begin)
        return 0;
    if (!is_among(name, verbatim) && !is_among(name, gone)) {
        length = argument(rest, '[', ']', &option, &w->in_vain);
        while ((list == NULL) && nd_str_starts(nd_str_skip(rest, length), ND_STR("{")) &&
               argument(nd_str_skip(rest, length), '{', '}', &option, &w->in_vain) > 0)
            length += argument(nd_str_skip(rest, length), '{', '}', &option, &w->in_vain);
        return length;
    }
    length = nd_str_find(rest, end);
    length = length == SIZE_MAX ? rest.len : length;
    if (is_among(name, verbatim)) {
        nd_buf_add_z(&w->html, "<pre>");
        for (size_t i = 0; i < length; i++)
            if (rest.ptr[i] == '<' || rest.ptr[i] == '&')
                nd_buf_add_z(&w->html, rest.ptr[i] == '<' ? "&lt;" : "&amp;");
            else
                nd_buf_add_char(&w->html, rest.ptr[i]);
        nd_buf_add_z(&w->html, "</pre>\n");
    }
    return length;
}

/* The command at the beginning of text, behind which *length stands; false: it is one of letters and signs.
 */
static bool take_command(struct writer *w, struct nd_str text, size_t *length) {
    size_t end = 1, more;
    struct nd_str name, rest, inner = ND_STR_NONE;

    while (end < text.len && nd_char_is_alpha(text.ptr[end]))
        end++;
    name = nd_str_slice(text, 1, end);
    rest = nd_str_skip(text, end + nd_str_starts(nd_str_skip(text, end), ND_STR("*")));
    *length = text.len - rest.len;
    if (nd_str_eq(name, ND_STR("begin")) || nd_str_eq(name, ND_STR("end"))) {
        more = argument(rest, '{', '}', &inner, &w->in_vain);
        *length +=
            more + (more == 0 ? 0 : take_environment(w, inner, name.ptr[0] == 'b', nd_str_skip(rest, more)));
        return true;
    }
    if (nd_str_eq(name, ND_STR("item"))) {
        end_paragraph(w);
        more = argument(rest, '[', ']', &inner, &w->in_vain);
        nd_buf_add_z(&w->html, "<li>");
        if (more > 0)
            add_element(w, "p", inner);
        *length += more;
        return true;
    }
    if (!is_among(name, silent) && !is_among(name, headings) && !nd_str_eq(name, ND_STR("footnote")) &&
        !nd_str_eq(name, ND_STR("input")) && !nd_str_eq(name, ND_STR("include")) &&
        !nd_str_eq(name, ND_STR("par")))
        return false;
    while ((more = argument(nd_str_skip(text, *length), '[', ']', &inner, &w->in_vain)) > 0)
        *length += more;
    more = argument(nd_str_skip(text, *length), '{', '}', &inner, &w->in_vain);
    *length += more;
    if (is_among(name, silent)) {
        if (w->paragraph.len > 0 && w->paragraph.ptr[w->paragraph.len - 1] == '~')
            w->paragraph.len--; /* it bound the number of a note to the word before */
        while ((more = argument(nd_str_skip(text, *length), '{', '}', &inner, &w->in_vain)) > 0)
            *length += more;
        return true;
    }
    if (nd_str_eq(name, ND_STR("footnote"))) {
        nd_buf_addf(&w->paragraph, " (%.*s)", (int)inner.len, inner.ptr);
        return true;
    }
    end_paragraph(w);
    w->inputs += name.ptr[0] == 'i';
    if (name.ptr[0] != 'i' && more > 0)
        add_element(w, nd_str_eq(name, ND_STR("caption")) ? "p" : "h2", inner);
    return true;
}

static struct nd_str html_of(struct writer *w, struct nd_str text) {
    size_t length;

    for (size_t at = 0; at < text.len; at += length) {
        struct nd_str rest = nd_str_skip(text, at);
        length = 1;
        if (rest.ptr[0] == '\\' && take_command(w, rest, &length))
            continue;
        length = rest.ptr[0] == '\\' && rest.len > 1 && !nd_char_is_alpha(rest.ptr[1]) ? 2 : 1;
        if (nd_str_starts(rest, ND_STR("\\\\")))
            nd_buf_add_char(&w->paragraph, '\n');
        else if (rest.ptr[0] == '\n' && nd_str_starts(nd_str_skip(rest, 1), ND_STR("\n")))
            end_paragraph(w);
        else
            nd_buf_add(&w->paragraph, nd_str_slice(rest, 0, length));
    }
    end_paragraph(w);
    nd_buf_free(&w->paragraph);
    return nd_arena_take(w->arena, &w->html);
}

/* "Ann Lee\thanks{…}\\ Institute \and Bob Marsh": what stands first of each. */
static void put_authors(struct nd_draft *made, struct nd_str authors) {
    while (authors.len > 0) {
        size_t end = nd_str_find(authors, ND_STR("\\and"));
        struct nd_str one = nd_str_slice(authors, 0, end);
        one = nd_str_slice(one, 0, nd_str_find(one, ND_STR("\\\\")));
        one = nd_str_slice(one, 0, nd_str_find(one, ND_STR("\\thanks")));
        nd_draft_add(made, "author", nd_latex_text(nd_str_trim(one), made->arena), "authors");
        authors = end == SIZE_MAX ? ND_STR_NONE : nd_str_skip(authors, end + 4);
    }
}

static struct nd_str between(struct nd_str text, const char *begin, const char *end) {
    size_t from = nd_str_find(text, nd_str_from(begin));

    if (from == SIZE_MAX)
        return ND_STR_NONE;
    text = nd_str_skip(text, from + nd_str_from(begin).len);
    return nd_str_slice(text, 0, nd_str_find(text, nd_str_from(end)));
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    struct writer w = {.arena = arena};
    struct nd_str title, body, date, author, rest;
    struct nd_draft made;

    (void)reader;
    text = without_comments(nd_draft_bounded(text, record->line, problems), arena);
    title = given_to(text, "\\title");
    date = nd_latex_text(nd_str_trim(given_to(text, "\\date")), arena);
    body = between(text, "\\begin{document}", "\\end{document}");
    nd_draft_begin(&made, arena);
    nd_draft_put(&made, "title",
                 nd_latex_text(nd_str_slice(title, 0, nd_str_find(title, ND_STR("\\thanks"))), arena),
                 "title", record->line);
    for (rest = text; (author = given_to(rest, "\\author")).ptr != NULL;
         rest = nd_str_skip(rest, (size_t)(author.ptr + author.len - rest.ptr)))
        put_authors(&made, author);
    nd_draft_put(&made, "date", nd_str_eq(date, ND_STR("today")) ? ND_STR_NONE : date, "date", record->line);
    nd_draft_put(&made, "abstract",
                 nd_latex_text(nd_str_trim(between(text, "\\begin{abstract}", "\\end{abstract}")), arena),
                 "excerpt", record->line);
    nd_draft_put(&made, "document", html_of(&w, body.ptr == NULL ? text : body), "body", record->line);
    if (w.inputs > 0)
        nd_problems_add(problems, ND_P_NO_TEXT, record->line, 0,
                        "%zu part%s of its text %s in other files, which are not read with it", w.inputs,
                        w.inputs == 1 ? "" : "s", w.inputs == 1 ? "is" : "are");
    nd_draft_end(&made, item);
    item->is_alone = true;
    return true;
}

const struct nd_format nd_format_latex = {"latex", sniff, nd_whole_open,     next,
                                          read,    NULL,  ND_FORMAT_ARTICLES};
