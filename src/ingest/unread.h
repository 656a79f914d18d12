/* Files of which an earlier run knows articles and this one gets none, though they are there. Private to
 * ingest. */
#ifndef INGEST_UNREAD_H
#define INGEST_UNREAD_H

#include "ingest/queue.h"
#include "ingest/run.h"

/* What cannot be read now may be read the next time: what was known of it stays. */
enum nd_status nd_ingest_keep_unread(struct nd_ingest_run *run, const struct nd_job *job) ND_MUST_CHECK;
/*
 * A file with articles that is empty now, or bytes that are no text, was cut off or overwritten by what went
 * wrong elsewhere: what is known of it stays, as of a folder that is empty, until somebody says otherwise.
 */
enum nd_status nd_ingest_keep_wrecked(struct nd_ingest_run *run, struct nd_job *job,
                                      bool *is_kept) ND_MUST_CHECK;

#endif
