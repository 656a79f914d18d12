/*
 * A table that names files: "metadata.csv" with a row for each of many texts. The files are told first, by
 * paths; then the table is read, and a row is found by the path of the file it names. Private to the ingest
 * stage.
 *
 * A row may name a file by what lies below the folder of the table or by its last name, either without its
 * ending, too; what two files may be called names neither.
 */
#ifndef INGEST_NAMING_TABLE_H
#define INGEST_NAMING_TABLE_H

#include "newsdex/container.h"
#include "newsdex/ingest.h"
#include "newsdex/map.h"

/* A record that names a file: its bytes are kept. */
struct nd_naming_row {
    struct nd_record record;
    struct nd_str file;
    bool is_taken; /* there is no other one of that file, and it has fields of an article alone */
};

struct nd_naming_table {
    struct nd_arena *arena;
    struct nd_parts *parts;
    struct nd_map *names; /* as records may have it: the number of the file, or that it is none's alone */
    struct nd_str *paths; /* of the files */
    size_t count, capacity;
    struct nd_str column;       /* the key with the names of files; absent when there is none */
    struct nd_naming_row *rows; /* by ordinal, from 1 */
    size_t row_count, row_capacity;
    struct nd_map *rows_of; /* path of a file: number of its row */
    size_t taken;           /* rows */
};

struct nd_naming_table *nd_naming_table_new(void);
void nd_naming_table_free(struct nd_naming_table *table);
/* A file at path, which must live as long as the table; folder_len: bytes of the folder of the table. */
void nd_naming_table_add(struct nd_naming_table *table, struct nd_str path, size_t folder_len);
/*
 * Reads the table at path, or its bytes, which must live as long, when they are given: the key that most of
 * its first rows name a file by, then all rows. Without such a key there are none. ND_IO when it cannot be
 * read now.
 */
enum nd_status nd_naming_table_read(struct nd_naming_table *table, struct nd_str path, struct nd_str bytes);
/* The row that names the file and is taken, or NULL. */
const struct nd_naming_row *nd_naming_table_row(const struct nd_naming_table *table, struct nd_str file);
/* What a row says, as metadata of its file, in the arena; false when it is none. */
bool nd_naming_table_item(const struct nd_naming_table *table, const struct nd_naming_row *row,
                          struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item);

#endif
