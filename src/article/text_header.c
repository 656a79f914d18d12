/*
 * What stands above a text: "Subject: …" and "Date: …" lines as mail, wires and exports have them (RFC 5322,
 * section 2.2), "#+TITLE: …" of Org, the title and the attributes of AsciiDoc.
 */
#include "article/page.h"

enum { MAX_NAME = 24 /* bytes of a field's name */ };

/* Splits "Name: value"; false when line is nothing of the kind. */
static bool split_field(struct nd_str line, struct nd_str *name, struct nd_str *value) {
    size_t colon = nd_str_find_char(line, ':');

    if (colon == SIZE_MAX || colon == 0 || colon > MAX_NAME || !nd_char_is_alpha(line.ptr[0]))
        return false;
    for (size_t i = 0; i < colon; i++)
        if (!nd_char_is_alpha(line.ptr[i]) && line.ptr[i] != '-' && line.ptr[i] != '_')
            return false;
    *name = nd_str_slice(line, 0, colon);
    *value = nd_str_trim(nd_str_skip(line, colon + 1));
    return value->len > 0;
}

static bool names_title(struct nd_str name) {
    return nd_str_eq_nocase(name, ND_STR("subject")) || nd_str_eq_nocase(name, ND_STR("title")) ||
           nd_str_eq_nocase(name, ND_STR("headline"));
}

static void put(struct nd_maker *maker, struct nd_value *fields, struct nd_str name, struct nd_str value) {
    nd_value_put(fields, name, nd_value_string(maker->arena, value));
}

/* Org writes dates in brackets, with the day of the week: <2023-04-05 Wed>. */
static struct nd_str without_brackets(struct nd_str value) {
    struct nd_str inside = nd_str_slice(value, 1, value.len - 1);

    if (value.len < 2 || !((value.ptr[0] == '<' && value.ptr[value.len - 1] == '>') ||
                           (value.ptr[0] == '[' && value.ptr[value.len - 1] == ']')))
        return value;
    return nd_char_is_digit(inside.ptr[0]) ? nd_str_slice(inside, 0, nd_str_find_char(inside, ' ')) : value;
}

/* Lines of "Name: value", all with "#+" before them or none. */
static bool read_lines(struct nd_maker *maker, struct nd_str text, struct nd_value *fields) {
    const struct nd_str mark = nd_str_starts(text, ND_STR("#+")) ? ND_STR("#+") : ND_STR_NONE;
    struct nd_str rest = text, line, name, value;
    bool has_title = false;

    while (nd_str_next_line(&rest, &line)) {
        if (!nd_str_starts(line, mark) || !split_field(nd_str_skip(line, mark.len), &name, &value))
            return false;
        has_title = has_title || names_title(name);
        put(maker, fields, name, mark.len > 0 ? without_brackets(value) : value);
    }
    return has_title && fields->count >= 2;
}

/*
 * "= Title", then one line of authors and one of the revision or neither, then ":name: value" lines. A
 * revision is a version, a date and a remark: v1.0, 2024-05-06: first print.
 */
static bool read_asciidoc(struct nd_maker *maker, struct nd_str text, struct nd_value *fields) {
    static const struct nd_str plain[] = {ND_STR_INIT("authors"), ND_STR_INIT("revision")};
    struct nd_str rest = text, line, name, value;
    char written[ND_DATE_MAX];
    struct nd_date date;
    size_t count = 0;

    if (!nd_str_next_line(&rest, &line) || !nd_str_starts(line, ND_STR("= ")))
        return false;
    put(maker, fields, ND_STR("title"), nd_str_trim(nd_str_skip(line, 2)));
    while (nd_str_next_line(&rest, &line)) {
        if (nd_str_starts(line, ND_STR(":"))) {
            size_t end = nd_str_find_char(nd_str_skip(line, 1), ':');
            if (end == SIZE_MAX || end == 0)
                return false;
            name = nd_str_slice(line, 1, end + 1);
            value = nd_str_trim(nd_str_skip(line, end + 2));
            put(maker, fields, name, value);
            continue;
        }
        if (count == sizeof plain / sizeof *plain || nd_str_starts(line, ND_STR("//")))
            return false;
        if (count == 1 && nd_date_find(line, &date))
            put(maker, fields, ND_STR("date"),
                nd_arena_str(maker->arena, nd_str_of(written, nd_date_format(&date, written))));
        put(maker, fields, plain[count++], nd_str_trim(line));
    }
    return true;
}

bool nd_text_header_read(struct nd_maker *maker, const struct nd_block *block) {
    struct nd_value *fields = nd_value_new(maker->arena, ND_MAP);
    bool is_asciidoc = nd_str_starts(block->text, ND_STR("= "));

    if (!(is_asciidoc ? read_asciidoc : read_lines)(maker, block->text, fields))
        return false;
    maker->origin = "header";
    nd_fields_read(maker, fields);
    return true;
}
