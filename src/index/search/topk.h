/*
 * The best articles for any of many words, term at a time with upper bounds (Turtle and Flood, "Query
 * Evaluation: Strategies and Optimizations", 1995): rare words first; once what is left cannot lift a new
 * article among the best, the frequent words only add to the articles found already. The result is exact.
 * Private to the index stage.
 */
#ifndef INDEX_SEARCH_TOPK_H
#define INDEX_SEARCH_TOPK_H

#include "index/search/evaluate.h"
#include "index/search/term_postings.h"

/*
 * Adds the matches to list, in order of id, and their scores to the scores of those that list had; with
 * options->wanted > 0 perhaps only those stay that can be best. list->total counts all that were met.
 */
void nd_topk_run(struct nd_scorer *ranker, struct nd_term_postings **leaves, size_t count,
                 const struct nd_evaluation_options *options, struct nd_scored_list *list);

/* How many are looked at for neighbours when wanted are asked for (0: all): enough that the bonus cannot lift
 * others. */
size_t nd_topk_reach(size_t wanted);

/*
 * Raises the score of articles in which neighbours of the query are neighbours. Only the best few times
 * wanted are looked at (0: the best few hundred).
 */
void nd_topk_adjacency(struct nd_scorer *ranker, const struct nd_term_postings *leaves, size_t count,
                       size_t wanted, struct nd_scored_list *list);

/* Drops what cannot be among the best wanted; those that tie with the last stay. Nothing happens for 0. */
void nd_topk_keep_best(struct nd_scored_list *list, size_t wanted);

#endif
