/*
 * The order in which articles become leads and members (newsdex/copies.h), and a queue in that order. Private
 * to the folder.
 */
#ifndef INDEX_COPIES_COPY_ORDER_H
#define INDEX_COPIES_COPY_ORDER_H

#include "index/copies/id_map.h"
#include "index/db/statement.h"

enum { ND_COPY_DATE = 22 };

struct nd_copy_order {
    uint32_t id;
    uint32_t words;          /* of excerpt and body */
    uint32_t number;         /* which of those that would have that uid */
    char date[ND_COPY_DATE]; /* empty when there is none */
    char uid[ND_UID_LENGTH + 1];
};

/* ND_END when there is no such article. */
enum nd_status nd_copy_order_read(struct nd_index *index, int64_t id, struct nd_copy_order *order,
                                  struct nd_error *err) ND_MUST_CHECK;
int nd_copy_order_compare(const struct nd_copy_order *a, const struct nd_copy_order *b);

/* Texts that are to be looked at, each once at a time; those taken out are remembered. All zero is empty. */
struct nd_copy_place {
    struct nd_copy_order order; /* of the first article with the text */
    uint32_t text_id;
    bool is_queued;
};
struct nd_copy_queue {
    struct nd_copy_place *places;
    size_t place_count, place_capacity;
    struct nd_id_map texts; /* the number of the place of each, from 1 on */
    uint32_t *heap;         /* numbers of places, from 0 on */
    size_t count, capacity;
};
void nd_copy_queue_free(struct nd_copy_queue *queue);
bool nd_copy_queue_has(const struct nd_copy_queue *queue, int64_t text_id);
/* The order of an article that was queued as the first with its text; NULL: it was not. */
const struct nd_copy_order *nd_copy_queue_order(const struct nd_copy_queue *queue, int64_t id);
/* Nothing happens if it is there. */
void nd_copy_queue_put(struct nd_copy_queue *queue, const struct nd_copy_place *place);
/* Takes the first out; false when there is none. */
bool nd_copy_queue_take(struct nd_copy_queue *queue, struct nd_copy_place *place);

#endif
