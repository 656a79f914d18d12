#include "newsdex/watcher.h"

#include "newsdex/alloc.h"
#include "newsdex/limits.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    EVENTS = IN_CREATE | IN_MODIFY | IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE |
             IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR
};

/* A folder. Of the folder of a root that is a file, only that file counts. */
struct watch {
    int number; /* its watch descriptor */
    bool is_deep;
    char *path; /* NULL: not watched any more */
};

struct nd_watcher {
    int fd;
    const struct nd_str *roots;
    int *root_watches; /* -1: it is not there */
    size_t root_count;
    struct nd_str database;
    struct watch *watches; /* in the order of their numbers: the system gives none a second time */
    size_t count, capacity, gone;
};

struct nd_watcher *nd_watcher_new(const struct nd_str *roots, size_t count, struct nd_str database) {
    struct nd_watcher *watcher = nd_alloc_array(1, sizeof *watcher);

    watcher->fd = -1;
    watcher->roots = roots;
    watcher->database = database;
    watcher->root_count = count;
    watcher->root_watches = nd_alloc_array(count + 1, sizeof *watcher->root_watches);
    for (size_t i = 0; i < count; i++)
        watcher->root_watches[i] = -1;
    return watcher;
}

void nd_watcher_free(struct nd_watcher *watcher) {
    if (watcher == NULL)
        return;
    if (watcher->fd >= 0)
        close(watcher->fd);
    for (size_t i = 0; i < watcher->count; i++)
        free(watcher->watches[i].path);
    free(watcher->watches);
    free(watcher->root_watches);
    free(watcher);
}

int nd_watcher_fd(const struct nd_watcher *watcher) {
    return watcher->fd;
}

