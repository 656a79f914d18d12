/* Matches that belong together, of which one stays: copies, or the articles of a story. Private to the index
 * stage. */
#ifndef INDEX_SEARCH_GROUPS_H
#define INDEX_SEARCH_GROUPS_H

#include "index/search/candidates.h"

struct nd_group_member {
    int64_t group, id;
    size_t place; /* among the matches */
};

/* All zero is empty; list for free(). */
struct nd_groups {
    struct nd_group_member *list;
    size_t count, capacity;
};

enum { ND_NO_GROUP = -1 };

void nd_groups_add(struct nd_groups *groups, int64_t group, int64_t id, size_t place);

/* Says which of the members of one group, in order of place, stays. */
typedef enum nd_status nd_groups_choose(struct nd_index *index, const struct nd_group_member *members,
                                        size_t count, size_t *chosen, struct nd_error *err);
/*
 * Takes all members of a group out of the matches but one: the first, or the one that choose says. Afterwards
 * members are together by group; begins, unless NULL, has for each match that was there at first room for one
 * number, and gets for each that stays where in the list its group begins, or ND_NO_GROUP.
 */
enum nd_status nd_groups_keep(struct nd_index *index, struct nd_groups *groups, nd_groups_choose *choose,
                              struct nd_candidates *found, int64_t *begins,
                              struct nd_error *err) ND_MUST_CHECK;

#endif
