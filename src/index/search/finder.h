/* A query on its way through an index, and the articles it found looked up one by one. Private to the folder.
 */
#ifndef INDEX_SEARCH_FINDER_H
#define INDEX_SEARCH_FINDER_H

#include "index/search/candidates.h"
#include "newsdex/query.h"

/* What is looked for, and where it goes. */
struct nd_finder {
    struct nd_index *index;
    const struct nd_query *query;
    const struct nd_query_node *words, *excluded; /* what must match, or what must not; or NULL */
    const struct nd_search_options *options;
    enum nd_sort sort;
    size_t limit;      /* 0: all */
    bool has_feedback; /* the best are compared with each other */
    struct nd_candidates *found;
    struct nd_error *err;
};

static inline uint32_t nd_finder_id_limit(const struct nd_finder *f) {
    return f->options->references ? UINT32_MAX : ND_FIRST_REFERENCE;
}

/*
 * Keeps of what was found that which passes the filters, and its date; of the rest nothing, once wanted (0:
 * all) and what ties with the last of them are there.
 */
enum nd_status nd_finder_check(const struct nd_finder *f, size_t wanted) ND_MUST_CHECK;

#endif
