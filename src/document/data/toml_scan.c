#include "document/data/toml.h"

#include "newsdex/utf8.h"

struct nd_toml_mark nd_toml_mark(struct nd_toml_scanner *scanner, size_t at) {
    struct nd_toml_mark *mark = &scanner->mark;

    for (; mark->at < at; mark->at++)
        if (scanner->text.ptr[mark->at] == '\n') {
            mark->line++;
            mark->column = 1;
        } else {
            mark->column += ((unsigned char)scanner->text.ptr[mark->at] & 0xC0) != 0x80;
        }
    return *mark;
}

void nd_toml_complain(struct nd_toml_scanner *scanner, enum nd_problem_code code, const char *why) {
    struct nd_toml_mark mark = nd_toml_mark(scanner, scanner->at);

    nd_problems_add(scanner->problems, code, mark.line, mark.column, "TOML: %s", why);
}

void nd_toml_fail(struct nd_toml_scanner *scanner, enum nd_problem_code code, const char *why) {
    struct nd_toml_mark mark = nd_toml_mark(scanner, scanner->at);

    if (!scanner->failed)
        nd_problems_add(scanner->problems, code, mark.line, mark.column,
                        "TOML: %s; every key that could be read on its own was kept", why);
    scanner->failed = true;
}

char nd_toml_peek(const struct nd_toml_scanner *scanner, size_t ahead) {
    return scanner->at + ahead < scanner->text.len ? scanner->text.ptr[scanner->at + ahead] : '\0';
}

bool nd_toml_take(struct nd_toml_scanner *scanner, char c) {
    if (nd_toml_peek(scanner, 0) != c)
        return false;
    scanner->at++;
    return true;
}

void nd_toml_skip_blanks(struct nd_toml_scanner *scanner) {
    while (nd_toml_peek(scanner, 0) == ' ' || nd_toml_peek(scanner, 0) == '\t' ||
           nd_toml_peek(scanner, 0) == '\f')
        scanner->at++;
}

void nd_toml_skip_to_line_end(struct nd_toml_scanner *scanner) {
    size_t length = nd_str_find_char(nd_str_skip(scanner->text, scanner->at), '\n');

    scanner->at = length == SIZE_MAX ? scanner->text.len : scanner->at + length;
}

void nd_toml_skip_lines_and_comments(struct nd_toml_scanner *scanner) {
    for (;;) {
        nd_toml_skip_blanks(scanner);
        if (nd_toml_peek(scanner, 0) == '#')
            nd_toml_skip_to_line_end(scanner);
        if (!nd_toml_take(scanner, '\n'))
            return;
    }
}

bool nd_toml_take_line_end(struct nd_toml_scanner *scanner) {
    nd_toml_skip_blanks(scanner);
    if (nd_toml_peek(scanner, 0) == '#')
        nd_toml_skip_to_line_end(scanner);
    return scanner->at == scanner->text.len || nd_toml_take(scanner, '\n');
}

static unsigned digit_of(char c) {
    if (nd_char_is_digit(c))
        return (unsigned)(c - '0');
    c = nd_char_lower(c);
    return c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10 : 99;
}

/* \uXXXX or \UXXXXXXXX; false when it is no Unicode scalar value. NUL, which no text here has, is replaced.
 */
static bool read_code_point(struct nd_toml_scanner *scanner, size_t digits) {
    uint32_t c = 0;

    for (size_t i = 0; i < digits; i++) {
        unsigned digit = digit_of(nd_toml_peek(scanner, 2 + i));
        if (digit > 15)
            return false;
        c = c << 4 | digit;
    }
    if (c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))
        return false;
    nd_utf8_add(&scanner->scratch, c == 0 ? ND_UTF8_BAD : c);
    scanner->at += 2 + digits;
    return true;
}

/* A backslash before the end of a line of a long string: blanks and line ends up to the next text go. */
static bool skip_escaped_line_end(struct nd_toml_scanner *scanner) {
    size_t at = scanner->at + 1;

    while (at < scanner->text.len && (scanner->text.ptr[at] == ' ' || scanner->text.ptr[at] == '\t'))
        at++;
    if (at == scanner->text.len || scanner->text.ptr[at] != '\n')
        return false;
    while (at < scanner->text.len && nd_char_is_blank(scanner->text.ptr[at]))
        at++;
    scanner->at = at;
    return true;
}

