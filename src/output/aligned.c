/* Tables for a terminal: as wide as their widest cells, numbers to the right. */
#include "newsdex/output.h"

static struct nd_str text_of(const struct nd_cell *cell) {
    return cell->value.ptr == NULL ? ND_STR("-") : cell->value;
}

void nd_output_measure(const struct nd_cell *cells, size_t count, int *widths) {
    for (size_t i = 0; i < count; i++) {
        int value = nd_output_width(text_of(&cells[i])), name = nd_output_width(nd_str_from(cells[i].name));
        int width = value > name ? value : name;
        widths[i] = width > widths[i] ? width : widths[i];
    }
}

static void add_aligned(struct nd_buf *out, struct nd_str text, int width, bool is_right) {
    int blanks = width - nd_output_width(text);

    if (is_right)
        nd_buf_addf(out, "%*s", blanks > 0 ? blanks : 0, "");
    nd_output_clean_line(out, text);
    if (!is_right)
        nd_buf_addf(out, "%*s", blanks > 0 ? blanks : 0, "");
}

static void add_row(struct nd_output *output, const struct nd_cell *cells, size_t count, const int *widths,
                    bool is_header) {
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            nd_buf_add_z(&output->buf, "  ");
        add_aligned(&output->buf, is_header ? nd_str_from(cells[i].name) : text_of(&cells[i]), widths[i],
                    cells[i].type == ND_CELL_NUMBER);
    }
    while (output->buf.len > 0 && output->buf.ptr[output->buf.len - 1] == ' ')
        nd_buf_cut(&output->buf, output->buf.len - 1);
    nd_buf_add_char(&output->buf, '\n');
}

void nd_output_aligned(struct nd_output *output, const struct nd_cell *cells, size_t count,
                       const int *widths) {
    if (output->rows == 0)
        add_row(output, cells, count, widths, true);
    add_row(output, cells, count, widths, false);
    output->rows++;
    nd_output_flush(output);
}
