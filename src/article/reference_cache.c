#include "article/reference_cache.h"

#include "article/fields.h"
#include "newsdex/alloc.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

/* When either of the most is reached nothing more is kept, and before the next article everything is
 * forgotten. */
enum { SLOTS = 8192, MOST_ENTRIES = SLOTS / 2, MOST_BYTES = 8 * 1024 * 1024, LONGEST = 4096 };

struct entry {
    struct nd_lines_hash hash;
    const struct nd_article *reference; /* NULL when the entry is free */
    size_t nodes;
};

struct nd_reference_cache {
    struct nd_arena *arena;
    struct entry *entries;
    size_t count;
};

struct nd_reference_cache *nd_reference_cache_new(void) {
    struct nd_reference_cache *cache = nd_alloc_array(1, sizeof *cache);

    cache->arena = nd_arena_new();
    cache->entries = nd_alloc_array(SLOTS, sizeof *cache->entries);
    return cache;
}

void nd_reference_cache_free(struct nd_reference_cache *cache) {
    if (cache == NULL)
        return;
    nd_arena_free(cache->arena);
    free(cache->entries);
    free(cache);
}

/* The column matters: it decides whether the second line belongs below the first. */
static struct nd_lines_hash hash_of(struct nd_str lines, uint32_t column) {
    XXH128_hash_t hash = XXH3_128bits_withSeed(lines.ptr, lines.len, column);

    return (struct nd_lines_hash){hash.high64, hash.low64};
}

/* The entry of these lines, or the free one where it belongs. */
static struct entry *entry_of(const struct nd_reference_cache *cache, struct nd_lines_hash hash) {
    size_t at = (size_t)hash.low & (SLOTS - 1);

    while (cache->entries[at].reference != NULL &&
           (cache->entries[at].hash.low != hash.low || cache->entries[at].hash.high != hash.high))
        at = (at + 1) & (SLOTS - 1);
    return &cache->entries[at];
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
    copy_names(&copy->authors, arena);
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

static bool is_full(const struct nd_reference_cache *cache) {
    return cache->count == MOST_ENTRIES || nd_arena_used(cache->arena) > MOST_BYTES;
}

static const void *find(void *context, struct nd_str lines, uint32_t column, size_t *nodes) {
    const struct entry *entry = entry_of(context, hash_of(lines, column));

    if (entry->reference == NULL)
        return NULL;
    *nodes = entry->nodes;
    return entry->reference;
}

struct nd_known_entries nd_reference_cache_begin(struct nd_reference_cache *cache,
                                                 bool (*is_list)(struct nd_str key)) {
    if (is_full(cache)) {
        nd_arena_reset(cache->arena);
        memset(cache->entries, 0, SLOTS * sizeof *cache->entries);
        cache->count = 0;
    }
    return (struct nd_known_entries){is_list, find, cache};
}

struct nd_article *nd_reference_cache_recall(const struct nd_value *entry, struct nd_arena *arena) {
    return entry->type != ND_MAP || entry->as.known == NULL ? NULL : copy_reference(entry->as.known, arena);
}

/* As the reader counts: every value, and every key. */
static size_t count_nodes(const struct nd_value *value) {
    size_t count = 1;

    for (const struct nd_value *v = value->first; v != NULL; v = v->next)
        count += (value->type == ND_MAP) + count_nodes(v);
    return count;
}

void nd_reference_cache_put(struct nd_reference_cache *cache, const struct nd_value *entry,
                            struct nd_article *reference) {
    struct entry *slot;

    if (entry->type != ND_MAP || entry->text.len == 0)
        return;
    reference->lines = hash_of(entry->text, entry->column);
    if (cache == NULL || is_full(cache) || entry->text.len > LONGEST)
        return;
    slot = entry_of(cache, reference->lines);
    if (slot->reference != NULL) /* the reader asked before the first of two in one article was kept */
        return;
    *slot = (struct entry){reference->lines, copy_reference(reference, cache->arena), count_nodes(entry)};
    cache->count++;
}
