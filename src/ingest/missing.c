#include "ingest/missing.h"

#include "newsdex/alloc.h"
#include "newsdex/limits.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct protection {
    struct nd_str path; /* itself, or with a '/' all that lies below it */
    const char *why;
    bool is_unreadable;
};

struct nd_absences {
    struct nd_arena *arena;
    struct nd_devices *devices;
    struct protection *protections;
    size_t protection_count, protection_capacity;
    bool is_sorted;
    struct nd_absence *found;
    size_t count, capacity;
    struct { /* the answer given last: missing files come one after the other */
        struct nd_str folder;
        const char *why;
        bool is_unreadable;
    } look;
};

struct nd_absences *nd_absences_new(struct nd_devices *devices) {
    struct nd_absences *absences = nd_alloc_array(1, sizeof *absences);

    absences->arena = nd_arena_new();
    absences->devices = devices;
    return absences;
}

void nd_absences_free(struct nd_absences *absences) {
    if (absences == NULL)
        return;
    nd_arena_free(absences->arena);
    free(absences->protections);
    free(absences->found);
    free(absences);
}

static void add_protection(struct nd_absences *absences, struct nd_str path, const char *why,
                           bool is_unreadable) {
    absences->protections = nd_alloc_grow(absences->protections, &absences->protection_capacity,
                                          absences->protection_count + 1, sizeof *absences->protections);
    absences->protections[absences->protection_count++] =
        (struct protection){nd_arena_str(absences->arena, path), why, is_unreadable};
}

void nd_absences_protect(struct nd_absences *absences, struct nd_str path, const char *why,
                         bool is_unreadable) {
    add_protection(absences, path, why, is_unreadable);
    if (!nd_str_ends(path, ND_STR("/")))
        add_protection(absences, nd_arena_printf(absences->arena, "%.*s/", (int)path.len, path.ptr), why,
                       is_unreadable);
    absences->is_sorted = false;
}

static int compare_protections(const void *a, const void *b) {
    const struct protection *x = a, *y = b;

    return nd_str_cmp(x->path, y->path);
}

/* The protection of the file itself or of a folder above it. */
static const struct protection *find_protection(struct nd_absences *absences, struct nd_str path) {
    if (absences->protection_count == 0)
        return NULL;
    if (!absences->is_sorted)
        qsort(absences->protections, absences->protection_count, sizeof *absences->protections,
              compare_protections);
    absences->is_sorted = true;
    for (size_t end = 1; end <= path.len; end++) {
        struct protection key = {.path = nd_str_slice(path, 0, end)};
        const struct protection *found;
        if (end < path.len && path.ptr[end - 1] != '/')
            continue;
        found =
            bsearch(&key, absences->protections, absences->protection_count, sizeof key, compare_protections);
        if (found != NULL)
            return found;
    }
    return NULL;
}

/*
 * The topmost folder above the file, from its root on, below which the walk met nothing at all; absent when
 * it met something beside the file. Of a file that is a root, the folder it lies in.
 */
static struct nd_str deserted_folder(const struct nd_missing *missing) {
    struct nd_str path = missing->path;
    size_t end;

    if (path.len == missing->root_len && !nd_str_ends(path, ND_STR("/")))
        end = nd_str_rfind_char(path, '/') + 1;
    else if (missing->met_len < missing->root_len)
        end = missing->root_len;
    else
        end = missing->met_len + nd_str_find_char(nd_str_skip(path, missing->met_len), '/') + 1;
    if (end <= missing->met_len) /* it is equal when there is no '/': SIZE_MAX + 1 is 0 */
        return ND_STR_NONE;
    return nd_str_slice(path, 0, end);
}

enum finding { NOTHING, SOMETHING, UNKNOWN };

static enum finding look_below(struct nd_buf *path, int depth);

/* Whether a name stands for more than an empty folder. */
static enum finding look_at_name(struct nd_buf *path, const char *name, int depth) {
    size_t length = path->len;
    enum finding found = SOMETHING;
    struct stat st = {0};

