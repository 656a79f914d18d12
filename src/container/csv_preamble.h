/* What stands above the row of names of a table in text. Private to the container stage. */
#ifndef CONTAINER_CSV_PREAMBLE_H
#define CONTAINER_CSV_PREAMBLE_H

#include "container/around.h"

/* How many bytes of head stand above the table: a byte order mark, "sep=;", lines that are none of its rows.
 */
size_t nd_csv_preamble(struct nd_str head);
/* How many lines of these say something; and what holds for all rows (around.h), "Source: Harbour Times". */
size_t nd_csv_preamble_lines(struct nd_str preamble);
struct nd_str nd_csv_preamble_around(struct nd_str preamble, struct nd_arena *arena);
/* Whether the first row of text names a title and another field of an article. */
bool nd_csv_names_fields(struct nd_str text, char delimiter);

#endif
