#include "document/front_matter.h"

#include "document/data/ziggy.h"
#include "newsdex/json.h"
#include "newsdex/limits.h"

/* As nd_str_next_line(), where LF is the only line end there is: so it is in text that was decoded. */
static bool next_line(struct nd_str *rest, struct nd_str *line) {
    size_t end = nd_str_find_char(*rest, '\n');

    if (rest->len == 0)
        return false;
    *line = nd_str_slice(*rest, 0, end);
    *rest = nd_str_skip(*rest, end == SIZE_MAX ? rest->len : end + 1);
    return true;
}

/* A line of its own made of the delimiter; what may stand behind the opening one is the notation's name. */
static bool is_delimiter(struct nd_str line, struct nd_str delimiter) {
    return nd_str_eq(nd_str_trim_right(line), delimiter);
}

#define HEXO_JSON ND_STR(";;;")

static enum nd_notation notation_of(struct nd_str line) {
    if (is_delimiter(line, ND_STR("---")) || is_delimiter(line, ND_STR("---yaml")))
        return ND_YAML;
    if (is_delimiter(line, ND_STR("+++")) || is_delimiter(line, ND_STR("---toml")))
        return ND_TOML;
    if ((line.len > 0 && line.ptr[0] == '{') || is_delimiter(line, ND_STR("---json")) ||
        is_delimiter(line, ND_STR("---js")))
        return ND_JSON;
    return ND_NO_FRONT_MATTER;
}

/* "key:" or "key =" at the beginning of a line: letters first, no blank before the sign except around '='. */
static bool is_key_line(struct nd_str line, enum nd_notation notation) {
    struct nd_str trimmed = nd_str_trim(line);
    char sign = notation == ND_TOML ? '=' : ':';
    size_t at = nd_str_find_char(trimmed, sign);
    struct nd_str key;

    if (notation == ND_TOML && trimmed.len > 2 && trimmed.ptr[0] == '[')
        return true;
    if (at == SIZE_MAX || at == 0 || trimmed.ptr != line.ptr)
        return false;
    if (notation == ND_YAML && at + 1 < trimmed.len && !nd_char_is_blank(trimmed.ptr[at + 1]))
        return false;
    key = nd_str_trim(nd_str_slice(trimmed, 0, at));
    if (key.ptr[0] == '"' || key.ptr[0] == '\'')
        return true;
    if (key.ptr[0] == '#' || key.ptr[0] == '-' || key.ptr[0] == '*' || key.ptr[0] == '[')
        return false;
    return nd_str_find_char(key, ' ') == SIZE_MAX || key.len <= 40;
}

/* Unindented words that no key, list or bracket explains. */
static bool is_prose(struct nd_str line) {
    struct nd_str trimmed = nd_str_trim(line);

    return trimmed.len > 0 && trimmed.ptr == line.ptr && nd_str_find_char(trimmed, ' ') != SIZE_MAX &&
           nd_str_find_char(ND_STR("#-[]{}\"'"), trimmed.ptr[0]) == SIZE_MAX &&
           !nd_str_ends(trimmed, ND_STR(","));
}

/* "- title: Harbour opens", "- harbour": a member of a list of fields or of words. A list between two rules
 * may as well be one of headlines. */
static bool is_member(struct nd_str line) {
    struct nd_str text = nd_str_trim(nd_str_skip(line, 2));

    return nd_str_starts(line, ND_STR("- ")) && text.len > 0 &&
           (is_key_line(text, ND_YAML) || nd_str_find_char(text, ' ') == SIZE_MAX);
}

/* What the lines of a block look like. */
struct looks {
    size_t keys, prose, members;
    bool has_text;
};

static void look_at(struct looks *looks, struct nd_str line, enum nd_notation notation) {
    looks->has_text = looks->has_text || nd_str_trim(line).len > 0;
    if (notation == ND_YAML && line.len > 0 && nd_char_is_blank(line.ptr[0]))
        return; /* belongs to what is above it */
    if (is_key_line(line, notation))
        looks->keys++;
    else if (notation == ND_YAML && is_member(line))
        looks->members++;
    else if (notation == ND_YAML && nd_str_starts(line, ND_STR("- ")))
        looks->prose++;
    else
        looks->prose += is_prose(line);
}

