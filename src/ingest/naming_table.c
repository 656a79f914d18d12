#include "ingest/naming_table.h"

#include "ingest/metadata.h"
#include "ingest/parts.h"
#include "newsdex/alloc.h"
#include "newsdex/limits.h"
#include "newsdex/source.h"

#include <stdlib.h>

enum {
    AMBIGUOUS = -1,
    LOOKED_AT = 32,  /* records by which the column of file names is found */
    MAX_COLUMNS = 64 /* of those that are looked at */
};

struct nd_naming_table *nd_naming_table_new(void) {
    struct nd_naming_table *table = nd_alloc_array(1, sizeof *table);

    table->arena = nd_arena_new();
    table->names = nd_map_new(SIZE_MAX);
    table->rows_of = nd_map_new(SIZE_MAX);
    return table;
}

void nd_naming_table_free(struct nd_naming_table *table) {
    if (table == NULL)
        return;
    nd_parts_close_plain(table->parts);
    nd_map_free(table->names);
    nd_map_free(table->rows_of);
    nd_arena_free(table->arena);
    free(table->paths);
    free(table->rows);
    free(table);
}

static void add_name(struct nd_naming_table *table, struct nd_str name, int64_t file) {
    int64_t known;

    nd_map_put(table->names, name,
               nd_map_get(table->names, name, &known) && known != file ? AMBIGUOUS : file);
}

void nd_naming_table_add(struct nd_naming_table *table, struct nd_str path, size_t folder_len) {
    struct nd_str below = nd_str_skip(path, folder_len);
    struct nd_str name = nd_str_skip(path, nd_str_rfind_char(path, '/') + 1);
    int64_t number = (int64_t)table->count;

    table->paths = nd_alloc_grow(table->paths, &table->capacity, table->count + 1, sizeof *table->paths);
    table->paths[table->count++] = path;
    add_name(table, below, number);
    add_name(table, nd_source_text_stem(below), number);
    if (below.len != name.len) {
        add_name(table, name, number);
        add_name(table, nd_source_text_stem(name), number);
    }
}

/* The number of the file that text names, or AMBIGUOUS. */
static int64_t find_file(const struct nd_naming_table *table, struct nd_str text) {
    int64_t file = AMBIGUOUS;
    size_t slash;

    text = nd_str_trim(text);
    if (nd_str_starts(text, ND_STR("./")))
        text = nd_str_skip(text, 2);
    if (text.len == 0 || nd_map_get(table->names, text, &file))
        return file;
    slash = nd_str_rfind_char(text, '/');
    if (slash != SIZE_MAX && nd_map_get(table->names, nd_str_skip(text, slash + 1), &file))
        return file;
    return AMBIGUOUS;
}

static bool is_number(struct nd_str text) {
    size_t i = 0;

    while (i < text.len && nd_char_is_digit(text.ptr[i]))
        i++;
    return i == text.len;
}

/* Whether value, under its key, may be the name of a file. Numbers are anything's, and in a table without
 * header nobody says what a column is. */
static bool may_name(const struct nd_naming_table *table, struct nd_str key, const struct nd_value *value) {
    static const char *const words[] = {"file", "doc", "text", "path"};
    char letters[32];
    size_t length = key.len < sizeof letters ? key.len : sizeof letters;

    if (nd_str_starts(key, ND_STR("column ")) || find_file(table, key) != AMBIGUOUS)
        return false;
    if (!is_number(nd_str_trim(nd_value_text(value))))
        return true;
    for (size_t i = 0; i < length; i++)
        letters[i] = nd_char_lower(key.ptr[i]);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (nd_str_find(nd_str_of(letters, length), nd_str_from(words[i])) != SIZE_MAX)
            return true;
    return false;
}

