/*
 * Copies: articles whose texts are the same or nearly so. Part of the index stage.
 *
 * Two texts are copies when, of their sets of shingles (five words in a row), those in both are at least half
 * of those in either, or at least four fifths of the shorter lie in the longer; texts of fewer than 16
 * shingles only when all words are the same, but for the numbers in addresses. Texts of fewer than 200 that
 * differ in little but their numbers are none: reports of markets, weather, results.
 *
 * The articles are gone through in order: by date, those without one last; of the same date the one with more
 * words first; then by uid. One that is a copy of a lead before it becomes a member of its cluster, that of
 * the lead it resembles most; any other becomes a lead. So every member is a copy of its lead itself, a chain
 * of copies of copies falls apart into clusters, and what comes out depends on the articles alone. A key of
 * their sketches (by which copies are found) that more than ND_COPIES_COMMON different texts have is
 * furniture and finds nothing.
 */
#ifndef NEWSDEX_COPIES_H
#define NEWSDEX_COPIES_H

#include "newsdex/index.h"

enum { ND_COPIES_COMMON = 1024 };

enum nd_copy_kind {
    ND_COPY_NONE,
    ND_COPY_LEAD,
    ND_COPY_EQUAL,
    ND_COPY_EDITED,
    ND_COPY_CUT,      /* shorter than the lead, in which it lies */
    ND_COPY_CONTAINED /* longer than the lead, which lies in it */
};
const char *nd_copy_kind_name(enum nd_copy_kind kind);

/* How many of the texts that came with the latest ingest consist mostly of passages that are furniture for
 * being in more than ND_COPIES_COMMON texts, so that no copies of them were found; *id: one of them. */
int64_t nd_index_common_texts(const struct nd_index *index, int64_t *id);

/* One article of a cluster. */
struct nd_copy {
    int64_t id;
    enum nd_copy_kind kind;
    double similarity; /* to the lead: shingles in both to those in either; of cut and contained to the
                          shorter's */
    struct nd_str uid, title, url, path, part, published_at, language, provider_name, provider_domain;
};

/* A lead, then its members in order of date and uid. */
struct nd_copies {
    struct nd_copy *list;
    size_t count;
};

/* The cluster an article is in; empty when there are no copies of it. All of it lives in the arena. */
enum nd_status nd_index_copies(struct nd_index *index, int64_t id, struct nd_arena *arena,
                               struct nd_copies *copies, struct nd_error *err) ND_MUST_CHECK;

/* Takes clusters, the largest first; a status other than ND_OK ends it and is returned. */
typedef enum nd_status nd_copies_sink(void *context, const struct nd_copies *copies, struct nd_error *err);
/* Every cluster the query matches an article of; limit 0: all. *count is how many there were. */
enum nd_status nd_index_list_copies(struct nd_index *index, struct nd_query *query,
                                    const struct nd_search_options *options, nd_copies_sink *sink,
                                    void *context, int64_t *count, struct nd_error *err) ND_MUST_CHECK;

#endif