/*
 * True when the block is blank, or has a key line and no more prose than keys: a letter or a banner between
 * two rules may well have a colon somewhere, and must not be lost.
 */
static bool is_metadata(const struct looks *looks) {
    return !looks->has_text || (looks->keys > 0 && looks->prose <= looks->keys) ||
           (looks->members > 0 && looks->prose == 0);
}

/*
 * A block nobody closed: the lines up to the first blank one, if they begin with a key and all of them read
 * as keys, list members or continuations. Otherwise there is no front matter.
 */
static bool salvage_open_block(struct nd_str text, struct nd_front_matter *parts) {
    struct nd_str rest = parts->rest, line, before;
    uint32_t number = parts->line;
    bool any = false;

    for (;;) {
        before = rest;
        if (!nd_str_next_line(&rest, &line) || nd_str_trim(line).len == 0)
            break;
        if (!is_key_line(line, parts->notation) &&
            (!any || !(nd_char_is_blank(line.ptr[0]) || line.ptr[0] == '-')))
            break;
        any = true;
        number++;
    }
    if (!any || parts->rest.len - before.len > ND_MAX_FRONT_MATTER) {
        parts->notation = ND_NO_FRONT_MATTER;
        parts->rest = text;
        parts->rest_line = 1;
        return false;
    }
    parts->block = nd_str_slice(parts->rest, 0, parts->rest.len - before.len);
    parts->rest = before;
    parts->rest_line = number;
    return true;
}

static bool split_json(struct nd_front_matter *parts, struct nd_str text, uint32_t line) {
    struct nd_str after_brace = nd_str_trim(nd_str_skip(text, 1)), rest_of_line;
    size_t end = nd_json_skip(nd_str_slice(text, 0, ND_MAX_FRONT_MATTER));

    if (end == SIZE_MAX || after_brace.len == 0 || (after_brace.ptr[0] != '"' && after_brace.ptr[0] != '}'))
        return false;
    parts->block = nd_str_slice(text, 0, end);
    parts->line = line;
    parts->rest = nd_str_skip(text, end);
    parts->rest_line = line + 1;
    for (size_t i = 0; i < end; i++)
        parts->rest_line += text.ptr[i] == '\n';
    if (nd_str_next_line(&parts->rest, &rest_of_line) && nd_str_trim(rest_of_line).len > 0)
        return false;
    rest_of_line = ND_STR("");
    after_brace = parts->rest;
    if (nd_str_next_line(&after_brace, &rest_of_line) && is_delimiter(rest_of_line, HEXO_JSON)) {
        parts->rest = after_brace;
        parts->rest_line++;
    }
    return true;
}

/* Looks for the closing delimiter from parts->rest on, and at all lines before it. */
static bool find_close(struct nd_front_matter *parts, struct nd_str open, struct looks *looks) {
    struct nd_str rest = parts->rest, line, close = nd_str_slice(open, 0, 3);
    uint32_t number = parts->line;

    for (;;) {
        struct nd_str before = rest;
        if (!next_line(&rest, &line) || (size_t)(before.ptr - parts->rest.ptr) > ND_MAX_FRONT_MATTER)
            return false;
        number++;
        if (line.len < 3 || (line.ptr[0] != close.ptr[0] && line.ptr[0] != '.') ||
            !(is_delimiter(line, close) ||
              (parts->notation == ND_YAML && is_delimiter(line, ND_STR("..."))))) {
            look_at(looks, line, parts->notation);
            continue;
        }
        parts->block = nd_str_slice(parts->rest, 0, (size_t)(before.ptr - parts->rest.ptr));
        parts->rest = rest;
        parts->rest_line = number;
        return true;
    }
}

/*
 * Hexo asks for the closing line alone: keys from the first line on, "title" among them, down to "---", with
 * no blank line and no prose between.
 */
