#include "ingest/queue.h"

#include "newsdex/alloc.h"
#include "newsdex/analysis.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    MAX_THREADS = 256,
    SLOTS = 32,   /* of the ring: work enough for while the writer flushes */
    GATHERED = 8, /* chunks for which the writer is woken: each time costs a worker's turn */
    GATHERING_NS = 100 * 1000 * 1000,  /* and for so long */
    CHUNK_BYTES = 512 * 1024,          /* of files in a chunk, about */
    KEPT_BYTES = 4096,                 /* of a record's storage */
    BYTES_IN_FLIGHT = 24 * 1024 * 1024 /* of files; one file may exceed it when it is alone */
};

/*
 * Positions count up for ever; a slot is a position modulo the size of the ring. A chunk has an arena from
 * the time its work begins; the one given back last is the next to be used, being still in the processor's
 * caches.
 */
struct nd_queue {
    struct nd_chunk chunks[SLOTS];
    bool is_done[SLOTS];
    struct nd_arena *arenas[SLOTS];
    size_t arena_count;
    uint64_t in_flight;
    size_t head, next, tail; /* oldest not released; next for a worker; being filled */
    size_t awaited;          /* the writer waits for the oldest and for this one */
    bool is_waiting;
    bool is_closing, is_inverting;
    const struct nd_ingest_options *options;
    pthread_mutex_t lock;
    pthread_cond_t has_work, has_result;
    pthread_t threads[MAX_THREADS];
    int thread_count;
    struct worker *worker; /* without threads */
};

/* What a worker uses for one file after the other. */
struct worker {
    struct nd_reference_cache *memory;
    struct nd_analyser *analyser;
    struct nd_inverter *inverter;
};

static struct worker *new_worker(void) {
    struct worker *worker = nd_alloc_array(1, sizeof *worker);

    worker->memory = nd_reference_cache_new();
    worker->analyser = nd_analyser_new();
    worker->inverter = nd_inverter_new();
    return worker;
}

static void free_worker(struct worker *worker) {
    if (worker == NULL)
        return;
    nd_reference_cache_free(worker->memory);
    nd_analyser_free(worker->analyser);
    nd_inverter_free(worker->inverter);
    free(worker);
}

/* Returns its number in the run. */
static uint32_t invert_article(const struct nd_article *article, struct worker *worker,
                               uint32_t lengths[ND_COLUMNS]) {
    uint32_t number = nd_inverter_count(worker->inverter);
    struct nd_columns columns;
    struct nd_buf topics = {0};

    nd_index_topics(article, &topics);
    nd_index_columns(article, nd_buf_str(&topics), &columns);
    nd_inverter_add(worker->inverter, worker->analyser, &columns, lengths);
    nd_buf_free(&topics);
    return number;
}

static void invert(struct nd_job *job, struct worker *worker) {
    const struct nd_article *article = &job->parsed.article;

    job->number = invert_article(article, worker, job->lengths);
    job->is_inverted = true;
    if (article->child_count == 0)
        return;
    job->child_words = nd_arena_alloc(job->parsed.arena, article->child_count, sizeof *job->child_words);
    for (const struct nd_article *c = article->children; c != NULL; c = c->next) {
        struct nd_child_words *words = &job->child_words[c->ordinal - 1];
        words->number = invert_article(c, worker, words->lengths);
    }
}

static void read_job(struct nd_job *job, const struct nd_ingest_options *options) {
    job->is_same = false;
    job->parsed.converters = options->converters;
    job->parsed.is_whole = options->no_digests;
    if (job->parts != NULL) {
        nd_parse_record(&job->parsed, job->parts, &job->record, &job->bytes, job->path);
        job->record.bytes = ND_STR_NONE;
        return;
    }
    job->parsed.is_named = job->is_named;
    job->parsed.beside = job->beside;
    job->parsed.is_metadata = job->is_metadata;
    job->parsed.tables = job->tables;
    job->parsed.is_table = job->is_table;
    job->parsed.root_len = job->root_len;
    job->parsed.others = job->others;
    job->parsed.catalogues = job->catalogues;
    if (job->is_problem && job->problem == ND_P_UNREADABLE)
        job->parsed.reading = ND_READ_FAILED;
    if (job->is_problem)
        nd_problems_add(&job->parsed.problems, job->problem, 0, 0, "%.*s", (int)job->message.len,
                        job->message.ptr);
    else
        nd_parse_file_unless(&job->parsed, job->path, options->max_size,
                             job->has_known_hash ? &job->known : NULL, &job->is_same);
}

