/*
 * Notebooks (nbformat 3 and 4, also its reader's "worksheets"): one article, whose cells are its text. Cells
 * of markdown are as they are written, those of code are fenced, what they put out is left out. Where blogs
 * are made of notebooks, the first cell is front matter, raw or as a list of fields, or the metadata have it.
 */
#include "container/format.h"

enum { LONGEST_KEY = 40 };

static const struct nd_value *member(const struct nd_value *map, const char *key) {
    return nd_value_get(map, nd_str_from(key));
}

/* Its text: a string, or the lines of one; nbformat 3 has another name for that of code. */
static struct nd_str source_of(const struct nd_value *cell, struct nd_arena *arena) {
    const struct nd_value *source = member(cell, "source");
    struct nd_buf text = {0};

    if (source == NULL)
        source = member(cell, "input");
    if (source == NULL || source->type != ND_LIST)
        return nd_value_text(source);
    for (const struct nd_value *v = source->first; v != NULL; v = v->next)
        nd_buf_add(&text, nd_value_text(v));
    return nd_arena_take(arena, &text);
}

/* "- Date: 2015-03-05", "* title: Ice": its field; false for all else. */
static bool is_field(struct nd_str line, struct nd_str *field) {
    size_t colon;

    line = nd_str_trim(line);
    if (!nd_str_starts(line, ND_STR("- ")) && !nd_str_starts(line, ND_STR("* ")))
        return false;
    *field = nd_str_trim(nd_str_skip(line, 2));
    colon = nd_str_find_char(*field, ':');
    if (colon == SIZE_MAX || colon == 0 || colon > LONGEST_KEY ||
        nd_str_starts(nd_str_skip(*field, colon), ND_STR("://")))
        return false;
    for (size_t i = 0; i < colon; i++)
        if (!nd_char_is_alpha(field->ptr[i]) && nd_str_find_char(ND_STR("_- "), field->ptr[i]) == SIZE_MAX)
            return false;
    return true;
}

/* As YAML has it: a value with a colon of its own in quotes. */
static void add_field(struct nd_buf *front, struct nd_str field) {
    size_t colon = nd_str_find_char(field, ':');
    struct nd_str value = nd_str_trim(nd_str_skip(field, colon + 1));
    bool is_quoted = nd_str_find(value, ND_STR(": ")) != SIZE_MAX &&
                     nd_str_find_char(value, '"') == SIZE_MAX && nd_str_find_char(value, '\\') == SIZE_MAX;

    nd_buf_add(front, nd_str_slice(field, 0, colon));
    nd_buf_add(front, is_quoted ? ND_STR(": \"") : ND_STR(": "));
    nd_buf_add(front, value);
    nd_buf_add(front, is_quoted ? ND_STR("\"\n") : ND_STR("\n"));
}

/* One without which a list may be of anything. */
static bool is_sign(struct nd_str field) {
    static const struct nd_str signs[] = {ND_STR_INIT("title:"),      ND_STR_INIT("date:"),
                                          ND_STR_INIT("author:"),     ND_STR_INIT("slug:"),
                                          ND_STR_INIT("tags:"),       ND_STR_INIT("category:"),
                                          ND_STR_INIT("categories:"), ND_STR_INIT("badges:"),
                                          ND_STR_INIT("permalink:"),  ND_STR_INIT("layout:")};

    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (nd_str_starts_nocase(field, signs[i]))
            return true;
    return false;
}

/*
 * A list of fields that is all of a cell, but for a heading and a summary, as a quotation, above it. The
 * fields go to front, what is above them stays: *text.
 */
static bool take_fields(struct nd_str *text, struct nd_buf *front) {
    struct nd_str rest = *text, line, field;
    size_t begin = SIZE_MAX, count = 0, signs = 0;

    for (struct nd_str before = rest; nd_str_next_line(&rest, &line); before = rest) {
        if (is_field(line, &field)) {
            begin = begin == SIZE_MAX ? text->len - before.len : begin;
            count++;
            signs += is_sign(field);
            add_field(front, field);
        } else if (nd_str_trim(line).len > 0 && (count > 0 || !(line.ptr[0] == '#' || line.ptr[0] == '>'))) {
            return false;
        }
    }
    if (signs == 0 || count + (begin > 0) < 2)
        return false;
    *text = nd_str_slice(*text, 0, begin);
    return true;
}

