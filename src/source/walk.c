#include "newsdex/source.h"

#include "newsdex/pairs.h"
#include "source/named.h"
#include "source/tables.h"

#include "newsdex/alloc.h"
#include "newsdex/limits.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A name in a folder that is being visited. Folders carry a '/' at the end, which sorts them as paths sort.
 */
struct name {
    char *text;
    size_t len;
    bool is_directory;
};

struct folder {
    struct name *names;
    size_t count, capacity, next;
    size_t path_len;            /* of the folder's path with its '/' */
    size_t root_len;            /* of its root's */
    bool is_taken;              /* a pattern says so, of it or of a folder above it */
    bool is_passage;            /* hidden, and entered only because a root lies below it */
    struct nd_pair_names pairs; /* of its files */
    struct nd_tables tables;
    int fd;
};

struct nd_walk {
    const struct nd_patterns *patterns;
    struct nd_root *roots; /* those that are walked one after the other */
    size_t root_count, next_root;
    struct nd_named named;
    struct nd_str *hidden_roots; /* those inside other roots that would be left out there; sorted */
    size_t hidden_count;
    struct folder stack[ND_MAX_DIRECTORY_DEPTH + 1];
    size_t depth;
    struct nd_buf path, message, beside, tables;
};

static int compare_names(const void *a, const void *b) {
    const struct name *x = a, *y = b;

    return nd_str_cmp(nd_str_of(x->text, x->len), nd_str_of(y->text, y->len));
}

static bool is_below(struct nd_str path, struct nd_str root) {
    return nd_str_eq(path, root) || (nd_str_ends(root, ND_STR("/")) && nd_str_starts(path, root));
}

/*
 * Roots are sorted, so that those inside another follow it. A root that cannot be found stays one: the walk
 * of the outer one would not come upon it.
 */
static void add_roots(struct nd_walk *walk, const struct nd_roots *roots) {
    struct nd_str outer = ND_STR_NONE;

    for (size_t i = 0; i < roots->count; i++) {
        const struct nd_root *root = &roots->items[i];
        if (i > 0 && nd_str_eq(root->path, roots->items[i - 1].path)) /* by way of another link */
            continue;
        if (outer.ptr == NULL || !is_below(root->path, outer) || root->error != 0) {
            walk->roots[walk->root_count++] = *root;
            if (nd_str_ends(root->path, ND_STR("/")))
                outer = root->path;
        } else if (nd_str_find(nd_str_skip(root->path, outer.len - 1), ND_STR("/.")) != SIZE_MAX) {
            walk->hidden_roots[walk->hidden_count++] = root->path;
        }
    }
}

struct nd_walk *nd_walk_open(const struct nd_roots *roots, const struct nd_patterns *patterns) {
    struct nd_walk *walk = nd_alloc_array(1, sizeof *walk);

    walk->patterns = patterns;
    walk->roots = nd_alloc_array(roots->count + 1, sizeof *walk->roots);
    walk->hidden_roots = nd_alloc_array(roots->count + 1, sizeof *walk->hidden_roots);
    add_roots(walk, roots);
    return walk;
}

