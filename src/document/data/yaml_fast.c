#include "document/data/yaml_fast.h"

#include "document/front_matter.h"
#include "newsdex/limits.h"

#include <string.h>

enum {
    MAX_KEY = 128, /* bytes; libyaml gives up on 1024 characters */
    FEW_KEYS = 24  /* so many are compared with each other one by one */
};

/* A line with something on it, or what is left of it behind "- ". */
struct line {
    const char *begin; /* of the whole line */
    const char *text;  /* its first character that is no blank */
    const char *end;   /* behind the last one that is no blank */
    size_t indent;     /* text - begin: all before it is ASCII */
};

/*
 * line is the line to be read next. Whatever is out of the ordinary sets gave_up, after which nothing is
 * read any more and what was read is dropped.
 */
struct reader {
    const char *next, *end;
    struct line line;
    bool has_line, gave_up;
    uint32_t number; /* of line, in the file */
    size_t nodes;
    struct nd_arena *arena;
    const struct nd_known_entries *known;      /* NULL when there are none, or their list has come */
    const struct nd_known_entries *entries;    /* the same while their list is being read */
    struct nd_value *repeats[ND_MAX_PROBLEMS]; /* maps in which a key comes twice, in order of their ends */
    size_t repeat_count;
};

static struct nd_value *read_map(struct reader *reader, size_t depth);
static struct nd_value *read_list(struct reader *reader, size_t depth, bool may_end_here);

static void give_up(struct reader *reader) {
    reader->gave_up = true;
    reader->has_line = false;
}

/*
 * Characters that libyaml refuses (YAML 1.1, section 4.1), takes for line ends (NEL, LS, PS) or that need a
 * closer look (tab, byte order mark).
 */
static bool is_odd(const unsigned char *at, const unsigned char *end) {
    if (*at < 0x20 || *at == 0x7f)
        return true;
    if (end - at < 2)
        return false;
    if (at[0] == 0xC2)
        return at[1] < 0xA0;
    if (end - at < 3)
        return false;
    if (at[0] == 0xE2)
        return at[1] == 0x80 && (at[2] == 0xA8 || at[2] == 0xA9);
    return at[0] == 0xEF && ((at[1] == 0xBB && at[2] == 0xBF) || (at[1] == 0xBF && at[2] >= 0xBE));
}

/* True when eight bytes are printable ASCII; false also when they only might not be. */
static bool is_printable_word(const unsigned char *at) {
    const uint64_t ones = UINT64_MAX / 255;
    uint64_t word;

    memcpy(&word, at, sizeof word);
    return (((word - ones * 0x20) | (word + ones)) & (ones * 0x80)) == 0;
}

/* Eight bytes at a time while they are printable ASCII, the last ones together with some before them; a byte
 * that only might be odd costs a closer look. */
static bool has_odd_character(const char *from, const char *to) {
    const unsigned char *at = (const unsigned char *)from, *end = (const unsigned char *)to;

    while (at < end) {
        if (end - at >= 8 && is_printable_word(at)) {
            at += 8;
            continue;
        }
        if (end - at < 8 && to - from >= 8 && is_printable_word(end - 8))
            return false;
        for (int i = 0; i < 8 && at < end; i++, at++)
            if (is_odd(at, end))
                return true;
    }
    return false;
}

/* Marks of documents and directives; they mean something in the first column only. */
static bool is_document_mark(const struct line *line) {
    struct nd_str text = nd_str_of(line->text, (size_t)(line->end - line->text));

    return line->indent == 0 && (nd_str_starts(text, ND_STR("---")) || nd_str_starts(text, ND_STR("...")));
}

