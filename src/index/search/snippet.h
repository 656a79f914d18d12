/*
 * Snippets: the stretch of text with the densest match, its matched words marked. Private to the index stage.
 */
#ifndef INDEX_SEARCH_SNIPPET_H
#define INDEX_SEARCH_SNIPPET_H

#include "index/db/statement.h"

struct nd_snippets;

/* For the words of query, snippets of context words. */
struct nd_snippets *nd_snippets_new(struct nd_index *index, const struct nd_query *query, int context);
void nd_snippets_free(struct nd_snippets *snippets);
/* Fills snippet, marks and snippet_field of hit, in the arena. */
enum nd_status nd_snippets_make(struct nd_snippets *snippets, struct nd_hit *hit, struct nd_arena *arena,
                                struct nd_error *err) ND_MUST_CHECK;

#endif
