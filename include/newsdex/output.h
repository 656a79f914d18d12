/*
 * The output stage: rows in, bytes on a stream out, in one of the formats behind one table. Results of every
 * command are rows of named cells; only the text format knows what kind of rows they are. An empty result is
 * valid in its format. Write errors are found when the stream is flushed (nd_output_finish).
 */
#ifndef NEWSDEX_OUTPUT_H
#define NEWSDEX_OUTPUT_H

#include "newsdex/stories.h"

#include <stdio.h>

enum nd_format { ND_TEXT, ND_TSV, ND_JSON_DOCUMENT, ND_NDJSON, ND_CSV, ND_TEMPLATE, ND_FORMATS };

enum { ND_MAX_CHOSEN = 64 }; /* fields of one row */

enum nd_cell_type { ND_CELL_TEXT, ND_CELL_NUMBER, ND_CELL_JSON };

struct nd_cell {
    const char *name;
    enum nd_cell_type type;
    struct nd_str value; /* absent: empty in TSV and CSV, null in JSON */
};

/* A field of the record that was chosen. */
struct nd_field {
    const char *name;
    size_t number;     /* of a field; otherwise */
    struct nd_str key; /* of metadata */
};

/* Those of a row, in order; of a template also the text before each and behind the last. All zero: none. */
struct nd_fields {
    struct nd_field list[ND_MAX_CHOSEN];
    size_t count;
    bool has_snippets; /* or scores: what only a hit has */
    bool has_copies;   /* for which stored->copies is looked at */
    struct nd_str literals[ND_MAX_CHOSEN + 1];
};

/* Where the fields of a record come from. */
struct nd_record_view {
    const struct nd_stored_article *stored;
    const struct nd_hit *hit; /* NULL: it was not searched for, or without snippets */
    struct nd_str path;       /* as it is shown */
    const char *marks;        /* around the matched words of a snippet */
    bool is_typed;            /* published_at is a time or absent, never a day */
};

struct nd_output {
    FILE *stream;
    const char *name; /* of the file, for messages; NULL: standard output */
    enum nd_format format;
    bool color;
    bool is_terminal;         /* nothing that would steer it is written */
    int width;                /* of it; text wraps there. 0: it does not */
    bool safe_cells;          /* CSV: no cell of text is a formula */
    bool header;              /* TSV: with the names of the columns, as CSV always has them */
    bool has_columns;         /* they were written */
    bool has_copies;          /* hits tell how many there are, */
    bool has_stories;         /* or how many more articles of their stories */
    bool has_databases;       /* hits are of several, and tell of which */
    struct nd_fields *fields; /* chosen by the user; NULL: those of the command */
    const char *list;         /* JSON: the name of the list of rows */
    struct nd_buf buf;
    int64_t rows;
};

/* ND_FORMATS when there is no format of that name. A template is not one of them: its name is never written.
 */
enum nd_format nd_output_format(struct nd_str name);

void nd_output_begin(struct nd_output *output, const char *list);
/*
 * Writes the names of the columns where the format has them and they are not written yet. A row does it, too;
 * called before, they are there when nothing was found.
 */
void nd_output_columns(struct nd_output *output, const char *const *names, size_t count);
/* Writes a row in any format but text. */
void nd_output_row(struct nd_output *output, const struct nd_cell *cells, size_t count);
/* ND_IO, with the reason if it is asked at once, when something could not be written. name: NULL for standard
 * output. */
enum nd_status nd_output_check(FILE *stream, const char *name, struct nd_error *err) ND_MUST_CHECK;
/* Ends the list, flushes, frees. ND_IO when something could not be written. */
enum nd_status nd_output_finish(struct nd_output *output, struct nd_error *err) ND_MUST_CHECK;

/* A hit in any format; path is how its path is shown. */
void nd_output_hit(struct nd_output *output, const struct nd_hit *hit, struct nd_str path);
/* The columns of hits. */
void nd_output_hits(struct nd_output *output);
/* A story: as text with its lead, span and outlets, and if wanted its articles; a row an article in tables.
 */
void nd_output_story(struct nd_output *output, const struct nd_story *story, bool with_articles);
/* The columns of stories. */
void nd_output_stories(struct nd_output *output);
/* The id, as show takes it: of several databases N:ID. */
void nd_output_hit_id(struct nd_buf *out, const struct nd_hit *hit);
/* The snippet of a hit, cleaned, its matched words between open and close. */
void nd_output_add_snippet(struct nd_buf *out, const struct nd_hit *hit, const char *open, const char *close);
/* What is left out of one text, and what is put in, to make another of it, word by word: [-these-] {+those+}.
 */
