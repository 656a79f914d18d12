/*
 * Where the program's memory comes from: the allocator of the C library, or one that was loaded before it,
 * which here never returns NULL. All that is linked or loaded comes by: our own code, every library, the C++
 * runtime, stdio. alloc.h says what is promised. (aligned_alloc and posix_memalign are used by none of them.)
 *
 * Part of the program alone: whoever uses the library keeps the allocator he has.
 */
#include "cli/cli.h"

#include "newsdex/alloc.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define HAS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define HAS_SANITIZER 1
#endif
#endif

/* A sanitizer has an allocator of its own, which ends the program by itself. */
#ifndef HAS_SANITIZER

struct allocator {
    void *(*malloc)(size_t size);
    void *(*calloc)(size_t count, size_t size);
    void *(*realloc)(void *memory, size_t size);
};

static struct allocator next;

/* A function that was looked up; ISO C has no conversion from void *. */
static void look_up(const char *name, void *function) {
    void *found = dlsym(RTLD_NEXT, name);

    memcpy(function, &found, sizeof found);
}

/* The first call comes before main() and other threads; what dlsym() itself asks for meanwhile it can do
 * without. */
static bool find_next(void) {
    static bool is_looking;

    if (next.realloc != NULL)
        return true;
    if (is_looking)
        return false;
    is_looking = true;
    nd_alloc_on_failure(nd_cli_out_of_memory);
    look_up("malloc", &next.malloc);
    look_up("calloc", &next.calloc);
    look_up("realloc", &next.realloc);
    is_looking = false;
    return next.realloc != NULL;
}

void *malloc(size_t size) {
    void *memory;

    if (!find_next())
        return NULL;
    memory = next.malloc(size);
    if (memory == NULL && size > 0)
        nd_alloc_exhausted();
    return memory;
}

void *calloc(size_t count, size_t size) {
    void *memory;

    if (!find_next())
        return NULL;
    memory = next.calloc(count, size);
    if (memory == NULL && count > 0 && size > 0)
        nd_alloc_exhausted();
    return memory;
}

/* Nothing of size 0 is how a block is given back. */
void *realloc(void *memory, size_t size) {
    if (!find_next())
        return NULL;
    memory = next.realloc(memory, size);
    if (memory == NULL && size > 0)
        nd_alloc_exhausted();
    return memory;
}

#endif
