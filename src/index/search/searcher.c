#include "index/search/searcher.h"

#include "newsdex/alloc.h"

#include <stdlib.h>

struct nd_searcher *nd_searcher_new(void) {
    struct nd_searcher *searcher = nd_alloc_array(1, sizeof *searcher);

    searcher->arena = nd_arena_new();
    return searcher;
}

void nd_searcher_free(struct nd_searcher *searcher) {
    if (searcher == NULL)
        return;
    nd_arena_free(searcher->arena);
    free(searcher);
}
