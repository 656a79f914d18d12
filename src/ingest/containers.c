#include "ingest/run.h"

#include "newsdex/alloc.h"
#include "newsdex/limits.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

struct container {
    struct nd_ingest_run *run;
    const struct nd_job *job;
    struct nd_arena *arena;
    struct nd_parts *parts;
    struct nd_index_input file;
    struct nd_problems problems; /* of the whole file */
    int64_t file_id;
    enum nd_change change;
    bool is_broken;  /* its end could not be read */
    bool has_failed; /* what should make a text of a record did not: the next run tries again */
    bool reads_all;  /* also what has not changed */
    struct nd_known_parts known;
    uint64_t seed; /* what makes equal records different: how the file says they are read */
    size_t told[ND_PROBLEM_CODES];
};

static void hash_record(const struct container *c, const struct nd_record *record,
                        unsigned char hash[ND_HASH_SIZE]) {
    XXH128_canonical_t canonical;

    XXH128_canonicalFromHash(
        &canonical, XXH3_128bits_withSeed(record->bytes.ptr, record->bytes.len, c->seed + record->seed));
    memcpy(hash, canonical.digest, ND_HASH_SIZE);
}

/* Tells problems of records up to a number of each kind; the rest is counted. */
static void tell(struct container *c, const struct nd_job *job) {
    struct nd_str part = job->parsed.has_article ? job->parsed.article.part
                                                 : nd_container_part(&job->record, job->parsed.arena);

    for (const struct nd_problem *p = job->parsed.problems.first; p != NULL; p = p->next)
        if (c->told[p->code]++ < ND_MAX_PROBLEMS)
            nd_ingest_tell(c->run, ND_INGEST_PROBLEM, c->job->path, part, p);
}

static void count_untold(struct container *c) {
    for (int code = 0; code < ND_PROBLEM_CODES; code++)
        if (c->told[code] > ND_MAX_PROBLEMS)
            nd_problems_add(
                &c->problems, (enum nd_problem_code)code, 0, 0,
                "%zu problems of this kind in all; those of each article: newsdex check, newsdex show",
                c->told[code]);
}

static void count_items(struct container *c, size_t count) {
    c->run->totals->issues += count > 0;
    c->run->totals->items += (int64_t)count;
}

/*
 * A record of which no text could be made: what is known of it stays. What is new gets a hash that no record
 * has, so that it is tried again.
 */
static bool is_kept(struct container *c, struct nd_job *job) {
    size_t i;

    c->has_failed = true;
    memset(job->part.hash, 0, sizeof job->part.hash);
    job->part.key = nd_container_member(&job->record);
    i = job->known_part != SIZE_MAX ? job->known_part : nd_known_parts_by_key(&c->known, job->part.key);
    if (i == SIZE_MAX)
        return false;
    c->run->totals->parts++;
    count_items(c, nd_known_parts_keep(&c->known, i));
    tell(c, job);
    return true;
}

static enum nd_status put_record(struct container *c, struct nd_job *job) {
    const struct nd_parsed *parsed = &job->parsed;
    struct nd_index_input input = {.article = parsed->has_article ? &parsed->article : NULL,
                                   .problems = &parsed->problems,
                                   .is_inverted = job->is_inverted,
                                   .number = job->number};
    struct nd_index_part *part = &job->part;
    enum nd_status status;
    size_t i;

    if (parsed->reading != ND_READ_OK && is_kept(c, job))
        return ND_OK;
    memcpy(input.lengths, job->lengths, sizeof input.lengths);
    if (parsed->has_article) {
        char ordinal[24];
        part->key = parsed->article.part_key.ptr != NULL ? parsed->article.part_key : parsed->article.url;
        snprintf(ordinal, sizeof ordinal, "%llu", (unsigned long long)part->ordinal);
        part->name =
            nd_str_eq(parsed->article.part, nd_str_from(ordinal)) ? ND_STR_NONE : parsed->article.part;
        c->run->totals->parts++;
    } else {
        part->name = nd_container_member(&job->record);
    }
    if (part->id == 0 && (i = nd_known_parts_by_key(&c->known, part->key)) != SIZE_MAX) {
        c->known.is_taken[i] = true;
        part->id = c->known.parts.items[i].id;
        job->known_part = i;
    }
    tell(c, job);
    status = nd_ingest_open_batch(c->run);
    if (status == ND_OK && !c->run->options->dry_run)
        status = nd_index_put_part(c->run->index, c->file_id, part, &input, c->run->err);
    if (status == ND_OK)
        status = nd_ingest_children_of_record(c->run, job, c->file_id, &c->known, c->reads_all);
    return status == ND_OK ? nd_ingest_count_towards_batch(c->run, part->length) : status;
}

