#include "document/asciidoc_inline.h"

/* Bytes of an address, of what stands between two signs, of what an attribute stands for; and how deep these
 * lie. */
enum { MAX_TARGET = 2000, MAX_SPAN = 300, MAX_VALUE = 400, MAX_DEPTH = 4, LOOKUP = 16, MAX_ANCHOR = 60 };

static void write_text(struct nd_str text, int depth, struct nd_buf *out);

/* Where the bracket at at ends: at the first "]" without a backslash. SIZE_MAX: nowhere near. */
static size_t end_of_bracket(struct nd_str text, size_t at) {
    size_t last = text.len - at > MAX_SPAN ? at + MAX_SPAN : text.len;

    for (size_t i = at + 1; i < last; i++)
        if (text.ptr[i] == ']' && text.ptr[i - 1] != '\\')
            return i;
    return SIZE_MAX;
}

/* What is read of "words^", "words,window=_blank", "\"words, more\",role=x". */
static struct nd_str words_of(struct nd_str inside) {
    size_t comma;

    if (nd_str_starts(inside, ND_STR("\""))) {
        size_t quote = nd_str_find_char(nd_str_skip(inside, 1), '"');
        if (quote != SIZE_MAX)
            return nd_str_slice(inside, 1, quote + 1);
    }
    comma = nd_str_rfind_char(inside, ',');
    while (comma != SIZE_MAX && nd_str_find_char(nd_str_skip(inside, comma), '=') != SIZE_MAX) {
        inside = nd_str_slice(inside, 0, comma);
        comma = nd_str_rfind_char(inside, ',');
    }
    return nd_str_ends(inside, ND_STR("^")) ? nd_str_slice(inside, 0, inside.len - 1) : inside;
}

static bool is_end_of_target(char c) {
    return nd_char_is_blank(c) || nd_char_is_one_of(c, "[]<>\"`");
}

static size_t target_length(struct nd_str rest) {
    size_t length = 0;

    while (length < rest.len && length < MAX_TARGET && !is_end_of_target(rest.ptr[length]))
        length++;
    return length;
}

/* What looked like a macro, up to the end of its target: nothing begins inside. */
static size_t write_as_is(struct nd_str rest, size_t length, struct nd_buf *out) {
    nd_buf_add(out, nd_str_slice(rest, 0, length));
    return length;
}

/* "https://example.org[words]"; from is where the address begins. */
static size_t write_link(struct nd_str rest, size_t from, int depth, struct nd_buf *out) {
    size_t length = from + target_length(nd_str_skip(rest, from)), end = SIZE_MAX;
    struct nd_str words;

    if (length < rest.len && rest.ptr[length] == '[' && length > from)
        end = end_of_bracket(rest, length);
    if (end == SIZE_MAX)
        return write_as_is(rest, length, out);
    words = words_of(nd_str_slice(rest, length + 1, end));
    nd_buf_add_char(out, '[');
    write_text(words.len > 0 ? words : nd_str_slice(rest, from, length), depth + 1, out);
    nd_buf_add_z(out, "](<");
    write_text(nd_str_slice(rest, from, length), MAX_DEPTH - 1, out);
    nd_buf_add_z(out, ">)");
    return end + 1;
}

size_t nd_asciidoc_write_image(struct nd_str rest, struct nd_buf *out) {
    size_t length = target_length(rest), end;
    struct nd_str inside;

    if (length == 0 || length >= rest.len || rest.ptr[length] != '[' ||
        (end = end_of_bracket(rest, length)) == SIZE_MAX)
        return 0;
    inside = words_of(nd_str_slice(rest, length + 1, end));
    nd_buf_add_z(out, "![");
    nd_buf_add(out, nd_str_slice(inside, 0, nd_str_find_char(inside, ',')));
    nd_buf_add_z(out, "](<");
    write_text(nd_str_slice(rest, 0, length), MAX_DEPTH - 1, out);
    nd_buf_add_z(out, ">)");
    return end + 1;
}

