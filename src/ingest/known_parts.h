/*
 * The records a file of many had when it was last read. One is known again by its bytes, or by the key it has
 * in the file when those have changed: then its article keeps its id. Those of equal bytes or keys are told
 * apart by their order. Private to the ingest stage.
 */
#ifndef INGEST_KNOWN_PARTS_H
#define INGEST_KNOWN_PARTS_H

#include "newsdex/index_parts.h"

struct nd_known_order {
    uint32_t *parts; /* their numbers */
    uint32_t *skip;  /* at the first of some that are alike: how many of them are taken */
};

/* All zero is one of none. Rows of the articles of a record that is an issue stand behind that of the record.
 */
struct nd_known_parts {
    struct nd_index_known_parts parts;
    bool *is_taken;
    size_t next;     /* most records follow each other as before: the one behind the last that was taken */
    size_t furthest; /* the one behind all that were taken */
    bool are_items;  /* a view of the articles of one record */
    struct nd_known_order orders[2]; /* by hash, by key; made when one is looked for */
};

/* As nd_index_parts. */
enum nd_status nd_known_parts_load(struct nd_known_parts *known, struct nd_index *index, int64_t file_id,
                                   uint64_t start, struct nd_error *err) ND_MUST_CHECK;
void nd_known_parts_fini(struct nd_known_parts *known);
/* The number of the first one like that which is not taken, or SIZE_MAX. */
size_t nd_known_parts_by_hash(struct nd_known_parts *known, const unsigned char hash[ND_HASH_SIZE]);
size_t nd_known_parts_by_key(struct nd_known_parts *known, struct nd_str key);
void nd_known_parts_take(struct nd_known_parts *known, size_t i);
/* With its articles, where it is an issue: they are the same. Returns how many those are. */
size_t nd_known_parts_keep(struct nd_known_parts *known, size_t i);
/*
 * The articles of the record with that number, SIZE_MAX: there is none. What is taken of them is taken of
 * known as well; to be given back.
 */
struct nd_known_parts nd_known_parts_items(struct nd_known_parts *known, size_t i);
void nd_known_parts_give_back(struct nd_known_parts *items);

#endif