void nd_output_word_diff(struct nd_output *output, struct nd_str before, struct nd_str after);
/* An article in full, as text. */
void nd_output_article(struct nd_output *output, const struct nd_stored_article *stored, struct nd_str path);

/* Adds a field of the record, or metadata.KEY; false when there is none of that name, or too many. */
bool nd_output_choose(struct nd_fields *chosen, struct nd_str name, struct nd_arena *arena);
/* Chooses the whole record. */
void nd_output_choose_all(struct nd_fields *chosen, struct nd_arena *arena);
/* The names of all fields, for a message. */
void nd_output_field_names(struct nd_buf *out);
/* True when text is a template: it has a { in it. */
bool nd_output_template_is(struct nd_str text);
/* Reads a template, \t, \n, \{ and the like being one character; false when *wrong of it is no field. */
bool nd_output_template(struct nd_fields *chosen, struct nd_str text, struct nd_arena *arena,
                        struct nd_str *wrong);
/* A record in any format but text: the chosen fields. */
void nd_output_record(struct nd_output *output, const struct nd_fields *chosen,
                      const struct nd_record_view *record);
/* The chosen fields as cells, whose values live in bufs or in the record; free the bufs. */
void nd_output_cells(const struct nd_fields *chosen, const struct nd_record_view *record,
                     struct nd_cell cells[ND_MAX_CHOSEN], struct nd_buf bufs[ND_MAX_CHOSEN]);
/* The same behind cells that say what has happened to it. */
enum { ND_MAX_ABOUT = 4 };
void nd_output_change(struct nd_output *output, const struct nd_cell *about, size_t about_count,
                      const struct nd_fields *chosen, const struct nd_record_view *record);
/* The columns of records. */
void nd_output_header(struct nd_output *output, const struct nd_fields *chosen);
/* A bar chart of facets for a terminal of that many cells. */
void nd_output_bars(struct nd_output *output, const struct nd_facet *facets, size_t count, int width);
/* The cells of a terminal that text takes; the beginning or the end of it that fits into width of them. */
int nd_output_width(struct nd_str text);
struct nd_str nd_output_fit(struct nd_str text, int width);
/* Text in lines of at most width cells (0: any), broken at blanks where there are any; each after the first
 * behind indent blanks. Lines of the text stay lines. */
void nd_output_wrap(struct nd_buf *out, struct nd_str text, int width, int indent);
struct nd_str nd_output_fit_end(struct nd_str text, int width);
/* A table as text: the widths are measured over all rows, then each is written, below a header. */
void nd_output_measure(const struct nd_cell *cells, size_t count, int *widths);
void nd_output_aligned(struct nd_output *output, const struct nd_cell *cells, size_t count,
                       const int *widths);
/*
 * "path#part:line:col: ", each as far as it is known (0, or absent): where a line of the file says it, the
 * number of a part does not.
 */
struct nd_place {
    struct nd_str path, part;
    int64_t line, column;
};
void nd_output_place(struct nd_buf *out, const struct nd_place *place);
/* "path#part:line:col: level: message [code]" in text. */
void nd_output_problem(struct nd_output *output, const struct nd_stored_problem *problem, struct nd_str path);

/* Text for a terminal or pipe: control characters other than line ends and tabs become blanks. */
void nd_output_clean(struct nd_buf *out, struct nd_str text);
/* The same on one line: line ends and tabs become blanks as well. */
void nd_output_clean_line(struct nd_buf *out, struct nd_str text);

/* Standard output, and perhaps messages too, go to a terminal by way of a pager: they are treated as if to
 * it. */
void nd_output_set_paged(bool with_messages);
bool nd_output_is_terminal(FILE *stream);
/*
 * Writes text as it is, or on a terminal with U+FFFD for what would steer it: control characters but tabs and
 * line ends, bidi controls, and bytes that are no UTF-8. Errors stay with the stream.
 */
void nd_output_write(FILE *stream, struct nd_str text);
/* Writes what is in the buffer the same way and clears it. In text, escapes are those of colours. */
void nd_output_flush(struct nd_output *output);

#endif
