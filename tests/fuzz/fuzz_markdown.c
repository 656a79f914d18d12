/* Markdown, plain text and the guess: what goes in as UTF-8 comes out as UTF-8, without NUL and not grown. */
#include "newsdex/document.h"
#include "newsdex/utf8.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct nd_blocks *blocks, size_t limit) {
    struct nd_buf text = {NULL, 0, 0};

    nd_blocks_text(blocks->first, NULL, &text);
    if (!nd_utf8_valid(nd_buf_str(&text), NULL) || text.len > limit ||
        nd_str_find_char(nd_buf_str(&text), '\0') != SIZE_MAX)
        abort();
    nd_buf_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct nd_str body = nd_str_of((const char *)data, size);
    struct nd_arena *arena = nd_arena_new();
    struct nd_blocks markdown = {.first = NULL}, plain = {.first = NULL};
    struct nd_problems problems;

    nd_problems_init(&problems, arena);
    if (nd_utf8_valid(body, NULL) && nd_str_find_char(body, '\0') == SIZE_MAX) {
        (void)nd_detect_markup(body);
        nd_blocks_markdown(body, 1, arena, &problems, &markdown);
        nd_blocks_plain(body, 1, arena, &plain);
        check(&markdown, 16 * size + 64); /* list markers and the bars of tables are added */
        check(&plain, size);
    }
    nd_arena_free(arena);
    return 0;
}
