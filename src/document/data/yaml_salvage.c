#include "document/data/yaml.h"

#include "newsdex/limits.h"

/* True when libyaml, which reads ahead as long as something may be a key, would spend too much on brackets.
 */
static bool is_nested_too_deeply(struct nd_str s) {
    size_t depth = 0;

    for (size_t i = 0; i < s.len && depth <= ND_MAX_YAML_DEPTH; i++) {
        depth += s.ptr[i] == '[' || s.ptr[i] == '{';
        depth -= depth > 0 && (s.ptr[i] == ']' || s.ptr[i] == '}');
    }
    return depth > ND_MAX_YAML_DEPTH;
}

static size_t indentation_of(struct nd_str line) {
    size_t count = 0;

    while (count < line.len && nd_char_is_blank(line.ptr[count]))
        count++;
    return count;
}

/* The colon that ends the key at the start of s: the first one with a blank or nothing behind it. */
static size_t find_colon(struct nd_str s) {
    size_t at = 0;

    if (s.len > 1 && (s.ptr[0] == '"' || s.ptr[0] == '\'')) {
        at = nd_str_find_char(nd_str_skip(s, 1), s.ptr[0]);
        if (at == SIZE_MAX)
            return SIZE_MAX;
        at += 2;
    }
    for (; at < s.len; at++)
        if (s.ptr[at] == ':' && (at + 1 == s.len || nd_char_is_blank(s.ptr[at + 1])))
            return at;
    return SIZE_MAX;
}

static struct nd_str without_quotes(struct nd_str s) {
    if (s.len >= 2 && (s.ptr[0] == '"' || s.ptr[0] == '\'') && s.ptr[s.len - 1] == s.ptr[0])
        return nd_str_slice(s, 1, s.len - 1);
    return s;
}

/* The key of a line "key: rest" that is indented this far; ND_STR_NONE when it is none. */
static struct nd_str key_of_line(struct nd_str line, size_t indentation, struct nd_str *rest) {
    struct nd_str text = nd_str_skip(line, indentation);
    size_t at;

    if (indentation_of(line) != indentation || text.len == 0 || text.ptr[0] == '-' || text.ptr[0] == '#')
        return ND_STR_NONE;
    at = find_colon(text);
    if (at == SIZE_MAX || at == 0)
        return ND_STR_NONE;
    *rest = nd_str_trim(nd_str_skip(text, at + 1));
    return without_quotes(nd_str_trim(nd_str_slice(text, 0, at)));
}

/*
 * True for a line "key: value" below an entry that has its value already: its blanks are too many, and it
 * is no part of that value.
 */
static bool is_stray_key(struct nd_str entry, struct nd_str line, size_t indentation) {
    struct nd_str first = ND_STR_NONE, value = ND_STR_NONE, ignored, key;

    if (indentation_of(line) <= indentation || !nd_str_next_line(&entry, &first) ||
        key_of_line(first, indentation_of(first), &value).ptr == NULL || value.len == 0 ||
        nd_str_find_char(ND_STR("[{\"'|>&*!#"), value.ptr[0]) != SIZE_MAX)
        return false;
    key = key_of_line(line, indentation_of(line), &ignored);
    for (size_t i = 0; i < key.len; i++)
        if (nd_char_is_blank(key.ptr[i]))
            return false;
    return key.len > 0;
}

static bool is_enclosed(struct nd_str s, char open, char close) {
    return s.len >= 2 && s.ptr[0] == open && s.ptr[s.len - 1] == close;
}

