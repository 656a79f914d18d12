/* HTML with and without a tree, and snippets: what goes in as UTF-8 comes out as UTF-8, without NUL. */
#include "newsdex/document.h"
#include "newsdex/utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(struct nd_str text, size_t limit) {
    if (!nd_utf8_valid(text, NULL) || text.len > limit || nd_str_find_char(text, '\0') != SIZE_MAX)
        abort();
}

/* A tree's own texts are the business of fuzz_front_matter. */
static void check_head(const struct nd_value *head) {
    for (const struct nd_value *v = head == NULL ? NULL : head->first; v != NULL; v = v->next) {
        check(v->key, SIZE_MAX);
        check(v->text, SIZE_MAX);
    }
}

/* Elements know their parents, which come before them, and their place. */
static void check_tree(const struct nd_block *block, uint32_t count) {
    for (; block != NULL; block = block->next) {
        uint32_t end = count;
        for (const struct nd_element *e = block->element; e != NULL; end = e->index, e = e->parent)
            if (e->index >= end)
                abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct nd_str body = nd_str_of((const char *)data, size);
    struct nd_arena *arena = nd_arena_new();
    struct nd_blocks blocks = {.first = NULL};
    struct nd_buf text = {NULL, 0, 0};
    struct nd_html_page page;
    struct nd_problems problems;

    nd_problems_init(&problems, arena);
    if (nd_utf8_valid(body, NULL) && nd_str_find_char(body, '\0') == SIZE_MAX) {
        nd_blocks_html(body, 1, arena, &problems, &blocks, &page);
        nd_blocks_text(blocks.first, NULL, &text);
        check_tree(blocks.first, page.elements);
        check(nd_buf_str(&text), 16 * size + 64);
        check(page.title, 3 * size); /* libgumbo makes U+FFFD of control characters */
        check(nd_html_inline(body, arena), size);
        check_head(nd_html_head(body, arena, &problems));
    }
    nd_buf_free(&text);
    nd_arena_free(arena);
    return 0;
}
