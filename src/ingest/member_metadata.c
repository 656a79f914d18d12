#include "ingest/member_metadata.h"

#include "ingest/metadata.h"
#include "ingest/naming_table.h"
#include "newsdex/alloc.h"
#include "newsdex/limits.h"
#include "newsdex/pairs.h"

#include <stdlib.h>
#include <unistd.h>
#include <xxhash.h>

enum { MOST_TABLES = 16, HEAD = 4 * ND_CONTAINER_HEAD, MOST_BYTES = 256 * 1024 * 1024 };

struct folder {
    const struct nd_member_metadata *all;
    struct nd_str name; /* with '/' at its end; "" for the archive */
    struct nd_pair_names pairs;
};

/* A member: a text, metadata, a table, or another one. */
struct member {
    struct nd_str name, bytes; /* bytes: of metadata and tables, once they are read */
    size_t folder, other;      /* other: of a pair, SIZE_MAX for none */
    struct nd_naming_table *table;
    bool is_metadata; /* of its pair */
    bool is_wanted;   /* its beginning is to be looked at: it may have metadata */
    bool is_text;     /* it begins as one text */
};

struct nd_member_metadata {
    struct nd_arena *arena;
    struct member *members;
    struct folder *folders;
    size_t count, capacity, folder_count, folder_capacity, bytes;
    size_t tables[MOST_TABLES], table_count; /* which members are such */
    struct nd_map *by_name, *folders_by_name;
    size_t told_members, told_rows;
};

static struct member *find(const struct nd_member_metadata *all, struct nd_str name) {
    int64_t number;

    return nd_map_get(all->by_name, name, &number) ? &all->members[number] : NULL;
}

static bool has_name(const void *context, struct nd_str name) {
    const struct folder *folder = context;
    struct nd_buf path = {0};
    bool has;

    nd_buf_add(&path, folder->name);
    nd_buf_add(&path, name);
    has = find(folder->all, nd_buf_str(&path)) != NULL;
    nd_buf_free(&path);
    return has;
}

static size_t folder_of(struct nd_member_metadata *all, struct nd_str name) {
    struct nd_str folder = nd_str_slice(name, 0, nd_str_rfind_char(name, '/') + 1);
    int64_t number;

    if (nd_map_get(all->folders_by_name, folder, &number))
        return (size_t)number;
    nd_map_put(all->folders_by_name, folder, (int64_t)all->folder_count);
    all->folders =
        nd_alloc_grow(all->folders, &all->folder_capacity, all->folder_count + 1, sizeof *all->folders);
    all->folders[all->folder_count] = (struct folder){.name = folder};
    return all->folder_count++;
}

static struct nd_str name_in_folder(struct nd_str name) {
    return nd_str_skip(name, nd_str_rfind_char(name, '/') + 1);
}

static bool is_text_name(struct nd_str name) {
    return nd_source_text_stem(name).len < name.len;
}

/* The names alone. Of two members of one name nothing is said. */
static size_t note_name(void *context, struct nd_str name) {
    struct nd_member_metadata *all = context;
    struct member *known = find(all, name);

    if (known != NULL) {
        known->folder = SIZE_MAX;
        return 0;
    }
    name = nd_arena_str(all->arena, name);
    nd_map_put(all->by_name, name, (int64_t)all->count);
    all->members = nd_alloc_grow(all->members, &all->capacity, all->count + 1, sizeof *all->members);
    all->members[all->count++] =
        (struct member){.name = name, .folder = folder_of(all, name), .other = SIZE_MAX};
    return 0;
}

static void take_nothing(void *context, struct nd_str name, struct nd_str bytes) {
    (void)context, (void)name, (void)bytes;
}

static void pair_up(struct nd_member_metadata *all, size_t at) {
    struct member *member = &all->members[at], *other;
    struct nd_buf found = {0}, path = {0};
    bool is_metadata = false;

    if (nd_pair_find(&all->folders[member->folder].pairs, name_in_folder(member->name), &found,
                     &is_metadata) &&
        is_metadata) {
        nd_buf_add(&path, all->folders[member->folder].name);
        nd_buf_add(&path, nd_buf_str(&found));
        other = find(all, nd_buf_str(&path));
        if (other != NULL && other->folder != SIZE_MAX) {
            member->is_metadata = true;
            member->other = (size_t)(other - all->members);
            other->other = at;
            other->is_wanted = true;
        }
    }
    nd_buf_free(&found);
    nd_buf_free(&path);
}

/* What the names suggest: pairs, and tables with texts in their folder or below it. True when there is any.
 */
