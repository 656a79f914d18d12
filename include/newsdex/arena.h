/*
 * An arena: storage for everything that lives exactly as long as one file is being worked on. Allocation is a
 * pointer bump, freeing is one reset that keeps the blocks for the next file. Never returns NULL (alloc.h).
 */
#ifndef NEWSDEX_ARENA_H
#define NEWSDEX_ARENA_H

#include "newsdex/str.h"

struct nd_arena;

struct nd_arena *nd_arena_new(void);
void nd_arena_free(struct nd_arena *arena);
/* Invalidates everything handed out; gives back to the system what exceeds the first few megabytes. */
void nd_arena_reset(struct nd_arena *arena);
/* How far it is filled; what is handed out later can be taken back: it is invalid then, and its memory free.
 */
struct nd_arena_mark {
    void *block, *taken;
    size_t used, total;
};
struct nd_arena_mark nd_arena_mark(const struct nd_arena *arena);
void nd_arena_go_back(struct nd_arena *arena, struct nd_arena_mark mark);
/* Zeroed, aligned for any type. */
void *nd_arena_alloc(struct nd_arena *arena, size_t count, size_t size);
/* Uninitialised bytes without alignment. */
char *nd_arena_bytes(struct nd_arena *arena, size_t size);
/* A copy with a NUL behind it. */
struct nd_str nd_arena_str(struct nd_arena *arena, struct nd_str s);
/* A copy on one line: any run of ASCII blanks as one, none at the ends. */
struct nd_str nd_arena_one_line(struct nd_arena *arena, struct nd_str s);
/* The contents of buf, which is empty afterwards: copied if short, otherwise the storage itself, which the
 * arena frees. */
struct nd_str nd_arena_take(struct nd_arena *arena, struct nd_buf *buf);
struct nd_str nd_arena_printf(struct nd_arena *arena, const char *format, ...) ND_PRINTF(2, 3);
/* Bytes in use, for tests and limits. */
size_t nd_arena_used(const struct nd_arena *arena);

#endif
