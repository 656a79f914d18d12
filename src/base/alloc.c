#include "newsdex/alloc.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

static nd_alloc_handler *on_failure;
static _Thread_local const char *file;

void nd_alloc_on_failure(nd_alloc_handler *handler) {
    on_failure = handler;
}

void nd_alloc_exhausted(void) {
    if (on_failure != NULL)
        on_failure(file);
    abort();
}

void nd_alloc_file(const char *path) {
    file = path;
}

/* No object is larger than PTRDIFF_MAX; asking for one is exhaustion, not a matter for the allocator. */
static bool is_too_large(size_t count, size_t size) {
    return size != 0 && count > PTRDIFF_MAX / size;
}

void *nd_alloc_array(size_t count, size_t size) {
    void *p = is_too_large(count, size) ? NULL : calloc(count == 0 ? 1 : count, size == 0 ? 1 : size);

    if (p == NULL)
        nd_alloc_exhausted();
    return p;
}

void *nd_alloc_resize(void *array, size_t count, size_t size) {
    void *p;

    if (is_too_large(count, size))
        nd_alloc_exhausted();
    p = realloc(array, count * size == 0 ? 1 : count * size);
    if (p == NULL)
        nd_alloc_exhausted();
    return p;
}

void *nd_alloc_grow(void *array, size_t *capacity, size_t needed, size_t size) {
    size_t wanted = *capacity < 8 ? 8 : *capacity;

    if (needed <= *capacity)
        return array;
    while (wanted < needed) {
        if (wanted > SIZE_MAX / 2)
            nd_alloc_exhausted();
        wanted *= 2;
    }
    array = nd_alloc_resize(array, wanted, size);
    *capacity = wanted;
    return array;
}
