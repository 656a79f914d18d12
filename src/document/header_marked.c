/*
 * Fields above a text in the dress of markdown: "**Author:** Jane Roe", "- Date: 5 March 2024", "> Source:
 * [Gazette](https://…)", rows of a table with two columns, definitions that nobody sees ("[//]: # (title:
 * …)"); at the very beginning or below the title. Two of them must be known, and all must be fields.
 */
#include "document/header.h"
#include "newsdex/limits.h"

#include <string.h>

enum { LEAST_KNOWN = 2 };

static bool is_mark(char c) {
    return c == '*' || c == '_' || c == '`';
}

/* Without the signs of quotes, items and definitions before a line. */
static struct nd_str without_signs(struct nd_str line) {
    static const struct nd_str definition = ND_STR_INIT("[//]: # (");

    line = nd_str_trim(line);
    if (nd_str_starts(line, definition) && nd_str_ends(line, ND_STR(")")))
        return nd_str_slice(line, definition.len, line.len - 1);
    while (line.len > 1 && line.ptr[0] == '>')
        line = nd_str_trim(nd_str_skip(line, 1));
    if (line.len > 2 && nd_char_is_one_of(line.ptr[0], "-*+") && line.ptr[1] == ' ')
        line = nd_str_trim(nd_str_skip(line, 2));
    if (nd_str_ends(line, ND_STR("\\")))
        line = nd_str_slice(line, 0, line.len - 1);
    return nd_str_ends(line, ND_STR("<br>")) ? nd_str_slice(line, 0, line.len - 4) : line;
}

/* Without pairs of marks around all of it. */
static struct nd_str without_marks(struct nd_str text) {
    text = nd_str_trim(text);
    while (text.len > 2 && is_mark(text.ptr[0]) && text.ptr[text.len - 1] == text.ptr[0])
        text = nd_str_trim(nd_str_slice(text, 1, text.len - 1));
    return text;
}

/* "**Name:** value", "**Name**: value", "*Name: value*" and without marks. */
static bool split_named(struct nd_str line, struct nd_str *name, struct nd_str *value) {
    size_t sign, run = 0;

    while (run < line.len && is_mark(line.ptr[run]))
        run++;
    sign = nd_str_find_char(line, ':');
    *value = nd_str_skip(line, sign == SIZE_MAX ? line.len : sign + 1);
    if (nd_str_find(nd_str_slice(line, 0, sign), ND_STR("：")) != SIZE_MAX) {
        sign = nd_str_find(line, ND_STR("："));
        *value = nd_str_skip(line, sign + strlen("："));
    }
    if (sign == SIZE_MAX || sign <= run)
        return false;
    *name = nd_str_trim(nd_str_slice(line, run, sign));
    while (name->len > 0 && is_mark(name->ptr[name->len - 1]))
        *name = nd_str_slice(*name, 0, name->len - 1);
    if (nd_str_starts(*value, ND_STR(": "))) /* "source:: …" among others */
        *value = nd_str_skip(*value, 1);
    if (run > 0 && nd_str_starts(*value, nd_str_slice(line, 0, run)))
        *value = nd_str_skip(*value, run);
    else if (run > 0 && nd_str_ends(*value, nd_str_slice(line, 0, run)))
        *value = nd_str_slice(*value, 0, value->len - run);
    *name = nd_str_trim(*name);
    *value = without_marks(*value);
    return true;
}

/* "| name | value |"; *is_rule: the line below the first row. */
static bool split_row(struct nd_str line, struct nd_str *name, struct nd_str *value, bool *is_rule) {
    struct nd_str cells = nd_str_skip(line, 1);
    size_t bar;

    if (nd_str_ends(cells, ND_STR("|")))
        cells = nd_str_slice(cells, 0, cells.len - 1);
    *is_rule = true;
    for (size_t i = 0; i < cells.len; i++)
        *is_rule = *is_rule && nd_char_is_one_of(cells.ptr[i], "-:| ");
    bar = nd_str_find_char(cells, '|');
    if (bar == SIZE_MAX || nd_str_find_char(nd_str_skip(cells, bar + 1), '|') != SIZE_MAX)
        return false;
    *name = without_marks(nd_str_slice(cells, 0, bar));
    *value = without_marks(nd_str_skip(cells, bar + 1));
    if (nd_str_ends(*name, ND_STR(":")))
        *name = without_marks(nd_str_slice(*name, 0, name->len - 1));
    return true;
}

/* The text of "[text](address)" and "<address>" in s; *address: the first one, absent when there is none. */
static struct nd_str without_links(struct nd_str s, struct nd_str *address, struct nd_arena *arena) {
    char *out = nd_arena_bytes(arena, s.len + 1);
    size_t length = 0;

