#include "document/markdown/cleaner.h"

#include "document/markdown/markdown.h"
#include "newsdex/limits.h"

/*
 * Lines that dialects of markdown have beside the text: imports and exports of MDX, containers with three
 * colons (Docusaurus, VuePress, Quarto, MyST) or exclamation marks (MkDocs), tables of contents, remarks and
 * tags of note keepers, the marks that begin a footnote, and links of gemtext.
 */

enum {
    MAX_STATEMENT = 4000, /* bytes of an import or export */
    MAX_REMARK = 20000,
    MAX_TAG = 100
};

static char at(struct nd_str s, size_t i) {
    return i < s.len ? s.ptr[i] : '\n';
}

static bool is_word(char c) {
    return nd_char_is_alpha(c) || nd_char_is_digit(c) || c == '_' || c == '-';
}

static size_t word_length(struct nd_str s) {
    size_t i = 0;

    while (i < s.len && is_word(s.ptr[i]))
        i++;
    return i;
}

/* The statement is over: nothing, or a semicolon. */
static bool ends_with_string(struct nd_str s) {
    s = nd_str_trim(s);
    if (nd_str_ends(s, ND_STR(";")))
        s.len--;
    return nd_str_ends(s, ND_STR("'")) || nd_str_ends(s, ND_STR("\""));
}

static bool names_module(struct nd_str s) {
    return nd_str_find(s, ND_STR(" from '")) != SIZE_MAX || nd_str_find(s, ND_STR(" from \"")) != SIZE_MAX;
}

/*
 * "import a, { b } from 'c'", and above all text "import 'c'"; the braces may go over several lines. 0: it is
 * none.
 */
static size_t import_length(struct nd_str rest, struct nd_str line, bool is_above) {
    struct nd_str what = nd_str_skip(line, 7);
    size_t close;

    if (ends_with_string(line) &&
        (names_module(line) || (is_above && (what.ptr[0] == '\'' || what.ptr[0] == '"'))))
        return line.len;
    if (nd_str_find_char(what, '{') == SIZE_MAX || nd_str_find_char(what, '}') != SIZE_MAX)
        return 0;
    close = nd_str_find_char(rest, '}');
    if (close == SIZE_MAX || nd_str_find(nd_str_slice(rest, 0, close), ND_STR("\n\n")) != SIZE_MAX)
        return 0;
    line = nd_str_skip(rest, close);
    line = nd_str_slice(line, 0, nd_str_find_char(line, '\n'));
    return ends_with_string(line) && names_module(line) ? close + line.len : 0;
}

/* What is exported: a name that is given something, a function, a class. */
static bool is_export(struct nd_str what, bool is_component) {
    static const struct nd_str values[] = {ND_STR_INIT("const "), ND_STR_INIT("let "), ND_STR_INIT("var ")};
    static const struct nd_str blocks[] = {ND_STR_INIT("default function"), ND_STR_INIT("function "),
                                           ND_STR_INIT("async function "), ND_STR_INIT("class "),
                                           ND_STR_INIT("default class ")};

    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (nd_str_starts(what, values[i]))
            return nd_str_find_char(what, '=') != SIZE_MAX;
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        if (nd_str_starts(what, blocks[i]))
            return nd_str_find_char(what, '(') != SIZE_MAX || nd_str_find_char(what, '{') != SIZE_MAX;
    if (nd_str_starts(what, ND_STR("{")) || nd_str_starts(what, ND_STR("* ")))
        return names_module(what) && ends_with_string(what);
    return is_component && nd_str_starts(what, ND_STR("default "));
}

/* Up to the end of the paragraph in which all brackets are closed. */
static size_t export_length(struct nd_str rest) {
    size_t depth = 0;

    for (size_t i = 0; i < rest.len; i++) {
        if (nd_char_is_one_of(rest.ptr[i], "{[("))
            depth++;
        else if (nd_char_is_one_of(rest.ptr[i], "}])"))
            depth -= depth > 0;
        else if (depth == 0 && rest.ptr[i] == '\n' && at(rest, i + 1) == '\n')
            return i;
    }
    return depth == 0 && rest.len < MAX_STATEMENT ? rest.len : 0;
}

