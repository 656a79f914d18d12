/*
 * The schema of an open file beside the one the scripts of this folder make. A file from a stranger may hold
 * anything under the names of newsdex's tables: a view that never ends, generated columns that fill the
 * memory, a tokenizer of another kind. What else is in the file (tables, views and indexes of its owner) is
 * nobody's business here. Private to the index stage.
 */
#ifndef INDEX_SCHEMA_H
#define INDEX_SCHEMA_H

#include "index/db/statement.h"

/* Of sqlite_schema. */
struct nd_schema_row {
    struct nd_str type, name, table, sql; /* sql is absent for the indexes of constraints */
};

struct nd_schema {
    struct nd_arena *arena;
    struct nd_schema_row *rows;
    size_t count, capacity;
};

/* Reads the rows; free them whatever the status is. */
enum nd_status nd_schema_read(struct nd_index *index, struct nd_schema *schema,
                              struct nd_error *err) ND_MUST_CHECK;
void nd_schema_free(struct nd_schema *schema);

/* Only those of the owner of a database of that version, without tables, and without indexes of such tables.
 */
enum nd_status nd_schema_read_owners(struct nd_index *index, int64_t version, struct nd_schema *schema,
                                     struct nd_error *err) ND_MUST_CHECK;

/* Makes the objects of a new database at once: what the steps from version to version would come to. */
enum nd_status nd_schema_make(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;

/*
 * ND_DB unless every object of the version is as the scripts make it, and no trigger belongs to any of them.
 * Objects of indexes.sql may be missing. Comments and blanks do not matter. In an older version nothing else
 * may have a name today's needs.
 */
enum nd_status nd_schema_verify(struct nd_index *index, const struct nd_schema *schema, int64_t version,
                                struct nd_error *err) ND_MUST_CHECK;

#endif