/* True for a quoted value with a bare quote or an unknown escape sequence (YAML 1.2.2, section 5.7) in it. */
static bool is_badly_quoted(struct nd_str value) {
    static const struct nd_str escapes = ND_STR_INIT("0abtnvfre \"/\\N_LPxuU\t");
    char quote = value.len == 0 ? '\0' : value.ptr[0], escape = quote == '"' ? '\\' : '\'';

    if ((quote != '"' && quote != '\'') || !is_enclosed(value, quote, quote))
        return false;
    for (size_t i = 1; i + 1 < value.len; i++)
        if (value.ptr[i] == escape && i + 2 < value.len &&
            (quote == '"' ? nd_str_find_char(escapes, value.ptr[i + 1]) != SIZE_MAX
                          : value.ptr[i + 1] == '\''))
            i++;
        else if (value.ptr[i] == quote || value.ptr[i] == escape)
            return true;
    return false;
}

/* True for values that YAML takes for something else than the text they are. */
static bool needs_quotes(struct nd_str value) {
    if (value.len == 0 || is_enclosed(value, '"', '"') || is_enclosed(value, '\'', '\'') ||
        is_enclosed(value, '[', ']') || is_enclosed(value, '{', '}'))
        return false;
    return nd_str_find_char(ND_STR("[]{}\"'@`%&*!|>#,?-:"), value.ptr[0]) != SIZE_MAX ||
           find_colon(value) != SIZE_MAX;
}

/* "|" or ">", perhaps with a sign and a digit: the lines that follow are text. */
static bool is_block_indicator(struct nd_str value) {
    return value.len > 0 && value.len <= 3 && (value.ptr[0] == '|' || value.ptr[0] == '>');
}

static void add_quoted(struct nd_buf *out, struct nd_str value) {
    nd_buf_add_char(out, '\'');
    for (size_t i = 0; i < value.len; i++) {
        if (value.ptr[i] == '\'')
            nd_buf_add_char(out, '\'');
        nd_buf_add_char(out, value.ptr[i]);
    }
    nd_buf_add_char(out, '\'');
}

/*
 * Where the value begins in a line "key: value", "- value" or "- key: value"; the end when there is none.
 * *parent is the column that a block of text below has to be indented more than.
 */
static size_t find_value(struct nd_str line, size_t *parent) {
    size_t at = indentation_of(line), colon;
    bool is_member = false;

    *parent = at;
    while (at + 1 < line.len && line.ptr[at] == '-' && nd_char_is_blank(line.ptr[at + 1])) {
        is_member = true;
        *parent = at;
        at += 1 + indentation_of(nd_str_skip(line, at + 1));
    }
    colon = find_colon(nd_str_skip(line, at));
    if (colon == SIZE_MAX || colon == 0)
        return is_member ? at : line.len;
    *parent = at;
    at += colon + 1;
    return at + indentation_of(nd_str_skip(line, at));
}

static void add_line(struct nd_buf *out, struct nd_str line, size_t value_at, bool is_text) {
    size_t indentation = indentation_of(line);
    struct nd_str value = nd_str_trim(nd_str_skip(line, value_at));

    for (size_t i = 0; i < indentation; i++)
        nd_buf_add_z(out, line.ptr[i] == '\t' ? "  " : " ");
    if (!is_text && !is_block_indicator(value) && (needs_quotes(value) || is_badly_quoted(value))) {
        nd_buf_add(out, nd_str_slice(line, indentation, value_at));
        add_quoted(out, is_badly_quoted(value) ? without_quotes(value) : value);
    } else {
        nd_buf_add(out, nd_str_skip(line, indentation));
    }
    nd_buf_add_char(out, '\n');
}

void nd_yaml_quote_values(struct nd_str entry, struct nd_buf *out) {
    struct nd_str line;
    size_t parent, block_parent = 0;
    bool is_text = false; /* inside a block of text */

    while (nd_str_next_line(&entry, &line)) {
        size_t indentation = indentation_of(line), value_at = find_value(line, &parent);

        is_text = is_text && (indentation == line.len || indentation > block_parent);
        add_line(out, line, value_at, is_text);
        if (!is_text && is_block_indicator(nd_str_trim(nd_str_skip(line, value_at)))) {
            is_text = true;
            block_parent = parent;
        }
    }
}

