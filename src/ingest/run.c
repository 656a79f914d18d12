#include "ingest/run.h"

#include "newsdex/copies.h"

#include <stdio.h>

enum {
    BATCH_BYTES = 64 * 1024 * 1024, /* of files in one transaction */
    BATCH_FILES = 50000
};

void nd_ingest_tell(struct nd_ingest_run *run, enum nd_ingest_event_type type, struct nd_str path,
                    struct nd_str message, const struct nd_problem *problem) {
    struct nd_ingest_event event = {type, path, message, problem, run->totals};

    if (run->observer != NULL)
        run->observer(run->context, &event);
}

void nd_ingest_tell_problems(struct nd_ingest_run *run, struct nd_str path,
                             const struct nd_problems *problems) {
    for (const struct nd_problem *p = problems->first; p != NULL; p = p->next)
        nd_ingest_tell(run, ND_INGEST_PROBLEM, path, ND_STR_NONE, p);
}

bool nd_ingest_is_cancelled(const struct nd_ingest_run *run) {
    return run->options->cancel != NULL && *run->options->cancel != 0;
}

enum nd_status nd_ingest_refuse(struct nd_ingest_run *run, struct nd_str path, struct nd_str why) {
    return nd_error_set(run->err, ND_NO_FILES, "%.*s: %.*s; nothing was removed", (int)path.len, path.ptr,
                        (int)why.len, why.ptr);
}

enum nd_status nd_ingest_open_batch(struct nd_ingest_run *run) {
    enum nd_status status = ND_OK;

    if (!run->in_batch && !run->options->dry_run)
        status = nd_index_begin(run->index, run->err);
    run->in_batch = status == ND_OK;
    return status;
}

enum nd_status nd_ingest_close_batch(struct nd_ingest_run *run) {
    bool was_open = run->in_batch;

    run->in_batch = false;
    run->batch_bytes = run->batch_files = 0;
    return was_open && !run->options->dry_run ? nd_index_commit(run->index, run->err) : ND_OK;
}

/* Commits when the batch has grown large enough. */
enum nd_status nd_ingest_count_towards_batch(struct nd_ingest_run *run, uint64_t bytes) {
    run->batch_bytes += bytes;
    run->batch_files++;
    if (run->options->dry_run)
        return ND_OK;
    return run->batch_bytes >= BATCH_BYTES || run->batch_files >= BATCH_FILES || nd_index_is_full(run->index)
               ? nd_ingest_close_batch(run)
               : ND_OK;
}

void nd_ingest_count_change(struct nd_ingest_run *run, struct nd_str path, enum nd_change change) {
    struct nd_ingest_totals *totals = run->totals;

    totals->added += change == ND_ADDED || change == ND_MAYBE_MOVED;
    totals->changed += change == ND_CHANGED;
    totals->moved += change == ND_MOVED;
    if (change != ND_MAYBE_MOVED)
        return;
    totals->doubtful++;
    if (run->maybe_moved_count++ == 0)
        run->maybe_moved = nd_arena_str(run->arena, path);
}

void nd_ingest_tell_doubt(struct nd_ingest_run *run) {
    char message[256], others[64] = "";

    if (run->maybe_moved_count == 0)
        return;
    if (run->maybe_moved_count > 1)
        snprintf(others, sizeof others, "; so it is with %lld files more",
                 (long long)run->maybe_moved_count - 1);
    snprintf(
        message, sizeof message,
        "taken for a new file: its bytes are known by a name of which cannot be told whether it is gone%s",
        others);
    nd_ingest_tell(run, ND_INGEST_NOTICE, run->maybe_moved, nd_str_from(message), NULL);
}

/* A link that was not followed is no failure. */
bool nd_ingest_has_error(const struct nd_problems *problems) {
    for (const struct nd_problem *p = problems->first; p != NULL; p = p->next)
        if (p->level == ND_ERROR)
            return true;
    return false;
}

void nd_ingest_tell_common_texts(struct nd_ingest_run *run) {
    struct nd_stored_article stored;
    struct nd_error ignored = ND_ERROR_INIT;
    char message[160];
    int64_t id, count = nd_index_common_texts(run->index, &id);

    if (count == 0 || nd_index_show(run->index, id, run->arena, &stored, &ignored) != ND_OK)
        return;
    snprintf(
        message, sizeof message,
        "%lld article%s as this one mostly of passages that more than %d others have: no copies of them were"
        " looked for",
        (long long)count, count == 1 ? " consists" : "s consist", ND_COPIES_COMMON);
    nd_ingest_tell(run, ND_INGEST_NOTICE, stored.article.path, nd_str_from(message), NULL);
}
