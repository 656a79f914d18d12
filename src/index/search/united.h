/*
 * Words of a query that stand behind each other and that others write in one: web site, website; and the
 * other way about. Whether they do the vocabulary of the index says. Private to the index stage.
 */
#ifndef INDEX_SEARCH_UNITED_H
#define INDEX_SEARCH_UNITED_H

#include "index/db/statement.h"
#include "newsdex/analysis.h"

/*
 * Of a pruned query whose words must all be there: such words also stand for the one. Words stay as they are
 * where no evaluation is open, by whose reader the vocabulary is read; numbers do not.
 */
void nd_united_find(struct nd_index *index, struct nd_query *query);

/*
 * What the word of a node is in one with those behind it that are groups of a number, or letters and digits;
 * in the arena, or NULL. Two words are left as they are where any is enough: with them as one, too, high
 * speed found no more, and cran fell from .3967 to .3942 of nDCG@10.
 */
struct nd_query_position *nd_united_with_next(struct nd_index *index, const struct nd_query_node *node,
                                              struct nd_arena *arena);

/*
 * Adds to the position of a word that no article has, as text is alone, what two words of the index next to
 * each other are in one: EEUU for EE. UU., website for web site. Nothing where no evaluation is open.
 */
void nd_united_part(struct nd_index *index, struct nd_str text, struct nd_query_position *word,
                    struct nd_arena *arena);

#endif
