/*
 * Files of many articles in the index: their parts are the records of the file, whether or not they gave an
 * article. A file is opened, its parts are put, placed or removed, and it is closed; commits may come in
 * between. One that is not closed is read again by the next ingest. A file whose bytes are known under a path
 * that is gone has moved, with its parts.
 */
#ifndef NEWSDEX_INDEX_PARTS_H
#define NEWSDEX_INDEX_PARTS_H

#include "newsdex/index.h"

struct nd_index_part {
    int64_t id; /* of its article as well; 0: it is new */
    uint64_t ordinal, start, length;
    uint64_t item;    /* 0, or of a record that is an issue one of its articles, from 1: it has the place */
    int64_t issue_id; /* of that, which is this part; 0: none */
    uint32_t line;
    unsigned char hash[ND_HASH_SIZE]; /* XXH3-128 of its bytes */
    struct nd_str name, key;          /* may be absent, see newsdex/item.h */
    bool is_overtaken;                /* records that stood behind it stand before it now */
};
/* One the file had; of its key no more than what tells it from others, for there may be a hundred million. */
struct nd_index_known_part {
    int64_t id;
    uint64_t ordinal, start, length, key; /* nd_index_part_key */
    uint32_t line, item;
    bool is_untitled; /* its title is made of its place */
    unsigned char hash[ND_HASH_SIZE];
};
struct nd_index_known_parts {
    struct nd_index_known_part *items; /* in order; free() it */
    size_t count;
};
/* XXH3, 64 bits; 0 when there is no key. */
uint64_t nd_index_part_key(struct nd_str key);
enum nd_status nd_index_open_container(struct nd_index *index, const struct nd_index_input *input,
                                       int64_t *file_id, enum nd_change *change,
                                       struct nd_error *err) ND_MUST_CHECK;
enum nd_status nd_index_close_container(struct nd_index *index, const struct nd_index_input *input,
                                        int64_t file_id, struct nd_error *err) ND_MUST_CHECK;
/* Those the file has, in order: from the last one on that begins before start, or all. */
enum nd_status nd_index_parts(struct nd_index *index, int64_t file_id, uint64_t start,
                              struct nd_index_known_parts *parts, struct nd_error *err) ND_MUST_CHECK;
/* Adds a part, which gets its id, or replaces it; of input only what concerns an article and its problems is
 * looked at. */
enum nd_status nd_index_put_part(struct nd_index *index, int64_t file_id, struct nd_index_part *part,
                                 const struct nd_index_input *input, struct nd_error *err) ND_MUST_CHECK;
/* The part is the same as before, as known says, but for where it stands. */
enum nd_status nd_index_place_part(struct nd_index *index, const struct nd_index_part *part,
                                   const struct nd_index_known_part *known,
                                   struct nd_error *err) ND_MUST_CHECK;
enum nd_status nd_index_remove_part(struct nd_index *index, int64_t id, struct nd_error *err) ND_MUST_CHECK;

#endif
