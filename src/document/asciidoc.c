/* What stands above a text in AsciiDoc: the title, authors, revision and attributes of a document header. */
#include "document/asciidoc.h"

#include "document/front_matter.h"
#include "newsdex/date.h"
#include "newsdex/limits.h"

enum { MAX_NAME = 24 /* bytes of a field's name */ };

/* ":name: value", all on one line. */
static bool split_attribute(struct nd_str line, struct nd_str *name, struct nd_str *value) {
    size_t end = line.len == 0 || line.ptr[0] != ':' ? SIZE_MAX : nd_str_find_char(nd_str_skip(line, 1), ':');

    if (end == SIZE_MAX || end == 0 || end > MAX_NAME || nd_str_ends(line, ND_STR(" \\")))
        return false;
    *name = nd_str_slice(line, 1, end + 1);
    *value = nd_str_trim(nd_str_skip(line, end + 2));
    for (size_t i = 0; i < name->len; i++)
        if (!nd_char_is_alpha(name->ptr[i]) && !nd_char_is_digit(name->ptr[i]) && name->ptr[i] != '-' &&
            name->ptr[i] != '_')
            return false;
    return true;
}

/* A version, a date, a remark: "v1.0, 2024-05-06: first print"; at least the first two, or the
 * date alone. */
static bool is_revision(struct nd_str line, struct nd_date *date) {
    bool has_v = nd_str_starts(line, ND_STR("v"));

    if (line.len > 1 && nd_date_parse(line, date))
        return true;
    return line.len > 1 && nd_char_is_digit(line.ptr[has_v]) && nd_str_find_char(line, ',') != SIZE_MAX &&
           nd_date_find(line, date);
}

/* A line with an address is sure to name authors; so are two or three words above a revision or an attribute.
 */
static bool is_authors(struct nd_str line, struct nd_str rest) {
    size_t open = nd_str_find_char(line, '<'), words = 1;
    struct nd_date date;
    struct nd_str next;

    if (open != SIZE_MAX && open > 0 && nd_str_find_char(nd_str_skip(line, open), '@') != SIZE_MAX)
        return true;
    for (size_t i = 0; i < line.len; i++) {
        words += line.ptr[i] == ' ';
        if (nd_char_is_digit(line.ptr[i]) || nd_str_find_char(ND_STR(":.!?,"), line.ptr[i]) != SIZE_MAX)
            return false;
    }
    if (words < 2 || words > 3 || !nd_str_next_line(&rest, &next))
        return false;
    return is_revision(nd_str_trim(next), &date) || nd_str_starts(next, ND_STR(":"));
}

/*
 * "= Title", then one line of authors and one of the revision, or neither, then ":name: value" lines. Other
 * notations begin so, too, and go on otherwise: those are left alone.
 */
static bool read_line(struct nd_str line, struct nd_str rest, struct nd_value *fields,
                      struct nd_arena *arena) {
    struct nd_str name, value;
    char written[ND_DATE_MAX];
    struct nd_date date;

    if (split_attribute(line, &name, &value))
        return nd_header_put(fields, name, value, arena) != NULL;
    if (fields->count == 1 && is_authors(line, rest))
        return nd_header_put(fields, ND_STR("authors"), line, arena) != NULL;
    if (fields->count != 2 || !is_revision(line, &date))
        return false;
    value = nd_arena_str(arena, nd_str_of(written, nd_date_format(&date, written)));
    return nd_header_put(fields, ND_STR("revision"), line, arena) != NULL &&
           nd_header_put(fields, ND_STR("date"), value, arena) != NULL;
}

struct nd_value *nd_asciidoc_read_header(struct nd_str *text, uint32_t *number, struct nd_arena *arena) {
    struct nd_value *fields = nd_value_new(arena, ND_MAP);
    struct nd_str rest = *text, line = ND_STR("");
    uint32_t above = 1, lines = 0;

    while (nd_str_next_line(&rest, &line) && nd_str_trim(line).len == 0)
        above++;
    line = nd_str_trim(line);
    if (!nd_str_starts(line, ND_STR("= ")) || nd_str_ends(line, ND_STR("=")))
        return NULL;
    (void)nd_header_put(fields, ND_STR("title"), nd_str_trim(nd_str_skip(line, 2)), arena);
    for (; nd_str_next_line(&rest, &line) && nd_str_trim(line).len > 0; lines++)
        if (lines == ND_MAX_HEADER_LINES || !read_line(nd_str_trim(line), rest, fields, arena))
            return NULL;
    if (nd_str_trim(rest).len == 0)
        return NULL;
    *text = rest;
    *number += above + lines + 1;
    return fields;
}
