/* What the tests of bodies share: blocks written out one a line, to be compared. Include it behind cmocka.h.
 */
#ifndef TESTS_DUMP_BLOCKS_H
#define TESTS_DUMP_BLOCKS_H

#include "newsdex/document.h"

#include <time.h>

/* A body and what it must give, see dump_block. */
struct block_case {
    const char *body, *dump;
};

static inline void dump_kind(const struct nd_block *block, struct nd_buf *out) {
    switch (block->type) {
    case ND_HEADING:
        nd_buf_addf(out, "h%d", block->level);
        break;
    case ND_LIST_ITEM:
        if (block->ordinal > 0)
            nd_buf_addf(out, "%d.%d", block->level, block->ordinal);
        else
            nd_buf_addf(out, "%d-", block->level);
        break;
    case ND_QUOTE:
        nd_buf_addf(out, ">%d", block->level);
        break;
    case ND_CODE:
        nd_buf_add_z(out, "code");
        break;
    case ND_TABLE:
        nd_buf_add_z(out, "table");
        break;
    case ND_RULE:
        nd_buf_add_z(out, "rule");
        break;
    default:
        nd_buf_add_z(out, "p");
    }
}

static inline void dump_text(struct nd_str text, struct nd_buf *out) {
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] == '\n')
            nd_buf_add_z(out, "\\n");
        else
            nd_buf_add_char(out, text.ptr[i]);
}

/* "kind text", then " *emphasised*", " [text](url)" or " ![text](url)" for links, " |cell|cell" for rows. */
static inline void dump_block(const struct nd_block *block, struct nd_buf *out) {
    dump_kind(block, out);
    if (block->text.len > 0)
        nd_buf_add_char(out, ' ');
    dump_text(block->text, out);
    if (block->emphasised.ptr != NULL) {
        nd_buf_add_z(out, " *");
        dump_text(block->emphasised, out);
        nd_buf_add_char(out, '*');
    }
    for (const struct nd_link *link = block->links; link != NULL; link = link->next) {
        nd_buf_add_z(out, link->is_image ? " ![" : " [");
        dump_text(link->text, out);
        nd_buf_add_z(out, "](");
        dump_text(link->url, out);
        nd_buf_add_char(out, ')');
    }
    for (const struct nd_table_row *row = block->rows; row != NULL; row = row->next) {
        nd_buf_add_z(out, " ");
        for (size_t i = 0; i < row->count; i++) {
            nd_buf_add_char(out, '|');
            dump_text(row->cells[i], out);
        }
    }
    nd_buf_add_char(out, '\n');
}

static inline void dump_blocks(const struct nd_blocks *blocks, struct nd_buf *out) {
    for (const struct nd_block *block = blocks->first; block != NULL; block = block->next)
        dump_block(block, out);
}

/* Reads one body; the caller frees out and arena. */
static inline void read_body(enum nd_markup markup, struct nd_str body, struct nd_arena *arena,
                             struct nd_problems *problems, struct nd_blocks *blocks) {
    nd_problems_init(problems, arena);
    if (markup == ND_MARKDOWN)
        nd_blocks_markdown(body, 1, arena, problems, blocks);
    else if (markup == ND_HTML)
        nd_blocks_html(body, 1, arena, problems, blocks, NULL);
    else
        nd_blocks_plain(body, 1, arena, blocks);
}

static inline void check_cases(enum nd_markup markup, const struct block_case *cases, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct nd_arena *arena = nd_arena_new();
        struct nd_blocks blocks = {.first = NULL};
        struct nd_problems problems;
        struct nd_buf out = {NULL, 0, 0};
        read_body(markup, nd_str_from(cases[i].body), arena, &problems, &blocks);
        dump_blocks(&blocks, &out);
        if (!nd_str_eq(nd_buf_str(&out), nd_str_from(cases[i].dump)))
            fail_msg("%s\ngave\n%s\ninstead of\n%s", cases[i].body, out.ptr == NULL ? "" : out.ptr,
                     cases[i].dump);
        nd_buf_free(&out);
        nd_arena_free(arena);
    }
}

#define CHECK_CASES(markup, cases) check_cases(markup, cases, sizeof(cases) / sizeof *(cases))

/* before, then piece again and again up to size bytes. */
static inline void fill(struct nd_buf *text, const char *before, const char *piece, size_t size) {
    nd_buf_clear(text);
    nd_buf_add_z(text, before);
    while (text->len < size)
        nd_buf_add_z(text, piece);
}

/* Reads a body under a limit of processor time, far above what it should take. */
static inline void check_time(enum nd_markup markup, const struct nd_buf *body, double seconds) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_blocks blocks = {.first = NULL};
    struct nd_problems problems;
    clock_t begin = clock();
    double taken;

    (void)nd_detect_markup(nd_buf_str(body));
    read_body(markup, nd_buf_str(body), arena, &problems, &blocks);
    taken = (double)(clock() - begin) / CLOCKS_PER_SEC;
    if (taken > seconds)
        fail_msg("%.30s... took %.1f s", body->ptr, taken);
    nd_arena_free(arena);
}

#endif
