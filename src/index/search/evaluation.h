/*
 * What evaluating a query keeps, shared by the files that do it: evaluate.c, any_words.c and explain.c.
 * Private to them.
 */
#ifndef INDEX_EVALUATION_H
#define INDEX_EVALUATION_H

#include "index/search/evaluate.h"
#include "index/search/term_postings.h"

struct nd_evaluation {
    struct nd_index *index;
    struct nd_reader *reader;
    struct nd_norms *norms;
    struct nd_ranker ranker;
    struct nd_arena *arena;
    struct nd_leaf *leaves; /* of the query at hand, in the order of the tree */
    size_t leaf_count, leaf_capacity;
    struct nd_buf left_out; /* function words that were not looked for */
    const struct nd_evaluation_options *options;
};

#endif
