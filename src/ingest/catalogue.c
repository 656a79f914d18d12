#include "ingest/catalogue.h"

#include "ingest/metadata.h"
#include "newsdex/alloc.h"
#include "newsdex/limits.h"
#include "newsdex/map.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <xxhash.h>

enum {
    LOOKED_AT = 32,               /* records by which the column of file names is found */
    MAX_COLUMNS = 64,             /* of those that are looked at */
    MOST_LOADED = 16,             /* tables that are held at once, if they are not all in use, */
    MOST_BYTES = 48 * 1024 * 1024 /* and bytes of their files */
};

/* A record that names a file: its bytes are kept. */
struct row {
    struct nd_record record;
    struct nd_str file;
    bool is_taken; /* there is no other one of that file, and it has fields of an article alone */
};

/* What a table says, while it is held: a file that is open, and all of its rows. */
struct table {
    struct nd_arena *arena;
    struct nd_parts *parts;
    struct nd_map *files;   /* path: its number in the order of listing */
    struct nd_map *names;   /* as records may have it: that number, or AMBIGUOUS */
    struct nd_str *paths;   /* of the files */
    size_t count, capacity; /* of them */
    struct nd_str column;   /* the key with the names of files; absent when there is none */
    struct row *rows;       /* by ordinal, from 1 */
    size_t row_count, row_capacity;
    struct nd_map *rows_of; /* number of a file: that of its row */
    size_t size;            /* of its file */
    int error;              /* what could not be read of it, or of the folders; 0: nothing */
};

/* A table of one run. What is in it is read again when it was let go and is wanted. */
struct nd_catalogue {
    struct nd_str path;
    size_t root_len;                  /* of the root it was met below */
    struct table *table;              /* NULL: not held now */
    size_t users;                     /* that look at it */
    struct nd_catalogue *next_loaded; /* of those held, the one used before it */
    size_t row_count, taken;
    int error;                        /* that of the table, once it had one */
    unsigned char *taken_rows;        /* a bit for each row */
    unsigned char hash[ND_HASH_SIZE]; /* of what is taken */
};

struct nd_catalogues {
    pthread_mutex_t lock;
    const struct nd_patterns *patterns;
    struct nd_map *by_path; /* numbers */
    struct nd_arena *arena; /* of the paths */
    struct nd_catalogue **list;
    size_t count, capacity, loaded_count, loaded_bytes;
    struct nd_catalogue *loaded; /* that used last */
};

enum { AMBIGUOUS = -1 };

struct nd_catalogues *nd_catalogues_new(const struct nd_patterns *patterns) {
    struct nd_catalogues *catalogues = nd_alloc_array(1, sizeof *catalogues);

    pthread_mutex_init(&catalogues->lock, NULL);
    catalogues->by_path = nd_map_new(SIZE_MAX);
    catalogues->arena = nd_arena_new();
    catalogues->patterns = patterns;
    return catalogues;
}

static void free_table(struct table *table) {
    if (table == NULL)
        return;
    nd_parts_close(table->parts);
    nd_map_free(table->files);
    nd_map_free(table->names);
    nd_map_free(table->rows_of);
    nd_arena_free(table->arena);
    free(table->paths);
    free(table->rows);
    free(table);
}

void nd_catalogues_free(struct nd_catalogues *catalogues) {
    if (catalogues == NULL)
        return;
    for (size_t i = 0; i < catalogues->count; i++) {
        free_table(catalogues->list[i]->table);
        free(catalogues->list[i]->taken_rows);
        free(catalogues->list[i]);
    }
    nd_map_free(catalogues->by_path);
    nd_arena_free(catalogues->arena);
    free(catalogues->list);
    pthread_mutex_destroy(&catalogues->lock);
    free(catalogues);
}

static void add_name(struct table *m, struct nd_str name, int64_t file) {
    int64_t known;

    nd_map_put(m->names, name, nd_map_get(m->names, name, &known) && known != file ? AMBIGUOUS : file);
}

/* A file at path, which may be named by what lies below the folder of the table, or by its last name; either
 * without its ending, too. */
static void add_file(struct table *m, struct nd_str path, size_t folder_len) {
    struct nd_str below = nd_str_skip(path, folder_len);
    struct nd_str name = nd_str_skip(path, nd_str_rfind_char(path, '/') + 1);
    int64_t number = (int64_t)m->count;

    m->paths = nd_alloc_grow(m->paths, &m->capacity, m->count + 1, sizeof *m->paths);
    m->paths[m->count++] = path;
    nd_map_put(m->files, path, number);
    add_name(m, below, number);
    add_name(m, nd_source_text_stem(below), number);
    if (below.len != name.len) {
        add_name(m, name, number);
        add_name(m, nd_source_text_stem(name), number);
    }
}