/* Macros "name:target[words]" by what becomes of them. */
enum effect { LINK, WORDS, PICTURE, NOTE, NOTHING };

static const struct macro {
    struct nd_str name;
    enum effect effect;
} macros[] = {
    {ND_STR_INIT("https://"), LINK},      {ND_STR_INIT("http://"), LINK},
    {ND_STR_INIT("link:"), LINK},         {ND_STR_INIT("mailto:"), WORDS},
    {ND_STR_INIT("xref:"), WORDS},        {ND_STR_INIT("image:"), PICTURE},
    {ND_STR_INIT("kbd:"), WORDS},         {ND_STR_INIT("btn:"), WORDS},
    {ND_STR_INIT("pass:"), WORDS},        {ND_STR_INIT("stem:"), WORDS},
    {ND_STR_INIT("footnote:"), NOTE},     {ND_STR_INIT("footnoteref:"), NOTE},
    {ND_STR_INIT("anchor:"), NOTHING},    {ND_STR_INIT("icon:"), NOTHING},
    {ND_STR_INIT("indexterm:"), NOTHING}, {ND_STR_INIT("indexterm2:"), WORDS},
};

/* The words in brackets behind a target, or the target when there are none. */
static size_t write_words(struct nd_str rest, const struct macro *macro, int depth, struct nd_buf *out) {
    size_t from = macro->name.len, length = from + target_length(nd_str_skip(rest, from)), end = SIZE_MAX;
    struct nd_str words;

    if (length < rest.len && rest.ptr[length] == '[')
        end = end_of_bracket(rest, length);
    if (end == SIZE_MAX)
        return write_as_is(rest, length, out);
    words = words_of(nd_str_slice(rest, length + 1, end));
    if (macro->effect == NOTHING)
        return end + 1;
    nd_buf_add_z(out, macro->effect == NOTE && words.len > 0 ? " (" : "");
    if (words.len > 0)
        write_text(words, depth + 1, out);
    else
        nd_buf_add(out, nd_str_slice(rest, from, length));
    nd_buf_add_z(out, macro->effect == NOTE && words.len > 0 ? ")" : "");
    return end + 1;
}

static size_t write_macro(struct nd_str rest, int depth, struct nd_buf *out) {
    for (size_t i = 0; i < sizeof macros / sizeof *macros; i++) {
        const struct macro *macro = &macros[i];
        if (!nd_str_starts(rest, macro->name))
            continue;
        if (macro->effect == LINK)
            return write_link(rest, macro->name.ptr[macro->name.len - 1] == '/' ? 0 : macro->name.len, depth,
                              out);
        if (macro->effect == PICTURE) {
            size_t length = nd_asciidoc_write_image(nd_str_skip(rest, macro->name.len), out);
            return length == 0 ? 0 : macro->name.len + length;
        }
        return write_words(rest, macro, depth, out);
    }
    return 0;
}

/* "<<target,words>>" */
static size_t write_reference(struct nd_str rest, int depth, struct nd_buf *out) {
    size_t end = nd_str_find(nd_str_slice(rest, 0, MAX_SPAN), ND_STR(">>")), comma;
    struct nd_str inside;

    if (!nd_str_starts(rest, ND_STR("<<")) || end == SIZE_MAX)
        return 0;
    inside = nd_str_slice(rest, 2, end);
    comma = nd_str_find_char(inside, ',');
    write_text(nd_str_trim(nd_str_skip(inside, comma == SIZE_MAX ? 0 : comma + 1)), depth + 1, out);
    return end + 2;
}