static bool take_statement(struct nd_cleaner *c, struct nd_str line) {
    struct nd_str rest = nd_str_slice(nd_cleaner_rest(c), 0, MAX_STATEMENT);
    size_t length = 0;

    if (!c->is_after_blank && !c->is_after_statement)
        return false;
    if (nd_str_starts(line, ND_STR("import ")) && line.len > 8)
        length = import_length(rest, line, !c->is_begun);
    else if (nd_str_starts(line, ND_STR("export ")) && c->at >= c->exports &&
             is_export(nd_str_skip(line, 7), c->is_component) && (length = export_length(rest)) == 0)
        c->exports = c->at + rest.len;
    if (length == 0)
        return false;
    c->is_component = c->is_after_statement = true;
    nd_cleaner_leave_out(c, c->at + length);
    return true;
}

/* The title of a container: "tip Bring boots", "note[Bring boots]{.wide}", "{.note} Bring boots",
 * "tip Bring boots {open}". */
static struct nd_str container_title(struct nd_str rest) {
    size_t length = word_length(rest), close;

    rest = nd_str_trim(nd_str_skip(rest, length));
    if (nd_str_starts(rest, ND_STR("[")) && (close = nd_str_find_char(rest, ']')) != SIZE_MAX)
        return nd_str_slice(rest, 1, close);
    while (nd_str_starts(rest, ND_STR("{")) && (close = nd_str_find_char(rest, '}')) != SIZE_MAX)
        rest = nd_str_trim(nd_str_skip(rest, close + 1));
    if (nd_str_ends(rest, ND_STR("}")) && (close = nd_str_rfind_char(rest, '{')) != SIZE_MAX)
        rest = nd_str_trim(nd_str_slice(rest, 0, close));
    return rest;
}

/* ":::tip Bring boots" and the ":::" that ends it; "::youtube{#id}". */
static bool take_container(struct nd_cleaner *c, struct nd_str line) {
    struct nd_str rest = nd_str_trim(line), title;
    size_t run = 0;

    while (run < rest.len && rest.ptr[run] == ':')
        run++;
    rest = nd_str_trim(nd_str_skip(rest, run));
    if (run == 2 && (word_length(rest) == 0 || at(rest, word_length(rest)) != '{'))
        return false;
    if (run < 2 || (rest.len > 0 && rest.ptr[0] != '{' && !nd_char_is_alpha(rest.ptr[0])))
        return false;
    title = container_title(rest);
    while (title.len > 0 && title.ptr[title.len - 1] == ':') /* the end is on the same line */
        title = nd_str_trim(nd_str_slice(title, 0, title.len - 1));
    nd_buf_add(c->out, title);
    nd_cleaner_leave_out(c, c->at + line.len);
    return true;
}

/* The length of a line's indentation by which it belongs to what is above: four blanks or a tab; 0: it does
 * not. */
static size_t indentation(struct nd_str line) {
    return nd_str_starts(line, ND_STR("    ")) ? 4 : nd_str_starts(line, ND_STR("\t")) ? 1 : 0;
}

/*
 * "!!! note "Bring boots"" and "??? tip" of Python-Markdown (MkDocs), and the text indented below, which
 * would be code otherwise.
 */
static bool take_admonition(struct nd_cleaner *c, struct nd_str line) {
    struct nd_str rest = nd_str_skip(line, 3), title, next;
    size_t quote;

    if (!nd_str_starts(line, ND_STR("!!!")) && !nd_str_starts(line, ND_STR("???")))
        return false;
    rest = nd_str_trim(nd_str_skip(rest, at(rest, 0) == '+'));
    quote = nd_str_find_char(rest, '"');
    title = nd_str_trim(nd_str_skip(rest, quote == SIZE_MAX ? rest.len : quote + 1));
    if (word_length(rest) == 0 || (quote == SIZE_MAX && word_length(rest) < rest.len) ||
        (quote != SIZE_MAX && !nd_str_ends(title, ND_STR("\""))))
        return false;
    nd_buf_add(c->out, nd_str_slice(title, 0, title.len - (title.len > 0)));
    nd_cleaner_leave_out(c, c->at + line.len);
    for (rest = nd_cleaner_rest(c); rest.len > 0 && rest.ptr[0] == '\n'; rest = nd_cleaner_rest(c)) {
        next = nd_str_skip(rest, 1);
        next = nd_str_slice(next, 0, nd_str_find_char(next, '\n'));
        if (indentation(next) == 0 && nd_str_trim(next).len > 0)
            break;
        nd_cleaner_copy(c, c->at + 1);
        nd_cleaner_leave_out(c, c->at + indentation(next));
        nd_cleaner_copy(c, c->at + nd_str_skip(next, indentation(next)).len);
    }
    return true;
}

