/*
 * How dumps of databases write statements, tables and rows (SQL:2016, and what MySQL, PostgreSQL and SQLite
 * make of it). Private to the container stage.
 */
#ifndef CONTAINER_DUMP_H
#define CONTAINER_DUMP_H

#include "newsdex/arena.h"
#include "newsdex/str.h"

/* "CREATE TABLE name (columns)", "INSERT INTO name (columns) VALUES", "COPY name (columns) FROM stdin;" */
enum nd_dump_statement { ND_DUMP_OTHER, ND_DUMP_CREATE, ND_DUMP_INSERT, ND_DUMP_COPY };

struct nd_dump_table {
    struct nd_str name;
    struct nd_str *columns;
    size_t count; /* 0: the statement has none */
    struct nd_dump_table *next;
};

enum nd_dump_statement nd_dump_kind(struct nd_str text);
/* The length of the statement, comment or blank at the beginning of text; SIZE_MAX: it does not end. */
size_t nd_dump_statement_length(struct nd_str text, bool has_backslashes);
/* The same of an INSERT up to and with VALUES. */
size_t nd_dump_head_length(struct nd_str text);
/* What a statement is about; the names are pieces of it. */
void nd_dump_read_table(struct nd_str statement, enum nd_dump_statement kind, struct nd_dump_table *table,
                        struct nd_arena *arena);
/* Whether a column is a title and another a text. */
bool nd_dump_has_articles(const struct nd_dump_table *table);
/* The name of the column that says what a row is, and whether it says that it is no article but what
 * WordPress keeps with its articles. */
#define ND_DUMP_KIND ND_STR("post_type")
bool nd_dump_is_other_kind(struct nd_str kind);

/* The length of "(1, 'two', …)" at the beginning of text; SIZE_MAX: it does not end. */
size_t nd_dump_row_length(struct nd_str text, bool has_backslashes);

struct nd_dump_cells {
    struct nd_str row;
    bool has_backslashes, is_line; /* cells between tabs, with escapes */
    size_t at;
};

/* The next cell, as it is written but for the quotes around it; absent (ptr) for NULL. */
bool nd_dump_next_cell(struct nd_dump_cells *cells, struct nd_str *cell, bool *is_string);
/* What a string says. */
struct nd_str nd_dump_text(struct nd_str cell, const struct nd_dump_cells *cells, struct nd_arena *arena);

#endif
