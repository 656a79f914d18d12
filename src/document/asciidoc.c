/* What stands above a text in AsciiDoc: the title, authors, revision and attributes of a document header. */
#include "document/asciidoc.h"

#include "document/front_matter.h"
#include "newsdex/date.h"
#include "newsdex/limits.h"

enum { MAX_NAME = 24 /* bytes of a field's name */ };

/* ":name: value"; the name of what is unset has a "!". */
static bool split_attribute(struct nd_str line, struct nd_str *name, struct nd_str *value) {
    size_t end = line.len == 0 || line.ptr[0] != ':' ? SIZE_MAX : nd_str_find_char(nd_str_skip(line, 1), ':');

    if (end == SIZE_MAX || end == 0 || end > MAX_NAME ||
        (end + 2 < line.len && !nd_char_is_blank(line.ptr[end + 2])))
        return false;
    *name = nd_str_slice(line, 1, end + 1);
    *value = nd_str_trim(nd_str_skip(line, end + 2));
    for (size_t i = 0; i < name->len; i++)
        if (!nd_char_is_alpha(name->ptr[i]) && !nd_char_is_digit(name->ptr[i]) &&
            nd_str_find_char(ND_STR("-_!"), name->ptr[i]) == SIZE_MAX)
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
           (nd_date_find(line, date) || nd_date_read_in(line, date));
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

/* A header as it is read. */
struct header {
    struct nd_value *fields;
    struct nd_value *open; /* a value that goes on in the next line, or NULL */
    enum { NOTHING, TITLE, AUTHORS, ATTRIBUTES } last;
    bool has_title;
    struct nd_arena *arena;
};

/* A value whose line ends in a backslash goes on. */
static bool add_value(struct header *h, struct nd_str name, struct nd_str value) {
    bool goes_on = nd_str_ends(value, ND_STR(" \\"));

    if (goes_on)
        value = nd_str_trim(nd_str_slice(value, 0, value.len - 2));
    h->last = ATTRIBUTES;
    if (nd_str_find_char(name, '!') != SIZE_MAX)
        return !goes_on;
    h->open = nd_header_put(h->fields, name, value, h->arena);
    if (h->open == NULL)
        return false;
    h->open = goes_on ? h->open : NULL;
    return true;
}

static bool go_on(struct header *h, struct nd_str line) {
    bool goes_on = nd_str_ends(line, ND_STR(" \\"));
    struct nd_value *open = h->open;

    if (open->text.len + line.len > ND_MAX_HEADER_VALUE)
        return false;
    line = goes_on ? nd_str_trim(nd_str_slice(line, 0, line.len - 2)) : line;
    open->text =
        nd_arena_printf(h->arena, "%.*s %.*s", (int)open->text.len, open->text.ptr, (int)line.len, line.ptr);
    h->open = goes_on ? open : NULL;
    return true;
}

/* A name of several words is written "Juan Carlos_de_la Vega"; addresses stay as they are. */
static struct nd_str with_blanks(struct nd_str authors, struct nd_arena *arena) {
    char *out = nd_arena_bytes(arena, authors.len + 1);
    bool is_address = false;

    for (size_t i = 0; i < authors.len; i++) {
        is_address = authors.ptr[i] == '<' || (is_address && authors.ptr[i] != '>');
        out[i] = authors.ptr[i] == '_' && !is_address ? ' ' : authors.ptr[i];
    }
    return nd_str_of(out, authors.len);
}

/*
 * "= Title", then one line of authors and one of the revision, or neither; ":name: value" lines and comments
 * around them. Other notations begin so, too, and go on otherwise: those are left alone.
 */
static bool read_line(struct header *h, struct nd_str line, struct nd_str rest) {
    struct nd_str name, value;
    char written[ND_DATE_MAX];
    struct nd_date date;

    if (h->open != NULL)
        return go_on(h, line);
    if (nd_str_starts(line, ND_STR("//")))
        return !nd_str_starts(line, ND_STR("///"));
    if (split_attribute(line, &name, &value))
        return add_value(h, name, value);
    if (!h->has_title && nd_str_starts(line, ND_STR("= ")) && !nd_str_ends(line, ND_STR("="))) {
        h->has_title = true;
        h->last = TITLE;
        return nd_header_put(h->fields, ND_STR("title"), nd_str_trim(nd_str_skip(line, 2)), h->arena) != NULL;
    }
    if (h->last == TITLE && is_authors(line, rest)) {
        h->last = AUTHORS;
        return nd_header_put(h->fields, ND_STR("authors"), with_blanks(line, h->arena), h->arena) != NULL;
    }
    if (h->last != AUTHORS || !is_revision(line, &date))
        return false;
    h->last = ATTRIBUTES;
    value = nd_arena_str(h->arena, nd_str_of(written, nd_date_format(&date, written)));
    return nd_header_put(h->fields, ND_STR("revision"), line, h->arena) != NULL &&
           nd_header_put(h->fields, ND_STR("date"), value, h->arena) != NULL;
}

struct nd_value *nd_asciidoc_read_header(struct nd_str *text, uint32_t *number, struct nd_arena *arena) {
    struct header h = {.fields = nd_value_new(arena, ND_MAP), .arena = arena};
    struct nd_str rest = *text, line = ND_STR("");
    uint32_t above = 0, lines = 0;

    while (nd_str_next_line(&rest, &line) && nd_str_trim(line).len == 0)
        above++;
    for (; nd_str_trim(line).len > 0; lines++) {
        if (lines == ND_MAX_HEADER_LINES || !read_line(&h, nd_str_trim(line), rest))
            return NULL;
        if (!nd_str_next_line(&rest, &line))
            return NULL;
    }
    if (!h.has_title || h.open != NULL || nd_str_trim(rest).len == 0)
        return NULL;
    *text = rest;
    *number += above + lines + 1;
    return h.fields;
}