/* "- TOC" above "{:toc}", "[TOC]". */
static bool take_contents(struct nd_cleaner *c, struct nd_str line) {
    static const struct nd_str marks[] = {
        ND_STR_INIT("[toc]"),  ND_STR_INIT("[[toc]]"), ND_STR_INIT("[[_toc_]]"), ND_STR_INIT("${toc}"),
        ND_STR_INIT("@[toc]"), ND_STR_INIT("- toc"),   ND_STR_INIT("* toc")};
    struct nd_str next = nd_str_slice(nd_str_skip(nd_cleaner_rest(c), line.len + 1), 0, MAX_TAG);
    struct nd_str text = nd_str_trim(line);
    bool is_contents = false;

    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        is_contents = is_contents || nd_str_eq_nocase(text, marks[i]);
    next = nd_str_trim(nd_str_slice(next, 0, nd_str_find_char(next, '\n')));
    if (nd_str_starts(next, ND_STR("{:toc")) || nd_str_starts(next, ND_STR("{: toc")))
        is_contents = is_contents || nd_char_is_one_of(at(text, 0), "-*+1");
    if (is_contents)
        nd_cleaner_leave_out(c, c->at + line.len);
    return is_contents;
}

/* "===" between blank lines: Grav's end of what is shown first. */
static bool take_end_of_summary(struct nd_cleaner *c, struct nd_str line) {
    struct nd_str next = nd_str_skip(nd_cleaner_rest(c), line.len + 1);

    if (!nd_str_eq(nd_str_trim_right(line), ND_STR("===")) || c->at < 2 || c->text.ptr[c->at - 2] != '\n' ||
        (next.len > 0 && next.ptr[0] != '\n'))
        return false;
    nd_cleaner_leave_out(c, c->at + line.len);
    return true;
}

/* "%%" on lines of their own around what nobody sees. */
static bool take_remark(struct nd_cleaner *c, struct nd_str line) {
    struct nd_str rest = nd_str_slice(nd_cleaner_rest(c), 0, MAX_REMARK);
    size_t end;

    if (!nd_str_eq(nd_str_trim(line), ND_STR("%%")))
        return false;
    end = nd_str_find(nd_str_skip(rest, line.len), ND_STR("\n%%"));
    if (end == SIZE_MAX)
        return false;
    nd_cleaner_leave_out(c, c->at + line.len + end + 3);
    return true;
}

/* "#fff", "#FF5582A6" */
static bool is_colour(struct nd_str digits) {
    bool has_digit = false, is_one = true;

    if (digits.len != 3 && digits.len != 4 && digits.len != 6 && digits.len != 8)
        return false;
    for (size_t i = 0; i < digits.len; i++) {
        char c = nd_char_lower(digits.ptr[i]);
        if (!nd_char_is_digit(c) && (c < 'a' || c > 'f'))
            return false;
        has_digit = has_digit || nd_char_is_digit(c);
        is_one = is_one && c == nd_char_lower(digits.ptr[0]);
    }
    return has_digit || is_one;
}

/* The length of a tag: "#harbour", "#city/north", not "#1", "#include" of a program or "#fff". */
static size_t tag_length(struct nd_str s) {
    bool has_letter = false;
    size_t i = 1;

    if (at(s, 0) != '#')
        return 0;
    for (; i < s.len && i < MAX_TAG &&
           (is_word(s.ptr[i]) || s.ptr[i] == '/' || (unsigned char)s.ptr[i] >= 0x80);
         i++)
        has_letter = has_letter || nd_char_is_alpha(s.ptr[i]) || (unsigned char)s.ptr[i] >= 0x80;
    while (i > 1 && (s.ptr[i - 1] == '/' || s.ptr[i - 1] == '-'))
        i--;
    return has_letter && i > 1 && !is_colour(nd_str_slice(s, 1, i)) &&
                   (nd_char_is_alpha(s.ptr[1]) || nd_char_is_digit(s.ptr[1]) ||
                    (unsigned char)s.ptr[1] >= 0x80)
               ? i
               : 0;
}

