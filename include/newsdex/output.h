/*
 * The output stage: rows in, bytes on a stream out, in one of the formats behind one table. Results of every
 * command are rows of named cells; only the text format knows what kind of rows they are. An empty result is
 * valid in its format. Write errors are found when the stream is flushed (nd_output_finish).
 */
#ifndef NEWSDEX_OUTPUT_H
#define NEWSDEX_OUTPUT_H

#include "newsdex/index.h"

#include <stdio.h>

enum nd_format { ND_TEXT, ND_TSV, ND_JSON_DOCUMENT, ND_NDJSON, ND_CSV, ND_FORMATS };

enum nd_cell_type { ND_CELL_TEXT, ND_CELL_NUMBER, ND_CELL_JSON };

struct nd_cell {
    const char *name;
    enum nd_cell_type type;
    struct nd_str value; /* absent: empty in TSV and CSV, null in JSON */
};

struct nd_output {
    FILE *stream;
    enum nd_format format;
    bool color;
    bool is_terminal; /* nothing that would steer it is written */
    bool safe_cells;  /* CSV: no cell of text is a formula */
    const char *list; /* JSON: the name of the list of rows */
    struct nd_buf buf;
    int64_t rows;
};

/* ND_FORMATS when there is no format of that name. */
enum nd_format nd_output_format(struct nd_str name);

void nd_output_begin(struct nd_output *output, const char *list);
/* Writes a row in any format but text. */
void nd_output_row(struct nd_output *output, const struct nd_cell *cells, size_t count);
/* Ends the list, flushes, frees. ND_IO when something could not be written. */
enum nd_status nd_output_finish(struct nd_output *output, struct nd_error *err) ND_MUST_CHECK;

/* A hit in any format; path is how its path is shown. */
void nd_output_hit(struct nd_output *output, const struct nd_hit *hit, struct nd_str path);
/* An article in full; JSON is one object with everything. */
void nd_output_article(struct nd_output *output, const struct nd_stored_article *stored, struct nd_str path);
/* A bar chart of facets for a terminal of that many cells. */
void nd_output_bars(struct nd_output *output, const struct nd_facet *facets, size_t count, int width);
/* "path:line:col: level: message [code]" in text. */
void nd_output_problem(struct nd_output *output, const struct nd_stored_problem *problem, struct nd_str path);

/* Text for a terminal or pipe: control characters other than line ends and tabs become blanks. */
void nd_output_clean(struct nd_buf *out, struct nd_str text);
/* The same on one line: line ends and tabs become blanks as well. */
void nd_output_clean_line(struct nd_buf *out, struct nd_str text);

/*
 * Writes text as it is, or on a terminal with U+FFFD for what would steer it: control characters but tabs and
 * line ends, bidi controls, and bytes that are no UTF-8. Errors stay with the stream.
 */
void nd_output_write(FILE *stream, struct nd_str text);
/* Writes what is in the buffer the same way and clears it. In text, escapes are those of colours. */
void nd_output_flush(struct nd_output *output);

#endif