/* Where number stands, or belongs. */
static size_t place_of(const struct nd_watcher *watcher, int number) {
    size_t low = 0, high = watcher->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (watcher->watches[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* NULL: of no folder that is watched. */
static struct watch *find(const struct nd_watcher *watcher, int number) {
    size_t at = place_of(watcher, number);

    return at < watcher->count && watcher->watches[at].number == number && watcher->watches[at].path != NULL
               ? &watcher->watches[at]
               : NULL;
}

static void forget(struct nd_watcher *watcher, struct watch *watch) {
    free(watch->path);
    watch->path = NULL;
    watcher->gone++;
    for (size_t i = 0; i < watcher->root_count; i++)
        if (watcher->root_watches[i] == watch->number)
            watcher->root_watches[i] = -1;
}

/* Those that are gone take no room for long: folders may come and go for years. */
static void close_gaps(struct nd_watcher *watcher) {
    size_t left = 0;

    if (watcher->gone <= watcher->count / 2)
        return;
    for (size_t i = 0; i < watcher->count; i++)
        if (watcher->watches[i].path != NULL)
            watcher->watches[left++] = watcher->watches[i];
    watcher->count = left;
    watcher->gone = 0;
}

/* The watch of that number, a new one where there is none; without a path where it was not watched. */
static struct watch *take_place(struct nd_watcher *watcher, int number) {
    size_t at;

    close_gaps(watcher);
    at = place_of(watcher, number);
    if (at < watcher->count && watcher->watches[at].number == number) {
        watcher->gone -= watcher->watches[at].path == NULL;
        return &watcher->watches[at];
    }
    watcher->watches =
        nd_alloc_grow(watcher->watches, &watcher->capacity, watcher->count + 1, sizeof *watcher->watches);
    memmove(watcher->watches + at + 1, watcher->watches + at,
            (watcher->count++ - at) * sizeof *watcher->watches);
    watcher->watches[at] = (struct watch){.number = number};
    return &watcher->watches[at];
}

/* What is gone meanwhile, or may not be read, is none: *number is -1. A known folder keeps its number. */
static enum nd_status add(struct nd_watcher *watcher, const char *path, bool is_deep, int *number,
                          struct nd_error *err) {
    struct watch *watch;

    *number = inotify_add_watch(watcher->fd, path, EVENTS);
    if (*number < 0 && (errno == ENOSPC || errno == ENOMEM))
        return nd_error_set(
            err, ND_IO,
            "%s: no more folders can be watched; /proc/sys/fs/inotify/max_user_watches says how many", path);
    if (*number < 0)
        return ND_OK;
    watch = take_place(watcher, *number);
    watch->is_deep = is_deep || (watch->path != NULL && watch->is_deep);
    free(watch->path);
    watch->path = nd_alloc_array(strlen(path) + 1, 1);
    memcpy(watch->path, path, strlen(path));
    return ND_OK;
}

/* Before it is read what is in it, so that what comes meanwhile is told. */
static enum nd_status add_tree(struct nd_watcher *watcher, const char *path, int depth, int *number,
                               struct nd_error *err) {
    enum nd_status status = add(watcher, path, true, number, err);
    DIR *dir = status == ND_OK && *number >= 0 && depth < ND_MAX_DIRECTORY_DEPTH ? opendir(path) : NULL;
    struct dirent *entry;
    struct nd_buf below = {0};
    struct stat st;
    int ignored;

    while (dir != NULL && status == ND_OK && (entry = readdir(dir)) != NULL) {
        if (entry->d_name[0] == '.' || (entry->d_type != DT_DIR && entry->d_type != DT_UNKNOWN))
            continue;
        nd_buf_clear(&below);
        nd_buf_addf(&below, "%s/%s", path, entry->d_name);
        if (lstat(below.ptr, &st) == 0 && S_ISDIR(st.st_mode))
            status = add_tree(watcher, below.ptr, depth + 1, &ignored, err);
    }
    if (dir != NULL)
        closedir(dir);
    nd_buf_free(&below);
    return status;
}

/* Of a file its folder is watched: editors put another file in its place. */
static enum nd_status add_root(struct nd_watcher *watcher, size_t i, struct nd_error *err) {
    struct nd_buf folder = {0};
    struct nd_str root = watcher->roots[i];
    struct stat st;
    size_t slash = nd_str_rfind_char(root, '/');
    enum nd_status status = ND_OK;

    nd_buf_add(&folder, root);
    if (stat(folder.ptr, &st) == 0 && S_ISDIR(st.st_mode)) {
        status = add_tree(watcher, folder.ptr, 0, &watcher->root_watches[i], err);
    } else if (slash != SIZE_MAX) {
        nd_buf_cut(&folder, slash > 0 ? slash : 1);
        status = add(watcher, folder.ptr, false, &watcher->root_watches[i], err);
    }
    nd_buf_free(&folder);
    return status;
}

enum nd_status nd_watcher_start(struct nd_watcher *watcher, struct nd_error *err) {
    enum nd_status status = ND_OK;

    watcher->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (watcher->fd < 0)
        return nd_error_set(err, ND_IO, "files cannot be watched: %s", strerror(errno));
    for (size_t i = 0; i < watcher->root_count && status == ND_OK; i++)
        status = add_root(watcher, i, err);
    return status;
}

/* What is watched below a folder that has moved away has another path now. */
static void forget_tree(struct nd_watcher *watcher, struct nd_str path) {
    for (size_t i = 0; i < watcher->count; i++) {
        struct watch *watch = &watcher->watches[i];
        struct nd_str known = nd_str_from(watch->path == NULL ? "" : watch->path);
        if (!nd_str_starts(known, path) || (known.len > path.len && known.ptr[path.len] != '/'))
            continue;
        inotify_rm_watch(watcher->fd, watch->number);
        forget(watcher, watch);
    }
}

/* Watches the root that is called so, which may have come again; *has_changed is set when it is one. */
static enum nd_status take_root(struct nd_watcher *watcher, struct nd_str path, bool *has_changed,
                                struct nd_error *err) {
    enum nd_status status = ND_OK;

    for (size_t i = 0; i < watcher->root_count && status == ND_OK; i++)
        if (nd_str_eq(watcher->roots[i], path)) {
            *has_changed = true;
            status = add_root(watcher, i, err);
        }
    return status;
}

/* Its name, or that with a dash and more behind it. */
static bool is_of_database(const struct nd_watcher *watcher, struct nd_str path) {
    struct nd_str rest = nd_str_skip(path, watcher->database.len);

    return nd_str_starts(path, watcher->database) && (rest.len == 0 || rest.ptr[0] == '-');
}

/* Something in a folder that is watched. */
static enum nd_status take_named(struct nd_watcher *watcher, const struct watch *watch,
                                 const struct inotify_event *event, bool *has_changed, struct nd_error *err) {
    bool is_deep = watch->is_deep && event->name[0] != '.', is_folder = (event->mask & IN_ISDIR) != 0;
    struct nd_buf path = {0};
    enum nd_status status = ND_OK;
    int ignored;

    nd_buf_addf(&path, "%s/%s", strcmp(watch->path, "/") == 0 ? "" : watch->path, event->name);
    *has_changed = *has_changed || (is_deep && !is_of_database(watcher, nd_buf_str(&path)));
    status = take_root(watcher, nd_buf_str(&path), has_changed, err);
    if (status == ND_OK && is_deep && is_folder && (event->mask & IN_MOVED_FROM) != 0)
        forget_tree(watcher, nd_buf_str(&path));
    else if (status == ND_OK && is_deep && is_folder && (event->mask & (IN_CREATE | IN_MOVED_TO)) != 0)
        status = add_tree(watcher, path.ptr, 0, &ignored, err);
    nd_buf_free(&path);
    return status;
}

static enum nd_status take(struct nd_watcher *watcher, const struct inotify_event *event, bool *has_changed,
                           struct nd_error *err) {
    struct watch *watch = find(watcher, event->wd);
    enum nd_status status = ND_OK;

    if ((event->mask & IN_Q_OVERFLOW) != 0) { /* folders may have come, too */
        *has_changed = true;
        for (size_t i = 0; i < watcher->root_count && status == ND_OK; i++)
            status = add_root(watcher, i, err);
        return status;
    }
    if (watch == NULL)
        return ND_OK;
    if ((event->mask & (IN_IGNORED | IN_DELETE_SELF | IN_UNMOUNT)) != 0) {
        *has_changed = true;
        forget(watcher, watch);
    } else if ((event->mask & IN_MOVE_SELF) != 0) { /* a root, or what its own folder has told of */
        *has_changed = true;
        inotify_rm_watch(watcher->fd, event->wd);
        forget(watcher, watch);
    } else if (event->len > 0) {
        status = take_named(watcher, watch, event, has_changed, err);
    }
    return status;
}

enum nd_status nd_watcher_read(struct nd_watcher *watcher, bool *has_changed, struct nd_error *err) {
    _Alignas(struct inotify_event) char events[16 * (sizeof(struct inotify_event) + NAME_MAX + 1)];
    enum nd_status status = ND_OK;
    ssize_t length;

    while (status == ND_OK && (length = read(watcher->fd, events, sizeof events)) > 0)
        for (ssize_t at = 0; at < length && status == ND_OK;) {
            const struct inotify_event *event = (const void *)(events + at);
            status = take(watcher, event, has_changed, err);
            at += (ssize_t)(sizeof *event + event->len);
        }
    return status;
}

enum nd_status nd_watcher_restore(struct nd_watcher *watcher, bool *has_changed, bool *is_whole,
                                  struct nd_error *err) {
    enum nd_status status = ND_OK;

    *is_whole = true;
    for (size_t i = 0; i < watcher->root_count && status == ND_OK; i++) {
        if (watcher->root_watches[i] >= 0)
            continue;
        status = add_root(watcher, i, err);
        *has_changed = *has_changed || watcher->root_watches[i] >= 0;
        *is_whole = *is_whole && watcher->root_watches[i] >= 0;
    }
    return status;
}