/* One more than may be is kept, so that it is known that there were too many. */
static void keep_tag(struct nd_cleaner *c, struct nd_str tag) {
    if (c->tags == NULL)
        c->tags = nd_value_new(c->arena, ND_LIST);
    if (c->tags->count <= ND_MAX_TAGS)
        nd_value_add(c->tags, nd_value_string(c->arena, nd_arena_str(c->arena, tag)));
}

/* The same with the sign behind it that Bear closes tags of several words with: "#fish market#". */
static size_t closed_length(struct nd_str s) {
    static const struct nd_str signs[] = {ND_STR_INIT(","),  ND_STR_INIT("."),  ND_STR_INIT("!"),
                                          ND_STR_INIT("?"),  ND_STR_INIT("，"), ND_STR_INIT("。"),
                                          ND_STR_INIT("！"), ND_STR_INIT("？")};
    size_t end = nd_str_find_char(nd_str_skip(s, 1), '#');

    if (end == SIZE_MAX || end == 0 || end > MAX_TAG || tag_length(s) == 0 || nd_char_is_blank(s.ptr[end]) ||
        (end + 2 < s.len && !nd_char_is_blank(s.ptr[end + 2])))
        return 0;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) /* of sentences */
        if (nd_str_find(nd_str_slice(s, 1, end + 1), signs[i]) != SIZE_MAX)
            return 0;
    return end + 1;
}

/* Takes the next tag of a line of tags; false, and nothing is taken, where it is none. */
static bool next_tag(struct nd_str *rest, struct nd_str *tag, bool *is_closed) {
    size_t length = closed_length(*rest);

    *is_closed = length > 0;
    if (length == 0)
        length = tag_length(*rest);
    if (length == 0)
        return false;
    *tag = nd_str_slice(*rest, 1, length);
    *rest = nd_str_skip(*rest, length + *is_closed);
    if (rest->len > 0 && !nd_char_is_blank(rest->ptr[0]) && rest->ptr[0] != ',')
        return false;
    while (rest->len > 0 && (nd_char_is_blank(rest->ptr[0]) || rest->ptr[0] == ','))
        *rest = nd_str_skip(*rest, 1);
    return true;
}

/* A line of nothing but tags. One alone may be a heading whose blank was forgotten. */
static bool take_tags(struct nd_cleaner *c, struct nd_str line) {
    struct nd_str text = nd_str_trim(line), rest, tag;
    bool is_closed = false, has_closed = false;
    size_t count = 0;

    if (nd_str_starts_nocase(text, ND_STR("tags: #")))
        text = nd_str_trim(nd_str_skip(text, 6));
    for (rest = text; rest.len > 0; count++) {
        if (!next_tag(&rest, &tag, &is_closed))
            return false;
        has_closed = has_closed || is_closed;
    }
    if (count == 0 || c->arena == NULL ||
        (count == 1 && !has_closed && text.ptr == line.ptr && !nd_dialect_is_vault(c)))
        return false;
    for (rest = text; rest.len > 0 && next_tag(&rest, &tag, &is_closed);)
        keep_tag(c, tag);
    if (c->tags->count > ND_MAX_TAGS)
        return false;
    nd_cleaner_leave_out(c, c->at + line.len);
    return true;
}

bool nd_dialect_take_tag(struct nd_cleaner *c) {
    struct nd_str rest = nd_str_slice(nd_cleaner_rest(c), 0, MAX_TAG + 1);
    size_t length = tag_length(rest);

    if (c->arena == NULL || length == 0 || !nd_char_is_blank(nd_cleaner_last(c)) || !nd_dialect_is_vault(c))
        return false;
    keep_tag(c, nd_str_slice(rest, 1, length));
    nd_cleaner_copy(c, c->at + length); /* it is a word of its sentence */
    return true;
}

/* "[^1]: It was a Monday." becomes an item of a list: libcmark would take it for an address. */
static bool take_note(struct nd_cleaner *c, struct nd_str line) {
    size_t length = nd_dialect_note(line);

    if (length == 0 || at(line, length) != ':')
        return false;
    nd_buf_add_z(c->out, "- ");
    nd_cleaner_leave_out(c, c->at + length + 1);
    return true;
}

