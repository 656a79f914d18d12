#include "newsdex/ingest.h"

#include "ingest/indexed_files.h"
#include "ingest/queue.h"
#include "newsdex/alloc.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
    BATCH_BYTES = 32 * 1024 * 1024, /* of files in one transaction */
    BATCH_FILES = 10000,
    LARGE_BATCH_BYTES = 8 * 1024 * 1024 /* of one that is worth ending early */
};

/* Everything one run carries around. */
struct run {
    struct nd_index *index;
    const struct nd_ingest_options *options;
    nd_ingest_observer *observer;
    void *context;
    struct nd_ingest_totals *totals;
    struct nd_error *err;
    struct nd_queue *queue;
    struct nd_indexed_files *known;
    bool in_batch;
    uint64_t batch_bytes, batch_files;
};

static void tell(struct run *run, enum nd_ingest_event_type type, struct nd_str path, struct nd_str message,
                 const struct nd_problem *problem) {
    struct nd_ingest_event event = {type, path, message, problem, run->totals};

    if (run->observer != NULL)
        run->observer(run->context, &event);
}

static void tell_problems(struct run *run, struct nd_str path, const struct nd_problems *problems) {
    for (const struct nd_problem *p = problems->first; p != NULL; p = p->next)
        tell(run, ND_INGEST_PROBLEM, path, ND_STR_NONE, p);
}

static bool is_cancelled(const struct run *run) {
    return run->options->cancel != NULL && *run->options->cancel != 0;
}

static enum nd_status open_batch(struct run *run) {
    enum nd_status status = ND_OK;

    if (!run->in_batch && !run->options->dry_run)
        status = nd_index_begin(run->index, run->err);
    run->in_batch = status == ND_OK;
    return status;
}

static enum nd_status close_batch(struct run *run) {
    bool was_open = run->in_batch;

    run->in_batch = false;
    run->batch_bytes = run->batch_files = 0;
    return was_open && !run->options->dry_run ? nd_index_commit(run->index, run->err) : ND_OK;
}

/* Commits when the batch has grown large enough. */
static enum nd_status count_towards_batch(struct run *run, uint64_t bytes) {
    run->batch_bytes += bytes;
    run->batch_files++;
    if (run->options->dry_run)
        return ND_OK;
    return run->batch_bytes >= BATCH_BYTES || run->batch_files >= BATCH_FILES || nd_index_is_full(run->index)
               ? close_batch(run)
               : ND_OK;
}

static void count_change(struct nd_ingest_totals *totals, enum nd_change change) {
    totals->added += change == ND_ADDED;
    totals->changed += change == ND_CHANGED;
    totals->moved += change == ND_MOVED;
}

/* A link that was not followed is no failure. */
static bool has_error(const struct nd_problems *problems) {
    for (const struct nd_problem *p = problems->first; p != NULL; p = p->next)
        if (p->level == ND_ERROR)
            return true;
    return false;
}

static enum nd_status write_parsed(struct run *run, struct nd_str path, const struct nd_parsed *parsed,
                                   const struct nd_job *job) {
    struct nd_index_input input = {.path = path,
                                   .stamp = parsed->stamp,
                                   .has_hash = parsed->has_hash,
                                   .encoding = parsed->encoding,
                                   .article = parsed->has_article ? &parsed->article : NULL,
                                   .problems = &parsed->problems};
    enum nd_change change = job != NULL && job->known_id != 0 ? ND_CHANGED : ND_ADDED;
    enum nd_status status = ND_OK;

    nd_alloc_file(path.ptr);
    memcpy(input.hash, parsed->hash, ND_HASH_SIZE);
    if (job != NULL) {
        input.is_inverted = job->is_inverted;
        input.number = job->number;
        memcpy(input.lengths, job->lengths, sizeof input.lengths);
    }
    if (!run->options->dry_run)
        status = nd_index_put(run->index, &input, &change, run->err);
    nd_alloc_file(NULL);
    if (status != ND_OK)
        return status;
    if (parsed->has_article)
        count_change(run->totals, change);
    else if (has_error(&parsed->problems))
        run->totals->failed++;
    tell_problems(run, path, &parsed->problems);
    return ND_OK;
}

static enum nd_status write_job(struct run *run, const struct nd_job *job) {
    enum nd_status status = open_batch(run);

    if (status == ND_OK && job->is_same) {
        run->totals->unchanged++;
        if (!run->options->dry_run)
            status = nd_index_touch(run->index, job->known_id, &job->parsed.stamp, run->err);
    } else if (status == ND_OK) {
        status = write_parsed(run, job->path, &job->parsed, job);
    }
    if (status != ND_OK)
        return status;
    tell(run, ND_INGEST_PROGRESS, job->path, ND_STR_NONE, NULL);
    return count_towards_batch(run, job->parsed.stamp.size);
}

