/*
 * What stands above a text without being front matter: "Title: …" lines of Pelican, MultiMarkdown and mail
 * (RFC 5322, section 2.2, with folded lines), ".. title: …" of Nikola, also in an HTML comment, "title=…" of
 * JBake down to its
 * "~~~~~~". Whatever the text below is written in.
 */
#include "document/front_matter.h"
#include "newsdex/limits.h"

enum { MAX_NAME = 40 /* bytes of a field's name */ };

/* How one kind writes its lines. */
struct style {
    struct nd_str mark; /* before every line */
    char sign;          /* between name and value */
    struct nd_str end;  /* the line that ends it; absent: a blank one */
};

static bool is_name(struct nd_str name) {
    if (name.len == 0 || name.len > MAX_NAME || !nd_char_is_alpha(name.ptr[0]))
        return false;
    for (size_t i = 0; i < name.len; i++)
        if (!nd_char_is_alpha(name.ptr[i]) && !nd_char_is_digit(name.ptr[i]) &&
            nd_str_find_char(ND_STR("-_."), name.ptr[i]) == SIZE_MAX)
            return false;
    return true;
}

static bool names_title(struct nd_str name) {
    return nd_str_eq_nocase(name, ND_STR("subject")) || nd_str_eq_nocase(name, ND_STR("title")) ||
           nd_str_eq_nocase(name, ND_STR("headline"));
}

/* What comes again is joined to what was there. */
static struct nd_value *put(struct nd_value *fields, struct nd_str name, struct nd_str value,
                            struct nd_arena *arena) {
    for (struct nd_value *v = fields->first; v != NULL; v = v->next)
        if (nd_str_eq(v->key, name)) {
            v->text = nd_arena_printf(arena, "%.*s, %.*s", (int)v->text.len, v->text.ptr, (int)value.len,
                                      value.len > 0 ? value.ptr : "");
            return v;
        }
    nd_value_put(fields, name, nd_value_string(arena, value));
    return fields->last;
}

static bool is_end(const struct style *style, struct nd_str line) {
    if (style->end.ptr == NULL)
        return nd_str_trim(line).len == 0;
    return nd_str_starts(nd_str_trim(line), style->end);
}

/* Adds what a line says; false when it is no line of a header. */
static bool add_line(const struct style *style, struct nd_str line, struct nd_value *fields,
                     struct nd_value **last, struct nd_arena *arena) {
    struct nd_str text = nd_str_trim(line), name;
    size_t sign;

    if (*last != NULL && line.len > 0 && nd_char_is_blank(line.ptr[0])) { /* folded */
        (*last)->text = nd_arena_printf(arena, "%.*s%s%.*s", (int)(*last)->text.len,
                                        (*last)->text.len > 0 ? (*last)->text.ptr : "",
                                        (*last)->text.len > 0 ? " " : "", (int)text.len, text.ptr);
        return true;
    }
    if (!nd_str_starts(line, style->mark))
        return style->mark.len > 0 && text.len == 0;
    text = nd_str_skip(text, style->mark.len);
    sign = nd_str_find_char(text, style->sign);
    name = nd_str_slice(text, 0, sign);
    if (sign == SIZE_MAX || !is_name(name))
        return false;
    *last = put(fields, name, nd_str_trim(nd_str_skip(text, sign + 1)), arena);
    return true;
}

static struct nd_value *read_lines(const struct style *style, struct nd_str *rest, uint32_t *number,
                                   struct nd_arena *arena) {
    struct nd_value *fields = nd_value_new(arena, ND_MAP), *last = NULL;
    bool has_title = false;
    struct nd_str line;

    for (int lines = 0; nd_str_next_line(rest, &line); lines++, ++*number) {
        if (is_end(style, line)) {
            for (const struct nd_value *v = fields->first; v != NULL; v = v->next)
                has_title = has_title || (names_title(v->key) && v->text.len > 0);
            return has_title && fields->count >= 2 && nd_str_trim(*rest).len > 0 ? fields : NULL;
        }
        if (lines == ND_MAX_HEADER_LINES || line.len > ND_MAX_EXCERPT_CHARS * 4 ||
            !add_line(style, line, fields, &last, arena))
            return NULL;
    }
    return NULL;
}

struct nd_value *nd_header_read(struct nd_str *text, uint32_t *number, struct nd_arena *arena) {
    static const struct style mail = {{NULL, 0}, ':', {NULL, 0}};
    static const struct style nikola = {ND_STR_INIT(".. "), ':', {NULL, 0}};
    static const struct style comment = {ND_STR_INIT(".. "), ':', ND_STR_INIT("-->")};
    static const struct style jbake = {{NULL, 0}, '=', ND_STR_INIT("~~~~~~")};
    const struct style *style = &mail;
    struct nd_str rest = *text, line, before = rest;
    uint32_t at = *number;
    struct nd_value *fields;

    while (nd_str_next_line(&rest, &line) && nd_str_trim(line).len == 0) {
        before = rest;
        at++;
    }
    if (nd_str_starts(line, ND_STR(".. "))) {
        style = &nikola;
    } else if (nd_str_eq(nd_str_trim(line), ND_STR("<!--"))) {
        style = &comment;
        before = rest;
        at++;
    } else if (nd_str_find_char(line, '=') < nd_str_find_char(line, ':')) {
        style = &jbake;
    }
    fields = read_lines(style, &before, &at, arena);
    if (fields != NULL) {
        *text = before;
        *number = at + 1;
    }
    return fields;
}
