/*
 * Where a long text speaks of the query: what it begins with is who wrote it and where as often as what it is
 * about. Private to the index stage.
 */
#ifndef INDEX_SEARCH_PASSAGE_H
#define INDEX_SEARCH_PASSAGE_H

#include "index/search/evaluation.h"

enum { ND_PASSAGE_PARTS = 1000000 };

/*
 * How many of so many parts of the body stand before the passage with most of the words of the query that was
 * evaluated last, within 1/32 (lengths.h); 0 where the body is short or begins with that passage.
 */
int64_t nd_passage_find(struct nd_evaluation *evaluation, uint32_t article);

#endif
