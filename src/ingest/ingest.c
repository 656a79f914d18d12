#include "newsdex/ingest.h"

#include "ingest/run.h"
#include "ingest/unread.h"

#include "newsdex/alloc.h"
#include "newsdex/boilerplate.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { LARGE_BATCH_BYTES = 8 * 1024 * 1024 }; /* of a batch that is worth ending early */

static enum nd_status write_parsed(struct nd_ingest_run *run, struct nd_str path,
                                   const struct nd_parsed *parsed, const struct nd_job *job) {
    struct nd_index_input input = {.path = path,
                                   .stamp = parsed->stamp,
                                   .has_hash = parsed->has_hash,
                                   .encoding = parsed->encoding,
                                   .filter =
                                       parsed->converter == NULL ? ND_STR_NONE : parsed->converter->command,
                                   .article = parsed->has_article ? &parsed->article : NULL,
                                   .problems = &parsed->problems};
    enum nd_change change = job != NULL && job->known_id != 0 ? ND_CHANGED : ND_ADDED;
    enum nd_status status = ND_OK;
    int64_t file_id = 0;

    nd_alloc_file(path.ptr);
    memcpy(input.hash, parsed->hash, ND_HASH_SIZE);
    if (job != NULL) {
        input.is_inverted = job->is_inverted;
        input.number = job->number;
        memcpy(input.lengths, job->lengths, sizeof input.lengths);
    }
    if (!run->options->dry_run)
        status = nd_index_put_parent(run->index, &input, &file_id, &change, run->err);
    if (status == ND_OK)
        status = nd_ingest_children(run, parsed, job, file_id, change);
    nd_alloc_file(NULL);
    if (status != ND_OK)
        return status;
    if (parsed->has_article)
        nd_ingest_count_change(run, path, change);
    else if (nd_ingest_has_error(&parsed->problems))
        run->totals->failed++;
    run->totals->skipped[parsed->kind] += parsed->kind != ND_KIND_NONE;
    nd_ingest_tell_problems(run, path, &parsed->problems);
    return ND_OK;
}

/* Those of an unchanged file; -1: it is no container. */
static void count_parts(struct nd_ingest_totals *totals, int64_t parts, int64_t issues, int64_t items) {
    totals->containers += parts >= 0;
    totals->parts += parts > 0 ? parts : 0;
    totals->issues += issues;
    totals->items += items;
}

static enum nd_status write_job(struct nd_ingest_run *run, struct nd_job *job) {
    enum nd_status status = ND_OK;
    bool is_kept = false;

    if (job->parsed.reading == ND_READ_REFUSED)
        return nd_ingest_refuse(run, job->path, job->parsed.problems.first->message);
    status = nd_ingest_open_batch(run);
    if (status == ND_OK && job->parsed.reading != ND_READ_GONE)
        status = nd_ingest_keep_wrecked(run, job, &is_kept);
    if (status == ND_OK && (is_kept || job->parsed.reading == ND_READ_GONE)) {
        ; /* kept; or missing, which the next run finds if this one does not */
    } else if (status == ND_OK && job->parsed.reading == ND_READ_FAILED && job->is_known_read) {
        status = nd_ingest_keep_unread(run, job);
    } else if (status == ND_OK && job->is_same) {
        run->totals->unchanged++;
        count_parts(run->totals, job->known_parts, job->known_issues, job->known_items);
        if (!run->options->dry_run)
            status = nd_index_touch(run->index, job->known_id, &job->parsed.stamp, run->err);
    } else if (status == ND_OK && job->parsed.is_container) {
        status = nd_ingest_container(run, job, ND_STR_NONE);
    } else if (status == ND_OK) {
        status = write_parsed(run, job->path, &job->parsed, job);
    }
    if (status != ND_OK)
        return status;
    nd_ingest_tell(run, ND_INGEST_PROGRESS, job->path, ND_STR_NONE, NULL);
    return nd_ingest_count_towards_batch(run, job->parsed.stamp.size);
}

/* A file of many from standard input: what is known of it, if it has come before, is looked up by its name.
 */
static enum nd_status write_input(struct nd_ingest_run *run, const struct nd_parsed *parsed,
                                  struct nd_str name) {
    struct nd_job *job = nd_arena_alloc(run->arena, 1, sizeof *job);

    job->path = name;
    job->parsed = *parsed;
    return nd_ingest_container(run, job, parsed->spool > 0 ? ND_STR_NONE : nd_buf_str(&parsed->text));
}