bool nd_dialect_is_arrow(struct nd_str line, struct nd_str *target, struct nd_str *words) {
    struct nd_str rest = nd_str_trim(nd_str_skip(line, 2));
    size_t end = 0;

    if (!nd_str_starts(line, ND_STR("=>")))
        return false;
    while (end < rest.len && !nd_char_is_blank(rest.ptr[end]))
        end++;
    *target = nd_str_slice(rest, 0, end);
    *words = nd_str_trim(nd_str_skip(rest, end));
    return nd_str_find(*target, ND_STR("://")) != SIZE_MAX || nd_str_ends(*target, ND_STR(".gmi"));
}

/* "=> gemini://a.example/ The words": a link of gemtext, which is a line of its own. */
static bool take_arrow(struct nd_cleaner *c, struct nd_str line) {
    struct nd_str target, words;

    if (!nd_dialect_is_arrow(line, &target, &words) || nd_str_find_char(words, ']') != SIZE_MAX ||
        nd_str_find_char(target, '>') != SIZE_MAX)
        return false;
    nd_buf_add_z(c->out, "- [");
    nd_buf_add(c->out, words.len > 0 ? words : target);
    nd_buf_add_z(c->out, "](<");
    nd_buf_add(c->out, target);
    nd_buf_add_z(c->out, ">)");
    nd_cleaner_leave_out(c, c->at + line.len);
    return true;
}

/* "+++" and "+++ {"part": "abstract"}" between the cells of MyST. */
static bool take_break(struct nd_cleaner *c, struct nd_str line) {
    struct nd_str rest = nd_str_trim(nd_str_skip(line, 3));

    if (!nd_str_starts(line, ND_STR("+++")) || (rest.len > 0 && rest.ptr[0] != '{'))
        return false;
    nd_cleaner_leave_out(c, c->at + line.len);
    return true;
}

/* "id:: 62b1c7b4-…", "collapsed:: true": what Logseq keeps of a block, and shows to nobody. */
static bool take_property(struct nd_cleaner *c, struct nd_str line) {
    static const struct nd_str names[] = {ND_STR_INIT("id"),         ND_STR_INIT("collapsed"),
                                          ND_STR_INIT("heading"),    ND_STR_INIT("background-color"),
                                          ND_STR_INIT("created-at"), ND_STR_INIT("updated-at"),
                                          ND_STR_INIT("hl-page"),    ND_STR_INIT("hl-color"),
                                          ND_STR_INIT("hl-type"),    ND_STR_INIT("hl-stamp"),
                                          ND_STR_INIT("ls-type"),    ND_STR_INIT("logseq.order-list-type")};
    struct nd_str text = nd_str_trim(nd_str_slice(line, 0, MAX_TAG));
    struct nd_str name = nd_str_slice(text, 0, nd_str_find(text, ND_STR(":: ")));

    for (size_t i = 0; i < sizeof names / sizeof *names && name.len < text.len; i++)
        if (nd_str_eq(name, names[i])) {
            nd_cleaner_leave_out(c, c->at + line.len);
            return true;
        }
    return false;
}

void nd_dialect_take_line(struct nd_cleaner *c, struct nd_str line) {
    bool was_statement = c->is_after_statement;
    char first = at(nd_str_trim(nd_str_slice(line, 0, MAX_TAG)), 0);

    if (take_property(c, line))
        return;

    switch (first) {
    case 'i':
    case 'e':
        if (take_statement(c, line))
            return;
        break;
    case ':':
        (void)take_container(c, line);
        break;
    case '!':
    case '?':
        (void)take_admonition(c, line);
        break;
    case '%':
        (void)take_remark(c, line);
        break;
    case '=':
        (void)(take_arrow(c, line) || take_end_of_summary(c, line));
        break;
    case '#':
    case 't':
    case 'T':
        (void)take_tags(c, line);
        break;
    case '[':
        (void)(take_contents(c, line) || take_note(c, line));
        break;
    case '+':
        (void)(take_break(c, line) || take_contents(c, line));
        break;
    case '-':
    case '*':
    case '1':
    case '$':
    case '@':
        (void)take_contents(c, line);
        break;
    default:
        break;
    }
    c->is_after_statement = was_statement && line.len == 0;
}