/* Writes the oldest records that are parsed; ND_END when there are none. */
static enum nd_status write_oldest(struct container *c) {
    struct nd_queue *queue = c->run->record_queue;
    struct nd_chunk *chunk = nd_queue_take(queue);
    bool is_dry = c->run->options->dry_run;
    enum nd_status status = ND_OK;

    if (chunk == NULL)
        return ND_END;
    if (!is_dry)
        nd_index_take_run(c->run->index, &chunk->run);
    for (size_t i = 0; i < chunk->count && status == ND_OK; i++)
        status = put_record(c, &chunk->jobs[i]);
    if (!is_dry)
        nd_index_take_run(c->run->index, NULL);
    nd_queue_release(queue);
    nd_ingest_tell(c->run, ND_INGEST_PROGRESS, c->job->path, ND_STR_NONE, NULL);
    return status;
}

static enum nd_status submit(struct container *c, const struct nd_record *record,
                             const struct nd_index_part *part, size_t known_part) {
    struct nd_ingest_run *run = c->run;
    struct nd_job *job;
    enum nd_status status = ND_OK;

    if (run->record_queue == NULL)
        run->record_queue = nd_queue_new(run->threads, run->options);
    while (status == ND_OK &&
           (job = nd_queue_reserve_record(run->record_queue, c->parts, record, c->job->path)) == NULL)
        status = write_oldest(c);
    if (status != ND_OK)
        return status;
    job->part = *part;
    job->known_part = known_part;
    nd_queue_submit(run->record_queue);
    return ND_OK;
}

/* A record that is known by its bytes: only where it stands may be another place. */
static enum nd_status place(struct container *c, size_t i, struct nd_index_part *part) {
    const struct nd_index_known_part *known = &c->known.parts.items[i];
    enum nd_status status;

    c->run->totals->parts++;
    count_items(c, nd_known_parts_keep(&c->known, i));
    if (!part->is_overtaken && part->ordinal == known->ordinal && part->line == known->line &&
        part->start == known->start)
        return ND_OK;
    status = nd_ingest_open_batch(c->run);
    if (status == ND_OK && !c->run->options->dry_run)
        status = nd_index_place_part(c->run->index, part, known, c->run->err);
    return status == ND_OK ? nd_ingest_place_children(c->run, part, &c->known, i) : status;
}

static enum nd_status visit(struct container *c, const struct nd_record *record) {
    struct nd_index_part part = {.ordinal = record->ordinal,
                                 .start = record->offset,
                                 .length = record->bytes.len,
                                 .line = record->line};
    size_t i;

    if (nd_catalogue_has(c->job->parsed.catalogue, record->ordinal))
        return ND_OK; /* another file's */
    c->file.parts++;
    hash_record(c, record, part.hash);
    i = nd_known_parts_by_hash(&c->known, part.hash);
    if (i == SIZE_MAX)
        return submit(c, record, &part, SIZE_MAX);
    part.is_overtaken = i < c->known.furthest;
    nd_known_parts_take(&c->known, i);
    part.id = c->known.parts.items[i].id;
    return c->reads_all ||
                   (c->known.parts.items[i].is_untitled && c->known.parts.items[i].ordinal != part.ordinal)
               ? submit(c, record, &part, i)
               : place(c, i, &part);
}

static enum nd_status read_records(struct container *c) {
    struct nd_record record;
    enum nd_status status = ND_OK;

    while (status == ND_OK) {
        struct nd_error err = ND_ERROR_INIT;
        enum nd_status found = nd_parts_next(c->parts, &record, &err);
        if (nd_ingest_is_cancelled(c->run))
            return nd_error_set(c->run->err, ND_CANCELLED, "interrupted");
        if (found == ND_END)
            break;
        if (found == ND_NO_FILES)
            return nd_ingest_refuse(c->run, c->job->path, nd_str_from(err.message));
        if (found != ND_OK) {
            nd_problems_add(&c->problems, found == ND_IO ? ND_P_UNREADABLE : ND_P_RECORD, 0, 0, "%s",
                            err.message);
            c->is_broken = found == ND_IO; /* it may be otherwise the next time */
            break;
        }
        status = visit(c, &record);
    }
    if (c->run->record_queue == NULL)
        return status;
    nd_queue_flush(c->run->record_queue);
    while (status == ND_OK && (status = write_oldest(c)) == ND_OK)
        ;
    return status == ND_END ? ND_OK : status;
}