static void work(struct nd_queue *queue, struct nd_chunk *chunk, struct worker *worker) {
    for (size_t i = 0; i < chunk->count; i++) {
        struct nd_job *job = &chunk->jobs[i];
        nd_parsed_begin(&job->parsed, chunk->arena, worker->memory);
        read_job(job, queue->options);
        job->is_inverted = false;
        if (job->parsed.has_article && queue->is_inverting)
            invert(job, worker);
        nd_alloc_file(NULL);
    }
    if (queue->is_inverting)
        nd_inverter_finish(worker->inverter, &chunk->run);
}

static bool is_awaited_done(const struct nd_queue *queue) {
    return queue->is_done[queue->head % SLOTS] && queue->is_done[queue->awaited % SLOTS];
}

static void *run_worker(void *context) {
    struct nd_queue *queue = context;
    struct worker *worker = new_worker();

    pthread_mutex_lock(&queue->lock);
    for (;;) {
        size_t at;
        while (queue->next == queue->tail && !queue->is_closing)
            pthread_cond_wait(&queue->has_work, &queue->lock);
        if (queue->is_closing)
            break;
        at = queue->next++ % SLOTS;
        queue->chunks[at].arena = queue->arenas[--queue->arena_count];
        pthread_mutex_unlock(&queue->lock);
        work(queue, &queue->chunks[at], worker);
        pthread_mutex_lock(&queue->lock);
        queue->is_done[at] = true;
        if (queue->is_waiting && is_awaited_done(queue))
            pthread_cond_signal(&queue->has_result);
    }
    pthread_mutex_unlock(&queue->lock);
    free_worker(worker);
    return NULL;
}

/* Waits by a clock that nobody sets. */
static void init_result(pthread_cond_t *has_result) {
    pthread_condattr_t attributes;

    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(has_result, &attributes);
    pthread_condattr_destroy(&attributes);
}

struct nd_queue *nd_queue_new(int count, const struct nd_ingest_options *options) {
    struct nd_queue *queue = nd_alloc_array(1, sizeof *queue);

    queue->options = options;
    queue->is_inverting = !options->dry_run;
    pthread_mutex_init(&queue->lock, NULL);
    pthread_cond_init(&queue->has_work, NULL);
    init_result(&queue->has_result);
    for (size_t i = 0; i < SLOTS; i++) {
        queue->chunks[i].names = nd_arena_new();
        queue->arenas[queue->arena_count++] = nd_arena_new();
    }
    for (int i = 0; i < count && i < MAX_THREADS; i++)
        if (pthread_create(&queue->threads[queue->thread_count], NULL, run_worker, queue) == 0)
            queue->thread_count++;
    if (queue->thread_count == 0)
        queue->worker = new_worker();
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
    for (size_t i = 0; i < SLOTS; i++) {
        for (size_t j = 0; j < queue->chunks[i].used; j++) {
            nd_parsed_fini(&queue->chunks[i].jobs[j].parsed);
            nd_buf_free(&queue->chunks[i].jobs[j].bytes);
        }
        nd_run_free(&queue->chunks[i].run);
        nd_arena_free(queue->chunks[i].arena);
        nd_arena_free(queue->chunks[i].names);
    }
    while (queue->arena_count > 0)
        nd_arena_free(queue->arenas[--queue->arena_count]);
    free_worker(queue->worker);
    pthread_cond_destroy(&queue->has_work);
    pthread_cond_destroy(&queue->has_result);
    pthread_mutex_destroy(&queue->lock);
    free(queue);
}

/* The next free job, for so many bytes; NULL when there is no room. */
static struct nd_job *reserve(struct nd_queue *queue, uint64_t bytes) {
    struct nd_chunk *chunk = &queue->chunks[queue->tail % SLOTS];

    if (queue->tail - queue->head == SLOTS)
        return NULL;
    if (queue->in_flight > 0 && queue->in_flight + bytes > BYTES_IN_FLIGHT) {
        nd_queue_flush(queue);
        return NULL;
    }
    chunk->bytes += bytes;
    queue->in_flight += bytes;
    chunk->count++;
    if (chunk->used < chunk->count)
        chunk->used = chunk->count;
    return &chunk->jobs[chunk->count - 1];
}

