/*
 * Several segments read as one: their terms in order, and for each the postings as the newest segment that
 * speaks of an article has them. Private to the index stage.
 */
#ifndef INDEX_FULLTEXT_SEGMENT_WALK_H
#define INDEX_FULLTEXT_SEGMENT_WALK_H

#include "index/fulltext/segment_reader.h"

struct nd_segment_source;

struct nd_segment_walk {
    struct nd_segment_source *sources;  /* the oldest first */
    struct nd_segment_source **current; /* those that have the term at hand */
    size_t count, current_count;
    struct nd_str term;      /* at hand, with its first byte; valid until the next */
    uint64_t article;        /* of the posting at hand, among all (db/joint.h) */
    struct nd_str positions; /* its list; empty where the article was deleted, valid until the next */
    bool deletes;            /* what segments older than these say of it; the oldest one knows */
    bool has_posting;
    struct nd_segment_source *leader; /* whose posting is at hand */
    uint64_t others; /* the lowest article that others have, the one at hand if they have that */
};

/* Stands before the first term that is not before key. Close it whatever the status is. */
enum nd_status nd_segment_walk_open(struct nd_segment_walk *walk, const struct nd_segment *segments,
                                    size_t count, struct nd_str key, struct nd_error *err) ND_MUST_CHECK;
void nd_segment_walk_close(struct nd_segment_walk *walk);
/*
 * Ends what the walk reads of the database, so that a transaction can be committed, and what was in it
 * checkpointed, in the midst of the walk. Between two terms; the pages at hand are kept.
 */
void nd_segment_walk_rest(struct nd_segment_walk *walk);
/* The next term, whether all postings of the one before were taken or not; ND_END behind the last. */
enum nd_status nd_segment_walk_term(struct nd_segment_walk *walk, struct nd_error *err) ND_MUST_CHECK;
/* How many articles have the term, none of whose postings was taken yet. */
enum nd_status nd_segment_walk_count(struct nd_segment_walk *walk, size_t *count,
                                     struct nd_error *err) ND_MUST_CHECK;
/* Gives all postings of the term, none of which was taken yet, to sink. */
enum nd_status nd_segment_walk_visit(struct nd_segment_walk *walk, nd_posting_sink *sink, void *context,
                                     struct nd_error *err) ND_MUST_CHECK;
/* The next posting of the term; ND_END behind the last. */
enum nd_status nd_segment_walk_posting(struct nd_segment_walk *walk, struct nd_error *err) ND_MUST_CHECK;

#endif
