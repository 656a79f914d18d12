/*
 * SQLite databases (https://www.sqlite.org/fileformat2.html): the rows of the tables that have a title and a
 * text among their columns become JSON Lines, table by table, in the order of their rows. A file is read
 * where it lies, as one that nobody changes, so that nothing is written beside it; what is packed is held in
 * memory.
 *
 * The file may be a stranger's: tables alone are read, no views, virtual tables or generated columns; nothing
 * of its schema is trusted, and steps and rows are bounded. Behind a damaged page a table is read from its
 * end.
 */
#include "container/dump.h"
#include "container/unpack.h"

#include "newsdex/alloc.h"
#include "newsdex/json.h"
#include "newsdex/limits.h"
#include "newsdex/utf8.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    HEADER = 100,        /* bytes of the file's header; of it: */
    WRITE_VERSION = 18,  /* and the version to read with behind it: 2 in WAL mode */
    APPLICATION_ID = 68, /* four bytes */
    MOST_PACKED = 128 << 20,
    STEPS_BETWEEN = 10000,
    STEPS_OF_A_ROW = 50000000, /* tables of any size are walked in a few steps a row */
    STEP = 256 * 1024
};

struct rows {
    struct nd_input base;
    struct nd_arena *arena;
    sqlite3 *db;
    sqlite3_stmt *row;
    struct nd_dump_table *tables, *table; /* those to read; the one at hand, NULL: before the first */
    struct nd_buf image;                  /* of what is packed */
    struct nd_buf line;                   /* that waits to be taken, from at on */
    size_t at;
    sqlite3_int64 last;         /* number of the row before */
    bool has_last, has_numbers; /* of the table at hand */
    bool is_backward;           /* from its end up to last: what lies between is damaged */
    uint64_t steps;             /* since the last row */
    uint64_t others;            /* rows that are no articles */
    uint64_t left_out, damaged; /* values: bytes that are no text, text that is no UTF-8 */
    struct nd_buf remarks;
    bool is_done;
};

bool nd_database_is(struct nd_str head) {
    return head.len >= HEADER && nd_str_starts(head, ND_STR("SQLite format 3\0")) &&
           memcmp(head.ptr + APPLICATION_ID, "ndx1", 4) != 0; /* newsdex(5): one of ours, for newsdex merge */
}

static void remark(struct rows *rows, struct nd_str what) {
    nd_buf_add(&rows->remarks, rows->remarks.len > 0 ? ND_STR("; ") : ND_STR(""));
    nd_buf_add(&rows->remarks, what);
}

/* SQLite's progress handler: damaged pages may point to each other. */
static int count_steps(void *context) {
    struct rows *rows = context;

    rows->steps += STEPS_BETWEEN;
    return rows->steps > STEPS_OF_A_ROW;
}

static bool prepare(struct rows *rows, const char *sql, sqlite3_stmt **stmt) {
    int status = sqlite3_prepare_v2(rows->db, sql, -1, stmt, NULL);

    if (status == SQLITE_NOMEM)
        nd_alloc_exhausted();
    return status == SQLITE_OK;
}

static struct nd_str column_text(sqlite3_stmt *stmt, int column) {
    const char *text = (const char *)sqlite3_column_text(stmt, column);

    if (text == NULL && sqlite3_errcode(sqlite3_db_handle(stmt)) == SQLITE_NOMEM)
        nd_alloc_exhausted();
    return nd_str_of(text, text == NULL ? 0 : (size_t)sqlite3_column_bytes(stmt, column));
}

/* The columns of a table that are kept in it. */
static void read_columns(struct rows *rows, struct nd_dump_table *table) {
    struct nd_str columns[ND_MAX_CSV_COLUMNS];
    sqlite3_stmt *stmt = NULL;

    if (!prepare(rows, "SELECT name FROM pragma_table_xinfo(?1) WHERE hidden = 0", &stmt))
        return;
    sqlite3_bind_text(stmt, 1, table->name.ptr, (int)table->name.len, SQLITE_STATIC);
    while (table->count < ND_MAX_CSV_COLUMNS && sqlite3_step(stmt) == SQLITE_ROW)
        columns[table->count++] = nd_arena_str(rows->arena, column_text(stmt, 0));
    sqlite3_finalize(stmt);
    table->columns = nd_arena_alloc(rows->arena, table->count + 1, sizeof *table->columns);
    memcpy(table->columns, columns, table->count * sizeof *columns);
}

