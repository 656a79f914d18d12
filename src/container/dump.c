/*
 * Dumps of databases (mysqldump, phpMyAdmin, pg_dump, sqlite3 .dump): the rows of the first table that has a
 * title and a text among its columns, and of others with the same columns, out of INSERT and COPY. All other
 * statements are passed over. MySQL escapes with a backslash in strings, the others double the quote.
 */
#include "container/dump.h"

#include "container/format.h"

#include <string.h>

enum mode { STATEMENTS, ROWS, LINES /* of COPY */ };

enum { MOST_HEADS = 64 };

/* "INSERT INTO posts VALUES", and whether its rows are wanted. */
struct head {
    struct nd_str text;
    bool is_wanted;
    struct head *next;
};

struct nd_reader {
    struct nd_arena *arena;
    enum mode mode;
    bool is_mysql, is_wanted, is_in_transaction; /* the rows at hand are of the table */
    struct nd_dump_table *tables;                /* all that were declared */
    struct nd_str *names;                        /* of the columns of the table, once it was found */
    size_t name_count, kind_column;              /* SIZE_MAX: none */
    size_t left_out;
    struct head *heads; /* of INSERTs that were seen, which others repeat */
    size_t head_count;
};

static bool sniff(struct nd_str head, bool is_whole) {
    static const struct nd_str marks[] = {ND_STR_INIT("-- MySQL dump "), ND_STR_INIT("-- MariaDB dump "),
                                          ND_STR_INIT("-- phpMyAdmin SQL Dump"),
                                          ND_STR_INIT("-- PostgreSQL database dump"),
                                          ND_STR_INIT("PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;")};

    (void)is_whole;
    head = nd_str_skip(head, nd_str_starts(head, ND_STR("\xef\xbb\xbf")) ? 3 : 0);
    head = nd_str_slice(head, 0, 400);
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t at = nd_str_find(head, marks[i]);
        if (at != SIZE_MAX && (at == 0 || head.ptr[at - 1] == '\n'))
            return true; /* at the beginning of a line */
    }
    return false;
}

static void report(const struct nd_reader *reader, struct nd_problems *problems) {
    if (reader->names == NULL)
        nd_problems_add(problems, ND_P_RECORD, 0, 0,
                        "a dump of a database, of which no table has a title and a text among its columns");
    if (reader->left_out > 0)
        nd_problems_add(problems, ND_P_LEFT_OUT, 0, 0,
                        "%zu revisions, attachments and the like, which are no articles, left out",
                        reader->left_out);
}

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    static const struct nd_hooks hooks = {.report = report};
    struct nd_reader *reader = nd_arena_alloc(arena, 1, sizeof *reader);
    struct nd_str head = nd_str_slice(nd_stream_rest(stream), 0, 400);

    reader->arena = arena;
    reader->is_mysql = nd_str_find(head, ND_STR("MySQL")) != SIZE_MAX ||
                       nd_str_find(head, ND_STR("MariaDB")) != SIZE_MAX ||
                       nd_str_find(head, ND_STR("phpMyAdmin")) != SIZE_MAX;
    reader->kind_column = SIZE_MAX;
    stream->hooks = &hooks;
    return reader;
}

/* A table with a title and a text becomes the one that is read, unless there is one with other columns. */
static bool is_wanted(struct nd_reader *reader, const struct nd_dump_table *table) {
    if (table == NULL || table->count == 0 || table->count > ND_MAX_CSV_COLUMNS ||
        !nd_dump_has_articles(table))
        return false;
    if (reader->names == NULL) {
        reader->names = nd_arena_alloc(reader->arena, table->count, sizeof *reader->names);
        for (size_t i = 0; i < table->count; i++) {
            reader->names[reader->name_count++] = nd_arena_str(reader->arena, table->columns[i]);
            if (nd_str_eq_nocase(table->columns[i], ND_DUMP_KIND))
                reader->kind_column = i;
        }
    }
    if (reader->name_count != table->count)
        return false;
    for (size_t i = 0; i < table->count; i++)
        if (!nd_str_eq(reader->names[i], table->columns[i]))
            return false;
    return true;
}

