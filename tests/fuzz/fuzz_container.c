/* Any bytes: records lie in order and, unless the file is packed, within it; and what is read of them is
 * valid wherever they are. */
#include "newsdex/container.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition) {
    if (!condition)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct nd_str bytes = nd_str_of((const char *)data, size);
    struct nd_arena *arena = nd_arena_new();
    struct nd_container *container = NULL;
    struct nd_error err = ND_ERROR_INIT;
    struct nd_problems problems;
    struct nd_record record;
    struct nd_item item;
    uint64_t end = 0;
    size_t count;

    nd_problems_init(&problems, arena);
    (void)nd_container_recognise(bytes, &count);
    if (nd_container_open_bytes(bytes, true, size + 1, &container, &err) == ND_OK)
        while (nd_container_next(container, &record, &err) == ND_OK) {
            require(record.line > 0 && record.ordinal > 0 && (record.bytes.len > 0 || record.is_too_big));
            if (!nd_container_is_packed(bytes)) {
                require(record.offset >= end);
                end = record.offset + record.bytes.len;
                require(end <= size && record.bytes.ptr == bytes.ptr + record.offset);
            }
            if (nd_container_read(container, record.bytes, &record, arena, &problems, &item))
                require(item.document.ptr != NULL || item.fields->type == ND_MAP);
        }
    if (container != NULL)
        nd_container_report(container, &problems);
    nd_container_close(container);
    nd_arena_free(arena);
    return 0;
}
