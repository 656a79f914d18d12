#include "newsdex/arena.h"

#include "newsdex/alloc.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Blocks double from the first to the largest, so that a short-lived arena costs next to nothing. */
enum {
    FIRST_BLOCK = 4 * 1024,
    LARGEST_BLOCK = 256 * 1024,
    PRINTED_ONCE = 256,
    KEPT_BYTES = 4 * 1024 * 1024,
    SHORT_BUFFER = 64 * 1024
};

struct block {
    struct block *next;
    size_t size;
    alignas(max_align_t) char bytes[];
};

/* Storage of a buffer that was taken over; these lie in the blocks. */
struct taken {
    struct taken *next;
    char *bytes;
};

/* Blocks before current are full, blocks behind it are empty and waiting. */
struct nd_arena {
    struct block *first, *current;
    size_t used;  /* of the current block */
    size_t total; /* of the blocks before it */
    struct taken *taken;
};

static struct block *new_block(size_t size) {
    size_t bytes = size > SIZE_MAX - sizeof(struct block) ? SIZE_MAX : sizeof(struct block) + size;
    struct block *block = nd_alloc_resize(NULL, bytes, 1);

    block->next = NULL;
    block->size = size;
    return block;
}

struct nd_arena *nd_arena_new(void) {
    struct nd_arena *arena = nd_alloc_array(1, sizeof *arena);

    arena->first = arena->current = new_block(FIRST_BLOCK);
    return arena;
}

static void free_blocks(struct block *block) {
    while (block != NULL) {
        struct block *next = block->next;
        free(block);
        block = next;
    }
}

/* Those taken after the given one, or all. */
static void free_taken(struct nd_arena *arena, const struct taken *until) {
    for (; arena->taken != until; arena->taken = arena->taken->next)
        free(arena->taken->bytes);
}

void nd_arena_free(struct nd_arena *arena) {
    if (arena == NULL)
        return;
    free_taken(arena, NULL);
    free_blocks(arena->first);
    free(arena);
}

void nd_arena_reset(struct nd_arena *arena) {
    size_t kept = arena->first->size;
    struct block *last = arena->first;

    free_taken(arena, NULL);
    while (last->next != NULL && kept + last->next->size <= KEPT_BYTES) {
        last = last->next;
        kept += last->size;
    }
    free_blocks(last->next);
    last->next = NULL;
    arena->current = arena->first;
    arena->used = arena->total = 0;
}

struct nd_arena_mark nd_arena_mark(const struct nd_arena *arena) {
    return (struct nd_arena_mark){arena->current, arena->taken, arena->used, arena->total};
}

void nd_arena_go_back(struct nd_arena *arena, struct nd_arena_mark mark) {
    free_taken(arena, mark.taken);
    arena->current = mark.block;
    arena->used = mark.used;
    arena->total = mark.total;
    free_blocks(arena->current->next);
    arena->current->next = NULL;
}

/* Moves on to a block with room for size bytes, reusing waiting blocks when they are large enough. */
static void next_block(struct nd_arena *arena, size_t size) {
    struct block *next = arena->current->next;

    arena->total += arena->used;
    if (next == NULL || next->size < size) {
        size_t usual = arena->current->size < LARGEST_BLOCK / 2 ? arena->current->size * 2 : LARGEST_BLOCK;
        struct block *fresh = new_block(size > usual ? size : usual);
        fresh->next = next;
        arena->current->next = fresh;
        next = fresh;
    }
    arena->current = next;
    arena->used = 0;
}

char *nd_arena_bytes(struct nd_arena *arena, size_t size) {
    char *p;

    if (size > arena->current->size - arena->used)
        next_block(arena, size);
    p = arena->current->bytes + arena->used;
    arena->used += size;
    return p;
}

void *nd_arena_alloc(struct nd_arena *arena, size_t count, size_t size) {
    const size_t mask = alignof(max_align_t) - 1;
    size_t start = (arena->used + mask) & ~mask;
    size_t bytes = size != 0 && count > SIZE_MAX / size ? SIZE_MAX : count * size;

    if (start > arena->current->size || bytes > arena->current->size - start) {
        next_block(arena, bytes);
        start = 0;
    }
    arena->used = start + bytes;
    return memset(arena->current->bytes + start, 0, bytes);
}

struct nd_str nd_arena_str(struct nd_arena *arena, struct nd_str s) {
    char *copy = nd_arena_bytes(arena, s.len + 1);

    if (s.len > 0)
        memcpy(copy, s.ptr, s.len);
    copy[s.len] = '\0';
    return nd_str_of(copy, s.len);
}

struct nd_str nd_arena_one_line(struct nd_arena *arena, struct nd_str s) {
    char *line = nd_arena_bytes(arena, s.len + 1);
    size_t length = 0;

    s = nd_str_trim(s);
    for (size_t i = 0; i < s.len; i++)
        if (!nd_char_is_blank(s.ptr[i]))
            line[length++] = s.ptr[i];
        else if (line[length - 1] != ' ')
            line[length++] = ' ';
    line[length] = '\0';
    return nd_str_of(line, length);
}

struct nd_str nd_arena_take(struct nd_arena *arena, struct nd_buf *buf) {
    struct nd_str text = nd_buf_str(buf);
    struct taken *taken;

    if (text.len < SHORT_BUFFER) {
        text = nd_arena_str(arena, text);
        nd_buf_free(buf);
        return text;
    }
    taken = nd_arena_alloc(arena, 1, sizeof *taken);
    taken->bytes = buf->ptr;
    taken->next = arena->taken;
    arena->taken = taken;
    *buf = (struct nd_buf){NULL, 0, 0};
    return text;
}

/* Most texts fit into a few bytes: they are printed once. */
struct nd_str nd_arena_printf(struct nd_arena *arena, const char *format, ...) {
    char first[PRINTED_ONCE];
    va_list args;
    int length;
    char *text;

    va_start(args, format);
    length = vsnprintf(first, sizeof first, format, args);
    va_end(args);
    if (length < 0)
        length = 0;
    if ((size_t)length < sizeof first)
        return nd_arena_str(arena, nd_str_of(first, (size_t)length));
    text = nd_arena_bytes(arena, (size_t)length + 1);
    va_start(args, format);
    vsnprintf(text, (size_t)length + 1, format, args);
    va_end(args);
    return nd_str_of(text, (size_t)length);
}

size_t nd_arena_used(const struct nd_arena *arena) {
    return arena->total + arena->used;
}
