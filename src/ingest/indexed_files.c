#include "ingest/indexed_files.h"

#include "newsdex/alloc.h"

#include <stdlib.h>

enum { PAGE = 1000, FIRST_PAGE = 16 };

struct nd_indexed_files {
    struct nd_index *index;
    struct nd_arena *arena, *page_arena; /* ranges and missing files; the page at hand */
    struct nd_str
        *ranges; /* a path, or with '/' at its end all that lies below it; in byte order, disjoint */
    size_t range_count, range;
    struct nd_index_file page[PAGE];
    size_t page_count, page_size, next; /* rows of it, asked for, and the first not taken yet */
    bool is_begun, is_last_page;
    struct nd_buf last; /* path of the last row read */
    struct nd_buf met;  /* the last path the walk met */
    struct nd_missing *missing;
    size_t missing_count, missing_capacity;
};

static bool is_folder(struct nd_str path) {
    return nd_str_ends(path, ND_STR("/"));
}

/* Below 0: path comes before the range, 0: it is in it, above 0: behind it. */
static int compare_to_range(struct nd_str path, struct nd_str range) {
    return is_folder(range) && nd_str_starts(path, range) ? 0 : nd_str_cmp(path, range);
}

static int compare_ranges(const void *a, const void *b) {
    const struct nd_str *x = a, *y = b;

    return nd_str_cmp(*x, *y);
}

/* What was a folder may be a file now, and the other way round: both are looked for. */
static void add_root(struct nd_indexed_files *files, struct nd_str path) {
    struct nd_str folder =
        is_folder(path) ? path : nd_arena_printf(files->arena, "%.*s/", (int)path.len, path.ptr);

    files->ranges[files->range_count++] = nd_str_slice(folder, 0, folder.len - 1);
    files->ranges[files->range_count++] = folder;
}

/* A root that is a link now may have been a file or a folder, too. */
static void add_ranges(struct nd_indexed_files *files, const struct nd_roots *roots) {
    size_t kept = 0;

    files->ranges = nd_arena_alloc(files->arena, 4 * roots->count + 1, sizeof *files->ranges);
    for (size_t i = 0; i < roots->count; i++) {
        const struct nd_root *root = &roots->items[i];
        add_root(files, root->path);
        if (root->link.ptr != NULL && !nd_str_eq(root->path, root->link))
            add_root(files, root->link);
    }
    if (files->range_count > 0)
        qsort(files->ranges, files->range_count, sizeof *files->ranges, compare_ranges);
    for (size_t i = 0; i < files->range_count; i++)
        if (kept == 0 || compare_to_range(files->ranges[i], files->ranges[kept - 1]) != 0)
            files->ranges[kept++] = files->ranges[i];
    files->range_count = kept;
}

struct nd_indexed_files *nd_indexed_files_open(struct nd_index *index, const struct nd_roots *roots) {
    struct nd_indexed_files *files = nd_alloc_array(1, sizeof *files);

    files->index = index;
    files->arena = nd_arena_new();
    files->page_arena = nd_arena_new();
    add_ranges(files, roots);
    return files;
}

void nd_indexed_files_close(struct nd_indexed_files *files) {
    if (files == NULL)
        return;
    nd_arena_free(files->arena);
    nd_arena_free(files->page_arena);
    nd_buf_free(&files->last);
    nd_buf_free(&files->met);
    free(files->missing);
    free(files);
}

/*
 * Reads on behind the last row, or from the range at hand if that begins later. Pages grow while they follow
 * each other, so that neither many roots close together nor a few far apart cost much.
 */
static enum nd_status read_page(struct nd_indexed_files *files, struct nd_error *err) {
    struct nd_index_page page = {.files = files->page, .until = ND_STR("0")}; /* the byte behind '/' */
    struct nd_str begin = files->ranges[files->range];
    enum nd_status status = ND_OK;

