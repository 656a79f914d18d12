/*
 * Evaluation: a parsed query against the posting lists; articles with their scores out. The trees of
 * newsdex/query.h are set algebra here: AND intersects, OR unites, NOT takes away; scores of the words add
 * up. Private to the index stage.
 */
#ifndef INDEX_SEARCH_EVALUATE_H
#define INDEX_SEARCH_EVALUATE_H

#include "index/search/id_set.h"
#include "index/search/scored.h"
#include "index/search/scorer.h"

struct nd_evaluation;

/* Opens what evaluating needs; the caller keeps a read transaction open. ND_NOT_FOUND: use MATCH instead. */
enum nd_status nd_evaluation_open(struct nd_index *index, const struct nd_bm25f *ranking,
                                  struct nd_evaluation **evaluation, struct nd_error *err) ND_MUST_CHECK;
void nd_evaluation_close(struct nd_evaluation *evaluation);

struct nd_evaluation_options {
    uint32_t id_limit; /* ids below this only */
    bool any;          /* the words of the top level were ORed by option: function words may be left out */
    size_t wanted;     /* only the best so many are needed, 0 for all: others may be missing */
    bool ranked;       /* scores are wanted */
    const struct nd_id_set *allowed; /* only these; NULL: all */
};

/* The matches of a pruned tree. list is emptied first and belongs to the caller (free items). */
enum nd_status nd_evaluation_run(struct nd_evaluation *evaluation, const struct nd_query_node *root,
                                 const struct nd_evaluation_options *options, struct nd_scored_list *list,
                                 struct nd_error *err) ND_MUST_CHECK;

/* The articles in the index. */
size_t nd_evaluation_documents(const struct nd_evaluation *evaluation);

/* After a run: how many of the query's words each column of an article holds. */
void nd_evaluation_spread(const struct nd_evaluation *evaluation, uint32_t id, int words[ND_COLUMNS]);
/* After a run: the words with their forms, documents and weights, a line each. */
void nd_evaluation_explain(const struct nd_evaluation *evaluation, struct nd_buf *out);
/* After a run: what each word adds to the score of an article, on one line. */
void nd_evaluation_explain_hit(struct nd_evaluation *evaluation, uint32_t id, struct nd_buf *out);

#endif
