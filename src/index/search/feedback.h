/*
 * Likeness: what the best articles for a query are about, the articles that answer it are about as well
 * (the cluster hypothesis), and a long question names only a part of it. So the articles that lead the list
 * raise those that read like them: score regularisation after Diaz, "Regularizing Ad Hoc Retrieval Scores"
 * (CIKM 2005), over a few words of the first articles only: where they begin, or where a long one speaks of
 * the query (passage.h). Private to the index stage.
 *
 * An article's own words do not raise it, and the leaders weigh exp(score / spread): where one article stands
 * out, as the answer to a question about one thing does, the others weigh next to nothing.
 */
#ifndef INDEX_SEARCH_FEEDBACK_H
#define INDEX_SEARCH_FEEDBACK_H

#include "index/search/bm25f.h"
#include "index/search/candidates.h"

enum {
    ND_FEEDBACK_POOL = 40,  /* articles that are compared */
    ND_FEEDBACK_REACH = 160 /* to be found, so that these are the same however few are wanted */
};

/*
 * Adds likeness to the scores of the best of the candidates, which are in order of score, and sorts them
 * anew. Where equal scores go on beyond those that are compared, none of these is compared: what comes first
 * of them is for nd_candidates_order_ties. ranking may be NULL: the default.
 */
enum nd_status nd_feedback_raise(struct nd_index *index, const struct nd_bm25f *ranking,
                                 struct nd_candidates *candidates, struct nd_error *err) ND_MUST_CHECK;

#endif
