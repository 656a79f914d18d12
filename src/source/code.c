#include "source/code.h"

#include <string.h>

enum { FIRST_LINES = 20 };

struct nd_str nd_code_skip_comments(struct nd_str text) {
    for (;;) {
        size_t end;
        text = nd_str_trim(text);
        if (!nd_str_starts(text, ND_STR("/*")))
            return text;
        end = nd_str_find(text, ND_STR("*/"));
        text = nd_str_skip(text, end == SIZE_MAX ? text.len : end + 2);
    }
}

/* How much of a text is code. */
struct code {
    size_t lines, code_lines, signs, blanks, size;
    bool has_word; /* that every script has, and at the beginning of a line few texts */
};

static bool is_code_line(struct nd_str line) {
    return nd_char_is_one_of(line.ptr[line.len - 1], ";{}(),[]=+") || nd_str_starts(line, ND_STR("//")) ||
           nd_str_starts(line, ND_STR("/*")) || line.ptr[0] == '*' || line.ptr[0] == '}';
}

static bool has_script_word(struct nd_str line) {
    static const char *const words[] = {
        "function ",      "function(",      "(function", "!function", "var ",      "let ",
        "const ",         "import ",        "export ",   "window.",   "document.", "'use strict'",
        "\"use strict\"", "module.exports", "require(",  "class ",    "return ",   "$("};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (nd_str_starts(line, nd_str_from(words[i])))
            return true;
    return false;
}

static void count_sign(struct code *code, char c) {
    code->signs += c == '{' || c == '}' || c == '(' || c == ')' || c == ';' || c == '=';
    code->blanks += c == ' ';
}

static struct code measure(struct nd_str text) {
    struct code code = {.size = text.len};
    struct nd_str line;

    while (nd_str_next_line(&text, &line)) {
        line = nd_str_trim(line);
        if (line.len == 0)
            continue;
        code.lines++;
        code.code_lines += is_code_line(line);
        code.has_word = code.has_word || has_script_word(line);
        for (size_t i = 0; i < line.len; i++)
            count_sign(&code, line.ptr[i]);
    }
    return code;
}

/* A look at how the first lines end, which tells code from most texts. */
static bool may_be_code(struct nd_str text) {
    size_t lines = 0, code_lines = 0;
    struct nd_str line;

    while (lines < FIRST_LINES && nd_str_next_line(&text, &line)) {
        line = nd_str_trim(line);
        if (line.len == 0)
            continue;
        lines++;
        code_lines += is_code_line(line);
    }
    return code_lines * 2 >= lines;
}

bool nd_code_is_script(struct nd_str text, bool is_supported) {
    struct code code;

    text = nd_code_skip_comments(text);
    if (!is_supported && (text.len == 0 || (nd_char_is_one_of(text.ptr[0], "<{[\"#-`") &&
                                            !nd_str_starts(text, ND_STR("\"use strict\"")))))
        return false;
    if (!is_supported && !may_be_code(text))
        return false;
    code = measure(text);
    if (is_supported) /* or data without words */
        return code.has_word || code.code_lines * 2 >= code.lines || code.signs * 50 >= code.size ||
               code.blanks * 50 < code.size;
    return code.has_word && code.code_lines * 10 >= code.lines * 8 && code.signs * 25 >= code.size;
}

/* A sign of Jinja, Django, Liquid, Twig, Go, Handlebars, ERB, ASP or PHP: {% {{ {# <% <?. Not one of Hugo's
 * shortcodes, {{< and {{%, which stand in texts. */
static bool has_template_sign(struct nd_str text) {
    static const char *const signs[] = {"{%", "{#", "{{", "<%", "<?php", "<?=", "${"};
    char behind = text.len > 2 ? text.ptr[2] : '\0';

    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (nd_str_starts(text, nd_str_from(signs[i])))
            return i != 2 || (behind != '<' && behind != '%');
    return false;
}

bool nd_code_is_template(struct nd_str text) {
    struct nd_str line;
    size_t title;

    text = nd_str_trim(text);
    while (nd_str_starts(text, ND_STR("##")) && nd_str_next_line(&text, &line)) /* comments of Mako */
        text = nd_str_trim(text);
    if (has_template_sign(text))
        return true;
    title = nd_str_starts(text, ND_STR("<")) ? nd_str_find(text, ND_STR("<title>")) : SIZE_MAX;
    return title != SIZE_MAX && has_template_sign(nd_str_trim(nd_str_skip(text, title + strlen("<title>"))));
}

bool nd_code_is_source(struct nd_str text) {
    static const char *const words[] = {
        "#include",  "#!",         "#define",    "package ", "module ",  "import ",   "from ",    "use ",
        "using ",    "namespace ", "def ",       "fn ",      "pub ",     "func ",     "struct ",  "public ",
        "private ",  "static ",    "defmodule ", "(ns ",     "<?php",    "<template", "<script",  "CREATE ",
        "SELECT ",   "INSERT ",    "syntax =",   "message ", "require ", "local ",    "echo ",    "set ",
        "export ",   "if ",        "FROM ",      ".PHONY",   "@echo ",   "sub ",      "library(", "source '",
        "gem '",     "guard '",    "<xs:",       "<xsd:",    "<schema",  "digraph ",  "graph ",   "strict ",
        "@startuml", "\"\"\"",     "{-",         ".{",       "let ",     "open ",     "cd ",      "git ",
        "pip ",      "curl ",      "msgid ",     "name := "};
    struct nd_str line, rest = text;

    while (nd_str_next_line(&rest, &line))
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (nd_str_starts(line, nd_str_from(words[i])))
                return true;
    return nd_code_is_script(text, true);
}
