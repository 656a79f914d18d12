/*
 * Lists of articles with their scores, in order of id, and the algebra of sets over them: scores add up.
 * Private to the index stage.
 */
#ifndef INDEX_SEARCH_SCORED_H
#define INDEX_SEARCH_SCORED_H

#include <stddef.h>
#include <stdint.h>

/* An article that matches. */
struct nd_scored {
    uint32_t id;
    float score;
};

struct nd_scored_list {
    struct nd_scored *items; /* in order of id, until something sorts them; free() when done */
    size_t count, capacity;
    size_t total; /* how many there were before all but the best were dropped, at least */
};

void nd_scored_add(struct nd_scored_list *list, uint32_t id, float score);
/* Keeps in list what other has, too. */
void nd_scored_intersect(struct nd_scored_list *list, const struct nd_scored_list *other);
/* Keeps in list what other has not. */
void nd_scored_take_away(struct nd_scored_list *list, const struct nd_scored_list *other);
/* Adds to list what other has. */
void nd_scored_unite(struct nd_scored_list *list, const struct nd_scored_list *other);
/* Unites all lists in the first, pair by pair, and frees the others. */
void nd_scored_unite_all(struct nd_scored_list *lists, size_t count);

#endif
