#include "index/db/guard.h"

#include <string.h>
#include <sys/stat.h>

/*
 * What a command needs grows with the file: counting by topic takes about five steps a byte, verifying ten. A
 * tree of pages that points to itself, or a view that recurs, takes any number. A query of ten thousand bytes
 * takes a hundred million of its own: since 3.41 SQLite counts what it plans, too.
 */
enum { STEPS_BETWEEN = 10000, STEPS_OF_A_BYTE = 64, STEPS_AT_LEAST = 500000000 };
/* Room for what statements put together: two columns, an escaped name. */
enum { LONGEST_AT_LEAST = 16 * 1024 * 1024 };

static uint64_t size_of_file(const struct nd_guard *guard) {
    static const char *const endings[] = {"", "-wal"};
    uint64_t sum = 0;

    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        struct nd_buf name = {0};
        struct stat st;
        nd_buf_addf(&name, "%s%s", guard->path, endings[i]);
        if (stat(name.ptr, &st) == 0 && st.st_size > 0)
            sum += (uint64_t)st.st_size;
        nd_buf_free(&name);
    }
    return sum;
}

/* SQLite's progress handler; another value than 0 ends the statement. */
static int count_steps(void *context) {
    struct nd_guard *guard = context;

    guard->steps += STEPS_BETWEEN;
    if (guard->steps < guard->limit)
        return 0;
    guard->limit = STEPS_AT_LEAST + STEPS_OF_A_BYTE * size_of_file(guard); /* it may have grown */
    guard->is_exhausted = guard->steps >= guard->limit;
    return guard->is_exhausted;
}

void nd_guard_begin(struct nd_guard *guard) {
    guard->steps = 0;
    guard->limit = STEPS_AT_LEAST;
    guard->is_exhausted = false;
}

enum nd_status nd_guard_open(struct nd_guard *guard, sqlite3 *db, const char *path, enum nd_index_mode mode,
                             struct nd_error *err) {
    /* Defensive is what forbids to write to the tables FTS5 keeps its index in, which newsdex does. */
    const struct {
        int option, value;
    } settings[] = {{SQLITE_DBCONFIG_DEFENSIVE, mode != ND_INDEX_WRITE},
                    {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
                    {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0}};

    *guard = (struct nd_guard){.db = db, .path = path};
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        if (sqlite3_db_config(db, settings[i].option, settings[i].value, NULL) != SQLITE_OK)
            return nd_error_set(err, ND_DB, "this SQLite is too old to open files from strangers");
    if (mode != ND_INDEX_WRITE) {
        uint64_t longest = 2 * size_of_file(guard) + LONGEST_AT_LEAST;
        if (longest < INT32_MAX)
            sqlite3_limit(db, SQLITE_LIMIT_LENGTH, (int)longest);
    }
    nd_guard_begin(guard);
    sqlite3_progress_handler(db, STEPS_BETWEEN, count_steps, guard);
    return ND_OK;
}

void nd_guard_trust_schema(struct nd_guard *guard) {
    (void)sqlite3_db_config(guard->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 1, NULL);
}

void nd_guard_forget(struct nd_guard *guard) {
    memset(guard->known, 0, sizeof guard->known);
}

/* What a column of a STRICT table holds, if that is one type; expressions and other tables' columns hold any.
 */
static unsigned char type_of(sqlite3_stmt *stmt, int column) {
    static const struct {
        const char *name;
        unsigned char type;
    } types[] = {{"TEXT", SQLITE_TEXT}, {"INTEGER", SQLITE_INTEGER}, {"BLOB", SQLITE_BLOB}};
    const char *declared = sqlite3_column_decltype(stmt, column);

    for (size_t i = 0; i < sizeof types / sizeof *types && declared != NULL; i++)
        if (strcmp(declared, types[i].name) == 0)
            return types[i].type;
    return 0;
}

static const unsigned char *types_of(struct nd_guard *guard, sqlite3_stmt *stmt, int count) {
    unsigned at = 0;

    while (at < ND_GUARD_STATEMENTS && guard->known[at] != stmt)
        at++;
    if (at < ND_GUARD_STATEMENTS)
        return guard->types[at];
    at = guard->next++ % ND_GUARD_STATEMENTS;
    for (int i = 0; i < count; i++)
        guard->types[at][i] = type_of(stmt, i);
    guard->known[at] = stmt;
    return guard->types[at];
}

enum nd_status nd_guard_row(struct nd_guard *guard, sqlite3_stmt *stmt, struct nd_error *err) {
    static const char *const names[] = {"nothing", "a whole number", "a broken number",
                                        "a text",  "a blob",         "NULL"};
    int count = sqlite3_data_count(stmt);
    const unsigned char *types;

    count = count < ND_GUARD_COLUMNS ? count : ND_GUARD_COLUMNS;
    types = types_of(guard, stmt, count);
    for (int i = 0; i < count; i++) {
        int type = types[i] == 0 ? SQLITE_NULL : sqlite3_column_type(stmt, i);
        if (type != SQLITE_NULL && type != types[i])
            return nd_error_set(err, ND_DB,
                                "%s: damaged: %s is %s where %s belongs; restore a copy, or ingest the files"
                                " into a new database",
                                guard->path, sqlite3_column_name(stmt, i), names[type], names[types[i]]);
    }
    return ND_OK;
}
