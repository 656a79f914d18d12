/*
 * Any bytes through the whole of parsing: decoded, read, written as JSON. What comes out is one line of valid
 * UTF-8, the same without and with the memory of having read it before, and bytes with a letter or digit in
 * them give an article or a problem.
 */
#include "newsdex/ingest.h"
#include "newsdex/utf8.h"

#include <assert.h>
#include <stdio.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void parse(const uint8_t *data, size_t size, struct nd_reference_cache *memory, struct nd_buf *out) {
    FILE *file = tmpfile();
    struct nd_arena *arena = nd_arena_new();
    struct nd_parsed parsed = {0};

    assert(file != NULL && fwrite(data, 1, size, file) == size && fflush(file) == 0);
    rewind(file);
    nd_parsed_begin(&parsed, arena, memory);
    nd_parse_fd(&parsed, fileno(file), ND_STR("/folder/2024-02-29-name.md"), 1u << 20);
    assert(parsed.has_article || parsed.is_container || parsed.problems.count > 0);
    if (parsed.has_article)
        nd_article_write_json(&parsed.article, parsed.encoding, &parsed.problems, out);
    nd_parsed_fini(&parsed);
    nd_arena_free(arena);
    fclose(file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct nd_reference_cache *memory = nd_reference_cache_new();
    struct nd_buf first = {0}, again = {0};

    parse(data, size, NULL, &first);
    for (int i = 0; i < 2; i++) {
        nd_buf_clear(&again);
        parse(data, size, memory, &again);
        assert(nd_str_eq(nd_buf_str(&first), nd_buf_str(&again)));
    }
    assert(nd_utf8_valid(nd_buf_str(&first), NULL));
    assert(nd_str_find_char(nd_buf_str(&first), '\n') == SIZE_MAX);
    nd_buf_free(&first);
    nd_buf_free(&again);
    nd_reference_cache_free(memory);
    return 0;
}