/* "[[anchor]]" and "[.role]" or "[#id]" before a span. */
static size_t skip_anchor(struct nd_str rest) {
    size_t end;

    if (!nd_str_starts(rest, ND_STR("[[")) && !nd_str_starts(rest, ND_STR("[.")) &&
        !nd_str_starts(rest, ND_STR("[#")))
        return 0;
    end = end_of_bracket(nd_str_slice(rest, 0, MAX_ANCHOR), 0);
    if (end == SIZE_MAX || nd_str_find_char(nd_str_slice(rest, 0, end), ' ') != SIZE_MAX)
        return 0;
    if (rest.ptr[1] != '[' && (end + 1 >= rest.len || !nd_char_is_one_of(rest.ptr[end + 1], "#*_`")))
        return 0;
    return end + 1;
}

/* "((word))" of an index, "(((not, shown)))". */
static size_t write_index_term(struct nd_str rest, int depth, struct nd_buf *out) {
    bool is_hidden = nd_str_starts(rest, ND_STR("((("));
    size_t end = nd_str_find(nd_str_slice(rest, 0, MAX_SPAN), is_hidden ? ND_STR(")))") : ND_STR("))"));

    if (!nd_str_starts(rest, ND_STR("((")) || end == SIZE_MAX)
        return 0;
    if (!is_hidden)
        write_text(nd_str_slice(rest, 2, end), depth + 1, out);
    return end + (is_hidden ? 3 : 2);
}

/* "`code`", in which nothing is read, and the quotes "` and `". */
static size_t write_quoted(struct nd_str rest, struct nd_buf *out) {
    size_t end;

    if (nd_str_starts(rest, ND_STR("\"`")) || nd_str_starts(rest, ND_STR("`\""))) {
        nd_buf_add_z(out, rest.ptr[0] == '"' ? "“" : "”");
        return 2;
    }
    if (rest.ptr[0] != '`')
        return 0;
    end = nd_str_find_char(nd_str_slice(nd_str_skip(rest, 1), 0, MAX_SPAN), '`');
    if (end == SIZE_MAX || end == 0 || nd_str_starts(nd_str_skip(rest, end + 2), ND_STR("\"")))
        return 0;
    if (end > 2 && rest.ptr[1] == '+' && rest.ptr[end] == '+') {
        nd_buf_add_char(out, '`');
        nd_buf_add(out, nd_str_slice(rest, 2, end));
        nd_buf_add_char(out, '`');
    } else {
        nd_buf_add(out, nd_str_slice(rest, 0, end + 2));
    }
    return end + 2;
}

/* "+words+", which an older AsciiDoc wrote for "`words`". */
static size_t write_typed(struct nd_str rest, struct nd_buf *out) {
    size_t end = nd_str_find_char(nd_str_slice(nd_str_skip(rest, 1), 0, MAX_SPAN), '+');

    if (end == SIZE_MAX || end == 0 || nd_char_is_blank(rest.ptr[1]) || nd_char_is_blank(rest.ptr[end]))
        return 0;
    nd_buf_add_char(out, '`');
    nd_buf_add(out, nd_str_slice(rest, 1, end + 1));
    nd_buf_add_char(out, '`');
    return end + 2;
}

static bool is_word(struct nd_str text, size_t at) {
    return at > 0 && (nd_char_is_alpha(text.ptr[at - 1]) || nd_char_is_digit(text.ptr[at - 1]));
}

/* What begins at at, if it is anything; its length. */
static size_t write_piece(struct nd_str text, size_t at, int depth, struct nd_buf *out) {
    struct nd_str rest = nd_str_skip(text, at);

    switch (rest.ptr[0]) {
    case '`':
    case '"':
        return write_quoted(rest, out);
    case '+':
        return is_word(text, at) ? 0 : write_typed(rest, out);
    case '<':
        return write_reference(rest, depth, out);
    case '[':
        return skip_anchor(rest);
    case '(':
        return write_index_term(rest, depth, out);
    case '\\': /* the sign behind it is meant as it is */
        return rest.len > 1 && nd_char_is_one_of(rest.ptr[1], "{[<`*_#") ? 1 : 0;
    default:
        return is_word(text, at) ? 0 : write_macro(rest, depth, out);
    }
}