/* In the order in which they were made. */
static void find_tables(struct rows *rows) {
    struct nd_dump_table **last = &rows->tables;
    sqlite3_stmt *stmt = NULL;

    if (!prepare(
            rows,
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
            "AND sql NOT LIKE 'CREATE VIRTUAL %' ORDER BY rowid",
            &stmt))
        return;
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        struct nd_dump_table *table = nd_arena_alloc(rows->arena, 1, sizeof *table);
        table->name = nd_arena_str(rows->arena, column_text(stmt, 0));
        read_columns(rows, table);
        if (!nd_dump_has_articles(table))
            continue;
        *last = table;
        last = &table->next;
    }
    sqlite3_finalize(stmt);
}

static void add_name(struct nd_buf *sql, struct nd_str name) {
    nd_buf_add_char(sql, '"');
    for (size_t i = 0; i < name.len; i++) {
        if (name.ptr[i] == '"')
            nd_buf_add_char(sql, '"');
        nd_buf_add_char(sql, name.ptr[i]);
    }
    nd_buf_add_char(sql, '"');
}

/* The rows of the table at hand, each with its number first, or NULL where it has none. */
static bool begin_rows(struct rows *rows, bool has_numbers) {
    const struct nd_dump_table *table = rows->table;
    struct nd_buf sql = {0};
    bool is_begun;

    nd_buf_add(&sql, has_numbers ? ND_STR("SELECT rowid") : ND_STR("SELECT NULL"));
    for (size_t i = 0; i < table->count; i++) {
        nd_buf_add(&sql, ND_STR(", "));
        add_name(&sql, table->columns[i]);
    }
    nd_buf_add(&sql, ND_STR(" FROM "));
    add_name(&sql, table->name);
    nd_buf_add(&sql, ND_STR(" NOT INDEXED"));
    if (rows->is_backward)
        nd_buf_addf(&sql, " WHERE rowid > %lld ORDER BY rowid DESC", (long long)rows->last);
    is_begun = prepare(rows, sql.ptr, &rows->row);
    nd_buf_free(&sql);
    rows->has_numbers = has_numbers;
    rows->has_last = false;
    rows->steps = 0;
    return is_begun;
}

/* A column called rowid need not be the number. */
static bool begin_table(struct rows *rows) {
    bool has_numbers = true;

    for (size_t i = 0; i < rows->table->count; i++)
        has_numbers = has_numbers && !nd_str_eq_nocase(rows->table->columns[i], ND_STR("rowid"));
    rows->is_backward = false;
    rows->last = INT64_MIN;
    return (has_numbers && begin_rows(rows, true)) || begin_rows(rows, false);
}

static void add_string(struct rows *rows, struct nd_json *json, struct nd_str key, struct nd_str text,
                       bool is_blob) {
    bool is_utf8 = nd_utf8_valid(text, NULL);

    if (is_blob && (!is_utf8 || nd_str_find_char(text, '\0') != SIZE_MAX)) {
        rows->left_out++;
        return;
    }
    rows->damaged += !is_utf8;
    nd_json_key(json, key);
    nd_json_string(json, text);
}

static void add_value(struct rows *rows, struct nd_json *json, struct nd_str key, int column) {
    sqlite3_stmt *row = rows->row;

    switch (sqlite3_column_type(row, column)) {
    case SQLITE_INTEGER:
        nd_json_key(json, key);
        nd_json_integer(json, sqlite3_column_int64(row, column));
        return;
    case SQLITE_FLOAT:
        nd_json_key(json, key);
        nd_json_real(json, sqlite3_column_double(row, column));
        return;
    case SQLITE_TEXT:
        add_string(rows, json, key, column_text(row, column), false);
        return;
    case SQLITE_BLOB: {
        const char *bytes = sqlite3_column_blob(row, column);
        add_string(rows, json, key,
                   nd_str_of(bytes == NULL ? "" : bytes, (size_t)sqlite3_column_bytes(row, column)), true);
        return;
    }
    default:
        return;
    }
}