/* Goes on to the next line that is neither blank nor a comment. */
static void next_line(struct reader *reader) {
    struct line *line = &reader->line;

    reader->has_line = false;
    while (reader->next < reader->end) {
        const char *stop = memchr(reader->next, '\n', (size_t)(reader->end - reader->next));
        line->begin = line->text = reader->next;
        line->end = stop == NULL ? reader->end : stop;
        reader->next = stop == NULL ? reader->end : stop + 1;
        reader->number++;
        if (has_odd_character(line->begin, line->end)) {
            give_up(reader);
            return;
        }
        while (line->text < line->end && *line->text == ' ')
            line->text++;
        while (line->end > line->text && line->end[-1] == ' ')
            line->end--;
        if (line->text == line->end || *line->text == '#')
            continue;
        line->indent = (size_t)(line->text - line->begin);
        reader->has_line = !is_document_mark(line);
        reader->gave_up = !reader->has_line;
        return;
    }
}

static struct nd_value *new_node(struct reader *reader, enum nd_value_type type, size_t column) {
    struct nd_value *node = nd_value_new(reader->arena, type);

    node->line = reader->number;
    node->column = (uint32_t)column + 1;
    if (++reader->nodes > ND_MAX_YAML_NODES)
        give_up(reader);
    return node;
}

/* The letter first: nearly all are one. */
static bool is_key_character(char c) {
    return (unsigned char)((c | 0x20) - 'a') < 26 || nd_char_is_digit(c) || c == '_' || c == '-';
}

/* A key that needs no thought, with its colon; absent when there is none. */
static struct nd_str find_key(const struct line *line) {
    const char *at = line->text;

    if (!nd_char_is_alpha(*at) && *at != '_')
        return ND_STR_NONE;
    while (at < line->end && is_key_character(*at))
        at++;
    if (at == line->end || *at != ':' || at - line->text > MAX_KEY || (at + 1 < line->end && at[1] != ' '))
        return ND_STR_NONE;
    return nd_str_of(line->text, (size_t)(at - line->text));
}

static bool is_list_entry(const struct line *line) {
    return *line->text == '-' && (line->text + 1 == line->end || line->text[1] == ' ');
}

/* What the two characters of an escape stand for (YAML 1.1, section 5.7); NUL when it is not a common one. */
static char unescape(char quote, char first, char second) {
    static const char names[] = "\"\\/nrt", values[] = "\"\\/\n\r\t";
    const char *at;

    if (quote == '\'')
        return first == '\'' && second == '\'' ? '\'' : '\0';
    at = first != '\\' || second == '\0' ? NULL : strchr(names, second);
    return at == NULL ? '\0' : values[at - names];
}

/* The text between the quotes at at; the closing one must be the last character of the line. */
static struct nd_str unquote(struct reader *reader, const char *at) {
    const char *end = reader->line.end;
    char quote = *at++, *copy, *out;
    struct nd_str text = nd_str_of(at, (size_t)(end - at));

    if (text.len == 0 || end[-1] != quote) {
        give_up(reader);
        return ND_STR_NONE;
    }
    text.len--;
    if (memchr(text.ptr, quote, text.len) == NULL &&
        (quote == '\'' || memchr(text.ptr, '\\', text.len) == NULL))
        return text;
    copy = out = nd_arena_bytes(reader->arena, text.len + 1);
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i], escaped = unescape(quote, c, i + 1 < text.len ? text.ptr[i + 1] : '\0');
        if (escaped == '\0' && (c == quote || (quote == '"' && c == '\\'))) {
            give_up(reader);
            return ND_STR_NONE;
        }
        i += escaped != '\0';
        *out++ = escaped != '\0' ? escaped : c;
    }
    *out = '\0';
    return nd_str_of(copy, (size_t)(out - copy));
}

/* A plain scalar may begin with what is no indicator (YAML 1.1, section 5.3). */
static bool may_begin_plain(struct nd_str text) {
    static const char indicators[] = "-?:,[]{}#&*!|>'\"%@`";

    if (text.ptr[0] == '-')
        return text.len > 1 && text.ptr[1] != ' ';
    return memchr(indicators, text.ptr[0], sizeof indicators - 1) == NULL;
}

