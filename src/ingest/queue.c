#include "ingest/queue.h"

#include "newsdex/alloc.h"
#include "newsdex/analysis.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum {
    MAX_THREADS = 256,
    KEPT_TOKENS = 1024 * 1024,         /* bytes of a slot's tokens that are kept for its next turn */
    MAX_RECORDED = 4 * 1024 * 1024,    /* of a body; the tokens of a larger one go straight into the index */
    BYTES_IN_FLIGHT = 24 * 1024 * 1024 /* of files; one file may exceed it when it is alone */
};

/* Positions count up for ever; a slot is a position modulo the size of the ring. */
struct nd_queue {
    struct nd_job jobs[ND_QUEUE_SLOTS];
    bool is_done[ND_QUEUE_SLOTS];
    uint64_t bytes[ND_QUEUE_SLOTS], in_flight, reserved_bytes;
    size_t head, next, tail; /* oldest not released; next for a worker; next to fill */
    bool is_closing;
    size_t max_size;
    pthread_mutex_t lock;
    pthread_cond_t has_work, has_result;
    pthread_t threads[MAX_THREADS];
    int thread_count;
    struct nd_analyser *analyser; /* without threads */
};

static void record_tokens(struct nd_job *job, struct nd_analyser *analyser) {
    struct nd_str *columns = job->columns;
    size_t ends[ND_COLUMNS];
    struct nd_buf topics = {0};

    nd_index_topics(&job->parsed.article, &topics);
    job->topics = nd_arena_str(job->parsed.arena, nd_buf_str(&topics));
    nd_buf_free(&topics);
    nd_index_columns(&job->parsed.article, job->topics, job->parsed.arena, columns);
    nd_buf_clear(&job->token_storage);
    if (job->parsed.article.body.len > MAX_RECORDED)
        return;
    for (size_t i = 0; i < ND_COLUMNS; i++) {
        if (nd_tokens_record(analyser, columns[i], &job->token_storage) != ND_OK)
            return;
        ends[i] = job->token_storage.len;
    }
    for (size_t i = 0, from = 0; i < ND_COLUMNS; from = ends[i++])
        job->tokens[i] = nd_str_slice(nd_buf_str(&job->token_storage), from, ends[i]);
}

static void work(struct nd_job *job, struct nd_analyser *analyser, size_t max_size) {
    nd_parse_file_unless(&job->parsed, job->path, max_size, job->has_known_hash ? job->known_hash : NULL,
                         &job->is_same);
    memset(job->tokens, 0, sizeof job->tokens);
    memset(job->columns, 0, sizeof job->columns);
    job->topics = ND_STR("");
    if (job->parsed.has_article)
        record_tokens(job, analyser);
}

static void *run_worker(void *context) {
    struct nd_queue *queue = context;
    struct nd_analyser *analyser = nd_analyser_new();

    pthread_mutex_lock(&queue->lock);
    for (;;) {
        size_t at;
        while (queue->next == queue->tail && !queue->is_closing)
            pthread_cond_wait(&queue->has_work, &queue->lock);
        if (queue->is_closing)
            break;
        at = queue->next++ % ND_QUEUE_SLOTS;
        pthread_mutex_unlock(&queue->lock);
        work(&queue->jobs[at], analyser, queue->max_size);
        pthread_mutex_lock(&queue->lock);
        queue->is_done[at] = true;
        pthread_cond_signal(&queue->has_result);
    }
    pthread_mutex_unlock(&queue->lock);
    nd_analyser_free(analyser);
    return NULL;
}

struct nd_queue *nd_queue_new(int count, size_t max_size) {
    struct nd_queue *queue = nd_alloc_array(1, sizeof *queue);

    queue->max_size = max_size;
    pthread_mutex_init(&queue->lock, NULL);
    pthread_cond_init(&queue->has_work, NULL);
    pthread_cond_init(&queue->has_result, NULL);
    for (size_t i = 0; i < ND_QUEUE_SLOTS; i++)
        nd_parsed_init(&queue->jobs[i].parsed);
    for (int i = 0; i < count && i < MAX_THREADS; i++)
        if (pthread_create(&queue->threads[queue->thread_count], NULL, run_worker, queue) == 0)
            queue->thread_count++;
    if (queue->thread_count == 0)
        queue->analyser = nd_analyser_new();
    return queue;
}

void nd_queue_free(struct nd_queue *queue) {
    if (queue == NULL)
        return;
    pthread_mutex_lock(&queue->lock);
    queue->is_closing = true;
    pthread_cond_broadcast(&queue->has_work);
    pthread_mutex_unlock(&queue->lock);
    for (int i = 0; i < queue->thread_count; i++)
        pthread_join(queue->threads[i], NULL);
    for (size_t i = 0; i < ND_QUEUE_SLOTS; i++) {
        nd_parsed_fini(&queue->jobs[i].parsed);
        nd_buf_free(&queue->jobs[i].path_storage);
        nd_buf_free(&queue->jobs[i].token_storage);
    }
    nd_analyser_free(queue->analyser);
    pthread_cond_destroy(&queue->has_work);
    pthread_cond_destroy(&queue->has_result);
    pthread_mutex_destroy(&queue->lock);
    free(queue);
}

struct nd_job *nd_queue_reserve(struct nd_queue *queue, uint64_t bytes) {
    size_t at = queue->tail % ND_QUEUE_SLOTS;

    if (queue->tail - queue->head == ND_QUEUE_SLOTS)
        return NULL;
    if (queue->in_flight > 0 && queue->in_flight + bytes > BYTES_IN_FLIGHT)
        return NULL;
    queue->reserved_bytes = bytes;
    return &queue->jobs[at];
}

void nd_queue_submit(struct nd_queue *queue) {
    size_t at = queue->tail % ND_QUEUE_SLOTS;

    queue->bytes[at] = queue->reserved_bytes;
    queue->in_flight += queue->reserved_bytes;
    pthread_mutex_lock(&queue->lock);
    queue->is_done[at] = false;
    queue->tail++;
    pthread_cond_signal(&queue->has_work);
    pthread_mutex_unlock(&queue->lock);
}

bool nd_queue_is_ready(struct nd_queue *queue) {
    bool ready;

    pthread_mutex_lock(&queue->lock);
    ready = queue->head < queue->tail &&
            (queue->thread_count == 0 || queue->is_done[queue->head % ND_QUEUE_SLOTS]);
    pthread_mutex_unlock(&queue->lock);
    return ready;
}

struct nd_job *nd_queue_take(struct nd_queue *queue) {
    size_t at = queue->head % ND_QUEUE_SLOTS;

    if (queue->head == queue->tail)
        return NULL;
    if (queue->thread_count == 0) {
        work(&queue->jobs[at], queue->analyser, queue->max_size);
        return &queue->jobs[at];
    }
    pthread_mutex_lock(&queue->lock);
    while (!queue->is_done[at])
        pthread_cond_wait(&queue->has_result, &queue->lock);
    pthread_mutex_unlock(&queue->lock);
    return &queue->jobs[at];
}

void nd_queue_release(struct nd_queue *queue) {
    struct nd_job *job = &queue->jobs[queue->head % ND_QUEUE_SLOTS];

    /* What a large file took must not wait for this slot's next turn. */
    nd_parsed_reset(&job->parsed);
    if (job->token_storage.cap > KEPT_TOKENS)
        nd_buf_free(&job->token_storage);
    queue->in_flight -= queue->bytes[queue->head % ND_QUEUE_SLOTS];
    queue->head++;
}
