/* For the programs of this folder: a whole file, or the end of the program. */
#ifndef TESTS_EVAL_READ_FILE_H
#define TESTS_EVAL_READ_FILE_H

#include "newsdex/document.h"
#include "newsdex/source.h"

#include <stdio.h>
#include <stdlib.h>

static inline struct nd_str read_file(const char *path, struct nd_arena *arena) {
    struct nd_buf bytes = {0};
    struct nd_file_stamp stamp;
    struct nd_error err = ND_ERROR_INIT;

    if (nd_source_read(path, 1u << 30, &bytes, &stamp, &err) != ND_OK) {
        fprintf(stderr, "%s: %s\n", path, err.message);
        exit(2);
    }
    return nd_arena_take(arena, &bytes);
}

/* A page of a folder as the article stage gets it; false when it is no text. */
static inline bool read_document(const char *folder, struct nd_str name, struct nd_arena *arena,
                                 struct nd_document *document) {
    struct nd_str path = nd_arena_printf(arena, "%s/%.*s", folder, (int)name.len, name.ptr), encoding;
    struct nd_problems problems;
    struct nd_buf decoded = {0};

    nd_problems_init(&problems, arena);
    if (nd_source_decode(read_file(path.ptr, arena), &decoded, &encoding, &problems) != ND_OK)
        return false;
    nd_document_read(nd_arena_take(arena, &decoded), ND_STR_NONE, NULL, arena, &problems, document);
    return true;
}

#endif