    if (files->is_begun)
        nd_buf_add_char(&files->last, '\1'); /* the first string behind it, as no path has a NUL */
    if (!files->is_begun || nd_str_cmp(nd_buf_str(&files->last), begin) < 0) {
        nd_buf_clear(&files->last);
        nd_buf_add(&files->last, begin);
        files->page_size = 0;
    }
    files->page_size = files->page_size == 0          ? FIRST_PAGE
                       : files->page_size * 2 >= PAGE ? PAGE
                                                      : files->page_size * 2;
    nd_arena_reset(files->page_arena);
    page.from = nd_arena_str(files->page_arena, nd_buf_str(&files->last));
    page.max = files->page_size;
    if (files->index != NULL)
        status = nd_index_files(files->index, &page, files->page_arena, err);
    files->is_begun = true;
    files->page_count = page.count;
    files->next = 0;
    files->is_last_page = page.count < page.max;
    if (page.count > 0) {
        nd_buf_clear(&files->last);
        nd_buf_add(&files->last, files->page[page.count - 1].path);
    }
    return status;
}

/* The next known file in a range, without taking it; ND_END behind the last. */
static enum nd_status peek(struct nd_indexed_files *files, const struct nd_index_file **file,
                           struct nd_error *err) {
    while (files->range < files->range_count) {
        int order;
        if (files->next == files->page_count) {
            enum nd_status status = files->is_last_page ? ND_END : read_page(files, err);
            if (status != ND_OK)
                return status;
            continue;
        }
        *file = &files->page[files->next];
        order = compare_to_range((*file)->path, files->ranges[files->range]);
        if (order == 0)
            return ND_OK;
        if (order > 0)
            files->range++;
        else
            files->next++;
    }
    return ND_END;
}

/* The length of the deepest folder above both, with its '/'. */
static size_t common_folder(struct nd_str a, struct nd_str b) {
    size_t length = 0;

    for (size_t i = 0; i < a.len && i < b.len && a.ptr[i] == b.ptr[i]; i++)
        if (a.ptr[i] == '/')
            length = i + 1;
    return length;
}

/* Takes the file peeked at. Whatever shares a folder with it stands beside it in the order: behind is what
 * the walk met next, absent at the end. */
static void add_missing(struct nd_indexed_files *files, struct nd_str behind) {
    const struct nd_index_file *file = &files->page[files->next++];
    size_t before = common_folder(file->path, nd_buf_str(&files->met));
    size_t after = common_folder(file->path, behind);

    files->missing = nd_alloc_grow(files->missing, &files->missing_capacity, files->missing_count + 1,
                                   sizeof *files->missing);
    files->missing[files->missing_count++] =
        (struct nd_missing){.id = file->id,
                            .path = nd_arena_str(files->arena, file->path),
                            .size = file->stamp.size,
                            .has_hash = file->has_hash,
                            .root_len = files->ranges[files->range].len,
                            .met_len = before > after ? before : after};
}

enum nd_status nd_indexed_files_find(struct nd_indexed_files *files, struct nd_str path,
                                     const struct nd_index_file **file, struct nd_error *err) {
    const struct nd_index_file *candidate = NULL;
    enum nd_status status;
    int order = -1;

    *file = NULL;
    if (files->met.len > 0 && nd_str_cmp(path, nd_buf_str(&files->met)) <= 0)
        return nd_error_set(err, ND_IO, "%.*s: met out of order; nothing is removed", (int)path.len,
                            path.ptr);
    while ((status = peek(files, &candidate, err)) == ND_OK &&
           (order = nd_str_cmp(candidate->path, path)) < 0)
        add_missing(files, path);
    if (status == ND_OK && order == 0) {
        files->next++;
        *file = candidate;
    }
    nd_buf_clear(&files->met);
    nd_buf_add(&files->met, path);
    return status == ND_END ? ND_OK : status;
}

enum nd_status nd_indexed_files_missing(struct nd_indexed_files *files, const struct nd_missing **missing,
                                        size_t *count, struct nd_error *err) {
    const struct nd_index_file *candidate = NULL;
    enum nd_status status;

    while ((status = peek(files, &candidate, err)) == ND_OK)
        add_missing(files, ND_STR(""));
    *missing = files->missing;
    *count = files->missing_count;
    return status == ND_END ? ND_OK : status;
}
