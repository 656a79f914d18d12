#include "document/markdown/cmark_arena.h"
#include "document/markdown/markdown.h"

enum { MIN_SPARE = 1000 }; /* cells that may be missing in a table, and one more for each byte of it */

/* Without the pipes at both ends that a row may or may not have. */
static struct nd_str row_content(struct nd_str line) {
    line = nd_str_trim(line);
    if (line.len > 0 && line.ptr[0] == '|')
        line = nd_str_skip(line, 1);
    if (nd_str_ends(line, ND_STR("|")) && !nd_str_ends(line, ND_STR("\\|")))
        line.len--;
    return line;
}

bool nd_table_is_delimiter(struct nd_str line, size_t *columns) {
    struct nd_str rest = nd_str_trim(line);
    bool has_pipe = nd_str_find_char(rest, '|') != SIZE_MAX;
    size_t count = 0, end;

    if (!has_pipe && nd_str_find_char(rest, ':') == SIZE_MAX)
        return false;
    for (rest = row_content(line); rest.len > 0;
         rest = nd_str_skip(rest, end == SIZE_MAX ? rest.len : end + 1)) {
        struct nd_str cell;
        end = nd_str_find_char(rest, '|');
        cell = nd_str_trim(nd_str_slice(rest, 0, end));
        if (nd_str_starts(cell, ND_STR(":")))
            cell = nd_str_skip(cell, 1);
        if (nd_str_ends(cell, ND_STR(":")))
            cell.len--;
        if (cell.len == 0)
            return false;
        for (size_t i = 0; i < cell.len; i++)
            if (cell.ptr[i] != '-')
                return false;
        count++;
    }
    *columns = count;
    return count > 0;
}

/* The cells of one row, cut off one after the other. */
struct row {
    struct nd_str rest;
    uint64_t unclosed; /* lengths of runs of backticks that do not occur any more: no code span opens there */
};

static size_t backticks(struct nd_str s, size_t at) {
    size_t run = 0;

    while (at + run < s.len && s.ptr[at + run] == '`')
        run++;
    return run;
}

/* The length of the code span at offset at, where a backtick is, or that of the backticks alone. */
static size_t code_span(struct row *row, size_t at) {
    size_t run = backticks(row->rest, at), i = at + run;

    if (run >= 64 || (row->unclosed >> run & 1) != 0)
        return run;
    while (i < row->rest.len) {
        size_t other = backticks(row->rest, i);
        if (other == run)
            return i + run - at;
        i += other == 0 ? 1 : other;
    }
    row->unclosed |= (uint64_t)1 << run;
    return run;
}

/* GitHub ends a cell at a pipe even in a code span; people who write them mean the code. */
static struct nd_str next_cell(struct row *row) {
    struct nd_str cell;
    size_t i = 0;

    while (i < row->rest.len && row->rest.ptr[i] != '|') {
        if (row->rest.ptr[i] == '`')
            i += code_span(row, i);
        else
            i += row->rest.ptr[i] == '\\' ? 2 : 1;
    }
    cell = nd_str_trim(nd_str_slice(row->rest, 0, i));
    row->rest = nd_str_skip(row->rest, i + 1);
    return cell;
}

size_t nd_table_count_cells(struct nd_str line) {
    struct row row = {row_content(line), 0};
    size_t count = 0;

    for (; row.rest.len > 0; count++)
        next_cell(&row);
    return count;
}

static bool needs_parsing(struct nd_str cell) {
    for (size_t i = 0; i < cell.len; i++)
        if (nd_char_is_one_of(cell.ptr[i], "*_`[]<>&\\!"))
            return true;
    return false;
}