static void write_text(struct nd_str text, int depth, struct nd_buf *out) {
    for (size_t at = 0; at < text.len;) {
        size_t length = depth < MAX_DEPTH ? write_piece(text, at, depth, out) : 0;
        if (length == 0) {
            nd_buf_add_char(out, text.ptr[at]);
            length = 1;
        } else if (text.ptr[at] == '\\') {
            nd_buf_add_char(out, text.ptr[at + 1]);
            length = 2;
        }
        at += length;
    }
}

static struct nd_str value_of(const struct nd_asciidoc_inline *inlined, struct nd_str name) {
    struct nd_str value;
    static const struct {
        struct nd_str name, value;
    } known[] = {{ND_STR_INIT("nbsp"), ND_STR_INIT(" ")},     {ND_STR_INIT("amp"), ND_STR_INIT("&")},
                 {ND_STR_INIT("lt"), ND_STR_INIT("<")},       {ND_STR_INIT("gt"), ND_STR_INIT(">")},
                 {ND_STR_INIT("plus"), ND_STR_INIT("+")},     {ND_STR_INIT("apos"), ND_STR_INIT("'")},
                 {ND_STR_INIT("quot"), ND_STR_INIT("\"")},    {ND_STR_INIT("empty"), ND_STR_INIT("")},
                 {ND_STR_INIT("asterisk"), ND_STR_INIT("*")}, {ND_STR_INIT("cpp"), ND_STR_INIT("C++")}};

    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (nd_str_eq(known[i].name, name))
            return known[i].value;
    value = nd_value_text(nd_value_get(inlined->own, name));
    return value.ptr != NULL || inlined->header == NULL ? value
                                                        : nd_value_text(nd_value_get(inlined->header, name));
}

/* "{name}" where it is known what that stands for, which may be said by others; its length, or 0. */
static size_t expand_one(struct nd_asciidoc_inline *inlined, struct nd_str rest, int depth,
                         struct nd_buf *out);

static void expand(struct nd_asciidoc_inline *inlined, struct nd_str text, int depth, struct nd_buf *out) {
    for (size_t at = 0; at < text.len;) {
        size_t length = text.ptr[at] == '{' && (at == 0 || text.ptr[at - 1] != '\\')
                            ? expand_one(inlined, nd_str_skip(text, at), depth, out)
                            : 0;
        if (length == 0) {
            nd_buf_add_char(out, text.ptr[at]);
            length = 1;
        }
        at += length;
    }
}

static size_t expand_one(struct nd_asciidoc_inline *inlined, struct nd_str rest, int depth,
                         struct nd_buf *out) {
    size_t end = nd_str_find_char(nd_str_slice(rest, 0, MAX_SPAN), '}');
    size_t cost = LOOKUP;
    struct nd_str value;

    if (end == SIZE_MAX || end < 2 || depth == MAX_DEPTH || inlined->budget < LOOKUP + MAX_VALUE)
        return 0;
    value = value_of(inlined, nd_str_slice(rest, 1, end));
    cost += value.len <= MAX_VALUE ? value.len : 0;
    inlined->budget -= cost;
    if (value.ptr == NULL || value.len > MAX_VALUE)
        return 0;
    expand(inlined, value, depth + 1, out);
    return end + 1;
}

void nd_asciidoc_write_inline(struct nd_asciidoc_inline *inlined, struct nd_str line, struct nd_buf *out) {
    bool is_broken = nd_str_ends(line, ND_STR(" +"));

    line = is_broken ? nd_str_slice(line, 0, line.len - 2) : line;
    if (nd_str_find_char(line, '{') != SIZE_MAX) { /* first: a name may stand for an address before "[" */
        nd_buf_clear(&inlined->expanded);
        expand(inlined, line, 0, &inlined->expanded);
        line = nd_buf_str(&inlined->expanded);
    }
    write_text(line, 0, out);
    nd_buf_add_z(out, is_broken ? "  " : "");
}
