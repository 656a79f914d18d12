/* "Subject: …" and "Date: …" lines above a text, as mail, wires and exports have them (RFC 5322,
 * section 2.2). */
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

bool nd_text_header_read(struct nd_maker *maker, const struct nd_block *block) {
    struct nd_value *fields = nd_value_new(maker->arena, ND_MAP);
    struct nd_str rest = block->text, line, name, value;
    bool has_title = false;

    while (nd_str_next_line(&rest, &line)) {
        if (!split_field(line, &name, &value))
            return false;
        has_title = has_title || names_title(name);
        nd_value_put(fields, name, nd_value_string(maker->arena, value));
    }
    if (!has_title || fields->count < 2)
        return false;
    maker->origin = "header";
    nd_fields_read(maker, fields);
    return true;
}