static bool suggest(struct nd_member_metadata *all) {
    size_t texts = 0, pairs = 0;

    for (size_t i = 0; i < all->folder_count; i++) {
        all->folders[i].all = all;
        all->folders[i].pairs = (struct nd_pair_names){.has = has_name, .context = &all->folders[i]};
    }
    for (size_t i = 0; i < all->count; i++)
        if (all->members[i].folder != SIZE_MAX) {
            nd_pair_note(&all->folders[all->members[i].folder].pairs, name_in_folder(all->members[i].name));
            texts += is_text_name(all->members[i].name);
        }
    for (size_t i = 0; i < all->count && texts > 0; i++) {
        if (all->members[i].folder == SIZE_MAX)
            continue;
        pair_up(all, i);
        pairs += all->members[i].is_metadata;
        if (nd_pair_is_table(all->members[i].name) && all->table_count < MOST_TABLES) {
            all->members[i].table = nd_naming_table_new();
            all->tables[all->table_count++] = i;
        }
    }
    return pairs + all->table_count > 0;
}

static size_t wants_metadata(void *context, struct nd_str name) {
    const struct nd_member_metadata *all = context;
    const struct member *member = find(all, name);

    if (member == NULL || member->folder == SIZE_MAX || all->bytes > MOST_BYTES)
        return 0;
    if (member->table != NULL)
        return ND_MAX_METADATA_TABLE + 1;
    return member->is_metadata ? ND_MAX_METADATA_FILE + 1 : 0;
}

static void take_metadata(void *context, struct nd_str name, struct nd_str bytes) {
    struct nd_member_metadata *all = context;
    struct member *member = find(all, name);

    if (member == NULL || bytes.len == 0 ||
        bytes.len > (member->table != NULL ? (size_t)ND_MAX_METADATA_TABLE : (size_t)ND_MAX_METADATA_FILE))
        return;
    member->bytes = nd_arena_str(all->arena, bytes);
    all->bytes += bytes.len;
}

/* Below its folder; one level, as in folders on a disk. */
static bool is_below(struct nd_str name, struct nd_str folder) {
    struct nd_str below = nd_str_skip(name, folder.len);

    return nd_str_starts(name, folder) && nd_str_find_char(below, '/') == nd_str_rfind_char(below, '/');
}

static void read_table(struct nd_member_metadata *all, struct member *table) {
    struct nd_str folder = all->folders[table->folder].name;

    for (size_t i = 0; i < all->count; i++)
        if (all->members[i].folder != SIZE_MAX && is_text_name(all->members[i].name) &&
            is_below(all->members[i].name, folder))
            nd_naming_table_add(table->table, all->members[i].name, folder.len);
    if (table->bytes.len == 0 || table->table->count == 0 || !nd_parts_are_in(table->bytes, true) ||
        nd_naming_table_read(table->table, table->name, table->bytes) != ND_OK)
        return;
    for (size_t i = 0; i < table->table->row_count; i++) {
        struct member *text = find(all, table->table->rows[i].file);
        if (text != NULL && table->table->rows[i].is_taken)
            text->is_wanted = true;
    }
}

static size_t wants_beginning(void *context, struct nd_str name) {
    const struct member *member = find(context, name);

    return member != NULL && member->folder != SIZE_MAX && member->is_wanted ? HEAD : 0;
}

static void take_beginning(void *context, struct nd_str name, struct nd_str bytes) {
    struct nd_arena *scratch = nd_arena_new();
    struct member *text = find(context, name);

    if (text != NULL)
        text->is_text = nd_metadata_is_text(bytes, name, scratch);
    nd_arena_free(scratch);
}

static bool read_pair(const struct member *metadata, struct nd_arena *arena, struct nd_beside *beside) {
    nd_problems_init(&beside->problems, arena);
    return nd_metadata_read(metadata->bytes, arena, &beside->problems, &beside->item) &&
           nd_article_is_metadata(&beside->item, ND_STR_NONE, arena);
}

/* What is metadata of a text, and what is told with it. */
static void settle(struct nd_member_metadata *all) {
    struct nd_arena *scratch = nd_arena_new();

    for (size_t i = 0; i < all->count; i++) {
        struct member *member = &all->members[i];
        struct nd_beside beside;
        nd_arena_reset(scratch);
        if (member->is_metadata &&
            (!all->members[member->other].is_text || !read_pair(member, scratch, &beside))) {
            all->members[member->other].other = SIZE_MAX;
            member->is_metadata = false;
            member->other = SIZE_MAX;
        }
        all->told_members += member->is_metadata;
        for (size_t k = 0; member->table != NULL && k < member->table->row_count; k++) {
            struct nd_naming_row *row = &member->table->rows[k];
            const struct member *text = find(all, row->file);
            row->is_taken = row->is_taken && text != NULL && text->is_text;
            all->told_rows += row->is_taken;
        }
    }
    nd_arena_free(scratch);
}

static const struct nd_member_visitor names = {note_name, take_nothing, NULL},
                                      metadata = {wants_metadata, take_metadata, NULL},
                                      beginnings = {wants_beginning, take_beginning, NULL};

