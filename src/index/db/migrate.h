/*
 * The versions of the schema: creating it in an empty file, recognising other programs' and newer files,
 * bringing older ones up to date. Private to the index stage.
 */
#ifndef INDEX_DB_MIGRATE_H
#define INDEX_DB_MIGRATE_H

#include "newsdex/index.h"

enum {
    ND_APPLICATION_ID = 0x6e647831, /* "ndx1", in the header of the file */
    ND_SCHEMA_VERSION = 8
};

/* What a step does that is not said in SQL, behind the scripts and in their transaction. */
typedef enum nd_status nd_migrate_step(struct nd_index *index, struct nd_error *err);
/* Checks the open file, and in ND_INDEX_WRITE mode creates or migrates. body_first: of the step to version 7.
 */
enum nd_status nd_migrate(struct nd_index *index, enum nd_index_mode mode, nd_migrate_step *body_first,
                          struct nd_error *err) ND_MUST_CHECK;
/* Makes the indexes of the tables, in a transaction of its own if there is none, unless they are there. */
enum nd_status nd_migrate_indexes(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;

#endif
