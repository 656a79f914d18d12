#include "newsdex/source.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* The folder of the path before, as it was given and where it is: most paths of a long list share it. */
struct resolver {
    struct nd_arena *arena;
    struct nd_str given, resolved;
};

/* folder, with a '/' at its end, and those names of rest that say something. */
static struct nd_str join(struct nd_str folder, struct nd_str rest, struct nd_arena *arena) {
    struct nd_buf path = {0};
    struct nd_str result;

    nd_buf_add(&path, folder);
    while (rest.len > 0) {
        size_t end = nd_str_find_char(rest, '/');
        struct nd_str name = nd_str_slice(rest, 0, end);
        rest = nd_str_skip(rest, end == SIZE_MAX ? rest.len : end + 1);
        if (name.len == 0 || nd_str_eq(name, ND_STR(".")))
            continue;
        if (!nd_str_ends(nd_buf_str(&path), ND_STR("/")))
            nd_buf_add_char(&path, '/');
        nd_buf_add(&path, name);
    }
    result = nd_arena_str(arena, nd_buf_str(&path));
    nd_buf_free(&path);
    return result;
}

/* As nd_source_absolute; *error says why not all of the path could be resolved, 0 when it could. */
static struct nd_str resolve(struct nd_str path, struct nd_arena *arena, int *error) {
    size_t end = path.len;
    char *resolved = NULL;

    *error = path.len == 0 ? ENOENT : path.len >= PATH_MAX ? ENAMETOOLONG : 0;
    if (path.len == 0)
        return nd_arena_str(arena, path);
    if (path.len >= PATH_MAX) /* no system call takes more */
        end = nd_str_rfind_char(nd_str_slice(path, 0, PATH_MAX - 1), '/') + 1;
    while (resolved == NULL) {
        struct nd_str there = nd_str_slice(path, 0, end);
        resolved = realpath(end == 0 ? "." : nd_arena_str(arena, there).ptr, NULL);
        if (resolved == NULL && end == path.len)
            *error = errno;
        if (resolved != NULL || end == 0)
            break;
        while (end > 1 && path.ptr[end - 1] == '/')
            end--;
        end = nd_str_rfind_char(nd_str_slice(path, 0, end), '/') + 1; /* SIZE_MAX: none */
    }
    if (resolved == NULL) /* not even the current folder is there any more */
        return nd_arena_str(arena, path);
    path = join(nd_str_from(resolved), nd_str_skip(path, end), arena);
    free(resolved);
    return path;
}

struct nd_str nd_source_absolute(struct nd_str path, struct nd_arena *arena) {
    int error;

    return resolve(path, arena, &error);
}

/* Where the folder of a path is; absent when it cannot be found. */
static struct nd_str resolve_folder(struct resolver *resolver, struct nd_str folder) {
    char *resolved;

    if (resolver->given.ptr != NULL && nd_str_eq(folder, resolver->given))
        return resolver->resolved;
    resolver->given = nd_arena_str(resolver->arena, folder);
    resolved = realpath(resolver->given.ptr, NULL);
    resolver->resolved =
        resolved == NULL ? ND_STR_NONE : nd_arena_str(resolver->arena, nd_str_from(resolved));
    free(resolved);
    return resolver->resolved;
}

/* The path of a name in a folder that may be known already; only a link needs more than one look. */
static struct nd_root look_up(struct resolver *resolver, struct nd_str path) {
    size_t slash = nd_str_rfind_char(path, '/');
    struct nd_str name = nd_str_skip(path, slash == SIZE_MAX ? 0 : slash + 1), folder = ND_STR_NONE;
    struct nd_root root = {ND_STR_NONE, ND_STR_NONE, 0};
    struct stat st;

    if (name.len > 0 && !nd_str_eq(name, ND_STR(".")) && !nd_str_eq(name, ND_STR("..")))
        folder = resolve_folder(resolver, slash == SIZE_MAX ? ND_STR(".") : nd_str_slice(path, 0, slash + 1));
    if (folder.ptr != NULL)
        root.path = join(folder, name, resolver->arena);
    root.link = root.path;
    if (root.path.ptr == NULL || lstat(root.path.ptr, &st) != 0 || S_ISLNK(st.st_mode)) {
        root.path = resolve(path, resolver->arena, &root.error);
        if (root.error == 0 && stat(root.path.ptr, &st) != 0)
            root.error = errno;
    }
    if (root.error == 0 && S_ISDIR(st.st_mode) && !nd_str_ends(root.path, ND_STR("/")))
        root.path = nd_arena_printf(resolver->arena, "%s/", root.path.ptr);
    return root;
}

static int compare_roots(const void *a, const void *b) {
    const struct nd_root *x = a, *y = b;

    int order = nd_str_cmp(x->path, y->path);

    if (order == 0)
        order = (x->error != 0) - (y->error != 0);
    return order != 0 ? order : nd_str_cmp(x->link, y->link);
}

struct nd_roots nd_source_roots(const struct nd_str *paths, size_t count, struct nd_arena *arena) {
    struct nd_root *roots = nd_arena_alloc(arena, count + 1, sizeof *roots);
    struct resolver resolver = {.arena = arena};
    size_t kept = 0;

    for (size_t i = 0; i < count; i++)
        roots[i] = look_up(&resolver, paths[i]);
    if (count > 0)
        qsort(roots, count, sizeof *roots, compare_roots);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || compare_roots(&roots[i], &roots[kept - 1]) != 0)
            roots[kept++] = roots[i];
    return (struct nd_roots){roots, kept};
}

bool nd_source_is_root(const struct nd_roots *roots, struct nd_str path) {
    size_t low = 0, high = roots->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (nd_str_cmp(roots->items[middle].path, path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < roots->count && nd_str_eq(roots->items[low].path, path);
}
