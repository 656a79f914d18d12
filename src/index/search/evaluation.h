/*
 * What evaluating a query keeps, shared by the files that do it: evaluate.c, any_words.c and explain.c.
 * Private to them.
 */
#ifndef INDEX_SEARCH_EVALUATION_H
#define INDEX_SEARCH_EVALUATION_H

#include "index/search/evaluate.h"
#include "index/search/term_postings.h"

struct nd_evaluation {
    struct nd_index *index;
    struct nd_reader *reader;
    struct nd_lengths *norms;
    struct nd_scorer ranker;
    struct nd_arena *arena;
    struct nd_term_postings *leaves; /* of the query at hand, in the order of the tree */
    size_t terms_count, leaf_capacity;
    struct nd_buf left_out; /* function words that were not looked for */
    const struct nd_evaluation_options *options;
    bool any; /* what the options said last: one of the words is enough */
    const struct nd_query_node *root;
};

#endif
