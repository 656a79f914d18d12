#include "newsdex/library.h"

#include <dlfcn.h>
#include <errno.h>
#include <string.h>

enum nd_status nd_library_load(const char *soname, const struct nd_symbol *symbols, size_t count,
                               struct nd_error *err) {
    void *library = dlopen(soname, RTLD_NOW | RTLD_LOCAL);
    const char *why = library == NULL ? dlerror() : NULL;

    if (why != NULL && strstr(why, strerror(EMFILE)) != NULL) /* itself or what it needs; errno may be gone */
        return nd_error_system(err, EMFILE);
    if (library == NULL)
        return nd_error_set(err, ND_IO, "the library %s cannot be loaded", soname);
    for (size_t i = 0; i < count; i++) {
        void *found = dlsym(library, symbols[i].name);
        if (found == NULL)
            return nd_error_set(err, ND_IO, "the library %s has no %s", soname, symbols[i].name);
        memcpy(symbols[i].address, &found, sizeof found);
    }
    return ND_OK;
}