/* Writes the oldest chunk, waiting for it; ND_END when there is none. */
static enum nd_status write_oldest(struct run *run) {
    struct nd_chunk *chunk = nd_queue_take(run->queue);
    enum nd_status status = ND_OK;

    if (chunk == NULL)
        return ND_END;
    if (!run->options->dry_run)
        nd_index_take_run(run->index, &chunk->run);
    for (size_t i = 0; i < chunk->count && status == ND_OK && !is_cancelled(run); i++)
        status = write_job(run, &chunk->jobs[i]);
    if (!run->options->dry_run)
        nd_index_take_run(run->index, NULL);
    nd_queue_release(run->queue);
    return status;
}

/* Puts a file into the queue, writing finished ones for as long as there is no room. */
static enum nd_status submit(struct run *run, const struct nd_walk_entry *entry,
                             const struct nd_index_file *known) {
    struct nd_job *job;
    enum nd_status status = ND_OK;

    while (status == ND_OK && (job = nd_queue_reserve(run->queue, entry)) == NULL)
        status = write_oldest(run);
    if (status != ND_OK)
        return status;
    job->known_id = known == NULL ? 0 : known->id;
    job->has_known_hash = known != NULL && known->has_hash && !run->options->force;
    if (job->has_known_hash)
        memcpy(job->known_hash, known->hash, ND_HASH_SIZE);
    nd_queue_submit(run->queue);
    return ND_OK;
}

/* A root that does not exist is a mistake of whoever named it, and only told. */
static void tell_missing_root(struct run *run, const struct nd_walk_entry *entry) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_problems problems;

    nd_problems_init(&problems, arena);
    nd_problems_add(&problems, entry->problem, 0, 0, "%.*s", (int)entry->message.len, entry->message.ptr);
    tell_problems(run, entry->path, &problems);
    run->totals->failed++;
    nd_arena_free(arena);
}

/*
 * A folder that cannot be read. It is remembered with its problem under a path that ends in '/', so that
 * check can name it, as are files and links.
 */
static enum nd_status visit_folder(struct run *run, const struct nd_walk_entry *entry) {
    nd_indexed_files_protect(run->known, entry->path);
    if (nd_str_ends(entry->path, ND_STR("/")))
        return submit(run, entry, NULL);
    tell_missing_root(run, entry);
    return ND_OK;
}

/* What could not be read last time has no hash, and is tried again. */
static bool is_unchanged(const struct nd_walk_entry *entry, const struct nd_index_file *known) {
    return known != NULL && known->has_hash && known->stamp.size == entry->stamp.size &&
           known->stamp.mtime_ns == entry->stamp.mtime_ns;
}

/* The database that is written to, and what SQLite keeps beside it, may lie among the articles. */
static bool is_database(const struct run *run, struct nd_str path) {
    static const struct nd_str ends[] = {ND_STR_INIT(""), ND_STR_INIT("-wal"), ND_STR_INIT("-shm"),
                                         ND_STR_INIT("-journal")};
    struct nd_str database = run->options->database;

    if (database.len == 0 || !nd_str_starts(path, database))
        return false;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (nd_str_eq(nd_str_skip(path, database.len), ends[i]))
            return true;
    return false;
}

static enum nd_status visit(struct run *run, const struct nd_walk_entry *entry) {
    const struct nd_index_file *known = NULL;
    enum nd_status status;

    if (is_database(run, entry->path))
        return ND_OK;
    if (entry->kind == ND_WALK_PROBLEM && entry->is_directory)
        return visit_folder(run, entry);
    status = nd_indexed_files_find(run->known, entry->path, &known, run->err);
    if (status != ND_OK)
        return status;
    run->totals->seen++;
    if (entry->kind == ND_WALK_FILE && is_unchanged(entry, known) && !run->options->force) {
        run->totals->unchanged++;
        if (run->totals->unchanged % 1024 == 0)
            tell(run, ND_INGEST_PROGRESS, entry->path, ND_STR_NONE, NULL);
        return ND_OK;
    }
    return submit(run, entry, known);
}

static enum nd_status walk(struct run *run) {
    struct nd_walk *walk = nd_walk_open(run->options->roots, run->options->root_count);
    struct nd_walk_entry entry;
    enum nd_status status = ND_OK;

