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
/* Seconds on a clock that only goes forward. */
double bench_now(void);

#endif
