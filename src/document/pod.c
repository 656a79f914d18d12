#include "document/pod.h"

enum {
    LOOKED_AT = 64 * 1024,
    PROOF = 2,
    DEEPEST = 8,
    MAX_SPAN = 4000 /* bytes of a formatted text */,
    MOST_UNCLOSED = 16 /* of a line */
};

/* "=head2 Low water": the word behind the sign, and what follows; false: no command. */
static bool split_command(struct nd_str line, struct nd_str *word, struct nd_str *rest) {
    size_t end = 1;

    if (!nd_str_starts(line, ND_STR("=")))
        return false;
    while (end < line.len && (nd_char_is_alpha(line.ptr[end]) || nd_char_is_digit(line.ptr[end])))
        end++;
    *word = nd_str_slice(line, 1, end);
    *rest = nd_str_trim(nd_str_skip(line, end));
    return word->len > 0 && nd_char_is_alpha(word->ptr[0]) &&
           (end == line.len || nd_char_is_blank(line.ptr[end]));
}

static bool is_one_of(struct nd_str word, const char *words) {
    struct nd_str rest = nd_str_from(words);

    while (rest.len > 0) {
        size_t end = nd_str_find_char(rest, ' ');
        if (nd_str_eq(nd_str_slice(rest, 0, end), word))
            return true;
        rest = end == SIZE_MAX ? ND_STR("") : nd_str_skip(rest, end + 1);
    }
    return false;
}

bool nd_pod_is(struct nd_str text) {
    struct nd_str line, word, rest;
    size_t commands = 0;

    text = nd_str_slice(text, 0, LOOKED_AT);
    if (nd_str_find(text, ND_STR("\n=")) == SIZE_MAX)
        return false;
    while (commands < PROOF && nd_str_next_line(&text, &line))
        commands +=
            split_command(line, &word, &rest) &&
            is_one_of(word,
                      "head1 head2 head3 head4 head5 head6 over item back pod cut encoding for begin end");
    return commands == PROOF;
}

static void add_text(struct nd_str text, int depth, bool is_code, struct nd_buf *out);

/* "E<gt>", "E<eacute>", "E<8364>" */
static void add_escape(struct nd_str name, bool is_code, struct nd_buf *out) {
    static const struct {
        const char *name, *sign;
    } signs[] = {{"lt", "<"}, {"gt", ">"}, {"verbar", "|"}, {"sol", "/"}};

    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (nd_str_eq(name, nd_str_from(signs[i].name)) && (is_code || i > 1)) {
            nd_buf_add_z(out, signs[i].sign);
            return;
        }
    nd_buf_addf(out, nd_char_is_digit(name.ptr[0]) ? "&#%.*s;" : "&%.*s;", (int)name.len, name.ptr);
}

/* "L<text|https://…>", "L<Name/section>", "L<Name>" */
static void add_link(struct nd_str inner, int depth, struct nd_buf *out) {
    size_t bar = nd_str_find_char(inner, '|');
    struct nd_str target = bar == SIZE_MAX ? inner : nd_str_trim(nd_str_skip(inner, bar + 1));
    bool is_address =
        nd_str_find(target, ND_STR("://")) != SIZE_MAX || nd_str_starts(target, ND_STR("mailto:"));

    if (bar != SIZE_MAX && is_address)
        nd_buf_add_char(out, '[');
    if (bar != SIZE_MAX)
        add_text(nd_str_slice(inner, 0, bar), depth + 1, false, out);
    else if (is_address)
        nd_buf_addf(out, "<%.*s>", (int)target.len, target.ptr);
    else
        nd_buf_add(out, nd_str_starts(target, ND_STR("/")) ? nd_str_skip(target, 1) : target);
    if (bar != SIZE_MAX && is_address)
        nd_buf_addf(out, "](%.*s)", (int)target.len, target.ptr);
}

/* The length of "<< … >>" at the beginning of text, or 0; *inner what is in it. */
static size_t span_of(struct nd_str text, struct nd_str *inner) {
    size_t open = 0, depth = 0;

    text = nd_str_slice(text, 0, MAX_SPAN);
    while (open < text.len && text.ptr[open] == '<')
        open++;
    if (open > 1 && (open == text.len || !nd_char_is_blank(text.ptr[open])))
        open = 1;
    for (size_t i = open; i < text.len; i++) {
        size_t run = 0;
        if (open == 1 && text.ptr[i] == '<' && nd_char_is_alpha(text.ptr[i - 1]))
            depth++;
        if (text.ptr[i] != '>')
            continue;
        if (open == 1 && depth > 0) {
            depth--;
            continue;
        }
        while (run < open && i + run < text.len && text.ptr[i + run] == '>')
            run++;
        if (run == open) {
            *inner = nd_str_slice(text, open, i);
            if (open > 1)
                *inner = nd_str_trim(*inner);
            return i + run;
        }
    }
    return 0;
}

static void add_span(char code, struct nd_str inner, int depth, struct nd_buf *out) {
    const char *mark = code == 'B' ? "**" : code == 'I' || code == 'F' ? "*" : code == 'C' ? "`" : "";

    if (inner.len == 0 || code == 'X' || code == 'Z')
        return;
    if (code == 'E') {
        add_escape(inner, false, out);
    } else if (code == 'L') {
        add_link(inner, depth, out);
    } else {
        nd_buf_add_z(out, mark);
        add_text(inner, depth + 1, code == 'C', out);
        nd_buf_add_z(out, mark);
    }
}

