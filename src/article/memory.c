#include "article/memory.h"

#include "newsdex/alloc.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

/* When either is reached everything is forgotten. */
enum { SLOTS = 8192, MOST_ENTRIES = SLOTS / 2, MOST_BYTES = 8 * 1024 * 1024, LONGEST = 4096 };

struct entry {
    struct nd_lines_hash hash;
    const struct nd_article *reference; /* NULL when the entry is free */
};

struct nd_memory {
    struct nd_arena *arena;
    struct entry *entries;
    size_t count;
};

struct nd_memory *nd_memory_new(void) {
    struct nd_memory *memory = nd_alloc_array(1, sizeof *memory);

    memory->arena = nd_arena_new();
    memory->entries = nd_alloc_array(SLOTS, sizeof *memory->entries);
    return memory;
}

void nd_memory_free(struct nd_memory *memory) {
    if (memory == NULL)
        return;
    nd_arena_free(memory->arena);
    free(memory->entries);
    free(memory);
}

/* The column matters: it decides whether the second line belongs below the first. */
struct nd_lines_hash nd_memory_hash(const struct nd_value *map) {
    XXH128_hash_t hash;

    if (map->type != ND_MAP || map->text.len == 0)
        return (struct nd_lines_hash){0, 0};
    hash = XXH3_128bits_withSeed(map->text.ptr, map->text.len, map->column);
    return (struct nd_lines_hash){hash.high64, hash.low64};
}

/* The entry of these lines, or the free one where it belongs. */
static struct entry *entry_of(const struct nd_memory *memory, struct nd_lines_hash hash) {
    size_t at = (size_t)hash.low & (SLOTS - 1);

    while (memory->entries[at].reference != NULL &&
           (memory->entries[at].hash.low != hash.low || memory->entries[at].hash.high != hash.high))
        at = (at + 1) & (SLOTS - 1);
    return &memory->entries[at];
}

static void copy_text(struct nd_str *text, struct nd_arena *arena) {
    if (text->ptr != NULL)
        *text = nd_arena_str(arena, *text);
}

static void copy_names(struct nd_names *names, struct nd_arena *arena) {
    const struct nd_name *first = names->first;

    *names = (struct nd_names){.count = names->count};
    for (const struct nd_name *n = first; n != NULL; n = n->next) {
        struct nd_name *copy = nd_arena_alloc(arena, 1, sizeof *copy);
        copy->text = nd_arena_str(arena, n->text);
        if (names->last == NULL)
            names->first = copy;
        else
            names->last->next = copy;
        names->last = copy;
    }
}

static void copy_images(struct nd_article *reference, struct nd_arena *arena) {
    const struct nd_image *first = reference->images;

    reference->images = reference->last_image = NULL;
    for (const struct nd_image *i = first; i != NULL; i = i->next) {
        struct nd_image *copy = nd_arena_alloc(arena, 1, sizeof *copy);
        *copy = (struct nd_image){nd_arena_str(arena, i->url), i->width, i->height, NULL};
        if (reference->last_image == NULL)
            reference->images = copy;
        else
            reference->last_image->next = copy;
        reference->last_image = copy;
    }
}

/* All but the provenance, which nobody asks of a reference that is made. */
static struct nd_article *copy_reference(const struct nd_article *reference, struct nd_arena *arena) {
    struct nd_article *copy = nd_arena_alloc(arena, 1, sizeof *copy);
    struct nd_str *const texts[] = {
        &copy->key,      &copy->url,           &copy->original_url,    &copy->title,
        &copy->excerpt,  &copy->body,          &copy->furniture,       &copy->published_at,
        &copy->language, &copy->provider_name, &copy->provider_domain, &copy->category,
        &copy->type};

    *copy = *reference;
    copy->next = NULL;
    copy->provenance = copy->last_provenance = NULL;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        copy_text(texts[i], arena);
    for (int role = ND_TOPIC; role <= ND_THEME; role++)
        copy_names(&copy->names[role], arena);
    copy_images(copy, arena);
    if (copy->quality != NULL)
        copy->quality = nd_value_copy(arena, copy->quality);
    if (copy->heat != NULL)
        copy->heat = nd_value_copy(arena, copy->heat);
    copy->metadata = nd_value_copy(arena, copy->metadata);
    return copy;
}

static bool is_known(struct nd_lines_hash hash) {
    return (hash.high | hash.low) != 0;
}

struct nd_article *nd_memory_find(const struct nd_memory *memory, struct nd_lines_hash hash,
                                  struct nd_arena *arena) {
    const struct nd_article *reference;

    if (memory == NULL || !is_known(hash))
        return NULL;
    reference = entry_of(memory, hash)->reference;
    return reference == NULL ? NULL : copy_reference(reference, arena);
}

void nd_memory_put(struct nd_memory *memory, struct nd_lines_hash hash, size_t length,
                   const struct nd_article *reference) {
    if (memory == NULL || !is_known(hash) || length > LONGEST)
        return;
    if (memory->count == MOST_ENTRIES || nd_arena_used(memory->arena) > MOST_BYTES) {
        nd_arena_reset(memory->arena);
        memset(memory->entries, 0, SLOTS * sizeof *memory->entries);
        memory->count = 0;
    }
    *entry_of(memory, hash) = (struct entry){hash, copy_reference(reference, memory->arena)};
    memory->count++;
}