struct salvage {
    struct nd_arena *arena;
    struct nd_value *map;
    size_t indentation, nodes;
    bool is_json;
    struct nd_buf quoted;
};

/* Adds what libyaml makes of entry, if that is a map of one key. */
static bool add_parsed(struct salvage *salvage, struct nd_str entry, uint32_t line) {
    struct nd_problems ignored;
    struct nd_yaml_result result;

    nd_problems_init(&ignored, salvage->arena);
    nd_yaml_parse(entry, line, salvage->arena, &ignored, &result);
    salvage->nodes += result.nodes;
    if (result.root == NULL || result.root->type != ND_MAP || result.root->count != 1)
        return false;
    nd_value_put(salvage->map, result.root->first->key, result.root->first);
    return true;
}

static void add_text(struct salvage *salvage, struct nd_str key, struct nd_str text, uint32_t line) {
    struct nd_value *value =
        nd_value_string(salvage->arena, nd_arena_str(salvage->arena, without_quotes(text)));

    value->line = line;
    value->column = 1;
    nd_value_put(salvage->map, nd_arena_str(salvage->arena, key), value);
    salvage->nodes += 2;
}

/* entry begins with a key line and ends before the next. */
static void add_entry(struct salvage *salvage, struct nd_str entry, uint32_t line) {
    struct nd_str rest = entry, first, text = ND_STR_NONE, key;

    entry = nd_str_trim_right(entry);
    if (salvage->is_json && nd_str_ends(entry, ND_STR(",")))
        entry.len--;
    if (!nd_str_next_line(&rest, &first) || salvage->nodes > ND_MAX_YAML_NODES)
        return;
    key = key_of_line(first, indentation_of(first), &text);
    if (key.ptr == NULL)
        return;
    if (!is_nested_too_deeply(entry)) {
        if (add_parsed(salvage, entry, line))
            return;
        nd_buf_clear(&salvage->quoted);
        nd_yaml_quote_values(entry, &salvage->quoted);
        if (!salvage->is_json && add_parsed(salvage, nd_buf_str(&salvage->quoted), line))
            return;
    }
    if (!salvage->is_json)
        add_text(salvage, key, nd_str_trim(nd_str_skip(entry, (size_t)(text.ptr - entry.ptr))), line);
}

/* How far the first key of a JSON object is indented. */
static size_t indentation_of_first_key(struct nd_str block) {
    struct nd_str line;

    while (nd_str_next_line(&block, &line))
        if (nd_str_starts(nd_str_trim(line), ND_STR("\"")))
            return indentation_of(line);
    return 0;
}

struct nd_value *nd_yaml_salvage(struct nd_str block, uint32_t first_line, struct nd_arena *arena) {
    struct salvage salvage = {.arena = arena, .map = nd_value_new(arena, ND_MAP)};
    struct nd_str rest, line, ignored, entry = ND_STR_NONE;
    uint32_t number = first_line, entry_line = first_line;

    salvage.is_json = nd_str_starts(block, ND_STR("{"));
    if (salvage.is_json)
        block = nd_str_slice(nd_str_skip(block, 1), 0, nd_str_rfind_char(block, '}') - 1);
    if (salvage.is_json)
        salvage.indentation = indentation_of_first_key(block);
    rest = block;
    for (;; number++) {
        struct nd_str before = rest;
        bool more = nd_str_next_line(&rest, &line);
        bool begins =
            more &&
            (key_of_line(line, salvage.indentation, &ignored).ptr != NULL ||
             (entry.ptr != NULL && !salvage.is_json && is_stray_key(entry, line, salvage.indentation)));
        if (entry.ptr != NULL && (!more || begins)) {
            entry.len = (size_t)(before.ptr - entry.ptr);
            add_entry(&salvage, entry, entry_line);
        }
        if (!more)
            break;
        if (begins) {
            entry = before;
            entry_line = number;
        }
    }
    nd_buf_free(&salvage.quoted);
    return salvage.map;
}