/* Writes the oldest chunk, waiting for it; ND_END when there is none. */
static enum nd_status write_oldest(struct nd_ingest_run *run) {
    struct nd_chunk *chunk = nd_queue_take(run->queue);
    enum nd_status status = ND_OK;
    bool is_run_open;

    if (chunk == NULL)
        return ND_END;
    is_run_open = !run->options->dry_run;
    if (is_run_open)
        nd_index_take_run(run->index, &chunk->run);
    for (size_t i = 0; i < chunk->count && status == ND_OK && !nd_ingest_is_cancelled(run); i++) {
        struct nd_job *job = &chunk->jobs[i];
        if (job->parsed.is_container && is_run_open) { /* which brings runs of its own */
            nd_index_take_run(run->index, NULL);
            is_run_open = false;
        }
        job->is_inverted = job->is_inverted && is_run_open;
        status = write_job(run, job);
    }
    if (is_run_open)
        nd_index_take_run(run->index, NULL);
    nd_queue_release(run->queue);
    return status;
}

/*
 * What was converted stays as it is when nobody names a command for it now; otherwise it is converted again
 * by another one. Which members a file of many has for a command is only seen when it is read.
 */
static bool is_converted_alike(const struct nd_ingest_run *run, const struct nd_index_file *known) {
    const struct nd_converters *converters = run->options->converters;
    const struct nd_converter *converter = nd_converters_find(converters, known->path);

    if (known->parts >= 0 && converters != NULL)
        return nd_str_eq(nd_converters_all(converters, run->arena), known->filter);
    return converter == NULL || nd_str_eq(converter->command, known->filter);
}

/* What was left out without a word is told when somebody asks for it by its name. */
static bool is_asked_for(const struct nd_ingest_run *run, const struct nd_index_file *known) {
    return known->is_skipped && nd_source_is_root(&run->roots, known->path);
}

/* Puts a file into the queue, writing finished ones for as long as there is no room. */
static enum nd_status submit(struct nd_ingest_run *run, const struct nd_walk_entry *entry,
                             const struct nd_index_file *known) {
    struct nd_job *job;
    enum nd_status status = ND_OK;

    while (status == ND_OK && (job = nd_queue_reserve(run->queue, entry)) == NULL)
        status = write_oldest(run);
    if (status != ND_OK)
        return status;
    job->is_named = nd_source_is_root(&run->roots, entry->path);
    job->catalogues = run->catalogues;
    job->known_id = known == NULL ? 0 : known->id;
    job->is_known_read = known != NULL && known->has_hash;
    job->known_parts = known == NULL ? -1 : known->parts;
    job->known_issues = known == NULL ? 0 : known->issues;
    job->known_items = known == NULL ? 0 : known->items;
    job->is_known_of_reader = known != NULL && known->is_of_reader;
    job->has_known_hash = known != NULL && known->has_hash && known->is_of_reader && !run->options->force &&
                          is_converted_alike(run, known) && !is_asked_for(run, known);
    if (job->has_known_hash)
        memcpy(job->known.hash, known->hash, ND_HASH_SIZE);
    job->known.size = known == NULL ? 0 : known->stamp.size;
    nd_queue_submit(run->queue);
    return ND_OK;
}

/* A root that cannot be found is a mistake of whoever named it, and only told. */
static void tell_root(struct nd_ingest_run *run, const struct nd_walk_entry *entry) {
    struct nd_problems problems;

    nd_problems_init(&problems, run->arena);
    nd_problems_add(&problems, entry->problem, 0, 0, "%.*s", (int)entry->message.len, entry->message.ptr);
    nd_ingest_tell_problems(run, entry->path, &problems);
    run->totals->failed++;
}

/* Whether the index knows a file at path, or with a '/' at its end one below it. */
static enum nd_status is_known(struct nd_ingest_run *run, struct nd_str path, bool *known) {
    struct nd_index_file file;
    struct nd_index_page page = {.from = path, .until = ND_STR("0"), .files = &file, .max = 1};
    enum nd_status status = ND_OK;