/* A table is declared: those with articles are known from now on. */
static void remember(struct nd_reader *reader, struct nd_str statement) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_dump_table table = {0}, *kept;

    nd_dump_read_table(statement, ND_DUMP_CREATE, &table, arena);
    if (nd_dump_has_articles(&table)) {
        kept = nd_arena_alloc(reader->arena, 1, sizeof *kept);
        nd_dump_read_table(nd_arena_str(reader->arena, statement), ND_DUMP_CREATE, kept, reader->arena);
        kept->next = reader->tables;
        reader->tables = kept;
    }
    nd_arena_free(arena);
}

/* Whether the rows that a statement begins are wanted. */
static bool begins_wanted(struct nd_reader *reader, struct nd_str statement, enum nd_dump_statement kind) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_dump_table table = {0};
    const struct nd_dump_table *known = &table;
    bool found;

    nd_dump_read_table(statement, kind, &table, arena);
    if (table.count == 0) /* no names in the statement itself */
        for (known = reader->tables; known != NULL && !nd_str_eq(known->name, table.name);)
            known = known->next;
    found = is_wanted(reader, known);
    nd_arena_free(arena);
    return found;
}

static void begin_rows(struct nd_reader *reader, struct nd_str statement, enum nd_dump_statement kind) {
    struct head *head = reader->heads;

    reader->mode = kind == ND_DUMP_INSERT ? ROWS : LINES;
    while (head != NULL && !nd_str_eq(head->text, statement))
        head = head->next;
    reader->is_wanted = head != NULL ? head->is_wanted : begins_wanted(reader, statement, kind);
    if (head != NULL || reader->head_count == MOST_HEADS)
        return;
    head = nd_arena_alloc(reader->arena, 1, sizeof *head);
    *head = (struct head){nd_arena_str(reader->arena, statement), reader->is_wanted, reader->heads};
    reader->heads = head;
    reader->head_count++;
}

static bool is_other_kind(const struct nd_reader *reader, struct nd_str row) {
    struct nd_dump_cells cells = {row, reader->is_mysql, reader->mode == LINES, 0};
    struct nd_str cell;
    bool is_string;

    for (size_t i = 0; reader->kind_column != SIZE_MAX && nd_dump_next_cell(&cells, &cell, &is_string); i++) {
        if (i < reader->kind_column)
            continue;
        return nd_dump_is_other_kind(cell);
    }
    return false;
}

/* The next row from *at on, which is moved to what comes behind; ND_END: the statement is over. */
static enum nd_status next_row(struct nd_reader *reader, struct nd_str rest, size_t *at, size_t *length) {
    while (*at < rest.len && (nd_char_is_blank(rest.ptr[*at]) || rest.ptr[*at] == ','))
        ++*at;
    if (*at == rest.len)
        return ND_TOO_BIG;
    if (rest.ptr[*at] != '(') {
        *at += rest.ptr[*at] == ';';
        reader->mode = STATEMENTS;
        return ND_END;
    }
    *length = nd_dump_row_length(nd_str_skip(rest, *at), reader->is_mysql);
    return *length == SIZE_MAX ? ND_TOO_BIG : ND_OK;
}

static enum nd_status next_line(struct nd_reader *reader, struct nd_str rest, bool is_end, size_t *at,
                                size_t *length) {
    size_t end = nd_str_find_char(nd_str_skip(rest, *at), '\n');

    if (*at == rest.len || (end == SIZE_MAX && !is_end))
        return ND_TOO_BIG;
    *length = end == SIZE_MAX ? rest.len - *at : end;
    if (!nd_str_eq(nd_str_trim(nd_str_slice(rest, *at, *at + *length)), ND_STR("\\.")))
        return ND_OK;
    *at += *length;
    reader->mode = STATEMENTS;
    return ND_END;
}

