/*
 * The text of AsciiDoc (AsciiDoc Language Documentation, Eclipse Foundation) as markdown, line for line:
 * sections, lists, listings, tables as lines of cells, pictures and links; comments, block attributes and
 * directives are left out. What is not understood stays as it is.
 */
#include "document/asciidoc.h"

#include "document/asciidoc_inline.h"

enum {
    ENOUGH = 64 * 1024,
    MAX_ATTRIBUTES = 100,
    MAX_LEVEL = 6,
    LEAST_DELIMITER = 4,
    INDENT = 2 /* of a list in a list */
};

enum block { PROSE, LISTING, COMMENT, TABLE, PASSED };

struct writer {
    struct nd_asciidoc_inline inlined;
    struct nd_str delimiter; /* that ends the block */
    enum block block;
    struct nd_arena *arena;
};

/* Four and more of one sign, or those of tables and fences; which kind of block they are around. */
static bool is_delimiter(struct nd_str line, enum block *block) {
    size_t same = 0;

    if (nd_str_starts(line, ND_STR("```"))) {
        *block = LISTING;
        return true;
    }
    if (nd_str_eq(line, ND_STR("|===")) || nd_str_eq(line, ND_STR(",===")) ||
        nd_str_eq(line, ND_STR(":===")) || nd_str_eq(line, ND_STR("!==="))) {
        *block = TABLE;
        return true;
    }
    while (same < line.len && line.ptr[same] == line.ptr[0])
        same++;
    if (same < LEAST_DELIMITER || same < line.len)
        return false;
    switch (line.ptr[0]) {
    case '-':
    case '.':
        *block = LISTING;
        return true;
    case '/':
        *block = COMMENT;
        return true;
    case '+':
        *block = PASSED;
        return true;
    case '=':
    case '*':
    case '_':
        *block = PROSE;
        return true;
    default:
        return false;
    }
}

/* ":name: value" and ":name!:"; what it says holds from here on. */
static bool take_attribute(struct writer *w, struct nd_str line) {
    struct nd_asciidoc_inline *inlined = &w->inlined;
    struct nd_str name, value;

    if (!nd_asciidoc_split_attribute(line, &name, &value))
        return false;
    if (inlined->own->count < MAX_ATTRIBUTES && value.len > 0)
        nd_value_put(inlined->own, name, nd_value_string(w->arena, value));
    return true;
}

/* "== Words"; how many signs, or 0. */
static size_t level_of(struct nd_str line, char sign) {
    size_t level = 0;

    while (level < line.len && line.ptr[level] == sign)
        level++;
    return level > 0 && level <= MAX_LEVEL && level < line.len && line.ptr[level] == ' ' ? level : 0;
}

static void add_many(struct nd_buf *out, char c, size_t count) {
    for (size_t i = 0; i < count; i++)
        nd_buf_add_char(out, c);
}

/* "** of a list in a list", ". the first". */
static bool write_item(struct writer *w, struct nd_str line, struct nd_buf *out) {
    static const struct {
        char sign;
        const char *mark;
    } lists[] = {{'*', "- "}, {'-', "- "}, {'.', "1. "}};

    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        size_t level = level_of(line, lists[i].sign);
        if (level == 0 || (lists[i].sign == '-' && level > 1))
            continue;
        add_many(out, ' ', (level - 1) * INDENT);
        nd_buf_add_z(out, lists[i].mark);
        nd_asciidoc_write_inline(&w->inlined, nd_str_trim(nd_str_skip(line, level)), out);
        return true;
    }
    return false;
}

/* "Term:: what it is" of a list of descriptions. */
static void write_description(struct writer *w, struct nd_str line, struct nd_buf *out) {
    size_t sign = nd_str_find(line, ND_STR(":: "));

    if (sign == SIZE_MAX && nd_str_ends(line, ND_STR("::")))
        sign = line.len - 2;
    if (sign == SIZE_MAX || sign == 0) {
        nd_asciidoc_write_inline(&w->inlined, line, out);
        return;
    }
    nd_asciidoc_write_inline(&w->inlined, nd_str_slice(line, 0, sign + 1), out);
    nd_asciidoc_write_inline(&w->inlined, nd_str_skip(line, sign + 2), out);
}

