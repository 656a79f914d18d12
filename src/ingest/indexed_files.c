#include "ingest/indexed_files.h"

#include "newsdex/alloc.h"

#include <stdlib.h>

enum { PAGE = 1000 };

/* A root and what is known of it. */
struct root {
    struct nd_str path;  /* absolute */
    struct nd_str until; /* the first string behind everything below it */
    bool was_found;      /* the walk met a file in it */
    int64_t known;       /* files the index has below it, those that could be read */
};

struct missing {
    int64_t id;
    struct nd_str path;
    uint64_t size;
    size_t root;
    bool has_hash;
};

struct nd_indexed_files {
    struct nd_index *index;
    struct nd_arena *arena, *page_arena; /* roots and missing files; the page at hand */
    struct root *roots;
    size_t root_count, root;
    struct nd_index_file page[PAGE];
    size_t page_count, next;
    bool is_last_page, is_root_begun;
    struct nd_buf last_path;
    struct missing *missing;
    size_t missing_count, missing_capacity;
    struct nd_str *protected;
    size_t protected_count, protected_capacity;
};

static int compare(const void *a, const void *b) {
    const struct root *x = a, *y = b;

    return nd_str_cmp(x->path, y->path);
}

static bool is_below(struct nd_str path, struct nd_str root) {
    return nd_str_starts(path, root) &&
           (path.len == root.len || path.ptr[root.len] == '/' || nd_str_ends(root, ND_STR("/")));
}

struct nd_indexed_files *nd_indexed_files_open(struct nd_index *index, const struct nd_str *roots,
                                               size_t count) {
    struct nd_indexed_files *known = nd_alloc_array(1, sizeof *known);
    size_t kept = 0;

    known->index = index;
    known->arena = nd_arena_new();
    known->page_arena = nd_arena_new();
    known->roots = nd_arena_alloc(known->arena, count + 1, sizeof *known->roots);
    for (size_t i = 0; i < count; i++)
        known->roots[i].path = nd_source_absolute(roots[i], known->arena);
    if (count > 0)
        qsort(known->roots, count, sizeof *known->roots, compare);
    for (size_t i = 0; i < count; i++) {
        bool nested = false;
        for (size_t j = 0; j < kept && !nested; j++)
            nested = is_below(known->roots[i].path, known->roots[j].path);
        if (nested)
            continue;
        known->roots[kept] = known->roots[i];
        /* '0' is the byte behind '/': all that is below path sorts before path + '0' */
        known->roots[kept].until = nd_arena_printf(known->arena, "%.*s0", (int)known->roots[kept].path.len,
                                                   known->roots[kept].path.ptr);
        kept++;
    }
    known->root_count = kept;
    nd_buf_add(&known->last_path, kept > 0 ? known->roots[0].path : ND_STR(""));
    return known;
}

void nd_indexed_files_close(struct nd_indexed_files *known) {
    if (known == NULL)
        return;
    nd_arena_free(known->arena);
    nd_arena_free(known->page_arena);
    nd_buf_free(&known->last_path);
    free(known->missing);
    free(known->protected);
    free(known);
}

void nd_indexed_files_protect(struct nd_indexed_files *known, struct nd_str path) {
    while (path.len > 1 && nd_str_ends(path, ND_STR("/")))
        path.len--;
    known->protected = nd_alloc_grow(known->protected, &known->protected_capacity, known->protected_count + 1,
                                     sizeof *known->protected);
    known->protected[known->protected_count++] = nd_arena_str(known->arena, path);
}

static void add_missing(struct nd_indexed_files *known, const struct nd_index_file *file) {
    known->missing = nd_alloc_grow(known->missing, &known->missing_capacity, known->missing_count + 1,
                                   sizeof *known->missing);
    known->missing[known->missing_count++] = (struct missing){
        file->id, nd_arena_str(known->arena, file->path), file->stamp.size, known->root, file->has_hash};
}

/* Reads the next page of the root at hand, from the root itself or from the last path on, which was seen. */
static enum nd_status read_page(struct nd_indexed_files *known, struct nd_error *err) {
    struct nd_str from = nd_buf_str(&known->last_path);
    bool is_first = !known->is_root_begun;
    struct nd_index_page page = {.files = known->page, .max = PAGE};
    enum nd_status status;