    *known = false;
    if (run->index != NULL)
        status = nd_index_files(run->index, &page, run->arena, run->err);
    if (status == ND_OK && page.count > 0)
        *known = nd_str_ends(path, ND_STR("/")) ? nd_str_starts(file.path, path) : nd_str_eq(file.path, path);
    return status;
}

/* A root that cannot be found. Named by someone who knows it, a file may be gone; of a folder that is less
 * likely than that its disk is not there. */
static enum nd_status visit_lost_root(struct nd_ingest_run *run, const struct nd_walk_entry *entry) {
    struct nd_str folder = nd_arena_printf(run->arena, "%.*s/", (int)entry->path.len, entry->path.ptr);
    bool is_file, is_folder,
        is_gone = entry->root_error == ENOENT || entry->root_error == ENOTDIR || entry->root_error == ELOOP;
    enum nd_status status = is_known(run, entry->path, &is_file);

    if (status == ND_OK)
        status = is_known(run, folder, &is_folder);
    if (status != ND_OK)
        return status;
    if (!is_gone)
        nd_absences_protect(run->absences, entry->path, "cannot be read", true);
    else if (is_folder)
        nd_absences_protect(run->absences, folder, "is not there", false);
    if (!is_gone || (is_folder ? !run->options->remove_missing : !is_file))
        tell_root(run, entry);
    return ND_OK;
}

/* What could not be read last time has no hash, and is tried again. */
static bool is_unchanged(const struct nd_ingest_run *run, const struct nd_walk_entry *entry,
                         const struct nd_index_file *known) {
    return known->has_hash && known->is_of_reader && known->stamp.size == entry->stamp.size &&
           known->stamp.mtime_ns == entry->stamp.mtime_ns && is_converted_alike(run, known) &&
           !is_asked_for(run, known);
}

