#include "ingest/metadata.h"

#include "newsdex/limits.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

static struct nd_str name_of(struct nd_str path) {
    return nd_str_skip(path, nd_str_rfind_char(path, '/') + 1);
}

/* The text of bytes, in the arena; false when they are none. */
static bool decode(struct nd_str bytes, struct nd_arena *arena, struct nd_problems *problems,
                   struct nd_str *text) {
    struct nd_buf buf = {0};
    struct nd_str encoding;

    if (bytes.len == 0 || nd_container_is_packed(bytes) || nd_kind_of_bytes(bytes) != ND_KIND_NONE ||
        nd_source_decode(bytes, &buf, &encoding, problems) != ND_OK) {
        nd_buf_free(&buf);
        return false;
    }
    *text = nd_arena_take(arena, &buf);
    return nd_str_trim(*text).len > 0;
}

static bool read_item(struct nd_str text, struct nd_arena *arena, struct nd_problems *problems,
                      struct nd_item *item) {
    if (nd_str_starts(nd_str_trim(text), ND_STR("{")) || nd_str_starts(nd_str_trim(text), ND_STR("<")))
        return nd_container_read_object(text, arena, problems, item);
    *item = (struct nd_item){.format = "file", .fields = nd_document_read_fields(text, arena, problems)};
    return item->fields != NULL;
}

bool nd_metadata_read(struct nd_str bytes, struct nd_arena *arena, struct nd_problems *problems,
                      struct nd_item *item) {
    struct nd_str text;

    return bytes.len <= ND_MAX_METADATA_FILE && decode(bytes, arena, problems, &text) &&
           read_item(text, arena, problems, item);
}

/* What the metadata say of the text, or NULL where they are none of it. */
static struct nd_beside *read_metadata(struct nd_parsed *parsed, struct nd_str metadata,
                                       struct nd_str text_path, struct nd_str text) {
    struct nd_beside *beside = nd_arena_alloc(parsed->arena, 1, sizeof *beside);
    struct nd_problems ignored; /* of the text, which is read once more */

    nd_problems_init(&beside->problems, parsed->arena);
    nd_problems_init(&ignored, parsed->arena);
    if (nd_parts_find(text, true) != ND_PARTS_NONE || !decode(text, parsed->arena, &ignored, &text) ||
        nd_kind_of_text(text, text_path) != ND_KIND_NONE ||
        !nd_metadata_read(metadata, parsed->arena, &beside->problems, &beside->item) ||
        !nd_article_is_metadata(&beside->item, text, parsed->arena))
        return NULL;
    return beside;
}

/* That of the text comes first in both. */
static void hash_both(struct nd_parsed *parsed, struct nd_str other) {
    unsigned char hashes[2][ND_HASH_SIZE];
    XXH128_canonical_t canonical;

    XXH128_canonicalFromHash(&canonical, XXH3_128bits(other.ptr, other.len));
    memcpy(hashes[parsed->is_metadata], parsed->hash, ND_HASH_SIZE);
    memcpy(hashes[!parsed->is_metadata], canonical.digest, ND_HASH_SIZE);
    XXH128_canonicalFromHash(&canonical,
                             XXH3_128bits_withSeed(hashes, sizeof hashes, 1 + (uint64_t)parsed->is_metadata));
    memcpy(parsed->hash, canonical.digest, ND_HASH_SIZE);
}

bool nd_metadata_is_text(struct nd_str bytes, struct nd_str path, struct nd_arena *arena) {
    struct nd_problems ignored;
    struct nd_str text;

    nd_problems_init(&ignored, arena);
    return nd_parts_find(bytes, true) == ND_PARTS_NONE && decode(bytes, arena, &ignored, &text) &&
           nd_kind_of_text(text, path) == ND_KIND_NONE;
}

void nd_metadata_hash(struct nd_parsed *parsed, struct nd_str bytes, uint64_t seed) {
    XXH128_canonical_t canonical;
    struct nd_buf both = {0};

    nd_buf_add(&both, nd_str_of((const char *)parsed->hash, ND_HASH_SIZE));
    nd_buf_add(&both, bytes);
    XXH128_canonicalFromHash(&canonical, XXH3_128bits_withSeed(both.ptr, both.len, seed));
    memcpy(parsed->hash, canonical.digest, ND_HASH_SIZE);
    nd_buf_free(&both);
}

static const struct nd_item_alias *own_aliases(const struct nd_item_alias *aliases, size_t count,
                                               struct nd_arena *arena) {
    struct nd_item_alias *own = nd_arena_alloc(arena, count + 1, sizeof *own);

    for (size_t i = 0; i < count; i++)
        own[i] = (struct nd_item_alias){nd_arena_str(arena, aliases[i].key),
                                        nd_arena_str(arena, aliases[i].meaning)};
    return own;
}

void nd_metadata_own(struct nd_item *item, struct nd_arena *arena) {
    struct nd_str *names = nd_arena_alloc(arena, item->name_count + 1, sizeof *names);

    for (size_t i = 0; i < item->name_count; i++)
        names[i] = nd_arena_str(arena, item->names[i]);
    item->names = names;
    item->fields = nd_value_copy(arena, item->fields);
    item->aliases = own_aliases(item->aliases, item->alias_count, arena);
    item->guesses = own_aliases(item->guesses, item->guess_count, arena);
}

static bool is_forbidden(struct nd_str path) {
    return access(path.ptr, R_OK) != 0 && errno == EACCES;
}

enum nd_status nd_metadata_look(struct nd_parsed *parsed, struct nd_str path, size_t max_size,
                                struct nd_error *err) {
    struct nd_buf other = {0};
    struct nd_file_stamp stamp;
    struct nd_error why = ND_ERROR_INIT;
    enum nd_status status =
        nd_source_read(parsed->beside.ptr, parsed->is_container ? 0 : max_size, &other, &stamp, &why);
    struct nd_str bytes = nd_buf_str(&parsed->text);
    struct nd_beside *found = NULL;

    if (status == ND_OK || status == ND_TOO_BIG)
        parsed->stamp = nd_file_stamp_with(parsed->stamp, stamp);
    if (status == ND_OK && max_size > 0 && !parsed->is_container)
        found = parsed->is_metadata ? read_metadata(parsed, bytes, parsed->beside, nd_buf_str(&other))
                                    : read_metadata(parsed, nd_buf_str(&other), path, bytes);
    if (found != NULL) {
        hash_both(parsed, nd_buf_str(&other));
        found->name = name_of(parsed->beside);
        parsed->is_told = parsed->is_metadata;
        parsed->metadata = parsed->is_metadata ? NULL : found;
    }
    nd_buf_free(&other);
    if (status != ND_NO_FILES && (status != ND_IO || is_forbidden(parsed->beside)))
        return ND_OK;
    return nd_error_set(err, status, "%.*s, which is kept beside it: %s", (int)name_of(parsed->beside).len,
                        name_of(parsed->beside).ptr, why.message);
}

void nd_metadata_say(struct nd_parsed *parsed) {
    struct nd_str name = name_of(parsed->beside);

    parsed->kind = ND_KIND_METADATA;
    if (parsed->catalogue != NULL)
        nd_problems_add(&parsed->problems, ND_P_SKIPPED, 0, 0,
                        "metadata of files that are there, read with them");
    else
        nd_problems_add(&parsed->problems, ND_P_SKIPPED, 0, 0, "metadata of %.*s, read with it",
                        (int)name.len, name.ptr);
}