/* Of the walk that met the table: what it takes, and how long the paths of its root and of its folder are. */
struct walk {
    const struct nd_patterns *patterns;
    size_t root_len, folder_len;
};

/* What cannot be read now, and may be the next time: nobody has taken it away or forbidden it. */
static void note_error(struct table *m, int error) {
    if (error != 0 && error != ENOENT && error != ENOTDIR && error != EACCES)
        m->error = error;
}

/* The texts in folder (with '/' at its end), and with depth those in folders in it. */
static void list(struct table *m, const struct walk *walk, struct nd_str folder, int depth) {
    DIR *dir = opendir(nd_arena_str(m->arena, folder).ptr);
    struct dirent *entry;
    struct stat st;

    note_error(m, dir == NULL ? errno : 0);
    while (dir != NULL && (errno = 0, entry = readdir(dir)) != NULL) {
        struct nd_str path = nd_arena_printf(m->arena, "%.*s%s", (int)folder.len, folder.ptr, entry->d_name);
        bool is_there;
        if (entry->d_name[0] == '.')
            continue;
        is_there = fstatat(dirfd(dir), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0;
        note_error(m, is_there ? 0 : errno);
        if (!is_there)
            continue;
        if (S_ISDIR(st.st_mode) && depth > 0)
            list(m, walk, nd_arena_printf(m->arena, "%.*s/", (int)path.len, path.ptr), depth - 1);
        else if (S_ISREG(st.st_mode) && nd_source_text_stem(path).len < path.len &&
                 nd_patterns_take_file(walk->patterns, nd_str_skip(path, walk->root_len)))
            add_file(m, path, walk->folder_len);
    }
    if (dir != NULL) {
        note_error(m, errno);
        closedir(dir);
    }
}

/* The number of the file that text names, or AMBIGUOUS. */
static int64_t find_file(const struct table *m, struct nd_str text) {
    int64_t file = AMBIGUOUS;
    size_t slash;

    text = nd_str_trim(text);
    if (nd_str_starts(text, ND_STR("./")))
        text = nd_str_skip(text, 2);
    if (text.len == 0 || nd_map_get(m->names, text, &file))
        return file;
    slash = nd_str_rfind_char(text, '/');
    if (slash != SIZE_MAX && nd_map_get(m->names, nd_str_skip(text, slash + 1), &file))
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
static bool may_name(const struct table *m, struct nd_str key, const struct nd_value *value) {
    static const char *const words[] = {"file", "doc", "text", "path"};
    char letters[32];
    size_t length = key.len < sizeof letters ? key.len : sizeof letters;

    if (nd_str_starts(key, ND_STR("column ")) || find_file(m, key) != AMBIGUOUS)
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

static bool open_parts(struct table *m, struct nd_str path, struct nd_problems *problems) {
    struct nd_error err = ND_ERROR_INIT;
    enum nd_status status =
        nd_parts_open(path, ND_STR_NONE, ND_MAX_METADATA_TABLE, NULL, problems, &m->parts, &err);

    if (status == ND_IO)
        note_error(m, EIO);
    return status == ND_OK;
}

/* Finds the key under which most of the first records name a file; absent unless half of them do. */
static void find_column(struct table *m, struct nd_arena *scratch, struct nd_problems *problems) {
    struct nd_str keys[MAX_COLUMNS];
    size_t counts[MAX_COLUMNS] = {0}, key_count = 0, seen = 0, best = 0;
    struct nd_error err = ND_ERROR_INIT;
    struct nd_record record;
    struct nd_item item;

    while (seen < LOOKED_AT && nd_parts_next(m->parts, &record, &err) == ND_OK) {
        if (!nd_parts_item(m->parts, &record, scratch, problems, &item) || item.fields == NULL)
            continue;
        seen++;
        for (const struct nd_value *v = item.fields->first; v != NULL; v = v->next) {
            size_t k = 0;
            if (!may_name(m, v->key, v) || find_file(m, nd_value_text(v)) == AMBIGUOUS)
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
        m->column = nd_arena_str(m->arena, keys[best]);
}

static void add_row(struct table *m, const struct nd_record *record, struct nd_item *item,
                    struct nd_arena *scratch) {
    struct nd_str name =
        item->fields == NULL ? ND_STR_NONE : nd_value_text(nd_value_get(item->fields, m->column));
    int64_t file = find_file(m, name), other;
    struct row *row = &m->rows[m->row_count - 1];

    if (file == AMBIGUOUS)
        return;
    row->file = m->paths[file];
    if (nd_map_get(m->rows_of, row->file, &other)) {
        m->rows[other].is_taken = false;
        return;
    }
    nd_map_put(m->rows_of, row->file, (int64_t)m->row_count - 1);
    row->is_taken = nd_article_is_metadata(item, name, scratch);
    row->record = *record;
    row->record.bytes = nd_arena_str(m->arena, record->bytes);
}

static void read_rows(struct table *m, struct nd_arena *scratch) {
    struct nd_error err = ND_ERROR_INIT;
    struct nd_record record;
    struct nd_item item;

    while (nd_parts_next(m->parts, &record, &err) == ND_OK) {
        struct nd_problems problems;
        nd_arena_reset(scratch);
        nd_problems_init(&problems, scratch);
        m->rows = nd_alloc_grow(m->rows, &m->row_capacity, m->row_count + 1, sizeof *m->rows);
        m->rows[m->row_count++] = (struct row){.is_taken = false};
        if (record.ordinal == m->row_count && nd_parts_item(m->parts, &record, scratch, &problems, &item))
            add_row(m, &record, &item, scratch);
    }
}

/* For good: others may look at it at any time. */
static void note_taken(struct nd_catalogue *m) {
    XXH128_canonical_t canonical;
    struct nd_buf all = {0};

    m->row_count = m->table->row_count;
    m->taken_rows = nd_alloc_array(m->row_count / 8 + 1, 1);
    for (size_t i = 0; i < m->row_count; i++) {
        if (!m->table->rows[i].is_taken)
            continue;
        m->taken++;
        m->taken_rows[i / 8] |= (unsigned char)(1U << i % 8);
        nd_buf_addf(&all, "%zu ", i); /* what is moved with its table is the same */
    }
    XXH128_canonicalFromHash(&canonical, XXH3_128bits(all.ptr, all.len));
    memcpy(m->hash, canonical.digest, ND_HASH_SIZE);
    nd_buf_free(&all);
}

static struct table *load(struct nd_str path, const struct walk *walk) {
    struct table *m = nd_alloc_array(1, sizeof *m);
    struct nd_arena *scratch = nd_arena_new();
    struct nd_problems problems;
    struct stat st;

    if (stat(path.ptr, &st) == 0)
        m->size = (size_t)st.st_size;
    m->arena = nd_arena_new();
    m->files = nd_map_new(SIZE_MAX);
    m->names = nd_map_new(SIZE_MAX);
    m->rows_of = nd_map_new(SIZE_MAX);
    nd_problems_init(&problems, scratch);
    list(m, walk, nd_str_slice(path, 0, walk->folder_len), 1);
    if (m->count > 0 && open_parts(m, path, &problems)) {
        find_column(m, scratch, &problems);
        nd_parts_close(m->parts);
        m->parts = NULL;
    }
    nd_arena_reset(scratch);
    nd_problems_init(&problems, scratch);
    if (m->column.len > 0 && open_parts(m, path, &problems))
        read_rows(m, scratch);
    nd_arena_free(scratch);
    return m;
}

static struct nd_catalogue *find(struct nd_catalogues *catalogues, struct nd_str path, size_t root_len) {
    struct nd_catalogue *m;
    int64_t known;

    if (nd_map_get(catalogues->by_path, path, &known))
        return catalogues->list[known];
    m = nd_alloc_array(1, sizeof *m);
    m->path = nd_arena_str(catalogues->arena, path);
    m->root_len = root_len;
    nd_map_put(catalogues->by_path, m->path, (int64_t)catalogues->count);
    catalogues->list = nd_alloc_grow(catalogues->list, &catalogues->capacity, catalogues->count + 1,
                                     sizeof(struct nd_catalogue *));
    catalogues->list[catalogues->count++] = m;
    return m;
}

/* Lets go of the one used longest ago that nobody looks at; false when there is none. */
static bool let_go(struct nd_catalogues *catalogues) {
    struct nd_catalogue **at = NULL, *m;

    for (struct nd_catalogue **p = &catalogues->loaded; *p != NULL; p = &(*p)->next_loaded)
        if ((*p)->users == 0)
            at = p;
    if (at == NULL)
        return false;
    m = *at;
    *at = m->next_loaded;
    catalogues->loaded_bytes -= m->table->size;
    catalogues->loaded_count--;
    free_table(m->table);
    m->table = NULL;
    return true;
}

/* The table at path, held until release(). */
static struct nd_catalogue *hold(struct nd_catalogues *catalogues, struct nd_str path, size_t root_len) {
    struct nd_catalogue *m, **at = &catalogues->loaded;

    pthread_mutex_lock(&catalogues->lock);
    m = find(catalogues, path, root_len);
    if (m->table == NULL) {
        struct walk walk = {catalogues->patterns, m->root_len, nd_str_rfind_char(m->path, '/') + 1};
        while ((catalogues->loaded_count >= MOST_LOADED || catalogues->loaded_bytes >= MOST_BYTES) &&
               let_go(catalogues))
            ;
        m->table = load(m->path, &walk);
        if (m->taken_rows == NULL)
            note_taken(m);
        m->error = m->table->error != 0 ? m->table->error : m->error;
        catalogues->loaded_count++;
        catalogues->loaded_bytes += m->table->size;
    } else {
        while (*at != m)
            at = &(*at)->next_loaded;
        *at = m->next_loaded;
    }
    m->next_loaded = catalogues->loaded;
    catalogues->loaded = m;
    m->users++;
    pthread_mutex_unlock(&catalogues->lock);
    return m;
}

static void release(struct nd_catalogues *catalogues, struct nd_catalogue *m) {
    pthread_mutex_lock(&catalogues->lock);
    m->users--;
    pthread_mutex_unlock(&catalogues->lock);
}

static struct nd_str name_of(const struct nd_catalogue *m) {
    return nd_str_skip(m->path, nd_str_rfind_char(m->path, '/') + 1);
}

static void tell_not_taken(struct nd_parsed *parsed, const struct nd_catalogue *m, const struct row *row) {
    struct nd_str name = name_of(m);

    nd_metadata_hash(parsed, row->record.bytes, 4);
    nd_problems_add(&parsed->problems, ND_P_LEFT_OUT, 0, 0,
                    "what line %u of %.*s says of it is left out: it is not one text",
                    (unsigned)row->record.line, (int)name.len, name.ptr);
}

static void take_row(struct nd_parsed *parsed, const struct nd_catalogue *m, const struct row *row) {
    struct nd_beside *beside = nd_arena_alloc(parsed->arena, 1, sizeof *beside), **last = &parsed->metadata;

    nd_problems_init(&beside->problems, parsed->arena);
    nd_metadata_hash(parsed, row->record.bytes, 2);
    nd_metadata_hash(parsed, nd_parts_context(m->table->parts, parsed->arena), 2);
    if (!nd_parts_item(m->table->parts, &row->record, parsed->arena, &beside->problems, &beside->item) ||
        !nd_article_is_metadata(
            &beside->item, nd_value_text(nd_value_get(beside->item.fields, m->table->column)), parsed->arena))
        return;
    nd_metadata_own(&beside->item, parsed->arena);
    beside->name = nd_arena_str(parsed->arena, name_of(m));
    while (*last != NULL)
        last = &(*last)->next;
    *last = beside;
}

/* What the table says of the text at path. */
static void look_up(struct nd_parsed *parsed, struct nd_catalogue *m, struct nd_str path) {
    const struct row *row;
    int64_t number;

    if (!nd_map_get(m->table->rows_of, path, &number))
        return;
    row = &m->table->rows[number];
    if (!row->is_taken)
        return;
    if (nd_metadata_is_text(nd_buf_str(&parsed->text), path, parsed->arena))
        take_row(parsed, m, row);
    else
        tell_not_taken(parsed, m, row);
}

static enum nd_status unread(const struct nd_catalogue *m, struct nd_error *err) {
    struct nd_str name = name_of(m);

    return m->error == 0 ? ND_OK
                         : nd_error_set(err, ND_IO, "%.*s, a table of metadata, or what is beside it: %s",
                                        (int)name.len, name.ptr, strerror(m->error));
}

enum nd_status nd_catalogue_look(struct nd_parsed *parsed, struct nd_str path, struct nd_error *err) {
    struct nd_str rest = parsed->tables, table;
    enum nd_status status = ND_OK;
    struct nd_catalogue *m;

    if (parsed->is_table) {
        m = hold(parsed->catalogues, path, parsed->root_len);
        status = unread(m, err);
        release(parsed->catalogues, m);
        if (status != ND_OK || m->taken == 0)
            return status;
        nd_metadata_hash(parsed, nd_str_of((const char *)m->hash, ND_HASH_SIZE), 3);
        parsed->catalogue = m;
        parsed->is_told = m->taken == m->row_count;
        parsed->is_container = parsed->is_container && !parsed->is_told;
        return ND_OK;
    }
    for (; rest.len > 0 && status == ND_OK; rest = nd_str_skip(rest, table.len + 1)) {
        table = nd_str_slice(rest, 0, nd_str_find_char(rest, '\0'));
        m = hold(parsed->catalogues, table, parsed->root_len);
        status = unread(m, err);
        if (status == ND_OK)
            look_up(parsed, m, path);
        release(parsed->catalogues, m);
    }
    return status;
}

bool nd_catalogue_has(const struct nd_catalogue *catalogue, uint64_t ordinal) {
    return catalogue != NULL && ordinal > 0 && ordinal <= catalogue->row_count &&
           (catalogue->taken_rows[(ordinal - 1) / 8] >> (ordinal - 1) % 8 & 1) != 0;
}