    nd_arena_reset(known->page_arena);
    page.from = from;
    page.until = known->roots[known->root].until;
    status = known->index == NULL ? ND_OK : nd_index_files(known->index, &page, known->page_arena, err);
    known->page_count = page.count;
    known->is_root_begun = true;
    known->next = !is_first && known->page_count > 0;
    known->is_last_page = known->page_count < PAGE;
    if (status == ND_OK && known->page_count > 0) {
        nd_buf_clear(&known->last_path);
        nd_buf_add(&known->last_path, known->page[known->page_count - 1].path);
    }
    return status;
}

/* The next known file without taking it; ND_END behind the last root. */
static enum nd_status peek(struct nd_indexed_files *known, const struct nd_index_file **file,
                           struct nd_error *err) {
    while (known->next == known->page_count) {
        enum nd_status status;
        if (known->is_last_page) {
            known->root++;
            known->is_last_page = known->is_root_begun = false;
            if (known->root < known->root_count) {
                nd_buf_clear(&known->last_path);
                nd_buf_add(&known->last_path, known->roots[known->root].path);
            }
        }
        if (known->root >= known->root_count)
            return ND_END;
        status = read_page(known, err);
        if (status != ND_OK)
            return status;
    }
    *file = &known->page[known->next];
    return ND_OK;
}

/* Files that only share the beginning of the root's name are not below it. */
static bool take(struct nd_indexed_files *known) {
    const struct nd_index_file *file = &known->page[known->next++];
    bool below = is_below(file->path, known->roots[known->root].path);

    known->roots[known->root].known += below && file->has_hash;
    return below;
}

enum nd_status nd_indexed_files_find(struct nd_indexed_files *known, struct nd_str path,
                                     const struct nd_index_file **file, struct nd_error *err) {
    const struct nd_index_file *candidate = NULL;
    enum nd_status status;

    *file = NULL;
    for (size_t i = 0; i < known->root_count; i++)
        if (!known->roots[i].was_found && is_below(path, known->roots[i].path))
            known->roots[i].was_found = true;
    while ((status = peek(known, &candidate, err)) == ND_OK) {
        int order = nd_str_cmp(candidate->path, path);
        if (order > 0)
            return ND_OK;
        if (order == 0) {
            take(known);
            *file = candidate;
            return ND_OK;
        }
        if (take(known))
            add_missing(known, candidate);
    }
    return status == ND_END ? ND_OK : status;
}

static bool is_protected(const struct nd_indexed_files *known, struct nd_str path) {
    for (size_t i = 0; i < known->protected_count; i++)
        if (is_below(path, known->protected[i]))
            return true;
    return false;
}

/* A folder that could not be read at some time; not met, it can be read now, or is gone. */
static bool is_folder(struct nd_str path) {
    return nd_str_ends(path, ND_STR("/"));
}

static void tell_kept(const struct nd_indexed_files *known, nd_kept_sink *kept, void *context) {
    for (size_t i = 0; i < known->root_count; i++) {
        const struct root *root = &known->roots[i];
        if (root->known > 0 && is_protected(known, root->path))
            kept(context, root->path, ND_STR("cannot be read; its articles were kept"));
        else if (root->known > 0 && !root->was_found)
            kept(context, root->path, ND_STR("is empty now; its articles were kept"));
    }
}

enum nd_status nd_indexed_files_missing(struct nd_indexed_files *known, nd_missing_sink *missing,
                                        nd_kept_sink *kept, void *context, struct nd_error *err) {
    const struct nd_index_file *candidate = NULL;
    enum nd_status status;

    while ((status = peek(known, &candidate, err)) == ND_OK)
        if (take(known))
            add_missing(known, candidate);
    if (status != ND_END)
        return status;
    tell_kept(known, kept, context);
    status = ND_OK;
    for (size_t i = 0; i < known->missing_count && status == ND_OK; i++) {
        const struct missing *m = &known->missing[i];
        struct nd_index_file file = {
            .id = m->id, .path = m->path, .stamp.size = m->size, .has_hash = m->has_hash};
        if ((known->roots[m->root].was_found || is_folder(m->path)) && !is_protected(known, m->path))
            status = missing(context, &file);
    }
    return status;
}
