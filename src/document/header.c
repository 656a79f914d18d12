/*
 * What stands above a text without being front matter: "Title: …" lines of Pelican, MultiMarkdown and mail
 * (RFC 5322, section 2.2, with folded lines), in many languages, ".. title: …" of Nikola, also in an HTML
 * comment, "title=…" of JBake down to its "~~~~~~", "title:: …" of Logseq and Dataview. Whatever the text
 * below is written in.
 */
#include "document/header.h"
#include "newsdex/limits.h"

#define WIDE_COLON ND_STR("：")

/* How one kind writes its lines. */
struct style {
    struct nd_str mark; /* before every line */
    char sign;          /* between name and value */
    struct nd_str end;  /* the line that ends it; absent: a blank one */
    bool is_double;     /* the sign is written twice, and no title is needed: the file's name is it */
};

static const struct style mail = {{NULL, 0}, ':', {NULL, 0}, false}, page = {{NULL, 0}, ':', {NULL, 0}, true};

static bool is_end(const struct style *style, struct nd_str line) {
    if (style->end.ptr == NULL)
        return nd_str_trim(line).len == 0;
    return nd_str_starts(nd_str_trim(line), style->end);
}

/* Splits "name: value"; a blank may stand before the sign, as the French write it. */
static bool split(const struct style *style, struct nd_str text, struct nd_str *name, struct nd_str *value) {
    size_t sign = nd_str_find_char(text, style->sign), length = 1;
    size_t wide = style->sign == ':' ? nd_str_find(nd_str_slice(text, 0, sign), WIDE_COLON) : SIZE_MAX;

    if (wide != SIZE_MAX) {
        sign = wide;
        length = WIDE_COLON.len;
    }
    if (sign == SIZE_MAX)
        return false;
    *name = nd_str_trim(nd_str_slice(text, 0, sign));
    *value = nd_str_skip(text, sign + length);
    if (!style->is_double &&
        nd_str_starts(*value, ND_STR(": "))) /* one line of "name:: value" among others */
        *value = nd_str_skip(*value, 1);
    return !nd_str_starts(*value, ND_STR("//"));
}

/* Adds what a line says; false when it is no line of a header. */
static bool add_line(const struct style *style, struct nd_str line, struct nd_value *fields,
                     struct nd_value **last, struct nd_arena *arena) {
    struct nd_str text = nd_str_trim(line), name, value;

    if (*last != NULL && line.len > 0 && nd_char_is_blank(line.ptr[0]) &&
        (style->mark.len == 0 || !nd_str_starts(line, style->mark))) /* folded */
        return nd_header_join(*last, " ", text, arena);
    if (!nd_str_starts(line, style->mark))
        return style->mark.len > 0 && text.len == 0;
    text = nd_str_trim(nd_str_skip(line, style->mark.len));
    if (!split(style, text, &name, &value) ||
        !(nd_header_is_name(name) || (style->sign == ':' && nd_header_is_field(name)) ||
          (fields->count > 0 && style->sign == ':' && nd_header_are_names(name))))
        return false;
    if (style->is_double &&
        (value.len == 0 || value.ptr[0] != style->sign || (value.len > 1 && !nd_char_is_blank(value.ptr[1]))))
        return false;
    value = nd_str_trim(nd_str_skip(value, style->is_double));
    *last = nd_header_put(fields, name, style->is_double ? nd_header_unlinked(value, arena) : value, arena);
    return *last != NULL;
}

/* Whether the fields are enough to be the header of a text. */
static bool is_header(const struct style *style, const struct nd_value *fields) {
    bool has_title = false;
    size_t known = 0;

    for (const struct nd_value *v = fields->first; v != NULL; v = v->next) {
        has_title = has_title || (nd_header_names_title(v->key) && v->text.len > 0);
        known += nd_header_is_known(v->key) && v->text.len > 0;
    }
    has_title = has_title || (known >= 2 && known == fields->count);
    return style->is_double || (has_title && fields->count >= 2);
}

