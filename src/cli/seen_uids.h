/*
 * How often each uid was given so far. Of most it is once: of these, millions perhaps, only a hash is kept,
 * so that two different ones count as one where 64 bits of XXH3 are equal. Private to the command line.
 */
#ifndef CLI_SEEN_UIDS_H
#define CLI_SEEN_UIDS_H

#include "newsdex/map.h"

/* All zero at the beginning. */
struct nd_seen_uids {
    uint64_t *hashes; /* an open table; 0: free */
    size_t size, used;
    struct nd_map *times; /* of those given twice and more */
};

void nd_seen_uids_free(struct nd_seen_uids *seen);
/* Counts uid; how often it was given before. */
int64_t nd_seen_uids_add(struct nd_seen_uids *seen, struct nd_str uid);

#endif
