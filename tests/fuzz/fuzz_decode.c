/* Any bytes: what is decoded is valid UTF-8 without NUL and CR, and decoding it again changes nothing. */
#include "newsdex/source.h"
#include "newsdex/utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int truth) {
    if (!truth)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct nd_str bytes = nd_str_of((const char *)data, size), encoding;
    struct nd_arena *arena = nd_arena_new();
    struct nd_buf text = {0}, again = {0};
    struct nd_problems problems;

    nd_problems_init(&problems, arena);
    if (nd_source_decode(bytes, &text, &encoding, &problems) == ND_OK) {
        struct nd_str once = nd_buf_str(&text);
        require(encoding.len > 0 && nd_utf8_valid(once, NULL));
        require(nd_str_find_char(once, '\0') == SIZE_MAX && nd_str_find_char(once, '\r') == SIZE_MAX);
        nd_problems_init(&problems, arena);
        require(nd_source_decode(once, &again, &encoding, &problems) == ND_OK);
        require(nd_str_eq(nd_buf_str(&again), once) && nd_str_eq(encoding, ND_STR("UTF-8")));
        require(problems.count == 0);
    } else {
        require(problems.count > 0);
    }
    nd_buf_free(&text);
    nd_buf_free(&again);
    nd_arena_free(arena);
    return 0;
}
