#include "source/tables.h"

#include "newsdex/limits.h"
#include "newsdex/pairs.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <xxhash.h>

/* In the size is what is known of all. */
static struct nd_file_stamp add(struct nd_file_stamp all, struct nd_file_stamp more) {
    const uint64_t both[] = {more.size, (uint64_t)more.mtime_ns};

    all.size = XXH3_64bits_withSeed(both, sizeof both, all.size);
    all.mtime_ns = more.mtime_ns > all.mtime_ns ? more.mtime_ns : all.mtime_ns;
    return all;
}

void nd_tables_note(struct nd_tables *tables, int fd, struct nd_str path, struct nd_str name) {
    struct nd_file_stamp stamp;

    if (!nd_pair_is_table(name) || !nd_pair_is_there(fd, name.ptr, &stamp) ||
        stamp.size > ND_MAX_METADATA_TABLE)
        return;
    nd_buf_add(&tables->paths, path);
    nd_buf_add(&tables->paths, name);
    nd_buf_add_char(&tables->paths, '\0');
    tables->stamp = add(tables->stamp, stamp);
    tables->count++;
}

void nd_tables_settle(struct nd_tables *tables, const struct nd_patterns *patterns) {
    if (tables->count > ND_MAX_TABLES_BESIDE) {
        nd_tables_fini(tables);
        *tables = (struct nd_tables){0};
    }
    if (tables->count > 0)
        tables->stamp.size ^= nd_patterns_hash(patterns);
}

void nd_tables_note_text(struct nd_tables *tables, struct nd_str name) {
    if (nd_source_text_stem(name).len < name.len)
        tables->stamp.size = XXH3_64bits_withSeed(name.ptr, name.len, tables->stamp.size);
}

void nd_tables_note_folder(struct nd_tables *tables, int fd, const char *name) {
    struct stat st;

    if (fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0)
        tables->stamp = add(tables->stamp, nd_file_stamp_of(&st));
}

void nd_tables_fini(struct nd_tables *tables) {
    nd_buf_free(&tables->paths);
}

struct nd_file_stamp nd_tables_join(const struct nd_tables *tables, const struct nd_tables *above,
                                    struct nd_buf *paths) {
    nd_buf_add(paths, nd_buf_str(&tables->paths));
    if (above == NULL || above->count == 0)
        return tables->stamp;
    nd_buf_add(paths, nd_buf_str(&above->paths));
    return tables->count == 0 ? above->stamp : add(tables->stamp, above->stamp);
}
