/*
 * Shared libraries that few commands need and that bring many others with them: loaded when the first of them
 * has something to do, so that a search does not pay for them.
 */
#ifndef NEWSDEX_LIBRARY_H
#define NEWSDEX_LIBRARY_H

#include "newsdex/status.h"

#include <stddef.h>

/* A function of the library, and the pointer to a pointer of its type that is set to it. */
struct nd_symbol {
    const char *name;
    void *address;
};

/*
 * Loads the library soname (as the Makefile found it) and looks up all symbols. ND_IO: it, or one of them, is
 * not there; the message says which. Not for many threads at once: use pthread_once.
 */
enum nd_status nd_library_load(const char *soname, const struct nd_symbol *symbols, size_t count,
                               struct nd_error *err) ND_MUST_CHECK;

#endif