static void count_kept(struct container *c, const struct nd_index_known_part *part) {
    c->file.parts += part->item == 0;
    c->run->totals->parts += part->item == 0;
    c->run->totals->issues += part->item == 1;
    c->run->totals->items += part->item > 0;
}

/* Records that are gone; what could not be read may still be there. */
static enum nd_status remove_gone(struct container *c) {
    struct nd_ingest_run *run = c->run;
    bool are_kept = run->options->keep_missing || c->is_broken;
    enum nd_status status = ND_OK;

    for (size_t i = 0; i < c->known.parts.count && status == ND_OK; i++) {
        if (c->known.is_taken[i])
            continue;
        if (are_kept) {
            count_kept(c, &c->known.parts.items[i]);
            continue;
        }
        status = nd_ingest_open_batch(run);
        if (status == ND_OK && !run->options->dry_run)
            status = nd_index_remove_part(run->index, c->known.parts.items[i].id, run->err);
        if (status == ND_OK)
            status = nd_ingest_count_towards_batch(run, c->known.parts.items[i].length);
    }
    return status;
}

/* Whether the records loaded are all that the file has behind those before them, and the first stands where
 * it did. */
static bool are_in_place(struct container *c) {
    const struct nd_index_known_parts *known = &c->known.parts;
    const struct nd_index_known_part *first = known->items;
    unsigned char hash[ND_HASH_SIZE];
    struct nd_record record = {0};
    struct nd_buf bytes = {0};
    bool are = known->count > 0 && known->items[known->count - 1].ordinal == (uint64_t)c->job->known_parts &&
               nd_parts_bytes_at(c->parts, first->start, first->length, &bytes);

    if (are) {
        record.bytes = nd_buf_str(&bytes);
        hash_record(c, &record, hash);
        are = memcmp(hash, first->hash, ND_HASH_SIZE) == 0;
    }
    nd_buf_free(&bytes);
    return are;
}

/* Those of records before the ones that are loaded. */
static void count_unread(struct container *c) {
    int64_t issues = c->job->known_issues, items = c->job->known_items;

    for (size_t i = 0; i < c->known.parts.count; i++) {
        issues -= c->known.parts.items[i].item == 1;
        items -= c->known.parts.items[i].item > 0;
    }
    c->run->totals->issues += issues;
    c->run->totals->items += items;
}

/*
 * To a file that begins as it was, something was added: all records but the last ones stand as they did, and
 * only what follows is cut and compared.
 */
static enum nd_status load_end(struct container *c, bool *is_done) {
    const struct nd_job *job = c->job;
    uint64_t window = nd_parts_window(c->parts);
    const struct nd_index_known_part *first;
    enum nd_status status;

    *is_done = false;
    if (!job->parsed.has_grown || c->reads_all || window >= job->known.size)
        return ND_OK;
    status = nd_known_parts_load(&c->known, c->run->index, c->file_id, job->known.size - window, c->run->err);
    if (status != ND_OK)
        return status;
    first = c->known.parts.items;
    *is_done = are_in_place(c) && nd_parts_go_on(c->parts, first->start, first->line, first->ordinal);
    if (*is_done) {
        c->file.parts = (int64_t)first->ordinal - 1;
        c->run->totals->parts += c->file.parts;
        count_unread(c);
    } else {
        nd_known_parts_fini(&c->known);
    }
    return ND_OK;
}

static enum nd_status open_in_index(struct container *c) {
    struct nd_ingest_run *run = c->run;
    int64_t known = c->job->known_id;
    bool is_loaded = false;
    enum nd_status status = nd_ingest_open_batch(run);

    c->change = known != 0 ? ND_CHANGED : ND_ADDED;
    c->file_id = known;
    if (status == ND_OK && !run->options->dry_run)
        status = nd_index_open_container(run->index, &c->file, &c->file_id, &c->change, run->err);
    /* Of a file of another name the articles have other uids. */
    c->reads_all = run->options->force || c->change == ND_MOVED || !c->job->is_known_of_reader;
    if (status != ND_OK || c->file_id == 0 || (c->change != ND_CHANGED && c->change != ND_MOVED))
        return status;
    status = load_end(c, &is_loaded);
    return status != ND_OK || is_loaded ? status
                                        : nd_known_parts_load(&c->known, run->index, c->file_id, 0, run->err);
}