/* The first hidden root that is path or lies below it, or NULL. */
static const struct nd_str *find_hidden_root(const struct nd_walk *walk, struct nd_str path) {
    size_t low = 0, high = walk->hidden_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (nd_str_cmp(walk->hidden_roots[middle], path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < walk->hidden_count && is_below(walk->hidden_roots[low], path) ? &walk->hidden_roots[low]
                                                                               : NULL;
}

static void leave_folder(struct nd_walk *walk) {
    struct folder *folder = &walk->stack[--walk->depth];

    for (size_t i = 0; i < folder->count; i++)
        free(folder->names[i].text);
    free(folder->names);
    nd_pair_fini(&folder->pairs);
    nd_tables_fini(&folder->tables);
    close(folder->fd);
    *folder = (struct folder){0};
}

void nd_walk_close(struct nd_walk *walk) {
    if (walk == NULL)
        return;
    while (walk->depth > 0)
        leave_folder(walk);
    nd_buf_free(&walk->path);
    nd_buf_free(&walk->message);
    nd_buf_free(&walk->beside);
    nd_buf_free(&walk->tables);
    nd_named_fini(&walk->named);
    free(walk->roots);
    free(walk->hidden_roots);
    free(walk);
}

static enum nd_status report(struct nd_walk *walk, struct nd_walk_entry *entry, enum nd_problem_code code,
                             bool is_directory, const char *message) {
    nd_buf_clear(&walk->message);
    nd_buf_add_z(&walk->message, message);
    *entry = (struct nd_walk_entry){.kind = ND_WALK_PROBLEM,
                                    .path = nd_buf_str(&walk->path),
                                    .problem = code,
                                    .message = nd_buf_str(&walk->message),
                                    .is_directory = is_directory};
    return ND_OK;
}

/* DT_UNKNOWN is what some file systems answer; only then is a stat needed to tell folders apart. */
static bool is_directory(int fd, const struct dirent *entry) {
    struct stat st;

    if (entry->d_type != DT_UNKNOWN)
        return entry->d_type == DT_DIR;
    return fstatat(fd, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(st.st_mode);
}

/* What patterns say of a path below a root, perhaps with a '/' at its end. */
static bool is_left_out(const struct nd_walk *walk, struct nd_str path, bool is_folder, bool is_taken) {
    enum nd_verdict verdict =
        nd_patterns_judge(walk->patterns, nd_str_slice(path, 0, path.len - is_folder), is_folder);

    if (verdict == ND_UNDECIDED && !is_folder && !is_taken && !nd_patterns_take_others(walk->patterns))
        verdict = ND_LEFT_OUT;
    return verdict == ND_LEFT_OUT;
}

/* Hidden names are left out, unless roots are at or below them, and what patterns leave out. name: of the
 * folder at walk->path. */
static bool is_wanted(struct nd_walk *walk, const struct folder *folder, const struct name *name) {
    bool is_hidden = name->text[0] == '.' || folder->is_passage, is_out;

    if (!is_hidden && walk->patterns == NULL)
        return true;
    nd_buf_add(&walk->path, nd_str_of(name->text, name->len));
    is_out = (is_hidden && find_hidden_root(walk, nd_buf_str(&walk->path)) == NULL) ||
             is_left_out(walk, nd_str_skip(nd_buf_str(&walk->path), folder->root_len), name->is_directory,
                         folder->is_taken);
    nd_buf_cut(&walk->path, folder->path_len);
    return !is_out;
}

static void add_name(struct nd_walk *walk, struct folder *folder, const struct dirent *entry) {
    struct name name = {NULL, strlen(entry->d_name), is_directory(folder->fd, entry)};

    name.text = nd_alloc_array(name.len + 2, 1);
    memcpy(name.text, entry->d_name, name.len);
    if (name.is_directory)
        name.text[name.len++] = '/';
    if (!is_wanted(walk, folder, &name)) {
        free(name.text);
        return;
    }
    folder->names = nd_alloc_grow(folder->names, &folder->capacity, folder->count + 1, sizeof name);
    folder->names[folder->count++] = name;
}

/* Sorts the names; while a folder is being changed, some file systems give one twice. */
static void sort_names(struct folder *folder) {
    size_t kept = 0;

    if (folder->count > 0)
        qsort(folder->names, folder->count, sizeof *folder->names, compare_names);
    for (size_t i = 0; i < folder->count; i++)
        if (kept > 0 && compare_names(&folder->names[i], &folder->names[kept - 1]) == 0)
            free(folder->names[i].text);
        else
            folder->names[kept++] = folder->names[i];
    folder->count = kept;
}

static bool has_file(const void *context, struct nd_str name) {
    const struct folder *folder = context;
    const struct name wanted = {(char *)(uintptr_t)name.ptr, name.len, false};

    return folder->count > 0 &&
           bsearch(&wanted, folder->names, folder->count, sizeof wanted, compare_names) != NULL;
}

/* Leaves them out, unless a pattern takes them. */
static void leave_out_parts(struct nd_walk *walk, struct folder *folder) {
    size_t kept = 0, count = folder->count;
    bool *is_part = nd_alloc_array(count + 1, sizeof *is_part);

    folder->pairs = (struct nd_pair_names){.has = has_file, .context = folder};
    for (size_t i = 0; i < count; i++)
        is_part[i] =
            folder->names[i].is_directory &&
            nd_pair_holds_parts(&folder->pairs, nd_str_of(folder->names[i].text, folder->names[i].len));
    for (size_t i = 0; i < count; i++) {
        struct name *name = &folder->names[i];
        if (is_part[i]) {
            nd_buf_add(&walk->path, nd_str_of(name->text, name->len - 1));
            is_part[i] =
                !folder->is_taken &&
                nd_patterns_judge(walk->patterns, nd_str_skip(nd_buf_str(&walk->path), folder->root_len),
                                  true) != ND_TAKEN;
            nd_buf_cut(&walk->path, folder->path_len);
        }
        if (is_part[i])
            free(name->text);
        else
            folder->names[kept++] = *name;
    }
    folder->count = kept;
    free(is_part);
}

static struct nd_str name_of(const struct name *name) {
    return nd_str_of(name->text, name->len);
}

static void note_names(const struct nd_walk *walk, struct folder *folder) {
    for (size_t i = 0; i < folder->count; i++) {
        struct nd_str name = name_of(&folder->names[i]);
        if (!folder->names[i].is_directory)
            nd_pair_note(&folder->pairs, name);
        nd_tables_note(&folder->tables, folder->fd, nd_buf_str(&walk->path), name);
    }
    nd_tables_settle(&folder->tables, walk->patterns);
    for (size_t i = 0; i < folder->count && folder->tables.count > 0; i++)
        if (folder->names[i].is_directory)
            nd_tables_note_folder(&folder->tables, folder->fd, folder->names[i].text);
        else
            nd_tables_note_text(&folder->tables, name_of(&folder->names[i]));
}

/* Adds the names in dir; an errno when it could not be read to its end. */
static int read_names(struct nd_walk *walk, struct folder *folder, DIR *dir) {
    for (;;) {
        struct dirent *entry;
        errno = 0;
        entry = readdir(dir);
        if (entry == NULL)
            return errno;
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            add_name(walk, folder, entry);
    }
}

/* A hidden folder that is no root, nor below one, or anything inside such a folder. */
static bool is_passage(const struct nd_walk *walk, size_t name_at) {
    const struct folder *parent = walk->depth == 0 ? NULL : &walk->stack[walk->depth - 1];
    struct nd_str path = nd_buf_str(&walk->path);
    const struct nd_str *root;

    if (parent == NULL || (!parent->is_passage && path.ptr[name_at] != '.'))
        return false;
    root = find_hidden_root(walk, path);
    return root == NULL || !nd_str_eq(*root, path);
}

/* The folder at walk->path, not read yet. name_at: where its last name begins. */
static struct folder make_folder(const struct nd_walk *walk, size_t name_at, int fd) {
    const struct folder *parent = walk->depth == 0 ? NULL : &walk->stack[walk->depth - 1];
    struct folder folder = {.fd = fd, .path_len = walk->path.len, .is_passage = is_passage(walk, name_at)};
    struct nd_str path;

    folder.root_len = parent == NULL ? walk->path.len : parent->root_len;
    if (parent == NULL)
        return folder;
    path = nd_str_slice(nd_buf_str(&walk->path), folder.root_len, walk->path.len - 1);
    folder.is_taken = parent->is_taken || nd_patterns_judge(walk->patterns, path, true) == ND_TAKEN;
    return folder;
}

/* Opens the folder at walk->path, whose last name begins at from. With the '/' at the end, a link would be
 * followed that has taken its place meanwhile. */
static int open_folder(const struct nd_walk *walk, size_t from) {
    int parent = walk->depth == 0 ? AT_FDCWD : walk->stack[walk->depth - 1].fd, fd;
    size_t end = walk->path.len > 1 ? walk->path.len - 1 : walk->path.len;
    char cut = walk->path.ptr[end];

    walk->path.ptr[end] = '\0';
    fd = openat(parent, walk->path.ptr + from, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    walk->path.ptr[end] = cut;
    return fd;
}

/* Reads and sorts the folder at walk->path (which ends in '/'); an errno when it cannot be read, or 0. */
static int enter_folder(struct nd_walk *walk) {
    int error;
    size_t from = walk->depth == 0 ? 0 : walk->stack[walk->depth - 1].path_len;
    struct folder *folder = &walk->stack[walk->depth];
    int fd = open_folder(walk, from);
    int copy = fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, 0);
    DIR *dir = copy < 0 ? NULL : fdopendir(copy);

    if (dir == NULL) {
        error = errno;
        if (copy >= 0)
            close(copy);
        if (fd >= 0)
            close(fd);
        return error;
    }
    *folder = make_folder(walk, from, fd);
    walk->depth++;
    error = read_names(walk, folder, dir);
    closedir(dir);
    if (error != 0)
        leave_folder(walk);
    else {
        sort_names(folder);
        leave_out_parts(walk, folder);
        note_names(walk, folder);
    }
    return error;
}

static enum nd_status enter_or_report(struct nd_walk *walk, struct nd_walk_entry *entry) {
    struct nd_error why = ND_ERROR_INIT;
    int error;

    if (walk->depth == ND_MAX_DIRECTORY_DEPTH + 1)
        return report(walk, entry, ND_P_UNREADABLE, true, "folders nested too deeply, not read");
    error = enter_folder(walk);
    if (error == 0)
        return ND_END;
    (void)nd_error_system(&why, error);
    (void)report(walk, entry, ND_P_UNREADABLE, true, why.message);
    entry->error = error;
    return ND_OK;
}

static bool is_ancestor(const struct nd_walk *walk, const struct stat *target) {
    struct stat st;

    for (size_t i = 0; i < walk->depth; i++)
        if (fstat(walk->stack[i].fd, &st) == 0 && st.st_dev == target->st_dev && st.st_ino == target->st_ino)
            return true;
    return false;
}

static enum nd_status report_link(struct nd_walk *walk, struct nd_walk_entry *entry, int fd,
                                  const char *name) {
    struct stat target;

    if (fstatat(fd, name, &target, 0) != 0)
        return report(walk, entry, ND_P_SYMLINK, false, "symbolic link to nothing, not followed");
    if (S_ISDIR(target.st_mode) && is_ancestor(walk, &target))
        return report(walk, entry, ND_P_DIRECTORY_LOOP, false,
                      "symbolic link back to a folder above it, not followed");
    return report(walk, entry, ND_P_SYMLINK, false,
                  "symbolic link, not followed; name its target to ingest it");
}

/* What is gone by now is passed over, as if it had gone a moment earlier. */
static enum nd_status visit(struct nd_walk *walk, struct nd_walk_entry *entry, int fd, const char *name) {
    struct stat st;

    if (fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT ? ND_END : report(walk, entry, ND_P_UNREADABLE, false, strerror(errno));
    if (S_ISLNK(st.st_mode))
        return report_link(walk, entry, fd, name);
    if (S_ISDIR(st.st_mode))
        return report(walk, entry, ND_P_UNREADABLE, false, "became a folder just now, not read");
    if (!S_ISREG(st.st_mode))
        return report(walk, entry, ND_P_NOT_A_FILE, false, "neither a file nor a folder, not read");
    *entry =
        (struct nd_walk_entry){.kind = ND_WALK_FILE, .path = nd_buf_str(&walk->path), .device = st.st_dev};
    entry->stamp = nd_file_stamp_of(&st);
    return ND_OK;
}

static void find_tables(struct nd_walk *walk, const struct folder *folder, struct nd_walk_entry *entry,
                        struct nd_str name) {
    const struct nd_tables *above = NULL;

    if (walk->depth > 1 && walk->path.ptr[walk->stack[walk->depth - 2].path_len] != '.') /* not hidden */
        above = &walk->stack[walk->depth - 2].tables;
    entry->root_len = folder->root_len;
    entry->is_table = nd_pair_is_table(name);
    if (entry->is_table)
        entry->others = folder->tables.stamp;
    else if (nd_source_text_stem(name).len < name.len) {
        nd_buf_clear(&walk->tables);
        entry->others = nd_tables_join(&folder->tables, above, &walk->tables);
        entry->tables = nd_buf_str(&walk->tables);
    }
    if (entry->others.mtime_ns != 0)
        entry->stamp = nd_file_stamp_with(entry->stamp, entry->others);
}

/* What belongs with the file of that name: one beside it; both have to be files, and links are none. */
static void find_others(struct nd_walk *walk, struct folder *folder, struct nd_walk_entry *entry,
                        struct nd_str name) {
    struct nd_buf found = {0};
    struct nd_file_stamp stamp;

    if (nd_pair_find(&folder->pairs, name, &found, &entry->is_metadata) &&
        nd_pair_is_there(folder->fd, found.ptr, &stamp)) {
        nd_buf_clear(&walk->beside);
        nd_buf_add(&walk->beside, nd_str_slice(entry->path, 0, folder->path_len));
        nd_buf_add(&walk->beside, nd_buf_str(&found));
        entry->beside = nd_buf_str(&walk->beside);
        entry->stamp = nd_file_stamp_with(entry->stamp, stamp);
    }
    nd_buf_free(&found);
    find_tables(walk, folder, entry, name);
}

/* The last root that was begun, a file. */
static enum nd_status visit_named(struct nd_walk *walk, struct nd_walk_entry *entry) {
    enum nd_status status = visit(walk, entry, AT_FDCWD, walk->path.ptr);
    struct nd_file_stamp stamp;

    walk->named.roots = walk->roots;
    walk->named.count = walk->root_count;
    if (status == ND_OK && entry->kind == ND_WALK_FILE &&
        nd_named_find(&walk->named, walk->next_root - 1, &walk->beside, &entry->is_metadata, &stamp)) {
        entry->beside = nd_buf_str(&walk->beside);
        entry->stamp = nd_file_stamp_with(entry->stamp, stamp);
    }
    return status;
}

static enum nd_status start_root(struct nd_walk *walk, struct nd_walk_entry *entry) {
    const struct nd_root *root = &walk->roots[walk->next_root++];
    enum nd_status status;

    nd_buf_clear(&walk->path);
    nd_buf_add(&walk->path, root->path);
    if (nd_str_ends(root->path, ND_STR("/")) && root->error == 0)
        return enter_or_report(walk, entry);
    if (is_left_out(walk, nd_str_skip(root->path, nd_str_rfind_char(root->path, '/') + 1), false, false))
        return ND_END;
    if (root->error == 0)
        return visit_named(walk, entry);
    status = report(walk, entry, ND_P_UNREADABLE, true, strerror(root->error));
    entry->root_error = root->error;
    return status;
}

static enum nd_status next_in_folder(struct nd_walk *walk, struct nd_walk_entry *entry) {
    struct folder *folder = &walk->stack[walk->depth - 1];
    struct name *name;
    enum nd_status status;

    if (folder->next == folder->count) {
        leave_folder(walk);
        return ND_END;
    }
    name = &folder->names[folder->next++];
    nd_buf_cut(&walk->path, folder->path_len);
    nd_buf_add(&walk->path, nd_str_of(name->text, name->len));
    if (name->is_directory)
        return enter_or_report(walk, entry);
    status = visit(walk, entry, folder->fd, name->text);
    if (status == ND_OK && entry->kind == ND_WALK_FILE)
        find_others(walk, folder, entry, name_of(name));
    return status;
}

enum nd_status nd_walk_next(struct nd_walk *walk, struct nd_walk_entry *entry) {
    while (walk->depth > 0 || walk->next_root < walk->root_count) {
        enum nd_status status = walk->depth > 0 ? next_in_folder(walk, entry) : start_root(walk, entry);
        if (status != ND_END)
            return status;
    }
    return ND_END;
}