/* Passes over a statement, or takes what it says; ND_TOO_BIG: its end is not there. */
static enum nd_status pass_statement(struct nd_reader *reader, struct nd_str rest, size_t *at) {
    struct nd_str text = nd_str_skip(rest, *at);
    enum nd_dump_statement kind = nd_dump_kind(text);
    size_t length;

    length =
        kind == ND_DUMP_INSERT ? nd_dump_head_length(text) : nd_dump_statement_length(text, reader->is_mysql);
    if (length == SIZE_MAX)
        return ND_TOO_BIG;
    if (nd_str_starts_nocase(text, ND_STR("BEGIN")))
        reader->is_in_transaction = true;
    else if (nd_str_starts_nocase(text, ND_STR("COMMIT")))
        reader->is_in_transaction = false;
    if (kind == ND_DUMP_CREATE)
        remember(reader, nd_str_slice(text, 0, length));
    else if (kind != ND_DUMP_OTHER)
        begin_rows(reader, nd_str_slice(text, 0, length), kind);
    *at += length;
    return ND_OK;
}

/* What the file ends in is more than a comment. */
static bool begins_statement(struct nd_str rest) {
    rest = nd_str_trim(rest);
    return rest.len > 0 && !nd_str_starts(rest, ND_STR("--")) && !nd_str_starts(rest, ND_STR("#"));
}

static enum nd_status next(struct nd_reader *reader, struct nd_str rest, bool is_end, struct nd_cut *cut) {
    size_t at = 0, length = 0;

    for (;;) {
        enum mode mode = reader->mode;
        enum nd_status status = mode == ROWS    ? next_row(reader, rest, &at, &length)
                                : mode == LINES ? next_line(reader, rest, is_end, &at, &length)
                                                : pass_statement(reader, rest, &at);
        bool is_row = status == ND_OK && mode != STATEMENTS;
        cut->taken = at;
        if (status == ND_TOO_BIG && is_end) {
            cut->is_cut = mode == ROWS && at < rest.len && reader->is_wanted;
            cut->is_open =
                mode != STATEMENTS || reader->is_in_transaction || begins_statement(nd_str_skip(rest, at));
            cut->from = at;
            cut->length = rest.len - at;
            cut->taken = rest.len;
            return cut->is_cut ? ND_OK : ND_END;
        }
        if (status == ND_TOO_BIG)
            return ND_TOO_BIG;
        if (!is_row)
            continue;
        if (mode == LINES && length == 0) { /* behind COPY itself */
            at++;
            continue;
        }
        if (reader->is_wanted && !is_other_kind(reader, nd_str_slice(rest, at, at + length))) {
            cut->from = at;
            cut->length = length;
            cut->taken = at + length + (mode == LINES && at + length < rest.len);
            return ND_OK;
        }
        reader->left_out += reader->is_wanted;
        at += length + (mode == LINES && at + length < rest.len);
    }
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    struct nd_value *map = nd_value_new(arena, ND_MAP);
    struct nd_dump_cells cells = {text, reader->is_mysql, !nd_str_starts(text, ND_STR("(")), 0};
    struct nd_str cell;
    size_t count = 0;
    bool is_string;

    for (; nd_dump_next_cell(&cells, &cell, &is_string); count++) {
        struct nd_value *value;
        if (count >= reader->name_count || cell.ptr == NULL)
            continue;
        value = nd_value_string(arena, is_string ? nd_dump_text(cell, &cells, arena) : cell);
        value->line = record->line;
        if (value->text.len > 0)
            nd_value_put(map, reader->names[count], value);
    }
    if (count != reader->name_count && !record->is_cut)
        nd_problems_add(problems, ND_P_RECORD, record->line, 0, "a row of %zu fields instead of %zu", count,
                        reader->name_count);
    item->fields = map;
    item->names = reader->names;
    item->name_count = reader->name_count;
    return map->count > 0;
}

const struct nd_format nd_format_dump = {
    .name = "sql", .sniff = sniff, .open = open, .next = next, .read = read, .kind = ND_FORMAT_ARTICLES};