/* Adds the cell as a heading: of all blocks only there is the content of a line nothing but inline. */
static void add_heading(struct nd_buf *source, struct nd_str cell) {
    size_t text = cell.len;

    nd_buf_add_z(source, "# ");
    for (size_t i = 0; i < cell.len; i++)
        if (cell.ptr[i] != '\\' || i + 1 == cell.len || cell.ptr[i + 1] != '|')
            nd_buf_add_char(source, cell.ptr[i]);
    while (text > 0 && cell.ptr[text - 1] == '#')
        text--;
    if (text < cell.len && (text == 0 || nd_char_is_blank(cell.ptr[text - 1]))) {
        nd_buf_cut(source, source->len - 1);
        nd_buf_add_z(source, "\\#");
    }
    nd_buf_add_char(source, '\n');
}

/* The cells that were left for later have no text yet; source has a heading for each of them. */
static void fill_cells(struct nd_table_row *row, const struct nd_buf *source,
                       struct nd_block_builder *builder) {
    struct nd_cmark_arena memory = {NULL, NULL};
    cmark_node *document = nd_cmark_arena_open(&memory, ND_STR(""), nd_buf_str(source)), *node;
    cmark_iter *iter = cmark_iter_new(document);
    cmark_event_type event;
    struct nd_inline in;
    size_t i = 0;

    nd_inline_init(&in, builder);
    in.is_one_line = true;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        node = cmark_iter_get_node(iter);
        if (cmark_node_get_type(node) != CMARK_NODE_HEADING) {
            nd_inline_event(&in, event, node);
            continue;
        }
        if (event == CMARK_EVENT_ENTER)
            continue;
        for (; row != NULL && (i == row->count || row->cells[i].ptr != NULL); i++)
            if (i == row->count) {
                row = row->next;
                i = (size_t)-1;
            }
        nd_block_builder_link_close(builder);
        if (row != NULL)
            row->cells[i] = nd_block_builder_take_text(builder);
    }
    nd_inline_fini(&in);
    cmark_iter_free(iter);
    nd_cmark_arena_close(&memory, document);
    nd_cmark_arena_fini(&memory);
}

/* How many cells to add to a row that has fewer than columns; what is spare for all rows bounds the sum. */
static size_t missing_cells(size_t count, size_t columns, size_t *spare) {
    size_t missing = count < columns ? columns - count : 0;

    if (missing > *spare)
        return 0;
    *spare -= missing;
    return missing;
}

static struct nd_table_row *read_row(struct nd_str line, size_t columns, size_t *spare,
                                     struct nd_arena *arena, struct nd_buf *source) {
    struct nd_table_row *result = nd_arena_alloc(arena, 1, sizeof *result);
    struct row row = {row_content(line), 0};

    result->count = nd_table_count_cells(line);
    result->count += missing_cells(result->count, columns, spare);
    result->cells = nd_arena_alloc(arena, result->count, sizeof *result->cells);
    for (size_t i = 0; i < result->count; i++) {
        struct nd_str cell = next_cell(&row);
        if (cell.len == 0)
            result->cells[i] = ND_STR("");
        else if (!needs_parsing(cell))
            result->cells[i] = nd_arena_str(arena, cell);
        else
            add_heading(source, cell);
    }
    return result;
}

struct nd_block *nd_table_read(const struct nd_str *lines, size_t count, size_t columns,
                               struct nd_arena *arena, struct nd_blocks *blocks) {
    struct nd_block *table = nd_blocks_add(blocks, arena, ND_TABLE);
    struct nd_table_row **next = &table->rows;
    struct nd_buf source = {NULL, 0, 0};
    struct nd_block_builder builder;
    size_t spare = MIN_SPARE;

    for (size_t i = 0; i < count; i++)
        spare += lines[i].len;
    for (size_t i = 0; i < count; i++) {
        *next = read_row(lines[i], columns, &spare, arena, &source);
        next = &(*next)->next;
    }
    if (source.len > 0) {
        nd_block_builder_init(&builder, arena);
        fill_cells(table->rows, &source, &builder);
        table->links = builder.links;
        nd_block_builder_fini(&builder);
    }
    nd_buf_free(&source);
    return table;
}
