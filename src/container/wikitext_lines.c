/* The second half of wikitext.h: what the beginning of a line says it is. */
#include "container/wikitext.h"

enum { MAX_LEVELS = 16, MAX_TABLES = 16 };

struct lines {
    struct nd_buf out;
    size_t level;  /* lists that are open in each other */
    size_t tables; /* the same of tables */
    bool in_paragraph, in_row, in_cell;
};

static void add(struct lines *lines, const char *markup) {
    nd_buf_add_z(&lines->out, markup);
}

static void end_paragraph(struct lines *lines) {
    if (lines->in_paragraph)
        add(lines, "</p>\n");
    lines->in_paragraph = false;
}

/* Opens and closes lists until so many are open. */
static void go_to_level(struct lines *lines, size_t level) {
    for (; lines->level < level; lines->level++)
        add(lines, "<ul>");
    for (; lines->level > level; lines->level--)
        add(lines, "</ul>\n");
}

static void end_blocks(struct lines *lines) {
    end_paragraph(lines);
    go_to_level(lines, 0);
}

/* "== Background ==" */
static bool take_heading(struct lines *lines, struct nd_str line) {
    size_t level = 0;
    struct nd_str inner = nd_str_trim_right(line);

    while (level < 6 && inner.len >= 2 * level + 3 && inner.ptr[level] == '=' &&
           inner.ptr[inner.len - 1 - level] == '=')
        level++;
    if (level == 0)
        return false;
    end_blocks(lines);
    inner = nd_str_trim(nd_str_slice(inner, level, inner.len - level));
    nd_buf_addf(&lines->out, "<h%zu>%.*s</h%zu>\n", level, (int)inner.len, inner.ptr, level);
    return true;
}

/* Signs before a line: only * and # make lists, : and ; move it. */
static bool take_item(struct lines *lines, struct nd_str line) {
    size_t signs = 0, level = 0;

    for (; signs < line.len && nd_str_find_char(ND_STR("*#:;"), line.ptr[signs]) != SIZE_MAX; signs++)
        level += line.ptr[signs] == '*' || line.ptr[signs] == '#';
    if (signs == 0)
        return false;
    end_paragraph(lines);
    go_to_level(lines, level < MAX_LEVELS ? level : MAX_LEVELS);
    add(lines, level > 0 ? "<li>" : "<p>");
    nd_buf_add(&lines->out, nd_str_trim(nd_str_skip(line, signs)));
    add(lines, level > 0 ? "</li>\n" : "</p>\n");
    return true;
}

static void end_cell(struct lines *lines) {
    end_blocks(lines);
    if (lines->in_cell)
        add(lines, "</td>");
    lines->in_cell = false;
}

static void end_row(struct lines *lines) {
    end_cell(lines);
    if (lines->in_row)
        add(lines, "</tr>\n");
    lines->in_row = false;
}

/* 'style="…" | text': what stands before a single bar says how it looks. */
static struct nd_str without_attributes(struct nd_str cell) {
    size_t bar = nd_str_find_char(cell, '|');

    return nd_str_trim(bar != SIZE_MAX && nd_str_find_char(nd_str_slice(cell, 0, bar), '=') != SIZE_MAX
                           ? nd_str_skip(cell, bar + 1)
                           : cell);
}

static void add_cell(struct lines *lines, struct nd_str cell, bool is_header) {
    end_cell(lines);
    if (!lines->in_row)
        add(lines, "<tr>");
    lines->in_row = lines->in_cell = true;
    add(lines, is_header ? "<th>" : "<td>");
    nd_buf_add(&lines->out, without_attributes(cell));
    if (is_header)
        add(lines, "</th>");
    lines->in_cell = !is_header;
}

/* "| a || b", "! a !! b" */
static void add_cells(struct lines *lines, struct nd_str line, bool is_header) {
    while (line.ptr != NULL) {
        size_t bars = nd_str_find(line, ND_STR("||")),
               marks = is_header ? nd_str_find(line, ND_STR("!!")) : SIZE_MAX,
               end = bars < marks ? bars : marks;
        add_cell(lines, nd_str_slice(line, 0, end), is_header);
        line = end == SIZE_MAX ? ND_STR_NONE : nd_str_skip(line, end + 2);
    }
}

/* Rows and cells of a table; a table in a cell is more rows of the outer one. */
static bool take_table(struct lines *lines, struct nd_str line) {
    while (line.len > 0 && (line.ptr[0] == ':' || nd_char_is_blank(line.ptr[0])))
        line = nd_str_skip(line, 1);
    if (nd_str_starts(line, ND_STR("{|")) && lines->tables < MAX_TABLES) {
        end_row(lines);
        if (lines->tables++ == 0)
            add(lines, "<table>");
        return true;
    }
    if (lines->tables == 0 || line.len == 0 || (line.ptr[0] != '|' && line.ptr[0] != '!'))
        return false;
    if (nd_str_starts(line, ND_STR("|}"))) {
        end_row(lines);
        if (--lines->tables == 0)
            add(lines, "</table>\n");
    } else if (nd_str_starts(line, ND_STR("|-"))) {
        end_row(lines);
    } else if (nd_str_starts(line, ND_STR("|+"))) {
        end_row(lines);
        add_cell(lines, nd_str_skip(line, 2), true);
        end_row(lines);
    } else {
        add_cells(lines, nd_str_skip(line, 1), line.ptr[0] == '!');
    }
    return true;
}

/* "__NOTOC__", "----" */
static bool is_no_text(struct nd_str line) {
    return (nd_str_starts(line, ND_STR("__")) && nd_str_ends(line, ND_STR("__")) && line.len < 40) ||
           nd_str_starts(line, ND_STR("----"));
}

struct nd_str nd_wikitext_lines(struct nd_str text, struct nd_arena *arena) {
    struct lines lines = {0};
    struct nd_str line;

    while (nd_str_next_line(&text, &line)) {
        struct nd_str words = nd_str_trim(line);
        if (words.len == 0 || is_no_text(words)) {
            end_blocks(&lines);
            continue;
        }
        if (take_table(&lines, line) || take_heading(&lines, line) || take_item(&lines, line))
            continue;
        go_to_level(&lines, 0);
        add(&lines, lines.in_paragraph ? "\n" : "<p>");
        lines.in_paragraph = true;
        nd_buf_add(&lines.out, words);
    }
    end_row(&lines);
    if (lines.tables > 0)
        add(&lines, "</table>");
    return nd_arena_take(arena, &lines.out);
}
