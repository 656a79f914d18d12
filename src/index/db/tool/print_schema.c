/*
 * Run by make: executes the scripts of the schema in a database in memory and prints what sqlite_schema then
 * holds, as the header index/made_schema.h: type, name, table and statement of every object, a NUL behind
 * each, those that are optional last.
 */
#include "analysis/fts5_tokenizer.h"
#include "index/db/steps.h"

#include <stdio.h>

static void print_text(const unsigned char *text) {
    for (; text != NULL && *text != '\0'; text++)
        printf("%d,", *text);
    puts("0,");
}

/* Prints the rows from number from on; how many there are in all, or -1. */
static int print_rows(sqlite3 *db, int from) {
    sqlite3_stmt *stmt = NULL;
    int code = sqlite3_prepare_v2(db, ND_SCHEMA_ROWS, -1, &stmt, NULL), count = 0;

    while (code == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW)
        if (++count > from)
            for (int column = 0; column < 4; column++)
                print_text(sqlite3_column_text(stmt, column));
    sqlite3_finalize(stmt);
    return code == SQLITE_OK ? count : -1;
}

int main(void) {
    struct nd_error err = ND_ERROR_INIT;
    sqlite3 *db = NULL;
    int required, code = sqlite3_open(":memory:", &db);

    if (code != SQLITE_OK || nd_fts5_tokenizer_register(db, &err) != ND_OK)
        return 1;
    for (size_t i = 0; i < sizeof nd_schema_steps / sizeof *nd_schema_steps && code == SQLITE_OK; i++)
        code = sqlite3_exec(db, nd_schema_steps[i], NULL, NULL, NULL);
    puts("static const char nd_made_schema[] = {");
    required = print_rows(db, 0);
    if (code == SQLITE_OK)
        code = sqlite3_exec(db, nd_script_indexes, NULL, NULL, NULL);
    print_rows(db, required);
    printf("};\nenum { ND_MADE_REQUIRED = %d };\n", required);
    if (code != SQLITE_OK)
        fprintf(stderr, "print_schema: %s\n", sqlite3_errmsg(db));
    sqlite3_close(db);
    return code == SQLITE_OK && required > 0 ? 0 : 1;
}
