#include "newsdex/output.h"

#include <inttypes.h>
#include <stdio.h>

/* Lines are those of a member of an archive where a part has the name of one. */
static bool is_number(struct nd_str part) {
    for (size_t i = 0; i < part.len; i++)
        if (!nd_char_is_digit(part.ptr[i]))
            return false;
    return true;
}

void nd_output_place(struct nd_buf *out, const struct nd_place *place) {
    nd_output_clean_line(out, place->path);
    if (place->part.len > 0 && (place->line == 0 || !is_number(place->part))) {
        nd_buf_add_char(out, '#');
        nd_output_clean_line(out, place->part);
    }
    if (place->line > 0)
        nd_buf_addf(out, ":%" PRId64, place->line);
    if (place->line > 0 && place->column > 0)
        nd_buf_addf(out, ":%" PRId64, place->column);
    nd_buf_add_z(out, ": ");
}

static void problem_text(struct nd_output *output, const struct nd_stored_problem *problem,
                         struct nd_str path) {
    struct nd_buf *out = &output->buf;

    nd_output_place(out, &(struct nd_place){path, problem->part, problem->line, problem->column});
    nd_buf_addf(out, "%.*s: ", (int)problem->level.len, problem->level.ptr);
    nd_output_clean_line(out, problem->message);
    nd_buf_addf(out, " [%.*s]\n", (int)problem->code.len, problem->code.ptr);
    nd_output_flush(output);
    output->rows++;
}

void nd_output_problem(struct nd_output *output, const struct nd_stored_problem *problem,
                       struct nd_str path) {
    char line[24], column[24];

    if (output->format == ND_TEXT) {
        problem_text(output, problem, path);
        return;
    }
    snprintf(line, sizeof line, "%" PRId64, problem->line);
    snprintf(column, sizeof column, "%" PRId64, problem->column);
    nd_output_row(output,
                  (struct nd_cell[]){{"path", ND_CELL_TEXT, path},
                                     {"line", ND_CELL_NUMBER, nd_str_from(line)},
                                     {"column", ND_CELL_NUMBER, nd_str_from(column)},
                                     {"level", ND_CELL_TEXT, problem->level},
                                     {"code", ND_CELL_TEXT, problem->code},
                                     {"message", ND_CELL_TEXT, problem->message},
                                     {"part", ND_CELL_TEXT, problem->part}},
                  7);
}
