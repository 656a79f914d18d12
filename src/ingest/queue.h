/*
 * A ring of chunks between one producer, which is also the consumer, and worker threads. A chunk is some
 * files that follow each other in the walk: enough work to be worth handing over, and one run for the index.
 * Chunks are handed back in the order in which they were put in. Private to the ingest stage.
 */
#ifndef INGEST_QUEUE_H
#define INGEST_QUEUE_H

#include "newsdex/index_parts.h"
#include "newsdex/ingest.h"

enum { ND_CHUNK_FILES = 512 };

/* What a run has of the child of an article. */
struct nd_child_words {
    uint32_t number, lengths[ND_COLUMNS];
};

/* One file, or one record of a file. */
struct nd_job {
    struct nd_str path;
    struct nd_str beside; /* as struct nd_walk_entry has it */
    bool is_metadata;
    struct nd_str tables; /* and the same */
    bool is_table;
    size_t root_len;
    struct nd_file_stamp others;
    struct nd_catalogues *catalogues;
    struct nd_parsed parsed;
    bool is_named;   /* set by the writer: see struct nd_parsed */
    bool is_problem; /* there is nothing to read: */
    enum nd_problem_code problem;
    struct nd_str message;
    int64_t known_id;        /* of the file in the index, 0 when new */
    int64_t known_parts;     /* of the file there; -1: none */
    int64_t known_issues;    /* it is, or has, there, */
    int64_t known_items;     /* and the articles of these */
    bool is_known_of_reader; /* it was read by the rules of today */
    bool is_known_read;      /* the index has more of it than a problem */
    bool has_known_hash;
    struct nd_known_bytes known;
    const struct nd_parts *parts; /* of which it is a record, with a copy of its bytes; NULL: it is a file */
    struct nd_record record;
    struct nd_buf bytes;
    struct nd_index_part part;
    size_t known_part;                  /* its number among those the file had, or SIZE_MAX */
    bool is_same;                       /* the bytes are those the index has: not parsed */
    bool is_inverted;                   /* the article is in the chunk's run: */
    uint32_t number;                    /* there, */
    uint32_t lengths[ND_COLUMNS];       /* with so many words in its columns */
    struct nd_child_words *child_words; /* and its children as well, each: */
};

struct nd_chunk {
    struct nd_arena *names; /* of the paths and messages of the jobs */
    struct nd_arena *arena; /* of what comes of them */
    struct nd_job jobs[ND_CHUNK_FILES];
    size_t count;
    size_t used; /* the most it has held: no other job was ever touched, nor has memory */
    uint64_t bytes;
    struct nd_run run;
};

struct nd_queue;

/* Starts count threads; with 0 a chunk is worked on when it is taken. In a dry run there are no runs.
 */
struct nd_queue *nd_queue_new(int count, const struct nd_ingest_options *options);
/* Waits for the threads to end; chunks in the ring are dropped. */
void nd_queue_free(struct nd_queue *queue);
/* The next free job to fill, or NULL when a chunk has to be taken first. Path and message are copied. */
struct nd_job *nd_queue_reserve(struct nd_queue *queue, const struct nd_walk_entry *entry);
/* The same for a record of a file at path; its bytes are copied. */
struct nd_job *nd_queue_reserve_record(struct nd_queue *queue, struct nd_parts *parts,
                                       const struct nd_record *record, struct nd_str path);
/* The job reserved is filled. Chunks go to the workers when they are large enough, */
void nd_queue_submit(struct nd_queue *queue);
/* or when no more files are to be expected soon. */
void nd_queue_flush(struct nd_queue *queue);
/* The oldest chunk handed over, waiting for it, and then for some more at once; NULL when there is none. */
struct nd_chunk *nd_queue_take(struct nd_queue *queue);
/* Gives the chunk taken back. */
void nd_queue_release(struct nd_queue *queue);

#endif