/* Rows come in the order of their numbers; where they do not, pages of the file point to each other. */
static bool is_in_order(struct rows *rows) {
    sqlite3_int64 number = sqlite3_column_int64(rows->row, 0);
    bool is = !rows->has_numbers || !rows->has_last ||
              (rows->is_backward ? number < rows->last : number > rows->last);

    rows->last = is ? number : rows->last;
    rows->has_last = true;
    return is;
}

static bool is_other_kind(const struct rows *rows) {
    for (size_t i = 0; i < rows->table->count; i++)
        if (nd_str_eq_nocase(rows->table->columns[i], ND_DUMP_KIND))
            return nd_dump_is_other_kind(column_text(rows->row, (int)i + 1));
    return false;
}

static void add_row(struct rows *rows) {
    struct nd_json json = {&rows->line, false};

    if (is_other_kind(rows)) {
        rows->others++;
        return;
    }
    nd_json_open(&json, '{');
    for (size_t i = 0; i < rows->table->count; i++)
        add_value(rows, &json, rows->table->columns[i], (int)i + 1);
    nd_json_close(&json, '}');
    nd_buf_add_char(&rows->line, '\n');
}

/* The table at hand ends where its rows do, or begins once more at its end where they cannot be read. */
static void end_table(struct rows *rows, int status) {
    struct nd_str name = rows->table->name;
    bool is_lost = status != SQLITE_DONE && !rows->is_backward;

    if (is_lost)
        remark(rows, nd_arena_printf(rows->arena, "table %.*s: %s; the rows that could be found were read",
                                     (int)name.len, name.ptr,
                                     status == SQLITE_INTERRUPT ? "damaged" : sqlite3_errmsg(rows->db)));
    sqlite3_finalize(rows->row);
    rows->row = NULL;
    if (is_lost && rows->has_numbers) {
        rows->is_backward = true;
        (void)begin_rows(rows, true);
    }
}

static void conclude(struct rows *rows) {
    rows->is_done = true;
    if (rows->others > 0)
        remark(rows, nd_arena_printf(rows->arena,
                                     "%llu revisions, attachments and the like, which are no articles, "
                                     "left out",
                                     (unsigned long long)rows->others));
    if (rows->left_out > 0)
        remark(rows,
               nd_arena_printf(rows->arena, "%llu value%s no text, left out",
                               (unsigned long long)rows->left_out, rows->left_out == 1 ? " is" : "s are"));
    if (rows->damaged > 0)
        remark(rows,
               nd_arena_printf(rows->arena, "%llu text%s no UTF-8, with \xef\xbf\xbd in their places",
                               (unsigned long long)rows->damaged, rows->damaged == 1 ? " is" : "s are"));
    if (rows->remarks.len > 0)
        nd_input_note(&rows->base, rows->remarks.ptr);
}

/* Makes the next row the line that waits; at the end of all there is none. */
static void next_row(struct rows *rows) {
    nd_buf_clear(&rows->line);
    rows->at = 0;
    while (rows->line.len == 0 && !rows->is_done) {
        int status;
        if (rows->row == NULL) {
            rows->table = rows->table == NULL ? rows->tables : rows->table->next;
            if (rows->table == NULL)
                conclude(rows);
            else if (!begin_table(rows))
                end_table(rows, SQLITE_ERROR);
            continue;
        }
        rows->steps = 0;
        status = sqlite3_step(rows->row);
        if (status == SQLITE_NOMEM)
            nd_alloc_exhausted();
        if (status == SQLITE_ROW && !is_in_order(rows))
            status = SQLITE_INTERRUPT;
        if (status == SQLITE_ROW)
            add_row(rows);
        else
            end_table(rows, status);
    }
}

static ssize_t read_rows(struct nd_input *input, char *to, size_t room) {
    struct rows *rows = (struct rows *)input;
    size_t length;

    if (rows->at == rows->line.len)
        next_row(rows);
    length = rows->line.len - rows->at < room ? rows->line.len - rows->at : room;
    if (length > 0)
        memcpy(to, rows->line.ptr + rows->at, length);
    rows->at += length;
    return (ssize_t)length;
}