/* "Content: The harbour …": the text itself, which begins here, behind fields that are a header. */
static bool begins_text(const struct style *style, struct nd_str line, const struct nd_value *fields,
                        struct nd_str *text) {
    struct nd_str name;

    return style->sign == ':' && !style->is_double && style->mark.len == 0 &&
           split(style, nd_str_trim(line), &name, text) && nd_header_names_text(name) &&
           is_header(style, fields);
}

/* Whether lines of fields go on behind a blank one, with one that is known or the text by name; moves there.
 */
static bool goes_on(const struct style *style, const struct nd_value *fields, struct nd_str *rest,
                    uint32_t *number) {
    struct nd_str line = ND_STR(""), name, value, from = *rest, after = from;
    uint32_t blank = 0;

    if (style->is_double || style->sign != ':' || style->mark.len > 0 || style->end.ptr != NULL)
        return false;
    for (; nd_str_next_line(&after, &line) && nd_str_trim(line).len == 0; from = after)
        blank++;
    if (line.len == 0 || nd_char_is_blank(line.ptr[0]) || !split(style, nd_str_trim(line), &name, &value))
        return false;
    for (const struct nd_value *v = fields->first; v != NULL; v = v->next)
        if (nd_str_eq_nocase(v->key, name))
            return false;
    if (!(nd_header_names_text(name) ? is_header(style, fields) : nd_header_is_known(name)))
        return false;
    *rest = from;
    *number += blank;
    return true;
}

/* Fields of a header and nothing else: the text may stand directly below. */
static bool are_all_known(const struct nd_value *fields) {
    size_t known = 0;

    for (const struct nd_value *v = fields->first; v != NULL; v = v->next) {
        if (!nd_header_is_field(v->key))
            return false;
        known += v->text.len > 0 && (nd_header_is_known(v->key) || nd_header_names_title(v->key));
    }
    return known >= 2;
}

static struct nd_value *read_lines_as(const struct style *style, struct nd_value *fields, struct nd_str *rest,
                                      uint32_t *number, struct nd_arena *arena) {
    struct nd_value *last = NULL;
    struct nd_str line, text;

    for (int lines = 0; nd_str_next_line(rest, &line); lines++, ++*number) {
        if (begins_text(style, line, fields, &text)) {
            *rest = nd_str_of(text.ptr, (size_t)(rest->ptr + rest->len - text.ptr));
            *number -= 1;
            return nd_str_trim(*rest).len > 0 ? fields : NULL;
        }
        if (is_end(style, line)) {
            if (goes_on(style, fields, rest, number))
                continue;
            return is_header(style, fields) && nd_str_trim(*rest).len > 0 ? fields : NULL;
        }
        if (lines == ND_MAX_HEADER_LINES)
            return NULL;
        if (line.len > ND_MAX_EXCERPT_CHARS * 4 || !add_line(style, line, fields, &last, arena)) {
            if (style != &mail || !are_all_known(fields) || !is_header(style, fields))
                return NULL;
            *rest = nd_str_of(line.ptr, (size_t)(rest->ptr + rest->len - line.ptr));
            *number -= 1;
            return fields;
        }
    }
    return NULL;
}

static struct nd_value *read_lines(const struct style *style, struct nd_str *rest, uint32_t *number,
                                   struct nd_arena *arena) {
    return read_lines_as(style, nd_value_new(arena, ND_MAP), rest, number, arena);
}

/* "# Title", then lines of fields that end in a blank one: exports of notes. Two must be known ones. */
static struct nd_value *read_headed(struct nd_str *rest, uint32_t *number, struct nd_arena *arena) {
    static const struct style indented = {ND_STR_INIT("    "), ':', {NULL, 0}, false}; /* Yarle's */
    struct nd_str line = ND_STR_NONE, title, first = ND_STR_NONE, fields_from;
    struct nd_value *fields, *all;
    size_t known = 0;

