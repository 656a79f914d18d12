/*
 * Articles that came in one ingest and the keys each shares with others, so that those are not looked for one
 * by one. What does not fit into memory is left out, and found in the index. Private to the folder.
 */
#ifndef INDEX_COPIES_KEY_GROUPS_H
#define INDEX_COPIES_KEY_GROUPS_H

#include "index/copies/key_index.h"

/* All zero is empty. */
struct nd_key_groups {
    uint32_t *ids; /* of each group: how many there are, then the articles */
    size_t count, capacity;
    struct nd_key_entries members; /* article and where its group begins */
    bool is_full;                  /* some were left out: there are none */
};

void nd_key_groups_free(struct nd_key_groups *groups);
/* The articles that have a key; those that came are to be added to it as members. */
size_t nd_key_groups_add(struct nd_key_groups *groups, const uint32_t *ids, size_t count);
void nd_key_groups_add_member(struct nd_key_groups *groups, uint32_t id, size_t group);
/* One that came, though it may share nothing. */
void nd_key_groups_add_article(struct nd_key_groups *groups, uint32_t id);
/* Once all are there. */
void nd_key_groups_seal(struct nd_key_groups *groups);
/* Appends to ids the articles of all groups of one; false when they are not known. */
bool nd_key_groups_find(const struct nd_key_groups *groups, int64_t id, struct nd_key_entries *ids);

#endif