static enum nd_status write_parts(struct container *c) {
    struct nd_ingest_run *run = c->run;
    enum nd_status status = open_in_index(c);

    if (status == ND_OK)
        status = read_records(c);
    if (status == ND_OK)
        status = remove_gone(c);
    if (status != ND_OK)
        return status;
    nd_parts_report(c->parts, c->job->parsed.is_named, &c->problems);
    count_untold(c);
    c->file.is_closed = !c->is_broken && !c->has_failed;
    status = nd_ingest_open_batch(run);
    if (status == ND_OK && !run->options->dry_run)
        status = nd_index_close_container(run->index, &c->file, c->file_id, run->err);
    nd_ingest_tell_problems(run, c->job->path, &c->problems);
    run->totals->failed += nd_ingest_has_error(&c->problems);
    run->totals->containers++;
    nd_ingest_count_change(run, c->job->path, c->change);
    return status;
}

/* What is read beside a record and makes of it what it is, such as names of columns. */
static uint64_t seed_of(const struct container *c) {
    struct nd_str context = nd_parts_context(c->parts, c->arena);

    return XXH3_64bits(context.ptr, context.len);
}

static void copy_problems(struct nd_problems *to, const struct nd_problems *from) {
    for (const struct nd_problem *p = from->first; p != NULL; p = p->next)
        nd_problems_add(to, p->code, p->line, p->column, "%.*s", (int)p->message.len, p->message.ptr);
}

/*
 * It has changed since the worker looked at it, or cannot be read: the next run tries again, and what was
 * known stays. What is seen to be no text has been read, and is told already.
 */
static enum nd_status give_up(struct container *c, const struct nd_error *why) {
    struct nd_ingest_run *run = c->run;
    bool is_read = nd_ingest_has_error(&c->problems) && why->status != ND_IO;
    enum nd_status status = nd_ingest_open_batch(run);

    if (!is_read)
        nd_problems_add(&c->problems, ND_P_UNREADABLE, 0, 0, "%s", why->message);
    nd_ingest_tell_problems(run, c->job->path, &c->problems);
    run->totals->failed++;
    if (status != ND_OK || run->options->dry_run)
        return status;
    if (!is_read && c->job->known_id != 0)
        return nd_index_keep_unread(run->index, c->job->known_id, nd_str_from(why->message), run->err);
    c->file.is_container = false;
    c->file.has_hash = c->file.has_hash && is_read;
    return nd_index_put(run->index, &c->file, &c->change, run->err);
}

/* What ended early leaves records with the workers, who read them by parts: they stop first. */
static void release(struct container *c, bool is_done) {
    if (!is_done) {
        nd_queue_free(c->run->record_queue);
        c->run->record_queue = NULL;
    }
    nd_parts_close(c->parts);
    nd_known_parts_fini(&c->known);
    nd_arena_free(c->arena);
}

enum nd_status nd_ingest_container(struct nd_ingest_run *run, const struct nd_job *job, struct nd_str bytes) {
    const struct nd_parsed *parsed = &job->parsed;
    struct container c = {.run = run,
                          .job = job,
                          .arena = nd_arena_new(),
                          .file = {.path = job->path,
                                   .stamp = parsed->stamp,
                                   .has_hash = parsed->has_hash,
                                   .encoding = parsed->encoding,
                                   .is_container = true}};
    struct nd_error err = ND_ERROR_INIT;
    enum nd_status status;

    memcpy(c.file.hash, parsed->hash, ND_HASH_SIZE);
    nd_problems_init(&c.problems, c.arena);
    c.file.problems = &c.problems;
    copy_problems(&c.problems, &parsed->problems);
    c.file.filter = nd_converters_all(run->options->converters, c.arena);
    status = nd_parts_open(nd_parsed_name(parsed, job->path), bytes, run->options->max_size,
                           run->options->converters, &c.problems, &c.parts, &err);
    if (status == ND_NO_FILES)
        (void)nd_ingest_refuse(run, job->path, nd_str_from(err.message));
    else if (status != ND_OK) {
        status = give_up(&c, &err);
    } else {
        c.seed = seed_of(&c);
        if (c.file.encoding.ptr == NULL)
            c.file.encoding = nd_arena_str(c.arena, nd_parts_encoding(c.parts));
        status = write_parts(&c);
    }
    release(&c, status == ND_OK);
    return status;
}
