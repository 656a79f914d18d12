#include "cli/new_lines.h"

#include "newsdex/alloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <xxhash.h>

static int by_number(const void *a, const void *b) {
    const uint64_t *x = a, *y = b;

    return *x < *y ? -1 : *x > *y;
}

static void take_line(struct nd_new_lines *lines, struct nd_str line) {
    uint64_t hash = XXH3_64bits(line.ptr, line.len);

    if (lines->before_count == 0 ||
        bsearch(&hash, lines->before, lines->before_count, sizeof hash, by_number) == NULL)
        (void)fwrite(line.ptr, 1, line.len, stderr);
    lines->now = nd_alloc_grow(lines->now, &lines->now_capacity, lines->now_count + 1, sizeof *lines->now);
    lines->now[lines->now_count++] = hash;
}

void nd_new_lines_take(struct nd_new_lines *lines, struct nd_str text) {
    size_t end;

    while ((end = nd_str_find_char(text, '\n')) != SIZE_MAX) {
        nd_buf_add(&lines->rest, nd_str_slice(text, 0, end + 1));
        take_line(lines, nd_buf_str(&lines->rest));
        nd_buf_clear(&lines->rest);
        text = nd_str_skip(text, end + 1);
    }
    if (text.len > 0)
        nd_buf_add(&lines->rest, text);
}

void nd_new_lines_end(struct nd_new_lines *lines, bool is_whole) {
    if (lines->rest.len > 0)
        take_line(lines, nd_buf_str(&lines->rest));
    nd_buf_clear(&lines->rest);
    lines->before_count = is_whole ? 0 : lines->before_count;
    lines->before = nd_alloc_grow(lines->before, &lines->before_capacity,
                                  lines->before_count + lines->now_count + 1, sizeof *lines->before);
    for (size_t i = 0; i < lines->now_count; i++)
        lines->before[lines->before_count++] = lines->now[i];
    lines->now_count = 0;
    if (lines->before_count > 0)
        qsort(lines->before, lines->before_count, sizeof *lines->before, by_number);
}

void nd_new_lines_free(struct nd_new_lines *lines) {
    nd_buf_free(&lines->rest);
    free(lines->before);
    free(lines->now);
}