static void add_text(struct nd_str text, int depth, bool is_code, struct nd_buf *out) {
    size_t unclosed = 0;

    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        struct nd_str inner;
        size_t length = 0;
        if (depth < DEEPEST && unclosed < MOST_UNCLOSED && c >= 'A' && c <= 'Z' &&
            nd_str_starts(nd_str_skip(text, i + 1), ND_STR("<")) &&
            nd_str_find_char(ND_STR("BCEFILSXZ"), c) != SIZE_MAX)
            unclosed += (length = span_of(nd_str_skip(text, i + 1), &inner)) == 0;
        if (length == 0) {
            if (c == '<' && !is_code)
                nd_buf_add_z(out, "&lt;");
            else
                nd_buf_add_char(out, c);
            continue;
        }
        if (is_code && c == 'E')
            add_escape(inner, true, out);
        else if (is_code)
            add_text(inner, depth + 1, true, out);
        else
            add_span(c, inner, depth, out);
        i += length;
    }
}

/* What is being written. */
struct state {
    bool is_new;            /* a blank line was before */
    bool is_verbatim;       /* the paragraph is */
    bool is_item;           /* the next paragraph is the text of an item */
    bool is_code;           /* of a program in "=begin perl" */
    bool is_cut;            /* a program, behind "=cut" */
    struct nd_str left_out; /* "html" of "=begin html", down to its end */
};

/* Programs in blocks of their own are shown, other formats are for other readers. */
static void begin_block(struct state *state, struct nd_str target, struct nd_buf *out) {
    struct nd_str name = nd_str_slice(target, 0, nd_str_find_char(target, ' '));

    if (is_one_of(name, "html xhtml latex tex man roff rtf docbook comment stopwords HTML")) {
        state->left_out = name;
    } else if (is_one_of(
                   name,
                   "perl code sh shell bash text js javascript python ruby c yaml json sql diff raku vim")) {
        state->is_code = true;
        nd_buf_add_z(out, "```");
    }
}

/* "=for advent_title Low water", "=for advent_author Mira Holt": what a calendar or a site is told of the
 * text. */
static void write_field(struct nd_str target, struct nd_buf *out) {
    size_t end = nd_str_find_char(target, ' ');
    struct nd_str name = nd_str_slice(target, 0, end), value = nd_str_trim(nd_str_skip(target, name.len));
    const char *mark = nd_str_ends(name, ND_STR("title"))    ? "# "
                       : nd_str_ends(name, ND_STR("author")) ? "By "
                                                             : NULL;

    if (mark == NULL || value.len == 0)
        return;
    nd_buf_add_z(out, mark);
    add_text(value, 0, false, out);
}

static void write_command(struct state *state, struct nd_str word, struct nd_str rest, struct nd_buf *out) {
    state->is_cut = nd_str_eq(word, ND_STR("cut"));
    if (nd_str_eq(word, ND_STR("begin"))) {
        begin_block(state, rest, out);
    } else if (nd_str_eq(word, ND_STR("for"))) {
        write_field(rest, out);
    } else if (nd_str_eq(word, ND_STR("end"))) {
        if (state->is_code)
            nd_buf_add_z(out, "```");
        state->is_code = false;
    } else if (nd_str_eq(word, ND_STR("item"))) {
        bool is_bullet = nd_str_starts(rest, ND_STR("*"));
        rest = is_bullet ? nd_str_trim(nd_str_skip(rest, 1)) : rest;
        state->is_item = rest.len == 0;
        if (rest.len > 0) {
            nd_buf_add_z(out, "- ");
            add_text(rest, 0, false, out);
        }
    } else if (word.len == 5 && nd_str_starts(word, ND_STR("head"))) {
        for (char level = '0'; level < word.ptr[4]; level++)
            nd_buf_add_char(out, '#');
        nd_buf_add_char(out, ' ');
        add_text(rest, 0, false, out);
    }
}

static void write_line(struct state *state, struct nd_str line, struct nd_buf *out) {
    struct nd_str word, rest;
    bool is_command = split_command(line, &word, &rest);

    if (state->left_out.len > 0) {
        if (is_command && nd_str_eq(word, ND_STR("end")))
            state->left_out = ND_STR_NONE;
    } else if (state->is_code && !(is_command && nd_str_eq(word, ND_STR("end")))) {
        nd_buf_add(out, line);
    } else if (is_command) {
        write_command(state, word, rest, out);
        state->is_new = true;
        return;
    } else if (nd_str_trim(line).len > 0) {
        if (state->is_new)
            state->is_verbatim = state->is_cut || nd_char_is_blank(line.ptr[0]);
        if (state->is_verbatim)
            nd_buf_addf(out, "    %.*s", (int)line.len, line.ptr);
        else {
            bool is_mark =
                line.len > 1 && nd_char_is_one_of(line.ptr[0], "-+*#>") && nd_char_is_blank(line.ptr[1]);
            nd_buf_add_z(out, state->is_item ? "- " : is_mark ? "\\" : "");
            add_text(line, 0, false, out);
        }
        state->is_item = false;
    }
    state->is_new = nd_str_trim(line).len == 0;
}

void nd_pod_to_markdown(struct nd_str text, struct nd_buf *out) {
    struct state state = {.is_new = true};
    struct nd_str line;

    while (nd_str_next_line(&text, &line)) {
        write_line(&state, line, out);
        nd_buf_add_char(out, '\n');
    }
}
