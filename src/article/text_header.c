/* What stands above a text: "#+TITLE: …" of Org, the title and the attributes of AsciiDoc. */
#include "article/page/page.h"

enum { MAX_NAME = 24 /* bytes of a field's name */ };

/* Splits "NAME: value"; false when line is nothing of the kind. */
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

/* What comes again is joined to what was there. */
static void put(struct nd_record_builder *builder, struct nd_value *fields, struct nd_str name,
                struct nd_str value) {
    for (struct nd_value *v = fields->first; v != NULL; v = v->next)
        if (nd_str_eq(v->key, name)) {
            v->text = nd_arena_printf(builder->arena, "%.*s, %.*s", (int)v->text.len, v->text.ptr,
                                      (int)value.len, value.len > 0 ? value.ptr : "");
            return;
        }
    nd_value_put(fields, name, nd_value_string(builder->arena, value));
}

/* Lines of "#+NAME: value". */
static bool read_org(struct nd_record_builder *builder, struct nd_str text, struct nd_value *fields) {
    struct nd_str rest = text, line, name, value;
    bool has_title = false;

    for (int lines = 0; nd_str_next_line(&rest, &line); lines++) {
        if (lines == ND_MAX_HEADER_LINES || !nd_str_starts(line, ND_STR("#+")) ||
            !split_field(nd_str_skip(line, 2), &name, &value))
            return false;
        has_title = has_title || nd_str_eq_nocase(name, ND_STR("title"));
        put(builder, fields, name, value);
    }
    return has_title && fields->count >= 2;
}

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

/* Only a line with an address is sure to name authors. */
static bool is_authors(struct nd_str line) {
    size_t open = nd_str_find_char(line, '<');

    return open != SIZE_MAX && open > 0 && nd_str_ends(line, ND_STR(">")) &&
           nd_str_find_char(nd_str_skip(line, open), '@') != SIZE_MAX;
}

/* A version, a date, a remark: "v1.0, 2024-05-06: first print"; at least the first two. */
static bool is_revision(struct nd_str line, struct nd_date *date) {
    bool has_v = nd_str_starts(line, ND_STR("v"));

    return line.len > 1 && nd_char_is_digit(line.ptr[has_v]) && nd_str_find_char(line, ',') != SIZE_MAX &&
           nd_date_find(line, date);
}

/*
 * "= Title", then one line of authors and one of the revision, or neither, then ":name: value" lines. Other
 * notations begin so, too, and go on otherwise: those are left alone.
 */
static bool read_asciidoc(struct nd_record_builder *builder, struct nd_str text, struct nd_value *fields) {
    struct nd_str rest = text, line, name, value;
    char written[ND_DATE_MAX];
    struct nd_date date;

    if (!nd_str_next_line(&rest, &line) || nd_str_ends(nd_str_trim(line), ND_STR("=")))
        return false;
    put(builder, fields, ND_STR("title"), nd_str_trim(nd_str_skip(line, 2)));
    for (int lines = 1; nd_str_next_line(&rest, &line); lines++) {
        line = nd_str_trim(line);
        if (lines == ND_MAX_HEADER_LINES)
            return false;
        if (split_attribute(line, &name, &value)) {
            put(builder, fields, name, value);
        } else if (fields->count == 1 && is_authors(line)) {
            put(builder, fields, ND_STR("authors"), line);
        } else if (fields->count == 2 && is_revision(line, &date)) {
            put(builder, fields, ND_STR("revision"), line);
            put(builder, fields, ND_STR("date"),
                nd_arena_str(builder->arena, nd_str_of(written, nd_date_format(&date, written))));
        } else {
            return false;
        }
    }
    return true;
}

bool nd_text_header_read(struct nd_record_builder *builder, const struct nd_block *block) {
    struct nd_value *fields = nd_value_new(builder->arena, ND_MAP);
    bool is_asciidoc = nd_str_starts(block->text, ND_STR("= "));

    if (!(is_asciidoc ? read_asciidoc : read_org)(builder, block->text, fields))
        return false;
    builder->origin = "header";
    nd_fields_read(builder, fields);
    return true;
}
