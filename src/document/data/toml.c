#include "document/data/toml.h"

#include "document/front_matter.h"
#include "newsdex/alloc.h"

#include <stdlib.h>

/* Finds the tables below a table by key: open addressing over (parent, key of child). */
struct slot {
    const struct nd_value *parent;
    struct nd_value *child;
};

struct index {
    struct slot *slots;
    size_t size, count; /* size is a power of two */
};

struct reader {
    struct nd_toml_scanner scanner;
    struct nd_value *root, *table; /* table: where "key = value" goes */
    size_t depth;                  /* collections around a value in table, root and table included */
    size_t nodes;
    size_t budget; /* bytes that may still be read a second time after errors */
    struct index index;
};

static struct nd_value *new_node(struct reader *reader, enum nd_value_type type) {
    struct nd_value *node = nd_value_new(reader->scanner.arena, type);
    struct nd_toml_mark mark = nd_toml_mark(&reader->scanner, reader->scanner.at);

    node->line = mark.line;
    node->column = mark.column;
    reader->nodes++;
    return node;
}

static void fail(struct reader *reader, const char *why) {
    nd_toml_fail(&reader->scanner, ND_P_TOML_SYNTAX, why);
}

/* The slot of key below parent, or the free one where it belongs. */
static struct slot *find_slot(const struct index *index, const struct nd_value *parent, struct nd_str key) {
    uint64_t hash = nd_str_hash(key) ^ (uint64_t)(uintptr_t)parent * 0x9e3779b97f4a7c15u;
    size_t at = (size_t)(hash >> 20) & (index->size - 1);

    while (index->slots[at].child != NULL &&
           (index->slots[at].parent != parent || !nd_str_eq(index->slots[at].child->key, key)))
        at = (at + 1) & (index->size - 1);
    return &index->slots[at];
}

static void grow_index(struct index *index) {
    struct index old = *index;

    index->size = old.size == 0 ? 16 : old.size * 2;
    index->slots = nd_alloc_array(index->size, sizeof *index->slots);
    for (size_t i = 0; i < old.size; i++)
        if (old.slots[i].child != NULL)
            *find_slot(index, old.slots[i].parent, old.slots[i].child->key) = old.slots[i];
    free(old.slots);
}

/* The table or list of tables under key; a new one of this type when there is none. */
static struct nd_value *obtain(struct reader *reader, struct nd_value *parent, struct nd_str key,
                               enum nd_value_type type) {
    struct slot *slot;

    if (reader->index.count * 2 >= reader->index.size)
        grow_index(&reader->index);
    slot = find_slot(&reader->index, parent, key);
    if (slot->child == NULL) {
        *slot = (struct slot){parent, new_node(reader, type)};
        reader->index.count++;
        nd_value_put(parent, key, slot->child);
    }
    return slot->child;
}

/* One step of a path; of a list of tables the last one is meant. */
static struct nd_value *descend(struct reader *reader, struct nd_value *table, struct nd_str key,
                                size_t *depth) {
    struct nd_value *next = obtain(reader, table, key, ND_MAP);

    *depth += next->type == ND_LIST ? 2 : 1;
    return next->type == ND_LIST ? next->last : next;
}

static void put(struct reader *reader, struct nd_value *table, const struct nd_toml_path *path,
                struct nd_value *value) {
    size_t depth = 0;

    for (size_t i = 0; i + 1 < path->count; i++)
        table = descend(reader, table, path->parts[i], &depth);
    nd_value_put(table, path->parts[path->count - 1], value);
}

/* "a.b =" in a table that is nested depth deep. */
static bool read_key(struct reader *reader, size_t depth, struct nd_toml_path *path) {
    if (!nd_toml_path(&reader->scanner, ND_MAX_YAML_DEPTH - depth + 1, path))
        return false;
    if (!nd_toml_take(&reader->scanner, '=')) {
        fail(reader, "no \"=\" behind a key");
        return false;
    }
    nd_toml_skip_blanks(&reader->scanner);
    return true;
}

static struct nd_value *read_value(struct reader *reader, size_t depth);

/* At '['. After a failure the list holds what was read before. */
static struct nd_value *read_array(struct reader *reader, size_t depth) {
    struct nd_toml_scanner *scanner = &reader->scanner;
    struct nd_value *list = new_node(reader, ND_LIST), *member;

    scanner->at++;
    do {
        nd_toml_skip_lines_and_comments(scanner);
        if (nd_toml_take(scanner, ']'))
            return list;
        member = read_value(reader, depth);
        if (member != NULL)
            nd_value_add(list, member);
        if (scanner->failed)
            return list;
        nd_toml_skip_lines_and_comments(scanner);
    } while (nd_toml_take(scanner, ','));
    if (!nd_toml_take(scanner, ']'))
        fail(reader, "no \",\" or \"]\" behind a member of an array");
    return list;
}