/* A colon at the end of a word begins a value, a number sign at the beginning of one a comment. */
static bool has_indicator_inside(struct nd_str text) {
    const char *at = text.ptr, *end = text.ptr + text.len;

    while ((at = memchr(at, ':', (size_t)(end - at))) != NULL) {
        at++;
        if (at == end || *at == ' ')
            return true;
    }
    at = text.ptr;
    while ((at = memchr(at, '#', (size_t)(end - at))) != NULL) {
        if (at[-1] == ' ')
            return true;
        at++;
    }
    return false;
}

/* The scalar from at to the end of the line. */
static struct nd_value *read_scalar(struct reader *reader, const char *at) {
    struct nd_value *node = new_node(reader, ND_STRING, (size_t)(at - reader->line.begin));
    struct nd_str text = nd_str_of(at, (size_t)(reader->line.end - at));

    if (*at == '"' || *at == '\'')
        node->text = unquote(reader, at);
    else if (may_begin_plain(text) && !has_indicator_inside(text))
        nd_yaml_type_plain(node, text);
    else
        give_up(reader);
    if (!reader->gave_up)
        next_line(reader);
    return node;
}

/* The value of a key with nothing behind its colon. indent is the map's, column is behind the colon. */
static struct nd_value *read_below(struct reader *reader, size_t indent, size_t column, size_t depth) {
    struct nd_value *empty = new_node(reader, ND_NULL, column);

    if (reader->gave_up)
        return empty;
    next_line(reader);
    if (!reader->has_line || reader->line.indent < indent)
        return empty;
    if (reader->line.indent == indent && !is_list_entry(&reader->line))
        return empty;
    reader->nodes--;
    if (is_list_entry(&reader->line))
        return read_list(reader, depth + 1, reader->line.indent == indent);
    return read_map(reader, depth + 1);
}

static bool has_repeats(const struct nd_value *map) {
    if (map->count > FEW_KEYS)
        return true; /* or so it may be */
    for (const struct nd_value *a = map->first; a != NULL; a = a->next)
        for (const struct nd_value *b = a->next; b != NULL; b = b->next)
            if (a->key.len == b->key.len && memcmp(a->key.ptr, b->key.ptr, a->key.len) == 0)
                return true;
    return false;
}

static void note_repeats(struct reader *reader, struct nd_value *map) {
    if (!has_repeats(map))
        return;
    if (reader->repeat_count == ND_MAX_PROBLEMS)
        give_up(reader);
    else
        reader->repeats[reader->repeat_count++] = map;
}

/* Only the first list may have known entries: which of several the caller reads is not for us to say. */
static void begin_member(struct reader *reader, struct nd_str key) {
    reader->entries = NULL;
    if (reader->known == NULL || !reader->known->is_list(key))
        return;
    reader->entries = reader->known;
    reader->known = NULL;
}

static struct nd_value *read_map(struct reader *reader, size_t depth) {
    size_t indent = reader->line.indent;
    struct nd_value *map = new_node(reader, ND_MAP, indent);

    if (depth >= ND_MAX_YAML_DEPTH)
        give_up(reader);
    while (reader->has_line && reader->line.indent == indent) {
        struct nd_str key = find_key(&reader->line);
        const char *at;
        if (key.ptr == NULL) {
            give_up(reader);
            break;
        }
        at = key.ptr + key.len + 1;
        reader->nodes++;
        while (at < reader->line.end && *at == ' ')
            at++;
        if (depth == 0)
            begin_member(reader, key);
        nd_value_put(map, key,
                     at < reader->line.end ? read_scalar(reader, at)
                                           : read_below(reader, indent, indent + key.len + 1, depth));
    }
    if (reader->has_line && reader->line.indent > indent)
        give_up(reader);
    note_repeats(reader, map);
    return map;
}

/*
 * Passes over the lines of an entry behind a dash in column dash (from 0) if they are known: those up to the
 * next that is neither blank nor a comment nor indented more than the dash. NULL when they are not known.
 */
