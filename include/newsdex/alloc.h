/*
 * Memory that cannot be had.
 *
 * A record that is built while allocations fail lacks a field here, a stem there, and nobody sees it. So
 * there is one policy: an allocation that fails ends the work. The functions here never return NULL; when
 * memory is exhausted they call the handler, which must not return. Without a handler the program aborts.
 *
 * Libraries have allocations of their own. What a library reports as lack of memory goes to the same handler
 * (nd_alloc_exhausted), never into a result: libyaml, libutf8proc, liburiparser, libstemmer, libuchardet;
 * libcmark and libgumbo are given these functions to allocate with. Two things are left to who uses this
 * library: SQLite's lack of memory comes as an error, ND_DB; and C++ code (libcld2, libuchardet) throws
 * std::bad_alloc, which aborts.
 *
 * The program promises more: src/cli/allocator.c stands in front of malloc() for everything in the process,
 * so that no library ever sees an allocation fail. Its handler prints one line, with the file that is being
 * read, and leaves with status 2, in whatever thread and however deep inside a library. What was not
 * committed is rolled back when the database is next opened, as after a kill; the next ingest goes on from
 * there.
 */
#ifndef NEWSDEX_ALLOC_H
#define NEWSDEX_ALLOC_H

#include <stddef.h>

/* file: what nd_alloc_file was told last in this thread, or NULL. To be called with locks held: no
 * allocation, no stdio. */
typedef void nd_alloc_handler(const char *file);

/* Sets what is called when memory runs out; NULL restores abort(). */
void nd_alloc_on_failure(nd_alloc_handler *handler);

/* Memory has run out, in a library: calls the handler, and does not return. */
_Noreturn void nd_alloc_exhausted(void);

/* The file this thread deals with from now on, for the message; NULL: none. Not copied. */
void nd_alloc_file(const char *path);

/* Zeroed storage for count objects of size bytes; overflow of the product counts as exhaustion. free() it. */
void *nd_alloc_array(size_t count, size_t size);

/* Resizes an array as realloc does; the new part is not zeroed. */
void *nd_alloc_resize(void *array, size_t count, size_t size);

/*
 * Makes room for at least needed elements in *array, doubling *capacity; amortised constant cost.
 * Returns the array, which may have moved.
 */
void *nd_alloc_grow(void *array, size_t *capacity, size_t needed, size_t size);

#endif
