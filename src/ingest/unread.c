#include "ingest/unread.h"

enum nd_status nd_ingest_keep_unread(struct nd_ingest_run *run, const struct nd_job *job) {
    enum nd_status status = ND_OK;

    if (!run->options->dry_run)
        status =
            nd_index_keep_unread(run->index, job->known_id, job->parsed.problems.first->message, run->err);
    run->totals->failed++;
    nd_ingest_tell_problems(run, job->path, &job->parsed.problems);
    return status;
}

enum nd_status nd_ingest_keep_wrecked(struct nd_ingest_run *run, struct nd_job *job, bool *is_kept) {
    struct nd_parsed *parsed = &job->parsed;
    const struct nd_problem *first = parsed->problems.first;
    bool is_empty = first != NULL && first->code == ND_P_EMPTY;
    enum nd_status status = ND_OK;

    *is_kept = false;
    if (job->known_id == 0 || parsed->has_article || parsed->is_container || run->options->remove_missing ||
        (!is_empty && parsed->kind != ND_KIND_BINARY && (first == NULL || first->code != ND_P_BINARY)))
        return ND_OK;
    status = nd_index_has_articles(run->index, job->known_id, is_kept, run->err);
    if (status != ND_OK || !*is_kept)
        return status;
    nd_problems_init(&parsed->problems, parsed->arena);
    nd_problems_add(&parsed->problems, ND_P_UNREADABLE, 0, 0,
                    "%s now; what is known of it was kept (--remove-missing removes it)",
                    is_empty ? "empty" : "no text");
    return nd_ingest_keep_unread(run, job);
}
