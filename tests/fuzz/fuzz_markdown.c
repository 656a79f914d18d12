/*
 * Markdown, plain text and the guess: what goes in as UTF-8 comes out as UTF-8, without NUL and not grown but
 * for blank lines. What becomes markdown first keeps its number of lines, for problems are told by line.
 */
#include "document/asciidoc.h"
#include "document/org.h"
#include "document/rest.h"
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

static size_t count_lines(struct nd_str text) {
    size_t lines = 0;

    for (size_t i = 0; i < text.len; i++)
        lines += text.ptr[i] == '\n';
    return lines;
}

static void check_markdown(struct nd_str body, struct nd_str markdown, struct nd_buf *out) {
    if (!nd_utf8_valid(markdown, NULL) || nd_str_find_char(markdown, '\0') != SIZE_MAX ||
        count_lines(markdown) - count_lines(body) > 1) /* one may be added to the last line */
        abort();
    nd_buf_free(out);
}

static void check_notations(struct nd_str body, struct nd_arena *arena) {
    struct nd_str rest = body;
    struct nd_buf out = {NULL, 0, 0};
    uint32_t line = 1;
    const struct nd_value *header;

    check_markdown(body, nd_rest_to_markdown(body, &out), &out);
    check_markdown(body, nd_org_to_markdown(body, &out), &out);
    header = nd_asciidoc_read_header(&rest, &line, true, arena);
    if (line - 1 + count_lines(rest) - count_lines(body) >
        (rest.len == 0)) /* the last one may lack its end */
        abort();
    check_markdown(rest, nd_asciidoc_to_markdown(rest, header, arena, &out), &out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct nd_str body = nd_str_of((const char *)data, size);
    struct nd_arena *arena = nd_arena_new();
    struct nd_blocks markdown = {.first = NULL}, plain = {.first = NULL};
    struct nd_problems problems;

    nd_problems_init(&problems, arena);
    if (nd_utf8_valid(body, NULL) && nd_str_find_char(body, '\0') == SIZE_MAX) {
        (void)nd_detect_markup(body);
        if (nd_str_find_char(body, '\r') == SIZE_MAX) /* decoding leaves none */
            check_notations(body, arena);
        nd_blocks_markdown(body, 1, arena, &problems, &markdown);
        nd_blocks_plain(body, 1, arena, &plain);
        check(&markdown, 16 * size + 64);        /* list markers and the bars of tables are added */
        check(&plain, size + count_lines(body)); /* lines may become paragraphs */
    }
    nd_arena_free(arena);
    return 0;
}
