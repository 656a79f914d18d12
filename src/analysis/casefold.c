#include "newsdex/analysis.h"

#include "newsdex/alloc.h"

#include <stdlib.h>
#include <utf8proc.h>

struct nd_str nd_casefold(struct nd_str name, struct nd_arena *arena) {
    utf8proc_uint8_t *out = NULL;
    utf8proc_ssize_t length = utf8proc_map(
        (const utf8proc_uint8_t *)name.ptr, (utf8proc_ssize_t)name.len, &out,
        UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
    struct nd_str result = name;

    if (length == UTF8PROC_ERROR_NOMEM)
        nd_alloc_exhausted();
    if (length >= 0)
        result = nd_arena_str(arena, nd_str_of((const char *)out, (size_t)length));
    free(out);
    return result;
}
