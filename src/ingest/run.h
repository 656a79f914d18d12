/*
 * One run of an ingest: what it carries around, its batches, and what it tells. Private to the ingest stage.
 */
#ifndef INGEST_RUN_H
#define INGEST_RUN_H

#include "ingest/known_parts.h"
#include "ingest/missing.h"
#include "ingest/queue.h"

struct nd_ingest_run {
    struct nd_index *index;
    const struct nd_ingest_options *options;
    nd_ingest_observer *observer;
    void *context;
    struct nd_ingest_totals *totals;
    struct nd_error *err;
    int threads; /* of a queue; 0: none */
    struct nd_queue *queue,
        *record_queue;      /* of files; of records of the file at hand, made when first needed */
    struct nd_arena *arena; /* of the roots */
    struct nd_roots roots;
    struct nd_indexed_files *indexed_files;
    struct nd_devices *devices;
    struct nd_catalogues *catalogues;
    struct nd_absences *absences;
    bool in_batch;
    uint64_t batch_bytes, batch_files;
    struct nd_str maybe_moved; /* the first file of those */
    int64_t maybe_moved_count;
};

void nd_ingest_tell(struct nd_ingest_run *run, enum nd_ingest_event_type type, struct nd_str path,
                    struct nd_str message, const struct nd_problem *problem);
void nd_ingest_tell_problems(struct nd_ingest_run *run, struct nd_str path,
                             const struct nd_problems *problems);
bool nd_ingest_is_cancelled(const struct nd_ingest_run *run);
/* Says why the run ends with the file at path: no more can be open, which concerns those that follow as well.
 */
enum nd_status nd_ingest_refuse(struct nd_ingest_run *run, struct nd_str path, struct nd_str why);

/* A transaction, unless it is a dry run. Each write opens one if need be. */
enum nd_status nd_ingest_open_batch(struct nd_ingest_run *run) ND_MUST_CHECK;
enum nd_status nd_ingest_close_batch(struct nd_ingest_run *run) ND_MUST_CHECK;
/* Commits when the batch has grown large enough. */
enum nd_status nd_ingest_count_towards_batch(struct nd_ingest_run *run, uint64_t bytes) ND_MUST_CHECK;

void nd_ingest_count_change(struct nd_ingest_run *run, struct nd_str path, enum nd_change change);
/* At the end: of the files that may have moved. */
void nd_ingest_tell_doubt(struct nd_ingest_run *run);
/* Of texts of which no copies are looked for: who expects some should know. */
void nd_ingest_tell_common_texts(struct nd_ingest_run *run);
/* A link that was not followed is no failure. */
bool nd_ingest_has_error(const struct nd_problems *problems);

/*
 * children.c: writes the articles the article of a file is an issue of, which is put, and removes those it
 * was. job may be NULL.
 */
enum nd_status nd_ingest_children(struct nd_ingest_run *run, const struct nd_parsed *parsed,
                                  const struct nd_job *job, int64_t file_id,
                                  enum nd_change change) ND_MUST_CHECK;

/*
 * The same of a record of a file of many, which is put: its number among the known parts of the file is
 * job->known_part.
 */
enum nd_status nd_ingest_children_of_record(struct nd_ingest_run *run, const struct nd_job *job,
                                            int64_t file_id, struct nd_known_parts *known,
                                            bool reads_all) ND_MUST_CHECK;
/* Those of a record that is the same as before, number i of the known and kept there, but for where it
 * stands. */
enum nd_status nd_ingest_place_children(struct nd_ingest_run *run, const struct nd_index_part *record,
                                        struct nd_known_parts *known, size_t i) ND_MUST_CHECK;

/*
 * containers.c: writes a file of many articles, which a worker has looked at, part by part. bytes is the file
 * when its name is not to be opened, otherwise absent. Its run of inverted articles must have been given
 * back.
 */
enum nd_status nd_ingest_container(struct nd_ingest_run *run, const struct nd_job *job,
                                   struct nd_str bytes) ND_MUST_CHECK;

#endif
