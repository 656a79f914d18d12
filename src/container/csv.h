/*
 * How a row of a table in text is written (RFC 4180, and what people make of it), and what its columns are by
 * their looks. Private to the container stage.
 */
#ifndef CONTAINER_CSV_H
#define CONTAINER_CSV_H

#include "newsdex/item.h"

/* Passes over one field at the beginning of text: where its delimiter or line end is. */
struct nd_csv_field {
    struct nd_str raw; /* without the quotes around it, */
    bool has_escapes;  /* but with those doubled inside */
    bool is_open;      /* text ends inside quotes */
    size_t end;        /* of the field, at its delimiter or line end, or at the end of text */
};
void nd_csv_field(struct nd_str text, char delimiter, struct nd_csv_field *field);
/* The offset behind the row at the beginning of text and its line end; *columns (may be NULL) is how many. */
size_t nd_csv_row(struct nd_str text, char delimiter, size_t *columns, bool *is_open);
/* What the field says, undoubled. */
struct nd_str nd_csv_text(const struct nd_csv_field *field, struct nd_arena *arena);
/* True when a table between tabs writes line ends and tabs in fields as \n and \t, no value as \N, and
 * nothing else with a backslash, as databases do. */
bool nd_csv_is_escaped(struct nd_str text);
struct nd_str nd_csv_unescape(struct nd_str field, struct nd_arena *arena);

/*
 * What the columns of a table are, from its first rows without header and without knowing their names: adds
 * the meanings to aliases, one at most for each of count columns; returns how many. cells has the rows one
 * behind the other.
 */
size_t nd_csv_guess(const struct nd_str *cells, size_t rows, const struct nd_str *names, size_t count,
                    struct nd_arena *arena, struct nd_item_alias *aliases);
/* True when what was guessed is more than a table of data may have: a title and a text, or what leads to one.
 */
bool nd_csv_is_sure(const struct nd_item_alias *aliases, size_t count);
/*
 * The names and meanings of the columns of a table that its publisher has described: how many meanings were
 * put into aliases, which has room for count; 0: it is none of those.
 */
size_t nd_csv_layout(const struct nd_str *cells, size_t rows, size_t count, struct nd_str *names,
                     struct nd_item_alias *aliases);
/* The same of one whose names mean what its publisher says; aliases has room for nine. */
size_t nd_csv_export(const struct nd_str *names, size_t count, struct nd_item_alias *aliases);
/* Whether it is one of those. */
bool nd_csv_has_layout(const struct nd_str *cells, size_t rows, size_t count);
/* More than one word, or a word of a script that may do without blanks. */
bool nd_csv_is_worded(struct nd_str s);
/* True when the cells of the first row can be names of columns. */
bool nd_csv_is_header(const struct nd_str *cells, size_t rows, size_t count);
/* True when a column has a number, a date or one of a few labels in every row, as prose has not between its
 * signs. */
bool nd_csv_has_key(const struct nd_str *cells, size_t rows, size_t count);
/* Which number of their days the cells of some rows show to be the month. */
enum nd_date_order nd_csv_date_order(const struct nd_str *cells, size_t count);
/* How many rows text has when it is a table beyond doubt, whatever is in it; 0: it is none. */
size_t nd_csv_rows(struct nd_str text);

#endif