    nd_buf_add_char(path, '/');
    nd_buf_add_z(path, name);
    if (lstat(path->ptr, &st) != 0)
        found = errno == ENOENT ? NOTHING : UNKNOWN;
    else if (S_ISDIR(st.st_mode))
        found = look_below(path, depth + 1);
    nd_buf_cut(path, length);
    return found;
}

/* Whether a folder has anything but hidden names and folders without anything. */
static enum finding look_below(struct nd_buf *path, int depth) {
    DIR *dir = depth > ND_MAX_DIRECTORY_DEPTH ? NULL : opendir(path->ptr);
    enum finding found = NOTHING;

    if (dir == NULL)
        return depth > ND_MAX_DIRECTORY_DEPTH ? SOMETHING : UNKNOWN;
    while (found == NOTHING) {
        const struct dirent *entry;
        errno = 0;
        entry = readdir(dir);
        if (entry == NULL && errno != 0)
            found = UNKNOWN;
        if (entry == NULL)
            break;
        if (entry->d_name[0] != '.')
            found = look_at_name(path, entry->d_name, depth);
    }
    closedir(dir);
    return found;
}

/* Why the files of a deserted folder may be somewhere all the same; look.why is NULL when they are not. */
static void look_at_folder(struct nd_absences *absences, struct nd_str folder, bool is_root_file) {
    struct nd_buf path = {0};
    struct stat st;
    enum finding found = SOMETHING;
    bool is_gone, is_folder;
    int error;

    /* Without its '/', with which a link would be followed that has taken its place. */
    nd_buf_add(&path, nd_str_slice(folder, 0, folder.len > 1 ? folder.len - 1 : 1));
    error = lstat(path.ptr, &st) == 0 ? 0 : errno;
    is_folder = error == 0 && S_ISDIR(st.st_mode);
    is_gone = error == ENOENT || error == ENOTDIR || (error == 0 && !is_folder);
    if (is_folder)
        found = look_below(&path, 0);
    nd_buf_free(&path);
    absences->look.folder = nd_arena_str(absences->arena, folder);
    absences->look.is_unreadable = found == UNKNOWN || (error != 0 && !is_gone);
    absences->look.why = absences->look.is_unreadable ? "cannot be read"
                         : is_gone && is_root_file    ? "is not there"
                         : found == NOTHING           ? "is empty now"
                                                      : NULL;
}

static struct nd_absence *add(struct nd_absences *absences, const struct nd_absence *absence) {
    struct nd_absence *last = absences->count == 0 ? NULL : &absences->found[absences->count - 1];

    if (last != NULL && last->why == absence->why && nd_str_eq(last->folder, absence->folder))
        return last;
    absences->found =
        nd_alloc_grow(absences->found, &absences->capacity, absences->count + 1, sizeof *absences->found);
    last = &absences->found[absences->count++];
    *last = *absence;
    last->folder = nd_arena_str(absences->arena, absence->folder);
    return last;
}

struct nd_absence *nd_absences_find(struct nd_absences *absences, const struct nd_missing *missing,
                                    bool remove_missing) {
    static const char other_device[] = "is on another device than at the last ingest";
    const struct protection *protection = find_protection(absences, missing->path);
    struct nd_str folder = deserted_folder(missing);

    if (protection != NULL && (protection->is_unreadable || !remove_missing))
        return add(absences, &(struct nd_absence){.folder = protection->path,
                                                  .why = protection->why,
                                                  .is_unreadable = protection->is_unreadable,
                                                  .is_protected = true});
    if (folder.ptr != NULL && !nd_str_eq(folder, absences->look.folder))
        look_at_folder(absences, folder, missing->path.len == missing->root_len);
    if (folder.ptr != NULL && absences->look.why != NULL && (absences->look.is_unreadable || !remove_missing))
        return add(absences, &(struct nd_absence){.folder = folder,
                                                  .why = absences->look.why,
                                                  .is_unreadable = absences->look.is_unreadable});
    if (!remove_missing && nd_devices_is_elsewhere(absences->devices, missing->path, &folder))
        return add(absences, &(struct nd_absence){.folder = folder, .why = other_device});
    return NULL;
}

const struct nd_absence *nd_absences_at(const struct nd_absences *absences, size_t at) {
    return at < absences->count ? &absences->found[at] : NULL;
}