static void read_escape(struct nd_toml_scanner *scanner, bool is_long) {
    static const struct nd_str names = ND_STR_INIT("btnfr\"\\");
    static const char meanings[] = "\b\t\n\f\r\"\\";
    char c = nd_toml_peek(scanner, 1);
    size_t known = nd_str_find_char(names, c);

    if (known != SIZE_MAX) {
        nd_buf_add_char(&scanner->scratch, meanings[known]);
        scanner->at += 2;
        return;
    }
    if ((c == 'u' && read_code_point(scanner, 4)) || (c == 'U' && read_code_point(scanner, 8)) ||
        (is_long && skip_escaped_line_end(scanner)))
        return;
    nd_toml_complain(scanner, ND_P_TOML_SYNTAX, "no such escape sequence; the backslash stays");
    nd_buf_add_char(&scanner->scratch, '\\');
    scanner->at++;
}

/* At a quote inside a string: true when it closes it. Up to two quotes may stand before the closing three. */
static bool close_string(struct nd_toml_scanner *scanner, char quote, bool is_long) {
    size_t run = 0;

    while (run < 5 && nd_toml_peek(scanner, run) == quote)
        run++;
    if (!is_long) {
        scanner->at++;
        return true;
    }
    for (size_t i = run < 3 ? 0 : 3; i < run; i++)
        nd_buf_add_char(&scanner->scratch, quote);
    scanner->at += run;
    return run >= 3;
}

struct nd_str nd_toml_string(struct nd_toml_scanner *scanner, bool may_be_long) {
    char quote = nd_toml_peek(scanner, 0);
    bool is_long = may_be_long && nd_toml_peek(scanner, 1) == quote && nd_toml_peek(scanner, 2) == quote;

    scanner->at += is_long ? 3 : 1;
    if (is_long)
        nd_toml_take(scanner, '\n');
    nd_buf_clear(&scanner->scratch);
    for (;;) {
        char c = nd_toml_peek(scanner, 0);
        if (scanner->at == scanner->text.len || (c == '\n' && !is_long)) {
            nd_toml_fail(scanner, ND_P_TOML_SYNTAX, "a string is never closed");
            break;
        }
        if (c == quote && close_string(scanner, quote, is_long))
            break;
        if (c == '\\' && quote == '"') {
            read_escape(scanner, is_long);
        } else if (c != quote) {
            nd_buf_add_char(&scanner->scratch, c);
            scanner->at++;
        }
    }
    return nd_arena_str(scanner->arena, nd_buf_str(&scanner->scratch));
}

static bool is_bare(char c) {
    return nd_char_is_alpha(c) || nd_char_is_digit(c) || c == '_' || c == '-' || (unsigned char)c >= 0x80;
}

static bool read_key_part(struct nd_toml_scanner *scanner, struct nd_str *part) {
    size_t start = scanner->at;

    if (nd_toml_peek(scanner, 0) == '"' || nd_toml_peek(scanner, 0) == '\'') {
        *part = nd_toml_string(scanner, false);
        return !scanner->failed;
    }
    while (is_bare(nd_toml_peek(scanner, 0)))
        scanner->at++;
    if (scanner->at == start) {
        nd_toml_fail(scanner, ND_P_TOML_SYNTAX, "a key is missing");
        return false;
    }
    *part = nd_arena_str(scanner->arena, nd_str_slice(scanner->text, start, scanner->at));
    return true;
}

bool nd_toml_path(struct nd_toml_scanner *scanner, size_t room, struct nd_toml_path *path) {
    path->count = 0;
    do {
        if (path->count == room) {
            nd_toml_fail(scanner, ND_P_YAML_LIMIT, "nested too deeply");
            return false;
        }
        nd_toml_skip_blanks(scanner);
        if (!read_key_part(scanner, &path->parts[path->count]))
            return false;
        path->count++;
        nd_toml_skip_blanks(scanner);
    } while (nd_toml_take(scanner, '.'));
    return true;
}

static size_t token_length(struct nd_str s) {
    size_t length = 0;

    while (length < s.len && !nd_char_is_blank(s.ptr[length]) && s.ptr[length] != ',' &&
           s.ptr[length] != ']' && s.ptr[length] != '}' && s.ptr[length] != '#')
        length++;
    return length;
}

struct nd_str nd_toml_token(const struct nd_toml_scanner *scanner) {
    struct nd_str rest = nd_str_skip(scanner->text, scanner->at);
    size_t length = token_length(rest), more;

    if (nd_char_is_digit(nd_toml_peek(scanner, length + 1)) && nd_toml_peek(scanner, length) == ' ' &&
        nd_toml_is_date(nd_str_slice(rest, 0, length))) {
        more = length + 1 + token_length(nd_str_skip(rest, length + 1));
        if (nd_toml_is_date(nd_str_slice(rest, 0, more)))
            length = more;
    }
    return nd_str_slice(rest, 0, length);
}