/* At '{'. After a failure the table holds what was read before. */
static struct nd_value *read_inline_table(struct reader *reader, size_t depth) {
    struct nd_toml_scanner *scanner = &reader->scanner;
    struct nd_value *table = new_node(reader, ND_MAP), *value;
    struct nd_toml_path path;

    scanner->at++;
    nd_toml_skip_blanks(scanner);
    if (nd_toml_take(scanner, '}'))
        return table;
    do {
        if (!read_key(reader, depth, &path))
            return table;
        value = read_value(reader, depth + path.count - 1);
        if (value != NULL)
            put(reader, table, &path, value);
        if (scanner->failed)
            return table;
        nd_toml_skip_blanks(scanner);
    } while (nd_toml_take(scanner, ','));
    if (!nd_toml_take(scanner, '}'))
        fail(reader, "no \",\" or \"}\" behind a value of an inline table");
    return table;
}

/* A number, boolean, date or time; NULL when it is none. */
static struct nd_value *read_token(struct reader *reader) {
    struct nd_str token = nd_toml_token(&reader->scanner);
    struct nd_value *node;

    if (token.len == 0) {
        fail(reader, "a value is missing");
        return NULL;
    }
    node = new_node(reader, ND_STRING);
    if (!nd_toml_type(node, nd_arena_str(reader->scanner.arena, token))) {
        fail(reader, "text without quotes");
        return NULL;
    }
    reader->scanner.at += token.len;
    return node;
}

/* depth: how many collections are around the value. NULL when nothing could be read. */
static struct nd_value *read_value(struct reader *reader, size_t depth) {
    char c = nd_toml_peek(&reader->scanner, 0);
    bool is_collection = c == '[' || c == '{';
    struct nd_value *node;

    if (reader->nodes >= ND_MAX_YAML_NODES || (is_collection && depth >= ND_MAX_YAML_DEPTH)) {
        nd_toml_fail(&reader->scanner, ND_P_YAML_LIMIT,
                     reader->nodes >= ND_MAX_YAML_NODES ? "too many values" : "nested too deeply");
        return NULL;
    }
    if (is_collection)
        return c == '[' ? read_array(reader, depth + 1) : read_inline_table(reader, depth + 1);
    if (c != '"' && c != '\'')
        return read_token(reader);
    node = new_node(reader, ND_STRING);
    node->text = nd_toml_string(&reader->scanner, true);
    return node;
}

/* Without the quotes around s, or before it when they are closed nowhere in s. */
static struct nd_str without_quotes(struct nd_str s) {
    size_t run = 1;

    if (s.ptr[0] != '"' && s.ptr[0] != '\'')
        return s;
    while (run < 3 && run < s.len && s.ptr[run] == s.ptr[0])
        run++;
    if (s.len > run && s.ptr[s.len - 1] == s.ptr[0])
        return nd_str_slice(s, run, s.len - run);
    return nd_str_find_char(nd_str_skip(s, run), s.ptr[0]) == SIZE_MAX ? nd_str_skip(s, run) : s;
}

/* What stands behind the key up to the end of the line, without quotes around it. */
static struct nd_value *salvage_line(struct reader *reader, struct nd_toml_mark mark) {
    struct nd_str rest = nd_str_skip(reader->scanner.text, mark.at), line = ND_STR_NONE;
    struct nd_value *value;

    if (!nd_str_next_line(&rest, &line) || (line = nd_str_trim(line)).len == 0)
        return NULL;
    value = nd_value_string(reader->scanner.arena, nd_arena_str(reader->scanner.arena, without_quotes(line)));
    value->line = mark.line;
    value->column = mark.column;
    return value;
}

static void read_assignment(struct reader *reader) {
    struct nd_toml_scanner *scanner = &reader->scanner;
    struct nd_toml_path path;
    struct nd_toml_mark mark;
    struct nd_value *value;

    if (!read_key(reader, reader->depth, &path))
        return;
    mark = nd_toml_mark(scanner, scanner->at);
    value = read_value(reader, reader->depth + path.count - 1);
    if (!scanner->failed && !nd_toml_take_line_end(scanner))
        fail(reader, "text behind a value");
    if (scanner->failed && (value == NULL || nd_value_is_scalar(value)))
        value = salvage_line(reader, mark);
    if (value != NULL)
        put(reader, reader->table, &path, value);
}