/* A fence that is longer than any in the text. */
static void add_fence(struct nd_buf *out, struct nd_str text) {
    size_t longest = 2, run = 0;

    for (size_t i = 0; i < text.len; i++) {
        run = text.ptr[i] == '`' ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    for (size_t i = 0; i <= longest; i++)
        nd_buf_add_char(out, '`');
}

static void add_cell(struct nd_buf *out, const struct nd_value *cell, struct nd_str text,
                     struct nd_str language) {
    struct nd_str kind = nd_value_text(member(cell, "cell_type"));
    const struct nd_value *level = member(cell, "level");

    if (nd_str_trim(text).len == 0)
        return;
    if (nd_str_eq(kind, ND_STR("code"))) {
        add_fence(out, text);
        nd_buf_addf(out, "%.*s\n", (int)language.len, language.len > 0 ? language.ptr : "");
        nd_buf_add(out, nd_str_trim_right(text));
        nd_buf_add_char(out, '\n');
        add_fence(out, text);
    } else {
        if (nd_str_eq(kind, ND_STR("heading"))) /* of nbformat 3 */
            nd_buf_addf(out, "%.*s ",
                        level != NULL && level->type == ND_INT ? (int)(level->as.integer % 7) : 1, "######");
        nd_buf_add(out, text);
    }
    nd_buf_add(out, ND_STR("\n\n"));
}

/* Front matter there is not would leave it open what the text is written in: an empty one says markdown. */
static void add_front_matter(struct nd_buf *out, struct nd_str first, struct nd_str fields) {
    first = nd_str_trim(first);
    if (fields.len == 0 && (nd_str_starts(first, ND_STR("---\n")) || nd_str_starts(first, ND_STR("+++\n"))))
        return;
    nd_buf_add(out, ND_STR("---\n"));
    nd_buf_add(out, fields);
    nd_buf_add(out, ND_STR("---\n\n"));
}

static void add_cells(struct nd_buf *out, const struct nd_value *cells, struct nd_str language,
                      struct nd_arena *arena) {
    struct nd_buf fields = {0};
    bool is_first = out->len == 0;

    for (const struct nd_value *cell = cells->first; cell != NULL; cell = cell->next) {
        struct nd_str text = source_of(cell, arena);
        if (is_first && nd_str_trim(text).len == 0)
            continue;
        if (is_first && (nd_str_eq(nd_value_text(member(cell, "cell_type")), ND_STR("code")) ||
                         !take_fields(&text, &fields)))
            nd_buf_clear(&fields);
        if (is_first)
            add_front_matter(out, text, nd_buf_str(&fields));
        if (is_first && fields.len == 0)
            text = nd_str_trim(text);
        is_first = false;
        add_cell(out, cell, text, language);
    }
    nd_buf_free(&fields);
}

/* True when the front matter that text begins with has a title. */
static bool has_title(struct nd_str text) {
    struct nd_str line;

    (void)nd_str_next_line(&text, &line);
    while (nd_str_next_line(&text, &line) && !nd_str_starts(line, ND_STR("---")) &&
           !nd_str_starts(line, ND_STR("+++")))
        if (nd_str_starts_nocase(line, ND_STR("title")))
            return true;
    return false;
}

static bool is_of_blog(const struct nd_value *value) {
    static const char *const blogs[] = {"nikola", "pelican", "jekyll",      "hugo",
                                        "blog",   "quarto",  "front-matter"};

    for (size_t i = 0; i < sizeof blogs / sizeof *blogs; i++)
        if (value->type == ND_MAP && nd_str_eq(value->key, nd_str_from(blogs[i])))
            return true;
    return false;
}

/* What the notebook says of itself; programs that make blogs of such have a map of their own there. */
static struct nd_value *read_metadata(const struct nd_value *metadata, struct nd_arena *arena) {
    struct nd_value *fields = nd_value_new(arena, ND_MAP);

    if (metadata == NULL || metadata->type != ND_MAP)
        return fields;
    for (const struct nd_value *v = metadata->first; v != NULL; v = v->next)
        for (const struct nd_value *m = is_of_blog(v) ? v->first : NULL; m != NULL; m = m->next)
            nd_value_put(fields, m->key, nd_value_copy(arena, m));
    for (const struct nd_value *v = metadata->first; v != NULL; v = v->next)
        if (!is_of_blog(v) && !nd_str_eq(v->key, ND_STR("widgets"))) /* what they show, and no text */
            nd_value_put(fields, v->key, nd_value_copy(arena, v));
    nd_value_keep_first(fields);
    return fields;
}

/* "python": of the kernel, or of the notebook. */
static struct nd_str language_of(const struct nd_value *metadata) {
    struct nd_str language = nd_value_text(member(member(metadata, "language_info"), "name"));

    if (language.len == 0)
        language = nd_value_text(member(member(metadata, "kernelspec"), "language"));
    return language.len > 0 ? language : nd_value_text(member(metadata, "language"));
}

bool nd_json_notebook(const struct nd_value *map, struct nd_arena *arena, struct nd_item *item) {
    static const struct nd_item_alias aliases[] = {
        {ND_STR_INIT("language"), ND_STR_INIT("")}, /* that of its programs */
        {ND_STR_INIT("name"), ND_STR_INIT("")},     /* that of its file */
        {ND_STR_INIT("title"), ND_STR_INIT("")}};   /* where its front matter has one */
    const struct nd_value *metadata = member(map, "metadata"), *cells = member(map, "cells"),
                          *sheets = member(map, "worksheets");
    struct nd_str language = language_of(metadata);
    struct nd_buf text = {0};

    if (member(map, "nbformat") == NULL || (cells == NULL) == (sheets == NULL))
        return false;
    if (cells != NULL)
        add_cells(&text, cells, language, arena);
    for (const struct nd_value *v = sheets == NULL ? NULL : sheets->first; v != NULL; v = v->next)
        if (member(v, "cells") != NULL)
            add_cells(&text, member(v, "cells"), language, arena);
    item->format = "notebook";
    item->document = nd_arena_take(arena, &text);
    item->fields = read_metadata(metadata, arena);
    item->aliases = aliases;
    item->alias_count = has_title(item->document) ? 3 : 2;
    item->is_whole = item->is_alone = true;
    return true;
}
