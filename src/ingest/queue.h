/*
 * A ring of jobs between one producer, which is also the consumer, and worker threads. Jobs are handed back
 * in the order in which they were put in. Private to the ingest stage.
 */
#ifndef INGEST_QUEUE_H
#define INGEST_QUEUE_H

#include "newsdex/ingest.h"

enum { ND_QUEUE_SLOTS = 64 };

struct nd_job {
    struct nd_str path; /* owned by the slot's buffer */
    struct nd_buf path_storage;
    struct nd_parsed parsed;
    int64_t known_id; /* of the file in the index, 0 when new */
    bool has_known_hash;
    unsigned char known_hash[ND_HASH_SIZE];
    bool is_same;         /* the bytes are those the index has: not parsed */
    struct nd_str topics; /* made by the worker for the writer, as nd_index_input wants them */
    struct nd_str columns[ND_COLUMNS], tokens[ND_COLUMNS];
    struct nd_buf token_storage;
};

struct nd_queue;

/* Starts count threads; with 0 jobs are done when they are taken. */
struct nd_queue *nd_queue_new(int count, size_t max_size);
/* Waits for the threads to end; jobs in the ring are dropped. */
void nd_queue_free(struct nd_queue *queue);
/* The next free slot to fill, or NULL when the ring is full or holds too many bytes. */
struct nd_job *nd_queue_reserve(struct nd_queue *queue, uint64_t bytes);
/* Hands the slot just reserved to the workers. */
void nd_queue_submit(struct nd_queue *queue);
/* The oldest job once it is done, waiting for it; NULL when the ring is empty. */
struct nd_job *nd_queue_take(struct nd_queue *queue);
/* True when nd_queue_take would not wait. */
bool nd_queue_is_ready(struct nd_queue *queue);
/* Gives the slot taken back. */
void nd_queue_release(struct nd_queue *queue);

#endif