/* Makes the table of a header the one that keys go to. */
static void open_table(struct reader *reader, const struct nd_toml_path *path, bool is_list) {
    struct nd_str last = path->parts[path->count - 1];
    struct nd_value *table = reader->root, *list;
    size_t depth = 1;

    for (size_t i = 0; i + 1 < path->count; i++)
        table = descend(reader, table, path->parts[i], &depth);
    list = is_list ? obtain(reader, table, last, ND_LIST) : NULL;
    if (list != NULL && list->type == ND_LIST)
        nd_value_add(list, new_node(reader, ND_MAP));
    reader->table = descend(reader, table, last, &depth);
    reader->depth = depth < ND_MAX_YAML_DEPTH ? depth : ND_MAX_YAML_DEPTH;
}

/* "[a.b]" or "[[a.b]]". A list of tables is two levels, so only half the depth may be spent on names. */
static void read_header(struct reader *reader) {
    struct nd_toml_scanner *scanner = &reader->scanner;
    struct nd_toml_path path;
    bool is_list;

    scanner->at++;
    is_list = nd_toml_take(scanner, '[');
    if (reader->nodes >= ND_MAX_YAML_NODES)
        nd_toml_fail(scanner, ND_P_YAML_LIMIT, "too many values");
    if (scanner->failed || !nd_toml_path(scanner, ND_MAX_YAML_DEPTH / 2 - 1, &path))
        return;
    if (!nd_toml_take(scanner, ']') || (is_list && !nd_toml_take(scanner, ']')))
        fail(reader, "no \"]\" behind the name of a table");
    else if (!nd_toml_take_line_end(scanner))
        fail(reader, "text behind the name of a table");
    open_table(reader, &path, is_list);
}

/* "key =" or "[table" at the beginning of a line. */
static bool is_statement(struct nd_str line) {
    struct nd_str trimmed = nd_str_trim(line);
    size_t at = nd_str_find_char(trimmed, '=');

    if (trimmed.len > 0 && trimmed.ptr[0] == '[')
        return nd_str_find_char(trimmed, ']') != SIZE_MAX;
    if (at == SIZE_MAX || at == 0)
        return false;
    for (size_t i = 0; i < at; i++)
        if (!nd_char_is_alpha(trimmed.ptr[i]) && !nd_char_is_digit(trimmed.ptr[i]) &&
            nd_str_find_char(ND_STR(" \t._-\"'"), trimmed.ptr[i]) == SIZE_MAX)
            return false;
    return true;
}

/*
 * After a failure: to the next line that looks like a statement. An unclosed string or array may have
 * swallowed many, so the search starts below the failed statement's first line, as long as the bytes read
 * twice stay fewer than the text has; then it starts where the reader stands.
 */
static void recover(struct reader *reader, struct nd_toml_mark start) {
    struct nd_toml_scanner *scanner = &reader->scanner;
    size_t twice = scanner->at - start.at;
    struct nd_str rest, line;

    if (twice <= reader->budget) {
        reader->budget -= twice;
        scanner->at = start.at;
        scanner->mark = start;
    }
    rest = nd_str_skip(scanner->text, scanner->at);
    (void)!nd_str_next_line(&rest, &line);
    do
        scanner->at = scanner->text.len - rest.len;
    while (nd_str_next_line(&rest, &line) && !is_statement(line));
}

static void read_statement(struct reader *reader) {
    struct nd_toml_scanner *scanner = &reader->scanner;

    nd_toml_skip_blanks(scanner);
    if (nd_toml_peek(scanner, 0) == '[')
        read_header(reader);
    else if (!nd_toml_take_line_end(scanner))
        read_assignment(reader);
}

static void drop_repeats(struct nd_value *node, struct nd_problems *problems) {
    if (node->type == ND_MAP)
        nd_value_drop_repeats(node, problems);
    for (struct nd_value *v = node->first; v != NULL; v = v->next)
        drop_repeats(v, problems);
}

const struct nd_value *nd_toml_read(struct nd_str block, uint32_t first_line, struct nd_arena *arena,
                                    struct nd_problems *problems) {
    struct reader reader = {.scanner = {.text = block,
                                        .mark = {.at = 0, .line = first_line, .column = 1},
                                        .arena = arena,
                                        .problems = problems},
                            .depth = 1,
                            .budget = block.len};

    reader.root = reader.table = new_node(&reader, ND_MAP);
    while (reader.scanner.at < block.len && reader.nodes < ND_MAX_YAML_NODES) {
        struct nd_toml_mark start = nd_toml_mark(&reader.scanner, reader.scanner.at);
        reader.scanner.failed = false;
        read_statement(&reader);
        if (reader.scanner.failed)
            recover(&reader, start);
    }
    if (!reader.scanner.failed && reader.scanner.at < block.len)
        nd_toml_complain(&reader.scanner, ND_P_YAML_LIMIT, "too many values; the rest was not read");
    nd_buf_free(&reader.scanner.scratch);
    free(reader.index.slots);
    drop_repeats(reader.root, problems);
    return reader.root;
}
