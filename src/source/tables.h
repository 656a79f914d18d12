/*
 * The tables of a folder that may name texts in it and in folders below, and what tells that one of them, or
 * which texts there are, has changed. Private to the source stage.
 */
#ifndef SOURCE_TABLES_H
#define SOURCE_TABLES_H

#include "newsdex/source.h"

/* All zero is none. */
struct nd_tables {
    struct nd_buf paths; /* a NUL behind each */
    size_t count;
    /* Of them, of the names of texts and of the folders in which more may come and go; zero where there are
     * no tables. */
    struct nd_file_stamp stamp;
};

/* Adds what has the name of a table in the folder that is open as fd, unless it is large; path ends in '/'.
 */
void nd_tables_note(struct nd_tables *tables, int fd, struct nd_str path, struct nd_str name);
/* No more are to be noted: where there are too many there are none. patterns decide which texts there are. */
void nd_tables_settle(struct nd_tables *tables, const struct nd_patterns *patterns);
/* Adds what has the name of a text. */
void nd_tables_note_text(struct nd_tables *tables, struct nd_str name);
/* Adds a folder of that name, with '/' at its end, in which texts may be that are named. */
void nd_tables_note_folder(struct nd_tables *tables, int fd, const char *name);
void nd_tables_fini(struct nd_tables *tables);
/* Appends the paths of the tables of a folder and of the one above it (may be NULL); the stamp of all. */
struct nd_file_stamp nd_tables_join(const struct nd_tables *tables, const struct nd_tables *above,
                                    struct nd_buf *paths);

#endif