static void close_rows(struct nd_input *input) {
    struct rows *rows = (struct rows *)input;

    sqlite3_finalize(rows->row);
    sqlite3_close(rows->db);
    nd_arena_free(rows->arena);
    nd_buf_free(&rows->image);
    nd_buf_free(&rows->line);
    nd_buf_free(&rows->remarks);
    free(rows);
}

static const struct nd_input_type rows_type = {read_rows, NULL, close_rows};

/* What was committed and stands in the log beside the file is part of the database, and not read. */
static void look_for_log(struct rows *rows, const char *link) {
    char path[4096];
    ssize_t length = readlink(link, path, sizeof path - sizeof "-wal");
    struct stat st;

    if (length <= 0)
        return;
    memcpy(path + length, "-wal", sizeof "-wal");
    if (stat(path, &st) == 0 && st.st_size > 0)
        remark(rows, ND_STR("what its program has not yet moved from the file that ends in -wal is not read; "
                            "PRAGMA wal_checkpoint in sqlite3 moves it"));
}

static bool open_file(struct rows *rows, int fd) {
    char link[64], uri[96];

    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    snprintf(uri, sizeof uri, "file:%s?immutable=1", link);
    if (sqlite3_open_v2(uri, &rows->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL) !=
        SQLITE_OK)
        return false;
    look_for_log(rows, link);
    return true;
}

/* False when there is more than may be held. */
static bool read_image(struct rows *rows, struct nd_input *from) {
    struct nd_buf *image = &rows->image;
    ssize_t n = 1;

    while (n > 0 && image->len <= MOST_PACKED) {
        n = nd_input_read(from, nd_buf_reserve(image, STEP), STEP);
        image->len += n > 0 ? (size_t)n : 0;
    }
    return n == 0;
}

/* A database in memory has no log, so it is not in WAL mode. */
static bool open_image(struct rows *rows, struct nd_input *from) {
    unsigned char *bytes;

    if (!read_image(rows, from) ||
        sqlite3_open_v2(":memory:", &rows->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) !=
            SQLITE_OK)
        return false;
    bytes = (unsigned char *)rows->image.ptr;
    bytes[WRITE_VERSION] = bytes[WRITE_VERSION + 1] = 1;
    return sqlite3_deserialize(rows->db, "main", bytes, (sqlite3_int64)rows->image.len,
                               (sqlite3_int64)rows->image.len, SQLITE_DESERIALIZE_READONLY) == SQLITE_OK;
}

/* It cannot be written to, so that what guards a schema from being written is in the way of damaged ones
 * only: a file that is cut off is not read otherwise. */
static void trust_nothing(struct rows *rows) {
    (void)sqlite3_db_config(rows->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    (void)sqlite3_db_config(rows->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    (void)sqlite3_db_config(rows->db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
    (void)sqlite3_db_config(rows->db, SQLITE_DBCONFIG_WRITABLE_SCHEMA, 1, NULL);
    sqlite3_limit(rows->db, SQLITE_LIMIT_LENGTH, ND_MAX_FILE);
    sqlite3_progress_handler(rows->db, STEPS_BETWEEN, count_steps, rows);
}

/* A file without a name, as what comes from a pipe is put aside in, cannot be opened once more. */
static bool open_database(struct rows *rows, struct nd_input *from) {
    int fd = nd_input_fd(from);

    if (fd < 0)
        return open_image(rows, from);
    if (open_file(rows, fd))
        return true;
    sqlite3_close(rows->db);
    rows->db = NULL;
    return nd_input_seek(from, 0, SEEK_SET) == 0 && open_image(rows, from);
}

struct nd_input *nd_database_rows(struct nd_input *from) {
    struct rows *rows = nd_alloc_array(1, sizeof *rows);

    nd_input_init(&rows->base, &rows_type, from);
    rows->arena = nd_arena_new();
    if (open_database(rows, from)) {
        trust_nothing(rows);
        find_tables(rows);
    }
    if (rows->tables != NULL)
        return &rows->base;
    if (rows->image.len > 0) { /* what was taken of it is given as it was */
        rows->is_done = true;
        nd_buf_add(&rows->line, nd_buf_str(&rows->image));
        return &rows->base;
    }
    close_rows(&rows->base);
    return from;
}