    *address = ND_STR_NONE;
    if (s.len > 2 && s.ptr[0] == '<' && s.ptr[s.len - 1] == '>')
        s = nd_str_slice(s, 1, s.len - 1);
    for (size_t i = 0; i < s.len; i++) {
        struct nd_str rest = nd_str_skip(s, i);
        size_t middle = rest.ptr[0] == '[' ? nd_str_find(rest, ND_STR("](")) : SIZE_MAX;
        size_t end = middle == SIZE_MAX ? SIZE_MAX : nd_str_find_char(nd_str_skip(rest, middle), ')');
        if (end == SIZE_MAX) {
            out[length++] = s.ptr[i];
            continue;
        }
        memcpy(out + length, rest.ptr + 1, middle - 1);
        length += middle - 1;
        if (address->ptr == NULL) {
            *address = nd_str_slice(rest, middle + 2, middle + end);
            *address = nd_str_slice(*address, 0, nd_str_find_char(*address, ' '));
        }
        i += middle + end;
    }
    return nd_str_of(out, length);
}

/* A source that is linked is both an address and a name. */
static bool put(struct nd_value *fields, struct nd_str name, struct nd_str value, struct nd_arena *arena) {
    struct nd_str address, text = nd_header_unlinked(without_links(value, &address, arena), arena);

    if (address.ptr != NULL && nd_header_names_address(name))
        text = address;
    else if (address.ptr != NULL && nd_header_names_source(name) &&
             nd_header_put(fields, ND_STR("url"), address, arena) == NULL)
        return false;
    return text.len == 0 || nd_header_put(fields, name, text, arena) != NULL;
}

static bool has(const struct nd_value *fields, struct nd_str name) {
    for (const struct nd_value *v = fields->first; v != NULL; v = v->next)
        if (nd_str_eq_nocase(v->key, name))
            return true;
    return false;
}

/* What one line is in a block of fields. */
enum line_kind { LINE_OTHER, LINE_BLANK, LINE_FIELD, LINE_FRAME /* of a table */ };

static enum line_kind read_line(struct nd_str line, bool is_first, struct nd_str *name,
                                struct nd_str *value) {
    struct nd_str text = without_signs(line);
    bool is_rule = false, is_row = nd_str_starts(text, ND_STR("|"));

    if (nd_str_trim(line).len == 0)
        return LINE_BLANK;
    if (line.len > ND_MAX_EXCERPT_CHARS * 4)
        return LINE_OTHER;
    if (is_row ? !split_row(text, name, value, &is_rule) : !split_named(text, name, value))
        return LINE_OTHER;
    if (is_rule)
        return LINE_FRAME;
    if (!nd_header_is_field(*name))
        return is_row && is_first ? LINE_FRAME : LINE_OTHER;
    return LINE_FIELD;
}

/* Lines of fields down to what is none; behind a blank line others may follow that were not there. */
static bool read_block(struct nd_value *fields, struct nd_str *rest, uint32_t *number,
                       struct nd_arena *arena) {
    struct nd_str after = *rest, line, name, value;
    uint32_t at = *number;
    size_t known = 0, lines = 0;
    bool is_blank = true, is_dressed = false;

    for (; lines < ND_MAX_HEADER_LINES && nd_str_next_line(&after, &line); at++) {
        enum line_kind kind = read_line(line, lines == 0, &name, &value);
        if (kind == LINE_OTHER && !is_blank)
            return false;
        if (kind == LINE_OTHER || (kind == LINE_FIELD && is_blank && has(fields, name)))
            break;
        is_blank = kind == LINE_BLANK;
        if (kind == LINE_FIELD) {
            is_dressed = is_dressed || name.ptr != nd_str_trim(line).ptr;
            known += (nd_header_is_known(name) || nd_header_names_title(name)) && value.len > 0;
            if (!put(fields, name, value, arena))
                return false;
        }
        if (!is_blank) {
            lines++;
            *rest = after;
            *number = at;
        }
    }
    return is_dressed && known >= LEAST_KNOWN && nd_str_trim(*rest).len > 0;
}

/* "# Title", or a line over a rule of '='; *rest and *number move behind it. Absent where there is none. */
static struct nd_str read_title(struct nd_str *rest, uint32_t *number) {
    struct nd_str line = ND_STR(""), below = ND_STR(""), after = *rest, rule;

    (void)nd_str_next_line(&after, &line);
    line = nd_str_trim(line);
    rule = after;
    (void)nd_str_next_line(&rule, &below);
    below = nd_str_trim(below);
    if (line.len > ND_MAX_EXCERPT_CHARS)
        return ND_STR_NONE;
    if (nd_str_starts(line, ND_STR("# "))) {
        *rest = after;
        *number += 1;
        return nd_str_trim(nd_str_skip(line, 2));
    }
    for (size_t i = 0; i < below.len; i++)
        if (below.ptr[i] != '=')
            return ND_STR_NONE;
    if (line.len == 0 || below.len < 3)
        return ND_STR_NONE;
    *rest = rule;
    *number += 2;
    return line;
}

struct nd_value *nd_header_read_marked(struct nd_str *rest, uint32_t *number, struct nd_arena *arena) {
    struct nd_value *fields = nd_value_new(arena, ND_MAP);
    struct nd_str title = read_title(rest, number);

    if (title.len > 0)
        (void)nd_header_put(fields, ND_STR("title"), without_marks(title), arena);
    return read_block(fields, rest, number, arena) ? fields : NULL;
}
