#include "load.h"

#include "newsdex/alloc.h"
#include "newsdex/limits.h"
#include "newsdex/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static void add_file(struct bench_corpus *corpus, const char *path, struct nd_buf *bytes,
                     struct nd_buf *text) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_problems problems;
    struct nd_error err = ND_ERROR_INIT;
    struct nd_file_stamp stamp;
    struct nd_str encoding;

    nd_problems_init(&problems, arena);
    if (nd_source_read(path, ND_MAX_FILE, bytes, &stamp, &err) == ND_OK &&
        nd_source_decode(nd_buf_str(bytes), text, &encoding, &problems) == ND_OK) {
        corpus->texts =
            nd_alloc_grow(corpus->texts, &corpus->capacity, corpus->count + 1, sizeof *corpus->texts);
        corpus->texts[corpus->count++] = nd_arena_str(corpus->arena, nd_buf_str(text));
        corpus->bytes += text->len;
    }
    nd_arena_free(arena);
}

void bench_load(const char *path, struct bench_corpus *corpus) {
    struct nd_str root = nd_str_from(path);
    struct nd_buf bytes = {0}, text = {0};
    struct nd_walk_entry entry;
    struct nd_roots roots;
    struct nd_walk *walk;

    *corpus = (struct bench_corpus){.arena = nd_arena_new()};
    roots = nd_source_roots(&root, 1, corpus->arena);
    walk = nd_walk_open(&roots, NULL);
    while (nd_walk_next(walk, &entry) == ND_OK)
        if (entry.kind == ND_WALK_FILE)
            add_file(corpus, entry.path.ptr, &bytes, &text);
    nd_walk_close(walk);
    nd_buf_free(&bytes);
    nd_buf_free(&text);
}

void bench_unload(struct bench_corpus *corpus) {
    nd_arena_free(corpus->arena);
    free(corpus->texts);
}

struct bench_time bench_now(void) {
    struct timespec wall, cpu;

    clock_gettime(CLOCK_MONOTONIC, &wall);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &cpu);
    return (struct bench_time){(double)wall.tv_sec + (double)wall.tv_nsec / 1e9,
                               (double)cpu.tv_sec + (double)cpu.tv_nsec / 1e9};
}

void bench_print(struct bench_time start, size_t bytes, size_t count) {
    struct bench_time end = bench_now();

    printf("%.3f %.3f %zu %zu\n", end.wall - start.wall, end.cpu - start.cpu, bytes, count);
}
