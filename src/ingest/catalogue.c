#include "ingest/catalogue.h"

#include "ingest/metadata.h"
#include "ingest/naming_table.h"
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
    MOST_LOADED = 16,             /* tables that are held at once, if they are not all in use, */
    MOST_BYTES = 48 * 1024 * 1024 /* and bytes of their files */
};

/* What a table says, while it is held: a file that is open, and all of its rows. */
struct table {
    struct nd_naming_table *naming;
    size_t size; /* of its file */
    int error;   /* what could not be read of it, or of the folders; 0: nothing */
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
    nd_naming_table_free(table->naming);
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
    DIR *dir = opendir(nd_arena_str(m->naming->arena, folder).ptr);
    struct dirent *entry;
    struct stat st;

    note_error(m, dir == NULL ? errno : 0);
    while (dir != NULL && (errno = 0, entry = readdir(dir)) != NULL) {
        struct nd_str path =
            nd_arena_printf(m->naming->arena, "%.*s%s", (int)folder.len, folder.ptr, entry->d_name);
        bool is_there;
        if (entry->d_name[0] == '.')
            continue;
        is_there = fstatat(dirfd(dir), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0;
        note_error(m, is_there ? 0 : errno);
        if (!is_there)
            continue;
        if (S_ISDIR(st.st_mode) && depth > 0)
            list(m, walk, nd_arena_printf(m->naming->arena, "%.*s/", (int)path.len, path.ptr), depth - 1);
        else if (S_ISREG(st.st_mode) && nd_source_text_stem(path).len < path.len &&
                 nd_patterns_take_file(walk->patterns, nd_str_skip(path, walk->root_len)))
            nd_naming_table_add(m->naming, path, walk->folder_len);
    }
    if (dir != NULL) {
        note_error(m, errno);
        closedir(dir);
    }
}

/* For good: others may look at it at any time. */
static void note_taken(struct nd_catalogue *m) {
    XXH128_canonical_t canonical;
    struct nd_buf all = {0};

    m->row_count = m->table->naming->row_count;
    m->taken_rows = nd_alloc_array(m->row_count / 8 + 1, 1);
    for (size_t i = 0; i < m->row_count; i++) {
        if (!m->table->naming->rows[i].is_taken)
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
    enum nd_status status;
    struct stat st;

    if (stat(path.ptr, &st) == 0)
        m->size = (size_t)st.st_size;
    m->naming = nd_naming_table_new();
    list(m, walk, nd_str_slice(path, 0, walk->folder_len), 1);
    if (m->naming->count > 0 && (status = nd_naming_table_read(m->naming, path, ND_STR_NONE)) != ND_OK)
        note_error(m, status == ND_NO_FILES ? EMFILE : EIO);
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

static void tell_not_taken(struct nd_parsed *parsed, const struct nd_catalogue *m,
                           const struct nd_naming_row *row) {
    struct nd_str name = name_of(m);

    nd_metadata_hash(parsed, row->record.bytes, 4);
    nd_problems_add(&parsed->problems, ND_P_LEFT_OUT, 0, 0,
                    "what line %u of %.*s says of it is left out: it is not one text",
                    (unsigned)row->record.line, (int)name.len, name.ptr);
}

static void take_row(struct nd_parsed *parsed, const struct nd_catalogue *m,
                     const struct nd_naming_row *row) {
    struct nd_beside *beside = nd_arena_alloc(parsed->arena, 1, sizeof *beside), **last = &parsed->metadata;

    nd_problems_init(&beside->problems, parsed->arena);
    nd_metadata_hash(parsed, row->record.bytes, 2);
    nd_metadata_hash(parsed, nd_parts_context(m->table->naming->parts, parsed->arena), 2);
    if (!nd_naming_table_item(m->table->naming, row, parsed->arena, &beside->problems, &beside->item))
        return;
    beside->name = nd_arena_str(parsed->arena, name_of(m));
    while (*last != NULL)
        last = &(*last)->next;
    *last = beside;
}

/* What the table says of the text at path. */
static void look_up(struct nd_parsed *parsed, struct nd_catalogue *m, struct nd_str path) {
    const struct nd_naming_row *row = nd_naming_table_row(m->table->naming, path);

    if (row == NULL)
        return;
    if (nd_metadata_is_text(nd_buf_str(&parsed->text), path, parsed->arena))
        take_row(parsed, m, row);
    else
        tell_not_taken(parsed, m, row);
}

static enum nd_status unread(const struct nd_catalogue *m, struct nd_error *err) {
    struct nd_str name = name_of(m);
    struct nd_error why = ND_ERROR_INIT;

    return m->error == 0 ? ND_OK
                         : nd_error_set(err, nd_error_system(&why, m->error),
                                        "%.*s, a table of metadata, or what is beside it: %s", (int)name.len,
                                        name.ptr, why.message);
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