/* Finds the key under which most of the first records name a file; absent unless half of them do. */
static void find_column(struct nd_naming_table *table, struct nd_arena *scratch,
                        struct nd_problems *problems) {
    struct nd_str keys[MAX_COLUMNS];
    size_t counts[MAX_COLUMNS] = {0}, key_count = 0, seen = 0, best = 0;
    struct nd_error err = ND_ERROR_INIT;
    struct nd_record record;
    struct nd_item item;

    while (seen < LOOKED_AT && nd_parts_next_plain(table->parts, &record, &err) == ND_OK) {
        if (!nd_parts_item(table->parts, &record, scratch, problems, &item) || item.fields == NULL)
            continue;
        seen++;
        for (const struct nd_value *v = item.fields->first; v != NULL; v = v->next) {
            size_t k = 0;
            if (!may_name(table, v->key, v) || find_file(table, nd_value_text(v)) == AMBIGUOUS)
                continue;
            while (k < key_count && !nd_str_eq(keys[k], v->key))
                k++;
            if (k == MAX_COLUMNS)
                continue;
            keys[k] = v->key;
            counts[k]++;
            key_count += k == key_count;
        }
    }
    for (size_t k = 1; k < key_count; k++)
        best = counts[k] > counts[best] ? k : best;
    if (key_count > 0 && 2 * counts[best] >= seen)
        table->column = nd_arena_str(table->arena, keys[best]);
}

static struct nd_str name_in(const struct nd_naming_table *table, const struct nd_item *item) {
    return item->fields == NULL ? ND_STR_NONE : nd_value_text(nd_value_get(item->fields, table->column));
}

static void add_row(struct nd_naming_table *table, const struct nd_record *record, struct nd_item *item,
                    struct nd_arena *scratch) {
    struct nd_str name = name_in(table, item);
    int64_t file = find_file(table, name), other;
    struct nd_naming_row *row = &table->rows[table->row_count - 1];

    if (file == AMBIGUOUS)
        return;
    row->file = table->paths[file];
    if (nd_map_get(table->rows_of, row->file, &other)) {
        table->taken -= table->rows[other].is_taken;
        table->rows[other].is_taken = false;
        return;
    }
    nd_map_put(table->rows_of, row->file, (int64_t)table->row_count - 1);
    row->is_taken = nd_article_is_metadata(item, name, scratch);
    table->taken += row->is_taken;
    row->record = *record;
    row->record.bytes = nd_arena_str(table->arena, record->bytes);
}

static void read_rows(struct nd_naming_table *table, struct nd_arena *scratch) {
    struct nd_error err = ND_ERROR_INIT;
    struct nd_record record;
    struct nd_item item;

    while (nd_parts_next_plain(table->parts, &record, &err) == ND_OK) {
        struct nd_problems problems;
        nd_arena_reset(scratch);
        nd_problems_init(&problems, scratch);
        table->rows =
            nd_alloc_grow(table->rows, &table->row_capacity, table->row_count + 1, sizeof *table->rows);
        table->rows[table->row_count++] = (struct nd_naming_row){.is_taken = false};
        if (record.ordinal == table->row_count &&
            nd_parts_item(table->parts, &record, scratch, &problems, &item))
            add_row(table, &record, &item, scratch);
    }
}

enum nd_status nd_naming_table_read(struct nd_naming_table *table, struct nd_str path, struct nd_str bytes) {
    struct nd_arena *scratch = nd_arena_new();
    enum nd_status status = ND_OK;

    for (int pass = 0; pass < 2 && status == ND_OK && (pass == 0 || table->column.len > 0); pass++) {
        struct nd_error err = ND_ERROR_INIT;
        struct nd_problems problems;
        nd_parts_close_plain(table->parts);
        table->parts = NULL;
        nd_arena_reset(scratch);
        nd_problems_init(&problems, scratch);
        status = nd_parts_open_plain(path, bytes, ND_MAX_METADATA_TABLE, &problems, &table->parts, &err);
        if (status == ND_OK && pass == 0)
            find_column(table, scratch, &problems);
        else if (status == ND_OK)
            read_rows(table, scratch);
    }
    nd_arena_free(scratch);
    return status == ND_IO || status == ND_NO_FILES ? status : ND_OK;
}

const struct nd_naming_row *nd_naming_table_row(const struct nd_naming_table *table, struct nd_str file) {
    int64_t number;

    return nd_map_get(table->rows_of, file, &number) && table->rows[number].is_taken ? &table->rows[number]
                                                                                     : NULL;
}

bool nd_naming_table_item(const struct nd_naming_table *table, const struct nd_naming_row *row,
                          struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    if (!nd_parts_item(table->parts, &row->record, arena, problems, item) ||
        !nd_article_is_metadata(item, name_in(table, item), arena))
        return false;
    nd_metadata_own(item, arena);
    return true;
}
