/*
 * The best of the articles that have all of some terms. What an article can score at most is told by the
 * sizes of its position lists and by its length; those that cannot be among the best are not scored. The
 * result is exact. Private to the index stage.
 */
#ifndef INDEX_SEARCH_CONJUNCTION_H
#define INDEX_SEARCH_CONJUNCTION_H

#include "index/search/evaluate.h"
#include "index/search/term_postings.h"

/*
 * Lists the articles that have all terms and are not excluded (in order of id), with their scores if options
 * say so. Sorts the terms by their size. With options->wanted > 0 those that are not among the best so many
 * may be left out; such as tie with the last of them stay. list->total is higher than list->count where any
 * were.
 */
void nd_conjunction_run(struct nd_scorer *ranker, struct nd_term_postings **leaves, size_t count,
                        const struct nd_evaluation_options *options, const struct nd_scored_list *excluded,
                        struct nd_scored_list *list);

#endif