struct nd_job *nd_queue_reserve(struct nd_queue *queue, const struct nd_walk_entry *entry) {
    struct nd_arena *names = queue->chunks[queue->tail % SLOTS].names;
    struct nd_job *job = reserve(queue, entry->kind == ND_WALK_FILE ? entry->stamp.size : 0);

    if (job == NULL)
        return NULL;
    job->path = nd_arena_str(names, entry->path);
    job->beside = nd_arena_str(names, entry->beside);
    job->is_metadata = entry->is_metadata;
    job->tables = nd_arena_str(names, entry->tables);
    job->is_table = entry->is_table;
    job->root_len = entry->root_len;
    job->others = entry->others;
    job->is_problem = entry->kind == ND_WALK_PROBLEM;
    job->problem = entry->problem;
    job->message = nd_arena_str(names, entry->message);
    job->parts = NULL;
    return job;
}

struct nd_job *nd_queue_reserve_record(struct nd_queue *queue, struct nd_parts *parts,
                                       const struct nd_record *record, struct nd_str path) {
    struct nd_arena *names = queue->chunks[queue->tail % SLOTS].names;
    struct nd_job *job = reserve(queue, record->bytes.len);

    if (job == NULL)
        return NULL;
    job->path = nd_arena_str(names, path);
    job->parts = parts;
    job->record = *record;
    nd_parts_take(parts, &job->record, &job->bytes);
    return job;
}

void nd_queue_submit(struct nd_queue *queue) {
    const struct nd_chunk *chunk = &queue->chunks[queue->tail % SLOTS];

    if (chunk->count == ND_CHUNK_FILES || chunk->bytes >= CHUNK_BYTES)
        nd_queue_flush(queue);
}

void nd_queue_flush(struct nd_queue *queue) {
    if (queue->tail - queue->head == SLOTS || queue->chunks[queue->tail % SLOTS].count == 0)
        return;
    pthread_mutex_lock(&queue->lock);
    queue->is_done[queue->tail % SLOTS] = false;
    queue->tail++;
    pthread_cond_signal(&queue->has_work);
    pthread_mutex_unlock(&queue->lock);
}

/* Waits, locked, for the oldest chunk and some more, or until it has taken long: somebody may wait for news.
 */
static void gather(struct nd_queue *queue) {
    struct timespec until;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += GATHERING_NS;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    queue->awaited = (queue->tail - queue->head < GATHERED ? queue->tail : queue->head + GATHERED) - 1;
    queue->is_waiting = true;
    while (!is_awaited_done(queue))
        if (queue->awaited == queue->head)
            pthread_cond_wait(&queue->has_result, &queue->lock);
        else if (pthread_cond_timedwait(&queue->has_result, &queue->lock, &until) == ETIMEDOUT)
            queue->awaited = queue->head;
    queue->is_waiting = false;
}

struct nd_chunk *nd_queue_take(struct nd_queue *queue) {
    size_t at = queue->head % SLOTS;

    if (queue->head == queue->tail)
        return NULL;
    if (queue->thread_count == 0) {
        queue->chunks[at].arena = queue->arenas[--queue->arena_count];
        work(queue, &queue->chunks[at], queue->worker);
        return &queue->chunks[at];
    }
    pthread_mutex_lock(&queue->lock);
    if (!queue->is_done[at])
        gather(queue);
    pthread_mutex_unlock(&queue->lock);
    return &queue->chunks[at];
}

void nd_queue_release(struct nd_queue *queue) {
    struct nd_chunk *chunk = &queue->chunks[queue->head % SLOTS];

    for (size_t i = 0; i < chunk->count; i++) {
        nd_parsed_end(&chunk->jobs[i].parsed);
        if (chunk->jobs[i].bytes.cap > KEPT_BYTES)
            nd_buf_free(&chunk->jobs[i].bytes);
    }
    nd_arena_reset(chunk->arena);
    nd_arena_reset(chunk->names);
    pthread_mutex_lock(&queue->lock);
    queue->arenas[queue->arena_count++] = chunk->arena;
    pthread_mutex_unlock(&queue->lock);
    chunk->arena = NULL;
    queue->in_flight -= chunk->bytes;
    chunk->count = 0;
    chunk->bytes = 0;
    queue->head++;
}
