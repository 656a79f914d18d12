/*
 * Articles that came in one ingest and the keys each shares with others, so that those are not looked for one
 * by one. What does not fit into memory is left out, and found in the index. Private to the folder.
 */
#ifndef INDEX_COPIES_KEY_GROUPS_H
#define INDEX_COPIES_KEY_GROUPS_H

#include "index/copies/key_index.h"

/* All zero is empty. */
struct nd_key_groups {
    uint32_t *articles; /* that came, in order */
    size_t article_count, article_capacity;
    uint32_t *ids; /* of each group: how many there are, then the articles */
    size_t count, capacity;
    uint32_t *groups; /* where the groups of each article begin in ids */
    uint32_t *starts; /* where those of each article begin in groups, and where the last end */
    bool is_full;     /* some were left out: there are none */
};

void nd_key_groups_free(struct nd_key_groups *groups);
/* One that came, though it may share nothing; in order of their ids, before the first group. */
void nd_key_groups_add_article(struct nd_key_groups *groups, uint32_t id);
/* The articles that have a key. */
void nd_key_groups_add(struct nd_key_groups *groups, const uint32_t *ids, size_t count);
/* Once all are there. */
void nd_key_groups_seal(struct nd_key_groups *groups);
/* Appends to ids the articles of all groups of one; false when they are not known. */
bool nd_key_groups_find(const struct nd_key_groups *groups, int64_t id, struct nd_key_entries *ids);

#endif