static struct nd_value *pass_known_entry(struct reader *reader, size_t dash) {
    const char *next = reader->next, *text, *stop;
    struct line *line = &reader->line;
    uint32_t count = 0;
    size_t nodes = 0;
    struct nd_value *entry;
    const void *known;

    for (; next < reader->end; next = stop + 1, count++) {
        for (text = next; text < reader->end && *text == ' ';)
            text++;
        if (text < reader->end && *text != '\n' && *text != '#' && (size_t)(text - next) <= dash)
            break;
        stop = memchr(text, '\n', (size_t)(reader->end - text));
        if (stop == NULL)
            stop = reader->end - 1;
    }
    known =
        reader->entries->find(reader->entries->context, nd_str_of(line->text, (size_t)(next - line->text)),
                              (uint32_t)line->indent + 1, &nodes);
    if (known == NULL)
        return NULL;
    entry = new_node(reader, ND_MAP, line->indent);
    entry->as.known = known;
    reader->nodes += nodes - 1;
    if (reader->nodes > ND_MAX_YAML_NODES)
        give_up(reader);
    reader->next = next;
    reader->number += count;
    if (!reader->gave_up)
        next_line(reader);
    return entry;
}

/* What stands behind "- ": a scalar, or a map whose first key it is. */
static struct nd_value *read_entry(struct reader *reader, size_t depth) {
    size_t dash = reader->line.indent, repeats = reader->repeat_count;
    struct line *line = &reader->line;
    struct nd_value *entry;
    const char *text;

    for (line->text++; line->text < line->end && *line->text == ' ';)
        line->text++;
    line->indent = (size_t)(line->text - line->begin);
    if (line->text == line->end || is_list_entry(line)) {
        give_up(reader);
        return nd_value_new(reader->arena, ND_NULL);
    }
    if (find_key(line).ptr == NULL)
        return read_scalar(reader, line->text);
    entry = depth == 1 && reader->entries != NULL ? pass_known_entry(reader, dash) : NULL;
    if (entry != NULL)
        return entry;
    text = line->text;
    entry = read_map(reader, depth + 1);
    if (reader->repeat_count == repeats) /* others are reported each time */
        entry->text = nd_str_of(text, (size_t)((reader->has_line ? line->begin : reader->end) - text));
    return entry;
}

/* may_end_here: a key may follow in the column of the dashes. */
static struct nd_value *read_list(struct reader *reader, size_t depth, bool may_end_here) {
    size_t indent = reader->line.indent;
    struct nd_value *list = new_node(reader, ND_LIST, indent);

    if (depth >= ND_MAX_YAML_DEPTH)
        give_up(reader);
    while (reader->has_line && reader->line.indent == indent && is_list_entry(&reader->line))
        nd_value_add(list, read_entry(reader, depth));
    if (reader->has_line &&
        (reader->line.indent > indent || (reader->line.indent == indent && !may_end_here)))
        give_up(reader);
    return list;
}

struct nd_value *nd_yaml_read_fast(struct nd_str block, uint32_t first_line,
                                   const struct nd_known_entries *known, struct nd_arena *arena,
                                   struct nd_problems *problems) {
    struct reader reader;
    struct nd_value *map;

    if (block.len == 0)
        return NULL;
    reader.next = block.ptr;
    reader.end = block.ptr + block.len;
    reader.gave_up = false;
    reader.number = first_line - 1;
    reader.nodes = reader.repeat_count = 0;
    reader.arena = arena;
    reader.known = known;
    reader.entries = NULL;
    next_line(&reader);
    if (!reader.has_line || reader.line.indent > 0)
        return NULL;
    map = read_map(&reader, 0);
    if (reader.gave_up || reader.has_line)
        return NULL;
    for (size_t i = 0; i < reader.repeat_count; i++)
        nd_value_drop_repeats(reader.repeats[i], problems);
    return map;
}
