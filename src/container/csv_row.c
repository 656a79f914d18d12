#include "container/csv.h"

#include "newsdex/limits.h"

#include <string.h>

enum {
    MAX_LINE = 65536, /* bytes of a line that is looked at on its own, */
    MAX_LINES = 4,    /* and how often for a field */
    MAX_STRAYS = 64
}; /* quotes in one field that close nothing; with more its first is text, also when
     lines lie between them */

static bool ends_field(struct nd_str text, size_t at, char delimiter) {
    return at >= text.len || text.ptr[at] == delimiter || text.ptr[at] == '\n' || text.ptr[at] == '\r';
}

/* What a quote at the beginning of a field is. */
enum quote {
    CLOSED, /* the field ends at another one */
    TEXT,   /* part of the text */
    OPEN    /* text ends before that can be told */
};

/*
 * A quote amid text, in a line that is a row by itself, of as many fields at least, and begins one of these:
 * the quote that was open was never closed.
 */
static bool begins_row_field(struct nd_str text, size_t quote, char delimiter, size_t fields) {
    size_t from = quote, columns;
    struct nd_str line;
    bool is_open;

    if (text.ptr[quote - 1] != delimiter && text.ptr[quote - 1] != '\n')
        return false;
    while (from > 0 && text.ptr[from - 1] != '\n' && quote - from < MAX_LINE)
        from--;
    line = nd_str_slice(text, from, from + MAX_LINE < text.len ? from + MAX_LINE : text.len);
    line = nd_str_slice(line, 0, nd_str_find_char(line, '\n'));
    nd_csv_row(line, delimiter, &columns, &is_open);
    return columns >= 2 && columns >= fields && !is_open;
}

/*
 * Finds the closing quote of the field that begins with one. The quote is part of the text when one that
 * closes nothing follows in the same line, and none that does: "Foo" bar. In tables between tabs, where lines
 * rarely go on, that holds for the lines behind as well. So few of them are looked at that a line of nothing
 * else takes linear time; *is_barren says that no quote in the text ends a field, and is told once there is
 * none.
 */
static enum quote find_close(struct nd_str text, char delimiter, size_t fields, size_t *close,
                             bool *has_escapes, bool *is_barren) {
    size_t strays = 0, others = 0;
    bool has_end = false, is_behind = false; /* the line of the field */

    for (size_t at = 1; at < text.len && !*is_barren; at++) {
        const char *quote = memchr(text.ptr + at, '"', text.len - at);
        if (quote == NULL)
            break;
        is_behind = is_behind || memchr(text.ptr + at, '\n', (size_t)(quote - text.ptr) - at) != NULL;
        at = (size_t)(quote - text.ptr);
        if ((strays > 0 && is_behind) || strays > MAX_STRAYS || others > MAX_STRAYS)
            return TEXT;
        if (ends_field(text, at + 1, delimiter)) {
            *close = at;
            return CLOSED;
        }
        if (text.ptr[at + 1] == '"') {
            *has_escapes = true;
            at++;
            has_end = has_end || ends_field(text, at + 1, delimiter);
        } else if (!is_behind || delimiter == '\t') {
            strays++;
        } else if (others < MAX_LINES && begins_row_field(text, at, delimiter, fields)) {
            return TEXT;
        } else {
            others++;
        }
        if (is_behind && strays > 0)
            return TEXT;
    }
    *is_barren = *is_barren || !has_end;
    return strays > 0 || text.len > ND_MAX_CSV_FIELD ? TEXT : OPEN;
}

/* Byte by byte: looking for the line's end first would go over the line anew for every field of it. */
static size_t find_end(struct nd_str text, char delimiter) {
    size_t end = 0;

    while (end < text.len && text.ptr[end] != delimiter && text.ptr[end] != '\n')
        end++;
    return end > 0 && (end == text.len || text.ptr[end] == '\n') && text.ptr[end - 1] == '\r' ? end - 1 : end;
}

/* fields: of the row, up to this one. */
static void read_field(struct nd_str text, char delimiter, size_t fields, bool *is_barren,
                       struct nd_csv_field *field) {
    *field = (struct nd_csv_field){0};
    if (text.len > 0 && text.ptr[0] == '"') {
        size_t close = 0;
        enum quote quote = find_close(text, delimiter, fields, &close, &field->has_escapes, is_barren);
        field->is_open = quote == OPEN;
        if (quote == CLOSED) {
            field->raw = nd_str_slice(text, 1, close);
            field->end = close + 1;
            return;
        }
        field->has_escapes = false;
    }
    field->end = text.len == 0 ? 0 : find_end(text, delimiter);
    field->raw = nd_str_slice(text, 0, field->end);
}

void nd_csv_field(struct nd_str text, char delimiter, struct nd_csv_field *field) {
    bool is_barren = false;

    read_field(text, delimiter, 1, &is_barren, field);
}

size_t nd_csv_row(struct nd_str text, char delimiter, size_t *columns, bool *is_open) {
    size_t at = 0, count = 0;
    bool is_barren = false;

    *is_open = false;
    for (;;) {
        struct nd_csv_field field;
        read_field(nd_str_skip(text, at), delimiter, count + 1, &is_barren, &field);
        *is_open = *is_open || field.is_open;
        at += field.end;
        count++;
        if (at >= text.len || text.ptr[at] != delimiter)
            break;
        at++;
    }
    if (columns != NULL)
        *columns = count;
    at += at < text.len && text.ptr[at] == '\r';
    at += at < text.len && text.ptr[at] == '\n';
    return at;
}

struct nd_str nd_csv_text(const struct nd_csv_field *field, struct nd_arena *arena) {
    char *out;
    size_t length = 0;

    if (!field->has_escapes)
        return field->raw;
    out = nd_arena_bytes(arena, field->raw.len);
    for (size_t i = 0; i < field->raw.len; i++) {
        out[length++] = field->raw.ptr[i];
        i += field->raw.ptr[i] == '"' && i + 1 < field->raw.len && field->raw.ptr[i + 1] == '"';
    }
    return nd_str_of(out, length);
}

bool nd_csv_is_escaped(struct nd_str text) {
    bool is_escaped = false;

    for (size_t at = 0, found; (found = nd_str_find_char(nd_str_skip(text, at), '\\')) != SIZE_MAX; at += 2) {
        at += found;
        if (at + 1 >= text.len)
            break;
        if (nd_str_find_char(ND_STR("ntrbfv\\N0"), text.ptr[at + 1]) == SIZE_MAX)
            return false;
        is_escaped = is_escaped || nd_str_find_char(ND_STR("ntN"), text.ptr[at + 1]) != SIZE_MAX;
    }
    return is_escaped && nd_str_find_char(text, '"') == SIZE_MAX;
}

struct nd_str nd_csv_unescape(struct nd_str field, struct nd_arena *arena) {
    struct nd_buf out = {0};

    if (nd_str_find_char(field, '\\') == SIZE_MAX)
        return field;
    if (nd_str_eq(field, ND_STR("\\N"))) /* no value */
        return ND_STR("");
    for (size_t i = 0; i < field.len; i++) {
        char c = field.ptr[i];
        if (c == '\\' && i + 1 < field.len)
            c = field.ptr[++i] == 'n' ? '\n'
                : field.ptr[i] == 't' ? '\t'
                : field.ptr[i] == 'r' ? '\n'
                                      : field.ptr[i];
        nd_buf_add_char(&out, c);
    }
    return nd_arena_take(arena, &out);
}
