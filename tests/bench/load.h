/*
 * A corpus in memory, for the programs that measure floors: what they time is the work, not the disk.
 */
#ifndef BENCH_LOAD_H
#define BENCH_LOAD_H

#include "newsdex/arena.h"

struct bench_corpus {
    struct nd_arena *arena;
    struct nd_str *texts; /* decoded */
    size_t count, capacity, bytes;
};

/* Reads and decodes every text below path; what cannot be read is left out. */
void bench_load(const char *path, struct bench_corpus *corpus);
void bench_unload(struct bench_corpus *corpus);
/* Seconds: on a clock that only goes forward, and of the processors for this process. */
struct bench_time {
    double wall, cpu;
};
struct bench_time bench_now(void);
/* Prints what has passed since start, and what was worked on. */
void bench_print(struct bench_time start, size_t bytes, size_t count);

#endif
