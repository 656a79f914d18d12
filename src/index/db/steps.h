/* The scripts of the schema in the order in which they are run. Private to the folder. */
#ifndef INDEX_STEPS_H
#define INDEX_STEPS_H

#include "index/scripts.h" /* made from the .sql files of this folder */

/* One step from version N to N + 1 at index N; step 0 creates everything of version 1. A new database does
 * not go through them (nd_schema_make), but what they come to is what it is made of. */
static const char *const nd_schema_steps[] = {nd_script_schema,   nd_script_schema_2, nd_script_schema_3,
                                              nd_script_schema_4, nd_script_schema_5, nd_script_schema_6,
                                              nd_script_schema_7, nd_script_schema_8};

/* What is compared of a schema. */
#define ND_SCHEMA_ROWS "SELECT type, name, tbl_name, sql FROM sqlite_schema"

#endif