static void split_without_opening(struct nd_str text, uint32_t number, struct nd_front_matter *parts) {
    struct nd_str rest = text, line;
    uint32_t first = number;
    size_t keys = 0;
    bool has_title = false;

    for (int lines = 0; lines < ND_MAX_HEADER_LINES; lines++, number++) {
        struct nd_str before = rest;
        if (!next_line(&rest, &line) || nd_str_trim(line).len == 0)
            return;
        if (keys > 1 && has_title && is_delimiter(line, ND_STR("---"))) {
            parts->notation = ND_YAML;
            parts->block = nd_str_slice(text, 0, (size_t)(before.ptr - text.ptr));
            parts->line = first;
            parts->rest = rest;
            parts->rest_line = number + 1;
            return;
        }
        if (is_key_line(line, ND_YAML))
            keys++;
        else if (keys == 0 || !(nd_char_is_blank(line.ptr[0]) || line.ptr[0] == '-'))
            return;
        has_title = has_title || nd_str_starts_nocase(line, ND_STR("title:"));
    }
}

/* Members of JSON without its braces, down to ";;;", which Hexo asks for alone; one may stand above them. */
static bool split_members(struct nd_str text, uint32_t number, struct nd_front_matter *parts) {
    struct nd_str rest = text, line = ND_STR("");

    if (nd_str_next_line(&rest, &line) && is_delimiter(line, HEXO_JSON)) {
        text = rest;
        number++;
        line = ND_STR("");
        (void)nd_str_next_line(&rest, &line);
    }
    if (!nd_str_starts(nd_str_trim(line), ND_STR("\"")))
        return false;
    for (struct nd_front_matter found = {ND_JSON, {NULL, 0}, number, {NULL, 0}, number + 1};;
         found.rest_line++) {
        struct nd_str before = rest;
        if (!nd_str_next_line(&rest, &line) || (size_t)(before.ptr - text.ptr) > ND_MAX_FRONT_MATTER)
            return false;
        if (!is_delimiter(line, HEXO_JSON))
            continue;
        found.block = nd_str_slice(text, 0, (size_t)(before.ptr - text.ptr));
        found.rest = rest;
        found.rest_line++;
        *parts = found;
        return true;
    }
}

/* "export const meta = {": what an object that MDX exports says of its page; absent when it is another. */
static struct nd_str begin_of_export(struct nd_str line) {
    static const struct nd_str names[] = {ND_STR_INIT("meta"),        ND_STR_INIT("metadata"),
                                          ND_STR_INIT("frontmatter"), ND_STR_INIT("frontMatter"),
                                          ND_STR_INIT("post"),        ND_STR_INIT("article")};
    struct nd_str rest = nd_str_skip(line, sizeof "export const " - 1), name;
    size_t sign = nd_str_find(rest, ND_STR(" = {"));

    if (!nd_str_starts(line, ND_STR("export const ")) || sign == SIZE_MAX)
        return ND_STR_NONE;
    name = nd_str_slice(rest, 0, nd_str_find_char(nd_str_slice(rest, 0, sign), ':')); /* its type */
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (nd_str_eq(nd_str_trim(nd_str_slice(name, 0, sign)), names[i]))
            return nd_str_skip(rest, sign + 3);
    return ND_STR_NONE;
}

/* Such an object behind imports and blank lines, which YAML reads as a map of its own notation. */
static void split_export(struct nd_str text, uint32_t number, struct nd_front_matter *parts) {
    struct nd_str rest = text, line, from = ND_STR_NONE;

    for (int lines = 0; lines < ND_MAX_HEADER_LINES && next_line(&rest, &line); lines++, number++) {
        struct nd_str end = nd_str_trim_right(line);
        if (from.ptr == NULL) {
            from = begin_of_export(line);
            parts->line = number;
            if (from.ptr == NULL && nd_str_trim(line).len > 0 && !nd_str_starts(line, ND_STR("import ")))
                return;
        } else if (nd_str_eq(end, ND_STR("}")) || nd_str_eq(end, ND_STR("};"))) {
            parts->notation = ND_YAML;
            parts->block = nd_str_of(from.ptr, (size_t)(line.ptr + 1 - from.ptr));
            parts->rest = rest;
            parts->rest_line = number + 1;
            return;
        }
    }
}

