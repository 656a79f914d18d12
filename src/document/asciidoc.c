/* What stands above a text in AsciiDoc: the title, authors, revision and attributes of a document header. */
#include "document/asciidoc.h"

#include "document/front_matter.h"
#include "newsdex/date.h"
#include "newsdex/limits.h"

/* A version, a date, a remark: "v1.0, 2024-05-06: first print"; at least the first two, or the
 * date alone. */
static bool is_revision(struct nd_str line, struct nd_date *date) {
    bool has_v = nd_str_starts(line, ND_STR("v"));

    if (line.len > 1 && nd_date_parse(line, date))
        return true;
    return line.len > 1 && nd_char_is_digit(line.ptr[has_v]) && nd_str_find_char(line, ',') != SIZE_MAX &&
           (nd_date_find(line, date) || nd_date_read_in(line, date));
}

/* Two to four words of letters: "Juan Carlos_de_la Vega", "J. R. Smith". */
static bool is_name(struct nd_str name) {
    size_t words = 1;

    for (size_t i = 0; i < name.len; i++) {
        words += name.ptr[i] == ' ';
        if (nd_char_is_digit(name.ptr[i]) || nd_str_find_char(ND_STR(":!?,"), name.ptr[i]) != SIZE_MAX ||
            (name.ptr[i] == '.' && i > 2 && name.ptr[i - 2] != ' '))
            return false;
    }
    return words >= 2 && words <= 4 && !nd_str_ends(name, ND_STR("."));
}

/* "Ana Lima <ana@press.example>; Bo Holm", whose addresses are of mails or pages. */
static bool are_names(struct nd_str line, bool *has_address) {
    *has_address = false;
    while (line.len > 0) {
        size_t end = nd_str_find_char(line, ';');
        struct nd_str name = nd_str_trim(nd_str_slice(line, 0, end)), address;
        size_t open = nd_str_find_char(name, '<');
        address = nd_str_skip(name, open == SIZE_MAX ? name.len : open);
        if (open != SIZE_MAX && open > 0 && nd_str_ends(address, ND_STR(">")) &&
            (nd_str_find_char(address, '@') != SIZE_MAX || nd_str_find(address, ND_STR("://")) != SIZE_MAX))
            *has_address = true;
        else if (!is_name(name))
            return false;
        line = nd_str_skip(line, end == SIZE_MAX ? line.len : end + 1);
    }
    return true;
}

static bool is_word(struct nd_str line) {
    return line.len > 0 && nd_str_find_char(line, ' ') == SIZE_MAX && !nd_char_is_digit(line.ptr[0]);
}

/* A line with an address is sure to name authors; so are a few words above a revision or an attribute,
 * and one word above a revision. */
static bool is_authors(struct nd_str line, struct nd_str rest, bool is_sure) {
    struct nd_date date;
    struct nd_str next;
    bool has_address;

    if (!are_names(line, &has_address))
        return is_sure && is_word(line) && nd_str_next_line(&rest, &next) &&
               is_revision(nd_str_trim(next), &date);
    if (has_address || !nd_str_next_line(&rest, &next))
        return has_address;
    return is_revision(nd_str_trim(next), &date) || nd_str_starts(next, ND_STR(":")) ||
           (is_sure && nd_str_trim(next).len == 0);
}

/* A day without authors stands above attributes or the text. */
static bool is_day_above(struct nd_str line, struct nd_str rest, bool is_sure) {
    struct nd_date date;
    struct nd_str next;

    return is_sure && nd_date_parse(line, &date) && nd_str_next_line(&rest, &next) &&
           (nd_str_trim(next).len == 0 || nd_str_starts(next, ND_STR(":")));
}

/* A header as it is read. */
struct header {
    struct nd_value *fields;
    struct nd_value *open; /* a value that goes on in the next line, or NULL */
    enum { NOTHING, TITLE, AUTHORS, ATTRIBUTES } last;
    bool has_title, is_comment, is_sure;
    struct nd_arena *arena;
};

/* A value whose line ends in a backslash goes on. */
static bool add_value(struct header *h, struct nd_str name, struct nd_str value) {
    bool goes_on = nd_str_ends(value, ND_STR(" \\"));

    if (goes_on)
        value = nd_str_trim(nd_str_slice(value, 0, value.len - 2));
    h->last = ATTRIBUTES;
    if (nd_str_ends(name, ND_STR("s")) && nd_str_starts(value, ND_STR("[")) &&
        nd_str_ends(value, ND_STR("]")))
        value = nd_str_trim(nd_str_slice(value, 1, value.len - 1)); /* a list: ":page-tags: [port, ships]" */
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
 * "= Title", then one line of authors and one of the revision, one of these, or neither; ":name: value" lines
 * and comments around them. Other notations begin so, too, and go on otherwise: those are left alone.
 */
static bool read_line(struct header *h, struct nd_str line, struct nd_str rest) {
    struct nd_str name, value;
    char written[ND_DATE_MAX];
    struct nd_date date;

    if (h->open != NULL)
        return go_on(h, line);
    if (h->is_comment || nd_str_eq(line, ND_STR("////"))) {
        h->is_comment = h->is_comment != nd_str_eq(line, ND_STR("////"));
        return true;
    }
    if (nd_asciidoc_says_nothing(line))
        return true;
    if (nd_asciidoc_split_attribute(line, &name, &value))
        return add_value(h, name, value);
    if (!h->has_title && nd_str_starts(line, ND_STR("= ")) && !nd_str_ends(line, ND_STR("="))) {
        h->has_title = true;
        h->last = TITLE;
        return nd_header_put(h->fields, ND_STR("title"), nd_str_trim(nd_str_skip(line, 2)), h->arena) != NULL;
    }
    if (h->last == TITLE && is_authors(line, rest, h->is_sure)) {
        h->last = AUTHORS;
        return nd_header_put(h->fields, ND_STR("authors"), with_blanks(line, h->arena), h->arena) != NULL;
    }
    if ((h->last != AUTHORS && (h->last != TITLE || !is_day_above(line, rest, h->is_sure))) ||
        !is_revision(line, &date))
        return false;
    h->last = ATTRIBUTES;
    value = nd_arena_str(h->arena, nd_str_of(written, nd_date_format(&date, written)));
    return nd_header_put(h->fields, ND_STR("revision"), line, h->arena) != NULL &&
           nd_header_put(h->fields, ND_STR("date"), value, h->arena) != NULL;
}

/* Blank lines may stand above the title, and in comments. */
static bool ends(const struct header *h, struct nd_str line) {
    return nd_str_trim(line).len == 0 && h->has_title && !h->is_comment;
}

struct nd_value *nd_asciidoc_read_header(struct nd_str *text, uint32_t *number, bool is_sure,
                                         struct nd_arena *arena) {
    struct header h = {.fields = nd_value_new(arena, ND_MAP), .is_sure = is_sure, .arena = arena};
    struct nd_str rest = *text, before = rest, line;
    uint32_t lines = 0;

    for (; nd_str_next_line(&rest, &line) && !ends(&h, line); lines++, before = rest) {
        line = nd_str_trim(line);
        if (lines == ND_MAX_HEADER_LINES)
            return NULL;
        if ((line.len > 0 || h.is_comment) && !read_line(&h, line, rest)) {
            if (!is_sure || !h.has_title)
                return NULL;
            break;
        }
    }
    if (!h.has_title || h.open != NULL || h.is_comment || (!is_sure && nd_str_trim(rest).len == 0))
        return NULL;
    *text = before;
    *number += lines;
    return h.fields;
}
