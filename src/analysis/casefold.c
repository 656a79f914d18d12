#include "newsdex/analysis.h"

#include "newsdex/alloc.h"
#include "newsdex/stream_safe.h"

#include <stdlib.h>
#include <utf8proc.h>

static void add_folded(struct nd_buf *out, struct nd_str name) {
    utf8proc_uint8_t *folded = NULL;
    utf8proc_ssize_t length = utf8proc_map(
        (const utf8proc_uint8_t *)name.ptr, (utf8proc_ssize_t)name.len, &folded,
        UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);

    if (length == UTF8PROC_ERROR_NOMEM)
        nd_alloc_exhausted();
    nd_buf_add(out, length >= 0 ? nd_str_of((const char *)folded, (size_t)length) : name);
    free(folded);
}

/* Where U+034F would have to stand, the parts are folded each by itself: as an ignorable character it is
 * dropped. */
struct nd_str nd_casefold(struct nd_str name, struct nd_arena *arena) {
    struct nd_buf out = {NULL, 0, 0};
    struct nd_str result;
    size_t length;

    nd_buf_reserve(&out, name.len);
    do {
        length = nd_stream_safe_length(name);
        add_folded(&out, nd_str_slice(name, 0, length));
        name = nd_str_skip(name, length);
    } while (name.len > 0);
    result = nd_arena_str(arena, nd_buf_str(&out));
    nd_buf_free(&out);
    return result;
}