void nd_front_matter_split(struct nd_str text, struct nd_problems *problems, struct nd_front_matter *parts) {
    struct nd_str rest = text, line = ND_STR_NONE, before;
    struct looks looks = {0};
    uint32_t number = 0;

    *parts = (struct nd_front_matter){.rest = text, .rest_line = 1};
    do {
        before = rest;
        number++;
    } while (nd_str_next_line(&rest, &line) && nd_str_trim(line).len == 0);
    parts->notation = notation_of(line);
    if (parts->notation == ND_NO_FRONT_MATTER) {
        if (!split_members(before, number, parts))
            split_without_opening(before, number, parts);
        if (parts->notation == ND_NO_FRONT_MATTER)
            split_export(before, number, parts);
        return;
    }
    if (parts->notation == ND_JSON && line.ptr[0] == '{') {
        if (!split_json(parts, before, number))
            *parts = (struct nd_front_matter){.rest = text, .rest_line = 1};
        return;
    }
    parts->line = number + 1;
    parts->rest = rest;
    if (!find_close(parts, line, &looks)) {
        parts->rest = rest;
        if (salvage_open_block(text, parts))
            nd_problems_add(problems, ND_P_FRONT_MATTER_OPEN, number, 1,
                            "front matter is never closed; its first lines were read, the rest is body");
        return;
    }
    if (parts->notation == ND_JSON ? !nd_str_starts(nd_str_trim(parts->block), ND_STR("{"))
                                   : !is_metadata(&looks) && !nd_ziggy_is(parts->block))
        *parts = (struct nd_front_matter){.rest = text, .rest_line = 1};
}

/* "---", "+++" and "..." around all that a file has; what stands behind them is a text, and it is no file of
 * fields. */
static bool take_delimiters(struct nd_str *text) {
    struct nd_str rest = *text, line = ND_STR("");

    if (!nd_str_next_line(&rest, &line) ||
        !(is_delimiter(line, ND_STR("---")) || is_delimiter(line, ND_STR("+++"))))
        return true;
    *text = rest;
    while (rest.len > 0) {
        struct nd_str before = rest;
        (void)nd_str_next_line(&rest, &line);
        if (is_delimiter(line, ND_STR("---")) || is_delimiter(line, ND_STR("+++")) ||
            is_delimiter(line, ND_STR("..."))) {
            *text = nd_str_slice(*text, 0, (size_t)(before.ptr - text->ptr));
            return nd_str_trim(rest).len == 0;
        }
    }
    return true;
}

/* All lines that stand by themselves are "key: value", members of lists or comments; *is_toml: with '='. */
static bool is_fields(struct nd_str text, bool *is_toml) {
    struct nd_str line;
    size_t keys = 0;

    *is_toml = nd_str_find_char(text, '=') < nd_str_find_char(text, ':');
    while (next_line(&text, &line)) {
        if (nd_str_trim(line).len == 0 || nd_char_is_blank(line.ptr[0]) || line.ptr[0] == '#' ||
            line.ptr[0] == '-' || line.ptr[0] == ']')
            continue;
        if (!is_key_line(line, *is_toml ? ND_TOML : ND_YAML))
            return false;
        keys++;
    }
    return keys > 0;
}

const struct nd_value *nd_document_read_fields(struct nd_str text, struct nd_arena *arena,
                                               struct nd_problems *problems) {
    bool is_toml;

    text = nd_str_trim(text);
    if (nd_str_starts(text, ND_STR(".. "))) { /* the header of a text that is somewhere else */
        struct nd_str whole = nd_arena_printf(arena, "%.*s\n\n.\n", (int)text.len, text.ptr);
        enum nd_header_text below;
        uint32_t line = 1;
        return nd_header_read(&whole, &line, &below, arena);
    }
    if (text.len > ND_MAX_FRONT_MATTER || !take_delimiters(&text) || !is_fields(text, &is_toml))
        return NULL;
    return is_toml ? nd_toml_read(text, 1, arena, problems) : nd_yaml_read(text, 1, NULL, arena, problems);
}