    while (nd_str_next_line(rest, &line) && nd_str_trim(line).len == 0)
        ++*number;
    title = nd_str_trim(nd_str_skip(line, 2));
    if (!nd_str_starts(line, ND_STR("# ")) || title.len == 0 || title.len > ND_MAX_EXCERPT_CHARS)
        return NULL;
    for (fields_from = *rest, ++*number; nd_str_next_line(rest, &first) && nd_str_trim(first).len == 0;
         fields_from = *rest)
        ++*number;
    *rest = fields_from;
    all = nd_value_new(arena, ND_MAP);
    (void)nd_header_put(all, ND_STR("title"), title, arena);
    if (nd_str_starts(first, ND_STR("```{post}")))
        return nd_header_read_fenced_post(all, rest, number, arena) ? all : NULL;
    fields = read_lines_as(nd_str_starts(first, indented.mark)                                ? &indented
                           : nd_str_find(first, ND_STR(":: ")) < nd_str_find_char(first, ' ') ? &page
                                                                                              : &mail,
                           all, rest, number, arena);
    for (const struct nd_value *v = fields == NULL ? NULL : fields->first; v != NULL; v = v->next)
        known += nd_header_is_known(v->key) && v->text.len > 0;
    return known >= 2 ? fields : NULL;
}

struct nd_value *nd_header_read_inline(struct nd_str *text, uint32_t *number, struct nd_arena *arena) {
    struct nd_str rest = *text, before = rest, line = ND_STR("");
    uint32_t at = *number;
    struct nd_value *fields;

    while (nd_str_next_line(&rest, &line) && nd_str_trim(line).len == 0) {
        before = rest;
        at++;
    }
    if (nd_str_find(line, ND_STR("::")) == SIZE_MAX)
        return NULL;
    fields = read_lines(&page, &before, &at, arena);
    if (fields != NULL) {
        *text = before;
        *number = at + 1;
    }
    return fields;
}

struct nd_value *nd_header_read(struct nd_str *text, uint32_t *number, enum nd_header_text *below,
                                struct nd_arena *arena) {
    static const struct style nikola = {ND_STR_INIT(".. "), ':', {NULL, 0}, false};
    static const struct style comment = {ND_STR_INIT(".. "), ':', ND_STR_INIT("-->"), false};
    static const struct style plain_comment = {{NULL, 0}, ':', ND_STR_INIT("-->"), false};
    static const struct style jbake = {{NULL, 0}, '=', ND_STR_INIT("~~~~~~"), false};
    const struct style *style = &mail;
    struct nd_str rest = *text, line = ND_STR(""), before = rest, first;
    uint32_t at = *number, first_number;
    struct nd_value *fields;

    while (nd_str_next_line(&rest, &line) && nd_str_trim(line).len == 0) {
        before = rest;
        at++;
    }
    first = before;
    first_number = at;
    if (nd_str_starts(line, ND_STR(".. "))) {
        style = &nikola;
    } else if (nd_str_eq(nd_str_trim(line), ND_STR("<!--"))) {
        style = nd_str_starts(rest, ND_STR(".. ")) ? &comment : &plain_comment;
        before = rest;
        at++;
    } else if (nd_str_find_char(line, '=') < nd_str_find_char(line, ':')) {
        style = &jbake;
    }
    if (style == &mail && nd_str_find(line, ND_STR(":: ")) < nd_str_find_char(line, ' '))
        style = &page;
    fields = style == &mail ? nd_header_read_letter(&before, &at, arena) : NULL;
    if (fields == NULL)
        fields = read_lines(style, &before, &at, arena);
    *below = fields == NULL     ? ND_HEADER_ANY
             : style == &nikola ? ND_HEADER_REST
             : style == &page   ? ND_HEADER_NOTES
                                : ND_HEADER_ANY;
    if (fields == NULL) {
        struct nd_value *(*const readers[])(struct nd_str *, uint32_t *, struct nd_arena *) = {
            nd_header_read_rest, read_headed, nd_header_read_marked};
        static const enum nd_header_text texts[] = {ND_HEADER_REST, ND_HEADER_NOTES, ND_HEADER_NOTES};
        for (size_t i = 0; i < sizeof readers / sizeof *readers && fields == NULL; i++) {
            before = first;
            at = first_number;
            fields = readers[i](&before, &at, arena);
            *below = fields == NULL ? ND_HEADER_ANY : texts[i];
        }
    }
    if (fields != NULL) {
        *text = before;
        *number = at + 1;
    }
    return fields;
}