static bool visit(int fd, struct nd_str bytes, const struct nd_member_visitor *visitor,
                  struct nd_member_metadata *all) {
    struct nd_member_visitor of_all = {visitor->wants, visitor->take, all};
    bool is_archive = nd_container_visit(fd, bytes, &of_all);

    return (fd < 0 || lseek(fd, 0, SEEK_SET) == 0) && is_archive;
}

struct nd_member_metadata *nd_member_metadata_find(int fd, struct nd_str bytes) {
    struct nd_member_metadata *all = nd_alloc_array(1, sizeof *all);

    all->arena = nd_arena_new();
    all->by_name = nd_map_new(SIZE_MAX);
    all->folders_by_name = nd_map_new(SIZE_MAX);
    if (visit(fd, bytes, &names, all) && suggest(all) && visit(fd, bytes, &metadata, all)) {
        for (size_t i = 0; i < all->table_count; i++)
            read_table(all, &all->members[all->tables[i]]);
        if (visit(fd, bytes, &beginnings, all))
            settle(all);
    }
    if (all->told_members + all->told_rows > 0)
        return all;
    nd_member_metadata_free(all);
    return NULL;
}

void nd_member_metadata_free(struct nd_member_metadata *all) {
    if (all == NULL)
        return;
    for (size_t i = 0; i < all->table_count; i++)
        nd_naming_table_free(all->members[all->tables[i]].table);
    for (size_t i = 0; i < all->folder_count; i++)
        nd_pair_fini(&all->folders[i].pairs);
    nd_map_free(all->by_name);
    nd_map_free(all->folders_by_name);
    nd_arena_free(all->arena);
    free(all->members);
    free(all->folders);
    free(all);
}

bool nd_member_metadata_is_told(const struct nd_member_metadata *all, const struct nd_record *record) {
    const struct member *member = all == NULL ? NULL : find(all, nd_container_member(record));
    const struct nd_naming_table *table = member == NULL ? NULL : member->table;

    if (table != NULL && record->number > 0 && record->number <= table->row_count)
        return table->rows[record->number - 1].is_taken;
    return member != NULL && member->is_metadata;
}

/* A member that is a text with something beside it, or NULL. */
static const struct member *find_text(const struct nd_member_metadata *all, struct nd_str name) {
    const struct member *text = all == NULL ? NULL : find(all, name);

    return text != NULL && text->folder != SIZE_MAX && text->is_text ? text : NULL;
}

uint64_t nd_member_metadata_seed(const struct nd_member_metadata *all, struct nd_str member) {
    const struct member *text = find_text(all, member);
    uint64_t seed = 0;

    if (text == NULL)
        return 0;
    if (text->other != SIZE_MAX)
        seed = XXH3_64bits(all->members[text->other].bytes.ptr, all->members[text->other].bytes.len);
    for (size_t i = 0; i < all->table_count; i++) {
        const struct nd_naming_row *row = nd_naming_table_row(all->members[all->tables[i]].table, member);
        if (row != NULL)
            seed = 31 * seed + XXH3_64bits(row->record.bytes.ptr, row->record.bytes.len);
    }
    return seed;
}

static struct nd_beside *new_beside(const struct member *other, struct nd_arena *arena) {
    struct nd_beside *beside = nd_arena_alloc(arena, 1, sizeof *beside);

    nd_problems_init(&beside->problems, arena);
    beside->name = name_in_folder(other->name);
    return beside;
}

const struct nd_beside *nd_member_metadata_of(const struct nd_member_metadata *all, struct nd_str member,
                                              struct nd_arena *arena) {
    const struct member *text = find_text(all, member);
    struct nd_beside *first = NULL, **last = &first;

    if (text == NULL)
        return NULL;
    if (text->other != SIZE_MAX) {
        *last = new_beside(&all->members[text->other], arena);
        if (read_pair(&all->members[text->other], arena, *last))
            last = &(*last)->next;
        else
            *last = NULL;
    }
    for (size_t i = 0; i < all->table_count; i++) {
        const struct member *table = &all->members[all->tables[i]];
        const struct nd_naming_row *row = nd_naming_table_row(table->table, member);
        if (row == NULL)
            continue;
        *last = new_beside(table, arena);
        if (nd_naming_table_item(table->table, row, arena, &(*last)->problems, &(*last)->item))
            last = &(*last)->next;
        else
            *last = NULL;
    }
    return first;
}

void nd_member_metadata_report(const struct nd_member_metadata *all, struct nd_problems *problems) {
    struct nd_buf text = {0};

    if (all == NULL)
        return;
    if (all->told_members > 0)
        nd_buf_addf(&text, "%zu member%s", all->told_members, all->told_members == 1 ? "" : "s");
    if (all->told_rows > 0)
        nd_buf_addf(&text, "%s%zu row%s of tables", text.len > 0 ? " and " : "", all->told_rows,
                    all->told_rows == 1 ? "" : "s");
    nd_problems_add(problems, ND_P_SKIPPED, 0, 0, "metadata of texts in the archive, read with them: %s",
                    text.ptr);
    nd_buf_free(&text);
}
