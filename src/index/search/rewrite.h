/*
 * The words of a query of which one is enough: what is looked for in place of those that were written.
 * Private to the index stage.
 */
#ifndef INDEX_SEARCH_REWRITE_H
#define INDEX_SEARCH_REWRITE_H

#include "index/search/evaluation.h"

/*
 * Changes the leaves that are alternatives, before they are read: repeats become one of more weight; and
 * when the words were ORed by option, words are taken apart, and function words left out.
 */
void nd_rewrite_any_words(struct nd_evaluation *evaluation);

#endif