/* The database that is written to, and what SQLite keeps beside it, may lie among the articles. */
static bool is_database(const struct nd_ingest_run *run, struct nd_str path) {
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

static enum nd_status visit(struct nd_ingest_run *run, const struct nd_walk_entry *entry) {
    const struct nd_index_file *known = NULL;
    enum nd_status status;

    if (is_database(run, entry->path))
        return ND_OK;
    if (nd_error_is_no_files(entry->error))
        return nd_ingest_refuse(run, entry->path, entry->message);
    if (entry->root_error != 0)
        return visit_lost_root(run, entry);
    status = nd_indexed_files_find(run->indexed_files, entry->path, &known, run->err);
    if (status != ND_OK)
        return status;
    if (entry->kind == ND_WALK_FILE)
        nd_devices_met(run->devices, entry, known != NULL);
    else if (entry->problem == ND_P_UNREADABLE)
        nd_absences_protect(run->absences, entry->path, "cannot be read", true);
    run->totals->seen += !entry->is_directory;
    if (entry->kind == ND_WALK_FILE && known != NULL && is_unchanged(run, entry, known) &&
        !run->options->force) {
        run->totals->unchanged++;
        count_parts(run->totals, known->parts, known->issues, known->items);
        if (run->totals->unchanged % 1024 == 0)
            nd_ingest_tell(run, ND_INGEST_PROGRESS, entry->path, ND_STR_NONE, NULL);
        return ND_OK;
    }
    return submit(run, entry, known);
}

static enum nd_status walk(struct nd_ingest_run *run) {
    struct nd_walk *walk = nd_walk_open(&run->roots, run->options->patterns);
    struct nd_walk_entry entry;
    enum nd_status status = ND_OK;

    while (status == ND_OK && (status = nd_walk_next(walk, &entry)) == ND_OK)
        status = nd_ingest_is_cancelled(run) ? nd_error_set(run->err, ND_CANCELLED, "interrupted")
                                             : visit(run, &entry);
    nd_queue_flush(run->queue);
    /* All the rest is under way: what there is had better be written now than when there is nothing else to
     * do. */
    if (status == ND_END && run->batch_bytes >= LARGE_BATCH_BYTES && nd_ingest_close_batch(run) != ND_OK)
        status = run->err->status;
    while (status == ND_END && (status = write_oldest(run)) == ND_OK)
        status = nd_ingest_is_cancelled(run) ? nd_error_set(run->err, ND_CANCELLED, "interrupted") : ND_END;
    nd_walk_close(walk);
    return status == ND_END ? ND_OK : status;
}

static enum nd_status remove_file(struct nd_ingest_run *run, const struct nd_missing *file) {
    bool removed = true;
    enum nd_status status = nd_ingest_open_batch(run);

    if (status == ND_OK && !run->options->dry_run)
        status = nd_index_remove(run->index, file->id, file->path, &removed, run->err);
    run->totals->removed += removed && file->has_hash && status == ND_OK;
    return status == ND_OK ? nd_ingest_count_towards_batch(run, file->size) : status;
}

/* What had never been read is gone without being kept or told; what has moved is no longer under its path. */
static enum nd_status settle_missing(struct nd_ingest_run *run, const struct nd_missing *file) {
    struct nd_absence *absence = NULL;
    bool is_there = true;
    enum nd_status status = ND_OK;

    if (file->has_hash && run->options->keep_missing)
        return ND_OK;
    if (file->has_hash || nd_str_ends(file->path, ND_STR("/")))
        absence = nd_absences_find(run->absences, file, run->options->remove_missing || !file->has_hash);
    if (absence == NULL)
        return remove_file(run, file);
    if (run->totals->moved > 0)
        status = is_known(run, file->path, &is_there);
    absence->count += is_there && file->has_hash;
    return status;
}

static void tell_absences(struct nd_ingest_run *run) {
    const struct nd_absence *absence;
    char message[256];

    for (size_t i = 0; (absence = nd_absences_at(run->absences, i)) != NULL; i++) {
        struct nd_str folder = absence->folder;
        bool is_one = absence->count == 1;
        if (absence->count == 0)
            continue;
        run->totals->doubtful += absence->is_unreadable && !absence->is_protected;
        snprintf(message, sizeof message, "%s; what is known of %lld file%s was kept%s", absence->why,
                 (long long)absence->count, is_one ? "" : "s",
                 absence->is_unreadable ? "" : " (--remove-missing removes it)");
        if (folder.len > 1 && nd_str_ends(folder, ND_STR("/")))
            folder.len--;
        nd_ingest_tell(run, ND_INGEST_NOTICE, folder, nd_str_from(message), NULL);
    }
}

static enum nd_status settle_all_missing(struct nd_ingest_run *run) {
    const struct nd_missing *missing = NULL;
    size_t count = 0;
    enum nd_status status = nd_indexed_files_missing(run->indexed_files, &missing, &count, run->err);

    for (size_t i = 0; i < count && status == ND_OK; i++)
        status = settle_missing(run, &missing[i]);
    if (status == ND_OK)
        tell_absences(run);
    nd_ingest_tell_doubt(run);
    if (status != ND_OK || run->options->dry_run || !nd_devices_has_news(run->devices, &run->roots))
        return status;
    status = nd_ingest_open_batch(run);
    return status == ND_OK ? nd_devices_save(run->devices, &run->roots, run->index, run->err) : status;
}

static enum nd_status run_all(struct nd_ingest_run *run) {
    enum nd_status status = walk(run), end;

    if (status == ND_OK)
        status = settle_all_missing(run);
    if (status != ND_OK && status != ND_CANCELLED) {
        if (run->in_batch && !run->options->dry_run)
            nd_index_rollback(run->index);
        return status;
    }
    end = nd_ingest_close_batch(run);
    if (end == ND_OK && !run->options->dry_run && status == ND_OK)
        end = nd_index_finish(run->index, run->err);
    if (end == ND_OK && !run->options->dry_run && status == ND_OK)
        nd_ingest_tell_common_texts(run);
    return end == ND_OK ? status : end;
}

/* Worker threads; 0: the main one does their work. */
static int threads_of(const struct nd_ingest_options *options) {
    long count = options->jobs > 0 ? options->jobs : sysconf(_SC_NPROCESSORS_ONLN);

    return count <= 1 ? 0 : count > 256 ? 256 : (int)count;
}

enum nd_status nd_ingest(struct nd_index *index, const struct nd_ingest_options *options,
                         nd_ingest_observer *observer, void *context, struct nd_ingest_totals *totals,
                         struct nd_error *err) {
    struct nd_ingest_run run = {.index = index,
                                .options = options,
                                .observer = observer,
                                .context = context,
                                .totals = totals,
                                .err = err};
    enum nd_status status;

    *totals = (struct nd_ingest_totals){0};
    if (!options->dry_run)
        nd_index_set_learning(index, !options->no_learned);
    if (!options->dry_run && options->converters != NULL)
        nd_index_expect_pauses(index);
    run.threads = threads_of(options);
    run.queue = nd_queue_new(run.threads, options);
    run.catalogues = nd_catalogues_new(options->patterns);
    run.arena = nd_arena_new();
    run.roots = nd_source_roots(options->roots, options->root_count, run.arena);
    run.indexed_files = nd_indexed_files_open(index, &run.roots);
    status = nd_devices_open(index, &run.devices, err);
    run.absences = nd_absences_new(run.devices);
    if (status == ND_OK && !options->dry_run)
        status = nd_index_announce_load(index, err);
    if (status == ND_OK)
        status = run_all(&run);
    nd_absences_free(run.absences);
    nd_devices_close(run.devices);
    nd_indexed_files_close(run.indexed_files);
    nd_queue_free(run.queue);
    nd_queue_free(run.record_queue);
    nd_catalogues_free(run.catalogues);
    nd_arena_free(run.arena);
    return status;
}

/* Whether a document of these bytes, which its name tells, has been read before; by the same rules, and to
 * its end. */
static enum nd_status find_input(struct nd_ingest_run *run, const struct nd_parsed *parsed, bool *is_same) {
    struct nd_str name = parsed->article.path;
    struct nd_index_file file;
    struct nd_index_page page = {.from = name, .until = ND_STR("stdin;"), .files = &file, .max = 1};
    enum nd_status status = ND_OK;

    *is_same = false;
    if (run->index == NULL || run->options->force)
        return ND_OK;
    status = nd_index_files(run->index, &page, run->arena, run->err);
    if (status != ND_OK || page.count == 0 || !nd_str_eq(file.path, name))
        return status;
    *is_same = file.has_hash && file.is_of_reader && memcmp(file.hash, parsed->hash, ND_HASH_SIZE) == 0 &&
               is_converted_alike(run, &file);
    if (*is_same) {
        run->totals->unchanged++;
        count_parts(run->totals, file.parts, file.issues, file.items);
    }
    return ND_OK;
}

static enum nd_status write_document(struct nd_ingest_run *run, const struct nd_parsed *parsed) {
    bool is_same = false;
    enum nd_status status = find_input(run, parsed, &is_same);

    if (status != ND_OK || is_same)
        return status;
    status = nd_ingest_open_batch(run);
    if (status == ND_OK)
        status = parsed->is_container ? write_input(run, parsed, parsed->article.path)
                                      : write_parsed(run, parsed->article.path, parsed, NULL);
    if (status == ND_OK)
        return nd_ingest_close_batch(run);
    nd_index_rollback(run->index);
    return status;
}

enum nd_status nd_ingest_fd(struct nd_index *index, int fd, const struct nd_ingest_options *options,
                            nd_ingest_observer *observer, void *context, struct nd_ingest_totals *totals,
                            struct nd_error *err) {
    struct nd_ingest_run run = {.index = index,
                                .options = options,
                                .observer = observer,
                                .context = context,
                                .totals = totals,
                                .err = err,
                                .threads = threads_of(options),
                                .arena = nd_arena_new()};
    struct nd_parsed parsed = {0};
    char name[8 + 2 * ND_HASH_SIZE] = "stdin:";
    enum nd_status status;

    if (!options->dry_run)
        nd_index_set_learning(index, !options->no_learned);
    nd_parsed_begin(&parsed, run.arena, NULL);
    parsed.is_named = true;
    nd_parse_fd(&parsed, fd, ND_STR("standard input"), options->max_size);
    for (size_t i = 0; i < ND_HASH_SIZE; i++)
        snprintf(name + 6 + 2 * i, 3, "%02x", parsed.hash[i]);
    parsed.article.path = nd_arena_str(parsed.arena, nd_str_from(name));
    totals->seen++;
    if (!parsed.has_article && !parsed.is_container) { /* nothing that could be mended and read again */
        nd_ingest_tell_problems(&run, ND_STR("-"), &parsed.problems);
        totals->failed++;
        status = ND_OK;
        goto out;
    }
    status = write_document(&run, &parsed);
    if (status == ND_OK && !options->dry_run)
        status = nd_index_finish(index, err);
    nd_ingest_tell_doubt(&run);
out:
    nd_parsed_fini(&parsed);
    nd_queue_free(run.record_queue);
    nd_arena_free(run.arena);
    return status;
}