/* "image::target[alt,width]" */
static bool write_image(struct nd_str line, struct nd_buf *out) {
    if (!nd_str_starts(line, ND_STR("image::")) || !nd_str_ends(line, ND_STR("]")))
        return false;
    return nd_asciidoc_write_image(nd_str_skip(line, sizeof "image::" - 1), out) > 0;
}

/* "2+", ".2+^", "a": how the cell behind the bar looks. */
static bool is_cell_format(struct nd_str text) {
    enum { MOST = 8 };

    for (size_t i = 0; i < text.len; i++)
        if (!nd_char_is_one_of(text.ptr[i], "0123456789.+*<>^adehlms"))
            return false;
    return text.len <= MOST;
}

/* The cells of a row between bars. */
static void write_cells(struct writer *w, struct nd_str line, struct nd_buf *out) {
    bool is_first = true;

    for (size_t at = 0, next; at < line.len; at = next) {
        size_t bar = nd_str_find_char(nd_str_skip(line, at), '|');
        struct nd_str cell = nd_str_trim(nd_str_slice(nd_str_skip(line, at), 0, bar));
        next = bar == SIZE_MAX ? line.len : at + bar + 1;
        if (cell.len == 0 || (at == 0 && bar != SIZE_MAX && is_cell_format(cell)))
            continue;
        nd_buf_add_z(out, is_first ? "" : " · ");
        nd_asciidoc_write_inline(&w->inlined, cell, out);
        is_first = false;
    }
}

static void write_prose(struct writer *w, struct nd_str whole, struct nd_buf *out) {
    struct nd_str line = nd_str_trim(whole);
    size_t level = level_of(whole, '=');

    if (nd_asciidoc_says_nothing(line) || take_attribute(w, whole) || nd_str_eq(line, ND_STR("+")) ||
        nd_str_eq(line, ND_STR("--")) || nd_str_eq(line, ND_STR("<<<")))
        return;
    if (level > 0) {
        add_many(out, '#', level);
        nd_buf_add_char(out, ' ');
        nd_asciidoc_write_inline(&w->inlined, nd_str_trim(nd_str_skip(whole, level)), out);
    } else if (nd_str_eq(line, ND_STR("'''"))) {
        nd_buf_add_z(out, "***");
    } else if (line.len > 1 && whole.ptr[0] == '.' && whole.ptr[1] != '.' && whole.ptr[1] != ' ') {
        nd_asciidoc_write_inline(&w->inlined, nd_str_skip(line, 1), out); /* the title of a block */
    } else if (!write_item(w, line, out) && !write_image(line, out)) {
        write_description(w, line, out);
    }
}

static void write_line(struct writer *w, struct nd_str line, struct nd_buf *out) {
    struct nd_str trimmed = nd_str_trim_right(line);
    enum block block = PROSE;

    if (w->block != PROSE && nd_str_eq(trimmed, w->delimiter)) {
        nd_buf_add_z(out, w->block == LISTING ? "```" : "");
        w->block = PROSE;
    } else if (w->block == LISTING || w->block == PASSED) {
        nd_buf_add(out, line);
    } else if (w->block == TABLE) {
        if (!nd_asciidoc_says_nothing(nd_str_trim(line)))
            write_cells(w, line, out);
    } else if (w->block == PROSE && is_delimiter(trimmed, &block)) {
        w->block = block;
        w->delimiter = nd_str_starts(trimmed, ND_STR("```")) ? ND_STR("```") : trimmed;
        nd_buf_add_z(out, block == LISTING ? "```" : "");
    } else if (w->block == PROSE) {
        write_prose(w, line, out);
    }
}

struct nd_str nd_asciidoc_to_markdown(struct nd_str text, const struct nd_value *attributes,
                                      struct nd_arena *arena, struct nd_buf *out) {
    struct writer w = {
        .inlined = {.header = attributes, .own = nd_value_new(arena, ND_MAP), .budget = text.len + ENOUGH},
        .arena = arena};
    struct nd_str line;

    nd_buf_reserve(out, text.len);
    while (nd_str_next_line(&text, &line)) {
        write_line(&w, line, out);
        nd_buf_add_char(out, '\n');
    }
    nd_buf_free(&w.inlined.expanded);
    return nd_buf_str(out);
}
