/*
 * The order in which articles become leads and members (newsdex/copies.h), and a queue in that order. Private
 * to the folder.
 */
#ifndef INDEX_COPIES_COPY_ORDER_H
#define INDEX_COPIES_COPY_ORDER_H

#include "index/db/statement.h"

enum { ND_COPY_DATE = 32 };

struct nd_copy_order {
    int64_t id;
    char date[ND_COPY_DATE]; /* empty when there is none */
    uint32_t words;          /* of excerpt and body */
    char uid[ND_UID_LENGTH + 1];
    uint64_t number; /* which of those that would have that uid */
};

/* ND_END when there is no such article. */
enum nd_status nd_copy_order_read(struct nd_index *index, int64_t id, struct nd_copy_order *order,
                                  struct nd_error *err) ND_MUST_CHECK;
int nd_copy_order_compare(const struct nd_copy_order *a, const struct nd_copy_order *b);

/* Texts that are to be looked at, each once at a time. All zero is empty. */
struct nd_copy_place {
    struct nd_copy_order order; /* of the first article with the text */
    int64_t text_id;
};
struct nd_copy_queue {
    struct nd_copy_place *heap;
    size_t count, capacity;
    struct nd_map *texts;
};
void nd_copy_queue_free(struct nd_copy_queue *queue);
bool nd_copy_queue_has(const struct nd_copy_queue *queue, int64_t text_id);
/* Nothing happens if it is there. */
void nd_copy_queue_put(struct nd_copy_queue *queue, const struct nd_copy_place *place);
/* Takes the first out; false when there is none. */
bool nd_copy_queue_take(struct nd_copy_queue *queue, struct nd_copy_place *place);

#endif
