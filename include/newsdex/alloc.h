/*
 * Memory that cannot be had.
 *
 * libcmark aborts when an allocation fails, and a half-built record is worth nothing, so there is one policy:
 * these functions never return NULL. When memory is exhausted they call the handler, which must not return;
 * the command line installs one that prints a single line and leaves with status 2. Nothing is lost: what was
 * not yet committed is ingested by the next run. Without a handler the program aborts.
 */
#ifndef NEWSDEX_ALLOC_H
#define NEWSDEX_ALLOC_H

#include <stddef.h>

typedef void nd_alloc_handler(void);

/* Sets what is called when memory runs out; NULL restores abort(). */
void nd_alloc_on_failure(nd_alloc_handler *handler);

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
