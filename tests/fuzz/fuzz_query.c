/* Any bytes are a query; printed and parsed again it is the same tree and prints the same. */
#include "newsdex/limits.h"
#include "newsdex/query.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition) {
    if (!condition)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct nd_query_settings settings = {.any = size % 2 == 1,
                                         .today = {.year = 2023, .month = 8, .day = 31}};
    struct nd_arena *arena = nd_arena_new();
    struct nd_buf once = {0}, twice = {0};
    struct nd_query *query = nd_query_parse(nd_str_of((const char *)data, size), &settings, arena), *again;

    nd_query_print(query, &once);
    require(once.len <= ND_MAX_QUERY);
    settings.any = false;
    again = nd_query_parse(nd_buf_str(&once), &settings, arena);
    require(nd_query_equal(query, again));
    nd_query_print(again, &twice);
    require(nd_str_eq(nd_buf_str(&once), nd_buf_str(&twice)));
    nd_buf_free(&once);
    nd_buf_free(&twice);
    nd_arena_free(arena);
    return 0;
}