    while (status == ND_OK && (status = nd_walk_next(walk, &entry)) == ND_OK)
        status = is_cancelled(run) ? nd_error_set(run->err, ND_CANCELLED, "interrupted") : visit(run, &entry);
    nd_queue_flush(run->queue);
    /* All the rest is under way: what there is had better be written now than when there is nothing else to
     * do. */
    if (status == ND_END && run->batch_bytes >= LARGE_BATCH_BYTES && close_batch(run) != ND_OK)
        status = run->err->status;
    while (status == ND_END && (status = write_oldest(run)) == ND_OK)
        status = is_cancelled(run) ? nd_error_set(run->err, ND_CANCELLED, "interrupted") : ND_END;
    nd_walk_close(walk);
    return status == ND_END ? ND_OK : status;
}

/* Called for every known file the walk did not meet. What had never been read is gone without being kept or
 * told. */
static enum nd_status remove_missing(void *context, const struct nd_index_file *file) {
    struct run *run = context;
    bool removed = true;
    enum nd_status status;

    if (run->options->keep_missing && file->has_hash)
        return ND_OK;
    status = open_batch(run);
    if (status == ND_OK && !run->options->dry_run)
        status = nd_index_remove(run->index, file->id, file->path, &removed, run->err);
    run->totals->removed += removed && file->has_hash && status == ND_OK;
    return status == ND_OK ? count_towards_batch(run, file->stamp.size) : status;
}

static void tell_kept(void *context, struct nd_str root, struct nd_str why) {
    const struct run *run = context;

    if (!run->options->keep_missing)
        tell(context, ND_INGEST_KEPT, root, why, NULL);
}

static enum nd_status run_all(struct run *run) {
    enum nd_status status = walk(run), end;

    if (status == ND_OK)
        status = nd_indexed_files_missing(run->known, remove_missing, tell_kept, run, run->err);
    if (status != ND_OK && status != ND_CANCELLED) {
        if (run->in_batch && !run->options->dry_run)
            nd_index_rollback(run->index);
        return status;
    }
    end = close_batch(run);
    if (end == ND_OK && !run->options->dry_run && status == ND_OK)
        end = nd_index_finish(run->index, run->err);
    return end == ND_OK ? status : end;
}

static int processors(void) {
    long count = sysconf(_SC_NPROCESSORS_ONLN);

    return count < 1 ? 1 : count > 256 ? 256 : (int)count;
}

enum nd_status nd_ingest(struct nd_index *index, const struct nd_ingest_options *options,
                         nd_ingest_observer *observer, void *context, struct nd_ingest_totals *totals,
                         struct nd_error *err) {
    struct run run = {.index = index,
                      .options = options,
                      .observer = observer,
                      .context = context,
                      .totals = totals,
                      .err = err};
    int jobs = options->jobs > 0 ? options->jobs : processors();
    enum nd_status status;

    *totals = (struct nd_ingest_totals){0};
    run.queue = nd_queue_new(jobs == 1 ? 0 : jobs, options->max_size, !options->dry_run);
    run.known = nd_indexed_files_open(index, options->roots, options->root_count);
    status = run_all(&run);
    nd_indexed_files_close(run.known);
    nd_queue_free(run.queue);
    return status;
}

enum nd_status nd_ingest_fd(struct nd_index *index, int fd, const struct nd_ingest_options *options,
                            nd_ingest_observer *observer, void *context, struct nd_ingest_totals *totals,
                            struct nd_error *err) {
    struct run run = {.index = index,
                      .options = options,
                      .observer = observer,
                      .context = context,
                      .totals = totals,
                      .err = err};
    struct nd_arena *arena = nd_arena_new();
    struct nd_parsed parsed = {0};
    char name[8 + 2 * ND_HASH_SIZE] = "stdin:";
    enum nd_status status;

    nd_parsed_begin(&parsed, arena, NULL);
    nd_parse_fd(&parsed, fd, ND_STR("standard input"), options->max_size);
    for (size_t i = 0; i < ND_HASH_SIZE; i++)
        snprintf(name + 6 + 2 * i, 3, "%02x", parsed.hash[i]);
    parsed.article.path = nd_arena_str(parsed.arena, nd_str_from(name));
    totals->seen++;
    if (!parsed.has_article) { /* nothing that could be mended and read again */
        tell_problems(&run, ND_STR("-"), &parsed.problems);
        totals->failed++;
        status = ND_OK;
        goto out;
    }
    status = open_batch(&run);
    if (status == ND_OK)
        status = write_parsed(&run, parsed.article.path, &parsed, NULL);
    if (status == ND_OK)
        status = close_batch(&run);
    else
        nd_index_rollback(index);
    if (status == ND_OK && !options->dry_run)
        status = nd_index_finish(index, err);
out:
    nd_parsed_fini(&parsed);
    nd_arena_free(arena);
    return status;
}
